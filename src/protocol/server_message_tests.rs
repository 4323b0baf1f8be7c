//! Promises of `server_message.rs`.

use super::*;
use crate::json::Tape;
use crate::json::{Container, NONE};
use crate::protocol::ModificationKind;

/// Reads a frame where nothing is known.
fn parse(frame: &str) -> Result<ServerMessage<'_>, ProtocolError> {
    super::parse(frame, &|_| None)
}

fn version(query_set: u32, identity: u32, ts: u64) -> Version {
    Version { query_set, identity, ts: Timestamp(ts) }
}

#[test]
fn a_transition_is_read_whatever_the_order_of_its_fields() {
    let frame = r#"{"modifications":[
        {"type":"QueryUpdated","queryId":1,"value":{"$integer":"AQAAAAAAAAA="},"logLines":["x"],"journal":"j"},
        {"journal":null,"errorMessage":"no","queryId":2,"logLines":[],"errorData":null,"type":"QueryFailed"},
        {"type":"QueryRemoved","queryId":3}],
        "serverTs":1758200000000000000,"clientClockSkew":-3,
        "endVersion":{"ts":"ZAAAAAAAAAA=","identity":0,"querySet":1},
        "startVersion":{"querySet":0,"identity":0,"ts":"AAAAAAAAAAA="},"type":"Transition"}"#;
    let Ok(ServerMessage::Transition(transition)) = parse(frame) else { panic!("{:?}", parse(frame)) };
    assert_eq!(transition.start, version(0, 0, 0));
    assert_eq!(transition.end, version(1, 0, 100));
    let value = Raw { text: r#"{"$integer":"AQAAAAAAAAA="}"#, special: true };
    let ran = |outcome, tape, log_lines, journal| ModificationKind::Ran { outcome, tape, log_lines, journal };
    let containers = vec![Container { start: 0, end: 27, next: 1, was: NONE }];
    let whole = Tape { containers, ..Tape::default() };
    let null = Raw { text: "null", special: false };
    assert_eq!(
        transition.modifications[0].kind,
        ran(Outcome::Value(value), whole, r#"["x"]"#, Some(r#""j""#))
    );
    assert_eq!(
        transition.modifications[1].kind,
        ran(Outcome::Error { message: r#""no""#, data: Some(null) }, Tape::default(), "[]", Some("null"))
    );
    assert_eq!(transition.modifications[2].kind, ModificationKind::Removed);
}

#[test]
fn responses_of_both_outcomes() {
    let ok = r#"{"type":"MutationResponse","requestId":4,"success":true,"result":null,"ts":"ZAAAAAAAAAA=","logLines":[]}"#;
    let Ok(ServerMessage::MutationResponse(response)) = parse(ok) else { panic!() };
    assert_eq!((response.request, response.ts), (RequestId(4), Some(Timestamp(100))));
    let failed =
        r#"{"type":"MutationResponse","requestId":4,"success":false,"result":"bad","ts":null,"logLines":[]}"#;
    let Ok(ServerMessage::MutationResponse(response)) = parse(failed) else { panic!() };
    assert_eq!(response.outcome, Outcome::Error { message: "\"bad\"", data: None });
    assert_eq!(response.ts, None);
}

#[test]
fn small_messages() {
    assert_eq!(parse(r#"{"type":"Ping"}"#), Ok(ServerMessage::Ping));
    assert_eq!(
        parse(r#"{"type":"AuthError","error":"e","baseVersion":null,"authUpdateAttempted":true}"#),
        Ok(ServerMessage::AuthError { message: "e".into(), base_version: None, was_update: true })
    );
    assert_eq!(
        parse(
            r#"{"type":"TransitionChunk","chunk":"{\"t","partNumber":0,"totalParts":2,"transitionId":"9"}"#
        ),
        Ok(ServerMessage::Chunk(Chunk { id: "9".into(), part: 0, total: 2, text: "{\"t".into() }))
    );
}

#[test]
fn bad_frames_are_errors_that_say_what_is_wrong() {
    assert!(matches!(parse("nonsense"), Err(ProtocolError::Malformed)));
    assert!(matches!(parse("[]"), Err(ProtocolError::Malformed)));
    assert!(matches!(parse(r#"{"type":"Ping"} x"#), Err(ProtocolError::Malformed)));
    assert_eq!(parse(r#"{"type":"Novelty"}"#), Err(ProtocolError::UnknownType("Novelty".into())));
    assert_eq!(parse(r#"{"type":"Transition"}"#), Err(ProtocolError::Missing { field: "startVersion" }));
    assert_eq!(
        parse(r#"{"type":"ActionResponse","requestId":1,"success":false,"result":3}"#),
        Err(ProtocolError::Missing { field: "result" })
    );
    assert_eq!(
        parse(r#"{"type":"MutationResponse","requestId":1,"success":true,"result":3,"ts":"x"}"#),
        Err(ProtocolError::Missing { field: "ts" }),
        "what cannot be read is as good as missing"
    );
    for frame in ["{}", r#"{"type":null}"#, r#"{"type":7}"#] {
        let error = parse(frame).expect_err(frame);
        assert_eq!(
            error.describe(),
            "the server sent a message whose field `type` is missing or cannot be read",
            "{frame}"
        );
    }
}

#[test]
fn deep_nesting_needs_no_stack() {
    let nested = format!("{}{}", r#"{"modifications":["#.repeat(100_000), "]}".repeat(100_000));
    assert!(matches!(parse(&nested), Err(ProtocolError::Malformed)));
}
