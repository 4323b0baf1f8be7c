//! libFuzzer's door to `lentil_fuzz::inputs`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| lentil_fuzz::inputs(data));
