//! JSON text in and out, without a value tree and without the formatting machinery.
//!
//! Owns: scanning (`scan.rs`, `tokens.rs`, `value.rs`, `listing.rs`), stepping through what was scanned (`tape.rs`) and
//! writing (`write.rs`). Leaves to others: what the text means.

mod bytes;
mod copies;
mod listing;
mod nesting;
mod scan;
mod string;
mod tape;
mod tokens;
mod value;
mod write;

pub use bytes::same;
pub use copies::{Copies, Run};
pub use listing::Known;
pub use scan::{JsonError, Raw, Scanner, is_special};
pub use string::unescape;
pub use tape::{Container, Field, NONE, Node, Tape, Tree};
pub use write::{ObjectWriter, push_bool, push_string, push_u64};
