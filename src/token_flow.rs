//! Keeping a user signed in: when a token is asked for, what follows from it, when it is renewed.
//!
//! Owns: the flow's stage, the fetch under way and its deadline, retries, refreshes. Leaves to others: the credential
//! and the identity versions (`auth.rs`), frames and the socket (`client/on_auth.rs`), fetching (the app).
//!
//! ```text
//! Off -> Starting -> ConfirmingCached -> ConfirmingFresh -> Scheduled -> ConfirmingFresh -> ...
//!            |                                  ^     \
//!            +-> FirstRefetch ------------------+      +-> Settled (the same token again: nothing to renew)
//! ```
//! The stages and their events are those of npm convex's `AuthenticationManager`. What that lacks: a fetch that fails or
//! hangs is reported and repeated, and holds the connection back for half a minute at most.

use alloc::string::String;
use alloc::vec::Vec;

use crate::auth::Credential;
use crate::claims::{lifetime, push_seconds};
use crate::ids::Millis;
use crate::input::Env;
use crate::json::push_u64;
use crate::output::Severity;
use crate::token_step::Step;

/// A fetch that takes longer has failed.
const FETCH_DEADLINE_MS: u64 = 30_000;
/// How long a connection waits for a token; after that it goes on signed out.
const LONGEST_HOLD_MS: u64 = 30_000;
const FIRST_RETRY_MS: u64 = 1_000;
const LONGEST_RETRY_MS: u64 = 60_000;
const MAX_DOUBLINGS: u32 = 6;
/// What timers can hold, as in npm convex.
const LONGEST_REFRESH_MS: u64 = 20 * 24 * 60 * 60 * 1000;
/// Fresh tokens that the server may refuse in a row.
const MAX_CONFIRMATION_ATTEMPTS: u8 = 2;

/// How tokens are handled.
#[derive(Clone, Copy, Debug)]
pub struct TokenOptions {
    /// A token is renewed so long before it expires.
    pub leeway_ms: u64,
    /// A first token that the server accepts is not renewed at once.
    pub reuse_initial: bool,
}

impl Default for TokenOptions {
    fn default() -> Self {
        TokenOptions { leeway_ms: 10_000, reuse_initial: false }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// No token is wanted.
    #[default]
    Off,
    /// The first token, possibly from a cache, is being fetched.
    Starting,
    /// There was none in the cache, or none in time: a fresh one is being fetched.
    FirstRefetch,
    /// The server has not said yet what it thinks of the first token.
    ConfirmingCached,
    /// The server has not said yet what it thinks of a fresh token.
    ConfirmingFresh { was_authenticated: bool },
    /// The token is good, and renewed in time.
    Scheduled,
    /// The token is good and cannot be renewed.
    Settled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    First,
    Renew,
    /// The server refused the token before.
    Replace {
        was_authenticated: bool,
    },
}

struct Fetch {
    id: u32,
    purpose: Purpose,
    deadline: Millis,
}

/// A point in time by both clocks: the monotonic one may stand still while the machine sleeps.
#[derive(Clone, Copy)]
struct Moment {
    now: Millis,
    wall: Millis,
}

/// The flow of one client.
#[derive(Default)]
pub struct TokenFlow {
    options: TokenOptions,
    stage: Stage,
    next_fetch: u32,
    fetch: Option<Fetch>,
    retry: Option<(Millis, Purpose)>,
    failures: u32,
    refresh: Option<Moment>,
    /// The connection waits for a token until then.
    held_until: Option<Millis>,
    /// Fresh tokens refused in a row.
    attempts: u8,
    /// What the app was told last.
    refreshing: bool,
    steps: Vec<Step>,
}

impl TokenFlow {
    /// How tokens are handled from now on.
    pub fn configure(&mut self, options: TokenOptions) {
        self.options = options;
    }

    /// The app gave a way to fetch tokens.
    pub fn start(&mut self, now: Millis) -> Vec<Step> {
        self.end();
        self.stage = Stage::Starting;
        self.hold(Step::Pause, now);
        self.fetch(Purpose::First, now);
        self.take()
    }

    /// The app decides by itself who the user is.
    pub fn stop(&mut self) -> Vec<Step> {
        self.end();
        self.release();
        self.take()
    }

