//! What JavaScript sees of a client: `Client`.
//!
//! Each method feeds one input and returns what is to be done about it: a JSON array of events (types in
//! `js/records.ts`), or nothing. An id that answers a call is among them.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use super::events::drain;
use crate::auth::Credential;
use crate::connection::Patience;
use crate::frames::Frames;
use crate::ids::{QueryId, RequestId, SocketId};
use crate::input::{LayerUse, Options};
use crate::protocol::sync_url;
use crate::shared_text::Frame;
use crate::token_flow::TokenOptions;
use crate::{Client as Core, Input};

/// What JavaScript is to do.
type Events = Option<String>;

/// A client of one deployment.
#[wasm_bindgen]
pub struct Client {
    core: Core,
    url: String,
    frames: Frames,
    /// A frame that is being written.
    room: Vec<u8>,
}

impl Client {
    fn feed(&mut self, input: Input) -> Events {
        drain(&mut self.core, &self.url, input)
    }
}

#[wasm_bindgen]
impl Client {
    /// `url`: the deployment; `session`: a fresh UUID.
    #[wasm_bindgen(constructor)]
    pub fn new(url: &str, session: String) -> Result<Client, JsError> {
        let url = sync_url(url).map_err(|error| JsError::new(error.describe()))?;
        Ok(Client { core: Core::new(session), url, frames: Frames::default(), room: Vec::new() })
    }

    /// Opens the first connection. Times in ms.
    pub fn start(
        &mut self,
        expect_auth: bool,
        reuse_initial_token: bool,
        refresh_leeway: f64,
        inactivity: f64,
        max_backoff: f64,
    ) -> Events {
        self.feed(Input::Start(Options {
            expect_auth,
            token: TokenOptions { leeway_ms: refresh_leeway as u64, reuse_initial: reuse_initial_token },
            patience: Patience { inactivity_ms: inactivity as u64, max_backoff_ms: max_backoff as u64 },
        }))
    }

    /// Gives up everything.
    pub fn close(&mut self) -> Events {
        self.feed(Input::Close)
    }

    /// One more subscriber; answered by the query's id.
    pub fn subscribe(
        &mut self,
        path: String,
        args: String,
        journal: Option<String>,
        component: Option<String>,
    ) -> Events {
        self.feed(Input::Subscribe { path, args, component, journal })
    }

    /// One subscriber fewer.
    pub fn unsubscribe(&mut self, query: u32) -> Events {
        self.feed(Input::Unsubscribe(QueryId(query)))
    }

    /// Queues a mutation; answered by its request id. With `optimistic` nothing is sent before `layerReady` or
    /// `layerFailed`.
    pub fn mutate(&mut self, path: String, args: String, optimistic: bool) -> Events {
        let layer = if optimistic { LayerUse::Optimistic } else { LayerUse::None };
        self.feed(Input::Mutate { path, args, layer })
    }

    /// The optimistic update ran.
    #[wasm_bindgen(js_name = layerReady)]
    pub fn layer_ready(&mut self, request: u32) -> Events {
        self.feed(Input::LayerReady(RequestId(request)))
    }

    /// The optimistic update threw.
    #[wasm_bindgen(js_name = layerFailed)]
    pub fn layer_failed(&mut self, request: u32) -> Events {
        self.feed(Input::LayerFailed(RequestId(request)))
    }

    /// Queues an action; answered by its request id.
    pub fn act(&mut self, path: String, args: String) -> Events {
        self.feed(Input::Act { path, args })
    }

    /// From now on tokens are asked for by `fetchToken` events.
    #[wasm_bindgen(js_name = setAuth)]
    pub fn set_auth(&mut self) -> Events {
        self.feed(Input::SetAuth)
    }

    /// The answer to a `fetchToken` event: a JWT, or nobody is signed in.
    #[wasm_bindgen(js_name = tokenFetched)]
    pub fn token_fetched(&mut self, fetch: u32, token: Option<String>) -> Events {
        self.feed(Input::TokenFetched { fetch, token })
    }

    /// The answer to a `fetchToken` event: it failed.
    #[wasm_bindgen(js_name = tokenFailed)]
    pub fn token_failed(&mut self, fetch: u32, reason: String) -> Events {
        self.feed(Input::TokenFailed { fetch, reason })
    }

