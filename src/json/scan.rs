//! A scanner over JSON text that finds where values are without making them.
//!
//! Owns: reading what has an expected shape, a piece at a time. Leaves to others: passing over single tokens (`tokens.rs`)
//! and over whole values (`value.rs`), what the fields mean.

use alloc::borrow::Cow;

use super::string::unescape;
use crate::text::number;

/// The text is not JSON, or not of the expected shape. It says no more: whatever returns it in a hot loop is returned in a
/// register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError;

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
    pub(super) text: &'a str,
    pub(super) at: usize,
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
        number(digits, 10).ok_or(JsonError)
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// When there is neither here.
    pub fn bool(&mut self) -> Result<bool, JsonError> {
        match self.value()?.text {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(JsonError),
        }
    }

    /// Nothing but space may follow.
    ///
    /// # Errors
    /// When something does.
    pub fn end(&mut self) -> Result<(), JsonError> {
        self.peek();
        if self.at == self.text.len() { Ok(()) } else { Err(JsonError) }
    }

    /// What was read since `start`.
    pub(super) fn since(&self, start: usize) -> Result<&'a str, JsonError> {
        self.text.get(start..self.at).ok_or(JsonError)
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or(&[])
    }

    /// The text between the quotes, and whether it holds escapes.
    fn raw_string(&mut self) -> Result<(&'a str, bool), JsonError> {
        if self.peek() != b'"' {
            return Err(JsonError);
        }
        let start = self.at + 1;
        let escaped = self.pass_string()?;
        Ok((self.text.get(start..self.at - 1).ok_or(JsonError)?, escaped))
    }

    fn expect(&mut self, byte: u8) -> Result<(), JsonError> {
        if self.take(byte) { Ok(()) } else { Err(JsonError) }
    }

    /// Steps over `byte` and the space before it, if it is next.
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }
}

/// Whether an object with this key, as it is written, may need Convex decoding.
pub fn is_special(key: &str) -> bool {
    key.starts_with(['$', '\\'])
}

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;
