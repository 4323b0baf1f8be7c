//! New code while the deployment runs: swapped in whole, or not at all and with the reason.

mod support;

use serde_json::{Value as Json, json};
use support::app::App;
use support::program::{Program, value};
use support::socket::{Client, add, values};

const QUERY: &str = "import { query } from \"./_generated/server\";\n";

fn start() -> (App, Program) {
    let app = App::fixture();
    app.write("convex/pure.ts", &version(1));
    let program = Program::start(app.path(), &[]);
    (app, program)
}

/// A module whose only function tells the version.
fn version(version: u32) -> String {
    format!("{QUERY}export const version = query({{ handler: async () => {version} }});\n")
}

fn running(program: &Program) -> Option<f64> {
    value(&program.query("pure:version", json!({}))).as_f64()
}

#[tokio::test]
async fn new_code_runs_and_every_subscription_follows() {
    let (app, program) = start();
    let mut clients = [Client::connect(program.port).await, Client::connect(program.port).await];
    for client in &mut clients {
        client.modify(&[add(0, "pure:version", json!({})), add(1, "notes:list", json!({}))]).await;
        client.transition().await;
    }
    app.write("convex/pure.ts", &version(2));
    for client in &mut clients {
        let transition = client.transition().await;
        assert_eq!(values(&transition), [(0, &json!(2))], "what gives the same is not sent again");
    }
    assert_eq!(running(&program), Some(2.0));
    program.said("Reloaded ");
}

#[tokio::test]
async fn a_new_module_is_served_and_gets_into_the_generated_code() {
    let (app, program) = start();
    let mut client = Client::connect(program.port).await;
    client.modify(&[add(0, "dir/later:version", json!({}))]).await;
    assert_eq!(client.transition().await["modifications"][0]["type"], "QueryFailed");
    let source = version(7).replace("./_generated", "../_generated");
    app.write("convex/dir/later.ts", &source);
    assert_eq!(values(&client.transition().await), [(0, &json!(7))]);
    assert!(app.read("convex/_generated/api.d.ts").contains("../dir/later.js"));
    std::fs::remove_file(app.path().join("convex/dir/later.ts")).unwrap();
    assert_eq!(client.transition().await["modifications"][0]["type"], "QueryFailed");
    assert!(!app.read("convex/_generated/api.d.ts").contains("../dir/later.js"));
}

#[test]
fn broken_code_is_named_with_its_place_and_the_old_code_keeps_running() {
    let (app, program) = start();
    for (number, (broken, culprits)) in (2..).zip([
        ("export const a = ;\n", &["convex/pure.ts:1:17"][..]),
        ("\nimport \"./nowhere\";\n", &["./nowhere", "convex/pure.ts:2:7"]),
        ("export const a = 1;\nthrow new Error('at import');\n", &["at import", "convex/pure.ts:2"]),
    ]) {
        app.write("convex/pure.ts", broken);
        let said = program.complained(culprits.last().unwrap());
        assert!(said.contains("Not reloaded; the functions from before keep running: "), "{said}");
        for culprit in culprits {
            assert!(said.contains(culprit), "{culprit} is not in: {said}");
        }
        assert_eq!(running(&program), Some(f64::from(number - 1)));
        app.write("convex/pure.ts", &version(number));
        program.said("Reloaded ");
        assert_eq!(running(&program), Some(f64::from(number)));
    }
}

#[test]
fn a_schema_that_does_not_fit_the_data_changes_nothing() {
    let (app, program) = start();
    value(&program.mutation("notes:add", json!({"text": "kept"})));
    let schema = app.read("convex/schema.ts");
    app.write("convex/pure.ts", &version(2));
    program.said("Reloaded ");
    app.write("convex/schema.ts", &schema.replace("text: v.string()", "text: v.number()"));
    let said = program.complained("convex/schema.ts does not fit the data: ");
    assert!(said.contains("\"notes\""), "{said}");
    assert_eq!(running(&program), Some(2.0));
    value(&program.mutation("notes:add", json!({"text": "fits the old schema"})));

    let fitting = schema.replace("text: v.string()", "text: v.union(v.string(), v.null())");
    app.write("convex/schema.ts", &fitting);
    program.said("Reloaded ");
    assert_eq!(*value(&program.query("notes:list", json!({}))), json!(["kept", "fits the old schema"]));
}

#[test]
fn a_new_table_and_a_new_index_can_be_used_at_once() {
    let (app, program) = start();
    value(&program.mutation("notes:add", json!({"text": "b"})));
    let schema = app.read("convex/schema.ts");
    let with_index =
        schema.replace(".index(\"by_text\"", ".index(\"by_pinned\", [\"pinned\"]).index(\"by_text\"");
    app.write("convex/schema.ts", &with_index.replace("counters:", "fresh: defineTable({}),\n  counters:"));
    app.write(
        "convex/pure.ts",
        &format!(
            "{QUERY}export const both = query({{ handler: async (ctx) => [\n\
             (await ctx.db.query('notes').withIndex('by_pinned').collect()).length,\n\
             (await ctx.db.query('fresh').collect()).length ] }});\n"
        ),
    );
    // The two files may arrive as one change or as two.
    let both = loop {
        program.said("Reloaded ");
        let response = program.query("pure:both", json!({}));
        if response["status"] == "success" {
            break response;
        }
    };
    assert_eq!(numbers(value(&both)), [1.0, 0.0]);
}

#[test]
fn files_outside_the_functions_folder_are_followed_too() {
    let app = App::fixture();
    let shared = |value: u32| format!("export const value: number = {value};\n");
    let importing = version(0).replace("=> 0", "=> value");
    app.write("shared/deep/value.ts", &shared(1));
    app.write("convex/pure.ts", &format!("import {{ value }} from \"../shared/deep/value\";\n{importing}"));
    let program = Program::start(app.path(), &["--memory"]);
    assert_eq!(running(&program), Some(1.0));
    app.write("shared/deep/value.ts", &shared(2));
    reloaded_to(&program, 2.0);

    // As a whole in the place of the old one, as many editors write.
    app.write("shared/deep/value.ts.new", &shared(3));
    let at = |file: &str| app.path().join("shared/deep").join(file);
    std::fs::rename(at("value.ts.new"), at("value.ts")).unwrap();
    reloaded_to(&program, 3.0);

    // A new one, broken from the start: it is followed from the complaint on.
    app.write("other/value.ts", "export const value = ;\n");
    app.write("convex/pure.ts", &format!("import {{ value }} from \"../other/value\";\n{importing}"));
    program.complained("other/value.ts:1:21");
    app.write("other/value.ts", &shared(4));
    reloaded_to(&program, 4.0);
}

/// A file that is new where it is watched may cause one look more.
#[track_caller]
fn reloaded_to(program: &Program, version: f64) {
    program.said("Reloaded ");
    while running(program) != Some(version) {
        program.said("Reloaded ");
    }
}

#[test]
fn environment_variables_are_read_anew() {
    let app = App::fixture();
    let program = Program::start(app.path(), &["--memory"]);
    app.write(".env.local", "GREETING=hello again\n");
    program.said("Reloaded ");
    assert_eq!(value(&program.query("pure:environment", json!({})))[0], json!("hello again"));
}

fn numbers(json: &Json) -> Vec<f64> {
    json.as_array().into_iter().flatten().filter_map(Json::as_f64).collect()
}
