//! Ending a transaction with its writes.
//!
//! Owns: what a commit contains and its timestamp.
//! Leaves to others: storing it at once (`database`).

use std::sync::Arc;

use super::overlay::Change;
use super::{Overlay, Transaction};
use crate::catalog::{Catalog, Index, Table};
use crate::database::{Clock, CommitBatch, DocumentRow, KeyChange};
use crate::document::Document;
use crate::document_id::DocumentId;
use crate::error::StoreError;
use crate::read_set::{DocumentWrite, ReadSet};
use crate::store::snapshot;

/// The year 2116; a clock beyond it is wrong and must not use up the timestamps.
const MAX_WALL_CLOCK_NS: u64 = u64::MAX / 4;

/// What a commit did.
#[derive(Debug)]
pub struct Commit {
    /// The commit's timestamp in ns; the begin timestamp when nothing was written.
    pub ts: u64,
    /// The changed documents, to test other read sets with.
    pub writes: Vec<DocumentWrite>,
    /// What the transaction itself read.
    pub reads: ReadSet,
}

impl Transaction {
    /// Writes documents, indexes, the session record (session id, request id, result JSON, log
    /// lines) and the timestamp at once. No writes and no record: no new timestamp.
    pub fn commit(
        mut self,
        now_ns: u64,
        record: Option<(&str, u32, &str, &[String])>,
    ) -> Result<Commit, StoreError> {
        self.close_streams();
        let mut shared = snapshot(&self.shared, self.version)?;
        let writes = changed_documents(&self.overlay, &self.catalog, &shared.catalog);
        if writes.is_empty() && record.is_none() {
            return Ok(Commit { ts: self.begin.ts, writes: Vec::new(), reads: self.reads });
        }
        let has_new_tables = !writes.is_empty() && !Arc::ptr_eq(&self.catalog, &shared.catalog);
        let batch = CommitBatch {
            documents: writes.iter().map(|(write, text)| to_row(write, text.clone())).collect(),
            catalog: has_new_tables.then_some(&*self.catalog),
            record: record.map(|(session, request, result, lines)| {
                (session, request, result, serde_json::Value::from(lines).to_string())
            }),
        };
        let clock = Clock {
            ts: now_ns.min(MAX_WALL_CLOCK_NS).max(shared.clock.ts + 1),
            creation_time: self.creation_time,
        };
        shared.database.commit(&batch, clock)?;
        shared.clock = clock;
        shared.version += 1;
        if has_new_tables {
            shared.catalog = self.catalog.clone();
        }
        let writes = writes.into_iter().map(|(write, _)| write).collect();
        Ok(Commit { ts: clock.ts, writes, reads: self.reads })
    }
}

/// The documents that differ from the snapshot, with their text to store.
fn changed_documents(
    overlay: &Overlay,
    catalog: &Catalog,
    committed: &Catalog,
) -> Vec<(DocumentWrite, Option<String>)> {
    let mut writes = Vec::new();
    for (id, change) in overlay.changes() {
        let Some(table) = catalog.tables.get(&id.table()) else { continue };
        // A document inserted and deleted again still created its table, which others may have
        // found missing.
        let is_table_new = !committed.tables.contains_key(&table.number);
        if change.old != change.new || is_table_new {
            let text = change.new.as_ref().map(|document| document.to_stored());
            writes.push((to_write(*id, table, change), text));
        }
    }
    writes
}

fn to_write(id: DocumentId, table: &Table, change: &Change) -> DocumentWrite {
    let key = |document: &Option<Arc<Document>>, index: &Index| {
        document.as_ref().map(|document| index.key(&document.value))
    };
    let keys = table.indexes.iter().map(|index| KeyChange {
        index: index.id,
        old: key(&change.old, index),
        new: key(&change.new, index),
    });
    DocumentWrite { id, table: table.name.clone(), keys: keys.collect() }
}

fn to_row(write: &DocumentWrite, text: Option<String>) -> DocumentRow {
    DocumentRow { id: write.id, text, keys: write.keys.clone() }
}
