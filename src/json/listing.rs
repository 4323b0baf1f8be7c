//! Listing the containers of a value while it is read.
//!
//! Owns: the making of a tape; what is skipped because it was read before. Leaves to others: reading (`value.rs`),
//! stepping through the list (`tape.rs`).
//!
//! A result mostly says again what it said before. Where a container has the very bytes that one of the last
//! result has, it is not read again: its part of the list is taken over. Which one that may be is a guess; bytes decide, or
//! that they were copied from there.

use alloc::vec::Vec;

use super::bytes::starts_with;
use super::copies::Copies;
use super::scan::Scanner;
use super::tape::{Container, NONE, Tape, Tree};

/// A value that was read before and may come again in great part.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// The value.
    pub tree: Tree<'k>,
    /// Whether it needs Convex decoding.
    pub special: bool,
    /// What of the text that is being read was copied from around it, where that is known.
    pub copies: Option<Copies<'k>>,
}

/// A part (bytes) that is this long and was not copied as a whole is taken for another without being compared.
const LONG: usize = 4096;

impl Known<'_> {
    /// Whether a container of it stands where the scanner is.
    fn is_at(&self, scanner: &Scanner<'_>, container: Container) -> bool {
        let text = self.tree.bytes(container.start, container.end);
        match self.copies {
            Some(copies) if copies.hold(scanner.at, container.start as usize, text.len()) => true,
            Some(_) if text.len() >= LONG => false,
            _ => starts_with(scanner.rest(), text),
        }
    }
}

/// The list that is being made of one value. Places are those of the scanner.
pub struct Listing<'t, 'k> {
    /// Where the value starts.
    start: usize,
    tape: &'t mut Tape,
    known: Option<Known<'k>>,
    /// For the containers in the innermost open one.
    siblings: Siblings,
    open: Vec<Open>,
}

/// A container that is not closed yet.
struct Open {
    /// Its number on the tape.
    number: usize,
    /// For those beside it.
    siblings: Siblings,
}

/// Which containers of the known value may come next: numbers on its tape.
#[derive(Clone, Copy)]
struct Siblings {
    /// If those since the last that was found were inserted.
    next: u32,
    /// If they were changed.
    ahead: u32,
    /// Behind the last.
    end: u32,
}

impl<'t, 'k> Listing<'t, 'k> {
    /// Of the value that starts here; what `tape` held goes.
    pub fn new(start: usize, tape: &'t mut Tape, known: Option<Known<'k>>) -> Self {
        *tape = Tape::default();
        tape.base = known.map_or(0, |known| known.tree.tape.stamp);
        let siblings = Siblings { next: 0, ahead: 0, end: known.map_or(0, |known| known.tree.tape.count()) };
        Listing { start, tape, known, siblings, open: Vec::new() }
    }

    /// A container opens here.
    pub fn open(&mut self, at: usize) {
        let start = self.offset(at);
        self.open.push(Open { number: self.tape.containers.len(), siblings: self.siblings });
        self.tape.containers.push(Container { start, end: start, next: 0, was: NONE });
        self.miss();
    }

    /// The innermost ends before this place.
    pub fn close(&mut self, at: usize) {
        let end = self.offset(at);
        let next = self.tape.count();
        let Some(Open { number, siblings }) = self.open.pop() else { return };
        self.siblings = siblings;
        if let Some(container) = self.tape.containers.get_mut(number) {
            (container.end, container.next) = (end, next);
        }
    }

    /// Steps over a container that was there before as it is. Whether it needs Convex decoding; None where there is none
    /// such.
    pub fn pass_known(&mut self, scanner: &mut Scanner<'_>) -> Option<bool> {
        let known = self.known?;
        let Known { tree, special, .. } = known;
        let Siblings { next, ahead, end } = self.siblings;
        for number in [next, ahead, tree.tape.behind(ahead)] {
            let Some(container) = tree.tape.get(number).filter(|_| number < end) else { continue };
            if known.is_at(scanner, container) {
                self.take_over(number, container, tree.tape, scanner.at);
                scanner.at += (container.end - container.start) as usize;
                self.siblings = Siblings { next: container.next, ahead: container.next, end };
                return Some(special);
            }
        }
        None
    }

    fn take_over(&mut self, number: u32, container: Container, known: &Tape, at: usize) {
        let start = self.offset(at);
        let first = self.tape.count();
        let inner = known.containers.get(number as usize..container.next as usize).unwrap_or(&[]);
        self.tape.containers.extend(inner.iter().zip(number..).map(|(one, was)| Container {
            start: one.start - container.start + start,
            end: one.end - container.start + start,
            next: one.next - number + first,
            was,
        }));
    }

    /// A container that is not known takes the place of one, or stands before it: those that may be inside come next.
    fn miss(&mut self) {
        let Some(Known { tree, .. }) = self.known else { return };
        let ahead = self.siblings.ahead;
        let behind = tree.tape.behind(ahead);
        if let Some(open) = self.open.last_mut() {
            open.siblings.ahead = behind.min(self.siblings.end);
        }
        let first = ahead.saturating_add(1);
        self.siblings = Siblings { next: first, ahead: first, end: behind };
    }

    fn offset(&self, at: usize) -> u32 {
        (at - self.start) as u32
    }
}
