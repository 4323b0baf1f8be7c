//! Signs that the machine is back.
//!
//! Owns: the `online` listener, where the platform has one. Leaves to others: what to do then (the core).

use alloc::rc::Weak;

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

use super::driver::Driver;
use crate::Input;

pub struct Wake {
    listener: Closure<dyn Fn()>,
    target: Option<EventTarget>,
}

impl Wake {
    pub fn listen(driver: &Weak<Driver>) -> Self {
        let driver = driver.clone();
        let listener = Closure::<dyn Fn()>::new(move || {
            if let Some(driver) = driver.upgrade() {
                driver.feed(Input::Wake);
            }
        });
        let target = event_target();
        if let Some(target) = &target {
            let _ = target.add_event_listener_with_callback("online", listener.as_ref().unchecked_ref());
        }
        Wake { listener, target }
    }
}

impl Drop for Wake {
    fn drop(&mut self) {
        if let Some(target) = &self.target {
            let _ =
                target.remove_event_listener_with_callback("online", self.listener.as_ref().unchecked_ref());
        }
    }
}

/// The global object, where it takes listeners (Node's does not).
fn event_target() -> Option<EventTarget> {
    let global = js_sys::global();
    let listens =
        Reflect::get(&global, &"addEventListener".into()).is_ok_and(|it| it.is_instance_of::<Function>());
    listens.then(|| global.unchecked_into())
}
