//! What the token flow has the client do.
//!
//! Owns: the closed `Step` enum. Leaves to others: deciding (`token_flow.rs`) and doing (`client/on_auth.rs`).

use alloc::string::String;

use crate::auth::Credential;
use crate::output::Severity;

/// What the client is to do, in order.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask the app for a token.
    Fetch {
        /// Named in the answer.
        fetch: u32,
        /// One that no cache holds.
        force: bool,
    },
    /// Say nothing to the server until `Resume`.
    Pause,
    /// Close the connection until `Resume`.
    Stop,
    /// Speak again.
    Resume,
    /// This is who the user is; the server is told.
    Use(Credential),
    /// Nobody is signed in; the server knows better than to be told.
    Forget,
    /// Tell the app whether the user is signed in.
    Authenticated(bool),
    /// Tell the app whether a refused token is being replaced.
    Refreshing(bool),
    /// Tell a person.
    Report(Severity, String),
}
