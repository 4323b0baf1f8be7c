//! Schemas: checking documents, numbering tables, following indexes.

use serde_json::{Value as Json, json};

use super::support::*;
use crate::{DocumentId, Schema, Store};

fn users(document: Json) -> Json {
    table("users", &[("by_name", &["name"])], document)
}

fn named() -> Json {
    object(&[("name", json!({"type": "string"}))])
}

fn by_name(store: &Store) -> Result<Vec<Json>, String> {
    collect(&mut store.begin(NOW_MS), &index_query("users.by_name", json!([]), "asc", json!([])))
}

#[test]
fn writes_must_match_the_schema() {
    let store = memory();
    store.apply_schema(schema(&[users(named())])).unwrap();
    let mut tx = store.begin(NOW_MS);
    let error = call(&mut tx, "1.0/insert", json!({"table": "users", "value": {"name": 1}})).unwrap_err();
    assert_eq!(
        error,
        concat!(
            "Failed to insert or update a document in table \"users\" because it does not match the schema: ",
            "Value does not match validator.\nPath: .name\nValue: 1.0\nValidator: v.string()"
        )
    );
    let id = insert(&mut tx, "users", json!({"name": "a"}));
    let error = call(&mut tx, "1.0/shallowMerge", json!({"id": id, "value": {"age": 3}})).unwrap_err();
    assert!(error.contains("Object contains extra field `age` that is not in the validator."), "{error}");
    assert_eq!(get(&mut tx, &id)["name"], json!("a"));
    insert(&mut tx, "unlisted", json!({"anything": true}));
}

#[test]
fn existing_documents_are_checked_and_the_old_schema_stays_on_error() {
    let store = memory();
    let (id, _) = write(&store, |tx| insert(tx, "users", json!({"name": 7})));
    let before = store.latest_ts();
    let error =
        store.apply_schema(schema(&[users(named()), table("more", &[], named())])).unwrap_err().to_string();
    let start = format!(
        "Document with ID \"{id}\" in table \"users\" does not match the schema: Value does not match"
    );
    assert!(error.starts_with(&start), "{error}");
    assert_eq!((store.latest_ts(), store.tables().number("more")), (before, None));
    assert!(by_name(&store).is_err());
    write(&store, |tx| insert(tx, "users", json!({"name": 8})));
}

#[test]
fn without_schema_validation_nothing_is_checked() {
    let store = memory();
    let loose = json!({"tables": [users(named())], "schemaValidation": false});
    store.apply_schema(Schema::from_json(&loose).unwrap()).unwrap();
    write(&store, |tx| insert(tx, "users", json!({"name": 7})));
    assert_eq!(by_name(&store).unwrap().len(), 1);
}

#[test]
fn indexes_are_filled_kept_changed_and_dropped() {
    let store = memory();
    write(&store, |tx| {
        for name in ["c", "a", "b"] {
            insert(tx, "users", json!({"name": name, "reversed": "cba".find(name)}));
        }
    });
    let names = |store: &Store| -> Vec<Json> {
        by_name(store).unwrap().iter().map(|user| user["name"].clone()).collect()
    };
    let any = json!({"type": "any"});
    store.apply_schema(schema(&[users(any.clone())])).unwrap();
    assert_eq!(names(&store), ["a", "b", "c"]);
    store.apply_schema(schema(&[users(any.clone()), table("more", &[], any.clone())])).unwrap();
    write(&store, |tx| insert(tx, "users", json!({"name": "aa"})));
    assert_eq!(names(&store), ["a", "aa", "b", "c"]);
    store.apply_schema(schema(&[table("users", &[("by_name", &["reversed"])], any)])).unwrap();
    assert_eq!(names(&store), ["aa", "c", "b", "a"]);
    store.apply_schema(Schema::empty()).unwrap();
    assert!(by_name(&store).unwrap_err().contains("Index users.by_name not found."));
}

#[test]
fn tables_are_numbered_when_first_named() {
    let store = with_indexes(&[("a", &[]), ("b", &[])]);
    write(&store, |tx| insert(tx, "c", json!({})));
    let tables = store.tables();
    let numbers: Vec<u32> = ["a", "b", "c"].iter().map(|name| tables.number(name).unwrap().0).collect();
    assert_eq!(numbers, [10_001, 10_002, 10_003]);
}

#[test]
fn references_are_checked_against_their_table() {
    let store = memory();
    let owner = object(&[("owner", json!({"type": "id", "tableName": "users"}))]);
    store.apply_schema(schema(&[users(json!({"type": "any"})), table("pets", &[], owner)])).unwrap();
    let mut tx = store.begin(NOW_MS);
    let user = insert(&mut tx, "users", json!({}));
    let pet = insert(&mut tx, "pets", json!({"owner": user}));
    let error = call(&mut tx, "1.0/insert", json!({"table": "pets", "value": {"owner": pet}})).unwrap_err();
    assert!(
        error.contains(&format!("Found ID \"{pet}\" from table `pets`, which does not match")),
        "{error}"
    );
    let parsed = DocumentId::parse(&pet).unwrap();
    assert_eq!(tx.tables().table_of(&parsed), Some("pets"));
}

#[test]
fn search_indexes_are_known_but_not_usable() {
    let mut with_search = users(json!({"type": "any"}));
    with_search["searchIndexes"] =
        json!([{"indexDescriptor": "by_text", "searchField": "name", "filterFields": []}]);
    let store = memory();
    store.apply_schema(schema(&[with_search])).unwrap();
    let query = index_query("users.by_text", json!([]), "asc", json!([]));
    let error = collect(&mut store.begin(NOW_MS), &query).unwrap_err();
    assert!(
        error.ends_with("Index users.by_text is not a database index: it cannot be used with withIndex."),
        "{error}"
    );
}
