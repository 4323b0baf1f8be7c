//! Why a token or a key was refused. The texts are those of the real backend; no token is in them.

/// A token or key that is not good.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct AuthRefusal {
    /// The short code of HTTP responses.
    pub code: &'static str,
    /// The text.
    pub message: String,
}

impl AuthRefusal {
    /// A token that does not stand up.
    pub fn token(message: impl Into<String>) -> AuthRefusal {
        AuthRefusal { code: "InvalidAuthHeader", message: message.into() }
    }

    /// A token of nobody we know.
    pub fn no_provider(message: String) -> AuthRefusal {
        AuthRefusal { code: "NoAuthProvider", message }
    }

    /// A provider that does not answer as it should.
    pub fn provider(message: String) -> AuthRefusal {
        AuthRefusal { code: "AuthProviderDiscoveryFailed", message }
    }

    /// An admin key that is not ours.
    pub fn admin_key() -> AuthRefusal {
        let message = "The provided admin key was invalid for this instance".to_owned();
        AuthRefusal { code: "BadAdminKey", message }
    }
}
