//! Tests of the JSON encodings.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{Value, parse_optional};
use crate::test_values::{any_value, seeded};

#[track_caller]
fn check_refused(json: Json, text: &str) {
    let error = Value::from_json(&json).unwrap_err().to_string();
    assert!(error.contains(text), "{error}");
}

#[test]
fn special_values_have_their_tags() {
    for (value, json) in [
        (Value::Int64(12), json!({"$integer": "DAAAAAAAAAA="})),
        (Value::Float64(-0.0), json!({"$float": "AAAAAAAAAIA="})),
        (Value::Float64(f64::INFINITY), json!({"$float": "AAAAAAAA8H8="})),
        (Value::Bytes(vec![1, 2]), json!({"$bytes": "AQI="})),
        (Value::Float64(1.0), json!(1)),
        (Value::Float64(0.1), json!(0.1)),
    ] {
        assert_eq!(value.to_json(), json);
        assert_eq!(Value::from_json(&json).unwrap(), value);
    }
}

#[test]
fn integral_numbers_print_without_a_fraction() {
    assert_eq!(Value::from_json(&json!([1.0, -3, 2.5])).unwrap().to_json().to_string(), "[1,-3,2.5]");
}

#[test]
fn clean_json_has_no_tags() {
    let value = Value::Array(vec![
        Value::Int64(i64::MIN),
        Value::Bytes(vec![1, 2]),
        Value::Float64(f64::NAN),
        Value::Float64(f64::NEG_INFINITY),
        Value::Float64(2.0),
    ]);
    assert_eq!(value.to_clean_json(), json!(["-9223372036854775808", "AQI=", "NaN", "-Infinity", 2]));
}

#[test]
fn what_is_no_value_is_refused_by_name() {
    check_refused(json!({"$integer": "AA=="}), "`$integer` holds 1 bytes");
    check_refused(json!({"$bytes": 3}), "`$bytes` must hold a base64 string");
    check_refused(json!({"a": {"$undefined": null}}), "undefined is not a valid Convex value");
    check_refused(json!({"$set": 1}), "'$set' starts with '$'");
    check_refused(json!({"a": 1, "$b": 1}), "'$b' starts with '$'");
    check_refused(json!({"caf\u{e9}": 1}), "has invalid character");
    check_refused(json!({"x".repeat(1025): 1}), "Field name is too long (1025");
    check_refused(json!({"t": {"$commitTs": null}}), "`$commitTs`");
}

#[test]
fn limits_are_enforced() {
    check_refused(json!(vec![0; 8193]), "Array length is too long (8193");
    let fields = (0..1025).map(|i| (format!("f{i}"), json!(i)));
    check_refused(Json::Object(fields.collect()), "Object has too many fields (1025");
    let nested = |levels| (0..levels).fold(json!(1), |inner, _| json!([inner]));
    assert!(Value::from_json(&nested(64)).is_ok());
    check_refused(nested(65), "too nested");
}

#[test]
fn undefined_is_known_where_it_is_allowed() {
    assert_eq!(parse_optional(&json!({"$undefined": null})).unwrap(), None);
    assert_eq!(parse_optional(&json!(null)).unwrap(), Some(Value::Null));
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn every_value_survives_json_text(value in any_value()) {
        let text = value.to_json().to_string();
        let parsed: Json = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(Value::from_json(&parsed).unwrap(), value);
    }
}
