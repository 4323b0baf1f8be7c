//! `lentil-local`: an embedded Convex deployment for one machine. Development, demos, tests.
//!
//! Owns: the order of the start and of the end. Leaves to others: each step (the modules below).

mod app;
mod auth;
mod cli;
mod data;
mod deployment;
mod engine;
mod http;
mod load;
mod reload;
mod sync;
mod terminal;
mod watch;

use std::io::ErrorKind;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use clap::Parser;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tokio::time::timeout;

use app::AppFolder;
use cli::Arguments;
use data::{Data, Note};
use deployment::{Deployment, DeploymentThread};
use load::{Loaded, Sources};
use watch::{Changes, Look};

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
            terminal::complain(format_args!("lentil-local: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: &Arguments) -> Result<(), StartError> {
    let folder = AppFolder::open(&arguments.folder)?;
    // Watched from before they are read, so that no change is missed.
    let (mut changes, look) = (Changes::watch(&folder)?, Look::now());
    let sources = Sources::read(&folder)?;
    changes.watch_only(sources.files(), look);
    let loaded = sources.load(&folder, &arguments.env)?;
    let Data { store, note, admin_key } = data::open(&folder, arguments)?;
    let listener = bind(arguments.port)?;
    terminal::say(format_args!("Loaded {} from {}.", loaded.extent(), folder.functions().display()));
    let Loaded { app, schema, .. } = loaded;
    store.apply_schema(schema).map_err(|error| format!("the schema is not in force: {error}"))?;
    let started = Deployment::start(Arc::new(app), store, admin_key)?;
    let (deployment, DeploymentThread { thread, mut ended }) = started;
    reload::follow(changes, folder, arguments.env.clone(), deployment.clone())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(serve(listener, deployment.clone(), &note, &mut ended));
    // While the data is still ours: a successor writes its own.
    drop(note);
    deployment.stop();
    if !has_ended(&runtime, ended) {
        // A commit is whole or not there, so leaving in between loses nothing that was answered.
        terminal::say("A function was still running and is left behind.");
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

fn bind(port: u16) -> Result<std::net::TcpListener, String> {
    std::net::TcpListener::bind(("127.0.0.1", port)).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("port {port} of 127.0.0.1 is taken; choose another with --port N (0 takes any free one)")
        }
        _ => format!("port {port} of 127.0.0.1 cannot be used (choose another with --port N): {error}"),
    })
}

async fn serve(
    listener: std::net::TcpListener,
    deployment: Deployment,
    note: &Note,
    ended: &mut oneshot::Receiver<()>,
) -> Result<(), StartError> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let address = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
    // A response and the transition after it are two small frames: waiting to join them costs 40 ms.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    note.write(&address);
    terminal::say(format_args!("Lentil local deployment ready: {address}"));
    tokio::select! {
        served = axum::serve(listener, http::router(deployment)) => served?,
        _ = interrupt.recv() => terminal::say("Interrupted."),
        _ = terminate.recv() => terminal::say("Terminated."),
        _ = ended => {}
    }
    Ok(())
}
