//! The engine: runs the app's JavaScript, one fresh sandbox per run.
//!
//! Owns: QuickJS, the syscall interface of `convex/server`, limits, validators around a call.
//! Leaves to others: the data (`lentil-store`), what runs when (`deployment`).

mod action_run;
mod driver;
mod failure;
mod fetch;
mod functions;
mod host;
mod host_functions;
mod limits;
mod load;
mod modules;
mod operations;
mod sandbox;
mod source_maps;
mod trace;
mod transaction_run;
mod validation;

pub use action_run::{FunctionCaller, run_action};
pub use failure::{Failure, FunctionError};
pub use functions::{Caller, FunctionKind, FunctionPath};
pub use host::{Answer, OpError};
pub use limits::TimeLimit;
pub use load::{LoadedApp, load_app, load_auth_config, load_schema};
pub use trace::Trace;
pub use transaction_run::Scope;
