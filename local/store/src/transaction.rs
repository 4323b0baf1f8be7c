//! Transactions as functions see them.
//!
//! Owns: the state of one transaction and its life: begin, savepoint, rollback, end (`commit`).
//! Leaves to others: the syscalls that read and write (`syscall`), own writes (`overlay`).

mod commit;
mod journal;
mod overlay;
mod usage;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::catalog::Catalog;
use crate::database::Clock;
use crate::document::Document;
use crate::document_id::DocumentId;
use crate::error::{StoreError, SyscallError};
use crate::query::Stream;
use crate::read_set::ReadSet;
use crate::store::{Shared, lock, snapshot};
use crate::table_map::TableMap;

pub use commit::Commit;
pub use journal::PageJournal;
pub(crate) use overlay::Overlay;
pub use usage::Usage;

/// What the running function may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Queries.
    ReadOnly,
    /// Mutations.
    ReadWrite,
}

/// Reads from one snapshot, and writes that only this transaction sees until it commits.
/// It borrows nothing (so JavaScript host functions can hold it); dropping it discards the writes.
#[derive(Debug)]
pub struct Transaction {
    pub(crate) shared: Arc<Mutex<Shared>>,
    /// The state of the store the transaction began on.
    pub(crate) version: u64,
    pub(crate) begin: Clock,
    pub(crate) now_ms: f64,
    /// With the tables this transaction created.
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) overlay: Overlay,
    pub(crate) streams: BTreeMap<u64, Stream>,
    pub(crate) next_stream: u64,
    pub(crate) reads: ReadSet,
    /// The latest `_creationTime` given.
    pub(crate) creation_time: f64,
    pub(crate) usage: Usage,
    /// Of the function that runs.
    pub(crate) journal: PageJournal,
}

/// A point to roll back to.
#[derive(Clone, Debug)]
pub struct Savepoint {
    writes: usize,
    catalog: Arc<Catalog>,
}

impl Transaction {
    pub(crate) fn new(shared: Arc<Mutex<Shared>>, now_ms: f64) -> Transaction {
        let (version, begin, catalog) = {
            let state = lock(&shared);
            (state.version, state.clock, state.catalog.clone())
        };
        Transaction {
            shared,
            version,
            begin,
            now_ms: if now_ms.is_finite() { now_ms } else { 0.0 },
            catalog,
            overlay: Overlay::default(),
            streams: BTreeMap::new(),
            next_stream: 0,
            reads: ReadSet::default(),
            creation_time: begin.creation_time,
            usage: Usage::default(),
            journal: PageJournal::default(),
        }
    }

    /// The timestamp of the snapshot, in ns.
    pub fn begin_ts(&self) -> u64 {
        self.begin.ts
    }

    /// The tables as this transaction sees them (its own new ones included).
    pub fn tables(&self) -> Arc<TableMap> {
        self.catalog.map.clone()
    }

    /// How much was read and written so far.
    pub fn usage(&self) -> Usage {
        self.usage
    }

    /// Marks the writes so far, for [`Transaction::rollback`].
    pub fn savepoint(&mut self) -> Savepoint {
        Savepoint { writes: self.overlay.mark(), catalog: self.catalog.clone() }
    }

    /// Undoes the writes since `to`; what was read stays read.
    pub fn rollback(&mut self, to: Savepoint) {
        self.overlay.rollback(to.writes, &self.catalog);
        // Reads of a table that is gone again were of an index nobody else will write to; what they
        // depend on now is that the table does not exist.
        for table in
            self.catalog.tables.values().filter(|table| !to.catalog.tables.contains_key(&table.number))
        {
            self.reads.add_missing_table(&table.name);
        }
        self.catalog = to.catalog;
    }

    /// Ends a query: nothing is written.
    pub fn finish_read(mut self) -> ReadSet {
        self.close_streams();
        self.reads
    }

    /// A document as this transaction sees it, and the note that it was read.
    pub(crate) fn read_document(&mut self, id: DocumentId) -> Result<Option<Arc<Document>>, SyscallError> {
        self.reads.add_document(id);
        let document = match self.overlay.document(&id) {
            Some(own) => own,
            None => self.stored_document(id)?.map(Arc::new),
        };
        self.usage.count_read(document.as_ref().map_or(0, |document| document.value.size()))?;
        Ok(document)
    }

    /// A document as of the snapshot.
    pub(crate) fn stored_document(&self, id: DocumentId) -> Result<Option<Document>, StoreError> {
        let text = snapshot(&self.shared, self.version)?.database.document(&id)?;
        text.map(|text| Document::from_stored(id, &text)).transpose()
    }

    /// Ends a query stream; whether there was one.
    pub(crate) fn close_stream(&mut self, id: u64) -> bool {
        let Some(stream) = self.streams.remove(&id) else { return false };
        if let Some((index, range)) = stream.range_read() {
            self.reads.add_range(index, range);
        }
        true
    }

    fn close_streams(&mut self) {
        let open: Vec<u64> = self.streams.keys().copied().collect();
        for id in open {
            self.close_stream(id);
        }
    }
}
