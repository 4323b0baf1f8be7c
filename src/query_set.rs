//! What the app watches, and what of it this connection has been told.
//!
//! Owns: query ids, reference counts, journals, the query-set version. Leaves to others: results (`results.rs`),
//! when to flush (`client/`).
//!
//! Edits of one tick are made up only when they are flushed: a query added and dropped in between, or dropped and
//! added again, sends nothing.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use crate::hash::fnv1a;
use crate::id_map::IdMap;
use crate::ids::QueryId;
use crate::protocol::{QuerySetEdit, modify_query_set};

/// A query as it is asked for.
pub struct NewQuery {
    /// Canonical function path.
    pub path: String,
    /// Arguments as JSON text.
    pub args: String,
    /// The component that the function is in.
    pub component: Option<String>,
    /// A journal from an earlier life of the query, as JSON text.
    pub journal: Option<String>,
}

struct Query {
    path: Rc<str>,
    args: Rc<str>,
    component: Option<Rc<str>>,
    hash: u64,
    subscribers: u32,
    journal: Option<Rc<str>>,
    /// The server of this connection was told.
    announced: bool,
    /// No server can read its path: kept for its subscribers, never sent.
    unsendable: bool,
}

/// What a flush does.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Flushed {
    /// The frame to send, if the connection is open and anything changed.
    pub frame: Option<String>,
    /// Queries that nobody watches any more.
    pub gone: Vec<QueryId>,
}

/// The query set.
#[derive(Default)]
pub struct QuerySet {
    queries: IdMap<QueryId, Query>,
    /// Finds a query by the hash of its path and arguments.
    by_hash: IdMap<(u64, QueryId), ()>,
    dirty: IdMap<QueryId, ()>,
    next_id: u32,
    version: u32,
}

impl QuerySet {
    /// One more subscriber. The id, and whether the query is new.
    pub fn subscribe(&mut self, new: NewQuery) -> (QueryId, bool) {
        let hash = hash_of(&new.path, &new.args);
        if let Some(id) = self.find(hash, &new) {
            if let Some(query) = self.queries.get_mut(id) {
                if query.subscribers == 0 && !query.announced {
                    query.journal = new.journal.map(Into::into);
                }
                query.subscribers += 1;
            }
            return (id, false);
        }
        let id = QueryId(self.next_id);
        self.next_id += 1;
        let query = Query {
            path: new.path.into(),
            args: new.args.into(),
            component: new.component.map(Into::into),
            hash,
            subscribers: 1,
            journal: new.journal.map(Into::into),
            announced: false,
            unsendable: false,
        };
        self.queries.insert(id, query);
        self.by_hash.insert((hash, id), ());
        self.dirty.insert(id, ());
        (id, true)
    }

    /// One subscriber fewer. Unknown ids are ignored.
    pub fn unsubscribe(&mut self, id: QueryId) {
        if let Some(query) = self.queries.get_mut(id) {
            query.subscribers = query.subscribers.saturating_sub(1);
            if query.subscribers == 0 {
                self.dirty.insert(id, ());
            }
        }
    }

    /// Keeps the query from being sent.
    pub fn mark_unsendable(&mut self, id: QueryId) {
        if let Some(query) = self.queries.get_mut(id) {
            query.unsendable = true;
        }
    }

    /// Whether anything waits for a flush.
    pub fn is_dirty(&self) -> bool {
        !self.dirty.is_empty()
    }

    /// Whether the server of this connection was told of the query: only then can it know a result.
    pub fn is_announced(&self, id: QueryId) -> bool {
        self.queries.get(id).is_some_and(|query| query.announced)
    }

    /// Remembers the journal that the server sent. True when it is another one.
    pub fn set_journal(&mut self, id: QueryId, journal: &str) -> bool {
        let Some(query) = self.queries.get_mut(id) else { return false };
        let changed = query.journal.as_deref() != Some(journal);
        if changed {
            query.journal = Some(journal.into());
        }
        changed
    }

    /// Makes up the edits since the last flush. Without an open connection nothing is sent; a restart will.
    pub fn flush(&mut self, open: bool) -> Flushed {
        let mut edits = Vec::new();
        for (id, ()) in core::mem::take(&mut self.dirty).iter() {
            let Some(query) = self.queries.get_mut(id) else { continue };
            if query.subscribers == 0 && query.announced {
                edits.push(QuerySetEdit::Remove(id));
            } else if open && query.subscribers > 0 && !query.announced && !query.unsendable {
                query.announced = true;
                edits.push(query.add(id));
            }
        }
        let gone = self.forget_unwatched();
        let frame = if open && !edits.is_empty() { Some(self.next_frame(&edits)) } else { None };
        Flushed { frame, gone }
    }

    /// A new connection: versions start over and everything is announced again, also when there is nothing.
    /// The frame, and the queries that it announces.
    pub fn restart(&mut self) -> (String, IdMap<QueryId, ()>) {
        self.version = 0;
        let mut edits = Vec::new();
        let mut announced = IdMap::default();
        for (id, query) in self.queries.iter_mut() {
            query.announced = query.subscribers > 0 && !query.unsendable;
            if query.announced {
                edits.push(query.add(id));
                announced.insert(id, ());
            }
        }
        (self.next_frame(&edits), announced)
    }

