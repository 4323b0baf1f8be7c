//! The host on the web: what the core asks for, done with the platform's sockets, timers and events.
//!
//! The only folder that names wasm-bindgen. It converts and delegates; decisions are the core's. Two roles are
//! exported, each compiled into its own module so that neither carries the other: `client` and `http`.

#[cfg(feature = "client")]
mod callback;
#[cfg(feature = "client")]
mod driver;
#[cfg(feature = "client")]
mod exports;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "client")]
mod platform;
mod runtime;
#[cfg(feature = "client")]
mod socket;
#[cfg(feature = "client")]
mod timers;
#[cfg(feature = "client")]
mod wake;

#[cfg(feature = "client")]
pub use exports::Client;
#[cfg(feature = "http")]
pub use http::{prepare_call, read_answer};
