//! Which containers are open, from the outermost to the innermost: a bit each.
//!
//! Owns: that stack. Values are mostly nested a few deep, which takes no memory; how deep they may be is not limited.

use alloc::vec::Vec;

/// Whether each open container is an object.
#[derive(Default)]
pub struct Nesting {
    /// The innermost ones, the last one lowest.
    bits: u64,
    depth: usize,
    /// Those further out, by 64.
    outer: Vec<u64>,
}

const WORD: usize = u64::BITS as usize;

impl Nesting {
    /// Whether the innermost is an object; None where none is open.
    pub fn innermost(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.bits & 1 == 1)
    }

    /// One more.
    pub fn enter(&mut self, is_object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(WORD) {
            self.outer.push(self.bits);
        }
        self.bits = self.bits << 1 | u64::from(is_object);
        self.depth += 1;
    }

    /// One less; at least one is open.
    pub fn leave(&mut self) {
        self.bits >>= 1;
        self.depth -= 1;
        if self.depth > 0 && self.depth.is_multiple_of(WORD) {
            self.bits = self.outer.pop().unwrap_or(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_depth_remembers_what_was_entered() {
        let is_object = |depth: usize| depth.is_multiple_of(3) || depth % 64 == 1;
        let mut nesting = Nesting::default();
        for depth in 0..1000 {
            nesting.enter(is_object(depth));
            assert_eq!(nesting.innermost(), Some(is_object(depth)));
        }
        for depth in (0..1000).rev() {
            assert_eq!(nesting.innermost(), Some(is_object(depth)), "{depth}");
            nesting.leave();
        }
        assert_eq!(nesting.innermost(), None);
    }
}
