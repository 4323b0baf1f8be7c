//! Reading text at single ASCII characters.
//!
//! Owns: cutting, trimming and numbers, each a plain loop: what std has for any pattern and any number adds two
//! kilobytes to the browser build.

/// The text before and after the first `at`.
pub fn cut(text: &str, at: char) -> Option<(&str, &str)> {
    let end = text.bytes().position(|byte| char::from(byte) == at)?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

/// The text without any `tail` at its end.
pub fn trim_end(text: &str, tail: char) -> &str {
    let last = text.bytes().rposition(|byte| char::from(byte) != tail);
    last.and_then(|last| text.get(..=last)).unwrap_or("")
}

/// A number that is written in digits alone and fits.
pub fn number(text: &str, radix: u32) -> Option<u32> {
    let mut number = 0u32;
    for byte in text.bytes() {
        number = number.checked_mul(radix)?.checked_add(char::from(byte).to_digit(radix)?)?;
    }
    if text.is_empty() { None } else { Some(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_and_trimmed_at_ascii_alone() {
        assert_eq!(cut("é:b:c", ':'), Some(("é", "b:c")));
        assert_eq!((cut(":", ':'), cut("é", ':')), (Some(("", "")), None));
        assert_eq!((trim_end("a/é//", '/'), trim_end("//", '/'), trim_end("a", '/')), ("a/é", "", "a"));
    }

    #[test]
    fn numbers_are_digits_that_fit() {
        assert_eq!((number("4294967295", 10), number("4294967296", 10)), (Some(u32::MAX), None));
        assert_eq!((number("d83D", 16), number("", 10)), (Some(0xd83d), None));
        assert_eq!((number("+1", 10), number("-1", 10), number("1a", 10)), (None, None, None));
    }
}
