//! Passing over a whole value, and listing its containers.
//!
//! Owns: the nesting; what is skipped because it was read before. Leaves to others: scalars and strings (`scan.rs`),
//! stepping through the list (`tape.rs`).
//!
//! A result mostly says again what it said before. Where a container has the very bytes that one of the last
//! result has, it is not read again: its part of the list is taken over. Which one that may be is a guess; bytes decide.

use alloc::vec::Vec;

use super::bytes::starts_with;
use super::scan::{JsonError, Raw, Scanner};
use super::tape::{Container, NONE, Tape, Tree};

/// A value that was read before and may come again in great part.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// The value.
    pub tree: Tree<'k>,
    /// Whether it needs Convex decoding.
    pub special: bool,
}

impl<'a> Scanner<'a> {
    /// Passes over any value and tells where it was.
    ///
    /// # Errors
    /// When there is no well-formed value here.
    pub fn value(&mut self) -> Result<Raw<'a>, JsonError> {
        self.read_value(None, None)
    }

    /// Passes over any value, as `value` does, and lists its containers on `tape`.
    ///
    /// # Errors
    /// When there is no well-formed value here.
    pub fn taped_value(&mut self, tape: &mut Tape, known: Option<Known<'_>>) -> Result<Raw<'a>, JsonError> {
        *tape = Tape::default();
        tape.base = known.map_or(0, |known| known.tree.tape.stamp);
        self.read_value(Some(tape), known)
    }

    fn read_value(
        &mut self,
        tape: Option<&mut Tape>,
        known: Option<Known<'_>>,
    ) -> Result<Raw<'a>, JsonError> {
        let first = self.peek();
        let start = self.position();
        if first != b'{' && first != b'[' {
            self.scalar(first)?;
            return Ok(Raw { text: self.since(start)?, special: false });
        }
        let siblings = Siblings { next: 0, ahead: 0, end: known.map_or(0, |known| known.tree.tape.count()) };
        let mut reading =
            Reading { scanner: self, start, special: false, tape, known, siblings, open: Vec::new() };
        reading.run()?;
        let special = reading.special;
        Ok(Raw { text: self.since(start)?, special })
    }
}

/// A value that is being read.
struct Reading<'s, 'a, 'k> {
    scanner: &'s mut Scanner<'a>,
    start: usize,
    special: bool,
    tape: Option<&'s mut Tape>,
    known: Option<Known<'k>>,
    /// For the containers in the innermost open one.
    siblings: Siblings,
    open: Vec<Open>,
}

/// A container that is not closed yet.
struct Open {
    closer: u8,
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

impl Reading<'_, '_, '_> {
    fn run(&mut self) -> Result<(), JsonError> {
        loop {
            self.value_start()?;
            if !self.value_end()? {
                return Ok(());
            }
        }
    }

    /// Reads one scalar, or opens containers down to the first scalar or empty or known container.
    fn value_start(&mut self) -> Result<(), JsonError> {
        loop {
            let first = self.scanner.peek();
            if first != b'{' && first != b'[' {
                return self.scanner.scalar(first);
            }
            // A brace and a bracket are two characters before their ends.
            if self.is_known() || self.open(first + 2) {
                return Ok(());
            }
            if first == b'{' {
                self.special |= self.scanner.key_is_special()?;
            }
        }
    }

    /// After a value: closes what ends here. True when another value follows in the innermost container.
    fn value_end(&mut self) -> Result<bool, JsonError> {
        while let Some(&Open { closer, number, siblings }) = self.open.last() {
            let next = self.scanner.peek();
            self.scanner.step();
            if next == b',' {
                if closer == b'}' {
                    self.special |= self.scanner.key_is_special()?;
                }
                return Ok(true);
            }
            if next != closer {
                return Err(self.scanner.error());
            }
            self.close(number);
            self.siblings = siblings;
            self.open.pop();
        }
        Ok(false)
    }

    /// Enters a container. True when it is empty and so behind us.
    fn open(&mut self, closer: u8) -> bool {
        let start = self.offset();
        let number = self.tape.as_mut().map_or(0, |tape| {
            tape.containers.push(Container { start, end: start, next: 0, was: NONE });
            tape.containers.len() - 1
        });
        let inside = self.miss();
        self.scanner.step();
        let is_empty = self.scanner.take(closer);
        if is_empty {
            self.close(number);
        } else {
            self.open.push(Open { closer, number, siblings: self.siblings });
            self.siblings = inside;
        }
        is_empty
    }

    fn close(&mut self, number: usize) {
        let end = self.offset();
        let Some(tape) = &mut self.tape else { return };
        let next = tape.count();
        if let Some(container) = tape.containers.get_mut(number) {
            (container.end, container.next) = (end, next);
        }
    }

    /// Steps over a container that was there before as it is.
    fn is_known(&mut self) -> bool {
        let Some(Known { tree, special }) = self.known else { return false };
        let Siblings { next, ahead, end } = self.siblings;
        for number in [next, ahead, tree.tape.behind(ahead)] {
            let Some(container) = tree.tape.get(number).filter(|_| number < end) else { continue };
            let text = tree.bytes(container.start, container.end);
            if starts_with(self.scanner.rest(), text) {
                self.take_over(number, container, tree.tape);
                self.scanner.step_over(text.len());
                self.siblings = Siblings { next: container.next, ahead: container.next, end };
                self.special |= special;
                return true;
            }
        }
        false
    }

    fn take_over(&mut self, number: u32, container: Container, known: &Tape) {
        let start = self.offset();
        let Some(tape) = &mut self.tape else { return };
        let first = tape.count();
        let inner = known.containers.get(number as usize..container.next as usize).unwrap_or(&[]);
        tape.containers.extend(inner.iter().zip(number..).map(|(one, was)| Container {
            start: one.start - container.start + start,
            end: one.end - container.start + start,
            next: one.next - number + first,
            was,
        }));
    }

    /// A container that is not known takes the place of one, or stands before it. Those that may be inside.
    fn miss(&mut self) -> Siblings {
        let Some(Known { tree, .. }) = self.known else { return self.siblings };
        let ahead = self.siblings.ahead;
        let behind = tree.tape.behind(ahead);
        self.siblings.ahead = behind.min(self.siblings.end);
        let first = ahead.saturating_add(1);
        Siblings { next: first, ahead: first, end: behind }
    }

    fn offset(&self) -> u32 {
        (self.scanner.position() - self.start) as u32
    }
}
