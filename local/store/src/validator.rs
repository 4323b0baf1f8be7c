//! Validators.

use crate::error::ValueError;
use crate::table_map::TableMap;
use crate::value::Value;

/// What `exportArgs`, `exportReturns` and `documentType` describe.
#[derive(Clone, Debug)]
pub struct Validator;

impl Validator {
    /// Reads validator JSON (`{type: "object", value: {..}}`).
    pub fn from_json(_json: &serde_json::Value) -> Result<Validator, ValueError> {
        Err(ValueError::new("validators are not supported yet by the local deployment"))
    }

    /// Checks a value; the error is the text that follows `ArgumentValidationError: `.
    pub fn check(&self, _value: &Value, _tables: &TableMap) -> Result<(), String> {
        Err("validators are not supported yet by the local deployment".into())
    }
}
