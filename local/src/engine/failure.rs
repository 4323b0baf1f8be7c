//! How a function run can fail.
//!
//! Owns: the split between the function's own errors and the deployment's, and their texts.
//! Leaves to others: how a failure travels to a client (`sync`, `http`).

use serde::Deserialize;

use super::source_maps::SourceMaps;

/// A failed run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The app's doing: the client gets to see it.
    Function(FunctionError),
    /// Ours: the request has no outcome, and may be sent again.
    System(String),
}

/// What a client is told about a function that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionError {
    /// E.g. `Uncaught Error: no\n    at handler (../convex/users.ts:1:2)\n`.
    pub message: String,
    /// The data of a ConvexError, as Convex-encoded JSON.
    pub data: Option<String>,
}

impl Failure {
    /// An error of the app that carries no data.
    pub fn function(message: impl Into<String>) -> Failure {
        Failure::Function(FunctionError { message: message.into(), data: None })
    }

    /// An operation that exists in Convex but not here yet.
    pub fn unsupported(operation: &str) -> String {
        format!("`{operation}` is not supported yet by the local deployment")
    }
}

/// A thrown JavaScript value, as the prelude describes it.
#[derive(Debug, Deserialize)]
pub struct Thrown {
    message: String,
    stack: String,
    data: Option<String>,
}

impl Thrown {
    /// What the prelude's `describe` wrote.
    pub fn parse(description: &str) -> Thrown {
        serde_json::from_str(description).unwrap_or_else(|error| Thrown {
            message: format!("an error that cannot be described ({error})"),
            stack: String::new(),
            data: None,
        })
    }

    /// As the client will see it.
    pub fn into_function_error(self, source_maps: &SourceMaps) -> FunctionError {
        let frames = source_maps.frames(&self.stack);
        let message = match frames.is_empty() {
            true => format!("Uncaught {}", self.message),
            false => format!("Uncaught {}\n{frames}", self.message),
        };
        FunctionError { message, data: self.data }
    }
}
