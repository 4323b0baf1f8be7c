//! Operations by name. Owns: which exist in Convex and are not there yet, and function addresses.
//! Leaves to others: the operations that are there (`transaction_run`, `action_run`).

use serde_json::Value as Json;

use super::failure::Failure;
use super::functions::FunctionPath;
use super::host::OpError;

const NOT_THERE_YET: [&str; 21] = [
    "1.0/actions/cancel_job",
    "1.0/actions/schedule",
    "1.0/actions/vectorSearch",
    "1.0/auditLog",
    "1.0/cancel_job",
    "1.0/componentArgument",
    "1.0/createFunctionHandle",
    "1.0/createServiceToken",
    "1.0/getDeploymentMetadata",
    "1.0/getFunctionMetadata",
    "1.0/getRequestMetadata",
    "1.0/getServiceUrl",
    "1.0/getSnapshotTs",
    "1.0/schedule",
    "1.0/signJwt",
    "1.0/storageDelete",
    "1.0/storageGenerateUploadUrl",
    "1.0/storageGet",
    "1.0/storageGetMetadata",
    "1.0/storageGetUrl",
    "1.0/storageStore",
];

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
    NOT_THERE_YET.contains(&op).then(|| OpError::new(Failure::unsupported(op)))
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
