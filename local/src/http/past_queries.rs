//! `POST /api/query_ts` and `/api/query_at_ts`: several queries that see the same data.
//!
//! Owns: timestamps in bodies, and saying so when the data of a timestamp is no longer there: only
//! the newest is kept. Leaves to others: running the query.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use tokio::sync::oneshot;

use super::api_error::ApiError;
use super::credentials::viewer_of;
use super::function_calls::{Body, answer, read_call, read_json, system_failure};
use crate::deployment::{Asked, Command, Deployment, RequestTag};
use crate::engine::FunctionKind;

/// The timestamp of the newest data.
pub async fn latest_ts(deployment: Deployment) -> Result<Response, ApiError> {
    let (sender, receiver) = oneshot::channel();
    deployment.send(Command::LatestTs(Box::new(move |ts| {
        let _ = sender.send(ts);
    })));
    let ts = receiver.await.map_err(|_| ApiError::stopping())?;
    let body = json!({"ts": STANDARD.encode(ts.to_le_bytes())}).to_string();
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// Runs a query on the data as of a timestamp.
pub async fn query_at_ts(
    deployment: Deployment,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let viewer = viewer_of(&deployment, &headers).await?;
    let body: Body = read_json(body)?;
    let ts = parse_ts(body.ts.as_deref())?;
    let (call, format) = read_call(&viewer, body)?;
    let asked = Asked::new(RequestTag::random(), FunctionKind::Query, &call.path);
    let (sender, receiver) = oneshot::channel();
    let reply = Box::new(move |outcome| drop(sender.send(outcome)));
    deployment.send(Command::QueryAt { call, ts, reply });
    match receiver.await.map_err(|_| ApiError::stopping())? {
        Ok(finished) => answer(&asked, finished.map_err(system_failure)?, format),
        Err(latest) if ts < latest => Err(ApiError {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: "OutOfRetention",
            message: "The data has changed since `ts`, and the local deployment keeps the newest alone"
                .to_owned(),
        }),
        Err(_) => Err(ApiError::bad_request("TimestampAhead", "There is no data of `ts` yet")),
    }
}

fn parse_ts(text: Option<&str>) -> Result<u64, ApiError> {
    let bytes = text.and_then(|text| STANDARD.decode(text).ok()?.try_into().ok());
    bytes.map(u64::from_le_bytes).ok_or_else(|| {
        ApiError::bad_request("BadTimestamp", "The request body: `ts` has to be 8 bytes in base64")
    })
}
