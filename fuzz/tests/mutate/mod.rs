//! Inputs near others, from a seed.
//!
//! Owns: a few of the mutations that libFuzzer makes, without its knowledge of what they reach.

use fastrand::Rng;

const MOST_BYTES: usize = 4096;
const INTERESTING: [&[u8]; 8] = [b"\"", b"\\ud83d", b"{\"$", b"[]", b"\0", b"\xff", b"1e9", b"null"];

/// One of the inputs with up to eight edits.
pub fn mutated(inputs: &[Vec<u8>], seed: u64) -> Vec<u8> {
    let mut random = Rng::with_seed(seed);
    let mut data = random.choice(inputs).cloned().unwrap_or_default();
    for _ in 0..random.usize(1..=8) {
        edit(&mut data, inputs, &mut random);
    }
    data.truncate(MOST_BYTES);
    data
}

fn edit(data: &mut Vec<u8>, inputs: &[Vec<u8>], random: &mut Rng) {
    let at = random.usize(0..=data.len());
    let end = (at + random.usize(0..=8)).min(data.len());
    match random.u8(0..7) {
        0 => data.insert(at, random.u8(..)),
        1 => drop(data.drain(at..end)),
        2 => data[at..end].iter_mut().for_each(|byte| *byte = random.u8(..)),
        3 => data[at..end].iter_mut().for_each(|byte| *byte ^= 1 << random.u8(0..8)),
        4 => drop(data.splice(at..end, INTERESTING[random.usize(0..INTERESTING.len())].iter().copied())),
        5 => data.extend_from_within(at..end),
        _ => {
            let other = random.choice(inputs).map(Vec::as_slice).unwrap_or_default();
            let from = random.usize(0..=other.len());
            data.truncate(at);
            data.extend_from_slice(&other[from..]);
        }
    }
}
