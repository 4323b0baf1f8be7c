//! What a transition says of each query.
//!
//! Owns: reading its list, whatever the order of the fields. A transition may hold hundreds of small results, so each field
//! is read once, as what it is. Leaves to others: the transition around it (`server_message.rs`).

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::Outcome;
use crate::ids::QueryId;
use crate::json::{JsonError, Known, Raw, Scanner, Tape};

/// One query's news.
#[derive(Debug, PartialEq, Eq)]
pub struct Modification<'a> {
    /// Which query.
    pub query: QueryId,
    /// What happened.
    pub kind: ModificationKind<'a>,
}

/// What a transition says of a query.
#[derive(Debug, PartialEq, Eq)]
pub enum ModificationKind<'a> {
    /// It ran: a value or an error, log lines (JSON array), and the journal (JSON string or null).
    Ran {
        /// What came of it.
        outcome: Outcome<'a>,
        /// The containers of its value.
        tape: Tape,
        /// JSON array of strings.
        log_lines: &'a str,
        /// JSON string or null, where given.
        journal: Option<&'a str>,
    },
    /// The server no longer watches it.
    Removed,
}

/// The fields of one modification.
struct Fields<'a> {
    kind: Cow<'a, str>,
    query: Option<QueryId>,
    value: Option<Raw<'a>>,
    tape: Tape,
    message: Option<&'a str>,
    data: Option<Raw<'a>>,
    log_lines: &'a str,
    journal: Option<&'a str>,
}

/// Reads the list. `known` gives the last result of a query.
///
/// # Errors
/// When it is no list, or holds what this version does not know.
pub fn read_modifications<'a, 'k>(
    scanner: &mut Scanner<'a>,
    known: &dyn Fn(QueryId) -> Option<Known<'k>>,
) -> Result<Vec<Modification<'a>>, JsonError> {
    let mut modifications = Vec::new();
    scanner.array(&mut |scanner| {
        let mut fields = Fields::default();
        scanner.object(&mut |key, scanner| fields.read(key, scanner, known))?;
        modifications.push(fields.modification().ok_or(JsonError)?);
        Ok(())
    })?;
    Ok(modifications)
}

impl Default for Fields<'_> {
    fn default() -> Self {
        Fields {
            kind: Cow::Borrowed(""),
            query: None,
            value: None,
            tape: Tape::default(),
            message: None,
            data: None,
            log_lines: "[]",
            journal: None,
        }
    }
}

impl<'a> Fields<'a> {
    fn read<'k>(
        &mut self,
        key: &str,
        scanner: &mut Scanner<'a>,
        known: &dyn Fn(QueryId) -> Option<Known<'k>>,
    ) -> Result<(), JsonError> {
        match key {
            "type" => self.kind = scanner.string()?,
            "queryId" => self.query = Some(QueryId(scanner.u32()?)),
            // Servers name the query first. Where one does not, its result is read in full.
            "value" => {
                self.value = Some(scanner.taped_value(&mut self.tape, self.query.and_then(known))?);
            }
            "errorMessage" => {
                let message = scanner.value()?.text;
                self.message = message.starts_with('"').then_some(message);
            }
            "errorData" => self.data = Some(scanner.value()?),
            "logLines" => self.log_lines = scanner.value()?.text,
            "journal" => self.journal = Some(scanner.value()?.text),
            _ => drop(scanner.value()?),
        }
        Ok(())
    }

    /// `None` where it is of a type that this version does not know, or lacks what its type needs.
    fn modification(self) -> Option<Modification<'a>> {
        let outcome = match self.kind.as_ref() {
            "QueryUpdated" => Outcome::Value(self.value?),
            "QueryFailed" => Outcome::Error { message: self.message?, data: self.data },
            "QueryRemoved" => {
                return Some(Modification { query: self.query?, kind: ModificationKind::Removed });
            }
            _ => return None,
        };
        let Fields { tape, log_lines, journal, .. } = self;
        let kind = ModificationKind::Ran { outcome, tape, log_lines, journal };
        Some(Modification { query: self.query?, kind })
    }
}
