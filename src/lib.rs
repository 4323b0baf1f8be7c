//! The core of Lentil: one synchronous, deterministic state machine behind every Convex client.
//!
//! Owns: the sync protocol, the query set, results, requests, optimistic layers' order, authentication's place in
//! them, and the reading and writing of one-shot HTTP calls.
//! Leaves to others: sockets, timers, storage, `fetch` (`web/`, the host), materialised values and user code (`js/`).
//!
//! Feed one [`Input`] to [`Client::handle`] with the time and a random number; it returns every [`Output`] that
//! follows from it. Nothing in here reads a clock, draws a number, blocks, or panics on what comes from outside.

// Where the delivered module has no standard library, nothing here can come to lean on it.
#![no_std]

extern crate alloc;
#[cfg(not(all(feature = "bare", target_arch = "wasm32")))]
#[cfg_attr(test, macro_use)]
extern crate std;

pub mod auth;
mod claims;
pub mod client;
pub mod connection;
pub mod connection_state;
pub mod diff;
pub mod frames;
mod hash;
pub mod hold;
pub mod http;
mod id_map;
pub mod ids;
pub mod input;
pub mod json;
pub mod layers;
pub mod output;
pub mod protocol;
pub mod query_set;
pub mod record;
pub mod requests;
pub mod results;
pub mod resync;
pub mod shared_text;
mod text;
pub mod token_flow;
pub mod token_step;

#[cfg(target_arch = "wasm32")]
pub mod web;

pub use client::Client;
pub use input::{Env, Input};
pub use output::Output;
