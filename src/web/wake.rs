//! Signs that the machine is back.
//!
//! Owns: the `online` listener, where the platform has one. Leaves to others: what to do then (the core).

use wasm_bindgen::prelude::*;

use super::callback::Callbacks;
use super::platform::{add_event_listener, remove_event_listener};
use crate::Input;

pub struct Wake {
    listener: JsValue,
}

impl Wake {
    pub fn listen(callbacks: &Callbacks) -> Self {
        let listener = callbacks.make(|_| Some(Input::Wake));
        // A platform that takes no listeners has no such event.
        let _ = add_event_listener("online", &listener);
        Wake { listener }
    }
}

impl Drop for Wake {
    fn drop(&mut self) {
        let _ = remove_event_listener("online", &self.listener);
    }
}
