//! `lentil-local`: an embedded Convex deployment for one machine. Development, demos, tests.
//!
//! Owns: the order of the start and of the end. Leaves to others: each step (the modules below).

mod app;
mod cli;
mod deployment;
mod engine;
mod http;
mod load;
mod reload;
mod sync;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use clap::Parser;
use lentil_store::{Location, Store, StoreError};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tokio::time::timeout;

use app::{AppError, AppFolder};
use cli::Arguments;
use deployment::{Deployment, DeploymentThread};
use load::{Loaded, load};
use reload::Changes;

/// How long the functions that still run at the end may take.
const PATIENCE: Duration = Duration::from_secs(3);

type StartError = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    // Functions live in UTC, wherever the machine is.
    // SAFETY: nothing else runs yet, so nobody reads the environment meanwhile.
    #[allow(unsafe_code)]
    unsafe {
        std::env::set_var("TZ", "UTC0");
    }
    let arguments = Arguments::parse();
    match start(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lentil-local: {error}");
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: &Arguments) -> Result<(), StartError> {
    let folder = AppFolder::open(&arguments.folder)?;
    // Watched from before they are read, so that no change is missed.
    let changes = Changes::watch(&folder)?;
    let Loaded { app, schema, modules } = load(&folder, &arguments.env)?;
    let functions = app.functions.len();
    println!("Loaded {functions} functions of {modules} modules from {}.", folder.functions().display());
    let store = open_store(&folder, arguments)?;
    store.apply_schema(schema).map_err(|error| format!("the schema is not in force: {error}"))?;
    let (deployment, DeploymentThread { thread, mut ended }) = Deployment::start(Arc::new(app), store)?;
    changes.follow(folder, arguments.env.clone(), deployment.clone())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(serve(arguments.port, deployment.clone(), &mut ended));
    deployment.stop();
    if !has_ended(&runtime, ended) {
        // A commit is whole or not there, so leaving in between loses nothing that was answered.
        println!("A function was still running and is left behind.");
        runtime.shutdown_background();
        return served;
    }
    let joined = thread.join().map_err(|_| "the deployment's thread ended by a defect");
    runtime.shutdown_background();
    served.and(Ok(joined?))
}

/// Waits for the deployment's thread, but not for as long as a runaway function may take.
fn has_ended(runtime: &Runtime, ended: oneshot::Receiver<()>) -> bool {
    ended.is_terminated() || runtime.block_on(async { timeout(PATIENCE, ended).await.is_ok() })
}

fn open_store(folder: &AppFolder, arguments: &Arguments) -> Result<Store, StartError> {
    if arguments.memory {
        println!("The data is in memory.");
        return Ok(Store::open(Location::Memory)?);
    }
    let data = match &arguments.data {
        Some(data) => data.clone(),
        None => own_folder(folder)?,
    };
    fs::create_dir_all(&data).map_err(|error| AppError::io(&data, error))?;
    let file = data.join("data.sqlite3");
    println!("The data is in {}.", file.display());
    let opened = Store::open(Location::File(&file)).map_err(|error| match error {
        StoreError::InUse(_) => error.to_string(), // It names the file itself.
        error => format!("{}: {error}", file.display()),
    });
    Ok(opened?)
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

async fn serve(
    port: u16,
    deployment: Deployment,
    ended: &mut oneshot::Receiver<()>,
) -> Result<(), StartError> {
    let listener = TcpListener::bind(("127.0.0.1", port))
        .await
        .map_err(|error| format!("port {port} of 127.0.0.1 cannot be used: {error}"))?;
    let port = listener.local_addr()?.port();
    // A response and the transition after it are two small frames: waiting to join them costs 40 ms.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    println!("Lentil local deployment ready: http://127.0.0.1:{port}");
    tokio::select! {
        served = axum::serve(listener, http::router(deployment)) => served?,
        _ = interrupt.recv() => println!("Interrupted."),
        _ = terminate.recv() => println!("Terminated."),
        _ = ended => {}
    }
    Ok(())
}
