//! `POST /api/query`, `/api/mutation`, `/api/action`, `/api/function`, and `GET /api/query`.
//!
//! Owns: their bodies, the parameters in the URL, and the two value formats.
//! Leaves to others: who asks (`credentials`), running the function.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lentil_store::Value;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json, json};
use tokio::sync::oneshot;
use url::form_urlencoded;

use super::api_error::ApiError;
use super::credentials::viewer_of;
use crate::auth::Viewer;
use crate::deployment::{
    Asked, Command, Deployment, Finished, FunctionCall, Reply, RequestTag, SystemFailure,
};
use crate::engine::{FunctionKind, FunctionPath};
use crate::terminal;

/// What a call is to run.
#[derive(Deserialize)]
pub struct Body {
    path: String,
    #[serde(default)]
    args: Option<Box<RawValue>>,
    #[serde(default)]
    format: Option<String>,
    /// The component that the function is in, where that may be said.
    #[serde(default, rename = "componentPath")]
    component: Option<String>,
    /// The timestamp of the data, where it may be chosen.
    #[serde(default)]
    pub ts: Option<String>,
}

/// How values are written in a response.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As between Convex clients and servers.
    Encoded,
    /// As plain JSON.
    Clean,
}

/// Runs the function that the body names.
pub async fn call_function(
    deployment: Deployment,
    kind: FunctionKind,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let viewer = viewer_of(&deployment, &headers).await?;
    call(deployment, &viewer, kind, read_json(body)?).await
}

/// Runs the function that the body names, of whatever kind it is: for the admin alone.
pub async fn call_any_function(
    deployment: Deployment,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let viewer = viewer_of(&deployment, &headers).await?;
    if !viewer.is_admin() {
        return Err(ApiError {
            status: StatusCode::FORBIDDEN,
            code: "BadDeployKey",
            message: "Only the admin key opens /api/function".to_owned(),
        });
    }
    let body: Body = read_json(body)?;
    if body.component.as_ref().is_some_and(|component| !component.is_empty()) {
        return Err(ApiError::not_there_yet("A function of a component (`componentPath`)"));
    }
    // One that is not there is looked for as any kind.
    let kind = deployment.kind_of(&function_path(&body)?).unwrap_or(FunctionKind::Query);
    call(deployment, &viewer, kind, body).await
}

/// Runs the query that `path=`, `args=` (JSON) and `format=` name.
pub async fn query_of_url(
    deployment: Deployment,
    headers: HeaderMap,
    parameters: &str,
) -> Result<Response, ApiError> {
    let viewer = viewer_of(&deployment, &headers).await?;
    let (mut path, mut args, mut format) = (None, None, None);
    for (name, value) in form_urlencoded::parse(parameters.as_bytes()) {
        match &*name {
            "path" => path = Some(value.into_owned()),
            "args" => args = Some(value.into_owned()),
            "format" => format = Some(value.into_owned()),
            _ => {}
        }
    }
    let refused = |name: &str, why: &str| {
        ApiError::bad_request("BadParameter", format!("The parameter `{name}` {why}"))
    };
    let path = path.ok_or_else(|| refused("path", "is missing"))?;
    let args = args
        .map(RawValue::from_string)
        .transpose()
        .map_err(|error| refused("args", &format!("is not JSON: {error}")))?;
    call(deployment, &viewer, FunctionKind::Query, Body { path, args, format, component: None, ts: None })
        .await
}

/// A body that is JSON.
pub fn read_json<T: DeserializeOwned>(body: Result<Bytes, BytesRejection>) -> Result<T, ApiError> {
    serde_json::from_slice(&body.map_err(unread)?)
        .map_err(|error| ApiError::bad_request("BadJsonBody", format!("The request body: {error}")))
}

fn unread(rejection: BytesRejection) -> ApiError {
    let status = rejection.status();
    let code = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "RequestBodyTooLarge",
        _ => "BadBody",
    };
    ApiError { status, code, message: format!("The request body: {}", rejection.body_text()) }
}

