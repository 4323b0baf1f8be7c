//! What the server says.
//!
//! Owns: applying each message. A transition is read and checked as a whole before anything of it is applied.

use alloc::vec::Vec;

use super::Client;
use crate::ids::SocketId;
use crate::input::Env;
use crate::protocol::{
    Modification, ModificationKind, ProtocolError, Response, ServerMessage, Transition, parse,
};
use crate::record::{News, QueryChange, Record};
use crate::requests::{Completed, Kind};
use crate::results::{Change, Provenance, Ran};
use crate::shared_text::Frame;

/// Whether a frame was a whole message: the others prove only that the server is alive.
enum Progress {
    Some,
    None,
}

impl Client {
    pub(super) fn on_frame(&mut self, socket: SocketId, frame: &Frame, env: Env) {
        if self.connection.open_socket() != Some(socket) {
            return;
        }
        self.connection.heard(env);
        match self.read(frame).and_then(|message| self.on_message(message, frame, env)) {
            Err(error) => self.on_fault(&error, env),
            Ok(Progress::Some) if self.resync.is_done(self.remote.identity) => self.connection.synced(),
            Ok(_) => {}
        }
    }

    fn read<'a>(&self, frame: &'a Frame) -> Result<ServerMessage<'a>, ProtocolError> {
        parse(frame, &|query| self.results.known(query, frame))
    }

    fn on_message(
        &mut self,
        message: ServerMessage<'_>,
        frame: &Frame,
        env: Env,
    ) -> Result<Progress, ProtocolError> {
        if !matches!(message, ServerMessage::Chunk(_) | ServerMessage::Ping) {
            self.chunks.clear();
        }
        match message {
            ServerMessage::Ping => return Ok(Progress::None),
            ServerMessage::Transition(transition) => self.on_transition(transition, frame, env)?,
            ServerMessage::Chunk(chunk) => match self.chunks.push(chunk)? {
                Some(whole) => return self.on_whole(&Frame::from(whole), env),
                None => return Ok(Progress::None),
            },
            ServerMessage::MutationResponse(response) => self.on_response(Kind::Mutation, &response),
            ServerMessage::ActionResponse(response) => self.on_response(Kind::Action, &response),
            ServerMessage::AuthError { message, base_version, was_update } => {
                self.on_auth_error(&message, base_version, was_update, env);
            }
            ServerMessage::FatalError { message } => return Err(ProtocolError::Fatal(message)),
        }
        Ok(Progress::Some)
    }

    /// What chunks make up must be a transition.
    fn on_whole(&mut self, frame: &Frame, env: Env) -> Result<Progress, ProtocolError> {
        match self.read(frame)? {
            transition @ ServerMessage::Transition(_) => self.on_message(transition, frame, env),
            _ => Err(ProtocolError::ChunkOutOfOrder),
        }
    }

    fn on_transition(
        &mut self,
        transition: Transition<'_>,
        frame: &Frame,
        env: Env,
    ) -> Result<(), ProtocolError> {
        if transition.start != self.remote {
            return Err(ProtocolError::VersionMismatch);
        }
        self.remote = transition.end;
        self.observe(transition.end.ts);
        self.on_identity_reached(&transition, env);
        let provenance = self.provenance(transition.end.identity);
        let mut queries = Vec::new();
        let count = transition.modifications.len();
        for modification in transition.modifications {
            self.resync.queries.remove(modification.query);
            queries.extend(self.modify(modification, frame, &provenance));
        }
        let all_of = (queries.len() == count).then(|| frame.clone());
        if transition.end.identity > transition.start.identity {
            let confirmed = self.results.confirm(&provenance, self.auth.key());
            queries.extend(confirmed.into_iter().map(|(query, Change { news, log_lines })| QueryChange {
                query,
                news,
                log_lines,
                journal: None,
            }));
        }
        let settled = self.requests.settle_up_to(transition.end.ts);
        self.connection.good_transition();
        let server = Some(transition.end.ts);
        self.record(Record { server, queries, settled, all_of, ..Record::default() });
        Ok(())
    }

    fn modify(
        &mut self,
        modification: Modification<'_>,
        frame: &Frame,
        provenance: &Provenance,
    ) -> Option<QueryChange> {
        let query = modification.query;
        let ModificationKind::Ran { outcome, tape, log_lines, journal } = modification.kind else {
            return None;
        };
        if !self.queries.is_announced(query) {
            return None;
        }
        // Whoever it was computed for: a list keeps its pages' ends over a change of the user.
        let journal = journal.filter(|journal| self.queries.set_journal(query, journal));
        let ran = Ran { outcome, tape, log_lines, frame };
        let change = self.results.update(query, ran, provenance, self.auth.key());
        if change.is_none() && journal.is_none() {
            return None;
        }
        let (news, log_lines) = match change {
            Some(change) => (change.news, change.log_lines),
            None => (News::Unchanged, None),
        };
        Some(QueryChange { query, news, log_lines, journal: journal.map(Into::into) })
    }

    fn on_response(&mut self, kind: Kind, response: &Response<'_>) {
        if let Some(ts) = response.ts {
            self.observe(ts);
        }
        let settled = self.requests.on_response(kind, response);
        self.settle(settled.into_iter().collect());
        self.send_requests(Completed::Leave);
    }
}
