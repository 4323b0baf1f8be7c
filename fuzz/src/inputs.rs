//! The target `inputs`: any sequence of inputs that a host may feed.
//!
//! Owns: bytes to inputs. Leaves to others: performing and checking (`host.rs`), the end (`settle.rs`).

use arbitrary::Unstructured;
use lentil::Input;
use lentil::auth::Credential;
use lentil::connection::Patience;
use lentil::ids::{BatchId, QueryId, RequestId, SocketId};
use lentil::input::{LayerUse, Options};
use lentil::token_flow::TokenOptions;

use crate::frames::{one_of, pick, plausible};
use crate::host::Host;
use crate::tokens;

const PATHS: [&str; 6] = ["m:a", "m:b", "dir/m:c", "m", "no path", ""];
const ARGS: [&str; 3] = ["{}", r#"{"a":1}"#, r#"{"a":{"$integer":"AQAAAAAAAAA="}}"#];
const COMPONENTS: [Option<&str>; 4] = [None, None, None, Some("counter")];
const JOURNALS: [Option<&str>; 3] = [None, Some("null"), Some(r#""journal""#)];
const CODES: [u16; 6] = [1000, 1001, 1005, 1006, 4040, 65535];
const REASONS: [&str; 4] = ["", "TooManyConcurrentRequests", "InternalServerError", "\"\\\u{1}é"];
const SPANS: [u64; 8] = [0, 1, 100, 999, 5_000, 20_000, 60_000, u64::MAX / 2];
const WALLS: [u64; 4] = [0, 1_000_000, 1_700_000_000_000, u64::MAX];

/// Feeds what the bytes say, then lets everything come to an end.
pub fn inputs(data: &[u8]) {
    let mut chance = Unstructured::new(data);
    let mut host = Host::new();
    if pick(&mut chance, 8) > 0 {
        start(&mut chance, &mut host);
    }
    while !chance.is_empty() {
        step(&mut chance, &mut host);
    }
    host.settle();
}

fn step(chance: &mut Unstructured<'_>, host: &mut Host) {
    match pick(chance, 32) {
        0..=4 => call(chance, host),
        5 => host.feed(Input::Unsubscribe(QueryId(pick(chance, 8) as u32))),
        6..=7 => update(chance, host),
        8..=9 => store(chance, host),
        10..=12 => open(chance, host),
        13 => lose(chance, host),
        14..=20 => message(chance, host),
        21 => {
            host.now = host.now.max(host.deadline);
            host.feed(Input::Due);
        }
        22 => host.feed(Input::Due),
        23 => host.now = host.now.saturating_add(one_of(chance, &SPANS)),
        24 => clock(chance, host),
        25 => host.feed(Input::Flush),
        26 => host.feed(if pick(chance, 2) == 0 { Input::Wake } else { Input::Reconnect }),
        27 => identify(chance, host),
        28..=30 => token(chance, host),
        _ => life(chance, host),
    }
}

fn call(chance: &mut Unstructured<'_>, host: &mut Host) {
    let (path, args) = (one_of(chance, &PATHS).into(), one_of(chance, &ARGS).into());
    host.feed(match pick(chance, 5) {
        0 | 1 => {
            let component = one_of(chance, &COMPONENTS).map(Into::into);
            let journal = one_of(chance, &JOURNALS).map(Into::into);
            Input::Subscribe { path, args, component, journal }
        }
        2 => Input::Mutate { path, args, layer: LayerUse::None },
        3 => Input::Mutate { path, args, layer: LayerUse::Optimistic },
        _ => Input::Act { path, args },
    });
}

/// The update of a mutation ran or threw.
fn update(chance: &mut Unstructured<'_>, host: &mut Host) {
    let staged = host.requests.staged();
    match staged.get(pick(chance, staged.len() + 1)) {
        Some(id) if pick(chance, 4) == 0 => host.feed(Input::LayerFailed(RequestId(*id))),
        Some(id) => host.feed(Input::LayerReady(RequestId(*id))),
        None => {}
    }
}

/// Storage answers, in any order; or speaks of what it was never given.
fn store(chance: &mut Unstructured<'_>, host: &mut Host) {
    let saving: Vec<u32> = host.requests.saving.keys().copied().collect();
    let batch = match saving.get(pick(chance, saving.len() + 1)) {
        Some(batch) => BatchId(*batch),
        None => BatchId(pick(chance, 256) as u32 + 1_000_000),
    };
    host.feed(if pick(chance, 8) == 7 { Input::PersistFailed(batch) } else { Input::Persisted(batch) });
}

fn open(chance: &mut Unstructured<'_>, host: &mut Host) {
    match &host.sockets.current {
        Some(socket) if socket.is_open => {}
        Some(socket) => {
            let id = socket.id;
            host.feed(Input::SocketOpened(id));
        }
        None => host.feed(Input::SocketOpened(gone(chance, host))),
    }
}

/// A socket that there is no more.
fn gone(chance: &mut Unstructured<'_>, host: &Host) -> SocketId {
    let is_there = u32::from(host.sockets.current.is_some());
    SocketId(match host.sockets.made - is_there {
        0 => u32::MAX,
        gone => pick(chance, gone as usize) as u32,
    })
}

fn lose(chance: &mut Unstructured<'_>, host: &mut Host) {
    let socket = match (&host.sockets.current, pick(chance, 4)) {
        (Some(socket), 1..) => socket.id,
        _ => gone(chance, host),
    };
    if pick(chance, 4) == 0 {
        return host.feed(Input::SendFailed(socket));
    }
    let (code, reason) = (one_of(chance, &CODES), one_of(chance, &REASONS).into());
    host.feed(Input::SocketClosed { socket, code, reason });
}

fn message(chance: &mut Unstructured<'_>, host: &mut Host) {
    let Some(socket) = host.sockets.current.as_mut().filter(|socket| socket.is_open) else {
        let socket = gone(chance, host);
        return host.feed(Input::Message { socket, text: String::from(r#"{"type":"Ping"}"#).into() });
    };
    let id = socket.id;
    let (garbled, stale) = (pick(chance, 16), pick(chance, 16) == 15);
    for text in plausible(chance, &mut socket.conversation) {
        let text = if garbled == 15 { garble(chance, text) } else { text };
        let socket = if stale { gone(chance, host) } else { id };
        host.feed(Input::Message { socket, text: text.into() });
    }
}

/// The frame cut short, or with some of its bytes replaced.
fn garble(chance: &mut Unstructured<'_>, text: String) -> String {
    let mut bytes = text.into_bytes();
    let at = pick(chance, bytes.len());
    match pick(chance, 4) {
        0 => bytes.truncate(at),
        1 => drop(bytes.remove(at)),
        2 => bytes[at] = pick(chance, 256) as u8,
        _ => bytes = chance.bytes(chance.len().min(64)).unwrap_or_default().to_vec(),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn clock(chance: &mut Unstructured<'_>, host: &mut Host) {
    match pick(chance, 3) {
        0 => host.wall = one_of(chance, &WALLS),
        1 => host.wall = host.wall.saturating_add(one_of(chance, &SPANS)),
        _ => host.random = one_of(chance, &[0.0, 0.5, 0.999_999_999]),
    }
}

fn identify(chance: &mut Unstructured<'_>, host: &mut Host) {
    host.feed(match pick(chance, 5) {
        0..=2 => Input::SetAuth,
        3 => Input::SetCredential(Credential::User { token: tokens::token(pick(chance, tokens::COUNT)) }),
        _ => Input::SetCredential(match pick(chance, 3) {
            0 => Credential::None,
            1 => Credential::Admin { key: "secret-key".into(), acting_as: None },
            _ => Credential::Admin { key: "secret-key".into(), acting_as: Some(r#"{"name":"x"}"#.into()) },
        }),
    });
}

/// The app's answer to a fetch, or to one that nobody waits for.
fn token(chance: &mut Unstructured<'_>, host: &mut Host) {
    let fetch = match (host.quiet.fetch(), pick(chance, 8)) {
        (Some(fetch), 1..) => fetch,
        _ => pick(chance, 256) as u32,
    };
    host.feed(match pick(chance, 6) {
        0 => Input::TokenFailed { fetch, reason: "offline".into() },
        1 => Input::TokenFetched { fetch, token: None },
        _ => Input::TokenFetched { fetch, token: Some(tokens::token(pick(chance, tokens::COUNT))) },
    });
}

fn options(chance: &mut Unstructured<'_>) -> Options {
    Options {
        expect_auth: pick(chance, 4) == 3,
        token: TokenOptions {
            leeway_ms: one_of(chance, &[10_000, 0, u64::MAX]),
            reuse_initial: pick(chance, 2) == 1,
        },
        patience: Patience {
            inactivity_ms: one_of(chance, &[60_000, 0, u64::MAX]),
            max_backoff_ms: one_of(chance, &[16_000, 0, u64::MAX]),
        },
    }
}

/// It starts, if it has not; or rarely ends.
fn life(chance: &mut Unstructured<'_>, host: &mut Host) {
    if pick(chance, 32) == 31 {
        return host.feed(Input::Close);
    }
    start(chance, host);
}

fn start(chance: &mut Unstructured<'_>, host: &mut Host) {
    if host.sockets.made == 0 {
        let options = options(chance);
        host.feed(Input::Start(options));
    }
}
