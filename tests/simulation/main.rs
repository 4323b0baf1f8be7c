//! The client against a scripted server over a lossy link, on a virtual clock, from a seed.
//!
//! Owns: the runs and what they must have covered. Leaves to others: the event loop (`world.rs`), the server
//! (`server.rs`), what an app would see (`viewer.rs`).
//!
//! A failing run prints its seed; `SIMULATION_SEED=n cargo test --test simulation` repeats it alone. `npm test` runs it again with millions of steps,
//! optimised (`SIMULATION_RUNS=8000 cargo test --profile simulation --test simulation`).

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test fails by panicking"
)]

mod account;
mod chaos;
#[path = "../support/patches.rs"]
mod patches;
mod server;
mod tally;
mod viewer;
mod wire;
mod world;

use tally::Tally;
use world::World;

/// As many as a change is worth; `SIMULATION_RUNS` asks for more.
const RUNS: u64 = 300;
const STEPS: u32 = 250;

#[test]
fn after_quiet_time_everybody_sees_the_server_and_every_request_settled_once() {
    let seeds = match std::env::var("SIMULATION_SEED") {
        Ok(seed) => {
            let seed = seed.parse().expect("SIMULATION_SEED is a number");
            seed..seed + 1
        }
        Err(_) => 0..number_of_runs(),
    };
    let alone = seeds.end - seeds.start == 1;
    let mut total = Tally::default();
    for seed in seeds {
        // Printed only when the run fails: cargo shows a failing test's output.
        println!("SIMULATION_SEED={seed}");
        let mut world = World::new(seed);
        world.run(STEPS);
        world.settle();
        total.add(&world.tally);
    }
    println!("{total}");
    if !alone {
        total.assert_all_happened(100);
    }
}

fn number_of_runs() -> u64 {
    let asked = std::env::var("SIMULATION_RUNS");
    asked.map_or(RUNS, |runs| runs.parse().expect("SIMULATION_RUNS is a number"))
}

#[test]
fn a_run_repeats_exactly_from_its_seed() {
    let trace = |seed| {
        let mut world = World::new(seed);
        world.run(STEPS);
        world.settle();
        world.trace
    };
    assert_eq!(trace(7), trace(7));
    assert_ne!(trace(7), trace(8));
}
