//! The last large frames, of which the next mostly are repetitions.
//!
//! Owns: putting a frame together from one of before and what is new. Leaves to others: finding out what is new
//! (`js/browser/frames.ts`). What JavaScript hands over it has to encode, which costs more than all that is done
//! with the frame afterwards; to find what it need not hand over it compares strings, which costs next to nothing.
//!
//! A frame is remembered for as long as a result lives in it (`shared_text.rs`): this keeps nothing alive.

use alloc::rc::Weak;
use alloc::string::String;

use crate::shared_text::Frame;

/// A frame, and whether it is ASCII alone: then bytes are code units.
type Remembered = (Weak<String>, bool);

/// How many there are.
pub const SLOTS: usize = 4;

/// The frames that JavaScript remembers too, by slots.
#[derive(Default)]
pub struct Frames {
    slots: [Remembered; SLOTS],
}

/// One step: so many bytes of what is new, then a part of the frame of before, in UTF-16 code units.
type Step = [u32; 3];

impl Frames {
    /// Whether the frame in a slot is still there.
    pub fn knows(&self, slot: usize) -> bool {
        self.slots.get(slot).is_some_and(|(frame, _)| frame.strong_count() > 0)
    }

    /// Remembers a frame in place of another.
    pub fn remember(&mut self, slot: usize, frame: &Frame, is_ascii: bool) {
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = (Frame::downgrade(frame), is_ascii);
        }
    }

    /// What the steps make of the frame in a slot and `new`, of which all that is left comes last. None where they do not
    /// fit.
    pub fn assemble(&self, slot: usize, new: &str, steps: &[u32]) -> Option<(String, bool)> {
        let (old, is_ascii) = self.slots.get(slot)?;
        let old = old.upgrade()?;
        let (steps, _) = steps.as_chunks::<3>();
        let length = steps.iter().map(|[_, _, count]| *count as usize).sum::<usize>();
        let mut frame = String::with_capacity(length.min(old.len()) + new.len());
        let (mut places, mut used) = (Places { text: &old, is_ascii: *is_ascii, unit: 0, byte: 0 }, 0);
        for &[bytes, from, count] in steps as &[Step] {
            let end = used + bytes as usize;
            frame.push_str(new.get(used..end)?);
            used = end;
            let start = places.of(from as usize)?;
            let end = places.of((from as usize).checked_add(count as usize)?)?;
            frame.push_str(old.get(start..end)?);
        }
        frame.push_str(new.get(used..)?);
        Some((frame, *is_ascii && new.is_ascii()))
    }
}

/// From code units to bytes.
struct Places<'a> {
    text: &'a str,
    is_ascii: bool,
    /// The last that was asked for.
    unit: usize,
    byte: usize,
}

impl Places<'_> {
    /// None where the text is shorter.
    fn of(&mut self, unit: usize) -> Option<usize> {
        if self.is_ascii {
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

/// How many UTF-16 code units a text has.
pub fn utf16_length(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.bytes().map(|byte| usize::from(byte & 0xc0 != 0x80) + usize::from(byte >= 0xf0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text((text, _): (String, bool)) -> String {
        text
    }

    fn remembered(text: &str) -> (Frames, Frame) {
        let (mut frames, frame) = (Frames::default(), Frame::new(text.into()));
        frames.remember(1, &frame, text.is_ascii());
        (frames, frame)
    }

    #[test]
    fn a_frame_is_put_together_from_parts_of_the_last_and_what_is_new() {
        let (frames, _frame) = remembered("abcdef");
        assert_eq!(frames.assemble(1, "XYZ", &[1, 0, 2, 1, 4, 2]).map(text), Some("XabYefZ".into()));
        assert_eq!(frames.assemble(1, "", &[0, 3, 3, 0, 0, 3]).map(text), Some("defabc".into()));
    }

    #[test]
    fn parts_are_counted_as_javascript_counts() {
        let (frames, _frame) = remembered("aé日\u{1F600}z");
        for (from, count, expected) in
            [(0, 6, "aé日\u{1F600}z"), (1, 2, "é日"), (3, 2, "\u{1F600}"), (5, 1, "z")]
        {
            assert_eq!(frames.assemble(1, "", &[0, from, count]).map(text), Some(expected.into()));
        }
        assert_eq!(
            frames.assemble(1, "é", &[2, 5, 1, 0, 1, 1]).map(text),
            Some("ézé".into()),
            "backwards, too"
        );
        assert_eq!(utf16_length("aé日\u{1F600}z"), 6);
    }

    #[test]
    fn what_does_not_fit_gives_nothing() {
        let (frames, frame) = remembered("aé日");
        for steps in [&[0, 2, 9][..], &[3, 0, 1], &[1, 0, 1], &[0, u32::MAX, 2]] {
            assert_eq!(frames.assemble(1, "é", steps), None, "{steps:?}");
        }
        assert_eq!((frames.assemble(0, "", &[]), frames.assemble(9, "", &[])), (None, None));
        drop(frame);
        assert!(!frames.knows(1), "nothing is kept alive");
    }
}
