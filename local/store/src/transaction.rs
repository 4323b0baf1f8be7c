//! Transactions.

use std::sync::Arc;

use serde_json::Value as Json;

use crate::error::{StoreError, SyscallError};
use crate::read_set::{DocumentWrite, ReadSet};
use crate::table_map::TableMap;

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
pub struct Transaction {}

/// A point to roll back to.
#[derive(Clone, Debug)]
pub struct Savepoint {}

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
    /// Runs a `db` syscall, sync or async. `None`: not a `db` operation.
    pub fn syscall(
        &mut self,
        _access: Access,
        op: &str,
        _args: &Json,
    ) -> Option<Result<Json, SyscallError>> {
        let refusal = format!("`{op}` is not supported yet by the local deployment");
        Some(Err(SyscallError::new(refusal)))
    }

    /// The tables as this transaction sees them (its own new ones included).
    pub fn tables(&self) -> Arc<TableMap> {
        Arc::default()
    }

    /// Marks the writes so far, for [`Transaction::rollback`].
    pub fn savepoint(&mut self) -> Savepoint {
        Savepoint {}
    }

    /// Undoes the writes since `to`; what was read stays read.
    pub fn rollback(&mut self, _to: Savepoint) {}

    /// The timestamp of the snapshot, in ns.
    pub fn begin_ts(&self) -> u64 {
        1
    }

    /// Ends a query: nothing is written.
    pub fn finish_read(self) -> ReadSet {
        ReadSet
    }

    /// Writes documents, indexes, the session record (session id, request id, result JSON, log
    /// lines) and the timestamp at once. No writes and no record: no new timestamp.
    pub fn commit(
        self,
        _now_ns: u64,
        _record: Option<(&str, u32, &str, &[String])>,
    ) -> Result<Commit, StoreError> {
        Err(StoreError::SnapshotGone)
    }
}
