//! Where the data is.
//!
//! Owns: the folder of the data, and the note in it that tells who serves it.
//! Leaves to others: the database file (`lentil-store`), the file of the admin key (`auth`).

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use lentil_store::{Location, Store, StoreError};

use crate::app::{AppError, AppFolder};
use crate::auth::AdminKey;
use crate::cli::Arguments;
use crate::terminal;

/// Where a running deployment notes its address, for those who find its data in use.
const ADDRESS: &str = "address";
const ADMIN_KEY: &str = "admin_key";

/// The open data, and where it lies.
pub struct Data {
    /// To read and write it.
    pub store: Store,
    /// To tell others who does.
    pub note: Note,
    /// Opens everything; there is none to data in memory.
    pub admin_key: AdminKey,
}

/// The note of who serves the data; gone with this value.
pub struct Note(Option<PathBuf>);

/// Opens the data that the arguments name.
pub fn open(folder: &AppFolder, arguments: &Arguments) -> Result<Data, Box<dyn Error>> {
    if arguments.memory {
        terminal::say("The data is in memory.");
        let store = Store::open(Location::Memory)?;
        return Ok(Data { store, note: Note(None), admin_key: AdminKey::none() });
    }
    let data = match &arguments.data {
        Some(data) => data.clone(),
        None => own_folder(folder)?,
    };
    fs::create_dir_all(&data).map_err(|error| AppError::io(&data, error))?;
    let (file, address) = (data.join("data.sqlite3"), data.join(ADDRESS));
    terminal::say(format_args!("The data is in {}.", file.display()));
    let store = Store::open(Location::File(&file)).map_err(|error| match error {
        StoreError::InUse(_) => in_use(&error, &address),
        error => format!("{}: {error}", file.display()),
    })?;
    // One of a predecessor that was killed.
    let _ = fs::remove_file(&address);
    let path = data.join(ADMIN_KEY);
    let admin_key = AdminKey::in_file(&path).map_err(|error| AppError::io(&path, error))?;
    Ok(Data { store, note: Note(Some(address)), admin_key })
}

/// The error names the file itself; where its holder is ready, the note tells its address.
fn in_use(error: &StoreError, address: &Path) -> String {
    match fs::read_to_string(address) {
        Ok(address) => {
            format!("a deployment on this data is already running at {}: {error}", address.trim())
        }
        Err(_) => error.to_string(),
    }
}

/// `.lentil` in the app's folder; what is in there is nothing to commit.
fn own_folder(folder: &AppFolder) -> Result<PathBuf, AppError> {
    let path = folder.root().join(".lentil");
    if !path.exists() {
        fs::create_dir(&path).map_err(|error| AppError::io(&path, error))?;
        let ignore = path.join(".gitignore");
        fs::write(&ignore, "*\n").map_err(|error| AppError::io(&ignore, error))?;
    }
    Ok(path)
}

impl Note {
    /// Notes where the data is served. Without the note, others learn less; nothing else depends on it.
    pub fn write(&self, address: &str) {
        if let Some(path) = &self.0
            && let Err(error) = fs::write(path, format!("{address}\n"))
        {
            terminal::complain(format_args!("{} cannot be written: {error}", path.display()));
        }
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}
