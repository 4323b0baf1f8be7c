//! Index ranges, order, filters, limits, and a transaction's own writes in between.

use serde_json::{Value as Json, json};

use super::support::*;
use crate::Store;

/// Table `t` with `a` = 0, 0, 1, 1, 2, 2 and `b` = 0, 1 in turn, indexed by both.
fn sample() -> Store {
    let store = with_indexes(&[("t", &[("by_ab", &["a", "b"])])]);
    write(&store, |tx| {
        for n in [3, 0, 5, 1, 4, 2] {
            insert(tx, "t", json!({"a": n / 2, "b": n % 2, "n": n}));
        }
    });
    store
}

fn bound(kind: &str, field: &str, value: Json) -> Json {
    json!({"type": kind, "fieldPath": field, "value": value})
}

#[track_caller]
fn check_range(range: Json, order: &str, operators: Json, expected: Json) {
    let query = index_query("t.by_ab", range, order, operators);
    let found = column(&mut sample().begin(NOW_MS), &query, "n");
    assert_eq!(Json::from(found), expected);
}

#[test]
fn ranges_select_and_order_rows() {
    check_range(json!([]), "asc", json!([]), json!([0, 1, 2, 3, 4, 5]));
    check_range(json!([]), "desc", json!([]), json!([5, 4, 3, 2, 1, 0]));
    check_range(json!([bound("Eq", "a", json!(1))]), "asc", json!([]), json!([2, 3]));
    check_range(
        json!([bound("Gt", "a", json!(0)), bound("Lt", "a", json!(2))]),
        "asc",
        json!([]),
        json!([2, 3]),
    );
    check_range(
        json!([bound("Gte", "a", json!(1)), bound("Lte", "a", json!(2))]),
        "desc",
        json!([]),
        json!([5, 4, 3, 2]),
    );
    check_range(
        json!([bound("Eq", "a", json!(1)), bound("Gt", "b", json!(0))]),
        "asc",
        json!([]),
        json!([3]),
    );
    check_range(json!([bound("Gt", "a", json!(2)), bound("Lt", "a", json!(1))]), "asc", json!([]), json!([]));
    check_range(json!([bound("Eq", "a", json!({"$undefined": null}))]), "asc", json!([]), json!([]));
}

#[test]
fn operators_apply_in_the_order_written() {
    let odd = json!({"filter": {"$eq": [{"$field": "b"}, {"$literal": 1}]}});
    check_range(json!([]), "asc", json!([odd, {"limit": 2}]), json!([1, 3]));
    check_range(json!([]), "asc", json!([{"limit": 2}, odd]), json!([1]));
    check_range(json!([]), "asc", json!([{"limit": 0}]), json!([]));
}

#[test]
fn documents_without_the_field_are_in_the_index() {
    let store = with_indexes(&[("t", &[("by_a", &["a.x"])])]);
    write(&store, |tx| {
        insert(tx, "t", json!({"n": 1, "a": {"x": 0}}));
        insert(tx, "t", json!({"n": 2, "a": null}));
        insert(tx, "t", json!({"n": 3, "a": {"x": null}}));
    });
    let all = index_query("t.by_a", json!([]), "asc", json!([]));
    assert_eq!(column(&mut store.begin(NOW_MS), &all, "n"), [json!(2), json!(3), json!(1)]);
}

#[test]
fn a_missing_table_is_empty_but_a_missing_index_is_an_error() {
    let mut tx = sample().begin(NOW_MS);
    assert_eq!(collect(&mut tx, &full_scan("nothing")), Ok(vec![]));
    let error = collect(&mut tx, &index_query("t.by_c", json!([]), "asc", json!([]))).unwrap_err();
    assert_eq!(error, "Invalid argument `query` for `queryStream`: Index t.by_c not found.");
}

#[test]
fn searching_is_refused_by_name() {
    let query =
        json!({"source": {"type": "Search", "indexName": "t.by_text", "filters": []}, "operators": []});
    let error = collect(&mut sample().begin(NOW_MS), &query).unwrap_err();
    assert_eq!(
        error,
        "Invalid argument `query` for `queryStream`: searching (withSearchIndex, here \"t.by_text\") is not supported yet by the local deployment"
    );
}

