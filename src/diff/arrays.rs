//! What became of the elements of an array.
//!
//! Owns: finding each new element among the old ones: where it stood, by the document's `_id`, or by its content.
//! No old element is taken twice, so no two places come to share an object that they did not share before.

use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use super::{Diff, Path, Step, Ways};
use crate::hash::fnv1a;
use crate::json::{Node, Tree, push_u64};

impl Diff<'_> {
    pub(super) fn compare_arrays(&mut self, old: Node, new: Node) -> Option<()> {
        let (before, after) = (self.old.elements(old), self.new.elements(new));
        let (origins, unequal) = self.origins(&before, &after);
        let is_in_place = before.len() == after.len()
            && origins.iter().enumerate().all(|(at, origin)| origin.is_none_or(|from| from == at));
        if !is_in_place {
            self.arrange(&after, &origins)?;
        }
        for at in unequal {
            let origin = origins.get(at).copied().flatten().or(is_in_place.then_some(at));
            // Without an origin it is among the new ones of the arrangement.
            let Some((&was, &is)) = origin.and_then(|from| before.get(from)).zip(after.get(at)) else {
                continue;
            };
            self.compare_at(Step::Index(at), was, is)?;
        }
        Some(())
    }

    /// For each new element the place of the old one that it was, if any; and which of the new ones may differ from it.
    fn origins(&self, before: &[Node], after: &[Node]) -> (Vec<Option<usize>>, Range<usize>) {
        let same = |was: &Node, is: &Node| self.is_same(*was, *is);
        let head = before.iter().zip(after).take_while(|(was, is)| same(was, is)).count();
        let (old, new) = (before.get(head..).unwrap_or(&[]), after.get(head..).unwrap_or(&[]));
        let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(was, is)| same(was, is)).count();
        let old = old.get(..old.len() - tail).unwrap_or(&[]);
        let new = new.get(..new.len() - tail).unwrap_or(&[]);
        let mut origins: Vec<Option<usize>> = (0..head).map(Some).collect();
        origins.extend(self.matches(old, new).into_iter().map(|found| found.map(|at| at + head)));
        origins.extend((before.len() - tail..before.len()).map(Some));
        (origins, head..after.len() - tail)
    }

    fn matches(&self, old: &[Node], new: &[Node]) -> Vec<Option<usize>> {
        let mut index = Index::of(self.old, old);
        new.iter().map(|&is| index.take(Key::of(self.new, is))).collect()
    }

    /// Puts the array together from ranges of the old one and new elements.
    fn arrange(&mut self, after: &[Node], origins: &[Option<usize>]) -> Option<()> {
        let mut ways =
            Ways { tree: self.new, grain: self.grain, way: Path::default(), out: Default::default() };
        self.open_patch("arrange");
        self.out.push('[');
        let mut at = 0;
        while let Some(&origin) = origins.get(at) {
            if at > 0 {
                self.out.push(',');
            }
            let rest = origins.get(at..).unwrap_or(&[]);
            let is_next = |(index, other): (usize, &Option<usize>)| *other == origin.map(|from| from + index);
            let count = rest.iter().enumerate().take_while(|one| is_next(*one)).count();
            match origin {
                Some(from) => self.write_range(from, count),
                None => {
                    let items = after.get(at..at + count).unwrap_or(&[]);
                    self.write_items(items);
                    items
                        .iter()
                        .enumerate()
                        .for_each(|(index, item)| ways.step(Step::Index(at + index), *item));
                }
            }
            self.is_cheap()?;
            at += count;
        }
        self.out.push(']');
        self.close_patch(&ways.out);
        Some(())
    }

    fn write_range(&mut self, from: usize, count: usize) {
        self.out.push_str("{\"from\":");
        push_u64(&mut self.out, from as u64);
        self.out.push_str(",\"count\":");
        push_u64(&mut self.out, count as u64);
        self.out.push('}');
    }

    fn write_items(&mut self, items: &[Node]) {
        self.out.push_str("{\"items\":");
        let start = self.out.len();
        self.out.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.out.push_str(self.new.text_of(*item));
        }
        self.out.push(']');
        self.write_special_from(start);
        self.out.push('}');
    }
}

/// By what an element is found again.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key<'a> {
    /// Of a document.
    is_id: bool,
    /// The id or the whole content, as written.
    text: &'a str,
}

impl<'a> Key<'a> {
    fn of(tree: Tree<'a>, node: Node) -> Self {
        match id_of(tree, node) {
            Some(id) => Key { is_id: true, text: tree.text_of(id) },
            None => Key { is_id: false, text: tree.text_of(node) },
        }
    }
}

/// The `_id` of a document.
fn id_of(tree: Tree<'_>, node: Node) -> Option<Node> {
    if tree.kind(node) != b'{' {
        return None;
    }
    tree.field(node, "_id").filter(|id| tree.kind(*id) == b'"')
}

/// Old elements by their keys: a table of chains, in the order of places.
struct Index<'a, 'n> {
    tree: Tree<'a>,
    nodes: &'n [Node],
    /// For each hash the first place with it, for each place the next with its hash; `END` behind the last.
    first: Vec<usize>,
    next: Vec<usize>,
}

const END: usize = usize::MAX;

impl<'a, 'n> Index<'a, 'n> {
    fn of(tree: Tree<'a>, nodes: &'n [Node]) -> Self {
        let first = vec![END; nodes.len().next_power_of_two()];
        let mut index = Index { tree, nodes, first, next: vec![END; nodes.len()] };
        for (at, &node) in nodes.iter().enumerate().rev() {
            let head = index.head(Key::of(tree, node));
            if let (Some(first), Some(next)) = (index.first.get_mut(head), index.next.get_mut(at)) {
                (*next, *first) = (*first, at);
            }
        }
        index
    }

    /// The place of the first element with this key that nobody has taken.
    fn take(&mut self, key: Key<'_>) -> Option<usize> {
        let head = self.head(key);
        let (mut before, mut at) = (None, *self.first.get(head)?);
        while Key::of(self.tree, *self.nodes.get(at)?) != key {
            (before, at) = (Some(at), *self.next.get(at)?);
        }
        let after = *self.next.get(at)?;
        *match before {
            None => self.first.get_mut(head)?,
            Some(before) => self.next.get_mut(before)?,
        } = after;
        Some(at)
    }

    fn head(&self, key: Key<'_>) -> usize {
        let hash = fnv1a(key.text.bytes());
        (hash ^ (hash >> 32)) as usize & (self.first.len() - 1)
    }
}
