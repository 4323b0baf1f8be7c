//! Promises of the diff: applied to the old value the patches give the new one, and they touch only what changed.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use serde_json::{Map, Value, json};

use self::support::{patched, read};
use super::{Grain, diff, kept_ways};
use crate::json::{Known, Scanner, Tape, Tree};
use crate::record::{Slice, Whole};

#[path = "../../tests/support/patches.rs"]
mod support;

/// A checked text with its containers.
fn tape_of(text: &str, known: Option<Known<'_>>) -> (Tape, bool) {
    let mut tape = Tape::default();
    let raw = Scanner::new(text).taped_value(&mut tape, known).expect("JSON");
    (tape, raw.special)
}

/// What is found of `new` does not depend on what is known; the tape for which something is.
fn read_again(old: Tree<'_>, new: &str, special: bool) -> (Tape, bool) {
    let ((tape, is_special), mut again) =
        (tape_of(new, None), tape_of(new, Some(Known { tree: old, special, copies: None })));
    let taken_over = again.0.containers.iter().filter_map(|container| old.tape.get(container.was)).count();
    let bytes = |container: crate::json::Container| old.bytes(container.start, container.end);
    for container in &again.0.containers {
        let text = new.as_bytes().get(container.start as usize..container.end as usize);
        assert!(old.tape.get(container.was).is_none_or(|was| Some(bytes(was)) == text), "{new}");
    }
    for (one, other) in again.0.containers.iter().zip(&tape.containers) {
        assert_eq!((one.start, one.end, one.next), (other.start, other.end, other.next), "{new}");
    }
    assert_eq!(again.0.count(), tape.count());
    assert!(again.1 == is_special || (again.1 && special && taken_over > 0));
    again.1 = is_special;
    again
}

fn patches(old: &str, new: &str) -> String {
    let (mut before, was_special) = tape_of(old, None);
    before.stamp = 1;
    let before = Tree { text: old, tape: &before };
    let (after, special) = read_again(before, new, was_special);
    let grain = Grain::of(old);
    let made = diff(before, Tree { text: new, tape: &after }, special, grain);
    let unrelated = tape_of(new, None).0;
    assert_eq!(made, diff(before, Tree { text: new, tape: &unrelated }, special, grain), "{old}\n{new}");
    made.unwrap_or_else(|| whole(Tree { text: new, tape: &after }, special, grain))
}

fn whole(new: Tree<'_>, special: bool, grain: Grain) -> String {
    let value = Slice { text: new.text.into(), special };
    let mut patch = String::from("[");
    Whole { value, keep: kept_ways(new, grain) }.write_json(None, &mut patch);
    patch.insert_str(2, "\"path\":[],");
    patch.push(']');
    patch
}

#[track_caller]
fn check(old: &str, new: &str) -> Vec<Value> {
    let patches = patches(old, new);
    assert_eq!(patched(read(old), &patches), read(new), "{old}\n{new}\n{patches}");
    list_of(&patches)
}

fn list_of(patches: &str) -> Vec<Value> {
    read(patches).as_array().expect("a list of patches").clone()
}

/// A list of documents, long enough that patches pay.
fn list(ids: impl IntoIterator<Item = u32>) -> Vec<Value> {
    let text = "so that a document has some length";
    ids.into_iter().map(|id| json!({"_id": format!("d{id}"), "n": 0, "text": text})).collect()
}

fn text(value: impl Into<Value>) -> String {
    value.into().to_string()
}

fn describe(patches: &[Value]) -> Vec<String> {
    let edit = |patch: &Value| match patch["arrange"].as_array() {
        Some(pieces) => pieces.iter().map(piece).collect::<Vec<_>>().join(" "),
        None => patch["set"].to_string(),
    };
    patches.iter().map(|patch| format!("{}: {}", way(&patch["path"]), edit(patch))).collect()
}

fn piece(piece: &Value) -> String {
    match piece["items"].as_array() {
        Some(items) => format!("new {}", items.len()),
        None => format!("{}+{}", piece["from"], piece["count"]),
    }
}

fn way(path: &Value) -> String {
    path.as_array()
        .expect("a path")
        .iter()
        .map(Value::to_string)
        .collect::<Vec<_>>()
        .join("/")
        .replace('"', "")
}

