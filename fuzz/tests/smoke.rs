//! What the fuzzers found before, and what is near it, on stable Rust.
//!
//! Owns: repeating the committed corpus and every regression, and seeded mutations of them: a fixed number, not a
//! fixed time. Leaves to others: what must hold (the targets), finding more (`npm run fuzz`).
//!
//! A failing run names the input, or writes it down and names the file: `npm run fuzz` begins with it, if it is moved to
//! `fuzz/regressions/TARGET`.

mod mutate;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use lentil_fuzz::{TARGETS, Target};
use mutate::mutated;

const MUTATIONS: u64 = 4_000;

/// Every committed input of a target, in the order of their names.
fn committed(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["corpus", "regressions"].map(|kind| root.join(kind).join(target));
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(path).expect("the file"))).collect()
}

fn holds((_, run): Target, data: &[u8]) -> bool {
    catch_unwind(AssertUnwindSafe(|| run(data))).is_ok()
}

#[test]
fn the_corpus_and_every_crash_that_was_found_pass() {
    for target in TARGETS {
        let inputs = committed(target.0);
        assert!(!inputs.is_empty(), "{} has no corpus", target.0);
        for (path, data) in inputs {
            assert!(holds(target, &data), "{} fails on {}", target.0, path.display());
        }
    }
}

#[test]
fn mutations_of_them_pass() {
    for target in TARGETS {
        let inputs: Vec<Vec<u8>> = committed(target.0).into_iter().map(|(_, data)| data).collect();
        for seed in 0..MUTATIONS {
            let data = mutated(&inputs, seed);
            if !holds(target, &data) {
                let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-seed-{seed}", target.0));
                fs::write(&path, &data).expect("the input is written down");
                panic!("{} fails on {}", target.0, path.display());
            }
        }
    }
}
