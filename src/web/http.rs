//! What JavaScript sees of one-shot calls: describe a request, read a response.
//!
//! The `fetch` between the two is JavaScript's: frameworks replace it, and its options (`cache`, `next`, `signal`)
//! are theirs. So is every await: a trap in a future would be heard by nobody. Text alone crosses, in one call each
//! way: a call over HTTP is made of text, and a `Request` object costs more than all of ours (`ARCHITECTURE.md`).

use alloc::string::String;

use wasm_bindgen::prelude::*;

use crate::http::{self, Answer, Call};

/// The request for a call, as `Call::describe` writes it. `call` is JSON: `Call::read`.
#[wasm_bindgen(js_name = describeCall)]
pub fn describe_call(call: &str) -> Result<String, JsError> {
    let call = Call::read(call).map_err(|message| JsError::new(&message))?;
    call.describe().map_err(JsError::new)
}

/// The request for the time that the database is at, in the same form.
#[wasm_bindgen(js_name = describeTimeCall)]
pub fn describe_time_call(url: &str) -> String {
    http::describe_time_call(url)
}

/// The time in the response to that.
#[wasm_bindgen(js_name = readTime)]
pub fn read_time(status: u16, body: &str) -> Result<String, JsError> {
    http::read_time(status, body).map_err(|message| JsError::new(&message))
}

/// The answer in a response as JSON text: `{value, special?, logLines}` or `{error, logLines}`.
#[wasm_bindgen(js_name = readAnswer)]
pub fn read_answer(status: u16, body: &str) -> Result<String, JsError> {
    let answer = Answer::read(status, body).map_err(|message| JsError::new(&message))?;
    let mut out = String::new();
    answer.write_json(&mut out);
    Ok(out)
}
