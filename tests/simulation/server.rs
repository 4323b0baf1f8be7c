//! A deployment small enough to read: counters by key, one connection at a time.
//!
//! Owns: the data, the record of executed mutations, one connection's versions and identity. It reads and writes the
//! wire with serde_json and its own base64, so that it shares no protocol code with the client.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::wire::{read_ts, wire_ts};

/// Keys from here on hold values that belong to whoever asks.
pub const FIRST_PRIVATE: u64 = 4;
/// The query of this key fails while its counter is odd.
pub const FAILING: u64 = 3;
/// The query of this key gives a list, long enough that it travels as patches.
pub const LISTED: u64 = 2;
/// Who calls with the deployment's key.
pub const ADMIN: &str = "the administrator";
/// A token that the server refuses.
pub const REFUSED: &str = "mallory";

/// What goes back over the link.
pub enum Reply {
    /// A frame.
    Frame(String),
    /// The end of the connection, with a code.
    Close(u16),
}

/// A mutation that committed.
#[derive(Clone)]
pub struct Commit {
    pub ts: u64,
    pub result: Value,
}

#[derive(Default)]
struct Connection {
    session: String,
    /// The server closed it: what still comes in is not read.
    ended: bool,
    query_set: u64,
    identity: u64,
    subject: Option<String>,
    sent: (u64, u64, u64),
    queries: BTreeMap<u64, u64>,
    delivered: BTreeMap<u64, Value>,
}

/// The deployment.
#[derive(Default)]
pub struct Server {
    pub ts: u64,
    /// The newest time that any client may have seen.
    pub newest: u64,
    /// Some client has spoken.
    pub was_greeted: bool,
    /// Its data were lost at least once.
    pub was_restored: bool,
    counters: BTreeMap<u64, i64>,
    pub committed: BTreeMap<u64, Commit>,
    /// Request ids in the order in which they first took effect.
    pub executed: Vec<u64>,
    pub repeats: u64,
    actions_seen: BTreeSet<u64>,
    /// How many journals were given out; each is named by its number.
    pub journals: u64,
    /// Whose each token is that the app was issued.
    pub tokens: BTreeMap<String, String>,
    connection: Connection,
}

impl Server {
    pub fn new() -> Server {
        Server { ts: 1_000, newest: 1_000, ..Server::default() }
    }

    /// What a query shows to a subject now.
    pub fn value(&self, key: u64, subject: Option<&str>) -> Value {
        let count = self.counters.get(&key).copied().unwrap_or(0);
        if key == FAILING && count % 2 == 1 {
            return json!({ "failed": "odd" });
        }
        if key == LISTED {
            return self.list(count);
        }
        if key >= FIRST_PRIVATE {
            return json!({ "key": key, "count": count, "for": subject });
        }
        json!({ "key": key, "count": count })
    }

    /// Documents that move, come and go with a counter.
    fn list(&self, count: i64) -> Value {
        let row = |at: i64| {
            let by = if at == count % 20 { count } else { at };
            json!({ "_id": format!("row {}", (at + count / 7) % 25), "by": by, "text": "x".repeat(40) })
        };
        json!({ "key": LISTED, "count": count, "rows": (0..20).map(row).collect::<Vec<_>>() })
    }

    /// A new socket; the last one is gone.
    pub fn accept(&mut self) {
        self.connection = Connection::default();
    }

    /// Everything since an old backup is lost.
    pub fn restore(&mut self) {
        let newest = self.newest.max(self.ts);
        let actions_seen = std::mem::take(&mut self.actions_seen);
        let tokens = std::mem::take(&mut self.tokens);
        let journals = self.journals;
        *self = Server {
            ts: 500,
            newest,
            was_restored: true,
            actions_seen,
            journals,
            tokens,
            ..Server::default()
        };
    }

    /// Takes a frame; gives what goes back.
    pub fn receive(&mut self, frame: &str) -> Vec<Reply> {
        if self.connection.ended {
            return Vec::new();
        }
        let message: Value = serde_json::from_str(frame).expect("the client writes JSON");
        let kind = message["type"].as_str().expect("typed");
        assert!(kind == "Connect" || !self.connection.session.is_empty(), "Connect comes first");
        match kind {
            "Connect" => self.connect(&message),
            "Authenticate" => self.authenticate(&message),
            "ModifyQuerySet" => self.modify(&message),
            "Mutation" => self.mutate(&message),
            "Action" => self.act(&message),
            other => panic!("unexpected message {other}"),
        }
    }

    /// A write by somebody else.
    pub fn write(&mut self, key: u64, by: i64) -> Vec<Reply> {
        *self.counters.entry(key).or_default() += by;
        self.tick();
        vec![self.transition(Vec::new())]
    }

    /// The token of whoever is signed in has expired.
    pub fn expire(&mut self) -> Vec<Reply> {
        if self.connection.subject.is_none() {
            return Vec::new();
        }
        self.auth_error(false)
    }

    fn tick(&mut self) {
        self.ts += 1;
        self.newest = self.newest.max(self.ts);
    }

    fn connect(&mut self, message: &Value) -> Vec<Reply> {
        self.was_greeted = true;
        self.connection.session = message["sessionId"].as_str().expect("a session").into();
        let observed = message["maxObservedTimestamp"].as_str().map_or(0, read_ts);
        self.connection.ended = observed > self.ts;
        if self.connection.ended { vec![Reply::Close(1011)] } else { Vec::new() }
    }

