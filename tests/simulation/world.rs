//! One run: the client, the link, the server, the app, on a virtual clock.
//!
//! Owns: time, chance, what is under way on the link, and what must hold in the end.

use std::collections::{BTreeMap, VecDeque};

use lentil::ids::{Millis, QueryId, RequestId, SocketId};
use lentil::input::LayerUse;
use lentil::{Client, Env, Input, Output};

use crate::faults::Faults;
use crate::server::Server;
use crate::viewer::{Caller, Viewer};

const KEYS: u64 = 6;
/// The text of the server's FatalError.
const GAVE_UP: &str = "gave up";

enum Under {
    ToServer(String),
    ToClient(String),
}

struct Link {
    socket: SocketId,
    open: bool,
    /// Nothing passes any more, and nobody is told.
    half_open: bool,
    /// What is under way, each with the time of its arrival; a socket keeps order.
    under_way: VecDeque<(u64, Under)>,
}

/// One run.
pub struct World {
    pub faults: Faults,
    pub trace: Vec<String>,
    random: fastrand::Rng,
    now: u64,
    client: Client,
    server: Server,
    viewer: Viewer,
    link: Option<Link>,
    deadline: Option<u64>,
    flush: bool,
    /// Subscribers by query.
    subscribed: BTreeMap<QueryId, (u64, u32)>,
    answer: u32,
}

impl World {
    pub fn new(seed: u64) -> World {
        let mut world = World {
            faults: Faults::default(),
            trace: Vec::new(),
            random: fastrand::Rng::with_seed(seed),
            now: 0,
            client: Client::new("6bc8f6f1-0000-4000-8000-000000000000".into()),
            server: Server::new(),
            viewer: Viewer::default(),
            link: None,
            deadline: None,
            flush: false,
            subscribed: BTreeMap::new(),
            answer: 0,
        };
        world.feed(Input::Start);
        world
    }

    /// Does random things.
    pub fn run(&mut self, steps: u32) {
        for _ in 0..steps {
            match self.random.u32(0..100) {
                0..15 => self.subscribe(),
                15..22 => self.unsubscribe(),
                22..45 => self.mutate(),
                45..50 => self.act(),
                50..60 => self.write_elsewhere(),
                60..67 => self.break_something(),
                _ => {}
            }
            if self.random.bool() {
                self.end_of_turn();
            }
            let ms = if self.random.u32(0..20) == 0 { 40_000 } else { 80 };
            let pause = self.random.u64(0..ms);
            self.advance(self.now + pause);
        }
    }

    /// Quiet time; then what must hold.
    pub fn settle(&mut self) {
        self.end_of_turn();
        if let Some(link) = self.link.as_mut().filter(|link| link.half_open) {
            link.under_way.clear();
        }
        self.advance(self.now + 300_000);
        for (query, (key, _)) in &self.subscribed {
            assert_eq!(self.viewer.base.get(query), Some(&self.server.value(*key)), "query of key {key}");
        }
        assert_eq!(self.viewer.base.len(), self.subscribed.len(), "results that nobody watches");
        assert!(self.viewer.layers.is_empty(), "layers that never fell");
        for (RequestId(id), caller) in &self.viewer.callers {
            let settled =
                caller.settled.as_ref().unwrap_or_else(|| panic!("{} {id} never settled", caller.kind));
            let commit = self.server.committed.get(&u64::from(*id));
            if settled.as_ref().is_err_and(|text| text.contains(GAVE_UP)) {
                // Twice in a row the server gave up with this request alone under way: it ends, whatever it did.
                self.faults.happened("request that the server gave up on");
            } else if caller.kind == "mutation" {
                assert_eq!(settled.is_err(), caller.must_fail, "mutation {id}");
                assert_eq!(settled.as_ref().ok(), commit.map(|commit| &commit.result), "mutation {id}");
            }
        }
        assert!(self.server.executed.is_sorted(), "mutations took effect out of order");
        for _ in 0..self.server.repeats {
            self.faults.happened("mutation repeated and answered from the record");
        }
    }

    fn subscribe(&mut self) {
        let key = self.random.u64(0..KEYS);
        let args = format!("{{\"key\":{key}}}");
        self.feed(Input::Subscribe { path: "m:get".into(), args, journal: None });
        self.subscribed.entry(QueryId(self.answer)).or_insert((key, 0)).1 += 1;
        self.faults.happened("subscription");
    }

    fn unsubscribe(&mut self) {
        let watched: Vec<QueryId> = self.subscribed.keys().copied().collect();
        let Some(query) = self.random.choice(watched) else { return };
        self.feed(Input::Unsubscribe(query));
        if let Some((_, count)) = self.subscribed.get_mut(&query) {
            *count -= 1;
            if *count == 0 {
                self.subscribed.remove(&query);
            }
        }
    }

    fn mutate(&mut self) {
        let (key, by) = (self.random.u64(0..KEYS), self.random.i64(1..9));
        let must_fail = self.random.u32(0..8) == 0;
        let args = format!("{{\"by\":{by},\"fail\":{must_fail},\"key\":{key}}}");
        let optimistic = self.random.bool();
        let layer = if optimistic { LayerUse::Optimistic } else { LayerUse::None };
        let id = RequestId(self.viewer.callers.len() as u32);
        let caller = Caller { kind: "mutation", must_fail, settled: None };
        self.viewer.callers.insert(id, caller);
        self.feed(Input::Mutate { path: "m:add".into(), args, layer });
        assert_eq!(RequestId(self.answer), id);
        self.faults.happened("mutation");
        if optimistic {
            self.run_update(id);
        }
    }

