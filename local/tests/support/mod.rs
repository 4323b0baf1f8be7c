//! What the tests of the program share. Owns: a deadline, apps on disk, running programs, tokens.
//! Leaves to others: clients of the socket (`socket`).

// Each test file uses its own part; a failed step of a test may panic.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod app;
pub mod program;
pub mod raw_http;
pub mod socket;
pub mod tokens;

use std::time::Duration;

/// Long enough for a busy machine; reached only when something is wrong.
pub const DEADLINE: Duration = Duration::from_secs(60);