    fn authenticate(&mut self, message: &Value) -> Vec<Reply> {
        assert_eq!(message["baseVersion"], self.connection.identity, "identity versions start over");
        let token = message["value"].as_str();
        let is_admin = message["tokenType"] == "Admin";
        assert_eq!(token.is_some(), is_admin || message["tokenType"] == "User");
        let subject = token.map(|token| if is_admin { ADMIN.into() } else { self.subject_of(token) });
        if subject.as_deref() == Some(REFUSED) {
            return self.auth_error(true);
        }
        let connection = &mut self.connection;
        connection.identity += 1;
        connection.subject = subject;
        vec![self.transition(Vec::new())]
    }

    /// Whose token this is: of those that were issued, else it is the user's name itself.
    pub fn subject_of(&self, token: &str) -> String {
        self.tokens.get(token).cloned().unwrap_or_else(|| token.into())
    }

    fn auth_error(&mut self, attempted: bool) -> Vec<Reply> {
        self.connection.ended = true;
        let error = json!({ "type": "AuthError", "error": "refused", "baseVersion": self.connection.sent.1,
            "authUpdateAttempted": attempted });
        vec![Reply::Frame(error.to_string()), Reply::Close(1005)]
    }

    fn modify(&mut self, message: &Value) -> Vec<Reply> {
        assert_eq!(
            message["baseVersion"], self.connection.query_set,
            "versions start over on each connection"
        );
        self.connection.query_set = message["newVersion"].as_u64().expect("a version");
        let mut removed = Vec::new();
        for edit in message["modifications"].as_array().expect("a list") {
            let id = edit["queryId"].as_u64().expect("an id");
            if edit["type"] == "Add" {
                let key = edit["args"][0]["key"].as_u64().expect("a key");
                assert!(self.connection.queries.insert(id, key).is_none(), "query {id} added twice");
            } else {
                assert!(self.connection.queries.remove(&id).is_some(), "query {id} is not there");
                self.connection.delivered.remove(&id);
                removed.push(json!({ "type": "QueryRemoved", "queryId": id }));
            }
        }
        vec![self.transition(removed)]
    }

    fn mutate(&mut self, message: &Value) -> Vec<Reply> {
        let id = message["requestId"].as_u64().expect("an id");
        let args = &message["args"][0];
        let is_its_own = args["as"].is_null() || args["as"].as_str() == self.connection.subject.as_deref();
        assert!(is_its_own, "sent under another identity: {args}");
        if args["fail"] == true {
            let answer = json!({ "type": "MutationResponse", "requestId": id, "success": false, "ts": null,
                "result": "failed on purpose", "errorData": null, "logLines": [] });
            return vec![Reply::Frame(answer.to_string()), self.transition(Vec::new())];
        }
        if self.committed.contains_key(&id) {
            self.repeats += 1;
        } else {
            let by = args["by"].as_i64().expect("an amount");
            let count = self.counters.entry(args["key"].as_u64().expect("a key")).or_default();
            *count += by;
            let result = json!(*count);
            self.tick();
            self.committed.insert(id, Commit { ts: self.ts, result });
            self.executed.push(id);
        }
        let Commit { ts, result } = &self.committed[&id];
        let answer = json!({ "type": "MutationResponse", "requestId": id, "success": true, "ts": wire_ts(*ts),
            "result": result, "logLines": [] });
        vec![Reply::Frame(answer.to_string()), self.transition(Vec::new())]
    }

    fn act(&mut self, message: &Value) -> Vec<Reply> {
        let id = message["requestId"].as_u64().expect("an id");
        assert!(self.actions_seen.insert(id), "action {id} was sent twice");
        let answer = json!({ "type": "ActionResponse", "requestId": id, "success": true, "result": id, "logLines": [] });
        vec![Reply::Frame(answer.to_string()), self.transition(Vec::new())]
    }

    /// A transition to now, with what differs from what this connection was sent.
    pub fn transition(&mut self, mut modifications: Vec<Value>) -> Reply {
        let subject = self.connection.subject.clone();
        for (id, key) in self.connection.queries.clone() {
            let value = self.value(key, subject.as_deref());
            if self.connection.delivered.get(&id) != Some(&value) {
                self.journals += 1;
                let journal = self.journals.to_string();
                modifications.push(match value["failed"].as_str() {
                    Some(text) => json!({ "type": "QueryFailed", "queryId": id, "errorMessage": text,
                        "logLines": [], "journal": journal }),
                    None => json!({ "type": "QueryUpdated", "queryId": id, "value": value, "logLines": [],
                        "journal": journal }),
                });
                self.connection.delivered.insert(id, value);
            }
        }
        let version = |(query_set, identity, ts): (u64, u64, u64)| json!({ "querySet": query_set, "identity": identity, "ts": wire_ts(ts) });
        let end = (self.connection.query_set, self.connection.identity, self.ts);
        let start = std::mem::replace(&mut self.connection.sent, end);
        let frame = json!({ "type": "Transition", "startVersion": version(start), "endVersion": version(end),
            "modifications": modifications, "clientClockSkew": null, "serverTs": null });
        Reply::Frame(frame.to_string())
    }
}
