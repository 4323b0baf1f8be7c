//! The HTTP interface: formats, errors, and who may use it.

mod support;

use serde_json::json;
use support::app::App;
use support::program::Program;
use support::raw_http::{exchange, status};

fn start() -> (App, Program) {
    let app = App::fixture();
    let program = Program::start(app.path(), &["--memory"]);
    (app, program)
}

#[test]
fn results_come_in_the_format_asked_for() {
    let (_app, program) = start();
    let body = |format: &str| {
        format!(r#"{{"path":"pure:echo","args":{{"value":{{"$integer":"DAAAAAAAAAA="}}}}{format}}}"#)
    };
    for (format, expected) in [
        ("", json!("12")),
        (r#","format":"json""#, json!("12")),
        (r#","format":"convex_encoded_json""#, json!({"$integer": "DAAAAAAAAAA="})),
    ] {
        let (status, response) = program.post("/api/query", &body(format));
        assert_eq!((status, &response["value"]), (200, &expected), "{format}");
    }
    let (status, response) = program.post("/api/query", &body(r#","format":"xml""#));
    assert_eq!((status, &response["code"]), (400, &json!("UnknownFormat")));
}

#[test]
fn requests_that_make_no_sense_are_refused_by_name() {
    let (_app, program) = start();
    for (path, body, expected, code) in [
        ("/api/query", "{", 400, "BadJsonBody"),
        ("/api/query", "{}", 400, "BadJsonBody"),
        ("/api/query", r#"{"path":"not a path","args":{}}"#, 400, "InvalidFunctionPath"),
        ("/api/query_at_ts", r#"{"path":"pure:echo","ts":"x"}"#, 400, "BadTimestamp"),
        ("/api/query_at_ts", r#"{"path":"pure:echo","ts":"/////////38="}"#, 400, "TimestampAhead"),
        ("/api/query_batch", "{}", 501, "NotSupportedYet"),
        ("/api/run/pure/echo", "{}", 501, "NotSupportedYet"),
        ("/api/storage/upload", "", 501, "NotSupportedYet"),
        ("/api/nothing", "{}", 404, "NotFound"),
    ] {
        let (status, response) = program.post(path, body);
        assert_eq!((status, &response["code"]), (expected, &json!(code)), "{path} {response}");
    }
}

#[test]
fn a_query_can_be_asked_by_url() {
    let (_app, program) = start();
    let args = "args=%7B%22value%22%3A%7B%22%24integer%22%3A%22DAAAAAAAAAA%3D%22%7D%7D";
    for (parameters, expected) in [
        (format!("path=pure:echo&{args}"), json!("12")),
        (format!("path=pure%3Aecho&format=convex_encoded_json&{args}"), json!({"$integer": "DAAAAAAAAAA="})),
    ] {
        let (status, response) = program.get(&format!("/api/query?{parameters}"));
        assert_eq!((status, &response["value"]), (200, &expected), "{parameters} {response}");
    }
    for (parameters, code, culprit) in [
        ("", "BadParameter", "`path`"),
        ("path=pure:echo&args=%7B", "BadParameter", "`args`"),
        ("path=pure:echo&format=xml", "UnknownFormat", "`xml`"),
        ("path=not+a+path", "InvalidFunctionPath", "`not a path`"),
    ] {
        let (status, response) = program.get(&format!("/api/query?{parameters}"));
        assert_eq!((status, &response["code"]), (400, &json!(code)), "{parameters} {response}");
        assert!(response["message"].as_str().unwrap().contains(culprit), "{response}");
    }
}

#[test]
fn a_body_that_is_too_large_is_refused_in_json() {
    let (_app, program) = start();
    let body = format!(r#"{{"path":"pure:echo","args":{{"value":"{}"}}}}"#, "x".repeat(17 << 20));
    let (status, response) = program.post("/api/query", &body);
    assert_eq!((status, &response["code"]), (413, &json!("RequestBodyTooLarge")), "{response}");
}

#[test]
fn credentials_that_are_none_are_refused_rather_than_ignored() {
    let (_app, program) = start();
    for (credentials, code) in [
        ("Bearer x", "InvalidAuthHeader"),
        ("Basic eDp5", "InvalidAuthHeader"),
        ("Convex lentil-local|00", "BadAdminKey"),
    ] {
        let headers = [("Host", "localhost"), ("Authorization", credentials), ("Content-Length", "0")];
        for path in ["/api/query", "/api/mutation", "/api/action", "/api/function", "/api/query_at_ts"] {
            let response = exchange(program.port, &format!("POST {path}"), &headers);
            assert_eq!(status(&response), 401, "{response}");
            assert!(response.contains(&format!("\"code\":\"{code}\"")), "{response}");
        }
    }
    let (status, response) = program.post("/api/function", r#"{"path":"pure:echo","args":{}}"#);
    assert_eq!((status, &response["code"]), (403, &json!("BadDeployKey")));
}

#[test]
fn other_hosts_and_other_sites_get_nothing() {
    let (_app, program) = start();
    let get = |headers: &[(&str, &str)]| exchange(program.port, "GET /version", headers);
    assert_eq!(status(&get(&[("Host", "localhost:1")])), 200);
    assert_eq!(status(&get(&[("Host", "rebound.example.com")])), 403);
    assert_eq!(status(&get(&[("Host", "127.0.0.1"), ("Origin", "https://example.com")])), 403);
    assert_eq!(status(&get(&[("Host", "127.0.0.1"), ("Origin", "null")])), 403);
    let upgrade = [
        ("Host", "127.0.0.1"),
        ("Origin", "https://example.com"),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    assert_eq!(status(&exchange(program.port, "GET /api/1.48.0/sync", &upgrade)), 403);
}

#[test]
fn pages_of_this_machine_may_read() {
    let (_app, program) = start();
    let page = [("Host", "127.0.0.1"), ("Origin", "http://localhost:5173")];
    let response = exchange(program.port, "GET /version", &page).to_lowercase();
    assert!(response.contains("access-control-allow-origin: http://localhost:5173"), "{response}");
    let preflight = [
        page.as_slice(),
        &[
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "convex-client,content-type"),
        ],
    ]
    .concat();
    let response = exchange(program.port, "OPTIONS /api/query", &preflight).to_lowercase();
    assert_eq!(status(&response), 204);
    assert!(response.contains("access-control-allow-headers: convex-client,content-type"));
}

#[test]
fn old_clients_are_turned_away() {
    let (_app, program) = start();
    let upgrade = |path: &str| {
        let headers = [
            ("Host", "127.0.0.1"),
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        exchange(program.port, &format!("GET {path}"), &headers)
    };
    let old = upgrade("/api/0.19.0/sync");
    assert!(status(&old) == 400 && old.contains("ClientVersionUnsupported"), "{old}");
    let unreadable = upgrade("/api/latest/sync");
    assert!(status(&unreadable) == 400 && unreadable.contains("InvalidClientVersion"), "{unreadable}");
}
