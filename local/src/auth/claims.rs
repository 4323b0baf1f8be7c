//! From the claims of a token to what `ctx.auth.getUserIdentity()` gives.
//!
//! Owns: which claims functions see, and under which names; the two kinds of providers differ.
//! Claims that change with every token are left out: they would make every result look new.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

/// Of a token of any kind: they are part of the identity, or say something about the token alone.
const OF_THE_TOKEN: [&str; 8] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "fva"];
/// Of an OIDC token: the name as a claim, and as functions know it.
const STANDARD: [(&str, &str); 17] = [
    ("name", "name"),
    ("given_name", "givenName"),
    ("family_name", "familyName"),
    ("nickname", "nickname"),
    ("preferred_username", "preferredUsername"),
    ("profile", "profileUrl"),
    ("picture", "pictureUrl"),
    ("website", "websiteUrl"),
    ("email", "email"),
    ("email_verified", "emailVerified"),
    ("gender", "gender"),
    ("birthdate", "birthday"),
    ("zoneinfo", "timezone"),
    ("locale", "language"),
    ("phone_number", "phoneNumber"),
    ("phone_number_verified", "phoneNumberVerified"),
    ("address", "address"),
];
/// Of an OIDC token: how it was given.
const OF_THE_SIGN_IN: [&str; 7] = ["auth_time", "nonce", "acr", "amr", "azp", "at_hash", "c_hash"];

/// Of a custom JWT: every claim keeps its name; nested ones get names like `organization.id`.
pub fn of_custom_jwt(issuer: &str, subject: &str, claims: &Map<String, Json>) -> String {
    let mut flat = BTreeMap::new();
    flatten(claims, "", &mut flat);
    flat.retain(|name, _| !OF_THE_TOKEN.contains(&name.as_str()));
    attributes(issuer, subject, [], flat)
}

/// Of an OIDC token: standard claims under Convex's names, then all others.
pub fn of_oidc(issuer: &str, subject: &str, claims: &Map<String, Json>) -> String {
    let standard = STANDARD.iter().filter_map(|(claim, name)| {
        let value = match *claim {
            "address" => claims.get(*claim)?.get("formatted")?,
            claim => claims.get(claim)?,
        };
        Some(((*name).to_owned(), value.clone()))
    });
    let is_other = |name: &str| {
        !OF_THE_TOKEN.contains(&name)
            && !OF_THE_SIGN_IN.contains(&name)
            && !STANDARD.iter().any(|(claim, _)| *claim == name)
    };
    let others = claims.iter().filter(|(name, _)| is_other(name));
    let others = others.map(|(name, value)| (name.clone(), value.clone())).collect();
    attributes(issuer, subject, standard, others)
}

fn flatten(claims: &Map<String, Json>, prefix: &str, flat: &mut BTreeMap<String, Json>) {
    for (name, value) in claims {
        let name = format!("{prefix}{name}");
        match value {
            Json::Object(inner) => flatten(inner, &format!("{name}."), flat),
            value => drop(flat.insert(name, value.clone())),
        }
    }
}

fn attributes(
    issuer: &str,
    subject: &str,
    standard: impl IntoIterator<Item = (String, Json)>,
    others: BTreeMap<String, Json>,
) -> String {
    let mut all: Map<String, Json> = standard.into_iter().chain(others).collect();
    // Last, so that no claim can pass for them.
    all.insert("tokenIdentifier".to_owned(), json!(format!("{issuer}|{subject}")));
    all.insert("issuer".to_owned(), json!(issuer));
    all.insert("subject".to_owned(), json!(subject));
    Json::Object(all).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Map<String, Json> {
        let claims = json!({
            "iss": "https://i", "sub": "s", "aud": "a", "exp": 2, "iat": 1, "jti": "t",
            "given_name": "Ada", "email_verified": true, "address": {"formatted": "x"},
            "role": ["a"], "org": {"id": 7}, "tokenIdentifier": "somebody|else",
        });
        claims.as_object().unwrap().clone()
    }

    #[track_caller]
    fn check(attributes: &str, expected: &Json) {
        let attributes: Json = serde_json::from_str(attributes).unwrap();
        assert_eq!(&attributes, expected);
    }

    #[test]
    fn claims_of_a_custom_token_keep_their_names() {
        check(
            &of_custom_jwt("https://i", "s", &claims()),
            &json!({
                "tokenIdentifier": "https://i|s", "issuer": "https://i", "subject": "s",
                "given_name": "Ada", "email_verified": true, "address.formatted": "x",
                "role": ["a"], "org.id": 7,
            }),
        );
    }

    #[test]
    fn claims_of_an_oidc_token_get_the_names_of_convex() {
        check(
            &of_oidc("https://i", "s", &claims()),
            &json!({
                "tokenIdentifier": "https://i|s", "issuer": "https://i", "subject": "s",
                "givenName": "Ada", "emailVerified": true, "address": "x",
                "role": ["a"], "org": {"id": 7},
            }),
        );
    }
}
