//! What threads other than the deployment's may read of it.
//!
//! Owns: the functions and the tables in force, each swapped as a whole.
//! Leaves to others: when they change (`worker`).

use std::sync::{Arc, PoisonError, RwLock};

use lentil_store::TableMap;

use crate::engine::LoadedApp;

/// The functions and the tables in force.
pub struct Published {
    app: RwLock<Arc<LoadedApp>>,
    tables: RwLock<Arc<TableMap>>,
}

impl Published {
    /// From the start on.
    pub fn new(app: Arc<LoadedApp>, tables: Arc<TableMap>) -> Published {
        Published { app: RwLock::new(app), tables: RwLock::new(tables) }
    }

    /// The functions.
    pub fn app(&self) -> Arc<LoadedApp> {
        read(&self.app)
    }

    /// The tables as of the last commit.
    pub fn tables(&self) -> Arc<TableMap> {
        read(&self.tables)
    }

    /// Puts other functions in force.
    pub fn set_app(&self, app: Arc<LoadedApp>) {
        write(&self.app, app);
    }

    /// Tells the tables of a new commit.
    pub fn set_tables(&self, tables: Arc<TableMap>) {
        write(&self.tables, tables);
    }
}

/// A panic elsewhere cannot leave a pointer half written.
fn read<T>(lock: &RwLock<Arc<T>>) -> Arc<T> {
    lock.read().unwrap_or_else(PoisonError::into_inner).clone()
}

fn write<T>(lock: &RwLock<Arc<T>>, value: Arc<T>) {
    *lock.write().unwrap_or_else(PoisonError::into_inner) = value;
}
