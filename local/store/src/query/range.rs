//! Index ranges: from `q.eq(..).gt(..)` to a range of key bytes.
//!
//! Owns: which bounds may be combined, and the texts when they may not.
//! Leaves to others: the bytes of single values (`index_key`).

use std::fmt;
use std::ops::Range;

use serde_json::Value as Json;

use crate::index_key::{after_prefix, write_key};
use crate::value::{Value, parse_optional};

/// Compiles the bounds against the index's fields; the error names index and field.
pub(super) fn compile(bounds: &[Json], index: &str, fields: &[String]) -> Result<Range<Vec<u8>>, String> {
    let mut range = Bounds::default();
    for json in bounds {
        range.add(parse_bound(json)?, index)?;
    }
    range.check_order(index, fields)?;
    Ok(range.to_keys(fields))
}

/// One call on the range builder.
struct Bound {
    field: String,
    comparison: Comparison,
    /// `None`: compared with `undefined`.
    value: Option<Value>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Eq,
    Gt,
    Gte,
    Lt,
    Lte,
}

#[derive(Default)]
struct Bounds {
    equal: Vec<Bound>,
    lower: Option<Bound>,
    upper: Option<Bound>,
}

fn parse_bound(json: &Json) -> Result<Bound, String> {
    let text = |name: &str| {
        json.get(name)
            .and_then(Json::as_str)
            .ok_or_else(|| format!("a bound of the index range has no \"{name}\""))
    };
    let comparison = match text("type")? {
        "Eq" => Comparison::Eq,
        "Gt" => Comparison::Gt,
        "Gte" => Comparison::Gte,
        "Lt" => Comparison::Lt,
        "Lte" => Comparison::Lte,
        other => return Err(format!("unknown bound \"{other}\" in the index range")),
    };
    let field = text("fieldPath")?.to_owned();
    let value = json.get("value").ok_or_else(|| format!("the bound on \"{field}\" has no \"value\""))?;
    let value = parse_optional(value).map_err(|cause| format!("the bound on \"{field}\": {cause}"))?;
    Ok(Bound { field, comparison, value })
}

impl Bounds {
    fn add(&mut self, bound: Bound, index: &str) -> Result<(), String> {
        self.check_free(&bound)?;
        match bound.comparison {
            Comparison::Eq => self.equal.push(bound),
            Comparison::Gt | Comparison::Gte => self.lower = Some(bound),
            Comparison::Lt | Comparison::Lte => self.upper = Some(bound),
        }
        match (&self.lower, &self.upper) {
            (Some(lower), Some(upper)) if lower.field != upper.field => Err(format!(
                "Upper and lower bounds in `range` can only be applied to a single index field. This query against index {index} attempted to set a range bound on both \"{}\" and \"{}\". Consider using `filter` instead.",
                lower.field, upper.field
            )),
            _ => Ok(()),
        }
    }

    /// A field has at most one equality, and at most one bound from each side otherwise.
    fn check_free(&self, bound: &Bound) -> Result<(), String> {
        let taken =
            |kind: &str| Err(format!("Already defined {kind} bound in index range. Can't add {bound}."));
        if self.equal.iter().any(|other| other.field == bound.field) {
            return taken("equality");
        }
        match bound.comparison {
            Comparison::Eq => {
                let mut inequalities = [&self.lower, &self.upper].into_iter().flatten();
                if inequalities.any(|other| other.field == bound.field) {
                    taken("inequality")
                } else {
                    Ok(())
                }
            }
            Comparison::Gt | Comparison::Gte if self.lower.is_some() => taken("lower"),
            Comparison::Lt | Comparison::Lte if self.upper.is_some() => taken("upper"),
            _ => Ok(()),
        }
    }

    fn bounded_field(&self) -> Option<&str> {
        self.lower.as_ref().or(self.upper.as_ref()).map(|bound| bound.field.as_str())
    }

    /// The equalities in any order, then the bounded field, must be a prefix of the index.
    fn check_order(&self, index: &str, fields: &[String]) -> Result<(), String> {
        let equal = self.equal.iter().map(|bound| bound.field.as_str());
        let used: Vec<&str> = equal.chain(self.bounded_field()).collect();
        if let Some(stranger) = used.iter().find(|used| !fields.iter().any(|field| field == **used)) {
            return Err(format!(
                "The index range included a comparison with \"{stranger}\", but {index} with fields {fields:?} doesn't index this field. For more information see https://docs.convex.dev/using/indexes."
            ));
        }
        let prefix = &fields[..self.equal.len().min(fields.len())];
        let is_equal = |field: &str| self.equal.iter().any(|bound| bound.field == field);
        let expected = fields.get(self.equal.len()).map(String::as_str);
        let first_wrong = match prefix.iter().find(|field| !is_equal(field)) {
            Some(_) => used.iter().zip(fields).find(|(used, field)| used != field).map(|(used, _)| *used),
            None => self.bounded_field().filter(|field| Some(*field) != expected),
        };
        match first_wrong {
            None => Ok(()),
            Some(first_wrong) => Err(format!(
                "Tried to query index {index} but the query didn't use the index fields in order.\nIndex fields: {fields:?}\nQuery fields: {used:?}\nFirst incorrect field: {first_wrong}\nFor more information see https://docs.convex.dev/using/indexes."
            )),
        }
    }

