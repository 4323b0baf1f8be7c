//! The one timer and the one microtask that the core asks for.
//!
//! Owns: their callbacks, made once (a closure is dear to make and cheap to call) and re-entrant (`Fn`).

use std::cell::RefCell;
use std::rc::Weak;

use wasm_bindgen::prelude::*;

use super::driver::Driver;
use super::platform::{clear_timeout, env, queue_microtask, set_timeout};
use crate::Input;
use crate::ids::Millis;

pub struct Timers {
    due: Closure<dyn Fn()>,
    flush: Closure<dyn Fn()>,
    armed: RefCell<Option<JsValue>>,
}

impl Timers {
    pub fn new(driver: &Weak<Driver>) -> Self {
        Timers {
            due: feeding(driver, || Input::Due),
            flush: feeding(driver, || Input::Flush),
            armed: RefCell::default(),
        }
    }

    /// Feeds `Due` at a monotonic time, instead of any earlier arrangement.
    pub fn arm(&self, deadline: Millis) {
        self.disarm();
        // One more millisecond: a timer may fire a fraction early, which would only arm it again.
        let ms = deadline.0.saturating_sub(env().now.0) + 1;
        let timer = set_timeout(self.due.as_ref().unchecked_ref(), ms as f64);
        self.armed.replace(Some(timer));
    }

    pub fn disarm(&self) {
        if let Some(timer) = self.armed.take() {
            clear_timeout(&timer);
        }
    }

    /// Feeds `Flush` at the end of this turn of the event loop.
    pub fn schedule_flush(&self) {
        queue_microtask(self.flush.as_ref().unchecked_ref());
    }
}

fn feeding(driver: &Weak<Driver>, input: fn() -> Input) -> Closure<dyn Fn()> {
    let driver = driver.clone();
    Closure::new(move || {
        if let Some(driver) = driver.upgrade() {
            driver.feed(input());
        }
    })
}
