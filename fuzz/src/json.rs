//! JSON as serde_json sees it: the reference for our scanner.
//!
//! Owns: validity as `JSON.parse` has it (numbers of any size, lone surrogates), and keys with a dollar.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The value's text without the space around it; none where `text` is not one JSON value.
pub fn value_of(text: &str) -> Option<&str> {
    serde_json::from_str::<&RawValue>(text).ok().map(RawValue::get)
}

/// Whether some key starts with `$`; none where serde_json cannot tell (numbers beyond f64, deep nesting).
pub fn has_dollar_key(text: &str) -> Option<bool> {
    serde_json::from_str::<Dollar>(text).ok().map(|found| found.0)
}

struct Dollar(bool);

impl<'de> Deserialize<'de> for Dollar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Dollar, D::Error> {
        deserializer.deserialize_any(DollarVisitor).map(Dollar)
    }
}

struct DollarVisitor;

impl<'de> Visitor<'de> for DollarVisitor {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut found = false;
        while let Some((key, Dollar(inside))) = map.next_entry::<String, Dollar>()? {
            found |= inside || key.starts_with('$');
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
        let mut found = false;
        while let Some(Dollar(inside)) = seq.next_element()? {
            found |= inside;
        }
        Ok(found)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }
}

/// Panics where `text` is not one JSON value.
pub fn assert_json(text: &str, what: &str) {
    assert!(serde_json::from_str::<IgnoredAny>(text).is_ok(), "{what} is not JSON: {text}");
}
