//! The client: every part put together behind one door.
//!
//! Owns: routing of inputs, the outputs of one drain, deadlines and the connection state that follow from any input.
//! Leaves to others: calls of the app (`on_call.rs`), the socket's life (`on_socket.rs`), messages (`on_message.rs`).

use alloc::string::String;
use alloc::vec::Vec;

mod on_auth;
mod on_call;
mod on_message;
mod on_socket;

use crate::auth::Auth;
use crate::connection::Connection;
use crate::connection_state::ConnectionState;
use crate::hold::Hold;
use crate::ids::{BatchId, Millis, QueryId};
use crate::input::{Env, Input, Options};
use crate::layers::Layers;
use crate::output::{Output, Write};
use crate::protocol::{Chunks, Timestamp, Version};
use crate::query_set::{NewQuery, QuerySet};
use crate::record::{News, QueryChange, Record, Settled};
use crate::requests::{Completed, Kind, Requests};
use crate::results::{Provenance, Results};
use crate::resync::Resync;
use crate::token_flow::TokenFlow;

/// One client of one deployment.
pub struct Client {
    session: String,
    connection: Connection,
    auth: Auth,
    token_flow: TokenFlow,
    /// It is not known yet who the user is: nothing is sent.
    paused: bool,
    /// The server of this connection has been sent `Connect`.
    has_greeted: bool,
    has_ever_greeted: bool,
    queries: QuerySet,
    results: Results,
    requests: Requests,
    layers: Layers,
    resync: Resync,
    hold: Hold,
    chunks: Chunks,
    /// How far the server of this connection has come.
    remote: Version,
    max_observed: Option<Timestamp>,
    next_batch: u32,
    flush_scheduled: bool,
    armed: Option<Millis>,
    told: ConnectionState,
    outputs: Vec<Output>,
}

impl Client {
    /// A client without a connection, which `Input::Start` opens. `session` is a UUID that no other client uses.
    pub fn new(session: String) -> Self {
        Client {
            session,
            connection: Connection::default(),
            auth: Auth::default(),
            token_flow: TokenFlow::default(),
            paused: false,
            has_greeted: false,
            has_ever_greeted: false,
            queries: QuerySet::default(),
            results: Results::default(),
            requests: Requests::default(),
            layers: Layers::default(),
            resync: Resync::default(),
            hold: Hold::default(),
            chunks: Chunks::default(),
            remote: Version::default(),
            max_observed: None,
            next_batch: 0,
            flush_scheduled: false,
            armed: None,
            told: ConnectionState::default(),
            outputs: Vec::new(),
        }
    }

    /// Takes one input; gives everything that follows from it, in order.
    pub fn handle(&mut self, input: Input, env: Env) -> Vec<Output> {
        if !self.connection.is_closed() {
            self.route(input, env);
            self.conclude(env.now);
        }
        core::mem::take(&mut self.outputs)
    }

    /// The value that is shown for a query, as what sets it (`Whole` in `js/records.ts`).
    pub fn value(&mut self, query: QueryId) -> Option<String> {
        let mut whole = String::new();
        self.results.whole(query)?.write_json(None, &mut whole);
        Some(whole)
    }

    fn route(&mut self, input: Input, env: Env) {
        match input {
            Input::Start(options) => self.start(options, env),
            Input::Wake => self.on_wake(false, env),
            Input::Reconnect => self.on_wake(true, env),
            Input::Close => self.close(),
            Input::Subscribe { path, args, component, journal } => {
                self.subscribe(NewQuery { path, args, component, journal });
            }
            Input::Unsubscribe(query) => self.unsubscribe(query),
            Input::Mutate { path, args, layer } => self.mutate(path, args, layer, env),
            Input::LayerReady(request) => self.release(request),
            Input::LayerFailed(request) => self.abandon(request),
            Input::Act { path, args } => self.act(path, args, env),
            Input::SetCredential(credential) => self.set_credential(credential, env),
            Input::SetAuth => self.set_auth(env),
            Input::TokenFetched { fetch, token } => self.on_token(fetch, token, env),
            Input::TokenFailed { fetch, reason } => self.on_token_failed(fetch, &reason, env),
            Input::SocketOpened(socket) => self.on_opened(socket, env),
            Input::SocketClosed { socket, code, reason } => self.on_closed(socket, code, &reason, env),
            Input::SendFailed(socket) => self.on_send_failed(socket, env),
            Input::Message { socket, text } => self.on_frame(socket, &text, env),
            Input::Due => self.on_due(env),
            Input::Flush => self.on_flush(),
            Input::Persisted(batch) => self.on_persisted(batch),
            Input::PersistFailed(batch) => self.on_persist_failed(batch),
        }
    }

