//! From outputs to the JSON that JavaScript reads: an array of events in the order in which they are to be done (types
//! in `js/records.ts`).
//!
//! Owns: the drain of one input, the events' form. Leaves to others: doing them (`js/browser/core_host.ts`).

use alloc::string::String;
use alloc::vec::Vec;

use super::platform::env;
use crate::ids::{Millis, QueryId, RequestId, SocketId};
use crate::json::{ObjectWriter, push_bool, push_string, push_u64};
use crate::output::Severity;
use crate::shared_text::Frame;
use crate::{Client, Env, Input, Output};

/// What an ordinary answer takes, so that it is not moved while it grows.
const ROOM: usize = 480;

/// Feeds one input and all that follows from it inside. What is left for JavaScript, if anything.
pub fn drain(client: &mut Client, input: Input) -> Option<String> {
    let env = env();
    let frame = match &input {
        Input::Message { text, .. } => Some(text.clone()),
        _ => None,
    };
    let mut inputs = Vec::from([input]);
    let mut batch = String::with_capacity(ROOM);
    while !inputs.is_empty() {
        for input in core::mem::take(&mut inputs) {
            for output in client.handle(input, env) {
                match output {
                    // There is no storage yet, so nothing needs to be waited for.
                    Output::Persist { batch, .. } => inputs.push(Input::Persisted(batch)),
                    output => write(output, &mut Batch(&mut batch), env, frame.as_ref()),
                }
            }
        }
    }
    if batch.is_empty() {
        return None;
    }
    batch.push(']');
    Some(batch)
}

fn write(output: Output, batch: &mut Batch<'_>, env: Env, frame: Option<&Frame>) {
    match output {
        Output::Subscribed(QueryId(id)) | Output::Accepted(RequestId(id)) => batch.number("answer", id),
        Output::OpenSocket(SocketId(socket)) => batch.number("openSocket", socket),
        Output::CloseSocket(SocketId(socket)) => batch.number("closeSocket", socket),
        Output::Send { socket, frame } => batch.add("send", &|out| {
            let mut object = ObjectWriter::open(out);
            object.u32("socket", socket.0);
            object.string("text", &frame);
            object.close();
        }),
        Output::Deadline(Millis(at)) => {
            // One more millisecond: a timer may fire a fraction early, which would only arm it again.
            let ms = at.saturating_sub(env.now.0) + 1;
            batch.add("deadline", &|out| push_u64(out, ms));
        }
        Output::ScheduleFlush => batch.flag("flush", true),
        Output::Record(record) => batch.add("record", &|out| record.write_json(frame, out)),
        Output::ConnectionState(state) => batch.add("connectionState", &|out| state.write_json(out)),
        Output::FetchToken { fetch, force } => batch.add("fetchToken", &|out| {
            let mut object = ObjectWriter::open(out);
            object.u32("fetch", fetch);
            object.bool("force", force);
            object.close();
        }),
        Output::Authenticated(is) => batch.flag("authenticated", is),
        Output::Refreshing(is) => batch.flag("refreshing", is),
        Output::Report(severity, text) => {
            let kind = match severity {
                Severity::Info => "info",
                Severity::DisconnectError => "disconnectError",
                Severity::Warning => "warning",
                Severity::Error => "error",
            };
            batch.add(kind, &|out| push_string(out, &text));
        }
        Output::Persist { .. } => {}
    }
}

/// The array so far, without its end.
struct Batch<'a>(&'a mut String);

impl Batch<'_> {
    /// Adds one `{kind: ...}`.
    fn add(&mut self, kind: &str, write: &dyn Fn(&mut String)) {
        self.0.push(if self.0.is_empty() { '[' } else { ',' });
        let mut object = ObjectWriter::open(self.0);
        write(object.key(kind));
        object.close();
    }

    fn number(&mut self, kind: &str, number: u32) {
        self.add(kind, &|out| push_u64(out, u64::from(number)));
    }

    fn flag(&mut self, kind: &str, flag: bool) {
        self.add(kind, &|out| push_bool(out, flag));
    }
}
