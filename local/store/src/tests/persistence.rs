//! What survives closing and reopening the file.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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

const WRITER_FILE: &str = "LENTIL_STORE_TEST_WRITER_FILE";

#[test]
fn a_killed_process_loses_no_acknowledged_commit() {
    let file = TempFile::new("killed");
    let acknowledged = 100;
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["tests::persistence::write_until_killed", "--exact", "--nocapture"])
        .env(WRITER_FILE, &file.0)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let reached = lines.map_while(Result::ok).any(|line| line == format!("committed {acknowledged}"));
    writer.kill().unwrap();
    writer.wait().unwrap();
    assert!(reached, "the writer ended early");

    let store = file.open().unwrap();
    assert!(store.session_record("writer", acknowledged).unwrap().is_some());
    let found = column(&mut store.begin(NOW_MS), &full_scan("t"), "n");
    let last = u32::try_from(found.len()).unwrap();
    assert!(last >= acknowledged && found == (1..=last).map(|n| json!(n)).collect::<Vec<_>>());
    assert!(store.session_record("writer", last).unwrap().is_some());
    assert!(store.session_record("writer", last + 1).unwrap().is_none());
}

/// The other half of the test above, in a process of its own; does nothing in an ordinary run.
#[test]
fn write_until_killed() {
    let Some(file) = std::env::var_os(WRITER_FILE) else { return };
    let store = Store::open(Location::File(Path::new(&file))).unwrap();
    for n in 1.. {
        let mut tx = store.begin(NOW_MS);
        insert(&mut tx, "t", json!({ "n": n }));
        tx.commit(NOW_NS, Some(("writer", n, "null", &[]))).unwrap();
        // On a line of its own, whatever the test runner has printed before.
        println!("\ncommitted {n}");
    }
}

/// Clients keep unsent mutations for up to 14 days and count on the answer.
#[test]
fn a_recorded_mutation_is_remembered_for_two_weeks() {
    const DAY_NS: u64 = 24 * 3600 * 1_000_000_000;
    let file = TempFile::new("records");
    {
        let store = file.open().unwrap();
        let commit = |ts, request| {
            let tx = store.begin(NOW_MS);
            tx.commit(ts, Some(("s", request, "null", &[]))).unwrap().ts
        };
        let start = commit(store.latest_ts() + 1, 1);
        commit(start + DAY_NS, 2);
        commit(start + 14 * DAY_NS + DAY_NS / 2, 3);
    }
    let store = file.open().unwrap();
    assert_eq!(store.session_record("s", 1).unwrap(), None, "older than that");
    assert!(store.session_record("s", 2).unwrap().is_some());
    assert!(store.session_record("s", 3).unwrap().is_some());
}
