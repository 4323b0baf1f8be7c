//! Promises of the whole client, each by the frames and records that it gives.

use super::rig::{Rig, chunk, frame_of, succeeded, transition, updated, user, values};
use super::*;
use crate::ids::SocketId;
use crate::input::LayerUse;

#[test]
fn connect_is_always_first_then_identity_queries_requests() {
    let mut rig = Rig::new();
    rig.feed(Input::Start(Options::default()));
    rig.subscribe("m:get");
    rig.mutate(LayerUse::None);
    rig.feed(Input::SetCredential(user("ann")));
    rig.mutate(LayerUse::None);
    rig.feed(Input::SocketOpened(SocketId(0)));
    assert_eq!(rig.sent(), ["Connect", "Authenticate", "ModifyQuerySet", "Mutation", "Mutation"]);
}

#[test]
fn edits_within_a_tick_go_out_together_at_its_end_or_before_any_other_frame() {
    let mut rig = Rig::open();
    let first = rig.subscribe("m:a");
    rig.subscribe("m:b");
    rig.feed(Input::Unsubscribe(first));
    assert_eq!(rig.sent(), Vec::<String>::new());
    let asked = rig.log.iter().filter(|output| matches!(output, Output::ScheduleFlush)).count();
    assert_eq!(asked, 1);
    rig.mutate(LayerUse::None);
    assert_eq!(rig.sent(), ["ModifyQuerySet", "Mutation"]);
    rig.feed(Input::Flush);
    assert_eq!(rig.sent(), Vec::<String>::new());
    rig.subscribe("m:c");
    rig.feed(Input::SetCredential(user("ann")));
    assert_eq!(rig.sent(), ["ModifyQuerySet", "Authenticate"]);
}

#[test]
fn a_layer_falls_in_the_transition_that_shows_its_effect_and_not_before() {
    let mut rig = Rig::open();
    let query = rig.subscribe("m:get");
    rig.feed(Input::Flush);
    let request = rig.mutate(LayerUse::Optimistic);
    assert_eq!(rig.sent(), ["ModifyQuerySet"], "held back until the update has run");
    rig.feed(Input::LayerReady(request));
    rig.feed(Input::LayerReady(request));
    assert_eq!(rig.sent(), ["Mutation"], "once");
    rig.server(&succeeded(0, 20));
    assert_eq!(rig.records(), []);
    rig.server(&transition((1, 0, 10), (2, 0, 20), &updated(query, "1")));
    let records = rig.records();
    assert_eq!(records.len(), 1);
    assert_eq!(
        (values(&records[0]), records[0].dropped.len(), records[0].settled.len()),
        (vec!["1".into()], 1, 1)
    );
}

#[test]
fn a_mutation_whose_update_threw_is_never_sent_and_holds_nothing_back() {
    let mut rig = Rig::open();
    let outer = rig.mutate(LayerUse::Optimistic);
    rig.mutate(LayerUse::None);
    assert_eq!(rig.sent(), Vec::<String>::new(), "request order is kept");
    rig.feed(Input::LayerFailed(outer));
    assert_eq!(rig.sent(), ["Mutation"]);
    assert!(rig.records()[0].dropped.iter().any(|(_, request)| *request == outer));
    assert_eq!(rig.client.connection_state().inflight_mutations, 1);
}

#[test]
fn results_stay_over_a_reconnect_and_equal_ones_notify_nobody() {
    let mut rig = Rig::open();
    let query = rig.subscribe("m:get");
    rig.feed(Input::Flush);
    rig.server(&transition((1, 0, 10), (2, 0, 20), &updated(query, "1")));
    rig.records();
    rig.reconnect();
    assert_eq!(rig.records(), [], "nothing becomes loading");
    rig.server(&transition((0, 0, 0), (1, 0, 30), &updated(query, "1")));
    assert_eq!(rig.records().iter().map(|record| record.queries.len()).collect::<Vec<_>>(), [0]);
    assert_eq!(rig.client.connection_state().connection_retries, 0);
}

#[test]
fn after_a_reconnect_an_effect_is_never_shown_beside_its_layer() {
    let mut rig = Rig::open();
    let query = rig.subscribe("m:get");
    rig.feed(Input::Flush);
    let request = rig.mutate(LayerUse::Optimistic);
    rig.feed(Input::LayerReady(request));
    rig.reconnect();
    rig.server(&transition((0, 0, 0), (1, 0, 30), &updated(query, "[\"the effect\"]")));
    assert_eq!(rig.records(), [], "the layer still shows it");
    rig.server(&succeeded(0, 20));
    assert_eq!(rig.records(), []);
    rig.server(&transition((1, 0, 30), (1, 0, 30), ""));
    let records = rig.records();
    assert_eq!((records.len(), records[1].dropped.len()), (2, 1), "both in one batch");
}

