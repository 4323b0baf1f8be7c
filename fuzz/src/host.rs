//! A host for one client, which checks everything that the client asks of it.
//!
//! Owns: the clocks, feeding inputs as a host may, performing outputs. Leaves to others: what to feed (`inputs.rs`,
//! `settle.rs`), the promises on each part (`sockets.rs`, `queries.rs`, `requests.rs`, `quiet.rs`).

use lentil::connection_state::ConnectionState;
use lentil::ids::{Millis, SocketId};
use lentil::record::Record;
use lentil::{Client, Env, Input, Output};

use crate::json::assert_json;
use crate::queries::{Name, Queries};
use crate::quiet::Quiet;
use crate::requests::Requests;
use crate::sockets::Sockets;
use crate::tokens;

pub struct Host {
    client: Client,
    pub now: u64,
    pub wall: u64,
    /// In [0, 1).
    pub random: f64,
    pub deadline: u64,
    pub closed: bool,
    flush_asked: bool,
    told: ConnectionState,
    pub sockets: Sockets,
    pub queries: Queries,
    pub requests: Requests,
    pub quiet: Quiet,
    /// Answers to the input that is being handled.
    answers: u32,
    /// The request that this input is about.
    about: Option<u32>,
}

impl Host {
    pub fn new() -> Host {
        Host {
            client: Client::new("6bc8f6f1-0000-4000-8000-000000000000".into()),
            now: 0,
            wall: 1_000_000,
            random: 0.5,
            deadline: 0,
            closed: false,
            flush_asked: false,
            told: ConnectionState::default(),
            sockets: Sockets::default(),
            queries: Queries::default(),
            requests: Requests::default(),
            quiet: Quiet::default(),
            answers: 0,
            about: None,
        }
    }

    /// Feeds one input and performs what follows.
    pub fn feed(&mut self, input: Input) {
        let env = Env { now: Millis(self.now), wall: Millis(self.wall), random: self.random };
        let call = Call::of(&input);
        self.before(&input);
        let outputs = self.client.handle(input, env);
        assert!(!self.closed || outputs.is_empty(), "after Close: {outputs:?}");
        for output in outputs {
            self.perform(output, &call);
        }
        assert_eq!(self.answers, u32::from(call.is_answered() && !self.closed), "answers to one call");
        self.closed |= matches!(call, Call::Close);
        if !self.closed {
            assert_eq!(self.told.is_web_socket_connected, self.sockets.is_open(), "the state that was told");
        }
    }

    fn before(&mut self, input: &Input) {
        (self.answers, self.about) = (0, None);
        if self.closed {
            return;
        }
        self.quiet.on_input(input, self.now);
        match input {
            Input::Unsubscribe(query) => self.queries.unsubscribed(query.0),
            Input::LayerReady(request) => {
                self.about = Some(request.0);
                self.requests.update_ran(request.0);
            }
            Input::LayerFailed(request) => self.requests.update_threw(request.0),
            Input::SocketOpened(socket) => self.sockets.opened(*socket),
            Input::SocketClosed { socket, .. } => self.sockets.lost(*socket),
            Input::Flush => self.flush_asked = false,
            Input::Persisted(batch) => self.requests.persisted(*batch),
            Input::PersistFailed(batch) => self.requests.persist_failed(*batch),
            _ => {}
        }
    }

    fn perform(&mut self, output: Output, call: &Call) {
        match output {
            Output::Subscribed(query) => {
                let Call::Subscribe(name) = call else { panic!("an answer without a call") };
                self.answers += 1;
                self.queries.subscribed(query.0, name);
            }
            Output::Accepted(request) => {
                let Call::Request { is_action, optimistic } = *call else {
                    panic!("an answer without a call")
                };
                self.answers += 1;
                self.about = Some(request.0);
                self.requests.accepted(request.0, is_action, optimistic);
            }
            Output::OpenSocket(socket) => self.sockets.make(socket),
            Output::CloseSocket(socket) => self.sockets.close(socket),
            Output::Send { socket, frame } => self.send(socket, &frame),
            Output::Deadline(Millis(at)) => self.deadline = at,
            Output::ScheduleFlush => assert!(!std::mem::replace(&mut self.flush_asked, true), "asked twice"),
            Output::Persist { batch, writes } => {
                tokens::assert_holds_no_token(&format!("{writes:?}"));
                self.requests.persist(batch, &writes, self.about);
            }
            Output::Record(record) => self.apply(&record),
            Output::ConnectionState(state) => self.tell(state),
            Output::FetchToken { fetch, force } => self.quiet.on_fetch(fetch, force),
            Output::Authenticated(_) | Output::Refreshing(_) => {}
            Output::Report(_, text) => tokens::assert_holds_no_token(&text),
        }
    }

    fn send(&mut self, socket: SocketId, text: &str) {
        self.quiet.assert_may_speak(text);
        let conversation = self.sockets.conversation(socket);
        let frame = conversation.hear(text);
        if let Some(id) = frame.request_id {
            self.requests.sent(id, frame.kind == "Action", conversation.key.as_deref());
        }
        for edit in frame.modifications.iter().flatten() {
            if let Some(path) = &edit.udf_path {
                self.queries.assert_can_be_added(edit.query_id, path, edit.component_path.as_deref());
            }
        }
    }

    fn apply(&mut self, record: &Record) {
        assert!(!record.is_empty(), "a record of nothing");
        let mut text = String::new();
        record.write_json(None, &mut text);
        assert_json(&text, "a record");
        tokens::assert_holds_no_token(&text);
        for change in &record.queries {
            self.queries.change(change);
        }
        self.requests.apply(record);
    }

    fn tell(&mut self, state: ConnectionState) {
        assert_ne!(state, self.told, "a state told again");
        let inflight = state.inflight_mutations + state.inflight_actions;
        assert_eq!(state.has_inflight_requests, inflight > 0);
        assert!(
            inflight as usize <= self.requests.pending(),
            "{inflight} in flight: {}",
            self.requests.pending()
        );
        assert_eq!(state.connection_count, self.sockets.opens);
        self.told = state;
    }

    /// Whether the client waits for the end of the turn.
    pub fn flush_is_asked(&self) -> bool {
        self.flush_asked
    }
}

/// What of an input its answer needs.
enum Call {
    Subscribe(Name),
    Request { is_action: bool, optimistic: bool },
    Close,
    Other,
}

impl Call {
    fn of(input: &Input) -> Call {
        match input {
            Input::Subscribe { path, args, component, .. } => {
                let (path, args, component) = (path.clone(), args.clone(), component.clone());
                Call::Subscribe(Name { path, args, component })
            }
            Input::Mutate { layer, .. } => {
                let optimistic = *layer == lentil::input::LayerUse::Optimistic;
                Call::Request { is_action: false, optimistic }
            }
            Input::Act { .. } => Call::Request { is_action: true, optimistic: false },
            Input::Close => Call::Close,
            _ => Call::Other,
        }
    }

    fn is_answered(&self) -> bool {
        matches!(self, Call::Subscribe(_) | Call::Request { .. })
    }
}
