//! The state of one connection.
//!
//! Owns: versions received and sent, who is signed in and until when, what still has to be told to
//! the deployment, and when a transition is due.
//! Leaves to others: sockets and clocks (`socket`), results (`deployment`), tokens (`auth`).

use std::collections::BTreeSet;
use std::time::SystemTime;

use convex_sync_types::{Query, QuerySetModification};

use super::frames::{StateVersion, Transition};
use crate::auth::{AuthRefusal, Identity, Viewer};
use crate::deployment::{Invalidation, SubscriptionChange, TransitionData};
use crate::engine::FunctionPath;

/// Why a connection has to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The client broke the protocol: `FatalError`, then close.
    Fatal(String),
    /// The token is no good, or no longer: `AuthError`, then close.
    Auth {
        /// The text.
        error: String,
        /// The identity version of the last transition.
        base_version: u32,
        /// Whether it came with an `Authenticate`.
        is_refused_update: bool,
    },
    /// Close with a code and a reason; the client comes back later.
    Close {
        /// The close code.
        code: u16,
        /// The reason: a short code.
        reason: &'static str,
    },
}

impl Refusal {
    /// What the real backend does on any inconsistency of its own or of a client.
    pub const INTERNAL: Refusal = Refusal::Close { code: 1011, reason: "InternalServerError" };
}

/// One connection.
#[derive(Debug, Default)]
pub struct Session {
    /// From `Connect`; without it mutations have no name across reconnects.
    pub session_id: Option<String>,
    clock_skew: Option<i64>,
    /// The newest versions received; the timestamp is not used.
    received: StateVersion,
    /// The end version of the last transition sent.
    sent: StateVersion,
    identity: Identity,
    queries: BTreeSet<u32>,
    pending: Vec<SubscriptionChange>,
    is_due: bool,
    /// The newest commit that touched a query of this connection.
    invalidated_at: u64,
    in_flight: Option<InFlight>,
}

#[derive(Debug)]
struct InFlight {
    query_set: u32,
    identity: u32,
    removed: Vec<u32>,
}

impl Session {
    /// `Connect`. `now_ms` and `client_ts` are wall clocks.
    pub fn on_connect(&mut self, session_id: String, client_ts: Option<u64>, now_ms: i64) {
        self.session_id = Some(session_id);
        self.clock_skew = client_ts.and_then(|ts| i64::try_from(ts).ok()).map(|ts| ts - now_ms);
    }

    /// `ModifyQuerySet`.
    pub fn on_modify_query_set(
        &mut self,
        base_version: u32,
        new_version: u32,
        modifications: Vec<QuerySetModification>,
    ) -> Result<(), Refusal> {
        if base_version != self.received.query_set {
            let ours = self.received.query_set;
            return Err(Refusal::Fatal(format!(
                "BaseVersionMismatch: Base version {base_version} passed up doesn't match the current version {ours}"
            )));
        }
        if new_version <= base_version {
            return Err(Refusal::INTERNAL);
        }
        for modification in modifications {
            let change = self.checked_change(modification)?;
            self.pending.push(change);
        }
        self.received.query_set = new_version;
        self.is_due = true;
        Ok(())
    }

    fn checked_change(&mut self, change: QuerySetModification) -> Result<SubscriptionChange, Refusal> {
        match change {
            QuerySetModification::Add(Query { query_id, udf_path, args, journal, .. }) => {
                let query_id = query_id.get_id();
                if !self.queries.insert(query_id) {
                    return Err(Refusal::INTERNAL);
                }
                let (path, arguments) = (FunctionPath::from(udf_path), args.get().to_owned());
                let journal = journal.flatten();
                Ok(SubscriptionChange::Add { query_id, path, arguments, journal })
            }
            QuerySetModification::Remove { query_id } => {
                let query_id = query_id.get_id();
                if !self.queries.remove(&query_id) {
                    return Err(Refusal::INTERNAL);
                }
                Ok(SubscriptionChange::Remove { query_id })
            }
        }
    }

    /// `Authenticate`, before its token is looked at.
    pub fn check_identity_version(&self, base_version: u32) -> Result<(), Refusal> {
        if base_version == self.received.identity { Ok(()) } else { Err(Refusal::INTERNAL) }
    }

    /// `Authenticate`: what became of its token.
    pub fn on_authenticated(&mut self, checked: Result<Identity, AuthRefusal>) -> Result<(), Refusal> {
        let identity = checked.map_err(|refusal| Refusal::Auth {
            error: refusal.message,
            base_version: self.sent.identity,
            is_refused_update: true,
        })?;
        self.pending.push(SubscriptionChange::Viewer(identity.viewer.clone()));
        self.identity = identity;
        self.received.identity += 1;
        self.is_due = true;
        Ok(())
    }

