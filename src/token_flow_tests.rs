//! The flow alone: what it asks for and says, step by step.

use std::format;

use super::*;
use crate::protocol::base64;

const NOBODY: Credential = Credential::None;

fn at(now: u64) -> Env {
    Env { now: Millis(now), wall: Millis(1_000_000_000 + now), random: 0.5 }
}

/// A token that lives for `life` seconds from the wall clock's start.
fn token(name: &str, life: u64) -> String {
    let payload =
        format!(r#"{{"iss":"i","sub":"u","jti":"{name}","iat":1000000,"exp":{}}}"#, 1_000_000 + life);
    ["h.", &base64::encode(payload.as_bytes()), ".s"].concat()
}

fn user(token: &str) -> Credential {
    Credential::User { token: token.into() }
}

fn fetch(id: u32, force: bool) -> Step {
    Step::Fetch { fetch: id, force }
}

fn error(text: &str) -> Step {
    Step::Report(Severity::Error, text.into())
}

/// A flow whose fresh token `b`, which lives for an hour, the server has accepted at 0.
fn signed_in() -> (TokenFlow, Credential) {
    let (mut flow, fresh) = (TokenFlow::default(), token("b", 3_600));
    flow.start(Millis(0));
    flow.fetched(0, Some("a".into()), &NOBODY, Millis(0));
    flow.confirmed(&user("a"), None, at(0));
    flow.fetched(1, Some(fresh.clone()), &user("a"), Millis(0));
    flow.confirmed(&user(&fresh), None, at(0));
    (flow, user(&fresh))
}

#[test]
fn a_cached_token_is_used_then_a_fresh_one_then_renewed_before_it_expires() {
    let (mut flow, fresh) = (TokenFlow::default(), token("b", 3_600));
    assert_eq!(flow.start(Millis(0)), [Step::Pause, fetch(0, false)]);
    let first = flow.fetched(0, Some("a".into()), &NOBODY, Millis(0));
    assert_eq!(first, [Step::Use(user("a")), Step::Resume]);
    assert_eq!(flow.confirmed(&user("a"), None, at(0)), [fetch(1, true), Step::Authenticated(true)]);
    let second = flow.fetched(1, Some(fresh.clone()), &user("a"), Millis(0));
    assert_eq!(second, [Step::Use(user(&fresh))]);
    assert_eq!(flow.confirmed(&user(&fresh), None, at(5)), [], "was authenticated already");
    assert_eq!(flow.deadline(), Some(Millis(3_590_005)));
    assert_eq!(flow.due(&user(&fresh), at(3_590_004)), []);
    assert_eq!(flow.due(&user(&fresh), at(3_590_005)), [fetch(2, true)]);
    assert_eq!(flow.fetched(2, Some("c".into()), &user(&fresh), Millis(3_590_006)), [Step::Use(user("c"))]);
}

#[test]
fn a_renewal_that_came_due_in_sleep_happens_by_the_wall_clock() {
    let (mut flow, fresh) = signed_in();
    let woken = Env { now: Millis(1_000), ..at(3_600_000) };
    assert_eq!(flow.due(&fresh, woken), [fetch(2, true)]);
}

#[test]
fn without_a_cached_token_a_fresh_one_is_asked_for_and_without_any_nobody_is_signed_in() {
    let mut flow = TokenFlow::default();
    flow.start(Millis(0));
    assert_eq!(flow.fetched(0, None, &NOBODY, Millis(0)), [fetch(1, true)]);
    assert_eq!(flow.fetched(1, None, &NOBODY, Millis(0)), [Step::Authenticated(false), Step::Resume]);
    assert_eq!(flow.deadline(), None);
}

#[test]
fn a_user_who_was_signed_in_is_signed_in_anew_for_those_who_ask_anew() {
    let (mut flow, old) = signed_in();
    flow.start(Millis(0));
    assert_eq!(flow.fetched(2, None, &old, Millis(0)), [fetch(3, true)]);
    flow.fetched(3, Some("c".into()), &old, Millis(0));
    assert!(flow.confirmed(&user("c"), None, at(0)).contains(&Step::Authenticated(true)));
}

#[test]
fn a_first_token_is_reused_by_the_servers_clock_where_the_app_wants_that() {
    let mut flow = TokenFlow::default();
    flow.configure(TokenOptions { reuse_initial: true, leeway_ms: 10_000 });
    let cached = token("a", 100);
    flow.start(Millis(0));
    flow.fetched(0, Some(cached.clone()), &NOBODY, Millis(0));
    // This clock is 20 s ahead of the server's: 100 s + 20 s - 10 s are left.
    let steps = flow.confirmed(&user(&cached), Some(20_000), at(0));
    assert_eq!(steps, [Step::Authenticated(true)]);
    assert_eq!(flow.deadline(), Some(Millis(110_000)));
}

#[test]
fn a_token_that_comes_twice_is_not_renewed() {
    let mut flow = TokenFlow::default();
    flow.start(Millis(0));
    flow.fetched(0, Some("a".into()), &NOBODY, Millis(0));
    flow.confirmed(&user("a"), None, at(0));
    assert_eq!(flow.fetched(1, Some("a".into()), &user("a"), Millis(0)), []);
    assert_eq!(flow.deadline(), None);
}

#[test]
fn tokens_that_cannot_be_renewed_are_named() {
    let cases = [
        ("x".into(), "Auth token is not a valid JWT, cannot refetch the token"),
        (
            ["h.", &base64::encode(b"{}"), ".s"].concat(),
            "Auth token does not have required fields, cannot refetch the token",
        ),
        (token("c", 2), "Auth token does not live long enough, cannot refetch the token"),
    ];
    for (fresh, text) in cases {
        let mut flow = TokenFlow::default();
        flow.start(Millis(0));
        flow.fetched(0, None, &NOBODY, Millis(0));
        flow.fetched(1, Some(fresh.clone()), &NOBODY, Millis(0));
        let steps = flow.confirmed(&user(&fresh), None, at(0));
        assert_eq!(steps, [error(text), Step::Authenticated(true)]);
    }
}

#[test]
fn a_leeway_longer_than_the_tokens_life_is_warned_of_and_renews_after_a_second() {
    let mut flow = TokenFlow::default();
    flow.configure(TokenOptions { leeway_ms: 10_250, reuse_initial: false });
    let fresh = token("a", 5);
    flow.start(Millis(0));
    flow.fetched(0, None, &NOBODY, Millis(0));
    flow.fetched(1, Some(fresh.clone()), &NOBODY, Millis(0));
    let text =
        "Refetching auth token immediately, configured leeway 10.25s is larger than the token's lifetime 5s";
    let steps = flow.confirmed(&user(&fresh), None, at(0));
    assert_eq!(steps, [Step::Report(Severity::Warning, text.into()), Step::Authenticated(true)]);
    assert_eq!(flow.due(&user(&fresh), at(999)), []);
    assert_eq!(flow.due(&user(&fresh), at(1_000)), [fetch(2, true)]);
}

#[test]
fn a_refused_token_is_replaced_behind_a_stopped_connection() {
    let (mut flow, old) = signed_in();
    let steps = flow.refused("expired", false, &old, Millis(10));
    assert_eq!(steps, [Step::Refreshing(true), Step::Stop, fetch(2, true)]);
    assert_eq!(flow.fetched(2, Some("c".into()), &old, Millis(11)), [Step::Use(user("c")), Step::Resume]);
    let steps = flow.confirmed(&user("c"), None, at(12));
    assert_eq!(steps.first(), Some(&Step::Refreshing(false)));
    assert!(!steps.contains(&Step::Authenticated(true)), "never was anything else");
}

#[test]
fn an_expiry_while_a_newer_token_is_being_confirmed_means_nothing() {
    let (mut flow, old) = signed_in();
    flow.refused("expired", false, &old, Millis(10));
    flow.fetched(2, Some("c".into()), &old, Millis(11));
    assert_eq!(flow.refused("expired", false, &user("c"), Millis(12)), []);
}

#[test]
fn fresh_tokens_are_refused_twice_and_no_more() {
    let mut flow = TokenFlow::default();
    flow.start(Millis(0));
    flow.fetched(0, None, &NOBODY, Millis(0));
    flow.fetched(1, Some("t1".into()), &NOBODY, Millis(0));
    for (id, name) in [(2, "t2"), (3, "t3")] {
        let current = user(&format!("t{}", id - 1));
        assert!(flow.refused("no", true, &current, Millis(0)).contains(&fetch(id, true)));
        flow.fetched(id, Some(name.into()), &current, Millis(0));
    }
    let last = flow.refused("no", true, &user("t3"), Millis(0));
    let text = "Failed to authenticate: \"no\", check your server auth config";
    let expected = [error(text), Step::Forget, Step::Authenticated(false), Step::Refreshing(false)];
    assert_eq!(last, expected);
    assert_eq!(flow.deadline(), None);
}

#[test]
fn the_refused_token_again_signs_out() {
    let (mut flow, old) = signed_in();
    flow.refused("expired", true, &old, Millis(10));
    let Credential::User { token } = &old else { panic!("a user") };
    let steps = flow.fetched(2, Some(token.clone()), &old, Millis(11));
    let expected = [Step::Use(NOBODY), Step::Authenticated(false), Step::Refreshing(false), Step::Resume];
    assert_eq!(steps, expected);
}

#[test]
fn a_fetch_that_fails_is_repeated_ever_more_slowly_and_reported() {
    let (mut flow, old) = signed_in();
    let mut now = 3_590_000;
    assert_eq!(flow.due(&old, at(now)), [fetch(2, true)]);
    for (id, delay) in [(2, 1_000), (3, 2_000), (4, 4_000)] {
        let text = format!("Could not fetch an auth token: offline. Trying again in {delay}ms");
        assert_eq!(flow.failed(id, "offline", Millis(now)), [error(&text)]);
        assert_eq!(flow.due(&old, at(now + delay - 1)), []);
        now += delay;
        assert_eq!(flow.due(&old, at(now)), [fetch(id + 1, true)], "still signed in meanwhile");
    }
    assert_eq!(flow.failed(2, "late", Millis(now)), [], "of a fetch that is over");
}

#[test]
fn a_fetch_that_hangs_holds_nothing_back_for_ever() {
    let mut flow = TokenFlow::default();
    flow.start(Millis(0));
    let steps = flow.due(&NOBODY, at(30_000));
    let text = "Could not fetch an auth token: it takes too long. Trying again in 1000ms";
    assert_eq!(steps, [error(text), Step::Authenticated(false), Step::Resume]);
    assert_eq!(flow.fetched(0, Some("late".into()), &NOBODY, Millis(30_500)), []);
    assert_eq!(flow.due(&NOBODY, at(31_000)), [fetch(1, false)]);
    assert_eq!(flow.fetched(1, Some("a".into()), &NOBODY, Millis(31_001)), [Step::Use(user("a"))]);
    assert!(flow.confirmed(&user("a"), None, at(31_002)).contains(&Step::Authenticated(true)));
}

#[test]
fn a_first_token_that_does_not_come_signs_out_the_user_before() {
    for in_cache in [true, false] {
        let (mut flow, ann) = signed_in();
        flow.start(Millis(0));
        if !in_cache {
            assert_eq!(flow.fetched(2, None, &ann, Millis(0)), [fetch(3, true)]);
        }
        let steps = flow.due(&ann, at(30_000));
        assert_eq!(steps[1..], [Step::Use(NOBODY), Step::Authenticated(false), Step::Resume]);
    }
}

#[test]
fn a_replacement_that_does_not_come_signs_out_and_is_still_looked_for() {
    let (mut flow, old) = signed_in();
    flow.refused("expired", false, &old, Millis(0));
    flow.failed(2, "offline", Millis(10));
    assert_eq!(flow.due(&old, at(1_010)), [fetch(3, true)]);
    let steps = flow.due(&old, at(30_000));
    let expected = [Step::Refreshing(false), Step::Forget, Step::Authenticated(false), Step::Resume];
    assert_eq!(steps, expected);
    assert_eq!(flow.fetched(3, Some("c".into()), &NOBODY, Millis(30_001)), [Step::Use(user("c"))]);
    assert!(flow.confirmed(&user("c"), None, at(30_002)).contains(&Step::Authenticated(true)));
}

#[test]
fn starting_again_or_stopping_forgets_what_was_under_way() {
    let (mut flow, old) = signed_in();
    flow.refused("expired", false, &old, Millis(0));
    assert_eq!(flow.start(Millis(1)), [Step::Refreshing(false), Step::Pause, fetch(3, false)]);
    assert_eq!(flow.fetched(2, Some("c".into()), &old, Millis(2)), []);
    assert_eq!(flow.stop(), [Step::Resume]);
    assert_eq!(flow.fetched(3, Some("c".into()), &old, Millis(3)), []);
    assert_eq!((flow.stop(), flow.deadline()), (Vec::new(), None));
}

#[test]
fn the_token_in_force_again_is_an_answer_to_those_who_ask_anew() {
    let (mut flow, old) = signed_in();
    let Credential::User { token } = &old else { panic!("a user") };
    flow.start(Millis(0));
    flow.fetched(2, None, &old, Millis(0));
    let steps = flow.fetched(3, Some(token.clone()), &old, Millis(0));
    assert_eq!(steps, [Step::Authenticated(true), Step::Resume]);
}

#[test]
fn a_renewal_that_comes_due_does_not_take_the_place_of_a_replacement() {
    let (mut flow, old) = signed_in();
    flow.refused("expired", false, &old, Millis(3_589_999));
    assert_eq!(flow.due(&old, at(3_590_000)), []);
}
