//! The core in a JavaScript engine: what the exported client takes and says at the boundary.
//!
//! Promises that only hold or fail there: text crosses unharmed both ways, everything to do comes in its order. What
//! JavaScript does of it is in `tests/js`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test fails by panicking"
)]
#![cfg(all(target_arch = "wasm32", feature = "client"))]

use js_sys::{Array, JSON, Reflect, Uint8Array, WebAssembly};
use lentil::web::Client;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

const V0: &str = r#"{"querySet":0,"identity":0,"ts":"AAAAAAAAAAA="}"#;
const V1: &str = r#"{"querySet":1,"identity":0,"ts":"ZAAAAAAAAAA="}"#;

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("an object")
}

fn make() -> Client {
    Client::new("session".into())
}

fn start(client: &mut Client) -> Option<String> {
    client.start(false, false, 10_000.0, 60_000.0, 16_000.0)
}

fn call(client: &mut Client, name: &str, number: u32, texts: &[&str]) -> Option<String> {
    let text = |at: usize| texts.get(at).map(|text| String::from(*text));
    client.call(name, number, text(0), text(1), text(2), text(3))
}

/// Hands a frame over as `js/browser/frames.ts` does: what is new, and the steps that put it together with one of before.
fn message(client: &mut Client, new: &[u8], slot: usize, steps: Option<Vec<u32>>) -> Vec<JsValue> {
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let place = client.room(new.len()) as u32;
    Uint8Array::new_with_byte_offset_and_length(&memory.buffer(), place, new.len() as u32).copy_from(new);
    read(client.message(0, new.len(), new.is_ascii(), slot, steps))
}

/// A frame of which nothing is remembered.
const NO_SLOT: usize = 4;

/// A client on an open socket, and what it said of the opening.
fn open() -> (Client, Vec<JsValue>) {
    let mut client = make();
    start(&mut client);
    let events = read(call(&mut client, "socketOpened", 0, &[]));
    (client, events)
}

fn read(events: Option<String>) -> Vec<JsValue> {
    let Some(events) = events else { return Vec::new() };
    Array::from(&JSON::parse(&events).expect("JSON")).to_vec()
}

/// The values of the events of one kind.
fn all(events: &[JsValue], kind: &str) -> Vec<JsValue> {
    events.iter().map(|event| field(event, kind)).filter(|value| !value.is_undefined()).collect()
}

fn frames(events: &[JsValue]) -> Vec<String> {
    all(events, "send").iter().filter_map(|send| field(send, "text").as_string()).collect()
}

fn answer(events: &[JsValue]) -> u32 {
    all(events, "answer").first().and_then(JsValue::as_f64).expect("an answer") as u32
}

#[wasm_bindgen_test]
fn text_crosses_the_boundary_unharmed_both_ways() {
    let (mut client, _) = open();
    let text = "é \u{1F600} \u{0} \\ \"quoted\" \u{2028}";
    let args = String::from(JSON::stringify(&text.into()).expect("a string"));
    let query = answer(&read(call(&mut client, "subscribe", 0, &["m:get", &format!("{{\"text\":{args}}}")])));
    let sent = frames(&read(call(&mut client, "mutate", 0, &["m:set", "{}"])));
    assert_eq!(sent.len(), 2, "the query set goes ahead of the mutation");
    let edit = Array::from(&field(&JSON::parse(&sent[0]).expect("JSON"), "modifications")).get(0);
    assert_eq!(field(&Array::from(&field(&edit, "args")).get(0), "text"), JsValue::from_str(text));

    let frame = format!(
        r#"{{"type":"Transition","startVersion":{V0},"endVersion":{V1},"modifications":[
        {{"type":"QueryUpdated","queryId":{query},"value":{args},"logLines":[],"journal":null}}]}}"#
    );
    let records = all(&message(&mut client, frame.as_bytes(), NO_SLOT, None), "record");
    let change = Array::from(&field(&records[0], "queries")).get(0);
    assert_eq!(field(&field(&change, "whole"), "set"), JsValue::from_str(text));
}

