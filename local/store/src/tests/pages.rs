//! Pages of queries: where they begin and end, alone and side by side while the data changes.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::support::*;
use crate::test_values::seeded;
use crate::{PageJournal, ReadSet, Store, Transaction};

fn sample(count: i32) -> Store {
    let store = with_indexes(&[("t", &[("by_n", &["n"])])]);
    write(&store, |tx| (0..count).for_each(|n| drop(insert(tx, "t", json!({"n": n * 10})))));
    store
}

fn by_n(order: &str) -> Json {
    index_query("t.by_n", json!([]), order, json!([]))
}

fn page(tx: &mut Transaction, query: &Json, options: Json) -> Result<Json, String> {
    let mut args = json!({"query": query, "cursor": null, "endCursor": null, "maximumRowsRead": null});
    args.as_object_mut().unwrap().extend(options.as_object().unwrap().clone());
    tx.swap_journal(PageJournal::default());
    call(tx, "1.0/queryPage", args)
}

fn numbers(page: &Json) -> Vec<i64> {
    let rows = page["page"].as_array().unwrap();
    rows.iter().map(|row| row["n"].as_f64().unwrap() as i64).collect()
}

#[test]
fn pages_follow_each_other_to_the_end() {
    for (order, expected) in [("asc", [0, 10, 20, 30, 40]), ("desc", [40, 30, 20, 10, 0])] {
        let mut tx = sample(5).begin(NOW_MS);
        let (mut seen, mut cursor) = (Vec::new(), Json::Null);
        loop {
            let next = page(&mut tx, &by_n(order), json!({"cursor": cursor, "pageSize": 2})).unwrap();
            seen.extend(numbers(&next));
            cursor = next["continueCursor"].clone();
            if next["isDone"] == json!(true) {
                break;
            }
        }
        assert_eq!(seen, expected);
        let beyond = page(&mut tx, &by_n(order), json!({"cursor": cursor, "pageSize": 2})).unwrap();
        assert_eq!((numbers(&beyond), &beyond["isDone"]), (vec![], &json!(true)));
    }
}

#[test]
fn a_page_that_is_just_full_is_not_the_last() {
    let mut tx = sample(2).begin(NOW_MS);
    let full = page(&mut tx, &by_n("asc"), json!({"pageSize": 2})).unwrap();
    assert_eq!((numbers(&full), &full["isDone"]), (vec![0, 10], &json!(false)));
}

#[test]
fn a_page_can_be_split_in_its_middle() {
    let mut tx = sample(5).begin(NOW_MS);
    let whole = page(&mut tx, &by_n("desc"), json!({"pageSize": 4})).unwrap();
    let (middle, end) = (&whole["splitCursor"], &whole["continueCursor"]);
    let first = page(&mut tx, &by_n("desc"), json!({"pageSize": 4, "endCursor": middle})).unwrap();
    let rest = json!({"pageSize": 4, "cursor": middle, "endCursor": end});
    let second = page(&mut tx, &by_n("desc"), rest).unwrap();
    assert_eq!([numbers(&first), numbers(&second)], [vec![40, 30, 20], vec![10]]);
    assert_eq!(&second["continueCursor"], end);
    let short = page(&mut tx, &by_n("desc"), json!({"pageSize": 2})).unwrap();
    assert_eq!(short["splitCursor"], Json::Null);
}

#[test]
fn rows_that_a_filter_drops_count_as_read() {
    let filter = json!([{"filter": {"$gt": [{"$field": "n"}, {"$literal": 25}]}}]);
    let query = index_query("t.by_n", json!([]), "asc", filter);
    let mut tx = sample(6).begin(NOW_MS);
    let cut = page(&mut tx, &query, json!({"pageSize": 2, "maximumRowsRead": 4})).unwrap();
    assert_eq!((numbers(&cut), &cut["pageStatus"]), (vec![30], &json!("SplitRequired")));
    let rest = json!({"pageSize": 9, "cursor": cut["continueCursor"]});
    let rest = page(&mut tx, &query, rest).unwrap();
    assert_eq!((numbers(&rest), &rest["pageStatus"]), (vec![40, 50], &Json::Null));
    let long = page(&mut tx, &query, json!({"pageSize": 2, "maximumRowsRead": 6})).unwrap();
    assert_eq!((numbers(&long), &long["pageStatus"]), (vec![30, 40], &json!("SplitRecommended")));
    let ended = json!({"pageSize": 1, "maximumRowsRead": 1, "endCursor": long["continueCursor"]});
    assert_eq!(numbers(&page(&mut tx, &query, ended).unwrap()), [30, 40], "up to its end, at any cost");
}

