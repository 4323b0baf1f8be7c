//! Short names for what the tests do all the time.

use serde_json::{Value as Json, json};

use crate::{Access, Commit, DocumentWrite, Location, ReadSet, Schema, Store, Transaction};

/// The wall clock of the tests.
pub(super) const NOW_MS: f64 = 1_700_000_000_000.0;
pub(super) const NOW_NS: u64 = 1_700_000_000_000_000_000;

pub(super) fn memory() -> Store {
    Store::open(Location::Memory).unwrap()
}

/// Indexes by name, each with its fields.
pub(super) type Indexes<'a> = &'a [(&'a str, &'a [&'a str])];

/// A store whose tables have `any` documents and the given indexes.
pub(super) fn with_indexes(tables: &[(&str, Indexes<'_>)]) -> Store {
    let store = memory();
    let tables: Vec<Json> =
        tables.iter().map(|(name, indexes)| table(name, indexes, json!({"type": "any"}))).collect();
    store.apply_schema(schema(&tables)).unwrap();
    store
}

pub(super) fn table(name: &str, indexes: Indexes<'_>, document: Json) -> Json {
    let indexes: Vec<Json> =
        indexes.iter().map(|(name, fields)| json!({"indexDescriptor": name, "fields": fields})).collect();
    json!({"tableName": name, "indexes": indexes, "searchIndexes": [], "vectorIndexes": [], "documentType": document})
}

pub(super) fn schema(tables: &[Json]) -> Schema {
    Schema::from_json(&json!({"tables": tables, "schemaValidation": true})).unwrap()
}

/// Validator JSON of an object with required fields.
pub(super) fn object(fields: &[(&str, Json)]) -> Json {
    let fields =
        fields.iter().map(|(name, json)| ((*name).to_owned(), json!({"fieldType": json, "optional": false})));
    json!({"type": "object", "value": Json::Object(fields.collect())})
}

pub(super) fn call(tx: &mut Transaction, op: &str, args: Json) -> Result<Json, String> {
    tx.syscall(Access::ReadWrite, op, &args).unwrap().map_err(|error| error.to_string())
}

pub(super) fn insert(tx: &mut Transaction, table: &str, value: Json) -> String {
    let result = call(tx, "1.0/insert", json!({"table": table, "value": value})).unwrap();
    result["_id"].as_str().unwrap().to_owned()
}

pub(super) fn get(tx: &mut Transaction, id: &str) -> Json {
    call(tx, "1.0/get", json!({"id": id, "isSystem": false})).unwrap()
}

pub(super) fn full_scan(table: &str) -> Json {
    json!({"source": {"type": "FullTableScan", "tableName": table, "order": null}, "operators": []})
}

pub(super) fn index_query(index: &str, range: Json, order: &str, operators: Json) -> Json {
    let source = json!({"type": "IndexRange", "indexName": index, "range": range, "order": order});
    json!({"source": source, "operators": operators})
}

/// Runs a query to its end, or to its error.
pub(super) fn collect(tx: &mut Transaction, query: &Json) -> Result<Vec<Json>, String> {
    let handle = call(tx, "1.0/queryStream", json!({"query": query}))?["queryId"].clone();
    let mut documents = Vec::new();
    loop {
        let next = call(tx, "1.0/queryStreamNext", json!({"queryId": handle}))?;
        if next["done"] == json!(true) {
            call(tx, "1.0/queryCleanup", json!({"queryId": handle}))?;
            return Ok(documents);
        }
        documents.push(next["value"].clone());
    }
}

/// One field of every result.
pub(super) fn column(tx: &mut Transaction, query: &Json, field: &str) -> Vec<Json> {
    collect(tx, query).unwrap().into_iter().map(|document| document[field].clone()).collect()
}

pub(super) fn commit(tx: Transaction) -> Commit {
    tx.commit(NOW_NS, None).unwrap()
}

/// Runs and commits a transaction that writes.
pub(super) fn write<T>(store: &Store, run: impl FnOnce(&mut Transaction) -> T) -> (T, Vec<DocumentWrite>) {
    let mut tx = store.begin(NOW_MS);
    let result = run(&mut tx);
    (result, commit(tx).writes)
}

/// Runs a transaction that only reads.
pub(super) fn read<T>(store: &Store, run: impl FnOnce(&mut Transaction) -> T) -> (T, ReadSet) {
    let mut tx = store.begin(NOW_MS);
    let result = run(&mut tx);
    (result, tx.finish_read())
}
