//! Where the containers of a value are in its text, so that nobody has to read it again to step through it.
//!
//! Owns: the list of containers, and walking the elements and fields of one. Leaves to others: making it
//! (`listing.rs`; the text has been checked), comparing values (`diff/`).
//!
//! Scalars are not listed: they are found again between the containers, by reading a few bytes.

use alloc::vec::Vec;

/// One object or array. Offsets count bytes from the start of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Container {
    /// Its opening bracket.
    pub start: u32,
    /// Behind its closing bracket.
    pub end: u32,
    /// The number of the first container in the list that is not inside this one.
    pub next: u32,
    /// The number that it has on the base's tape, where it is there byte for byte; `NONE` where nobody knows.
    pub was: u32,
}

/// No container.
pub const NONE: u32 = u32::MAX;

/// All containers of a value in the order of their starts. None for a scalar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tape {
    /// In the order of their starts.
    pub containers: Vec<Container>,
    /// Tells this tape from all others of the client; 0 for one that nobody kept.
    pub stamp: u32,
    /// The stamp of the tape that `was` speaks of; 0 for none.
    pub base: u32,
}

impl Tape {
    /// How many containers there are.
    pub fn count(&self) -> u32 {
        self.containers.len() as u32
    }

    /// Whether `was` speaks of that one.
    pub fn is_of(&self, base: &Tape) -> bool {
        self.base != 0 && self.base == base.stamp && self.count() > 0
    }

    /// What `was` says of the outermost container.
    pub fn root_was(&self) -> Option<u32> {
        self.containers.first().map(|root| root.was)
    }

    /// One of them.
    pub fn get(&self, number: u32) -> Option<Container> {
        self.containers.get(number as usize).copied()
    }

    /// The number of the first that is behind this one; `number` itself where there is none such.
    pub fn behind(&self, number: u32) -> u32 {
        self.get(number).map_or(number, |container| container.next)
    }
}

/// A value with its containers.
#[derive(Clone, Copy)]
pub struct Tree<'a> {
    /// Checked JSON.
    pub text: &'a str,
    /// Its containers.
    pub tape: &'a Tape,
}

/// A value inside a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// First byte.
    pub start: u32,
    /// Behind the last byte.
    pub end: u32,
    /// The number that its container has, or that the next container behind a scalar has.
    pub container: u32,
}

/// A field of an object inside a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Its name as it is written, without the quotes.
    pub key: &'a str,
    /// Its value.
    pub value: Node,
}

impl<'a> Tree<'a> {
    /// The whole value.
    pub fn root(self) -> Node {
        Node { start: 0, end: self.text.len() as u32, container: 0 }
    }

    /// The text of a value.
    pub fn text_of(self, node: Node) -> &'a str {
        self.text.get(node.start as usize..node.end as usize).unwrap_or("")
    }

    /// The bytes between two places.
    pub fn bytes(self, start: u32, end: u32) -> &'a [u8] {
        self.text.as_bytes().get(start as usize..end as usize).unwrap_or(&[])
    }

    /// What the value begins with: `{`, `[`, a quote, or the first byte of a number or a word.
    pub fn kind(self, node: Node) -> u8 {
        self.byte(node.start)
    }

    /// What the tape says of a value that is a container.
    pub fn container(self, node: Node) -> Option<Container> {
        self.tape.get(node.container).filter(|container| container.start == node.start)
    }

    /// The elements of an array.
    pub fn elements(self, array: Node) -> Vec<Node> {
        let mut elements = Vec::new();
        let mut walk = Walk::into(self, array);
        while let Some(element) = walk.value() {
            elements.push(element);
        }
        elements
    }

    /// The fields of an object, in order; `f` is called with each until it gives false.
    pub fn fields(self, object: Node) -> Vec<Field<'a>> {
        let mut fields = Vec::new();
        let mut walk = Walk::into(self, object);
        while let Some(field) = walk.field() {
            fields.push(field);
        }
        fields
    }

    /// The first field of an object that has this name.
    pub fn field(self, object: Node, name: &str) -> Option<Node> {
        let mut walk = Walk::into(self, object);
        loop {
            let field = walk.field()?;
            if field.key == name {
                return Some(field.value);
            }
        }
    }

    fn byte(self, at: u32) -> u8 {
        self.text.as_bytes().get(at as usize).copied().unwrap_or(0)
    }
}

/// A position between the elements or fields of one container.
struct Walk<'a> {
    tree: Tree<'a>,
    at: u32,
    end: u32,
    container: u32,
}

impl<'a> Walk<'a> {
    fn into(tree: Tree<'a>, node: Node) -> Self {
        Walk { tree, at: node.start + 1, end: node.end - 1, container: node.container + 1 }
    }

    fn field(&mut self) -> Option<Field<'a>> {
        let name = self.value()?;
        let key = self.tree.text.get(name.start as usize + 1..name.end as usize - 1)?;
        Some(Field { key, value: self.value()? })
    }

    /// The next value, over any space, comma or colon before it.
    fn value(&mut self) -> Option<Node> {
        while self.at < self.end && matches!(self.here(), b' ' | b'\n' | b'\r' | b'\t' | b',' | b':') {
            self.at += 1;
        }
        if self.at >= self.end {
            return None;
        }
        let (start, container) = (self.at, self.container);
        match self.here() {
            b'{' | b'[' => {
                let inner = self.tree.tape.get(container)?;
                (self.at, self.container) = (inner.end, inner.next);
            }
            b'"' => self.skip_string(),
            _ => {
                while self.at < self.end && !matches!(self.here(), b' ' | b'\n' | b'\r' | b'\t' | b',') {
                    self.at += 1;
                }
            }
        }
        Some(Node { start, end: self.at, container })
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while self.at < self.end && self.here() != b'"' {
            self.at += if self.here() == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
    }

    fn here(&self) -> u8 {
        self.tree.byte(self.at)
    }
}
