//! One WebSocket, from upgrade to close.
//!
//! Owns: the order of frames in and out, heartbeats, and how a connection ends.
//! Leaves to others: what a message sets off (`connection`).

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

use super::client_version::ClientVersion;
use super::connection::{Connection, Event};
use super::frames;
use super::session::Refusal;
use crate::deployment::Deployment;

const APP_PING_AFTER: Duration = Duration::from_secs(15);
const SOCKET_PING_EVERY: Duration = Duration::from_secs(5);
const CLIENT_TIMEOUT: Duration = Duration::from_secs(120);

/// Serves one client until it leaves or has to.
pub async fn serve_socket(mut socket: WebSocket, version: ClientVersion, deployment: Deployment) {
    let (mut connection, mut inbox) = Connection::open(deployment, version);
    if let Err(refusal) = run(&mut socket, &mut connection, &mut inbox).await {
        end(&mut socket, refusal).await;
    }
    connection.close();
}

/// `Ok`: the client is gone. `Err`: it has to go.
async fn run(
    socket: &mut WebSocket,
    connection: &mut Connection,
    inbox: &mut UnboundedReceiver<Event>,
) -> Result<(), Refusal> {
    let mut socket_pings = interval(SOCKET_PING_EVERY);
    socket_pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last_sent = Instant::now();
    let mut last_received = Instant::now();
    loop {
        let outgoing = tokio::select! {
            received = socket.recv() => {
                last_received = Instant::now();
                match received {
                    Some(Ok(Message::Text(text))) => connection.on_text(&text).await?,
                    Some(Ok(Message::Binary(_))) => return Err(Refusal::INTERNAL),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(()),
                }
                Vec::new()
            }
            Some(event) = inbox.recv() => connection.on_event(event)?,
            () = sleep_until(last_sent + APP_PING_AFTER) => vec![frames::ping()],
            () = sleep_until(last_received + CLIENT_TIMEOUT) => {
                return Err(Refusal::Close { code: 1000, reason: "ClientDisconnected" });
            }
            _ = socket_pings.tick() => {
                if !in_time(CLIENT_TIMEOUT, socket.send(Message::Ping(Default::default()))).await {
                    return Ok(());
                }
                Vec::new()
            }
        };
        connection.begin_transition()?;
        for text in outgoing {
            last_sent = Instant::now();
            if !in_time(CLIENT_TIMEOUT, socket.send(Message::Text(text.into()))).await {
                return Ok(());
            }
        }
    }
}

async fn end(socket: &mut WebSocket, refusal: Refusal) {
    let (last, close) = match refusal {
        Refusal::Fatal(error) => (Some(frames::fatal_error(&error)), None),
        Refusal::Auth { error, base_version, is_refused_update } => {
            (Some(frames::auth_error(&error, base_version, is_refused_update)), None)
        }
        Refusal::Close { code, reason } => (None, Some(CloseFrame { code, reason: reason.into() })),
    };
    if let Some(text) = last {
        in_time(CLIENT_TIMEOUT, socket.send(Message::Text(text.into()))).await;
    }
    in_time(CLIENT_TIMEOUT, socket.send(Message::Close(close))).await;
}

/// Whether something was sent. A client that reads nothing would hold its connection, and all that
/// is queued for it, for ever.
async fn in_time<E>(limit: Duration, sending: impl Future<Output = Result<(), E>>) -> bool {
    matches!(timeout(limit, sending).await, Ok(Ok(())))
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[tokio::test]
    async fn a_client_that_reads_nothing_is_given_up() {
        assert!(!in_time(Duration::ZERO, pending::<Result<(), ()>>()).await);
        assert!(!in_time(CLIENT_TIMEOUT, ready(Err(()))).await);
        assert!(in_time(CLIENT_TIMEOUT, ready(Ok::<(), ()>(()))).await);
    }
}
