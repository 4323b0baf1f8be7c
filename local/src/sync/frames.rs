//! Messages to the client, as text.
//!
//! Owns: their exact form; results are copied as they are, never parsed again.
//! Leaves to others: which message is due (`session`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::deployment::{ClientError, Outcome, QueryChange};

/// A client's place in the history of its query set, its identity and the data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateVersion {
    /// Counts changes of the query set.
    pub query_set: u32,
    /// Counts changes of the identity.
    pub identity: u32,
    /// The timestamp of the data, in ns.
    pub ts: u64,
}

/// A `Transition` in the making.
pub struct Transition<'a> {
    /// Where the client is.
    pub start: StateVersion,
    /// Where it will be.
    pub end: StateVersion,
    /// Queries with a new result.
    pub changes: &'a [QueryChange],
    /// Queries watched no longer.
    pub removed: &'a [u32],
    /// The client's clock minus ours, in ms.
    pub clock_skew: Option<i64>,
    /// The wall clock, in ns.
    pub server_ts: u64,
}

impl Transition<'_> {
    /// The message.
    pub fn to_text(&self) -> String {
        // Removals first, and the sort keeps that: an id may be given anew at once.
        let removed = self
            .removed
            .iter()
            .map(|query_id| (*query_id, json!({"type": "QueryRemoved", "queryId": query_id}).to_string()));
        let changed = self.changes.iter().map(|change| (change.query_id, modification(change)));
        let mut modifications: Vec<(u32, String)> = removed.chain(changed).collect();
        modifications.sort_by_key(|(query_id, _)| *query_id);
        let modifications: Vec<String> = modifications.into_iter().map(|(_, text)| text).collect();
        text(&TransitionFrame {
            kind: "Transition",
            start_version: self.start.into(),
            end_version: self.end.into(),
            modifications: &raw(&format!("[{}]", modifications.join(","))),
            client_clock_skew: self.clock_skew,
            server_ts: self.server_ts,
        })
    }
}

/// `MutationResponse`.
pub fn mutation_response(
    request_id: u32,
    result: &Result<String, ClientError>,
    ts: Option<u64>,
    log_lines: &[String],
) -> String {
    let ts = ts.filter(|_| result.is_ok()).map(encode_ts);
    text(&MutationFrame { response: response("MutationResponse", request_id, result, log_lines), ts })
}

/// `ActionResponse`.
pub fn action_response(
    request_id: u32,
    result: &Result<String, ClientError>,
    log_lines: &[String],
) -> String {
    text(&response("ActionResponse", request_id, result, log_lines))
}

/// `AuthError`: for an `Authenticate` that was refused, or for a token that has expired since.
pub fn auth_error(error: &str, base_version: u32, is_refused_update: bool) -> String {
    json!({
        "type": "AuthError",
        "error": error,
        "baseVersion": base_version,
        "authUpdateAttempted": is_refused_update,
    })
    .to_string()
}

/// `FatalError`.
pub fn fatal_error(error: &str) -> String {
    json!({"type": "FatalError", "error": error}).to_string()
}

/// `Ping`.
pub fn ping() -> String {
    json!({"type": "Ping"}).to_string()
}

/// A timestamp as the protocol writes it.
pub fn encode_ts(ts: u64) -> String {
    STANDARD.encode(ts.to_le_bytes())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TransitionFrame<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    start_version: VersionFrame,
    end_version: VersionFrame,
    modifications: &'a RawValue,
    client_clock_skew: Option<i64>,
    server_ts: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct VersionFrame {
    query_set: u32,
    identity: u32,
    ts: String,
}

impl From<StateVersion> for VersionFrame {
    fn from(version: StateVersion) -> VersionFrame {
        let StateVersion { query_set, identity, ts } = version;
        VersionFrame { query_set, identity, ts: encode_ts(ts) }
    }
}

#[derive(Serialize)]
struct MutationFrame<'a> {
    #[serde(flatten)]
    response: ResponseFrame<'a>,
    ts: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResponseFrame<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    request_id: u32,
    success: bool,
    result: Box<RawValue>,
    log_lines: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    error_data: Option<Box<RawValue>>,
}

fn response<'a>(
    kind: &'static str,
    request_id: u32,
    result: &Result<String, ClientError>,
    log_lines: &'a [String],
) -> ResponseFrame<'a> {
    let (success, result, error_data) = match result {
        Ok(value) => (true, raw(value), None),
        Err(error) => (false, raw(&json!(error.message).to_string()), error.data.as_deref().map(raw)),
    };
    ResponseFrame { kind, request_id, success, result, log_lines, error_data }
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
enum ModificationFrame<'a> {
    QueryUpdated {
        query_id: u32,
        value: Box<RawValue>,
        log_lines: &'a [String],
        journal: Option<&'a str>,
    },
    QueryFailed {
        query_id: u32,
        error_message: &'a str,
        log_lines: &'a [String],
        journal: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        error_data: Option<Box<RawValue>>,
    },
}

fn modification(change: &QueryChange) -> String {
    let Outcome { result, log_lines, .. } = change.outcome.as_ref();
    let (query_id, journal) = (change.query_id, change.journal.as_deref());
    text(&match result {
        Ok(value) => ModificationFrame::QueryUpdated { query_id, value: raw(value), log_lines, journal },
        Err(error) => ModificationFrame::QueryFailed {
            query_id,
            error_message: &error.message,
            log_lines,
            journal,
            error_data: error.data.as_deref().map(raw),
        },
    })
}

/// JSON text as a part of other JSON text. What is not JSON becomes null: it cannot come from
/// `JSON.stringify`, which made all of these.
fn raw(text: &str) -> Box<RawValue> {
    RawValue::from_string(text.to_owned()).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

fn text(frame: &impl Serialize) -> String {
    serde_json::to_string(frame).unwrap_or_default()
}

#[cfg(test)]
mod tests;