    /// What follows from every input: held records, a flush, the next deadline, the connection state.
    fn conclude(&mut self, now: Millis) {
        let records = self.hold.take_if_over(now);
        self.show(records);
        if self.queries.is_dirty() && !self.flush_scheduled && !self.must_keep_quiet() {
            self.flush_scheduled = true;
            self.outputs.push(Output::ScheduleFlush);
        }
        // A deadline that moved further away is left armed: when it comes, `Due` finds nothing and arms the new one.
        // So a message costs no timer.
        let deadlines = [self.connection.deadline(), self.hold.until(), self.token_flow.deadline()];
        let deadline = deadlines.into_iter().flatten().min();
        if let Some(deadline) = deadline.filter(|new| self.armed.is_none_or(|armed| *new < armed)) {
            self.armed = Some(deadline);
            self.outputs.push(Output::Deadline(deadline));
        }
        let state = self.connection_state();
        if state != self.told {
            self.told = state.clone();
            self.outputs.push(Output::ConnectionState(state));
        }
    }

    fn connection_state(&self) -> ConnectionState {
        let inflight_mutations = self.requests.count(Kind::Mutation);
        let inflight_actions = self.requests.count(Kind::Action);
        ConnectionState {
            has_inflight_requests: inflight_mutations + inflight_actions > 0,
            is_web_socket_connected: self.connection.open_socket().is_some(),
            has_ever_connected: self.has_ever_greeted,
            connection_count: self.connection.opens(),
            connection_retries: self.connection.retries(),
            oldest_inflight: self.requests.oldest(),
            inflight_mutations,
            inflight_actions,
        }
    }

    fn start(&mut self, options: Options, env: Env) {
        self.paused |= options.expect_auth;
        self.token_flow.configure(options.token);
        self.connection.configure(options.patience);
        self.connect(env);
    }

    /// Whether the server of this connection can be told things as they happen.
    fn can_speak(&self) -> bool {
        self.connection.open_socket().is_some() && self.has_greeted && !self.paused
    }

    /// Whether what is to be said waits for `resume`.
    fn must_keep_quiet(&self) -> bool {
        self.connection.open_socket().is_some() && self.has_greeted && self.paused
    }

    /// Sends on the open socket; without one the frame is not needed, for a restart says everything anew.
    fn send(&mut self, frame: String) {
        if let Some(socket) = self.connection.open_socket().filter(|_| self.can_speak()) {
            self.outputs.push(Output::Send { socket, frame });
        }
    }

    /// Makes up the query set's edits and sends them, ahead of any frame that might depend on them.
    fn flush_queries(&mut self) {
        if self.must_keep_quiet() {
            return;
        }
        let flushed = self.queries.flush(self.can_speak());
        if let Some(frame) = flushed.frame {
            self.send(frame);
        }
        let mut changes = Vec::new();
        for query in flushed.gone {
            self.results.forget(query);
            self.resync.queries.remove(query);
            changes.push(QueryChange { query, news: News::Gone, log_lines: None, journal: None });
        }
        self.record(Record { queries: changes, ..Record::default() });
    }

    /// Sends the requests that are ready, behind the query set's edits.
    fn send_requests(&mut self, completed: Completed) {
        if !self.can_speak() {
            return;
        }
        let frames = self.requests.take_frames(completed);
        if !frames.is_empty() {
            self.flush_queries();
        }
        for frame in frames {
            self.send(frame);
        }
    }

    /// Completes a record with what follows from its settled requests, and hands it out.
    fn record(&mut self, mut record: Record) {
        for settled in &record.settled {
            self.resync.requests.remove(settled.request);
            self.hold.settled(settled.request);
            record.dropped.extend(self.layers.drop_for(settled.request));
        }
        if record.is_empty() {
            return;
        }
        record.identity = self.auth.key().clone();
        let finished: Vec<Write> =
            record.settled.iter().map(|settled| Write::Delete(settled.request)).collect();
        let record = self.hold.keep(record);
        self.show(record);
        if !finished.is_empty() {
            self.persist(finished);
        }
    }

    fn show(&mut self, records: impl IntoIterator<Item = Record>) {
        self.outputs.extend(records.into_iter().map(Output::Record));
    }

    fn settle(&mut self, settled: Vec<Settled>) {
        self.record(Record { settled, ..Record::default() });
    }

    fn persist(&mut self, writes: Vec<Write>) {
        let batch = self.new_batch();
        self.outputs.push(Output::Persist { batch, writes });
    }

    fn new_batch(&mut self) -> BatchId {
        let batch = BatchId(self.next_batch);
        self.next_batch += 1;
        batch
    }

    /// Whom the server of this connection takes us for at an identity version.
    fn provenance(&self, identity_version: u32) -> Provenance {
        Provenance { identity: self.auth.key_at(identity_version), connection: self.connection.opens() }
    }

    fn observe(&mut self, ts: Timestamp) {
        self.max_observed = self.max_observed.max(Some(ts));
    }

    fn high_water(&self) -> Write {
        Write::HighWater(self.requests.high_water())
    }
}

#[cfg(test)]
mod auth_tests;
#[cfg(test)]
mod copies_tests;
#[cfg(test)]
mod identity_tests;
#[cfg(test)]
mod outage_tests;
#[cfg(test)]
mod reconnect_tests;
#[cfg(test)]
mod rig;
#[cfg(test)]
mod tests;
