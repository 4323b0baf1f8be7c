//! Documents and the rules that hold for them alone.
//!
//! Owns: system fields, field names of documents, the size limit.
//! Leaves to others: the schema (`validator`), where documents are kept (`database`, `overlay`).

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::document_id::DocumentId;
use crate::error::StoreError;
use crate::value::{MAX_DOCUMENT_BYTES, Value};

pub(crate) const ID: &str = "_id";
pub(crate) const CREATION_TIME: &str = "_creationTime";

/// The fields of a document.
pub(crate) type Fields = BTreeMap<String, Value>;

/// A document with its system fields.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Document {
    pub(crate) id: DocumentId,
    /// Always an object.
    pub(crate) value: Value,
}

impl Document {
    /// Completes user fields with the system ones.
    pub(crate) fn new(id: DocumentId, creation_time: f64, mut fields: Fields) -> Document {
        fields.insert(ID.into(), Value::String(id.to_string()));
        fields.insert(CREATION_TIME.into(), Value::Float64(creation_time));
        Document { id, value: Value::Object(fields) }
    }

    /// Reads the text form the database holds.
    pub(crate) fn from_stored(id: DocumentId, text: &str) -> Result<Document, StoreError> {
        Ok(Document { id, value: parse_stored(text)? })
    }

    pub(crate) fn fields(&self) -> Fields {
        match &self.value {
            Value::Object(fields) => fields.clone(),
            _ => Fields::new(),
        }
    }

    pub(crate) fn creation_time(&self) -> f64 {
        match self.value.field(CREATION_TIME) {
            Some(Value::Float64(time)) => *time,
            _ => 0.0,
        }
    }

    /// The text form the database holds: Convex-encoded JSON.
    pub(crate) fn to_stored(&self) -> String {
        self.value.to_json().to_string()
    }
}

/// Reads a stored document as the JSON a function gets.
pub(crate) fn parse_stored_json(text: &str) -> Result<Json, StoreError> {
    serde_json::from_str(text)
        .map_err(|cause| StoreError::Damaged(format!("a document is not JSON: {cause}")))
}

/// Reads a stored document's value.
pub(crate) fn parse_stored(text: &str) -> Result<Value, StoreError> {
    Value::from_json(&parse_stored_json(text)?)
        .map_err(|cause| StoreError::Damaged(format!("a document is not a Convex value: {cause}")))
}

/// Names that start with an underscore are the system's.
pub(crate) fn check_user_fields(fields: &Fields) -> Result<(), String> {
    let is_system = |name: &str| matches!(name, ID | CREATION_TIME);
    match fields.keys().find(|name| name.starts_with('_') && !is_system(name)) {
        Some(name) => Err(format!(
            "Field '{name}' starts with an underscore, which is only allowed for system fields like '_id'"
        )),
        None => Ok(()),
    }
}

/// A new document has no system fields yet.
pub(crate) fn check_no_system_fields(fields: &Fields) -> Result<(), String> {
    match [ID, CREATION_TIME].into_iter().find(|name| fields.contains_key(*name)) {
        Some(name) => {
            Err(format!("Field '{name}' is set by the system and cannot be given for a new document"))
        }
        None => Ok(()),
    }
}

/// System fields in a patch or replacement must say what the document already has.
pub(crate) fn check_system_fields_match(fields: &Fields, document: &Document) -> Result<(), String> {
    for name in [ID, CREATION_TIME] {
        let (Some(given), Some(actual)) = (fields.get(name), document.value.field(name)) else { continue };
        if given != actual {
            return Err(format!(
                "Provided `{name}` field value {given} does not match the document's {actual}"
            ));
        }
    }
    Ok(())
}

/// The size limit of one document.
pub(crate) fn check_size(document: &Document) -> Result<(), String> {
    let size = document.value.size();
    if size <= MAX_DOCUMENT_BYTES {
        return Ok(());
    }
    Err(format!("Value is too large ({size} bytes > maximum size {MAX_DOCUMENT_BYTES} bytes)"))
}
