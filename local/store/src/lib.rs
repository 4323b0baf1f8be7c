//! The data half of the embedded deployment: what Convex functions read and write.
//!
//! Owns: values and their encodings, document ids, validators, the schema, documents and indexes
//! on SQLite, transactions with their read sets, and the `db` syscalls of `convex/server`.
//! Leaves to others: running JavaScript, subscriptions, the sync protocol and HTTP (`lentil-local`).
//!
//! One process owns one store. Transactions are optimistic and owned (`'static`, `Send`): several
//! may be open, but as soon as one commits writes, every other one answers
//! [`StoreError::SnapshotGone`], so run them one after the other.

mod catalog;
mod database;
mod document;
mod document_id;
mod error;
mod index_key;
mod query;
mod read_set;
mod schema;
mod store;
mod syscall;
mod table_map;
#[cfg(test)]
mod test_values;
#[cfg(test)]
mod tests;
mod transaction;
mod validator;
mod value;

pub use document_id::{DocumentId, TableNumber};
pub use error::{SchemaError, StoreError, SyscallError, ValueError};
pub use read_set::{DocumentWrite, ReadSet};
pub use schema::Schema;
pub use store::{Location, SessionRecord, Store};
pub use table_map::TableMap;
pub use transaction::{Access, Commit, PageJournal, Savepoint, Transaction, Usage};
pub use validator::Validator;
pub use value::Value;
