//! Convex values: the type, its total order, and its size.
//!
//! Owns: what a value is and which of two comes first.
//! Leaves to others: JSON (`json`), texts (`display`), bytes that sort alike (`index_key`).

pub(crate) mod display;
mod json;
mod limits;

use std::cmp::Ordering;
use std::collections::BTreeMap;

pub(crate) use json::{field_name_problem, parse_optional};
pub(crate) use limits::MAX_DOCUMENT_BYTES;

/// A Convex value. Every JSON number is a `Float64`; `Int64` is JavaScript's bigint.
///
/// Values are totally ordered as indexes order them: null, integers, floats (IEEE total order),
/// booleans, strings (by UTF-8 bytes), bytes, arrays, objects. Integers and floats are never equal.
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
    /// The field of an object; `None` for a missing one and for everything that is no object.
    pub fn field(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Object(fields) => fields.get(name),
            _ => None,
        }
    }

    /// The value behind a dotted path (`author.name`).
    pub(crate) fn at_path(&self, path: &str) -> Option<&Value> {
        path.split('.').try_fold(self, Value::field)
    }

    /// The size that counts against the limits, in bytes.
    pub fn size(&self) -> usize {
        match self {
            Value::Null | Value::Boolean(_) => 1,
            Value::Int64(_) | Value::Float64(_) => 9,
            Value::String(text) => text.len() + 2,
            Value::Bytes(bytes) => bytes.len() + 2,
            Value::Array(items) => 2 + items.iter().map(Value::size).sum::<usize>(),
            Value::Object(fields) => object_size(fields),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Value::Null => 0,
            Value::Int64(_) => 1,
            Value::Float64(_) => 2,
            Value::Boolean(_) => 3,
            Value::String(_) => 4,
            Value::Bytes(_) => 5,
            Value::Array(_) => 6,
            Value::Object(_) => 7,
        }
    }
}

/// The size of an object with these fields, see [`Value::size`].
pub(crate) fn object_size(fields: &BTreeMap<String, Value>) -> usize {
    2 + fields.iter().map(|(name, value)| name.len() + 1 + value.size()).sum::<usize>()
}

impl Ord for Value {
    fn cmp(&self, other: &Value) -> Ordering {
        match (self, other) {
            (Value::Int64(a), Value::Int64(b)) => a.cmp(b),
            (Value::Float64(a), Value::Float64(b)) => a.total_cmp(b),
            (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
            (Value::String(a), Value::String(b)) => a.cmp(b),
            (Value::Bytes(a), Value::Bytes(b)) => a.cmp(b),
            (Value::Array(a), Value::Array(b)) => a.cmp(b),
            (Value::Object(a), Value::Object(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Value) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Value {}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::String(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn kinds_sort_in_the_documented_order() {
        let sorted = [
            Value::Null,
            Value::Int64(i64::MIN),
            Value::Int64(7),
            Value::Float64(-f64::NAN),
            Value::Float64(f64::NEG_INFINITY),
            Value::Float64(-0.0),
            Value::Float64(0.0),
            Value::Float64(f64::INFINITY),
            Value::Float64(f64::NAN),
            Value::Boolean(false),
            Value::Boolean(true),
            Value::from(""),
            Value::from("a"),
            Value::Bytes(vec![]),
            Value::Array(vec![]),
            Value::Array(vec![Value::Null]),
            Value::Object(Default::default()),
        ];
        assert!(sorted.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_dotted_path_stops_at_what_is_no_object() {
        let value = Value::Object([("a".into(), Value::from("x"))].into());
        assert_eq!(value.at_path("a"), Some(&Value::from("x")));
        assert_eq!(value.at_path("a.b"), None);
    }
}
