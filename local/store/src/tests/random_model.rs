//! Random transactions against a small model, and the soundness of read sets.
//!
//! The model keeps all documents in one map and answers queries by sorting; index keys, overlays,
//! batches and intervals exist only in the store.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::support::*;
use crate::test_values::seeded;
use crate::{ReadSet, Store, Transaction};

/// Document id -> (order of creation, `a`, `b`); `None` is a missing field.
type Model = BTreeMap<String, (usize, Option<i64>, i64)>;

#[derive(Clone, Debug)]
enum Action {
    Insert {
        a: Option<i64>,
        b: i64,
    },
    Patch {
        pick: usize,
        a: Option<i64>,
    },
    Replace {
        pick: usize,
        b: i64,
    },
    Delete {
        pick: usize,
    },
    Look(Look),
    /// Runs the inner actions and takes them back.
    Undone(Vec<Action>),
}

/// A query over the index `by_ab`.
#[derive(Clone, Debug)]
struct Look {
    low: Option<i64>,
    high: Option<i64>,
    descending: bool,
    limit: Option<usize>,
    odd_only: bool,
}

fn small() -> impl Strategy<Value = i64> {
    -4_i64..5
}

fn any_look() -> impl Strategy<Value = Look> {
    let ends = (prop::option::weighted(0.4, -4_i64..2), prop::option::weighted(0.4, -1_i64..5));
    let rest = (any::<bool>(), prop::option::of(1_usize..4), prop::bool::weighted(0.3));
    (ends, rest).prop_map(|((low, high), (descending, limit, odd_only))| Look {
        low,
        high,
        descending,
        limit,
        odd_only,
    })
}

fn any_insert() -> impl Strategy<Value = Action> {
    (prop::option::weighted(0.8, small()), small()).prop_map(|(a, b)| Action::Insert { a, b })
}

fn any_write() -> impl Strategy<Value = Action> {
    prop_oneof![
        any_insert(),
        (any::<usize>(), prop::option::of(small())).prop_map(|(pick, a)| Action::Patch { pick, a }),
        (any::<usize>(), small()).prop_map(|(pick, b)| Action::Replace { pick, b }),
        any::<usize>().prop_map(|pick| Action::Delete { pick }),
    ]
}

fn any_action() -> impl Strategy<Value = Action> {
    let simple = || prop_oneof![2 => any_write(), 1 => any_look().prop_map(Action::Look)];
    let undone = prop::collection::vec(simple(), 1..6).prop_map(Action::Undone);
    prop_oneof![8 => simple(), 1 => undone]
}

fn store_under_test() -> Store {
    with_indexes(&[("t", &[("by_ab", &["a", "b"])])])
}

impl Look {
    fn to_query(&self) -> Json {
        let bound = |kind: &str, value: i64| json!({"type": kind, "fieldPath": "a", "value": value});
        let range = [self.low.map(|n| bound("Gt", n)), self.high.map(|n| bound("Lte", n))];
        let odd =
            json!({"filter": {"$neq": [{"$mod": [{"$field": "b"}, {"$literal": 2}]}, {"$literal": 0}]}});
        // The remainder of a negative even number is -0, which is not 0.
        let negative = json!({"filter": {"$neq": [{"$mod": [{"$field": "b"}, {"$literal": 2}]}, {"$literal": {"$float": "AAAAAAAAAIA="}}]}});
        let mut operators = if self.odd_only { vec![odd, negative] } else { vec![] };
        operators.extend(self.limit.map(|limit| json!({ "limit": limit })));
        let order = if self.descending { "desc" } else { "asc" };
        let range: Vec<Json> = range.into_iter().flatten().collect();
        index_query("t.by_ab", json!(range), order, json!(operators))
    }

    fn expected(&self, model: &Model) -> Vec<String> {
        let inside = |a: &Option<i64>| {
            self.low.is_none_or(|low| a.is_some_and(|a| a > low))
                && self.high.is_none_or(|high| a.is_none_or(|a| a <= high))
        };
        let mut found: Vec<_> = model.iter().filter(|(_, (_, a, _))| inside(a)).collect();
        found.sort_by_key(|(_, (created, a, b))| (*a, *b, *created));
        if self.descending {
            found.reverse();
        }
        found.retain(|(_, (_, _, b))| !self.odd_only || b % 2 != 0);
        found.truncate(self.limit.unwrap_or(usize::MAX));
        found.into_iter().map(|(id, _)| id.clone()).collect()
    }

