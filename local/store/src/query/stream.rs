//! Running a query row by row.
//!
//! Owns: merging stored rows with the transaction's own writes, in index order, and how far the
//! query has read. A write during the iteration is seen if its key is still ahead.
//! Leaves to others: what becomes of the range read (`read_set`).

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value as Json;

use super::{Operator, Query, Source};
use crate::catalog::{Index, IndexId};
use crate::database::{Database, Order, ScannedRow};
use crate::document::{Document, parse_stored_json};
use crate::error::{StoreError, SyscallError};
use crate::index_key::successor;
use crate::transaction::{Overlay, Usage};
use crate::value::Value;

/// Tiny in tests, so that few rows already cross batches.
const FIRST_BATCH: usize = if cfg!(test) { 2 } else { 16 };
const LARGEST_BATCH: usize = 128;

/// A running query.
#[derive(Debug)]
pub(crate) struct Stream {
    rows: Option<Rows>,
    operators: Vec<Step>,
}

/// An operator with its progress.
#[derive(Debug)]
struct Step {
    operator: Operator,
    /// For a limit: how many rows went through.
    passed: u64,
}

/// The rows of an index range, stored and own ones merged.
#[derive(Debug)]
struct Rows {
    index: Arc<Index>,
    order: Order,
    whole: Range<Vec<u8>>,
    /// What is still ahead; what is behind counts as read.
    ahead: Range<Vec<u8>>,
    /// Stored rows fetched and not yet passed.
    fetched: VecDeque<ScannedRow>,
    /// What the database was not yet asked for; `None` when it has no more.
    unfetched: Option<Range<Vec<u8>>>,
    batch: usize,
}

/// One row: its document as stored, or as this transaction wrote it.
enum Row {
    Stored(ScannedRow),
    Written { key: Vec<u8>, document: Arc<Document> },
}

/// A row that a stream has passed.
pub(crate) struct RowRead {
    pub(crate) key: Vec<u8>,
    pub(crate) bytes: usize,
    /// `None`: the query's filters dropped it.
    pub(crate) document: Option<Json>,
}

/// What a stream reads from.
pub(crate) struct View<'a> {
    pub(crate) database: &'a Database,
    pub(crate) overlay: &'a Overlay,
    pub(crate) usage: &'a mut Usage,
}

impl Stream {
    pub(crate) fn new(query: Query) -> Stream {
        let rows = match query.source {
            Source::Index { index, range, order } => {
                Some(Rows::new(index, range, order, first_batch(&query.operators)))
            }
            Source::MissingTable(_) => None,
        };
        let operators = query.operators.into_iter().map(|operator| Step { operator, passed: 0 }).collect();
        Stream { rows, operators }
    }

    /// The next document, or `None` at the end.
    pub(crate) fn next(&mut self, view: &mut View<'_>) -> Result<Option<Json>, SyscallError> {
        while let Some(row) = self.next_row(view)? {
            if row.document.is_some() {
                return Ok(row.document);
            }
        }
        Ok(None)
    }

    /// Reads one row, whether it is part of the result or not; `None` at the end.
    pub(crate) fn next_row(&mut self, view: &mut View<'_>) -> Result<Option<RowRead>, SyscallError> {
        // A limit stops before the next row is touched, so that row is not depended on.
        if self.operators.iter().any(Step::is_used_up) {
            return Ok(None);
        }
        let Some(rows) = &mut self.rows else { return Ok(None) };
        let Some(row) = rows.next(view)? else { return Ok(None) };
        let bytes = row.size();
        view.usage.count_read(bytes)?;
        let json = row.to_json()?;
        let document = self.passes(&row, &json)?.then_some(json);
        Ok(Some(RowRead { key: row.into_key(), bytes, document }))
    }

    /// The stretch of the index that the result so far depends on.
    pub(crate) fn range_read(&self) -> Option<(IndexId, Range<Vec<u8>>)> {
        let rows = self.rows.as_ref()?;
        let range = match rows.order {
            Order::Asc => rows.whole.start.clone()..rows.ahead.start.clone(),
            Order::Desc => rows.ahead.end.clone()..rows.whole.end.clone(),
        };
        Some((rows.index.id, range))
    }

