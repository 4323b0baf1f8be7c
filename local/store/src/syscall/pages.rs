//! The syscall that reads a page.
//!
//! Owns: its arguments and its answer, and which end a page gets.
//! Leaves to others: the page itself (`query::page`), journals between runs (`transaction::journal`).

use serde_json::{Value as Json, json};

use super::arguments::Arguments;
use crate::catalog::{BY_CREATION_TIME, BY_ID};
use crate::error::SyscallError;
use crate::query::{self, Cursor, Fingerprint, Page, PageLimits, PageStatus, Position, Source, Stream, View};
use crate::store::snapshot;
use crate::transaction::Transaction;

impl Transaction {
    pub(super) fn query_page(&mut self, args: &Json) -> Result<Json, SyscallError> {
        let arguments = Arguments::new("queryPage", args);
        self.journal.check_first_page()?;
        let limits = limits(&arguments)?;
        let written = arguments.required("query")?;
        let parsed =
            query::parse(written, &self.catalog).map_err(|cause| arguments.invalid("query", &cause))?;
        self.usage.count_query()?;
        let fingerprint = Fingerprint::of(written, cursor_fields(&parsed.source));
        let start = arguments.optional_text("cursor")?;
        let start = start.map(|cursor| Cursor::parse(cursor, fingerprint)).transpose()?;
        let end = match arguments.optional_text("endCursor")? {
            Some(cursor) => Some(Cursor::parse(cursor, fingerprint)?),
            None => self.given_end(fingerprint)?,
        };
        if let Source::MissingTable(name) = &parsed.source {
            self.reads.add_missing_table(name);
        }
        let mut stream = Stream::new(query::between(parsed, start.as_ref(), end.as_ref()));
        let page = self.read_page(&mut stream, end, limits);
        if let Some((index, range)) = stream.range_read() {
            self.reads.add_range(index, range);
        }
        let Page { documents, end, middle, status } = page?;
        let is_done = end == Position::End;
        let text = |position| Cursor { position, query: fingerprint }.to_text();
        let continue_cursor = text(end);
        self.journal.end_at(&continue_cursor);
        Ok(json!({
            "page": documents,
            "isDone": is_done,
            "continueCursor": continue_cursor,
            "splitCursor": middle.map(text),
            "pageStatus": status.map(name),
        }))
    }

    /// Where the page of an earlier run ended.
    fn given_end(&mut self, query: Fingerprint) -> Result<Option<Position>, SyscallError> {
        let given = self.journal.given_end().map(|cursor| Cursor::parse(cursor, query)).transpose();
        if given.is_err() {
            self.journal.forget_given();
        }
        given
    }

    fn read_page(
        &mut self,
        stream: &mut Stream,
        end: Option<Position>,
        limits: PageLimits,
    ) -> Result<Page, SyscallError> {
        let shared = snapshot(&self.shared, self.version)?;
        let mut view = View { database: &shared.database, overlay: &self.overlay, usage: &mut self.usage };
        Page::read(stream, &mut view, end, limits)
    }
}

fn limits(arguments: &Arguments<'_>) -> Result<PageLimits, SyscallError> {
    let size = arguments.count("pageSize")?;
    if size == 0 {
        return Err(SyscallError::new("Must request at least 1 document while paginating"));
    }
    Ok(PageLimits {
        size,
        // At least one, so that a reader makes progress.
        rows: arguments.optional_count("maximumRowsRead")?.map(|rows| rows.max(1)),
        bytes: arguments.optional_count("maximumBytesRead")?.map(|bytes| bytes.max(1)),
    })
}

/// The fields of an index that the schema may change; a table that is not there yet has none.
fn cursor_fields(source: &Source) -> &[String] {
    match source {
        Source::Index { index, .. } if !matches!(index.name.as_str(), BY_ID | BY_CREATION_TIME) => {
            &index.fields
        }
        _ => &[],
    }
}

fn name(status: PageStatus) -> &'static str {
    match status {
        PageStatus::SplitRecommended => "SplitRecommended",
        PageStatus::SplitRequired => "SplitRequired",
    }
}
