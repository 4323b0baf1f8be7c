//! One-shot calls over HTTP: the request and the answer as data.
//!
//! Owns: address, headers and body of a call; reading what comes back. Leaves to others: `fetch` and everything
//! that awaits, the arguments, which are put into the body (`js/http/`), and the short way for a success
//! (`js/http/answer.ts`).

use alloc::borrow::Cow;
use alloc::string::String;

use crate::json::{JsonError, ObjectWriter, Scanner};
use crate::protocol::{WIRE_VERSION, call_url};
use crate::record::{Failure, Slice};

/// The status by which a server says that the function failed; newer servers say 200.
const STATUS_FUNCTION_FAILED: u16 = 560;

/// What a description holds beside the app's own texts. Room is made once: growing would copy it again and again.
const FRAME: usize = 256;

/// Who calls.
pub enum Authorization<'a> {
    /// Nobody.
    None,
    /// A user, by a JWT.
    User(Cow<'a, str>),
    /// The deployment's admin key.
    Admin(Cow<'a, str>),
}

/// The fields of a call in the order in which `Call::read` takes them.
const FIELDS: [&str; 7] = ["url", "kind", "path", "componentPath", "at", "token", "adminToken"];

impl<'a> Authorization<'a> {
    /// A key wins over a token, an empty one too; and what is empty is nobody.
    fn of(token: Option<Cow<'a, str>>, admin_token: Option<Cow<'a, str>>) -> Self {
        match (admin_token, token) {
            (Some(key), _) if !key.is_empty() => Authorization::Admin(key),
            (None, Some(token)) if !token.is_empty() => Authorization::User(token),
            _ => Authorization::None,
        }
    }
}

/// A call as the app makes it, all but its arguments.
pub struct Call<'a> {
    /// The deployment's URL.
    pub deployment: Cow<'a, str>,
    /// `query`, `mutation` or `action`; `function` for any of them, which takes an admin.
    pub kind: Cow<'a, str>,
    /// Function path.
    pub path: Cow<'a, str>,
    /// The component whose function it is; the app's own where there is none. For `function` alone.
    pub component: Option<Cow<'a, str>>,
    /// The database time that a query sees, as the server gave it (`read_time`); the newest where there is none.
    pub at: Option<Cow<'a, str>>,
    /// Who calls.
    pub authorization: Authorization<'a>,
}

impl<'a> Call<'a> {
    /// Reads a call as JavaScript describes it: strings in
    /// `{url, kind, path, componentPath?, at?, token?, adminToken?}`, `null` for none.
    ///
    /// # Errors
    /// With the name of what is no string.
    pub fn read(record: &'a str) -> Result<Self, String> {
        let mut culprit = "The call";
        let mut fields = [const { None }; FIELDS.len()];
        let read = Scanner::new(record).object(&mut |key, scanner| {
            match FIELDS.iter().zip(&mut fields).find(|(name, _)| **name == key) {
                Some((name, field)) if scanner.peek() != b'n' => {
                    culprit = name;
                    *field = Some(scanner.string()?);
                }
                _ => drop(scanner.value()?),
            }
            Ok(())
        });
        if read.is_err() {
            return Err([culprit, " is not a string"].concat());
        }
        let [url, kind, path, component, at, token, admin_token] = fields;
        Ok(Call {
            deployment: url.unwrap_or_default(),
            kind: kind.unwrap_or_default(),
            path: path.unwrap_or_default(),
            component,
            at,
            authorization: Authorization::of(token, admin_token),
        })
    }

    /// The whole request in three lines: `{url, headers}` in JSON, and the body up to the arguments, and after them.
    /// So nobody has to copy, escape and read the arguments once more.
    ///
    /// # Errors
    /// When the token or key holds what no header can carry. The text does not repeat it.
    pub fn describe(&self) -> Result<String, &'static str> {
        let (scheme, secret) = match &self.authorization {
            Authorization::None => ("", ""),
            Authorization::User(token) => ("Bearer ", &**token),
            Authorization::Admin(key) => ("Convex ", &**key),
        };
        if !secret.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err("The authentication token holds characters that an HTTP header cannot carry");
        }
        let endpoint = if self.at.is_some() { "query_at_ts" } else { &self.kind };
        let mut out = describe(&self.deployment, endpoint, &[scheme, secret].concat());
        out.push('\n');
        self.push_body(&mut out);
        Ok(out)
    }

    /// The body, with a new line for the arguments; nothing else in it is one.
    fn push_body(&self, out: &mut String) {
        let mut object = ObjectWriter::open(out);
        if let Some(component) = &self.component {
            object.string("componentPath", component);
        }
        object.string("path", &self.path);
        object.string("format", "convex_encoded_json");
        object.raw("args", if self.kind == "function" { "\n" } else { "[\n]" });
        if let Some(at) = &self.at {
            object.string("ts", at);
        }
        object.close();
    }
}

/// The request for the time that the database is at: `{url, headers}`, as it has no body.
pub fn describe_time_call(deployment: &str) -> String {
    describe(deployment, "query_ts", "")
}

