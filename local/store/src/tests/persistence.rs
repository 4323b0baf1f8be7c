//! What survives closing and reopening the file.

use std::path::PathBuf;

use serde_json::json;

use super::support::*;
use crate::{Location, SessionRecord, Store, StoreError};

/// A database path of its own, removed with its side files at the end.
struct TempFile(PathBuf);

impl TempFile {
    fn new(name: &str) -> TempFile {
        let file = format!("lentil-store-{name}-{}.sqlite", std::process::id());
        let temp = TempFile(std::env::temp_dir().join(file));
        temp.remove();
        temp
    }

    fn open(&self) -> Result<Store, StoreError> {
        Store::open(Location::File(&self.0))
    }

    fn remove(&self) {
        for suffix in ["", "-wal", "-shm"] {
            let mut path = self.0.clone().into_os_string();
            path.push(suffix);
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        self.remove();
    }
}

#[test]
fn everything_survives_reopening() {
    let file = TempFile::new("reopen");
    let record =
        SessionRecord { result: "{\"ok\":1}".into(), log_lines: vec!["[LOG] 'x'".into()], ts: u64::MAX / 8 };
    let id = {
        let store = file.open().unwrap();
        store
            .apply_schema(schema(&[table(
                "t",
                &[("by_n", &["n"])],
                object(&[("n", json!({"type": "number"}))]),
            )]))
            .unwrap();
        let mut tx = store.begin(NOW_MS);
        let id = insert(&mut tx, "t", json!({"n": 2}));
        insert(&mut tx, "t", json!({"n": 1}));
        insert(&mut tx, "unlisted", json!({}));
        tx.commit(record.ts, Some(("session", 7, &record.result, &record.log_lines))).unwrap();
        id
    };
    let store = file.open().unwrap();
    assert_eq!(store.latest_ts(), record.ts);
    assert_eq!(store.session_record("session", 7).unwrap(), Some(record));
    assert_eq!(store.session_record("session", 8).unwrap(), None);
    assert_eq!(store.tables().number("unlisted").map(|number| number.0), Some(10_002));
    let mut tx = store.begin(0.0);
    let by_n = index_query("t.by_n", json!([]), "asc", json!([]));
    assert_eq!(column(&mut tx, &by_n, "n"), [json!(1), json!(2)]);
    assert_eq!(get(&mut tx, &id)["n"], json!(2));
    let error = call(&mut tx, "1.0/insert", json!({"table": "t", "value": {"n": "x"}})).unwrap_err();
    assert!(error.contains("does not match the schema"), "{error}");
    insert(&mut tx, "t", json!({"n": 3}));
    assert_eq!(column(&mut tx, &full_scan("t"), "n"), [json!(2), json!(1), json!(3)]);
}

#[test]
fn a_record_without_writes_is_kept() {
    let store = memory();
    let done = store.begin(NOW_MS).commit(NOW_NS, Some(("s", 1, "null", &[]))).unwrap();
    assert_eq!((done.ts, done.writes.len()), (store.latest_ts(), 0));
    let record = SessionRecord { result: "null".into(), log_lines: vec![], ts: done.ts };
    assert_eq!(store.session_record("s", 1).unwrap(), Some(record));
}

#[test]
fn a_second_opening_is_refused() {
    let file = TempFile::new("locked");
    let _first = file.open().unwrap();
    let error = file.open().unwrap_err();
    assert!(matches!(&error, StoreError::InUse(path) if *path == file.0), "{error}");
}

#[test]
fn a_foreign_file_is_refused() {
    let file = TempFile::new("foreign");
    std::fs::write(&file.0, "this is no database, but it is long enough to look at".repeat(40)).unwrap();
    assert!(matches!(file.open().unwrap_err(), StoreError::Sqlite { .. }));
}
