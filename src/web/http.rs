//! What JavaScript sees of one-shot calls: make a request, read a response.
//!
//! The `fetch` between the two is JavaScript's: frameworks replace it, and its options (`cache`, `next`, `signal`)
//! are theirs. So is every await: a trap in a future would be heard by nobody.

use alloc::string::String;

use gloo_net::http::{Method, RequestBuilder};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use crate::http::{self, Answer, Authorization, Call};

/// A call as JavaScript describes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CallRecord {
    url: String,
    kind: String,
    path: String,
    component_path: Option<String>,
    args: String,
    at: Option<String>,
    token: Option<String>,
    admin_token: Option<String>,
}

/// The call in `{url, kind, path, componentPath?, args, at?, token?, adminToken?}`; an admin token wins over a user's.
fn call_in(record: JsValue) -> Result<Call, JsError> {
    let record: CallRecord = serde_wasm_bindgen::from_value(record)?;
    Ok(Call {
        deployment: record.url,
        kind: record.kind,
        path: record.path,
        component: record.component_path,
        args: record.args,
        at: record.at,
        authorization: match (record.admin_token, record.token) {
            (Some(key), _) => Authorization::Admin(key),
            (None, Some(token)) => Authorization::User(token),
            (None, None) => Authorization::None,
        },
    })
}

/// The `Request` for a call.
#[wasm_bindgen(js_name = prepareCall)]
pub fn prepare_call(record: JsValue) -> Result<web_sys::Request, JsError> {
    let call = call_in(record)?;
    let mut request = RequestBuilder::new(&call.url()).method(Method::POST);
    for (name, value) in call.headers().map_err(JsError::new)? {
        request = request.header(name, &value);
    }
    Ok(request.body(call.body())?.into())
}

/// The same in parts, for a `fetch` that expects an address: JSON text, `{url, headers, body}`.
#[wasm_bindgen(js_name = describeCall)]
pub fn describe_call(record: JsValue) -> Result<String, JsError> {
    call_in(record)?.describe().map_err(JsError::new)
}

/// The request for the time that the database is at: JSON text, `{url, headers}`.
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