    /// Nobody is signed in any more.
    #[wasm_bindgen(js_name = clearAuth)]
    pub fn clear_auth(&mut self) -> Events {
        self.feed(Input::SetCredential(Credential::None))
    }

    /// The deployment's admin key; `acting_as`: a user's attributes as JSON text.
    #[wasm_bindgen(js_name = setAdminAuth)]
    pub fn set_admin_auth(&mut self, key: String, acting_as: Option<String>) -> Events {
        self.feed(Input::SetCredential(Credential::Admin { key, acting_as }))
    }

    /// The JWT of the user who is signed in: no events.
    pub fn token(&self) -> Option<String> {
        self.core.token().map(Into::into)
    }

    /// The value that is shown for a query, as what sets it: no events.
    pub fn value(&mut self, query: u32) -> Option<String> {
        self.core.value(QueryId(query))
    }

    /// Whether a user or an administrator is signed in: no events.
    #[wasm_bindgen(js_name = hasAuth)]
    pub fn has_auth(&self) -> bool {
        self.core.has_auth()
    }

    /// A socket that was asked for is open.
    #[wasm_bindgen(js_name = socketOpened)]
    pub fn socket_opened(&mut self, socket: u32) -> Events {
        self.feed(Input::SocketOpened(SocketId(socket)))
    }

    /// Makes room for a frame of so many bytes of UTF-8, with what was written there before. Where it is: no events.
    pub fn room(&mut self, bytes: usize) -> *mut u8 {
        // Zeroed at once: `resize` writes byte by byte, which in a module that is not hot yet takes as long as the scan.
        let mut room = vec![0; bytes];
        let kept = bytes.min(self.room.len());
        if let (Some(new), Some(old)) = (room.get_mut(..kept), self.room.get(..kept)) {
            new.copy_from_slice(old);
        }
        self.room = room;
        self.room.as_mut_ptr()
    }

    /// Whether the frame in a slot can be spoken of: no events.
    pub fn knows(&self, slot: usize) -> bool {
        self.frames.knows(slot)
    }

    /// A text frame arrived: so many bytes in the room that was made, ASCII alone or not, put together by `steps` with the frame in `slot`, whose
    /// place it takes (`frames.rs`). None of both where it is all there.
    pub fn message(
        &mut self,
        socket: u32,
        bytes: usize,
        is_ascii: bool,
        slot: usize,
        steps: Option<Vec<u32>>,
    ) -> Events {
        let mut room = core::mem::take(&mut self.room);
        room.truncate(bytes);
        // What is not text, which the protocol does not have, is like an empty frame; so is what cannot be put together.
        let mut text = Frame::new(String::from_utf8(room).unwrap_or_default(), is_ascii);
        if let Some(steps) = steps {
            text = self.frames.assemble(slot, &text, &steps).unwrap_or_default();
        }
        self.frames.remember(slot, &text);
        self.feed(Input::Message { socket: SocketId(socket), text })
    }

    /// A socket is gone, or could not be made.
    #[wasm_bindgen(js_name = socketClosed)]
    pub fn socket_closed(&mut self, socket: u32, code: u16, reason: String) -> Events {
        self.feed(Input::SocketClosed { socket: SocketId(socket), code, reason })
    }

    /// A frame could not be sent.
    #[wasm_bindgen(js_name = sendFailed)]
    pub fn send_failed(&mut self, socket: u32) -> Events {
        self.feed(Input::SendFailed(SocketId(socket)))
    }

    /// The time of the last `deadline` event has come.
    pub fn due(&mut self) -> Events {
        self.feed(Input::Due)
    }

    /// The turn of the event loop in which a `flush` event came has ended.
    pub fn flush(&mut self) -> Events {
        self.feed(Input::Flush)
    }

    /// The machine, or the person, may be back.
    pub fn wake(&mut self) -> Events {
        self.feed(Input::Wake)
    }

    /// A waiting reconnect happens now; a server that seems there is asked for a sign of life.
    pub fn reconnect(&mut self) -> Events {
        self.feed(Input::Reconnect)
    }
}
