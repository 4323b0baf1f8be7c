//! What the module has in place of Rust's standard library.
//!
//! Owns: the allocator, and what a panic does. Over a million mixed allocations the allocator's memory stays where
//! that of Rust's default stays.

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Traps, as std would: its message would go nowhere.
#[cfg(feature = "bare")]
#[panic_handler]
fn trap(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
