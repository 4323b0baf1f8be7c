//! What a server sends.
//!
//! Owns: reading one frame; one scan finds every value, and results stay text. Leaves to others: what a transition says of
//! each query (`modification.rs`), acting on it (`client/on_message.rs`).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::modification::{Modification, read_modifications};
use super::{ProtocolError, Timestamp, Version};
use crate::ids::{QueryId, RequestId};
use crate::json::{JsonError, Known, Raw, Scanner};
use crate::text::cut;

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
        /// False where a token that was good has expired.
        was_update: bool,
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
    /// How far this clock is ahead of the server's, in ms; the way there counts as being behind.
    pub clock_skew_ms: Option<i64>,
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

macro_rules! names {
    ($($name:ident = $text:literal),* $(,)?) => {
        #[derive(Clone, Copy)]
        enum Name {
            $($name),*
        }

        impl Name {
            const COUNT: usize = [$($text),*].len();

            fn of(written: &str) -> Option<Name> {
                Some(match written {
                    $($text => Name::$name,)*
                    _ => return None,
                })
            }

            fn text(self) -> &'static str {
                match self {
                    $(Name::$name => $text),*
                }
            }
        }
    };
}

// The fields that any message has. A name means the same in all of them, so one scan serves all types whatever the order
// of the fields; each value is read when its type asks for it.
names! {
    Type = "type",
    RequestId = "requestId",
    Success = "success",
    Result = "result",
    ErrorData = "errorData",
    Ts = "ts",
    LogLines = "logLines",
    Error = "error",
    BaseVersion = "baseVersion",
    Chunk = "chunk",
    PartNumber = "partNumber",
    TotalParts = "totalParts",
    TransitionId = "transitionId",
    ClientClockSkew = "clientClockSkew",
    AuthUpdateAttempted = "authUpdateAttempted",
}

/// The values of one object, by their names.
#[derive(Default)]
struct Fields<'a> {
    values: [Option<Raw<'a>>; Name::COUNT],
}

/// Reads one frame. `known` gives the last result of a query.
///
/// # Errors
/// When it is not JSON, not of a known type, or lacks a field that its type needs.
pub fn parse<'a, 'k>(
    frame: &'a str,
    known: &dyn Fn(QueryId) -> Option<Known<'k>>,
) -> Result<ServerMessage<'a>, ProtocolError> {
    let mut scanner = Scanner::new(frame);
    let mut fields = Fields::default();
    let (mut start, mut end, mut modifications) = (None, None, None);
    scanner.object(&mut |key, scanner| {
        match key {
            "modifications" => modifications = Some(read_modifications(scanner, known)?),
            "startVersion" => start = version(scanner)?,
            "endVersion" => end = version(scanner)?,
            _ => fields.set(key, scanner.value()?),
        }
        Ok(())
    })?;
    scanner.end()?;
    match fields.need(Name::Type, string)?.as_ref() {
        "Transition" => Ok(ServerMessage::Transition(Transition {
            start: start.ok_or(ProtocolError::Missing { field: "startVersion" })?,
            end: end.ok_or(ProtocolError::Missing { field: "endVersion" })?,
            modifications: modifications.ok_or(ProtocolError::Missing { field: "modifications" })?,
            // An estimate: one that cannot be read is as good as none.
            clock_skew_ms: fields.text(Name::ClientClockSkew).and_then(whole),
        })),
        "TransitionChunk" => Ok(ServerMessage::Chunk(fields.chunk()?)),
        "MutationResponse" => Ok(ServerMessage::MutationResponse(fields.response()?)),
        "ActionResponse" => Ok(ServerMessage::ActionResponse(fields.response()?)),
        "AuthError" => Ok(ServerMessage::AuthError {
            message: fields.error()?,
            base_version: fields.optional(Name::BaseVersion, number)?,
            was_update: fields.optional(Name::AuthUpdateAttempted, flag)?.unwrap_or(true),
        }),
        "FatalError" => Ok(ServerMessage::FatalError { message: fields.error()? }),
        "Ping" => Ok(ServerMessage::Ping),
        other => Err(ProtocolError::UnknownType(other.into())),
    }
}

