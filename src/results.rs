//! What the server last said of each query.
//!
//! Owns: the canonical text of each result, whose it is, and whether it is being shown. Leaves to others:
//! materialised values and layers (`js/view_store.ts`).
//!
//! A result is shown only while its identity is the one in force; what was computed for nobody may be seen by whoever
//! signs in, until the server has spoken to that one. The server does not repeat a result that stays
//! equal when the identity changes on one connection, so what this connection delivered is taken over by the new
//! identity once the server has confirmed it.

use alloc::rc::Rc;
use alloc::vec::Vec;

use crate::auth::IdentityKey;
use crate::diff::{Grain, SMALL, diff, kept_ways};
use crate::id_map::IdMap;
use crate::ids::QueryId;
use crate::json::{Known, Tape, Tree, same};
use crate::protocol::Outcome;
use crate::record::{Failure, News, Slice, Whole};
use crate::shared_text::{Frame, SharedText};

/// When and for whom a result was computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Whom the server took us for.
    pub identity: IdentityKey,
    /// Which connection delivered it.
    pub connection: u32,
}

/// What came of a run of a query.
pub struct Ran<'a> {
    /// Its value or failure.
    pub outcome: Outcome<'a>,
    /// The containers of the value.
    pub tape: Tape,
    /// A JSON array of strings.
    pub log_lines: &'a str,
    /// The text that all these are parts of.
    pub frame: &'a Frame,
}

struct Stored {
    said: Said,
    grain: Grain,
    /// None where it logged nothing, as most functions do.
    log_lines: Option<Rc<str>>,
    provenance: Provenance,
    seen: Seen,
}

/// What a query's last run came to.
struct Said {
    outcome: Result<Slice, Failure>,
    /// The containers of the value.
    tape: Tape,
}

/// What subscribers see of a query.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// Loading.
    Nothing,
    /// An earlier result of the identity in force: the stored one was computed for another.
    Earlier,
    /// The stored result.
    This,
}

/// What subscribers come to see of one query, if anything.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// The result's news.
    pub news: News,
    /// New log lines.
    pub log_lines: Option<Rc<str>>,
}

/// The results of all watched queries.
#[derive(Default)]
pub struct Results {
    stored: IdMap<QueryId, Stored>,
    last_stamp: u32,
}

impl Results {
    /// Takes a new result of the server. `current` is the identity in force.
    pub fn update(
        &mut self,
        query: QueryId,
        ran: Ran<'_>,
        provenance: &Provenance,
        current: &IdentityKey,
    ) -> Option<Change> {
        let Ran { outcome, mut tape, log_lines, frame } = ran;
        let visible = provenance.identity == *current || provenance.identity == IdentityKey::None;
        let log_lines = (log_lines != SILENT).then_some(log_lines);
        let known = self.stored.get_mut(query);
        if let Some(old) = known.filter(|old| old.seen == Seen::This && visible && old.says(outcome, &tape)) {
            old.provenance = provenance.clone();
            if old.log_lines.as_deref() == log_lines {
                return None;
            }
            old.log_lines = log_lines.map(Into::into);
            return Some(Change { news: News::Unchanged, log_lines: Some(old.log_lines()) });
        }
        self.last_stamp = self.last_stamp.wrapping_add(1);
        tape.stamp = self.last_stamp;
        let said = Said { outcome: keep(outcome, Some(frame)), tape };
        if !self.stored.contains(query) {
            self.stored.insert(query, Stored::unseen(provenance));
        }
        self.stored.get_mut(query)?.replace(said, log_lines.map(Into::into), provenance, visible)
    }

    /// The value that is shown.
    pub fn whole(&mut self, query: QueryId) -> Option<Whole> {
        let stored = self.stored.get_mut(query).filter(|stored| stored.seen == Seen::This)?;
        match stored.news(None) {
            News::Set(whole) => Some(whole),
            _ => None,
        }
    }

    /// The last value of a query, where it is worth comparing with what stands in a frame: the next one mostly is a
    /// repetition.
    pub fn known<'a>(&'a self, query: QueryId, frame: &'a Frame) -> Option<Known<'a>> {
        let stored = self.stored.get(query)?;
        let Said { outcome, tape } = &stored.said;
        let value = outcome.as_ref().ok().filter(|value| value.text.len() >= SMALL)?;
        let copies = frame.copies_around(&value.text);
        Some(Known { tree: Tree { text: &value.text, tape }, special: value.special, copies })
    }

    /// The server confirmed an identity: what its connection delivered before is valid for it too.
    pub fn confirm(&mut self, confirmed: &Provenance, current: &IdentityKey) -> Vec<(QueryId, Change)> {
        let mut changes = Vec::new();
        for (query, stored) in self.stored.iter_mut() {
            if stored.provenance.connection != confirmed.connection {
                continue;
            }
            stored.provenance.identity = confirmed.identity.clone();
            if stored.seen != Seen::This && stored.provenance.identity == *current {
                stored.seen = Seen::This;
                let log_lines = Some(stored.log_lines());
                changes.push((query, Change { news: stored.news(None), log_lines }));
            }
        }
        changes
    }

