//! Everything that the core can ask of its host.
//!
//! Owns: the closed `Output` enum. Leaves to others: telling (`web/events.rs`) and doing it (`js/`).

use alloc::string::String;
use alloc::vec::Vec;

use crate::auth::IdentityKey;
use crate::connection_state::ConnectionState;
use crate::ids::{BatchId, Millis, QueryId, RequestId, SocketId};
use crate::record::Record;

/// How much an app should care about a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// What the connection does.
    Info,
    /// The server closed the connection for a reason that it gave.
    DisconnectError,
    /// Something is odd that still works.
    Warning,
    /// Something is wrong that an app or a deployment must mend.
    Error,
}

/// One write to storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Request ids below this one are used up in this session.
    HighWater(RequestId),
    /// A mutation that must survive until it is settled.
    Put {
        /// Its id within the session.
        request: RequestId,
        /// Function path as the app named it.
        path: String,
        /// Arguments as JSON text.
        args: String,
        /// Under whose name it may be sent.
        identity: IdentityKey,
    },
    /// The mutation is settled.
    Delete(RequestId),
}

/// One thing to do. The host does them in order and feeds back what comes of them.
#[derive(Debug)]
pub enum Output {
    /// Answer to `Input::Subscribe`.
    Subscribed(QueryId),
    /// Answer to `Input::Mutate` and `Input::Act`.
    Accepted(RequestId),
    /// Open a socket to the sync URL.
    OpenSocket(SocketId),
    /// Close this socket; its later events are ignored.
    CloseSocket(SocketId),
    /// Send one text frame.
    Send {
        /// On which socket.
        socket: SocketId,
        /// The frame.
        frame: String,
    },
    /// Feed `Input::Due` at this monotonic time. Replaces any earlier deadline.
    Deadline(Millis),
    /// Feed `Input::Flush` once the current turn of the event loop ends.
    ScheduleFlush,
    /// Write these in one go and answer with `Persisted` or `PersistFailed`. Without storage: `Persisted` at once.
    Persist {
        /// Named in the answer.
        batch: BatchId,
        /// In order.
        writes: Vec<Write>,
    },
    /// What subscribers and callers shall see, applied as a whole.
    Record(Record),
    /// The connection state changed.
    ConnectionState(ConnectionState),
    /// Ask the app for a token and answer with `TokenFetched` or `TokenFailed`.
    FetchToken {
        /// Named in the answer.
        fetch: u32,
        /// One that no cache holds.
        force: bool,
    },
    /// Whether the user is signed in, once the server or the app has said so.
    Authenticated(bool),
    /// Whether a token that the server refused is being replaced.
    Refreshing(bool),
    /// Something worth telling a person.
    Report(Severity, String),
}
