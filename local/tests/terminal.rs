//! What the terminal shows of functions that fail: under which name, and with which request id.

mod support;

use serde_json::json;
use support::app::App;
use support::program::Program;
use support::socket::{Client, add};

const FUNCTIONS: &str = r#"
import { v } from "convex/values";
import { action, mutation, query } from "./_generated/server";
const fail = async () => { throw new Error("no \u001b[2J way"); };
export const asks = query({ handler: fail });
export const writes = mutation({ args: { n: v.number() }, handler: fail });
export const acts = action({ handler: fail });
"#;

/// The line for this error text of a client.
#[track_caller]
fn is_shown(program: &Program, function: &str, message: &str) {
    let (tag, text) = message.split_once(" Server Error\n").unwrap_or((message, ""));
    let first = text.lines().next().unwrap_or_default().replace('\u{1b}', "\\u{1b}");
    program.said(&format!("[CONVEX {function}] {tag} {first}"));
    for frame in text.lines().skip(1).filter(|line| line.starts_with("    at ")) {
        program.said(frame);
    }
}

#[tokio::test]
async fn a_function_that_failed_is_shown_with_the_request_id_that_the_client_was_told() {
    let app = App::fixture();
    app.write("convex/failing.ts", FUNCTIONS);
    let program = Program::start(app.path(), &["--memory"]);

    for (kind, path, args, shown) in [
        ("query", "failing:asks", json!({}), "Q(failing:asks)"),
        ("mutation", "failing:writes", json!({"n": 1}), "M(failing:writes)"),
        ("mutation", "failing:writes", json!({}), "M(failing:writes)"),
        ("action", "failing:acts", json!({}), "A(failing:acts)"),
        ("mutation", "notes:addThenThrow", json!({"text": "a"}), "M(notes:addThenThrow)"),
        ("query", "notes:nowhere", json!({}), "Q(notes:nowhere)"),
    ] {
        let response = program.call(kind, path, args);
        is_shown(&program, shown, response["errorMessage"].as_str().unwrap());
    }

    let mut client = Client::connect(program.port).await;
    client.modify(&[add(0, "failing:asks", json!({}))]).await;
    let transition = client.transition().await;
    let message = transition["modifications"][0]["errorMessage"].as_str().unwrap();
    assert!(message.contains("    at fail (../convex/failing.ts:4:"), "{message}");
    is_shown(&program, "Q(failing:asks)", message);
    client.mutate(0, "failing:writes", json!({"n": 1})).await;
    let response = client.answer(0).await.unwrap();
    is_shown(&program, "M(failing:writes)", response["result"].as_str().unwrap());
    client.act(1, "failing:acts", json!({})).await;
    let response = client.answer(1).await.unwrap();
    is_shown(&program, "A(failing:acts)", response["result"].as_str().unwrap());
}
