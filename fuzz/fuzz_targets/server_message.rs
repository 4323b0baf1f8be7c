//! libFuzzer's door to `lentil_fuzz::server_message`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| lentil_fuzz::server_message(data));
