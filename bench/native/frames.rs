//! A frame's way through the core, natively, as it is optimised for delivery: reading it, finding what changed, the patches
//! and the record. Called as `frames CASE FRAMES`; prints `{"bytes", "results", "ns", "copy"}`: a frame's bytes and
//! results, nanoseconds a frame and for a plain copy of it, each the least of all frames.
//!
//! Owns the frames and the clock. Leaves to `bench/native.mjs`: which cases, building, counting instructions.

// What is measured reads no clock; this does.
#![allow(clippy::disallowed_methods)]

use std::hint::black_box;
use std::time::Instant;

use lentil::ids::{Millis, QueryId, SocketId};
use lentil::input::Options;
use lentil::protocol::Timestamp;
use lentil::shared_text::Frame;
use lentil::{Client, Env, Input, Output};

/// What a frame says.
struct Case {
    /// Documents in all.
    documents: usize,
    /// One query for each of them, or one for the list.
    is_apart: bool,
    /// How many change with each frame.
    changed: usize,
}

fn case_named(name: &str) -> Option<Case> {
    let case = |documents, is_apart, changed| Some(Case { documents, is_apart, changed });
    match name {
        "cards-500" => case(500, true, 500),
        "counter" => case(0, true, 1),
        "list-1000" => case(1_000, false, 1),
        "list-10000" => case(10_000, false, 1),
        "same-10000" => case(10_000, false, 0),
        _ => None,
    }
}

/// About 320 bytes, as `bench/workloads/documents.mjs` has them.
fn document(id: usize, votes: usize) -> String {
    let words = "lens core patch scan row tape frame socket render commit ".repeat(2);
    format!(
        r#"{{"_creationTime":1700000000000.25,"_id":"k57{id:029}","author":"author-{}@example.com","body":"{words}","done":{},"rank":{id},"tags":["lens","core"],"title":"Document {id}: lens core patch scan","votes":{votes}}}"#,
        id % 37,
        id.is_multiple_of(3),
    )
}

impl Case {
    fn queries(&self) -> usize {
        if self.is_apart { self.documents.max(1) } else { 1 }
    }

    /// The values after a step, by query.
    fn values(&self, step: usize) -> Vec<String> {
        if self.documents == 0 {
            return vec![step.to_string()];
        }
        let changes = |id: usize| self.changed == self.documents || id == self.documents / 2;
        let votes = |id| if self.changed > 0 && changes(id) { 1_000 + step } else { 7 };
        let documents: Vec<String> = (0..self.documents).map(|id| document(id, votes(id))).collect();
        if self.is_apart { documents } else { vec![format!("[{}]", documents.join(","))] }
    }

    fn frame(&self, step: usize) -> String {
        let version = |query_set: usize, ts: usize| {
            format!(r#"{{"querySet":{query_set},"identity":0,"ts":"{}"}}"#, Timestamp(ts as u64).to_wire())
        };
        let updated = |(query, value): (usize, String)| {
            format!(
                r#"{{"type":"QueryUpdated","queryId":{query},"value":{value},"logLines":[],"journal":null}}"#
            )
        };
        let modifications: Vec<String> = self.values(step).into_iter().enumerate().map(updated).collect();
        format!(
            r#"{{"type":"Transition","startVersion":{},"endVersion":{},"modifications":[{}]}}"#,
            version(step.min(1), step),
            version(1, step + 1),
            modifications.join(",")
        )
    }
}

fn feed(client: &mut Client, input: Input, written: &mut String) {
    let env = Env { now: Millis(1), wall: Millis(1), random: 0.5 };
    for output in client.handle(input, env) {
        match output {
            Output::Persist { batch, .. } => feed(client, Input::Persisted(batch), written),
            Output::Record(record) => record.write_json(None, written),
            _ => {}
        }
    }
}

/// A client that watches the queries of a case.
fn watching(case: &Case) -> Client {
    let (mut client, mut written) = (Client::new("session".into()), String::new());
    feed(&mut client, Input::Start(Options::default()), &mut written);
    feed(&mut client, Input::SocketOpened(SocketId(0)), &mut written);
    for QueryId(id) in (0..case.queries()).map(|id| QueryId(id as u32)) {
        let args = format!(r#"{{"id":{id}}}"#);
        let path = "documents:get".into();
        feed(&mut client, Input::Subscribe { path, args, component: None, journal: None }, &mut written);
    }
    feed(&mut client, Input::Flush, &mut written);
    client
}

/// What is measured; by its name callgrind knows where to count.
#[inline(never)]
fn hear_frame(client: &mut Client, text: Frame, written: &mut String) {
    feed(client, Input::Message { socket: SocketId(0), text }, written);
}

fn main() {
    // Cargo adds `--bench`.
    let mut asked = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let case = asked.next().as_deref().and_then(case_named);
    let frames = asked.next().and_then(|count| count.parse::<usize>().ok());
    let (Some(case), Some(frames)) = (case, frames) else {
        eprintln!(
            "frames CASE FRAMES, where CASE is cards-500, counter, list-1000, list-10000 or same-10000"
        );
        std::process::exit(2);
    };
    let mut client = watching(&case);
    let (mut written, mut ns, mut copy, mut bytes) = (String::new(), u128::MAX, u128::MAX, 0);
    // The first frame is the first result, which is no change: it is read before anything is counted.
    feed(
        &mut client,
        Input::Message { socket: SocketId(0), text: Frame::new(case.frame(0), true) },
        &mut written,
    );
    let mut copied = String::new();
    for step in 1..=frames {
        let text = case.frame(step);
        bytes = text.len();
        copied.clear();
        copied.reserve(bytes);
        let start = Instant::now();
        copied.push_str(black_box(&text));
        copy = copy.min(start.elapsed().as_nanos());
        black_box(&copied);
        written.clear();
        // Freeing it is not measured: it stays for a moment longer.
        let text = Frame::new(text, true);
        let kept = text.clone();
        let start = Instant::now();
        hear_frame(&mut client, text, &mut written);
        ns = ns.min(start.elapsed().as_nanos());
        drop(kept);
        assert!(!written.is_empty(), "every frame gives a record");
    }
    println!(r#"{{"bytes":{bytes},"results":{},"ns":{ns},"copy":{copy}}}"#, case.queries());
}
