//! Errors of the HTTP interface itself. Owns: their form, `{"code": ..., "message": ...}`.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A request that got no function outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// The status.
    pub status: StatusCode,
    /// A short name for programs.
    pub code: &'static str,
    /// A text for people.
    pub message: String,
}

impl ApiError {
    /// An error the sender can fix.
    pub fn bad_request(code: &'static str, message: impl Into<String>) -> ApiError {
        ApiError { status: StatusCode::BAD_REQUEST, code, message: message.into() }
    }

    /// An error of ours; the terminal knows more.
    pub fn internal(message: &str) -> ApiError {
        let (status, code) = (StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError");
        ApiError { status, code, message: message.to_owned() }
    }

    /// The answer of a deployment that will answer no more.
    pub fn stopping() -> ApiError {
        ApiError::internal("The local deployment is stopping")
    }

    /// A route that Convex has and this deployment does not.
    pub fn not_there_yet(what: &str) -> ApiError {
        ApiError {
            status: StatusCode::NOT_IMPLEMENTED,
            code: "NotSupportedYet",
            message: format!("{what} is not supported yet by the local deployment"),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = json!({"code": self.code, "message": self.message}).to_string();
        (self.status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}
