//! Who watches which queries.
//!
//! Owns: one result per query and arguments, shared by all sockets; which of them a commit made
//! stale; which result each socket has seen. Leaves to others: running queries (`worker`).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use lentil_store::{DocumentWrite, ReadSet};

use super::command::{Invalidation, QueryChange, SocketId, SubscriptionChange};
use super::outcome::Outcome;
use crate::engine::FunctionPath;

/// A query with its arguments: what sockets share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WatchedQuery {
    /// Which function.
    pub path: FunctionPath,
    /// Its arguments, JSON text.
    pub arguments: String,
}

/// The registry.
#[derive(Default)]
pub struct Subscriptions {
    results: HashMap<Arc<WatchedQuery>, WatchedResult>,
    sockets: BTreeMap<SocketId, Watcher>,
}

struct WatchedResult {
    /// How often each socket watches it: a client may do so under several query ids.
    watchers: BTreeMap<SocketId, usize>,
    latest: Option<(Arc<Outcome>, ReadSet)>,
    is_stale: bool,
}

struct Watcher {
    on_invalidated: Box<dyn Fn(Invalidation) + Send>,
    queries: BTreeMap<u32, Watched>,
}

struct Watched {
    query: Arc<WatchedQuery>,
    seen: Option<[u8; 32]>,
}

impl Subscriptions {
    /// A client connected.
    pub fn open(&mut self, socket: SocketId, on_invalidated: Box<dyn Fn(Invalidation) + Send>) {
        self.sockets.insert(socket, Watcher { on_invalidated, queries: BTreeMap::new() });
    }

    /// A client is gone.
    pub fn close(&mut self, socket: SocketId) {
        for watched in self.sockets.remove(&socket).into_iter().flat_map(|it| it.queries.into_values()) {
            self.release(socket, &watched.query);
        }
    }

    /// Applies a change to what a socket watches.
    pub fn apply(&mut self, socket: SocketId, change: SubscriptionChange) {
        let Some(watcher) = self.sockets.get_mut(&socket) else { return };
        let replaced = match change {
            SubscriptionChange::Add { query_id, path, arguments } => {
                let query = Arc::new(WatchedQuery { path, arguments });
                let result = self.results.entry(query.clone()).or_insert_with(WatchedResult::new);
                *result.watchers.entry(socket).or_default() += 1;
                watcher.queries.insert(query_id, Watched { query, seen: None })
            }
            SubscriptionChange::Remove { query_id } => watcher.queries.remove(&query_id),
        };
        if let Some(watched) = replaced {
            self.release(socket, &watched.query);
        }
    }

    /// The queries of a socket that have to run before it can be brought up to date.
    pub fn stale_queries(&self, socket: SocketId) -> BTreeSet<u32> {
        let Some(watcher) = self.sockets.get(&socket) else { return BTreeSet::new() };
        let is_stale =
            |watched: &Watched| self.results.get(&watched.query).is_some_and(|result| result.is_stale);
        watcher.queries.iter().filter(|(_, watched)| is_stale(watched)).map(|(id, _)| *id).collect()
    }

    /// What a query id of a socket stands for, if it (still) has to run.
    pub fn stale_query(&self, socket: SocketId, query_id: u32) -> Option<Arc<WatchedQuery>> {
        let query = &self.sockets.get(&socket)?.queries.get(&query_id)?.query;
        self.results.get(query)?.is_stale.then(|| query.clone())
    }

    /// Takes the result of a run.
    pub fn refresh(&mut self, query: &WatchedQuery, outcome: Outcome, reads: ReadSet) {
        if let Some(result) = self.results.get_mut(query) {
            // An equal outcome stays the one that was sent, with its request id.
            let outcome = match result.latest.take() {
                Some((old, _)) if old.digest == outcome.digest => old,
                _ => Arc::new(outcome),
            };
            result.latest = Some((outcome, reads));
            result.is_stale = false;
        }
    }

    /// What a socket has not seen yet. From now on it counts as seen.
    pub fn take_changes(&mut self, socket: SocketId) -> Vec<QueryChange> {
        let Some(watcher) = self.sockets.get_mut(&socket) else { return Vec::new() };
        let mut changes = Vec::new();
        for (query_id, watched) in &mut watcher.queries {
            let latest = self.results.get(&watched.query).and_then(|result| result.latest.as_ref());
            if let Some((outcome, _)) = latest.filter(|(it, _)| watched.seen != Some(it.digest)) {
                watched.seen = Some(outcome.digest);
                changes.push(QueryChange { query_id: *query_id, outcome: outcome.clone() });
            }
        }
        changes
    }

    /// Marks the results that a commit touched, and tells their sockets its timestamp.
    pub fn invalidate(&mut self, writes: &[DocumentWrite], ts: u64) {
        let mut told = BTreeSet::new();
        for result in self.results.values_mut().filter(|result| !result.is_stale) {
            let is_touched = |(_, reads): &(_, ReadSet)| reads.is_touched_by(writes);
            if result.latest.as_ref().is_some_and(is_touched) {
                result.is_stale = true;
                told.extend(result.watchers.keys().copied());
            }
        }
        for watcher in told.iter().filter_map(|socket| self.sockets.get(socket)) {
            (watcher.on_invalidated)(Invalidation::Commit(ts));
        }
    }

    /// Marks every result, as other functions may give another one, and tells every socket.
    pub fn invalidate_all(&mut self) {
        self.results.values_mut().for_each(|result| result.is_stale = true);
        self.sockets.values().for_each(|watcher| (watcher.on_invalidated)(Invalidation::Code));
    }

    fn release(&mut self, socket: SocketId, query: &Arc<WatchedQuery>) {
        let Some(result) = self.results.get_mut(query) else { return };
        if let Some(count) = result.watchers.get_mut(&socket) {
            *count -= 1;
            if *count == 0 {
                result.watchers.remove(&socket);
            }
        }
        if result.watchers.is_empty() {
            self.results.remove(query);
        }
    }
}

impl WatchedResult {
    fn new() -> WatchedResult {
        WatchedResult { watchers: BTreeMap::new(), latest: None, is_stale: true }
    }
}
