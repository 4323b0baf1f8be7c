//! The providers that an app trusts, and proving a token against them.
//!
//! Owns: finding the provider of a token, and the order of the checks, as in the real backend.
//! Leaves to others: signature and times (`token`), keys (`keys`), what functions see (`claims`).

use std::time::SystemTime;

use jsonwebtoken::Algorithm;
use jsonwebtoken::jwk::Jwk;
use serde::Deserialize;

use super::claims::{of_custom_jwt, of_oidc};
use super::config::with_scheme;
use super::error::AuthRefusal;
use super::identity::{Identity, seconds};
use super::keys::{FetchedKeys, KeySource, fetch_json};
use super::token::{Claims, could_not_decode, key_name};

/// What OIDC providers may sign with.
const OIDC_ALGORITHMS: [Algorithm; 2] = [Algorithm::RS256, Algorithm::EdDSA];

/// One provider of `auth.config.ts`.
#[derive(Debug)]
pub struct Provider {
    /// The `iss` of its tokens, with scheme.
    pub issuer: String,
    /// The `aud` of its tokens, where that matters.
    pub application_id: Option<String>,
    /// How its tokens are proved.
    pub kind: Kind,
}

/// The kinds of providers.
#[derive(Debug)]
pub enum Kind {
    /// OpenID Connect: says itself where its keys are.
    Oidc,
    /// Any JWT.
    CustomJwt {
        /// What it signs with.
        algorithm: Algorithm,
        /// Where its keys are.
        keys: KeySource,
    },
}

/// All providers of an app.
#[derive(Debug, Default)]
pub struct AuthProviders {
    providers: Vec<Provider>,
    fetched: FetchedKeys,
}

/// What an OIDC provider says of itself.
#[derive(Deserialize)]
struct Discovery {
    jwks_uri: String,
}

impl AuthProviders {
    /// These and no others.
    pub fn new(providers: Vec<Provider>) -> AuthProviders {
        AuthProviders { providers, fetched: FetchedKeys::default() }
    }

    /// Whose token this is, if it is good. May fetch the provider's keys.
    pub fn verify(&self, token: &str, now: SystemTime) -> Result<Identity, AuthRefusal> {
        let unproved = Claims::unproved(token)?;
        let provider = self.provider_of(&unproved)?;
        let (key, algorithms) = self.key_of(provider, &unproved, token)?;
        let key = key.ok_or_else(|| could_not_decode(token))?;
        let claims = Claims::proved(token, &key, &algorithms)?;
        let expires = claims.check_times(seconds(now))?;
        let subject = claims.subject().ok_or_else(|| AuthRefusal::token("Missing subject"))?;
        let issuer = claims.issuer()?;
        let attributes = match provider.kind {
            Kind::Oidc => of_oidc(issuer, subject, &claims.0),
            Kind::CustomJwt { .. } => of_custom_jwt(issuer, subject, &claims.0),
        };
        Ok(Identity::user(attributes, expires))
    }

    /// What a token claims leads to the wrong provider at worst, and there the proof fails.
    fn provider_of(&self, claims: &Claims) -> Result<&Provider, AuthRefusal> {
        let (issuer, audiences) = (claims.issuer()?, claims.audiences());
        let matching = self.providers.iter().find(|provider| provider.matches(issuer, &audiences));
        matching.ok_or_else(|| AuthRefusal::no_provider(self.nobody_matches()))
    }

    fn key_of(
        &self,
        provider: &Provider,
        claims: &Claims,
        token: &str,
    ) -> Result<(Option<Jwk>, Vec<Algorithm>), AuthRefusal> {
        let name = key_name(token)?;
        match &provider.kind {
            Kind::CustomJwt { algorithm, keys } => Ok((keys.find(&name, &self.fetched)?, vec![*algorithm])),
            Kind::Oidc => {
                let issuer = claims.issuer()?.trim_end_matches('/');
                let url = format!("{}/.well-known/openid-configuration", with_scheme(issuer));
                let Discovery { jwks_uri } = fetch_json(&url)?;
                Ok((self.fetched.find(&jwks_uri, &name)?, OIDC_ALGORITHMS.to_vec()))
            }
        }
    }

    fn nobody_matches(&self) -> String {
        if self.providers.is_empty() {
            return "No auth provider found matching the given token (no providers configured). Check convex/auth.config.ts.".to_owned();
        }
        let list: Vec<String> = self.providers.iter().map(Provider::shown).collect();
        format!(
            "No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [{}]",
            list.join(", ")
        )
    }
}

impl Provider {
    /// A slash at the end makes no difference, nor does a scheme that the token leaves out.
    fn matches(&self, issuer: &str, audiences: &[&str]) -> bool {
        let is_for_us = self.application_id.as_deref().is_none_or(|id| audiences.contains(&id));
        is_for_us && with_scheme(issuer).trim_end_matches('/') == self.issuer.trim_end_matches('/')
    }

    fn shown(&self) -> String {
        let (kind, field) = match self.kind {
            Kind::Oidc => ("OIDC", "domain"),
            Kind::CustomJwt { .. } => ("CustomJWT", "issuer"),
        };
        let application = self.application_id.as_deref().unwrap_or("none");
        format!("{kind}({field}={}, app_id={application})", self.issuer)
    }
}
