//! One WebSocket, from upgrade to close.
//!
//! Owns: the order of frames in and out, heartbeats, and how a connection ends.
//! Leaves to others: the state behind the messages (`session`), the work (`deployment`).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use convex_sync_types::{AuthenticationToken, ClientMessage, Timestamp};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

use super::chunks::in_parts;
use super::client_version::ClientVersion;
use super::frames;
use super::session::{Refusal, Session};
use crate::deployment::{
    ClientError, Command, Deployment, Finished, FunctionCall, Invalidation, RequestTag, SessionRequest,
    SocketId, SystemFailure, TransitionData,
};
use crate::engine::{Caller, FunctionPath};
use crate::terminal;

const APP_PING_AFTER: Duration = Duration::from_secs(15);
const SOCKET_PING_EVERY: Duration = Duration::from_secs(5);
const CLIENT_TIMEOUT: Duration = Duration::from_secs(120);
/// Mutations and actions, each, that one client may have under way.
const MAX_IN_FLIGHT: usize = 1000;

/// What the deployment tells a socket. One queue for all keeps their order: a response is queued
/// before any transition that was computed after it.
enum Event {
    Invalidated(Invalidation),
    MutationDone { request_id: u32, tag: RequestTag, outcome: Result<Finished, SystemFailure> },
    ActionDone { request_id: u32, tag: RequestTag, outcome: Result<Finished, SystemFailure> },
    TransitionReady(Result<TransitionData, SystemFailure>),
    LatestTs { observed: u64, latest: u64 },
}

struct Connection {
    deployment: Deployment,
    version: ClientVersion,
    socket_id: SocketId,
    session: Session,
    events: UnboundedSender<Event>,
    mutations_in_flight: usize,
    actions_in_flight: usize,
}

