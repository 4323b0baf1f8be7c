//! One fresh JavaScript engine for one run.
//!
//! Owns: the QuickJS runtime with its limits, the prelude, and the host functions it is given.
//! Leaves to others: answering operations (a `Host`), and the loop that drives a run (`driver`).
//!
//! A run gets a runtime of its own, so nothing can leak from one run into another, a memory limit
//! is one run's limit, and a nested call may run while its caller waits.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use rquickjs::function::Func;
use rquickjs::runtime::RejectionTracker;
use rquickjs::{CatchResultExt, Context, Ctx, Exception, Function, Module, Object, Persistent, Runtime};

use super::failure::{Failure, Thrown};
use super::host::{Answer, Host, Ticket};
use super::host_functions;
use super::limits::{MEMORY_BYTES, STACK_BYTES, TimeLimit};
use super::load::Environment;
use super::modules::{BundleLoader, BundleResolver, ModuleSet, PRELUDE};
use super::trace::Trace;

/// What a sandbox is told at its start.
#[derive(Clone, Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Which globals there are.
    pub kind: SandboxKind,
    /// The moment at which time stands still in queries and mutations.
    pub now_ms: f64,
    /// The seed of `Math.random` there.
    pub seed: [u32; 4],
    /// `process.env`.
    pub env: Environment,
}

/// What runs in a sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SandboxKind {
    /// A query or a mutation, or code that is only looked at.
    Deterministic,
    /// An action.
    Action,
}

/// A call from JavaScript that waits for its turn.
pub(super) struct Call {
    pub ticket: Ticket,
    pub op: String,
    pub args: String,
}

/// What host functions and driver share.
#[derive(Default)]
pub(super) struct Shared {
    pub calls: RefCell<VecDeque<Call>>,
    pub settled: RefCell<Option<Result<String, Thrown>>>,
    pub trace: Trace,
    pub interrupted: Rc<Cell<bool>>,
    /// The prelude's listener; gone before the runtime is.
    on_rejected: RefCell<Option<Persistent<Function<'static>>>>,
}

/// A running engine. Fields are in the order in which they have to be dropped.
pub struct Sandbox {
    prelude: Persistent<Object<'static>>,
    context: Context,
    pub(super) runtime: Runtime,
    pub(super) shared: Rc<Shared>,
    pub(super) modules: Arc<ModuleSet>,
    pub(super) limit: TimeLimit,
}

impl Sandbox {
    /// Starts an engine and runs the prelude; what the function leaves behind goes to `trace`.
    pub fn new(
        modules: &Arc<ModuleSet>,
        settings: &Settings,
        host: Rc<RefCell<dyn Host>>,
        limit: TimeLimit,
        trace: Trace,
    ) -> Result<Sandbox, Failure> {
        let shared = Rc::new(Shared { trace, ..Shared::default() });
        let runtime = new_runtime(modules, limit.deadline, &shared.interrupted).map_err(broken)?;
        let context = Context::full(&runtime).map_err(broken)?;
        let prelude = context.with(|ctx| {
            install(&ctx, settings, host, &shared)
                .catch(&ctx)
                .map_err(|error| Failure::System(format!("the JavaScript engine does not start: {error}")))
        })?;
        track_rejections(&runtime, &shared);
        Ok(Sandbox { prelude, context, runtime, shared, modules: modules.clone(), limit })
    }

    /// Calls a function of the prelude. Its result, if any, arrives in `shared`.
    pub(super) fn call_prelude<A>(&self, name: &str, arguments: A) -> Result<(), Failure>
    where
        A: for<'js> rquickjs::function::IntoArgs<'js>,
    {
        // The runtime may be asked about its memory only after `with` has let go of it.
        let called = self.context.with(|ctx| {
            let call = || -> rquickjs::Result<()> {
                let prelude = self.prelude.clone().restore(&ctx)?;
                let function: Function = prelude.get(name)?;
                function.call(arguments)
            };
            call().catch(&ctx).map_err(|error| error.to_string())
        });
        called.map_err(|error| self.engine_failure(&error))
    }

    /// Answers a waiting call.
    pub(super) fn settle(&self, ticket: Ticket, answer: Answer) -> Result<(), Failure> {
        match answer {
            Ok(text) => self.call_prelude("settle", (ticket.0, true, text, None::<String>)),
            Err(error) => self.call_prelude("settle", (ticket.0, false, error.message, error.data)),
        }
    }

