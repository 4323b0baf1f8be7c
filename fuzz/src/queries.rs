//! The queries as subscribers know them.
//!
//! Owns: ids, subscribers, whether a result is shown, and what must hold of them.

use std::collections::BTreeMap;

use lentil::record::{News, QueryChange};

/// What is asked for: equal ones are one query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub path: String,
    pub args: String,
    pub component: Option<String>,
}

pub struct Query {
    pub name: Name,
    pub subscribers: u32,
    pub has_result: bool,
    pub gone: bool,
}

impl Query {
    /// Whether it has what it will have: a result, or an end.
    pub fn is_settled(&self) -> bool {
        // What no server is asked for was refused at once; one that speaks of it all the same may hide that.
        let is_asked_for = lentil::protocol::check_path(&self.name.path).is_ok();
        self.gone || (self.subscribers > 0 && (self.has_result || !is_asked_for))
    }
}

#[derive(Default)]
pub struct Queries {
    pub all: BTreeMap<u32, Query>,
}

impl Queries {
    /// The answer to a subscription.
    pub fn subscribed(&mut self, id: u32, name: &Name) {
        if let Some(query) = self.all.get_mut(&id) {
            assert!(!query.gone, "query {id} was used up");
            assert_eq!(query.name, *name, "query {id} is another one");
            query.subscribers += 1;
            return;
        }
        assert!(self.all.keys().all(|known| *known < id), "query {id} is not newer than all before it");
        let twin = |query: &Query| query.subscribers > 0 && query.name == *name;
        assert!(!self.all.values().any(twin), "{name:?} is watched twice");
        let query = Query { name: name.clone(), subscribers: 1, has_result: false, gone: false };
        self.all.insert(id, query);
    }

    pub fn unsubscribed(&mut self, id: u32) {
        if let Some(query) = self.all.get_mut(&id) {
            query.subscribers = query.subscribers.saturating_sub(1);
        }
    }

    pub fn change(&mut self, change: &QueryChange) {
        let id = change.query.0;
        let query = self.all.get_mut(&id).unwrap_or_else(|| panic!("news of the unknown query {id}"));
        assert!(!query.gone, "news of query {id}, which is gone");
        match &change.news {
            // A journal alone is told also of a result that is not shown, as it was computed for another user.
            News::Unchanged => {
                let is_news = query.has_result || change.journal.is_some();
                assert!(is_news, "query {id}: the same as nothing");
            }
            News::Patched(_) | News::Set(_) | News::Failed(_) => query.has_result = true,
            News::Loading => query.has_result = false,
            News::Gone => {
                assert_eq!(query.subscribers, 0, "query {id} is gone while it is watched");
                query.gone = true;
            }
        }
    }

    pub fn are_settled(&self) -> bool {
        self.all.values().all(Query::is_settled)
    }

    /// Whether a server may be told of the query.
    pub fn assert_can_be_added(&self, id: u32, path: &str, component: Option<&str>) {
        let query = self.all.get(&id).unwrap_or_else(|| panic!("the unknown query {id} is sent"));
        assert!(query.subscribers > 0, "query {id} is sent and nobody watches it");
        assert_eq!((&*query.name.path, query.name.component.as_deref()), (path, component));
        assert_eq!(lentil::protocol::check_path(path), Ok(()), "a path that no server can read");
    }
}
