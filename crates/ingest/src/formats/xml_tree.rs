//! One XML element with all that is in it, small enough to hold: a booking, a transaction, a header.
//!
//! The tree is filled over and over for one row after the other and keeps its buffers. It remembers
//! which texts a reader has taken, so that everything a record has no field for can be kept in its
//! `extra`, under the path it stands at.

use std::cell::Cell;

use super::xml::{Piece, XmlReader};
use crate::sink::Halt;

/// Elements held of one row; a row with more is set aside. The largest real rows, transactions with
/// dozens of parties, have a few thousand.
const NODES_MAX: usize = 100_000;

/// Bytes of text held of one row, for the same reason.
const TEXT_BYTES_MAX: usize = 16 << 20;

/// Texts without a field handed on for one row: more than the rows of any schema read here have.
const UNTAKEN_MAX: usize = 400;

#[derive(Debug, Default, Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
}

#[derive(Debug, Default)]
struct Node {
    name: Span,
    text: Span,
    start: u64,
    end: u64,
    parent: Option<usize>,
    first_child: Option<usize>,
    last_child: Option<usize>,
    next: Option<usize>,
    is_attribute: bool,
    taken: Cell<bool>,
}

/// An element tree with reusable memory.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    words: String,
    current: Option<usize>,
    overflow: bool,
    /// Elements open that are beyond the limit and not held.
    beyond: usize,
}

impl Tree {
    /// Empties the tree, keeping its memory.
    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
        self.words.clear();
        self.current = None;
        self.overflow = false;
        self.beyond = 0;
    }

    /// Whether the row was larger than the limit and the tree holds only its beginning.
    pub(crate) fn is_overflown(&self) -> bool {
        self.overflow
    }

    /// Takes in the element the reader has just opened, to its end. `false` where the exhibit ends
    /// before the element does.
    pub(crate) fn read(&mut self, reader: &mut XmlReader<'_>) -> Result<bool, Halt> {
        self.clear();
        self.open(reader);
        let outside = reader.depth().saturating_sub(1);
        loop {
            match reader.next()? {
                Piece::Open => self.open(reader),
                Piece::Text => self.push_text(reader.text()),
                Piece::Close => {
                    self.close(reader.end());
                    if reader.depth() <= outside {
                        return Ok(true);
                    }
                }
                Piece::End => return Ok(false),
            }
        }
    }

    /// Adds the element just opened.
    pub(crate) fn open(&mut self, reader: &XmlReader<'_>) {
        let attributes = reader.attributes();
        let full =
            self.nodes.len() + attributes.len() >= NODES_MAX || self.words.len() >= TEXT_BYTES_MAX;
        if self.overflow || full {
            self.overflow = true;
            self.beyond += 1;
            return;
        }
        let index = self.push(reader.name(), reader.start());
        for (name, value) in attributes {
            let attribute = self.push(name, reader.start());
            self.push_text(value);
            if let Some(node) = self.nodes.get_mut(attribute) {
                node.is_attribute = true;
            }
            self.current = Some(index);
        }
        // The element's own text comes after its attributes.
        let here = self.words.len();
        if let Some(node) = self.nodes.get_mut(index) {
            node.text = Span { start: here, end: here };
        }
    }

    fn push(&mut self, name: &str, start: u64) -> usize {
        let index = self.nodes.len();
        let from = self.words.len();
        self.words.push_str(name);
        let name = Span { start: from, end: self.words.len() };
        let text = Span { start: name.end, end: name.end };
        let parent = self.current;
        self.nodes.push(Node { name, text, start, end: start, parent, ..Node::default() });
        self.link(parent, index);
        self.current = Some(index);
        index
    }

    fn link(&mut self, parent: Option<usize>, index: usize) {
        let Some(parent) = parent.and_then(|p| self.nodes.get_mut(p)) else { return };
        let last = parent.last_child.replace(index);
        if parent.first_child.is_none() {
            parent.first_child = Some(index);
        }
        if let Some(last) = last.and_then(|l| self.nodes.get_mut(l)) {
            last.next = Some(index);
        }
    }

    /// Adds text to the element open.
    pub(crate) fn push_text(&mut self, text: &str) {
        let Some(node) = self.current.and_then(|at| self.nodes.get_mut(at)) else { return };
        let blank = node.text.start == node.text.end && text.trim().is_empty();
        if blank || node.text.end != self.words.len() || self.beyond > 0 {
            return;
        }
        if self.words.len() + text.len() > TEXT_BYTES_MAX {
            self.overflow = true;
            return;
        }
        self.words.push_str(text);
        node.text.end = self.words.len();
    }

    /// Ends the element open at byte `end` of the exhibit.
    pub(crate) fn close(&mut self, end: u64) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let Some(node) = self.current.and_then(|at| self.nodes.get_mut(at)) else { return };
        node.end = end;
        self.current = node.parent;
    }

    /// The outermost element.
    pub(crate) fn root(&self) -> Element<'_> {
        Element { tree: self, index: (!self.nodes.is_empty()).then_some(0) }
    }

    fn span(&self, span: Span) -> &str {
        self.words.get(span.start..span.end).unwrap_or("")
    }
}

/// An element of a [`Tree`], or none: a path that leads nowhere gives empty texts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'t> {
    tree: &'t Tree,
    index: Option<usize>,
}

