//! Large transitions in parts: `TransitionChunk`.
//!
//! Owns: when a transition is cut and where. Leaves to others: making it (`frames`), which clients
//! can join the parts (`client_version`).

use serde::Serialize;

/// The most bytes of a transition that go into one message, as in the real backend.
const CHUNK_BYTES: usize = 5_000_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChunkFrame<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    chunk: &'a str,
    part_number: usize,
    total_parts: usize,
    transition_id: &'a str,
}

/// The messages that carry a transition; several only for a client that can join them.
pub fn in_parts(transition: String, joins_chunks: bool) -> Vec<String> {
    if !joins_chunks || transition.len() <= CHUNK_BYTES {
        return vec![transition];
    }
    let parts = cut(&transition, CHUNK_BYTES);
    let (total_parts, transition_id) = (parts.len(), transition.len().to_string());
    let text = |(part_number, chunk): (usize, &&str)| {
        let transition_id = &transition_id;
        let kind = "TransitionChunk";
        let frame = ChunkFrame { kind, chunk, part_number, total_parts, transition_id };
        serde_json::to_string(&frame).unwrap_or_default()
    };
    parts.iter().enumerate().map(text).collect()
}

/// Pieces of at most `limit` bytes (which fits any character), none of which ends within one.
fn cut(text: &str, limit: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(limit));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::*;

    #[test]
    fn pieces_are_as_long_as_whole_characters_allow() {
        assert_eq!(cut("aé€🙂b", 4), ["aé", "€", "🙂", "b"]);
        assert_eq!(cut("abcd", 4), ["abcd"]);
        assert_eq!(cut("abcde", 4), ["abcd", "e"]);
    }

    #[test]
    fn only_large_transitions_are_cut_and_only_for_clients_that_join_them() {
        let small = "x".repeat(CHUNK_BYTES);
        assert_eq!(in_parts(small.clone(), true), [small]);
        let large = "é\"".repeat(4_000_000);
        assert_eq!(in_parts(large.clone(), false), std::slice::from_ref(&large));
        let parts: Vec<Json> =
            in_parts(large.clone(), true).iter().map(|part| serde_json::from_str(part).unwrap()).collect();
        let joined: String = parts.iter().map(|part| part["chunk"].as_str().unwrap()).collect();
        assert_eq!(joined, large);
        for (number, part) in parts.iter().enumerate() {
            assert_eq!(part["type"], "TransitionChunk");
            assert_eq!((&part["partNumber"], &part["totalParts"]), (&number.into(), &3.into()));
            assert_eq!(part["transitionId"], "12000000");
        }
    }
}
