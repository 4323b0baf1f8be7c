//! One page of a query: what lies between two cursors, or the next few rows.
//!
//! Owns: where a page begins and ends, and when a reader should split it.
//! Leaves to others: cursors as text (`cursor`), rows (`stream`).

use std::ops::Range;

use serde_json::Value as Json;

use super::cursor::Position;
use super::{Query, Source, Stream, View};
use crate::database::Order;
use crate::error::SyscallError;
use crate::index_key::successor;

/// Rows that a page without a given end may read.
const MOST_ROWS: usize = 8192;
/// The bytes of these rows.
const MOST_BYTES: usize = 16 << 20;

/// How far a page may go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageLimits {
    /// Documents on the page.
    pub(crate) size: usize,
    /// Rows read for it, those a filter drops included.
    pub(crate) rows: Option<usize>,
    /// Their bytes.
    pub(crate) bytes: Option<usize>,
}

/// What a page says about its own length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageStatus {
    /// It reads nearly as much as it may.
    SplitRecommended,
    /// It had to end before it was full.
    SplitRequired,
}

/// A page.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) documents: Vec<Json>,
    pub(crate) end: Position,
    /// A place in its middle.
    pub(crate) middle: Option<Position>,
    pub(crate) status: Option<PageStatus>,
}

/// The query, from one place to another.
pub(crate) fn between(query: Query, start: Option<&Position>, end: Option<&Position>) -> Query {
    let Query { source, operators } = query;
    let source = match source {
        Source::Index { index, range, order } => {
            Source::Index { index, range: part(range, order, start, end), order }
        }
        missing @ Source::MissingTable(_) => missing,
    };
    Query { source, operators }
}

/// Never more than `whole`, wherever the places are.
fn part(
    whole: Range<Vec<u8>>,
    order: Order,
    start: Option<&Position>,
    end: Option<&Position>,
) -> Range<Vec<u8>> {
    let Range { start: mut low, end: mut high } = whole;
    match (order, start) {
        (_, None) => {}
        (Order::Asc, Some(Position::After(key))) => low = low.max(successor(key)),
        (Order::Desc, Some(Position::After(key))) => high = high.min(key.clone()),
        (Order::Asc, Some(Position::End)) => low = high.clone(),
        (Order::Desc, Some(Position::End)) => high = low.clone(),
    }
    match (order, end) {
        (_, None | Some(Position::End)) => {}
        (Order::Asc, Some(Position::After(key))) => high = high.min(successor(key)),
        (Order::Desc, Some(Position::After(key))) => low = low.max(key.clone()),
    }
    let high = high.max(low.clone());
    low..high
}

fn three_quarters(limit: usize) -> usize {
    limit.saturating_mul(3) / 4
}

impl Page {
    /// Reads the page that a stream is at. With an end, all up to there belongs to it: anything less
    /// would leave a gap.
    pub(crate) fn read(
        stream: &mut Stream,
        view: &mut View<'_>,
        end: Option<Position>,
        limits: PageLimits,
    ) -> Result<Page, SyscallError> {
        let (most_rows, most_bytes) =
            (limits.rows.unwrap_or(MOST_ROWS).min(MOST_ROWS), limits.bytes.unwrap_or(MOST_BYTES));
        let (mut documents, mut keys, mut bytes) = (Vec::new(), Vec::new(), 0);
        let mut is_cut = false;
        let mut is_exhausted = false;
        while end.is_some() || documents.len() < limits.size {
            is_cut = end.is_none() && (keys.len() >= most_rows || bytes >= most_bytes);
            if is_cut {
                break;
            }
            let Some(row) = stream.next_row(view)? else {
                is_exhausted = true;
                break;
            };
            bytes += row.bytes;
            keys.push(row.key);
            documents.extend(row.document);
        }
        let is_long = keys.len() > three_quarters(most_rows) || bytes > three_quarters(most_bytes);
        let status = match (is_cut, is_long) {
            (true, _) => Some(PageStatus::SplitRequired),
            (false, true) => Some(PageStatus::SplitRecommended),
            (false, false) => None,
        };
        let middle = (keys.len() > 2).then(|| Position::After(keys[keys.len() / 2].clone()));
        let end = match (end, keys.pop()) {
            (Some(end), _) => end,
            (None, Some(last)) if !is_exhausted => Position::After(last),
            (None, _) => Position::End,
        };
        Ok(Page { documents, end, middle, status })
    }
}
