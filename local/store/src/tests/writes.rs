//! Inserting, patching, replacing, deleting, and taking it back.

use serde_json::{Value as Json, json};

use super::support::*;
use crate::{Access, StoreError};

#[track_caller]
fn check_refused(op: &str, args: Json, text: &str) {
    let store = memory();
    let (id, _) = write(&store, |tx| insert(tx, "users", json!({"n": 1})));
    write(&store, |tx| insert(tx, "sessions", json!({})));
    let args: Json = serde_json::from_str(&args.to_string().replace("<ID>", &id)).unwrap();
    let error = call(&mut store.begin(NOW_MS), op, args).unwrap_err();
    assert_eq!(error.replace(&id, "<ID>"), text);
}

#[test]
fn a_document_is_read_back_as_written() {
    let store = memory();
    let (id, _) =
        write(&store, |tx| insert(tx, "users", json!({"n": 1.5, "big": {"$integer": "DAAAAAAAAAA="}})));
    let mut tx = store.begin(NOW_MS);
    let expected =
        json!({"_id": id, "_creationTime": NOW_MS as i64, "n": 1.5, "big": {"$integer": "DAAAAAAAAAA="}});
    assert_eq!(get(&mut tx, &id), expected);
    assert!(id.starts_with('j') && id.len() == 32, "{id}");
}

#[test]
fn creation_times_strictly_increase_within_and_across_transactions() {
    let store = memory();
    for _ in 0..3 {
        write(&store, |tx| (0..3).for_each(|_| drop(insert(tx, "t", json!({})))));
    }
    let times = column(&mut store.begin(NOW_MS), &full_scan("t"), "_creationTime");
    assert_eq!(times.len(), 9);
    assert!(times.is_sorted_by(|a, b| a.as_f64() < b.as_f64()), "{times:?}");
}

#[test]
fn a_patch_merges_the_top_level_and_removes_undefined_fields() {
    let store = memory();
    let (id, _) = write(&store, |tx| insert(tx, "t", json!({"a": {"x": 1}, "b": 2, "c": 3})));
    let patch = json!({"id": id, "value": {"a": {"y": 2}, "b": {"$undefined": null}, "_id": id}});
    write(&store, |tx| call(tx, "1.0/shallowMerge", patch).unwrap());
    let expected = json!({"_id": id, "_creationTime": NOW_MS as i64, "a": {"y": 2}, "c": 3});
    assert_eq!(get(&mut store.begin(NOW_MS), &id), expected);
}

#[test]
fn a_replacement_keeps_the_system_fields() {
    let store = memory();
    let (id, _) = write(&store, |tx| insert(tx, "t", json!({"a": 1})));
    write(&store, |tx| call(tx, "1.0/replace", json!({"id": id, "value": {"b": 2}})).unwrap());
    assert_eq!(
        get(&mut store.begin(NOW_MS), &id),
        json!({"_id": id, "_creationTime": NOW_MS as i64, "b": 2})
    );
    write(&store, |tx| call(tx, "1.0/remove", json!({"id": id})).unwrap());
    assert_eq!(get(&mut store.begin(NOW_MS), &id), Json::Null);
}

#[test]
fn what_is_no_document_is_refused_by_name() {
    check_refused(
        "1.0/insert",
        json!({"table": "users", "value": {"_secret": 1}}),
        "Invalid argument `value` for `db.insert`: Field '_secret' starts with an underscore, which is only allowed for system fields like '_id'",
    );
    check_refused(
        "1.0/insert",
        json!({"table": "users", "value": {"_id": "<ID>"}}),
        "Invalid argument `value` for `db.insert`: Field '_id' is set by the system and cannot be given for a new document",
    );
    check_refused(
        "1.0/insert",
        json!({"table": "users", "value": "text"}),
        "Invalid argument `value` for `db.insert`: expected an object, got \"text\"",
    );
    check_refused(
        "1.0/insert",
        json!({"table": "users", "value": {"text": "x".repeat(1 << 20)}}),
        "Invalid argument `value` for `db.insert`: Value is too large (1048646 bytes > maximum size 1048576 bytes)",
    );
    check_refused(
        "1.0/insert",
        json!({"table": "_x", "value": {}}),
        "System tables (prefixed with `_`) are read-only.",
    );
    check_refused(
        "1.0/insert",
        json!({"value": {}}),
        "Invalid argument `table` for `db.insert`: it is missing",
    );
    check_refused(
        "1.0/shallowMerge",
        json!({"id": "<ID>", "value": {"_creationTime": 5}}),
        "Invalid argument `value` for `db.patch`: Provided `_creationTime` field value 5.0 does not match the document's 1700000000000.0",
    );
    check_refused(
        "1.0/shallowMerge",
        json!({"id": "<ID>", "value": {"_id": {"$undefined": null}}}),
        "Invalid argument `value` for `db.patch`: Field '_id' is set by the system and cannot be removed",
    );
}

