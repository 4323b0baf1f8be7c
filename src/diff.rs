//! From two texts of one query's result to the patches that make one value of the other.
//!
//! Owns: which parts of a value are the same, and when patches pay. Leaves to others: stepping through text
//! (`json/tape.rs`), matching the elements of arrays (`diff/arrays.rs`), applying patches (`js/patch.ts`).
//!
//! Texts are compared, never hashes of them alone: what counts as the same has the same bytes. A value that is spelled
//! in another way (`1` and `1.0`) is set anew, and equal for whoever looks at it in JavaScript.

mod arrays;

use alloc::string::String;

use crate::json::{Field, Node, Scanner, Tree, is_special, push_u64, same};

/// Results that are shorter (bytes) are set as a whole: parsing them costs less than finding out what changed.
pub const SMALL: usize = 512;

/// A part that is less than so much of the first value is set as a whole where it changed.
const FRACTION: usize = 64;

/// Deeper parts are set as a whole, for the stack is not endless.
const DEEPEST: usize = 64;

/// How large (bytes) a container is whose parts are told apart. JavaScript keeps a copy of its own of each, which no app
/// can have changed; any smaller one is replaced where anything in it changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grain(u32);

impl Grain {
    /// For a value that is set whole, and all that it becomes by patches.
    pub fn of(text: &str) -> Grain {
        Grain(text.len().max(SMALL * FRACTION).div_ceil(FRACTION) as u32)
    }

    fn is_kept(self, node: Node) -> bool {
        node.end - node.start >= self.0
    }
}

/// The ways to the containers of a value that is set whole which are kept: the inside of a JSON array.
pub fn kept_ways(new: Tree<'_>, grain: Grain) -> String {
    let mut ways = Ways { tree: new, grain, way: Path::default(), out: String::new() };
    ways.below(new.root());
    ways.out
}

/// The patches that make `new` of `old`, in the order in which they are to be applied, as a JSON array (types in
/// `js/records.ts`); None where setting it whole costs no more.
pub fn diff(old: Tree<'_>, new: Tree<'_>, special: bool, grain: Grain) -> Option<String> {
    let has_outgrown = Grain::of(new.text).0 > grain.0.saturating_mul(4);
    if has_outgrown || !grain.is_kept(old.root()) {
        return None;
    }
    let mut diff = Diff::new(old, new, special, grain);
    diff.compare_parts(old.root(), new.root())?;
    Some(diff.finish())
}

struct Diff<'a> {
    old: Tree<'a>,
    new: Tree<'a>,
    /// Whether anything in the new value needs Convex decoding.
    special: bool,
    grain: Grain,
    /// Where this is.
    place: Path,
    /// The patches so far.
    out: String,
}

/// The steps down into a value, as the inside of a JSON array.
#[derive(Default)]
struct Path {
    text: String,
    depth: usize,
}

/// One step down.
#[derive(Clone, Copy)]
enum Step<'a> {
    /// Into a field, by its name as it is written.
    Key(&'a str),
    /// Into an element.
    Index(usize),
}

impl Path {
    /// Goes one step down. What `leave` needs.
    fn enter(&mut self, step: Step<'_>) -> usize {
        let length = self.text.len();
        if length > 0 {
            self.text.push(',');
        }
        match step {
            Step::Key(key) => {
                self.text.push('"');
                self.text.push_str(key);
                self.text.push('"');
            }
            Step::Index(at) => push_u64(&mut self.text, at as u64),
        }
        self.depth += 1;
        length
    }

    fn leave(&mut self, length: usize) {
        self.text.truncate(length);
        self.depth -= 1;
    }
}

impl<'a> Diff<'a> {
    fn new(old: Tree<'a>, new: Tree<'a>, special: bool, grain: Grain) -> Self {
        Diff { old, new, special, grain, place: Path::default(), out: String::from("[") }
    }

    fn finish(mut self) -> String {
        self.out.push(']');
        self.out
    }

    fn compare(&mut self, old: Node, new: Node) -> Option<()> {
        if self.is_same(old, new) {
            return Some(());
        }
        self.compare_parts(old, new)
    }

    /// Of two that most likely are not the same.
    fn compare_parts(&mut self, old: Node, new: Node) -> Option<()> {
        let is_coarse = !self.grain.is_kept(old) || self.place.depth >= DEEPEST;
        match (self.old.kind(old), self.new.kind(new)) {
            _ if is_coarse => self.set(new),
            (b'{', b'{') => self.compare_objects(old, new),
            (b'[', b'[') => self.compare_arrays(old, new),
            _ => self.set(new),
        }
    }