#[test]
fn own_writes_are_merged_in_index_order() {
    let store = sample();
    let mut tx = store.begin(NOW_MS);
    let all = index_query("t.by_ab", json!([]), "asc", json!([]));
    let ids = column(&mut tx, &all, "_id");
    call(&mut tx, "1.0/remove", json!({"id": ids[0]})).unwrap();
    call(&mut tx, "1.0/shallowMerge", json!({"id": ids[1], "value": {"a": 9}})).unwrap();
    call(&mut tx, "1.0/shallowMerge", json!({"id": ids[2], "value": {"n": 20}})).unwrap();
    insert(&mut tx, "t", json!({"a": 1.5, "b": 0, "n": 15}));
    assert_eq!(Json::from(column(&mut tx, &all, "n")), json!([20, 3, 15, 4, 5, 1]));
    let down = index_query("t.by_ab", json!([]), "desc", json!([]));
    assert_eq!(Json::from(column(&mut tx, &down, "n")), json!([1, 5, 4, 15, 3, 20]));
    assert_eq!(call(&mut tx, "1.0/count", json!({"table": "t"})), Ok(json!(6)));
}

#[test]
fn a_running_query_sees_writes_that_are_still_ahead() {
    let store = sample();
    let mut tx = store.begin(NOW_MS);
    let all = index_query("t.by_ab", json!([]), "asc", json!([]));
    let handle = call(&mut tx, "1.0/queryStream", json!({"query": all})).unwrap()["queryId"].clone();
    let next = |tx: &mut _| {
        call(tx, "1.0/queryStreamNext", json!({"queryId": handle})).unwrap()["value"]["n"].clone()
    };
    assert_eq!(next(&mut tx), json!(0));
    insert(&mut tx, "t", json!({"a": -1, "n": "behind"}));
    insert(&mut tx, "t", json!({"a": 0.5, "n": "ahead"}));
    assert_eq!([next(&mut tx), next(&mut tx), next(&mut tx)], [json!(1), json!("ahead"), json!(2)]);
    assert_eq!(call(&mut tx, "1.0/queryCleanup", json!({"queryId": handle})), Ok(json!(true)));
    assert_eq!(call(&mut tx, "1.0/queryCleanup", json!({"queryId": handle})), Ok(json!(false)));
}

#[test]
fn ids_are_normalized_for_their_table_alone() {
    let store = memory();
    let (id, _) = write(&store, |tx| insert(tx, "users", json!({})));
    let mut tx = store.begin(NOW_MS);
    for (table, text, expected) in
        [("users", id.as_str(), json!(id)), ("users", "x", Json::Null), ("other", id.as_str(), Json::Null)]
    {
        let normalized = call(&mut tx, "1.0/db/normalizeId", json!({"table": table, "idString": text}));
        assert_eq!(normalized, Ok(json!({"id": expected})));
    }
}

#[test]
fn more_rows_than_any_batch_come_in_order() {
    let store = memory();
    write(&store, |tx| (0..1000).for_each(|n| drop(insert(tx, "t", json!({"n": n})))));
    let expected: Vec<Json> = (0..1000).map(Json::from).collect();
    assert_eq!(column(&mut store.begin(NOW_MS), &full_scan("t"), "n"), expected);
}

#[test]
fn reading_too_much_is_refused() {
    let store = memory();
    write(&store, |tx| (0..16_000).for_each(|n| drop(insert(tx, "t", json!({"n": n})))));
    write(&store, |tx| (0..16_000).for_each(|n| drop(insert(tx, "t", json!({"n": n})))));
    write(&store, |tx| insert(tx, "t", json!({})));
    let error = collect(&mut store.begin(NOW_MS), &full_scan("t")).unwrap_err();
    assert!(
        error.starts_with("Too many documents read in a single function execution (limit: 32000)."),
        "{error}"
    );
}
