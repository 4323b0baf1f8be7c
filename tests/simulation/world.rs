//! One run: the client, the link, the server, the app, on a virtual clock.
//!
//! Owns: time, chance, what is under way on the link, and what must hold in the end.

use std::collections::{BTreeMap, VecDeque};

use lentil::ids::{Millis, QueryId, RequestId, SocketId};
use lentil::input::{LayerUse, Options};
use lentil::output::Severity;
use lentil::{Client, Env, Input, Output};
use serde_json::Value;

use crate::account::Account;
use crate::server::{ADMIN, Reply, Server};
use crate::tally::Tally;
use crate::viewer::{Caller, Viewer};

pub const KEYS: u64 = 6;
/// The text of the server's FatalError.
pub const GAVE_UP: &str = "gave up";

pub enum Under {
    ToServer(String),
    ToClient(Reply),
}

pub struct Link {
    pub socket: SocketId,
    pub open: bool,
    /// Nothing passes any more, and nobody is told.
    pub half_open: bool,
    /// What is under way, each with the time of its arrival; a socket keeps order.
    pub under_way: VecDeque<(u64, Under)>,
}

/// One run.
pub struct World {
    pub tally: Tally,
    pub trace: Vec<String>,
    pub random: fastrand::Rng,
    pub now: u64,
    /// How far the wall clock is off; it may jump.
    pub wall_offset: u64,
    client: Client,
    pub server: Server,
    viewer: Viewer,
    pub link: Option<Link>,
    /// What sockets that are gone may still say.
    pub stale: Vec<(SocketId, String)>,
    pub account: Account,
    /// Who is signed in: whose token the client shows the server.
    pub subject: Option<String>,
    deadline: Option<u64>,
    flush: bool,
    /// Subscribers by query.
    subscribed: BTreeMap<QueryId, (u64, u32)>,
    answer: u32,
}

