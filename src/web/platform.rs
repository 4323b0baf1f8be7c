//! What the core's host asks of JavaScript.
//!
//! Owns: the imports, each as narrow as its use: js-sys and web-sys would bring the callback types of the whole
//! platform into the module.

use wasm_bindgen::prelude::*;

use crate::Env;
use crate::ids::Millis;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;
    #[wasm_bindgen(js_namespace = Math, js_name = random)]
    fn math_random() -> f64;
}

/// What surrounds an input that happens now.
pub fn env() -> Env {
    Env { now: Millis(performance_now() as u64), wall: Millis(date_now() as u64), random: math_random() }
}
