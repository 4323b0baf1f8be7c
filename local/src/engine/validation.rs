//! What goes into a function and what comes out of it.
//!
//! Owns: reading arguments and results, and checking them against the function's validators.
//! Leaves to others: the validators' own texts (`lentil-store`).

use lentil_store::{TableMap, Value};
use serde_json::Value as Json;

use super::failure::Failure;
use super::functions::Function;

/// Checks arguments as sent: one object, bare or in an array of one. Gives them as the JSON text
/// that `convex/server` expects.
pub fn checked_arguments(function: &Function, arguments: &str, tables: &TableMap) -> Result<String, Failure> {
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
    function
        .args
        .check(&value, tables)
        .map_err(|error| Failure::function(format!("ArgumentValidationError: {error}")))?;
    Ok(Json::Array(vec![value.to_json()]).to_string())
}

/// Checks a result as JSON text and gives it back.
pub fn checked_result(function: &Function, result: String, tables: &TableMap) -> Result<String, Failure> {
    let Some(returns) = &function.returns else { return Ok(result) };
    let refused = |error: String| Failure::function(format!("ReturnsValidationError: {error}"));
    let json: Json = serde_json::from_str(&result).map_err(|error| refused(error.to_string()))?;
    let value = Value::from_json(&json).map_err(|error| refused(error.to_string()))?;
    returns.check(&value, tables).map_err(refused)?;
    Ok(result)
}
