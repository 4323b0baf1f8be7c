//! Putting a schema in force.
//!
//! Owns: what a new schema changes: tables to create, indexes to drop and fill, documents to check.
//! Leaves to others: doing it in one step (`database`).

use std::sync::Arc;

use super::{Store, lock};
use crate::catalog::{Catalog, Index, IndexId, Table, full_fields};
use crate::database::{Clock, SchemaChange};
use crate::document_id::TableNumber;
use crate::error::StoreError;
use crate::schema::{Enforcement, Schema, TableSchema};
use crate::value::Value;

impl Store {
    /// Puts a schema in force: creates its tables, creates, drops and fills indexes, and checks the
    /// documents that exist. On an error the old schema and data stay as they were. Every open
    /// transaction is over afterwards, and every read set is void: run the queries again.
    pub fn apply_schema(&self, schema: Schema) -> Result<(), StoreError> {
        let mut shared = lock(&self.shared);
        if schema.source == shared.catalog.schema.source {
            return Ok(());
        }
        let plan = Plan::new(&shared.catalog, schema);
        let clock = Clock { ts: shared.clock.ts + 1, ..shared.clock };
        let catalog = &plan.catalog;
        let table = |number: &TableNumber| catalog.tables.get(number).map(Arc::as_ref);
        let change = SchemaChange {
            catalog,
            clock,
            checked: plan.checked.iter().filter_map(table).collect(),
            dropped: plan.dropped,
            filled: plan
                .filled
                .iter()
                .filter_map(|(number, index)| Some((table(number)?, &**index)))
                .collect(),
        };
        shared
            .database
            .change_schema(&change, |table, id, document| check_document(catalog, table, id, document))?;
        shared.catalog = Arc::new(plan.catalog);
        shared.clock = clock;
        shared.version += 1;
        Ok(())
    }
}

fn check_document(catalog: &Catalog, table: &Table, id: &str, document: &Value) -> Result<(), StoreError> {
    let Some(validator) = catalog.document_validator(&table.name) else { return Ok(()) };
    validator.check_document(document, &catalog.map).map_err(|problem| {
        let name = &table.name;
        StoreError::SchemaRefused(format!(
            "Document with ID \"{id}\" in table \"{name}\" does not match the schema: {problem}"
        ))
    })
}

struct Plan {
    catalog: Catalog,
    checked: Vec<TableNumber>,
    dropped: Vec<IndexId>,
    filled: Vec<(TableNumber, Arc<Index>)>,
}

impl Plan {
    fn new(current: &Catalog, schema: Schema) -> Plan {
        let schema = Arc::new(schema);
        let mut catalog = current.clone();
        for name in schema.tables.keys() {
            catalog.ensure_table(name);
        }
        catalog.schema = schema.clone();
        let checked = match schema.enforcement {
            Enforcement::On => schema.tables.keys().filter_map(|name| catalog.map.number(name)).collect(),
            Enforcement::Off => Vec::new(),
        };
        let mut plan = Plan { catalog, checked, dropped: Vec::new(), filled: Vec::new() };
        let tables: Vec<Arc<Table>> = plan.catalog.tables.values().cloned().collect();
        for table in tables {
            plan.follow(&table, schema.tables.get(&table.name));
        }
        plan
    }

    /// Brings the indexes of one table in line with its schema (none: no indexes of its own).
    fn follow(&mut self, table: &Table, schema: Option<&TableSchema>) {
        let wanted = schema.map_or(&[][..], |schema| &schema.indexes);
        let is_wanted = |index: &Index| {
            wanted.iter().any(|new| new.name == index.name && full_fields(new) == index.fields)
        };
        let (built_in, own) = table.indexes.split_at(2.min(table.indexes.len()));
        let (kept, dropped): (Vec<_>, Vec<_>) = own.iter().cloned().partition(|index| is_wanted(index));
        self.dropped.extend(dropped.iter().map(|index| index.id));
        let mut indexes = [built_in, &kept].concat();
        for new in wanted.iter().filter(|new| !kept.iter().any(|index| index.name == new.name)) {
            let index = self.catalog.user_index(new);
            self.filled.push((table.number, index.clone()));
            indexes.push(index);
        }
        self.catalog.insert_table(Table { indexes, ..table.clone() });
    }
}
