//! The socket's life, as the client sees it.
//!
//! Owns: the frames that open a connection and their order, giving up, coming back.

use alloc::string::String;

use super::Client;
use crate::connection::{Due, GiveUp};
use crate::ids::SocketId;
use crate::input::Env;
use crate::json::push_u64;
use crate::output::{Output, Severity};
use crate::protocol::{Connect, ProtocolError, Version, connect};
use crate::requests::Completed;
use crate::resync::Resync;

/// Closes that are ordinary: done, going away, no code, and the cloud's "deployment not found", which may pass.
const ORDINARY_CLOSES: [u16; 4] = [1000, 1001, 1005, 4040];

impl Client {
    pub(super) fn connect(&mut self, env: Env) {
        if let Some(socket) = self.connection.connect(env) {
            self.outputs.push(Output::OpenSocket(socket));
        }
    }

    /// The machine may have slept or been offline. `suspicion`: whatever the clocks say.
    pub(super) fn on_wake(&mut self, suspicion: bool, env: Env) {
        let is_doubtful = suspicion || self.connection.is_doubtful(env.wall);
        if is_doubtful {
            self.connect(env);
        }
        if is_doubtful && self.can_speak() {
            self.flush_queries();
            // The server answers every change of the query set, also an empty one.
            let frame = self.queries.probe();
            self.send(frame);
            self.connection.probed(env.now);
        }
        self.on_token_due(env);
    }

    pub(super) fn close(&mut self) {
        if let Some(socket) = self.connection.close() {
            self.outputs.push(Output::CloseSocket(socket));
        }
    }

    pub(super) fn on_opened(&mut self, socket: SocketId, env: Env) {
        if !self.connection.is_current(socket) {
            return;
        }
        if self.connection.opens() > 0 {
            self.outputs.push(Output::Report(Severity::Info, String::from("WebSocket reconnected")));
        }
        self.has_greeted = false;
        let hello = self.hello(env);
        self.connection.opened(socket, env);
        if !self.paused {
            self.greet(hello, env);
        }
    }

    pub(super) fn hello(&self, env: Env) -> String {
        connect(&Connect {
            session: &self.session,
            connection_count: self.connection.opens(),
            last_close_reason: self.connection.last_close_reason(),
            max_observed: self.max_observed,
            client_ts: env.wall,
        })
    }

    /// A new connection: the server knows nothing. `Connect` is always first, then who the user is, then what is
    /// watched (even nothing), then the requests.
    pub(super) fn greet(&mut self, hello: String, env: Env) {
        self.has_greeted = true;
        self.has_ever_greeted = true;
        self.remote = Version::default();
        self.chunks.clear();
        let in_flight = self.requests.unanswered_mutations().filter(|request| self.layers.has(*request));
        self.hold.start(in_flight.collect(), env.now);
        let settled = self.requests.restart(self.auth.key());
        self.settle(settled);
        self.send(hello);
        if let Some(frame) = self.auth.restart() {
            self.send(frame);
        }
        let (frame, announced) = self.queries.restart();
        self.send(frame);
        self.resync =
            Resync { queries: announced, requests: self.requests.ids(), identity: self.auth.version() };
        self.send_requests(Completed::Repeat);
    }

    pub(super) fn on_closed(&mut self, socket: SocketId, code: u16, reason: &str, env: Env) {
        if !self.connection.is_current(socket) {
            return;
        }
        // A deployment that was restored from a backup is behind the time that we have seen and refuses `Connect`
        // for it. It would do so for ever.
        if self.has_greeted && self.connection.is_unanswered() {
            self.max_observed = None;
        }
        if !ORDINARY_CLOSES.contains(&code) {
            let (severity, ending) = match reason {
                "" => (Severity::Info, String::new()),
                reason => (Severity::DisconnectError, [": ", reason].concat()),
            };
            self.say(severity, "WebSocket closed with code ", u64::from(code), &ending);
        }
        self.connection.closed(code, reason, env);
        self.say_when_next(env);
    }

    pub(super) fn on_send_failed(&mut self, socket: SocketId, env: Env) {
        if self.connection.is_current(socket) {
            self.give_up(GiveUp::FailedToSend, env);
        }
    }

    pub(super) fn on_due(&mut self, env: Env) {
        self.armed = None;
        match self.connection.due(env.now) {
            Due::Nothing => {}
            Due::Reconnect => self.connect(env),
            Due::Inactive => self.give_up(GiveUp::InactiveServer, env),
        }
        self.on_token_due(env);
    }

    pub(super) fn on_flush(&mut self) {
        self.flush_scheduled = false;
        self.flush_queries();
    }

    /// Something that only a new connection heals. Reported, never thrown.
    pub(super) fn on_fault(&mut self, error: &ProtocolError, env: Env) {
        let text = error.describe();
        let report = match error {
            ProtocolError::Fatal(_) => ["[CONVEX FATAL ERROR] ", &text].concat(),
            _ => text.clone(),
        };
        self.outputs.push(Output::Report(Severity::Error, report));
        if let ProtocolError::Fatal(_) = error {
            let settled = self.requests.on_fatal(&text);
            self.settle(settled.into_iter().collect());
        }
        self.give_up(GiveUp::Fault(&text), env);
    }

    fn give_up(&mut self, why: GiveUp<'_>, env: Env) {
        if let Some(socket) = self.connection.give_up(why, env) {
            self.outputs.push(Output::CloseSocket(socket));
            self.say_when_next(env);
        }
    }

    fn say_when_next(&mut self, env: Env) {
        if let Some(next) = self.connection.deadline() {
            self.say(Severity::Info, "Attempting reconnect in ", next.0.saturating_sub(env.now.0), "ms");
        }
    }

    /// Tells a person, in npm convex's words.
    fn say(&mut self, severity: Severity, start: &str, number: u64, ending: &str) {
        let mut text = String::from(start);
        push_u64(&mut text, number);
        text.push_str(ending);
        self.outputs.push(Output::Report(severity, text));
    }
}
