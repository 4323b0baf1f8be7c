//! Whether everything from before the last reconnect is answered.
//!
//! Owns: what is still outstanding. Its one use: backoff starts over only when a connection has proved itself.

use crate::id_map::IdMap;
use crate::ids::{QueryId, RequestId};

/// What the server of this connection still owes.
#[derive(Default)]
pub struct Resync {
    /// Queries announced at the reconnect and not heard of since.
    pub queries: IdMap<QueryId, ()>,
    /// Requests older than the reconnect and not settled.
    pub requests: IdMap<RequestId, ()>,
    /// The identity version that must be reached.
    pub identity: u32,
}

impl Resync {
    /// Whether nothing is outstanding at this identity version.
    pub fn is_done(&self, identity: u32) -> bool {
        self.queries.is_empty() && self.requests.is_empty() && identity >= self.identity
    }
}
