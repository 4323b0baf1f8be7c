//! Promises for deployments that come back as less than they were.

use super::rig::{Rig, succeeded, transition};
use super::*;
use crate::ids::SocketId;
use crate::input::LayerUse;

/// Whether the last `Connect` names a time that was seen.
fn connect_names_a_time(rig: &Rig) -> bool {
    let connects =
        rig.log.iter().filter_map(super::rig::frame_of).filter(|frame| frame.contains("\"Connect\""));
    connects.last().is_some_and(|frame| frame.contains("maxObservedTimestamp"))
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
    rig.feed(Input::Message { socket: SocketId(0), text: version_two });
    rig.feed(Input::SocketClosed { socket: SocketId(0), code: 1006, reason: String::new() });
    assert_eq!(rig.client.connection.open_socket(), Some(SocketId(1)));
}
