//! libFuzzer's door to `lentil_fuzz::values`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| lentil_fuzz::values(data));
