//! A map from ids to things, as one sorted vector.
//!
//! Owns: ordered look-up in few bytes of code: each `BTreeMap` type would add several times as much to the browser
//! build, and our ids are handed out in ascending order, so inserting is almost always pushing. Removing many is one
//! `retain`.

use alloc::vec::Vec;
use core::cell::Cell;

/// A sorted map. Iterates in key order.
pub struct IdMap<K, V> {
    entries: Vec<(K, V)>,
    /// Where the last one was found: the next is mostly there, or behind it.
    near: Cell<usize>,
}

impl<K, V> Default for IdMap<K, V> {
    fn default() -> Self {
        IdMap { entries: Vec::new(), near: Cell::new(0) }
    }
}

impl<K: Ord + Copy, V> IdMap<K, V> {
    /// The value of a key.
    pub fn get(&self, key: K) -> Option<&V> {
        let at = self.find(key).ok()?;
        self.entries.get(at).map(|(_, value)| value)
    }

    /// The value of a key, to change.
    pub fn get_mut(&mut self, key: K) -> Option<&mut V> {
        let at = self.find(key).ok()?;
        self.entries.get_mut(at).map(|(_, value)| value)
    }

    /// Whether the key is there.
    pub fn contains(&self, key: K) -> bool {
        self.find(key).is_ok()
    }

    /// Sets the value of a key. The one before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.find(key) {
            Ok(at) => self.entries.get_mut(at).map(|entry| core::mem::replace(&mut entry.1, value)),
            Err(at) => {
                self.entries.insert(at, (key, value));
                None
            }
        }
    }

    /// Takes a key out.
    pub fn remove(&mut self, key: K) -> Option<V> {
        let at = self.find(key).ok()?;
        Some(self.entries.remove(at).1)
    }

    /// Takes out all entries for which `applies` holds, in key order.
    pub fn extract(&mut self, applies: &dyn Fn(&K, &V) -> bool) -> Vec<(K, V)> {
        if !self.entries.iter().any(|(key, value)| applies(key, value)) {
            return Vec::new();
        }
        let mut taken = Vec::new();
        let mut kept = Vec::with_capacity(self.entries.len());
        for (key, value) in core::mem::take(&mut self.entries) {
            if applies(&key, &value) { &mut taken } else { &mut kept }.push((key, value));
        }
        self.entries = kept;
        taken
    }

    /// All entries in key order.
    pub fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        self.entries.iter().map(|(key, value)| (*key, value))
    }

    /// All entries in key order, to change.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (K, &mut V)> {
        self.entries.iter_mut().map(|(key, value)| (*key, value))
    }

    /// The entries from this key on.
    pub fn from(&self, key: K) -> impl Iterator<Item = (K, &V)> {
        let start = self.find(key).unwrap_or_else(|at| at);
        self.entries.iter().skip(start).map(|(key, value)| (*key, value))
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn find(&self, key: K) -> Result<usize, usize> {
        let near = self.near.get();
        for at in [near, near + 1] {
            if self.entries.get(at).is_some_and(|(found, _)| *found == key) {
                self.near.set(at);
                return Ok(at);
            }
        }
        let found = match self.entries.last() {
            Some((last, _)) if *last < key => Err(self.entries.len()),
            _ => self.entries.binary_search_by(|(probe, _)| probe.cmp(&key)),
        };
        self.near.set(found.unwrap_or(0));
        found
    }
}

impl<K: Ord + Copy> FromIterator<K> for IdMap<K, ()> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut set = IdMap::default();
        for key in keys {
            set.insert(key, ());
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::IdMap;

    #[test]
    fn it_is_a_sorted_map() {
        let mut map = IdMap::default();
        for key in [3, 1, 2, 9, 1] {
            map.insert(key, key * 10);
        }
        assert_eq!(
            map.iter().map(|(key, value)| (key, *value)).collect::<Vec<_>>(),
            [(1, 10), (2, 20), (3, 30), (9, 90)]
        );
        assert_eq!((map.get(2).copied(), map.get(4)), (Some(20), None));
        assert_eq!((map.remove(2), map.remove(2)), (Some(20), None));
        assert_eq!(map.from(2).map(|(key, _)| key).collect::<Vec<_>>(), [3, 9]);
        assert_eq!(map.extract(&|key, _| *key > 2), [(3, 30), (9, 90)]);
        assert!(map.contains(1) && !map.is_empty());
    }
}
