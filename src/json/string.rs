//! The inside of a JSON string.
//!
//! Owns: escapes and surrogate pairs. Leaves to others: finding where a string ends (`tokens.rs`).

use alloc::string::String;

use crate::text::number;

/// Decodes the text between the quotes. `raw` has been scanned: its escapes are complete.
/// A lone surrogate, which JavaScript allows and UTF-8 cannot hold, becomes U+FFFD.
pub fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.bytes().position(|byte| byte == b'\\') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let (character, used) = escape(rest.get(at..).unwrap_or(""));
        out.push(character);
        rest = rest.get(at + used..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// The character that the escape at the start of `text` stands for, and how many bytes it takes.
fn escape(text: &str) -> (char, usize) {
    match text.as_bytes().get(1) {
        Some(b'n') => ('\n', 2),
        Some(b't') => ('\t', 2),
        Some(b'r') => ('\r', 2),
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(b'u') => unicode_escape(text),
        Some(&other) => (char::from(other), 2),
        None => (char::REPLACEMENT_CHARACTER, 1),
    }
}

fn unicode_escape(text: &str) -> (char, usize) {
    let high = code_unit(text, 0);
    if (0xd800..0xdc00).contains(&high) && text.as_bytes().get(6..8) == Some(b"\\u") {
        let low = code_unit(text, 6);
        if (0xdc00..0xe000).contains(&low) {
            let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
            return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12);
        }
    }
    (char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER), 6)
}

fn code_unit(text: &str, at: usize) -> u32 {
    let digits = text.get(at + 2..at + 6).unwrap_or("");
    number(digits, 16).unwrap_or(0xfffd)
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escapes_become_characters() {
        assert_eq!(unescape(r#"a\n\"\\\/\u0041\ud83d\ude00z"#), "a\n\"\\/A\u{1F600}z");
        assert_eq!(unescape(r"\ud83dx"), "\u{fffd}x");
        assert_eq!(unescape("plain"), "plain");
    }
}
