//! The writes of an open transaction, laid over the stored data.
//!
//! Owns: changed documents, their rows in every index, and undoing.
//! Leaves to others: merging with stored rows (`query::stream`), storing them (`commit`).

use std::collections::{BTreeMap, HashMap};
use std::ops::{Bound, Range};
use std::sync::Arc;

use crate::catalog::{Catalog, IndexId, Table};
use crate::database::Order;
use crate::document::Document;
use crate::document_id::DocumentId;

/// A document before the transaction and now; `None` where it does not exist.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) old: Option<Arc<Document>>,
    pub(crate) new: Option<Arc<Document>>,
}

/// All changes of one transaction.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    documents: BTreeMap<DocumentId, Change>,
    /// Every key a change ever touched; `None` where the index has no such row now.
    rows: HashMap<IndexId, BTreeMap<Vec<u8>, Option<Arc<Document>>>>,
    /// What each write replaced, oldest first.
    undo: Vec<(DocumentId, Option<Change>)>,
}

impl Overlay {
    /// A document this transaction changed: `Some(None)` if it deleted it.
    pub(crate) fn document(&self, id: &DocumentId) -> Option<Option<Arc<Document>>> {
        self.documents.get(id).map(|change| change.new.clone())
    }

    /// All changed documents.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (&DocumentId, &Change)> {
        self.documents.iter()
    }

    /// Changes a document; `stored` is what the snapshot holds for it.
    pub(crate) fn write(
        &mut self,
        table: &Table,
        id: DocumentId,
        stored: Option<Arc<Document>>,
        new: Option<Arc<Document>>,
    ) {
        let previous = self.documents.get(&id).cloned();
        let (old, current) = match &previous {
            Some(change) => (change.old.clone(), change.new.clone()),
            None => (stored.clone(), stored),
        };
        self.move_rows(table, current.as_ref(), new.as_ref());
        self.documents.insert(id, Change { old, new });
        self.undo.push((id, previous));
    }

    /// A mark for [`Overlay::rollback`].
    pub(crate) fn mark(&self) -> usize {
        self.undo.len()
    }

    /// Undoes all writes after the mark. `catalog`: the one they were made under.
    pub(crate) fn rollback(&mut self, mark: usize, catalog: &Catalog) {
        while self.undo.len() > mark {
            let Some((id, previous)) = self.undo.pop() else { return };
            let Some(undone) = self.documents.remove(&id) else { continue };
            let restored = previous.as_ref().map_or(&undone.old, |change| &change.new);
            if let Some(table) = catalog.tables.get(&id.table()) {
                self.move_rows(table, undone.new.as_ref(), restored.as_ref());
            }
            if let Some(previous) = previous {
                self.documents.insert(id, previous);
            }
        }
    }

    /// Whether the overlay, not the database, knows what is at this key.
    pub(crate) fn has(&self, index: IndexId, key: &[u8]) -> bool {
        self.rows.get(&index).is_some_and(|rows| rows.contains_key(key))
    }

    /// The first own row in a range, in the given direction.
    pub(crate) fn first(
        &self,
        index: IndexId,
        range: Range<&[u8]>,
        order: Order,
    ) -> Option<(&Vec<u8>, &Arc<Document>)> {
        let rows = self.rows.get(&index)?;
        // `BTreeMap::range` would panic.
        if range.start >= range.end {
            return None;
        }
        let mut inside = rows.range::<[u8], _>((Bound::Included(range.start), Bound::Excluded(range.end)));
        match order {
            Order::Asc => inside.find_map(live),
            Order::Desc => inside.rev().find_map(live),
        }
    }

    /// Takes a document out of the indexes where it was and puts it where it is.
    fn move_rows(&mut self, table: &Table, from: Option<&Arc<Document>>, to: Option<&Arc<Document>>) {
        for (index, key) in table.keys(from.map(Arc::as_ref)) {
            self.rows.entry(index).or_default().insert(key, None);
        }
        for (index, key) in table.keys(to.map(Arc::as_ref)) {
            self.rows.entry(index).or_default().insert(key, to.cloned());
        }
    }
}

fn live<'a>(
    (key, row): (&'a Vec<u8>, &'a Option<Arc<Document>>),
) -> Option<(&'a Vec<u8>, &'a Arc<Document>)> {
    Some((key, row.as_ref()?))
}
