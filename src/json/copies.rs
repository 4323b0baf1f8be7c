//! Which parts of a text were copied from another, so that nobody has to compare them to know.
//!
//! Owns: that list. Leaves to others: copying (`frames.rs`), what is made of it (`listing.rs`).

/// A part of a text that stood in another. Places and lengths in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Where it starts.
    pub at: usize,
    /// Where it started there.
    pub from: usize,
    /// How long it is.
    pub length: usize,
}

/// The runs of a text that come from the text in which a known value stands.
#[derive(Clone, Copy, Debug)]
pub struct Copies<'k> {
    /// In order.
    pub runs: &'k [Run],
    /// Where the known value starts in the other text.
    pub start: usize,
}

impl Copies<'_> {
    /// Whether the bytes from `at` on are those of the known value from `place` on, this many.
    pub fn hold(self, at: usize, place: usize, length: usize) -> bool {
        let behind = self.runs.partition_point(|run| run.at <= at);
        let run = behind.checked_sub(1).and_then(|last| self.runs.get(last));
        run.is_some_and(|run| {
            let inside = at - run.at;
            inside + length <= run.length && run.from + inside == self.start + place
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_copies_where_a_run_says_so_from_end_to_end() {
        let runs = [Run { at: 10, from: 100, length: 20 }, Run { at: 40, from: 130, length: 5 }];
        let copies = Copies { runs: &runs, start: 90 };
        for (at, place, length, expected) in [
            (10, 10, 20, true),
            (12, 12, 18, true),
            (12, 12, 19, false),
            (12, 13, 3, false),
            (9, 9, 3, false),
            (40, 40, 5, true),
            (40, 40, 6, false),
            (50, 50, 1, false),
        ] {
            assert_eq!(copies.hold(at, place, length), expected, "{at} {place} {length}");
        }
        assert!(!Copies { runs: &[], start: 0 }.hold(0, 0, 1));
    }
}
