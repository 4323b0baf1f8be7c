//! Validators as error texts show them: `v.object({name: v.string()})`.

use std::fmt;

use super::{Field, Presence, Rule, Validator};
use crate::value::display::FieldName;

impl fmt::Display for Validator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rule.fmt(f)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::Any => f.write_str("v.any()"),
            Rule::Null => f.write_str("v.null()"),
            Rule::Number => f.write_str("v.float64()"),
            Rule::Bigint => f.write_str("v.int64()"),
            Rule::CommitTs => f.write_str("v.commitTs()"),
            Rule::Boolean => f.write_str("v.boolean()"),
            Rule::String => f.write_str("v.string()"),
            Rule::Bytes => f.write_str("v.bytes()"),
            Rule::Literal(value) => write!(f, "v.literal({value})"),
            Rule::Id { table } => write!(f, "v.id({table:?})"),
            Rule::Array(items) => write!(f, "v.array({items})"),
            Rule::Record { keys, values } => write!(f, "v.record({keys}, {values})"),
            Rule::Object(fields) => {
                f.write_str("v.object({")?;
                for (i, (name, field)) in fields.iter().enumerate() {
                    let comma = if i == 0 { "" } else { ", " };
                    write!(f, "{comma}{}: {field}", FieldName(name))?;
                }
                f.write_str("})")
            }
            Rule::Union(members) => {
                f.write_str("v.union(")?;
                for (i, member) in members.iter().enumerate() {
                    let comma = if i == 0 { "" } else { ", " };
                    write!(f, "{comma}{member}")?;
                }
                f.write_str(")")
            }
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.presence {
            Presence::Required => self.rule.fmt(f),
            Presence::Optional => write!(f, "v.optional({})", self.rule),
        }
    }
}
