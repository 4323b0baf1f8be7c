//! Document ids: `base32(vint(table number) ++ internal id ++ checksum)`, format version 6.
//!
//! Owns: the text form and its errors. Decoding is one-to-one: each id has exactly one text.
//! Leaves to others: which table has which number (`table_map`), where randomness comes from.

mod base32;

use std::fmt;

const VERSION: u16 = 0;
const INTERNAL_LENGTH: usize = 16;
const FOOTER_LENGTH: usize = 2;
/// Text lengths of the shortest (1-byte) and the longest (5-byte) table number.
const TEXT_LENGTHS: std::ops::RangeInclusive<usize> = 31..=37;

/// The number that stands for a table inside its documents' ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableNumber(pub u32);

/// The id of a document; its text is what `_id` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId {
    table: TableNumber,
    internal: [u8; INTERNAL_LENGTH],
}

impl DocumentId {
    /// A fresh id: 14 random bytes and the day (since 1970) it was made on.
    pub(crate) fn from_parts(table: TableNumber, random: [u8; 14], day: u16) -> DocumentId {
        let mut internal = [0; INTERNAL_LENGTH];
        internal[..14].copy_from_slice(&random);
        internal[14..].copy_from_slice(&day.to_be_bytes());
        DocumentId { table, internal }
    }

    /// The table the id points into.
    pub fn table(&self) -> TableNumber {
        self.table
    }

    /// Reads the text form; the error says what is wrong, after "Unable to decode ID: ".
    pub fn parse(text: &str) -> Result<DocumentId, String> {
        if !TEXT_LENGTHS.contains(&text.len()) {
            return Err(format!("Invalid ID length {}", text.len()));
        }
        let bytes = base32::decode(text).ok_or("ID wasn't valid base32")?;
        let (table, rest) = read_vint(&bytes).ok_or("Invalid table number")?;
        if rest.len() != INTERNAL_LENGTH + FOOTER_LENGTH {
            return Err(format!("Invalid ID length {}", text.len()));
        }
        let (body, footer) = bytes.split_at(bytes.len() - FOOTER_LENGTH);
        let version = u16::from_le_bytes([footer[0], footer[1]]) ^ fletcher16(body);
        if version != VERSION {
            return Err(format!("Invalid ID version {version} (expected {VERSION})"));
        }
        let mut internal = [0; INTERNAL_LENGTH];
        internal.copy_from_slice(&rest[..INTERNAL_LENGTH]);
        let id = DocumentId { table: TableNumber(table), internal };
        if id.to_string() != text {
            return Err("ID wasn't valid base32".into());
        }
        Ok(id)
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::with_capacity(5 + INTERNAL_LENGTH + FOOTER_LENGTH);
        write_vint(self.table.0, &mut bytes);
        bytes.extend_from_slice(&self.internal);
        let footer = fletcher16(&bytes) ^ VERSION;
        bytes.extend_from_slice(&footer.to_le_bytes());
        f.write_str(&base32::encode(&bytes))
    }
}

/// LEB128: seven bits a byte, low bits first.
fn write_vint(mut n: u32, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push((n & 0x7f) as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn read_vint(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut n = 0_u64;
    for (i, &byte) in bytes.iter().enumerate().take(5) {
        n |= u64::from(byte & 0x7f) << (7 * i);
        if byte & 0x80 == 0 {
            return Some((u32::try_from(n).ok()?, &bytes[i + 1..]));
        }
    }
    None
}

fn fletcher16(bytes: &[u8]) -> u16 {
    let (mut c0, mut c1) = (0_u8, 0_u8);
    for &byte in bytes {
        c0 = c0.wrapping_add(byte);
        c1 = c1.wrapping_add(c0);
    }
    u16::from_be_bytes([c1, c0])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{DocumentId, TableNumber};
    use crate::test_values::seeded;

    #[test]
    fn known_ids_decode_to_their_parts() {
        let sequence = core::array::from_fn(|i| i as u8);
        let day = u16::from_be_bytes([14, 15]);
        let id = DocumentId::from_parts(TableNumber(10001), sequence, day);
        assert_eq!(id.to_string(), "j57000820c20a1g7104gm2rc1m70ynr8");

        let id = DocumentId::parse("k570e9j5cj1t5gf0zwf3tq3vkawxhqr0").unwrap();
        assert_eq!(id.table, TableNumber(10009));
        let hex: String = id.internal.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "0726456483a2c1e0ff1e3d5c7b9ab9d8");

        let system = DocumentId::parse("kg204m40v9m1bmkthp86n486mh85s0rc").unwrap();
        assert_eq!(system.table, TableNumber(540));
    }

    #[test]
    fn what_is_no_id_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "Invalid ID length 0"),
            ("abc", "Invalid ID length 3"),
            ("j57000820c20a1g7104gm2rc1m70ynrU", "ID wasn't valid base32"),
            ("j57000820c20a1g7104gm2rc1m70ynr9", "Invalid ID version 256 (expected 0)"),
            ("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "Invalid table number"),
        ] {
            assert_eq!(DocumentId::parse(text), Err(reason.to_owned()), "{text}");
        }
    }

    proptest! {
        #![proptest_config(seeded(256))]

        #[test]
        fn every_id_survives_its_text(table: u32, random: [u8; 14], day: u16) {
            let id = DocumentId::from_parts(TableNumber(table), random, day);
            let text = id.to_string();
            prop_assert!(super::TEXT_LENGTHS.contains(&text.len()));
            prop_assert_eq!(DocumentId::parse(&text), Ok(id));
        }

        #[test]
        fn decoding_is_one_to_one(text in "[0-9a-z]{31,37}") {
            if let Ok(id) = DocumentId::parse(&text) {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
