//! Tests of the checks and their texts.

use serde_json::{Value as Json, json};

use super::Validator;
use crate::document_id::{DocumentId, TableNumber};
use crate::table_map::TableMap;
use crate::value::Value;

const USER_ID: &str = "j57000820c20a1g7104gm2rc1m70ynr8";

#[track_caller]
fn check(validator: Json, value: Json, expected: Result<(), &str>) {
    let mut tables = TableMap::default();
    tables.insert("users", TableNumber(10_001));
    let validator = Validator::from_json(&validator).unwrap();
    let actual = validator.check(&Value::from_json(&value).unwrap(), &tables);
    assert_eq!(actual, expected.map_err(str::to_owned));
}

fn object(fields: &[(&str, Json, bool)]) -> Json {
    let fields = fields
        .iter()
        .map(|(name, json, optional)| ((*name).to_owned(), json!({"fieldType": json, "optional": optional})));
    json!({"type": "object", "value": Json::Object(fields.collect())})
}

fn simple(kind: &str) -> Json {
    json!({ "type": kind })
}

#[test]
fn a_missing_field_is_named() {
    check(
        object(&[("name", simple("string"), false), ("n", simple("number"), true)]),
        json!({"n": 1}),
        Err(concat!(
            "Object is missing the required field `name`. Consider wrapping the field validator in ",
            "`v.optional(...)` if this is expected.\n\nObject: {n: 1.0}\n",
            "Validator: v.object({n: v.optional(v.float64()), name: v.string()})"
        )),
    );
}

#[test]
fn an_extra_field_is_named_with_its_path() {
    let inner = object(&[("x", simple("number"), false)]);
    check(
        object(&[("list", json!({"type": "array", "value": inner}), false)]),
        json!({"list": [{"x": 1}, {"x": 1, "y": 2}]}),
        Err(concat!(
            "Object contains extra field `y` that is not in the validator.\nPath: .list[1]\n",
            "Object: {x: 1.0, y: 2.0}\nValidator: v.object({x: v.float64()})"
        )),
    );
}

#[test]
fn a_wrong_type_shows_value_and_validator() {
    check(
        object(&[("name", simple("string"), false)]),
        json!({"name": 1}),
        Err("Value does not match validator.\nPath: .name\nValue: 1.0\nValidator: v.string()"),
    );
    check(
        simple("bigint"),
        json!(1),
        Err("Value does not match validator.\n\nValue: 1.0\nValidator: v.int64()"),
    );
}

#[test]
fn an_id_must_point_into_its_table() {
    let users = json!({"type": "id", "tableName": "users"});
    check(users.clone(), json!(USER_ID), Ok(()));
    check(
        users.clone(),
        json!("nonsense"),
        Err("Value does not match validator.\n\nValue: \"nonsense\"\nValidator: v.id(\"users\")"),
    );
    let storage = DocumentId::from_parts(TableNumber(514), [7; 14], 0).to_string();
    let text = format!(
        "Found ID \"{storage}\" from table `_storage`, which does not match the table name in validator `v.id(\"users\")`.\nPath: .who"
    );
    check(object(&[("who", users, false)]), json!({"who": storage}), Err(&text));
    check(json!({"type": "id", "tableName": "_storage"}), json!(storage), Ok(()));
}

#[test]
fn unions_literals_and_records_match_their_members() {
    let literal = |value: Json| json!({"type": "literal", "value": value});
    let union = json!({"type": "union", "value": [literal(json!("a")), literal(json!({"$integer": "AQAAAAAAAAA="}))]});
    check(union.clone(), json!("a"), Ok(()));
    check(union.clone(), json!({"$integer": "AQAAAAAAAAA="}), Ok(()));
    check(
        union.clone(),
        json!(1),
        Err(
            "Value does not match validator.\n\nValue: 1.0\nValidator: v.union(v.literal(\"a\"), v.literal(1n))",
        ),
    );
    check(
        literal(json!(true)),
        json!(false),
        Err("`false` does not match literal validator `v.literal(true)`."),
    );
    let record = json!({"type": "record", "keys": simple("string"), "values": {"fieldType": union, "optional": false}});
    check(record.clone(), json!({"k": "a"}), Ok(()));
    check(
        record,
        json!({"k": null}),
        Err(
            "Value does not match validator.\nPath: .k\nValue: null\nValidator: v.union(v.literal(\"a\"), v.literal(1n))",
        ),
    );
}

#[test]
fn what_is_no_validator_is_refused_by_name() {
    for (json, text) in [
        (json!(null), "validator is not an object"),
        (json!({"type": "strnig"}), "unknown validator type \"strnig\""),
        (json!({"type": "id"}), "id validator has no \"tableName\""),
        (
            object(&[("a", json!({"type": "array"}), false)]),
            "in field \"a\": array validator has no \"value\"",
        ),
    ] {
        assert_eq!(Validator::from_json(&json).unwrap_err().to_string(), text);
    }
}
