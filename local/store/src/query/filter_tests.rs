//! Tests of filter expressions.

use serde_json::{Value as Json, json};

use super::parse;
use crate::value::Value;

fn evaluate(filter: Json) -> Result<bool, String> {
    let document = json!({"a": 1, "b": {"c": "x"}, "big": {"$integer": "AQAAAAAAAAA="}, "yes": true});
    parse(&filter)?.accepts(&Value::from_json(&document).unwrap())
}

#[track_caller]
fn check(filter: Json, expected: bool) {
    assert_eq!(evaluate(filter), Ok(expected));
}

#[track_caller]
fn check_error(filter: Json, expected: &str) {
    assert_eq!(evaluate(filter), Err(expected.to_owned()));
}

#[test]
fn comparisons_use_the_order_of_values() {
    let undefined = json!({"$literal": {"$undefined": null}});
    check(json!({"$eq": [{"$field": "b.c"}, {"$literal": "x"}]}), true);
    check(json!({"$eq": [{"$field": "missing.deep"}, undefined]}), true);
    check(json!({"$lt": [{"$field": "missing"}, {"$literal": null}]}), true);
    check(json!({"$gt": [{"$field": "a"}, {"$field": "big"}]}), true);
    check(json!({"$neq": [{"$field": "a"}, {"$literal": 1.0}]}), false);
}

#[test]
fn logic_stops_at_the_first_answer_and_wants_booleans() {
    let not_boolean = json!({"$field": "a"});
    check(json!({"$or": [{"$field": "yes"}, not_boolean]}), true);
    check(json!({"$and": [{"$not": {"$field": "yes"}}, not_boolean]}), false);
    check(json!({"$and": []}), true);
    check(json!({"$or": []}), false);
    check_error(
        json!({"$and": [not_boolean]}),
        "Expected a boolean in `$and` of the query's filter, got 1.0",
    );
    check_error(
        json!({"$field": "missing"}),
        "Expected a boolean in `filter` of the query's filter, got undefined",
    );
}

#[test]
fn arithmetic_wants_two_of_a_kind() {
    let sum = |left: Json, right: Json| json!({"$eq": [{"$add": [left, right]}, {"$literal": 3}]});
    check(sum(json!({"$field": "a"}), json!({"$literal": 2})), true);
    check_error(
        sum(json!({"$field": "a"}), json!({"$field": "big"})),
        "Can't compute $add of 1.0 and 1n in the query's filter",
    );
    check(json!({"$eq": [{"$neg": {"$field": "a"}}, {"$literal": -1}]}), true);
    check_error(
        json!({"$eq": [{"$div": [{"$field": "big"}, {"$literal": {"$integer": "AAAAAAAAAAA="}}]}, {"$literal": 1}]}),
        "Can't compute $div of 1n and 0n in the query's filter",
    );
}

#[test]
fn what_is_no_expression_is_refused() {
    check_error(json!({"$equals": [1, 2]}), "unknown operation `$equals` in the filter");
    check_error(json!({"$eq": [{"$literal": 1}]}), "`$eq` of the filter does not hold two operands");
    check_error(json!(3), "3 is not a filter expression");
    let deep = (0..200).fold(json!({"$field": "yes"}), |inner, _| json!({"$not": inner}));
    check_error(deep, "the filter is nested deeper than 128 levels");
}
