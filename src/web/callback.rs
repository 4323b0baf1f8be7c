//! Functions for JavaScript to call: each feeds one input.
//!
//! Owns: their one type (each further type costs the module half a kilobyte) and their life. They hold the driver
//! weakly and are JavaScript's to collect, so one that is called late does nothing. Leaves to others: what follows when
//! one traps (`guard`, given by `js/browser/core_host.ts`).

use alloc::rc::Weak;

use wasm_bindgen::prelude::*;

use super::driver::Driver;
use super::platform::{Event, Function};
use crate::Input;

/// Makes the functions of one driver.
#[derive(Clone)]
pub struct Callbacks {
    driver: Weak<Driver>,
    guard: Function,
}

impl Callbacks {
    /// `guard(callback)`: a function to be called in the callback's stead.
    pub fn new(driver: &Weak<Driver>, guard: Function) -> Self {
        Callbacks { driver: driver.clone(), guard }
    }

    /// A function that feeds what `input` makes of its argument, if anything; re-entrant.
    pub fn make(&self, input: impl Fn(&Event) -> Option<Input> + 'static) -> JsValue {
        let driver = self.driver.clone();
        let feed = move |event: Event| {
            if let (Some(input), Some(driver)) = (input(&event), driver.upgrade()) {
                driver.feed(input);
            }
        };
        let callback = Closure::<dyn Fn(Event)>::new(feed).into_js_value();
        self.guard.wrap(&JsValue::NULL, &callback)
    }
}
