//! How often each thing happened, so that a run that tests nothing cannot pass.

use std::collections::BTreeMap;
use std::fmt;

/// Counts by name.
#[derive(Default)]
pub struct Tally {
    counts: BTreeMap<&'static str, u64>,
}

/// Everything that must happen often over all runs.
const EXPECTED: [&str; 42] = [
    "action",
    "action lost with its connection",
    "admin key",
    "answer lost with its connection",
    "answer repeated",
    "app told that a token is replaced",
    "app told who is signed in",
    "asleep for hours",
    "close with a code",
    "credential refused",
    "half-open socket",
    "identity changed",
    "late message of a socket that is gone",
    "journal sent back",
    "layer fell with its effect",
    "mutation",
    "mutation failed",
    "mutation repeated and answered from the record",
    "optimistic update",
    "outcome of a mutation checked against the server",
    "optimistic update threw",
    "private value checked against the identity",
    "protocol fault",
    "request ended with its identity",
    "result changed in part",
    "result checked against the server in the end",
    "send failed",
    "server restart",
    "server restored from an old backup",
    "setAuth",
    "started waiting for a user",
    "subscription",
    "token expired",
    "token fetch answered too late",
    "token fetch failed",
    "token fetch hung",
    "token fetched",
    "transition before its answer",
    "transition in parts",
    "user checked against the token fetcher in the end",
    "wall clock jumped",
    "woken up",
];

impl Tally {
    /// Counts one.
    pub fn happened(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    /// Adds another run's counts.
    pub fn add(&mut self, other: &Tally) {
        for (what, count) in &other.counts {
            *self.counts.entry(what).or_default() += count;
        }
    }

    /// Panics when something expected happened less often than `least`.
    pub fn assert_all_happened(&self, least: u64) {
        for what in EXPECTED {
            let count = self.counts.get(what).copied().unwrap_or(0);
            assert!(count >= least, "{what}: only {count} times, expected {least}");
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.counts.iter().try_for_each(|(what, count)| writeln!(formatter, "{count:>8}  {what}"))
    }
}
