//! What must hold of the core whatever bytes come.
//!
//! Owns: the fuzz targets as functions of bytes, which panic where a promise is broken. Leaves to others: making bytes
//! up (libFuzzer in `fuzz_targets/`), repeating what was found (`tests/smoke.rs`).

mod conversation;
mod frames;
mod host;
mod inputs;
mod json;
mod queries;
mod quiet;
mod requests;
mod server_message;
mod settle;
mod sockets;
mod tokens;
mod values;

pub use inputs::inputs;
pub use server_message::server_message;
pub use values::values;

/// A target's name and function.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 3] = [("server_message", server_message), ("values", values), ("inputs", inputs)];