    /// A change that changes nothing, for the server to answer.
    pub fn probe(&mut self) -> String {
        self.next_frame(&[])
    }

    fn next_frame(&mut self, edits: &[QuerySetEdit]) -> String {
        let frame = modify_query_set(self.version, edits);
        self.version += 1;
        frame
    }

    fn forget_unwatched(&mut self) -> Vec<QueryId> {
        let gone = self.queries.extract(&|_, query| query.subscribers == 0);
        if gone.len() > 1 {
            let queries = &self.queries;
            self.by_hash.extract(&|(_, id), ()| !queries.contains(*id));
        } else if let Some((id, query)) = gone.first() {
            self.by_hash.remove((query.hash, *id));
        }
        gone.into_iter().map(|(id, _)| id).collect()
    }

    fn find(&self, hash: u64, new: &NewQuery) -> Option<QueryId> {
        let candidates = self.by_hash.from((hash, QueryId(0))).take_while(|((found, _), ())| *found == hash);
        let is_it = |id: &QueryId| self.queries.get(*id).is_some_and(|query| query.is(new));
        candidates.map(|((_, id), ())| id).find(is_it)
    }
}

/// Only finds candidates; path and arguments are compared.
fn hash_of(path: &str, args: &str) -> u64 {
    fnv1a(path.bytes().chain([0]).chain(args.bytes()))
}

impl Query {
    fn is(&self, new: &NewQuery) -> bool {
        *self.args == *new.args
            && *self.path == *new.path
            && self.component.as_deref() == new.component.as_deref()
    }

    fn add(&self, id: QueryId) -> QuerySetEdit {
        QuerySetEdit::Add {
            query: id,
            path: String::from(&*self.path),
            args: String::from(&*self.args),
            component: self.component.as_deref().map(String::from),
            journal: self.journal.as_deref().map(String::from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subscribe_in(set: &mut QuerySet, args: &str, component: Option<&str>) -> QueryId {
        let component = component.map(String::from);
        set.subscribe(NewQuery { path: "m:f".into(), args: args.into(), component, journal: None }).0
    }

    #[test]
    fn a_function_of_a_component_is_another_one_and_is_announced_with_it() {
        let mut set = QuerySet::default();
        let own = subscribe_in(&mut set, "{}", None);
        let other = subscribe_in(&mut set, "{}", Some("counter"));
        assert_ne!(own, other);
        assert_eq!(subscribe_in(&mut set, "{}", Some("counter")), other);
        let frame = set.flush(true).frame.expect("two queries");
        assert_eq!(frame.matches(r#""componentPath":"counter""#).count(), 1);
    }

    fn subscribe(set: &mut QuerySet, args: &str) -> QueryId {
        subscribe_in(set, args, None)
    }

    #[test]
    fn equal_queries_share_one_id_until_the_last_subscriber_leaves() {
        let mut set = QuerySet::default();
        let first = subscribe(&mut set, "{}");
        assert_eq!(subscribe(&mut set, "{}"), first);
        assert_ne!(subscribe(&mut set, "{\"a\":1}"), first);
        set.restart();
        set.flush(true);
        set.unsubscribe(first);
        assert_eq!(set.flush(true), Flushed::default());
        set.unsubscribe(first);
        let flushed = set.flush(true);
        assert_eq!(flushed.gone, [first]);
        assert!(flushed.frame.is_some_and(|frame| frame.contains(r#""baseVersion":1,"newVersion":2"#)));
        assert_ne!(subscribe(&mut set, "{}"), first, "ids are never reused");
    }

    #[test]
    fn nothing_is_kept_of_queries_that_nobody_watches() {
        for count in [1, 3] {
            let mut set = QuerySet::default();
            for n in 0..count {
                let id = subscribe(&mut set, &format!("{{\"n\":{n}}}"));
                set.unsubscribe(id);
            }
            assert_eq!(set.flush(true).gone.len(), count);
            assert!(set.queries.is_empty() && set.by_hash.is_empty() && set.dirty.is_empty());
        }
    }

    #[test]
    fn edits_that_cancel_out_within_a_tick_send_nothing() {
        let mut set = QuerySet::default();
        set.restart();
        let id = subscribe(&mut set, "{}");
        set.unsubscribe(id);
        assert_eq!(set.flush(true), Flushed { frame: None, gone: vec![id] });
        let id = subscribe(&mut set, "{}");
        assert!(set.flush(true).frame.is_some());
        set.unsubscribe(id);
        assert_eq!(subscribe(&mut set, "{}"), id);
        assert_eq!(set.flush(true), Flushed::default());
    }

    #[test]
    fn a_restart_announces_everything_with_its_journal_even_nothing() {
        let mut set = QuerySet::default();
        assert!(set.restart().0.contains(r#""newVersion":1,"modifications":[]"#));
        let id = subscribe(&mut set, "{}");
        set.flush(true);
        assert!(set.set_journal(id, "\"j\""));
        assert!(!set.set_journal(id, "\"j\""));
        let (frame, announced) = set.restart();
        assert!(frame.contains(r#""baseVersion":0,"newVersion":1"#) && frame.contains(r#""journal":"j""#));
        assert!(announced.contains(id));
    }
}
