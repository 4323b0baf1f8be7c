//! Filter expressions: `q.and(q.eq(q.field("a"), 1), ..)`.
//!
//! Owns: reading and evaluating them. Comparisons use the order of values, without coercion.
//! Leaves to others: which rows are filtered (`stream`).

use serde_json::Value as Json;

use crate::value::{Value, parse_optional};

/// Deeper expressions than this are refused, so that evaluating cannot exhaust the stack.
const MAX_DEPTH: usize = 128;

/// A filter expression.
#[derive(Debug)]
pub(crate) enum Expression {
    Field(String),
    /// `None`: the literal `undefined`.
    Literal(Option<Value>),
    Compare(Comparison, Box<[Expression; 2]>),
    Calculate(Arithmetic, Box<[Expression; 2]>),
    Negate(Box<Expression>),
    Not(Box<Expression>),
    And(Vec<Expression>),
    Or(Vec<Expression>),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Comparison {
    Eq,
    Neq,
    Lt,
    Lte,
    Gt,
    Gte,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Arithmetic {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
}

/// Reads the serialized form.
pub(super) fn parse(json: &Json) -> Result<Expression, String> {
    parse_at(json, 0)
}

impl Expression {
    /// Whether a document passes.
    pub(crate) fn accepts(&self, document: &Value) -> Result<bool, String> {
        self.boolean(document, "filter")
    }

    /// `None` is `undefined`.
    fn evaluate(&self, document: &Value) -> Result<Option<Value>, String> {
        match self {
            Expression::Field(path) => Ok(document.at_path(path).cloned()),
            Expression::Literal(value) => Ok(value.clone()),
            Expression::Compare(comparison, sides) => {
                let [left, right] = &**sides;
                let order = left.evaluate(document)?.cmp(&right.evaluate(document)?);
                Ok(Some(Value::Boolean(comparison.holds(order))))
            }
            Expression::Calculate(operation, sides) => {
                let [left, right] = &**sides;
                operation.apply(left.evaluate(document)?, right.evaluate(document)?).map(Some)
            }
            Expression::Negate(inner) => negate(inner.evaluate(document)?).map(Some),
            Expression::Not(inner) => Ok(Some(Value::Boolean(!inner.boolean(document, "$not")?))),
            Expression::And(parts) => {
                let mut parts = parts.iter();
                all_are(&mut parts, document, "$and", true).map(|all| Some(Value::Boolean(all)))
            }
            Expression::Or(parts) => {
                let mut parts = parts.iter();
                all_are(&mut parts, document, "$or", false).map(|none| Some(Value::Boolean(!none)))
            }
        }
    }

    fn boolean(&self, document: &Value, place: &str) -> Result<bool, String> {
        match self.evaluate(document)? {
            Some(Value::Boolean(b)) => Ok(b),
            other => {
                Err(format!("Expected a boolean in `{place}` of the query's filter, got {}", show(&other)))
            }
        }
    }
}

/// Stops at the first part that is not `wanted`.
fn all_are<'a>(
    parts: &mut impl Iterator<Item = &'a Expression>,
    document: &Value,
    place: &str,
    wanted: bool,
) -> Result<bool, String> {
    for part in parts {
        if part.boolean(document, place)? != wanted {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Comparison {
    fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Comparison::Eq => order.is_eq(),
            Comparison::Neq => order.is_ne(),
            Comparison::Lt => order.is_lt(),
            Comparison::Lte => order.is_le(),
            Comparison::Gt => order.is_gt(),
            Comparison::Gte => order.is_ge(),
        }
    }
}

impl Arithmetic {
    fn apply(self, left: Option<Value>, right: Option<Value>) -> Result<Value, String> {
        let result = match (&left, &right) {
            (Some(Value::Int64(a)), Some(Value::Int64(b))) => self.integers(*a, *b).map(Value::Int64),
            (Some(Value::Float64(a)), Some(Value::Float64(b))) => Some(Value::Float64(self.floats(*a, *b))),
            _ => None,
        };
        result.ok_or_else(|| {
            let name = self.name();
            format!("Can't compute {name} of {} and {} in the query's filter", show(&left), show(&right))
        })
    }

    fn integers(self, a: i64, b: i64) -> Option<i64> {
        match self {
            Arithmetic::Add => a.checked_add(b),
            Arithmetic::Sub => a.checked_sub(b),
            Arithmetic::Mul => a.checked_mul(b),
            Arithmetic::Div => a.checked_div(b),
            Arithmetic::Mod => a.checked_rem(b),
        }
    }

    fn floats(self, a: f64, b: f64) -> f64 {
        match self {
            Arithmetic::Add => a + b,
            Arithmetic::Sub => a - b,
            Arithmetic::Mul => a * b,
            Arithmetic::Div => a / b,
            Arithmetic::Mod => a % b,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Arithmetic::Add => "$add",
            Arithmetic::Sub => "$sub",
            Arithmetic::Mul => "$mul",
            Arithmetic::Div => "$div",
            Arithmetic::Mod => "$mod",
        }
    }
}

fn negate(value: Option<Value>) -> Result<Value, String> {
    match &value {
        Some(Value::Float64(n)) => Ok(Value::Float64(-n)),
        Some(Value::Int64(n)) if *n != i64::MIN => Ok(Value::Int64(-n)),
        _ => Err(format!("Can't compute $neg of {} in the query's filter", show(&value))),
    }
}

fn show(value: &Option<Value>) -> String {
    value.as_ref().map_or_else(|| "undefined".to_owned(), Value::to_string)
}

fn parse_at(json: &Json, depth: usize) -> Result<Expression, String> {
    if depth > MAX_DEPTH {
        return Err(format!("the filter is nested deeper than {MAX_DEPTH} levels"));
    }
    let operation =
        json.as_object().filter(|object| object.len() == 1).and_then(|object| object.iter().next());
    let Some((name, operand)) = operation else { return Err(format!("{json} is not a filter expression")) };
    let compare = |comparison| Ok(Expression::Compare(comparison, parse_pair(name, operand, depth)?));
    let calculate = |operation| Ok(Expression::Calculate(operation, parse_pair(name, operand, depth)?));
    match name.as_str() {
        "$eq" => compare(Comparison::Eq),
        "$neq" => compare(Comparison::Neq),
        "$lt" => compare(Comparison::Lt),
        "$lte" => compare(Comparison::Lte),
        "$gt" => compare(Comparison::Gt),
        "$gte" => compare(Comparison::Gte),
        "$add" => calculate(Arithmetic::Add),
        "$sub" => calculate(Arithmetic::Sub),
        "$mul" => calculate(Arithmetic::Mul),
        "$div" => calculate(Arithmetic::Div),
        "$mod" => calculate(Arithmetic::Mod),
        "$neg" => Ok(Expression::Negate(Box::new(parse_at(operand, depth + 1)?))),
        "$not" => Ok(Expression::Not(Box::new(parse_at(operand, depth + 1)?))),
        "$and" => Ok(Expression::And(parse_list(name, operand, depth)?)),
        "$or" => Ok(Expression::Or(parse_list(name, operand, depth)?)),
        "$field" => {
            let path = operand.as_str().ok_or("`$field` of the filter does not name a field")?;
            Ok(Expression::Field(path.to_owned()))
        }
        "$literal" => {
            let value =
                parse_optional(operand).map_err(|cause| format!("`$literal` of the filter: {cause}"))?;
            Ok(Expression::Literal(value))
        }
        _ => Err(format!("unknown operation `{name}` in the filter")),
    }
}

fn parse_list(name: &str, operand: &Json, depth: usize) -> Result<Vec<Expression>, String> {
    let list = operand.as_array().ok_or_else(|| format!("`{name}` of the filter does not hold an array"))?;
    list.iter().map(|json| parse_at(json, depth + 1)).collect()
}

fn parse_pair(name: &str, operand: &Json, depth: usize) -> Result<Box<[Expression; 2]>, String> {
    let pair = parse_list(name, operand, depth)?;
    pair.try_into().map(Box::new).map_err(|_| format!("`{name}` of the filter does not hold two operands"))
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
