//! Which commits make a query run again.

use serde_json::{Value as Json, json};

use super::support::*;
use crate::{ReadSet, Store, Transaction};

fn sample() -> Store {
    let store = with_indexes(&[("t", &[("by_n", &["n"])]), ("other", &[])]);
    write(&store, |tx| [10, 20, 30].iter().for_each(|n| drop(insert(tx, "t", json!({"n": n})))));
    store
}

fn query(range: Json, order: &str, operators: Json) -> Json {
    index_query("t.by_n", range, order, operators)
}

fn reads_of(store: &Store, query: &Json) -> ReadSet {
    read(store, |tx| collect(tx, query).unwrap()).1
}

#[track_caller]
fn check(query: &Json, change: impl Fn(&mut Transaction), expected: bool) {
    let store = sample();
    let reads = reads_of(&store, query);
    let ((), writes) = write(&store, change);
    assert_eq!(reads.is_touched_by(&writes), expected);
}

fn insert_n(n: i32) -> impl Fn(&mut Transaction) {
    move |tx| drop(insert(tx, "t", json!({"n": n})))
}

fn change_n(from: i32, to: i32) -> impl Fn(&mut Transaction) {
    move |tx| {
        let equal = json!([{"type": "Eq", "fieldPath": "n", "value": from}]);
        let found = column(tx, &query(equal, "asc", json!([])), "_id");
        call(tx, "1.0/shallowMerge", json!({"id": found[0], "value": {"n": to}})).unwrap();
    }
}

#[test]
fn a_first_with_a_hit_depends_on_the_rows_up_to_it() {
    let first = query(json!([]), "asc", json!([{"limit": 1}]));
    check(&first, insert_n(5), true);
    check(&first, insert_n(15), false);
    check(&first, change_n(10, 11), true);
    check(&first, change_n(30, 40), false);
    check(&first, change_n(30, 1), true);
    let last = query(json!([]), "desc", json!([{"limit": 1}]));
    check(&last, insert_n(35), true);
    check(&last, insert_n(25), false);
}

#[test]
fn a_first_without_a_hit_depends_on_the_whole_range() {
    let range = json!([{"type": "Gt", "fieldPath": "n", "value": 100}, {"type": "Lt", "fieldPath": "n", "value": 200}]);
    let none = query(range, "asc", json!([{"limit": 1}]));
    check(&none, insert_n(150), true);
    check(&none, insert_n(250), false);
    check(&none, change_n(30, 150), true);
}

#[test]
fn filtered_rows_are_depended_on() {
    let filter = json!({"filter": {"$eq": [{"$field": "n"}, {"$literal": 20}]}});
    let filtered = query(json!([]), "asc", json!([filter, {"limit": 1}]));
    check(&filtered, change_n(10, 11), true);
    check(&filtered, insert_n(25), false);
}

#[test]
fn an_untouched_limit_reads_nothing() {
    let store = sample();
    assert!(reads_of(&store, &query(json!([]), "asc", json!([{"limit": 0}]))).is_empty());
}

#[test]
fn other_tables_do_not_matter() {
    check(&full_scan("t"), |tx| drop(insert(tx, "other", json!({}))), false);
    check(&full_scan("t"), insert_n(1), true);
}

#[test]
fn a_get_depends_on_its_document_even_if_missing() {
    let store = sample();
    let (id, _) = write(&store, |tx| insert(tx, "t", json!({"n": 1})));
    let (_, reads) = read(&store, |tx| get(tx, &id));
    let ((), writes) = write(&store, insert_n(2));
    assert!(!reads.is_touched_by(&writes));
    let (_, writes) = write(&store, |tx| call(tx, "1.0/remove", json!({"id": id})).unwrap());
    assert!(reads.is_touched_by(&writes));
    let (missing, reads) = read(&store, |tx| get(tx, &id));
    assert_eq!((missing, reads.is_touched_by(&writes)), (Json::Null, true));
}

#[test]
fn a_missing_table_is_depended_on() {
    let store = memory();
    let reads = reads_of(&store, &full_scan("later"));
    let (_, normalized) = read(&store, |tx| {
        call(tx, "1.0/db/normalizeId", json!({"table": "later", "idString": "x"})).unwrap()
    });
    let ((), writes) = write(&store, |tx| {
        let id = insert(tx, "later", json!({}));
        call(tx, "1.0/remove", json!({"id": id})).unwrap();
        insert(tx, "any", json!({}));
    });
    assert!(reads.is_touched_by(&writes) && normalized.is_touched_by(&writes));
}

#[test]
fn a_count_depends_on_the_whole_table() {
    let store = sample();
    let (count, reads) = read(&store, |tx| call(tx, "1.0/count", json!({"table": "t"})).unwrap());
    assert_eq!(count, json!(3));
    let ((), writes) = write(&store, insert_n(99));
    assert!(reads.is_touched_by(&writes));
}

#[test]
fn blind_inserts_read_nothing() {
    let store = sample();
    let mut tx = store.begin(NOW_MS);
    insert(&mut tx, "t", json!({"n": 1}));
    assert!(commit(tx).reads.is_empty());
}
