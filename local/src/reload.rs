//! New code while the deployment runs.
//!
//! Owns: noticing that files of the app changed, and telling the terminal what became of it.
//! Leaves to others: reading the files (`load`), the swap (`deployment`).

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::app::AppFolder;
use crate::deployment::Deployment;
use crate::load::{Loaded, load};

/// One save is several events, and a branch switch is many files: wait until they have come.
const QUIET: Duration = Duration::from_millis(50);

/// The changes of an app's files.
pub struct Changes {
    watcher: RecommendedWatcher,
    noticed: Receiver<()>,
}

impl Changes {
    /// Watches from now on.
    pub fn watch(folder: &AppFolder) -> Result<Changes, String> {
        let (sender, noticed) = channel();
        let app = folder.clone();
        let on_event = move |event: notify::Result<Event>| {
            // An error means lost events: better one look too many.
            if event.map_or(true, |event| is_of_interest(&app, &event)) {
                let _ = sender.send(());
            }
        };
        let failed =
            |error: notify::Error| format!("{} cannot be watched: {error}", folder.functions().display());
        let watcher = notify::recommended_watcher(on_event).map_err(failed)?;
        let mut changes = Changes { watcher, noticed };
        changes.attach(folder).map_err(failed)?;
        Ok(changes)
    }

    fn attach(&mut self, folder: &AppFolder) -> notify::Result<()> {
        self.watcher.watch(folder.root(), RecursiveMode::NonRecursive)?; // For .env.local.
        self.watcher.watch(folder.functions(), RecursiveMode::Recursive)
    }

    /// Reloads after each change, on a thread of its own, for as long as the program runs.
    pub fn follow(
        mut self,
        folder: AppFolder,
        env: Vec<(String, String)>,
        deployment: Deployment,
    ) -> std::io::Result<()> {
        let work = move || {
            while self.noticed.recv().is_ok() {
                while self.noticed.recv_timeout(QUIET).is_ok() {}
                // A `convex/` that was replaced as a whole is not watched yet.
                let _ = self.attach(&folder);
                match reload(&folder, &env, &deployment) {
                    Ok(summary) => println!("{summary}"),
                    Err(error) => eprintln!("Not reloaded; the functions from before keep running: {error}"),
                }
            }
        };
        thread::Builder::new().name("reload".to_owned()).stack_size(4 * 1024 * 1024).spawn(work).map(drop)
    }
}

fn reload(folder: &AppFolder, env: &[(String, String)], deployment: &Deployment) -> Result<String, String> {
    let Loaded { app, schema, modules } = load(folder, env).map_err(|error| error.to_string())?;
    let summary = format!("Reloaded {} functions of {modules} modules.", app.functions.len());
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

/// What we write ourselves and what is only read are no changes.
fn is_of_interest(app: &AppFolder, event: &Event) -> bool {
    let generated = app.functions().join("_generated");
    let env_file = app.root().join(".env.local");
    let is_ours = |path: &Path| path.starts_with(&generated);
    let is_input = |path: &Path| path == env_file || path.starts_with(app.functions()) && !is_ours(path);
    !event.kind.is_access() && (event.need_rescan() || event.paths.iter().any(|path| is_input(path)))
}

#[cfg(test)]
mod tests {
    use notify::EventKind;
    use notify::event::{AccessKind, CreateKind};

    use super::*;

    #[test]
    fn only_changes_of_what_is_loaded_count() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("convex")).unwrap();
        let app = AppFolder::open(folder.path()).unwrap();
        let counts = |kind: EventKind, path: &str| {
            is_of_interest(&app, &Event::new(kind).add_path(app.root().join(path)))
        };
        let written = EventKind::Create(CreateKind::File);
        for (path, expected) in [
            ("convex/messages.ts", true),
            ("convex/dir/messages.ts", true),
            (".env.local", true),
            ("convex/_generated/api.d.ts", false),
            ("package.json", false),
        ] {
            assert_eq!(counts(written, path), expected, "{path}");
        }
        assert!(!counts(EventKind::Access(AccessKind::Any), "convex/messages.ts"));
    }
}
