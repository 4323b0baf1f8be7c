//! What a sandbox asks of the outside. Owns: the seam between JavaScript and the deployment.
//! Leaves to others: answering (`transaction_run`, `action_run`).

use std::time::Instant;

/// The answer to an operation: JSON text, or an error to throw into the function.
pub type Answer = Result<String, OpError>;

/// An error that the calling function can catch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpError {
    /// The text.
    pub message: String,
    /// The data of a ConvexError, as Convex-encoded JSON.
    pub data: Option<String>,
}

impl OpError {
    /// An error without data.
    pub fn new(message: impl Into<String>) -> OpError {
        OpError { message: message.into(), data: None }
    }
}

/// Names one waiting call of a sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(pub u32);

/// What became of a call.
pub enum Progress {
    /// It is answered.
    Done(Answer),
    /// The answer will come out of [`Host::wait`].
    Waiting,
}

/// The outside of one function run.
pub trait Host {
    /// A synchronous operation.
    fn syscall(&mut self, op: &str, args: &str) -> Answer;

    /// An asynchronous operation.
    fn start(&mut self, ticket: Ticket, op: &str, args: &str) -> Progress;

    /// The next answer to a waiting call; `None` when the deadline comes first.
    fn wait(&mut self, deadline: Instant) -> Option<(Ticket, Answer)>;

    /// A failure of the deployment itself, if one happened: the run is void then.
    fn system_failure(&mut self) -> Option<String>;
}

/// The outside of code that may only be looked at: everything is refused.
pub struct NoHost;

impl Host for NoHost {
    fn syscall(&mut self, op: &str, _args: &str) -> Answer {
        Err(OpError::new(format!("`{op}` cannot be used while a module is imported")))
    }

    fn start(&mut self, _ticket: Ticket, op: &str, args: &str) -> Progress {
        Progress::Done(self.syscall(op, args))
    }

    fn wait(&mut self, _deadline: Instant) -> Option<(Ticket, Answer)> {
        None
    }

    fn system_failure(&mut self) -> Option<String> {
        None
    }
}
