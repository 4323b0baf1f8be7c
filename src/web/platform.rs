//! What the platform knows: the time, chance, and where a turn of the event loop ends.
//!
//! Owns: the imports of global functions. Leaves to others: everything built on them.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::Env;
use crate::ids::Millis;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
    #[wasm_bindgen(js_name = setTimeout)]
    pub fn set_timeout(callback: &Function, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    pub fn clear_timeout(timer: &JsValue);
    #[wasm_bindgen(js_name = queueMicrotask)]
    pub fn queue_microtask(callback: &Function);
}

/// What surrounds an input that happens now.
pub fn env() -> Env {
    Env {
        now: Millis(performance_now() as u64),
        wall: Millis(js_sys::Date::now() as u64),
        random: js_sys::Math::random(),
    }
}
