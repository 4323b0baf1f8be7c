//! What a client is told about a finished run.
//!
//! Owns: request ids in error texts, that each failure that a client is told is also shown in the
//! terminal, and telling equal query results apart from changed ones.
//! Leaves to others: the message formats (`sync`, `http`).

use std::fmt;

use sha2::{Digest, Sha256};

use crate::engine::{Failure, FunctionError, FunctionKind, FunctionPath};
use crate::terminal;

/// The deployment itself failed; the request has no outcome.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SystemFailure(pub String);

/// The id that an error text carries, to find the run in the logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestTag(String);

impl RequestTag {
    /// The tag of a request that a session can send again.
    pub fn of_session(session_id: &str, request_id: u32) -> RequestTag {
        let digest = Sha256::digest(format!("{session_id}|{request_id}"));
        RequestTag(hex(&digest[..8]))
    }

    /// A new tag.
    pub fn random() -> RequestTag {
        RequestTag(hex(&rand::random::<[u8; 8]>()))
    }
}

impl fmt::Display for RequestTag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A function's error as the client sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientError {
    /// `[Request ID: ...] Server Error` and, on the next lines, the function's error.
    pub message: String,
    /// The data of a ConvexError, as Convex-encoded JSON.
    pub data: Option<String>,
}

/// A function that a client asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    tag: RequestTag,
    /// E.g. `M(notes:add)`.
    function: String,
}

impl Asked {
    /// A request with this tag.
    pub fn new(tag: RequestTag, kind: FunctionKind, path: &FunctionPath) -> Asked {
        Asked { tag, function: path.shown_as(kind) }
    }

    /// The function failed: shows it in the terminal, with the tag that the client is told.
    pub fn failed(&self, error: FunctionError) -> ClientError {
        let Asked { tag, function } = self;
        terminal::say_of(function, &format!("[Request ID: {tag}] {}", error.message.trim_end()));
        let message = format!("[Request ID: {tag}] Server Error\n{}", error.message);
        ClientError { message, data: error.data }
    }
}

/// A finished mutation, action or one-shot query.
#[derive(Clone, Debug)]
pub struct Finished {
    /// Convex-encoded JSON, or why not.
    pub result: Result<String, FunctionError>,
    /// What the function logged.
    pub log_lines: Vec<String>,
    /// When a mutation committed, in ns.
    pub ts: Option<u64>,
}

impl Finished {
    /// `Err`: the deployment failed, so there is no outcome.
    pub fn new(
        result: Result<String, Failure>,
        log_lines: Vec<String>,
        ts: Option<u64>,
    ) -> Result<Finished, SystemFailure> {
        Ok(Finished { result: functions_own(result)?, log_lines, ts })
    }
}

/// The result of a query that somebody watches.
#[derive(Debug)]
pub struct Outcome {
    /// Convex-encoded JSON, or why not.
    pub result: Result<String, ClientError>,
    /// What the function logged.
    pub log_lines: Vec<String>,
    /// Equal digests mean that a client has nothing to learn.
    pub digest: [u8; 32],
}

impl Outcome {
    /// `Err`: the deployment failed, so there is no outcome.
    pub fn new(
        path: &FunctionPath,
        result: Result<String, Failure>,
        log_lines: Vec<String>,
    ) -> Result<Outcome, SystemFailure> {
        let result = functions_own(result)?;
        // The request's tag is left out of the digest: it is new for each run.
        let digest = digest(&result, &log_lines);
        let asked = Asked::new(RequestTag::random(), FunctionKind::Query, path);
        let result = result.map_err(|error| asked.failed(error));
        Ok(Outcome { result, log_lines, digest })
    }
}

/// A run's result as the function's own doing; a failure of the deployment is split off.
fn functions_own(result: Result<String, Failure>) -> Result<Result<String, FunctionError>, SystemFailure> {
    match result {
        Ok(text) => Ok(Ok(text)),
        Err(Failure::Function(error)) => Ok(Err(error)),
        Err(Failure::System(text)) => Err(SystemFailure(text)),
    }
}

fn digest(result: &Result<String, FunctionError>, log_lines: &[String]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    let mut part = |text: &str| {
        hasher.update(text.len().to_le_bytes());
        hasher.update(text);
    };
    match result {
        Ok(text) => part(text),
        Err(error) => {
            part("error");
            part(&error.message);
            part(error.data.as_deref().unwrap_or_default());
        }
    }
    log_lines.iter().for_each(|line| part(line));
    hasher.finalize().into()
}
