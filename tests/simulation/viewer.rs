//! What an app would see: base results, optimistic layers on top, settled promises.
//!
//! Owns: applying records as the view store does, and the invariants that hold after each.

use std::collections::BTreeMap;

use lentil::ids::{QueryId, RequestId};
use lentil::record::{News, QueryChange, Record, Settled};
use serde_json::{Value, json};

use crate::patches::patched;
use crate::server::Server;
use crate::tally::Tally;

/// A request as its caller knows it.
pub struct Caller {
    pub kind: &'static str,
    pub must_fail: bool,
    pub settled: Option<Result<Value, String>>,
}

/// The app.
#[derive(Default)]
pub struct Viewer {
    changes: u64,
    equal: u64,
    pub base: BTreeMap<QueryId, Value>,
    pub layers: BTreeMap<RequestId, ()>,
    pub callers: BTreeMap<RequestId, Caller>,
    /// The number of the journal that was told last.
    journals: BTreeMap<QueryId, u64>,
    reached: u64,
}

impl Viewer {
    /// Applies a record, then checks what must hold after each.
    pub fn apply(&mut self, record: &Record, server: &Server, tally: &mut Tally) {
        if let Some(ts) = record.server {
            self.reached = ts.0;
            assert!(ts.0 <= server.newest, "a time that the server has not reached");
        }
        for change in &record.queries {
            self.change(change, tally);
        }
        for (_, request) in &record.dropped {
            assert!(self.layers.remove(request).is_some(), "a layer fell twice");
            let succeeded = |settled: &Settled| settled.request == *request && settled.outcome.is_ok();
            if record.settled.iter().any(succeeded) {
                self.check_layer(*request, server, tally);
            }
        }
        for settled in &record.settled {
            self.settle(settled, tally);
        }
    }

    /// A query is asked for with its journal: at least as new as the one that was told last.
    pub fn check_journals(&self, frame: &Value, newest: u64, tally: &mut Tally) {
        let edits = frame["modifications"].as_array().expect("a list");
        for edit in edits.iter().filter(|edit| edit["type"] == "Add") {
            let id = edit["queryId"].as_u64().expect("an id") as u32;
            let sent = edit["journal"].as_str().map(|journal| journal.parse().expect("a number"));
            let told = self.journals.get(&QueryId(id)).copied();
            assert!(sent >= told && sent.unwrap_or(0) <= newest, "journal {sent:?} after {told:?}");
            if told.is_some() {
                tally.happened("journal sent back");
            }
        }
    }

    fn change(&mut self, change: &QueryChange, tally: &mut Tally) {
        if let Some(journal) = &change.journal {
            let number: String = serde_json::from_str(journal).expect("a string");
            self.journals.insert(change.query, number.parse().expect("a number"));
        }
        let new = match &change.news {
            News::Patched(patches) => {
                tally.happened("result changed in part");
                let before = self.base.get(&change.query).cloned().unwrap_or_default();
                patched(before, patches)
            }
            News::Set(whole) => serde_json::from_str(&whole.value.text).expect("JSON"),
            News::Unchanged => return, // a journal or log lines alone
            News::Failed(failure) => {
                let text: Value = serde_json::from_str(&failure.message).expect("JSON");
                json!({ "failed": text })
            }
            News::Loading | News::Gone => {
                self.base.remove(&change.query);
                return;
            }
        };
        let before = self.base.insert(change.query, new);
        if before.as_ref() == self.base.get(&change.query) {
            self.equal += 1;
        }
        self.changes += 1;
    }

    /// Equal results are not told, but for one case: a user left and came back within the time of a round trip, and
    /// the result of nobody in between took the place of what is shown. There `js/view_store.ts` compares.
    pub fn check_equal(&self) {
        assert!(
            self.equal <= 2 + self.changes / 100,
            "{} of {} results told were equal",
            self.equal,
            self.changes
        );
    }

    /// Once user code may look: nothing that was computed for one identity is seen under another.
    pub fn check_identity(&self, subject: Option<&str>, tally: &mut Tally) {
        for value in self.base.values().filter(|value| value.get("for").is_some()) {
            let is_public = value["for"].is_null();
            assert!(is_public || value["for"].as_str() == subject, "{value} is seen by somebody else");
            tally.happened("private value checked against the identity");
        }
    }

    /// A layer of a mutation that succeeded falls only when the results include its effect.
    fn check_layer(&self, RequestId(id): RequestId, server: &Server, tally: &mut Tally) {
        if let Some(commit) = server.committed.get(&u64::from(id)) {
            assert!(self.reached >= commit.ts, "the layer of {id} fell before its effect was there");
            tally.happened("layer fell with its effect");
        }
    }

    fn settle(&mut self, settled: &Settled, tally: &mut Tally) {
        let caller = self.callers.get_mut(&settled.request).expect("a request that was made");
        assert!(caller.settled.is_none(), "{:?} settled twice", settled.request);
        let outcome = match &settled.outcome {
            Ok(slice) => Ok(serde_json::from_str(&slice.text).expect("JSON")),
            Err(failure) => Err(String::from(&*failure.message)),
        };
        if outcome.is_err() {
            tally.happened(match caller.kind {
                "action" => "action lost with its connection",
                _ => "mutation failed",
            });
        }
        caller.settled = Some(outcome);
    }
}
