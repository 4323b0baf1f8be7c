//! Promises about who the user is: what is hidden, forgotten and told when that changes.

use super::rig::{Rig, transition, updated, user, values};
use super::*;
use crate::auth::{Credential, IdentityKey};

#[test]
fn logging_out_reaches_the_server_and_hides_everything_at_once() {
    let mut rig = Rig::open();
    rig.feed(Input::SetCredential(user("ann")));
    let query = rig.subscribe("m:get");
    rig.feed(Input::Flush);
    rig.server(&transition((1, 0, 10), (2, 1, 20), &updated(query, "1")));
    rig.sent();
    assert_eq!(rig.records()[0].identity, IdentityKey::User("i|ann".into()));
    rig.feed(Input::SetCredential(Credential::None));
    assert_eq!(rig.sent(), ["Authenticate"]);
    let records = rig.records();
    assert_eq!((values(&records[0]), &records[0].identity), (vec!["loading".into()], &IdentityKey::None));
    rig.server(&transition((2, 1, 20), (2, 1, 30), &updated(query, "2")));
    assert_eq!(values(&rig.records()[0]), Vec::<String>::new(), "still computed for ann");
    rig.server(&transition((2, 1, 30), (2, 2, 30), ""));
    assert_eq!(values(&rig.records()[0]), ["2"], "the server says that it is valid for nobody, too");
}

#[test]
fn journals_stay_over_a_change_of_the_user() {
    let mut rig = Rig::open();
    rig.feed(Input::SetCredential(user("ann")));
    let query = rig.subscribe("m:get");
    rig.feed(Input::Flush);
    let result = updated(query, "1").replace(r#""journal":null"#, r#""journal":"end of the page""#);
    rig.server(&transition((1, 0, 10), (2, 1, 20), &result));
    let mut sends_journal = || {
        rig.frames();
        rig.reconnect();
        let sends = rig.frames().iter().any(|frame| frame.contains("end of the page"));
        rig.feed(Input::SetCredential(Credential::None));
        sends
    };
    assert_eq!([sends_journal(), sends_journal()], [true, true]);
}

#[test]
fn a_refusal_means_something_only_while_the_credential_is_in_force() {
    let mut rig = Rig::open();
    rig.feed(Input::SetCredential(user("ann")));
    rig.feed(Input::SetCredential(user("bob")));
    let rejected = |rig: &Rig| rig.reports() > 0;
    rig.server(r#"{"type":"AuthError","error":"ann is out","baseVersion":0,"authUpdateAttempted":true}"#);
    assert!(!rejected(&rig));
    rig.server(r#"{"type":"AuthError","error":"bob is out","baseVersion":1,"authUpdateAttempted":true}"#);
    assert!(rejected(&rig));
    rig.frames();
    rig.reconnect();
    assert_eq!(rig.sent(), ["Connect", "ModifyQuerySet"], "signed out");
}

#[test]
fn a_renewed_token_of_the_same_user_keeps_results() {
    let mut rig = Rig::open();
    rig.feed(Input::SetCredential(user("ann")));
    let query = rig.subscribe("m:get");
    rig.feed(Input::Flush);
    rig.server(&transition((1, 0, 10), (2, 1, 20), &updated(query, "1")));
    rig.records();
    let Credential::User { token } = user("ann") else { panic!() };
    rig.feed(Input::SetCredential(Credential::User { token: token + "newer" }));
    assert_eq!(rig.records(), []);
}
