//! What the deployment's thread can be asked. Owns: the closed list of commands and their answers.
//! Leaves to others: carrying them out (`worker`).

use std::sync::Arc;

use lentil_store::{Schema, StoreError};

use super::outcome::{Finished, Outcome, SystemFailure};
use crate::auth::Viewer;
use crate::engine::{Caller, FunctionPath, LoadedApp};

/// Takes an answer, from any thread.
pub type Reply<T> = Box<dyn FnOnce(T) + Send>;

/// One connected client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SocketId(pub u64);

/// A function to run.
#[derive(Clone, Debug)]
pub struct FunctionCall {
    /// Which.
    pub path: FunctionPath,
    /// Its arguments: JSON text, an object or an array of one.
    pub arguments: String,
    /// Who calls.
    pub caller: Caller,
    /// On whose behalf.
    pub viewer: Viewer,
}

impl FunctionCall {
    /// A call from outside.
    pub fn by(viewer: &Viewer, path: FunctionPath, arguments: String) -> FunctionCall {
        let caller = if viewer.is_admin() { Caller::Admin } else { Caller::Client };
        FunctionCall { path, arguments, caller, viewer: viewer.clone() }
    }
}

/// Names a mutation across reconnects: it commits at most once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRequest {
    /// The client's session (a UUID).
    pub session_id: String,
    /// The request within the session.
    pub request_id: u32,
}

/// A change to what one socket watches.
#[derive(Clone, Debug)]
pub enum SubscriptionChange {
    /// Watch one more query.
    Add {
        /// The client's name for it.
        query_id: u32,
        /// Which function.
        path: FunctionPath,
        /// Its arguments, JSON text.
        arguments: String,
        /// Where its page ended, if the client has seen it before.
        journal: Option<String>,
    },
    /// Watch it no longer.
    Remove {
        /// The client's name for it.
        query_id: u32,
    },
    /// Somebody else watches from now on.
    Viewer(Viewer),
}

/// A query whose result is new to the socket.
#[derive(Clone, Debug)]
pub struct QueryChange {
    /// The client's name for it.
    pub query_id: u32,
    /// Its result.
    pub outcome: Arc<Outcome>,
    /// Where its page ended, if it has one: the client keeps it for its next connection.
    pub journal: Option<String>,
}

/// All that changed for one socket, as of one timestamp.
#[derive(Clone, Debug)]
pub struct TransitionData {
    /// The timestamp of the data, in ns.
    pub ts: u64,
    /// The changed queries, by query id.
    pub changes: Vec<QueryChange>,
}

/// Why the results a socket has may be out of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalidation {
    /// The commit of this timestamp touched what they were made of.
    Commit(u64),
    /// The functions changed, at no timestamp of the data.
    Code,
}

/// A request to the deployment's thread.
pub enum Command {
    /// Run a query once.
    Query {
        /// The query.
        call: FunctionCall,
        /// Its outcome.
        reply: Reply<Result<Finished, SystemFailure>>,
    },
    /// Run a query once, on the data as of this timestamp.
    QueryAt {
        /// The query.
        call: FunctionCall,
        /// The timestamp, in ns.
        ts: u64,
        /// Its outcome; or the timestamp of the data that there is.
        reply: Reply<Result<Result<Finished, SystemFailure>, u64>>,
    },
    /// Run a mutation, unless it has committed before.
    Mutation {
        /// The mutation.
        call: FunctionCall,
        /// Its name across reconnects, if it has one.
        session: Option<SessionRequest>,
        /// Its outcome.
        reply: Reply<Result<Finished, SystemFailure>>,
    },
    /// A client connected; `on_invalidated` is called for each change that may have changed the
    /// results of its queries.
    OpenSocket {
        /// Its name.
        socket: SocketId,
        /// Called from the deployment's thread.
        on_invalidated: Box<dyn Fn(Invalidation) + Send>,
    },
    /// Bring a client up to date.
    Transition {
        /// The client.
        socket: SocketId,
        /// What it wants to watch from now on.
        changes: Vec<SubscriptionChange>,
        /// What is new to it.
        reply: Reply<Result<TransitionData, SystemFailure>>,
    },
    /// A client is gone.
    CloseSocket(SocketId),
    /// The timestamp of the last commit.
    LatestTs(Reply<u64>),
    /// From now on, run these functions on this schema; or, when the data does not fit the schema,
    /// go on as before.
    Replace {
        /// The functions.
        app: Arc<LoadedApp>,
        /// The schema.
        schema: Schema,
        /// Whether they are in force.
        reply: Reply<Result<(), StoreError>>,
    },
    /// End the thread, and close the data.
    Stop,
}
