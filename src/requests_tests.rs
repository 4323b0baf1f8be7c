//! Promises of `requests.rs`.

use super::*;
use crate::json::Raw;

const NOBODY: IdentityKey = IdentityKey::None;

fn add(requests: &mut Requests, kind: Kind) -> RequestId {
    let new =
        NewRequest { kind, path: "m:f".into(), args: "{}".into(), identity: &NOBODY, issued: Millis(1) };
    requests.add(new)
}

fn ready(requests: &mut Requests, kind: Kind) -> RequestId {
    let id = add(requests, kind);
    requests.save(id, BatchId(id.0));
    requests.saved(BatchId(id.0));
    id
}

fn success(request: RequestId, ts: u64) -> Response<'static> {
    let outcome = Outcome::Value(Raw { text: "1", special: false });
    Response { request, outcome, ts: Some(Timestamp(ts)), log_lines: "[]" }
}

fn failure(request: RequestId) -> Response<'static> {
    let outcome = Outcome::Error { message: "\"no\"", data: None };
    Response { request, outcome, ts: None, log_lines: "[]" }
}

fn ids(settled: &[Settled]) -> Vec<RequestId> {
    settled.iter().map(|settled| settled.request).collect()
}

#[test]
fn a_mutation_settles_only_when_a_transition_reaches_its_commit() {
    let mut requests = Requests::default();
    let id = ready(&mut requests, Kind::Mutation);
    assert_eq!(requests.take_frames(Completed::Leave).len(), 1);
    assert_eq!(requests.on_response(Kind::Mutation, &success(id, 5)), None);
    assert_eq!(requests.settle_up_to(Timestamp(4)), []);
    assert_eq!(ids(&requests.settle_up_to(Timestamp(5))), [id]);
    assert_eq!(requests.on_response(Kind::Mutation, &success(id, 5)), None, "a repeat is ignored");
}

#[test]
fn failures_and_actions_settle_at_once() {
    let mut requests = Requests::default();
    let mutation = ready(&mut requests, Kind::Mutation);
    let action = ready(&mut requests, Kind::Action);
    requests.take_frames(Completed::Leave);
    assert!(requests.on_response(Kind::Action, &success(action, 0)).is_some_and(|done| done.outcome.is_ok()));
    assert!(
        requests.on_response(Kind::Mutation, &failure(mutation)).is_some_and(|done| done.outcome.is_err())
    );
    assert_eq!(requests.count(Kind::Mutation) + requests.count(Kind::Action), 0);
}

#[test]
fn an_answer_of_the_other_kind_is_nobodys() {
    let mut requests = Requests::default();
    let action = ready(&mut requests, Kind::Action);
    requests.take_frames(Completed::Leave);
    assert_eq!(requests.on_response(Kind::Mutation, &failure(action)), None);
    assert_eq!(requests.count(Kind::Action), 1);
}

#[test]
fn requests_go_out_in_order_and_only_when_stored() {
    let mut requests = Requests::default();
    let staged = add(&mut requests, Kind::Mutation);
    ready(&mut requests, Kind::Mutation);
    assert_eq!(requests.take_frames(Completed::Leave), Vec::<String>::new());
    requests.save(staged, BatchId(90));
    assert_eq!(requests.take_frames(Completed::Leave), Vec::<String>::new());
    requests.saved(BatchId(90));
    let frames = requests.take_frames(Completed::Leave);
    assert!(frames[0].contains("\"requestId\":0") && frames[1].contains("\"requestId\":1"));
    let lost = add(&mut requests, Kind::Mutation);
    requests.save(lost, BatchId(91));
    assert_eq!(ids(&requests.save_failed(BatchId(91))), [lost]);
}

#[test]
fn a_restart_repeats_mutations_and_ends_actions() {
    let mut requests = Requests::default();
    let completed = ready(&mut requests, Kind::Mutation);
    let sent = ready(&mut requests, Kind::Mutation);
    let action = ready(&mut requests, Kind::Action);
    requests.take_frames(Completed::Leave);
    requests.on_response(Kind::Mutation, &success(completed, 5));
    let unsent_action = ready(&mut requests, Kind::Action);
    assert_eq!(ids(&requests.restart(&NOBODY)), [action]);
    let frames = requests.take_frames(Completed::Repeat);
    let expected = [completed, sent, unsent_action];
    assert_eq!(frames.len(), expected.len());
    for (frame, RequestId(id)) in frames.iter().zip(expected) {
        assert!(frame.contains(&format!("\"requestId\":{id},")), "{frame}");
    }
}

#[test]
fn what_was_answered_is_repeated_in_its_turn_though_others_go_out_one_by_one() {
    let mut requests = Requests::default();
    let first = ready(&mut requests, Kind::Mutation);
    let second = ready(&mut requests, Kind::Mutation);
    let answered = ready(&mut requests, Kind::Mutation);
    requests.take_frames(Completed::Leave);
    requests.on_response(Kind::Mutation, &success(answered, u64::MAX));
    requests.on_fatal("gave up");
    requests.restart(&NOBODY);
    let mut frames = requests.take_frames(Completed::Repeat);
    for id in [first, second] {
        requests.on_response(Kind::Mutation, &success(id, 5));
        frames.extend(requests.take_frames(Completed::Leave));
    }
    assert_eq!(frames.len(), 3, "{frames:?}");
    assert!(frames[2].contains("\"requestId\":2,"));
    requests.on_response(Kind::Mutation, &success(answered, 6));
    assert_eq!(ids(&requests.settle_up_to(Timestamp(6))), [first, second, answered]);
}

#[test]
fn nothing_is_sent_under_another_identity() {
    let ann = IdentityKey::User("i|ann".into());
    let mut requests = Requests::default();
    let sent = ready(&mut requests, Kind::Mutation);
    requests.take_frames(Completed::Leave);
    let unsent = ready(&mut requests, Kind::Mutation);
    assert_eq!(ids(&requests.identity_changed(&ann)), [unsent]);
    assert_eq!(ids(&requests.restart(&ann)), [sent]);
    assert_eq!(requests.take_frames(Completed::Repeat), Vec::<String>::new());
}
