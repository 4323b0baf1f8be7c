//! Base32 with Crockford's alphabet in lower case: no padding, no aliases, high bits first.

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity((bytes.len() * 8).div_ceil(5));
    let (mut pending, mut bits) = (0_u32, 0);
    for &byte in bytes {
        pending = (pending << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(symbol(pending >> bits));
        }
    }
    if bits > 0 {
        text.push(symbol(pending << (5 - bits)));
    }
    text
}

/// `None` for a character outside the alphabet. Left-over bits are dropped: compare a re-encoding.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut pending, mut bits) = (0_u32, 0);
    for symbol in text.bytes() {
        let digit = ALPHABET.iter().position(|&known| known == symbol)?;
        pending = (pending << 5) | digit as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((pending >> bits) as u8);
        }
    }
    Some(bytes)
}

fn symbol(digit: u32) -> char {
    char::from(ALPHABET[(digit & 31) as usize])
}
