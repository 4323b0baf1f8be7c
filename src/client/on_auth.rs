//! Who the user is, and when the server is told.
//!
//! Owns: doing what the token flow decides; what a change of the user means for all else; the silence while it is not
//! known who the user is. Leaves to others: the flow's decisions (`token_flow.rs`), the credential (`auth.rs`).

use alloc::string::String;
use alloc::vec::Vec;

use super::Client;
use crate::auth::{Credential, IdentityChange, IdentityKey};
use crate::input::Env;
use crate::output::Output;
use crate::protocol::Transition;
use crate::record::{News, QueryChange, Record};
use crate::requests::Completed;
use crate::token_step::Step;

impl Client {
    /// The token that the server is shown, if a user is signed in.
    pub fn token(&self) -> Option<&str> {
        if let Credential::User { token } = self.auth.credential() { Some(token) } else { None }
    }

    /// Whether a user or an administrator is signed in.
    pub fn has_auth(&self) -> bool {
        *self.auth.credential() != Credential::None
    }

    /// The app says who the user is, once and for all.
    pub(super) fn set_credential(&mut self, credential: Credential, env: Env) {
        let steps = self.token_flow.stop();
        self.use_credential(credential);
        self.take_steps(steps, env);
    }

    /// The app gives a way to fetch tokens.
    pub(super) fn set_auth(&mut self, env: Env) {
        let steps = self.token_flow.start(env.now);
        self.take_steps(steps, env);
    }

    pub(super) fn on_token(&mut self, fetch: u32, token: Option<String>, env: Env) {
        let steps = self.token_flow.fetched(fetch, token, self.auth.credential(), env.now);
        self.take_steps(steps, env);
    }

    pub(super) fn on_token_failed(&mut self, fetch: u32, reason: &str, env: Env) {
        let steps = self.token_flow.failed(fetch, reason, env.now);
        self.take_steps(steps, env);
    }

    pub(super) fn on_token_due(&mut self, env: Env) {
        let steps = self.token_flow.due(self.auth.credential(), env);
        self.take_steps(steps, env);
    }

    /// A transition under a newer identity: the server has taken the credential. Before its results are seen.
    pub(super) fn on_identity_reached(&mut self, transition: &Transition<'_>, env: Env) {
        let (start, end) = (transition.start.identity, transition.end.identity);
        if end > start && end >= self.auth.version() {
            let skew = transition.clock_skew_ms;
            let steps = self.token_flow.confirmed(self.auth.credential(), skew, env);
            self.take_steps(steps, env);
        }
    }

    /// The server refused the credential and closes the socket next. A refusal of one that is no longer in force
    /// means nothing.
    pub(super) fn on_auth_error(
        &mut self,
        message: &str,
        base_version: Option<u32>,
        was_update: bool,
        env: Env,
    ) {
        if self.auth.refusal_is_current(base_version) {
            let steps = self.token_flow.refused(message, was_update, self.auth.credential(), env.now);
            self.take_steps(steps, env);
        }
    }

    fn take_steps(&mut self, steps: Vec<Step>, env: Env) {
        for step in steps {
            match step {
                Step::Fetch { fetch, force } => self.outputs.push(Output::FetchToken { fetch, force }),
                Step::Pause => self.paused = true,
                Step::Stop => self.stop(),
                Step::Resume => self.resume(env),
                Step::Use(credential) => self.use_credential(credential),
                Step::Forget => self.change_credential(Credential::None),
                Step::Authenticated(is_authenticated) => {
                    self.outputs.push(Output::Authenticated(is_authenticated));
                }
                Step::Refreshing(is_refreshing) => self.outputs.push(Output::Refreshing(is_refreshing)),
                Step::Report(severity, text) => self.outputs.push(Output::Report(severity, text)),
            }
        }
    }

    fn stop(&mut self) {
        if let Some(socket) = self.connection.stop() {
            self.outputs.push(Output::CloseSocket(socket));
        }
    }

    /// It is known who the user is, or it has taken too long.
    fn resume(&mut self, env: Env) {
        self.paused = false;
        if let Some(socket) = self.connection.restart(env) {
            self.outputs.push(Output::OpenSocket(socket));
        }
        if self.connection.open_socket().is_none() {
            return;
        }
        if !self.has_greeted {
            return self.greet(self.hello(env), env);
        }
        if let Some(frame) = self.auth.resume() {
            self.resync.identity = self.auth.version();
            self.send(frame);
        }
        self.flush_queries();
        self.send_requests(Completed::Leave);
    }

    fn use_credential(&mut self, credential: Credential) {
        self.change_credential(credential);
        if self.can_speak() {
            self.flush_queries();
            let frame = self.auth.frame();
            self.resync.identity = self.auth.version();
            self.send(frame);
        }
    }

    fn change_credential(&mut self, credential: Credential) {
        let before = self.auth.key().clone();
        if self.auth.set(credential) == IdentityChange::Changed {
            self.on_identity_changed(&before);
        }
    }

    /// Nothing of the old user may be seen or sent from here on. What nobody saw stays, and what nobody asked for is the
    /// new user's.
    fn on_identity_changed(&mut self, before: &IdentityKey) {
        let held = self.hold.take();
        self.show(held);
        let (queries, settled, dropped) = if *before == IdentityKey::None {
            self.requests.adopt(self.auth.key());
            (Vec::new(), Vec::new(), Vec::new())
        } else {
            let hidden = self.results.hide_all().into_iter();
            let loading = |query| QueryChange { query, news: News::Loading, log_lines: None, journal: None };
            let settled = self.requests.identity_changed(self.auth.key());
            (hidden.map(loading).collect(), settled, self.layers.drop_all())
        };
        self.record(Record { queries, dropped, settled, ..Record::default() });
    }
}
