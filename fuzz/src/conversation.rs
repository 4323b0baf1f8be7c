//! What the server of one socket has heard.
//!
//! Owns: reading the client's frames by serde, their order and versions. Leaves to others: what may be said of queries
//! and requests (`queries.rs`, `requests.rs`).

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::tokens;

/// One frame of the client.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Frame {
    #[serde(rename = "type")]
    pub kind: String,
    pub base_version: Option<u32>,
    pub new_version: Option<u32>,
    pub modifications: Option<Vec<Edit>>,
    pub request_id: Option<u32>,
    pub udf_path: Option<String>,
    pub args: Option<(IgnoredAny,)>,
    pub session_id: Option<String>,
    pub token_type: Option<String>,
    pub value: Option<String>,
}

/// One edit of the query set.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    #[serde(rename = "type")]
    pub kind: String,
    pub query_id: u32,
    pub udf_path: Option<String>,
    pub component_path: Option<String>,
    pub args: Option<(IgnoredAny,)>,
}

/// A request that waits for its answer.
#[derive(Clone, Copy)]
pub struct Asked {
    pub id: u32,
    pub is_action: bool,
}

/// The server's side of one socket.
#[derive(Default)]
pub struct Conversation {
    greeted: bool,
    pub query_set: u32,
    pub identity: u32,
    pub watched: BTreeSet<u32>,
    last_request: Option<u32>,
    /// Whom the client named last: empty for nobody, none where only the server could tell.
    pub key: Option<String>,
    pub asked: Vec<Asked>,
    /// Queries without a result on this connection.
    pub unanswered: BTreeSet<u32>,
    /// The end of the last transition sent.
    pub remote: (u32, u32, u64),
}

impl Conversation {
    pub fn new() -> Conversation {
        Conversation { key: Some(String::new()), ..Conversation::default() }
    }

    /// Reads a frame; what it says is checked against what was said before.
    pub fn hear(&mut self, text: &str) -> Frame {
        let frame: Frame =
            serde_json::from_str(text).unwrap_or_else(|error| panic!("no server can read {text}: {error}"));
        assert_eq!(self.greeted, frame.kind != "Connect", "Connect is first, and once: {text}");
        match frame.kind.as_str() {
            "Connect" => {
                assert!(frame.session_id.is_some());
                self.greeted = true;
            }
            "Authenticate" => self.hear_identity(&frame),
            "ModifyQuerySet" => self.hear_edits(&frame),
            "Mutation" | "Action" => self.hear_request(&frame),
            other => panic!("a frame of the type {other}"),
        }
        frame
    }

    fn hear_identity(&mut self, frame: &Frame) {
        assert_eq!(frame.base_version, Some(self.identity), "identity versions count up");
        self.identity += 1;
        self.key = match frame.token_type.as_deref() {
            Some("None") => Some(String::new()),
            Some("User") => tokens::key_of(frame.value.as_deref().expect("a token")),
            Some("Admin") => None,
            other => panic!("a token of the type {other:?}"),
        };
    }

    fn hear_edits(&mut self, frame: &Frame) {
        assert_eq!(frame.base_version, Some(self.query_set), "query-set versions count up");
        self.query_set += 1;
        assert_eq!(frame.new_version, Some(self.query_set));
        for edit in frame.modifications.as_ref().expect("modifications") {
            match edit.kind.as_str() {
                "Add" => {
                    assert!(edit.args.is_some());
                    assert!(self.watched.insert(edit.query_id), "query {} is added twice", edit.query_id);
                    self.unanswered.insert(edit.query_id);
                }
                "Remove" => {
                    let known = self.watched.remove(&edit.query_id);
                    assert!(known, "query {} is removed and was not there", edit.query_id);
                    self.unanswered.remove(&edit.query_id);
                }
                other => panic!("an edit of the type {other}"),
            }
        }
    }

    fn hear_request(&mut self, frame: &Frame) {
        let id = frame.request_id.expect("a request id");
        assert!(frame.args.is_some() && frame.udf_path.is_some());
        assert!(self.query_set > 0, "request {id} is sent before the query set");
        assert!(self.last_request < Some(id), "request {id} is sent out of order");
        self.last_request = Some(id);
        self.asked.push(Asked { id, is_action: frame.kind == "Action" });
    }
}
