//! Results of watched queries.
//!
//! Owns: one result per query, arguments, end of page and viewer; and that viewers share a result
//! that did not ask who they are. Leaves to others: who watches what (`subscriptions`).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use lentil_store::ReadSet;

use super::command::SocketId;
use super::outcome::Outcome;
use crate::auth::Viewer;
use crate::engine::FunctionPath;

/// How long a result that depends on the moment of its run is handed to who newly asks for it. Who
/// watches already keeps it for as long as the data stays, as in the real backend.
const MOMENT: Duration = Duration::from_secs(5);

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// Which function.
    pub path: FunctionPath,
    /// Its arguments, JSON text.
    pub arguments: String,
    /// Where its page has to end; `None` for a first run.
    pub journal: Option<String>,
}

/// What is asked, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchedQuery {
    /// What.
    pub question: Question,
    /// By whom.
    pub viewer: Viewer,
}

/// What a run of a query gave.
#[derive(Clone)]
pub struct Computed {
    /// For the clients.
    pub outcome: Arc<Outcome>,
    /// What it was made of.
    pub reads: Arc<ReadSet>,
    /// When it ran, if it asked for the time or for chance.
    pub moment: Option<Instant>,
    /// Whether it asked who asks.
    pub is_personal: bool,
    /// Where its page ended.
    pub journal: Option<String>,
}

/// The latest result of a query, and who waits for the next one.
pub struct WatchedResult {
    /// How often each socket watches it: a client may do so under several query ids.
    pub watchers: BTreeMap<SocketId, usize>,
    /// The result.
    pub latest: Option<Computed>,
    /// Whether another run may give another one.
    pub is_stale: bool,
}

/// All results.
#[derive(Default)]
pub struct Results(HashMap<Question, BTreeMap<Viewer, WatchedResult>>);

impl Results {
    /// The result of a query that is watched.
    pub fn get(&self, query: &WatchedQuery) -> Option<&WatchedResult> {
        self.0.get(&query.question)?.get(&query.viewer)
    }

    /// The same, to change it.
    pub fn get_mut(&mut self, query: &WatchedQuery) -> Option<&mut WatchedResult> {
        self.0.get_mut(&query.question)?.get_mut(&query.viewer)
    }

    /// All of them.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut WatchedResult> {
        self.0.values_mut().flat_map(BTreeMap::values_mut)
    }

    /// One more socket watches; whoever newly asks gets no result of another moment.
    pub fn watch(&mut self, socket: SocketId, query: &WatchedQuery, now: Instant) {
        let by_viewer = self.0.entry(query.question.clone()).or_default();
        let result = by_viewer.entry(query.viewer.clone()).or_insert_with(WatchedResult::new);
        *result.watchers.entry(socket).or_default() += 1;
        result.is_stale |= result.is_of_the_past(now);
    }

    /// A socket watches no longer.
    pub fn release(&mut self, socket: SocketId, query: &WatchedQuery) {
        let Some(by_viewer) = self.0.get_mut(&query.question) else { return };
        if let Some(result) = by_viewer.get_mut(&query.viewer) {
            result.release(socket);
            if result.watchers.is_empty() {
                by_viewer.remove(&query.viewer);
            }
        }
        if by_viewer.is_empty() {
            self.0.remove(&query.question);
        }
    }

    /// What another viewer got, where it would be the same for this one.
    pub fn of_another_viewer(&self, query: &WatchedQuery, now: Instant) -> Option<Computed> {
        let others = self.0.get(&query.question)?.iter();
        let others = others.filter(|(viewer, _)| viewer.is_admin() == query.viewer.is_admin());
        let fresh = others.filter(|(_, result)| !result.is_stale && !result.is_of_the_past(now));
        let mut results = fresh.filter_map(|(_, result)| result.latest.as_ref());
        results.find(|latest| !latest.is_personal).cloned()
    }
}

impl WatchedResult {
    fn new() -> WatchedResult {
        WatchedResult { watchers: BTreeMap::new(), latest: None, is_stale: true }
    }

    fn release(&mut self, socket: SocketId) {
        if let Some(count) = self.watchers.get_mut(&socket) {
            *count -= 1;
            if *count == 0 {
                self.watchers.remove(&socket);
            }
        }
    }

    fn is_of_the_past(&self, now: Instant) -> bool {
        let moment = self.latest.as_ref().and_then(|latest| latest.moment);
        moment.is_some_and(|moment| now.duration_since(moment) > MOMENT)
    }
}
