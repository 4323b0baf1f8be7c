//! How long and how large a run may get. Owns: the numbers and their error texts.

use std::time::{Duration, Instant};

/// Heap of one sandbox, as in the real backend.
pub const MEMORY_BYTES: usize = 64 * 1024 * 1024;
/// Stack of one sandbox.
pub const STACK_BYTES: usize = 1024 * 1024;
/// Size of the arguments, and of the result, as in the real backend.
pub const VALUE_BYTES: usize = 16 * 1024 * 1024;
/// Log lines kept per run, as in the real backend.
pub const LOG_LINES: usize = 256;
/// Bytes kept of one log line, as in the real backend.
pub const LOG_LINE_BYTES: usize = 32_768;
/// How deep functions may call each other in one transaction, as in the real backend.
pub const CALL_DEPTH: u32 = 8;

/// When a run has to be over.
#[derive(Clone, Copy, Debug)]
pub struct TimeLimit {
    /// The last moment.
    pub deadline: Instant,
    allowed: Duration,
}

impl TimeLimit {
    /// Queries, mutations and imports. Ten times the real limit: this engine interprets.
    pub fn transaction() -> TimeLimit {
        TimeLimit::after(Duration::from_secs(10))
    }

    /// Actions.
    pub fn action() -> TimeLimit {
        TimeLimit::after(Duration::from_secs(10 * 60))
    }

    /// A limit that starts now.
    pub fn after(allowed: Duration) -> TimeLimit {
        TimeLimit { deadline: Instant::now() + allowed, allowed }
    }

    /// The text for a run that took longer.
    pub fn exceeded(&self) -> String {
        let seconds = self.allowed.as_secs_f64();
        format!("Function execution timed out (maximum duration: {seconds}s)")
    }
}

/// The text for a run that needed more memory.
pub fn out_of_memory() -> String {
    format!("JavaScript execution ran out of memory (maximum memory usage: {} MB)", MEMORY_BYTES >> 20)
}
