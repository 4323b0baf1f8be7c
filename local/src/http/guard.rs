//! Who may talk to the deployment: programs and web pages of this machine.
//!
//! Owns: the checks of Host (against DNS rebinding) and Origin (against other sites' pages), and
//! the CORS headers for pages that may. Leaves to others: everything behind the door.

use axum::extract::Request;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::{Host, Url};

use super::api_error::ApiError;

/// Middleware for every route.
pub async fn guard(request: Request, next: Next) -> Response {
    let origin = match check(request.headers()) {
        Ok(origin) => origin,
        Err(error) => return error.into_response(),
    };
    let asked_headers = request.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    let is_preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match is_preflight {
        true => StatusCode::NO_CONTENT.into_response(),
        false => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        set(headers, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        if is_preflight {
            set(headers, header::ACCESS_CONTROL_ALLOW_METHODS, "GET,POST,PUT,PATCH,DELETE,OPTIONS");
            set(headers, header::ACCESS_CONTROL_MAX_AGE, "86400");
            if let Some(asked) = asked_headers {
                headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
            }
        }
    }
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

/// Gives the origin to answer to, if the request has one.
fn check(headers: &HeaderMap) -> Result<Option<HeaderValue>, ApiError> {
    let host = headers.get(header::HOST);
    let shown = |value: Option<&HeaderValue>| {
        value.map_or("(none)".to_owned(), |value| String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    if !host.and_then(|host| host.to_str().ok()).is_some_and(is_loopback_authority) {
        return Err(forbidden("ForbiddenHost", &format!("The Host header {}", shown(host))));
    }
    match headers.get(header::ORIGIN) {
        None => Ok(None),
        Some(origin) if origin.to_str().is_ok_and(is_loopback_origin) => Ok(Some(origin.clone())),
        origin => Err(forbidden("ForbiddenOrigin", &format!("The Origin {}", shown(origin)))),
    }
}

fn forbidden(code: &'static str, what: &str) -> ApiError {
    let message = format!("{what} is not this machine; the local deployment answers to this machine alone");
    ApiError { status: StatusCode::FORBIDDEN, code, message }
}

fn is_loopback_authority(authority: &str) -> bool {
    is_loopback_origin(&format!("http://{authority}"))
}

fn is_loopback_origin(origin: &str) -> bool {
    let Ok(url) = Url::parse(origin) else { return false };
    let has_user = !url.username().is_empty() || url.password().is_some();
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && !has_user;
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    is_bare && is_loopback && matches!(url.scheme(), "http" | "https")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_pass() {
        for host in ["localhost:3210", "127.0.0.1", "[::1]:3210", "app.localhost", "LOCALHOST"] {
            assert!(is_loopback_authority(host), "{host}");
        }
        for host in [
            "example.com",
            "localhost.example.com",
            "127.0.0.1.nip.io",
            "x@localhost",
            ":x@localhost",
            "localhost#.example.com",
            "localhost?.example.com",
            "",
            "0.0.0.0",
            "localhost/x",
        ] {
            assert!(!is_loopback_authority(host), "{host}");
        }
    }

    #[test]
    fn only_pages_of_this_machine_pass() {
        for origin in ["http://localhost:5173", "https://127.0.0.1:3000", "http://[::1]"] {
            assert!(is_loopback_origin(origin), "{origin}");
        }
        for origin in ["null", "http://example.com", "file://localhost", "chrome-extension://localhost"] {
            assert!(!is_loopback_origin(origin), "{origin}");
        }
    }
}