    fn passes(&mut self, row: &Row, json: &Json) -> Result<bool, SyscallError> {
        let mut value = None;
        for step in &mut self.operators {
            match &step.operator {
                Operator::Limit(_) => step.passed += 1,
                Operator::Filter(filter) => {
                    if value.is_none() {
                        value = Some(row.value(json)?);
                    }
                    let document = value.as_ref().unwrap_or(&Value::Null);
                    if !filter.accepts(document).map_err(SyscallError::new)? {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }
}

/// A query without filters reads no more rows than its limit.
fn first_batch(operators: &[Operator]) -> usize {
    let mut batch = FIRST_BATCH;
    for operator in operators {
        match operator {
            Operator::Filter(_) => return FIRST_BATCH,
            Operator::Limit(n) => batch = batch.min(usize::try_from(*n).unwrap_or(FIRST_BATCH)),
        }
    }
    batch.max(1)
}

impl Step {
    fn is_used_up(&self) -> bool {
        matches!(self.operator, Operator::Limit(n) if self.passed >= n)
    }
}

impl Rows {
    fn new(index: Arc<Index>, range: Range<Vec<u8>>, order: Order, batch: usize) -> Rows {
        let unfetched = (range.start < range.end).then(|| range.clone());
        Rows { index, order, ahead: range.clone(), whole: range, fetched: VecDeque::new(), unfetched, batch }
    }

    fn next(&mut self, view: &View<'_>) -> Result<Option<Row>, StoreError> {
        self.skip_overwritten(view)?;
        let row = match view.overlay.first(self.index.id, self.own_range(), self.order) {
            Some((key, document)) => Row::Written { key: key.clone(), document: document.clone() },
            None => match self.fetched.pop_front() {
                Some(stored) => Row::Stored(stored),
                None => {
                    self.pass_everything();
                    return Ok(None);
                }
            },
        };
        self.pass(row.key());
        Ok(Some(row))
    }

    /// Makes the front of `fetched` the next stored row that the transaction has not touched.
    /// The overlay never forgets a key, so a row dropped here stays the overlay's business.
    fn skip_overwritten(&mut self, view: &View<'_>) -> Result<(), StoreError> {
        loop {
            match self.fetched.front() {
                Some(row) if view.overlay.has(self.index.id, &row.key) => drop(self.fetched.pop_front()),
                Some(_) => return Ok(()),
                None => match self.unfetched.take() {
                    Some(range) => self.fetch(view.database, range)?,
                    None => return Ok(()),
                },
            }
        }
    }

    fn fetch(&mut self, database: &Database, range: Range<Vec<u8>>) -> Result<(), StoreError> {
        let rows = database.scan(self.index.id, &range, self.order, self.batch)?;
        self.unfetched = rows.last().filter(|_| rows.len() == self.batch).map(|last| match self.order {
            Order::Asc => successor(&last.key)..range.end,
            Order::Desc => range.start..last.key.clone(),
        });
        self.batch = (self.batch * 2).min(LARGEST_BATCH);
        self.fetched = rows.into();
        Ok(())
    }

    /// Where own rows come before the next stored one. Never wider, or passing many deleted rows
    /// would be quadratic.
    fn own_range(&self) -> Range<&[u8]> {
        let (start, end) = (self.ahead.start.as_slice(), self.ahead.end.as_slice());
        let stored = self.fetched.front().map(|row| row.key.as_slice());
        match (stored, self.order) {
            (None, _) => start..end,
            (Some(key), Order::Asc) => start..key,
            (Some(key), Order::Desc) => key..end,
        }
    }

    fn pass(&mut self, key: &[u8]) {
        match self.order {
            Order::Asc => self.ahead.start = successor(key),
            Order::Desc => self.ahead.end = key.to_vec(),
        }
    }

    fn pass_everything(&mut self) {
        match self.order {
            Order::Asc => self.ahead.start = self.ahead.end.clone(),
            Order::Desc => self.ahead.end = self.ahead.start.clone(),
        }
    }
}

impl Row {
    fn key(&self) -> &[u8] {
        match self {
            Row::Stored(row) => &row.key,
            Row::Written { key, .. } => key,
        }
    }

    fn into_key(self) -> Vec<u8> {
        match self {
            Row::Stored(row) => row.key,
            Row::Written { key, .. } => key,
        }
    }

    fn size(&self) -> usize {
        match self {
            Row::Stored(row) => row.text.len(),
            Row::Written { document, .. } => document.value.size(),
        }
    }

    fn to_json(&self) -> Result<Json, StoreError> {
        match self {
            Row::Stored(row) => parse_stored_json(&row.text),
            Row::Written { document, .. } => Ok(document.value.to_json()),
        }
    }

    /// `json`: what `to_json` gave.
    fn value(&self, json: &Json) -> Result<Value, StoreError> {
        match self {
            Row::Written { document, .. } => Ok(document.value.clone()),
            Row::Stored(_) => Value::from_json(json)
                .map_err(|cause| StoreError::Damaged(format!("a document is not a Convex value: {cause}"))),
        }
    }
}
