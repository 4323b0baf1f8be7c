//! The host in a JavaScript engine: the exported client on a socket that the test makes.
//!
//! Promises that only hold or fail at the boundary: frames and text cross unharmed, callbacks may call in again,
//! sockets are let go.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test fails by panicking"
)]
#![cfg(all(target_arch = "wasm32", feature = "client"))]

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, JsString, Object, Reflect};
use lentil::web::Client;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

/// Collects what the client delivers.
struct Receiver {
    batches: Rc<RefCell<Vec<String>>>,
    function: Closure<dyn Fn(String)>,
}

impl Receiver {
    fn new() -> Receiver {
        let batches = Rc::new(RefCell::new(Vec::new()));
        let kept = batches.clone();
        Receiver { batches, function: Closure::new(move |batch| kept.borrow_mut().push(batch)) }
    }

    fn function<T: JsCast>(&self) -> T {
        self.function.as_ref().clone().unchecked_into()
    }

    fn all(&self) -> String {
        self.batches.borrow().join("\n")
    }
}

/// Makes sockets that land in the array; each keeps what is sent in `sent`.
fn connector(sockets: &Array) -> Function {
    let body = "function FakeSocket(url) { this.url = url; this.sent = [];
        this.send = (frame) => { this.sent.push(frame); if (this.answer) this.answer(frame); };
        this.close = () => { this.closed = true; };
        sockets.push(this); }
        return (url) => new FakeSocket(url);";
    let make = Function::new_with_args("sockets", body);
    make.call1(&JsValue::NULL, sockets).expect("a function").unchecked_into()
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("an object")
}

fn call(socket: &JsValue, handler: &str, event: &JsValue) {
    field(socket, handler).unchecked_into::<Function>().call1(socket, event).expect("no throw");
}

fn say(socket: &JsValue, text: &str) {
    let event = Object::new();
    Reflect::set(&event, &"data".into(), &text.into()).expect("an object");
    call(socket, "onmessage", &event);
}

fn sent(socket: &JsValue) -> Vec<String> {
    let frames: Array = field(socket, "sent").unchecked_into();
    frames.iter().filter_map(|frame| frame.as_string()).collect()
}

/// A client whose callbacks nobody guards.
fn make(url: &str, connect: &Function, receiver: &Receiver) -> Client {
    let guard = Function::new_with_args("callback", "return callback;").unchecked_into();
    let connect = connect.clone().unchecked_into();
    let client = Client::new(url, "session".into(), connect, guard, receiver.function());
    client.unwrap_or_else(|_| panic!("a good address"))
}

/// A client on an open socket.
fn open(sockets: &Array, receiver: &Receiver) -> Client {
    let client = make("http://h", &connector(sockets), receiver);
    client.start(false, false, 10_000.0, 60_000.0, 16_000.0);
    call(&sockets.get(0), "onopen", &JsValue::UNDEFINED);
    client
}

const V0: &str = r#"{"querySet":0,"identity":0,"ts":"AAAAAAAAAAA="}"#;
const V1: &str = r#"{"querySet":1,"identity":0,"ts":"ZAAAAAAAAAA="}"#;

#[wasm_bindgen_test]
fn text_crosses_the_boundary_unharmed_both_ways() {
    let (sockets, receiver) = (Array::new(), Receiver::new());
    let client = open(&sockets, &receiver);
    let text = "é \u{1F600} \u{0} \\ \"quoted\" \u{2028}";
    let args = String::from(js_sys::JSON::stringify(&text.into()).expect("a string"));
    let query = client.subscribe("m:get".into(), format!("{{\"text\":{args}}}"), None);
    client.mutate("m:set".into(), "{}".into(), false);
    let socket = sockets.get(0);
    let frame =
        sent(&socket).into_iter().find(|frame| frame.contains("udfPath\":\"m:get")).expect("announced");
    let parsed = js_sys::JSON::parse(&frame).expect("JSON");
    let edit = Array::from(&field(&parsed, "modifications")).get(0);
    assert_eq!(field(&Array::from(&field(&edit, "args")).get(0), "text"), JsValue::from_str(text));

    say(
        &socket,
        &format!(
            r#"{{"type":"Transition","startVersion":{V0},"endVersion":{V1},"modifications":[
            {{"type":"QueryUpdated","queryId":{query},"value":{args},"logLines":[],"journal":null}}]}}"#
        ),
    );
    let delivered = js_sys::JSON::parse(receiver.batches.borrow().last().expect("a batch")).expect("JSON");
    let record = field(&Array::from(&delivered).get(0), "record");
    let change = Array::from(&field(&record, "queries")).get(0);
    let patch = Array::from(&field(&change, "patches")).get(0);
    assert_eq!(field(&patch, "set"), JsValue::from_str(text));
}

