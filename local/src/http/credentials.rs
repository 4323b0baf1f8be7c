//! The `Authorization` header. Owns: its two schemes, and turning down what is neither.
//! Leaves to others: whether the token or the key is good (`auth`).

use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use convex_sync_types::{AuthenticationToken, UserIdentityAttributes};
use serde_json::Value as Json;

use super::api_error::ApiError;
use crate::auth::{AuthRefusal, Viewer};
use crate::deployment::Deployment;

/// Who asks.
pub async fn viewer_of(deployment: &Deployment, headers: &HeaderMap) -> Result<Viewer, ApiError> {
    let token = match headers.get(header::AUTHORIZATION) {
        None => AuthenticationToken::None,
        Some(value) => parse(value.to_str().unwrap_or_default())?,
    };
    let deployment = deployment.clone();
    // The provider's keys may have to be fetched first.
    let checked = tokio::task::spawn_blocking(move || deployment.authenticate(token)).await;
    Ok(checked.map_err(|_| ApiError::stopping())??.viewer)
}

/// `Bearer TOKEN`, `Convex KEY` or `Convex KEY:USER`, where USER is JSON in base64.
fn parse(value: &str) -> Result<AuthenticationToken, AuthRefusal> {
    let (scheme, credentials) = value.trim().split_once(' ').unwrap_or((value, ""));
    let credentials = credentials.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return Ok(AuthenticationToken::User(credentials.to_owned()));
    }
    if !scheme.eq_ignore_ascii_case("convex") {
        return Err(AuthRefusal::token("The Authorization header must begin with `Bearer ` or `Convex `"));
    }
    let Some((key, user)) = credentials.split_once(':') else {
        return Ok(AuthenticationToken::Admin(credentials.to_owned(), None));
    };
    let refused = |why: &dyn std::fmt::Display| {
        AuthRefusal::token(format!("The user to act as, in the Authorization header: {why}"))
    };
    let json = STANDARD.decode(user).map_err(|error| refused(&error))?;
    let json: Json = serde_json::from_slice(&json).map_err(|error| refused(&error))?;
    let user = UserIdentityAttributes::try_from(json).map_err(|error| refused(&error))?;
    Ok(AuthenticationToken::Admin(key.to_owned(), Some(user)))
}

impl From<AuthRefusal> for ApiError {
    fn from(AuthRefusal { code, message }: AuthRefusal) -> ApiError {
        ApiError { status: StatusCode::UNAUTHORIZED, code, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_schemes_are_read() {
        assert_eq!(parse("bearer  x.y.z ").unwrap(), AuthenticationToken::User("x.y.z".to_owned()));
        assert_eq!(parse("Convex a|b").unwrap(), AuthenticationToken::Admin("a|b".to_owned(), None));
        let user = STANDARD.encode(r#"{"issuer":"i","subject":"s"}"#);
        let AuthenticationToken::Admin(key, Some(user)) = parse(&format!("Convex a|b:{user}")).unwrap()
        else {
            panic!("not an admin who acts as a user");
        };
        assert_eq!((key.as_str(), user.subject.as_deref()), ("a|b", Some("s")));
        for value in ["", "x", "Basic eDp5", "Convex a|b:?", "Convex a|b:e30="] {
            assert_eq!(parse(value).unwrap_err().code, "InvalidAuthHeader", "{value}");
        }
    }
}
