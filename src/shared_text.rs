//! Parts of a text that are kept without being copied.
//!
//! Owns: when a part keeps its whole alive and when it is copied out of it. Large results make up nearly all of their
//! frame; copying each would need twice the memory at the worst moment.

use alloc::rc::{Rc, Weak};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::{Deref, Range};

use crate::json::{Copies, Run};

/// The text of a frame. Copies share it.
#[derive(Clone, Debug, Default)]
pub struct Frame(Rc<FrameText>);

/// What copies of a frame share.
#[derive(Debug, Default)]
pub struct FrameText {
    text: String,
    is_ascii: bool,
    /// The frame that parts of it were copied from, and which.
    source: Weak<FrameText>,
    runs: Vec<Run>,
}

impl Frame {
    /// `is_ascii`: whether it is known to hold no other characters; then bytes are UTF-16 code units.
    pub fn new(text: String, is_ascii: bool) -> Frame {
        Frame(Rc::new(FrameText { text, is_ascii, ..FrameText::default() }))
    }

    /// One of which these parts were copied from another.
    pub fn with_copies(text: String, is_ascii: bool, source: &Frame, runs: Vec<Run>) -> Frame {
        Frame(Rc::new(FrameText { text, is_ascii, source: source.downgrade(), runs }))
    }

    /// What of it was copied from the frame in which `text` stands; none where that is another.
    pub fn copies_around<'a>(&'a self, text: &SharedText) -> Option<Copies<'a>> {
        match text {
            SharedText::Part { whole, start, .. } if self.0.source.as_ptr() == Rc::as_ptr(&whole.0) => {
                Some(Copies { runs: &self.0.runs, start: *start as usize })
            }
            _ => None,
        }
    }

    /// Whether it is known to hold ASCII characters alone.
    pub fn is_ascii(&self) -> bool {
        self.0.is_ascii
    }

    /// Without keeping it alive.
    pub fn downgrade(&self) -> Weak<FrameText> {
        Rc::downgrade(&self.0)
    }

    /// A frame that somebody keeps alive.
    pub fn upgrade(frame: &Weak<FrameText>) -> Option<Frame> {
        frame.upgrade().map(Frame)
    }
}

/// The very same frame; what others hold is not looked at.
impl PartialEq for Frame {
    fn eq(&self, other: &Frame) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Frame {}

impl Deref for Frame {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.text
    }
}

impl From<String> for Frame {
    fn from(text: String) -> Frame {
        Frame::new(text, false)
    }
}

/// A smaller part is copied: what keeps its whole alive wastes no more than as much again, and small texts are many.
const LARGE: usize = 2048;

/// A text, or a part of one.
#[derive(Clone)]
pub enum SharedText {
    /// Most of a frame, which it keeps alive.
    Part {
        /// The frame.
        whole: Frame,
        /// First byte.
        start: u32,
        /// Behind the last byte.
        end: u32,
    },
    /// A copy.
    Own(Rc<str>),
}

impl SharedText {
    /// Keeps `part`, which is a part of `whole`.
    pub fn of(part: &str, whole: &Frame) -> SharedText {
        let start = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
        let end = start.wrapping_add(part.len());
        let is_inside = start <= end && end <= whole.len();
        if is_inside && part.len() >= LARGE && part.len() >= whole.len() / 2 {
            SharedText::Part { whole: whole.clone(), start: start as u32, end: end as u32 }
        } else {
            part.into()
        }
    }

    /// Where it stands in a frame, in bytes, if it is a part of that.
    pub fn place_in(&self, frame: &Frame) -> Option<Range<usize>> {
        match self {
            SharedText::Part { whole, start, end } if Rc::ptr_eq(&whole.0, &frame.0) => {
                Some(*start as usize..*end as usize)
            }
            _ => None,
        }
    }
}

impl Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            SharedText::Part { whole, start, end } => whole.get(*start as usize..*end as usize).unwrap_or(""),
            SharedText::Own(text) => text,
        }
    }
}

impl From<&str> for SharedText {
    fn from(text: &str) -> SharedText {
        SharedText::Own(text.into())
    }
}

impl PartialEq for SharedText {
    fn eq(&self, other: &SharedText) -> bool {
        **self == **other
    }
}

impl Eq for SharedText {}

impl fmt::Debug for SharedText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_most_of_its_whole_is_shared_and_any_other_copied() {
        let whole = Frame::from("x".repeat(10_000));
        let part = |range: Range<usize>| whole.get(range).unwrap_or("");
        let most = SharedText::of(part(10..9_000), &whole);
        assert_eq!(most.place_in(&whole), Some(10..9_000));
        for (other, length) in [(SharedText::of(part(0..4_000), &whole), 4_000), ("abc".into(), 3)] {
            assert_eq!((other.place_in(&whole), other.len()), (None, length));
        }
        let of_another = Frame::from("y".repeat(10_000));
        assert_eq!(SharedText::of(of_another.get(5..9_000).unwrap_or(""), &whole).place_in(&whole), None);
    }
}
