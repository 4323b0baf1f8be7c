//! What functions can do, and what they are told when they cannot.

mod support;

use serde_json::{Value as Json, json};
use support::app::App;
use support::program::{Program, error, value};

fn start(arguments: &[&str]) -> (App, Program) {
    let app = App::fixture();
    let program = Program::start(app.path(), &[&["--memory"], arguments].concat());
    (app, program)
}

#[test]
fn values_pass_through_unchanged() {
    let (_app, program) = start(&[]);
    for passed in [
        json!(null),
        json!([1, 2.5, "grüße \u{1F980}", true, {}]),
        json!({"$integer": "DAAAAAAAAAA="}),
        json!({"$float": "AAAAAAAA+H8="}),
        json!({"$bytes": "AAEC"}),
    ] {
        let response = program.query("pure:echo", json!({"value": passed}));
        assert_eq!(normal(value(&response)), normal(&passed));
    }
}

/// 1 and 1.0 are one number.
fn normal(json: &Json) -> Json {
    match json {
        Json::Number(number) => json!(number.as_f64()),
        Json::Array(items) => items.iter().map(normal).collect(),
        other => other.clone(),
    }
}

#[test]
fn arguments_and_results_are_checked() {
    let (_app, program) = start(&[]);
    let missing = program.query("pure:typed", json!({}));
    assert!(
        error(&missing).starts_with("ArgumentValidationError: Object is missing the required field `name`."),
        "{missing}"
    );
    let extra = program.query("pure:typed", json!({"name": "a", "more": 1}));
    assert!(error(&extra).contains("Object contains extra field `more` that is not in the validator."));
    let wrong = program.query("pure:typed", json!({"name": 1}));
    assert!(error(&wrong).contains("Path: .name"), "{wrong}");
    assert_eq!(*value(&program.query("pure:typed", json!([{"name": "a"}]))), json!("a"));
    let returned = program.query("pure:wrongReturn", json!({}));
    assert!(error(&returned).starts_with("ReturnsValidationError: Value does not match validator."));
}

#[test]
fn results_are_checked_without_a_validator_too() {
    let (_app, program) = start(&[]);
    let limit = 16 << 20;
    for (kind, largest, why) in [
        ("large", limit - 2, "return value is too large (actual: 16 MiB, limit: 16 MiB)"),
        ("long", 8192, "return value invalid: Array length is too long (8193 > maximum length 8192)"),
        ("deep", 64, "return value invalid: Value is too nested (maximum nesting 64)"),
    ] {
        let args = |size: u32| json!({"kind": kind, "size": size});
        value(&program.query("pure:gives", args(largest)));
        let refused = program.query("pure:gives", args(largest + 1));
        assert_eq!(error(&refused), format!("Function pure.js:gives {why}"));
        let refused = program.action("pure:actionGives", args(largest + 1));
        assert_eq!(error(&refused), format!("Function pure.js:actionGives {why}"));
    }
}

#[test]
fn functions_that_cannot_be_called_say_why() {
    let (_app, program) = start(&[]);
    for path in ["pure:hidden", "pure:nothing", "nothing:list"] {
        let expected = format!("Could not find public function for '{path}'.");
        assert_eq!(error(&program.query(path, json!({}))), expected);
    }
    assert_eq!(
        error(&program.mutation("pure:echo", json!({"value": 1}))),
        "Trying to execute pure.js:echo as Mutation, but it is defined as Query."
    );
}

#[test]
fn errors_carry_their_place_and_their_data() {
    let (_app, program) = start(&[]);
    let plain = program.query("pure:fails", json!({}));
    assert_eq!(error(&plain), "Uncaught Error: on purpose\n    at handler (../convex/pure.ts:31:15)\n");
    assert!(plain.get("errorData").is_none());
    let text = program.query("pure:throwsText", json!({}));
    assert_eq!(error(&text), "Uncaught just text");
    let with_data = program.query("pure:failsWithData", json!({}));
    assert!(error(&with_data).starts_with("Uncaught ConvexError: {"), "{with_data}");
    assert_eq!(with_data["errorData"], json!({"code": "NO", "big": {"$integer": "DAAAAAAAAAA="}}));
}

#[test]
fn log_lines_look_as_in_convex() {
    let (_app, program) = start(&[]);
    let response = program.query("pure:logs", json!({}));
    let expected = json!([
        "[LOG] 'text' 1 {\n  a: [ 1, 'b' ],\n  c: null\n} [] undefined 3n",
        "[WARN] Map (1) {\n  'k' => 1\n} [Error: shown]",
    ]);
    assert_eq!(response["logLines"], expected);
}

#[test]
fn log_lines_are_shown_in_the_terminal_under_the_function_that_wrote_them() {
    let (_app, program) = start(&[]);
    value(&program.query("pure:logsNested", json!({})));
    program.said("[CONVEX Q(pure:logsNested)] [LOG] 'outer' '\\u{1b}[2J'");
    program.said("[CONVEX Q(pure:logs)] [LOG] 'text' 1 {");
    program.said("[CONVEX Q(pure:logs)] [WARN] Map (1) {");
    value(&program.action("pure:callOthers", json!({"text": "a"})));
    program.said("[CONVEX M(notes:add)] [LOG] 'adding' 'a'");
}

#[test]
fn half_a_character_does_no_harm() {
    let (_app, program) = start(&[]);
    let response = program.query("pure:cutsCharacters", json!({}));
    assert_eq!(response["logLines"], json!(["[LOG] '\u{fffd}'"]));
    assert!(error(&response).starts_with("Uncaught Error: 3 bytes, \u{fffd}\n"), "{response}");
}

