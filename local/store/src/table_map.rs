//! Which table has which number.

/// Tables by name and number, system tables included.
#[derive(Clone, Debug, Default)]
pub struct TableMap;
