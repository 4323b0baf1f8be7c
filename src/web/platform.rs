//! What the core's host asks of JavaScript.
//!
//! Owns: the imports, each as narrow as its use: js-sys and web-sys would bring the callback types of the whole
//! platform into the module. Leaves to others: everything built on them.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use crate::Env;
use crate::ids::Millis;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    pub type Function;
    #[wasm_bindgen(method, catch)]
    pub fn call(this: &Function, this_value: &JsValue, argument: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = call)]
    pub fn connect(this: &Function, this_value: &JsValue, url: &str) -> Result<WebSocket, JsValue>;
    #[wasm_bindgen(method, js_name = call)]
    pub fn wrap(this: &Function, this_value: &JsValue, callback: &JsValue) -> JsValue;

    /// What is thrown, as a rule.
    pub type Error;
    #[wasm_bindgen(method, getter)]
    pub fn message(this: &Error) -> String;

    /// Of any class that has these methods.
    pub type WebSocket;
    #[wasm_bindgen(method, setter)]
    pub fn set_onopen(this: &WebSocket, handler: &JsValue);
    #[wasm_bindgen(method, setter)]
    pub fn set_onmessage(this: &WebSocket, handler: &JsValue);
    #[wasm_bindgen(method, setter)]
    pub fn set_onclose(this: &WebSocket, handler: &JsValue);
    #[wasm_bindgen(method, setter)]
    pub fn set_onerror(this: &WebSocket, handler: &JsValue);
    #[wasm_bindgen(method, catch)]
    pub fn send(this: &WebSocket, frame: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn close(this: &WebSocket) -> Result<(), JsValue>;

    /// The argument of a callback: an event of the socket, or nothing of interest.
    pub type Event;
    // A user's class may leave anything out; a throw that is not caught here would unwind over the module's stack.
    #[wasm_bindgen(method, getter, catch)]
    pub fn data(this: &Event) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    pub fn code(this: &Event) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    pub fn reason(this: &Event) -> Result<JsValue, JsValue>;

    pub type TextEncoder;
    #[wasm_bindgen(constructor)]
    pub fn new() -> TextEncoder;
    #[wasm_bindgen(method)]
    pub fn encode(this: &TextEncoder, text: &JsValue) -> Vec<u8>;

    // Missing in Node, where calling it throws.
    #[wasm_bindgen(js_name = addEventListener, catch)]
    pub fn add_event_listener(event: &str, listener: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(js_name = removeEventListener, catch)]
    pub fn remove_event_listener(event: &str, listener: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(js_name = setTimeout)]
    pub fn set_timeout(callback: &JsValue, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    pub fn clear_timeout(timer: &JsValue);
    #[wasm_bindgen(js_name = queueMicrotask)]
    pub fn queue_microtask(callback: &JsValue);

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;
    #[wasm_bindgen(js_namespace = Math, js_name = random)]
    fn math_random() -> f64;
}

/// What surrounds an input that happens now.
pub fn env() -> Env {
    Env { now: Millis(performance_now() as u64), wall: Millis(date_now() as u64), random: math_random() }
}
