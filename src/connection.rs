//! The life of the one socket.
//!
//! Owns: its phase, backoff, the inactivity deadline, what the next `Connect` says of the past.
//! Leaves to others: the frames (`client/on_socket.rs`), the socket itself (the host).
//!
//! ```text
//! Idle -> Connecting -> Open -> Waiting -> Connecting ...      any -> Closed (for ever)
//!                         \-> Stopped (until a new token is there) -> Connecting
//! ```
//! No close code, reason or server error ends this circle; only `close` does.

use alloc::string::String;

use crate::ids::{Millis, SocketId};
use crate::input::Env;

/// How long a connection waits for what.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// A server that says nothing for so long (it pings after 15 s) is gone.
    pub inactivity_ms: u64,
    /// No base wait before a reconnect is longer; jitter adds up to half of it.
    pub max_backoff_ms: u64,
}

impl Default for Patience {
    fn default() -> Self {
        Patience { inactivity_ms: 60_000, max_backoff_ms: 16_000 }
    }
}

/// Enough to reach the longest wait from any first one.
const MAX_DOUBLINGS: u32 = 10;
/// First wait after the client itself gave a socket up.
const CLIENT_BACKOFF_MS: u64 = 100;
/// First wait after the server closed, unless its reason says otherwise.
const SERVER_BACKOFF_MS: u64 = 1_000;
/// First wait when the server is overloaded.
const OVERLOAD_BACKOFF_MS: u64 = 3_000;

/// A server that was not heard of for so long has missed a ping, or the machine slept.
const SILENCE_MS: u64 = 20_000;
/// How long a sign of life may take.
const PROBE_MS: u64 = 5_000;

/// Prefixes of close reasons by which a server says that it is overloaded.
const OVERLOAD_REASONS: [&str; 10] = [
    "SubscriptionsWorkerFullError",
    "TooManyConcurrentRequests",
    "CommitterFullError",
    "AwsTooManyRequestsException",
    "ExecuteFullError",
    "SystemTimeoutError",
    "ExpiredInQueue",
    "VectorIndexTooLarge",
    "SearchIndexTooLarge",
    "TooManyWritesInTimePeriod",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Idle,
    Connecting(SocketId),
    Open(SocketId),
    Waiting { until: Millis },
    Stopped,
    Closed,
}

/// Why the client gives a socket up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GiveUp<'a> {
    /// Nothing came for too long.
    InactiveServer,
    /// A send threw.
    FailedToSend,
    /// The server broke the protocol or gave up; its text.
    Fault(&'a str),
}

/// What has come due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Nothing yet.
    Nothing,
    /// The wait is over: connect.
    Reconnect,
    /// The server has been silent too long.
    Inactive,
}

/// The connection.
pub struct Connection {
    phase: Phase,
    patience: Patience,
    next_socket: u32,
    opens: u32,
    retries: u32,
    last_close_reason: Option<String>,
    last_heard: Millis,
    /// The same by the wall clock: the other one may stand still while the machine sleeps.
    last_heard_wall: Millis,
    /// A sign of life was asked for and is due by then.
    probe_until: Option<Millis>,
    /// Something came on the socket that is open.
    answered: bool,
    last_fault: Option<String>,
}

impl Default for Connection {
    fn default() -> Self {
        Connection {
            phase: Phase::Idle,
            patience: Patience::default(),
            next_socket: 0,
            opens: 0,
            retries: 0,
            last_close_reason: Some("InitialConnect".into()),
            last_heard: Millis::default(),
            last_heard_wall: Millis::default(),
            probe_until: None,
            answered: false,
            last_fault: None,
        }
    }
}

impl Connection {
    /// How long it waits from now on.
    pub fn configure(&mut self, patience: Patience) {
        self.patience = patience;
    }

    /// The socket that frames can be sent on.
    pub fn open_socket(&self) -> Option<SocketId> {
        if let Phase::Open(socket) = self.phase { Some(socket) } else { None }
    }

    /// Whether `close` was called.
    pub fn is_closed(&self) -> bool {
        self.phase == Phase::Closed
    }

    /// How many sockets were opened so far.
    pub fn opens(&self) -> u32 {
        self.opens
    }

    /// How many attempts in a row have not led to a full sync.
    pub fn retries(&self) -> u32 {
        self.retries
    }

    /// Why the last socket ended.
    pub fn last_close_reason(&self) -> Option<&str> {
        self.last_close_reason.as_deref()
    }

    /// Starts an attempt, unless one is under way. The socket to open.
    pub fn connect(&mut self, env: Env) -> Option<SocketId> {
        if !matches!(self.phase, Phase::Idle | Phase::Waiting { .. }) {
            return None;
        }
        let socket = SocketId(self.next_socket);
        self.next_socket += 1;
        self.phase = Phase::Connecting(socket);
        self.listen(env);
        Some(socket)
    }

    /// Whether events of this socket still count.
    pub fn is_current(&self, socket: SocketId) -> bool {
        matches!(self.phase, Phase::Connecting(current) | Phase::Open(current) if current == socket)
    }

    /// The socket opened. `Connect` must be made before this call: it speaks of the sockets before.
    pub fn opened(&mut self, socket: SocketId, env: Env) {
        self.phase = Phase::Open(socket);
        self.opens += 1;
        self.last_close_reason = None;
        self.listen(env);
        self.answered = false;
    }