#[test]
fn a_server_that_never_answers_a_repeated_mutation_does_not_freeze_results() {
    let mut rig = Rig::open();
    let query = rig.subscribe("m:get");
    rig.feed(Input::Flush);
    let request = rig.mutate(LayerUse::Optimistic);
    rig.feed(Input::LayerReady(request));
    rig.reconnect();
    rig.server(&transition((0, 0, 0), (1, 0, 30), &updated(query, "1")));
    rig.now += 5_000;
    rig.feed(Input::Due);
    assert_eq!(values(&rig.records()[0]), ["1"]);
}

#[test]
fn a_transition_from_the_wrong_version_reconnects_and_applies_nothing() {
    let mut rig = Rig::open();
    let query = rig.subscribe("m:get");
    rig.feed(Input::Flush);
    rig.server(&transition((7, 0, 10), (8, 0, 20), &updated(query, "1")));
    assert_eq!(rig.records(), []);
    assert_eq!((rig.reports(), rig.client.connection.open_socket()), (1, None));
    rig.now += 5_000;
    rig.feed(Input::Due);
    assert!(matches!(rig.log.last(), Some(Output::Deadline(_))));
    assert!(rig.log.iter().any(|output| matches!(output, Output::OpenSocket(SocketId(1)))));
}

#[test]
fn a_transition_with_one_part_that_cannot_be_read_applies_nothing() {
    let mut rig = Rig::open();
    let query = rig.subscribe("m:get");
    rig.feed(Input::Flush);
    let readable = updated(query, "1");
    for unreadable in [r#"{"type":"QueryUpdated","queryId":1}"#, r#"{"type":"Novelty","queryId":1}"#, "1"] {
        rig.server(&transition((1, 0, 10), (2, 0, 20), &format!("{readable},{unreadable}")));
        assert_eq!(rig.records(), [], "{unreadable}");
        rig.now += 30_000;
        rig.feed(Input::Due);
        let next = rig.log.iter().rev().find_map(|output| match output {
            Output::OpenSocket(socket) => Some(*socket),
            _ => None,
        });
        rig.feed(Input::SocketOpened(next.expect("the next connection")));
        rig.server(&transition((0, 0, 0), (1, 0, 10), ""));
        rig.records();
    }
}

