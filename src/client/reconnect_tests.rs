//! Promises of a new connection: what it says of the past, what must be answered before it counts as sound, and what
//! it does not take over.

use super::rig::{Rig, chunk, succeeded, transition, updated, user};
use super::*;
use crate::ids::SocketId;
use crate::input::LayerUse;

const PING: &str = r#"{"type":"Ping"}"#;

fn retries(rig: &Rig) -> u32 {
    rig.client.connection_state().connection_retries
}

#[test]
fn connect_says_why_the_last_connection_ended_and_what_was_seen() {
    let mut rig = Rig::open();
    let request = rig.mutate(LayerUse::None);
    rig.server(&succeeded(request.0, 500));
    rig.frames();
    let closed = |socket, code, reason: &str| Input::SocketClosed { socket, code, reason: reason.into() };
    rig.feed(closed(SocketId(0), 1011, "InternalServerError"));
    rig.feed(Input::Reconnect);
    rig.feed(closed(SocketId(1), 1006, ""));
    rig.feed(Input::Reconnect);
    rig.feed(Input::SocketOpened(SocketId(2)));
    let connect = rig.frames().remove(0);
    let observed = format!(r#""maxObservedTimestamp":"{}""#, Timestamp(500).to_wire());
    for part in [r#""connectionCount":1"#, r#""lastCloseReason":"InternalServerError""#, &observed] {
        assert!(connect.contains(part), "{part} in {connect}");
    }
}

#[test]
fn backoff_starts_over_when_all_from_before_is_answered() {
    let mut rig = Rig::open();
    let query = rig.subscribe("m:get");
    rig.feed(Input::Flush);
    let request = rig.mutate(LayerUse::None);
    rig.reconnect();
    rig.server(PING);
    assert_eq!(retries(&rig), 1);
    rig.server(&transition((0, 0, 0), (1, 0, 10), &updated(query, "1")));
    assert_eq!(retries(&rig), 1, "the mutation is not answered");
    rig.server(&succeeded(request.0, 20));
    assert_eq!(retries(&rig), 1, "its transition is not there");
    rig.server(&transition((1, 0, 10), (1, 0, 20), ""));
    assert_eq!(retries(&rig), 0);
}

#[test]
fn backoff_does_not_wait_for_a_query_that_nobody_watches_any_more() {
    let mut rig = Rig::open();
    let query = rig.subscribe("m:get");
    rig.feed(Input::Flush);
    rig.reconnect();
    rig.feed(Input::Unsubscribe(query));
    rig.feed(Input::Flush);
    rig.server(PING);
    assert_eq!(retries(&rig), 1, "only a whole message proves the connection");
    rig.server(&succeeded(99, 20));
    assert_eq!(retries(&rig), 0);
}

#[test]
fn backoff_waits_until_the_server_knows_who_the_user_is() {
    let mut rig = Rig::open();
    rig.reconnect();
    rig.feed(Input::SetCredential(user("ann")));
    rig.server(&transition((0, 0, 0), (1, 0, 10), ""));
    assert_eq!(retries(&rig), 1);
    rig.reconnect();
    rig.server(&transition((0, 0, 0), (1, 0, 10), ""));
    assert_eq!(retries(&rig), 2);
    rig.server(&transition((1, 0, 10), (1, 1, 10), ""));
    assert_eq!(retries(&rig), 0);
}

#[test]
fn parts_of_a_transition_outlive_neither_their_connection_nor_another_message() {
    let whole = transition((1, 0, 10), (1, 0, 20), "");
    let (first, second) = whole.split_at(40);
    let mut rig = Rig::open();
    rig.server(&chunk(0, first));
    rig.reconnect();
    rig.server(&chunk(0, &transition((0, 0, 0), (1, 0, 10), "")[..9]));
    rig.server(&transition((0, 0, 0), (1, 0, 10), ""));
    rig.server(&chunk(0, first));
    rig.server(&chunk(1, second));
    assert_eq!(rig.reports(), 0);
    assert_eq!(rig.records().len(), 2);
}

#[test]
fn only_mutations_with_a_layer_hold_results_back() {
    let mut rig = Rig::open();
    rig.mutate(LayerUse::None);
    rig.reconnect();
    rig.server(&transition((0, 0, 0), (1, 0, 10), ""));
    assert_eq!(rig.records().len(), 1);
}

#[test]
fn a_person_hears_of_closes_that_are_not_ordinary() {
    for (code, lines) in [(1000, 0), (1001, 0), (1005, 0), (4040, 0), (1006, 1), (1013, 1)] {
        let mut rig = Rig::open();
        rig.feed(Input::SocketClosed { socket: SocketId(0), code, reason: String::new() });
        let text = format!("WebSocket closed with code {code}");
        let said = |output: &&Output| matches!(output, Output::Report(_, line) if *line == text);
        assert_eq!(rig.log.iter().filter(said).count(), lines, "{code}");
    }
}
