//! How much one transaction may read and write.
//!
//! Owns: the counters, the limits of the cloud product, and the texts when one is exceeded.
//! Leaves to others: counting at the right places.

use crate::error::SyscallError;

/// What a transaction has used so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Documents read, those a filter dropped included.
    pub documents_read: usize,
    /// Their size.
    pub bytes_read: usize,
    /// Queries started and documents read by id.
    pub database_queries: usize,
    /// Documents inserted, changed or deleted.
    pub documents_written: usize,
    /// Their size.
    pub bytes_written: usize,
}

impl Usage {
    /// How much a transaction may use.
    pub const LIMITS: Usage = Usage {
        documents_read: 32_000,
        bytes_read: 16 << 20,
        database_queries: 4096,
        documents_written: 16_000,
        bytes_written: 16 << 20,
    };

    pub(crate) fn count_query(&mut self) -> Result<(), SyscallError> {
        self.database_queries += 1;
        check("queries", self.database_queries, Usage::LIMITS.database_queries, "")
    }

    pub(crate) fn count_read(&mut self, bytes: usize) -> Result<(), SyscallError> {
        self.documents_read += 1;
        self.bytes_read += bytes;
        const ADVICE: &str = " Consider smaller limits, pagination, or an index with a narrower range.";
        check("documents read", self.documents_read, Usage::LIMITS.documents_read, ADVICE)?;
        check("bytes read", self.bytes_read, Usage::LIMITS.bytes_read, ADVICE)
    }

    pub(crate) fn count_write(&mut self, bytes: usize) -> Result<(), SyscallError> {
        self.documents_written += 1;
        self.bytes_written += bytes;
        check("documents written", self.documents_written, Usage::LIMITS.documents_written, "")?;
        check("bytes written", self.bytes_written, Usage::LIMITS.bytes_written, "")
    }
}

fn check(what: &str, used: usize, limit: usize, advice: &str) -> Result<(), SyscallError> {
    if used <= limit {
        return Ok(());
    }
    Err(SyscallError::new(format!(
        "Too many {what} in a single function execution (limit: {limit}).{advice}"
    )))
}
