//! The sync protocol over a real socket.

mod support;

use serde_json::json;
use support::app::App;
use support::program::{Program, value};
use support::socket::{Client, SESSION, add, connect_message, decode_ts, remove, values};

fn start() -> (App, Program) {
    let app = App::fixture();
    let program = Program::start(app.path(), &["--memory"]);
    (app, program)
}

#[tokio::test]
async fn a_subscription_follows_the_data() {
    let (_app, program) = start();
    let mut watcher = Client::connect(program.port).await;
    let mut writer = Client::connect(program.port).await;
    watcher.modify(&[add(0, "notes:list", json!({})), add(1, "notes:withText", json!({"text": "b"}))]).await;
    let first = watcher.transition().await;
    assert_eq!(values(&first), [(0, &json!([])), (1, &json!(0))]);

    writer.mutate(0, "notes:add", json!({"text": "a"})).await;
    let response = writer.next().await;
    assert_eq!(response["success"], json!(true), "{response}");
    assert_eq!(response["logLines"], json!(["[LOG] 'adding' 'a'"]));
    let followed = watcher.transition().await;
    assert_eq!(values(&followed), [(0, &json!(["a"]))], "the other query is not touched");
    assert!(decode_ts(&followed["endVersion"]["ts"]) >= decode_ts(&response["ts"]));

    watcher.modify(&[remove(0)]).await;
    let removed = watcher.transition().await;
    assert_eq!(removed["modifications"], json!([{"type": "QueryRemoved", "queryId": 0}]));
}

#[tokio::test]
async fn a_mutation_is_answered_before_the_transition_that_shows_it() {
    let (_app, program) = start();
    let mut client = Client::connect(program.port).await;
    client.modify(&[add(0, "notes:list", json!({}))]).await;
    client.transition().await;
    for (request_id, text) in [(0, "a"), (1, "b"), (2, "c")] {
        client.mutate(request_id, "notes:add", json!({"text": text})).await;
        let response = client.next().await;
        assert_eq!(response["type"], "MutationResponse", "{response}");
        client.transition_at(&response["ts"]).await;
    }
}

#[tokio::test]
async fn a_mutation_without_effect_gets_a_transition_too() {
    let (_app, program) = start();
    let mut client = Client::connect(program.port).await;
    client.mutate(0, "pure:callsSoFar", json!({})).await;
    let response = client.next().await;
    let transition = client.transition_at(&response["ts"]).await;
    assert_eq!(transition["modifications"], json!([]));
    client.mutate(1, "notes:addThenThrow", json!({"text": "a"})).await;
    let failed = client.next().await;
    assert_eq!((&failed["success"], &failed["ts"]), (&json!(false), &json!(null)));
    assert_eq!(failed["errorData"]["code"], json!("NO"));
    client.transition().await;
}

#[tokio::test]
async fn mutations_of_one_socket_run_in_order() {
    let (_app, program) = start();
    let mut client = Client::connect(program.port).await;
    for request_id in 0..20 {
        client.mutate(request_id, "notes:add", json!({"text": format!("{request_id}")})).await;
    }
    let mut answered = Vec::new();
    while answered.len() < 20 {
        let message = client.next().await;
        if message["type"] == "MutationResponse" {
            answered.push(message["requestId"].as_u64().unwrap());
        }
    }
    assert_eq!(answered, (0..20).collect::<Vec<_>>());
    let texts: Vec<String> = (0..20).map(|n: u32| n.to_string()).collect();
    assert_eq!(*value(&program.query("notes:list", json!({}))), json!(texts));
}

