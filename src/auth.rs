//! Who the user is, and how far the server knows.
//!
//! Owns: the credential, its identity key, and which identity each version of this connection stands for.
//! Leaves to others: fetching tokens, sending the frames (`client/`), hiding results (`results.rs`).

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use crate::claims::Claims;
use crate::hash::fnv1a;
use crate::protocol::{authenticate, base64};

/// What the server is shown. Never printed, stored or logged.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Credential {
    /// Signed out.
    #[default]
    None,
    /// A user, by a JWT.
    User {
        /// The JWT as given by the app.
        token: String,
    },
    /// The deployment's administrator.
    Admin {
        /// The deployment's admin key.
        key: String,
        /// The user to act as: their attributes as JSON text.
        acting_as: Option<String>,
    },
}

impl Credential {
    /// Whether this is a user with this very token.
    pub fn is_token(&self, text: &str) -> bool {
        matches!(self, Credential::User { token } if token == text)
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Credential::None => "None",
            Credential::User { .. } => "User(..)",
            Credential::Admin { .. } => "Admin(..)",
        })
    }
}

/// Whom a result or a request belongs to: equal keys mean the same person, also after a token was renewed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum IdentityKey {
    /// Nobody signed in.
    #[default]
    None,
    /// `issuer|subject` of the token; a number that stands for the token where it cannot be read.
    User(Rc<str>),
}

/// What a new credential means for what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityChange {
    /// The same person: results stay.
    Same,
    /// Another person, or nobody: results become loading.
    Changed,
}

/// The credential in force and the identity versions of this connection.
#[derive(Default)]
pub struct Auth {
    credential: Credential,
    key: IdentityKey,
    /// `versions[v]` is whom the server takes us for at identity version `v`. Starts as one anonymous entry.
    versions: Vec<IdentityKey>,
    /// The server of this connection was last told that nobody is signed in, or nothing.
    knows_nobody: bool,
}

impl Auth {
    /// What the server is shown.
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// Whom the app is signed in as.
    pub fn key(&self) -> &IdentityKey {
        &self.key
    }

    /// Takes a new credential.
    pub fn set(&mut self, credential: Credential) -> IdentityChange {
        let key = match &credential {
            Credential::None => IdentityKey::None,
            Credential::User { token } => IdentityKey::User(identity_of(token)),
            Credential::Admin { key, acting_as } => {
                IdentityKey::User(opaque(acting_as.as_deref().unwrap_or(key)))
            }
        };
        self.credential = credential;
        let change = if key == self.key { IdentityChange::Same } else { IdentityChange::Changed };
        self.key = key;
        change
    }

    /// A new connection: versions start over. The frame to send after `Connect`, when somebody is signed in.
    pub fn restart(&mut self) -> Option<String> {
        self.versions = vec![IdentityKey::None];
        self.knows_nobody = true;
        self.resume()
    }

    /// The frame to send after a pause. A token that the server knows is sent again: its answer is waited for.
    pub fn resume(&mut self) -> Option<String> {
        let says_nothing_new = self.credential == Credential::None && self.knows_nobody;
        if says_nothing_new { None } else { Some(self.frame()) }
    }

    /// The frame that tells an open connection who the user is.
    pub fn frame(&mut self) -> String {
        let base = self.version();
        self.versions.push(self.key.clone());
        self.knows_nobody = self.credential == Credential::None;
        authenticate(base, &self.credential)
    }

    /// How many times this connection was told who the user is.
    pub fn version(&self) -> u32 {
        self.versions.len().saturating_sub(1) as u32
    }

    /// Whom the server took us for at a version; nobody where it never was told.
    pub fn key_at(&self, version: u32) -> IdentityKey {
        self.versions.get(version as usize).cloned().unwrap_or_default()
    }

    /// Whether a refusal that names this version is about what is in force (the server names the last version that
    /// it sent a transition for, so one more may be meant).
    pub fn refusal_is_current(&self, base_version: Option<u32>) -> bool {
        base_version.is_none_or(|base| base.saturating_add(1) >= self.version())
    }
}

/// `issuer|subject` from the token's payload.
fn identity_of(token: &str) -> Rc<str> {
    match Claims::of(token) {
        Some(Claims { issuer: Some(issuer), subject: Some(subject), .. }) => {
            [&issuer, "|", &subject].concat().into()
        }
        _ => opaque(token),
    }
}

/// Tells tokens apart without keeping them.
fn opaque(token: &str) -> Rc<str> {
    base64::encode(&fnv1a(token.bytes()).to_le_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(payload: &str) -> Credential {
        Credential::User { token: ["h.", &base64::encode(payload.as_bytes()), ".s"].concat() }
    }

    #[test]
    fn a_renewed_token_is_the_same_person() {
        let mut auth = Auth::default();
        assert_eq!(auth.set(user(r#"{"iss":"https://i","sub":"u1","exp":1}"#)), IdentityChange::Changed);
        assert_eq!(auth.key(), &IdentityKey::User("https://i|u1".into()));
        assert_eq!(auth.set(user(r#"{"exp":2,"sub":"u1","iss":"https://i"}"#)), IdentityChange::Same);
        assert_eq!(auth.set(user(r#"{"iss":"https://i","sub":"u2"}"#)), IdentityChange::Changed);
        assert_eq!(auth.set(Credential::None), IdentityChange::Changed);
    }

    #[test]
    fn unreadable_tokens_are_told_apart_and_not_shown() {
        let mut auth = Auth::default();
        auth.set(Credential::User { token: "secret".into() });
        let first = auth.key().clone();
        assert_eq!(auth.set(Credential::User { token: "other".into() }), IdentityChange::Changed);
        assert!(!format!("{first:?} {:?}", auth.credential).contains("secret"));
    }

    #[test]
    fn versions_start_over_on_each_connection() {
        let mut auth = Auth::default();
        assert_eq!(auth.restart(), None);
        auth.set(user(r#"{"iss":"i","sub":"u"}"#));
        assert!(auth.frame().contains(r#""baseVersion":0"#));
        auth.set(Credential::None);
        assert!(auth.frame().contains(r#""baseVersion":1,"tokenType":"None""#));
        assert_eq!(auth.key_at(1), IdentityKey::User("i|u".into()));
        assert_eq!(auth.key_at(2), IdentityKey::None);
        assert_eq!(auth.restart(), None);
        assert_eq!(auth.version(), 0);
    }
}
