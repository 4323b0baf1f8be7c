//! Operations by name. Owns: which exist in Convex and are not there yet, and function addresses.
//! Leaves to others: the operations that are there (`transaction_run`, `action_run`).

use serde_json::Value as Json;

use super::failure::Failure;
use super::functions::FunctionPath;
use super::host::OpError;

/// Each with what an app writes for it.
const NOT_THERE_YET: [(&str, &str); 23] = [
    ("1.0/actions/cancel_job", "ctx.scheduler.cancel"),
    ("1.0/actions/schedule", SCHEDULE),
    ("1.0/actions/vectorSearch", "ctx.vectorSearch"),
    ("1.0/auditLog", "log.audit"),
    ("1.0/cancel_job", "ctx.scheduler.cancel"),
    ("1.0/componentArgument", "componentArg"),
    ("1.0/createFunctionHandle", "createFunctionHandle"),
    ("1.0/createServiceToken", "createServiceToken"),
    ("1.0/getDeploymentMetadata", "ctx.meta.getDeploymentMetadata"),
    ("1.0/getFunctionMetadata", "ctx.meta.getFunctionMetadata"),
    ("1.0/getRequestMetadata", "ctx.meta.getRequestMetadata"),
    ("1.0/getServiceUrl", "getServiceUrl"),
    ("1.0/getSnapshotTs", "ctx.meta.getSnapshotTs"),
    ("1.0/schedule", SCHEDULE),
    ("1.0/signJwt", "ctx.auth.signJwt"),
    ("1.0/storageDelete", "ctx.storage.delete"),
    ("1.0/storageGenerateUploadUrl", "ctx.storage.generateUploadUrl"),
    ("1.0/storageGet", "ctx.storage.get"),
    ("1.0/storageGetMetadata", "ctx.storage.getMetadata"),
    ("1.0/storageGetUrl", "ctx.storage.getUrl"),
    ("1.0/storageStore", "ctx.storage.store"),
    ("storage/getBlob", "ctx.storage.get"),
    ("storage/storeBlob", "ctx.storage.store"),
];

/// One operation for both.
const SCHEDULE: &str = "ctx.scheduler.runAfter` or `ctx.scheduler.runAt";

/// The error for an asynchronous operation that nobody answered. Unknown ones keep the real wording,
/// which `convex/server` looks for.
pub fn unanswered(op: &str) -> OpError {
    named(op).unwrap_or_else(|| OpError::new(format!("Unknown async operation {op}")))
}

/// The error for a synchronous one.
pub fn unanswered_sync(op: &str) -> OpError {
    named(op).unwrap_or_else(|| OpError::new(format!("Unknown operation {op}")))
}

fn named(op: &str) -> Option<OpError> {
    missing(op).map(OpError::new)
}

/// What to say of an operation that exists in Convex and is not there yet.
pub fn missing(op: &str) -> Option<String> {
    let (_, written) = NOT_THERE_YET.iter().find(|(name, _)| *name == op)?;
    Some(Failure::unsupported(written))
}

/// The function that a call names.
pub fn address(args: &Json) -> Result<FunctionPath, OpError> {
    if let Some(name) = args["name"].as_str() {
        return FunctionPath::parse(name).map_err(OpError::new);
    }
    for other in ["reference", "functionHandle"] {
        if args.get(other).is_some() {
            return Err(OpError::new(Failure::unsupported(&format!("a function by {other}"))));
        }
    }
    Err(OpError::new("The call names no function"))
}
