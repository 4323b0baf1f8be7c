//! Database time on the wire: eight bytes, little-endian, base64. Written out here so that the client's own code is
//! checked by other code.

const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub fn wire_ts(ts: u64) -> String {
    let bits = ts.to_le_bytes().iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte)) << 2;
    let mut text: String =
        (0..11).rev().map(|at| char::from(DIGITS[(bits >> (6 * at)) as usize & 63])).collect();
    text.push('=');
    text
}

pub fn read_ts(text: &str) -> u64 {
    let digit = |byte| DIGITS.iter().position(|digit| *digit == byte).expect("a digit") as u128;
    let bits = text.trim_end_matches('=').bytes().fold(0u128, |bits, byte| bits << 6 | digit(byte)) >> 2;
    u64::from_be_bytes(bits.to_be_bytes()[8..].try_into().expect("eight bytes")).swap_bytes()
}