impl<'t> Element<'t> {
    fn node(self) -> Option<&'t Node> {
        self.tree.nodes.get(self.index?)
    }

    /// Whether there is such an element.
    pub(crate) fn exists(self) -> bool {
        self.index.is_some()
    }

    /// Its local name.
    pub(crate) fn name(self) -> &'t str {
        self.node().map_or("", |node| self.tree.span(node.name))
    }

    /// First byte and length in the exhibit.
    pub(crate) fn bytes(self) -> (u64, u64) {
        self.node().map_or((0, 0), |node| (node.start, node.end.saturating_sub(node.start)))
    }

    /// The elements directly in it, without attributes.
    pub(crate) fn children(self) -> impl Iterator<Item = Element<'t>> {
        let tree = self.tree;
        let mut next = self.node().and_then(|node| node.first_child);
        std::iter::from_fn(move || {
            let index = next?;
            next = tree.nodes.get(index)?.next;
            Some(Element { tree, index: Some(index) })
        })
        .filter(|child| !child.node().is_some_and(|node| node.is_attribute))
    }

    /// The elements of this name directly in it.
    pub(crate) fn each(self, name: &'static str) -> impl Iterator<Item = Element<'t>> {
        self.children().filter(move |child| child.name() == name)
    }

    /// No element, for a row that lacks this part.
    pub(crate) fn none(self) -> Element<'t> {
        Element { tree: self.tree, index: None }
    }

    /// The first element of this name directly in it.
    pub(crate) fn child(self, name: &'static str) -> Element<'t> {
        self.each(name).next().unwrap_or(Element { tree: self.tree, index: None })
    }

    /// The element at this path, names parted by `/`; the empty path is the element itself.
    pub(crate) fn at(self, path: &'static str) -> Element<'t> {
        if path.is_empty() {
            return self;
        }
        path.split('/').fold(self, Element::child)
    }

    /// The text at this path, taken by a field; empty where there is none.
    pub(crate) fn take(self, path: &'static str) -> &'t str {
        self.at(path).take_own()
    }

    /// Its own text, taken by a field.
    pub(crate) fn take_own(self) -> &'t str {
        let Some(node) = self.node() else { return "" };
        node.taken.set(true);
        self.tree.span(node.text).trim()
    }

    /// The text at this path, only looked at.
    pub(crate) fn peek(self, path: &'static str) -> &'t str {
        let Some(node) = self.at(path).node() else { return "" };
        self.tree.span(node.text).trim()
    }

    /// The first text of these paths that is stated; only that one is taken.
    pub(crate) fn take_first(self, paths: &[&'static str]) -> &'t str {
        let found = paths.iter().find(|path| !self.peek(path).is_empty());
        found.map_or("", |path| self.take(path))
    }

    /// The first text of these paths that is stated, only looked at.
    pub(crate) fn peek_first(self, paths: &[&'static str]) -> &'t str {
        paths.iter().map(|path| self.peek(path)).find(|text| !text.is_empty()).unwrap_or("")
    }

    /// The attribute of this name, taken by a field.
    pub(crate) fn attribute(self, name: &str) -> &'t str {
        let Some(node) = self.attribute_node(name) else { return "" };
        node.taken.set(true);
        self.tree.span(node.text).trim()
    }

    /// The attribute of this name, only looked at.
    pub(crate) fn peek_attribute(self, name: &str) -> &'t str {
        self.attribute_node(name).map_or("", |node| self.tree.span(node.text).trim())
    }

    /// Hands on every attribute, only looked at.
    pub(crate) fn each_attribute(self, mut each: impl FnMut(&str, &str)) {
        let mut next = self.node().and_then(|node| node.first_child);
        while let Some(node) = next.and_then(|at| self.tree.nodes.get(at)) {
            if node.is_attribute {
                each(self.tree.span(node.name), self.tree.span(node.text).trim());
            }
            next = node.next;
        }
    }

    fn attribute_node(self, name: &str) -> Option<&'t Node> {
        let mut next = self.node()?.first_child;
        while let Some(node) = next.and_then(|at| self.tree.nodes.get(at)) {
            if node.is_attribute && self.tree.span(node.name) == name {
                return Some(node);
            }
            next = node.next;
        }
        None
    }

    /// Hands on every text in it that no field took, with its path below this element; attributes
    /// as `@name`. Each is handed on once.
    pub(crate) fn each_untaken(self, mut each: impl FnMut(&str, &str)) {
        let mut left = UNTAKEN_MAX;
        self.walk_untaken(&mut String::new(), &mut left, &mut each);
    }

    fn walk_untaken(self, path: &mut String, left: &mut usize, each: &mut impl FnMut(&str, &str)) {
        let mut next = self.node().and_then(|node| node.first_child);
        while let Some((index, node)) = next.and_then(|at| Some((at, self.tree.nodes.get(at)?))) {
            next = node.next;
            let outer = path.len();
            if outer > 0 {
                path.push('/');
            }
            if node.is_attribute {
                path.push('@');
            }
            path.push_str(self.tree.span(node.name));
            let text = self.tree.span(node.text).trim();
            if !text.is_empty() && *left > 0 && !node.taken.replace(true) {
                *left -= 1;
                each(path, text);
            }
            Element { tree: self.tree, index: Some(index) }.walk_untaken(path, left, each);
            path.truncate(outer);
        }
    }

    /// Appends every text in it, in order, parted by `separator`; all are taken.
    pub(crate) fn take_all(self, separator: &str, out: &mut String) {
        let own = self.take_own();
        if !own.is_empty() {
            if !out.is_empty() {
                out.push_str(separator);
            }
            out.push_str(own);
        }
        for child in self.children() {
            child.take_all(separator, out);
        }
    }
}
