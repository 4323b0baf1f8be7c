//! What goes into a function and what comes out of it.
//!
//! Owns: reading arguments and results, their size, and checking them against the validators.
//! Leaves to others: the validators' own texts (`lentil-store`).

use std::fmt::Display;

use lentil_store::{TableMap, Value};
use serde_json::Value as Json;

use super::failure::Failure;
use super::functions::{Function, FunctionPath};
use super::limits::VALUE_BYTES;

/// Checks arguments as sent: one object, bare or in an array of one. Gives them as the JSON text
/// that `convex/server` expects.
pub fn checked_arguments(
    path: &FunctionPath,
    function: &Function,
    arguments: &str,
    tables: &TableMap,
) -> Result<String, Failure> {
    let refused = |why: String| Failure::function(format!("Invalid arguments: {why}"));
    let json: Json = serde_json::from_str(arguments).map_err(|error| refused(error.to_string()))?;
    let object = match json {
        Json::Array(items) => {
            let count = items.len();
            let [object] = <[Json; 1]>::try_from(items)
                .map_err(|_| refused(format!("expected one object, got {count} values")))?;
            object
        }
        object => object,
    };
    if !object.is_object() {
        return Err(refused("expected an object".to_owned()));
    }
    let value = Value::from_json(&object).map_err(|error| refused(error.to_string()))?;
    check_size(path, "arguments size", &value)?;
    function
        .args
        .check(&value, tables)
        .map_err(|error| Failure::function(format!("ArgumentValidationError: {error}")))?;
    Ok(Json::Array(vec![value.to_json()]).to_string())
}

/// Checks a result as JSON text and gives it back.
pub fn checked_result(
    path: &FunctionPath,
    function: &Function,
    result: String,
    tables: &TableMap,
) -> Result<String, Failure> {
    let invalid = |error: &dyn Display| {
        Failure::function(format!("Function {} return value invalid: {error}", path.with_extension()))
    };
    let json: Json = serde_json::from_str(&result).map_err(|error| invalid(&error))?;
    let value = Value::from_json(&json).map_err(|error| invalid(&error))?;
    check_size(path, "return value", &value)?;
    if let Some(returns) = &function.returns {
        returns
            .check(&value, tables)
            .map_err(|error| Failure::function(format!("ReturnsValidationError: {error}")))?;
    }
    Ok(result)
}

fn check_size(path: &FunctionPath, what: &str, value: &Value) -> Result<(), Failure> {
    let size = value.size();
    if size <= VALUE_BYTES {
        return Ok(());
    }
    let (path, actual, limit) = (path.with_extension(), mebibytes(size), mebibytes(VALUE_BYTES));
    Err(Failure::function(format!("Function {path} {what} is too large (actual: {actual}, limit: {limit})")))
}

/// `8.58 MiB`, `16 MiB`.
fn mebibytes(bytes: usize) -> String {
    let text = format!("{:.2}", bytes as f64 / f64::from(1 << 20));
    format!("{} MiB", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_as_in_the_real_backend() {
        assert_eq!(mebibytes(9_000_000), "8.58 MiB");
        assert_eq!(mebibytes(VALUE_BYTES), "16 MiB");
        assert_eq!(mebibytes(10 << 20), "10 MiB");
    }
}
