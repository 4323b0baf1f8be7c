//! Promises for deployments that come back as less than they were.

use super::rig::{Rig, succeeded, transition};
use super::*;
use crate::ids::SocketId;
use crate::input::LayerUse;

/// Whether the last `Connect` names a time that was seen.
fn connect_names_a_time(rig: &Rig) -> bool {
    let mut connects =
        rig.log.iter().filter_map(super::rig::frame_of).filter(|frame| frame.contains("\"Connect\""));
    connects.next_back().is_some_and(|frame| frame.contains("maxObservedTimestamp"))
}

#[test]
fn a_deployment_that_is_behind_the_time_we_saw_is_not_asked_for_it_again() {
    let mut rig = Rig::open();
    rig.reconnect();
    assert!(connect_names_a_time(&rig));
    rig.reconnect();
    assert!(!connect_names_a_time(&rig), "the socket before was closed without a word");
    rig.server(&transition((0, 0, 0), (1, 0, 5), ""));
    rig.reconnect();
    assert!(connect_names_a_time(&rig));
}

#[test]
fn a_mutation_that_a_restored_deployment_runs_again_settles_with_what_it_gave_first() {
    let mut rig = Rig::open();
    let request = rig.mutate(LayerUse::None);
    rig.server(&succeeded(request.0, 1_000));
    rig.reconnect();
    assert_eq!(rig.sent().last().map(String::as_str), Some("Mutation"));
    rig.records();
    rig.server(&transition((0, 0, 0), (1, 0, 5), ""));
    rig.server(&succeeded(request.0, 7));
    rig.server(&transition((1, 0, 5), (1, 0, 7), ""));
    let settled: usize = rig.records().iter().map(|record| record.settled.len()).sum();
    assert_eq!(settled, 1, "no transition of this deployment would ever reach the first time");
}

#[test]
fn what_a_socket_says_that_was_given_up_is_not_heard() {
    let mut rig = Rig::open();
    rig.reconnect();
    let version_two = transition((1, 0, 10), (2, 0, 20), "");
    rig.feed(Input::Message { socket: SocketId(0), text: version_two.into() });
    rig.feed(Input::SocketClosed { socket: SocketId(0), code: 1006, reason: String::new() });
    assert_eq!(rig.client.connection.open_socket(), Some(SocketId(1)));
}

