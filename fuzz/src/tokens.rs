//! Tokens that an app may have, and whom they stand for, read by other code than the core's.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

/// Payloads of tokens, good and bad; of two users, with lives of all lengths.
const PAYLOADS: [&str; 8] = [
    r#"{"iss":"i","sub":"ann","iat":1000,"exp":4600}"#,
    r#"{"iss":"i","sub":"ann","iat":2000,"exp":5600}"#,
    r#"{"iss":"i","sub":"bob","iat":1000,"exp":1003}"#,
    r#"{"iss":"i","sub":"bob","iat":1000,"exp":1001}"#,
    r#"{"iss":"i","sub":"bob","iat":0,"exp":18446744073709551615}"#,
    r#"{"iss":"i","sub":"ann","iat":5,"exp":1}"#,
    r#"{"iss":"i","sub":"ann"}"#,
    r#"{"sub":1}"#,
];

/// How many tokens there are.
pub const COUNT: usize = PAYLOADS.len() + 1;

/// A token. Marked, so that it is found wherever it must not be.
pub fn token(at: usize) -> String {
    match PAYLOADS.get(at) {
        Some(payload) => format!("secret{at}.{}.sign", URL_SAFE_NO_PAD.encode(payload)),
        None => "secret-that-is-no-jwt".into(),
    }
}

/// `issuer|subject`, where the token says both.
pub fn key_of(token: &str) -> Option<String> {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&payload).ok()?;
    Some(format!("{}|{}", claims.get("iss")?.as_str()?, claims.get("sub")?.as_str()?))
}

/// Panics where a text for people, or for storage, holds a token.
pub fn assert_holds_no_token(text: &str) {
    assert!(!text.contains("secret"), "a token in: {text}");
}
