//! Queries and mutations, and the functions they call, in one transaction.
//!
//! Owns: finding and checking the function, its sandbox, and answering what it asks for.
//! Leaves to others: the data (`lentil-store`), committing (`deployment`).

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use lentil_store::{Access, PageJournal, SyscallError, Transaction};
use serde_json::Value as Json;

use super::driver::{Job, drive};
use super::failure::{Failure, FunctionError};
use super::functions::{Caller, FunctionKind, FunctionPath};
use super::host::{Answer, Host, OpError, Progress, Ticket};
use super::limits::{CALL_DEPTH, TimeLimit};
use super::load::LoadedApp;
use super::operations::{address, unanswered, unanswered_sync};
use super::sandbox::{Sandbox, SandboxKind, Settings};
use super::trace::Trace;
use super::validation::{checked_arguments, checked_result};
use crate::auth::Viewer;

/// What all functions of one transaction share.
#[derive(Clone)]
pub struct Scope {
    /// The app.
    pub app: Arc<LoadedApp>,
    /// The transaction; taken out when the run is over.
    pub transaction: Rc<RefCell<Option<Transaction>>>,
    /// Who they run for.
    pub viewer: Viewer,
    /// When time stands still, in ms.
    pub now_ms: f64,
    /// What the functions leave behind.
    pub trace: Trace,
    /// When the whole transaction has to be over.
    pub limit: TimeLimit,
}

impl Scope {
    /// Runs a query or a mutation and gives its result as JSON text.
    pub fn run(
        &self,
        kind: FunctionKind,
        path: &FunctionPath,
        arguments: &str,
        caller: Caller,
    ) -> Result<String, Failure> {
        self.run_nested(kind, path, arguments, caller, 0)
    }

    fn run_nested(
        &self,
        kind: FunctionKind,
        path: &FunctionPath,
        arguments: &str,
        caller: Caller,
        depth: u32,
    ) -> Result<String, Failure> {
        let function = self.app.functions.find(path, kind, caller)?;
        let tables = self.with_transaction(|transaction| transaction.tables())?;
        let arguments = checked_arguments(path, function, arguments, &tables)?;
        let (access, method) = match kind {
            FunctionKind::Query => (Access::ReadOnly, "invokeQuery"),
            _ => (Access::ReadWrite, "invokeMutation"),
        };
        let host = TransactionHost { scope: self.clone(), access, depth, failure: None };
        let host: Rc<RefCell<dyn Host>> = Rc::new(RefCell::new(host));
        let settings = Settings {
            kind: SandboxKind::Deterministic,
            now_ms: self.now_ms,
            seed: rand::random(),
            env: self.app.env.clone(),
        };
        let trace = self.trace.of(kind, path);
        let sandbox = Sandbox::new(&self.app.modules, &settings, host.clone(), self.limit, trace)?;
        let (module, export) = (path.module.as_str(), path.function.as_str());
        let job = Job::Run { module, export, method, arguments: vec![arguments] };
        let result = drive(&sandbox, &host, job)?;
        let tables = self.with_transaction(|transaction| transaction.tables())?;
        checked_result(path, function, result, &tables)
    }

    fn with_transaction<R>(&self, act: impl FnOnce(&mut Transaction) -> R) -> Result<R, Failure> {
        match self.transaction.borrow_mut().as_mut() {
            Some(transaction) => Ok(act(transaction)),
            None => Err(Failure::System("the transaction is over".to_owned())),
        }
    }
}

struct TransactionHost {
    scope: Scope,
    access: Access,
    depth: u32,
    failure: Option<String>,
}

impl Host for TransactionHost {
    fn syscall(&mut self, op: &str, args: &str) -> Answer {
        let args = parse(op, args)?;
        match self.database(op, &args) {
            Some(answer) => answer,
            None => Err(unanswered_sync(op)),
        }
    }

    fn start(&mut self, _ticket: Ticket, op: &str, args: &str) -> Progress {
        Progress::Done(self.answer(op, args))
    }

    fn wait(&mut self, _deadline: Instant) -> Option<(Ticket, Answer)> {
        None
    }

    fn system_failure(&mut self) -> Option<String> {
        self.failure.take()
    }
}

impl TransactionHost {
    fn answer(&mut self, op: &str, args: &str) -> Answer {
        let args = parse(op, args)?;
        match op {
            "1.0/runUdf" => self.run_function(&args),
            "1.0/getUserIdentity" => {
                self.scope.trace.note_viewer();
                Ok(self.scope.viewer.user().to_owned())
            }
            _ => self.database(op, &args).unwrap_or_else(|| Err(unanswered(op))),
        }
    }

