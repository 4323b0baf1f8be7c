//! The sockets as the host has them.
//!
//! Owns: which one there is, whether it is open, and the conversation on it. At most one at a time.

use lentil::ids::SocketId;

use crate::conversation::Conversation;

pub struct Socket {
    pub id: SocketId,
    pub is_open: bool,
    pub conversation: Conversation,
}

#[derive(Default)]
pub struct Sockets {
    pub current: Option<Socket>,
    pub made: u32,
    pub opens: u32,
}

impl Sockets {
    pub fn make(&mut self, id: SocketId) {
        assert!(self.current.is_none(), "a second socket beside the first");
        assert_eq!(id, SocketId(self.made), "socket ids count up");
        self.made += 1;
        self.current = Some(Socket { id, is_open: false, conversation: Conversation::new() });
    }

    /// The client closes it.
    pub fn close(&mut self, id: SocketId) {
        let socket = self.current.take().unwrap_or_else(|| panic!("{id:?} is closed and there is none"));
        assert_eq!(socket.id, id, "another socket is closed than there is");
    }

    /// The other side closed it, or a send failed.
    pub fn lost(&mut self, id: SocketId) {
        self.current.take_if(|socket| socket.id == id);
    }

    /// The socket is open.
    pub fn opened(&mut self, id: SocketId) {
        if let Some(socket) = self.current.as_mut().filter(|socket| socket.id == id) {
            socket.is_open = true;
            self.opens += 1;
        }
    }

    pub fn is_open(&self) -> bool {
        self.open().is_some()
    }

    pub fn open(&self) -> Option<&Socket> {
        self.current.as_ref().filter(|socket| socket.is_open)
    }

    /// The conversation that a frame belongs to.
    pub fn conversation(&mut self, id: SocketId) -> &mut Conversation {
        let socket = self.current.as_mut().filter(|socket| socket.id == id && socket.is_open);
        &mut socket.unwrap_or_else(|| panic!("a frame for {id:?}, which is not open")).conversation
    }
}
