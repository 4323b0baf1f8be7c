//! Signs that the machine, or the person, is back.
//!
//! Owns: the listeners, where the platform has such events. Leaves to others: what to do then (the core).

use wasm_bindgen::prelude::*;

use super::callback::Callbacks;
use super::platform::{add_event_listener, remove_event_listener};
use crate::Input;

/// Those of the document reach the window, too.
const EVENTS: [&str; 4] = ["online", "pageshow", "focus", "visibilitychange"];

pub struct Wake {
    listener: JsValue,
}

impl Wake {
    pub fn listen(callbacks: &Callbacks) -> Self {
        let listener = callbacks.make(|_| Some(Input::Wake));
        for event in EVENTS {
            // A platform that takes no listeners has no such events.
            let _ = add_event_listener(event, &listener);
        }
        Wake { listener }
    }
}

impl Drop for Wake {
    fn drop(&mut self) {
        for event in EVENTS {
            let _ = remove_event_listener(event, &self.listener);
        }
    }
}
