//! The one timer and the one microtask that the core asks for.
//!
//! Owns: their callbacks, made once (one is dear to make and cheap to call), and that no timer outlives the client.

use core::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::callback::Callbacks;
use super::platform::{clear_timeout, env, queue_microtask, set_timeout};
use crate::Input;
use crate::ids::Millis;

pub struct Timers {
    due: JsValue,
    flush: JsValue,
    armed: RefCell<Option<JsValue>>,
}

impl Timers {
    pub fn new(callbacks: &Callbacks) -> Self {
        Timers {
            due: callbacks.make(|_| Some(Input::Due)),
            flush: callbacks.make(|_| Some(Input::Flush)),
            armed: RefCell::default(),
        }
    }

    /// Feeds `Due` at a monotonic time, instead of any earlier arrangement.
    pub fn arm(&self, deadline: Millis) {
        self.disarm();
        // One more millisecond: a timer may fire a fraction early, which would only arm it again.
        let ms = deadline.0.saturating_sub(env().now.0) + 1;
        self.armed.replace(Some(set_timeout(&self.due, ms as f64)));
    }

    pub fn disarm(&self) {
        if let Some(timer) = self.armed.take() {
            clear_timeout(&timer);
        }
    }

    /// Feeds `Flush` at the end of this turn of the event loop.
    pub fn schedule_flush(&self) {
        queue_microtask(&self.flush);
    }
}

impl Drop for Timers {
    fn drop(&mut self) {
        self.disarm();
    }
}
