//! The tables inside the SQLite file, and reading the catalog from them.
//!
//! Owns: creating the file's layout, its version, and what is loaded at opening.
//! Leaves to others: writing (`commit`).

use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::commit::write_catalog;
use super::failure;
use crate::catalog::{Catalog, Index, IndexId, Table};
use crate::document_id::TableNumber;
use crate::error::StoreError;
use crate::schema::Schema;
use crate::table_map::TableMap;

const LAYOUT_VERSION: i64 = 1;
/// How long to wait for a predecessor that is just ending.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a recorded mutation answers a reconnecting client, at least: as in the real backend,
/// as clients that keep unsent mutations for days count on it.
const RECORDS_KEPT_NS: i64 = 14 * 24 * 3600 * 1_000_000_000;

const LAYOUT: &str = "
    CREATE TABLE IF NOT EXISTS docs (id TEXT PRIMARY KEY, json TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS idx (
        index_id INTEGER NOT NULL, key BLOB NOT NULL, doc_id TEXT NOT NULL,
        PRIMARY KEY (index_id, key)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS tables (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE IF NOT EXISTS indexes (
        id INTEGER PRIMARY KEY, table_number INTEGER NOT NULL, name TEXT NOT NULL, fields TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS session_requests (
        session_id TEXT NOT NULL, request_id INTEGER NOT NULL,
        result TEXT NOT NULL, log_lines TEXT NOT NULL, ts INTEGER NOT NULL,
        PRIMARY KEY (session_id, request_id)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS meta (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        ts INTEGER NOT NULL, creation_time REAL NOT NULL, next_index INTEGER NOT NULL, schema TEXT NOT NULL
    );
";

/// The two clocks that never go back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Clock {
    /// The timestamp of the last commit, in ns.
    pub(crate) ts: u64,
    /// The latest `_creationTime` given, in ms.
    pub(crate) creation_time: f64,
}

/// Locks the file, creates what is missing, and loads the catalog.
pub(super) fn prepare(connection: &mut Connection, now_ns: u64) -> Result<(Catalog, Clock), StoreError> {
    let fail = failure("opening the file");
    connection.busy_timeout(PATIENCE).map_err(&fail)?;
    // Exclusive: a second process must fail here, not corrupt what this one has cached.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE").map_err(&fail)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(&fail)?;
    connection.pragma_update(None, "synchronous", "NORMAL").map_err(&fail)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&fail)?;
    check_version(&transaction)?;
    transaction.execute_batch(LAYOUT).map_err(&fail)?;
    let first = "INSERT OR IGNORE INTO meta VALUES (1, ?1, 0.0, 1, ?2)";
    let now = i64::try_from(now_ns.max(1)).unwrap_or(i64::MAX);
    transaction.execute(first, (now, Schema::empty().source.to_string())).map_err(&fail)?;
    let forget = "DELETE FROM session_requests WHERE ts < (SELECT ts FROM meta) - ?1";
    transaction.execute(forget, [RECORDS_KEPT_NS]).map_err(&fail)?;
    let loaded = load(&transaction)?;
    write_catalog(&transaction, &loaded.0)?;
    transaction.commit().map_err(&fail)?;
    Ok(loaded)
}

fn check_version(connection: &Connection) -> Result<(), StoreError> {
    let fail = failure("reading the layout version");
    let version: i64 =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(&fail)?;
    match version {
        0 => connection.pragma_update(None, "user_version", LAYOUT_VERSION).map_err(&fail),
        LAYOUT_VERSION => Ok(()),
        other => Err(StoreError::Damaged(format!(
            "its layout has version {other}, this program reads version {LAYOUT_VERSION}"
        ))),
    }
}

fn load(connection: &Connection) -> Result<(Catalog, Clock), StoreError> {
    let mut catalog = Catalog::new();
    let (clock, next_index, schema) = load_meta(connection)?;
    catalog.next_index = next_index;
    catalog.schema = Arc::new(schema);
    load_tables(connection, &mut catalog)?;
    // In a new file, and for system tables a later version adds.
    for (name, _) in TableMap::default().iter() {
        catalog.ensure_table(name);
    }
    Ok((catalog, clock))
}

fn load_meta(connection: &Connection) -> Result<(Clock, IndexId, Schema), StoreError> {
    let sql = "SELECT ts, creation_time, next_index, schema FROM meta";
    let row = connection.query_row(sql, [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?))
    });
    let (ts, creation_time, next_index, schema) = row.map_err(failure("reading the clocks"))?;
    let schema =
        parse_schema(&schema).map_err(|cause| StoreError::Damaged(format!("its schema: {cause}")))?;
    Ok((Clock { ts: ts.unsigned_abs(), creation_time }, IndexId(next_index), schema))
}

fn parse_schema(text: &str) -> Result<Schema, String> {
    let json = serde_json::from_str(text).map_err(|cause| cause.to_string())?;
    Schema::from_json(&json).map_err(|cause| cause.to_string())
}

fn load_tables(connection: &Connection, catalog: &mut Catalog) -> Result<(), StoreError> {
    let fail = failure("reading the tables");
    let mut statement = connection.prepare("SELECT number, name FROM tables").map_err(&fail)?;
    let rows = statement.query_map([], |row| Ok((TableNumber(row.get(0)?), row.get(1)?))).map_err(&fail)?;
    for row in rows {
        let (number, name): (TableNumber, String) = row.map_err(&fail)?;
        let indexes = load_indexes(connection, number)?;
        catalog.insert_table(Table { number, name, indexes });
    }
    Ok(())
}

fn load_indexes(connection: &Connection, table: TableNumber) -> Result<Vec<Arc<Index>>, StoreError> {
    let fail = failure("reading the indexes");
    let sql = "SELECT id, name, fields FROM indexes WHERE table_number = ?1 ORDER BY id";
    let mut statement = connection.prepare_cached(sql).map_err(&fail)?;
    let rows = statement
        .query_map([table.0], |row| Ok((IndexId(row.get(0)?), row.get(1)?, row.get::<_, String>(2)?)))
        .map_err(&fail)?;
    let mut indexes = Vec::new();
    for row in rows {
        let (id, name, fields) = row.map_err(&fail)?;
        let fields = serde_json::from_str(&fields)
            .ok()
            .and_then(|json: serde_json::Value| text_list(&json))
            .ok_or_else(|| StoreError::Damaged(format!("the fields of index {name}")))?;
        indexes.push(Arc::new(Index { id, name, fields }));
    }
    Ok(indexes)
}

fn text_list(json: &serde_json::Value) -> Option<Vec<String>> {
    json.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}
