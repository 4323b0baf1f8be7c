//! Passing over a whole value.
//!
//! Owns: the nesting. Leaves to others: scalars and strings (`tokens.rs`), listing the containers (`listing.rs`).

use super::listing::{Known, Listing};
use super::nesting::Nesting;
use super::scan::{JsonError, Raw, Scanner};
use super::tape::Tape;

impl<'a> Scanner<'a> {
    /// Passes over any value and tells where it was.
    ///
    /// # Errors
    /// When there is no well-formed value here.
    pub fn value(&mut self) -> Result<Raw<'a>, JsonError> {
        self.peek();
        let start = self.at;
        let special = self.pass_value(None)?;
        Ok(Raw { text: self.since(start)?, special })
    }

    /// Passes over any value, as `value` does, and lists its containers on `tape`.
    ///
    /// # Errors
    /// When there is no well-formed value here.
    pub fn taped_value(&mut self, tape: &mut Tape, known: Option<Known<'_>>) -> Result<Raw<'a>, JsonError> {
        self.peek();
        let start = self.at;
        let special = self.pass_value(Some(&mut Listing::new(start, tape, known)))?;
        Ok(Raw { text: self.since(start)?, special })
    }

    /// Whether it needs Convex decoding.
    fn pass_value(&mut self, mut listing: Option<&mut Listing<'_, '_>>) -> Result<bool, JsonError> {
        let mut special = false;
        let mut open = Nesting::default();
        loop {
            let first = self.peek();
            if first != b'{' && first != b'[' {
                self.pass_scalar(first)?;
            } else if let Some(is_special) = listing.as_mut().and_then(|listing| listing.pass_known(self)) {
                special |= is_special;
            } else if self.enter(first, &mut listing) {
                let is_object = first == b'{';
                open.enter(is_object);
                special |= is_object && self.pass_key()?;
                continue;
            }
            // A value ends here, and so may what it is in.
            loop {
                let Some(is_object) = open.innermost() else { return Ok(special) };
                match self.peek() {
                    b',' => {
                        self.at += 1;
                        special |= is_object && self.pass_key()?;
                        break;
                    }
                    b'}' if is_object => {}
                    b']' if !is_object => {}
                    _ => return Err(JsonError),
                }
                open.leave();
                self.leave(&mut listing);
            }
        }
    }

    /// Over an opening bracket. False where the container is empty, and so behind us.
    fn enter(&mut self, bracket: u8, listing: &mut Option<&mut Listing<'_, '_>>) -> bool {
        if let Some(listing) = listing {
            listing.open(self.at);
        }
        self.at += 1;
        // A brace and a bracket are two characters before their ends.
        let is_empty = self.peek() == bracket + 2;
        if is_empty {
            self.leave(listing);
        }
        !is_empty
    }

    /// Over a closing bracket.
    fn leave(&mut self, listing: &mut Option<&mut Listing<'_, '_>>) {
        self.at += 1;
        if let Some(listing) = listing {
            listing.close(self.at);
        }
    }
}
