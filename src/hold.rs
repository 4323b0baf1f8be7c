//! Records held back for a moment after a reconnect.
//!
//! Owns: which answers are awaited, and the records until then. A mutation that was in flight may have taken effect
//! before the connection was lost. The new connection's first transition would then show its effect beside its
//! optimistic layer, which only the answer to its repetition allows to drop: an app would see it twice. So what is
//! shown waits for these answers, though never for long.

use alloc::vec::Vec;

use crate::id_map::IdMap;
use crate::ids::{Millis, RequestId};
use crate::record::Record;

/// What is shown never waits longer: a mutation that keeps its server from answering must not freeze an app.
const LONGEST_MS: u64 = 5_000;

/// The records held back, in order.
#[derive(Default)]
pub struct Hold {
    awaited: IdMap<RequestId, ()>,
    until: Option<Millis>,
    records: Vec<Record>,
}

impl Hold {
    /// A new connection repeats these mutations, which have layers. A hold that lasts already keeps its end.
    pub fn start(&mut self, awaited: IdMap<RequestId, ()>, now: Millis) {
        if !awaited.is_empty() {
            self.until = self.until.or(Some(now.after(LONGEST_MS)));
        }
        self.awaited = awaited;
    }

    /// When the hold ends at the latest.
    pub fn until(&self) -> Option<Millis> {
        self.until
    }

    /// Keeps a record for later; gives it back where nothing is held, and where it shows nothing: an answer alone,
    /// such as an action's, has nothing to wait for.
    pub fn keep(&mut self, record: Record) -> Option<Record> {
        if self.until.is_none() || record.shows_nothing() {
            return Some(record);
        }
        self.records.push(record);
        None
    }

    /// The request is settled; nothing of it is awaited any more.
    pub fn settled(&mut self, request: RequestId) {
        self.awaited.remove(request);
    }

    /// The records, if the hold is over by now.
    pub fn take_if_over(&mut self, now: Millis) -> Vec<Record> {
        let over = self.awaited.is_empty() || self.until.is_some_and(|until| now >= until);
        if over { self.take() } else { Vec::new() }
    }

    /// The records, and the end of the hold.
    pub fn take(&mut self) -> Vec<Record> {
        core::mem::take(self).records
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Timestamp;

    #[test]
    fn records_wait_for_the_answers_but_not_for_long() {
        let mut hold = Hold::default();
        assert!(hold.keep(Record::default()).is_some());
        hold.start([RequestId(1)].into_iter().collect(), Millis(0));
        let shown = || Record { server: Some(Timestamp(1)), ..Record::default() };
        assert!(hold.keep(shown()).is_none());
        assert!(hold.keep(Record::default()).is_some(), "it shows nothing");
        assert_eq!(hold.take_if_over(Millis(4_999)), []);
        hold.start([RequestId(1), RequestId(2)].into_iter().collect(), Millis(3_000));
        assert_eq!(hold.take_if_over(Millis(5_000)).len(), 1, "another reconnect prolongs nothing");
        hold.start([RequestId(1)].into_iter().collect(), Millis(9_000));
        hold.keep(shown());
        hold.settled(RequestId(1));
        assert_eq!(hold.take_if_over(Millis(9_001)).len(), 1);
    }
}
