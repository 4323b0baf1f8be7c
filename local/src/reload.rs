//! New code while the deployment runs.
//!
//! Owns: following the app's files, and telling the terminal what became of a change.
//! Leaves to others: noticing changes (`watch`), reading the files (`load`), the swap (`deployment`).

use std::path::Path;
use std::sync::Arc;
use std::thread;

use crate::app::AppFolder;
use crate::deployment::Deployment;
use crate::load::{Loaded, Sources};
use crate::terminal;
use crate::watch::{Changes, Look};

/// Reloads after each change, on a thread of its own, for as long as the program runs.
pub fn follow(
    mut changes: Changes,
    folder: AppFolder,
    env: Vec<(String, String)>,
    deployment: Deployment,
) -> std::io::Result<()> {
    let work = move || {
        while let Some(look) = changes.next(&folder) {
            match reload(&mut changes, look, &folder, &env, &deployment) {
                Ok(summary) => terminal::say(summary),
                Err(error) => terminal::complain(format_args!(
                    "Not reloaded; the functions from before keep running: {error}"
                )),
            }
        }
    };
    thread::Builder::new().name("reload".to_owned()).stack_size(4 * 1024 * 1024).spawn(work).map(drop)
}

fn reload(
    changes: &mut Changes,
    look: Look,
    folder: &AppFolder,
    env: &[(String, String)],
    deployment: &Deployment,
) -> Result<String, String> {
    let sources = Sources::read(folder).inspect_err(|error| changes.watch_too(error.culprits(), look));
    let sources = sources.map_err(|error| error.to_string())?;
    changes.watch_only(sources.files(), look);
    let loaded = sources.load(folder, env).map_err(|error| error.to_string())?;
    let summary = format!("Reloaded {}.", loaded.extent());
    let Loaded { app, schema, .. } = loaded;
    match deployment.replace(Arc::new(app), schema) {
        Some(Ok(())) => Ok(summary),
        Some(Err(error)) => {
            let file = folder.schema_file().unwrap_or_else(|| folder.functions().join("schema.ts"));
            Err(format!("{} does not fit the data: {error}", shown(folder, &file)))
        }
        None => Err("the deployment is stopping".to_owned()),
    }
}

fn shown(folder: &AppFolder, file: &Path) -> String {
    file.strip_prefix(folder.root()).unwrap_or(file).display().to_string()
}
