//! Convex values.

use std::collections::BTreeMap;
use std::fmt;

use crate::error::ValueError;

/// A Convex value. Every JSON number is a `Float64`; `Int64` is JavaScript's bigint.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`
    Null,
    /// A 64-bit signed integer (bigint).
    Int64(i64),
    /// A JavaScript number.
    Float64(f64),
    /// `true` or `false`
    Boolean(bool),
    /// Text.
    String(String),
    /// An ArrayBuffer.
    Bytes(Vec<u8>),
    /// An array.
    Array(Vec<Value>),
    /// An object with its fields in order of their names.
    Object(BTreeMap<String, Value>),
}

impl Value {
    /// Reads Convex-encoded JSON.
    pub fn from_json(_json: &serde_json::Value) -> Result<Value, ValueError> {
        Err(ValueError::new("values are not supported yet by the local deployment"))
    }

    /// Convex-encoded JSON: `$integer`, `$float`, `$bytes`; integral numbers print as `1`, not `1.0`.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::Value::Null
    }

    /// The HTTP format "json": integers as decimal strings, bytes as base64.
    pub fn to_clean_json(&self) -> serde_json::Value {
        serde_json::Value::Null
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}
