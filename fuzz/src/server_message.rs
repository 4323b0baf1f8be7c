//! The target `server_message`: any bytes as one frame.
//!
//! Owns: what holds of a frame that can be read. Leaves to others: what a client makes of it (`host.rs`).

use lentil::Input;
use lentil::input::{LayerUse, Options};
use lentil::json::Raw;
use lentil::protocol::{ModificationKind, Outcome, ServerMessage, parse};

use crate::frames::{transition, updated};
use crate::host::Host;
use crate::json::{assert_json, value_of};
use crate::tokens;

/// Reads the bytes as a frame, then has two clients take it: one with nothing under way and one with everything.
pub fn server_message(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    check_frame(&text);
    for is_busy in [false, true] {
        let mut host = synced();
        if is_busy {
            keep_busy(&mut host);
        }
        for _ in 0..2 {
            receive(&mut host, &text);
        }
        host.settle();
    }
}

fn receive(host: &mut Host, text: &str) {
    if let Some(socket) = host.sockets.open().map(|socket| socket.id) {
        host.feed(Input::Message { socket, text: String::from(text).into() });
    }
}

/// A client of a signed-in user, up to date with two queries.
fn synced() -> Host {
    let mut host = Host::new();
    host.feed(Input::SetAuth);
    host.feed(Input::TokenFetched { fetch: 0, token: Some(tokens::token(0)) });
    host.feed(Input::Start(Options::default()));
    for path in ["m:a", "m:b"] {
        let (path, args) = (path.into(), "{}".into());
        host.feed(Input::Subscribe { path, args, component: None, journal: None });
    }
    let socket = host.sockets.current.as_ref().expect("a socket").id;
    host.feed(Input::SocketOpened(socket));
    let results = [updated(0, "1"), updated(1, "2")].join(",");
    receive(&mut host, &transition((0, 0, 0), (1, 1, 10), &results, ""));
    host
}

/// Requests of both kinds, with and without a layer, under way.
fn keep_busy(host: &mut Host) {
    let (path, args) = (|| "m:set".into(), || "{}".into());
    host.feed(Input::Mutate { path: path(), args: args(), layer: LayerUse::None });
    host.feed(Input::Act { path: path(), args: args() });
    host.feed(Input::Mutate { path: path(), args: args(), layer: LayerUse::Optimistic });
    host.feed(Input::LayerReady(lentil::ids::RequestId(2)));
    for batch in 0..3 {
        host.feed(Input::Persisted(lentil::ids::BatchId(batch)));
    }
    assert_eq!(host.sockets.open().map(|socket| socket.conversation.asked.len()), Some(3));
}

fn check_frame(text: &str) {
    let message = match parse(text, &|_| None) {
        Ok(message) => message,
        Err(error) => return assert!(!error.describe().is_empty() || text.contains("FatalError")),
    };
    assert_json(text, "a frame that can be read");
    match message {
        ServerMessage::Transition(transition) => {
            for modification in transition.modifications {
                if let ModificationKind::Ran { outcome, log_lines, journal, .. } = modification.kind {
                    check_outcome(&outcome, text);
                    check_part(log_lines, text);
                    journal.into_iter().for_each(|journal| check_part(journal, text));
                }
            }
        }
        ServerMessage::MutationResponse(response) | ServerMessage::ActionResponse(response) => {
            check_outcome(&response.outcome, text);
            check_part(response.log_lines, text);
        }
        ServerMessage::Chunk(_)
        | ServerMessage::AuthError { .. }
        | ServerMessage::FatalError { .. }
        | ServerMessage::Ping => {}
    }
}

fn check_outcome(outcome: &Outcome<'_>, frame: &str) {
    match outcome {
        Outcome::Value(Raw { text, .. }) => check_part(text, frame),
        Outcome::Error { message, data } => {
            assert!(message.starts_with('"'), "a message that is no string: {message}");
            check_part(message, frame);
            data.iter().for_each(|data| check_part(data.text, frame));
        }
    }
}

/// A part is one whole value of the frame, without the space around it.
fn check_part(part: &str, frame: &str) {
    assert_eq!(value_of(part), Some(part));
    assert!(part == "[]" || frame.contains(part), "{part} is not of the frame");
}
