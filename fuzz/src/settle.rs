//! The end of a run: whatever came before, with a server, storage and an app that answer, everything comes to an end.
//!
//! Owns: a server that does what it should. Leaves to others: checking each step (`host.rs`).

use lentil::Input;
use lentil::ids::{BatchId, RequestId};
use lentil::input::Options;

use crate::conversation::Asked;
use crate::frames::{succeeded, transition, updated};
use crate::host::Host;
use crate::sockets::Socket;
use crate::tokens;

impl Host {
    /// A new connection and answers to everything; then nothing may be left over.
    pub fn settle(&mut self) {
        if self.closed {
            return;
        }
        if self.sockets.made == 0 {
            self.feed(Input::Start(Options::default()));
        }
        self.lose();
        self.feed(Input::SetAuth);
        for _ in 0..self.requests.pending() + 20 {
            self.answer_app();
            self.connect();
            self.serve();
            if self.requests.pending() == 0 && self.queries.are_settled() && self.is_quiet() {
                break;
            }
        }
        self.assert_settled();
    }

    fn lose(&mut self) {
        if let Some(socket) = self.sockets.current.as_ref().map(|socket| socket.id) {
            self.feed(Input::SocketClosed { socket, code: 1006, reason: String::new() });
        }
    }

    /// The app and its storage answer; the turn ends.
    fn answer_app(&mut self) {
        for id in self.requests.staged() {
            self.feed(Input::LayerReady(RequestId(id)));
        }
        while let Some(batch) = self.requests.saving.keys().next().copied() {
            self.feed(Input::Persisted(BatchId(batch)));
        }
        if let Some(fetch) = self.quiet.fetch() {
            self.feed(Input::TokenFetched { fetch, token: Some(tokens::token(0)) });
        }
        if self.flush_is_asked() {
            self.feed(Input::Flush);
        }
    }

    fn connect(&mut self) {
        if self.sockets.current.is_none() {
            self.feed(Input::Reconnect);
        }
        if let Some(socket) = self.sockets.current.as_ref().filter(|socket| !socket.is_open) {
            let id = socket.id;
            self.feed(Input::SocketOpened(id));
        }
    }

    /// The server answers everything that it heard.
    fn serve(&mut self) {
        let Some(socket) = self.sockets.current.as_mut().filter(|socket| socket.is_open) else { return };
        let (id, said) = (socket.id, &mut socket.conversation);
        let start = said.remote;
        let end = (said.query_set, said.identity, start.2.saturating_add(1));
        said.remote = end;
        let asked: Vec<Asked> = std::mem::take(&mut said.asked);
        let results: Vec<String> =
            std::mem::take(&mut said.unanswered).into_iter().map(|query| updated(query, "[1]")).collect();
        for Asked { id: request, is_action } in asked {
            self.feed(Input::Message { socket: id, text: succeeded(request, is_action, end.2).into() });
        }
        let text = transition(start, end, &results.join(","), "");
        self.feed(Input::Message { socket: id, text: text.into() });
    }

    fn assert_settled(&self) {
        assert!(self.sockets.is_open(), "the connection is lost for ever");
        for (id, request) in &self.requests.all {
            assert!(!request.is_pending(), "request {id} is never settled");
        }
        for (id, query) in &self.queries.all {
            assert!(query.is_settled(), "query {id} never has a result, or is never forgotten");
        }
    }

    /// Whether nobody waits for anybody.
    fn is_quiet(&self) -> bool {
        let is_heard = |socket: &Socket| socket.conversation.asked.is_empty();
        self.sockets.open().is_some_and(is_heard) && self.quiet.fetch().is_none() && !self.flush_is_asked()
    }
}