    /// The app has a token, or says that nobody is signed in. `current` is the credential in force.
    pub fn fetched(
        &mut self,
        fetch: u32,
        token: Option<String>,
        current: &Credential,
        now: Millis,
    ) -> Vec<Step> {
        let Some(purpose) = self.finish_fetch(fetch) else { return Vec::new() };
        self.failures = 0;
        match (purpose, token) {
            (Purpose::First, Some(token)) => {
                self.stage = Stage::ConfirmingCached;
                self.steps.push(Step::Use(Credential::User { token }));
            }
            (Purpose::First, None) => {
                self.stage = Stage::FirstRefetch;
                self.fetch(Purpose::Renew, now);
                return self.take();
            }
            (Purpose::Renew, Some(token)) if current.is_token(&token) => {
                if self.stage == Stage::FirstRefetch {
                    self.steps.push(Step::Authenticated(true));
                }
                self.settle_in(Stage::Settled);
            }
            (Purpose::Renew, Some(token)) => {
                let was_authenticated = self.stage != Stage::FirstRefetch && *current != Credential::None;
                self.use_fresh(token, was_authenticated);
            }
            (Purpose::Replace { was_authenticated }, Some(token)) if !current.is_token(&token) => {
                self.use_fresh(token, was_authenticated);
            }
            (_, _) => self.sign_out(current),
        }
        self.release();
        self.take()
    }

    /// The app could not fetch a token.
    pub fn failed(&mut self, fetch: u32, reason: &str, now: Millis) -> Vec<Step> {
        if let Some(purpose) = self.finish_fetch(fetch) {
            self.try_again(purpose, reason, now);
        }
        self.take()
    }

    /// The server accepted the credential in force. `clock_skew_ms`: how far this clock is ahead of the server's.
    pub fn confirmed(&mut self, current: &Credential, clock_skew_ms: Option<i64>, env: Env) -> Vec<Step> {
        match self.stage {
            Stage::ConfirmingCached => {
                match current {
                    Credential::User { token } if self.options.reuse_initial => {
                        self.schedule(token, clock_skew_ms, env);
                    }
                    _ => self.fetch(Purpose::Renew, env.now),
                }
                self.steps.push(Step::Authenticated(true));
            }
            Stage::ConfirmingFresh { was_authenticated } => {
                self.tell_refreshing(false);
                if let Credential::User { token } = current {
                    self.schedule(token, None, env);
                }
                self.attempts = 0;
                if !was_authenticated {
                    self.steps.push(Step::Authenticated(true));
                }
            }
            _ => {}
        }
        self.take()
    }

    /// The server refused the credential in force. `was_update` is false where it merely expired.
    pub fn refused(
        &mut self,
        message: &str,
        was_update: bool,
        current: &Credential,
        now: Millis,
    ) -> Vec<Step> {
        let is_fresh = matches!(self.stage, Stage::ConfirmingFresh { .. });
        if !was_update && (is_fresh || self.stage == Stage::ConfirmingCached) {
            return Vec::new();
        }
        let is_off = matches!(self.stage, Stage::Off | Stage::Starting);
        if is_off || (is_fresh && self.attempts >= MAX_CONFIRMATION_ATTEMPTS) {
            let text = ["Failed to authenticate: \"", message, "\", check your server auth config"].concat();
            self.steps.push(Step::Report(Severity::Error, text));
            self.forget(current);
            if !is_off {
                self.steps.push(Step::Authenticated(false));
                self.end();
            }
            return self.take();
        }
        self.attempts += u8::from(is_fresh);
        self.refresh = None;
        self.tell_refreshing(true);
        let was_authenticated = matches!(self.stage, Stage::Scheduled | Stage::Settled);
        self.hold(Step::Stop, now);
        self.fetch(Purpose::Replace { was_authenticated }, now);
        self.take()
    }

    /// The next moment at which something comes due.
    pub fn deadline(&self) -> Option<Millis> {
        let fetch = self.fetch.as_ref().map(|fetch| fetch.deadline);
        let retry = self.retry.map(|(at, _)| at);
        let refresh = self.refresh.map(|at| at.now);
        [fetch, retry, refresh, self.held_until].into_iter().flatten().min()
    }

    /// Does what has come due by now, by either clock.
    pub fn due(&mut self, current: &Credential, env: Env) -> Vec<Step> {
        let is_due = |at: Millis| at <= env.now;
        if let Some(fetch) = self.fetch.take_if(|fetch| is_due(fetch.deadline)) {
            self.try_again(fetch.purpose, "it takes too long", env.now);
        }
        if let Some((_, purpose)) = self.retry.take_if(|(at, _)| is_due(*at)) {
            self.fetch(purpose, env.now);
        }
        if self.refresh.take_if(|at| is_due(at.now) || at.wall <= env.wall).is_some() {
            self.fetch(Purpose::Renew, env.now);
        }
        if self.held_until.is_some_and(is_due) {
            self.go_on_without(current);
        }
        self.take()
    }

