//! The sync protocol as text: what a client writes, what a server sends.
//!
//! Owns: message shapes, the wire version, the sync address. Leaves to others: when to send what (`client.rs`).

use alloc::string::String;

mod address;
pub mod base64;
mod chunks;
mod client_message;
mod modification;
mod path;
mod server_message;
mod timestamp;

pub use address::{WIRE_VERSION, call_url};
pub use chunks::Chunks;
pub use client_message::{Connect, action, authenticate, connect, modify_query_set, mutation};
pub use modification::{Modification, ModificationKind};
pub use path::check_path;
pub use server_message::{Chunk, Outcome, Response, ServerMessage, Transition, parse};
pub use timestamp::Timestamp;

use crate::ids::QueryId;

/// Why the conversation on this socket cannot go on. Only a new connection heals it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProtocolError {
    /// The frame is not JSON, or a field has another shape than the protocol says.
    Malformed,
    /// A field that the message type needs is not there, or is not what it should be.
    Missing {
        /// Its name.
        field: &'static str,
    },
    /// No message type that this wire version knows.
    UnknownType(String),
    /// The transition does not start where the last one ended.
    VersionMismatch,
    /// Parts of a large transition came in an impossible order.
    ChunkOutOfOrder,
    /// The server gave up on this connection and says why.
    Fatal(String),
}

impl ProtocolError {
    /// One line for a person.
    pub fn describe(&self) -> String {
        match self {
            ProtocolError::Malformed => "the server sent a frame that cannot be read".into(),
            ProtocolError::Missing { field } => {
                ["the server sent a message whose field `", field, "` is missing or cannot be read"].concat()
            }
            ProtocolError::UnknownType(name) => {
                ["the server sent a message of the unknown type ", name].concat()
            }
            ProtocolError::VersionMismatch => {
                "the server sent a transition that does not start where the last one ended".into()
            }
            ProtocolError::ChunkOutOfOrder => {
                "the server sent the parts of a large transition out of order".into()
            }
            ProtocolError::Fatal(text) => text.clone(),
        }
    }
}

impl From<crate::json::JsonError> for ProtocolError {
    fn from(_: crate::json::JsonError) -> Self {
        ProtocolError::Malformed
    }
}

/// One edit of the server's query set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuerySetEdit {
    /// Watch this query.
    Add {
        /// Chosen by the client.
        query: QueryId,
        /// Canonical function path.
        path: String,
        /// Arguments as JSON text.
        args: String,
        /// The component that the function is in.
        component: Option<String>,
        /// The last journal as JSON text; left out where the server never sent one.
        journal: Option<String>,
    },
    /// Stop watching it.
    Remove(QueryId),
}

/// How far a server has come: each transition leads from one of these to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// Edits of the query set seen.
    pub query_set: u32,
    /// Authentications seen.
    pub identity: u32,
    /// Database time.
    pub ts: Timestamp,
}
