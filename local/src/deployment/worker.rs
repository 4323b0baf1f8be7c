//! The deployment's thread. It takes one command at a time, so a query never sees half a mutation
//! and two mutations never conflict.
//!
//! Owns: the store, the order of commits, and the moment at which each run's time stands still.
//! Leaves to others: bookkeeping of watchers (`subscriptions`), JavaScript (`engine`).

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use lentil_store::{Commit, PageJournal, Schema, SessionRecord, Store, StoreError, Transaction};

use super::command::{Command, FunctionCall, SessionRequest, SocketId, SubscriptionChange, TransitionData};
use super::outcome::{Finished, Outcome, SystemFailure};
use super::published::Published;
use super::results::{Computed, Question, WatchedQuery};
use super::subscriptions::Subscriptions;
use crate::engine::{Failure, FunctionKind, LoadedApp, Scope, TimeLimit, Trace};

/// What the thread works with.
pub struct Worker {
    pub(super) app: Arc<LoadedApp>,
    pub(super) store: Store,
    pub(super) published: Arc<Published>,
    pub(super) subscriptions: Subscriptions,
}

/// A run that is over, with its transaction still open.
struct Run {
    result: Result<String, Failure>,
    trace: Trace,
    transaction: Transaction,
}

impl Worker {
    /// Works until told to stop, or until nobody can ask any more.
    pub fn work(mut self, commands: &Receiver<Command>) {
        while let Ok(command) = commands.recv() {
            match command {
                Command::Query { call, reply } => reply(self.query(call)),
                Command::QueryAt { call, ts, reply } => {
                    let latest = self.store.latest_ts();
                    reply(if ts == latest { Ok(self.query(call)) } else { Err(latest) });
                }
                Command::Mutation { call, session, reply } => match self.mutation(call, session) {
                    Ok((finished, commit)) => {
                        // Whoever asked hears first, then those who watch: so the transition that
                        // follows the answer is also the one that shows the commit.
                        reply(Ok(finished));
                        if let Some(commit) = commit {
                            self.subscriptions.invalidate(&commit.writes, commit.ts);
                        }
                    }
                    Err(failure) => reply(Err(failure)),
                },
                Command::OpenSocket { socket, on_invalidated } => {
                    self.subscriptions.open(socket, on_invalidated);
                }
                Command::Transition { socket, changes, reply } => {
                    reply(self.transition(socket, changes));
                }
                Command::CloseSocket(socket) => self.subscriptions.close(socket),
                Command::LatestTs(reply) => reply(self.store.latest_ts()),
                Command::Replace { app, schema, reply } => reply(self.replace(app, schema)),
                Command::Stop => break,
            }
        }
    }

    fn query(&self, call: FunctionCall) -> Result<Finished, SystemFailure> {
        let run = self.run(FunctionKind::Query, call, None)?;
        Finished::new(run.result, run.trace.take_lines(), None)
    }

    fn mutation(
        &self,
        call: FunctionCall,
        session: Option<SessionRequest>,
    ) -> Result<(Finished, Option<Commit>), SystemFailure> {
        if let Some(record) = self.earlier_outcome(session.as_ref())? {
            let SessionRecord { result, log_lines, ts } = record;
            return Ok((Finished { result: Ok(result), log_lines, ts: Some(ts) }, None));
        }
        let run = self.run(FunctionKind::Mutation, call, None)?;
        let Run { result, trace, transaction } = run;
        let log_lines = trace.take_lines();
        let commit = match &result {
            Ok(text) => Some(self.commit(transaction, session.as_ref(), text, &log_lines)?),
            Err(_) => None, // Dropping the transaction discards its writes.
        };
        let ts = commit.as_ref().map(|commit| commit.ts);
        Ok((Finished::new(result, log_lines, ts)?, commit))
    }

    fn earlier_outcome(
        &self,
        session: Option<&SessionRequest>,
    ) -> Result<Option<SessionRecord>, SystemFailure> {
        let Some(session) = session else { return Ok(None) };
        self.store.session_record(&session.session_id, session.request_id).map_err(system)
    }

    fn commit(
        &self,
        transaction: Transaction,
        session: Option<&SessionRequest>,
        result: &str,
        log_lines: &[String],
    ) -> Result<Commit, SystemFailure> {
        let record =
            session.map(|session| (session.session_id.as_str(), session.request_id, result, log_lines));
        let now_ns = u64::try_from(now().as_nanos()).unwrap_or(u64::MAX);
        let commit = transaction.commit(now_ns, record).map_err(system)?;
        self.published.set_tables(self.store.tables());
        Ok(commit)
    }

    fn replace(&mut self, app: Arc<LoadedApp>, schema: Schema) -> Result<(), StoreError> {
        self.store.apply_schema(schema)?;
        self.published.set_tables(self.store.tables());
        self.published.set_app(app.clone());
        self.app = app;
        self.subscriptions.invalidate_all();
        Ok(())
    }

    fn transition(
        &mut self,
        socket: SocketId,
        changes: Vec<SubscriptionChange>,
    ) -> Result<TransitionData, SystemFailure> {
        let now = Instant::now();
        for change in changes {
            self.subscriptions.apply(socket, change, now);
        }
        self.subscriptions.pin_pages(socket, now);
        for query_id in self.subscriptions.stale_queries(socket) {
            // Two query ids may stand for the same query: the second finds it fresh.
            if let Some(query) = self.subscriptions.stale_query(socket, query_id) {
                let computed = match self.subscriptions.of_another_viewer(&query, now) {
                    Some(computed) => computed,
                    None => self.watch(&query)?,
                };
                self.subscriptions.refresh(&query, computed);
            }
        }
        let changes = self.subscriptions.take_changes(socket);
        Ok(TransitionData { ts: self.store.latest_ts(), changes })
    }

    fn watch(&self, query: &WatchedQuery) -> Result<Computed, SystemFailure> {
        let started = Instant::now();
        let WatchedQuery { question: Question { path, arguments, journal }, viewer } = query;
        let call = FunctionCall::by(viewer, path.clone(), arguments.clone());
        let Run { result, trace, transaction } = self.run(FunctionKind::Query, call, journal.clone())?;
        let outcome = Arc::new(Outcome::new(path, result, trace.take_lines())?);
        let journal = transaction.journal().map(str::to_owned);
        let reads = Arc::new(transaction.finish_read());
        let moment = trace.is_momentary().then_some(started);
        Ok(Computed { outcome, reads, moment, is_personal: trace.is_personal(), journal })
    }

    fn run(
        &self,
        kind: FunctionKind,
        call: FunctionCall,
        journal: Option<String>,
    ) -> Result<Run, SystemFailure> {
        let FunctionCall { path, arguments, caller, viewer } = call;
        // Whole ms, as JavaScript's clock.
        let now_ms = now().as_millis() as f64;
        let mut transaction = self.store.begin(now_ms);
        transaction.swap_journal(PageJournal::of(journal));
        let scope = Scope {
            app: self.app.clone(),
            transaction: Rc::new(RefCell::new(Some(transaction))),
            viewer,
            now_ms,
            trace: Trace::default(),
            limit: TimeLimit::transaction(),
        };
        let result = scope.run(kind, &path, &arguments, caller);
        match scope.transaction.take() {
            Some(transaction) => Ok(Run { result, trace: scope.trace, transaction }),
            None => Err(SystemFailure("the transaction was lost".to_owned())),
        }
    }
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

fn system(error: StoreError) -> SystemFailure {
    SystemFailure(error.to_string())
}
