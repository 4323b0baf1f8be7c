//! Cursors: places in the result of a query, as text that only we understand.
//!
//! Owns: their form, and that a cursor fits the query it came from and no other.
//! Leaves to others: what lies between two cursors (`page`).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::error::SyscallError;

const VERSION: u8 = 1;
const AT_END: u8 = 0;
const AFTER: u8 = 1;
const FINGERPRINT_BYTES: usize = 16;

/// What tells one query from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint([u8; FINGERPRINT_BYTES]);

/// A place in a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// Behind the row with this key.
    After(Vec<u8>),
    /// Behind everything that there is and will be.
    End,
}

/// A place in the result of one query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) position: Position,
    pub(crate) query: Fingerprint,
}

impl Fingerprint {
    /// Of a query as written, over an index with these fields: a cursor is a place among its keys.
    pub(crate) fn of(query: &Json, fields: &[String]) -> Fingerprint {
        let digest = Sha256::digest(json!([query, fields]).to_string());
        let mut bytes = [0; FINGERPRINT_BYTES];
        bytes.iter_mut().zip(digest).for_each(|(byte, digest)| *byte = digest);
        Fingerprint(bytes)
    }
}

impl Cursor {
    /// As clients get it.
    pub(crate) fn to_text(&self) -> String {
        let (kind, key) = match &self.position {
            Position::End => (AT_END, &[][..]),
            Position::After(key) => (AFTER, key.as_slice()),
        };
        let bytes = [&[VERSION, kind][..], &self.query.0, key].concat();
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The place that a client names, in this very query.
    pub(crate) fn parse(text: &str, query: Fingerprint) -> Result<Position, SyscallError> {
        let cursor = Cursor::read(text).ok_or_else(|| invalid("Failed to parse cursor"))?;
        if cursor.query != query {
            return Err(invalid(
                "Tried to run a query starting from a cursor, but it looks like this cursor is from a different query.",
            ));
        }
        Ok(cursor.position)
    }

    fn read(text: &str) -> Option<Cursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let [VERSION, kind, rest @ ..] = bytes.as_slice() else { return None };
        let (query, key) = rest.split_first_chunk::<FINGERPRINT_BYTES>()?;
        let position = match (*kind, key) {
            (AT_END, []) => Position::End,
            (AFTER, key) => Position::After(key.to_vec()),
            _ => return None,
        };
        Some(Cursor { position, query: Fingerprint(*query) })
    }
}

/// Clients look for this data, and begin anew.
fn invalid(why: &str) -> SyscallError {
    SyscallError::WithData {
        message: format!("InvalidCursor: {why}"),
        data: json!({"isConvexSystemError": true, "paginationError": "InvalidCursor"}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_by_its_own_query_alone() {
        let fields = ["a".to_owned()];
        let (query, other) = (Fingerprint::of(&json!(1), &fields), Fingerprint::of(&json!(2), &fields));
        assert_ne!(query, Fingerprint::of(&json!(1), &["b".to_owned()]));
        for position in [Position::End, Position::After(vec![]), Position::After(vec![0, 255])] {
            let text = Cursor { position: position.clone(), query }.to_text();
            assert_eq!(Cursor::parse(&text, query).unwrap(), position);
            let error = Cursor::parse(&text, other).unwrap_err().to_string();
            assert!(error.starts_with("InvalidCursor: Tried to run a query"), "{error}");
        }
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        let query = Fingerprint::of(&json!(1), &[]);
        let whole = Cursor { position: Position::End, query }.to_text();
        for text in ["", "x", "AA", "!", &whole[..whole.len() - 2], &format!("{whole}AA")] {
            let error = Cursor::parse(text, query).unwrap_err().to_string();
            assert_eq!(error, "InvalidCursor: Failed to parse cursor", "{text}");
        }
    }
}
