//! The allocator of the browser build.
//!
//! Owns: the choice. Over a million mixed allocations its memory stays where that of Rust's default stays.

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
