//! The names of things: one type for each kind of id, so that none can stand for another.
//!
//! Owns: the id types and the point in time. Leaves to others: who counts them up.

/// One subscribed query for the life of the client; never reused, also across reconnects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct QueryId(pub u32);

/// One mutation or action. Strictly increasing within a session, so it also gives the send order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestId(pub u32);

/// One client that may put layers on the same results. Always 0 until results are shared between tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClientId(pub u32);

/// One attempt at a socket; events that carry an older one are from a socket that was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SocketId(pub u32);

/// One batch of writes to storage, acknowledged or failed as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BatchId(pub u32);

/// Milliseconds since a fixed point: the monotonic start of the host, or the Unix epoch where said so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(pub u64);

impl Millis {
    /// The point `ms` later.
    #[must_use]
    pub fn after(self, ms: u64) -> Millis {
        Millis(self.0.saturating_add(ms))
    }
}
