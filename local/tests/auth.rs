//! Who asks: tokens on the socket and over HTTP, the admin key, and where keys come from.

mod support;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::get_current_timestamp;
use serde_json::{Value as Json, json};
use support::app::App;
use support::program::{Program, error, value};
use support::socket::{Client, SESSION, add, connect_message, values};
use support::tokens::{ISSUER, Provider};

/// The fixture app, which trusts one provider.
fn start() -> (App, Program, Provider) {
    let provider = Provider::new();
    let app = App::fixture();
    app.write("convex/auth.config.ts", &Provider::config());
    let program = Program::start(app.path(), &["--env", &format!("JWKS={}", provider.jwks_url())]);
    (app, program, provider)
}

#[tokio::test]
async fn a_new_identity_has_a_version_and_a_run_of_every_query_that_asks_for_it() {
    let (_app, program, provider) = start();
    let mut client = Client::connect(program.port).await;
    client.modify(&[add(0, "who:mine", json!({})), add(1, "notes:list", json!({}))]).await;
    client.transition().await;
    client.authenticate(0, &provider.token("ada")).await;
    let signed_in = client.transition().await;
    assert_eq!(signed_in["endVersion"]["identity"], json!(1));
    assert_eq!(values(&signed_in), [], "nothing looks different to the user");
    client.mutate(0, "who:addMine", json!({"text": "a"})).await;
    assert_eq!(client.next().await["result"], json!("ada"));
    let added = client.transition().await;
    assert_eq!(values(&added), [(0, &json!(["a"])), (1, &json!(["a"]))]);
    client.authenticate(1, &provider.token("bo")).await;
    let changed = client.transition().await;
    assert_eq!(changed["endVersion"]["identity"], json!(2));
    assert_eq!(values(&changed), [(0, &json!([]))], "the list is the same for everybody");
    client.act(1, "who:everywhere", json!({})).await;
    assert_eq!(client.next().await["result"], json!(["bo", "bo", "bo"]));
}

#[tokio::test]
async fn a_refused_token_ends_the_connection_with_its_reason() {
    let (_app, program, provider) = start();
    let now = get_current_timestamp();
    let with = |name: &str, value: Json| {
        let mut claims = provider.claims("ada");
        claims[name] = value;
        provider.sign(&claims)
    };
    let unclear = "Could not verify token claim. Check that the JWT contains valid claims";
    for (token, reason) in [
        ("x".to_owned(), "Could not parse JWT payload."),
        (Provider::new().token("ada"), "Could not decode token. The JWT's 'kid' (key ID) header is 'k1'"),
        (with("exp", json!(now - 60)), "Could not validate token: Token expired 6"),
        (with("nbf", json!(now + 60)), "Could not validate token: Token will be valid in "),
        (with("nbf", json!("soon")), unclear),
        (with("exp", Json::Null), unclear),
        (with("iss", Json::Null), "Missing issuer claim ('iss') in JWT payload."),
        (with("sub", Json::Null), "Missing subject"),
        (
            with("aud", json!("others")),
            "No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [CustomJWT(issuer=https://issuer.example.com, app_id=tests)]",
        ),
    ] {
        let mut client = Client::connect(program.port).await;
        client.authenticate(0, &token).await;
        let refused = client.next().await;
        let version = (&refused["type"], &refused["baseVersion"], &refused["authUpdateAttempted"]);
        assert_eq!(version, (&json!("AuthError"), &json!(0), &json!(true)), "{refused}");
        assert!(refused["error"].as_str().unwrap().starts_with(reason), "{refused} instead of {reason}");
        assert!(client.closed().await.is_none(), "closed without a code");
    }
}

#[tokio::test]
async fn a_token_that_has_expired_is_noticed_when_something_is_asked() {
    let (_app, program, provider) = start();
    let mut claims = provider.claims("ada");
    // Within the leeway for tokens that arrive, but none is given to those that are in use.
    claims["exp"] = json!(get_current_timestamp() - 1);
    let mut client = Client::connect(program.port).await;
    client.authenticate(0, &provider.sign(&claims)).await;
    let expired = client.next().await;
    let version = (&expired["error"], &expired["baseVersion"], &expired["authUpdateAttempted"]);
    assert_eq!(version, (&json!("Convex token identity expired"), &json!(0), &json!(false)));
    assert!(client.closed().await.is_none());
}

#[tokio::test]
async fn a_resent_mutation_keeps_its_first_result_whoever_sends_it() {
    let (_app, program, provider) = start();
    for (name, expected) in [("ada", "ada"), ("bo", "ada")] {
        let mut client = Client::open(program.port).await;
        client.send(connect_message(SESSION)).await;
        client.authenticate(0, &provider.token(name)).await;
        client.mutate(7, "who:addMine", json!({"text": name})).await;
        assert_eq!(client.answer(7).await.unwrap()["result"], json!(expected));
    }
    assert_eq!(*value(&program.query("notes:list", json!({}))), json!(["ada"]));
}