#[test]
fn no_message_of_the_server_is_terminal() {
    let nested = chunk(0, r#"{"type":"Ping"}"#).replace(r#""totalParts":2"#, r#""totalParts":1"#);
    let fatal = r#"{"type":"FatalError","error":"no"}"#;
    for frame in [fatal, "nonsense", r#"{"type":"Novelty"}"#, &nested] {
        let mut rig = Rig::open();
        rig.server(frame);
        assert_eq!(rig.client.connection.open_socket(), None, "{frame}");
        rig.now += 30_000;
        rig.feed(Input::Due);
        rig.feed(Input::SocketOpened(SocketId(1)));
        assert_eq!(rig.sent(), ["Connect", "ModifyQuerySet"], "{frame}");
    }
}

#[test]
fn a_path_that_no_server_can_read_fails_alone() {
    let mut rig = Rig::open();
    let bad = rig.subscribe("no such path");
    assert!(values(&rig.records()[0])[0].contains("no such path"));
    assert_eq!(rig.subscribe("no such path"), bad);
    assert_eq!(rig.records(), [], "the second subscriber sees what the first was told");
    rig.feed(Input::Flush);
    rig.reconnect();
    let frames = rig.frames();
    assert_eq!(frames.iter().filter(|frame| frame.contains("no such path")).count(), 0);
    rig.server(&transition((0, 0, 0), (1, 0, 10), &updated(bad, "1")));
    let shown = rig.records().iter().any(|record| !record.queries.is_empty());
    assert!(!shown, "what this connection was not told of has no result");
    rig.subscribe("m:get");
    rig.feed(Input::Mutate { path: "also bad:".into(), args: "{}".into(), layer: LayerUse::None });
    assert!(rig.records().iter().any(|record| record.settled.iter().any(|settled| settled.outcome.is_err())));
    rig.feed(Input::Flush);
    rig.feed(Input::Unsubscribe(bad));
    rig.feed(Input::Unsubscribe(bad));
    rig.feed(Input::Flush);
    assert_eq!(rig.sent(), ["ModifyQuerySet"]);
}

#[test]
fn a_journal_that_alone_is_new_is_told() {
    let mut rig = Rig::open();
    let query = rig.subscribe("m:get");
    rig.feed(Input::Flush);
    rig.server(&transition((1, 0, 10), (2, 0, 20), &updated(query, "1")));
    rig.records();
    let result = updated(query, "1").replace(r#""journal":null"#, r#""journal":"new""#);
    rig.server(&transition((2, 0, 20), (2, 0, 30), &result));
    let journal = rig.records()[0].queries[0].journal.clone();
    assert_eq!(journal.as_deref(), Some("\"new\""));
}

#[test]
fn what_is_answered_and_waits_for_its_transition_has_no_age() {
    let mut rig = Rig::open();
    let request = rig.mutate(LayerUse::None);
    assert_eq!(rig.client.connection_state().oldest_inflight, Some(Millis(1_000)));
    rig.server(&succeeded(request.0, 20));
    let state = rig.client.connection_state();
    assert_eq!((state.inflight_mutations, state.oldest_inflight), (1, None));
}

#[test]
fn nothing_is_sent_before_storage_has_it() {
    let mut client = Client::new("session".into());
    let env = Env { now: Millis(0), wall: Millis(0), random: 0.5 };
    client.handle(Input::Start(Options::default()), env);
    client.handle(Input::SocketOpened(SocketId(0)), env);
    let input = Input::Mutate { path: "m:set".into(), args: "{}".into(), layer: LayerUse::None };
    let outputs = client.handle(input, env);
    assert!(!outputs.iter().any(|output| frame_of(output).is_some()));
    let Some(Output::Persist { batch, writes }) =
        outputs.iter().find(|output| matches!(output, Output::Persist { .. }))
    else {
        panic!("{outputs:?}")
    };
    assert!(matches!(writes[..], [Write::HighWater(_), Write::Put { .. }]));
    let outputs = client.handle(Input::Persisted(*batch), env);
    assert!(outputs.iter().any(|output| frame_of(output).is_some()));
}

#[test]
fn what_storage_cannot_take_fails_and_holds_nothing_back() {
    let mut client = Client::new("session".into());
    let env = Env { now: Millis(0), wall: Millis(0), random: 0.5 };
    client.handle(Input::Start(Options::default()), env);
    client.handle(Input::SocketOpened(SocketId(0)), env);
    let act = || Input::Act { path: "m:act".into(), args: "{}".into() };
    let batches = [client.handle(act(), env), client.handle(act(), env)].map(|outputs| {
        let batch =
            |output: &Output| if let Output::Persist { batch, .. } = output { Some(*batch) } else { None };
        outputs.iter().find_map(batch).expect("a batch")
    });
    let outputs = client.handle(Input::Persisted(batches[1]), env);
    assert!(!outputs.iter().any(|output| frame_of(output).is_some()), "request order is kept");
    let outputs = client.handle(Input::PersistFailed(batches[0]), env);
    assert!(outputs.iter().filter_map(frame_of).any(|frame| frame.contains(r#""requestId":1"#)));
    let failed =
        |output: &Output| matches!(output, Output::Record(record) if record.settled[0].outcome.is_err());
    assert!(outputs.iter().any(failed));
}

#[test]
fn after_close_nothing_follows_from_anything() {
    let mut rig = Rig::open();
    rig.feed(Input::Close);
    assert!(rig.log.iter().any(|output| matches!(output, Output::CloseSocket(SocketId(0)))));
    rig.log.clear();
    rig.feed(Input::Subscribe { path: "m:get".into(), args: "{}".into(), component: None, journal: None });
    rig.feed(Input::Mutate { path: "m:set".into(), args: "{}".into(), layer: LayerUse::None });
    for input in [Input::Start(Options::default()), Input::Wake, Input::Due, Input::Flush] {
        rig.feed(input);
    }
    assert!(rig.log.is_empty());
}

#[test]
fn a_transition_in_parts_is_one_transition() {
    let mut rig = Rig::open();
    let query = rig.subscribe("m:get");
    rig.feed(Input::Flush);
    let whole = transition((1, 0, 10), (2, 0, 20), &updated(query, "\"é\""));
    let at = whole.find('é').expect("there");
    rig.server(&chunk(0, &whole[..at]));
    rig.server(r#"{"type":"Ping"}"#);
    rig.server(&chunk(1, &whole[at..]));
    assert_eq!(values(&rig.records()[0]), ["\"é\""]);
}

#[test]
fn a_silent_server_is_left_and_a_message_costs_no_timer() {
    let mut rig = Rig::open();
    rig.now = 30_000;
    rig.server(r#"{"type":"Ping"}"#);
    assert_eq!(rig.log.iter().filter(|output| matches!(output, Output::Deadline(_))).count(), 0);
    rig.now = 60_000;
    rig.feed(Input::Due);
    assert!(rig.client.connection.open_socket().is_some(), "heard of it 30 s ago");
    rig.now = 90_000;
    rig.feed(Input::Due);
    assert!(rig.log.iter().any(|output| matches!(output, Output::CloseSocket(_))));
}
