//! The app's own tools: found in node_modules from its folder upwards, and run.
//!
//! Owns: finding and running. Leaves to others: which options, and what the output means.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::AppError;
use super::folder::AppFolder;

/// A tool that an npm package brings.
pub struct Tool {
    name: &'static str,
    /// Places under a node_modules folder.
    places: &'static [&'static str],
    /// The npm package to install when it is missing.
    package: &'static str,
}

/// The bundler; a dependency of `convex`.
pub const ESBUILD: Tool = Tool {
    name: "esbuild",
    places: &[".bin/esbuild", "esbuild/bin/esbuild", "convex/node_modules/.bin/esbuild"],
    package: "convex",
};

/// The official command line tool.
pub const CONVEX: Tool =
    Tool { name: "convex", places: &[".bin/convex", "convex/bin/main.js"], package: "convex" };

impl Tool {
    /// Runs the tool in the app's folder. `Err` inside: it failed, with what it said.
    pub fn run(&self, app: &AppFolder, arguments: &[String]) -> Result<Result<(), String>, AppError> {
        let program = self.find(app.root())?;
        let output = Command::new(&program)
            .args(arguments)
            .current_dir(app.root())
            .stdin(Stdio::null())
            .output()
            .map_err(|error| AppError::Tool(format!("{} cannot be started: {error}", program.display())))?;
        if output.status.success() {
            return Ok(Ok(()));
        }
        let said = [output.stderr, output.stdout].concat();
        let said = String::from_utf8_lossy(&said).trim().to_owned();
        Ok(Err(if said.is_empty() { format!("{} ended with {}", self.name, output.status) } else { said }))
    }

    fn find(&self, root: &Path) -> Result<PathBuf, AppError> {
        root.ancestors()
            .flat_map(|folder| self.places.iter().map(move |place| folder.join("node_modules").join(place)))
            .find(|path| path.is_file())
            .ok_or_else(|| {
                AppError::Tool(format!(
                    "{} is not installed: no node_modules at {} or above holds it. Run `npm install {}` there.",
                    self.name,
                    root.display(),
                    self.package,
                ))
            })
    }
}
