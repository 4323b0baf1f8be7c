//! The one timer and the one microtask that the core asks for.
//!
//! Owns: their callbacks, and that none outlives the client: a microtask cannot be taken back, so its callback is its
//! own; the timer's is made once.

use alloc::rc::Weak;
use core::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::driver::Driver;
use super::platform::{clear_timeout, env, queue_microtask, set_timeout};
use crate::Input;
use crate::ids::Millis;

pub struct Timers {
    due: Closure<dyn Fn()>,
    driver: Weak<Driver>,
    armed: RefCell<Option<JsValue>>,
}

impl Timers {
    pub fn new(driver: &Weak<Driver>) -> Self {
        Timers {
            due: Closure::new(feeding(driver.clone(), || Input::Due)),
            driver: driver.clone(),
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
        let flush = Closure::once_into_js(feeding(self.driver.clone(), || Input::Flush));
        queue_microtask(flush.unchecked_ref());
    }
}

impl Drop for Timers {
    fn drop(&mut self) {
        self.disarm();
    }
}

fn feeding(driver: Weak<Driver>, input: fn() -> Input) -> impl Fn() + 'static {
    move || {
        if let Some(driver) = driver.upgrade() {
            driver.feed(input());
        }
    }
}
