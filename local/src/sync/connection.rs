//! One connected client: what its messages and the deployment's answers set off.
//!
//! Owns: which command a message becomes, how many requests may be under way, which message an
//! answer becomes. Leaves to others: versions and transitions (`session`), frames (`socket`).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use convex_sync_types::{AuthenticationToken, ClientMessage, Timestamp};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::chunks::in_parts;
use super::client_version::ClientVersion;
use super::frames;
use super::session::{Refusal, Session};
use crate::auth::{AuthRefusal, Identity};
use crate::deployment::{
    Asked, Command, Deployment, Finished, FunctionCall, Invalidation, RequestTag, SessionRequest, SocketId,
    SystemFailure, TransitionData,
};
use crate::engine::{FunctionKind, FunctionPath};
use crate::terminal;

/// Mutations and actions, each, that one client may have under way.
const MAX_IN_FLIGHT: usize = 1000;

/// What the deployment tells a socket. One queue for all keeps their order: a response is queued
/// before any transition that was computed after it.
pub enum Event {
    /// Results may be out of date.
    Invalidated(Invalidation),
    /// A mutation is over.
    MutationDone { request_id: u32, asked: Asked, outcome: Result<Finished, SystemFailure> },
    /// An action is over.
    ActionDone { request_id: u32, asked: Asked, outcome: Result<Finished, SystemFailure> },
    /// What a transition has to tell.
    TransitionReady(Result<TransitionData, SystemFailure>),
    /// The newest time that the client has seen, and the newest there is.
    LatestTs { observed: u64, latest: u64 },
}

/// One connected client.
pub struct Connection {
    deployment: Deployment,
    version: ClientVersion,
    socket_id: SocketId,
    session: Session,
    events: UnboundedSender<Event>,
    mutations_in_flight: usize,
    actions_in_flight: usize,
}

impl Connection {
    /// Makes the client known to the deployment; gives what it will tell.
    pub fn open(deployment: Deployment, version: ClientVersion) -> (Connection, UnboundedReceiver<Event>) {
        let (events, inbox) = unbounded_channel();
        let socket_id = deployment.new_socket();
        let invalidations = events.clone();
        let on_invalidated = Box::new(move |why| drop(invalidations.send(Event::Invalidated(why))));
        deployment.send(Command::OpenSocket { socket: socket_id, on_invalidated });
        let session = Session::default();
        let (mutations_in_flight, actions_in_flight) = (0, 0);
        let connection = Connection {
            deployment,
            version,
            socket_id,
            session,
            events,
            mutations_in_flight,
            actions_in_flight,
        };
        (connection, inbox)
    }

    /// The client is gone.
    pub fn close(self) {
        self.deployment.send(Command::CloseSocket(self.socket_id));
    }

    /// Does what a message asks for.
    pub async fn on_text(&mut self, text: &str) -> Result<(), Refusal> {
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
            ClientMessage::Authenticate { base_version, token } => {
                self.session.check_identity_version(base_version)?;
                let checked = authenticate(self.deployment.clone(), token).await?;
                self.session.on_authenticated(checked)?;
            }
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
        let asked = Asked::new(self.tag(request_id), FunctionKind::Mutation, &path);
        let call = FunctionCall::by(self.session.viewer(SystemTime::now())?, path, arguments);
        self.mutations_in_flight += 1;
        let session_id = self.session.session_id.clone();
        let events = self.events.clone();
        self.deployment.send(Command::Mutation {
            call,
            session: session_id.map(|session_id| SessionRequest { session_id, request_id }),
            reply: Box::new(move |outcome| {
                let _ = events.send(Event::MutationDone { request_id, asked, outcome });
            }),
        });
        Ok(())
    }

    fn act(&mut self, request_id: u32, path: FunctionPath, arguments: String) -> Result<(), Refusal> {
        if self.actions_in_flight >= MAX_IN_FLIGHT {
            let reason = "TooManyInflightActionsForSingleClient";
            return Err(Refusal::Close { code: 1013, reason });
        }
        let asked = Asked::new(self.tag(request_id), FunctionKind::Action, &path);
        let call = FunctionCall::by(self.session.viewer(SystemTime::now())?, path, arguments);
        self.actions_in_flight += 1;
        let events = self.events.clone();
        self.deployment.run_action(
            call,
            Box::new(move |outcome| {
                let _ = events.send(Event::ActionDone { request_id, asked, outcome });
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
    pub fn on_event(&mut self, event: Event) -> Result<Vec<String>, Refusal> {
        match event {
            Event::Invalidated(why) => {
                self.session.on_invalidated(why);
                Ok(Vec::new())
            }
            Event::MutationDone { request_id, asked, outcome } => {
                self.mutations_in_flight -= 1;
                self.session.on_answered();
                let Finished { result, log_lines, ts } = outcome.map_err(report)?;
                let result = result.map_err(|error| asked.failed(error));
                Ok(vec![frames::mutation_response(request_id, &result, ts, &log_lines)])
            }
            Event::ActionDone { request_id, asked, outcome } => {
                self.actions_in_flight -= 1;
                self.session.on_answered();
                let Finished { result, log_lines, .. } = outcome.map_err(report)?;
                let result = result.map_err(|error| asked.failed(error));
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

    /// Asks for a transition if one is due.
    pub fn begin_transition(&mut self) -> Result<(), Refusal> {
        if let Some(changes) = self.session.begin_transition(SystemTime::now())? {
            let events = self.events.clone();
            self.deployment.send(Command::Transition {
                socket: self.socket_id,
                changes,
                reply: Box::new(move |data| drop(events.send(Event::TransitionReady(data)))),
            });
        }
        Ok(())
    }
}

/// On a thread that may wait for the provider's keys. What comes after is not looked at meanwhile.
async fn authenticate(
    deployment: Deployment,
    token: AuthenticationToken,
) -> Result<Result<Identity, AuthRefusal>, Refusal> {
    let checking = tokio::task::spawn_blocking(move || deployment.authenticate(token));
    checking.await.map_err(|_| Refusal::INTERNAL)
}

/// The client only hears that something failed; the terminal hears what.
fn report(failure: SystemFailure) -> Refusal {
    terminal::complain(format_args!("A connection was closed because the deployment failed: {failure}"));
    Refusal::INTERNAL
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
