//! A client of the sync socket. Owns: frames in and out, and bookkeeping of versions.

use futures::{SinkExt, StreamExt};
use serde_json::{Value as Json, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::DEADLINE;

pub const SESSION: &str = "6f2d1f0e-8a55-4c1f-9a38-0d4b9e4f7b11";

/// A connected client.
pub struct Client {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    query_set: u32,
    /// The end version of the last transition.
    version: Json,
}

impl Client {
    /// Opens a socket and says nothing yet.
    pub async fn open(port: u16) -> Client {
        let url = format!("ws://127.0.0.1:{port}/api/1.48.0/sync");
        let (stream, _) = connect_async(url).await.unwrap();
        Client { stream, query_set: 0, version: start_version() }
    }

    /// Opens a socket and connects as the official client does.
    pub async fn connect(port: u16) -> Client {
        let mut client = Client::open(port).await;
        client.send(connect_message(SESSION)).await;
        client.modify(&[]).await;
        client.transition().await;
        client
    }

    pub async fn send(&mut self, message: Json) {
        self.stream.send(Message::text(message.to_string())).await.unwrap();
    }

    /// Sends the next `ModifyQuerySet`.
    pub async fn modify(&mut self, modifications: &[Json]) {
        let base = self.query_set;
        self.query_set += 1;
        self.send(json!({
            "type": "ModifyQuerySet",
            "baseVersion": base,
            "newVersion": self.query_set,
            "modifications": modifications,
        }))
        .await;
    }

    /// Sends an `Authenticate` with a user's token.
    pub async fn authenticate(&mut self, base_version: u32, token: &str) {
        let message = json!({
            "type": "Authenticate", "baseVersion": base_version, "tokenType": "User", "value": token,
        });
        self.send(message).await;
    }

    pub async fn mutate(&mut self, request_id: u32, path: &str, args: Json) {
        let message = json!({"type": "Mutation", "requestId": request_id, "udfPath": path, "args": [args]});
        self.send(message).await;
    }

    pub async fn act(&mut self, request_id: u32, path: &str, args: Json) {
        let message = json!({"type": "Action", "requestId": request_id, "udfPath": path, "args": [args]});
        self.send(message).await;
    }

    /// The next message that is not a heartbeat.
    pub async fn next(&mut self) -> Json {
        let coming = async {
            loop {
                match self.stream.next().await.expect("an open socket").unwrap() {
                    Message::Text(text) => {
                        let message: Json = serde_json::from_str(&text).unwrap();
                        if message["type"] != "Ping" {
                            return message;
                        }
                    }
                    Message::Ping(_) | Message::Pong(_) => {}
                    other => panic!("unexpected {other:?}"),
                }
            }
        };
        // For all frames together: pings come for as long as the connection lives.
        timeout(DEADLINE, coming).await.expect("a message in time")
    }

    /// The next message, which has to be a transition from where the last one ended.
    pub async fn transition(&mut self) -> Json {
        let message = self.next().await;
        assert_eq!(message["type"], "Transition", "{message}");
        assert_eq!(message["startVersion"], self.version, "{message}");
        self.version = message["endVersion"].clone();
        message
    }

    /// The next transition's end version reached this timestamp or a later one.
    pub async fn transition_at(&mut self, ts: &Json) -> Json {
        loop {
            let transition = self.transition().await;
            if decode_ts(&transition["endVersion"]["ts"]) >= decode_ts(ts) {
                return transition;
            }
        }
    }

    /// The response to a mutation or an action, or how the server closed the socket instead.
    pub async fn answer(&mut self, request_id: u32) -> Result<Json, Option<CloseFrame>> {
        let answering = async {
            loop {
                match self.stream.next().await {
                    Some(Ok(Message::Text(text))) => {
                        let message: Json = serde_json::from_str(&text).unwrap();
                        if message["requestId"] == json!(request_id) {
                            return Ok(message);
                        }
                    }
                    Some(Ok(Message::Close(frame))) => return Err(frame),
                    Some(Ok(_)) => {}
                    None | Some(Err(_)) => return Err(None),
                }
            }
        };
        timeout(DEADLINE, answering).await.expect("an answer in time")
    }

    /// How the server closed the socket.
    pub async fn closed(&mut self) -> Option<CloseFrame> {
        let closing = async {
            loop {
                match self.stream.next().await {
                    Some(Ok(Message::Close(frame))) => return frame,
                    None | Some(Err(_)) => return None,
                    Some(Ok(_)) => {}
                }
            }
        };
        timeout(DEADLINE, closing).await.expect("a close in time")
    }
}

pub fn connect_message(session: &str) -> Json {
    json!({
        "type": "Connect",
        "sessionId": session,
        "connectionCount": 0,
        "lastCloseReason": "InitialConnect",
        "clientTs": 0,
    })
}

pub fn add(query_id: u32, path: &str, args: Json) -> Json {
    json!({"type": "Add", "queryId": query_id, "udfPath": path, "args": [args]})
}

pub fn remove(query_id: u32) -> Json {
    json!({"type": "Remove", "queryId": query_id})
}

/// The modifications of a transition as `(query id, value)`.
pub fn values(transition: &Json) -> Vec<(u64, &Json)> {
    let modifications = transition["modifications"].as_array().unwrap();
    let value = |it: &'static str, modification: &Json| modification[it].as_u64().unwrap();
    modifications.iter().map(|it| (value("queryId", it), &it["value"])).collect()
}

fn start_version() -> Json {
    json!({"querySet": 0, "identity": 0, "ts": "AAAAAAAAAAA="})
}

pub fn decode_ts(ts: &Json) -> u64 {
    use base64::Engine;
    let bytes = base64::engine::general_purpose::STANDARD.decode(ts.as_str().unwrap()).unwrap();
    u64::from_le_bytes(bytes.try_into().unwrap())
}