fn describe(deployment: &str, endpoint: &str, authorization: &str) -> String {
    let mut out = String::with_capacity(FRAME + deployment.len() + authorization.len());
    let mut object = ObjectWriter::open(&mut out);
    object.string("url", &call_url(deployment, endpoint));
    let mut headers = ObjectWriter::open(object.key("headers"));
    headers.string("Content-Type", "application/json");
    headers.string("Convex-Client", &["npm-", WIRE_VERSION].concat());
    if !authorization.is_empty() {
        headers.string("Authorization", authorization);
    }
    headers.close();
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
    use alloc::vec::Vec;

    use super::*;

    const HEAD: &str = concat!(
        r#"{"url":"http://h:1/api/KIND","headers":{"Content-Type":"application/json","#,
        r#""Convex-Client":"npm-1.48.0"}}"#
    );

    /// What is described, line by line.
    fn described(record: &str) -> Result<Vec<String>, String> {
        let text = Call::read(record)?.describe()?;
        Ok(text.split('\n').map(String::from).collect())
    }

    #[test]
    fn a_call_is_what_the_server_expects() {
        for kind in ["query", "mutation", "action"] {
            let record = [r#"{"url":"http://h:1/","kind":""#, kind, r#"","path":"m:f"}"#].concat();
            let body = [r#"{"path":"m:f","format":"convex_encoded_json","args":["#, "]}"];
            let expected = [&HEAD.replace("KIND", kind), body[0], body[1]].map(String::from);
            assert_eq!(described(&record), Ok(expected.into()));
        }
    }

    #[test]
    fn a_query_at_a_time_and_a_function_of_a_component() {
        let past = described(r#"{"url":"http://h:1","kind":"query","path":"m:f","at":"ZAAAAAAAAAA="}"#);
        let past = past.unwrap_or_default();
        assert_eq!(past.first(), Some(&HEAD.replace("KIND", "query_at_ts")));
        assert_eq!(past.last().map(String::as_str), Some(r#"],"ts":"ZAAAAAAAAAA="}"#));
        let any =
            r#"{"url":"http://h:1","kind":"function","path":"m:f","componentPath":"c","adminToken":"k"}"#;
        let head = HEAD.replace("KIND", "function").replace("0\"", r#"0","Authorization":"Convex k""#);
        let body = r#"{"componentPath":"c","path":"m:f","format":"convex_encoded_json","args":"#;
        assert_eq!(described(any), Ok([&head, body, "}"].map(String::from).into()));
    }

    #[test]
    fn a_call_is_read_as_javascript_describes_it() {
        let record =
            r#"{"more":[1],"kind":"query","url":"http://h:1/","at":null,"path":"a\"b\n\u00fc","null":{}}"#;
        let body = [r#"{"path":"a\"b\nü","format":"convex_encoded_json","args":["#, "]}"];
        let expected = [&HEAD.replace("KIND", "query"), body[0], body[1]].map(String::from);
        assert_eq!(described(record), Ok(expected.into()));
        for (record, culprit) in [
            (r#"{"url":"http://h","token":5}"#, "token"),
            (r#"{"url":["a"],"path":"m:f"}"#, "url"),
            (r#"{"kind":{"a":1}}"#, "kind"),
            (r#"{"at":true}"#, "at"),
            ("[]", "The call"),
        ] {
            assert_eq!(described(record), Err([culprit, " is not a string"].concat()));
        }
    }

    #[test]
    fn who_calls_is_the_admin_before_the_user_and_nobody_by_an_empty_key() {
        for (tokens, expected) in [
            (r#"{"token":"t","adminToken":"k"}"#, r#""Authorization":"Convex k"}}"#),
            (r#"{"token":"t","adminToken":null}"#, r#""Authorization":"Bearer t"}}"#),
            (r#"{"token":"t","adminToken":""}"#, r#"npm-1.48.0"}}"#),
            (r#"{"token":""}"#, r#"npm-1.48.0"}}"#),
        ] {
            let head = described(tokens).unwrap_or_default().swap_remove(0);
            assert!(head.ends_with(expected), "{tokens}: {head}");
        }
    }

    #[test]
    fn the_time_is_asked_for_by_nobody_and_read() {
        assert_eq!(describe_time_call("http://h:1"), HEAD.replace("KIND", "query_ts"));
        assert_eq!(read_time(200, r#"{"more":1,"ts":"ZAAAAAAAAAA="}"#).as_deref(), Ok("ZAAAAAAAAAA="));
        assert_eq!(read_time(503, "busy"), Err("busy".into()));
        for odd in ["{}", "<html>", r#"{"ts":"a"} x"#] {
            assert_eq!(read_time(200, odd), Err(["Invalid response: ", odd].concat()));
        }
    }

    #[test]
    fn a_token_that_no_header_can_carry_is_refused_and_not_repeated() {
        for token in [r"a\nb", "\u{e9}", r"a\u0000"] {
            let refused = described(&[r#"{"token":""#, token, r#""}"#].concat());
            assert!(refused.is_err_and(|text| text.contains("HTTP header") && !text.contains(token)));
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
