//! What `js/patch.ts` does with patches, on values of serde_json.

use serde_json::{Value, from_str};

pub fn read(text: &str) -> Value {
    from_str(text).expect("JSON")
}

/// The value after all patches, a JSON array of them.
pub fn patched(mut value: Value, patches: &str) -> Value {
    for patch in read(patches).as_array().expect("a list of patches") {
        apply(&mut value, patch);
    }
    value
}

/// The part of a value that a path leads to.
fn part<'a>(value: &'a mut Value, path: &Value) -> &'a mut Value {
    path.as_array().expect("a path").iter().fold(value, |part, step| match step {
        Value::String(key) => &mut part[key],
        at => &mut part[at.as_u64().expect("an index") as usize],
    })
}

/// What `js/patch.ts` does.
fn apply(value: &mut Value, patch: &Value) {
    let place = part(value, &patch["path"]);
    let Some(pieces) = patch["arrange"].as_array() else {
        *place = patch["set"].clone();
        return;
    };
    let old = place.as_array().expect("an array is arranged").clone();
    let number = |value: &Value| value.as_u64().expect("a number") as usize;
    let items = pieces.iter().flat_map(|piece| match piece["items"].as_array() {
        Some(items) => items.clone(),
        None => {
            let from = number(&piece["from"]);
            old[from..from + number(&piece["count"])].to_vec()
        }
    });
    *place = Value::Array(items.collect());
}
