//! `fetch` of actions. Owns: one HTTP request per call, on a thread of its own.
//! Leaves to others: Headers and Response as JavaScript sees them (`prelude/action_globals.js`).

use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use ureq::http::{Request, Response};
use ureq::{Agent, Body};
use url::Url;

use super::host::{Answer, OpError};

/// Bytes of a response, as in the real backend.
const RESPONSE_BYTES: u64 = 20 * 1024 * 1024;
const TIMEOUT: Duration = Duration::from_secs(300);
const REDIRECTS: u32 = 20;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FetchRequest {
    url: String,
    method: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
    follow_redirects: bool,
}

/// Starts a request; `reply` gets the response as JSON, or an error that names the URL.
pub fn fetch(args: Json, reply: Box<dyn FnOnce(Answer) + Send>) -> Result<(), String> {
    let request: FetchRequest =
        serde_json::from_value(args).map_err(|error| format!("Invalid arguments for fetch: {error}"))?;
    thread::Builder::new()
        .name("fetch".to_owned())
        .spawn(move || {
            let answer = send(&request)
                .map_err(|error| OpError::new(format!("fetch of {} failed: {error}", shown(&request.url))));
            reply(answer);
        })
        .map(drop)
        .map_err(|error| format!("fetch cannot start: {error}"))
}

/// A URL as errors may show it, as these reach clients: keys often stand in its query or before the
/// host.
fn shown(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url) else { return "what is no URL".to_owned() };
    parsed.set_query(None);
    parsed.set_fragment(None);
    // Only URLs without a host refuse these, and they have neither.
    let _ = parsed.set_username("").and_then(|()| parsed.set_password(None));
    parsed.to_string()
}

fn send(request: &FetchRequest) -> Result<String, String> {
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(TIMEOUT))
        .max_redirects(if request.follow_redirects { REDIRECTS } else { 0 })
        .max_redirects_will_error(request.follow_redirects)
        .allow_non_standard_methods(true)
        .build()
        .into();
    let mut builder = Request::builder().method(request.method.as_str()).uri(&request.url);
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let response = match &request.body {
        None => agent.run(builder.body(()).map_err(|error| error.to_string())?),
        Some(body) => {
            let body = STANDARD.decode(body).map_err(|error| error.to_string())?;
            agent.run(builder.body(body).map_err(|error| error.to_string())?)
        }
    };
    describe(&request.url, response.map_err(|error| error.to_string())?)
}

fn describe(url: &str, mut response: Response<Body>) -> Result<String, String> {
    let status = response.status();
    let headers: Vec<(&str, String)> = response
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    let mut described = json!({
        "status": status.as_u16(),
        "statusText": status.canonical_reason().unwrap_or_default(),
        "headers": headers,
        "url": url,
    });
    let body = response.body_mut().with_config().limit(RESPONSE_BYTES).read_to_vec();
    described["body"] = Json::String(STANDARD.encode(body.map_err(|error| error.to_string())?));
    Ok(described.to_string())
}