impl<'a> Fields<'a> {
    /// Keeps a value; those of unknown names fall.
    fn set(&mut self, name: &str, value: Raw<'a>) {
        if let Some(slot) = Name::of(name).and_then(|name| self.values.get_mut(name as usize)) {
            *slot = Some(value);
        }
    }

    fn get(&self, name: Name) -> Option<Raw<'a>> {
        *self.values.get(name as usize)?
    }

    fn text(&self, name: Name) -> Option<&'a str> {
        self.get(name).map(|raw| raw.text)
    }

    /// A field that must be there and readable.
    fn need<T>(&self, name: Name, read: fn(&'a str) -> Option<T>) -> Result<T, ProtocolError> {
        self.text(name).and_then(read).ok_or(ProtocolError::Missing { field: name.text() })
    }

    /// A field that may be missing or null, but must be readable otherwise.
    fn optional<T>(&self, name: Name, read: fn(&'a str) -> Option<T>) -> Result<Option<T>, ProtocolError> {
        match self.text(name) {
            None | Some("null") => Ok(None),
            Some(_) => self.need(name, read).map(Some),
        }
    }

    fn error(&self) -> Result<String, ProtocolError> {
        Ok(self.optional(Name::Error, string)?.unwrap_or_default().into_owned())
    }

    fn log_lines(&self) -> &'a str {
        self.text(Name::LogLines).unwrap_or("[]")
    }

    fn response(&self) -> Result<Response<'a>, ProtocolError> {
        let outcome = if self.need(Name::Success, flag)? {
            Outcome::Value(self.get(Name::Result).ok_or(ProtocolError::Missing { field: "result" })?)
        } else {
            Outcome::Error { message: self.need(Name::Result, string_text)?, data: self.get(Name::ErrorData) }
        };
        Ok(Response {
            request: RequestId(self.need(Name::RequestId, number)?),
            outcome,
            ts: self.optional(Name::Ts, timestamp)?,
            log_lines: self.log_lines(),
        })
    }

    fn chunk(&self) -> Result<Chunk<'a>, ProtocolError> {
        Ok(Chunk {
            id: self.need(Name::TransitionId, string)?,
            part: self.need(Name::PartNumber, number)?,
            total: self.need(Name::TotalParts, number)?,
            text: self.need(Name::Chunk, string)?,
        })
    }
}

/// `None` for what is no version, which is passed over.
fn version(scanner: &mut Scanner<'_>) -> Result<Option<Version>, JsonError> {
    let mut reader = scanner.clone();
    let (mut query_set, mut identity, mut ts) = (None, None, None);
    let read = reader.object(&mut |key, reader| {
        match key {
            "querySet" => query_set = Some(reader.u32()?),
            "identity" => identity = Some(reader.u32()?),
            "ts" => ts = Timestamp::from_wire(&reader.string()?),
            _ => drop(reader.value()?),
        }
        Ok(())
    });
    if let (Ok(()), Some(query_set), Some(identity), Some(ts)) = (read, query_set, identity, ts) {
        *scanner = reader;
        return Ok(Some(Version { query_set, identity, ts }));
    }
    scanner.value()?;
    Ok(None)
}

fn timestamp(text: &str) -> Option<Timestamp> {
    Timestamp::from_wire(&string(text)?)
}

fn number(text: &str) -> Option<u32> {
    Scanner::new(text).u32().ok()
}

/// The whole part of a number that is written without an exponent.
fn whole(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let digits = cut(digits, '.').map_or(digits, |(whole, _)| whole);
    crate::text::number(digits, 10).map(|number| sign * i64::from(number))
}

fn flag(text: &str) -> Option<bool> {
    Scanner::new(text).bool().ok()
}

fn string(text: &str) -> Option<Cow<'_, str>> {
    Scanner::new(text).string().ok()
}

/// The text of a string, with its quotes.
fn string_text(text: &str) -> Option<&str> {
    text.starts_with('"').then_some(text)
}

#[cfg(test)]
#[path = "server_message_tests.rs"]
mod tests;
