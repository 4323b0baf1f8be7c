//! The routes. Owns: which path is what, and an honest answer for those that are not there.

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::{any, get, post};

use super::api_error::ApiError;
use super::function_calls::{call_any_function, call_function, query_of_url};
use super::guard::guard;
use super::past_queries::{latest_ts, query_at_ts};
use crate::deployment::Deployment;
use crate::engine::FunctionKind;
use crate::sync::{check_client_version, serve_socket};

const BODY_BYTES: usize = 16 * 1024 * 1024 + 2000;
const INSTANCE_NAME: &str = "lentil-local";

/// Everything the deployment answers to.
pub fn router(deployment: Deployment) -> Router {
    Router::new()
        .route("/version", get(|| async { env!("CARGO_PKG_VERSION") }))
        .route("/instance_name", get(|| async { INSTANCE_NAME }))
        .route("/api/sync", get(sync))
        .route("/api/{version}/sync", get(versioned_sync))
        .route("/api/query", post(query).get(query_by_url))
        .route("/api/mutation", post(mutation))
        .route("/api/action", post(action))
        .route("/api/function", post(function))
        .route("/api/query_ts", post(query_ts))
        .route("/api/query_at_ts", post(query_at))
        .route("/api/query_batch", any(not_there_yet))
        .route("/api/run/{*path}", any(not_there_yet))
        .route("/api/storage/{*path}", any(not_there_yet))
        .route("/api/get_config_hashes", any(not_there_yet))
        .route("/api/deploy2/{*path}", any(not_there_yet))
        .route("/http/{*path}", any(not_there_yet))
        .fallback(no_route)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn(guard))
        .with_state(deployment)
}

async fn query(
    State(deployment): State<Deployment>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    call_function(deployment, FunctionKind::Query, headers, body).await
}

async fn mutation(
    State(deployment): State<Deployment>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    call_function(deployment, FunctionKind::Mutation, headers, body).await
}

async fn action(
    State(deployment): State<Deployment>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    call_function(deployment, FunctionKind::Action, headers, body).await
}

async fn function(
    State(deployment): State<Deployment>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    call_any_function(deployment, headers, body).await
}

async fn query_ts(State(deployment): State<Deployment>) -> Result<Response, ApiError> {
    latest_ts(deployment).await
}

async fn query_at(
    State(deployment): State<Deployment>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    query_at_ts(deployment, headers, body).await
}

async fn query_by_url(
    State(deployment): State<Deployment>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, ApiError> {
    query_of_url(deployment, headers, uri.query().unwrap_or_default()).await
}

async fn sync(
    State(deployment): State<Deployment>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ApiError> {
    open_socket(deployment, &headers, None, upgrade)
}

async fn versioned_sync(
    State(deployment): State<Deployment>,
    headers: HeaderMap,
    Path(version): Path<String>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ApiError> {
    open_socket(deployment, &headers, Some(&version), upgrade)
}

fn open_socket(
    deployment: Deployment,
    headers: &HeaderMap,
    version: Option<&str>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ApiError> {
    let header = headers.get("convex-client").map(|value| String::from_utf8_lossy(value.as_bytes()));
    let version = check_client_version(header.as_deref(), version)
        .map_err(|refused| ApiError::bad_request(refused.code, refused.message))?;
    let upgrade =
        upgrade.map_err(|refused| ApiError::bad_request("ExpectedWebSocket", refused.body_text()))?;
    Ok(upgrade.on_upgrade(move |socket| serve_socket(socket, version, deployment)))
}

async fn not_there_yet(method: Method, uri: Uri) -> ApiError {
    ApiError::not_there_yet(&format!("{method} {}", uri.path()))
}

async fn no_route(method: Method, uri: Uri) -> ApiError {
    ApiError {
        status: StatusCode::NOT_FOUND,
        code: "NotFound",
        message: format!("There is no {method} {}", uri.path()),
    }
}

async fn wrong_method(method: Method, uri: Uri) -> ApiError {
    ApiError {
        status: StatusCode::METHOD_NOT_ALLOWED,
        code: "MethodNotAllowed",
        message: format!("{} is there, but not for {method}", uri.path()),
    }
}
