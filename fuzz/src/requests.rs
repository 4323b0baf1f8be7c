//! The requests as their callers, storage and the server know them.
//!
//! Owns: ids, what became of each, and what must hold before one is sent, settled, or its layer falls.

use std::collections::BTreeMap;

use lentil::auth::IdentityKey;
use lentil::ids::BatchId;
use lentil::output::Write;
use lentil::record::Record;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The mutation has none.
    None,
    Lying,
    Fallen,
}

pub struct Request {
    pub is_action: bool,
    pub layer: Layer,
    /// Its update has not run yet.
    pub staged: bool,
    pub stored: bool,
    pub sent: u32,
    pub settled: bool,
    /// Its update threw: nobody waits for it.
    pub abandoned: bool,
    /// Under whose name it was stored.
    pub stored_for: Option<String>,
}

impl Request {
    pub fn is_pending(&self) -> bool {
        !self.settled && !self.abandoned
    }
}

#[derive(Default)]
pub struct Requests {
    pub all: BTreeMap<u32, Request>,
    /// Batches that wait for storage, each with the request that it is about.
    pub saving: BTreeMap<u32, Option<u32>>,
    next_batch: u32,
}

impl Requests {
    pub fn accepted(&mut self, id: u32, is_action: bool, optimistic: bool) {
        assert!(self.all.keys().all(|known| *known < id), "request {id} is not newer than all before it");
        let layer = if optimistic { Layer::Lying } else { Layer::None };
        let request = Request {
            is_action,
            layer,
            staged: optimistic,
            stored: false,
            sent: 0,
            settled: false,
            abandoned: false,
            stored_for: None,
        };
        self.all.insert(id, request);
    }

    pub fn staged(&self) -> Vec<u32> {
        self.all.iter().filter(|(_, request)| request.staged).map(|(id, _)| *id).collect()
    }

    pub fn update_ran(&mut self, id: u32) {
        if let Some(request) = self.all.get_mut(&id) {
            request.staged = false;
        }
    }

    pub fn update_threw(&mut self, id: u32) {
        if let Some(request) = self.all.get_mut(&id) {
            request.staged = false;
            request.abandoned = !request.settled;
        }
    }

    /// `about`: the request that the input was about.
    pub fn persist(&mut self, BatchId(batch): BatchId, writes: &[Write], about: Option<u32>) {
        assert_eq!(batch, self.next_batch.max(batch), "a batch that was used");
        self.next_batch = batch + 1;
        let mut saved = None;
        for write in writes {
            match write {
                Write::HighWater(next) => {
                    assert!(self.all.keys().all(|id| *id < next.0), "an id above the high water");
                    saved = about;
                }
                Write::Put { request, identity, .. } => {
                    assert_eq!(about, Some(request.0));
                    let stored = self.all.get_mut(&request.0).expect("a request that was made");
                    if let IdentityKey::User(key) = identity {
                        stored.stored_for = Some(key.to_string());
                    }
                }
                Write::Delete(request) => assert!(self.all.contains_key(&request.0)),
            }
        }
        self.saving.insert(batch, saved);
    }

    pub fn persisted(&mut self, BatchId(batch): BatchId) {
        if let Some(Some(id)) = self.saving.remove(&batch)
            && let Some(request) = self.all.get_mut(&id)
        {
            request.stored = true;
        }
    }

    pub fn persist_failed(&mut self, BatchId(batch): BatchId) {
        self.saving.remove(&batch);
    }

    /// A frame goes out, under the name of `key` where that is known.
    pub fn sent(&mut self, id: u32, is_action: bool, key: Option<&str>) {
        let request = self.all.get_mut(&id).unwrap_or_else(|| panic!("the unknown request {id} is sent"));
        assert_eq!(request.is_action, is_action, "request {id} is of the other kind");
        assert!(request.is_pending(), "request {id} is sent though it has ended");
        assert!(request.stored, "request {id} is sent before storage has it");
        assert!(!request.staged, "request {id} is sent before its update ran");
        assert!(!is_action || request.sent == 0, "action {id} is sent twice");
        if let (Some(owner), Some(key)) = (&request.stored_for, key) {
            assert_eq!(owner, key, "request {id} is sent under another name");
        }
        request.sent += 1;
    }

    pub fn apply(&mut self, record: &Record) {
        for (_, id) in &record.dropped {
            let request = self.all.get_mut(&id.0).expect("a layer of a request that was made");
            assert_eq!(request.layer, Layer::Lying, "the layer of {id:?} falls");
            request.layer = Layer::Fallen;
        }
        for settled in &record.settled {
            let id = settled.request.0;
            let request = self.all.get_mut(&id).unwrap_or_else(|| panic!("the unknown {id} is settled"));
            assert!(!request.settled, "request {id} is settled twice");
            assert!(!request.abandoned, "request {id} is settled though its caller was told otherwise");
            assert!(
                matches!(request.layer, Layer::None | Layer::Fallen),
                "request {id} is settled and its layer stays"
            );
            request.settled = true;
        }
    }

    pub fn pending(&self) -> usize {
        self.all.values().filter(|request| request.is_pending()).count()
    }
}
