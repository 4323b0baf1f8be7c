//! Frames that a server may send, and frames that none would.
//!
//! Owns: their text, out of what was said on the socket and a few choices. Leaves to others: sending them.

use arbitrary::Unstructured;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::conversation::Conversation;

pub type Version = (u32, u32, u64);

/// Values, log lines, journals, error data: what a server may send, and what it should not.
const VALUES: [&str; 10] = [
    "null",
    "1",
    "[1,2]",
    r#"{"a":{"$integer":"AQAAAAAAAAA="}}"#,
    r#""text""#,
    "1e999",
    r#""\ud800""#,
    "{}",
    "[]",
    r#"["line"]"#,
];

/// Below `count`; 0 when the bytes are used up.
pub fn pick(chance: &mut Unstructured<'_>, count: usize) -> usize {
    chance.int_in_range(0..=count.saturating_sub(1)).unwrap_or(0)
}

pub fn one_of<T: Copy>(chance: &mut Unstructured<'_>, list: &[T]) -> T {
    list[pick(chance, list.len())]
}

pub fn wire_ts(ts: u64) -> String {
    STANDARD.encode(ts.to_le_bytes())
}

pub fn transition(start: Version, end: Version, modifications: &str, more: &str) -> String {
    let version = |(query_set, identity, ts): Version| {
        format!(r#"{{"querySet":{query_set},"identity":{identity},"ts":"{}"}}"#, wire_ts(ts))
    };
    let (start, end) = (version(start), version(end));
    format!(
        r#"{{"type":"Transition","startVersion":{start},"endVersion":{end},"modifications":[{modifications}]{more}}}"#
    )
}

pub fn updated(id: u32, value: &str) -> String {
    format!(r#"{{"type":"QueryUpdated","queryId":{id},"value":{value},"logLines":[],"journal":null}}"#)
}

pub fn succeeded(id: u32, is_action: bool, ts: u64) -> String {
    let kind = if is_action { "ActionResponse" } else { "MutationResponse" };
    let ts = if is_action { String::new() } else { format!(r#","ts":"{}""#, wire_ts(ts)) };
    format!(r#"{{"type":"{kind}","requestId":{id},"success":true,"result":null{ts},"logLines":[]}}"#)
}

/// The next frames of a server that heard `said`.
pub fn plausible(chance: &mut Unstructured<'_>, said: &mut Conversation) -> Vec<String> {
    match pick(chance, 12) {
        0..=4 => vec![next_transition(chance, said)],
        5 => in_parts(chance, said),
        6..=8 => vec![response(chance, said)],
        9 => vec![auth_error(chance, said)],
        10 => vec![r#"{"type":"FatalError","error":"gave up"}"#.into()],
        _ => vec![r#"{"type":"Ping"}"#.into()],
    }
}

fn next_transition(chance: &mut Unstructured<'_>, said: &mut Conversation) -> String {
    let start = said.remote;
    let ts = match pick(chance, 8) {
        0 => start.2,
        1 => u64::MAX,
        2 => 0,
        step => start.2.saturating_add(step as u64),
    };
    let query_set = if pick(chance, 4) == 0 { start.0 } else { said.query_set };
    let identity = match pick(chance, 8) {
        0 => start.1,
        1 => u32::MAX,
        _ => said.identity,
    };
    let count = pick(chance, 4);
    let modifications: Vec<String> = (0..count).map(|_| modification(chance, said)).collect();
    let skew = one_of(chance, &["", r#","clientClockSkew":-5.5"#, r#","clientClockSkew":9999999999"#]);
    said.remote = (query_set, identity, ts);
    transition(start, said.remote, &modifications.join(","), skew)
}

fn modification(chance: &mut Unstructured<'_>, said: &mut Conversation) -> String {
    let watched: Vec<u32> = said.watched.iter().copied().collect();
    let id = match watched.get(pick(chance, watched.len() + 1)) {
        Some(id) => *id,
        None => pick(chance, 256) as u32,
    };
    said.unanswered.remove(&id);
    let (value, log_lines, journal) =
        (one_of(chance, &VALUES), one_of(chance, &VALUES), one_of(chance, &VALUES));
    match pick(chance, 4) {
        0 => format!(r#"{{"type":"QueryRemoved","queryId":{id}}}"#),
        1 => format!(
            r#"{{"type":"QueryFailed","queryId":{id},"errorMessage":"no","errorData":{value},"logLines":{log_lines},"journal":{journal}}}"#
        ),
        2 => updated(id, value),
        _ => format!(
            r#"{{"type":"QueryUpdated","queryId":{id},"value":{value},"logLines":{log_lines},"journal":{journal}}}"#
        ),
    }
}

/// A transition in parts, most often whole.
fn in_parts(chance: &mut Unstructured<'_>, said: &mut Conversation) -> Vec<String> {
    let whole = next_transition(chance, said);
    let at = pick(chance, whole.len());
    let total = one_of(chance, &[2, 2, 2, 3, 0]);
    let part = |number: u32, text: &str| {
        let text = serde_json::to_string(text).expect("a string");
        format!(
            r#"{{"type":"TransitionChunk","chunk":{text},"partNumber":{number},"totalParts":{total},"transitionId":"{}"}}"#,
            whole.len()
        )
    };
    let (first, second) = (part(0, &whole[..at]), part(1, &whole[at..]));
    match pick(chance, 8) {
        0 => vec![second, first],
        1 => vec![first],
        2 => vec![first, r#"{"type":"Ping"}"#.into(), second],
        _ => vec![first, second],
    }
}

fn response(chance: &mut Unstructured<'_>, said: &Conversation) -> String {
    let (id, is_action) = match said.asked.get(pick(chance, said.asked.len() + 2)) {
        Some(asked) => (asked.id, asked.is_action ^ (pick(chance, 16) == 15)),
        None => (pick(chance, 256) as u32, pick(chance, 2) == 1),
    };
    let ts = one_of(chance, &[said.remote.2.saturating_add(1), said.remote.2, 0, u64::MAX]);
    if pick(chance, 2) == 0 {
        return succeeded(id, is_action, ts);
    }
    let kind = if is_action { "ActionResponse" } else { "MutationResponse" };
    let (data, log_lines) = (one_of(chance, &VALUES), one_of(chance, &VALUES));
    match pick(chance, 2) {
        0 => format!(
            r#"{{"type":"{kind}","requestId":{id},"success":false,"result":"no","errorData":{data},"logLines":{log_lines}}}"#
        ),
        _ => format!(
            r#"{{"type":"{kind}","requestId":{id},"success":true,"result":{data},"ts":null,"logLines":{log_lines}}}"#
        ),
    }
}

fn auth_error(chance: &mut Unstructured<'_>, said: &Conversation) -> String {
    let base = one_of(chance, &[said.identity, said.identity.saturating_sub(1), 0, u32::MAX]);
    let more = one_of(chance, &["", r#","authUpdateAttempted":true"#, r#","authUpdateAttempted":false"#]);
    match pick(chance, 4) {
        0 => format!(r#"{{"type":"AuthError","error":"no"{more}}}"#),
        _ => format!(r#"{{"type":"AuthError","error":"no","baseVersion":{base}{more}}}"#),
    }
}
