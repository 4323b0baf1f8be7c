//! The syscalls that write.
//!
//! Owns: what makes a document acceptable: names, system fields, size, schema.
//! Leaves to others: keeping it (`transaction::overlay`).

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::arguments::Arguments;
use crate::catalog::Table;
use crate::document::{
    CREATION_TIME, Document, Fields, ID, check_no_system_fields, check_size, check_system_fields_match,
    check_user_fields,
};
use crate::document_id::DocumentId;
use crate::error::{StoreError, SyscallError};
use crate::table_map::{is_system_table, table_name_problem};
use crate::transaction::Transaction;
use crate::value::{Value, field_name_problem, parse_optional};

const READ_ONLY: &str = "System tables (prefixed with `_`) are read-only.";
const MS_PER_DAY: f64 = 86_400_000.0;

impl Transaction {
    pub(super) fn insert(&mut self, args: &Json) -> Result<Json, SyscallError> {
        let arguments = Arguments::new("db.insert", args);
        let name = arguments.text("table")?;
        if is_system_table(name) {
            return Err(SyscallError::new(READ_ONLY));
        }
        if let Some(problem) = table_name_problem(name) {
            return Err(arguments.invalid("table", &problem));
        }
        let fields = parse_fields(&arguments)?;
        check_no_system_fields(&fields).map_err(|cause| arguments.invalid("value", &cause))?;
        let id = self.insert_document(name, fields, &arguments)?;
        Ok(json!({ "_id": id.to_string() }))
    }

    pub(super) fn patch(&mut self, args: &Json) -> Result<Json, SyscallError> {
        let arguments = Arguments::new("db.patch", args);
        let (table, old) = self.document_to_write(&arguments, "Update")?;
        let invalid = |cause: &str| arguments.invalid("value", cause);
        let changes = parse_patch(&arguments)?;
        let mut fields = old.fields();
        let mut set = Fields::new();
        for (name, value) in changes {
            match value {
                Some(value) => drop(set.insert(name, value)),
                None if matches!(name.as_str(), ID | CREATION_TIME) => {
                    return Err(invalid(&format!(
                        "Field '{name}' is set by the system and cannot be removed"
                    )));
                }
                None => drop(fields.remove(&name)),
            }
        }
        check_user_fields(&set)
            .and_then(|()| check_system_fields_match(&set, &old))
            .map_err(|cause| invalid(&cause))?;
        fields.extend(set);
        self.overwrite(&table, &old, fields, &arguments)
    }

    pub(super) fn replace(&mut self, args: &Json) -> Result<Json, SyscallError> {
        let arguments = Arguments::new("db.replace", args);
        let (table, old) = self.document_to_write(&arguments, "Replace")?;
        let fields = parse_fields(&arguments)?;
        check_system_fields_match(&fields, &old).map_err(|cause| arguments.invalid("value", &cause))?;
        self.overwrite(&table, &old, fields, &arguments)
    }

    pub(super) fn delete(&mut self, args: &Json) -> Result<Json, SyscallError> {
        let arguments = Arguments::new("db.delete", args);
        let (table, old) = self.document_to_write(&arguments, "Delete")?;
        self.usage.count_write(old.value.size())?;
        self.overlay.write(&table, old.id, Some(old.clone()), None);
        Ok(old.value.to_json())
    }

    fn insert_document(
        &mut self,
        name: &str,
        fields: Fields,
        arguments: &Arguments<'_>,
    ) -> Result<DocumentId, SyscallError> {
        // Looked up before created: a cloned catalog would mark the transaction as creating tables.
        let existing = self.catalog.table(name).cloned();
        let table = existing.unwrap_or_else(|| Arc::make_mut(&mut self.catalog).ensure_table(name));
        let id = self.new_id(&table)?;
        self.creation_time = self.now_ms.max(self.creation_time.next_up());
        let document = Document::new(id, self.creation_time, fields);
        self.check_document(&table, &document, arguments)?;
        self.overlay.write(&table, id, None, Some(Arc::new(document)));
        Ok(id)
    }

    /// The document an `id` argument names, read (and depended on) as part of writing it.
    fn document_to_write(
        &mut self,
        arguments: &Arguments<'_>,
        verb: &str,
    ) -> Result<(Arc<Table>, Arc<Document>), SyscallError> {
        let id = arguments.id()?;
        let missing = || SyscallError::new(format!("{verb} on nonexistent document ID {id}"));
        let Some(table) = self.catalog.tables.get(&id.table()).cloned() else {
            self.reads.add_document(id);
            return Err(missing());
        };
        if is_system_table(&table.name) {
            return Err(SyscallError::new(READ_ONLY));
        }
        arguments.check_table(&table.name)?;
        let document = self.read_document(id)?.ok_or_else(missing)?;
        Ok((table, document))
    }

    fn overwrite(
        &mut self,
        table: &Table,
        old: &Arc<Document>,
        fields: Fields,
        arguments: &Arguments<'_>,
    ) -> Result<Json, SyscallError> {
        let document = Document::new(old.id, old.creation_time(), fields);
        self.check_document(table, &document, arguments)?;
        let json = document.value.to_json();
        self.overlay.write(table, old.id, Some(old.clone()), Some(Arc::new(document)));
        Ok(json)
    }

    fn check_document(
        &mut self,
        table: &Table,
        document: &Document,
        arguments: &Arguments<'_>,
    ) -> Result<(), SyscallError> {
        check_size(document).map_err(|cause| arguments.invalid("value", &cause))?;
        self.usage.count_write(document.value.size())?;
        let Some(validator) = self.catalog.document_validator(&table.name) else { return Ok(()) };
        validator.check_document(&document.value, &self.catalog.map).map_err(|problem| {
            let name = &table.name;
            SyscallError::new(format!(
                "Failed to insert or update a document in table \"{name}\" because it does not match the schema: {problem}"
            ))
        })
    }

    fn new_id(&self, table: &Table) -> Result<DocumentId, StoreError> {
        let mut random = [0; 14];
        getrandom::fill(&mut random).map_err(|cause| StoreError::NoRandomness(cause.to_string()))?;
        let day = (self.now_ms / MS_PER_DAY) as u16;
        Ok(DocumentId::from_parts(table.number, random, day))
    }
}

fn parse_fields(arguments: &Arguments<'_>) -> Result<Fields, SyscallError> {
    let json = arguments.required("value")?;
    match Value::from_json(json).map_err(|cause| arguments.invalid("value", &cause.to_string()))? {
        Value::Object(fields) => {
            check_user_fields(&fields).map_err(|cause| arguments.invalid("value", &cause))?;
            Ok(fields)
        }
        other => Err(arguments.invalid("value", &format!("expected an object, got {other}"))),
    }
}

/// The fields of a patch; `None` removes one.
fn parse_patch(arguments: &Arguments<'_>) -> Result<Vec<(String, Option<Value>)>, SyscallError> {
    let json = arguments.required("value")?;
    let Some(fields) = json.as_object() else {
        return Err(arguments.invalid("value", &format!("expected an object, got {json}")));
    };
    let parse = |(name, json): (&String, &Json)| {
        if let Some(problem) = field_name_problem(name) {
            return Err(arguments.invalid("value", &problem));
        }
        let value = parse_optional(json)
            .map_err(|cause| arguments.invalid("value", &format!("field '{name}': {cause}")))?;
        Ok((name.clone(), value))
    };
    fields.iter().map(parse).collect()
}
