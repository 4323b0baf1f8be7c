//! What JavaScript sees of one-shot calls: make a request, read a response.
//!
//! The `fetch` between the two is JavaScript's: frameworks replace it, and its options (`cache`, `next`, `signal`)
//! are theirs. So is every await: a trap in a future would be heard by nobody.

use alloc::string::String;

use gloo_net::http::{Method, RequestBuilder};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use crate::http::{Answer, Authorization, Call};

/// A call as JavaScript describes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CallRecord {
    url: String,
    kind: String,
    path: String,
    args: String,
    token: Option<String>,
    admin_token: Option<String>,
}

/// The `Request` for `{url, kind, path, args, token?, adminToken?}`; an admin token wins over a user's.
#[wasm_bindgen(js_name = prepareCall)]
pub fn prepare_call(record: JsValue) -> Result<web_sys::Request, JsError> {
    let record: CallRecord = serde_wasm_bindgen::from_value(record)?;
    let call = Call {
        deployment: record.url,
        kind: record.kind,
        path: record.path,
        args: record.args,
        authorization: match (record.admin_token, record.token) {
            (Some(key), _) => Authorization::Admin(key),
            (None, Some(token)) => Authorization::User(token),
            (None, None) => Authorization::None,
        },
    };
    let mut request = RequestBuilder::new(&call.url()).method(Method::POST);
    for (name, value) in call.headers().map_err(JsError::new)? {
        request = request.header(name, &value);
    }
    Ok(request.body(call.body())?.into())
}

/// The answer in a response as JSON text: `{value, special?, logLines}` or `{error, logLines}`.
#[wasm_bindgen(js_name = readAnswer)]
pub fn read_answer(status: u16, body: &str) -> Result<String, JsError> {
    let answer = Answer::read(status, body).map_err(|message| JsError::new(&message))?;
    let mut out = String::new();
    answer.write_json(&mut out);
    Ok(out)
}