#[tokio::test]
async fn a_resent_mutation_runs_once_even_after_a_kill() {
    let app = App::fixture();
    let program = Program::start(app.path(), &[]);
    let mut client = Client::connect(program.port).await;
    client.mutate(7, "notes:add", json!({"text": "once"})).await;
    let first = client.next().await;
    client.transition().await;
    client.mutate(7, "notes:add", json!({"text": "once"})).await;
    assert_eq!(client.next().await, first);
    program.kill();
    let program = Program::start(app.path(), &[]);
    let mut client = Client::connect(program.port).await;
    client.mutate(7, "notes:add", json!({"text": "once"})).await;
    assert_eq!(client.next().await, first);
    assert_eq!(*value(&program.query("notes:list", json!({}))), json!(["once"]));
}

#[tokio::test]
async fn failing_queries_are_told_and_follow_the_data_as_well() {
    let (_app, program) = start();
    let mut client = Client::connect(program.port).await;
    client.modify(&[add(0, "notes:failsWhenEmpty", json!({})), add(1, "pure:hidden", json!({}))]).await;
    let failed = client.transition().await;
    let [first, second] = failed["modifications"].as_array().unwrap().as_slice() else { panic!("{failed}") };
    assert_eq!((&first["type"], &first["errorData"]), (&json!("QueryFailed"), &json!("empty")));
    assert!(second["errorMessage"].as_str().unwrap().contains("Could not find public function"));
    assert!(second.get("errorData").is_none());
    client.mutate(0, "notes:add", json!({"text": "a"})).await;
    let response = client.next().await;
    let healed = client.transition_at(&response["ts"]).await;
    assert_eq!(values(&healed), [(0, &json!("filled"))]);
}

#[tokio::test]
async fn actions_run_side_by_side() {
    let (_app, program) = start();
    let mut client = Client::connect(program.port).await;
    for (request_id, path) in [(0, "pure:sleepTwice"), (1, "pure:webThings")] {
        client.act(request_id, path, json!({})).await;
    }
    let mut answered = Vec::new();
    while answered.len() < 2 {
        let message = client.next().await;
        if message["type"] == "ActionResponse" {
            assert_eq!(message["success"], json!(true), "{message}");
            answered.push(message["requestId"].as_u64().unwrap());
        }
    }
    answered.sort_unstable();
    assert_eq!(answered, [0, 1]);
}

#[tokio::test]
async fn signing_out_counts_too() {
    let (_app, program) = start();
    let mut client = Client::connect(program.port).await;
    client.send(json!({"type": "Authenticate", "baseVersion": 0, "tokenType": "None"})).await;
    let transition = client.transition().await;
    assert_eq!(transition["endVersion"]["identity"], json!(1));
}

#[tokio::test]
async fn a_page_comes_with_its_end_and_ends_there_again() {
    let (_app, program) = start();
    for text in ["a", "c", "e"] {
        value(&program.mutation("notes:add", json!({"text": text})));
    }
    let first_two = json!({"paginationOpts": {"numItems": 2, "cursor": null}});
    let mut client = Client::connect(program.port).await;
    client.modify(&[add(0, "notes:page", first_two.clone())]).await;
    let told = client.transition().await["modifications"][0].clone();
    assert_eq!(told["value"]["page"], json!(["a", "c"]));
    let journal = told["journal"].as_str().expect("the end of the page");
    assert_eq!(told["value"]["continueCursor"], journal);
    value(&program.mutation("notes:add", json!({"text": "b"})));
    let told = client.transition().await["modifications"][0].clone();
    assert_eq!((&told["value"]["page"], &told["journal"]), (&json!(["a", "b", "c"]), &json!(journal)));
    // Another client brings the journal along, a third one has none.
    let mut returned = add(1, "notes:page", first_two.clone());
    returned["journal"] = json!(journal);
    let mut others = Client::connect(program.port).await;
    others.modify(&[returned, add(2, "notes:page", first_two)]).await;
    let told = others.transition().await["modifications"].clone();
    let pages = [&told[0]["value"]["page"], &told[1]["value"]["page"]];
    assert_eq!(pages, [&json!(["a", "b", "c"]), &json!(["a", "b"])]);
}

