//! When the client may not say anything: from `SetAuth` until it is known who the user is, or half a minute has passed.

use lentil::Input;

const LONGEST_MS: u64 = 30_000;

/// The silence, and the fetch under way.
#[derive(Default)]
pub struct Quiet {
    until: Option<u64>,
    /// Whether the client was made to wait for the first `SetAuth`.
    from_start: bool,
    was_asked: bool,
    fetch: Option<(u32, bool)>,
}

impl Quiet {
    /// What an input says of it, before it is handled.
    pub fn on_input(&mut self, input: &Input, now: u64) {
        match input {
            Input::Start(options) => self.from_start = options.expect_auth && !self.was_asked,
            Input::SetAuth => {
                self.until = Some(now.saturating_add(LONGEST_MS));
                (self.from_start, self.was_asked) = (false, true);
            }
            Input::SetCredential(_) => self.until = None,
            Input::TokenFetched { fetch, token } => {
                let answered = self.fetch.take_if(|(id, _)| id == fetch);
                if answered.is_some_and(|(_, force)| force || token.is_some()) {
                    self.until = None;
                }
            }
            Input::TokenFailed { fetch, .. } => drop(self.fetch.take_if(|(id, _)| id == fetch)),
            Input::Due | Input::Wake | Input::Reconnect => drop(self.until.take_if(|until| *until <= now)),
            _ => {}
        }
    }

    /// The client asks for a token.
    pub fn on_fetch(&mut self, fetch: u32, force: bool) {
        self.fetch = Some((fetch, force));
    }

    /// The fetch that waits for its answer.
    pub fn fetch(&self) -> Option<u32> {
        self.fetch.map(|(fetch, _)| fetch)
    }

    /// Panics where nothing may be sent.
    pub fn assert_may_speak(&self, frame: &str) {
        assert!(self.until.is_none(), "sent between Pause and Resume: {frame}");
        assert!(!self.from_start, "sent before the first SetAuth: {frame}");
    }
}
