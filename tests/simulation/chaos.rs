//! What goes wrong in a run.
//!
//! Owns: the faults of the link, of the server and of the clock, each counted. Leaves to others: what must hold all
//! the same (`world.rs`, `viewer.rs`).

use lentil::Input;
use lentil::auth::Credential;
use lentil::ids::SocketId;
use serde_json::json;

use crate::server::{ADMIN, REFUSED, Reply};
use crate::world::{GAVE_UP, Under, World};

const CLOSE_CODES: [u16; 8] = [1000, 1001, 1005, 1006, 1011, 1012, 1013, 4040];
const CLOSE_REASONS: [&str; 4] =
    ["", "InternalServerError", "CommitterFullError", "TooManyConcurrentRequests"];

impl World {
    /// Takes the connection away, in one way or another.
    pub fn break_something(&mut self) {
        let Some(link) = self.link.as_mut().filter(|link| link.open && !link.half_open) else { return };
        let socket = link.socket;
        let is_answer =
            |under: &Under| matches!(under, Under::ToClient(Reply::Frame(text)) if text.contains("Response"));
        if link.under_way.iter().any(|(_, under)| is_answer(under)) {
            self.tally.happened("answer lost with its connection");
        }
        match self.random.u32(0..6) {
            0 => {
                self.tally.happened("half-open socket");
                link.half_open = true;
            }
            1 => {
                self.tally.happened("protocol fault");
                let fatal = json!({ "type": "FatalError", "error": GAVE_UP }).to_string();
                let text = if self.random.bool() { fatal } else { "nonsense".into() };
                self.feed(Input::Message { socket, text: text.into() });
            }
            2 => {
                self.tally.happened("server restart");
                self.lose(socket, 1006, "");
            }
            3 if self.random.u32(0..3) == 0 => {
                self.tally.happened("server restored from an old backup");
                self.server.restore();
                self.lose(socket, 1006, "");
            }
            4 => {
                self.tally.happened("send failed");
                self.link = None;
                self.feed(Input::SendFailed(socket));
            }
            _ => {
                self.tally.happened("close with a code");
                let code = self.random.choice(CLOSE_CODES).unwrap_or(1000);
                let reason = self.random.choice(CLOSE_REASONS).unwrap_or_default();
                self.lose(socket, code, reason);
            }
        }
    }

    /// The socket is gone; what was under way to the client may still be said by it.
    pub fn lose(&mut self, socket: SocketId, code: u16, reason: &str) {
        for (_, under) in self.link.take().into_iter().flat_map(|link| link.under_way) {
            if let Under::ToClient(Reply::Frame(text)) = under {
                self.stale.push((socket, text));
            }
        }
        self.feed(Input::SocketClosed { socket, code, reason: reason.into() });
    }

    /// Disturbs without taking the connection away.
    pub fn disturb(&mut self) {
        match self.random.u32(0..4) {
            0 => {
                self.tally.happened("wall clock jumped");
                self.wall_offset = self.random.u64(0..10_000_000);
            }
            1 => {
                if let Some((socket, text)) = self.stale.pop() {
                    self.tally.happened("late message of a socket that is gone");
                    self.feed(Input::Message { socket, text: text.into() });
                    self.feed(Input::SocketClosed { socket, code: 1006, reason: String::new() });
                }
            }
            2 => {
                let replies = self.server.expire();
                if !replies.is_empty() {
                    self.tally.happened("token expired");
                    self.wait_for_refusal(replies);
                }
            }
            _ => {
                self.tally.happened("woken up");
                self.feed(Input::Wake);
            }
        }
    }

    /// Signs somebody in or out; sometimes with a token that the server refuses.
    pub fn sign_in_or_out(&mut self) {
        self.tally.happened("identity changed");
        let people = [None, Some("ann"), Some("bob"), Some(REFUSED), Some(ADMIN)];
        let subject = self.random.choice(people).flatten();
        self.account.provider = None;
        let credential = match subject {
            Some(ADMIN) => {
                self.tally.happened("admin key");
                Credential::Admin { key: "key".into(), acting_as: None }
            }
            Some(token) => Credential::User { token: token.into() },
            None => Credential::None,
        };
        self.feed(Input::SetCredential(credential));
    }

    /// The server's refusal must arrive: everything that the client does before it is as the user it was.
    fn wait_for_refusal(&mut self, replies: Vec<Reply>) {
        let Some(socket) = self.link.as_ref().filter(|link| link.open).map(|link| link.socket) else {
            return;
        };
        for reply in replies {
            match reply {
                Reply::Frame(text) => self.feed(Input::Message { socket, text: text.into() }),
                Reply::Close(code) => self.lose(socket, code, ""),
            }
        }
    }

    /// What the link makes of the server's replies: parts, repetitions, another order.
    pub fn garble(&mut self, mut replies: Vec<Reply>) -> Vec<Reply> {
        let is_success =
            |reply: &Reply| matches!(reply, Reply::Frame(text) if text.contains("MutationResponse"));
        if replies.len() == 2 && replies.first().is_some_and(is_success) {
            match self.random.u32(0..12) {
                0 => {
                    self.tally.happened("transition before its answer");
                    replies.swap(0, 1);
                    replies.push(self.server.transition(Vec::new()));
                }
                1 => {
                    self.tally.happened("answer repeated");
                    if let Some(Reply::Frame(text)) = replies.first() {
                        let again = Reply::Frame(text.clone());
                        replies.insert(1, again);
                    }
                }
                _ => {}
            }
        }
        replies.into_iter().flat_map(|reply| self.in_parts(reply)).collect()
    }

    fn in_parts(&mut self, reply: Reply) -> Vec<Reply> {
        let text = match reply {
            Reply::Frame(text) if text.contains("\"Transition\"") && self.random.u32(0..15) == 0 => text,
            other => return vec![other],
        };
        self.tally.happened("transition in parts");
        let (first, second) = text.split_at(self.random.usize(1..text.len()));
        let part = |number: usize, piece: &str| {
            let chunk = json!({ "type": "TransitionChunk", "chunk": piece, "partNumber": number,
                "totalParts": 2, "transitionId": text.len().to_string() });
            Reply::Frame(chunk.to_string())
        };
        vec![part(0, first), part(1, second)]
    }
}
