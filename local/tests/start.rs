//! Starting the program: what it refuses, and whom it names. And ending it.

mod support;

use std::net::TcpListener;
use std::process::Command;

use serde_json::json;
use support::app::App;
use support::program::{Program, error, value};

#[track_caller]
fn refuses(app: &App, arguments: &[&str], culprits: &[&str]) {
    let (code, said) = Program::fail(app.path(), arguments);
    assert_eq!(code, Some(1), "{said}");
    for culprit in culprits {
        assert!(said.contains(culprit), "{culprit} is not in: {said}");
    }
}

const MEMORY: &[&str] = &["--memory"];

#[test]
fn a_folder_that_is_not_an_app_is_named() {
    let nowhere = App::empty();
    let (code, said) = Program::fail(&nowhere.path().join("nowhere"), MEMORY);
    assert_eq!(code, Some(1));
    assert!(said.contains("nowhere is not an app folder"), "{said}");
    let app = App::empty();
    std::fs::remove_dir(app.path().join("convex")).unwrap();
    refuses(&app, MEMORY, &["it has no folder named convex"]);
}

#[test]
fn a_missing_bundler_is_named() {
    let app = App::empty();
    std::fs::remove_file(app.path().join("node_modules")).unwrap();
    app.write("convex/a.js", "export const a = 1;");
    refuses(&app, MEMORY, &["is not installed", "npm install convex"]);
}

#[test]
fn a_syntax_error_is_named_with_its_place() {
    let app = App::fixture();
    app.write("convex/pure.ts", "export const a = ;\n");
    refuses(&app, MEMORY, &["convex/pure.ts:1:17"]);
}

#[test]
fn a_module_that_throws_is_named_with_its_place() {
    let app = App::fixture();
    app.write("convex/pure.ts", "export const a = 1;\nthrow new Error('at import');\n");
    refuses(&app, MEMORY, &["convex/pure.ts", "at import", "convex/pure.ts:2"]);
}

#[test]
fn a_node_module_is_named_and_keeps_nothing_else_from_running() {
    let app = App::fixture();
    let source = "\"use node\";\nimport { hostname } from 'node:os';\nexport const a = hostname;\n";
    app.write("convex/node_thing.ts", source);
    let program = Program::start(app.path(), MEMORY);
    let warning = "Warning: convex/node_thing.ts: \"use node\" actions are not supported yet";
    assert!(program.start.iter().any(|line| line.starts_with(warning)), "{:?}", program.start);
    let refused = program.action("node_thing:a", json!({}));
    let expected = "'node_thing:a' is a \"use node\" action, which the local deployment does not run yet.";
    assert_eq!(error(&refused), expected);
    value(&program.query("notes:list", json!({})));
}

#[test]
fn a_module_that_no_client_could_call_is_named() {
    let app = App::fixture();
    app.write("convex/two-words.ts", "export const a = 1;\n");
    refuses(&app, MEMORY, &["convex/two-words.ts", "alphanumeric characters, underscores, or periods"]);
}

#[test]
fn a_schema_that_is_none_is_named() {
    let app = App::fixture();
    app.write("convex/schema.ts", "export default 7;\n");
    refuses(&app, MEMORY, &["convex/schema.ts", "defineSchema"]);
}

#[test]
fn data_that_does_not_fit_a_new_schema_is_named() {
    let app = App::fixture();
    let program = Program::start(app.path(), &[]);
    value(&program.mutation("notes:add", json!({"text": "kept"})));
    assert!(program.terminate().success());
    let schema = app.read("convex/schema.ts").replace("text: v.string()", "text: v.number()");
    app.write("convex/schema.ts", &schema);
    refuses(&app, &[], &["the schema is not in force", "\"notes\"", "text"]);
}

#[test]
fn a_port_in_use_is_named() {
    let app = App::fixture();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    refuses(&app, &["--memory", "--port", &port], &[&format!("port {port}"), "is taken", "--port N"]);
}

#[test]
fn data_in_use_is_named() {
    let app = App::fixture();
    let first = Program::start(app.path(), &[]);
    let running = format!("already running at {}:", first.url(""));
    refuses(&app, &[], &[&running, "data.sqlite3", "in use by another process"]);
    assert!(first.terminate().success());
    assert!(!app.path().join(".lentil/address").exists(), "nobody runs any more");
}

#[test]
fn data_that_cannot_be_read_is_named() {
    let app = App::fixture();
    app.write(".lentil/data.sqlite3", "This is not a database, and long enough to be seen as none.");
    refuses(&app, &[], &[".lentil/data.sqlite3: ", "file is not a database"]);
}

#[test]
fn generated_code_is_the_official_one_and_is_left_alone_when_it_fits() {
    let app = App::fixture();
    std::fs::remove_dir_all(app.path().join("convex/_generated")).unwrap();
    app.write("convex/dir/more_things.ts", "export const nothing = 1;\n");
    drop(Program::start(app.path(), MEMORY));
    let files = ["api.d.ts", "api.js", "dataModel.d.ts", "server.d.ts", "server.js"];
    let read = || files.map(|file| app.read(&format!("convex/_generated/{file}")));
    let ours = read();
    let mut official = Command::new(app.path().join("node_modules/.bin/convex"));
    official.args(["codegen", "--system-udfs", "--typecheck", "disable"]).current_dir(app.path());
    assert!(official.output().unwrap().status.success());
    assert_eq!(ours, read());

    app.write("convex/_generated/server.js", &format!("{}// mine\n", ours[4]));
    drop(Program::start(app.path(), MEMORY));
    assert!(app.read("convex/_generated/server.js").ends_with("// mine\n"), "left alone");
    app.write("convex/dir/later.ts", "export const nothing = 1;\n");
    drop(Program::start(app.path(), MEMORY));
    assert!(app.read("convex/_generated/api.d.ts").contains("../dir/later.js"), "written anew");
}

#[test]
fn data_survives_a_polite_end_and_a_kill() {
    let app = App::fixture();
    let first = Program::start(app.path(), &[]);
    value(&first.mutation("notes:add", json!({"text": "one"})));
    assert!(first.terminate().success());
    let second = Program::start(app.path(), &[]);
    value(&second.mutation("notes:add", json!({"text": "two"})));
    second.kill();
    let third = Program::start(app.path(), &[]);
    assert_eq!(*value(&third.query("notes:list", json!({}))), json!(["one", "two"]));
}

#[test]
fn the_data_folder_keeps_itself_out_of_the_repository() {
    let app = App::fixture();
    let program = Program::start(app.path(), &[]);
    assert_eq!(app.read(".lentil/.gitignore"), "*\n");
    std::fs::remove_file(app.path().join(".lentil/.gitignore")).unwrap();
    assert!(program.terminate().success());
    drop(Program::start(app.path(), &[]));
    assert!(!app.path().join(".lentil/.gitignore").exists(), "who removes it has a reason");
}

#[test]
fn a_function_that_cannot_be_stopped_does_not_stop_the_end() {
    let app = App::fixture();
    let program = Program::start(app.path(), &[]);
    value(&program.mutation("notes:add", json!({"text": "one"})));
    let _waiting = program.keep_busy();
    assert!(program.terminate().success());
    let second = Program::start(app.path(), &[]);
    assert_eq!(*value(&second.query("notes:list", json!({}))), json!(["one"]));
}