#[test]
fn ids_are_checked_by_name() {
    check_refused(
        "1.0/remove",
        json!({"id": "<ID>", "table": "sessions"}),
        "Invalid argument `id` for `db.delete`: expected to be an Id<\"sessions\">, got Id<\"users\"> instead.",
    );
    check_refused(
        "1.0/get",
        json!({"id": "x"}),
        "Invalid argument `id` for `db.get`: Unable to decode ID: Invalid ID length 1",
    );
    check_refused(
        "1.0/get",
        json!({"id": 3}),
        "Invalid argument `id` for `db.get`: expected a string, got 3",
    );
    check_refused(
        "1.0/get",
        json!({"id": "<ID>", "isSystem": true}),
        "User tables cannot be accessed with db.system.",
    );
    let gone = "j57000820c20a1g7104gm2rc1m70ynr8";
    for (op, verb) in [("1.0/shallowMerge", "Update"), ("1.0/replace", "Replace"), ("1.0/remove", "Delete")] {
        check_refused(
            op,
            json!({"id": gone, "value": {}}),
            &format!("{verb} on nonexistent document ID {gone}"),
        );
    }
}

#[test]
fn queries_may_not_write() {
    let mut tx = memory().begin(NOW_MS);
    for op in ["1.0/insert", "1.0/shallowMerge", "1.0/replace", "1.0/remove"] {
        let error = tx.syscall(Access::ReadOnly, op, &json!({})).unwrap().unwrap_err().to_string();
        assert_eq!(error, format!("`{op}` is not allowed in a query: only mutations write"));
    }
}

#[test]
fn other_operations_are_left_to_others() {
    let mut tx = memory().begin(NOW_MS);
    assert!(tx.syscall(Access::ReadWrite, "1.0/schedule", &json!({})).is_none());
}

#[test]
fn a_rollback_undoes_writes_and_new_tables() {
    let store = memory();
    let (id, _) = write(&store, |tx| insert(tx, "t", json!({"n": 1})));
    let mut tx = store.begin(NOW_MS);
    call(&mut tx, "1.0/shallowMerge", json!({"id": id, "value": {"n": 2}})).unwrap();
    let savepoint = tx.savepoint();
    insert(&mut tx, "t", json!({"n": 3}));
    insert(&mut tx, "new", json!({}));
    call(&mut tx, "1.0/remove", json!({"id": id})).unwrap();
    tx.rollback(savepoint);
    assert_eq!(column(&mut tx, &full_scan("t"), "n"), [json!(2)]);
    assert!(tx.tables().number("new").is_none());
    commit(tx);
    assert_eq!(column(&mut store.begin(NOW_MS), &full_scan("t"), "n"), [json!(2)]);
}

#[test]
fn a_commit_without_writes_takes_no_timestamp() {
    let store = memory();
    let before = store.latest_ts();
    let mut tx = store.begin(NOW_MS);
    let savepoint = tx.savepoint();
    insert(&mut tx, "t", json!({}));
    tx.rollback(savepoint);
    let done = commit(tx);
    assert_eq!((done.ts, store.latest_ts(), done.writes.len()), (before, before, 0));
}

#[test]
fn timestamps_follow_the_clock_but_never_go_back() {
    let store = memory();
    let commit_at = |now_ns| {
        let mut tx = store.begin(NOW_MS);
        insert(&mut tx, "t", json!({}));
        tx.commit(now_ns, None).unwrap().ts
    };
    let first = commit_at(u64::MAX / 8);
    assert_eq!(first, u64::MAX / 8);
    assert_eq!(commit_at(5), first + 1);
    assert_eq!(store.latest_ts(), first + 1);
}

#[test]
fn a_transaction_ends_when_another_commits() {
    let store = memory();
    let mut late = store.begin(NOW_MS);
    write(&store, |tx| insert(tx, "t", json!({})));
    let gone = StoreError::SnapshotGone.to_string();
    assert_eq!(collect(&mut late, &full_scan("_storage")), Err(gone.clone()));
    insert(&mut late, "t", json!({}));
    assert_eq!(late.commit(NOW_NS, None).unwrap_err().to_string(), gone);
}
