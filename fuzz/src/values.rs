//! The target `values`: any bytes as JSON, as a string, as base64, as a token, as a path, as an HTTP answer.
//!
//! Owns: our readers and writers beside those of serde_json and base64.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use lentil::auth::{Auth, Credential, IdentityKey};
use lentil::diff::{Grain, kept_ways};
use lentil::http::Answer;
use lentil::ids::{ClientId, QueryId, RequestId};
use lentil::json::{Scanner, Tape, Tree, push_string};
use lentil::protocol::{Timestamp, base64 as ours, check_path};
use lentil::record::{Failure, News, QueryChange, Record, Settled, Slice, Whole};
use serde_json::Value;

use crate::json::{assert_json, has_dollar_key, value_of};
use crate::tokens::key_of;

/// Reads the bytes in every way.
pub fn values(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    check_value(&text);
    check_scalars(&text);
    check_string(&text);
    check_base64(data, &text);
    check_token(&text);
    check_addresses(&text);
    check_answer(&text);
}

/// The scanner accepts what serde_json accepts, and finds the same text.
fn check_value(text: &str) {
    let mut scanner = Scanner::new(text);
    let found = scanner.value().and_then(|raw| scanner.end().map(|()| raw)).ok();
    assert_eq!(found.map(|raw| raw.text), value_of(text), "{text}");
    let Some(raw) = found else { return };
    if let Some(has_dollar) = has_dollar_key(text) {
        // An escaped key may turn out to have none.
        assert!(raw.special == has_dollar || (raw.special && text.contains('\\')), "{text}");
    }
    check_parts(raw.text);
    check_record(Slice::from(raw));
}

/// Read field by field or element by element, a value is the same.
fn check_parts(text: &str) {
    let mut scanner = Scanner::new(text);
    let mut fields = 0;
    let as_object = scanner.object(&mut |_, scanner| {
        fields += 1;
        scanner.value().map(drop)
    });
    assert_eq!(as_object.and_then(|()| scanner.end()).is_ok(), text.starts_with('{'), "{text}");
    let mut scanner = Scanner::new(text);
    let as_array = scanner.array(&mut |scanner| scanner.value().map(drop));
    assert_eq!(as_array.and_then(|()| scanner.end()).is_ok(), text.starts_with('['), "{text}");
}

/// What a value becomes part of stays JSON, with the value in its place.
fn check_record(value: Slice) {
    let (mut tape, text) = (Tape::default(), format!("[{},0]", &*value.text));
    let taped = Scanner::new(&text).taped_value(&mut tape, None).expect("an array of what was read");
    let keep = kept_ways(Tree { text: &text, tape: &tape }, Grain::of(&text));
    let whole = Whole { value: taped.into(), keep };
    let change = |news| QueryChange { query: QueryId(1), news, log_lines: None, journal: None };
    let failure = Failure { message: "\"no\"".into(), data: Some(value.clone()) };
    let record = Record {
        server: Some(Timestamp(1)),
        identity: IdentityKey::User((*value.text).into()),
        queries: vec![change(News::Set(whole)), change(News::Failed(failure))],
        dropped: vec![(ClientId(0), RequestId(2))],
        settled: vec![Settled { request: RequestId(3), outcome: Ok(value.clone()), log_lines: "[]".into() }],
        ..Record::default()
    };
    let mut text = String::new();
    record.write_json(None, &mut text);
    assert_json(&text, "a record");
    assert_eq!(text.matches(&format!(r#"{{"request":3,"value":{}"#, &*value.text)).count().max(1), 1);
    if let Ok(read) = serde_json::from_str::<Value>(&text) {
        assert_eq!(read["identity"].as_str(), Some(&*value.text));
        let whole: Value = serde_json::from_str(&value.text).expect("a part of what was read");
        assert_eq!(read["queries"][0]["whole"]["set"][0], whole);
        assert_eq!(read["queries"][0]["whole"]["special"] == true, value.special);
        assert_eq!(read["queries"][1]["error"]["data"], whole);
        assert_eq!(read["settled"][0]["value"], whole);
    }
}

fn check_scalars(text: &str) {
    let number = Scanner::new(text).u32().ok();
    if let Ok(expected) = serde_json::from_str::<u32>(text) {
        assert_eq!(number, Some(expected));
    }
    let truth = Scanner::new(text).bool().ok();
    if let Ok(expected) = serde_json::from_str::<bool>(text) {
        assert_eq!(truth, Some(expected));
    }
    let string = Scanner::new(text).string().ok();
    match serde_json::from_str::<String>(text) {
        Ok(expected) => assert_eq!(string.as_deref(), Some(&*expected)),
        // serde_json refuses lone surrogates.
        Err(_) if value_of(text).is_some_and(|text| text.starts_with('"')) => {
            assert!(string.is_some_and(|string| string.contains('\u{fffd}')), "{text}");
        }
        Err(_) => {}
    }
}

fn check_string(text: &str) {
    let mut written = String::new();
    push_string(&mut written, text);
    assert_eq!(serde_json::from_str::<String>(&written).expect("a string"), text);
    assert_eq!(Scanner::new(&written).string().as_deref(), Ok(text));
}

fn check_base64(bytes: &[u8], text: &str) {
    let encoded = ours::encode(bytes);
    assert_eq!(encoded, STANDARD.encode(bytes));
    assert_eq!(ours::decode(&encoded).as_deref(), Some(bytes));
    assert_eq!(ours::decode(&URL_SAFE_NO_PAD.encode(bytes)).as_deref(), Some(bytes));
    let decoded = ours::decode(text);
    for expected in [STANDARD.decode(text), URL_SAFE_NO_PAD.decode(text)].into_iter().flatten() {
        assert_eq!(decoded.as_ref(), Some(&expected), "{text}");
    }
    if let Some(time) = Timestamp::from_wire(text) {
        assert_eq!(Timestamp::from_wire(&time.to_wire()), Some(time));
    }
}

/// As a token, and as what a token says.
fn check_token(text: &str) {
    for token in [text.to_string(), format!("h.{}.s", URL_SAFE_NO_PAD.encode(text))] {
        let mut auth = Auth::default();
        auth.set(Credential::User { token: token.clone() });
        let IdentityKey::User(key) = auth.key() else { panic!("a user is nobody: {token}") };
        match key_of(&token) {
            Some(expected) => assert_eq!(**key, *expected, "{text}"),
            None => assert_ne!(**key, *token, "a token stands for itself"),
        }
        assert_json(&auth.frame(), "Authenticate");
    }
}

fn check_addresses(text: &str) {
    if check_path(text).is_ok() {
        assert!(text.is_ascii() && !text.contains([' ', '"', '\\']), "{text}");
    }
}

fn check_answer(text: &str) {
    for status in [200, 560, 500] {
        match Answer::read(status, text) {
            Ok(answer) => {
                let mut written = String::new();
                answer.write_json(&mut written);
                assert_json(&written, "an answer");
            }
            Err(why) => assert!(!why.is_empty(), "an answer that says nothing"),
        }
    }
}
