//! What a server sends.
//!
//! Owns: reading one frame in one scan; values stay text. Leaves to others: acting on it (`client/on_message.rs`).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::{ProtocolError, Timestamp, Version};
use crate::ids::{QueryId, RequestId};
use crate::json::{JsonError, Raw, Scanner};

/// One message.
#[derive(Debug, PartialEq, Eq)]
pub enum ServerMessage<'a> {
    /// New results, all at one database time.
    Transition(Transition<'a>),
    /// A part of a large transition.
    Chunk(Chunk<'a>),
    /// The outcome of a mutation.
    MutationResponse(Response<'a>),
    /// The outcome of an action.
    ActionResponse(Response<'a>),
    /// The credential was refused; the server closes the socket next.
    AuthError {
        /// Why.
        message: String,
        /// The identity version of the last transition sent.
        base_version: Option<u32>,
    },
    /// The server gives up on this connection.
    FatalError {
        /// Why.
        message: String,
    },
    /// The server is alive.
    Ping,
}

/// The step from one version to the next.
#[derive(Debug, PartialEq, Eq)]
pub struct Transition<'a> {
    /// Where it starts: the end of the last one.
    pub start: Version,
    /// Where it ends.
    pub end: Version,
    /// The queries whose results differ.
    pub modifications: Vec<Modification<'a>>,
}

/// One query's news.
#[derive(Debug, PartialEq, Eq)]
pub struct Modification<'a> {
    /// Which query.
    pub query: QueryId,
    /// What happened.
    pub kind: ModificationKind<'a>,
}

/// What a transition says of a query.
#[derive(Debug, PartialEq, Eq)]
pub enum ModificationKind<'a> {
    /// It ran: a value or an error, log lines (JSON array), and the journal (JSON string or null).
    Ran {
        /// What came of it.
        outcome: Outcome<'a>,
        /// JSON array of strings.
        log_lines: &'a str,
        /// JSON string or null, where given.
        journal: Option<&'a str>,
    },
    /// The server no longer watches it.
    Removed,
}

/// What came of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// Its value.
    Value(Raw<'a>),
    /// It failed.
    Error {
        /// The message, a JSON string.
        message: &'a str,
        /// The data of a ConvexError; `null` counts as present.
        data: Option<Raw<'a>>,
    },
}

/// The outcome of a request.
#[derive(Debug, PartialEq, Eq)]
pub struct Response<'a> {
    /// Which request.
    pub request: RequestId,
    /// What came of it.
    pub outcome: Outcome<'a>,
    /// The commit time of a successful mutation.
    pub ts: Option<Timestamp>,
    /// JSON array of strings.
    pub log_lines: &'a str,
}

/// One part of a large transition.
#[derive(Debug, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// Not unique: the length of the whole.
    pub id: Cow<'a, str>,
    /// From 0.
    pub part: u32,
    /// How many.
    pub total: u32,
    /// A piece of the transition's text.
    pub text: Cow<'a, str>,
}

/// Every field that any message or modification has. Field names mean the same wherever they stand, so one scan
/// serves all types whatever the order of the fields.
#[derive(Default)]
struct Fields<'a> {
    kind: Cow<'a, str>,
    start: Option<Version>,
    end: Option<Version>,
    modifications: Option<Vec<Modification<'a>>>,
    id: Option<u32>,
    success: Option<bool>,
    value: Option<Raw<'a>>,
    message: Option<&'a str>,
    data: Option<Raw<'a>>,
    ts: Option<Timestamp>,
    log_lines: Option<&'a str>,
    journal: Option<&'a str>,
    error: Option<Cow<'a, str>>,
    base_version: Option<u32>,
    text: Option<Cow<'a, str>>,
    part: Option<u32>,
    total: Option<u32>,
    chunk_id: Option<Cow<'a, str>>,
}

/// Reads one frame.
///
/// # Errors
/// When it is not JSON, not of a known type, or lacks a field that its type needs.
pub fn parse(frame: &str) -> Result<ServerMessage<'_>, ProtocolError> {
    let mut scanner = Scanner::new(frame);
    let fields = Fields::read(&mut scanner)?;
    scanner.end()?;
    match fields.kind.as_ref() {
        "Transition" => Ok(ServerMessage::Transition(fields.transition()?)),
        "TransitionChunk" => Ok(ServerMessage::Chunk(fields.chunk()?)),
        "MutationResponse" => Ok(ServerMessage::MutationResponse(fields.response()?)),
        "ActionResponse" => Ok(ServerMessage::ActionResponse(fields.response()?)),
        "AuthError" => Ok(ServerMessage::AuthError {
            message: fields.error.unwrap_or_default().into_owned(),
            base_version: fields.base_version,
        }),
        "FatalError" => {
            Ok(ServerMessage::FatalError { message: fields.error.unwrap_or_default().into_owned() })
        }
        "Ping" => Ok(ServerMessage::Ping),
        other => Err(ProtocolError::UnknownType(other.into())),
    }
}

