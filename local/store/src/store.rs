//! The store: opening, schema changes, and starting transactions.

use std::path::Path;
use std::sync::Arc;

use crate::error::StoreError;
use crate::schema::Schema;
use crate::table_map::TableMap;
use crate::transaction::Transaction;

/// Where the data lives.
#[derive(Clone, Copy, Debug)]
pub enum Location<'a> {
    /// Nowhere: gone when the store is dropped.
    Memory,
    /// One SQLite file, created when absent (its folder must exist).
    File(&'a Path),
}

/// A database. `Send`, and every method takes `&self`.
#[derive(Debug)]
pub struct Store {}

impl Store {
    /// Opens or creates the database and takes it for this process alone.
    pub fn open(_location: Location<'_>) -> Result<Store, StoreError> {
        Ok(Store {})
    }

    /// Puts a schema in force. On an error the old schema and data stay as they were.
    pub fn apply_schema(&self, _schema: Schema) -> Result<(), StoreError> {
        Err(StoreError::SchemaRefused("not supported yet by the local deployment".into()))
    }

    /// The tables as of the last commit (`validator.check(&value, &store.tables())`).
    pub fn tables(&self) -> Arc<TableMap> {
        Arc::default()
    }

    /// The timestamp of the last commit, in ns. Positive, and never lower after a restart.
    pub fn latest_ts(&self) -> u64 {
        1
    }

    /// Starts a transaction on the data as of `latest_ts`; `now_ms` is the wall clock in ms.
    pub fn begin(&self, _now_ms: f64) -> Transaction {
        Transaction {}
    }

    /// The outcome of a mutation that committed under this session and request id.
    pub fn session_record(
        &self,
        _session_id: &str,
        _request_id: u32,
    ) -> Result<Option<SessionRecord>, StoreError> {
        Ok(None)
    }
}

/// The recorded outcome of a committed mutation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRecord {
    /// The result as Convex-encoded JSON text.
    pub result: String,
    /// The log lines of the run.
    pub log_lines: Vec<String>,
    /// When it committed, in ns.
    pub ts: u64,
}
