//! The run loop: one input in, every output done, what is left handed to JavaScript in one piece.
//!
//! Owns: the core, the socket, the timer, the batch for JavaScript. Leaves to others: decisions (the core) and user
//! code (`js/`), which runs when the core is no longer borrowed and may call in again at once.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use wasm_bindgen::prelude::*;

use super::callback::Callbacks;
use super::platform::{Error, Function, env};
use super::socket::Socket;
use super::timers::Timers;
use super::wake::Wake;
use crate::ids::{QueryId, RequestId, SocketId};
use crate::json::{ObjectWriter, push_bool, push_string};
use crate::output::Severity;
use crate::{Client, Input, Output};

/// What a socket that could not even be made counts as: closed without a word.
const ABNORMAL: u16 = 1006;

pub struct Driver {
    client: RefCell<Client>,
    pending: RefCell<Vec<Output>>,
    draining: Cell<bool>,
    batch: RefCell<String>,
    socket: RefCell<Option<Socket>>,
    timers: Timers,
    _wake: Wake,
    url: String,
    callbacks: Callbacks,
    connect: Function,
    deliver: Function,
}

/// What JavaScript gives the driver.
pub struct Hooks {
    /// `connect(url)`: a new WebSocket; may throw.
    pub connect: Function,
    /// `guard(callback)`: a function to be called in the callback's stead.
    pub guard: Function,
    /// `deliver(json)`: takes a batch; must not throw.
    pub deliver: Function,
}

impl Driver {
    pub fn new(client: Client, url: String, hooks: Hooks) -> Rc<Driver> {
        let Hooks { connect, guard, deliver } = hooks;
        Rc::new_cyclic(|me| {
            let callbacks = Callbacks::new(me, guard);
            Driver {
                client: RefCell::new(client),
                pending: RefCell::default(),
                draining: Cell::default(),
                batch: RefCell::default(),
                socket: RefCell::default(),
                timers: Timers::new(&callbacks),
                _wake: Wake::listen(&callbacks),
                url,
                callbacks,
                connect,
                deliver,
            }
        })
    }

    /// Feeds one input and does all that follows. The id that answers a subscription or a request.
    pub fn feed(&self, input: Input) -> u32 {
        let env = env();
        let outputs = self.client.borrow_mut().handle(input, env);
        let mut answer = 0;
        for output in outputs {
            match output {
                Output::Subscribed(QueryId(id)) | Output::Accepted(RequestId(id)) => answer = id,
                other => self.pending.borrow_mut().push(other),
            }
        }
        // An output may feed the next input (storage's acknowledgement, a socket that answers while it is being
        // written to): the outermost call does what that brings, in order.
        if !self.draining.replace(true) {
            while !self.pending.borrow().is_empty() {
                for output in self.pending.take() {
                    self.perform(output);
                }
            }
            self.draining.set(false);
            self.hand_over();
        }
        answer
    }

    /// The token that the core shows the server, if a user is signed in.
    pub fn token(&self) -> Option<String> {
        self.client.borrow().token().map(Into::into)
    }

    /// Ends for ever.
    pub fn close(&self) {
        self.feed(Input::Close);
        self.timers.disarm();
    }

    fn perform(&self, output: Output) {
        match output {
            Output::OpenSocket(socket) => self.open(socket),
            Output::CloseSocket(socket) => self.close_socket(socket),
            Output::Send { socket, frame } => self.send(socket, &frame),
            Output::Deadline(deadline) => self.timers.arm(deadline),
            Output::ScheduleFlush => self.timers.schedule_flush(),
            // There is no storage yet, so nothing needs to be waited for.
            Output::Persist { batch, .. } => drop(self.feed(Input::Persisted(batch))),
            Output::Record(record) => self.collect("record", &|out| record.write_json(out)),
            Output::ConnectionState(state) => self.collect("connectionState", &|out| state.write_json(out)),
            Output::FetchToken { fetch, force } => self.collect("fetchToken", &|out| {
                let mut object = ObjectWriter::open(out);
                object.u32("fetch", fetch);
                object.bool("force", force);
                object.close();
            }),
            Output::Authenticated(is) => self.collect("authenticated", &|out| push_bool(out, is)),
            Output::Refreshing(is) => self.collect("refreshing", &|out| push_bool(out, is)),
            Output::Report(Severity::Info, text) => self.collect("info", &|out| push_string(out, &text)),
            Output::Report(Severity::Warning, text) => {
                self.collect("warning", &|out| push_string(out, &text))
            }
            Output::Report(Severity::Error, text) => self.collect("error", &|out| push_string(out, &text)),
            Output::Subscribed(_) | Output::Accepted(_) => {}
        }
    }

    fn open(&self, id: SocketId) {
        match Socket::open(id, &self.connect, &self.url, &self.callbacks) {
            Ok(socket) => drop(self.socket.replace(Some(socket))),
            Err(thrown) => {
                let reason = thrown.dyn_into::<Error>().map(|error| error.message()).unwrap_or_default();
                self.collect("error", &|out| push_string(out, &reason));
                self.feed(Input::SocketClosed { socket: id, code: ABNORMAL, reason });
            }
        }
    }

    fn close_socket(&self, id: SocketId) {
        let current = self.socket.borrow().as_ref().is_some_and(|socket| socket.id() == id);
        if current {
            drop(self.socket.take());
        }
    }

    fn send(&self, id: SocketId, frame: &str) {
        let sent = match self.socket.borrow().as_ref() {
            Some(socket) if socket.id() == id => socket.send(frame),
            _ => Ok(()),
        };
        if sent.is_err() {
            // Nothing more may go out on it: what follows a frame that is missing would be read without it.
            self.close_socket(id);
            self.feed(Input::SendFailed(id));
        }
    }

    /// Adds one `{kind: ...}` to the batch.
    fn collect(&self, kind: &str, write: &dyn Fn(&mut String)) {
        let mut batch = self.batch.borrow_mut();
        let separator = if batch.is_empty() { '[' } else { ',' };
        batch.push(separator);
        let mut object = ObjectWriter::open(&mut batch);
        write(object.key(kind));
        object.close();
    }

    fn hand_over(&self) {
        let mut batch = self.batch.take();
        if !batch.is_empty() {
            batch.push(']');
            // The receiver catches what user code throws; nothing is left to do about anything else.
            let _ = self.deliver.call(&JsValue::NULL, &batch);
        }
    }
}
