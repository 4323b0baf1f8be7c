//! Validators from their JSON.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::{Field, Presence, Rule, Validator};
use crate::error::ValueError;
use crate::value::Value;

/// Deeper than any value can be, so nothing useful is refused and recursion stays bounded.
const MAX_DEPTH: usize = 128;

impl Validator {
    /// Reads validator JSON (`{type: "object", value: {..}}`).
    pub fn from_json(json: &Json) -> Result<Validator, ValueError> {
        Ok(Validator { rule: parse(json, 0)? })
    }
}

fn parse(json: &Json, depth: usize) -> Result<Rule, ValueError> {
    if depth > MAX_DEPTH {
        return Err(ValueError::new(format!("validator is nested deeper than {MAX_DEPTH} levels")));
    }
    let object = json.as_object().ok_or_else(|| ValueError::new("validator is not an object"))?;
    let kind = text_member(object, "type", "validator")?;
    Ok(match kind {
        "any" => Rule::Any,
        "null" => Rule::Null,
        "number" => Rule::Number,
        "bigint" => Rule::Bigint,
        "commitTs" => Rule::CommitTs,
        "boolean" => Rule::Boolean,
        "string" => Rule::String,
        "bytes" => Rule::Bytes,
        "literal" => Rule::Literal(Value::from_json(member(object, "value", kind)?)?),
        "id" => Rule::Id { table: text_member(object, "tableName", kind)?.to_owned() },
        "array" => Rule::Array(Box::new(parse(member(object, "value", kind)?, depth + 1)?)),
        "record" => parse_record(object, depth + 1)?,
        "object" => Rule::Object(parse_fields(object, depth + 1)?),
        "union" => Rule::Union(parse_members(object, depth + 1)?),
        unknown => return Err(ValueError::new(format!("unknown validator type \"{unknown}\""))),
    })
}

fn parse_record(record: &Map<String, Json>, depth: usize) -> Result<Rule, ValueError> {
    let keys = parse(member(record, "keys", "record")?, depth)?;
    let values = parse_field(member(record, "values", "record")?, depth)?;
    Ok(Rule::Record { keys: Box::new(keys), values: Box::new(values.rule) })
}

fn parse_fields(object: &Map<String, Json>, depth: usize) -> Result<BTreeMap<String, Field>, ValueError> {
    let fields = member(object, "value", "object")?
        .as_object()
        .ok_or_else(|| ValueError::new("\"value\" of an object validator is not an object"))?;
    let named = fields.iter().map(|(name, field)| {
        let parsed = parse_field(field, depth)
            .map_err(|cause| ValueError::new(format!("in field \"{name}\": {cause}")))?;
        Ok((name.clone(), parsed))
    });
    named.collect()
}

fn parse_field(json: &Json, depth: usize) -> Result<Field, ValueError> {
    let object = json.as_object().ok_or_else(|| ValueError::new("field validator is not an object"))?;
    let rule = parse(member(object, "fieldType", "field")?, depth)?;
    let presence = match object.get("optional").and_then(Json::as_bool) {
        Some(true) => Presence::Optional,
        Some(false) | None => Presence::Required,
    };
    Ok(Field { rule, presence })
}

fn parse_members(union: &Map<String, Json>, depth: usize) -> Result<Vec<Rule>, ValueError> {
    let members = member(union, "value", "union")?
        .as_array()
        .ok_or_else(|| ValueError::new("\"value\" of a union validator is not an array"))?;
    members.iter().map(|json| parse(json, depth)).collect()
}

fn member<'a>(object: &'a Map<String, Json>, name: &str, kind: &str) -> Result<&'a Json, ValueError> {
    object.get(name).ok_or_else(|| ValueError::new(format!("{kind} validator has no \"{name}\"")))
}

fn text_member<'a>(object: &'a Map<String, Json>, name: &str, kind: &str) -> Result<&'a str, ValueError> {
    member(object, name, kind)?
        .as_str()
        .ok_or_else(|| ValueError::new(format!("\"{name}\" of the {kind} validator is not a string")))
}
