//! Values from and to JSON.
//!
//! Owns: the Convex encoding (`$integer`, `$float`, `$bytes`, `$undefined`), the HTTP format
//! "json", and the rules for field names.
//! Leaves to others: rules that hold for documents only (`document`).

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Number, Value as Json, json};

use super::{Value, limits};
use crate::error::ValueError;

const MAX_FIELD_NAME_LENGTH: usize = 1024;
/// Up to here every integral float prints the same as an integer in JavaScript and in JSON.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

impl Value {
    /// Reads Convex-encoded JSON.
    pub fn from_json(json: &Json) -> Result<Value, ValueError> {
        parse(json, 0)
    }

    /// Convex-encoded JSON: `$integer`, `$float`, `$bytes`; integral numbers print as `1`, not `1.0`.
    pub fn to_json(&self) -> Json {
        match self {
            Value::Null => Json::Null,
            Value::Int64(n) => json!({ "$integer": STANDARD.encode(n.to_le_bytes()) }),
            Value::Float64(n) => match plain_number(*n) {
                Some(number) => Json::Number(number),
                None => json!({ "$float": STANDARD.encode(n.to_le_bytes()) }),
            },
            Value::Boolean(b) => Json::Bool(*b),
            Value::String(text) => Json::String(text.clone()),
            Value::Bytes(bytes) => json!({ "$bytes": STANDARD.encode(bytes) }),
            Value::Array(items) => items.iter().map(Value::to_json).collect(),
            Value::Object(fields) => object_to_json(fields),
        }
    }

    /// The HTTP format "json": integers as decimal strings, bytes as base64. Floats that JSON
    /// cannot hold become the strings `NaN`, `Infinity` and `-Infinity`.
    pub fn to_clean_json(&self) -> Json {
        match self {
            Value::Int64(n) => Json::String(n.to_string()),
            Value::Float64(n) => match plain_number(*n).or_else(|| Number::from_f64(*n)) {
                Some(number) => Json::Number(number),
                None => Json::String(self.to_string()),
            },
            Value::Bytes(bytes) => Json::String(STANDARD.encode(bytes)),
            Value::Array(items) => items.iter().map(Value::to_clean_json).collect(),
            Value::Object(fields) => {
                fields.iter().map(|(name, value)| (name.clone(), value.to_clean_json())).collect()
            }
            Value::Null | Value::Boolean(_) | Value::String(_) => self.to_json(),
        }
    }
}

/// Encodes an object without wrapping it into a [`Value`] first.
pub(crate) fn object_to_json(fields: &BTreeMap<String, Value>) -> Json {
    Json::Object(fields.iter().map(|(name, value)| (name.clone(), value.to_json())).collect())
}

/// Reads a value where `{"$undefined": null}` is allowed: filters, index bounds, patched fields.
pub(crate) fn parse_optional(json: &Json) -> Result<Option<Value>, ValueError> {
    if *json == undefined_json() {
        return Ok(None);
    }
    Value::from_json(json).map(Some)
}

/// How `undefined` crosses the syscall boundary where it is allowed.
fn undefined_json() -> Json {
    json!({ "$undefined": null })
}

/// Why a name cannot be the name of a field.
pub(crate) fn field_name_problem(name: &str) -> Option<String> {
    if name.len() > MAX_FIELD_NAME_LENGTH {
        let length = name.len();
        return Some(format!(
            "Field name is too long ({length} > maximum {MAX_FIELD_NAME_LENGTH}): '{}...'",
            name.chars().take(32).collect::<String>()
        ));
    }
    if name.starts_with('$') {
        return Some(format!("Field name '{name}' starts with '$', which is reserved."));
    }
    let stranger = name.chars().find(|c| !(' '..='~').contains(c))?;
    Some(format!(
        "Field name '{}' has invalid character '{}': Field names can only contain non-control ASCII characters",
        name.escape_debug(),
        stranger.escape_debug()
    ))
}

fn plain_number(n: f64) -> Option<Number> {
    if n == 0.0 && n.is_sign_negative() {
        return None;
    }
    if n.fract() == 0.0 && n.abs() <= MAX_SAFE_INTEGER {
        return Some(Number::from(n as i64));
    }
    Number::from_f64(n)
}

fn parse(json: &Json, enclosing: usize) -> Result<Value, ValueError> {
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(b) => Value::Boolean(*b),
        Json::Number(number) => Value::Float64(parse_number(number)?),
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => {
            limits::check_array_length(items.len())?;
            limits::check_nesting(enclosing + 1)?;
            let items = items.iter().map(|item| parse(item, enclosing + 1));
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        Json::Object(fields) => parse_object(fields, enclosing + 1)?,
    })
}

fn parse_number(number: &Number) -> Result<f64, ValueError> {
    number.as_f64().ok_or_else(|| ValueError::new(format!("Number {number} is not a float64")))
}

fn parse_object(fields: &Map<String, Json>, depth: usize) -> Result<Value, ValueError> {
    if let Some((tag, content)) = fields.iter().next()
        && fields.len() == 1
        && tag.starts_with('$')
    {
        return parse_tagged(tag, content);
    }
    limits::check_field_count(fields.len())?;
    limits::check_nesting(depth)?;
    let mut object = BTreeMap::new();
    for (name, content) in fields {
        if let Some(problem) = field_name_problem(name) {
            return Err(ValueError::new(problem));
        }
        object.insert(name.clone(), parse(content, depth)?);
    }
    Ok(Value::Object(object))
}

fn parse_tagged(tag: &str, content: &Json) -> Result<Value, ValueError> {
    match tag {
        "$integer" => Ok(Value::Int64(i64::from_le_bytes(eight_bytes(tag, content)?))),
        "$float" => Ok(Value::Float64(f64::from_le_bytes(eight_bytes(tag, content)?))),
        "$bytes" => Ok(Value::Bytes(base64_bytes(tag, content)?)),
        "$undefined" => Err(ValueError::new("undefined is not a valid Convex value here")),
        "$commitTs" => Err(ValueError::new(
            "`$commitTs` (ctx.db.vars.commitTs) is not supported yet by the local deployment",
        )),
        _ => Err(ValueError::new(format!("Field name '{tag}' starts with '$', which is reserved."))),
    }
}

fn eight_bytes(tag: &str, content: &Json) -> Result<[u8; 8], ValueError> {
    let bytes = base64_bytes(tag, content)?;
    <[u8; 8]>::try_from(bytes.as_slice())
        .map_err(|_| ValueError::new(format!("`{tag}` holds {} bytes, expected 8", bytes.len())))
}

fn base64_bytes(tag: &str, content: &Json) -> Result<Vec<u8>, ValueError> {
    let text =
        content.as_str().ok_or_else(|| ValueError::new(format!("`{tag}` must hold a base64 string")))?;
    STANDARD.decode(text).map_err(|cause| ValueError::new(format!("`{tag}` does not hold base64: {cause}")))
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
