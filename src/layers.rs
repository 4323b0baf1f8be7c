//! The order of optimistic layers and when each must fall.
//!
//! Owns: which mutations have a layer, by (client, request). Leaves to others: the update functions and their
//! replay (the view store in `js/`), the decision that a mutation is settled (`requests.rs`).

use alloc::vec::Vec;

use crate::id_map::IdMap;
use crate::ids::{ClientId, RequestId};

/// Names a layer; layers replay in this order.
pub type LayerId = (ClientId, RequestId);

/// The client that this core is; others appear when results are shared between tabs.
pub const THIS_CLIENT: ClientId = ClientId(0);

/// The layers that lie on the results.
#[derive(Default)]
pub struct Layers {
    ids: IdMap<LayerId, ()>,
}

impl Layers {
    /// Puts a layer on top.
    pub fn add(&mut self, request: RequestId) {
        self.ids.insert((THIS_CLIENT, request), ());
    }

    /// Whether a request has a layer.
    pub fn has(&self, request: RequestId) -> bool {
        self.ids.contains((THIS_CLIENT, request))
    }

    /// Takes the layer of a settled request off. Its name, if it had one.
    pub fn drop_for(&mut self, request: RequestId) -> Option<LayerId> {
        let id = (THIS_CLIENT, request);
        self.ids.remove(id).map(|()| id)
    }

    /// Takes every layer off: another identity must not see what this one was about to do.
    pub fn drop_all(&mut self) -> Vec<LayerId> {
        core::mem::take(&mut self.ids).iter().map(|(id, ())| id).collect()
    }
}