impl World {
    pub fn new(seed: u64) -> World {
        let mut world = World {
            tally: Tally::default(),
            trace: Vec::new(),
            random: fastrand::Rng::with_seed(seed),
            now: 0,
            wall_offset: 1_000_000,
            client: Client::new("6bc8f6f1-0000-4000-8000-000000000000".into()),
            server: Server::new(),
            viewer: Viewer::default(),
            link: None,
            stale: Vec::new(),
            account: Account::default(),
            subject: None,
            deadline: None,
            flush: false,
            subscribed: BTreeMap::new(),
            answer: 0,
        };
        let expect_auth = world.random.bool();
        world.feed(Input::Start(Options { expect_auth, ..Options::default() }));
        if expect_auth {
            world.tally.happened("started waiting for a user");
            world.advance(2_000);
            assert!(!world.server.was_greeted, "nothing is said before the app says who the user is");
            world.set_auth();
        }
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
                67..70 => self.sign_in_or_out(),
                70..72 => self.set_auth(),
                72..75 => self.disturb(),
                _ => {}
            }
            if self.random.bool() {
                self.end_of_turn();
            }
            let ms = match self.random.u32(0..200) {
                0 => {
                    self.tally.happened("asleep for hours");
                    10_000_000
                }
                1..10 => 40_000,
                _ => 80,
            };
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
        self.account.is_reliable = true;
        self.advance(self.now + 300_000);
        self.check_account();
        for (query, (key, _)) in &self.subscribed {
            assert_eq!(
                self.viewer.base.get(query),
                Some(&self.server.value(*key, self.subject.as_deref())),
                "query of key {key}"
            );
            self.tally.happened("result checked against the server in the end");
        }
        assert_eq!(self.viewer.base.len(), self.subscribed.len(), "results that nobody watches");
        assert!(self.viewer.layers.is_empty(), "layers that never fell");
        self.check_requests();
        self.viewer.check_equal();
        assert!(self.server.executed.is_sorted(), "mutations took effect out of order");
        for _ in 0..self.server.repeats {
            self.tally.happened("mutation repeated and answered from the record");
        }
    }

    /// Every request settled, and as the server knows it.
    fn check_requests(&mut self) {
        for (RequestId(id), caller) in &self.viewer.callers {
            let settled =
                caller.settled.as_ref().unwrap_or_else(|| panic!("{} {id} never settled", caller.kind));
            let commit = self.server.committed.get(&u64::from(*id));
            if settled.as_ref().is_err_and(|text| text.contains(GAVE_UP)) {
                // Twice in a row the server gave up with this request alone under way: it ends, whatever it did.
                self.tally.happened("request that the server gave up on");
            } else if settled.as_ref().is_err_and(|text| text.contains("signed-in user changed")) {
                self.tally.happened("request ended with its identity");
            } else if caller.kind == "mutation" {
                assert_eq!(settled.is_err(), caller.must_fail, "mutation {id}");
                // A server that was restored has forgotten what it answered.
                if !self.server.was_restored {
                    assert_eq!(settled.as_ref().ok(), commit.map(|commit| &commit.result), "mutation {id}");
                    self.tally.happened("outcome of a mutation checked against the server");
                }
            }
        }
    }

    fn subscribe(&mut self) {
        let key = self.random.u64(0..KEYS);
        let args = format!("{{\"key\":{key}}}");
        self.feed(Input::Subscribe { path: "m:get".into(), args, component: None, journal: None });
        self.subscribed.entry(QueryId(self.answer)).or_insert((key, 0)).1 += 1;
        self.tally.happened("subscription");
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
        let subject = serde_json::to_string(&self.subject).expect("a string or null");
        let args = format!("{{\"as\":{subject},\"by\":{by},\"fail\":{must_fail},\"key\":{key}}}");
        let optimistic = self.random.bool();
        let layer = if optimistic { LayerUse::Optimistic } else { LayerUse::None };
        let id = RequestId(self.viewer.callers.len() as u32);
        let caller = Caller { kind: "mutation", must_fail, settled: None };
        self.viewer.callers.insert(id, caller);
        self.feed(Input::Mutate { path: "m:add".into(), args, layer });
        assert_eq!(RequestId(self.answer), id);
        self.tally.happened("mutation");
        if optimistic {
            self.run_update(id);
        }
    }

    /// The optimistic update of a mutation, which sometimes throws.
    fn run_update(&mut self, id: RequestId) {
        self.viewer.layers.insert(id, ());
        if self.random.u32(0..6) > 0 {
            self.tally.happened("optimistic update");
            return self.feed(Input::LayerReady(id));
        }
        self.tally.happened("optimistic update threw");
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
        self.tally.happened("action");
    }

    fn write_elsewhere(&mut self) {
        let (key, by) = (self.random.u64(0..KEYS), self.random.i64(1..9));
        let frames = self.server.write(key, by);
        self.reply(frames);
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
            } else if self.account.next().is_some_and(|at| at <= self.now) {
                self.answer_fetch();
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
        [arrival, self.deadline, self.account.next()].into_iter().flatten().min()
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
            Some((_, Under::ToClient(Reply::Frame(text)))) => {
                self.feed(Input::Message { socket, text: text.into() })
            }
            Some((_, Under::ToClient(Reply::Close(code)))) => self.lose(socket, code, "InternalServerError"),
            None => {}
        }
    }

    pub fn reply(&mut self, replies: Vec<Reply>) {
        for reply in self.garble(replies) {
            self.transmit(Under::ToClient(reply));
        }
    }

    pub fn transmit(&mut self, under: Under) {
        let delay = self.random.u64(0..60);
        let Some(link) = self.link.as_mut().filter(|link| link.open && !link.half_open) else { return };
        let earliest = link.under_way.back().map_or(0, |(at, _)| *at);
        link.under_way.push_back((earliest.max(self.now + delay), under));
    }

    pub fn feed(&mut self, input: Input) {
        self.drain(input);
        let admin = self.client.has_auth().then(|| ADMIN.into());
        self.subject = self.client.token().map(|token| self.server.subject_of(token)).or(admin);
        self.viewer.check_identity(self.subject.as_deref(), &mut self.tally);
    }

    fn drain(&mut self, input: Input) {
        let (now, wall) = (Millis(self.now), Millis(self.wall_offset + self.now));
        let env = Env { now, wall, random: self.random.f64() };
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
            Output::Send { frame, .. } => {
                let message: Value = serde_json::from_str(&frame).expect("the client writes JSON");
                if message["type"] == "ModifyQuerySet" {
                    self.viewer.check_journals(&message, self.server.journals, &mut self.tally);
                }
                self.transmit(Under::ToServer(frame));
            }
            Output::Deadline(Millis(at)) => self.deadline = Some(at),
            Output::ScheduleFlush => self.flush = true,
            Output::Persist { batch, .. } => {
                let answer = self.answer;
                self.drain(Input::Persisted(batch));
                self.answer = answer;
            }
            Output::Record(record) => self.viewer.apply(&record, &self.server, &mut self.tally),
            Output::Report(Severity::Error, text) if text.starts_with("Failed to authenticate") => {
                self.tally.happened("credential refused");
            }
            Output::FetchToken { fetch, .. } => self.ask_for_token(fetch),
            Output::Authenticated(_) => self.tally.happened("app told who is signed in"),
            Output::Refreshing(_) => self.tally.happened("app told that a token is replaced"),
            Output::ConnectionState(_) | Output::Report(..) => {}
        }
    }
}
