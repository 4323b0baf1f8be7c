//! The app's folder. Owns: where `convex/` is. Leaves to others: what is in it.

use std::path::{Path, PathBuf};

use super::error::AppError;

/// A folder that holds a `convex/` folder. Both paths are absolute.
#[derive(Clone, Debug)]
pub struct AppFolder {
    root: PathBuf,
    functions: PathBuf,
}

impl AppFolder {
    /// Checks that the folder is an app.
    pub fn open(folder: &Path) -> Result<AppFolder, AppError> {
        let not_an_app = |why: String| AppError::NotAnApp { folder: folder.to_owned(), why };
        let root = folder.canonicalize().map_err(|error| not_an_app(error.to_string()))?;
        let functions = root.join("convex");
        if !functions.is_dir() {
            return Err(not_an_app("it has no folder named convex".to_owned()));
        }
        Ok(AppFolder { root, functions })
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Its `convex/` folder.
    pub fn functions(&self) -> &Path {
        &self.functions
    }

    /// `convex/schema.ts` or `.js`, where there is one.
    pub fn schema_file(&self) -> Option<PathBuf> {
        self.first_of(["schema.ts", "schema.js"])
    }

    /// `convex/auth.config.ts` or `.js`, where there is one.
    pub fn auth_config_file(&self) -> Option<PathBuf> {
        self.first_of(["auth.config.ts", "auth.config.js"])
    }

    fn first_of(&self, names: [&str; 2]) -> Option<PathBuf> {
        names.iter().map(|name| self.functions.join(name)).find(|path| path.is_file())
    }
}
