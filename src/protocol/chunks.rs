//! Large transitions arrive in parts.
//!
//! Owns: putting the parts together in order. Leaves to others: reading the whole (`server_message.rs`).

use alloc::string::String;

use super::{Chunk, ProtocolError};

/// The parts of one transition so far.
#[derive(Default)]
pub struct Chunks {
    id: String,
    total: u32,
    received: u32,
    text: String,
}

impl Chunks {
    /// Takes the next part; gives the whole frame when it was the last.
    ///
    /// # Errors
    /// When the part is not the one that must come next. What was collected is dropped.
    pub fn push(&mut self, chunk: Chunk<'_>) -> Result<Option<String>, ProtocolError> {
        let starts = self.received == 0 && chunk.part == 0 && chunk.total > 0;
        let continues = self.received > 0
            && chunk.part == self.received
            && chunk.total == self.total
            && chunk.id == self.id;
        if !starts && !continues {
            self.clear();
            return Err(ProtocolError::ChunkOutOfOrder);
        }
        if starts {
            self.id = chunk.id.into_owned();
            self.total = chunk.total;
        }
        self.text.push_str(&chunk.text);
        self.received += 1;
        if self.received < self.total {
            return Ok(None);
        }
        Ok(Some(core::mem::take(self).text))
    }

    /// Drops what was collected, as any other message than `Ping` demands.
    pub fn clear(&mut self) {
        *self = Chunks::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(part: u32, total: u32, text: &'static str) -> Chunk<'static> {
        Chunk { id: "9".into(), part, total, text: text.into() }
    }

    #[test]
    fn parts_in_order_make_a_whole_and_any_other_order_fails() {
        let mut chunks = Chunks::default();
        assert_eq!(chunks.push(part(0, 2, "ab")), Ok(None));
        assert_eq!(chunks.push(part(1, 2, "cd")), Ok(Some("abcd".into())));
        assert_eq!(chunks.push(part(0, 1, "x")), Ok(Some("x".into())));
        assert_eq!(chunks.push(part(0, 2, "ab")), Ok(None));
        let of_another = Chunk { id: "8".into(), ..part(1, 2, "cd") };
        assert_eq!(chunks.push(of_another), Err(ProtocolError::ChunkOutOfOrder));
        for (first, second) in
            [((1, 2), None), ((0, 0), None), ((0, 3), Some((2, 3))), ((0, 2), Some((1, 3)))]
        {
            let mut chunks = Chunks::default();
            let mut last = chunks.push(part(first.0, first.1, "x"));
            if let Some((at, total)) = second {
                last = chunks.push(part(at, total, "y"));
            }
            assert_eq!(last, Err(ProtocolError::ChunkOutOfOrder), "{first:?} {second:?}");
            assert_eq!(chunks.push(part(0, 1, "z")), Ok(Some("z".into())), "nothing is left behind");
        }
    }
}
