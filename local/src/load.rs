//! From the app's files to functions and a schema that can be put in force.
//!
//! Owns: the order of the steps, at the start and at each reload. Leaves to others: each step
//! (`app`, `engine`), and putting the result in force.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use lentil_store::Schema;

use crate::app::{self, AppError, AppFolder, Bundle, EntryPoint};
use crate::engine::{self, LoadedApp};
use crate::{cli, terminal};

/// The app's files, bundled; none of it has run yet.
pub struct Sources {
    entry_points: Vec<EntryPoint>,
    functions: Bundle,
    /// The name of the schema's file, and its bundle.
    schema: Option<(String, Bundle)>,
}

/// What the files of an app amount to.
pub struct Loaded {
    /// Its functions.
    pub app: LoadedApp,
    /// Its schema; without a file, one that allows everything.
    pub schema: Schema,
    /// How many modules hold the functions.
    pub modules: usize,
}

impl Sources {
    /// Reads everything anew.
    pub fn read(folder: &AppFolder) -> Result<Sources, AppError> {
        let entry_points = app::entry_points(folder)?;
        if app::refresh_generated_code(folder, &entry_points)? == app::GeneratedCode::Written {
            terminal::say("Wrote convex/_generated.");
        }
        let schema = match folder.schema_file() {
            Some(path) => {
                let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
                Some((file.unwrap_or_default(), app::bundle_schema(folder, &path)?))
            }
            None => None,
        };
        let functions = app::bundle_functions(folder, &entry_points)?;
        Ok(Sources { entry_points, functions, schema })
    }

    /// The files that were read.
    pub fn files(&self) -> BTreeSet<PathBuf> {
        let bundles = [Some(&self.functions), self.schema.as_ref().map(|(_, bundle)| bundle)];
        bundles.into_iter().flatten().flat_map(|bundle| bundle.inputs.iter().cloned()).collect()
    }

    /// Imports every module; `env` holds the variables of the command line.
    pub fn load(self, folder: &AppFolder, env: &[(String, String)]) -> Result<Loaded, AppError> {
        let env = cli::environment(folder, env)?;
        let schema = match self.schema {
            Some((file, bundle)) => engine::load_schema(folder, &file, bundle)?,
            None => Schema::empty(),
        };
        let app = engine::load_app(folder, &self.entry_points, self.functions, Arc::new(env))?;
        for warning in &app.warnings {
            terminal::say(format_args!("Warning: {warning}."));
        }
        Ok(Loaded { app, schema, modules: self.entry_points.len() })
    }
}