/// Serves one client until it leaves or has to.
pub async fn serve_socket(mut socket: WebSocket, version: ClientVersion, deployment: Deployment) {
    let (events, mut inbox) = unbounded_channel();
    let socket_id = deployment.new_socket();
    let invalidations = events.clone();
    let on_invalidated = Box::new(move |why| drop(invalidations.send(Event::Invalidated(why))));
    deployment.send(Command::OpenSocket { socket: socket_id, on_invalidated });
    let mut connection = Connection {
        deployment: deployment.clone(),
        version,
        socket_id,
        session: Session::default(),
        events,
        mutations_in_flight: 0,
        actions_in_flight: 0,
    };
    if let Err(refusal) = run(&mut socket, &mut connection, &mut inbox).await {
        end(&mut socket, refusal).await;
    }
    deployment.send(Command::CloseSocket(socket_id));
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
                    Some(Ok(Message::Text(text))) => connection.on_text(&text)?,
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
        connection.begin_transition();
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
        Refusal::Auth { error, base_version } => (Some(frames::auth_error(&error, base_version)), None),
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

impl Connection {
    fn on_text(&mut self, text: &str) -> Result<(), Refusal> {
        let invalid = |error: &dyn std::fmt::Display| {
            Refusal::Fatal(format!("Received Invalid JSON on websocket: {error}"))
        };
        let json: serde_json::Value = serde_json::from_str(text).map_err(|error| invalid(&error))?;
        match ClientMessage::try_from(json).map_err(|error| invalid(&error))? {
            ClientMessage::Connect { session_id, max_observed_timestamp, client_ts, .. } => {
                let now_ms = i64::try_from(now().as_millis()).unwrap_or(i64::MAX);
                self.session.on_connect(session_id.to_string(), client_ts, now_ms);
                self.check_observed(max_observed_timestamp);
            }
            ClientMessage::ModifyQuerySet { base_version, new_version, modifications } => {
                self.session.on_modify_query_set(base_version, new_version, modifications)?;
            }
            ClientMessage::Mutation { request_id, udf_path, args, .. } => {
                self.mutate(request_id, udf_path.into(), args.get().to_owned())?;
            }
            ClientMessage::Action { request_id, udf_path, args, .. } => {
                self.act(request_id, udf_path.into(), args.get().to_owned())?;
            }
            ClientMessage::Authenticate { base_version, token: AuthenticationToken::None } => {
                self.session.on_signed_out(base_version)?;
            }
            ClientMessage::Authenticate { .. } => return Err(self.session.on_token()),
            ClientMessage::Event(_) => {}
        }
        Ok(())
    }

    /// A client that has seen the future belongs to other data than ours.
    fn check_observed(&self, observed: Option<Timestamp>) {
        if let Some(observed) = observed.map(u64::from) {
            let events = self.events.clone();
            self.deployment.send(Command::LatestTs(Box::new(move |latest| {
                let _ = events.send(Event::LatestTs { observed, latest });
            })));
        }
    }

    /// The deployment runs mutations in the order of its commands, so a socket's stay in order.
    fn mutate(&mut self, request_id: u32, path: FunctionPath, arguments: String) -> Result<(), Refusal> {
        if self.mutations_in_flight >= MAX_IN_FLIGHT {
            return Err(Refusal::Close { code: 1013, reason: "TooManyConcurrentMutations" });
        }
        self.mutations_in_flight += 1;
        let session_id = self.session.session_id.clone();
        let tag = self.tag(request_id);
        let events = self.events.clone();
        self.deployment.send(Command::Mutation {
            call: FunctionCall { path, arguments, caller: Caller::Client },
            session: session_id.map(|session_id| SessionRequest { session_id, request_id }),
            reply: Box::new(move |outcome| {
                let _ = events.send(Event::MutationDone { request_id, tag, outcome });
            }),
        });
        Ok(())
    }

    fn act(&mut self, request_id: u32, path: FunctionPath, arguments: String) -> Result<(), Refusal> {
        if self.actions_in_flight >= MAX_IN_FLIGHT {
            let reason = "TooManyInflightActionsForSingleClient";
            return Err(Refusal::Close { code: 1013, reason });
        }
        self.actions_in_flight += 1;
        let tag = self.tag(request_id);
        let events = self.events.clone();
        let call = FunctionCall { path, arguments, caller: Caller::Client };
        self.deployment.run_action(
            call,
            Box::new(move |outcome| {
                let _ = events.send(Event::ActionDone { request_id, tag, outcome });
            }),
        );
        Ok(())
    }

    fn tag(&self, request_id: u32) -> RequestTag {
        match &self.session.session_id {
            Some(session_id) => RequestTag::of_session(session_id, request_id),
            None => RequestTag::random(),
        }
    }

    /// Gives the messages to send.
    fn on_event(&mut self, event: Event) -> Result<Vec<String>, Refusal> {
        match event {
            Event::Invalidated(why) => {
                self.session.on_invalidated(why);
                Ok(Vec::new())
            }
            Event::MutationDone { request_id, tag, outcome } => {
                self.mutations_in_flight -= 1;
                self.session.on_answered();
                let Finished { result, log_lines, ts } = outcome.map_err(report)?;
                let result = result.map_err(|error| ClientError::new(&tag, error));
                Ok(vec![frames::mutation_response(request_id, &result, ts, &log_lines)])
            }
            Event::ActionDone { request_id, tag, outcome } => {
                self.actions_in_flight -= 1;
                self.session.on_answered();
                let Finished { result, log_lines, .. } = outcome.map_err(report)?;
                let result = result.map_err(|error| ClientError::new(&tag, error));
                Ok(vec![frames::action_response(request_id, &result, &log_lines)])
            }
            Event::TransitionReady(data) => {
                let data = data.map_err(report)?;
                let server_ts = u64::try_from(now().as_nanos()).unwrap_or(u64::MAX);
                let transition = self.session.finish_transition(&data, server_ts);
                let joins_chunks = self.version.joins_chunks;
                Ok(transition.map_or(Vec::new(), |transition| in_parts(transition, joins_chunks)))
            }
            Event::LatestTs { observed, latest } if observed > latest => Err(Refusal::INTERNAL),
            Event::LatestTs { .. } => Ok(Vec::new()),
        }
    }

    fn begin_transition(&mut self) {
        if let Some(changes) = self.session.begin_transition() {
            let events = self.events.clone();
            self.deployment.send(Command::Transition {
                socket: self.socket_id,
                changes,
                reply: Box::new(move |data| drop(events.send(Event::TransitionReady(data)))),
            });
        }
    }
}

/// The client only hears that something failed; the terminal hears what.
fn report(failure: SystemFailure) -> Refusal {
    terminal::complain(format_args!("A connection was closed because the deployment failed: {failure}"));
    Refusal::INTERNAL
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
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
