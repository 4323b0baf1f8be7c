//! Passing over single tokens.
//!
//! Owns: the grammar of strings, numbers and words (strictly: what `JSON.parse` would refuse is refused here). Leaves to
//! others: the nesting of values (`value.rs`). Nearly all bytes of a frame are read here, so what is called for each of
//! them is inlined.

use super::bytes::plain_length;
use super::scan::{JsonError, Scanner};

impl Scanner<'_> {
    /// The byte here; 0 at the end.
    #[inline(always)]
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// The next byte that is not space; 0, which no value begins or ends with, where there is none.
    #[inline(always)]
    pub fn peek(&mut self) -> u8 {
        loop {
            let byte = self.byte();
            if byte > b' ' || !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return byte;
            }
            self.at += 1;
        }
    }

    /// Over a string, a number or a word, by its first byte.
    pub(super) fn pass_scalar(&mut self, first: u8) -> Result<(), JsonError> {
        match first {
            b'"' => self.pass_string().map(|_| ()),
            b't' => self.pass_word("true"),
            b'f' => self.pass_word("false"),
            b'n' => self.pass_word("null"),
            _ => self.pass_number(),
        }
    }

    /// Over a field's name and the colon behind it. Whether the name is special.
    pub(super) fn pass_key(&mut self) -> Result<bool, JsonError> {
        if self.peek() != b'"' {
            return Err(JsonError);
        }
        let is_special = matches!(self.text.as_bytes().get(self.at + 1), Some(b'$' | b'\\'));
        self.pass_string()?;
        if self.peek() != b':' {
            return Err(JsonError);
        }
        self.at += 1;
        Ok(is_special)
    }

    /// Over a string, whose opening quote has been looked at. Whether it holds escapes.
    pub(super) fn pass_string(&mut self) -> Result<bool, JsonError> {
        let text = self.text.as_bytes();
        let mut at = self.at + 1;
        let mut escaped = false;
        loop {
            at += plain_length(text.get(at..).unwrap_or(&[]));
            match text.get(at) {
                Some(b'"') => break,
                Some(b'\\') => at = self.pass_escape(at).ok_or(JsonError)?,
                _ => return Err(JsonError),
            }
            escaped = true;
        }
        self.at = at + 1;
        Ok(escaped)
    }

    /// Behind the escape at this place.
    fn pass_escape(&self, at: usize) -> Option<usize> {
        let (_, escape) = self.text.as_bytes().get(at..)?.split_first()?;
        match escape.first()? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 2),
            b'u' if escape.get(1..5)?.iter().all(u8::is_ascii_hexdigit) => Some(at + 6),
            _ => None,
        }
    }

    fn pass_number(&mut self) -> Result<(), JsonError> {
        self.skip(b'-');
        let leading_zero = self.byte() == b'0';
        let digits = self.pass_digits();
        if digits == 0 || (leading_zero && digits > 1) {
            return Err(JsonError);
        }
        if self.skip(b'.') && self.pass_digits() == 0 {
            return Err(JsonError);
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _ = self.skip(b'+') || self.skip(b'-');
            if self.pass_digits() == 0 {
                return Err(JsonError);
            }
        }
        Ok(())
    }

    /// How many there are.
    fn pass_digits(&mut self) -> usize {
        let start = self.at;
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        self.at - start
    }

    fn pass_word(&mut self, word: &str) -> Result<(), JsonError> {
        let rest = self.text.get(self.at..).unwrap_or("");
        if !rest.starts_with(word) {
            return Err(JsonError);
        }
        self.at += word.len();
        Ok(())
    }

    #[inline(always)]
    fn skip(&mut self, byte: u8) -> bool {
        let found = self.byte() == byte;
        self.at += usize::from(found);
        found
    }
}
