//! A client under a test's hand, and the frames of a server.

use std::string::ToString;

use super::*;
use crate::auth::Credential;
use crate::ids::{QueryId, SocketId};
use crate::input::LayerUse;
use crate::output::Severity;
use crate::protocol::base64;
use crate::record::News;
use crate::shared_text::Frame;

pub struct Rig {
    pub client: Client,
    pub now: u64,
    /// How far the wall clock went while the other one stood still.
    pub asleep: u64,
    pub log: Vec<Output>,
}

impl Rig {
    pub fn new() -> Rig {
        Rig { client: Client::new("session".into()), now: 0, asleep: 0, log: Vec::new() }
    }

    /// A client on an open, synced connection.
    pub fn open() -> Rig {
        let mut rig = Rig::new();
        rig.feed(Input::Start(Options::default()));
        rig.feed(Input::SocketOpened(SocketId(0)));
        rig.server(&transition((0, 0, 0), (1, 0, 10), ""));
        rig.log.clear();
        rig
    }

    /// Feeds an input; storage acknowledges at once, as on the web.
    pub fn feed(&mut self, input: Input) {
        let env = Env { now: Millis(self.now), wall: Millis(1_000 + self.now + self.asleep), random: 0.5 };
        for output in self.client.handle(input, env) {
            let stored = if let Output::Persist { batch, .. } = &output { Some(*batch) } else { None };
            self.log.push(output);
            if let Some(batch) = stored {
                self.feed(Input::Persisted(batch));
            }
        }
    }

    /// The machine sleeps: only the wall clock goes on.
    pub fn slept(&mut self, ms: u64) {
        self.asleep += ms;
    }

    pub fn server(&mut self, frame: &str) {
        let socket = self.client.connection.open_socket().expect("open");
        self.feed(Input::Message { socket, text: Frame::from(String::from(frame)) });
    }

    pub fn subscribe(&mut self, path: &str) -> QueryId {
        self.feed(Input::Subscribe { path: path.into(), args: "{}".into(), component: None, journal: None });
        let found = self.log.iter().rev().find_map(|output| match output {
            Output::Subscribed(id) => Some(*id),
            _ => None,
        });
        found.expect("subscribed")
    }

    pub fn mutate(&mut self, layer: LayerUse) -> crate::ids::RequestId {
        self.feed(Input::Mutate { path: "m:set".into(), args: "{}".into(), layer });
        let found = self.log.iter().rev().find_map(|output| match output {
            Output::Accepted(id) => Some(*id),
            _ => None,
        });
        found.expect("accepted")
    }

    /// Loses the socket and opens the next one.
    pub fn reconnect(&mut self) {
        let socket = self.client.connection.open_socket().expect("open");
        self.feed(Input::SocketClosed { socket, code: 1006, reason: String::new() });
        self.now += 30_000;
        self.feed(Input::Due);
        self.feed(Input::SocketOpened(SocketId(socket.0 + 1)));
    }

    /// The frames sent since the last look.
    pub fn frames(&mut self) -> Vec<String> {
        let frames = self.log.iter().filter_map(frame_of).collect();
        self.log.retain(|output| frame_of(output).is_none());
        frames
    }

    /// The types of the frames sent since the last look.
    pub fn sent(&mut self) -> Vec<String> {
        self.frames().iter().map(|frame| frame.split('"').nth(3).unwrap_or_default().to_string()).collect()
    }

    /// The records since the last look.
    pub fn records(&mut self) -> Vec<Record> {
        let mut records = Vec::new();
        self.log.retain(|output| match output {
            Output::Record(record) => {
                records.push(record.clone());
                false
            }
            _ => true,
        });
        records
    }

    pub fn reports(&self) -> usize {
        self.log.iter().filter(|output| matches!(output, Output::Report(Severity::Error, _))).count()
    }
}

pub fn frame_of(output: &Output) -> Option<String> {
    if let Output::Send { frame, .. } = output { Some(frame.clone()) } else { None }
}

pub type V = (u32, u32, u64);

pub fn transition(start: V, end: V, modifications: &str) -> String {
    let version = |(query_set, identity, ts): V| {
        let ts = Timestamp(ts).to_wire();
        format!(r#"{{"querySet":{query_set},"identity":{identity},"ts":"{ts}"}}"#)
    };
    format!(
        r#"{{"type":"Transition","startVersion":{},"endVersion":{},"modifications":[{modifications}]}}"#,
        version(start),
        version(end)
    )
}

/// `text` as one part of a transition in two.
pub fn chunk(part: u32, text: &str) -> String {
    let mut quoted = String::new();
    crate::json::push_string(&mut quoted, text);
    format!(
        r#"{{"type":"TransitionChunk","chunk":{quoted},"partNumber":{part},"totalParts":2,"transitionId":"9"}}"#
    )
}

pub fn updated(QueryId(id): QueryId, value: &str) -> String {
    format!(r#"{{"type":"QueryUpdated","queryId":{id},"value":{value},"logLines":[],"journal":null}}"#)
}

pub fn succeeded(id: u32, ts: u64) -> String {
    let ts = Timestamp(ts).to_wire();
    format!(
        r#"{{"type":"MutationResponse","requestId":{id},"success":true,"result":null,"ts":"{ts}","logLines":[]}}"#
    )
}

pub fn user(subject: &str) -> Credential {
    let payload = base64::encode(format!(r#"{{"iss":"i","sub":"{subject}"}}"#).as_bytes());
    Credential::User { token: format!("h.{payload}.s") }
}

pub fn values(record: &Record) -> Vec<String> {
    let text = |change: &QueryChange| match &change.news {
        News::Set(whole) => whole.value.text.to_string(),
        News::Patched(patches) => patches.clone(),
        News::Unchanged => "same".into(),
        News::Failed(failure) => failure.message.to_string(),
        News::Loading => "loading".into(),
        News::Gone => "gone".into(),
    };
    record.queries.iter().map(text).collect()
}
