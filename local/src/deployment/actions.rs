//! Actions, each on a thread of its own.
//!
//! Owns: the thread, and that whoever asked is answered whatever becomes of it.
//! Leaves to others: what an action does (`engine`).

use std::thread::Builder;

use super::command::{FunctionCall, Reply};
use super::outcome::{Finished, SystemFailure};
use crate::engine::{FunctionError, FunctionPath};
use crate::terminal;

/// Takes an action's outcome.
pub type ActionReply = Reply<Result<Finished, SystemFailure>>;

/// Runs an action on the thread that this builder makes.
pub fn run_on_own_thread(
    thread: Builder,
    call: FunctionCall,
    reply: ActionReply,
    run: impl FnOnce(FunctionCall) -> Result<Finished, SystemFailure> + Send + 'static,
) {
    let path = call.path.clone();
    // Part of the closure: a thread that does not start drops it, as does one that panics.
    let pending = Pending { path: path.clone(), reply: Some(reply) };
    let work = move || pending.answer(run(call));
    if let Err(error) = thread.spawn(work) {
        terminal::complain(format_args!("The action {path} cannot start: {error}"));
    }
}

/// An action that has to be answered.
struct Pending {
    path: FunctionPath,
    reply: Option<ActionReply>,
}

impl Pending {
    fn answer(mut self, outcome: Result<Finished, SystemFailure>) {
        if let Some(reply) = self.reply.take() {
            reply(outcome);
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(reply) = self.reply.take() {
            let path = &self.path;
            let message =
                format!("The action {path} did not run to its end; the local deployment's terminal says why");
            let result = Err(FunctionError { message, data: None });
            reply(Ok(Finished { result, log_lines: Vec::new(), ts: None }));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;
    use crate::auth::Viewer;

    #[track_caller]
    fn check(thread: Builder, run: fn(FunctionCall) -> Result<Finished, SystemFailure>) {
        let path = FunctionPath::parse("mail:send").unwrap();
        let call = FunctionCall::by(&Viewer::default(), path, "{}".to_owned());
        let (sender, answers) = channel();
        run_on_own_thread(thread, call, Box::new(move |answer| sender.send(answer).unwrap()), run);
        let error = answers.recv().unwrap().unwrap().result.unwrap_err();
        assert!(error.message.starts_with("The action mail:send did not run to its end"), "{error:?}");
        assert!(answers.recv().is_err(), "answered once");
    }

    #[test]
    fn an_action_whose_thread_cannot_start_is_answered() {
        check(Builder::new().stack_size(1 << 60), |_| panic!("no machine has a stack of this size"));
    }

    #[test]
    fn an_action_whose_thread_panics_is_answered() {
        check(Builder::new(), |_| panic!("a defect, on purpose"));
    }
}
