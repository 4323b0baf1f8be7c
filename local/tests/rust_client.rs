//! The official Rust client as judge: subscribes, mutates, sees the update, survives a kill.

// A failed step of a test may panic.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::collections::BTreeMap;

use convex::{ConvexClient, FunctionResult, QuerySubscription, Value};
use futures::StreamExt;
use support::DEADLINE;
use support::app::App;
use support::program::Program;
use tokio::time::timeout;

async fn connect(program: &Program) -> ConvexClient {
    ConvexClient::new(&format!("http://127.0.0.1:{}", program.port)).await.unwrap()
}

fn text(text: &str) -> BTreeMap<String, Value> {
    BTreeMap::from([("text".to_owned(), Value::from(text))])
}

async fn add(client: &mut ConvexClient, note: &str) {
    let answer = timeout(DEADLINE, client.mutation("notes:add", text(note))).await.unwrap().unwrap();
    assert!(matches!(answer, FunctionResult::Value(Value::String(_))), "{answer:?}");
}

/// Waits until the list is this one.
async fn until(list: &mut QuerySubscription, expected: &[&str]) {
    let expected = Value::Array(expected.iter().map(|text| Value::from(*text)).collect());
    loop {
        let seen = timeout(DEADLINE, list.next()).await.expect("an update in time").unwrap();
        if seen == FunctionResult::Value(expected.clone()) {
            return;
        }
    }
}

#[tokio::test]
async fn it_subscribes_mutates_and_sees_the_update() {
    let app = App::fixture();
    let program = Program::start(app.path(), &["--memory"]);
    let mut client = connect(&program).await;
    let mut list = client.subscribe("notes:list", BTreeMap::new()).await.unwrap();
    until(&mut list, &[]).await;
    add(&mut client, "one").await;
    until(&mut list, &["one"]).await;

    let refused = client.mutation("notes:addThenThrow", text("two")).await.unwrap();
    let FunctionResult::ConvexError(error) = refused else { panic!("{refused:?}") };
    let data = BTreeMap::from([("code".to_owned(), Value::from("NO")), ("big".to_owned(), Value::Int64(12))]);
    assert_eq!(error.data, Value::Object(data));
    let missing = client.query("notes:nothing", BTreeMap::new()).await.unwrap();
    assert!(matches!(missing, FunctionResult::ErrorMessage(text) if text.contains("notes:nothing")));
}

#[tokio::test]
async fn it_survives_a_kill() {
    let app = App::fixture();
    let program = Program::start(app.path(), &[]);
    let port = program.port.to_string();
    let mut client = connect(&program).await;
    let mut list = client.subscribe("notes:list", BTreeMap::new()).await.unwrap();
    add(&mut client, "before").await;
    until(&mut list, &["before"]).await;
    program.kill();
    let _program = Program::start(app.path(), &["--port", &port]);
    add(&mut client, "after").await;
    until(&mut list, &["before", "after"]).await;
}
