//! HTTP: one-shot function calls, and the door to the sync socket.
//!
//! Owns: routes, who may knock (only this machine), formats of requests and responses.
//! Leaves to others: running functions (`deployment`), the socket once it is open (`sync`).

mod api_error;
mod credentials;
mod function_calls;
mod guard;
mod past_queries;
mod routes;

pub use routes::router;
