//! Actions: one run on the caller's thread, with the network, timers and calls to other functions.
//!
//! Owns: answering what an action asks for, in the order in which the answers arrive.
//! Leaves to others: running the called functions (a `FunctionCaller`), HTTP itself (`fetch`).

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use lentil_store::TableMap;
use serde_json::Value as Json;

use super::driver::{Job, drive};
use super::failure::Failure;
use super::fetch::fetch;
use super::functions::{Caller, FunctionKind, FunctionPath};
use super::host::{Answer, Host, OpError, Progress, Ticket};
use super::limits::TimeLimit;
use super::load::LoadedApp;
use super::operations::{address, unanswered, unanswered_sync};
use super::sandbox::{Sandbox, SandboxKind, Settings};
use super::trace::Trace;
use super::validation::{checked_arguments, checked_result};
use crate::auth::Viewer;

/// Runs functions on behalf of an action, each in a transaction of its own.
pub trait FunctionCaller: Send + Sync {
    /// Starts the call; `reply` gets its answer, from any thread.
    fn call(
        &self,
        kind: FunctionKind,
        path: FunctionPath,
        arguments: String,
        reply: Box<dyn FnOnce(Answer) + Send>,
    );

    /// The tables as of now, for validators.
    fn tables(&self) -> Arc<TableMap>;

    /// Who the action, and all that it calls, runs for.
    fn viewer(&self) -> &Viewer;
}

/// Runs an action to its end. Gives its result as JSON text, and its log lines.
pub fn run_action(
    app: &LoadedApp,
    functions: Arc<dyn FunctionCaller>,
    path: &FunctionPath,
    arguments: &str,
    caller: Caller,
) -> (Result<String, Failure>, Vec<String>) {
    let trace = Trace::default().of(FunctionKind::Action, path);
    let result = run(app, functions, path, arguments, caller, trace.clone());
    (result, trace.take_lines())
}

fn run(
    app: &LoadedApp,
    functions: Arc<dyn FunctionCaller>,
    path: &FunctionPath,
    arguments: &str,
    caller: Caller,
    trace: Trace,
) -> Result<String, Failure> {
    let function = app.functions.find(path, FunctionKind::Action, caller)?;
    let arguments = checked_arguments(path, function, arguments, &functions.tables())?;
    let host: Rc<RefCell<dyn Host>> = Rc::new(RefCell::new(ActionHost::new(functions.clone())));
    let now_ms = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64() * 1000.0;
    let settings = Settings { kind: SandboxKind::Action, now_ms, seed: rand::random(), env: app.env.clone() };
    let sandbox = Sandbox::new(&app.modules, &settings, host.clone(), TimeLimit::action(), trace)?;
    let (module, export) = (path.module.as_str(), path.function.as_str());
    // The first argument is a request id that operations echo; there is one request per host here.
    let arguments = vec![String::new(), arguments];
    let result = drive(&sandbox, &host, Job::Run { module, export, method: "invokeAction", arguments })?;
    checked_result(path, function, result, &functions.tables())
}

struct ActionHost {
    functions: Arc<dyn FunctionCaller>,
    answers: Receiver<(Ticket, Answer)>,
    answering: Sender<(Ticket, Answer)>,
    /// By due time, then by order of the calls.
    timers: BTreeSet<(Instant, u32)>,
}

impl ActionHost {
    fn new(functions: Arc<dyn FunctionCaller>) -> ActionHost {
        let (answering, answers) = channel();
        ActionHost { functions, answers, answering, timers: BTreeSet::new() }
    }

    fn begin(&mut self, ticket: Ticket, op: &str, args: &str) -> Result<Progress, OpError> {
        let args: Json = serde_json::from_str(args)
            .map_err(|error| OpError::new(format!("Invalid arguments for `{op}`: {error}")))?;
        match op {
            "1.0/actions/query" => self.call(ticket, FunctionKind::Query, &args),
            "1.0/actions/mutation" => self.call(ticket, FunctionKind::Mutation, &args),
            "1.0/actions/action" => self.call(ticket, FunctionKind::Action, &args),
            "1.0/getUserIdentity" => Ok(Progress::Done(Ok(self.functions.viewer().user().to_owned()))),
            "lentil/sleep" => Ok(self.sleep(ticket, &args)),
            "lentil/fetch" => {
                let reply = self.reply_to(ticket);
                fetch(args, reply).map_err(OpError::new)?;
                Ok(Progress::Waiting)
            }
            _ => Err(unanswered(op)),
        }
    }

    fn call(&self, ticket: Ticket, kind: FunctionKind, args: &Json) -> Result<Progress, OpError> {
        let path = address(args)?;
        self.functions.call(kind, path, args["args"].to_string(), self.reply_to(ticket));
        Ok(Progress::Waiting)
    }

    fn reply_to(&self, ticket: Ticket) -> Box<dyn FnOnce(Answer) + Send> {
        let answers = self.answering.clone();
        Box::new(move |answer| {
            // Nobody listens any more when the action ended without waiting for this.
            let _ = answers.send((ticket, answer));
        })
    }

    fn sleep(&mut self, ticket: Ticket, args: &Json) -> Progress {
        let ms = args["ms"].as_f64().unwrap_or_default().clamp(0.0, 86_400_000.0);
        self.timers.insert((Instant::now() + Duration::from_secs_f64(ms / 1000.0), ticket.0));
        Progress::Waiting
    }
}

impl Host for ActionHost {
    fn syscall(&mut self, op: &str, _args: &str) -> Answer {
        Err(unanswered_sync(op))
    }

    fn start(&mut self, ticket: Ticket, op: &str, args: &str) -> Progress {
        self.begin(ticket, op, args).unwrap_or_else(|error| Progress::Done(Err(error)))
    }

    fn wait(&mut self, deadline: Instant) -> Option<(Ticket, Answer)> {
        loop {
            let now = Instant::now();
            if let Some(&(due, ticket)) = self.timers.first().filter(|(due, _)| *due <= now) {
                self.timers.remove(&(due, ticket));
                return Some((Ticket(ticket), Ok("null".to_owned())));
            }
            if now >= deadline {
                return None;
            }
            let until = self.timers.first().map_or(deadline, |(due, _)| deadline.min(*due));
            match self.answers.recv_timeout(until - now) {
                Ok(answered) => return Some(answered),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    fn system_failure(&mut self) -> Option<String> {
        None
    }
}
