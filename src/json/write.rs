//! Writing JSON text.
//!
//! Owns: escaping, commas, integers. Leaves to others: which fields there are. Integers are printed here because
//! `core::fmt` would add several kilobytes to the browser build.

use alloc::string::String;

use super::bytes::plain_length;

/// Appends `text` as a JSON string with its quotes.
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    loop {
        let plain = plain_length(rest.as_bytes());
        out.push_str(rest.get(..plain).unwrap_or(""));
        match rest.as_bytes().get(plain) {
            None => break,
            Some(b'"') => out.push_str("\\\""),
            Some(b'\\') => out.push_str("\\\\"),
            Some(b'\n') => out.push_str("\\n"),
            Some(b'\r') => out.push_str("\\r"),
            Some(b'\t') => out.push_str("\\t"),
            Some(control) => push_unicode_escape(out, u32::from(*control)),
        }
        rest = rest.get(plain + 1..).unwrap_or("");
    }
    out.push('"');
}

fn push_unicode_escape(out: &mut String, code: u32) {
    out.push_str("\\u00");
    for digit in [code >> 4, code & 0xf] {
        out.push(char::from_digit(digit, 16).unwrap_or('0'));
    }
}

/// Appends a number in decimal.
pub fn push_u64(out: &mut String, number: u64) {
    if number >= 10 {
        push_u64(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// Appends a boolean.
pub fn push_bool(out: &mut String, value: bool) {
    out.push_str(if value { "true" } else { "false" });
}

/// Writes one object, field by field.
pub struct ObjectWriter<'a> {
    out: &'a mut String,
    first: bool,
}

impl<'a> ObjectWriter<'a> {
    /// Writes `{`.
    pub fn open(out: &'a mut String) -> Self {
        out.push('{');
        ObjectWriter { out, first: true }
    }

    /// Writes the key, one that needs no escapes; the caller writes the value.
    pub fn key(&mut self, key: &str) -> &mut String {
        if !self.first {
            self.out.push(',');
        }
        self.first = false;
        self.out.push('"');
        self.out.push_str(key);
        self.out.push_str("\":");
        self.out
    }

    /// A string field.
    pub fn string(&mut self, key: &str, value: &str) {
        push_string(self.key(key), value);
    }

    /// An integer field.
    pub fn u32(&mut self, key: &str, value: u32) {
        push_u64(self.key(key), u64::from(value));
    }

    /// A boolean field.
    pub fn bool(&mut self, key: &str, value: bool) {
        push_bool(self.key(key), value);
    }

    /// A field whose value is JSON text already.
    pub fn raw(&mut self, key: &str, json: &str) {
        self.key(key).push_str(json);
    }

    /// Writes `}`.
    pub fn close(self) {
        self.out.push('}');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_as_json_wants_them() {
        let mut out = String::new();
        push_string(&mut out, "a\"b\\c\n\u{1}\u{1f}é\u{1F600}");
        assert_eq!(out, "\"a\\\"b\\\\c\\n\\u0001\\u001fé\u{1F600}\"");
    }

    #[test]
    fn integers_and_commas() {
        let mut out = String::new();
        let mut object = ObjectWriter::open(&mut out);
        object.u32("a", 0);
        object.u32("b", u32::MAX);
        object.bool("c", true);
        object.raw("d", "[1]");
        object.close();
        assert_eq!(out, "{\"a\":0,\"b\":4294967295,\"c\":true,\"d\":[1]}");
    }
}
