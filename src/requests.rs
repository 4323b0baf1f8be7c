//! Mutations and actions from the call to the answer.
//!
//! Owns: request ids, the queue, completion rules. Leaves to others: layers (`layers.rs`), storage (`output.rs`),
//! the promises (`js/`).
//!
//! ```text
//! Staged -> Saving -> Ready -> Sent -> Completed -> settled     (mutations that succeed)
//!                              Sent -> settled                  (failed mutations, actions)
//! ```
//! A mutation that succeeded settles only in the transition that shows its effect, so that its optimistic layer and
//! the server's data change places in one step.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use crate::auth::IdentityKey;
use crate::id_map::IdMap;
use crate::ids::{BatchId, Millis, RequestId};
use crate::protocol::{self, Outcome, Response, Timestamp};
use crate::record::{Failure, Settled};
use crate::results::keep;

/// What kind of function a request calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Exactly once: sent again after a reconnect.
    Mutation,
    /// At most once: never sent again.
    Action,
}

/// What to do about mutations that succeeded and wait for a transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completed {
    /// This connection's transitions will cover them.
    Leave,
    /// A new connection: send them again, so that its transitions come to cover them.
    Repeat,
}

#[derive(Debug, PartialEq, Eq)]
enum Status {
    /// The optimistic update has not run yet.
    Staged,
    /// Storage has not acknowledged it yet.
    Saving(BatchId),
    /// May be sent.
    Ready,
    /// On its way on this connection, or a former one.
    Sent,
    /// Succeeded; waits for the transition that reaches its commit. `repeat`: this connection is to be sent it again.
    Completed { ts: Timestamp, settled: Settled, repeat: bool },
}

struct Request {
    kind: Kind,
    path: Rc<str>,
    args: Rc<str>,
    identity: IdentityKey,
    issued: Millis,
    status: Status,
}

/// All requests that are not settled.
#[derive(Default)]
pub struct Requests {
    requests: IdMap<RequestId, Request>,
    next_id: u32,
    /// The server gave up on a connection, perhaps over a request up to this one: until they are answered, each
    /// request waits for the answer to the one before.
    last_suspect: Option<RequestId>,
}

/// A request as it is made.
pub struct NewRequest<'a> {
    /// What it calls.
    pub kind: Kind,
    /// Function path as the app named it.
    pub path: String,
    /// Arguments as JSON text.
    pub args: String,
    /// Who makes it.
    pub identity: &'a IdentityKey,
    /// Unix time.
    pub issued: Millis,
}

impl Requests {
    /// Takes a request in. Its id is used up from here on, whatever becomes of it.
    pub fn add(&mut self, new: NewRequest<'_>) -> RequestId {
        let id = RequestId(self.next_id);
        self.next_id += 1;
        let request = Request {
            kind: new.kind,
            path: new.path.into(),
            args: new.args.into(),
            identity: new.identity.clone(),
            issued: new.issued,
            status: Status::Staged,
        };
        self.requests.insert(id, request);
        id
    }

    /// The first id that is not used up.
    pub fn high_water(&self) -> RequestId {
        RequestId(self.next_id)
    }

    /// The optimistic update ran: the request goes to storage. Its kind, path, args and identity.
    pub fn save(&mut self, id: RequestId, batch: BatchId) -> Option<(Kind, String, String, IdentityKey)> {
        let request = self.requests.get_mut(id)?;
        if request.status != Status::Staged {
            return None;
        }
        request.status = Status::Saving(batch);
        let (path, args) = (String::from(&*request.path), String::from(&*request.args));
        Some((request.kind, path, args, request.identity.clone()))
    }

    /// Storage holds the batch: its requests may be sent.
    pub fn saved(&mut self, batch: BatchId) {
        for (_, request) in
            self.requests.iter_mut().filter(|(_, request)| request.status == Status::Saving(batch))
        {
            request.status = Status::Ready;
        }
    }

    /// Storage failed: its requests end.
    pub fn save_failed(&mut self, batch: BatchId) -> Vec<Settled> {
        self.fail_where(
            &|request| request.status == Status::Saving(batch),
            "This was not sent because it could not be stored",
        )
    }

    /// The request ends without an answer to anyone (its caller was told otherwise).
    pub fn discard(&mut self, id: RequestId) {
        self.requests.remove(id);
    }

    /// Ends a request with a failure of the client's own making.
    pub fn refuse(&mut self, id: RequestId, message: &str) -> Option<Settled> {
        self.requests.remove(id)?;
        Some(failed(id, message))
    }

    /// What nobody asked for is the user's who signs in.
    pub fn adopt(&mut self, user: &IdentityKey) {
        for (_, request) in self.requests.iter_mut() {
            if request.identity == IdentityKey::None {
                request.identity = user.clone();
            }
        }
    }

    /// What of another identity was not sent yet must not be sent under this one.
    pub fn identity_changed(&mut self, current: &IdentityKey) -> Vec<Settled> {
        self.fail_where(
            &|request| request.identity != *current && request.is_unsent(),
            "The signed-in user changed before this was sent",
        )
    }

    /// The frames that can be sent now, in request order; one that is not ready holds back those behind it.
    pub fn take_frames(&mut self, completed: Completed) -> Vec<String> {
        let mut frames = Vec::new();
        let one_by_one = self.has_suspects();
        let mut must_wait = one_by_one && self.requests.iter().any(|(_, request)| request.is_sent());
        for (_, request) in self.requests.iter_mut() {
            if let Status::Completed { repeat, .. } = &mut request.status {
                *repeat |= completed == Completed::Repeat;
            }
        }
        for (id, request) in self.requests.iter_mut() {
            match &mut request.status {
                Status::Staged | Status::Saving(_) => break,
                Status::Ready if must_wait => break,
                Status::Ready => {
                    must_wait = one_by_one;
                    request.status = Status::Sent;
                    frames.push(request.frame(id));
                }
                Status::Completed { repeat, .. } if *repeat => {
                    *repeat = false;
                    frames.push(request.frame(id));
                }
                Status::Sent | Status::Completed { .. } => {}
            }
        }
        frames
    }

