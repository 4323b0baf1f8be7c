//! Who asks: tokens, the admin key, and the user that functions see.
//!
//! Owns: `convex/auth.config.ts` once it has run, checking tokens with the texts of the real backend,
//! and mapping their claims. Leaves to others: how a token arrives (`sync`, `http`), running the
//! file (`engine`), what an identity may do (`deployment`).

mod admin_key;
mod claims;
mod config;
mod error;
mod identity;
mod keys;
mod providers;
mod token;

pub use admin_key::AdminKey;
pub use config::parse_config;
pub use error::AuthRefusal;
pub use identity::{Identity, Viewer};
pub use providers::AuthProviders;
