//! A set of byte strings made of half-open ranges.

use std::collections::BTreeMap;
use std::ops::{Bound, Range};

/// Disjoint ranges that do not touch each other, as start -> end (exclusive).
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Intervals(BTreeMap<Vec<u8>, Vec<u8>>);

impl Intervals {
    /// Adds a range, merging it with those it overlaps or touches.
    pub(super) fn add(&mut self, mut range: Range<Vec<u8>>) {
        // Ranges are disjoint and sorted, so those to merge are the last ones that start by our end.
        while let Some((start, end)) = self.last_starting_by(&range.end) {
            if *end < range.start {
                break;
            }
            let start = start.clone();
            if let Some(end) = self.0.remove(&start) {
                range.end = range.end.max(end);
            }
            range.start = range.start.min(start);
        }
        self.0.insert(range.start, range.end);
    }

    pub(super) fn contains(&self, key: &[u8]) -> bool {
        self.last_starting_by(key).is_some_and(|(_, end)| key < end.as_slice())
    }

    fn last_starting_by(&self, key: &[u8]) -> Option<(&Vec<u8>, &Vec<u8>)> {
        self.0.range::<[u8], _>((Bound::Unbounded, Bound::Included(key))).next_back()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Intervals;
    use crate::test_values::seeded;

    #[test]
    fn touching_ranges_become_one() {
        let mut set = Intervals::default();
        for (start, end) in [(1, 3), (7, 9), (3, 7)] {
            set.add(vec![start]..vec![end]);
        }
        assert_eq!(set, Intervals([(vec![1], vec![9])].into()));
    }

    proptest! {
        #![proptest_config(seeded(256))]

        #[test]
        fn a_set_holds_what_was_added(ranges in proptest::collection::vec((0_u8..60, 1_u8..20), 0..12)) {
            let mut set = Intervals::default();
            for (start, length) in &ranges {
                set.add(vec![*start]..vec![start + length]);
            }
            for key in 0_u8..90 {
                let expected = ranges.iter().any(|(start, length)| (*start..start + length).contains(&key));
                prop_assert_eq!(set.contains(&[key]), expected);
            }
        }
    }
}
