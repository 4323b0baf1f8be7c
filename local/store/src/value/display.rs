//! Values as error texts show them: `{name: "x", n: 1.0}`.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Value;

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Int64(n) => write!(f, "{n}n"),
            Value::Float64(n) => write_float(f, *n),
            Value::Boolean(b) => write!(f, "{b}"),
            Value::String(text) => write_quoted(f, text),
            Value::Bytes(bytes) => write!(f, "Bytes(\"{}\")", STANDARD.encode(bytes)),
            Value::Array(items) => {
                f.write_str("[")?;
                for (i, item) in items.iter().enumerate() {
                    let comma = if i == 0 { "" } else { ", " };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Value::Object(fields) => {
                f.write_str("{")?;
                for (i, (name, value)) in fields.iter().enumerate() {
                    let comma = if i == 0 { "" } else { ", " };
                    write!(f, "{comma}{}: {value}", FieldName(name))?;
                }
                f.write_str("}")
            }
        }
    }
}

/// A field name, quoted unless it is a plain identifier.
pub(crate) struct FieldName<'a>(pub(crate) &'a str);

impl fmt::Display for FieldName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let starts_well = !self.0.starts_with(|c: char| c.is_ascii_digit()) && !self.0.is_empty();
        if starts_well && self.0.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return f.write_str(self.0);
        }
        write_quoted(f, self.0)
    }
}

fn write_float(f: &mut fmt::Formatter<'_>, n: f64) -> fmt::Result {
    if n.is_nan() {
        f.write_str("NaN")
    } else if n.is_infinite() {
        f.write_str(if n > 0.0 { "Infinity" } else { "-Infinity" })
    } else {
        write!(f, "{n:?}")
    }
}

fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    // JSON quoting is JavaScript quoting.
    write!(f, "{}", serde_json::Value::from(text))
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn values_print_like_javascript() {
        let json = serde_json::json!({
            "name": "x\"y", "n": 1, "f": 1.5, "big": {"$integer": "DAAAAAAAAAA="},
            "list": [null, true], "a-b": {}, "bytes": {"$bytes": "AQI="},
        });
        let value = Value::from_json(&json).unwrap();
        assert_eq!(
            value.to_string(),
            r#"{"a-b": {}, big: 12n, bytes: Bytes("AQI="), f: 1.5, list: [null, true], n: 1.0, name: "x\"y"}"#
        );
        assert_eq!(Value::Float64(f64::NAN).to_string(), "NaN");
    }
}
