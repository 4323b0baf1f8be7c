//! What an app may know of the connection.
//!
//! Owns: the record and its JSON form. Leaves to others: filling it in (`client.rs`).

use alloc::string::String;

use crate::ids::Millis;
use crate::json::{ObjectWriter, push_u64};

/// A snapshot of the connection, the shape of `ConnectionState` in npm convex.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectionState {
    /// Any mutation or action not settled yet.
    pub has_inflight_requests: bool,
    /// The socket is open.
    pub is_web_socket_connected: bool,
    /// A socket was open at some time.
    pub has_ever_connected: bool,
    /// How many sockets were opened so far.
    pub connection_count: u32,
    /// How many attempts in a row have not led to a full sync.
    pub connection_retries: u32,
    /// Unix time of the oldest request in flight.
    pub oldest_inflight: Option<Millis>,
    /// Mutations not settled yet.
    pub inflight_mutations: u32,
    /// Actions not settled yet.
    pub inflight_actions: u32,
}

impl ConnectionState {
    /// Writes the JSON form; field names as in npm convex, the time in ms since the epoch or null.
    pub fn write_json(&self, out: &mut String) {
        let mut object = ObjectWriter::open(out);
        object.bool("hasInflightRequests", self.has_inflight_requests);
        object.bool("isWebSocketConnected", self.is_web_socket_connected);
        object.bool("hasEverConnected", self.has_ever_connected);
        object.u32("connectionCount", self.connection_count);
        object.u32("connectionRetries", self.connection_retries);
        let out = object.key("timeOfOldestInflightRequest");
        match self.oldest_inflight {
            Some(Millis(ms)) => push_u64(out, ms),
            None => out.push_str("null"),
        }
        object.u32("inflightMutations", self.inflight_mutations);
        object.u32("inflightActions", self.inflight_actions);
        object.close();
    }
}
