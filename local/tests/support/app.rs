//! Apps for the tests. Owns: a copy of the fixture app in a folder of its own, and its files.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// An app folder that disappears with this value.
pub struct App {
    folder: TempDir,
}

impl App {
    /// The fixture app, as it is in the repository.
    pub fn fixture() -> App {
        let app = App::empty();
        copy(&here().join("tests/fixtures/app"), app.path());
        app
    }

    /// A folder with node_modules and an empty `convex/`.
    pub fn empty() -> App {
        let folder = tempfile::tempdir().unwrap();
        let modules = here().join("../node_modules").canonicalize().expect("run `npm install` first");
        symlink(modules, folder.path().join("node_modules")).unwrap();
        fs::create_dir(folder.path().join("convex")).unwrap();
        let app = App { folder };
        app.write("package.json", r#"{"dependencies": {"convex": "*"}}"#);
        app
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, text: &str) -> &App {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }
}

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
