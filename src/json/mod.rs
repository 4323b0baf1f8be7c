//! JSON text in and out, without a value tree and without the formatting machinery.
//!
//! Owns: scanning (`scan.rs`) and writing (`write.rs`). Leaves to others: what the text means.

mod scan;
mod string;
mod write;

pub use scan::{JsonError, Raw, Scanner};
pub use write::{ObjectWriter, push_bool, push_string, push_u64};
