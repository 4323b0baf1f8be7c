//! Noticing that files of the app changed.
//!
//! Owns: what counts as a change: anything in `convex/`, `.env.local`, and each file elsewhere that
//! the functions import. Leaves to others: which files those are (`load`), what happens then (`reload`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::app::AppFolder;
use crate::terminal;

/// One save is several events, and a branch switch is many files: wait until they have come.
const QUIET: Duration = Duration::from_millis(50);
/// File systems stamp files with a clock that may lag this far behind.
const CLOCK_LAG: Duration = Duration::from_millis(20);

/// When the files began to be read: what changed since may have been missed.
#[derive(Clone, Copy, Debug)]
pub struct Look(SystemTime);

impl Look {
    /// At the files as of now.
    pub fn now() -> Look {
        Look(SystemTime::now() - CLOCK_LAG)
    }
}

/// The changes of an app's files.
pub struct Changes {
    watcher: RecommendedWatcher,
    functions: PathBuf,
    noticed: Receiver<()>,
    notice: Sender<()>,
    /// Those outside `convex/`; shared with the watcher's thread.
    files: Arc<RwLock<BTreeSet<PathBuf>>>,
    /// The folders of these files.
    folders: BTreeSet<PathBuf>,
}

impl Changes {
    /// Watches `convex/` and `.env.local` from now on.
    pub fn watch(folder: &AppFolder) -> Result<Changes, String> {
        let (notice, noticed) = channel();
        let files: Arc<RwLock<BTreeSet<PathBuf>>> = Arc::default();
        let (app, sender, watched) = (folder.clone(), notice.clone(), files.clone());
        let on_event = move |event: notify::Result<Event>| {
            let files = watched.read().unwrap_or_else(PoisonError::into_inner);
            // An error means lost events: better one look too many.
            if event.map_or(true, |event| is_of_interest(&app, &files, &event)) {
                let _ = sender.send(());
            }
        };
        let failed =
            |error: notify::Error| format!("{} cannot be watched: {error}", folder.functions().display());
        let watcher = notify::recommended_watcher(on_event).map_err(failed)?;
        let (functions, folders) = (folder.functions().to_owned(), BTreeSet::new());
        let mut changes = Changes { watcher, functions, noticed, notice, files, folders };
        changes.attach(folder).map_err(failed)?;
        Ok(changes)
    }

    /// Waits for the next change, and for those that come with it.
    pub fn next(&mut self, folder: &AppFolder) -> Option<Look> {
        self.noticed.recv().ok()?;
        while self.noticed.recv_timeout(QUIET).is_ok() {}
        // A `convex/` that was replaced as a whole is not watched yet.
        let _ = self.attach(folder);
        Some(Look::now())
    }

    /// From now on, of the files outside `convex/` only these count.
    pub fn watch_only(&mut self, files: BTreeSet<PathBuf>, look: Look) {
        self.set_files(files, look);
    }

    /// These count as well.
    pub fn watch_too(&mut self, mut files: BTreeSet<PathBuf>, look: Look) {
        files.extend(self.files.read().unwrap_or_else(PoisonError::into_inner).iter().cloned());
        self.set_files(files, look);
    }

    fn set_files(&mut self, mut files: BTreeSet<PathBuf>, look: Look) {
        files.retain(|file| !file.starts_with(&self.functions));
        let before = {
            let mut watched = self.files.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *watched, files.clone())
        };
        let new: Vec<&PathBuf> = files.difference(&before).collect();
        new.iter().filter_map(|file| file.parent()).for_each(|folder| self.watch_folder(folder));
        if new.iter().any(|file| look.missed_a_change_of(file)) {
            let _ = self.notice.send(());
        }
    }

    /// Not the files themselves, as many editors put a new one in the place of the old one.
    fn watch_folder(&mut self, folder: &Path) {
        if self.folders.contains(folder) {
            return;
        }
        match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
            Ok(()) => drop(self.folders.insert(folder.to_owned())),
            Err(error) => terminal::complain(format_args!(
                "{} cannot be watched, so changes in there are not seen: {error}",
                folder.display()
            )),
        }
    }

    fn attach(&mut self, folder: &AppFolder) -> notify::Result<()> {
        self.watcher.watch(folder.root(), RecursiveMode::NonRecursive)?; // For .env.local.
        self.watcher.watch(folder.functions(), RecursiveMode::Recursive)
    }
}

impl Look {
    fn missed_a_change_of(self, file: &Path) -> bool {
        let changed = file.metadata().and_then(|metadata| metadata.modified());
        changed.is_ok_and(|changed| changed >= self.0)
    }
}

/// What we write ourselves and what is only read are no changes.
fn is_of_interest(app: &AppFolder, files: &BTreeSet<PathBuf>, event: &Event) -> bool {
    let generated = app.functions().join("_generated");
    let env_file = app.root().join(".env.local");
    let is_ours = |path: &Path| path.starts_with(&generated);
    let is_input =
        |path: &Path| path == env_file || files.contains(path) || path.starts_with(app.functions());
    let counts = |path: &PathBuf| is_input(path) && !is_ours(path);
    !event.kind.is_access() && (event.need_rescan() || event.paths.iter().any(counts))
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
        let files =
            ["shared/names.ts", "convex/_generated/server.js"].map(|file| app.root().join(file)).into();
        let counts = |kind: EventKind, path: &str| {
            is_of_interest(&app, &files, &Event::new(kind).add_path(app.root().join(path)))
        };
        let written = EventKind::Create(CreateKind::File);
        for (path, expected) in [
            ("convex/messages.ts", true),
            ("convex/dir/messages.ts", true),
            (".env.local", true),
            ("shared/names.ts", true),
            ("shared/other.ts", false),
            ("convex/_generated/server.js", false),
            ("package.json", false),
        ] {
            assert_eq!(counts(written, path), expected, "{path}");
        }
        assert!(!counts(EventKind::Access(AccessKind::Any), "convex/messages.ts"));
    }
}