    /// Whether both have the same text. Of many containers the scan has found that out.
    fn is_same(&self, old: Node, new: Node) -> bool {
        let (was, is) = (self.old.container(old), self.new.container(new));
        let is_related = self.new.tape.is_of(self.old.tape);
        if is_related && was.is_some() && is.is_some_and(|is| is.was == old.container) {
            return true;
        }
        same(self.old.bytes(old.start, old.end), self.new.bytes(new.start, new.end))
    }

    fn compare_at(&mut self, step: Step<'_>, old: Node, new: Node) -> Option<()> {
        let length = self.place.enter(step);
        self.compare(old, new)?;
        self.place.leave(length);
        Some(())
    }

    /// Fields that came, went or moved make another object; so do names that the text has twice.
    fn compare_objects(&mut self, old: Node, new: Node) -> Option<()> {
        let (before, after) = (self.old.fields(old), self.new.fields(new));
        let is_same_shape = before.len() == after.len()
            && before.iter().zip(&after).all(|(old, new)| old.key == new.key && !is_special(new.key));
        if !is_same_shape || has_repeats(&after) {
            return self.set(new);
        }
        for (was, is) in before.iter().zip(&after) {
            self.compare_at(Step::Key(is.key), was.value, is.value)?;
        }
        Some(())
    }

    /// None when the whole value costs no more.
    fn set(&mut self, new: Node) -> Option<()> {
        self.write_set(new);
        self.is_cheap()
    }

    fn is_cheap(&self) -> Option<()> {
        (self.out.len() < self.new.text.len()).then_some(())
    }

    fn write_set(&mut self, new: Node) {
        self.open_patch("set");
        let start = self.out.len();
        self.out.push_str(self.new.text_of(new));
        self.write_special_from(start);
        let mut ways = Ways { tree: self.new, grain: self.grain, way: Path::default(), out: String::new() };
        ways.below(new);
        self.close_patch(&ways.out);
    }

    fn open_patch(&mut self, kind: &str) {
        if self.out.len() > 1 {
            self.out.push(',');
        }
        self.out.push_str("{\"path\":[");
        self.out.push_str(&self.place.text);
        self.out.push_str("],\"");
        self.out.push_str(kind);
        self.out.push_str("\":");
    }

    fn close_patch(&mut self, ways: &str) {
        if !ways.is_empty() {
            self.out.push_str(",\"keep\":[");
            self.out.push_str(ways);
            self.out.push(']');
        }
        self.out.push('}');
    }

    /// Says of what is written from `start` on if it needs decoding.
    fn write_special_from(&mut self, start: usize) {
        let text = self.out.get(start..).unwrap_or("");
        if self.special && Scanner::new(text).value().is_ok_and(|raw| raw.special) {
            self.out.push_str(",\"special\":true");
        }
    }
}

/// The ways down to the containers of a new value that are kept.
struct Ways<'a> {
    tree: Tree<'a>,
    grain: Grain,
    way: Path,
    /// The inside of a JSON array.
    out: String,
}

impl Ways<'_> {
    fn below(&mut self, node: Node) {
        if !self.grain.is_kept(node) || self.way.depth >= DEEPEST {
            return;
        }
        match self.tree.kind(node) {
            b'[' => {
                self.add();
                for (at, element) in self.tree.elements(node).into_iter().enumerate() {
                    self.step(Step::Index(at), element);
                }
            }
            b'{' => {
                let fields = self.tree.fields(node);
                if has_repeats(&fields) || fields.iter().any(|field| is_special(field.key)) {
                    return;
                }
                self.add();
                for field in fields {
                    self.step(Step::Key(field.key), field.value);
                }
            }
            _ => {}
        }
    }

    fn step(&mut self, step: Step<'_>, node: Node) {
        // Most are too small, and would be left again at once.
        if !self.grain.is_kept(node) {
            return;
        }
        let length = self.way.enter(step);
        self.below(node);
        self.way.leave(length);
    }

    fn add(&mut self) {
        if !self.out.is_empty() {
            self.out.push(',');
        }
        self.out.push('[');
        self.out.push_str(&self.way.text);
        self.out.push(']');
    }
}

/// Whether a name may be there twice. Sorted names, as servers write them, are told at a glance; of many others this
/// would cost more than it is worth to know.
fn has_repeats(fields: &[Field<'_>]) -> bool {
    let is_repeated =
        |(at, field): (usize, &Field<'_>)| fields.iter().take(at).any(|other| other.key == field.key);
    !fields.is_sorted_by(|one, next| one.key < next.key)
        && (fields.len() > 64 || fields.iter().enumerate().any(is_repeated))
}

#[cfg(test)]
mod tests;
