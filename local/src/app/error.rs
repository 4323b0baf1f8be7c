//! What can be wrong with an app before it runs. Every text names the file or tool at fault.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Why an app cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The folder given is not an app.
    #[error("{} is not an app folder: {why}", .folder.display())]
    NotAnApp {
        /// The folder as given.
        folder: PathBuf,
        /// What it lacks.
        why: String,
    },
    /// A file or folder of the app, or a temporary one, cannot be read or written.
    #[error("cannot read or write {}: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A tool of the app's own node_modules is missing or cannot be started.
    #[error("{0}")]
    Tool(String),
    /// esbuild refused the app; its text names file and line.
    #[error("the functions in convex/ cannot be bundled:\n{complaint}")]
    Bundle {
        /// What it said.
        complaint: String,
        /// The files it pointed at.
        files: BTreeSet<PathBuf>,
    },
    /// `npx convex codegen` failed.
    #[error("convex/_generated cannot be written:\n{0}")]
    Codegen(String),
    /// A module asks for something the local deployment does not have.
    #[error("convex/{module}: {why}")]
    Unsupported {
        /// The file under convex/.
        module: String,
        /// What is not there.
        why: String,
    },
    /// A module fails while it is imported, or exports something that cannot be understood.
    #[error("convex/{module}: {why}")]
    Module {
        /// The file under convex/.
        module: String,
        /// What went wrong, with the place where known.
        why: String,
    },
}

impl AppError {
    /// An IO error with its path.
    pub fn io(path: &Path, source: std::io::Error) -> AppError {
        AppError::Io { path: path.to_owned(), source }
    }

    /// The files to be mended, as far as the bundler named them.
    pub fn culprits(&self) -> BTreeSet<PathBuf> {
        match self {
            AppError::Bundle { files, .. } => files.clone(),
            _ => BTreeSet::new(),
        }
    }
}