#[test]
fn a_cursor_of_another_query_is_refused_with_data() {
    let mut tx = sample(3).begin(NOW_MS);
    let cursor = page(&mut tx, &by_n("asc"), json!({"pageSize": 1})).unwrap()["continueCursor"].clone();
    let error = page(&mut tx, &by_n("desc"), json!({"pageSize": 1, "cursor": cursor})).unwrap_err();
    assert!(error.starts_with("InvalidCursor: Tried to run a query starting from a cursor"), "{error}");
    let error = page(&mut tx, &by_n("asc"), json!({"pageSize": 0})).unwrap_err();
    assert_eq!(error, "Must request at least 1 document while paginating");
    let error = page(&mut tx, &by_n("asc"), json!({"pageSize": 1.5})).unwrap_err();
    assert_eq!(error, "Invalid argument `pageSize` for `queryPage`: expected a whole number, got 1.5");
}

#[test]
fn a_function_has_one_page() {
    let mut tx = sample(3).begin(NOW_MS);
    page(&mut tx, &by_n("asc"), json!({"pageSize": 1})).unwrap();
    let again = call(&mut tx, "1.0/queryPage", json!({"query": by_n("asc"), "pageSize": 1})).unwrap_err();
    assert!(again.starts_with("This query or mutation function ran multiple paginated queries."), "{again}");
}

#[test]
fn a_table_that_is_not_there_yet_is_one_empty_page_that_grows() {
    let store = memory();
    let (first, reads) = read(&store, |tx| {
        page(tx, &full_scan("later"), json!({"pageSize": 3})).unwrap();
        tx.journal().map(str::to_owned)
    });
    let (_, writes) = write(&store, |tx| insert(tx, "later", json!({"n": 1})));
    assert!(reads.is_touched_by(&writes));
    let mut tx = store.begin(NOW_MS);
    tx.swap_journal(PageJournal::of(first));
    let grown = call(&mut tx, "1.0/queryPage", json!({"query": full_scan("later"), "pageSize": 3})).unwrap();
    assert_eq!((numbers(&grown), &grown["isDone"]), (vec![1], &json!(true)));
}

/// A page as a subscription holds it: run again only when a commit touches what it read.
struct LivePage {
    start: Json,
    journal: Option<String>,
    shown: Vec<i64>,
    reads: ReadSet,
}

impl LivePage {
    fn open(store: &Store, query: &Json, start: Json) -> LivePage {
        let mut page = LivePage { start, journal: None, shown: Vec::new(), reads: ReadSet::default() };
        page.run(store, query);
        page
    }

    fn run(&mut self, store: &Store, query: &Json) {
        let ((shown, journal), reads) = read(store, |tx| {
            tx.swap_journal(PageJournal::of(self.journal.take()));
            let args = json!({"query": query, "cursor": self.start, "pageSize": 3});
            let page = call(tx, "1.0/queryPage", args).unwrap();
            (numbers(&page), tx.journal().map(str::to_owned))
        });
        (self.shown, self.journal, self.reads) = (shown, journal, reads);
    }
}

/// Opens the pages one after another, then changes the data, then looks at all of them together.
fn check_live_pages(order: &str, count: i32, changes: &[(bool, i32)]) {
    let (store, query) = (sample(count), by_n(order));
    let mut pages: Vec<LivePage> = Vec::new();
    let mut start = Json::Null;
    for _ in 0..3 {
        let page = LivePage::open(&store, &query, start);
        start = json!(page.journal);
        pages.push(page);
    }
    for (is_insert, n) in changes {
        let ((), writes) = write(&store, |tx| {
            if *is_insert {
                insert(tx, "t", json!({"n": n}));
            } else if let Some(id) = column(tx, &by_n("asc"), "_id").get(*n as usize / 4) {
                call(tx, "1.0/remove", json!({"id": id})).unwrap();
            }
        });
        for page in pages.iter_mut().filter(|page| page.reads.is_touched_by(&writes)) {
            page.run(&store, &query);
        }
    }
    let together: Vec<i64> = pages.iter().flat_map(|page| page.shown.clone()).collect();
    let mut tx = store.begin(NOW_MS);
    let end = json!(pages.last().unwrap().journal);
    let expected = json!({"query": query, "cursor": null, "endCursor": end, "pageSize": 1});
    assert_eq!(together, numbers(&call(&mut tx, "1.0/queryPage", expected).unwrap()));
}

proptest! {
    #![proptest_config(seeded(64))]

    #[test]
    fn live_pages_leave_no_gap_and_repeat_nothing(
        descending in any::<bool>(),
        count in 0_i32..12,
        changes in proptest::collection::vec((any::<bool>(), 0_i32..120), 0..12),
    ) {
        check_live_pages(if descending { "desc" } else { "asc" }, count, &changes);
    }
}
