//! The SQLite file: documents, index rows, recorded mutations, and the catalog.
//!
//! Owns: the connection and all SQL (`layout`: tables and catalog; `commit`: writing).
//! Leaves to others: what rows mean, and transactions as functions see them.
//!
//! Durability: the journal is a write-ahead log with `synchronous=NORMAL`. A commit is in the log,
//! that is with the operating system, before it is acknowledged; killing the process cannot take it
//! back. Only a power failure may lose the last commits, and even then each of them as a whole.

mod commit;
mod layout;

use std::ops::Range;
use std::path::Path;

use rusqlite::{CachedStatement, Connection, ErrorCode, OptionalExtension, params};

use crate::catalog::{Catalog, IndexId};
use crate::document_id::DocumentId;
use crate::error::StoreError;

pub(crate) use commit::{CommitBatch, DocumentRow, KeyChange, SchemaChange};
pub(crate) use layout::Clock;

/// One open database, held by this process alone.
#[derive(Debug)]
pub(crate) struct Database {
    connection: Connection,
}

/// In which direction an index is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Asc,
    Desc,
}

/// One row of an index with its document.
#[derive(Debug)]
pub(crate) struct ScannedRow {
    pub(crate) key: Vec<u8>,
    /// The document as stored.
    pub(crate) text: String,
}

/// What was recorded when a mutation committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredRecord {
    pub(crate) result: String,
    pub(crate) log_lines: String,
    pub(crate) ts: i64,
}

impl Database {
    /// Opens `path` (or memory) with the catalog and clock it holds; `now_ns` is for a new one.
    pub(crate) fn open(path: Option<&Path>, now_ns: u64) -> Result<(Database, Catalog, Clock), StoreError> {
        let opened = match path {
            Some(path) => Connection::open(path),
            None => Connection::open_in_memory(),
        };
        let mut connection = opened.map_err(failure("opening the file"))?;
        let (catalog, clock) =
            layout::prepare(&mut connection, now_ns).map_err(|error| name_holder(error, path))?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok((Database { connection }, catalog, clock))
    }

    /// A document as stored.
    pub(crate) fn document(&self, id: &DocumentId) -> Result<Option<String>, StoreError> {
        let mut statement = self.prepare("SELECT json FROM docs WHERE id = ?1")?;
        let row = statement.query_row([id.to_string()], |row| row.get(0));
        row.optional().map_err(failure("reading a document"))
    }

    /// Up to `limit` rows of an index whose keys lie in `range`.
    pub(crate) fn scan(
        &self,
        index: IndexId,
        range: &Range<Vec<u8>>,
        order: Order,
        limit: usize,
    ) -> Result<Vec<ScannedRow>, StoreError> {
        let sql = match order {
            Order::Asc => {
                "SELECT i.key, d.json FROM idx i JOIN docs d ON d.id = i.doc_id
                 WHERE i.index_id = ?1 AND i.key >= ?2 AND i.key < ?3 ORDER BY i.key ASC LIMIT ?4"
            }
            Order::Desc => {
                "SELECT i.key, d.json FROM idx i JOIN docs d ON d.id = i.doc_id
                 WHERE i.index_id = ?1 AND i.key >= ?2 AND i.key < ?3 ORDER BY i.key DESC LIMIT ?4"
            }
        };
        let mut statement = self.prepare(sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement
            .query_map(params![index.0, range.start, range.end, limit], |row| {
                Ok(ScannedRow { key: row.get(0)?, text: row.get(1)? })
            })
            .map_err(failure("reading an index"))?;
        rows.collect::<Result<_, _>>().map_err(failure("reading an index"))
    }

    /// How many rows an index has.
    pub(crate) fn count(&self, index: IndexId) -> Result<u64, StoreError> {
        let mut statement = self.prepare("SELECT count(*) FROM idx WHERE index_id = ?1")?;
        let count: i64 =
            statement.query_row([index.0], |row| row.get(0)).map_err(failure("counting documents"))?;
        Ok(count.unsigned_abs())
    }

    /// What was recorded for a mutation.
    pub(crate) fn record(
        &self,
        session_id: &str,
        request_id: u32,
    ) -> Result<Option<StoredRecord>, StoreError> {
        let mut statement = self.prepare(
            "SELECT result, log_lines, ts FROM session_requests WHERE session_id = ?1 AND request_id = ?2",
        )?;
        let row = statement.query_row(params![session_id, request_id], |row| {
            Ok(StoredRecord { result: row.get(0)?, log_lines: row.get(1)?, ts: row.get(2)? })
        });
        row.optional().map_err(failure("reading a recorded mutation"))
    }

    fn prepare(&self, sql: &str) -> Result<CachedStatement<'_>, StoreError> {
        self.connection.prepare_cached(sql).map_err(failure("preparing a statement"))
    }
}

/// Turns an SQLite error into ours.
fn failure(during: &'static str) -> impl Fn(rusqlite::Error) -> StoreError {
    move |source| StoreError::Sqlite { during, source }
}

fn name_holder(error: StoreError, path: Option<&Path>) -> StoreError {
    match (&error, path) {
        (StoreError::Sqlite { source, .. }, Some(path))
            if source.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) =>
        {
            StoreError::InUse(path.to_owned())
        }
        _ => error,
    }
}