#[tokio::test]
async fn broken_messages_end_the_connection_with_a_reason() {
    let (_app, program) = start();
    let mut client = Client::connect(program.port).await;
    client.send(json!({"type": "Nonsense"})).await;
    let fatal = client.next().await;
    assert_eq!(fatal["type"], "FatalError");
    assert!(fatal["error"].as_str().unwrap().starts_with("Received Invalid JSON on websocket: "));
    client.closed().await;

    let mut client = Client::connect(program.port).await;
    let modify = json!({"type": "ModifyQuerySet", "baseVersion": 9, "newVersion": 10, "modifications": []});
    client.send(modify).await;
    let fatal = client.next().await;
    assert!(fatal["error"].as_str().unwrap().contains("BaseVersionMismatch"), "{fatal}");
    client.closed().await;
}

#[tokio::test]
async fn what_no_client_should_say_closes_with_a_code() {
    let (_app, program) = start();
    let modify = |base, new, changes| json!({"type": "ModifyQuerySet", "baseVersion": base, "newVersion": new, "modifications": changes});
    let query = add(0, "notes:list", json!({}));
    for message in [
        modify(1, 1, json!([])),
        modify(1, 2, json!([query, query])),
        modify(1, 2, json!([remove(9)])),
        json!({"type": "Authenticate", "baseVersion": 7, "tokenType": "None"}),
    ] {
        let mut client = Client::connect(program.port).await;
        client.send(message.clone()).await;
        let frame = client.closed().await.expect("a close frame");
        let closed = (u16::from(frame.code), frame.reason.as_str());
        assert_eq!(closed, (1011, "InternalServerError"), "{message}");
    }
}

#[tokio::test]
async fn a_client_that_asks_for_too_much_at_once_is_sent_away_for_now() {
    let (_app, program) = start();
    let mut client = Client::connect(program.port).await;
    // Holds up the mutations behind it.
    let _busy = program.keep_busy();
    for request_id in 0..=1000 {
        client.mutate(request_id, "notes:add", json!({"text": "x"})).await;
    }
    let frame = client.closed().await.expect("a close frame");
    let closed = (u16::from(frame.code), frame.reason.as_str());
    assert_eq!(closed, (1013, "TooManyConcurrentMutations"));
}

#[tokio::test]
async fn a_client_with_too_many_actions_under_way_is_sent_away_for_now() {
    let (_app, program) = start();
    let mut client = Client::connect(program.port).await;
    for request_id in 0..=1000 {
        client.act(request_id, "pure:waits", json!({})).await;
    }
    let frame = client.closed().await.expect("a close frame");
    let closed = (u16::from(frame.code), frame.reason.as_str());
    assert_eq!(closed, (1013, "TooManyInflightActionsForSingleClient"));
    // Nobody else is harmed.
    let mut client = Client::connect(program.port).await;
    client.act(0, "pure:webThings", json!({})).await;
    assert_eq!(client.next().await["success"], json!(true));
}

#[tokio::test]
async fn a_client_from_the_future_is_closed() {
    let (_app, program) = start();
    let mut client = Client::open(program.port).await;
    let mut connect = connect_message(SESSION);
    connect["maxObservedTimestamp"] = json!("/////////38=");
    client.send(connect).await;
    let frame = client.closed().await.expect("a close frame");
    assert_eq!((u16::from(frame.code), frame.reason.as_str()), (1011, "InternalServerError"));
}

#[tokio::test]
async fn two_sockets_share_a_query_and_both_follow() {
    let (_app, program) = start();
    let mut clients = [Client::connect(program.port).await, Client::connect(program.port).await];
    for client in &mut clients {
        client.modify(&[add(0, "notes:list", json!({})), add(1, "notes:list", json!({}))]).await;
        client.transition().await;
    }
    value(&program.mutation("notes:add", json!({"text": "a"})));
    for client in &mut clients {
        let transition = client.transition().await;
        assert_eq!(values(&transition), [(0, &json!(["a"])), (1, &json!(["a"]))]);
    }
}