#[test]
fn nothing_leaks_from_one_call_into_the_next() {
    let (_app, program) = start(&[]);
    for _ in 0..3 {
        assert_eq!(*value(&program.mutation("pure:callsSoFar", json!({}))), json!(1));
    }
}

#[test]
fn time_stands_still_and_the_outside_is_closed() {
    let (_app, program) = start(&[]);
    assert_eq!(*value(&program.query("pure:time", json!({}))), json!([0, true, "number"]));
    let zone = program.query("pure:zone", json!({}));
    assert_eq!(*value(&zone), json!(["2020-01-01T00:00:00.000Z", 0]), "UTC everywhere");
    let fetch = program.query("pure:fetches", json!({}));
    assert!(error(&fetch).contains("Can't use fetch() in queries and mutations."), "{fetch}");
    assert_eq!(*value(&program.query("pure:whoami", json!({}))), Json::Null);
}

#[test]
fn environment_variables_come_from_the_file_and_the_command_line() {
    let (_app, program) = start(&[]);
    assert_eq!(*value(&program.query("pure:environment", json!({}))), json!(["hello", null]));
    let (_app, program) = start(&["--env", "GREETING=a=b", "--env", "VITE_SECRET=given"]);
    assert_eq!(*value(&program.query("pure:environment", json!({}))), json!(["a=b", "given"]));
}

#[test]
fn runaway_functions_are_stopped_and_the_next_one_runs() {
    let (_app, program) = start(&[]);
    let memory = program.query("pure:eatMemory", json!({}));
    let expected = "JavaScript execution ran out of memory (maximum memory usage: 64 MB)";
    assert!(error(&memory).starts_with(expected), "{memory}");
    let time = program.query("pure:loopForever", json!({}));
    assert_eq!(error(&time), "Function execution timed out (maximum duration: 10s)");
    let deep = program.query("pure:recursesForever", json!({}));
    assert!(error(&deep).contains("Maximum call stack size exceeded"), "{deep}");
    let never = program.query("pure:neverResolves", json!({}));
    assert_eq!(error(&never), "Uncaught Error: Returned promise will never resolve");
    let forgotten = program.query("pure:forgetsAnError", json!({}));
    assert!(error(&forgotten).starts_with("Uncaught Error: forgotten"), "{forgotten}");
    assert_eq!(*value(&program.query("pure:echo", json!({"value": "alive"}))), json!("alive"));
}

#[test]
fn a_failed_mutation_leaves_nothing_behind() {
    let (_app, program) = start(&[]);
    error(&program.mutation("notes:addThenThrow", json!({"text": "a"})));
    assert_eq!(*value(&program.query("notes:list", json!({}))), json!([]));
}

#[test]
fn a_failed_inner_mutation_is_undone_alone() {
    let (_app, program) = start(&[]);
    let response = program.mutation("notes:addAround", json!({"text": "a"}));
    let [thrown, count] = value(&response).as_array().unwrap().as_slice() else { panic!("{response}") };
    assert!(thrown.as_str().unwrap().contains("asked to fail"), "{thrown}");
    assert_eq!(count.as_f64(), Some(1.0));
    assert_eq!(*value(&program.query("notes:list", json!({}))), json!(["a"]));
}

#[test]
fn actions_call_other_functions_wait_and_fetch() {
    let (_app, program) = start(&[]);
    let called = program.action("pure:callOthers", json!({"text": "a"}));
    let data = json!({"code": "NO", "big": {"$integer": "DAAAAAAAAAA="}});
    assert_eq!(*value(&called), json!([0, "string", ["early", "late"], data, 1]));
    let version = program.action("pure:fetchText", json!({"url": program.url("/version")}));
    let expected = json!([200, true, "text/plain; charset=utf-8", env!("CARGO_PKG_VERSION")]);
    assert_eq!(*value(&version), expected);
    let posted = program.action("pure:fetchText", json!({"url": program.url("/api/query"), "body": "{"}));
    assert_eq!(value(&posted)[0], json!(400), "{posted}");
    let refused = program.action("pure:fetchText", json!({"url": "http://127.0.0.1:1/"}));
    assert!(error(&refused).contains("fetch of http://127.0.0.1:1/ failed"), "{refused}");
    let secret = json!({"url": "http://name:hunter2@127.0.0.1:1/a?key=hunter2#hunter2"});
    let refused = program.action("pure:fetchText", secret);
    assert!(error(&refused).contains("fetch of http://127.0.0.1:1/a failed"), "{refused}");
    assert!(!error(&refused).contains("hunter2"), "{refused}");
}

#[test]
fn a_little_of_the_web_is_there() {
    let (_app, program) = start(&[]);
    let response = program.action("pure:webThings", json!({}));
    let expected = json!(["http://user@localhost/x?a=2&b=+c#h", " c", "grüße", 7, 36, 4]);
    assert_eq!(*value(&response), expected);
    let too_much = program.action("pure:takesMuchRandomness", json!({}));
    assert!(error(&too_much).contains("getRandomValues: 65537 bytes asked for, at most 65536"), "{too_much}");
}

#[test]
fn what_is_not_there_yet_is_named() {
    let (_app, program) = start(&[]);
    let scheduled = program.mutation("pure:schedules", json!({}));
    let (text, place) = error(&scheduled).split_once('\n').unwrap();
    let wanted = "`ctx.scheduler.runAfter` or `ctx.scheduler.runAt` is not supported yet";
    assert!(text.contains(wanted), "{text}");
    assert!(place.contains("(../convex/pure.ts:"), "{place}");
    let snapshot = program.query("pure:asksForTheSnapshot", json!({}));
    assert!(error(&snapshot).contains("`ctx.meta.getSnapshotTs` is not supported yet"), "{snapshot}");
}