#[tokio::test]
async fn the_admin_key_opens_internal_functions_and_lets_act_as_anybody() {
    let (app, program, _) = start();
    let key = app.read(".lentil/admin_key").trim().to_owned();
    assert!(key.starts_with("lentil-local|"), "of the form of other admin keys");
    let admin = format!("Convex {key}");
    assert_eq!(
        error(&program.query("who:asked", json!({}))),
        "Could not find public function for 'who:asked'."
    );
    for (path, function) in
        [("/api/query", "who:asked"), ("/api/function", "who:asked"), ("/api/function", "who:askedToWrite")]
    {
        let (_, response) = program.post_as(&admin, path, function);
        assert_eq!(*value(&response), json!("nobody"), "{path} {function}");
    }
    let (status, component) = program.post_body_as(
        &admin,
        "/api/function",
        &json!({"path": "who:asked", "args": {}, "componentPath": "mail"}),
    );
    assert_eq!((status, &component["code"]), (501, &json!("NotSupportedYet")));
    let ada = STANDARD.encode(json!({"issuer": ISSUER, "subject": "ada", "role": 7}).to_string());
    let (_, me) = program.post_as(&format!("{admin}:{ada}"), "/api/query", "who:me");
    let expected = json!({"tokenIdentifier": "https://issuer.example.com|ada", "issuer": ISSUER, "subject": "ada", "role": 7});
    assert_eq!(*value(&me), expected);
    let mut client = Client::connect(program.port).await;
    let mut message = json!({"type": "Authenticate", "baseVersion": 0, "tokenType": "Admin", "value": key});
    message["impersonating"] = json!({"issuer": ISSUER, "subject": "bo"});
    client.send(message).await;
    client.modify(&[add(0, "who:asked", json!({}))]).await;
    let mut told = client.transition().await;
    if values(&told).is_empty() {
        told = client.transition().await;
    }
    assert_eq!(values(&told), [(0, &json!("bo"))]);
}

#[test]
fn over_http_a_function_knows_the_user_and_a_bad_token_is_told() {
    let (_app, program, provider) = start();
    let (status, me) = program.post_as(&format!("Bearer {}", provider.token("ada")), "/api/query", "who:me");
    assert_eq!((status, &value(&me)["subject"]), (200, &json!("ada")));
    let (status, refused) =
        program.post_as(&format!("Bearer {}", Provider::new().token("ada")), "/api/query", "who:me");
    assert_eq!((status, &refused["code"]), (401, &json!("InvalidAuthHeader")));
}

#[test]
fn a_configuration_that_is_wrong_is_named() {
    let app = App::empty();
    app.write("convex/auth.config.ts", &Provider::config());
    let (code, said) = Program::fail(app.path(), &["--memory"]);
    assert_eq!(code, Some(1));
    let expected = "convex/auth.config.ts: provider 1 of `providers`: `jwks` is missing; if it comes from an environment variable, is that one set?";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn another_configuration_is_in_force_at_once() {
    let (app, program, _) = start();
    let other = Provider::new();
    let asked = || program.post_as(&format!("Bearer {}", other.token("ada")), "/api/query", "who:me");
    assert_eq!(asked().0, 401);
    app.write(
        "convex/auth.config.ts",
        &Provider::config().replace("process.env.JWKS", &format!("{:?}", other.jwks_url())),
    );
    program.said("Reloaded");
    assert_eq!(asked().0, 200);
}

#[test]
fn keys_may_be_anywhere_and_an_oidc_provider_says_where() {
    let provider = Provider::new();
    let address = provider.serve();
    let app = App::fixture();
    let custom = format!(
        "{{ type: \"customJwt\", issuer: \"{ISSUER}\", jwks: \"{address}/keys\", algorithm: \"ES256\" }}"
    );
    let oidc = format!("{{ domain: \"{address}\", applicationID: \"tests\" }}");
    app.write("convex/auth.config.ts", &format!("export default {{ providers: [{custom}, {oidc}] }};\n"));
    let program = Program::start(app.path(), &["--memory"]);
    let asked = |token: String| program.post_as(&format!("Bearer {token}"), "/api/query", "who:me");
    let (_, me) = asked(provider.token("ada"));
    assert_eq!(value(&me)["subject"], json!("ada"));
    // The key is found, but OIDC tokens have to be signed with RS256 or EdDSA.
    let mut claims = provider.claims("ada");
    claims["iss"] = json!(address);
    let (status, refused) = asked(provider.sign(&claims));
    assert_eq!((status, &refused["code"]), (401, &json!("InvalidAuthHeader")), "{refused}");
    assert!(refused["message"].as_str().unwrap().starts_with("Could not decode token."), "{refused}");
}
