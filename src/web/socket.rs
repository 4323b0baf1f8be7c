//! One WebSocket, made by JavaScript of whatever class the app gives (the global one, or `webSocketConstructor`).
//!
//! Owns: its handlers and their release. Leaves to others: what events mean (the core).

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::callback::Callbacks;
use super::platform::{Event, Function, TextEncoder, WebSocket};
use crate::Input;
use crate::ids::SocketId;

/// What a close without a code counts as.
const NO_STATUS: f64 = 1005.0;

pub struct Socket {
    id: SocketId,
    socket: WebSocket,
}

impl Socket {
    /// Starts connecting by `connect(url)`. The error is what that threw.
    pub fn open(
        id: SocketId,
        connect: &Function,
        url: &str,
        callbacks: &Callbacks,
    ) -> Result<Socket, JsValue> {
        let socket = connect.connect(&JsValue::NULL, url)?;
        let encoder = TextEncoder::new();
        socket.set_onopen(&callbacks.make(move |_| Some(Input::SocketOpened(id))));
        socket.set_onmessage(&callbacks.make(move |event| Some(received(id, event, &encoder))));
        socket.set_onclose(&callbacks.make(move |event| Some(closed(id, event))));
        // What is wrong shows in the close that follows. It stays when the socket is let go: a socket of npm ws
        // that nobody hears ends its process.
        socket.set_onerror(&callbacks.make(|_| None));
        Ok(Socket { id, socket })
    }

    pub fn id(&self) -> SocketId {
        self.id
    }

    pub fn send(&self, frame: &str) -> Result<(), JsValue> {
        self.socket.send(frame)
    }
}

impl Drop for Socket {
    /// Closing also a socket that is still connecting; nothing is heard of it any more.
    fn drop(&mut self) {
        self.socket.set_onopen(&JsValue::NULL);
        self.socket.set_onmessage(&JsValue::NULL);
        self.socket.set_onclose(&JsValue::NULL);
        let _ = self.socket.close();
    }
}

/// The text crosses as bytes: handing a long string over directly costs eight times as much.
fn received(id: SocketId, event: &Event, encoder: &TextEncoder) -> Input {
    let data = event.data().unwrap_or_default();
    // A binary frame, which the protocol does not have, is like an empty one.
    let bytes = if data.is_string() { encoder.encode(&data) } else { Default::default() };
    Input::Message { socket: id, text: String::from_utf8(bytes).unwrap_or_default() }
}

fn closed(id: SocketId, event: &Event) -> Input {
    let code = event.code().ok().and_then(|code| code.as_f64()).unwrap_or(NO_STATUS);
    let reason = event.reason().ok().and_then(|reason| reason.as_string()).unwrap_or_default();
    Input::SocketClosed { socket: id, code: code as u16, reason }
}
