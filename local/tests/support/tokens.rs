//! An identity provider in a few lines. Owns: a key pair (ES256), its JWKS, tokens, and a
//! server of the keys.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value as Json, json};

pub const ISSUER: &str = "https://issuer.example.com";

/// A provider with a key of its own.
pub struct Provider {
    private: EncodingKey,
    jwks: Json,
}

impl Provider {
    pub fn new() -> Provider {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap();
        let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
        let [x, y] = [x, y].map(|part| URL_SAFE_NO_PAD.encode(part));
        let jwks = json!({"keys": [{"kty": "EC", "crv": "P-256", "kid": "k1", "x": x, "y": y}]});
        Provider { private: EncodingKey::from_ec_der(document.as_ref()), jwks }
    }

    /// The keys as a data: URL.
    pub fn jwks_url(&self) -> String {
        format!("data:text/plain;charset=utf-8;base64,{}", STANDARD.encode(self.jwks.to_string()))
    }

    /// Serves the keys, and what an OIDC provider says of itself; gives the address.
    pub fn serve(&self) -> String {
        let keys = self.jwks.to_string();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let discovery = json!({"issuer": address, "jwks_uri": format!("{address}/keys")}).to_string();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
                let request = lines.next().unwrap_or_default();
                lines.find(String::is_empty);
                let body = if request.contains(" /keys ") { &keys } else { &discovery };
                let length = body.len();
                let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}");
                let _ = (&stream).write_all(format!("{head}\r\n\r\n{body}").as_bytes());
            }
        });
        address
    }

    /// The text of `convex/auth.config.ts`; the keys come from the environment.
    pub fn config() -> String {
        let rest = format!("issuer: \"{ISSUER}\", applicationID: \"tests\", algorithm: \"ES256\"");
        format!(
            "// One provider.\nexport default {{ providers: [{{ type: \"customJwt\", jwks: process.env.JWKS, {rest} }}] }};\n"
        )
    }

    /// A good token of this user.
    pub fn token(&self, subject: &str) -> String {
        self.sign(&self.claims(subject))
    }

    pub fn claims(&self, subject: &str) -> Json {
        let now = get_current_timestamp();
        json!({"iss": ISSUER, "aud": ["others", "tests"], "sub": subject, "iat": now, "exp": now + 3600})
    }

    pub fn sign(&self, claims: &Json) -> String {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some("k1".to_owned());
        encode(&header, claims, &self.private).unwrap()
    }
}
