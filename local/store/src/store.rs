//! The store: opening it and starting transactions.
//!
//! Owns: the state all transactions share.
//! Leaves to others: changing the schema (`apply_schema`), SQL (`database`).

mod apply_schema;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::catalog::Catalog;
use crate::database::{Clock, Database};
use crate::error::StoreError;
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
pub struct Store {
    shared: Arc<Mutex<Shared>>,
}

/// What the last commit left.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) database: Database,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) clock: Clock,
    /// Counts commits and schema changes since opening: transactions of an older one are over.
    pub(crate) version: u64,
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

impl Store {
    /// Opens or creates the database and takes it for this process alone. A new one starts its
    /// timestamps at the wall clock.
    pub fn open(location: Location<'_>) -> Result<Store, StoreError> {
        let path = match location {
            Location::Memory => None,
            Location::File(path) => Some(path),
        };
        let (database, catalog, clock) = Database::open(path, wall_clock_ns())?;
        let shared = Shared { database, catalog: Arc::new(catalog), clock, version: 0 };
        Ok(Store { shared: Arc::new(Mutex::new(shared)) })
    }

    /// The tables as of the last commit (`validator.check(&value, &store.tables())`).
    pub fn tables(&self) -> Arc<TableMap> {
        lock(&self.shared).catalog.map.clone()
    }

    /// The timestamp of the last commit, in ns. Positive, and never lower after a restart.
    pub fn latest_ts(&self) -> u64 {
        lock(&self.shared).clock.ts
    }

    /// Starts a transaction on the data as of `latest_ts`; `now_ms` is the wall clock in ms.
    pub fn begin(&self, now_ms: f64) -> Transaction {
        Transaction::new(self.shared.clone(), now_ms)
    }

    /// The outcome of a mutation that committed under this session and request id.
    pub fn session_record(
        &self,
        session_id: &str,
        request_id: u32,
    ) -> Result<Option<SessionRecord>, StoreError> {
        let Some(stored) = lock(&self.shared).database.record(session_id, request_id)? else {
            return Ok(None);
        };
        let log_lines = parse_lines(&stored.log_lines)
            .ok_or_else(|| StoreError::Damaged(format!("the log lines recorded for request {request_id}")))?;
        Ok(Some(SessionRecord { result: stored.result, log_lines, ts: stored.ts.unsigned_abs() }))
    }
}

/// The shared state. A panic elsewhere cannot leave it half changed: it is assigned after storing.
pub(crate) fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The shared state if it is still the one a transaction began on.
pub(crate) fn snapshot(shared: &Mutex<Shared>, version: u64) -> Result<MutexGuard<'_, Shared>, StoreError> {
    let state = lock(shared);
    if state.version == version { Ok(state) } else { Err(StoreError::SnapshotGone) }
}

fn parse_lines(text: &str) -> Option<Vec<String>> {
    let json: serde_json::Value = serde_json::from_str(text).ok()?;
    json.as_array()?.iter().map(|line| line.as_str().map(str::to_owned)).collect()
}

/// Timestamps of a new store must exceed those clients saw of a deleted one.
fn wall_clock_ns() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(now.as_nanos()).unwrap_or(u64::MAX / 2)
}
