//! The limits every value obeys, as in the cloud product.
//!
//! Owns: the numbers and the texts about them.
//! Leaves to others: when to check (`json` on reading, the write syscalls for documents).

use crate::error::ValueError;

/// The largest document, by [`crate::Value::size`].
pub(crate) const MAX_DOCUMENT_BYTES: usize = 1 << 20;

const MAX_ARRAY_LENGTH: usize = 8192;
const MAX_OBJECT_FIELDS: usize = 1024;
const MAX_NESTING: usize = 64;

pub(super) fn check_array_length(length: usize) -> Result<(), ValueError> {
    if length <= MAX_ARRAY_LENGTH {
        return Ok(());
    }
    Err(ValueError::new(format!("Array length is too long ({length} > maximum length {MAX_ARRAY_LENGTH})")))
}

pub(super) fn check_field_count(count: usize) -> Result<(), ValueError> {
    if count <= MAX_OBJECT_FIELDS {
        return Ok(());
    }
    Err(ValueError::new(format!("Object has too many fields ({count} > maximum number {MAX_OBJECT_FIELDS})")))
}

/// `depth`: how many arrays and objects enclose the value, itself included.
pub(super) fn check_nesting(depth: usize) -> Result<(), ValueError> {
    if depth <= MAX_NESTING {
        return Ok(());
    }
    Err(ValueError::new(format!("Value is too nested (maximum nesting {MAX_NESTING})")))
}
