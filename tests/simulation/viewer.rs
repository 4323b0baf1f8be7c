//! What an app would see: base results, optimistic layers on top, settled promises.
//!
//! Owns: applying records as the view store does, and the invariants that hold after each.

use std::collections::BTreeMap;

use lentil::ids::{QueryId, RequestId};
use lentil::record::{Edit, News, Record, Settled};
use serde_json::Value;

use crate::faults::Faults;
use crate::server::Server;

/// A request as its caller knows it.
pub struct Caller {
    pub kind: &'static str,
    pub must_fail: bool,
    pub settled: Option<Result<Value, String>>,
}

/// The app.
#[derive(Default)]
pub struct Viewer {
    pub base: BTreeMap<QueryId, Value>,
    pub layers: BTreeMap<RequestId, ()>,
    pub callers: BTreeMap<RequestId, Caller>,
    reached: u64,
}

impl Viewer {
    /// Applies a record, then checks what must hold after each.
    pub fn apply(&mut self, record: &Record, server: &Server, faults: &mut Faults) {
        if let Some(ts) = record.server {
            self.reached = ts.0;
            assert!(ts.0 <= server.ts, "a time that the server has not reached");
        }
        for change in &record.queries {
            match &change.news {
                News::Patched(patches) => {
                    for patch in patches {
                        let Edit::Set(slice) = &patch.edit else { panic!("an edit that this viewer lacks") };
                        let value = serde_json::from_str(&slice.text).expect("JSON");
                        let before = self.base.insert(change.query, value);
                        assert_ne!(before.as_ref(), self.base.get(&change.query), "an equal result was told");
                    }
                }
                News::Gone => drop(self.base.remove(&change.query)),
                News::Failed(failure) => panic!("no query fails here: {}", failure.message),
                News::Loading => panic!("nobody signs in or out here"),
            }
        }
        for (_, request) in &record.dropped {
            assert!(self.layers.remove(request).is_some(), "a layer fell twice");
            let succeeded = |settled: &Settled| settled.request == *request && settled.outcome.is_ok();
            if record.settled.iter().any(succeeded) {
                self.check_layer(*request, server, faults);
            }
        }
        for settled in &record.settled {
            self.settle(settled, faults);
        }
    }

    /// A layer of a mutation that succeeded falls only when the results include its effect.
    fn check_layer(&self, RequestId(id): RequestId, server: &Server, faults: &mut Faults) {
        if let Some(commit) = server.committed.get(&u64::from(id)) {
            assert!(self.reached >= commit.ts, "the layer of {id} fell before its effect was there");
            faults.happened("layer fell with its effect");
        }
    }

    fn settle(&mut self, settled: &Settled, faults: &mut Faults) {
        let caller = self.callers.get_mut(&settled.request).expect("a request that was made");
        assert!(caller.settled.is_none(), "{:?} settled twice", settled.request);
        let outcome = match &settled.outcome {
            Ok(slice) => Ok(serde_json::from_str(&slice.text).expect("JSON")),
            Err(failure) => Err(failure.message.to_string()),
        };
        if outcome.is_err() {
            faults.happened(match caller.kind {
                "action" => "action lost with its connection",
                _ => "mutation failed",
            });
        }
        caller.settled = Some(outcome);
    }
}
