//! What JavaScript sees of the core. The only folder that names wasm-bindgen.
//!
//! It converts and delegates; decisions are the core's. Sockets, timers and events of the platform are JavaScript's
//! (`js/browser/core_host.ts`): nothing out there can call into a module that has failed. Two roles are exported, each
//! compiled into its own module so that neither carries the other: `client` and `http`.

#[cfg(feature = "client")]
mod calls;
#[cfg(feature = "client")]
mod events;
#[cfg(feature = "client")]
mod exports;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "client")]
mod platform;
mod runtime;

#[cfg(feature = "client")]
pub use exports::Client;
#[cfg(feature = "http")]
pub use http::{describe_call, read_answer};
