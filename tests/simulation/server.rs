//! A deployment small enough to read: counters by key, one connection at a time.
//!
//! Owns: the data, the record of executed mutations, one connection's versions. It reads and writes the wire with
//! serde_json and its own base64, so that it shares no protocol code with the client.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// A mutation that committed.
#[derive(Clone)]
pub struct Commit {
    pub ts: u64,
    pub result: Value,
}

#[derive(Default)]
struct Connection {
    session: String,
    query_set: u64,
    sent: (u64, u64),
    queries: BTreeMap<u64, u64>,
    delivered: BTreeMap<u64, Value>,
}

/// The deployment.
#[derive(Default)]
pub struct Server {
    pub ts: u64,
    counters: BTreeMap<u64, i64>,
    pub committed: BTreeMap<u64, Commit>,
    /// Request ids in the order in which they first took effect.
    pub executed: Vec<u64>,
    pub repeats: u64,
    actions_seen: BTreeSet<u64>,
    connection: Connection,
}

impl Server {
    pub fn new() -> Server {
        Server { ts: 1, ..Server::default() }
    }

    /// The value of a query now.
    pub fn value(&self, key: u64) -> Value {
        json!({ "key": key, "count": self.counters.get(&key).copied().unwrap_or(0) })
    }

    /// A new socket; the last one is gone.
    pub fn accept(&mut self) {
        self.connection = Connection::default();
    }

    /// Takes a frame; gives the frames to send.
    pub fn receive(&mut self, frame: &str) -> Vec<String> {
        let message: Value = serde_json::from_str(frame).expect("the client writes JSON");
        match message["type"].as_str().expect("typed") {
            "Connect" => {
                self.connection.session = message["sessionId"].as_str().expect("a session").into();
                Vec::new()
            }
            "ModifyQuerySet" => self.modify(&message),
            "Mutation" => self.mutate(&message),
            "Action" => self.act(&message),
            other => panic!("unexpected message {other}"),
        }
    }

    /// A write by somebody else.
    pub fn write(&mut self, key: u64, by: i64) -> Vec<String> {
        *self.counters.entry(key).or_default() += by;
        self.ts += 1;
        vec![self.transition()]
    }

    fn modify(&mut self, message: &Value) -> Vec<String> {
        assert!(!self.connection.session.is_empty(), "Connect comes first");
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
        vec![self.transition_with(removed)]
    }

    fn mutate(&mut self, message: &Value) -> Vec<String> {
        let id = message["requestId"].as_u64().expect("an id");
        let args = &message["args"][0];
        if args["fail"] == true {
            let answer = json!({ "type": "MutationResponse", "requestId": id, "success": false, "ts": null,
                "result": "failed on purpose", "errorData": null, "logLines": [] });
            return vec![answer.to_string(), self.transition()];
        }
        if self.committed.contains_key(&id) {
            self.repeats += 1;
        } else {
            let by = args["by"].as_i64().expect("an amount");
            let count = self.counters.entry(args["key"].as_u64().expect("a key")).or_default();
            *count += by;
            self.ts += 1;
            self.committed.insert(id, Commit { ts: self.ts, result: json!(*count) });
            self.executed.push(id);
        }
        let Commit { ts, result } = &self.committed[&id];
        let answer = json!({ "type": "MutationResponse", "requestId": id, "success": true, "ts": wire_ts(*ts),
            "result": result, "logLines": [] });
        vec![answer.to_string(), self.transition()]
    }

    fn act(&mut self, message: &Value) -> Vec<String> {
        let id = message["requestId"].as_u64().expect("an id");
        assert!(self.actions_seen.insert(id), "action {id} was sent twice");
        let answer = json!({ "type": "ActionResponse", "requestId": id, "success": true, "result": id, "logLines": [] });
        vec![answer.to_string(), self.transition()]
    }

    fn transition(&mut self) -> String {
        self.transition_with(Vec::new())
    }

    fn transition_with(&mut self, mut modifications: Vec<Value>) -> String {
        for (&id, &key) in &self.connection.queries {
            let value = json!({ "key": key, "count": self.counters.get(&key).copied().unwrap_or(0) });
            if self.connection.delivered.get(&id) != Some(&value) {
                modifications.push(json!({ "type": "QueryUpdated", "queryId": id, "value": value,
                    "logLines": [], "journal": null }));
                self.connection.delivered.insert(id, value);
            }
        }
        let version =
            |(query_set, ts): (u64, u64)| json!({ "querySet": query_set, "identity": 0, "ts": wire_ts(ts) });
        let end = (self.connection.query_set, self.ts);
        let start = std::mem::replace(&mut self.connection.sent, end);
        json!({ "type": "Transition", "startVersion": version(start), "endVersion": version(end),
            "modifications": modifications, "clientClockSkew": null, "serverTs": null })
        .to_string()
    }
}

/// Eight bytes, little-endian, base64; written out here so that the client's own code is checked by other code.
fn wire_ts(ts: u64) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = ts.to_le_bytes().iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte)) << 2;
    let mut text: String =
        (0..11).rev().map(|at| char::from(DIGITS[(bits >> (6 * at)) as usize & 63])).collect();
    text.push('=');
    text
}
