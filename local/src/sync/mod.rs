//! The sync protocol: what a Convex client speaks over its WebSocket.
//!
//! Owns: sockets, versions, messages and their order, as the real backend has them.
//! Leaves to others: running functions and watching queries (`deployment`).

mod chunks;
mod client_version;
mod connection;
mod frames;
mod session;
mod socket;

pub use client_version::check_client_version;
pub use socket::serve_socket;
