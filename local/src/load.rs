//! From the app's files to functions and a schema that can be put in force.
//!
//! Owns: the order of the steps, at the start and at each reload. Leaves to others: each step
//! (`app`, `engine`), and putting the result in force.

use std::sync::Arc;

use lentil_store::Schema;

use crate::app::{self, AppError, AppFolder};
use crate::cli;
use crate::engine::{self, LoadedApp};

/// What the files of an app amount to.
pub struct Loaded {
    /// Its functions.
    pub app: LoadedApp,
    /// Its schema; without a file, one that allows everything.
    pub schema: Schema,
    /// How many modules hold the functions.
    pub modules: usize,
}

/// Reads everything anew; `env` holds the variables of the command line.
pub fn load(folder: &AppFolder, env: &[(String, String)]) -> Result<Loaded, AppError> {
    let env = cli::environment(folder, env)?;
    let entry_points = app::entry_points(folder)?;
    if app::refresh_generated_code(folder, &entry_points)? == app::GeneratedCode::Written {
        println!("Wrote convex/_generated.");
    }
    let schema = match folder.schema_file() {
        Some(path) => {
            let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
            let bundle = app::bundle_schema(folder, &path)?;
            engine::load_schema(folder, &file.unwrap_or_default(), bundle)?
        }
        None => Schema::empty(),
    };
    let bundle = app::bundle_functions(folder, &entry_points)?;
    let app = engine::load_app(folder, &entry_points, bundle, Arc::new(env))?;
    for warning in &app.warnings {
        println!("Warning: {warning}.");
    }
    Ok(Loaded { app, schema, modules: entry_points.len() })
}
