//! Database time.
//!
//! Owns: its order and its wire form (8 bytes, little-endian, base64). Leaves to others: comparing it with anything.

use alloc::string::String;

use super::base64;

/// Nanoseconds since the Unix epoch by the server's database; 0 before the first transition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// Reads the wire form.
    pub fn from_wire(text: &str) -> Option<Timestamp> {
        let bytes: [u8; 8] = base64::decode(text)?.try_into().ok()?;
        Some(Timestamp(u64::from_le_bytes(bytes)))
    }

    /// Writes the wire form.
    pub fn to_wire(self) -> String {
        base64::encode(&self.0.to_le_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn vectors_of_the_wire_form() {
        assert_eq!(Timestamp(0).to_wire(), "AAAAAAAAAAA=");
        assert_eq!(Timestamp(100).to_wire(), "ZAAAAAAAAAA=");
        assert_eq!(Timestamp::from_wire("ZAAAAAAAAAA="), Some(Timestamp(100)));
        assert_eq!(Timestamp::from_wire("ZAAA"), None);
    }
}