    /// A message came.
    pub fn heard(&mut self, env: Env) {
        self.listen(env);
        self.answered = true;
    }

    /// Whether the server has been silent for so long that the machine may have slept, and was not asked since.
    pub fn is_doubtful(&self, wall: Millis) -> bool {
        self.probe_until.is_none() && self.last_heard_wall.after(SILENCE_MS) <= wall
    }

    /// A sign of life was asked for.
    pub fn probed(&mut self, now: Millis) {
        self.probe_until.get_or_insert(now.after(PROBE_MS));
    }

    fn listen(&mut self, env: Env) {
        (self.last_heard, self.last_heard_wall, self.probe_until) = (env.now, env.wall, None);
    }

    /// Whether the server took the open socket's `Connect` without a word.
    pub fn is_unanswered(&self) -> bool {
        matches!(self.phase, Phase::Open(_)) && !self.answered
    }

    /// A transition was applied: the fault before it, if any, did not repeat.
    pub fn good_transition(&mut self) {
        self.last_fault = None;
    }

    /// Everything from before the reconnect is settled.
    pub fn synced(&mut self) {
        self.retries = 0;
    }

    /// The current socket was closed from outside: wait, then connect again.
    pub fn closed(&mut self, code: u16, reason: &str, env: Env) {
        if self.last_close_reason.is_none() {
            self.last_close_reason =
                Some(if reason.is_empty() { describe_code(code) } else { reason.into() });
        }
        let overloaded = OVERLOAD_REASONS.iter().any(|prefix| reason.starts_with(prefix));
        self.wait(if overloaded { OVERLOAD_BACKOFF_MS } else { SERVER_BACKOFF_MS }, env);
    }

    /// Gives the current socket up: wait, then connect again. The socket to close.
    pub fn give_up(&mut self, why: GiveUp<'_>, env: Env) -> Option<SocketId> {
        let (Phase::Connecting(socket) | Phase::Open(socket)) = self.phase else { return None };
        let (reason, backoff) = match why {
            GiveUp::InactiveServer => ("InactiveServer", CLIENT_BACKOFF_MS),
            GiveUp::FailedToSend => ("FailedToSendMessage", CLIENT_BACKOFF_MS),
            GiveUp::Fault(text) => (text, self.fault_backoff(text)),
        };
        self.last_close_reason = Some(reason.into());
        self.wait(backoff, env);
        Some(socket)
    }

    /// The same fault twice without a good transition between will most likely come again: go slowly.
    fn fault_backoff(&mut self, text: &str) -> u64 {
        let repeated = self.last_fault.as_deref() == Some(text);
        self.last_fault = Some(text.into());
        if repeated { self.patience.max_backoff_ms } else { SERVER_BACKOFF_MS }
    }

    /// Ends for ever. The socket to close.
    pub fn close(&mut self) -> Option<SocketId> {
        self.leave(Phase::Closed)
    }

    /// Ends until `restart`. The socket to close.
    pub fn stop(&mut self) -> Option<SocketId> {
        self.leave(Phase::Stopped)
    }

    /// Connects after a stop; otherwise nothing. The socket to open.
    pub fn restart(&mut self, env: Env) -> Option<SocketId> {
        if self.phase == Phase::Stopped {
            self.phase = Phase::Idle;
            return self.connect(env);
        }
        None
    }

    fn leave(&mut self, to: Phase) -> Option<SocketId> {
        let phase = core::mem::replace(&mut self.phase, to);
        if let Phase::Connecting(socket) | Phase::Open(socket) = phase { Some(socket) } else { None }
    }

    /// The next moment at which something comes due.
    pub fn deadline(&self) -> Option<Millis> {
        match self.phase {
            Phase::Connecting(_) | Phase::Open(_) => {
                let silence = self.last_heard.after(self.patience.inactivity_ms);
                Some(self.probe_until.map_or(silence, |probe| probe.min(silence)))
            }
            Phase::Waiting { until } => Some(until),
            Phase::Idle | Phase::Stopped | Phase::Closed => None,
        }
    }

    /// What has come due by now.
    pub fn due(&self, now: Millis) -> Due {
        match (self.phase, self.deadline()) {
            (_, Some(deadline)) if now < deadline => Due::Nothing,
            (Phase::Waiting { .. }, _) => Due::Reconnect,
            (Phase::Connecting(_) | Phase::Open(_), _) => Due::Inactive,
            _ => Due::Nothing,
        }
    }

    /// Exponential backoff with jitter of half its length either way.
    fn wait(&mut self, initial_ms: u64, env: Env) {
        let base = (initial_ms << self.retries.min(MAX_DOUBLINGS)).min(self.patience.max_backoff_ms);
        self.retries = self.retries.saturating_add(1);
        let ms = base as f64 * (0.5 + env.random);
        self.phase = Phase::Waiting { until: env.now.after(ms as u64) };
    }
}

fn describe_code(code: u16) -> String {
    let mut text = String::from("closed with code ");
    crate::json::push_u64(&mut text, u64::from(code));
    text
}

#[cfg(test)]
#[path = "connection_tests.rs"]
mod tests;
