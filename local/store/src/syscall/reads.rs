//! The syscalls that read.

use serde_json::{Value as Json, json};

use super::arguments::Arguments;
use crate::catalog::BY_CREATION_TIME;
use crate::document_id::DocumentId;
use crate::error::SyscallError;
use crate::query::{self, Source, Stream, View};
use crate::store::snapshot;
use crate::table_map::is_system_table;
use crate::transaction::Transaction;

impl Transaction {
    pub(super) fn get(&mut self, args: &Json) -> Result<Json, SyscallError> {
        let arguments = Arguments::new("db.get", args);
        let id = arguments.id()?;
        self.usage.count_query()?;
        let Some(table) = self.catalog.map.table_of(&id) else {
            self.reads.add_document(id);
            return Ok(Json::Null);
        };
        match (is_system_table(table), arguments.flag("isSystem")) {
            (true, false) => {
                return Err(SyscallError::new("System tables can only be accessed with db.system."));
            }
            (false, true) => return Err(SyscallError::new("User tables cannot be accessed with db.system.")),
            _ => arguments.check_table(table)?,
        }
        let document = self.read_document(id)?;
        Ok(document.map_or(Json::Null, |document| document.value.to_json()))
    }

    pub(super) fn normalize_id(&mut self, args: &Json) -> Result<Json, SyscallError> {
        let arguments = Arguments::new("db.normalizeId", args);
        let (table, text) = (arguments.text("table")?, arguments.text("idString")?);
        let number = self.catalog.map.number(table);
        if number.is_none() {
            self.reads.add_missing_table(table);
        }
        let id = DocumentId::parse(text).ok().filter(|id| Some(id.table()) == number);
        Ok(json!({ "id": id.map(|id| id.to_string()) }))
    }

    pub(super) fn count(&mut self, args: &Json) -> Result<Json, SyscallError> {
        let name = Arguments::new("db.query.count", args).text("table")?;
        self.usage.count_query()?;
        let table = self.catalog.table(name);
        let Some((table, index)) = table.and_then(|table| Some((table, table.index(BY_CREATION_TIME)?)))
        else {
            self.reads.add_missing_table(name);
            return Ok(json!(0));
        };
        self.reads.add_range(index.id, query::everything());
        let stored = snapshot(&self.shared, self.version)?.database.count(index.id)?;
        let own = self.overlay.changes().filter(|(id, _)| id.table() == table.number);
        let grown: i64 =
            own.map(|(_, change)| i64::from(change.new.is_some()) - i64::from(change.old.is_some())).sum();
        Ok(json!(stored.saturating_add_signed(grown)))
    }

    pub(super) fn open_query(&mut self, args: &Json) -> Result<Json, SyscallError> {
        let arguments = Arguments::new("queryStream", args);
        let query = query::parse(arguments.required("query")?, &self.catalog)
            .map_err(|cause| arguments.invalid("query", &cause))?;
        self.usage.count_query()?;
        if let Source::MissingTable(name) = &query.source {
            self.reads.add_missing_table(name);
        }
        let handle = self.next_stream;
        self.next_stream += 1;
        self.streams.insert(handle, Stream::new(query));
        Ok(json!({ "queryId": handle }))
    }

    pub(super) fn next_of_query(&mut self, args: &Json) -> Result<Json, SyscallError> {
        let arguments = Arguments::new("queryStreamNext", args);
        let handle = arguments.handle("queryId")?;
        let stream = self.streams.get_mut(&handle);
        let stream =
            stream.ok_or_else(|| arguments.invalid("queryId", &format!("query {handle} is not open")))?;
        let shared = snapshot(&self.shared, self.version)?;
        let mut view = View { database: &shared.database, overlay: &self.overlay, usage: &mut self.usage };
        let next = stream.next(&mut view)?;
        let done = next.is_none();
        Ok(json!({ "value": next, "done": done }))
    }

    pub(super) fn close_query(&mut self, args: &Json) -> Result<Json, SyscallError> {
        let handle = Arguments::new("queryCleanup", args).handle("queryId")?;
        Ok(Json::Bool(self.close_stream(handle)))
    }
}
