//! Which table has which number.
//!
//! Owns: the mapping, in both directions, and the numbers of the system tables.
//! Leaves to others: remembering it across restarts (`database`), creating tables (`catalog`).

use std::collections::BTreeMap;

use crate::document_id::{DocumentId, TableNumber};

const FIRST_USER_TABLE: u32 = 10_001;
const SYSTEM_TABLES: [(&str, u32); 2] = [("_scheduled_functions", 513), ("_storage", 514)];

/// Tables by name and by number, system tables included. A number is never given twice.
#[derive(Clone, Debug)]
pub struct TableMap {
    numbers: BTreeMap<String, TableNumber>,
    names: BTreeMap<TableNumber, String>,
}

impl TableMap {
    /// The number of a table that exists.
    pub fn number(&self, name: &str) -> Option<TableNumber> {
        self.numbers.get(name).copied()
    }

    /// The name behind a number.
    pub fn name(&self, number: TableNumber) -> Option<&str> {
        self.names.get(&number).map(String::as_str)
    }

    /// The table a document id points into; `None` if there is no such table.
    pub fn table_of(&self, id: &DocumentId) -> Option<&str> {
        self.name(id.table())
    }

    /// Every table with its number, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, TableNumber)> {
        self.numbers.iter().map(|(name, number)| (name.as_str(), *number))
    }

    pub(crate) fn insert(&mut self, name: &str, number: TableNumber) {
        self.numbers.insert(name.to_owned(), number);
        self.names.insert(number, name.to_owned());
    }

    pub(crate) fn next_number(&self) -> TableNumber {
        let last = self.names.keys().next_back().map_or(0, |number| number.0);
        TableNumber(FIRST_USER_TABLE.max(last + 1))
    }
}

impl Default for TableMap {
    /// The system tables alone.
    fn default() -> TableMap {
        let mut map = TableMap { numbers: BTreeMap::new(), names: BTreeMap::new() };
        for (name, number) in SYSTEM_TABLES {
            map.insert(name, TableNumber(number));
        }
        map
    }
}

/// System tables are the host's: functions read them through `db.system` and never write them.
pub(crate) fn is_system_table(name: &str) -> bool {
    name.starts_with('_')
}

/// Why a name cannot be the name of a user's table.
pub(crate) fn table_name_problem(name: &str) -> Option<String> {
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if starts_well && name.len() <= 64 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    Some(format!(
        "Invalid table name \"{}\": it must start with a letter, hold only letters, digits and underscores, and have at most 64 of them",
        name.escape_debug()
    ))
}

#[cfg(test)]
mod tests {
    use super::{TableMap, table_name_problem};
    use crate::document_id::TableNumber;

    #[test]
    fn user_tables_are_numbered_from_10001() {
        let mut map = TableMap::default();
        assert_eq!(map.next_number(), TableNumber(10_001));
        map.insert("users", TableNumber(10_001));
        assert_eq!(map.next_number(), TableNumber(10_002));
        assert_eq!(map.name(TableNumber(10_001)), Some("users"));
        assert_eq!(map.number("_storage"), Some(TableNumber(514)));
    }

    #[test]
    fn table_names_are_identifiers() {
        assert_eq!(table_name_problem("users_2"), None);
        for name in ["", "_users", "2users", "a-b", "caf\u{e9}"] {
            assert!(table_name_problem(name).is_some(), "{name}");
        }
    }
}
