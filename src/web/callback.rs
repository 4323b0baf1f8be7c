//! Functions for JavaScript to call: each feeds one input.
//!
//! Owns: their one type (each further type costs the module half a kilobyte) and their life. They hold the driver
//! weakly and are JavaScript's to collect, so one that is called late does nothing.

use alloc::rc::Weak;

use wasm_bindgen::prelude::*;

use super::driver::Driver;
use super::platform::Event;
use crate::Input;

/// A function that feeds what `input` makes of its argument, if anything; re-entrant.
pub fn callback(driver: &Weak<Driver>, input: impl Fn(&Event) -> Option<Input> + 'static) -> JsValue {
    let driver = driver.clone();
    let feed = move |event: Event| {
        if let (Some(input), Some(driver)) = (input(&event), driver.upgrade()) {
            driver.feed(input);
        }
    };
    Closure::<dyn Fn(Event)>::new(feed).into_js_value()
}
