//! Everything that can happen to the core.
//!
//! Owns: the closed `Input` enum and the surroundings (`Env`) that come with each. Leaves to others: reacting
//! (`client.rs`).

use alloc::string::String;

use crate::auth::Credential;
use crate::connection::Patience;
use crate::ids::{BatchId, Millis, QueryId, RequestId, SocketId};
use crate::shared_text::Frame;
use crate::token_flow::TokenOptions;

/// What the host knows at the moment of an input.
#[derive(Clone, Copy, Debug)]
pub struct Env {
    /// Monotonic time, for deadlines.
    pub now: Millis,
    /// Unix time, for what the server and the app are told.
    pub wall: Millis,
    /// A fresh random number in [0, 1), for backoff jitter.
    pub random: f64,
}

/// How a client behaves for its whole life.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Nothing is sent before the first `SetAuth` has come to a token, or to none.
    pub expect_auth: bool,
    /// How tokens are handled.
    pub token: TokenOptions,
    /// The connection's patience.
    pub patience: Patience,
}

/// Whether a mutation carries an optimistic update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerUse {
    /// No update: the mutation may be sent at once.
    None,
    /// The host runs the update next and answers with `LayerReady` or `LayerFailed`; until then nothing is sent.
    Optimistic,
}

/// One event. `path` is `module:function`; `args` is the arguments object as Convex-encoded JSON text.
pub enum Input {
    /// Open the first connection.
    Start(Options),
    /// Give up everything; no output follows later inputs.
    Close,
    /// One more subscriber of a query. Answered by `Output::Subscribed`.
    Subscribe {
        /// Canonical function path.
        path: String,
        /// Arguments as JSON text; equal text means the same query.
        args: String,
        /// The component that the function is in; none for the app's own.
        component: Option<String>,
        /// A journal from an earlier life of the query, as JSON text (a string or null).
        journal: Option<String>,
    },
    /// One subscriber fewer. An unknown id is ignored.
    Unsubscribe(QueryId),
    /// Queue a mutation. Answered by `Output::Accepted`.
    Mutate {
        /// Function path as the app named it.
        path: String,
        /// Arguments as JSON text.
        args: String,
        /// Whether an optimistic update stands behind it.
        layer: LayerUse,
    },
    /// The optimistic update of this mutation ran: it may be sent.
    LayerReady(RequestId),
    /// The optimistic update of this mutation threw: it is dropped and never sent.
    LayerFailed(RequestId),
    /// Queue an action. Answered by `Output::Accepted`.
    Act {
        /// Function path as the app named it.
        path: String,
        /// Arguments as JSON text.
        args: String,
    },
    /// Who the user is from now on. Ends what `SetAuth` began.
    SetCredential(Credential),
    /// From now on the app says who the user is by `Output::FetchToken`. Whatever it said before is forgotten.
    SetAuth,
    /// The app's token; none where nobody is signed in.
    TokenFetched {
        /// Which fetch.
        fetch: u32,
        /// A JWT.
        token: Option<String>,
    },
    /// The app could not fetch a token.
    TokenFailed {
        /// Which fetch.
        fetch: u32,
        /// Why, for people.
        reason: String,
    },
    /// The socket is open.
    SocketOpened(SocketId),
    /// The socket is gone, whoever closed it.
    SocketClosed {
        /// Which one.
        socket: SocketId,
        /// The WebSocket close code.
        code: u16,
        /// The close reason, often empty.
        reason: String,
    },
    /// A send failed; the socket is of no more use.
    SendFailed(SocketId),
    /// A text frame arrived.
    Message {
        /// On which socket.
        socket: SocketId,
        /// The frame.
        text: Frame,
    },
    /// The time of the last `Output::Deadline` has come, or may have.
    Due,
    /// The turn of the event loop that asked for it (`Output::ScheduleFlush`) has ended.
    Flush,
    /// The machine may be back: after a long silence a waiting reconnect happens now, and a server that seems there is
    /// asked for a sign of life.
    Wake,
    /// The network is back, or the app doubts the connection: as `Wake`, whatever the clocks say.
    Reconnect,
    /// Storage holds this batch.
    Persisted(BatchId),
    /// Storage could not take this batch.
    PersistFailed(BatchId),
}
