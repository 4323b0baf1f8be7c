//! The last large frames, of which the next mostly are repetitions.
//!
//! Owns: putting a frame together from one of before and what is new. Leaves to others: finding out what is new
//! (`js/browser/frames.ts`). What JavaScript hands over it has to encode, which costs more than all that is done
//! with the frame afterwards; to find what it need not hand over it compares strings, which costs next to nothing.
//!
//! A frame is remembered for as long as a result lives in it (`shared_text.rs`): this keeps nothing alive.

use alloc::rc::Weak;
use alloc::string::String;
use alloc::vec::Vec;

use crate::json::Run;
use crate::shared_text::{Frame, FrameText};

/// How many there are.
pub const SLOTS: usize = 4;

/// The frames that JavaScript remembers too, by slots.
#[derive(Default)]
pub struct Frames {
    slots: [Weak<FrameText>; SLOTS],
}

/// One step: so many bytes of what is new, then a part of the frame of before, in UTF-16 code units.
type Step = [u32; 3];

impl Frames {
    /// Whether the frame in a slot is still there.
    pub fn knows(&self, slot: usize) -> bool {
        self.slots.get(slot).is_some_and(|frame| frame.strong_count() > 0)
    }

    /// Remembers a frame in place of another.
    pub fn remember(&mut self, slot: usize, frame: &Frame) {
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = frame.downgrade();
        }
    }

    /// What the steps make of the frame in a slot and `new`, of which all that is left comes last. None where they do not
    /// fit.
    pub fn assemble(&self, slot: usize, new: &Frame, steps: &[u32]) -> Option<Frame> {
        let old = Frame::upgrade(self.slots.get(slot)?)?;
        let (steps, _) = steps.as_chunks::<3>();
        let length = steps.iter().map(|[_, _, count]| *count as usize).sum::<usize>();
        let mut frame = String::with_capacity(length.min(old.len()) + new.len());
        let (mut places, mut used) = (Places { text: &old, unit: 0, byte: 0 }, 0);
        let mut runs = Vec::new();
        for &[bytes, from, count] in steps as &[Step] {
            let end = used + bytes as usize;
            frame.push_str(new.get(used..end)?);
            used = end;
            let start = places.of(from as usize)?;
            let end = places.of((from as usize).checked_add(count as usize)?)?;
            runs.push(Run { at: frame.len(), from: start, length: end.checked_sub(start)? });
            frame.push_str(old.get(start..end)?);
        }
        frame.push_str(new.get(used..)?);
        Some(Frame::with_copies(frame, old.is_ascii() && new.is_ascii(), &old, runs))
    }
}

/// From code units to bytes.
struct Places<'a> {
    text: &'a Frame,
    /// The last that was asked for.
    unit: usize,
    byte: usize,
}

impl Places<'_> {
    /// None where the text is shorter.
    fn of(&mut self, unit: usize) -> Option<usize> {
        if self.text.is_ascii() {
            return Some(unit);
        }
        if unit < self.unit {
            (self.unit, self.byte) = (0, 0);
        }
        let rest = self.text.as_bytes().get(self.byte..).unwrap_or(&[]);
        for byte in rest {
            // A character counts where it starts; one of four bytes counts twice.
            let starts = usize::from(byte & 0xc0 != 0x80);
            if starts == 1 && self.unit >= unit {
                break;
            }
            self.unit += starts + usize::from(*byte >= 0xf0);
            self.byte += 1;
        }
        (self.unit >= unit).then_some(self.byte)
    }
}

/// How many UTF-16 code units stand in a frame before a place, in bytes.
pub fn units_before(frame: &Frame, place: usize) -> usize {
    if frame.is_ascii() {
        return place;
    }
    frame
        .get(..place)
        .unwrap_or("")
        .bytes()
        .map(|byte| usize::from(byte & 0xc0 != 0x80) + usize::from(byte >= 0xf0))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ascii(text: &str) -> Frame {
        Frame::new(text.into(), text.is_ascii())
    }

    fn remembered(text: &str) -> (Frames, Frame) {
        let (mut frames, frame) = (Frames::default(), ascii(text));
        frames.remember(1, &frame);
        (frames, frame)
    }

    fn assembled(frames: &Frames, new: &str, steps: &[u32]) -> Option<String> {
        let frame = frames.assemble(1, &ascii(new), steps)?;
        assert!(!frame.is_ascii() || str::is_ascii(&frame));
        Some((*frame).into())
    }

    #[test]
    fn a_frame_is_put_together_from_parts_of_the_last_and_what_is_new() {
        let (frames, _frame) = remembered("abcdef");
        assert_eq!(assembled(&frames, "XYZ", &[1, 0, 2, 1, 4, 2]).as_deref(), Some("XabYefZ"));
        assert_eq!(assembled(&frames, "", &[0, 3, 3, 0, 0, 3]).as_deref(), Some("defabc"));
        assert_eq!(assembled(&frames, "é", &[0, 1, 2]).as_deref(), Some("bcé"));
    }

    #[test]
    fn parts_are_counted_as_javascript_counts() {
        let text = "aé日\u{1F600}z";
        let (frames, frame) = remembered(text);
        for (from, count, expected) in [(0, 6, text), (1, 2, "é日"), (3, 2, "\u{1F600}"), (5, 1, "z")] {
            assert_eq!(assembled(&frames, "", &[0, from, count]).as_deref(), Some(expected));
        }
        let backwards = assembled(&frames, "é", &[2, 5, 1, 0, 1, 1]);
        assert_eq!(backwards.as_deref(), Some("ézé"));
        assert_eq!((units_before(&frame, 6), units_before(&frame, frame.len())), (3, 6));
        assert_eq!(units_before(&ascii("abc"), 2), 2);
    }

    #[test]
    fn what_does_not_fit_gives_nothing() {
        let (frames, frame) = remembered("aé日");
        for steps in [&[0, 2, 9][..], &[3, 0, 1], &[1, 0, 1], &[0, u32::MAX, 2]] {
            assert_eq!(assembled(&frames, "é", steps), None, "{steps:?}");
        }
        for slot in [0, 9] {
            assert!(frames.assemble(slot, &ascii(""), &[]).is_none());
        }
        drop(frame);
        assert!(!frames.knows(1), "nothing is kept alive");
    }
}
