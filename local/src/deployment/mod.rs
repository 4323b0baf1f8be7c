//! The deployment: one thread that owns the data and runs queries and mutations, one after another.
//!
//! Owns: what runs when, commits, exactly-once mutations, subscriptions and their invalidation.
//! Leaves to others: running JavaScript (`engine`), the data (`lentil-store`), the wire (`sync`, `http`).

mod actions;
mod command;
mod handle;
mod outcome;
mod published;
mod results;
mod subscriptions;
mod worker;

pub use command::{
    Command, FunctionCall, Invalidation, QueryChange, Reply, SessionRequest, SocketId, SubscriptionChange,
    TransitionData,
};
pub use handle::{Deployment, DeploymentThread};
pub use outcome::{Asked, ClientError, Finished, Outcome, RequestTag, SystemFailure};