async fn call(
    deployment: Deployment,
    viewer: &Viewer,
    kind: FunctionKind,
    body: Body,
) -> Result<Response, ApiError> {
    let (call, format) = read_call(viewer, body)?;
    let asked = Asked::new(RequestTag::random(), kind, &call.path);
    answer(&asked, run(&deployment, kind, call).await?, format)
}

/// The call that a body stands for, and the format of its answer.
pub fn read_call(viewer: &Viewer, body: Body) -> Result<(FunctionCall, Format), ApiError> {
    let format = format_of(body.format.as_deref())?;
    let path = function_path(&body)?;
    let arguments = body.args.map_or("{}".to_owned(), |args| args.get().to_owned());
    Ok((FunctionCall::by(viewer, path, arguments), format))
}

fn function_path(body: &Body) -> Result<FunctionPath, ApiError> {
    FunctionPath::parse(&body.path).map_err(|error| ApiError::bad_request("InvalidFunctionPath", error))
}

/// The response that tells an outcome.
pub fn answer(asked: &Asked, finished: Finished, format: Format) -> Result<Response, ApiError> {
    let body = response_body(asked, finished, format)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// Clients that name no format are no Convex clients: they get plain JSON.
fn format_of(format: Option<&str>) -> Result<Format, ApiError> {
    match format {
        Some("convex_encoded_json" | "convex_json") => Ok(Format::Encoded),
        None | Some("json" | "convex_clean_json") => Ok(Format::Clean),
        Some("export_json") => Err(ApiError::not_there_yet("the format `export_json`")),
        Some(other) => Err(ApiError::bad_request("UnknownFormat", format!("There is no format `{other}`"))),
    }
}

async fn run(deployment: &Deployment, kind: FunctionKind, call: FunctionCall) -> Result<Finished, ApiError> {
    let (sender, receiver) = oneshot::channel();
    let reply: Reply<Result<Finished, SystemFailure>> = Box::new(move |outcome| drop(sender.send(outcome)));
    match kind {
        FunctionKind::Query => deployment.send(Command::Query { call, reply }),
        FunctionKind::Mutation => deployment.send(Command::Mutation { call, session: None, reply }),
        FunctionKind::Action => deployment.run_action(call, reply),
    }
    receiver.await.map_err(|_| ApiError::stopping())?.map_err(system_failure)
}

/// The client only hears that something failed; the terminal hears what.
pub fn system_failure(failure: SystemFailure) -> ApiError {
    terminal::complain(format_args!("A request got no outcome because the deployment failed: {failure}"));
    ApiError::internal("The local deployment failed; its terminal says why")
}

fn response_body(asked: &Asked, finished: Finished, format: Format) -> Result<String, ApiError> {
    let Finished { result, log_lines, .. } = finished;
    let mut body = Map::new();
    match result {
        Ok(value) => {
            body.insert("status".to_owned(), json!("success"));
            body.insert("value".to_owned(), formatted(&value, format)?);
        }
        Err(error) => {
            let error = asked.failed(error);
            body.insert("status".to_owned(), json!("error"));
            body.insert("errorMessage".to_owned(), json!(error.message));
            if let Some(data) = error.data {
                body.insert("errorData".to_owned(), formatted(&data, format)?);
            }
        }
    }
    if !log_lines.is_empty() {
        body.insert("logLines".to_owned(), json!(log_lines));
    }
    Ok(Json::Object(body).to_string())
}

fn formatted(value: &str, format: Format) -> Result<Json, ApiError> {
    let unreadable = |error: &dyn std::fmt::Display| ApiError {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        code: "InternalServerError",
        message: format!("The function's result cannot be read: {error}"),
    };
    let json: Json = serde_json::from_str(value).map_err(|error| unreadable(&error))?;
    match format {
        Format::Encoded => Ok(json),
        Format::Clean => Ok(Value::from_json(&json).map_err(|error| unreadable(&error))?.to_clean_json()),
    }
}
