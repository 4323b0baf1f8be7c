//! Where a deployment listens.
//!
//! Owns: the wire version and the addresses made from a deployment's URL. Leaves to others: checking the URL for an
//! app's mistakes (`js/deployment_url.ts`, whose messages apps can match on).

use alloc::string::String;

use crate::text::{cut, trim_end};

/// The npm convex release whose wire behaviour we speak. Servers choose their behaviour by it (chunks from 1.28.0,
/// refused below 0.19.1), so Lentil's own version must never stand here.
/// History: 1.48.0 from the start.
pub const WIRE_VERSION: &str = "1.48.0";

/// The deployment's URL cannot lead to a socket: the text that npm convex gives for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressError(String);

impl AddressError {
    /// One line for a person.
    pub fn describe(&self) -> &str {
        &self.0
    }
}

/// The sync socket's address: `https://h` gives `wss://h/api/1.48.0/sync`.
///
/// # Errors
/// When the URL has no scheme, or one that is not http or https.
pub fn sync_url(deployment: &str) -> Result<String, AddressError> {
    let parts = cut(deployment, ':').and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)));
    let (scheme, rest) =
        parts.ok_or_else(|| AddressError("Provided address was not an absolute URL.".into()))?;
    let scheme = match scheme {
        "http" => "ws",
        "https" => "wss",
        other => return Err(AddressError(["Unknown parent protocol ", other].concat())),
    };
    Ok([scheme, "://", trim_end(rest, '/'), "/api/", WIRE_VERSION, "/sync"].concat())
}

/// The address of one-shot calls of a kind (`query`, `mutation`, `action`).
pub fn call_url(deployment: &str, kind: &str) -> String {
    [trim_end(deployment, '/'), "/api/", kind].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sync_address_keeps_host_port_and_path() {
        assert_eq!(sync_url("https://a.convex.cloud").as_deref(), Ok("wss://a.convex.cloud/api/1.48.0/sync"));
        assert_eq!(sync_url("http://127.0.0.1:3210/").as_deref(), Ok("ws://127.0.0.1:3210/api/1.48.0/sync"));
        for (url, text) in [
            ("a.convex.cloud", "Provided address was not an absolute URL."),
            ("a:b", "Provided address was not an absolute URL."),
            ("ftp://a", "Unknown parent protocol ftp"),
        ] {
            assert_eq!(sync_url(url), Err(AddressError(text.into())));
        }
    }
}
