//! A scanner over JSON text that finds where values are without making them.
//!
//! Owns: the grammar (strictly: what `JSON.parse` would refuse is refused here). Leaves to others: the nesting of values
//! (`value.rs`), what the fields mean.

use alloc::borrow::Cow;

use super::bytes::plain_length;
use super::string::unescape;
use crate::text::number;

/// The text is not JSON, or not of the expected shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Byte offset where reading stopped.
    pub at: usize,
}

/// One value as it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raw<'a> {
    /// The value's text, without surrounding space.
    pub text: &'a str,
    /// Some object key in it starts with `$` (or may, after unescaping): plain `JSON.parse` is not enough.
    pub special: bool,
}

/// A position in the text.
#[derive(Clone)]
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    /// At the start of `text`.
    pub fn new(text: &'a str) -> Self {
        Scanner { text, at: 0 }
    }

    /// Reads an object: `field` is called with each key and must read its value.
    ///
    /// # Errors
    /// When the text is not an object, or `field` fails.
    pub fn object(
        &mut self,
        field: &mut dyn FnMut(&str, &mut Self) -> Result<(), JsonError>,
    ) -> Result<(), JsonError> {
        self.expect(b'{')?;
        if self.take(b'}') {
            return Ok(());
        }
        loop {
            let key = self.string()?;
            self.expect(b':')?;
            field(&key, self)?;
            if !self.take(b',') {
                return self.expect(b'}');
            }
        }
    }

    /// Reads an array: `item` is called before each element and must read it.
    ///
    /// # Errors
    /// When the text is not an array, or `item` fails.
    pub fn array(
        &mut self,
        item: &mut dyn FnMut(&mut Self) -> Result<(), JsonError>,
    ) -> Result<(), JsonError> {
        self.expect(b'[')?;
        if self.take(b']') {
            return Ok(());
        }
        loop {
            item(self)?;
            if !self.take(b',') {
                return self.expect(b']');
            }
        }
    }

    /// Reads a string.
    ///
    /// # Errors
    /// When there is no string here.
    pub fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        let (inner, escaped) = self.raw_string()?;
        Ok(if escaped { Cow::Owned(unescape(inner)) } else { Cow::Borrowed(inner) })
    }

    /// Reads a non-negative integer that fits 32 bits (`1` and `1.0` alike: Rust servers print both).
    ///
    /// # Errors
    /// When there is no such number here.
    pub fn u32(&mut self) -> Result<u32, JsonError> {
        let raw = self.value()?;
        let digits = raw.text.strip_suffix(".0").unwrap_or(raw.text);
        number(digits, 10).ok_or(self.error())
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// When there is neither here.
    pub fn bool(&mut self) -> Result<bool, JsonError> {
        match self.value()?.text {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(self.error()),
        }
    }

    /// Nothing but space may follow.
    ///
    /// # Errors
    /// When something does.
    pub fn end(&mut self) -> Result<(), JsonError> {
        self.peek();
        if self.at == self.text.len() { Ok(()) } else { Err(self.error()) }
    }

    /// The next byte that is not space; 0, which no value begins or ends with, where there is none.
    pub fn peek(&mut self) -> u8 {
        loop {
            let byte = self.byte();
            if byte > b' ' || !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return byte;
            }
            self.at += 1;
        }
    }

    /// Reads a string, a number or a word, by its first byte.
    pub(super) fn scalar(&mut self, first: u8) -> Result<(), JsonError> {
        match first {
            b'"' => self.pass_string().map(|_| ()),
            b't' => self.literal("true"),
            b'f' => self.literal("false"),
            b'n' => self.literal("null"),
            _ => self.number(),
        }
    }

    /// What was read since `start`.
    pub(super) fn since(&self, start: usize) -> Result<&'a str, JsonError> {
        self.text.get(start..self.at).ok_or(self.error())
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or(&[])
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Over one byte, which has been looked at.
    pub(super) fn step(&mut self) {
        self.at += 1;
    }

    /// Over what has been compared.
    pub(super) fn step_over(&mut self, bytes: usize) {
        self.at += bytes;
    }

    pub(super) fn key_is_special(&mut self) -> Result<bool, JsonError> {
        if self.peek() != b'"' {
            return Err(self.error());
        }
        let is_special = matches!(self.text.as_bytes().get(self.at + 1), Some(b'$' | b'\\'));
        self.pass_string()?;
        self.expect(b':')?;
        Ok(is_special)
    }

    /// The text between the quotes, and whether it holds escapes.
    fn raw_string(&mut self) -> Result<(&'a str, bool), JsonError> {
        if self.peek() != b'"' {
            return Err(self.error());
        }
        let start = self.at + 1;
        let escaped = self.pass_string()?;
        Ok((self.text.get(start..self.at - 1).ok_or(self.error())?, escaped))
    }

    /// Over a string, whose opening quote has been looked at. Whether it holds escapes.
    fn pass_string(&mut self) -> Result<bool, JsonError> {
        self.at += 1;
        let mut escaped = false;
        loop {
            self.at += plain_length(self.rest());
            match self.byte() {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    self.escape()?;
                }
                _ => return Err(self.error()),
            }
        }
        self.at += 1;
        Ok(escaped)
    }

    fn escape(&mut self) -> Result<(), JsonError> {
        self.at += 1;
        let hex_digits = match self.byte() {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 0,
            b'u' => 4,
            _ => return Err(self.error()),
        };
        self.at += 1;
        for _ in 0..hex_digits {
            if !self.byte().is_ascii_hexdigit() {
                return Err(self.error());
            }
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), JsonError> {
        self.skip(b'-');
        let leading_zero = self.byte() == b'0';
        let digits = self.digits()?;
        if leading_zero && digits > 1 {
            return Err(self.error());
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _ = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<usize, JsonError> {
        let start = self.at;
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        if self.at == start { Err(self.error()) } else { Ok(self.at - start) }
    }

    fn literal(&mut self, word: &str) -> Result<(), JsonError> {
        let rest = self.text.get(self.at..).unwrap_or("");
        if !rest.starts_with(word) {
            return Err(self.error());
        }
        self.at += word.len();
        Ok(())
    }

    pub(super) fn expect(&mut self, byte: u8) -> Result<(), JsonError> {
        if self.take(byte) { Ok(()) } else { Err(self.error()) }
    }

    /// Steps over `byte` and the space before it, if it is next.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    fn skip(&mut self, byte: u8) -> bool {
        let found = self.byte() == byte;
        self.at += usize::from(found);
        found
    }

    /// The byte here; 0 at the end.
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// An error at this position, for a value of the wrong shape.
    pub fn error(&self) -> JsonError {
        JsonError { at: self.at }
    }
}

/// Whether an object with this key, as it is written, may need Convex decoding.
pub fn is_special(key: &str) -> bool {
    key.starts_with(['$', '\\'])
}

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;
