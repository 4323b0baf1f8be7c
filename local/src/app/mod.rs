//! The app as files: its folder, its function modules, its bundle, its generated code.
//!
//! Owns: everything that happens to `convex/` before a line of it runs.
//! Leaves to others: running the bundle (`engine`).

mod bundle;
mod codegen;
mod entry_points;
mod error;
mod folder;
mod tools;

#[cfg(test)]
pub use bundle::Module;
pub use bundle::{Bundle, bundle_alone, bundle_functions};
pub use codegen::{GeneratedCode, refresh_generated_code};
pub use entry_points::{EntryPoint, entry_points};
pub use error::AppError;
pub use folder::AppFolder;
