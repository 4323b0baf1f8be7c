//! What a transaction read, and whether a commit touches it.
//!
//! Owns: the rule that decides if a query must run again. It may say yes too often, never no wrongly.
//! Leaves to others: recording while reading (`query::stream`, the syscalls), the subscriptions.

mod intervals;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use crate::catalog::IndexId;
use crate::database::KeyChange;
use crate::document_id::DocumentId;

use intervals::Intervals;

/// What a transaction read, to learn whether a later commit changes its result.
/// A schema change is not covered: rerun everything after [`crate::Store::apply_schema`].
#[derive(Clone, Debug, Default)]
pub struct ReadSet {
    /// Read by id, found or not.
    documents: HashSet<DocumentId>,
    /// Stretches of indexes a query passed over.
    intervals: BTreeMap<IndexId, Intervals>,
    /// Tables that did not exist.
    missing_tables: BTreeSet<String>,
}

/// One document changed by a commit, with its keys in every index before and after.
#[derive(Clone, Debug)]
pub struct DocumentWrite {
    pub(crate) id: DocumentId,
    pub(crate) table: String,
    pub(crate) keys: Vec<KeyChange>,
}

impl DocumentWrite {
    /// The changed document.
    pub fn id(&self) -> DocumentId {
        self.id
    }

    /// The table it is in.
    pub fn table(&self) -> &str {
        &self.table
    }
}

impl ReadSet {
    /// Whether any of these writes could change what was read. Never a false "no".
    pub fn is_touched_by(&self, writes: &[DocumentWrite]) -> bool {
        writes.iter().any(|write| self.is_touched_by_one(write))
    }

    /// Whether nothing was read: the result depends on no data.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.intervals.is_empty() && self.missing_tables.is_empty()
    }

    pub(crate) fn add_document(&mut self, id: DocumentId) {
        self.documents.insert(id);
    }

    pub(crate) fn add_range(&mut self, index: IndexId, range: Range<Vec<u8>>) {
        if range.start < range.end {
            self.intervals.entry(index).or_default().add(range);
        }
    }

    pub(crate) fn add_missing_table(&mut self, name: &str) {
        self.missing_tables.insert(name.to_owned());
    }

    fn is_touched_by_one(&self, write: &DocumentWrite) -> bool {
        self.documents.contains(&write.id)
            || self.missing_tables.contains(&write.table)
            || write.keys.iter().any(|change| self.covers(change))
    }

    /// An unchanged key counts too: the document behind it changed.
    fn covers(&self, change: &KeyChange) -> bool {
        let Some(read) = self.intervals.get(&change.index) else { return false };
        [&change.old, &change.new].into_iter().flatten().any(|key| read.contains(key))
    }
}
