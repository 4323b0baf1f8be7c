//! Validators of arguments, returns and documents.
//!
//! Owns: the tree of rules. Reading it from JSON: `parse`; checking: `check`; printing: `display`.
//! Leaves to others: when to check, and the sentence in front of the error.

mod check;
mod display;
mod parse;

use std::collections::BTreeMap;

use crate::value::Value;

/// What `exportArgs`, `exportReturns` and a table's `documentType` describe.
#[derive(Clone, Debug, PartialEq)]
pub struct Validator {
    rule: Rule,
}

impl Validator {
    /// The validator that accepts everything.
    pub fn any() -> Validator {
        Validator { rule: Rule::Any }
    }

    /// Whether a document can match: objects, unions of objects, and `any`.
    pub(crate) fn accepts_objects(&self) -> bool {
        self.rule.accepts_objects()
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Rule {
    Any,
    Null,
    Number,
    Bigint,
    CommitTs,
    Boolean,
    String,
    Bytes,
    Literal(Value),
    Id { table: String },
    Array(Box<Rule>),
    Record { keys: Box<Rule>, values: Box<Rule> },
    Object(BTreeMap<String, Field>),
    Union(Vec<Rule>),
}

#[derive(Clone, Debug, PartialEq)]
struct Field {
    rule: Rule,
    presence: Presence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    Required,
    Optional,
}

impl Rule {
    fn accepts_objects(&self) -> bool {
        match self {
            Rule::Any | Rule::Object(_) => true,
            Rule::Union(members) => members.iter().all(Rule::accepts_objects),
            _ => false,
        }
    }
}
