//! Our frames are read back by the official types.

use std::sync::Arc;

use convex_sync_types::{ServerMessage, StateModification};
use serde_json::{Value as Json, json};

use super::*;

/// The official types want values of a type whose reading can fail.
#[derive(Clone, Debug, PartialEq)]
struct AnyValue(Json);

impl TryFrom<Json> for AnyValue {
    type Error = anyhow::Error;

    fn try_from(json: Json) -> anyhow::Result<AnyValue> {
        Ok(AnyValue(json))
    }
}

fn read(text: &str) -> ServerMessage<AnyValue> {
    let json: Json = serde_json::from_str(text).unwrap();
    ServerMessage::try_from(json).unwrap()
}

fn error() -> ClientError {
    ClientError { message: "[Request ID: 1] Server Error\nno".to_owned(), data: Some("null".to_owned()) }
}

fn change(query_id: u32, result: Result<String, ClientError>) -> QueryChange {
    let outcome = Outcome { result, log_lines: vec!["[LOG] 'hi'".to_owned()], digest: [0; 32] };
    QueryChange { query_id, outcome: Arc::new(outcome), journal: Some("end".to_owned()) }
}

#[test]
fn transitions_are_sorted_and_complete() {
    let start = StateVersion { query_set: 1, identity: 0, ts: 7 };
    let end = StateVersion { query_set: 2, identity: 0, ts: 100 };
    let text = Transition {
        start,
        end,
        changes: &[change(3, Ok("{\"a\":1}".to_owned())), change(1, Err(error()))],
        removed: &[2],
        clock_skew: Some(-5),
        server_ts: 9,
    }
    .to_text();
    assert!(text.contains("\"value\":{\"a\":1}"), "results are copied as they are: {text}");
    assert!(text.contains("\"ts\":\"ZAAAAAAAAAA=\""), "{text}");
    let ServerMessage::Transition { modifications, client_clock_skew, .. } = read(&text) else {
        panic!("not a transition: {text}");
    };
    assert_eq!(client_clock_skew, Some(-5));
    let [failed, removed, updated] = modifications.as_slice() else { panic!("{modifications:?}") };
    let StateModification::QueryFailed { error_data, .. } = failed else { panic!("{failed:?}") };
    assert_eq!(*error_data, Some(AnyValue(Json::Null)), "null data is data");
    assert!(matches!(removed, StateModification::QueryRemoved { .. }));
    let StateModification::QueryUpdated { value, journal, .. } = updated else { panic!("{updated:?}") };
    assert_eq!(value.0, json!({"a": 1}));
    assert_eq!(journal.as_deref(), Some("end"));
}

#[test]
fn an_id_that_is_given_anew_is_removed_first() {
    let at = StateVersion::default();
    let changes = &[change(1, Ok("1".to_owned()))];
    let text =
        Transition { start: at, end: at, changes, removed: &[1], clock_skew: None, server_ts: 0 }.to_text();
    assert!(text.find("QueryRemoved") < text.find("QueryUpdated"), "{text}");
}

#[test]
fn responses_are_those_of_the_official_types() {
    let ok = mutation_response(4, &Ok("1".to_owned()), Some(100), &[]);
    assert!(matches!(read(&ok), ServerMessage::MutationResponse { result: Ok(_), ts: Some(_), .. }));
    let failed = mutation_response(4, &Err(error()), None, &[]);
    assert!(failed.contains("\"ts\":null") && failed.contains("\"errorData\":null"), "{failed}");
    assert!(matches!(read(&failed), ServerMessage::MutationResponse { result: Err(_), .. }));
    let action = action_response(5, &Ok("null".to_owned()), &[]);
    assert!(matches!(read(&action), ServerMessage::ActionResponse { result: Ok(_), .. }));
    for is_refused_update in [true, false] {
        let ServerMessage::AuthError { auth_update_attempted, .. } =
            read(&auth_error("no", 0, is_refused_update))
        else {
            panic!("not an error");
        };
        assert_eq!(auth_update_attempted, Some(is_refused_update));
    }
    assert!(matches!(read(&fatal_error("no")), ServerMessage::FatalError { .. }));
    assert!(matches!(read(&ping()), ServerMessage::Ping));
}