    /// The server gave up on the connection. One request alone under way is what it gave up on: it ends with the
    /// server's text and is not sent again. Of several nobody knows, so they go out one by one.
    pub fn on_fatal(&mut self, message: &str) -> Option<Settled> {
        let sent: Vec<RequestId> =
            self.requests.iter().filter(|(_, request)| request.is_sent()).map(|(id, _)| id).collect();
        let (first, last) = (*sent.first()?, *sent.last()?);
        let found = self.has_suspects() && first == last;
        self.last_suspect = if found { None } else { Some(last) };
        if found { self.refuse(first, message) } else { None }
    }

    fn has_suspects(&self) -> bool {
        let is_suspect = |id: RequestId| self.last_suspect.is_some_and(|last| id <= last);
        self.requests.iter().any(|(id, request)| is_suspect(id) && !request.is_completed())
    }

    /// The server's answer. Something settles at once unless it is a mutation that succeeded. Answers to requests
    /// that are settled are repeats, and ignored.
    pub fn on_response(&mut self, kind: Kind, response: &Response<'_>) -> Option<Settled> {
        let request = self.requests.get_mut(response.request)?;
        if let Status::Completed { ts, .. } = &mut request.status {
            // It was repeated on a new connection. A deployment that lost its record ran it again, at another time.
            *ts = response.ts.unwrap_or_default();
            return None;
        }
        if request.kind != kind || request.status != Status::Sent {
            return None;
        }
        let settled = Settled {
            request: response.request,
            outcome: keep(response.outcome, None),
            log_lines: response.log_lines.into(),
        };
        if kind == Kind::Mutation && matches!(response.outcome, Outcome::Value(_)) {
            let ts = response.ts.unwrap_or_default();
            request.status = Status::Completed { ts, settled, repeat: false };
            return None;
        }
        self.requests.remove(response.request);
        Some(settled)
    }

    /// A transition reached this time: the mutations that it shows settle, in request order.
    pub fn settle_up_to(&mut self, reached: Timestamp) -> Vec<Settled> {
        self.settle_completed(
            &|request| matches!(request.status, Status::Completed { ts, .. } if ts <= reached),
        )
    }

    /// A new connection. Actions in flight end; mutations in flight are ready again. What another identity sent is
    /// not sent again.
    pub fn restart(&mut self, current: &IdentityKey) -> Vec<Settled> {
        let mut settled = self.fail_where(
            &|request| request.kind == Kind::Action && request.status == Status::Sent,
            "Connection lost while action was in flight",
        );
        settled.extend(self.fail_where(
            &|request| request.identity != *current && request.status == Status::Sent,
            "Connection lost while the mutation was in flight, and the signed-in user changed: it may have run or not",
        ));
        settled.extend(self.settle_completed(&|request| request.identity != *current));
        for (_, request) in self.requests.iter_mut().filter(|(_, request)| request.status == Status::Sent) {
            request.status = Status::Ready;
        }
        settled
    }

    /// The mutations that were sent and not answered.
    pub fn unanswered_mutations(&self) -> impl Iterator<Item = RequestId> {
        let unanswered = |request: &Request| request.kind == Kind::Mutation && request.status == Status::Sent;
        self.requests.iter().filter(move |(_, request)| unanswered(request)).map(|(id, _)| id)
    }

    /// The ids of all requests that are not settled.
    pub fn ids(&self) -> IdMap<RequestId, ()> {
        self.requests.iter().map(|(id, _)| id).collect()
    }

    /// How many requests of a kind are not settled.
    pub fn count(&self, kind: Kind) -> u32 {
        self.requests.iter().filter(|(_, request)| request.kind == kind).count() as u32
    }

    /// When the oldest request without an answer was made.
    pub fn oldest(&self) -> Option<Millis> {
        let unanswered = self.requests.iter().filter(|(_, request)| !request.is_completed());
        unanswered.map(|(_, request)| request.issued).min()
    }

    fn settle_completed(&mut self, applies: &dyn Fn(&Request) -> bool) -> Vec<Settled> {
        let ended = self.requests.extract(&|_, request| request.is_completed() && applies(request));
        let outcome = |(_, request): (RequestId, Request)| match request.status {
            Status::Completed { settled, .. } => Some(settled),
            _ => None,
        };
        ended.into_iter().filter_map(outcome).collect()
    }

    fn fail_where(&mut self, applies: &dyn Fn(&Request) -> bool, message: &str) -> Vec<Settled> {
        let ended = self.requests.extract(&|_, request| applies(request));
        ended.into_iter().map(|(id, _)| failed(id, message)).collect()
    }
}

impl Request {
    fn is_sent(&self) -> bool {
        self.status == Status::Sent
    }

    fn is_completed(&self) -> bool {
        matches!(self.status, Status::Completed { .. })
    }

    fn is_unsent(&self) -> bool {
        matches!(self.status, Status::Staged | Status::Saving(_) | Status::Ready)
    }

    fn frame(&self, id: RequestId) -> String {
        match self.kind {
            Kind::Mutation => protocol::mutation(id, &self.path, &self.args),
            Kind::Action => protocol::action(id, &self.path, &self.args),
        }
    }
}

fn failed(request: RequestId, message: &str) -> Settled {
    Settled { request, outcome: Err(Failure::of_client(message)), log_lines: "[]".into() }
}

#[cfg(test)]
#[path = "requests_tests.rs"]
mod tests;