#[wasm_bindgen_test]
fn a_large_value_is_not_handed_back_and_its_repetition_not_handed_over() {
    let (mut client, _) = open();
    let query = answer(&read(call(&mut client, "subscribe", 0, &["m:get", "{}"])));
    call(&mut client, "flush", 0, &[]);
    let value = format!("[{{\"é\":1}},\"{}\",0]", "x".repeat(10_000));
    let frame = |from: &str, to: &str, value: &str| {
        format!(
            r#"{{"type":"Transition","startVersion":{from},"endVersion":{to},"modifications":[{{"type":"QueryUpdated","queryId":{query},"value":{value},"logLines":[],"journal":null}}]}}"#
        )
    };
    let change = |events: &[JsValue]| Array::from(&field(&all(events, "record")[0], "queries")).get(0);

    let first = frame(V0, V1, &value);
    let events = message(&mut client, first.as_bytes(), 2, None);
    let slice = field(&field(&change(&events), "whole"), "slice");
    let start = first.find(&value).expect("it is in there");
    assert_eq!(
        Vec::from_iter(Array::from(&slice).iter().filter_map(|place| place.as_f64())),
        [start as f64, (start + value.chars().count()) as f64,]
    );

    assert!(client.knows(2) && !client.knows(1));
    let (head, tail) = (frame(V1, V1, "["), "1],\"logLines\":[],\"journal\":null}]}");
    let head = head.split("[,\"logLines").next().expect("what comes before");
    let kept = value.chars().count() as u32 - 2;
    let new = format!("{head}{tail}");
    let events = message(&mut client, new.as_bytes(), 2, Some(vec![head.len() as u32, start as u32, kept]));
    let patch = Array::from(&field(&change(&events), "patches")).get(0);
    assert_eq!(field(&patch, "set"), JsValue::from_f64(1.0));
}

#[wasm_bindgen_test]
fn a_start_asks_for_a_socket_and_for_a_timer() {
    let events = read(start(&mut make()));
    assert_eq!(all(&events, "openSocket"), [JsValue::from_f64(0.0)]);
    assert_eq!(all(&events, "deadline"), [JsValue::from_f64(60_001.0)]);
}

#[wasm_bindgen_test]
fn connect_is_first_and_a_flush_is_asked_for_once() {
    let (mut client, opened) = open();
    assert!(frames(&opened)[0].starts_with(r#"{"type":"Connect""#));
    let first = read(call(&mut client, "subscribe", 0, &["m:get", "{}"]));
    let second = read(call(&mut client, "subscribe", 0, &["m:list", "{}"]));
    assert_eq!((all(&first, "flush").len(), all(&second, "flush").len()), (1, 0));
    assert_eq!(frames(&read(call(&mut client, "flush", 0, &[]))).len(), 1);
    assert_eq!(call(&mut client, "flush", 0, &[]), None, "nothing is left to do");
}

#[wasm_bindgen_test]
fn a_frame_that_is_not_text_costs_the_socket_and_nothing_else() {
    for frame in [vec![], vec![0xff, 0xfe]] {
        let (mut client, _) = open();
        let events = message(&mut client, &frame, NO_SLOT, None);
        assert_eq!(all(&events, "closeSocket"), [JsValue::from_f64(0.0)]);
        assert!(all(&events, "error")[0].as_string().is_some_and(|text| text.contains("cannot be read")));
    }
}

#[wasm_bindgen_test]
fn after_close_nothing_is_done_any_more() {
    let (mut client, _) = open();
    assert_eq!(all(&read(call(&mut client, "close", 0, &[])), "closeSocket").len(), 1);
    assert_eq!(call(&mut client, "subscribe", 0, &["m:get", "{}"]), None);
    assert_eq!(call(&mut client, "due", 0, &[]), None);
}
