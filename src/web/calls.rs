//! The calls of JavaScript that become inputs, by their names.
//!
//! Owns: which call takes what. Twin: `CoreCalls` in `js/browser/core_calls.ts`, which tells what each is for. One
//! exported method takes them all: a method of its own costs each up to 400 bytes here and in the glue.

use alloc::string::String;

use crate::Input;
use crate::auth::Credential;
use crate::ids::{QueryId, RequestId, SocketId};
use crate::input::LayerUse;

/// The texts of a call, as many as it takes.
pub type Texts = [Option<String>; 4];

/// The input that a call stands for. `number`: an id, or 1 for yes. None for a name that there is not.
pub fn input(name: &str, number: u32, texts: Texts) -> Option<Input> {
    let [first, second, third, fourth] = texts;
    let (query, request, socket) = (QueryId(number), RequestId(number), SocketId(number));
    Some(match name {
        "close" => Input::Close,
        "subscribe" => Input::Subscribe {
            path: first.unwrap_or_default(),
            args: second.unwrap_or_default(),
            journal: third,
            component: fourth,
        },
        "unsubscribe" => Input::Unsubscribe(query),
        "mutate" => Input::Mutate {
            path: first.unwrap_or_default(),
            args: second.unwrap_or_default(),
            layer: if number == 1 { LayerUse::Optimistic } else { LayerUse::None },
        },
        "layerReady" => Input::LayerReady(request),
        "layerFailed" => Input::LayerFailed(request),
        "act" => Input::Act { path: first.unwrap_or_default(), args: second.unwrap_or_default() },
        "setAuth" => Input::SetAuth,
        "tokenFetched" => Input::TokenFetched { fetch: number, token: first },
        "tokenFailed" => Input::TokenFailed { fetch: number, reason: first.unwrap_or_default() },
        "clearAuth" => Input::SetCredential(Credential::None),
        "setAdminAuth" => {
            Input::SetCredential(Credential::Admin { key: first.unwrap_or_default(), acting_as: second })
        }
        "socketOpened" => Input::SocketOpened(socket),
        "socketClosed" => Input::SocketClosed {
            socket,
            reason: first.unwrap_or_default(),
            code: second.and_then(|code| crate::text::number(&code, 10)).unwrap_or(0) as u16,
        },
        "sendFailed" => Input::SendFailed(socket),
        "due" => Input::Due,
        "flush" => Input::Flush,
        "wake" => Input::Wake,
        "reconnect" => Input::Reconnect,
        _ => return None,
    })
}
