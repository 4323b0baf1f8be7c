//! What a JWT says of its user and its life.
//!
//! Owns: reading the payload. Leaves to others: whether any of it is true (the server), what follows from it.

use alloc::string::String;

use crate::ids::Millis;
use crate::json::{JsonError, Raw, Scanner, push_u64};
use crate::protocol::base64;
use crate::text::{cut, trim_end};

/// A token that lives no longer cannot be renewed in time, in seconds.
const SHORTEST_LIFE: u64 = 2;

/// The claims that a client has a use for. Times are whole seconds, of the issuer's clock.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// `iss`
    pub issuer: Option<String>,
    /// `sub`
    pub subject: Option<String>,
    /// `iat`
    pub issued: Option<u64>,
    /// `exp`
    pub expires: Option<u64>,
}

impl Claims {
    /// Of a token; none where it is not a JWT.
    pub fn of(token: &str) -> Option<Claims> {
        let (_, signed) = cut(token, '.')?;
        let payload = base64::decode(cut(signed, '.').map_or(signed, |(payload, _)| payload))?;
        let payload = String::from_utf8(payload).ok()?;
        let mut claims = Claims::default();
        let mut scanner = Scanner::new(&payload);
        scanner
            .object(&mut |claim, scanner| {
                match claim {
                    "iss" => claims.issuer = text(scanner.value()?),
                    "sub" => claims.subject = text(scanner.value()?),
                    "iat" => claims.issued = seconds(scanner.value()?.text),
                    "exp" => claims.expires = seconds(scanner.value()?.text),
                    _ => drop(scanner.value()?),
                }
                Ok::<(), JsonError>(())
            })
            .ok()?;
        Some(claims)
    }
}

/// How much longer a token is good, in ms: all of its life where it was just issued, what is left by the server's
/// clock where that is known.
pub fn lifetime(token: &str, clock_skew_ms: Option<i64>, wall: Millis) -> Result<u64, &'static str> {
    let claims = Claims::of(token).ok_or("Auth token is not a valid JWT")?;
    let (Some(issued), Some(expires)) = (claims.issued, claims.expires) else {
        return Err("Auth token does not have required fields");
    };
    let life = expires.saturating_sub(issued);
    if life <= SHORTEST_LIFE {
        return Err("Auth token does not live long enough");
    }
    let server_now = |skew: i64| wall.0.saturating_add_signed(skew.saturating_neg());
    Ok(match clock_skew_ms {
        Some(skew) => expires.saturating_mul(1000).saturating_sub(server_now(skew)),
        None => life.saturating_mul(1000),
    })
}

/// Milliseconds as seconds, with the decimals that they have.
pub fn push_seconds(text: &mut String, ms: u64) {
    push_u64(text, ms / 1000);
    if !ms.is_multiple_of(1000) {
        let mut decimals = String::new();
        push_u64(&mut decimals, 1000 + ms % 1000);
        text.push('.');
        text.push_str(trim_end(decimals.get(1..).unwrap_or(""), '0'));
    }
}

fn text(value: Raw<'_>) -> Option<String> {
    Some(Scanner::new(value.text).string().ok()?.into_owned())
}

/// The whole seconds of a number that is written without an exponent.
fn seconds(number: &str) -> Option<u64> {
    let whole = cut(number, '.').map_or(number, |(whole, _)| whole);
    let digit = |byte: u8| char::from(byte).to_digit(10).map(u64::from);
    let add = |sum: u64, byte: u8| sum.checked_mul(10)?.checked_add(digit(byte)?);
    if whole.is_empty() { None } else { whole.bytes().try_fold(0, add) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(payload: &str) -> String {
        ["h.", &base64::encode(payload.as_bytes()), ".s"].concat()
    }

    #[test]
    fn claims_are_read_each_for_itself() {
        let claims =
            Claims::of(&token(r#"{"iss":"https://i","sub":"é","iat":1700000000.5,"exp":1700003600}"#));
        let expected = Claims {
            issuer: Some("https://i".into()),
            subject: Some("é".into()),
            issued: Some(1_700_000_000),
            expires: Some(1_700_003_600),
        };
        assert_eq!(claims, Some(expected));
        let odd = Claims::of(&token(r#"{"iss":1,"sub":null,"iat":"1","exp":-1,"aud":{}}"#));
        assert_eq!(odd, Some(Claims::default()));
        assert_eq!(Claims::of(&token(r#"{"exp":1e9,"iat":99999999999999999999}"#)), Some(Claims::default()));
    }

    #[test]
    fn what_is_no_jwt_has_no_claims() {
        for text in ["", "secret", "a.b.c", "..", &token("[1]"), &token("{")] {
            assert_eq!(Claims::of(text), None, "{text}");
        }
    }
}