    /// The wait for a token is over, the search for one is not.
    fn go_on_without(&mut self, current: &Credential) {
        self.tell_refreshing(false);
        if matches!(self.stage, Stage::Starting | Stage::FirstRefetch) {
            if *current != Credential::None {
                // The user before, whom nobody has signed out: the server knows of that one still.
                self.steps.push(Step::Use(Credential::None));
            }
            self.steps.push(Step::Authenticated(false));
        } else {
            self.forget(current);
            self.steps.push(Step::Authenticated(false));
            self.stage = Stage::FirstRefetch;
        }
        let purposes = self.fetch.iter_mut().map(|fetch| &mut fetch.purpose);
        for purpose in purposes.chain(self.retry.iter_mut().map(|(_, purpose)| purpose)) {
            if let Purpose::Replace { .. } = purpose {
                *purpose = Purpose::Renew;
            }
        }
        self.release();
    }

    fn fetch(&mut self, purpose: Purpose, now: Millis) {
        let id = self.next_fetch;
        self.next_fetch += 1;
        self.retry = None;
        self.fetch = Some(Fetch { id, purpose, deadline: now.after(FETCH_DEADLINE_MS) });
        self.steps.push(Step::Fetch { fetch: id, force: purpose != Purpose::First });
    }

    fn finish_fetch(&mut self, id: u32) -> Option<Purpose> {
        self.fetch.take_if(|fetch| fetch.id == id).map(|fetch| fetch.purpose)
    }

    fn try_again(&mut self, purpose: Purpose, reason: &str, now: Millis) {
        let delay = (FIRST_RETRY_MS << self.failures.min(MAX_DOUBLINGS)).min(LONGEST_RETRY_MS);
        self.failures = self.failures.saturating_add(1);
        self.retry = Some((now.after(delay), purpose));
        let mut text = ["Could not fetch an auth token: ", reason, ". Trying again in "].concat();
        push_u64(&mut text, delay);
        text.push_str("ms");
        self.steps.push(Step::Report(Severity::Error, text));
    }

    fn use_fresh(&mut self, token: String, was_authenticated: bool) {
        self.refresh = None;
        self.stage = Stage::ConfirmingFresh { was_authenticated };
        self.steps.push(Step::Use(Credential::User { token }));
    }

    /// The app says that nobody is signed in.
    fn sign_out(&mut self, current: &Credential) {
        if *current != Credential::None {
            self.steps.push(Step::Use(Credential::None));
        }
        self.steps.push(Step::Authenticated(false));
        self.end();
    }

    fn forget(&mut self, current: &Credential) {
        if *current != Credential::None {
            self.steps.push(Step::Forget);
        }
    }

    fn schedule(&mut self, token: &str, clock_skew_ms: Option<i64>, env: Env) {
        let life = match lifetime(token, clock_skew_ms, env.wall) {
            Ok(life) => life,
            Err(why) => {
                let text = [why, ", cannot refetch the token"].concat();
                return self.steps.push(Step::Report(Severity::Error, text));
            }
        };
        let delay = life.saturating_sub(self.options.leeway_ms).min(LONGEST_REFRESH_MS);
        if delay == 0 {
            let mut text = String::from("Refetching auth token immediately, configured leeway ");
            push_seconds(&mut text, self.options.leeway_ms);
            text.push_str("s is larger than the token's lifetime ");
            push_seconds(&mut text, life);
            text.push('s');
            self.steps.push(Step::Report(Severity::Warning, text));
        }
        self.settle_in(Stage::Scheduled);
        // A token that never lives as long as the leeway must not be fetched without a pause.
        let delay = delay.max(FIRST_RETRY_MS);
        self.refresh = Some(Moment { now: env.now.after(delay), wall: env.wall.after(delay) });
    }

    fn settle_in(&mut self, stage: Stage) {
        self.refresh = None;
        self.attempts = 0;
        self.stage = stage;
    }

    /// Back to the beginning. What the app was told of a refresh is taken back.
    fn end(&mut self) {
        self.tell_refreshing(false);
        self.settle_in(Stage::Off);
        (self.fetch, self.retry, self.failures) = (None, None, 0);
    }

    fn tell_refreshing(&mut self, refreshing: bool) {
        let is_told = !matches!(self.stage, Stage::Off | Stage::Starting | Stage::FirstRefetch);
        if is_told && self.refreshing != refreshing {
            self.refreshing = refreshing;
            self.steps.push(Step::Refreshing(refreshing));
        }
    }

    fn hold(&mut self, how: Step, now: Millis) {
        self.held_until = Some(now.after(LONGEST_HOLD_MS));
        self.steps.push(how);
    }

    fn release(&mut self) {
        if self.held_until.take().is_some() {
            self.steps.push(Step::Resume);
        }
    }

    fn take(&mut self) -> Vec<Step> {
        core::mem::take(&mut self.steps)
    }
}

#[cfg(test)]
#[path = "token_flow_tests.rs"]
mod tests;
