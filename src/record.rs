//! Transition records: everything that subscribers and callers come to see, as plain data.
//!
//! Owns: the record format and its JSON form, which does not change between versions of a reader: base patches,
//! dropped layers and settled requests, to be applied as a whole. Leaves to others: making one (`client/`), applying
//! one (`js/view_store.ts`).
//!
//! Values stay text until JavaScript parses the record. A value with `special` in its text must be decoded with
//! `jsonToConvex`; any other is what `JSON.parse` makes of it.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use crate::auth::IdentityKey;
use crate::diff::SMALL;
use crate::frames::units_before;
use crate::ids::{ClientId, QueryId, RequestId};
use crate::json::{ObjectWriter, Raw, push_string, push_u64};
use crate::layers::LayerId;
use crate::protocol::Timestamp;
use crate::shared_text::{Frame, SharedText};

/// So many values are read sooner from their frame, with all else that is in it, than from texts of their own.
const MANY: usize = 8;

/// One step of what is seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Set when it comes from a transition of the server: the database time reached.
    pub server: Option<Timestamp>,
    /// Whose results these are.
    pub identity: IdentityKey,
    /// Queries whose base results differ.
    pub queries: Vec<QueryChange>,
    /// Layers that fall.
    pub dropped: Vec<LayerId>,
    /// Requests whose callers get their answer, after all listeners.
    pub settled: Vec<Settled>,
    /// Set where each of the frame's modifications is one of `queries`, in order.
    pub all_of: Option<Frame>,
}

/// What is new about one query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryChange {
    /// Which.
    pub query: QueryId,
    /// What happened to its result.
    pub news: News,
    /// New log lines, a JSON array.
    pub log_lines: Option<Rc<str>>,
    /// The new journal, a JSON string or null.
    pub journal: Option<Rc<str>>,
}

/// What happened to a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The value changes by these patches, a JSON array (`diff.rs`).
    Patched(String),
    /// The value is another.
    Set(Whole),
    /// Log lines or journal alone are new.
    Unchanged,
    /// The query failed.
    Failed(Failure),
    /// There is no result to show until the server sends one.
    Loading,
    /// Nobody watches the query any more.
    Gone,
}

/// A value that is set as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// It.
    pub value: Slice,
    /// The ways to its containers that later patches may edit: the inside of a JSON array.
    pub keep: String,
}

/// A value as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// JSON.
    pub text: SharedText,
    /// Needs Convex decoding.
    pub special: bool,
}

/// Why a function failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// A JSON string, without the prefix that names the function.
    pub message: Rc<str>,
    /// The data of a ConvexError; `null` counts as present.
    pub data: Option<Slice>,
}

/// The end of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Which.
    pub request: RequestId,
    /// Its value or failure.
    pub outcome: Result<Slice, Failure>,
    /// A JSON array of strings.
    pub log_lines: Rc<str>,
}

impl From<Raw<'_>> for Slice {
    /// Copies a value out of a frame.
    fn from(raw: Raw<'_>) -> Slice {
        Slice { text: raw.text.into(), special: raw.special }
    }
}

impl Whole {
    /// Writes the JSON form. What stands in `frame`, which JavaScript has, it shall take from there.
    pub fn write_json(&self, frame: Option<&Frame>, out: &mut String) {
        out.push('{');
        let found = frame.and_then(|frame| Some((frame, self.value.text.place_in(frame)?)));
        if let Some((frame, place)) = found {
            out.push_str("\"slice\":[");
            push_u64(out, units_before(frame, place.start) as u64);
            out.push(',');
            push_u64(out, units_before(frame, place.end) as u64);
            out.push(']');
        } else {
            out.push_str("\"set\":");
            out.push_str(&self.value.text);
        }
        if self.value.special {
            out.push_str(",\"special\":true");
        }
        if !self.keep.is_empty() {
            out.push_str(",\"keep\":[");
            out.push_str(&self.keep);
            out.push(']');
        }
        out.push('}');
    }
}

impl Failure {
    /// A failure that the client itself finds.
    pub fn of_client(message: &str) -> Failure {
        let mut text = String::new();
        push_string(&mut text, message);
        Failure { message: text.into(), data: None }
    }
}

impl Record {
    /// Whether there is nothing to apply.
    pub fn is_empty(&self) -> bool {
        self.shows_nothing() && self.settled.is_empty()
    }

    /// Whether no result and no layer changes.
    pub fn shows_nothing(&self) -> bool {
        self.server.is_none() && self.queries.is_empty() && self.dropped.is_empty()
    }

    /// Where a frame brings many small values and nothing else, JavaScript shall take them all from there.
    fn write_queries(&self, frame: Option<&Frame>, object: &mut ObjectWriter<'_>) {
        let is_all = frame.is_some() && self.all_of.as_ref() == frame;
        if is_all && self.queries.len() >= MANY && self.queries.iter().all(QueryChange::is_plain) {
            write_list(object.key("sets"), &self.queries, |query, out| {
                push_u64(out, u64::from(query.query.0))
            });
        } else {
            write_list(object.key("queries"), &self.queries, |query, out| query.write_json(frame, out));
        }
    }

    /// Writes the JSON form (types in `js/records.ts`). `frame`: what JavaScript has handed over in this very call.
    pub fn write_json(&self, frame: Option<&Frame>, out: &mut String) {
        let mut object = ObjectWriter::open(out);
        if let Some(ts) = self.server {
            object.string("server", &ts.to_wire());
        }
        match &self.identity {
            IdentityKey::None => object.raw("identity", "null"),
            IdentityKey::User(key) => object.string("identity", key),
        }
        self.write_queries(frame, &mut object);
        write_list(object.key("dropped"), &self.dropped, write_layer);
        write_list(object.key("settled"), &self.settled, Settled::write_json);
        object.close();
    }
}