/// Whether they set the whole value.
fn is_whole(patches: &[Value]) -> bool {
    matches!(patches, [patch] if patch["path"] == json!([]) && patch["arrange"].is_null())
}

#[test]
fn one_field_of_one_document() {
    let old = list(0..20);
    let mut new = old.clone();
    new[7]["n"] = json!(5);
    assert_eq!(describe(&check(&text(old), &text(new.clone()))), [format!("7: {}", new[7])]);
}

#[test]
fn documents_that_come_go_and_move_keep_the_others() {
    let old = text(list(0..20));
    let cases = [
        ((100..101).chain(0..20).collect::<Vec<_>>(), ": new 1 0+20"),
        ((0..5).chain(100..102).chain(5..20).collect(), ": 0+5 new 2 5+15"),
        ((0..3).chain(9..20).collect(), ": 0+3 9+11"),
        ((0..20).rev().take(3).chain(0..17).collect(), ": 19+1 18+1 17+1 0+17"),
    ];
    for (ids, expected) in cases {
        assert_eq!(describe(&check(&old, &text(list(ids)))), [expected]);
    }
}

#[test]
fn a_document_that_moved_and_changed_is_found_by_its_id() {
    let old = list(0..20);
    let mut new = old.clone();
    let mut moved = new.remove(12);
    moved["n"] = json!(1);
    new.insert(0, moved);
    let expected = [": 12+1 0+12 13+7".into(), format!("0: {}", new[0])];
    assert_eq!(describe(&check(&text(old), &text(new))), expected);
}

#[test]
fn elements_without_an_id_are_found_by_their_content() {
    let names = |names: &[&str]| {
        let of = |name: &&str| json!({"name": name, "text": "x".repeat(200)});
        text(names.iter().map(of).collect::<Vec<_>>())
    };
    let old = names(&["a", "b", "c", "d", "e", "f"]);
    assert_eq!(describe(&check(&old, &names(&["b", "c", "a", "d", "e", "f"]))), [": 1+2 0+1 3+3"], "moved");
    let replaced = check(&old, &names(&["a", "b", "X", "d", "e", "f"]));
    assert_eq!(replaced.iter().map(|patch| way(&patch["path"])).collect::<Vec<_>>(), ["2"]);
    let twice = names(&["a", "a", "c", "d", "e", "f"]);
    assert_eq!(describe(&check(&twice, &names(&["c", "a", "a", "a", "e", "f"])))[0], ": 2+1 0+2 new 1 4+2");
}

#[test]
fn scalars_of_an_array_are_set_in_their_places() {
    let old = text((100..400).collect::<Vec<_>>());
    let new = old.replace("150", "7");
    assert_eq!(describe(&check(&old, &new)), ["50: 7"]);
}

