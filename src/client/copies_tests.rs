//! A frame of which parts are copied from the last one comes to what the same frame comes to that is all new.

use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use super::rig::{Rig, transition, updated, values};
use crate::frames::Frames;
use crate::ids::{QueryId, SocketId};
use crate::input::Input;
use crate::shared_text::Frame;

const LENGTH: usize = 60;

fn document(random: &mut fastrand::Rng, id: usize) -> String {
    let pad = "x".repeat(random.usize(100..300));
    format!(r#"{{"_id":"d{id}","tags":["{}",[{}]],"pad":"{pad}"}}"#, random.u8(0..3), random.u8(0..9))
}

fn edit(random: &mut fastrand::Rng, list: &mut Vec<String>, id: usize) {
    let at = random.usize(0..list.len());
    match random.u8(0..5) {
        0 => list.insert(at, document(random, id)),
        1 if list.len() > LENGTH / 2 => drop(list.remove(at)),
        2 => list.rotate_left(at),
        3 => {
            let other = random.usize(0..list.len());
            list.swap(at, other);
        }
        _ => list[at] = document(random, id),
    }
}

/// What of `new` stands at the start and at the end of `old`, and a part of the middle that happens to.
fn steps(old: &str, new: &str, random: &mut fastrand::Rng) -> (String, Vec<u32>) {
    let same = |(one, other): &(u8, u8)| one == other;
    let head = old.bytes().zip(new.bytes()).take_while(same).count();
    let most = old.len().min(new.len()) - head;
    let tail = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(same).count();
    let middle = &new[head..new.len() - tail];
    let start = random.usize(0..=middle.len());
    let part = &middle[start..random.usize(start..=middle.len())];
    let mut steps = Vec::from([0, 0, head as u32]);
    let mut fresh = middle.to_string();
    if let Some(from) = old.find(part).filter(|_| part.len() > 8) {
        fresh = [&middle[..start], &middle[start + part.len()..]].concat();
        steps.extend([start as u32, from as u32, part.len() as u32]);
        steps.extend([(middle.len() - start - part.len()) as u32, (old.len() - tail) as u32, tail as u32]);
    } else {
        steps.extend([middle.len() as u32, (old.len() - tail) as u32, tail as u32]);
    }
    (fresh, steps)
}

fn hear(rig: &mut Rig, text: Frame) -> Vec<String> {
    rig.feed(Input::Message { socket: SocketId(0), text });
    rig.records().iter().flat_map(values).collect()
}

#[test]
fn a_frame_with_copied_parts_comes_to_what_one_that_is_all_new_comes_to() {
    let mut random = fastrand::Rng::with_seed(11);
    let (mut one, mut other) = (Rig::open(), Rig::open());
    for rig in [&mut one, &mut other] {
        assert_eq!(rig.subscribe("m:list"), QueryId(0));
        rig.feed(Input::Flush);
        rig.server(&transition((1, 0, 10), (2, 0, 10), ""));
        rig.records();
    }
    let mut list: Vec<String> = (0..LENGTH).map(|id| document(&mut random, id)).collect();
    let mut frames = Frames::default();
    let (mut last, mut told): (Option<String>, usize) = (None, 0);
    for step in 0..400 {
        for _ in 0..random.usize(1..4) {
            edit(&mut random, &mut list, 1000 + step);
        }
        let ts = 10 + step as u64;
        let value = format!(r#"{{"items":[{}],"total":{}}}"#, list.join(","), list.len());
        let text = transition((2, 0, ts), (2, 0, ts + 1), &updated(QueryId(0), &value));
        let frame = last.as_ref().map(|old| steps(old, &text, &mut random)).map_or_else(
            || Frame::new(text.clone(), true),
            |(fresh, steps)| {
                frames.assemble(0, &Frame::new(fresh, true), &steps).expect("the last frame is kept")
            },
        );
        assert_eq!(&*frame, text.as_str(), "{step}");
        frames.remember(0, &frame);
        let (copied, new) = (hear(&mut one, frame), hear(&mut other, Frame::new(text.clone(), true)));
        assert_eq!(copied, new, "{step}");
        let nothing = Frame::default();
        let known = one.client.results.known(QueryId(0), &nothing).expect("long enough");
        assert!(known.tree.tape.count() as usize <= text.matches(['{', '[']).count(), "{step}");
        told += usize::from(!new.is_empty());
        // Where the list is as it was, nobody keeps the frame.
        last = frames.knows(0).then_some(text);
    }
    assert!(told > 300, "{told}");
}
