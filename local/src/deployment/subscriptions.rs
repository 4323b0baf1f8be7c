//! Who watches which queries.
//!
//! Owns: one result per query and arguments, shared by all sockets; which of them a commit made
//! stale; which result each socket has seen. Leaves to others: running queries (`worker`).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use lentil_store::{DocumentWrite, ReadSet};

use super::command::{Invalidation, QueryChange, SocketId, SubscriptionChange};
use super::outcome::Outcome;
use crate::engine::FunctionPath;

/// How long a result that depends on the moment of its run is handed to who newly asks for it. Who
/// watches already keeps it for as long as the data stays, as in the real backend.
const MOMENT: Duration = Duration::from_secs(5);

/// A query with its arguments: what sockets share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WatchedQuery {
    /// Which function.
    pub path: FunctionPath,
    /// Its arguments, JSON text.
    pub arguments: String,
}

/// What a run of a query gave.
pub struct Computed {
    /// For the clients.
    pub outcome: Arc<Outcome>,
    /// What it was made of.
    pub reads: ReadSet,
    /// When it ran, if it asked for the time or for chance.
    pub moment: Option<Instant>,
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
    latest: Option<Computed>,
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
    pub fn apply(&mut self, socket: SocketId, change: SubscriptionChange, now: Instant) {
        let Some(watcher) = self.sockets.get_mut(&socket) else { return };
        let replaced = match change {
            SubscriptionChange::Add { query_id, path, arguments } => {
                let query = Arc::new(WatchedQuery { path, arguments });
                let result = self.results.entry(query.clone()).or_insert_with(WatchedResult::new);
                *result.watchers.entry(socket).or_default() += 1;
                result.is_stale |= result.is_of_the_past(now);
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
            let outcome = latest.map(|latest| &latest.outcome);
            if let Some(outcome) = outcome.filter(|outcome| watched.seen != Some(outcome.digest)) {
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

    fn is_of_the_past(&self, now: Instant) -> bool {
        let moment = self.latest.as_ref().and_then(|latest| latest.moment);
        moment.is_some_and(|moment| now.duration_since(moment) > MOMENT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: SocketId = SocketId(1);
    const SECOND: SocketId = SocketId(2);

    fn add() -> SubscriptionChange {
        let path = FunctionPath::parse("clock:now").unwrap();
        SubscriptionChange::Add { query_id: 0, path, arguments: "{}".to_owned() }
    }

    fn computed(text: &str, moment: Option<Instant>) -> Computed {
        let outcome = Arc::new(Outcome::new(Ok(text.to_owned()), Vec::new()).unwrap());
        Computed { outcome, reads: ReadSet::default(), moment }
    }

    /// The first socket watches; then the second one comes. Gives whether the query has to run for it.
    fn runs_for_a_newcomer(is_momentary: bool, later: Duration) -> bool {
        let start = Instant::now();
        let mut subscriptions = Subscriptions::default();
        for socket in [FIRST, SECOND] {
            subscriptions.open(socket, Box::new(|_| panic!("nothing was committed")));
        }
        subscriptions.apply(FIRST, add(), start);
        let query = subscriptions.stale_query(FIRST, 0).unwrap();
        subscriptions.refresh(&query, computed("1", is_momentary.then_some(start)));
        assert_eq!(subscriptions.take_changes(FIRST).len(), 1);
        subscriptions.apply(SECOND, add(), start + later);
        subscriptions.stale_query(SECOND, 0).is_some()
    }

    #[test]
    fn a_result_of_its_moment_is_not_handed_to_those_who_come_later() {
        assert!(!runs_for_a_newcomer(true, MOMENT));
        assert!(runs_for_a_newcomer(true, MOMENT + Duration::from_millis(1)));
        assert!(!runs_for_a_newcomer(false, Duration::from_secs(1_000_000)));
    }
}