    /// Who is signed in, unless the token has expired.
    pub fn viewer(&self, now: SystemTime) -> Result<&Viewer, Refusal> {
        if self.identity.is_expired(now) {
            return Err(Refusal::Auth {
                error: "Convex token identity expired".to_owned(),
                base_version: self.sent.identity,
                is_refused_update: false,
            });
        }
        Ok(&self.identity.viewer)
    }

    /// A query may have another result. A transition of a commit's time or later already shows it.
    pub fn on_invalidated(&mut self, why: Invalidation) {
        match why {
            Invalidation::Commit(ts) => self.invalidated_at = self.invalidated_at.max(ts),
            Invalidation::Code => self.is_due = true,
        }
    }

    /// A request was answered: a transition has to follow, even an empty one.
    pub fn on_answered(&mut self) {
        self.is_due = true;
    }

    /// What to tell the deployment now, if a transition is due and none is on its way. Nothing new
    /// is told to a token that has expired.
    pub fn begin_transition(&mut self, now: SystemTime) -> Result<Option<Vec<SubscriptionChange>>, Refusal> {
        let is_due = self.is_due || self.invalidated_at > self.sent.ts;
        if !is_due || self.in_flight.is_some() {
            return Ok(None);
        }
        self.viewer(now)?;
        self.is_due = false;
        let changes = std::mem::take(&mut self.pending);
        let removed = changes.iter().filter_map(|change| match change {
            SubscriptionChange::Remove { query_id } => Some(*query_id),
            SubscriptionChange::Add { .. } | SubscriptionChange::Viewer(_) => None,
        });
        let StateVersion { query_set, identity, .. } = self.received;
        self.in_flight = Some(InFlight { query_set, identity, removed: removed.collect() });
        Ok(Some(changes))
    }

    /// The message for what the deployment answered; `server_ts` is the wall clock in ns.
    pub fn finish_transition(&mut self, data: &TransitionData, server_ts: u64) -> Option<String> {
        let InFlight { query_set, identity, removed } = self.in_flight.take()?;
        let start = self.sent;
        self.sent = StateVersion { query_set, identity, ts: data.ts };
        let transition = Transition {
            start,
            end: self.sent,
            changes: &data.changes,
            removed: &removed,
            clock_skew: self.clock_skew,
            server_ts,
        };
        Some(transition.to_text())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn data(ts: u64) -> TransitionData {
        TransitionData { ts, changes: Vec::new() }
    }

    fn begin(session: &mut Session) -> Option<Vec<SubscriptionChange>> {
        session.begin_transition(SystemTime::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn one_transition_at_a_time_and_the_rest_in_the_next() {
        let mut session = Session::default();
        assert!(begin(&mut session).is_none(), "nothing is due at first");
        session.on_modify_query_set(0, 1, Vec::new()).unwrap();
        assert!(begin(&mut session).is_some());
        session.on_modify_query_set(1, 2, Vec::new()).unwrap();
        session.on_authenticated(Ok(Identity::default())).unwrap();
        assert!(begin(&mut session).is_none(), "one is on its way");
        let first = session.finish_transition(&data(5), 0).unwrap();
        assert!(first.contains("\"endVersion\":{\"querySet\":1,\"identity\":0"), "{first}");
        assert!(begin(&mut session).is_some());
        let second = session.finish_transition(&data(5), 0).unwrap();
        assert!(second.contains("\"startVersion\":{\"querySet\":1,\"identity\":0"), "{second}");
        assert!(second.contains("\"endVersion\":{\"querySet\":2,\"identity\":1"), "{second}");
    }

    #[test]
    fn versions_that_do_not_fit_end_the_connection() {
        let mut session = Session::default();
        let mismatch = session.on_modify_query_set(3, 4, Vec::new());
        assert!(matches!(mismatch, Err(Refusal::Fatal(text)) if text.contains("BaseVersionMismatch")));
        assert_eq!(session.on_modify_query_set(0, 0, Vec::new()), Err(Refusal::INTERNAL));
        assert_eq!(session.check_identity_version(1), Err(Refusal::INTERNAL));
    }

    #[test]
    fn an_expired_token_ends_the_connection_at_the_next_transition() {
        let mut session = Session::default();
        session.on_authenticated(Ok(Identity::user("{}".to_owned(), 7))).unwrap();
        assert!(session.viewer(SystemTime::UNIX_EPOCH + Duration::from_secs(6)).is_ok());
        let expired = session.begin_transition(SystemTime::UNIX_EPOCH + Duration::from_secs(7));
        let error = "Convex token identity expired".to_owned();
        let refusal = Refusal::Auth { error, base_version: 0, is_refused_update: false };
        assert_eq!(expired.unwrap_err(), refusal);
    }
}
