//! What a transaction read.

/// What a transaction read, to learn whether a later commit changes its result.
/// A schema change is not covered: rerun everything after [`crate::Store::apply_schema`].
#[derive(Clone, Debug, Default)]
pub struct ReadSet;

impl ReadSet {
    /// Whether any of these writes could change what was read. Never a false "no".
    pub fn is_touched_by(&self, _writes: &[DocumentWrite]) -> bool {
        true
    }
}

/// One document changed by a commit, with its keys in every index before and after.
#[derive(Clone, Debug)]
pub struct DocumentWrite;