    /// Another identity is in force: nothing of the old one may be seen. The queries that were seen.
    pub fn hide_all(&mut self) -> Vec<QueryId> {
        let seen = self.stored.iter_mut().filter(|(_, stored)| stored.seen != Seen::Nothing);
        seen.map(|(query, stored)| {
            stored.seen = Seen::Nothing;
            query
        })
        .collect()
    }

    /// Nobody watches the query any more.
    pub fn forget(&mut self, query: QueryId) {
        self.stored.remove(query);
    }
}

/// What a function logged that logged nothing, as JSON.
const SILENT: &str = "[]";

impl Stored {
    /// Of a query that nothing is known of.
    fn unseen(provenance: &Provenance) -> Stored {
        let said = Said { outcome: Err(Failure::of_client("")), tape: Tape::default() };
        let (grain, provenance) = (Grain::default(), provenance.clone());
        Stored { said, grain, log_lines: None, provenance, seen: Seen::Nothing }
    }

    /// Whether it is the same by its text; a difference in spelling alone counts as new.
    fn says(&self, outcome: Outcome<'_>, tape: &Tape) -> bool {
        match (&self.said.outcome, outcome) {
            // The scan has compared both. Where it took them for different though they are not, the diff finds nothing.
            (Ok(_), Outcome::Value(_)) if tape.is_of(&self.said.tape) => tape.root_was() == Some(0),
            (Ok(old), Outcome::Value(new)) => same(old.text.as_bytes(), new.text.as_bytes()),
            (Err(old), Outcome::Error { message, data }) => {
                *old.message == *message
                    && old.data.as_ref().map(|data| &*data.text) == data.map(|data| data.text)
            }
            _ => false,
        }
    }

    /// Another run's result takes its place.
    fn replace(
        &mut self,
        said: Said,
        log_lines: Option<Rc<str>>,
        provenance: &Provenance,
        visible: bool,
    ) -> Option<Change> {
        let was_shown = self.seen == Seen::This;
        let stays_silent = was_shown && self.log_lines.is_none() && log_lines.is_none();
        let old = core::mem::replace(&mut self.said, said);
        self.log_lines = log_lines;
        self.provenance = provenance.clone();
        if !visible {
            if was_shown {
                self.seen = Seen::Earlier;
            }
            return None;
        }
        self.seen = Seen::This;
        let log_lines = (!stays_silent).then(|| self.log_lines());
        Some(Change { news: self.news(was_shown.then_some(old)), log_lines })
    }

    /// A JSON array.
    fn log_lines(&self) -> Rc<str> {
        self.log_lines.clone().unwrap_or_else(|| SILENT.into())
    }

    /// The result as it becomes visible, in the place of `old` where that is given.
    fn news(&mut self, old: Option<Said>) -> News {
        let value = match &self.said.outcome {
            Ok(value) => value,
            Err(failure) => return News::Failed(failure.clone()),
        };
        let new = Tree { text: &value.text, tape: &self.said.tape };
        let patches = old.and_then(|old| {
            let before = Tree { text: &old.outcome.as_ref().ok()?.text, tape: &old.tape };
            diff(before, new, value.special, self.grain)
        });
        if let Some(patches) = patches {
            return News::Patched(patches);
        }
        self.grain = Grain::of(new.text);
        News::Set(Whole { value: value.clone(), keep: kept_ways(new, self.grain) })
    }
}