    /// `None`: not an operation of the database.
    fn database(&mut self, op: &str, args: &Json) -> Option<Answer> {
        let access = self.access;
        let answer = match self.scope.with_transaction(|it| it.syscall(access, op, args)) {
            Ok(answer) => answer?,
            Err(_) => return Some(Err(OpError::new("the transaction is over"))),
        };
        Some(match answer {
            Ok(json) => Ok(json.to_string()),
            Err(SyscallError::Store(error)) => {
                self.failure = Some(error.to_string());
                Err(OpError::new("the local database failed"))
            }
            Err(SyscallError::WithData { message, data }) => {
                Err(OpError { message, data: Some(data.to_string()) })
            }
            Err(error) => Err(OpError::new(error.to_string())),
        })
    }

    fn run_function(&mut self, args: &Json) -> Answer {
        let kind = match args["udfType"].as_str() {
            Some("query") => FunctionKind::Query,
            Some("mutation") if self.access == Access::ReadWrite => FunctionKind::Mutation,
            Some("mutation") => {
                return Err(OpError::new("Cannot call a mutation function from a query function"));
            }
            other => {
                let what = format!("1.0/runUdf ({})", other.unwrap_or("no udfType"));
                return Err(OpError::new(Failure::unsupported(&what)));
            }
        };
        if self.depth + 1 >= CALL_DEPTH {
            let text = format!("Functions call each other more than {CALL_DEPTH} deep");
            return Err(OpError::new(text));
        }
        let path = address(args)?;
        let savepoint = self.scope.with_transaction(Transaction::savepoint);
        // Its page is its own affair: only that of the outermost function is pinned.
        let journal = self.scope.with_transaction(|it| it.swap_journal(PageJournal::default()));
        let arguments = args["args"].to_string();
        let scope = self.scope.clone();
        let result = scope.run_nested(kind, &path, &arguments, Caller::Function, self.depth + 1);
        if let Ok(journal) = journal {
            let _ = scope.with_transaction(|transaction| transaction.swap_journal(journal));
        }
        match result {
            Ok(text) => Ok(text),
            Err(Failure::Function(FunctionError { message, data })) => {
                if let Ok(savepoint) = savepoint {
                    let _ = scope.with_transaction(|transaction| transaction.rollback(savepoint));
                }
                Err(OpError { message, data })
            }
            Err(Failure::System(text)) => {
                self.failure = Some(text);
                Err(OpError::new("the local deployment failed"))
            }
        }
    }
}

fn parse(op: &str, args: &str) -> Result<Json, OpError> {
    serde_json::from_str(args).map_err(|error| OpError::new(format!("Invalid arguments for `{op}`: {error}")))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use lentil_store::{Location, Store, Validator};

    use super::super::functions::{Function, FunctionTable};
    use super::super::modules::ModuleSet;
    use super::super::source_maps::SourceMaps;
    use super::*;
    use crate::app::{Bundle, Module};
    use crate::auth::AuthProviders;

    /// Runs a query with this body: its result, and whether it is one of its moment.
    fn run(body: &str) -> (String, bool) {
        let source = format!("export const run = {{ invokeQuery: async () => String({body}) }};");
        let modules = BTreeMap::from([("test.js".to_owned(), Module { source, source_map: None })]);
        let bundle = Bundle { modules, ..Bundle::default() };
        let mut functions = FunctionTable::default();
        let path = FunctionPath::parse("test:run").unwrap();
        let (kind, args) = (FunctionKind::Query, Validator::any());
        functions.insert(path.clone(), Function { kind, is_public: true, args, returns: None });
        let modules = Arc::new(ModuleSet::new(bundle, SourceMaps::default()));
        let (env, auth) = (Arc::default(), AuthProviders::default());
        let app = LoadedApp { modules, functions, env, auth, warnings: Vec::new() };
        let store = Store::open(Location::Memory).unwrap();
        let scope = Scope {
            app: Arc::new(app),
            transaction: Rc::new(RefCell::new(Some(store.begin(7.0)))),
            viewer: Viewer::default(),
            now_ms: 7.0,
            trace: Trace::default(),
            limit: TimeLimit::transaction(),
        };
        (scope.run(kind, &path, "{}", Caller::Client).unwrap(), scope.trace.is_momentary())
    }

    #[test]
    fn whoever_asks_for_the_time_or_for_chance_is_noted() {
        for body in ["Date.now()", "new Date().getTime()", "performance.timeOrigin"] {
            assert_eq!(run(body), ("7".to_owned(), true), "{body}");
        }
        assert!(run("Date().length").1);
        assert!(run("Math.random()").1);
        for body in ["new Date(7).getTime()", "Date.parse('1970-01-01T00:00:00.007Z')"] {
            assert_eq!(run(body), ("7".to_owned(), false), "{body}");
        }
        assert!(!run("Math.floor(7.5) + performance.now()").1);
    }
}
