//! Small functions that JavaScript is given where Rust already has the answer.
//!
//! Owns: UTF-8, URL parsing, random bytes, which operations are missing. Leaves to others: their JavaScript faces (`prelude/`).
//! Bytes cross as base64 text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand::RngCore;
use rquickjs::Object;
use rquickjs::function::Func;
use serde_json::json;
use url::Url;

use super::operations::missing;

/// Puts the functions on the object that the prelude receives.
pub fn add_to(functions: &Object<'_>) -> rquickjs::Result<()> {
    functions.set("encodeUtf8", Func::from(|text: String| STANDARD.encode(text)))?;
    functions.set("decodeUtf8", Func::from(decode_utf8))?;
    functions.set("parseUrl", Func::from(parse_url))?;
    functions.set("randomBytes", Func::from(random_bytes))?;
    functions.set("missing", Func::from(|op: String| missing(&op)))?;
    functions.set("randomUuid", Func::from(|| uuid::Uuid::new_v4().to_string()))?;
    Ok(())
}

fn decode_utf8(bytes: String) -> String {
    let bytes = STANDARD.decode(bytes).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

/// The parts of a URL as JSON, or nothing if it is not one.
fn parse_url(url: String, base: Option<String>) -> Option<String> {
    let url = match base {
        Some(base) => Url::parse(&base).ok()?.join(&url).ok()?,
        None => Url::parse(&url).ok()?,
    };
    let port = url.port().map(|port| port.to_string()).unwrap_or_default();
    let hostname = url.host_str().unwrap_or_default();
    let host = if port.is_empty() { hostname.to_owned() } else { format!("{hostname}:{port}") };
    let marked = |mark: char, text: Option<&str>| match text {
        None | Some("") => String::new(),
        Some(text) => format!("{mark}{text}"),
    };
    let parts = json!({
        "protocol": format!("{}:", url.scheme()),
        "username": url.username(),
        "password": url.password().unwrap_or_default(),
        "hostname": hostname,
        "port": port,
        "host": host,
        "origin": url.origin().ascii_serialization(),
        "pathname": url.path(),
        "search": marked('?', url.query()),
        "hash": marked('#', url.fragment()),
    });
    Some(parts.to_string())
}

fn random_bytes(length: usize) -> String {
    // The prelude asks for no more than this; nothing else may make us allocate more.
    let mut bytes = vec![0; length.min(65_536)];
    rand::rng().fill_bytes(&mut bytes);
    STANDARD.encode(bytes)
}