    fn to_keys(&self, fields: &[String]) -> Range<Vec<u8>> {
        let mut prefix = Vec::new();
        for field in &fields[..self.equal.len().min(fields.len())] {
            let bound = self.equal.iter().find(|bound| bound.field == *field);
            write_key(bound.and_then(|bound| bound.value.as_ref()), &mut prefix);
        }
        let start = match &self.lower {
            None => prefix.clone(),
            Some(bound) if bound.comparison == Comparison::Gt => after_prefix(&bound.key(&prefix)),
            Some(bound) => bound.key(&prefix),
        };
        let end = match &self.upper {
            None => after_prefix(&prefix),
            Some(bound) if bound.comparison == Comparison::Lte => after_prefix(&bound.key(&prefix)),
            Some(bound) => bound.key(&prefix),
        };
        start..end
    }
}

impl Bound {
    fn key(&self, prefix: &[u8]) -> Vec<u8> {
        let mut key = prefix.to_vec();
        write_key(self.value.as_ref(), &mut key);
        key
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.comparison {
            Comparison::Eq => "==",
            Comparison::Gt => ">",
            Comparison::Gte => ">=",
            Comparison::Lt => "<",
            Comparison::Lte => "<=",
        };
        match &self.value {
            Some(value) => write!(f, "{} {sign} {value}", self.field),
            None => write!(f, "{} {sign} undefined", self.field),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::compile;

    fn bounds(list: &[(&str, &str, i32)]) -> Vec<Json> {
        list.iter().map(|(kind, field, n)| json!({"type": kind, "fieldPath": field, "value": n})).collect()
    }

    #[track_caller]
    fn check_refused(list: &[(&str, &str, i32)], text: &str) {
        let fields = ["a", "b", "_creationTime", "_id"].map(str::to_owned);
        let error = compile(&bounds(list), "t.by_ab", &fields).unwrap_err();
        assert!(error.starts_with(text), "{error}");
    }

    #[test]
    fn contradicting_bounds_are_refused_by_name() {
        check_refused(
            &[("Eq", "a", 1), ("Eq", "a", 2)],
            "Already defined equality bound in index range. Can't add a == 2.0.",
        );
        check_refused(
            &[("Gt", "a", 1), ("Gte", "a", 2)],
            "Already defined lower bound in index range. Can't add a >= 2.0.",
        );
        check_refused(
            &[("Lt", "a", 1), ("Eq", "a", 2)],
            "Already defined inequality bound in index range. Can't add a == 2.0.",
        );
        check_refused(
            &[("Gt", "a", 1), ("Lt", "b", 2)],
            "Upper and lower bounds in `range` can only be applied",
        );
    }

    #[test]
    fn fields_must_be_used_in_the_order_of_the_index() {
        check_refused(
            &[("Eq", "b", 1)],
            concat!(
                "Tried to query index t.by_ab but the query didn't use the index fields in order.\n",
                "Index fields: [\"a\", \"b\", \"_creationTime\", \"_id\"]\nQuery fields: [\"b\"]\n",
                "First incorrect field: b\n"
            ),
        );
        check_refused(&[("Eq", "a", 1), ("Gt", "_id", 2)], "Tried to query index t.by_ab");
        check_refused(&[("Eq", "c", 1)], "The index range included a comparison with \"c\", but t.by_ab");
    }

    #[test]
    fn equalities_may_come_in_any_order() {
        let fields = ["a", "b", "_creationTime", "_id"].map(str::to_owned);
        let one =
            compile(&bounds(&[("Eq", "a", 1), ("Eq", "b", 2), ("Gt", "_creationTime", 3)]), "t.i", &fields);
        let other =
            compile(&bounds(&[("Gt", "_creationTime", 3), ("Eq", "b", 2), ("Eq", "a", 1)]), "t.i", &fields);
        assert_eq!(one.unwrap(), other.unwrap());
    }
}
