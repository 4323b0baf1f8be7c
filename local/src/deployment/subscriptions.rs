//! Who watches which queries.
//!
//! Owns: what each socket watches and has seen, for which viewer, and where its pages end; which
//! results a commit made stale. Leaves to others: the results (`results`), running queries (`worker`).

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use lentil_store::DocumentWrite;

use super::command::{Invalidation, QueryChange, SocketId, SubscriptionChange};
use super::results::{Computed, Question, Results, WatchedQuery};
use crate::auth::Viewer;

/// The registry.
#[derive(Default)]
pub struct Subscriptions {
    results: Results,
    sockets: BTreeMap<SocketId, Watcher>,
}

struct Watcher {
    on_invalidated: Box<dyn Fn(Invalidation) + Send>,
    viewer: Viewer,
    queries: BTreeMap<u32, Watched>,
}

struct Watched {
    query: WatchedQuery,
    /// The digest of the result that the client has.
    seen: Option<[u8; 32]>,
    /// Where the page ended that the client has.
    journal: Option<String>,
}

impl Subscriptions {
    /// A client connected.
    pub fn open(&mut self, socket: SocketId, on_invalidated: Box<dyn Fn(Invalidation) + Send>) {
        let watcher = Watcher { on_invalidated, viewer: Viewer::default(), queries: BTreeMap::new() };
        self.sockets.insert(socket, watcher);
    }

    /// A client is gone.
    pub fn close(&mut self, socket: SocketId) {
        for watched in self.sockets.remove(&socket).into_iter().flat_map(|it| it.queries.into_values()) {
            self.results.release(socket, &watched.query);
        }
    }

    /// Applies a change to what a socket watches.
    pub fn apply(&mut self, socket: SocketId, change: SubscriptionChange, now: Instant) {
        let Some(watcher) = self.sockets.get_mut(&socket) else { return };
        let replaced = match change {
            SubscriptionChange::Add { query_id, path, arguments, journal } => {
                let question = Question { path, arguments, journal: journal.clone() };
                let query = WatchedQuery { question, viewer: watcher.viewer.clone() };
                self.results.watch(socket, &query, now);
                watcher.queries.insert(query_id, Watched { query, seen: None, journal })
            }
            SubscriptionChange::Remove { query_id } => watcher.queries.remove(&query_id),
            SubscriptionChange::Viewer(viewer) => {
                for watched in watcher.queries.values_mut() {
                    let query = WatchedQuery { viewer: viewer.clone(), ..watched.query.clone() };
                    watched.move_to(socket, query, &mut self.results, now);
                }
                watcher.viewer = viewer;
                None
            }
        };
        if let Some(watched) = replaced {
            self.results.release(socket, &watched.query);
        }
    }

    /// From its second run on, a page ends where the client has seen it end. Other clients may have
    /// got a page of another length for the same question.
    pub fn pin_pages(&mut self, socket: SocketId, now: Instant) {
        let Some(watcher) = self.sockets.get_mut(&socket) else { return };
        for watched in watcher.queries.values_mut() {
            let is_pinned = watched.query.question.journal == watched.journal;
            let is_what_it_saw = self.results.get(&watched.query).is_some_and(|result| {
                let latest = result.latest.as_ref();
                !result.is_stale && latest.is_some_and(|latest| latest.journal == watched.journal)
            });
            if !is_pinned && !is_what_it_saw {
                let mut query = watched.query.clone();
                query.question.journal.clone_from(&watched.journal);
                watched.move_to(socket, query, &mut self.results, now);
            }
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
    pub fn stale_query(&self, socket: SocketId, query_id: u32) -> Option<WatchedQuery> {
        let query = &self.sockets.get(&socket)?.queries.get(&query_id)?.query;
        self.results.get(query)?.is_stale.then(|| query.clone())
    }

    /// A result that spares the run, as it asked nobody who they are.
    pub fn of_another_viewer(&self, query: &WatchedQuery, now: Instant) -> Option<Computed> {
        self.results.of_another_viewer(query, now)
    }

    /// Takes the result of a run.
    pub fn refresh(&mut self, query: &WatchedQuery, mut computed: Computed) {
        if let Some(result) = self.results.get_mut(query) {
            // An equal outcome stays the one that was sent, with its request id.
            match result.latest.take() {
                Some(old) if old.outcome.digest == computed.outcome.digest => computed.outcome = old.outcome,
                _ => {}
            }
            result.latest = Some(computed);
            result.is_stale = false;
        }
    }

    /// What a socket has not seen yet. From now on it counts as seen.
    pub fn take_changes(&mut self, socket: SocketId) -> Vec<QueryChange> {
        let Some(watcher) = self.sockets.get_mut(&socket) else { return Vec::new() };
        let mut changes = Vec::new();
        for (query_id, watched) in &mut watcher.queries {
            let latest = self.results.get(&watched.query).and_then(|result| result.latest.as_ref());
            let Some(Computed { outcome, journal, .. }) = latest else { continue };
            // Kept even if the client is not told, as the real backend does.
            watched.journal.clone_from(journal);
            if watched.seen != Some(outcome.digest) {
                watched.seen = Some(outcome.digest);
                let (outcome, journal) = (outcome.clone(), journal.clone());
                changes.push(QueryChange { query_id: *query_id, outcome, journal });
            }
        }
        changes
    }

    /// Marks the results that a commit touched, and tells their sockets its timestamp.
    pub fn invalidate(&mut self, writes: &[DocumentWrite], ts: u64) {
        let mut told = BTreeSet::new();
        for result in self.results.all_mut().filter(|result| !result.is_stale) {
            let latest = result.latest.as_ref();
            if latest.is_some_and(|latest| latest.reads.is_touched_by(writes)) {
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
        self.results.all_mut().for_each(|result| result.is_stale = true);
        self.sockets.values().for_each(|watcher| (watcher.on_invalidated)(Invalidation::Code));
    }
}

impl Watched {
    fn move_to(&mut self, socket: SocketId, query: WatchedQuery, results: &mut Results, now: Instant) {
        // The new one first: a result that both need is not dropped in between.
        results.watch(socket, &query, now);
        results.release(socket, &self.query);
        self.query = query;
    }
}

#[cfg(test)]
mod tests;