/// The server gives up on the connection; the client comes back to it.
fn fatal(rig: &mut Rig) {
    let socket = rig.client.connection.open_socket().map_or(0, |socket| socket.0);
    rig.server(r#"{"type":"FatalError","error":"cannot be read"}"#);
    rig.now += 30_000;
    rig.feed(Input::Due);
    rig.feed(Input::SocketOpened(SocketId(socket + 1)));
    rig.server(&transition((0, 0, 0), (1, 0, 10), ""));
}

#[test]
fn the_request_that_a_server_gives_up_on_fails_with_its_text_and_the_others_go_on() {
    let mut rig = Rig::open();
    let requests = [LayerUse::None; 3].map(|layer| rig.mutate(layer));
    rig.sent();
    fatal(&mut rig);
    assert_eq!(rig.sent(), ["Connect", "ModifyQuerySet", "Mutation"], "one by one from here on");
    rig.server(&succeeded(requests[0].0, 10));
    assert_eq!(rig.sent(), ["Mutation"]);
    rig.records();
    fatal(&mut rig);
    let settled: Vec<Settled> = rig.records().into_iter().flat_map(|record| record.settled).collect();
    let text = |settled: &Settled| settled.outcome.as_ref().err().map(|failure| failure.message.clone());
    let failures: Vec<_> =
        settled.iter().filter_map(|settled| Some((settled.request, text(settled)?))).collect();
    assert_eq!(failures, [(requests[1], "\"cannot be read\"".into())]);
    rig.server(&succeeded(requests[2].0, 10));
    rig.server(&transition((1, 0, 10), (1, 0, 10), ""));
    assert_eq!(rig.client.connection_state().inflight_mutations, 0);
}

#[test]
fn once_the_requests_of_a_connection_given_up_are_answered_nothing_waits_for_anything() {
    let mut rig = Rig::open();
    let suspects = [LayerUse::None; 2].map(|layer| rig.mutate(layer));
    fatal(&mut rig);
    rig.mutate(LayerUse::None);
    rig.sent();
    rig.server(&succeeded(suspects[0].0, 10));
    assert_eq!(rig.sent(), ["Mutation"]);
    rig.server(&succeeded(suspects[1].0, 10));
    rig.mutate(LayerUse::None);
    assert_eq!(rig.sent(), ["Mutation", "Mutation"]);
}

#[test]
fn a_mutation_whose_update_threw_is_not_awaited_by_the_next_connection() {
    let mut rig = Rig::new();
    rig.feed(Input::Start(Options::default()));
    rig.feed(Input::SocketClosed { socket: SocketId(0), code: 1006, reason: String::new() });
    rig.feed(Input::Reconnect);
    let request = rig.mutate(LayerUse::Optimistic);
    rig.feed(Input::SocketOpened(SocketId(1)));
    rig.feed(Input::LayerFailed(request));
    rig.server(&transition((0, 0, 0), (1, 0, 10), ""));
    assert_eq!(rig.client.connection_state().connection_retries, 0);
}

#[test]
fn back_online_it_connects_at_once_and_sends_no_event_of_it() {
    let mut rig = Rig::open();
    rig.feed(Input::SocketClosed { socket: SocketId(0), code: 1006, reason: String::new() });
    rig.feed(Input::Reconnect);
    assert!(rig.log.iter().any(|output| matches!(output, Output::OpenSocket(SocketId(1)))));
    rig.feed(Input::Reconnect);
    rig.feed(Input::SocketOpened(SocketId(1)));
    assert_eq!(rig.sent(), ["Connect", "ModifyQuerySet"]);
}

#[test]
fn a_server_that_was_silent_in_sleep_is_asked_for_a_sign_of_life() {
    let mut rig = Rig::open();
    rig.feed(Input::Wake);
    assert_eq!(rig.sent(), Vec::<String>::new(), "it spoke a moment ago");
    rig.slept(3_600_000);
    rig.feed(Input::Wake);
    rig.feed(Input::Wake);
    assert_eq!(rig.sent(), ["ModifyQuerySet"]);
    rig.server(&transition((1, 0, 10), (2, 0, 11), ""));
    rig.now += 5_000;
    rig.feed(Input::Due);
    assert!(rig.client.connection.open_socket().is_some(), "it answered");
    rig.slept(3_600_000);
    rig.feed(Input::Wake);
    rig.now += 5_000;
    rig.feed(Input::Due);
    assert_eq!(rig.client.connection.open_socket(), None, "it did not");
}

#[test]
fn an_app_that_doubts_the_connection_has_it_probed_or_opened_at_once() {
    let mut rig = Rig::open();
    rig.feed(Input::Reconnect);
    assert_eq!(rig.sent(), ["ModifyQuerySet"]);
    rig.feed(Input::SocketClosed { socket: SocketId(0), code: 1006, reason: String::new() });
    rig.feed(Input::Reconnect);
    assert!(rig.log.iter().any(|output| matches!(output, Output::OpenSocket(SocketId(1)))));
}

#[test]
fn an_answer_that_shows_nothing_does_not_wait_for_a_repeated_mutation() {
    let mut rig = Rig::open();
    let request = rig.mutate(LayerUse::Optimistic);
    rig.feed(Input::LayerReady(request));
    rig.reconnect();
    rig.feed(Input::Act { path: "m:act".into(), args: "{}".into() });
    rig.records();
    rig.server(r#"{"type":"ActionResponse","requestId":1,"success":true,"result":1,"logLines":[]}"#);
    assert_eq!(rig.records().len(), 1);
}
