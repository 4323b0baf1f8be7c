//! The schema as the app exports it.
//!
//! Owns: reading and checking the export.
//! Leaves to others: numbers and index rows (`catalog`, `apply_schema`).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::error::SchemaError;
use crate::table_map::table_name_problem;
use crate::validator::Validator;

/// Tables, their indexes and the validators of their documents.
#[derive(Clone, Debug)]
pub struct Schema {
    pub(crate) tables: BTreeMap<String, TableSchema>,
    pub(crate) enforcement: Enforcement,
    /// The export itself, to keep it across restarts.
    pub(crate) source: Json,
}

/// Whether documents are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Enforcement {
    On,
    Off,
}

#[derive(Clone, Debug)]
pub(crate) struct TableSchema {
    /// The database indexes, without the two built-in ones.
    pub(crate) indexes: Vec<IndexSchema>,
    /// Search and vector indexes: known by name, to answer that they are not supported.
    pub(crate) other_indexes: Vec<String>,
    pub(crate) document: Arc<Validator>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IndexSchema {
    pub(crate) name: String,
    /// As written: without the implicit `_creationTime` and `_id`.
    pub(crate) fields: Vec<String>,
}

impl Schema {
    /// Reads what `schema.export()` gives (parsed from its JSON text).
    pub fn from_json(json: &Json) -> Result<Schema, SchemaError> {
        let tables = array_member(json, "tables", "the schema")?;
        let enforcement = match json.get("schemaValidation").and_then(Json::as_bool) {
            Some(false) => Enforcement::Off,
            Some(true) | None => Enforcement::On,
        };
        let tables = tables.iter().map(parse_table).collect::<Result<_, _>>()?;
        Ok(Schema { tables, enforcement, source: json.clone() })
    }

    /// No schema file: every table and document is allowed.
    pub fn empty() -> Schema {
        let source = json!({ "tables": [], "schemaValidation": false });
        Schema { tables: BTreeMap::new(), enforcement: Enforcement::Off, source }
    }
}

fn parse_table(json: &Json) -> Result<(String, TableSchema), SchemaError> {
    let name = text_member(json, "tableName", "a table of the schema")?.to_owned();
    if let Some(problem) = table_name_problem(&name) {
        return Err(SchemaError::new(problem));
    }
    let table = format!("table \"{name}\"");
    let document_json = json
        .get("documentType")
        .ok_or_else(|| SchemaError::new(format!("{table} has no \"documentType\"")))?;
    let document =
        Validator::from_json(document_json).map_err(|cause| SchemaError::new(format!("{table}: {cause}")))?;
    if !document.accepts_objects() {
        return Err(SchemaError::new(format!(
            "{table}: documents are objects, but its validator is {document}"
        )));
    }
    let schema = TableSchema {
        indexes: parse_indexes(json, &table)?,
        other_indexes: parse_other_indexes(json, &table)?,
        document: Arc::new(document),
    };
    Ok((name, schema))
}

/// Staged indexes are left out: nobody may query them yet.
fn parse_indexes(table_json: &Json, table: &str) -> Result<Vec<IndexSchema>, SchemaError> {
    let mut indexes: Vec<IndexSchema> = Vec::new();
    for json in array_member(table_json, "indexes", table)? {
        let name = text_member(json, "indexDescriptor", table)?.to_owned();
        let index = format!("index \"{name}\" of {table}");
        if matches!(name.as_str(), "by_id" | "by_creation_time") || name.starts_with('_') {
            return Err(SchemaError::new(format!("{index}: the name is reserved")));
        }
        if indexes.iter().any(|other| other.name == name) {
            return Err(SchemaError::new(format!("{index} is defined twice")));
        }
        indexes.push(IndexSchema { fields: parse_index_fields(json, &index)?, name });
    }
    Ok(indexes)
}

fn parse_index_fields(json: &Json, index: &str) -> Result<Vec<String>, SchemaError> {
    let mut fields: Vec<String> = Vec::new();
    for field in array_member(json, "fields", index)? {
        let field =
            field.as_str().ok_or_else(|| SchemaError::new(format!("{index}: a field is not a string")))?;
        if matches!(field, "_id" | "_creationTime") {
            return Err(SchemaError::new(format!(
                "{index}: \"{field}\" is part of every index and must not be listed"
            )));
        }
        if fields.iter().any(|other| other == field) {
            return Err(SchemaError::new(format!("{index} lists field \"{field}\" twice")));
        }
        fields.push(field.to_owned());
    }
    if fields.is_empty() {
        return Err(SchemaError::new(format!("{index} has no fields")));
    }
    Ok(fields)
}

fn parse_other_indexes(table_json: &Json, table: &str) -> Result<Vec<String>, SchemaError> {
    let lists = ["searchIndexes", "vectorIndexes"].into_iter().filter(|list| table_json.get(list).is_some());
    let mut names = Vec::new();
    for list in lists {
        for json in array_member(table_json, list, table)? {
            names.push(text_member(json, "indexDescriptor", table)?.to_owned());
        }
    }
    Ok(names)
}

fn array_member<'a>(json: &'a Json, name: &str, owner: &str) -> Result<&'a Vec<Json>, SchemaError> {
    json.get(name)
        .and_then(Json::as_array)
        .ok_or_else(|| SchemaError::new(format!("{owner} has no array \"{name}\"")))
}

fn text_member<'a>(json: &'a Json, name: &str, owner: &str) -> Result<&'a str, SchemaError> {
    json.get(name)
        .and_then(Json::as_str)
        .ok_or_else(|| SchemaError::new(format!("{owner} has no string \"{name}\"")))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::Schema;

    #[track_caller]
    fn check_refused(table: Json, text: &str) {
        let schema = json!({"tables": [table], "schemaValidation": true});
        assert_eq!(Schema::from_json(&schema).unwrap_err().to_string(), text);
    }

    fn with_index(name: &str, fields: Json) -> Json {
        let index = json!({"indexDescriptor": name, "fields": fields});
        json!({"tableName": "t", "indexes": [index], "documentType": {"type": "any"}})
    }

    #[test]
    fn a_broken_schema_names_table_and_index() {
        check_refused(
            json!({"tableName": "_t"}),
            concat!(
                "Invalid table name \"_t\": it must start with a letter, hold only letters, digits and ",
                "underscores, and have at most 64 of them"
            ),
        );
        check_refused(json!({"tableName": "t", "indexes": []}), "table \"t\" has no \"documentType\"");
        check_refused(
            json!({"tableName": "t", "indexes": [], "documentType": {"type": "string"}}),
            "table \"t\": documents are objects, but its validator is v.string()",
        );
        check_refused(
            with_index("by_id", json!(["a"])),
            "index \"by_id\" of table \"t\": the name is reserved",
        );
        check_refused(with_index("by_a", json!([])), "index \"by_a\" of table \"t\" has no fields");
        check_refused(
            with_index("by_a", json!(["a", "a"])),
            "index \"by_a\" of table \"t\" lists field \"a\" twice",
        );
        check_refused(
            with_index("by_a", json!(["_id"])),
            "index \"by_a\" of table \"t\": \"_id\" is part of every index and must not be listed",
        );
    }
}
