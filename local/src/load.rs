//! From the app's files to functions and a schema that can be put in force.
//!
//! Owns: the order of the steps, at the start and at each reload. Leaves to others: each step
//! (`app`, `engine`), and putting the result in force.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use lentil_store::Schema;

use crate::app::{self, AppError, AppFolder, Bundle, EntryPoint};
use crate::auth::{AuthProviders, parse_config};
use crate::engine::{self, LoadedApp};
use crate::{cli, terminal};

/// The app's files, bundled; none of it has run yet.
pub struct Sources {
    entry_points: Vec<EntryPoint>,
    functions: Bundle,
    schema: Option<Lone>,
    auth_config: Option<Lone>,
}

/// A file that is bundled on its own.
struct Lone {
    name: String,
    bundle: Bundle,
}

/// What the files of an app amount to.
pub struct Loaded {
    /// Its functions.
    pub app: LoadedApp,
    /// Its schema; without a file, one that allows everything.
    pub schema: Schema,
    /// How many modules hold the functions.
    modules: usize,
}

impl Sources {
    /// Reads everything anew.
    pub fn read(folder: &AppFolder) -> Result<Sources, AppError> {
        let entry_points = app::entry_points(folder)?;
        if app::refresh_generated_code(folder, &entry_points)? == app::GeneratedCode::Written {
            terminal::say("Wrote convex/_generated.");
        }
        let schema = Lone::read(folder, folder.schema_file())?;
        let auth_config = Lone::read(folder, folder.auth_config_file())?;
        let functions = app::bundle_functions(folder, &entry_points)?;
        Ok(Sources { entry_points, functions, schema, auth_config })
    }

    /// The files that were read.
    pub fn files(&self) -> BTreeSet<PathBuf> {
        let alone = [&self.schema, &self.auth_config].into_iter().flatten().map(|lone| &lone.bundle);
        [&self.functions].into_iter().chain(alone).flat_map(|bundle| bundle.inputs.iter().cloned()).collect()
    }

    /// Imports every module; `env` holds the variables of the command line.
    pub fn load(self, folder: &AppFolder, env: &[(String, String)]) -> Result<Loaded, AppError> {
        let env = Arc::new(cli::environment(folder, env)?);
        let schema = match self.schema {
            Some(Lone { name, bundle }) => engine::load_schema(folder, &name, bundle)?,
            None => Schema::empty(),
        };
        let auth = match self.auth_config {
            Some(Lone { name, bundle }) => {
                let config = engine::load_auth_config(folder, &name, bundle, &env)?;
                parse_config(&config).map_err(|why| AppError::Module { module: name, why })?
            }
            None => AuthProviders::default(),
        };
        let modules = self.entry_points.iter().filter(|entry| !entry.is_node).count();
        let app = engine::load_app(folder, &self.entry_points, self.functions, env, auth)?;
        for warning in &app.warnings {
            terminal::say(format_args!("Warning: {warning}."));
        }
        Ok(Loaded { app, schema, modules })
    }
}

impl Loaded {
    /// How much it is, e.g. `4 functions of 1 module`.
    pub fn extent(&self) -> String {
        let counted = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        let functions = counted(self.app.functions.len(), "function");
        format!("{functions} of {}", counted(self.modules, "module"))
    }
}

impl Lone {
    fn read(folder: &AppFolder, path: Option<PathBuf>) -> Result<Option<Lone>, AppError> {
        let Some(path) = path else { return Ok(None) };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Some(Lone { name, bundle: app::bundle_alone(folder, &path)? }))
    }
}
