//! From bundle to a loaded app: what its modules export, its schema, its authentication providers.
//!
//! Owns: importing every module once, at the start, so that errors show before the first request.
//! Leaves to others: making the bundle (`app`), putting the schema in force (`lentil-store`).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use lentil_store::{Schema, Validator};
use serde::Deserialize;
use serde_json::Value as Json;

use super::driver::{Job, drive};
use super::failure::Failure;
use super::functions::{Function, FunctionKind, FunctionPath, FunctionTable};
use super::host::{Host, NoHost};
use super::limits::TimeLimit;
use super::modules::ModuleSet;
use super::sandbox::{Sandbox, SandboxKind, Settings};
use super::source_maps::SourceMaps;
use super::trace::Trace;
use crate::app::{AppError, AppFolder, Bundle, EntryPoint};
use crate::auth::AuthProviders;

/// An app ready to run.
#[derive(Debug)]
pub struct LoadedApp {
    /// Its modules.
    pub modules: Arc<ModuleSet>,
    /// Its functions.
    pub functions: FunctionTable,
    /// `process.env` of its functions.
    pub env: Environment,
    /// Whose tokens it trusts.
    pub auth: AuthProviders,
    /// What the app asks for and will not get, for the terminal.
    pub warnings: Vec<String>,
}

/// Environment variables of functions.
pub type Environment = Arc<BTreeMap<String, String>>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Analysis {
    functions: Vec<AnalyzedFunction>,
    is_router: bool,
    is_crons: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnalyzedFunction {
    name: String,
    kind: FunctionKind,
    is_public: bool,
    args: String,
    returns: String,
}

/// Imports every function module but those of Node.js.
pub fn load_app(
    app: &AppFolder,
    entry_points: &[EntryPoint],
    bundle: Bundle,
    env: Environment,
    auth: AuthProviders,
) -> Result<LoadedApp, AppError> {
    let source_maps = SourceMaps::of(&bundle, app.root());
    let modules = Arc::new(ModuleSet::new(bundle, source_maps));
    let mut functions = FunctionTable::default();
    let mut warnings = Vec::new();
    for entry_point in entry_points {
        let module = entry_point.module();
        if entry_point.is_node {
            let file = &entry_point.relative;
            warnings.push(format!("convex/{file}: \"use node\" actions are not supported yet and will fail"));
            functions.insert_node_module(module);
            continue;
        }
        let refused = |why| AppError::Module { module: entry_point.relative.clone(), why };
        let text = look_at(&modules, &env, Job::Analyze(&module)).map_err(refused)?;
        let analysis: Analysis = serde_json::from_str(&text).map_err(|error| refused(error.to_string()))?;
        for function in analysis.functions {
            let path = FunctionPath { module: module.clone(), function: function.name.clone() };
            functions.insert(path, read_function(function).map_err(refused)?);
        }
        let file = &entry_point.relative;
        if analysis.is_router {
            warnings
                .push(format!("convex/{file}: HTTP actions are not supported yet and will not be served"));
        }
        if analysis.is_crons {
            warnings.push(format!("convex/{file}: cron jobs are not supported yet and will not run"));
        }
    }
    Ok(LoadedApp { modules, functions, env, auth, warnings })
}

/// Reads the schema out of its bundle.
pub fn load_schema(app: &AppFolder, file: &str, bundle: Bundle) -> Result<Schema, AppError> {
    let source_maps = SourceMaps::of(&bundle, app.root());
    let modules = Arc::new(ModuleSet::new(bundle, source_maps));
    let refused = |why| AppError::Module { module: file.to_owned(), why };
    let text = look_at(&modules, &Environment::default(), Job::ExportSchema("schema.js"));
    let json: Json =
        serde_json::from_str(&text.map_err(refused)?).map_err(|error| refused(error.to_string()))?;
    Schema::from_json(&json).map_err(|error| refused(error.to_string()))
}

/// Reads the authentication providers out of their bundle: JSON text.
pub fn load_auth_config(
    app: &AppFolder,
    file: &str,
    bundle: Bundle,
    env: &Environment,
) -> Result<String, AppError> {
    let source_maps = SourceMaps::of(&bundle, app.root());
    let modules = Arc::new(ModuleSet::new(bundle, source_maps));
    look_at(&modules, env, Job::ExportAuthConfig("auth.config.js"))
        .map_err(|why| AppError::Module { module: file.to_owned(), why })
}

fn look_at(modules: &Arc<ModuleSet>, env: &Environment, job: Job<'_>) -> Result<String, String> {
    let host: Rc<RefCell<dyn Host>> = Rc::new(RefCell::new(NoHost));
    // Imports are the same each time: their clock and their chance are fixed.
    let settings =
        Settings { kind: SandboxKind::Deterministic, now_ms: 0.0, seed: [1, 2, 3, 4], env: env.clone() };
    Sandbox::new(modules, &settings, host.clone(), TimeLimit::transaction(), Trace::default())
        .and_then(|sandbox| drive(&sandbox, &host, job))
        .map_err(|failure| match failure {
            Failure::Function(error) => error.message.trim_end().to_owned(),
            Failure::System(text) => text,
        })
}

fn read_function(function: AnalyzedFunction) -> Result<Function, String> {
    let read = |what: &str, text: &str| -> Result<Option<Validator>, String> {
        let refused = |error: &dyn std::fmt::Display| {
            format!("the {what} validator of `{}` cannot be read: {error}", function.name)
        };
        match serde_json::from_str(text).map_err(|error| refused(&error))? {
            Json::Null => Ok(None),
            json => Validator::from_json(&json).map(Some).map_err(|error| refused(&error)),
        }
    };
    let args = read("argument", &function.args)?
        .ok_or_else(|| format!("the argument validator of `{}` is missing", function.name))?;
    let returns = read("return", &function.returns)?;
    Ok(Function { kind: function.kind, is_public: function.is_public, args, returns })
}
