//! Queries as functions build them: a source and operators on top.
//!
//! Owns: reading the query JSON into something that can run (`range`: index bounds; `filter`:
//! conditions; `stream`: running; `cursor` and `page`: a part at a time).
//! Leaves to others: which rows exist (`transaction`, `database`).

mod cursor;
mod filter;
mod page;
mod range;
mod stream;

use std::ops::Range;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::catalog::{BY_CREATION_TIME, BY_ID, Catalog, Index};
use crate::database::Order;
use crate::index_key::after_prefix;

pub(crate) use cursor::{Cursor, Fingerprint, Position};
use filter::Expression;
pub(crate) use page::{Page, PageLimits, PageStatus, between};
pub(crate) use stream::{Stream, View};

const MAX_OPERATORS: usize = 256;

/// A query ready to run.
#[derive(Debug)]
pub(crate) struct Query {
    pub(crate) source: Source,
    pub(crate) operators: Vec<Operator>,
}

/// Where the rows come from.
#[derive(Debug)]
pub(crate) enum Source {
    /// The rows of an index with keys in `range`.
    Index { index: Arc<Index>, range: Range<Vec<u8>>, order: Order },
    /// A table nobody has written to yet: no rows.
    MissingTable(String),
}

/// What happens to each row, in the order written.
#[derive(Debug)]
pub(crate) enum Operator {
    Filter(Expression),
    Limit(u64),
}

/// Reads the `query` argument; the error is the cause for "Invalid argument `query`".
pub(crate) fn parse(json: &Json, catalog: &Catalog) -> Result<Query, String> {
    let source = json.get("source").ok_or("the query has no \"source\"")?;
    let operators = match json.get("operators") {
        None => &Vec::new(),
        Some(list) => list.as_array().ok_or("\"operators\" of the query is not an array")?,
    };
    if operators.len() > MAX_OPERATORS {
        return Err(format!("Can't construct query with more than {MAX_OPERATORS} operators"));
    }
    Ok(Query {
        source: parse_source(source, catalog)?,
        operators: operators.iter().map(parse_operator).collect::<Result<_, _>>()?,
    })
}

fn parse_source(json: &Json, catalog: &Catalog) -> Result<Source, String> {
    match text(json, "type")? {
        "FullTableScan" => {
            let table = text(json, "tableName")?;
            let Some(found) = catalog.table(table) else { return Ok(Source::MissingTable(table.to_owned())) };
            let index =
                found.index(BY_CREATION_TIME).ok_or_else(|| index_not_found(table, BY_CREATION_TIME))?;
            Ok(Source::Index { index: index.clone(), range: everything(), order: parse_order(json)? })
        }
        "IndexRange" => parse_index_source(json, catalog),
        "Search" => {
            let index = text(json, "indexName")?;
            Err(format!(
                "searching (withSearchIndex, here \"{index}\") is not supported yet by the local deployment"
            ))
        }
        other => Err(format!("unknown query source \"{other}\"")),
    }
}

fn parse_index_source(json: &Json, catalog: &Catalog) -> Result<Source, String> {
    let full_name = text(json, "indexName")?;
    let (table, name) = full_name
        .split_once('.')
        .ok_or_else(|| format!("index name \"{full_name}\" is not of the form table.index"))?;
    let order = parse_order(json)?;
    let Some(found) = catalog.table(table) else {
        if matches!(name, BY_ID | BY_CREATION_TIME) {
            return Ok(Source::MissingTable(table.to_owned()));
        }
        return Err(index_not_found(table, name));
    };
    let Some(index) = found.index(name) else {
        let schema = catalog.schema.tables.get(table);
        if schema.is_some_and(|schema| schema.other_indexes.iter().any(|other| other == name)) {
            return Err(format!(
                "Index {full_name} is not a database index: it cannot be used with withIndex."
            ));
        }
        return Err(index_not_found(table, name));
    };
    let bounds =
        json.get("range").and_then(Json::as_array).ok_or("\"range\" of the query is not an array")?;
    let range = range::compile(bounds, full_name, &index.fields)?;
    Ok(Source::Index { index: index.clone(), range, order })
}

fn parse_operator(json: &Json) -> Result<Operator, String> {
    if let Some(expression) = json.get("filter") {
        return Ok(Operator::Filter(filter::parse(expression)?));
    }
    let limit = json.get("limit").ok_or("a query operator is neither \"filter\" nor \"limit\"")?;
    match limit.as_f64() {
        Some(n) if n >= 0.0 && n.fract() == 0.0 => Ok(Operator::Limit(n as u64)),
        _ => Err(format!("`limit` must be a non-negative integer, got {limit}")),
    }
}

/// Every key of an index.
pub(crate) fn everything() -> Range<Vec<u8>> {
    Vec::new()..after_prefix(&[])
}

fn parse_order(json: &Json) -> Result<Order, String> {
    match json.get("order") {
        None | Some(Json::Null) => Ok(Order::Asc),
        Some(Json::String(order)) if order == "asc" => Ok(Order::Asc),
        Some(Json::String(order)) if order == "desc" => Ok(Order::Desc),
        Some(other) => Err(format!("unknown order {other}")),
    }
}

fn index_not_found(table: &str, index: &str) -> String {
    format!("Index {table}.{index} not found.")
}

fn text<'a>(json: &'a Json, name: &str) -> Result<&'a str, String> {
    json.get(name).and_then(Json::as_str).ok_or_else(|| format!("the query has no string \"{name}\""))
}
