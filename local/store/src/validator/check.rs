//! Checking values against validators.
//!
//! Owns: the error texts, which apps may show or match.
//! Leaves to others: the sentence in front (`ArgumentValidationError: ..`).

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Field, Presence, Rule, Validator};
use crate::document_id::DocumentId;
use crate::table_map::TableMap;
use crate::value::Value;
use crate::value::display::FieldName;

impl Validator {
    /// Checks a value; the error is the text that follows `ArgumentValidationError: `.
    pub fn check(&self, value: &Value, tables: &TableMap) -> Result<(), String> {
        let checker = Checker { tables, path: Path(None) };
        checker.check(&self.rule, value, SystemFields::Refused)
    }

    /// Checks a whole document: its system fields are no business of the validator.
    pub(crate) fn check_document(&self, document: &Value, tables: &TableMap) -> Result<(), String> {
        let checker = Checker { tables, path: Path(None) };
        checker.check(&self.rule, document, SystemFields::Ignored)
    }
}

/// Whether `_id` and `_creationTime` of the outermost object are exempt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SystemFields {
    Ignored,
    Refused,
}

/// Where in the value we are, linked on the stack: nothing is allocated unless an error is printed.
#[derive(Clone, Copy)]
struct Path<'a>(Option<(&'a Path<'a>, Step<'a>)>);

#[derive(Clone, Copy)]
enum Step<'a> {
    Field(&'a str),
    Item(usize),
}

#[derive(Clone, Copy)]
struct Checker<'a> {
    tables: &'a TableMap,
    path: Path<'a>,
}

impl Checker<'_> {
    fn check(&self, rule: &Rule, value: &Value, system: SystemFields) -> Result<(), String> {
        match (rule, value) {
            (Rule::Any, _)
            | (Rule::Null, Value::Null)
            | (Rule::Number, Value::Float64(_))
            | (Rule::Bigint | Rule::CommitTs, Value::Int64(_))
            | (Rule::Boolean, Value::Boolean(_))
            | (Rule::String, Value::String(_))
            | (Rule::Bytes, Value::Bytes(_)) => Ok(()),
            (Rule::Literal(literal), _) => self.check_literal(rule, literal, value),
            (Rule::Id { table }, Value::String(text)) => self.check_id(rule, table, text, value),
            (Rule::Array(items), Value::Array(values)) => self.check_items(items, values),
            (Rule::Record { keys, values }, Value::Object(fields)) => self.check_record(keys, values, fields),
            (Rule::Object(rules), Value::Object(fields)) => {
                self.check_fields(rules, fields, system)
                    .map_err(|problem| self.object_error(&problem, rule, value))?;
                self.check_field_values(rules, fields)
            }
            (Rule::Union(members), _) => {
                let matches = members.iter().any(|member| self.check(member, value, system).is_ok());
                if matches { Ok(()) } else { Err(self.mismatch(rule, value)) }
            }
            _ => Err(self.mismatch(rule, value)),
        }
    }

    fn check_literal(&self, rule: &Rule, literal: &Value, value: &Value) -> Result<(), String> {
        if literal == value {
            return Ok(());
        }
        Err(self.with_path(format!("`{value}` does not match literal validator `{rule}`.")))
    }

    fn check_id(&self, rule: &Rule, table: &str, text: &str, value: &Value) -> Result<(), String> {
        let found = DocumentId::parse(text).ok().and_then(|id| self.tables.table_of(&id));
        match found {
            Some(found) if found == table => Ok(()),
            Some(found) => Err(self.with_path(format!(
                "Found ID \"{text}\" from table `{found}`, which does not match the table name in validator `{rule}`."
            ))),
            None => Err(self.mismatch(rule, value)),
        }
    }

    fn check_items(&self, rule: &Rule, values: &[Value]) -> Result<(), String> {
        let mut items = values.iter().enumerate();
        items.try_for_each(|(i, value)| self.at(Step::Item(i)).check(rule, value, SystemFields::Refused))
    }

    fn check_record(
        &self,
        keys: &Rule,
        values: &Rule,
        fields: &BTreeMap<String, Value>,
    ) -> Result<(), String> {
        for (name, value) in fields {
            let inside = self.at(Step::Field(name));
            inside.check(keys, &Value::from(name.as_str()), SystemFields::Refused)?;
            inside.check(values, value, SystemFields::Refused)?;
        }
        Ok(())
    }

    /// Which fields there are; their values are looked at only when the set of names is right.
    fn check_fields(
        &self,
        rules: &BTreeMap<String, Field>,
        fields: &BTreeMap<String, Value>,
        system: SystemFields,
    ) -> Result<(), String> {
        let mut required = rules.iter().filter(|(_, field)| field.presence == Presence::Required);
        if let Some((name, _)) = required.find(|(name, _)| !fields.contains_key(*name)) {
            return Err(format!(
                "Object is missing the required field `{name}`. Consider wrapping the field validator in `v.optional(...)` if this is expected."
            ));
        }
        let is_exempt =
            |name: &str| system == SystemFields::Ignored && (name == "_id" || name == "_creationTime");
        match fields.keys().find(|name| !rules.contains_key(*name) && !is_exempt(name)) {
            Some(name) => Err(format!("Object contains extra field `{name}` that is not in the validator.")),
            None => Ok(()),
        }
    }

    fn check_field_values(
        &self,
        rules: &BTreeMap<String, Field>,
        fields: &BTreeMap<String, Value>,
    ) -> Result<(), String> {
        for (name, field) in rules {
            if let Some(value) = fields.get(name) {
                self.at(Step::Field(name)).check(&field.rule, value, SystemFields::Refused)?;
            }
        }
        Ok(())
    }

    fn at<'b>(&'b self, step: Step<'b>) -> Checker<'b> {
        Checker { tables: self.tables, path: Path(Some((&self.path, step))) }
    }

    fn mismatch(&self, rule: &Rule, value: &Value) -> String {
        format!("Value does not match validator.\n{}\nValue: {value}\nValidator: {rule}", self.path.line())
    }

    fn object_error(&self, problem: &str, rule: &Rule, value: &Value) -> String {
        format!("{problem}\n{}\nObject: {value}\nValidator: {rule}", self.path.line())
    }

    fn with_path(&self, mut text: String) -> String {
        let line = self.path.line();
        if !line.is_empty() {
            let _ = write!(text, "\n{line}");
        }
        text
    }
}

impl Path<'_> {
    /// `Path: .a[0]`, and nothing for the outermost value.
    fn line(&self) -> String {
        if self.0.is_none() {
            return String::new();
        }
        let mut line = "Path: ".to_owned();
        self.write_to(&mut line);
        line
    }

    fn write_to(&self, out: &mut String) {
        let Some((parent, step)) = &self.0 else { return };
        parent.write_to(out);
        // Writing to a String cannot fail.
        let _ = match step {
            Step::Field(name) => write!(out, ".{}", FieldName(name)),
            Step::Item(i) => write!(out, "[{i}]"),
        };
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