    fn run(&self, tx: &mut Transaction) -> Vec<String> {
        column(tx, &self.to_query(), "_id").iter().map(|id| id.as_str().unwrap().to_owned()).collect()
    }
}

/// Does the same to a transaction and to the model, comparing what both see.
fn perform(actions: &[Action], tx: &mut Transaction, model: &mut Model, created: &mut usize) {
    for action in actions {
        match action {
            Action::Insert { a, b } => {
                let value = a.map_or_else(|| json!({"b": b}), |a| json!({"a": a, "b": b}));
                *created += 1;
                model.insert(insert(tx, "t", value), (*created, *a, *b));
            }
            Action::Look(look) => assert_eq!(look.run(tx), look.expected(model), "{look:?}"),
            Action::Undone(inner) => {
                let savepoint = tx.savepoint();
                perform(inner, tx, &mut model.clone(), created);
                tx.rollback(savepoint);
            }
            Action::Patch { pick, .. } | Action::Replace { pick, .. } | Action::Delete { pick } => {
                let Some(id) = model.keys().nth(pick % model.len().max(1)).cloned() else { continue };
                change(action, id, tx, model);
            }
        }
    }
}

fn change(action: &Action, id: String, tx: &mut Transaction, model: &mut Model) {
    let entry = model.get_mut(&id).unwrap();
    match action {
        Action::Patch { a, .. } => {
            let a_json = a.map_or_else(|| json!({"$undefined": null}), |a| json!(a));
            call(tx, "1.0/shallowMerge", json!({"id": id, "value": {"a": a_json}})).unwrap();
            entry.1 = *a;
        }
        Action::Replace { b, .. } => {
            call(tx, "1.0/replace", json!({"id": id, "value": {"b": b}})).unwrap();
            (entry.1, entry.2) = (None, *b);
        }
        _ => {
            call(tx, "1.0/remove", json!({"id": id})).unwrap();
            model.remove(&id);
        }
    }
}

fn check_everything(store: &Store, model: &Model) {
    let all = Look { low: None, high: None, descending: false, limit: None, odd_only: false };
    let mut tx = store.begin(NOW_MS);
    assert_eq!(all.run(&mut tx), all.expected(model));
    let by_creation: Vec<&str> = {
        let mut ids: Vec<_> = model.iter().map(|(id, (created, ..))| (*created, id.as_str())).collect();
        ids.sort_unstable();
        ids.into_iter().map(|(_, id)| id).collect()
    };
    assert_eq!(column(&mut tx, &full_scan("t"), "_id"), by_creation);
    assert_eq!(call(&mut tx, "1.0/count", json!({"table": "t"})), Ok(json!(model.len())));
}

proptest! {
    #![proptest_config(seeded(192))]

    #[test]
    fn transactions_behave_like_the_model(
        transactions in prop::collection::vec(prop::collection::vec(any_action(), 4..24), 1..5)
    ) {
        let (store, mut model, mut created) = (store_under_test(), Model::new(), 0);
        for actions in &transactions {
            let mut tx = store.begin(NOW_MS);
            perform(actions, &mut tx, &mut model, &mut created);
            commit(tx);
            check_everything(&store, &model);
        }
    }

    #[test]
    fn an_untouched_query_has_the_same_result(
        seed in prop::collection::vec(any_insert(), 4..16),
        looks in prop::collection::vec(any_look(), 6),
        later in prop::collection::vec(any_write(), 1..3),
    ) {
        let (store, mut model, mut created) = (store_under_test(), Model::new(), 0);
        write(&store, |tx| perform(&seed, tx, &mut model, &mut created));
        let run = |look: &Look| -> (Vec<Json>, ReadSet) {
            read(&store, |tx| collect(tx, &look.to_query()).unwrap())
        };
        let before: Vec<_> = looks.iter().map(run).collect();
        let ((), writes) = write(&store, |tx| perform(&later, tx, &mut model, &mut created));
        for (look, (result, reads)) in looks.iter().zip(before) {
            if !reads.is_touched_by(&writes) {
                prop_assert_eq!(run(look).0, result, "{:?}", look);
            }
        }
    }
}
