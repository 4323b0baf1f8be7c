//! The tables and indexes that exist, with the rules in force for each.
//!
//! Owns: numbers of tables and indexes, and the key of a document in an index.
//! Leaves to others: storing it (`database`), following the schema (`apply_schema`).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::Document;
use crate::document_id::TableNumber;
use crate::index_key::write_key;
use crate::schema::{Enforcement, IndexSchema, Schema};
use crate::table_map::TableMap;
use crate::validator::Validator;
use crate::value::Value;

pub(crate) const BY_ID: &str = "by_id";
pub(crate) const BY_CREATION_TIME: &str = "by_creation_time";

/// An index of one table. Never reused, so a read of a dropped index cannot match a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct IndexId(pub(crate) i64);

/// One index: what its keys are made of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Index {
    pub(crate) id: IndexId,
    pub(crate) name: String,
    /// The fields in key order, `_creationTime` and `_id` included.
    pub(crate) fields: Vec<String>,
}

/// One table.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) number: TableNumber,
    pub(crate) name: String,
    /// `by_id` and `by_creation_time` first.
    pub(crate) indexes: Vec<Arc<Index>>,
}

/// Everything known about tables; cloned when a transaction creates one.
#[derive(Clone, Debug)]
pub(crate) struct Catalog {
    pub(crate) map: Arc<TableMap>,
    pub(crate) tables: BTreeMap<TableNumber, Arc<Table>>,
    pub(crate) schema: Arc<Schema>,
    pub(crate) next_index: IndexId,
}

impl Index {
    /// The key of a document in this index.
    pub(crate) fn key(&self, document: &Value) -> Vec<u8> {
        let mut key = Vec::with_capacity(48);
        for field in &self.fields {
            write_key(document.at_path(field), &mut key);
        }
        key
    }
}

impl Table {
    pub(crate) fn index(&self, name: &str) -> Option<&Arc<Index>> {
        self.indexes.iter().find(|index| index.name == name)
    }

    /// The keys of a document in every index, or nothing for no document.
    pub(crate) fn keys(&self, document: Option<&Document>) -> Vec<(IndexId, Vec<u8>)> {
        let Some(document) = document else { return Vec::new() };
        self.indexes.iter().map(|index| (index.id, index.key(&document.value))).collect()
    }
}

impl Catalog {
    /// No tables but the system ones, which get their indexes from the caller.
    pub(crate) fn new() -> Catalog {
        Catalog {
            map: Arc::default(),
            tables: BTreeMap::new(),
            schema: Arc::new(Schema::empty()),
            next_index: IndexId(1),
        }
    }

    pub(crate) fn table(&self, name: &str) -> Option<&Arc<Table>> {
        self.tables.get(&self.map.number(name)?)
    }

    /// The validator documents of a table must pass.
    pub(crate) fn document_validator(&self, table: &str) -> Option<&Arc<Validator>> {
        if self.schema.enforcement == Enforcement::Off {
            return None;
        }
        Some(&self.schema.tables.get(table)?.document)
    }

    /// Creates a table with its two built-in indexes; an existing one is returned as it is.
    pub(crate) fn ensure_table(&mut self, name: &str) -> Arc<Table> {
        if let Some(table) = self.table(name) {
            return table.clone();
        }
        let number = self.map.number(name).unwrap_or_else(|| self.map.next_number());
        let by_id = self.new_index(BY_ID, vec!["_id".into()]);
        let by_creation_time = self.new_index(BY_CREATION_TIME, vec!["_creationTime".into(), "_id".into()]);
        let table = Table { number, name: name.to_owned(), indexes: vec![by_id, by_creation_time] };
        self.insert_table(table)
    }

    pub(crate) fn insert_table(&mut self, table: Table) -> Arc<Table> {
        let table = Arc::new(table);
        Arc::make_mut(&mut self.map).insert(&table.name, table.number);
        self.tables.insert(table.number, table.clone());
        table
    }

    /// An index with a fresh number, for [`Catalog::insert_table`].
    pub(crate) fn user_index(&mut self, schema: &IndexSchema) -> Arc<Index> {
        self.new_index(&schema.name, full_fields(schema))
    }

    fn new_index(&mut self, name: &str, fields: Vec<String>) -> Arc<Index> {
        let id = self.next_index;
        self.next_index = IndexId(id.0 + 1);
        Arc::new(Index { id, name: name.to_owned(), fields })
    }
}

/// The fields of a schema's index with the implicit ones.
pub(crate) fn full_fields(schema: &IndexSchema) -> Vec<String> {
    let implicit = ["_creationTime", "_id"].map(str::to_owned);
    schema.fields.iter().cloned().chain(implicit).collect()
}
