//! What JavaScript sees of a client: `Client`.
//!
//! Converts and delegates. Each method feeds one input; what comes of it arrives through `deliver` as one JSON array
//! (types in `js/records.ts`), before the method returns or later.

use alloc::rc::Rc;
use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::driver::{Driver, Hooks};
use super::platform::Function;
use crate::auth::Credential;
use crate::connection::Patience;
use crate::ids::{QueryId, RequestId};
use crate::input::{LayerUse, Options};
use crate::protocol::sync_url;
use crate::token_flow::TokenOptions;
use crate::{Client as Core, Input};

/// A client of one deployment.
#[wasm_bindgen]
pub struct Client {
    driver: Rc<Driver>,
}

#[wasm_bindgen]
impl Client {
    /// `url`: the deployment; `session`: a fresh UUID; `connect(url)` makes a WebSocket; `guard(callback)` gives a
    /// function to be called in the callback's stead; `deliver(json)` takes a batch and must not throw.
    #[wasm_bindgen(constructor)]
    pub fn new(
        url: &str,
        session: String,
        connect: Function,
        guard: Function,
        deliver: Function,
    ) -> Result<Client, JsError> {
        let url = sync_url(url).map_err(|error| JsError::new(error.describe()))?;
        Ok(Client { driver: Driver::new(Core::new(session), url, Hooks { connect, guard, deliver }) })
    }

    /// Opens the first connection. Times in ms.
    pub fn start(
        &self,
        expect_auth: bool,
        reuse_initial_token: bool,
        refresh_leeway: f64,
        inactivity: f64,
        max_backoff: f64,
    ) {
        self.driver.feed(Input::Start(Options {
            expect_auth,
            token: TokenOptions { leeway_ms: refresh_leeway as u64, reuse_initial: reuse_initial_token },
            patience: Patience { inactivity_ms: inactivity as u64, max_backoff_ms: max_backoff as u64 },
        }));
    }

    /// A waiting reconnect happens now; a server that seems there is asked for a sign of life.
    pub fn reconnect(&self) {
        self.driver.feed(Input::Reconnect);
    }

    /// Gives up everything.
    pub fn close(&self) {
        self.driver.close();
    }

    /// One more subscriber; the query's id.
    pub fn subscribe(&self, path: String, args: String, journal: Option<String>) -> u32 {
        self.driver.feed(Input::Subscribe { path, args, journal })
    }

    /// One subscriber fewer.
    pub fn unsubscribe(&self, query: u32) {
        self.driver.feed(Input::Unsubscribe(QueryId(query)));
    }

    /// Queues a mutation; its request id. With `optimistic` nothing is sent before `layerReady` or `layerFailed`.
    pub fn mutate(&self, path: String, args: String, optimistic: bool) -> u32 {
        let layer = if optimistic { LayerUse::Optimistic } else { LayerUse::None };
        self.driver.feed(Input::Mutate { path, args, layer })
    }

    /// The optimistic update ran.
    #[wasm_bindgen(js_name = layerReady)]
    pub fn layer_ready(&self, request: u32) {
        self.driver.feed(Input::LayerReady(RequestId(request)));
    }

    /// The optimistic update threw.
    #[wasm_bindgen(js_name = layerFailed)]
    pub fn layer_failed(&self, request: u32) {
        self.driver.feed(Input::LayerFailed(RequestId(request)));
    }

    /// Queues an action; its request id.
    pub fn act(&self, path: String, args: String) -> u32 {
        self.driver.feed(Input::Act { path, args })
    }

    /// From now on tokens are asked for by `fetchToken` events.
    #[wasm_bindgen(js_name = setAuth)]
    pub fn set_auth(&self) {
        self.driver.feed(Input::SetAuth);
    }

    /// The answer to a `fetchToken` event: a JWT, or nobody is signed in.
    #[wasm_bindgen(js_name = tokenFetched)]
    pub fn token_fetched(&self, fetch: u32, token: Option<String>) {
        self.driver.feed(Input::TokenFetched { fetch, token });
    }

    /// The answer to a `fetchToken` event: it failed.
    #[wasm_bindgen(js_name = tokenFailed)]
    pub fn token_failed(&self, fetch: u32, reason: String) {
        self.driver.feed(Input::TokenFailed { fetch, reason });
    }

    /// The JWT of the user who is signed in.
    pub fn token(&self) -> Option<String> {
        self.driver.token()
    }

    /// Nobody is signed in any more.
    #[wasm_bindgen(js_name = clearAuth)]
    pub fn clear_auth(&self) {
        self.driver.feed(Input::SetCredential(Credential::None));
    }

    /// The deployment's admin key; `acting_as`: a user's attributes as JSON text.
    #[wasm_bindgen(js_name = setAdminAuth)]
    pub fn set_admin_auth(&self, key: String, acting_as: Option<String>) {
        self.driver.feed(Input::SetCredential(Credential::Admin { key, acting_as }));
    }
}
