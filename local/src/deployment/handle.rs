//! The deployment as other threads hold it.
//!
//! Owns: starting and stopping the deployment's thread, and what other threads may ask of it.
//! Leaves to others: queries and mutations (`worker`), the threads of actions (`actions`), whether
//! a token is good (`auth`).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::SystemTime;

use convex_sync_types::AuthenticationToken;
use lentil_store::{Schema, Store, StoreError, TableMap};
use tokio::sync::oneshot;

use super::actions::{ActionReply, run_on_own_thread};
use super::command::{Command, FunctionCall, SocketId};
use super::outcome::Finished;
use super::published::Published;
use super::subscriptions::Subscriptions;
use super::worker::Worker;
use crate::auth::{AdminKey, AuthRefusal, Identity, Viewer};
use crate::engine::{
    Answer, Caller, FunctionCaller, FunctionKind, FunctionPath, LoadedApp, OpError, run_action,
};

/// A handle on a running deployment.
#[derive(Clone)]
pub struct Deployment(Arc<Inner>);

struct Inner {
    commands: Sender<Command>,
    published: Arc<Published>,
    admin_key: AdminKey,
    next_socket: AtomicU64,
}

/// The deployment as the action of one viewer calls it.
struct OnBehalf {
    deployment: Deployment,
    viewer: Viewer,
}

/// The deployment's thread. Join it after [`Deployment::stop`].
pub struct DeploymentThread {
    /// To join.
    pub thread: JoinHandle<()>,
    /// Resolves when the thread ends, whatever the reason.
    pub ended: oneshot::Receiver<()>,
}

impl Deployment {
    /// Starts the deployment's thread.
    pub fn start(
        app: Arc<LoadedApp>,
        store: Store,
        admin_key: AdminKey,
    ) -> std::io::Result<(Deployment, DeploymentThread)> {
        let (sender, receiver) = channel();
        let (alive, ended) = oneshot::channel();
        let published = Arc::new(Published::new(app.clone(), store.tables()));
        let subscriptions = Subscriptions::default();
        let worker = Worker { app, store, published: published.clone(), subscriptions };
        let thread = thread::Builder::new()
            .name("deployment".to_owned())
            .stack_size(16 * 1024 * 1024) // Functions may call each other, a JavaScript stack each.
            .spawn(move || {
                let _alive: oneshot::Sender<()> = alive;
                worker.work(&receiver);
            })?;
        let next_socket = AtomicU64::new(1);
        let deployment = Deployment(Arc::new(Inner { commands: sender, published, admin_key, next_socket }));
        Ok((deployment, DeploymentThread { thread, ended }))
    }

    /// Sends a command. A stopped deployment drops it, and with it the reply.
    pub fn send(&self, command: Command) {
        let _ = self.0.commands.send(command);
    }

    /// Ends the deployment's thread after the commands sent so far.
    pub fn stop(&self) {
        self.send(Command::Stop);
    }

    /// Swaps functions and schema, between two runs; an action that runs goes on with its own.
    /// `Err`: everything is as it was. `None`: the deployment has stopped.
    pub fn replace(&self, app: Arc<LoadedApp>, schema: Schema) -> Option<Result<(), StoreError>> {
        let (sender, receiver) = channel();
        let reply = Box::new(move |replaced| drop(sender.send(replaced)));
        self.send(Command::Replace { app, schema, reply });
        receiver.recv().ok()
    }

    /// A name for a new socket.
    pub fn new_socket(&self) -> SocketId {
        SocketId(self.0.next_socket.fetch_add(1, Ordering::Relaxed))
    }

    /// Runs an action on a thread of its own.
    pub fn run_action(&self, call: FunctionCall, reply: ActionReply) {
        let deployment = self.clone();
        let thread = thread::Builder::new().name("action".to_owned()).stack_size(4 * 1024 * 1024);
        run_on_own_thread(thread, call, reply, move |call| {
            let FunctionCall { path, arguments, caller, viewer } = call;
            let app = deployment.0.published.app();
            let functions: Arc<dyn FunctionCaller> = Arc::new(OnBehalf { deployment, viewer });
            let (result, log_lines) = run_action(&app, functions, &path, &arguments, caller);
            Finished::new(result, log_lines, None)
        });
    }

    /// Who this token stands for. May take as long as fetching the keys of its provider.
    pub fn authenticate(&self, token: AuthenticationToken) -> Result<Identity, AuthRefusal> {
        match token {
            AuthenticationToken::None => Ok(Identity::default()),
            AuthenticationToken::User(token) => self.0.published.app().auth.verify(&token, SystemTime::now()),
            AuthenticationToken::Admin(key, acting_as) if self.0.admin_key.is(&key) => {
                let acting_as = acting_as.map(serde_json::Value::try_from).transpose();
                let acting_as = acting_as.map_err(|error| AuthRefusal::token(error.to_string()))?;
                Ok(Identity::admin(acting_as.map(|user| user.to_string())))
            }
            AuthenticationToken::Admin(..) => Err(AuthRefusal::admin_key()),
        }
    }

    /// What a function is, whoever may call it.
    pub fn kind_of(&self, path: &FunctionPath) -> Option<FunctionKind> {
        self.0.published.app().functions.kind(path)
    }
}

impl FunctionCaller for OnBehalf {
    fn call(
        &self,
        kind: FunctionKind,
        path: FunctionPath,
        arguments: String,
        reply: Box<dyn FnOnce(Answer) + Send>,
    ) {
        let viewer = self.viewer.clone();
        let call = FunctionCall { path, arguments, caller: Caller::Function, viewer };
        let reply: ActionReply = Box::new(move |finished| {
            reply(match finished {
                Ok(Finished { result: Ok(text), .. }) => Ok(text),
                Ok(Finished { result: Err(error), .. }) => {
                    Err(OpError { message: error.message, data: error.data })
                }
                Err(failure) => Err(OpError::new(format!("the local deployment failed: {failure}"))),
            });
        });
        match kind {
            FunctionKind::Query => self.deployment.send(Command::Query { call, reply }),
            FunctionKind::Mutation => {
                self.deployment.send(Command::Mutation { call, session: None, reply });
            }
            FunctionKind::Action => self.deployment.run_action(call, reply),
        }
    }

    fn tables(&self) -> Arc<TableMap> {
        self.deployment.0.published.tables()
    }

    fn viewer(&self) -> &Viewer {
        &self.viewer
    }
}