impl QueryChange {
    /// Whether it is a small value that is set whole, and nothing else is to be said of it.
    fn is_plain(&self) -> bool {
        let News::Set(Whole { value, keep }) = &self.news else { return false };
        let is_small = keep.is_empty() && value.text.len() < SMALL && !value.special;
        is_small && self.log_lines.is_none() && self.journal.is_none()
    }

    fn write_json(&self, frame: Option<&Frame>, out: &mut String) {
        let mut object = ObjectWriter::open(out);
        object.u32("query", self.query.0);
        match &self.news {
            News::Patched(patches) => object.raw("patches", patches),
            News::Set(whole) => whole.write_json(frame, object.key("whole")),
            News::Unchanged => {}
            News::Failed(failure) => failure.write_json(object.key("error")),
            News::Loading => object.bool("loading", true),
            News::Gone => object.bool("gone", true),
        }
        if let Some(log_lines) = &self.log_lines {
            object.raw("logLines", log_lines);
        }
        if let Some(journal) = &self.journal {
            object.raw("journal", journal);
        }
        object.close();
    }
}

impl Slice {
    pub(crate) fn write_fields(&self, object: &mut ObjectWriter<'_>, key: &str) {
        object.raw(key, &self.text);
        if self.special {
            object.bool("special", true);
        }
    }
}

impl Failure {
    pub(crate) fn write_json(&self, out: &mut String) {
        let mut object = ObjectWriter::open(out);
        object.raw("message", &self.message);
        if let Some(data) = &self.data {
            data.write_fields(&mut object, "data");
        }
        object.close();
    }
}

impl Settled {
    fn write_json(&self, out: &mut String) {
        let mut object = ObjectWriter::open(out);
        object.u32("request", self.request.0);
        match &self.outcome {
            Ok(value) => value.write_fields(&mut object, "value"),
            Err(failure) => failure.write_json(object.key("error")),
        }
        object.raw("logLines", &self.log_lines);
        object.close();
    }
}

fn write_layer(layer: &LayerId, out: &mut String) {
    let (ClientId(client), RequestId(request)) = *layer;
    out.push('[');
    push_u64(out, u64::from(client));
    out.push(',');
    push_u64(out, u64::from(request));
    out.push(']');
}

fn write_list<T>(out: &mut String, items: &[T], write: impl Fn(&T, &mut String)) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(item, out);
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_small_values_alone_are_left_in_their_frame() {
        let value = |text: &str| Slice { text: text.into(), special: false };
        let set = |query, text| QueryChange {
            query: QueryId(query),
            news: News::Set(Whole { value: value(text), keep: String::new() }),
            log_lines: None,
            journal: None,
        };
        let frame = Frame::from(String::from("it"));
        let written = |queries, all_of: Option<&Frame>| {
            let mut out = String::new();
            let record = Record { queries, all_of: all_of.cloned(), ..Record::default() };
            record.write_json(Some(&frame), &mut out);
            out
        };
        let many = || (1..=8).map(|query| set(query, "1")).collect::<Vec<_>>();
        let ids = r#"{"identity":null,"sets":[1,2,3,4,5,6,7,8],"dropped":[],"settled":[]}"#;
        assert_eq!(written(many(), Some(&frame)), ids);
        let whole = r#"{"identity":null,"queries":[{"query":1,"whole":{"set":1}},"#;
        let other = Frame::from(String::from("it"));
        assert!(written(many(), None).starts_with(whole), "others may be in the frame");
        assert!(written(many(), Some(&other)).starts_with(whole), "what was held back is of another frame");
        assert!(written(many().split_off(1), Some(&frame)).contains("queries"), "few");
        let long = std::format!("\"{}\"", "x".repeat(SMALL));
        let logging = QueryChange { log_lines: Some("[]".into()), ..set(9, "1") };
        let kept = News::Set(Whole { value: value("[]"), keep: "[]".into() });
        let special = News::Set(Whole { value: Slice { special: true, ..value("[]") }, keep: String::new() });
        let journaled = QueryChange { journal: Some("null".into()), ..set(9, "1") };
        let others = [set(9, &long), logging, journaled, QueryChange { news: kept, ..set(9, "") }];
        for other in others.into_iter().chain([QueryChange { news: special, ..set(9, "") }]) {
            let mixed = written(many().into_iter().chain([other]).collect(), Some(&frame));
            assert!(mixed.starts_with(whole), "{mixed}");
        }
        assert!(written(vec![], Some(&frame)).contains(r#""queries":[]"#));
    }

    #[test]
    fn the_json_form_holds_every_part_of_the_format() {
        let record = Record {
            all_of: None,
            server: Some(Timestamp(100)),
            identity: IdentityKey::User("i|u".into()),
            queries: vec![QueryChange {
                query: QueryId(4),
                news: News::Patched(r#"[{"path":[],"set":[1]}]"#.into()),
                log_lines: Some("[\"x\"]".into()),
                journal: Some("null".into()),
            }],
            dropped: vec![(ClientId(0), RequestId(7))],
            settled: vec![Settled {
                request: RequestId(7),
                outcome: Err(Failure::of_client("no")),
                log_lines: "[]".into(),
            }],
        };
        let mut out = String::new();
        record.write_json(None, &mut out);
        assert_eq!(
            out,
            concat!(
                r#"{"server":"ZAAAAAAAAAA=","identity":"i|u","queries":[{"query":4,"patches":["#,
                r#"{"path":[],"set":[1]}],"#,
                r#""logLines":["x"],"journal":null}],"dropped":[[0,7]],"#,
                r#""settled":[{"request":7,"error":{"message":"no"},"logLines":[]}]}"#
            )
        );
    }
}
