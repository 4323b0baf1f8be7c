//! Where a deployment answers one-shot calls.
//!
//! Owns: the wire version and these addresses. Leaves to others: the socket's, and checking a deployment's URL
//! (`js/deployment_url.ts`).

use alloc::string::String;

use crate::text::trim_end;

/// The npm convex release whose wire behaviour we speak. Servers choose their behaviour by it (chunks from 1.28.0,
/// refused below 0.19.1), so Lentil's own version must never stand here. `js/deployment_url.ts` says the same of the
/// socket.
/// History: 1.48.0 from the start.
pub const WIRE_VERSION: &str = "1.48.0";

/// The address of one-shot calls of a kind (`query`, `mutation`, `action`).
pub fn call_url(deployment: &str, kind: &str) -> String {
    [trim_end(deployment, '/'), "/api/", kind].concat()
}
