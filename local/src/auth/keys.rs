//! The public keys of providers.
//!
//! Owns: where they come from (a data: URL, or one to fetch), and keeping those that were fetched.
//! Leaves to others: what is done with a key (`token`).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use data_url::DataUrl;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use serde::de::DeserializeOwned;

use super::error::AuthRefusal;

const FETCH_TIMEOUT: Duration = Duration::from_secs(10);
const LARGEST_BODY: u64 = 1 << 20;
/// A key that is not among those fetched earlier is looked for again, but not at every attempt.
const FRESH: Duration = Duration::from_secs(300);
const RETRY: Duration = Duration::from_secs(5);

/// Where the keys of a provider are.
#[derive(Debug)]
pub enum KeySource {
    /// In the configuration itself.
    Here(JwkSet),
    /// At this URL.
    At(String),
}

/// Keys that were fetched, by URL.
#[derive(Debug, Default)]
pub struct FetchedKeys(Mutex<HashMap<String, (Instant, Arc<JwkSet>)>>);

impl KeySource {
    /// Reads the `jwks` of a provider.
    pub fn parse(written: &str) -> Result<KeySource, String> {
        if written.starts_with("https://") || written.starts_with("http://") {
            return Ok(KeySource::At(written.to_owned()));
        }
        let url = DataUrl::process(written)
            .map_err(|_| "has to be a URL that starts with data:, https:// or http://".to_owned())?;
        let (body, _) = url.decode_to_vec().map_err(|_| "is a data: URL that is no base64".to_owned())?;
        let keys = serde_json::from_slice(&body).map_err(|error| format!("holds no JWKS: {error}"))?;
        Ok(KeySource::Here(keys))
    }

    /// The key of this name. May take as long as a fetch.
    pub fn find(&self, name: &str, fetched: &FetchedKeys) -> Result<Option<Jwk>, AuthRefusal> {
        match self {
            KeySource::Here(keys) => Ok(keys.find(name).cloned()),
            KeySource::At(url) => fetched.find(url, name),
        }
    }
}

impl FetchedKeys {
    /// The key of this name at a URL. May take as long as a fetch.
    pub fn find(&self, url: &str, name: &str) -> Result<Option<Jwk>, AuthRefusal> {
        if let Some((fetched, keys)) = self.kept(url) {
            let found = keys.find(name).cloned();
            let age = fetched.elapsed();
            if age < RETRY || (found.is_some() && age < FRESH) {
                return Ok(found);
            }
        }
        let keys: Arc<JwkSet> = Arc::new(fetch_json(url)?);
        let found = keys.find(name).cloned();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(url.to_owned(), (Instant::now(), keys));
        Ok(found)
    }

    fn kept(&self, url: &str) -> Option<(Instant, Arc<JwkSet>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(url).cloned()
    }
}

/// Fetches a JSON document of a provider.
pub fn fetch_json<T: DeserializeOwned>(url: &str) -> Result<T, AuthRefusal> {
    let failed = |error: &dyn std::fmt::Display| {
        AuthRefusal::provider(format!("Auth provider discovery of {url} failed: {error}"))
    };
    let config = ureq::Agent::config_builder().timeout_global(Some(FETCH_TIMEOUT)).build();
    let mut response = ureq::Agent::from(config).get(url).call().map_err(|error| failed(&error))?;
    let body = response.body_mut().with_config().limit(LARGEST_BODY).read_to_vec();
    serde_json::from_slice(&body.map_err(|error| failed(&error))?).map_err(|error| failed(&error))
}
