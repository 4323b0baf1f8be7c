//! One WebSocket, made by whatever constructor the app gives (the global one, or `webSocketConstructor`).
//!
//! Owns: its handlers and their release. Leaves to others: what events mean (the core).

use alloc::rc::Weak;
use alloc::string::String;

use js_sys::{Array, Function, JsString, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{CloseEvent, MessageEvent, WebSocket};

use super::driver::Driver;
use crate::Input;
use crate::ids::SocketId;

#[wasm_bindgen]
extern "C" {
    type TextEncoder;
    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;
    #[wasm_bindgen(method)]
    fn encode(this: &TextEncoder, text: &JsString) -> Uint8Array;
}

pub struct Socket {
    id: SocketId,
    socket: WebSocket,
    _on_open: Closure<dyn Fn()>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_close: Closure<dyn Fn(CloseEvent)>,
}

impl Socket {
    /// Starts connecting. The error is what the constructor threw.
    pub fn open(
        id: SocketId,
        constructor: &Function,
        url: &str,
        driver: &Weak<Driver>,
    ) -> Result<Socket, JsValue> {
        let socket = Reflect::construct(constructor, &Array::of1(&url.into()))?;
        // A user's class need not inherit from the global one; only its methods count.
        let socket: WebSocket = socket.unchecked_into();
        let on_open = opened(id, driver.clone());
        let on_message = received(id, driver.clone());
        let on_close = closed(id, driver.clone());
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Ok(Socket { id, socket, _on_open: on_open, _on_message: on_message, _on_close: on_close })
    }

    pub fn id(&self) -> SocketId {
        self.id
    }

    pub fn send(&self, frame: &str) -> Result<(), JsValue> {
        self.socket.send_with_str(frame)
    }
}

impl Drop for Socket {
    /// Closing also a socket that is still connecting; nothing is heard of it any more.
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}

fn opened(id: SocketId, driver: Weak<Driver>) -> Closure<dyn Fn()> {
    Closure::new(move || feed(&driver, Input::SocketOpened(id)))
}

/// The text crosses as bytes: handing a long string over directly costs eight times as much.
fn received(id: SocketId, driver: Weak<Driver>) -> Closure<dyn Fn(MessageEvent)> {
    let encoder = TextEncoder::new();
    Closure::new(move |event: MessageEvent| {
        let text = match event.data().dyn_into::<JsString>() {
            Ok(text) => String::from_utf8(encoder.encode(&text).to_vec()).unwrap_or_default(),
            Err(_) => String::new(), // a binary frame, which the protocol does not have
        };
        feed(&driver, Input::Message { socket: id, text });
    })
}

fn closed(id: SocketId, driver: Weak<Driver>) -> Closure<dyn Fn(CloseEvent)> {
    Closure::new(move |event: CloseEvent| {
        feed(&driver, Input::SocketClosed { socket: id, code: event.code(), reason: event.reason() });
    })
}

fn feed(driver: &Weak<Driver>, input: Input) {
    if let Some(driver) = driver.upgrade() {
        driver.feed(input);
    }
}
