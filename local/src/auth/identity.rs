//! Whoever asks, once it is clear who that is.
//!
//! Owns: what functions and results may depend on (a `Viewer`), and until when it holds.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Who a function runs for. Results may differ between viewers that are not equal.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Viewer {
    /// Whether internal functions are there too.
    is_admin: bool,
    /// What `getUserIdentity` gives, as JSON text; `None` for nobody.
    user: Option<Arc<str>>,
}

/// A viewer for as long as its token holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Who.
    pub viewer: Viewer,
    /// The `exp` of the token, in seconds.
    expires: Option<u64>,
}

impl Viewer {
    /// Whether internal functions are there too.
    pub fn is_admin(&self) -> bool {
        self.is_admin
    }

    /// What `getUserIdentity` gives: JSON text.
    pub fn user(&self) -> &str {
        self.user.as_deref().unwrap_or("null")
    }
}

impl Identity {
    /// A user with these attributes, JSON text.
    pub fn user(attributes: String, expires: u64) -> Identity {
        Identity { viewer: Viewer { is_admin: false, user: Some(attributes.into()) }, expires: Some(expires) }
    }

    /// Who holds the admin key, perhaps acting as a user with these attributes.
    pub fn admin(acting_as: Option<String>) -> Identity {
        Identity { viewer: Viewer { is_admin: true, user: acting_as.map(Arc::from) }, expires: None }
    }

    /// Whether its token is of no use any more.
    pub fn is_expired(&self, now: SystemTime) -> bool {
        self.expires.is_some_and(|expires| seconds(now) >= expires)
    }
}

/// Seconds since 1970.
pub(super) fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