    /// The failure behind an error that no JavaScript could catch.
    pub(super) fn engine_failure(&self, detail: &str) -> Failure {
        if self.shared.interrupted.get() {
            return Failure::function(self.limit.exceeded());
        }
        if self.is_out_of_memory() {
            return Failure::function(super::limits::out_of_memory());
        }
        Failure::function(format!("Uncaught {detail}"))
    }

    /// Whether the heap is (nearly) as large as it may be.
    fn is_out_of_memory(&self) -> bool {
        let used = self.runtime.memory_usage().malloc_size;
        usize::try_from(used).is_ok_and(|used| used > MEMORY_BYTES / 10 * 9)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.shared.on_rejected.take();
    }
}

fn broken(error: rquickjs::Error) -> Failure {
    Failure::System(format!("the JavaScript engine does not start: {error}"))
}

fn new_runtime(
    modules: &Arc<ModuleSet>,
    deadline: Instant,
    interrupted: &Rc<Cell<bool>>,
) -> rquickjs::Result<Runtime> {
    let runtime = Runtime::new()?;
    runtime.set_memory_limit(MEMORY_BYTES);
    runtime.set_max_stack_size(STACK_BYTES);
    runtime.set_loader(BundleResolver, BundleLoader(modules.clone()));
    let interrupted = interrupted.clone();
    runtime.set_interrupt_handler(Some(Box::new(move || {
        let is_late = Instant::now() >= deadline;
        interrupted.set(interrupted.get() || is_late);
        is_late
    })));
    Ok(runtime)
}

/// Tells the prelude about rejected promises, and about those that found a handler later.
fn track_rejections(runtime: &Runtime, shared: &Rc<Shared>) {
    let shared = shared.clone();
    let tracker: RejectionTracker = Box::new(move |ctx, promise, reason, is_handled| {
        let listener = shared.on_rejected.borrow().clone();
        if let Some(Ok(listener)) = listener.map(|listener| listener.restore(&ctx)) {
            // The listener only writes to a Map; without memory for that, the run fails anyway.
            let _ = listener.call::<_, ()>((promise, reason, is_handled));
        }
    });
    runtime.set_host_promise_rejection_tracker(Some(tracker));
}

fn install<'js>(
    ctx: &Ctx<'js>,
    settings: &Settings,
    host: Rc<RefCell<dyn Host>>,
    shared: &Rc<Shared>,
) -> rquickjs::Result<Persistent<Object<'static>>> {
    let functions = Object::new(ctx.clone())?;
    functions.set(
        "syscall",
        Func::from(move |ctx: Ctx<'js>, op: String, args: String| {
            let answer = host.borrow_mut().syscall(&op, &args);
            answer.map_err(|error| Exception::throw_message(&ctx, &error.message))
        }),
    )?;
    let queue = shared.clone();
    functions.set(
        "send",
        Func::from(move |ticket: u32, op: String, args: String| {
            queue.calls.borrow_mut().push_back(Call { ticket: Ticket(ticket), op, args });
        }),
    )?;
    let trace = shared.trace.clone();
    functions.set("log", Func::from(move |level: String, text: String| trace.log(&level, &text)))?;
    let trace = shared.trace.clone();
    functions.set("noteMoment", Func::from(move || trace.note_moment()))?;
    let success = shared.clone();
    functions
        .set("succeeded", Func::from(move |text: String| *success.settled.borrow_mut() = Some(Ok(text))))?;
    let failure = shared.clone();
    functions.set(
        "failed",
        Func::from(move |description: String| {
            *failure.settled.borrow_mut() = Some(Err(Thrown::parse(&description)));
        }),
    )?;
    host_functions::add_to(&functions)?;

    let exported: Object = Module::import(ctx, PRELUDE)?.finish()?;
    let install: Function = exported.get("install")?;
    let settings = serde_json::to_string(settings).unwrap_or_default();
    let prelude: Object = install.call((functions, ctx.json_parse(settings)?))?;
    let on_rejected: Function = prelude.get("rejected")?;
    *shared.on_rejected.borrow_mut() = Some(Persistent::save(ctx, on_rejected));
    Ok(Persistent::save(ctx, prelude))
}
