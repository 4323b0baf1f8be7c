//! Reading the arguments of syscalls.
//!
//! Owns: the texts that name function and argument.
//! Leaves to others: what the arguments mean.

use serde_json::Value as Json;

use crate::document_id::DocumentId;
use crate::error::SyscallError;

/// The arguments of one call.
#[derive(Clone, Copy)]
pub(super) struct Arguments<'a> {
    json: &'a Json,
    /// As apps know it: `db.get`.
    function: &'static str,
}

impl<'a> Arguments<'a> {
    pub(super) fn new(function: &'static str, json: &'a Json) -> Arguments<'a> {
        Arguments { json, function }
    }

    pub(super) fn required(&self, name: &str) -> Result<&'a Json, SyscallError> {
        self.json.get(name).ok_or_else(|| self.invalid(name, "it is missing"))
    }

    pub(super) fn text(&self, name: &str) -> Result<&'a str, SyscallError> {
        let json = self.required(name)?;
        json.as_str().ok_or_else(|| self.invalid(name, &format!("expected a string, got {json}")))
    }

    pub(super) fn optional_text(&self, name: &str) -> Result<Option<&'a str>, SyscallError> {
        match self.json.get(name) {
            None | Some(Json::Null) => Ok(None),
            Some(_) => self.text(name).map(Some),
        }
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.json.get(name).and_then(Json::as_bool).unwrap_or(false)
    }

    /// A whole number, if it is given.
    pub(super) fn optional_count(&self, name: &str) -> Result<Option<usize>, SyscallError> {
        match self.json.get(name) {
            None | Some(Json::Null) => Ok(None),
            Some(_) => self.count(name).map(Some),
        }
    }

    /// A whole number.
    pub(super) fn count(&self, name: &str) -> Result<usize, SyscallError> {
        let json = self.required(name)?;
        let number = json.as_f64().filter(|n| *n >= 0.0 && n.fract() == 0.0);
        let number =
            number.ok_or_else(|| self.invalid(name, &format!("expected a whole number, got {json}")))?;
        Ok(number as usize)
    }

    /// A whole number from a query's handle.
    pub(super) fn handle(&self, name: &str) -> Result<u64, SyscallError> {
        let json = self.required(name)?;
        let number = json.as_f64().filter(|n| *n >= 0.0 && n.fract() == 0.0);
        let number =
            number.ok_or_else(|| self.invalid(name, &format!("{json} is not the handle of a query")))?;
        Ok(number as u64)
    }

    pub(super) fn id(&self) -> Result<DocumentId, SyscallError> {
        DocumentId::parse(self.text("id")?)
            .map_err(|cause| self.invalid("id", &format!("Unable to decode ID: {cause}")))
    }

    /// Checks the table an id points into against the `table` argument, if there is one.
    pub(super) fn check_table(&self, actual: &str) -> Result<(), SyscallError> {
        match self.optional_text("table")? {
            Some(expected) if expected != actual => {
                let cause = format!("expected to be an Id<\"{expected}\">, got Id<\"{actual}\"> instead.");
                Err(self.invalid("id", &cause))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn invalid(&self, name: &str, cause: &str) -> SyscallError {
        SyscallError::new(format!("Invalid argument `{name}` for `{}`: {cause}", self.function))
    }
}
