//! One-shot calls over HTTP: the request and the answer as data.
//!
//! Owns: address, headers and body of a call; reading what comes back. Leaves to others: `fetch` and everything
//! that awaits (`js/http/`), and the short way for a success (`js/http/answer.ts`).

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::json::{JsonError, ObjectWriter, Scanner};
use crate::protocol::{WIRE_VERSION, call_url};
use crate::record::{Failure, Slice};

/// The status by which a server says that the function failed; newer servers say 200.
const STATUS_FUNCTION_FAILED: u16 = 560;

/// Who calls.
pub enum Authorization {
    /// Nobody.
    None,
    /// A user, by a JWT.
    User(String),
    /// The deployment's admin key.
    Admin(String),
}

/// The fields of a call in the order in which `Call::read` takes them.
const FIELDS: [&str; 7] = ["url", "kind", "path", "componentPath", "at", "token", "adminToken"];

impl Authorization {
    /// A key wins over a token, an empty one too; and what is empty is nobody.
    fn of(token: Option<String>, admin_token: Option<String>) -> Authorization {
        match (admin_token, token) {
            (Some(key), _) if !key.is_empty() => Authorization::Admin(key),
            (None, Some(token)) if !token.is_empty() => Authorization::User(token),
            _ => Authorization::None,
        }
    }
}

/// A call as the app makes it.
pub struct Call {
    /// The deployment's URL.
    pub deployment: String,
    /// `query`, `mutation` or `action`; `function` for any of them, which takes an admin.
    pub kind: String,
    /// Function path.
    pub path: String,
    /// The component whose function it is; the app's own where there is none. For `function` alone.
    pub component: Option<String>,
    /// Arguments as JSON text.
    pub args: String,
    /// The database time that a query sees, as the server gave it (`read_time`); the newest where there is none.
    pub at: Option<String>,
    /// Who calls.
    pub authorization: Authorization,
}

impl Call {
    /// Reads a call as JavaScript describes it: strings in
    /// `{url, kind, path, componentPath?, at?, token?, adminToken?}`, `null` for none, and the arguments beside it.
    ///
    /// # Errors
    /// With the name of what is no string.
    pub fn read(record: &str, args: &str) -> Result<Call, String> {
        let mut culprit = String::from("The call");
        let mut fields = [const { None }; FIELDS.len()];
        let read = Scanner::new(record).object(&mut |key, scanner| {
            let raw = scanner.value()?;
            let place = FIELDS.iter().position(|name| *name == key).and_then(|at| fields.get_mut(at));
            if let (Some(field), true) = (place, raw.text != "null") {
                culprit = key.into();
                *field = Some(Scanner::new(raw.text).string()?.into_owned());
            }
            Ok(())
        });
        if read.is_err() {
            return Err([&culprit, " is not a string"].concat());
        }
        let [url, kind, path, component, at, token, admin_token] = fields;
        Ok(Call {
            deployment: url.unwrap_or_default(),
            kind: kind.unwrap_or_default(),
            path: path.unwrap_or_default(),
            component,
            args: args.into(),
            at,
            authorization: Authorization::of(token, admin_token),
        })
    }

    /// Where to POST.
    pub fn url(&self) -> String {
        call_url(&self.deployment, if self.at.is_some() { "query_at_ts" } else { &self.kind })
    }

    /// The headers.
    ///
    /// # Errors
    /// When the token or key holds what no header can carry. The text does not repeat it.
    pub fn headers(&self) -> Result<Vec<(&'static str, String)>, &'static str> {
        let mut headers = common_headers();
        match &self.authorization {
            Authorization::None => {}
            Authorization::User(token) => headers.push(("Authorization", ["Bearer ", token].concat())),
            Authorization::Admin(key) => headers.push(("Authorization", ["Convex ", key].concat())),
        }
        let fits = |value: &str| value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if headers.iter().all(|(_, value)| fits(value)) {
            return Ok(headers);
        }
        Err("The authentication token holds characters that an HTTP header cannot carry")
    }

    /// The body.
    pub fn body(&self) -> String {
        let mut out = String::new();
        let mut object = ObjectWriter::open(&mut out);
        if let Some(component) = &self.component {
            object.string("componentPath", component);
        }
        object.string("path", &self.path);
        object.string("format", "convex_encoded_json");
        if self.kind == "function" {
            object.raw("args", &self.args);
        } else {
            object.raw("args", &["[", &self.args, "]"].concat());
        }
        if let Some(at) = &self.at {
            object.string("ts", at);
        }
        object.close();
        out
    }

    /// The whole request: `{url, headers}` in JSON, which is one line, and in the next one the body as it goes out.
    /// So nobody has to escape and read the arguments once more.
    ///
    /// # Errors
    /// As `headers`.
    pub fn describe(&self) -> Result<String, &'static str> {
        Ok([&describe(&self.url(), &self.headers()?), "\n", &self.body()].concat())
    }
}

