//! What JavaScript sees of a client: `Client`.
//!
//! Each method feeds one input and returns what is to be done about it: a JSON array of events (types in
//! `js/records.ts`), or nothing. An id that answers a call is among them.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use super::calls::input;
use super::events::drain;
use crate::connection::Patience;
use crate::frames::Frames;
use crate::ids::{QueryId, SocketId};
use crate::input::Options;
use crate::shared_text::Frame;
use crate::token_flow::TokenOptions;
use crate::{Client as Core, Input};

/// What JavaScript is to do.
type Events = Option<String>;

/// A client of one deployment.
#[wasm_bindgen]
pub struct Client {
    core: Core,
    frames: Frames,
    /// A frame that is being written.
    room: Vec<u8>,
}

impl Client {
    fn feed(&mut self, input: Input) -> Events {
        drain(&mut self.core, input)
    }
}

#[wasm_bindgen]
impl Client {
    /// `session`: a fresh UUID.
    #[wasm_bindgen(constructor)]
    pub fn new(session: String) -> Client {
        Client { core: Core::new(session), frames: Frames::default(), room: Vec::new() }
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

    /// Any other call, by its name; `number` and texts as it takes them (`calls.rs`). `token`, `value` and `hasAuth`
    /// have no events but a text, if any: the JWT of the user who is signed in, the value that is shown for a query as what
    /// sets it, a yes for whoever is signed in.
    pub fn call(
        &mut self,
        name: &str,
        number: u32,
        first: Option<String>,
        second: Option<String>,
        third: Option<String>,
        fourth: Option<String>,
    ) -> Events {
        match name {
            "token" => self.core.token().map(Into::into),
            "value" => self.core.value(QueryId(number)),
            "hasAuth" => self.core.has_auth().then(|| "yes".into()),
            _ => self.feed(input(name, number, [first, second, third, fourth])?),
        }
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
}
