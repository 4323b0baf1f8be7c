//! The app's side of signing in: a token fetcher that is slow, fails, hangs, answers late or says that nobody is there.
//!
//! Owns: tokens, fetches under way, who should be signed in in the end. Leaves to others: what the server makes of a
//! token (`server.rs`), the clock (`world.rs`).

use lentil::Input;
use serde_json::json;

use crate::server::REFUSED;
use crate::world::World;

/// Longer than the client waits for a token.
const TOO_LONG: u64 = 40_000;

/// What the app knows of its user.
#[derive(Default)]
pub struct Account {
    /// Whom the fetcher has tokens of; none where the app never gave one.
    pub provider: Option<Option<String>>,
    /// Fetches under way: when each is answered, its id, the answer.
    under_way: Vec<(u64, u32, Answer)>,
    serial: u32,
    /// From now on every fetch is answered at once.
    pub is_reliable: bool,
}

enum Answer {
    Token(Option<String>),
    Failure,
}

impl Account {
    /// When the next fetch is answered.
    pub fn next(&self) -> Option<u64> {
        self.under_way.iter().map(|(at, ..)| *at).min()
    }

    /// A token that was never issued before, which lives for ten minutes.
    fn token(&mut self, subject: &str) -> String {
        self.serial += 1;
        let claims = json!({ "iss": "i", "sub": subject, "jti": self.serial, "iat": 1, "exp": 601 });
        format!("h.{}.s", base64(claims.to_string().as_bytes()))
    }
}

impl World {
    /// The app gives a token fetcher.
    pub fn set_auth(&mut self) {
        self.tally.happened("setAuth");
        let who = self.random.choice([None, Some("ann"), Some("bob"), Some(REFUSED)]).flatten();
        self.account.provider = Some(who.map(Into::into));
        self.feed(Input::SetAuth);
    }

    /// The client asks for a token.
    pub fn ask_for_token(&mut self, fetch: u32) {
        let subject = self.account.provider.clone().flatten();
        let delay = self.random.u64(0..2_000);
        let luck = if self.account.is_reliable { 99 } else { self.random.u32(0..100) };
        let (delay, answer) = match luck {
            0..8 => {
                self.tally.happened("token fetch hung");
                return;
            }
            8..16 => {
                self.tally.happened("token fetch answered too late");
                (TOO_LONG, self.issue(subject))
            }
            16..36 => {
                self.tally.happened("token fetch failed");
                (delay, Answer::Failure)
            }
            _ => {
                self.tally.happened("token fetched");
                (delay, self.issue(subject))
            }
        };
        self.account.under_way.push((self.now + delay, fetch, answer));
    }

    fn issue(&mut self, subject: Option<String>) -> Answer {
        let token = subject.map(|subject| {
            let token = self.account.token(&subject);
            self.server.tokens.insert(token.clone(), subject);
            token
        });
        Answer::Token(token)
    }

    /// Answers what is due.
    pub fn answer_fetch(&mut self) {
        let due = self.account.under_way.iter().position(|(at, ..)| *at <= self.now);
        let Some((_, fetch, answer)) = due.map(|index| self.account.under_way.swap_remove(index)) else {
            return;
        };
        self.feed(match answer {
            Answer::Token(token) => Input::TokenFetched { fetch, token },
            Answer::Failure => Input::TokenFailed { fetch, reason: "offline".into() },
        });
    }

    /// Who is signed in in the end is whom the fetcher has tokens of, if the server takes them.
    pub fn check_account(&mut self) {
        if let Some(provider) = self.account.provider.clone() {
            assert_eq!(self.subject, provider.filter(|subject| subject != REFUSED), "signed in in the end");
            self.tally.happened("user checked against the token fetcher in the end");
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits =
            group.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for digit in 0..=group.len() {
            text.push(char::from(DIGITS[(bits >> (18 - 6 * digit)) as usize & 63]));
        }
    }
    text
}