/// The request for the time that the database is at, as `Call::describe` gives one, without a body.
pub fn describe_time_call(deployment: &str) -> String {
    describe(&call_url(deployment, "query_ts"), &common_headers())
}

fn common_headers() -> Vec<(&'static str, String)> {
    vec![("Content-Type", "application/json".into()), ("Convex-Client", ["npm-", WIRE_VERSION].concat())]
}

fn describe(url: &str, headers: &[(&'static str, String)]) -> String {
    let mut out = String::new();
    let mut object = ObjectWriter::open(&mut out);
    object.string("url", url);
    let mut fields = ObjectWriter::open(object.key("headers"));
    for (name, value) in headers {
        fields.string(name, value);
    }
    fields.close();
    object.close();
    out
}

/// What a deployment answered.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// The function's value, or why it failed.
    pub outcome: Result<Slice, Failure>,
    /// A JSON array of strings.
    pub log_lines: String,
}

impl Answer {
    /// Reads a response.
    ///
    /// # Errors
    /// With the text for the app's error: the body itself where the server refused the call, as in npm convex.
    pub fn read(status: u16, body: &str) -> Result<Answer, String> {
        if status != STATUS_FUNCTION_FAILED {
            accepted(status, body)?;
        }
        match read_body(body) {
            Ok(Some(answer)) => Ok(answer),
            _ => Err(["Invalid response: ", body].concat()),
        }
    }

    /// Writes the JSON form: `{value, special?, logLines}` or `{error, logLines}`.
    pub fn write_json(&self, out: &mut String) {
        let mut object = ObjectWriter::open(out);
        match &self.outcome {
            Ok(value) => value.write_fields(&mut object, "value"),
            Err(failure) => failure.write_json(object.key("error")),
        }
        object.raw("logLines", &self.log_lines);
        object.close();
    }
}

/// The time in the answer to `describe_time_call`.
///
/// # Errors
/// As `Answer::read`.
pub fn read_time(status: u16, body: &str) -> Result<String, String> {
    accepted(status, body)?;
    let mut time = None;
    let mut scanner = Scanner::new(body);
    let read = scanner.object(&mut |key, scanner| {
        match key {
            "ts" => time = Some(scanner.string()?.into_owned()),
            _ => drop(scanner.value()?),
        }
        Ok(())
    });
    let time = time.filter(|_| read.and_then(|()| scanner.end()).is_ok());
    time.ok_or_else(|| ["Invalid response: ", body].concat())
}

fn accepted(status: u16, body: &str) -> Result<(), String> {
    match body {
        _ if (200..300).contains(&status) => Ok(()),
        "" => Err(status_text(status)),
        text => Err(text.into()),
    }
}

fn status_text(status: u16) -> String {
    let mut text = String::from("The deployment answered with HTTP status ");
    crate::json::push_u64(&mut text, u64::from(status));
    text
}

/// `None` when the status is neither success nor error, or what it promises is missing.
fn read_body(body: &str) -> Result<Option<Answer>, JsonError> {
    let mut scanner = Scanner::new(body);
    let (mut status, mut value, mut message, mut data) = (String::new(), None, None, None);
    let mut log_lines = "[]";
    scanner.object(&mut |key, scanner| {
        match key {
            "status" => status = scanner.string()?.into_owned(),
            "value" => value = Some(scanner.value()?),
            "errorMessage" => message = Some(scanner.value()?),
            "errorData" => data = Some(scanner.value()?),
            "logLines" => log_lines = scanner.value()?.text,
            _ => drop(scanner.value()?),
        }
        Ok(())
    })?;
    scanner.end()?;
    let outcome = match (status.as_str(), value, message) {
        ("success", Some(value), _) => Ok(value.into()),
        ("error", _, Some(message)) => {
            Err(Failure { message: message.text.into(), data: data.map(Into::into) })
        }
        _ => return Ok(None),
    };
    Ok(Some(Answer { outcome, log_lines: log_lines.into() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(authorization: Authorization) -> Call {
        Call {
            deployment: "http://h:1/".into(),
            kind: "query".into(),
            path: "m:f".into(),
            component: None,
            args: r#"{"a":1}"#.into(),
            at: None,
            authorization,
        }
    }

    #[test]
    fn a_call_is_what_the_server_expects() {
        let call = call(Authorization::User("t".into()));
        assert_eq!(call.url(), "http://h:1/api/query");
        assert_eq!(call.body(), r#"{"path":"m:f","format":"convex_encoded_json","args":[{"a":1}]}"#);
        let headers = call.headers().unwrap_or_default();
        assert!(headers.contains(&("Convex-Client", "npm-1.48.0".into())));
        assert!(headers.contains(&("Authorization", "Bearer t".into())));
    }

    #[test]
    fn a_query_at_a_time_and_a_function_of_a_component() {
        let past = Call { at: Some("ZAAAAAAAAAA=".into()), ..call(Authorization::None) };
        assert_eq!(past.url(), "http://h:1/api/query_at_ts");
        assert!(past.body().ends_with(r#""args":[{"a":1}],"ts":"ZAAAAAAAAAA="}"#));
        let any = Call {
            kind: "function".into(),
            component: Some("c".into()),
            ..call(Authorization::Admin("k".into()))
        };
        assert_eq!(
            any.describe().as_deref(),
            Ok(concat!(
                r#"{"url":"http://h:1/api/function","headers":{"Content-Type":"application/json","#,
                r#""Convex-Client":"npm-1.48.0","Authorization":"Convex k"}}"#,
                "\n",
                r#"{"componentPath":"c","path":"m:f","format":"convex_encoded_json","args":{"a":1}}"#
            ))
        );
    }

    #[test]
    fn a_call_is_read_as_javascript_describes_it() {
        let described = |record: &str| Call::read(record, "{}").map(|call| call.describe());
        let expected = Call { args: "{}".into(), ..call(Authorization::User("t".into())) };
        let record = r#"{"kind":"query","url":"http://h:1/","at":null,"token":"t","path":"m:f","more":[1]}"#;
        assert_eq!(described(record), Ok(expected.describe()));
        let escaped =
            Call::read(r#"{"path":"a\"b\u00fc","componentPath":"c"}"#, "{}").map(|call| call.body());
        let body = r#"{"componentPath":"c","path":"a\"bü","format":"convex_encoded_json","args":[{}]}"#;
        assert_eq!(escaped.as_deref(), Ok(body));
        assert_eq!(described(r#"{"url":"http://h","token":5}"#), Err("token is not a string".into()));
        assert_eq!(described("[]"), Err("The call is not a string".into()));
    }

    #[test]
    fn who_calls_is_the_admin_before_the_user_and_nobody_by_an_empty_key() {
        for (tokens, expected) in [
            (r#"{"token":"t","adminToken":"k"}"#, Some("Convex k")),
            (r#"{"token":"t","adminToken":null}"#, Some("Bearer t")),
            (r#"{"token":"t","adminToken":""}"#, None),
            (r#"{"token":""}"#, None),
        ] {
            let headers = Call::read(tokens, "{}").and_then(|call| Ok(call.headers()?));
            let headers = headers.unwrap_or_default();
            let found = headers.iter().find(|(name, _)| *name == "Authorization");
            assert_eq!(found.map(|(_, value)| value.as_str()), expected, "{tokens}");
        }
    }

    #[test]
    fn the_time_is_asked_for_by_nobody_and_read() {
        assert_eq!(
            describe_time_call("http://h:1"),
            concat!(
                r#"{"url":"http://h:1/api/query_ts","headers":{"Content-Type":"application/json","#,
                r#""Convex-Client":"npm-1.48.0"}}"#
            )
        );
        assert_eq!(read_time(200, r#"{"more":1,"ts":"ZAAAAAAAAAA="}"#).as_deref(), Ok("ZAAAAAAAAAA="));
        assert_eq!(read_time(503, "busy"), Err("busy".into()));
        for odd in ["{}", "<html>", r#"{"ts":"a"} x"#] {
            assert_eq!(read_time(200, odd), Err(["Invalid response: ", odd].concat()));
        }
    }

    #[test]
    fn a_token_that_no_header_can_carry_is_refused_and_not_repeated() {
        for token in ["a\nb", "\u{e9}", "a\0"] {
            let refused = call(Authorization::User(token.into())).headers();
            assert!(refused.is_err_and(|text| !text.contains(token)));
        }
    }

    #[test]
    fn a_refusal_without_a_word_names_its_status() {
        let refused = Answer::read(502, "");
        assert_eq!(refused, Err("The deployment answered with HTTP status 502".into()));
    }

    #[test]
    fn answers_of_every_kind() {
        let json = |status, body: &str| {
            Answer::read(status, body).map(|answer| {
                let mut out = String::new();
                answer.write_json(&mut out);
                out
            })
        };
        assert_eq!(
            json(200, r#"{"status":"success","value":{"$integer":"AA=="},"logLines":["x"]}"#),
            Ok(r#"{"value":{"$integer":"AA=="},"special":true,"logLines":["x"]}"#.into())
        );
        let failed = Ok(r#"{"error":{"message":"no","data":null},"logLines":[]}"#.into());
        let body = r#"{"status":"error","errorMessage":"no","errorData":null}"#;
        assert_eq!(json(200, body), failed);
        assert_eq!(json(560, body), failed);
        assert_eq!(json(503, "busy"), Err("busy".into()));
        assert_eq!(json(200, "<html>"), Err("Invalid response: <html>".into()));
        let more = r#"{"status":"success","value":1} and more"#;
        assert_eq!(json(200, more), Err(["Invalid response: ", more].concat()));
        assert_eq!(json(200, r#"{"status":"odd"}"#), Err(r#"Invalid response: {"status":"odd"}"#.into()));
    }
}
