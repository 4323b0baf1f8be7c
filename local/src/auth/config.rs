//! `convex/auth.config.ts`, as its default export reads in JSON.
//!
//! Owns: the fields of providers, and errors that name provider and field.
//! Leaves to others: running the file (`engine`), checking tokens (`providers`).

use jsonwebtoken::Algorithm;
use serde_json::Value as Json;
use url::Url;

use super::keys::KeySource;
use super::providers::{AuthProviders, Kind, Provider};

/// Reads the providers; the error says which one is wrong in what.
pub fn parse_config(text: &str) -> Result<AuthProviders, String> {
    let json: Json = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let providers = json["providers"]
        .as_array()
        .ok_or("the default export has no array `providers`; write `export default { providers: [...] }`")?;
    let providers = providers.iter().enumerate().map(|(at, provider)| {
        parse_provider(provider).map_err(|why| format!("provider {} of `providers`: {why}", at + 1))
    });
    Ok(AuthProviders::new(providers.collect::<Result<_, _>>()?))
}

fn parse_provider(json: &Json) -> Result<Provider, String> {
    if !json.is_object() {
        return Err(format!("expected an object, got {json}"));
    }
    match optional_text(json, "type")? {
        None => Ok(Provider {
            issuer: parse_issuer(json, "domain")?,
            application_id: Some(text(json, "applicationID")?.to_owned()),
            kind: Kind::Oidc,
        }),
        Some("customJwt") => Ok(Provider {
            issuer: parse_issuer(json, "issuer")?,
            application_id: optional_text(json, "applicationID")?.map(str::to_owned),
            kind: Kind::CustomJwt {
                algorithm: parse_algorithm(text(json, "algorithm")?)?,
                keys: KeySource::parse(text(json, "jwks")?).map_err(|why| format!("`jwks` {why}"))?,
            },
        }),
        Some(other) => Err(format!("`type` has to be \"customJwt\" where it is given, got \"{other}\"")),
    }
}

/// Written without a scheme, it is https, as in the real backend.
fn parse_issuer(json: &Json, field: &str) -> Result<String, String> {
    let written = text(json, field)?;
    let issuer = with_scheme(written);
    match Url::parse(&issuer) {
        Ok(_) => Ok(issuer),
        Err(error) => Err(format!("`{field}` is \"{written}\", which is no URL: {error}")),
    }
}

pub(super) fn with_scheme(issuer: &str) -> String {
    match issuer.starts_with("https://") || issuer.starts_with("http://") {
        true => issuer.to_owned(),
        false => format!("https://{issuer}"),
    }
}

fn parse_algorithm(name: &str) -> Result<Algorithm, String> {
    match name {
        "RS256" => Ok(Algorithm::RS256),
        "ES256" => Ok(Algorithm::ES256),
        other => Err(format!("`algorithm` has to be \"RS256\" or \"ES256\", got \"{other}\"")),
    }
}

fn text<'a>(json: &'a Json, field: &str) -> Result<&'a str, String> {
    optional_text(json, field)?.ok_or_else(|| {
        format!("`{field}` is missing; if it comes from an environment variable, is that one set?")
    })
}

fn optional_text<'a>(json: &'a Json, field: &str) -> Result<Option<&'a str>, String> {
    match &json[field] {
        Json::Null => Ok(None),
        Json::String(text) => Ok(Some(text)),
        other => Err(format!("`{field}` has to be a string, got {other}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check_refused(provider: &Json, expected: &str) {
        let good = json!({"domain": "example.com", "applicationID": "app"});
        let error = parse_config(&json!({"providers": [good, provider]}).to_string()).err().unwrap();
        assert_eq!(error, format!("provider 2 of `providers`: {expected}"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert!(parse_config("{}").err().unwrap().contains("no array `providers`"));
        check_refused(&json!(1), "expected an object, got 1");
        check_refused(
            &json!({"domain": "example.com"}),
            "`applicationID` is missing; if it comes from an environment variable, is that one set?",
        );
        check_refused(
            &json!({"domain": "https://", "applicationID": "app"}),
            "`domain` is \"https://\", which is no URL: empty host",
        );
        check_refused(
            &json!({"type": "saml"}),
            "`type` has to be \"customJwt\" where it is given, got \"saml\"",
        );
        let custom = |jwks: &str, algorithm: &str| json!({"type": "customJwt", "issuer": "example.com", "jwks": jwks, "algorithm": algorithm});
        check_refused(
            &custom("data:,{\"keys\":[]}", "HS256"),
            "`algorithm` has to be \"RS256\" or \"ES256\", got \"HS256\"",
        );
        check_refused(
            &custom("data:,[]", "RS256"),
            "`jwks` holds no JWKS: invalid length 0, expected struct JwkSet with 1 element at line 1 column 2",
        );
        check_refused(
            &custom("ftp://example.com/", "RS256"),
            "`jwks` has to be a URL that starts with data:, https:// or http://",
        );
    }
}
