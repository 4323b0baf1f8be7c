//! Writing to the SQLite file.
//!
//! Owns: that a commit is one SQLite transaction, and so is a schema change.
//! Leaves to others: computing keys and checking documents.

use rusqlite::{Connection, TransactionBehavior, params};

use super::{Clock, Database, failure};
use crate::catalog::{BY_CREATION_TIME, Catalog, Index, IndexId, Table};
use crate::document::parse_stored;
use crate::document_id::DocumentId;
use crate::error::StoreError;
use crate::value::Value;

/// Everything one commit writes.
#[derive(Debug, Default)]
pub(crate) struct CommitBatch<'a> {
    pub(crate) documents: Vec<DocumentRow>,
    /// Given when tables or indexes changed.
    pub(crate) catalog: Option<&'a Catalog>,
    /// Session id, request id, result JSON, log lines as JSON.
    pub(crate) record: Option<(&'a str, u32, &'a str, String)>,
}

/// A changed document.
#[derive(Debug)]
pub(crate) struct DocumentRow {
    pub(crate) id: DocumentId,
    /// As to be stored; `None` deletes.
    pub(crate) text: Option<String>,
    pub(crate) keys: Vec<KeyChange>,
}

/// Where a document stands in one index, before and after.
#[derive(Clone, Debug)]
pub(crate) struct KeyChange {
    pub(crate) index: IndexId,
    pub(crate) old: Option<Vec<u8>>,
    pub(crate) new: Option<Vec<u8>>,
}

impl Database {
    /// Writes a batch and the clocks at once.
    pub(crate) fn commit(&mut self, batch: &CommitBatch<'_>, clock: Clock) -> Result<(), StoreError> {
        self.in_transaction(|connection| {
            if let Some(catalog) = batch.catalog {
                write_catalog(connection, catalog)?;
            }
            batch.documents.iter().try_for_each(|row| write_document(connection, row))?;
            if let Some((session_id, request_id, result, log_lines)) = &batch.record {
                let sql = "INSERT OR REPLACE INTO session_requests VALUES (?1, ?2, ?3, ?4, ?5)";
                let values = params![session_id, request_id, result, log_lines, clock.ts.cast_signed()];
                execute(connection, sql, values, "recording a mutation")?;
            }
            write_clock(connection, clock)
        })
    }

    /// Replaces the catalog: drops and fills indexes, after `check` accepted every document.
    pub(crate) fn change_schema(
        &mut self,
        change: &SchemaChange<'_>,
        check: impl Fn(&Table, &str, &Value) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.in_transaction(|connection| {
            for table in &change.checked {
                for_each_document(connection, table, |id, value| check(table, id, value))?;
            }
            for index in &change.dropped {
                execute(
                    connection,
                    "DELETE FROM idx WHERE index_id = ?1",
                    params![index.0],
                    "dropping an index",
                )?;
            }
            for (table, index) in &change.filled {
                fill_index(connection, table, index)?;
            }
            write_catalog(connection, change.catalog)?;
            let schema = change.catalog.schema.source.to_string();
            execute(connection, "UPDATE meta SET schema = ?1", params![schema], "storing the schema")?;
            write_clock(connection, change.clock)
        })
    }

    fn in_transaction(
        &mut self,
        write: impl FnOnce(&Connection) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let behavior = TransactionBehavior::Immediate;
        let transaction =
            self.connection.transaction_with_behavior(behavior).map_err(failure("starting a commit"))?;
        write(&transaction)?;
        transaction.commit().map_err(failure("committing"))
    }
}

/// What a new schema does to the stored rows.
pub(crate) struct SchemaChange<'a> {
    /// The catalog as it will be.
    pub(crate) catalog: &'a Catalog,
    pub(crate) clock: Clock,
    /// Tables whose documents must be checked.
    pub(crate) checked: Vec<&'a Table>,
    pub(crate) dropped: Vec<IndexId>,
    pub(crate) filled: Vec<(&'a Table, &'a Index)>,
}

fn write_document(connection: &Connection, row: &DocumentRow) -> Result<(), StoreError> {
    let id = row.id.to_string();
    match &row.text {
        Some(text) => {
            let sql = "INSERT INTO docs VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET json = excluded.json";
            execute(connection, sql, params![id, text], "writing a document")?;
        }
        None => execute(connection, "DELETE FROM docs WHERE id = ?1", params![id], "deleting a document")?,
    }
    for change in row.keys.iter().filter(|change| change.old != change.new) {
        if let Some(old) = &change.old {
            let sql = "DELETE FROM idx WHERE index_id = ?1 AND key = ?2";
            execute(connection, sql, params![change.index.0, old], "updating an index")?;
        }
        if let Some(new) = &change.new {
            write_index_row(connection, change.index, new, &id)?;
        }
    }
    Ok(())
}

fn write_index_row(connection: &Connection, index: IndexId, key: &[u8], id: &str) -> Result<(), StoreError> {
    execute(connection, "INSERT INTO idx VALUES (?1, ?2, ?3)", params![index.0, key, id], "updating an index")
}

fn fill_index(connection: &Connection, table: &Table, index: &Index) -> Result<(), StoreError> {
    for_each_document(connection, table, |id, value| {
        write_index_row(connection, index.id, &index.key(value), id)
    })
}

fn for_each_document(
    connection: &Connection,
    table: &Table,
    mut visit: impl FnMut(&str, &Value) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let fail = failure("reading the documents of a table");
    let Some(all) = table.index(BY_CREATION_TIME) else { return Ok(()) };
    let sql = "SELECT d.id, d.json FROM idx i JOIN docs d ON d.id = i.doc_id WHERE i.index_id = ?1";
    let mut statement = connection.prepare_cached(sql).map_err(&fail)?;
    let mut rows = statement.query([all.id.0]).map_err(&fail)?;
    while let Some(row) = rows.next().map_err(&fail)? {
        let id: String = row.get(0).map_err(&fail)?;
        let text: String = row.get(1).map_err(&fail)?;
        visit(&id, &parse_stored(&text)?)?;
    }
    Ok(())
}

/// Small and rarely changed, so it is rewritten as a whole.
pub(super) fn write_catalog(connection: &Connection, catalog: &Catalog) -> Result<(), StoreError> {
    let during = "storing the catalog";
    execute(connection, "DELETE FROM tables", params![], during)?;
    execute(connection, "DELETE FROM indexes", params![], during)?;
    for table in catalog.tables.values() {
        execute(
            connection,
            "INSERT INTO tables VALUES (?1, ?2)",
            params![table.number.0, table.name],
            during,
        )?;
        for index in &table.indexes {
            let fields = serde_json::Value::from(index.fields.as_slice()).to_string();
            let values = params![index.id.0, table.number.0, index.name, fields];
            execute(connection, "INSERT INTO indexes VALUES (?1, ?2, ?3, ?4)", values, during)?;
        }
    }
    execute(connection, "UPDATE meta SET next_index = ?1", params![catalog.next_index.0], during)
}

fn write_clock(connection: &Connection, clock: Clock) -> Result<(), StoreError> {
    let values = params![clock.ts.cast_signed(), clock.creation_time];
    execute(connection, "UPDATE meta SET ts = ?1, creation_time = ?2", values, "advancing the clock")
}

fn execute(
    connection: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
    during: &'static str,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(failure(during))?;
    statement.execute(values).map_err(failure(during))?;
    Ok(())
}