    /// The optimistic update of a mutation, which sometimes throws.
    fn run_update(&mut self, id: RequestId) {
        self.viewer.layers.insert(id, ());
        if self.random.u32(0..6) > 0 {
            self.faults.happened("optimistic update");
            return self.feed(Input::LayerReady(id));
        }
        self.faults.happened("optimistic update threw");
        self.feed(Input::LayerFailed(id));
        if let Some(caller) = self.viewer.callers.get_mut(&id) {
            assert!(caller.settled.is_none(), "a mutation whose update threw was settled");
            caller.settled = Some(Err("threw".into()));
            caller.must_fail = true;
        }
    }

    fn act(&mut self) {
        let id = RequestId(self.viewer.callers.len() as u32);
        self.viewer.callers.insert(id, Caller { kind: "action", must_fail: false, settled: None });
        self.feed(Input::Act { path: "m:act".into(), args: "{}".into() });
        self.faults.happened("action");
    }

    fn write_elsewhere(&mut self) {
        let (key, by) = (self.random.u64(0..KEYS), self.random.i64(1..9));
        let frames = self.server.write(key, by);
        self.reply(frames);
    }

    fn break_something(&mut self) {
        let Some(link) = self.link.as_mut().filter(|link| link.open && !link.half_open) else { return };
        let socket = link.socket;
        if link
            .under_way
            .iter()
            .any(|(_, under)| matches!(under, Under::ToClient(text) if text.contains("Response")))
        {
            self.faults.happened("answer lost with its connection");
        }
        match self.random.u32(0..4) {
            0 => {
                self.faults.happened("half-open socket");
                link.half_open = true;
            }
            1 => {
                self.faults.happened("protocol fault");
                let text = self.random.choice(["nonsense", r#"{"type":"FatalError","error":"gave up"}"#]);
                self.feed(Input::Message { socket, text: text.unwrap_or_default().into() });
            }
            2 => {
                self.faults.happened("server restart");
                self.lose(socket, 1006, "");
            }
            _ => {
                self.faults.happened("close with a code");
                let code = self.random.choice([1000, 1005, 1011, 1013, 4040]).unwrap_or(1000);
                let reason = self.random.choice(["", "InternalServerError", "CommitterFullError"]);
                self.lose(socket, code, reason.unwrap_or_default());
            }
        }
    }

    fn lose(&mut self, socket: SocketId, code: u16, reason: &str) {
        self.link = None;
        self.feed(Input::SocketClosed { socket, code, reason: reason.into() });
    }

    fn end_of_turn(&mut self) {
        if std::mem::take(&mut self.flush) {
            self.feed(Input::Flush);
        }
    }

    /// Lets time pass up to `until`: arrivals and deadlines in order.
    fn advance(&mut self, until: u64) {
        while let Some(next) = self.next_event().filter(|next| *next <= until) {
            self.now = self.now.max(next);
            if self.deadline.is_some_and(|deadline| deadline <= self.now) {
                self.deadline = None;
                self.feed(Input::Due);
            } else {
                self.arrive();
            }
            self.end_of_turn();
        }
        self.now = until;
    }

    fn next_event(&self) -> Option<u64> {
        let arrival = self.link.as_ref().filter(|link| !link.half_open).and_then(|link| {
            let opening = (!link.open).then_some(self.now);
            opening.or(link.under_way.front().map(|(at, _)| *at))
        });
        [arrival, self.deadline].into_iter().flatten().min()
    }

    fn arrive(&mut self) {
        let Some(link) = self.link.as_mut() else { return };
        let socket = link.socket;
        if !link.open {
            link.open = true;
            self.server.accept();
            return self.feed(Input::SocketOpened(socket));
        }
        match link.under_way.pop_front() {
            Some((_, Under::ToServer(frame))) => {
                let frames = self.server.receive(&frame);
                self.reply(frames);
            }
            Some((_, Under::ToClient(text))) => self.feed(Input::Message { socket, text }),
            None => {}
        }
    }

    fn reply(&mut self, frames: Vec<String>) {
        for frame in frames {
            self.transmit(Under::ToClient(frame));
        }
    }

    fn transmit(&mut self, under: Under) {
        let delay = self.random.u64(0..60);
        let Some(link) = self.link.as_mut().filter(|link| link.open && !link.half_open) else { return };
        let earliest = link.under_way.back().map_or(0, |(at, _)| *at);
        link.under_way.push_back((earliest.max(self.now + delay), under));
    }

    fn feed(&mut self, input: Input) {
        let env = Env { now: Millis(self.now), wall: Millis(self.now), random: self.random.f64() };
        for output in self.client.handle(input, env) {
            self.trace.push(format!("{} {output:?}", self.now));
            self.perform(output);
        }
    }

    fn perform(&mut self, output: Output) {
        match output {
            Output::Subscribed(QueryId(id)) | Output::Accepted(RequestId(id)) => self.answer = id,
            Output::OpenSocket(socket) => {
                self.link = Some(Link { socket, open: false, half_open: false, under_way: VecDeque::new() });
            }
            Output::CloseSocket(_) => self.link = None,
            Output::Send { frame, .. } => self.transmit(Under::ToServer(frame)),
            Output::Deadline(Millis(at)) => self.deadline = Some(at),
            Output::ScheduleFlush => self.flush = true,
            Output::Persist { batch, .. } => {
                let answer = self.answer;
                self.feed(Input::Persisted(batch));
                self.answer = answer;
            }
            Output::Record(record) => self.viewer.apply(&record, &self.server, &mut self.faults),
            Output::ConnectionState(_) | Output::CredentialRejected(_) | Output::Report(..) => {}
        }
    }
}
