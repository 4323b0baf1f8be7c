//! The admin key of a deployment.
//!
//! Owns: making one, keeping it beside the data, comparing it. It is never printed.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use sha2::{Digest, Sha256};

/// The instance that keys are for, and what stands before the secret in each.
pub const INSTANCE: &str = "lentil-local";

/// The digest of the key that opens everything; without one, nothing does.
#[derive(Clone, Default)]
pub struct AdminKey(Option<[u8; 32]>);

impl AdminKey {
    /// No key.
    pub fn none() -> AdminKey {
        AdminKey(None)
    }

    /// The key in this file, which is written when it is not there. Only its owner may read it.
    pub fn in_file(path: &Path) -> std::io::Result<AdminKey> {
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
        let mut key = String::new();
        file.read_to_string(&mut key)?;
        if key.trim().is_empty() {
            key = new_key();
            file.write_all(format!("{key}\n").as_bytes())?;
        }
        Ok(AdminKey(Some(digest(key.trim()))))
    }

    /// Whether this is the key. Digests are compared, so the time it takes tells nothing.
    pub fn is(&self, key: &str) -> bool {
        self.0 == Some(digest(key))
    }
}

fn new_key() -> String {
    let secret: [u8; 32] = rand::random();
    let secret: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{INSTANCE}|{secret}")
}

fn digest(key: &str) -> [u8; 32] {
    Sha256::digest(key).into()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_key_is_made_once_and_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("admin_key");
        AdminKey::in_file(&path).unwrap();
        let key = std::fs::read_to_string(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let again = AdminKey::in_file(&path).unwrap();
        assert!(again.is(key.trim()));
        assert!(!again.is("") && !again.is("lentil-local|00") && !AdminKey::none().is(key.trim()));
    }
}
