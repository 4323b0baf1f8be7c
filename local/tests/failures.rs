//! What the surroundings do to a running deployment: a full disk, a terminal that is gone.

mod support;

use serde_json::json;
use support::app::App;
use support::program::{Program, value};
use support::socket::{Client, add, values};

/// 4 MiB: enough to start, too little for many large notes.
const BLOCKS: u32 = 8192;
const LARGE: usize = 500_000;

#[tokio::test]
async fn a_full_disk_closes_the_connection_and_takes_nothing_that_was_answered() {
    let app = App::fixture();
    let program = Program::start_with_small_files(app.path(), BLOCKS);
    let mut client = Client::connect(program.port).await;
    let text = |n: u32| format!("{n} {}", "x".repeat(LARGE));
    let mut answered = Vec::new();
    let frame = loop {
        let request_id = u32::try_from(answered.len()).unwrap();
        assert!(request_id < 100, "the disk is never full");
        client.mutate(request_id, "notes:add", json!({"text": text(request_id)})).await;
        match client.answer(request_id).await {
            Ok(response) => {
                assert_eq!(response["success"], json!(true), "{response}");
                answered.push(text(request_id));
            }
            Err(frame) => break frame.expect("a close frame"),
        }
    };
    assert_eq!((u16::from(frame.code), frame.reason.as_str()), (1011, "InternalServerError"));
    let said = program.complained("A connection was closed because the deployment failed: ");
    assert!(said.contains("the local database failed while "), "{said}");
    assert!(!answered.is_empty());

    let body = json!({"path": "notes:add", "args": {"text": text(0)}}).to_string();
    let (status, response) = program.post("/api/mutation", &body);
    assert_eq!((status, &response["code"]), (500, &json!("InternalServerError")), "{response}");
    assert_eq!(*value(&program.query("notes:list", json!({}))), json!(answered));
    program.kill();
    let program = Program::start(app.path(), &[]);
    assert_eq!(*value(&program.query("notes:list", json!({}))), json!(answered));
}

#[tokio::test]
async fn a_terminal_that_is_gone_harms_nothing() {
    let app = App::fixture();
    let program = Program::start_unheard(app.path());
    let mut client = Client::connect(program.port).await;
    client.modify(&[add(0, "pure:version", json!({}))]).await;
    client.transition().await;
    client.mutate(0, "notes:add", json!({"text": "logged to nobody"})).await;
    assert_eq!(client.answer(0).await.unwrap()["success"], json!(true));
    for version in [1, 2] {
        let source = format!(
            "import {{ query }} from \"./_generated/server\";\n\
             export const version = query({{ handler: async () => {version} }});\n"
        );
        app.write("convex/pure.ts", &source);
        while values(&client.next().await) != [(0, &json!(version))] {}
    }
    assert!(program.terminate().success());
}
