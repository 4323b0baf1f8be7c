//! The loop that drives one run to its end, in a fixed order: JavaScript runs until it waits, then
//! the oldest call is answered.
//!
//! Owns: that order, noticing a promise that can never resolve, and the final outcome.
//! Leaves to others: what operations do (a `Host`), the engine itself (`sandbox`).

use std::cell::RefCell;
use std::rc::Rc;

use super::failure::{Failure, Thrown};
use super::host::{Host, Progress};
use super::limits::out_of_memory;
use super::sandbox::Sandbox;

/// What a sandbox shall do.
pub enum Job<'a> {
    /// Call `method` of an export with JSON text arguments.
    Run {
        /// The bundled module, e.g. `messages.js`.
        module: &'a str,
        /// The export.
        export: &'a str,
        /// E.g. `invokeQuery`.
        method: &'a str,
        /// The arguments of the method.
        arguments: Vec<String>,
    },
    /// List the functions of a module.
    Analyze(&'a str),
    /// Export the schema of a module.
    ExportSchema(&'a str),
    /// Export the authentication providers of a module.
    ExportAuthConfig(&'a str),
}

/// Runs a job to its end and gives the JSON text it produced.
pub fn drive(sandbox: &Sandbox, host: &Rc<RefCell<dyn Host>>, job: Job<'_>) -> Result<String, Failure> {
    match job {
        Job::Run { module, export, method, arguments } => {
            sandbox.call_prelude("run", (module, export, method, arguments))?;
        }
        Job::Analyze(module) => sandbox.call_prelude("analyze", (module,))?,
        Job::ExportSchema(module) => sandbox.call_prelude("exportSchema", (module,))?,
        Job::ExportAuthConfig(module) => sandbox.call_prelude("exportAuthConfig", (module,))?,
    }
    let result = run_until_settled(sandbox, host);
    match host.borrow_mut().system_failure() {
        Some(failure) => Err(Failure::System(failure)),
        None => result,
    }
}

fn run_until_settled(sandbox: &Sandbox, host: &Rc<RefCell<dyn Host>>) -> Result<String, Failure> {
    let mut waiting = 0_usize;
    loop {
        run_pending_jobs(sandbox)?;
        if let Some(settled) = sandbox.shared.settled.take() {
            return settled.map_err(|thrown| thrown_failure(sandbox, thrown));
        }
        let next = sandbox.shared.calls.borrow_mut().pop_front();
        if let Some(call) = next {
            let progress = host.borrow_mut().start(call.ticket, &call.op, &call.args);
            match progress {
                Progress::Done(answer) => sandbox.settle(call.ticket, answer)?,
                Progress::Waiting => waiting += 1,
            }
        } else if waiting == 0 {
            return Err(Failure::function("Uncaught Error: Returned promise will never resolve"));
        } else {
            let answered = host.borrow_mut().wait(sandbox.limit.deadline);
            let Some((ticket, answer)) = answered else {
                return Err(Failure::function(sandbox.limit.exceeded()));
            };
            waiting -= 1;
            sandbox.settle(ticket, answer)?;
        }
    }
}

fn run_pending_jobs(sandbox: &Sandbox) -> Result<(), Failure> {
    loop {
        match sandbox.runtime.execute_pending_job() {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(exception) => {
                let detail = exception.0.with(|ctx| {
                    let value = ctx.catch();
                    value.as_exception().and_then(|exception| exception.message())
                });
                let detail = detail.unwrap_or_else(|| "an error outside of any promise".to_owned());
                return Err(sandbox.engine_failure(&detail));
            }
        }
    }
}

fn thrown_failure(sandbox: &Sandbox, thrown: Thrown) -> Failure {
    let error = thrown.into_function_error(&sandbox.modules.source_maps);
    if error.message.starts_with("Uncaught InternalError: out of memory") {
        return Failure::function(out_of_memory());
    }
    if error.message == "Uncaught null" {
        // At real exhaustion there is not even memory for an error, and the engine throws this.
        return Failure::function(format!("{}, or the function threw null", out_of_memory()));
    }
    Failure::Function(error)
}
