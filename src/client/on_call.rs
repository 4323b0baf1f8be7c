//! What the app calls.
//!
//! Owns: the reaction to subscriptions, mutations, actions and storage's answers.

use alloc::string::String;
use alloc::vec;

use super::Client;
use crate::ids::{BatchId, QueryId, RequestId};
use crate::input::{Env, LayerUse};
use crate::output::{Output, Write};
use crate::protocol::check_path;
use crate::query_set::NewQuery;
use crate::record::{Failure, News, QueryChange, Record};
use crate::requests::{Completed, Kind, NewRequest};

impl Client {
    pub(super) fn subscribe(&mut self, query: NewQuery) {
        let refusal = check_path(&query.path).err();
        let (query, is_new) = self.queries.subscribe(query);
        self.outputs.push(Output::Subscribed(query));
        if let Some(message) = refusal.filter(|_| is_new) {
            self.queries.mark_unsendable(query);
            let news = News::Failed(Failure::of_client(&message));
            let change = QueryChange { query, news, log_lines: None, journal: None };
            self.record(Record { queries: vec![change], ..Record::default() });
        }
    }

    pub(super) fn unsubscribe(&mut self, query: QueryId) {
        self.queries.unsubscribe(query);
    }

    pub(super) fn mutate(&mut self, path: String, args: String, layer: LayerUse, env: Env) {
        let request = self.accept(Kind::Mutation, path, args, env);
        match layer {
            LayerUse::None => self.release(request),
            LayerUse::Optimistic => self.layers.add(request),
        }
    }

    pub(super) fn act(&mut self, path: String, args: String, env: Env) {
        let request = self.accept(Kind::Action, path, args, env);
        self.release(request);
    }

    fn accept(&mut self, kind: Kind, path: String, args: String, env: Env) -> RequestId {
        let new = NewRequest { kind, path, args, identity: self.auth.key(), issued: env.wall };
        let request = self.requests.add(new);
        self.outputs.push(Output::Accepted(request));
        request
    }

    /// Nothing holds the request back any more but storage: it must be there before it can be sent.
    pub(super) fn release(&mut self, request: RequestId) {
        let batch = self.new_batch();
        let Some((kind, path, args, identity)) = self.requests.save(request, batch) else { return };
        if let Err(message) = check_path(&path) {
            let settled = self.requests.refuse(request, &message);
            return self.settle(settled.into_iter().collect());
        }
        let mut writes = vec![self.high_water()];
        if kind == Kind::Mutation {
            writes.push(Write::Put { request, path, args, identity });
        }
        self.outputs.push(Output::Persist { batch, writes });
    }

    /// The update threw and its caller knows; the server never hears of the mutation.
    pub(super) fn abandon(&mut self, request: RequestId) {
        self.requests.discard(request);
        self.resync.requests.remove(request);
        let dropped = self.layers.drop_for(request).into_iter().collect();
        self.record(Record { dropped, ..Record::default() });
        self.send_requests(Completed::Leave);
    }

    pub(super) fn on_persisted(&mut self, batch: BatchId) {
        self.requests.saved(batch);
        self.send_requests(Completed::Leave);
    }

    pub(super) fn on_persist_failed(&mut self, batch: BatchId) {
        let settled = self.requests.save_failed(batch);
        self.settle(settled);
        self.send_requests(Completed::Leave);
    }
}
