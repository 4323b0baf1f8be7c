//! The connection alone: waits, silence, the end.

use std::vec::Vec;

use super::*;

fn at(now: u64) -> Env {
    Env { now: Millis(now), wall: Millis(0), random: 0.5 }
}

fn opened() -> Connection {
    let mut connection = Connection::default();
    let socket = connection.connect(at(0)).expect("idle");
    connection.opened(socket, at(0));
    connection
}

#[test]
fn waits_double_up_to_the_cap_and_start_over_after_a_sync() {
    let mut connection = opened();
    let mut waits = Vec::new();
    for _ in 0..7 {
        connection.closed(1006, "", at(0));
        waits.push(connection.deadline().expect("waiting").0);
        let socket = connection.connect(at(0)).expect("waiting");
        connection.opened(socket, at(0));
    }
    assert_eq!(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 16_000, 16_000]);
    for _ in 0..100 {
        connection.closed(1006, "", at(0));
    }
    assert_eq!((connection.deadline(), connection.retries()), (Some(Millis(16_000)), 107));
    connection.synced();
    connection.closed(1013, "TooManyConcurrentRequests: wait", at(0));
    assert_eq!(connection.deadline(), Some(Millis(3_000)));
}

#[test]
fn a_socket_that_opens_late_is_given_its_minute() {
    let mut connection = Connection::default();
    let socket = connection.connect(at(0)).expect("idle");
    connection.opened(socket, at(50_000));
    assert_eq!(connection.due(Millis(60_000)), Due::Nothing);
}

#[test]
fn a_silent_server_is_given_up_after_a_minute() {
    let mut connection = opened();
    connection.heard(at(10_000));
    assert_eq!(connection.due(Millis(69_999)), Due::Nothing);
    assert_eq!(connection.due(Millis(70_000)), Due::Inactive);
    assert!(connection.give_up(GiveUp::InactiveServer, at(70_000)).is_some());
    assert_eq!(connection.last_close_reason(), Some("InactiveServer"));
    assert_eq!(connection.due(Millis(70_100)), Due::Reconnect);
}

#[test]
fn a_fault_that_repeats_slows_the_client_down() {
    let mut connection = opened();
    connection.give_up(GiveUp::Fault("x"), at(0));
    assert_eq!(connection.deadline(), Some(Millis(1_000)));
    let socket = connection.connect(at(0)).expect("waiting");
    connection.opened(socket, at(0));
    connection.give_up(GiveUp::Fault("x"), at(0));
    assert_eq!(connection.deadline(), Some(Millis(16_000)));
    let socket = connection.connect(at(0)).expect("waiting");
    connection.opened(socket, at(0));
    connection.good_transition();
    connection.give_up(GiveUp::Fault("x"), at(0));
    assert_eq!(connection.deadline(), Some(Millis(4_000)), "it did not come twice in a row");
}

#[test]
fn close_is_for_ever() {
    let mut connection = opened();
    assert!(connection.close().is_some());
    assert_eq!(connection.connect(at(0)), None);
    assert_eq!(connection.deadline(), None);
}
