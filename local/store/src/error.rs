//! What can go wrong, by who can fix it.
//!
//! Owns: the four public error types and the step from one to another.
//! Leaves to others: the texts of single causes, written where they are found.

use std::path::PathBuf;

/// A JSON text that is not a Convex value or not a validator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ValueError(pub(crate) String);

impl ValueError {
    pub(crate) fn new(message: impl Into<String>) -> ValueError {
        ValueError(message.into())
    }
}

/// A schema export that cannot be understood; the text names table and field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SchemaError(pub(crate) String);

impl SchemaError {
    pub(crate) fn new(message: impl Into<String>) -> SchemaError {
        SchemaError(message.into())
    }
}

/// The store itself failed, or refuses.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// SQLite failed; `during` says at what.
    #[error("the local database failed while {during}: {source}")]
    Sqlite {
        /// What the store was doing.
        during: &'static str,
        /// SQLite's own error.
        source: rusqlite::Error,
    },
    /// Someone else, usually another process, holds the database file.
    #[error("the local database {} is already in use by another process", .0.display())]
    InUse(PathBuf),
    /// The file holds something this version did not write.
    #[error("the local database is damaged: {0}")]
    Damaged(String),
    /// An existing document does not match the new schema, or the schema contradicts itself.
    #[error("{0}")]
    SchemaRefused(String),
    /// Another transaction or a schema change committed while this one was open.
    #[error("the data changed while this transaction was open; run it again")]
    SnapshotGone,
    /// The operating system gave no randomness for a document id.
    #[error("no randomness for a document id: {0}")]
    NoRandomness(String),
}

/// Why a syscall failed; Display is the text the function sees.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SyscallError {
    /// The function's own doing: to be thrown into JavaScript.
    #[error("{0}")]
    Developer(String),
    /// The same, as a ConvexError: clients get its data.
    #[error("{message}")]
    WithData {
        /// The text.
        message: String,
        /// The data, Convex-encoded.
        data: serde_json::Value,
    },
    /// The store's failure: the function cannot help it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SyscallError {
    pub(crate) fn new(message: impl Into<String>) -> SyscallError {
        SyscallError::Developer(message.into())
    }
}
