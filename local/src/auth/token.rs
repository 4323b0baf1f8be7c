//! One token: its parts, its signature, its times.
//!
//! Owns: what is read before anything is proved (to find the provider), and the proof.
//! Leaves to others: which provider and which key (`providers`, `keys`).

use std::collections::HashSet;

use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, dangerous, decode, decode_header};
use serde_json::{Map, Value as Json};

use super::error::AuthRefusal;

/// Clocks may differ by this many seconds, as in the real backend.
const LEEWAY: u64 = 5;

/// What a token says of itself, proved or not.
pub struct Claims(pub Map<String, Json>);

impl Claims {
    /// As written in the token. Proves nothing.
    pub fn unproved(token: &str) -> Result<Claims, AuthRefusal> {
        let claims: Result<_, _> = dangerous::insecure_decode_claims(token);
        claims.map(Claims).map_err(|_| {
            AuthRefusal::token(
                "Could not parse JWT payload. Check that the token is a valid JWT format with three base64-encoded parts separated by dots.",
            )
        })
    }

    /// As signed with this key; the signature is good.
    pub fn proved(token: &str, key: &Jwk, algorithms: &[Algorithm]) -> Result<Claims, AuthRefusal> {
        let undecoded = || could_not_decode(token);
        let header = decode_header(token).map_err(|_| undecoded())?;
        let decoding_key = DecodingKey::from_jwk(key).map_err(|_| undecoded())?;
        // All that a `Validation` allows has to be of one family, and OIDC has two.
        if !algorithms.contains(&header.alg) {
            return Err(undecoded());
        }
        let mut validation = Validation::new(header.alg);
        // Times and audience are checked by us, for the texts.
        (validation.validate_exp, validation.validate_nbf, validation.validate_aud) = (false, false, false);
        validation.required_spec_claims = HashSet::new();
        decode(token, &decoding_key, &validation).map(|data| Claims(data.claims)).map_err(|_| undecoded())
    }

    /// The `iss`.
    pub fn issuer(&self) -> Result<&str, AuthRefusal> {
        self.text("iss").ok_or_else(|| {
            AuthRefusal::token(
                "Missing issuer claim ('iss') in JWT payload. The JWT must include an 'iss' claim that matches one of your configured auth providers.",
            )
        })
    }

    /// The `aud`: one or several.
    pub fn audiences(&self) -> Vec<&str> {
        match self.0.get("aud") {
            Some(Json::String(one)) => vec![one],
            Some(Json::Array(several)) => several.iter().filter_map(Json::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The `sub`.
    pub fn subject(&self) -> Option<&str> {
        self.text("sub")
    }

    /// The `exp`, if the token holds at this moment (in seconds).
    pub fn check_times(&self, now: u64) -> Result<u64, AuthRefusal> {
        let refused = |why: String| AuthRefusal::token(format!("Could not validate token: {why}"));
        let unclear = || {
            AuthRefusal::token(
                "Could not verify token claim. Check that the JWT contains valid claims and matches your auth provider configuration.",
            )
        };
        let expires = self.time("exp").flatten().ok_or_else(unclear)?;
        if now > expires.saturating_add(LEEWAY) {
            return Err(refused(format!("Token expired {} seconds ago", now - expires)));
        }
        match self.time("nbf") {
            Some(Some(begins)) if begins > now.saturating_add(LEEWAY) => {
                Err(refused(format!("Token will be valid in {} seconds", begins - now)))
            }
            // What is no time at all must not pass for one that has come.
            Some(None) => Err(unclear()),
            _ => Ok(expires),
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// `Some(None)`: there, but no time.
    fn time(&self, name: &str) -> Option<Option<u64>> {
        let seconds = self.0.get(name)?.as_f64();
        // Beyond u64 it saturates, which is far enough in the future.
        Some(seconds.filter(|seconds| *seconds >= 0.0).map(|seconds| seconds as u64))
    }
}

/// The `kid`: which of the provider's keys.
pub fn key_name(token: &str) -> Result<String, AuthRefusal> {
    decode_header(token).ok().and_then(|header| header.kid).ok_or_else(|| could_not_decode(token))
}

/// For a signature that is wrong, and for a key that is not there.
pub fn could_not_decode(token: &str) -> AuthRefusal {
    AuthRefusal::token(match decode_header(token).ok().and_then(|header| header.kid) {
        Some(kid) => format!(
            "Could not decode token. The JWT's 'kid' (key ID) header is '{kid}', does this key match any key in the provider's JWKS?"
        ),
        None => "Could not decode token. JWT may be missing a 'kid' (key ID) header.".to_owned(),
    })
}
