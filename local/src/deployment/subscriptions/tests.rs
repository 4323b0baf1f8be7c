//! Which results are shared, and with whom.

use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::auth::Identity;
use crate::deployment::Outcome;
use crate::engine::FunctionPath;

const FIRST: SocketId = SocketId(1);
const SECOND: SocketId = SocketId(2);

fn add(journal: Option<&str>) -> SubscriptionChange {
    let path = FunctionPath::parse("clock:now").unwrap();
    let journal = journal.map(str::to_owned);
    SubscriptionChange::Add { query_id: 0, path, arguments: "{}".to_owned(), journal }
}

fn signed_in(name: &str) -> SubscriptionChange {
    SubscriptionChange::Viewer(Identity::user(format!("{name:?}"), 1).viewer)
}

fn computed(text: &str) -> Computed {
    let path = FunctionPath::parse("clock:now").unwrap();
    let outcome = Arc::new(Outcome::new(&path, Ok(text.to_owned()), Vec::new()).unwrap());
    Computed { outcome, reads: Arc::default(), moment: None, is_personal: false, journal: None }
}

fn registry() -> Subscriptions {
    let mut subscriptions = Subscriptions::default();
    for socket in [FIRST, SECOND] {
        subscriptions.open(socket, Box::new(|_| ()));
    }
    subscriptions
}

/// The first socket watches; then the second one comes. Gives whether the query has to run for it.
fn runs_for_a_newcomer(is_momentary: bool, later: Duration) -> bool {
    let start = Instant::now();
    let mut subscriptions = registry();
    subscriptions.apply(FIRST, add(None), start);
    let query = subscriptions.stale_query(FIRST, 0).unwrap();
    subscriptions.refresh(&query, Computed { moment: is_momentary.then_some(start), ..computed("1") });
    assert_eq!(subscriptions.take_changes(FIRST).len(), 1);
    subscriptions.apply(SECOND, add(None), start + later);
    subscriptions.stale_query(SECOND, 0).is_some()
}

#[test]
fn a_result_of_its_moment_is_not_handed_to_those_who_come_later() {
    let moment = Duration::from_secs(5);
    assert!(!runs_for_a_newcomer(true, moment));
    assert!(runs_for_a_newcomer(true, moment + Duration::from_millis(1)));
    assert!(!runs_for_a_newcomer(false, Duration::from_secs(1_000_000)));
}

/// One user's query ran; gives whether another user gets its result without a run.
fn is_shared(is_personal: bool) -> bool {
    let now = Instant::now();
    let mut subscriptions = registry();
    for (socket, name) in [(FIRST, "ada"), (SECOND, "bo")] {
        subscriptions.apply(socket, signed_in(name), now);
        subscriptions.apply(socket, add(None), now);
    }
    let query = subscriptions.stale_query(FIRST, 0).unwrap();
    subscriptions.refresh(&query, Computed { is_personal, ..computed("1") });
    let other = subscriptions.stale_query(SECOND, 0).expect("a result of its own");
    subscriptions.of_another_viewer(&other, now).is_some()
}

#[test]
fn a_result_that_asked_who_asks_is_for_one_user_alone() {
    assert!(!is_shared(true));
    assert!(is_shared(false));
}

#[test]
fn somebody_else_on_the_same_socket_gets_a_run_of_their_own() {
    let now = Instant::now();
    let mut subscriptions = registry();
    subscriptions.apply(FIRST, add(None), now);
    let query = subscriptions.stale_query(FIRST, 0).unwrap();
    subscriptions.refresh(&query, Computed { is_personal: true, ..computed("null") });
    subscriptions.apply(FIRST, signed_in("ada"), now);
    let query = subscriptions.stale_query(FIRST, 0).unwrap();
    assert_eq!(query.viewer.user(), "\"ada\"");
    assert!(subscriptions.of_another_viewer(&query, now).is_none());
}

#[test]
fn a_page_ends_where_it_was_seen_to_end_and_newcomers_begin_anew() {
    let now = Instant::now();
    let mut subscriptions = registry();
    subscriptions.apply(FIRST, add(None), now);
    let query = subscriptions.stale_query(FIRST, 0).unwrap();
    let page = |end: &str| Computed { journal: Some(end.to_owned()), ..computed("1") };
    subscriptions.refresh(&query, page("end"));
    assert_eq!(subscriptions.take_changes(FIRST)[0].journal.as_deref(), Some("end"));
    subscriptions.pin_pages(FIRST, now);
    assert!(subscriptions.stale_query(FIRST, 0).is_none(), "what it has is still good");
    subscriptions.invalidate_all();
    subscriptions.pin_pages(FIRST, now);
    let pinned = subscriptions.stale_query(FIRST, 0).unwrap();
    assert_eq!(pinned.question.journal.as_deref(), Some("end"));
    subscriptions.apply(SECOND, add(None), now);
    let anew = subscriptions.stale_query(SECOND, 0).unwrap();
    assert_eq!(anew.question.journal, None);
    subscriptions.refresh(&anew, page("other end"));
    // One that reconnects brings its end along.
    subscriptions.close(SECOND);
    subscriptions.open(SECOND, Box::new(|_| ()));
    subscriptions.apply(SECOND, add(Some("end")), now);
    assert_eq!(subscriptions.stale_query(SECOND, 0), Some(pinned));
}