impl<'a> Fields<'a> {
    fn read(scanner: &mut Scanner<'a>) -> Result<Self, JsonError> {
        let mut fields = Fields::default();
        scanner.object(&mut |key, scanner| {
            match key {
                "type" => fields.kind = scanner.string()?,
                "startVersion" => fields.start = Some(read_version(scanner)?),
                "endVersion" => fields.end = Some(read_version(scanner)?),
                "modifications" => fields.modifications = Some(read_modifications(scanner)?),
                "queryId" | "requestId" => fields.id = Some(scanner.u32()?),
                "success" => fields.success = Some(scanner.bool()?),
                "value" | "result" => fields.value = Some(scanner.value()?),
                "errorMessage" => fields.message = Some(scanner.value()?.text),
                "errorData" => fields.data = Some(scanner.value()?),
                "ts" => fields.ts = read_timestamp(scanner)?,
                "logLines" => fields.log_lines = Some(scanner.value()?.text),
                "journal" => fields.journal = Some(scanner.value()?.text),
                "error" => fields.error = Some(scanner.string()?),
                "baseVersion" => fields.base_version = read_optional_u32(scanner)?,
                "chunk" => fields.text = Some(scanner.string()?),
                "partNumber" => fields.part = Some(scanner.u32()?),
                "totalParts" => fields.total = Some(scanner.u32()?),
                "transitionId" => fields.chunk_id = Some(scanner.string()?),
                _ => drop(scanner.value()?),
            }
            Ok(())
        })?;
        Ok(fields)
    }

    fn transition(self) -> Result<Transition<'a>, ProtocolError> {
        Ok(Transition {
            start: need(self.start, "startVersion")?,
            end: need(self.end, "endVersion")?,
            modifications: need(self.modifications, "modifications")?,
        })
    }

    fn response(self) -> Result<Response<'a>, ProtocolError> {
        let result = need(self.value, "result")?;
        let outcome = if need(self.success, "success")? {
            Outcome::Value(result)
        } else {
            Outcome::Error { message: need(as_string(result.text), "result")?, data: self.data }
        };
        Ok(Response {
            request: RequestId(need(self.id, "requestId")?),
            outcome,
            ts: self.ts,
            log_lines: self.log_lines.unwrap_or("[]"),
        })
    }

    fn chunk(self) -> Result<Chunk<'a>, ProtocolError> {
        Ok(Chunk {
            id: need(self.chunk_id, "transitionId")?,
            part: need(self.part, "partNumber")?,
            total: need(self.total, "totalParts")?,
            text: need(self.text, "chunk")?,
        })
    }

    /// `None` for a modification type that this version does not know.
    fn modification(self) -> Option<Modification<'a>> {
        let outcome = match self.kind.as_ref() {
            "QueryUpdated" => Some(Outcome::Value(self.value?)),
            "QueryFailed" => Some(Outcome::Error { message: as_string(self.message?)?, data: self.data }),
            "QueryRemoved" => None,
            _ => return None,
        };
        let kind = match outcome {
            Some(outcome) => ModificationKind::Ran {
                outcome,
                log_lines: self.log_lines.unwrap_or("[]"),
                journal: self.journal,
            },
            None => ModificationKind::Removed,
        };
        Some(Modification { query: QueryId(self.id?), kind })
    }
}

fn read_modifications<'a>(scanner: &mut Scanner<'a>) -> Result<Vec<Modification<'a>>, JsonError> {
    let mut modifications = Vec::new();
    scanner.array(&mut |scanner| {
        let fields = Fields::read(scanner)?;
        modifications.push(fields.modification().ok_or_else(|| scanner.error())?);
        Ok(())
    })?;
    Ok(modifications)
}

fn read_version(scanner: &mut Scanner<'_>) -> Result<Version, JsonError> {
    let mut version = Version::default();
    scanner.object(&mut |key, scanner| {
        match key {
            "querySet" => version.query_set = scanner.u32()?,
            "identity" => version.identity = scanner.u32()?,
            "ts" => version.ts = read_timestamp(scanner)?.ok_or_else(|| scanner.error())?,
            _ => drop(scanner.value()?),
        }
        Ok(())
    })?;
    Ok(version)
}

/// A failed mutation has `ts: null`.
fn read_timestamp(scanner: &mut Scanner<'_>) -> Result<Option<Timestamp>, JsonError> {
    if scanner.peek() != Some(b'"') {
        return scanner.value().map(|_| None);
    }
    let text = scanner.string()?;
    Timestamp::from_wire(&text).map(Some).ok_or_else(|| scanner.error())
}

fn read_optional_u32(scanner: &mut Scanner<'_>) -> Result<Option<u32>, JsonError> {
    if scanner.peek() == Some(b'n') { scanner.value().map(|_| None) } else { scanner.u32().map(Some) }
}

fn as_string(text: &str) -> Option<&str> {
    text.starts_with('"').then_some(text)
}

fn need<T>(field: Option<T>, name: &'static str) -> Result<T, ProtocolError> {
    field.ok_or(ProtocolError::Missing { field: name })
}

#[cfg(test)]
#[path = "server_message_tests.rs"]
mod tests;
