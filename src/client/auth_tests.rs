//! Promises of the client whose app fetches tokens: what is sent when, and what is never sent.

use std::format;

use super::rig::{Rig, transition};
use super::*;
use crate::auth::Credential;
use crate::ids::SocketId;
use crate::input::LayerUse;
use crate::protocol::base64;

/// A token of a person, for an hour; `serial` tells renewals apart.
fn token(person: &str, serial: u32) -> String {
    let payload = format!(r#"{{"iss":"i","sub":"{person}","jti":{serial},"iat":1,"exp":3601}}"#);
    ["h.", &base64::encode(payload.as_bytes()), ".s"].concat()
}

impl Rig {
    fn fetched(&mut self, fetch: u32, token: Option<String>) {
        self.feed(Input::TokenFetched { fetch, token });
    }

    /// The fetches asked for since the last look.
    fn fetches(&mut self) -> Vec<(u32, bool)> {
        let found = self.log.iter().filter_map(|output| match output {
            Output::FetchToken { fetch, force } => Some((*fetch, *force)),
            _ => None,
        });
        let found = found.collect();
        self.log.retain(|output| !matches!(output, Output::FetchToken { .. }));
        found
    }

    /// What the app was told of being signed in, since the last look.
    fn told(&mut self) -> Vec<bool> {
        let found = self.log.iter().filter_map(|output| match output {
            Output::Authenticated(is) => Some(*is),
            _ => None,
        });
        let found = found.collect();
        self.log.retain(|output| !matches!(output, Output::Authenticated(_)));
        found
    }

    /// Signs in on an open connection; the server has confirmed the fresh token.
    fn signed_in() -> Rig {
        let mut rig = Rig::open();
        rig.feed(Input::SetAuth);
        rig.fetched(0, Some(token("ann", 0)));
        rig.server(&transition((1, 0, 10), (1, 1, 11), ""));
        rig.fetched(1, Some(token("ann", 1)));
        rig.server(&transition((1, 1, 11), (1, 2, 12), ""));
        rig.log.clear();
        rig
    }
}

#[test]
fn nothing_is_sent_until_it_is_known_who_the_user_is() {
    let mut rig = Rig::open();
    rig.feed(Input::SetAuth);
    rig.subscribe("m:get");
    rig.mutate(LayerUse::None);
    rig.feed(Input::Flush);
    assert_eq!(rig.sent(), Vec::<String>::new());
    assert!(!rig.log.iter().skip(1).any(|output| matches!(output, Output::ScheduleFlush)), "no busy loop");
    rig.fetched(0, Some(token("ann", 0)));
    assert_eq!(rig.sent(), ["Authenticate", "ModifyQuerySet", "Mutation"]);
    assert_eq!(rig.told(), Vec::<bool>::new(), "the server has not spoken yet");
    rig.server(&transition((1, 0, 10), (2, 1, 20), ""));
    assert_eq!((rig.told(), rig.fetches()), (vec![true], vec![(0, false), (1, true)]));
}

#[test]
fn a_connection_that_opens_during_the_wait_is_greeted_after_it() {
    let mut rig = Rig::new();
    let options = Options { expect_auth: true, ..Options::default() };
    rig.feed(Input::Start(options));
    rig.subscribe("m:get");
    rig.feed(Input::SocketOpened(SocketId(0)));
    rig.feed(Input::Flush);
    rig.feed(Input::SetAuth);
    assert_eq!(rig.sent(), Vec::<String>::new());
    rig.fetched(0, Some(token("ann", 0)));
    assert_eq!(rig.sent(), ["Connect", "Authenticate", "ModifyQuerySet"], "Connect is never left out");
}

#[test]
fn a_mutation_of_nobody_belongs_to_whoever_signs_in_next() {
    let mut rig = Rig::new();
    rig.feed(Input::Start(Options::default()));
    rig.mutate(LayerUse::None);
    rig.feed(Input::SetAuth);
    rig.fetched(0, Some(token("ann", 0)));
    rig.feed(Input::SocketOpened(SocketId(0)));
    assert_eq!(rig.sent(), ["Connect", "Authenticate", "ModifyQuerySet", "Mutation"]);
    assert_eq!(rig.records(), []);
}

#[test]
fn signing_out_reaches_the_server_also_out_of_a_wait() {
    let mut rig = Rig::signed_in();
    rig.feed(Input::SetAuth);
    rig.fetched(2, None);
    rig.fetched(3, None);
    let frames = rig.frames();
    assert!(frames[0].contains(r#""tokenType":"None""#) && frames.len() == 1, "{frames:?}");
    assert_eq!(rig.told(), [false]);
}

#[test]
fn clearing_ends_the_renewal_and_a_token_that_comes_late_is_not_used() {
    let mut rig = Rig::signed_in();
    rig.feed(Input::SetAuth);
    rig.feed(Input::SetCredential(Credential::None));
    assert_eq!(rig.sent(), ["Authenticate"]);
    rig.fetched(2, Some(token("ann", 2)));
    assert_eq!(rig.sent(), Vec::<String>::new());
    rig.now = 4_000_000;
    rig.feed(Input::Due);
    assert_eq!(rig.fetches(), [(2, false)], "the one that was under way");
}

#[test]
fn a_renewed_token_is_sent_alone() {
    let mut rig = Rig::signed_in();
    rig.now = 3_590_000;
    // The server has pinged all the while.
    rig.server(r#"{"type":"Ping"}"#);
    rig.feed(Input::Due);
    assert_eq!(rig.fetches(), [(2, true)]);
    rig.fetched(2, Some(token("ann", 2)));
    assert_eq!(rig.sent(), ["Authenticate"]);
    assert_eq!(rig.records(), [], "nothing that is shown changes");
}

#[test]
fn a_refused_token_is_replaced_on_a_new_connection() {
    let mut rig = Rig::signed_in();
    let refusal = r#"{"type":"AuthError","error":"gone","baseVersion":2,"authUpdateAttempted":false}"#;
    rig.server(refusal);
    assert!(rig.log.iter().any(|output| matches!(output, Output::CloseSocket(_))));
    rig.feed(Input::Wake);
    rig.feed(Input::SocketClosed { socket: SocketId(0), code: 1006, reason: "".into() });
    assert_eq!(rig.fetches(), [(2, true)]);
    assert!(!rig.log.iter().any(|output| matches!(output, Output::OpenSocket(_))), "not without a token");
    rig.fetched(2, Some(token("ann", 2)));
    rig.feed(Input::SocketOpened(SocketId(1)));
    assert_eq!(rig.sent(), ["Connect", "Authenticate", "ModifyQuerySet"]);
    rig.server(&transition((0, 0, 0), (1, 1, 20), ""));
    let told = rig.log.iter().filter(|output| matches!(output, Output::Refreshing(_))).count();
    assert_eq!((told, rig.told()), (2, vec![]));
}

#[test]
fn a_fetch_that_never_answers_does_not_keep_the_connection() {
    let mut rig = Rig::signed_in();
    rig.server(r#"{"type":"AuthError","error":"gone","baseVersion":2,"authUpdateAttempted":true}"#);
    let mutation = rig.mutate(LayerUse::None);
    rig.now += 30_000;
    rig.feed(Input::Due);
    assert_eq!(rig.told(), [false]);
    rig.feed(Input::SocketOpened(SocketId(1)));
    assert_eq!(rig.sent(), ["Connect", "ModifyQuerySet"], "what was asked as ann is not sent as nobody");
    let settled: Vec<_> = rig.records().into_iter().flat_map(|record| record.settled).collect();
    assert_eq!(settled.first().map(|settled| settled.request), Some(mutation));
}

#[test]
fn a_first_token_that_never_comes_leaves_nothing_of_the_user_before() {
    let mut rig = Rig::signed_in();
    rig.feed(Input::SetAuth);
    rig.sent();
    rig.now += 30_000;
    rig.feed(Input::Due);
    assert_eq!(rig.told(), [false]);
    assert_eq!(rig.sent(), ["Authenticate"], "the server hears that nobody is signed in");
    assert_eq!(rig.client.token(), None);
}