#[wasm_bindgen_test]
fn a_socket_that_answers_while_it_is_written_to_is_heard_in_order() {
    let (sockets, receiver) = (Array::new(), Receiver::new());
    let client = open(&sockets, &receiver);
    let socket = sockets.get(0);
    let answer = Function::new_with_args(
        "frame",
        r#"if (JSON.parse(frame).type === "Mutation") this.onmessage({ data: JSON.stringify(
            { type: "MutationResponse", requestId: 0, success: false, result: "no", ts: null, logLines: [] }) });"#,
    );
    Reflect::set(&socket, &"answer".into(), &answer).expect("an object");
    assert_eq!(client.mutate("m:set".into(), "{}".into(), false), 0);
    assert!(receiver.all().contains(r#""error":{"message":"no"}"#));
}

#[wasm_bindgen_test]
fn a_frame_that_is_not_text_costs_the_socket_and_nothing_else() {
    let (sockets, receiver) = (Array::new(), Receiver::new());
    let _client = open(&sockets, &receiver);
    let socket = sockets.get(0);
    let event = Object::new();
    Reflect::set(&event, &"data".into(), &js_sys::Uint8Array::new_with_length(3)).expect("an object");
    call(&socket, "onmessage", &event);
    assert_eq!(field(&socket, "closed"), JsValue::TRUE);
    assert!(!field(&socket, "onmessage").is_function(), "nothing is heard of it any more");
    assert!(receiver.all().contains("cannot be read"));
}

#[wasm_bindgen_test]
fn a_constructor_that_throws_is_an_outage_with_its_reason() {
    let receiver = Receiver::new();
    let throwing = Function::new_with_args("url", "throw new Error('no sockets here');");
    make("https://h", &throwing, &receiver).start(false, false, 10_000.0, 60_000.0, 16_000.0);
    assert!(receiver.all().contains("no sockets here"));
    assert!(receiver.all().contains(r#""connectionRetries":1"#));
}

#[wasm_bindgen_test]
async fn a_client_that_is_freed_with_a_flush_under_way_leaves_nothing_behind() {
    let (sockets, receiver) = (Array::new(), Receiver::new());
    let client = open(&sockets, &receiver);
    client.subscribe("m:get".into(), "{}".into(), None);
    drop(client);
    let turn = js_sys::Promise::resolve(&JsValue::UNDEFINED);
    wasm_bindgen_futures::JsFuture::from(turn).await.expect("a turn of the event loop");
    assert_eq!(field(&sockets.get(0), "closed"), JsValue::TRUE);
    assert_eq!(sent(&sockets.get(0)).len(), 2, "Connect and the first query set");
}

#[wasm_bindgen_test]
fn close_lets_the_socket_go() {
    let (sockets, receiver) = (Array::new(), Receiver::new());
    let client = open(&sockets, &receiver);
    client.close();
    let socket = sockets.get(0);
    assert_eq!(field(&socket, "closed"), JsValue::TRUE);
    assert_eq!(client.subscribe("m:get".into(), "{}".into(), None), 0);
    assert_eq!(sent(&socket).len(), 2);
    drop(client);
    let url = field(&socket, "url").dyn_into::<JsString>().map(String::from);
    assert_eq!(url.ok().as_deref(), Some("ws://h/api/1.48.0/sync"));
}