#[test]
fn an_object_with_other_fields_is_another_object() {
    let old = json!({"list": list(0..20), "one": {"a": 1}});
    let mut new = old.clone();
    new["one"] = json!({"a": 1, "b": 2});
    assert_eq!(describe(&check(&text(old), &text(new))), [r#"one: {"a":1,"b":2}"#]);
}

#[test]
fn values_that_need_decoding_are_set_whole_and_say_so() {
    let old = json!({"list": list(0..20), "big": {"$integer": "AAAAAAAAAAA="}, "n": 0});
    let mut new = old.clone();
    new["big"]["$integer"] = json!("AQAAAAAAAAA=");
    new["n"] = json!(1);
    let patches = check(&text(old), &text(new));
    assert_eq!(describe(&patches), [r#"big: {"$integer":"AQAAAAAAAAA="}"#, "n: 1"]);
    let specials = patches.iter().map(|patch| &patch["special"]);
    assert_eq!(specials.collect::<Vec<_>>(), [&json!(true), &json!(null)]);
}

#[test]
fn what_changed_all_over_or_is_short_is_set_whole() {
    let all = list(0..20).into_iter().map(|_| json!({"other": "x".repeat(60)})).collect::<Vec<_>>();
    for (old, new) in [(text(list(0..20)), text(all)), ("[1,2]".into(), "[1,3]".into())] {
        let patches = check(&old, &new);
        assert!(is_whole(&patches), "{new}");
    }
}

#[test]
fn a_name_that_is_there_twice_counts_as_the_last() {
    let long = "x".repeat(600);
    let object = |first, last| format!(r#"{{"at":{{"k":{first},"k":{last},"z":"{long}"}},"b":"{long}"}}"#);
    let text = patches(&object(1, 2), &object(3, 2));
    assert!(text.starts_with(r#"[{"path":["at"],"set":{"k":3,"k":2,"#), "{text}");
    let patches = check(&object(1, 2), &object(3, 2));
    assert!(patches[0]["keep"].is_null(), "nothing in it is told apart later");
}

#[test]
fn large_parts_are_told_apart_at_any_depth_and_named_for_whoever_keeps_copies() {
    let groups = |n: u32| {
        let of = |at: u32| json!({"name": at, "inner": {"items": list(at * 20..at * 20 + 20)}});
        let mut groups: Vec<_> = (0..3).map(of).collect();
        groups[1]["inner"]["items"][4]["n"] = json!(n);
        json!({"groups": groups, "total": n})
    };
    let (old, new) = (text(groups(0)), text(groups(1)));
    let paths: Vec<_> = check(&old, &new).iter().map(|patch| way(&patch["path"])).collect();
    assert_eq!(paths, ["groups/1/inner/items/4", "total"]);
    let (tape, special) = tape_of(&old, None);
    let first = whole(Tree { text: &old, tape: &tape }, special, Grain::of(&old));
    let group = |at: u32| ["", "/inner", "/inner/items"].map(|end| format!("groups/{at}{end}"));
    let expected = [vec![String::new(), "groups".into()], [group(0), group(1), group(2)].concat()].concat();
    let ways = list_of(&first)[0]["keep"].as_array().expect("ways").iter().map(way).collect::<Vec<_>>();
    assert_eq!(ways, expected);
}

#[test]
fn depth_needs_no_stack() {
    let deep = |leaf: &str| {
        let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
        format!("[\"{}\",{open}{leaf}{close}]", "x".repeat(300_000))
    };
    let patches = patches(&deep("1"), &deep("2"));
    assert!(patches.contains("[2]"), "{}", patches.len());
}

#[test]
fn what_a_list_says_again_is_not_read_again() {
    let taken_over = |ids: &[u32]| {
        let (old, mut new) = (text(list(0..20)), list(ids.iter().copied()));
        // Its id is not written where the others are.
        new.iter_mut()
            .filter(|document| document["_id"] == "d99")
            .for_each(|document| document["n"] = json!(7));
        let (mut before, _) = tape_of(&old, None);
        before.stamp = 1;
        let (after, _) = tape_of(
            &text(new),
            Some(Known { tree: Tree { text: &old, tape: &before }, special: false, copies: None }),
        );
        after.containers.iter().filter(|container| container.was != crate::json::NONE).count()
    };
    let with = |edit: &dyn Fn(&mut Vec<u32>)| {
        let mut ids: Vec<_> = (0..20).collect();
        edit(&mut ids);
        taken_over(&ids)
    };
    assert_eq!(with(&|ids| ids[4] = 99), 19);
    assert_eq!(with(&|ids| ids[4..8].fill(99)), 16);
    assert_eq!(with(&|ids| ids.insert(4, 99)), 20);
    assert_eq!(with(&|ids| ids.truncate(19)), 19);
    assert_eq!(with(&|ids| ids.insert(0, 99)), 20);
    assert_eq!(with(&|ids| ids.swap(3, 4)), 19);
    assert_eq!(with(&|ids| ids.rotate_right(1)), 19);
}

/// A value of any shape; the deeper, the smaller.
fn random(rng: &mut fastrand::Rng, depth: u32) -> Value {
    match rng.u32(0..if depth > 3 { 4 } else { 8 }) {
        0 => json!(rng.u32(0..5)),
        1 => json!("text\n\"é😀".chars().take(rng.usize(0..9)).collect::<String>()),
        2 => json!(null),
        3 => json!({"$integer": "AAAAAAAAAAA="}),
        4 | 5 => (0..rng.u32(0..7)).map(|_| random(rng, depth + 1)).collect(),
        6 => json!({"_id": rng.u32(0..6).to_string(), "v": random(rng, depth + 1)}),
        _ => {
            let keys = ["a", "b", "__proto__", "é\"", "0", "toString"];
            let mut fields = Map::new();
            for key in keys {
                if rng.bool() {
                    fields.insert(key.to_string(), random(rng, depth + 1));
                }
            }
            Value::Object(fields)
        }
    }
}

/// Changes something somewhere in it.
fn edit(rng: &mut fastrand::Rng, value: &mut Value) {
    match value {
        Value::Array(items) if !items.is_empty() && rng.u32(0..4) > 0 => {
            let at = rng.usize(0..items.len());
            match rng.u32(0..5) {
                0 => drop(items.remove(at)),
                1 => items.insert(at, random(rng, 2)),
                2 => items[at..].reverse(),
                3 => items.push(items[at].clone()),
                _ => edit(rng, &mut items[at]),
            }
        }
        Value::Object(fields) if !fields.is_empty() && rng.u32(0..6) > 0 => {
            let at = rng.usize(0..fields.len());
            edit(rng, fields.values_mut().nth(at).expect("it has so many"));
        }
        _ => *value = random(rng, 2),
    }
}

#[test]
fn patches_give_the_new_value_whatever_it_is() {
    let (mut rng, mut partial) = (fastrand::Rng::with_seed(7), 0);
    for _ in 0..5_000 {
        let mut value: Value = (0..30).map(|_| random(&mut rng, 1)).collect();
        let old = text(value.clone());
        for _ in 0..rng.u32(1..4) {
            edit(&mut rng, &mut value);
        }
        let patches = check(&old, &text(value));
        partial += u32::from(!is_whole(&patches));
    }
    assert!(partial > 2_000, "{partial} of them in part");
}

#[test]
fn what_is_the_same_as_in_another_text_is_not_the_same_as_in_this_one() {
    let [old, between] = [0, 1].map(|n| text(vec![json!({"n": n, "text": "x".repeat(400)}); 4]));
    let ((mut before, _), (mut other, _)) = (tape_of(&old, None), tape_of(&between, None));
    (before.stamp, other.stamp) = (1, 2);
    let known = Known { tree: Tree { text: &between, tape: &other }, special: false, copies: None };
    let (after, special) = tape_of(&between, Some(known));
    assert!(after.containers.iter().all(|container| container.was != crate::json::NONE));
    let (before, after) = (Tree { text: &old, tape: &before }, Tree { text: &between, tape: &after });
    let made = diff(before, after, special, Grain::of(&old));
    assert!(made.is_none_or(|made| patched(read(&old), &made) == read(&between)));
}

#[test]
fn a_special_value_is_never_patched_in_parts() {
    let bytes = |letter: &str| json!({"$bytes": letter.repeat(4_000)});
    let of = |letter| text(json!([list(0..40), bytes(letter), {"in": {"deep": bytes(letter)}}]));
    let patches = check(&of("A"), &of("B"));
    assert_eq!(patches.iter().map(|patch| way(&patch["path"])).collect::<Vec<_>>(), ["1", "2/in/deep"]);
    assert!(patches.iter().all(|patch| patch["special"] == json!(true) && patch["keep"].is_null()));
}

#[test]
fn a_value_that_became_much_larger_is_set_whole_so_that_its_parts_are_told_apart_anew() {
    let grown = |count: u32| text((0..20).chain(100..100 + count).map(|id| list([id])).collect::<Vec<_>>());
    assert!(!is_whole(&check(&grown(0), &grown(500))));
    assert!(is_whole(&check(&grown(0), &grown(3_000))));
}

#[test]
fn new_parts_that_are_told_apart_later_are_named_where_they_come_to_stand() {
    let large = |id: u32| json!({"_id": format!("d{id}"), "text": "x".repeat(600)});
    let documents = |ids: &[u32]| text(ids.iter().copied().map(large).collect::<Vec<_>>());
    let patches = check(&documents(&[0, 1, 2, 3, 4, 5, 6]), &documents(&[0, 1, 8, 9, 2, 3, 7, 4, 5, 6]));
    assert_eq!(describe(&patches), [": 0+2 new 2 2+2 new 1 4+3"]);
    assert_eq!(patches[0]["keep"], json!([[2], [3], [6]]));
}