/// An outcome for longer than its frame is needed; with `frame`, a large value is not copied out of it.
pub fn keep(outcome: Outcome<'_>, frame: Option<&Frame>) -> Result<Slice, Failure> {
    match outcome {
        Outcome::Value(raw) => {
            let text = frame.map_or_else(|| raw.text.into(), |frame| SharedText::of(raw.text, frame));
            Ok(Slice { text, special: raw.special })
        }
        Outcome::Error { message, data } => {
            Err(Failure { message: message.into(), data: data.map(Into::into) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Raw;

    const Q: QueryId = QueryId(1);

    fn ran<'a>(text: &'a str, log_lines: &'a str) -> Ran<'a> {
        let outcome = Outcome::Value(Raw { text, special: false });
        let frame = std::boxed::Box::leak(std::boxed::Box::default());
        Ran { outcome, tape: Tape::default(), log_lines, frame }
    }

    fn by(identity: &IdentityKey, connection: u32) -> Provenance {
        Provenance { identity: identity.clone(), connection }
    }

    #[test]
    fn an_equal_result_changes_nothing_but_new_log_lines_count() {
        let mut results = Results::default();
        let nobody = IdentityKey::None;
        assert!(results.update(Q, ran("1", "[]"), &by(&nobody, 1), &nobody).is_some());
        assert_eq!(results.update(Q, ran("1", "[]"), &by(&nobody, 2), &nobody), None);
        let change = results.update(Q, ran("1", "[\"x\"]"), &by(&nobody, 2), &nobody);
        assert_eq!(change.map(|change| change.news), Some(News::Unchanged));
        assert!(results.update(Q, ran("2", "[]"), &by(&nobody, 2), &nobody).is_some());
    }

    #[test]
    fn a_result_of_the_next_connection_can_be_confirmed_there_equal_or_new() {
        let (nobody, ann) = (IdentityKey::None, IdentityKey::User("i|ann".into()));
        for next in ["1", "2"] {
            let mut results = Results::default();
            results.update(Q, ran("1", "[]"), &by(&nobody, 1), &nobody);
            results.update(Q, ran(next, "[]"), &by(&nobody, 2), &nobody);
            results.hide_all();
            assert_eq!(results.confirm(&by(&ann, 1), &ann), []);
            assert_eq!(results.confirm(&by(&ann, 2), &ann).len(), 1);
        }
    }

    #[test]
    fn log_lines_are_told_but_where_nothing_was_logged_twice_in_a_row() {
        let mut results = Results::default();
        let nobody = IdentityKey::None;
        for (text, logged, told) in [
            ("1", "[]", Some("[]")),
            ("2", "[]", None),
            ("3", "[\"x\"]", Some("[\"x\"]")),
            ("4", "[\"x\"]", Some("[\"x\"]")),
            ("5", "[]", Some("[]")),
            ("6", "[]", None),
        ] {
            let change = results.update(Q, ran(text, logged), &by(&nobody, 1), &nobody);
            assert_eq!(change.and_then(|change| change.log_lines).as_deref(), told, "{text}");
        }
        results.hide_all();
        let shown = results.update(Q, ran("7", "[]"), &by(&nobody, 1), &nobody);
        assert_eq!(
            shown.and_then(|change| change.log_lines).as_deref(),
            Some("[]"),
            "nothing was seen before"
        );
    }

    #[test]
    fn a_result_of_another_identity_is_never_shown_until_the_server_confirms_it() {
        let mut results = Results::default();
        let (bob, ann) = (IdentityKey::User("i|bob".into()), IdentityKey::User("i|ann".into()));
        results.update(Q, ran("1", "[]"), &by(&bob, 1), &bob);
        assert_eq!(results.hide_all(), [Q]);
        assert_eq!(results.update(Q, ran("2", "[]"), &by(&bob, 1), &ann), None);
        assert_eq!(results.confirm(&by(&ann, 2), &ann), [], "another connection confirms nothing");
        assert_eq!(results.confirm(&by(&ann, 1), &ann).len(), 1);
        assert_eq!(results.confirm(&by(&ann, 1), &ann), []);
    }

    #[test]
    fn what_is_still_on_screen_is_hidden_though_a_later_result_is_for_somebody_else() {
        let mut results = Results::default();
        let (bob, ann) = (IdentityKey::User("i|bob".into()), IdentityKey::User("i|ann".into()));
        results.update(Q, ran("1", "[]"), &by(&ann, 1), &ann);
        assert_eq!(results.update(Q, ran("2", "[]"), &by(&bob, 1), &ann), None);
        assert_eq!(results.hide_all(), [Q]);
        assert_eq!(results.hide_all(), []);
    }

    #[test]
    fn what_was_computed_for_nobody_may_be_seen_by_whoever_signs_in() {
        let mut results = Results::default();
        let (nobody, ann) = (IdentityKey::None, IdentityKey::User("i|ann".into()));
        results.update(Q, ran("1", "[]"), &by(&nobody, 1), &nobody);
        assert!(results.update(Q, ran("2", "[]"), &by(&nobody, 1), &ann).is_some());
        assert_eq!(results.confirm(&by(&ann, 1), &ann), [], "it is on screen already");
        assert_eq!(results.hide_all(), [Q], "and ann's from now on");
    }

    #[test]
    fn every_change_of_a_long_value_travels_as_patches_however_many_came_before() {
        let mut results = Results::default();
        let nobody = IdentityKey::None;
        let padding = "x".repeat(2_000);
        for round in 0..4 {
            let text = std::format!("[\"{padding}\",{round}]");
            let mut tape = Tape::default();
            let read =
                crate::json::Scanner::new(&text).taped_value(&mut tape, results.known(Q, &Frame::default()));
            assert!(read.is_ok_and(|raw| raw.text == text));
            let change = results.update(Q, Ran { tape, ..ran(&text, "[]") }, &by(&nobody, 1), &nobody);
            let is_patched = matches!(change, Some(Change { news: News::Patched(_), .. }));
            assert_eq!(is_patched, round > 0, "{round}");
        }
    }
}
