//! YAML event by event, in flat memory, with the lines each event stands on.
//!
//! Events come from `saphyr-parser` (MIT or Apache-2.0, pure Rust without `unsafe`, kept by the makers
//! of `saphyr`): it never expands an alias, so that a bomb of anchors stays a list of names. What is
//! not a scalar, a list of scalars or a mapping of them is passed.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use model::{Place, RejectKind};
use saphyr_parser::{BufferedInput, Event, Parser};

use crate::formats::lines::Lines;
use crate::formats::xml::broken;
use crate::sink::Halt;

/// Characters read without an event: the longest description has some thousand.
const CHARS_MAX: usize = 1 << 20;

/// Collections open at once; a pack nests four.
const DEPTH_MAX: usize = 32;

/// Scalars with an anchor that are remembered, and their longest text.
const ANCHORS_MAX: usize = 1_000;
const ANCHOR_BYTES_MAX: usize = 4_096;

/// Texts of one list that are kept.
const LIST_MAX: usize = 1_000;

/// An event, without styles and tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A scalar; an alias of one is the text it stands for.
    Text(String),
    /// A list begins.
    List,
    /// A mapping begins.
    Mapping,
    /// A list or mapping ends.
    Close,
    /// An alias of something else, which is not followed.
    Alias,
    /// A document ends.
    DocumentEnd,
    /// The exhibit ends.
    End,
}

/// A value under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A scalar.
    Text(String),
    /// A list of scalars.
    List(Vec<String>),
    /// Something deeper, or an alias; passed.
    Passed,
}

#[derive(Debug, Clone, Copy)]
struct LineAt {
    start: u64,
    len: u64,
    fault: Option<RejectKind>,
}

/// Lines handed to the parser, and where they stand.
struct Feed<'a> {
    lines: Lines<'a>,
    text: String,
    at: usize,
    /// Lines since the row that is open, and the number of the first of them.
    known: VecDeque<LineAt>,
    first: usize,
    chars: usize,
    halt: Option<Halt>,
}

impl Feed<'_> {
    fn next_char(&mut self) -> Option<char> {
        if self.at >= self.text.len() {
            let line = match self.lines.next() {
                Ok(line) => line?,
                Err(halt) => {
                    self.halt = Some(halt);
                    return None;
                }
            };
            self.text.clear();
            self.text.push_str(&line.text);
            self.text.push('\n');
            self.at = 0;
            // YAML counts a bare carriage return as the end of a line too.
            let breaks = 1 + line.text.matches('\r').count();
            let at = LineAt { start: line.start, len: line.len, fault: line.fault };
            self.known.extend(std::iter::repeat_n(at, breaks));
        }
        self.chars += 1;
        if self.chars > CHARS_MAX {
            return None;
        }
        let c = self.text.get(self.at..)?.chars().next()?;
        self.at += c.len_utf8();
        Some(c)
    }
}

/// The iterator the parser reads from.
struct Chars<'a>(Rc<RefCell<Feed<'a>>>);

impl Iterator for Chars<'_> {
    type Item = char;
    fn next(&mut self) -> Option<char> {
        self.0.borrow_mut().next_char()
    }
}

/// Reads events; see the module.
pub(super) struct Yaml<'a> {
    feed: Rc<RefCell<Feed<'a>>>,
    parser: Parser<'a, BufferedInput<Chars<'a>>>,
    anchors: BTreeMap<usize, String>,
    depth: usize,
    /// Line of the event read last, from 1.
    line: usize,
}

impl<'a> Yaml<'a> {
    /// Reads lines from where they stand.
    pub(super) fn new(lines: Lines<'a>) -> Self {
        let feed = Feed {
            lines,
            text: String::new(),
            at: 0,
            known: VecDeque::new(),
            first: 1,
            chars: 0,
            halt: None,
        };
        let feed = Rc::new(RefCell::new(feed));
        let parser = Parser::new_from_iter(Chars(Rc::clone(&feed)));
        Self { feed, parser, anchors: BTreeMap::new(), depth: 0, line: 1 }
    }

    /// Line of the event read last, from 1.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// The place of the lines from `first` to `last`, and what is wrong with any of them.
    pub(super) fn place(&self, first: usize, last: usize) -> (Place, Option<RejectKind>) {
        let feed = self.feed.borrow();
        let index = |line: usize| line.saturating_sub(feed.first);
        let own = feed.known.iter().take(index(last) + 1).skip(index(first));
        let mut place = Place::default();
        let mut fault = None;
        for (number, line) in own.enumerate() {
            if number == 0 {
                place.bytes_start = line.start;
            }
            place.bytes_len = (line.start + line.len).saturating_sub(place.bytes_start);
            fault = fault.or(line.fault);
        }
        (place, fault)
    }

    /// Forgets the lines before `line`.
    pub(super) fn forget_before(&mut self, line: usize) {
        let mut feed = self.feed.borrow_mut();
        while feed.first < line && feed.known.len() > 1 {
            feed.known.pop_front();
            feed.first += 1;
        }
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Result<Step, Halt> {
        loop {
            self.feed.borrow_mut().chars = 0;
            let next = self.parser.next_event();
            if let Some(halt) = self.feed.borrow_mut().halt.take() {
                return Err(halt);
            }
            if self.feed.borrow().chars > CHARS_MAX {
                return Err(self.lost("a text is longer than the limit"));
            }
            let (event, span) = match next {
                None => return Ok(Step::End),
                Some(Ok(event)) => event,
                Some(Err(error)) => {
                    self.line = error.marker().line();
                    return Err(self.lost("this is not YAML here"));
                }
            };
            let step = match event {
                Event::StreamEnd => return Ok(Step::End),
                Event::DocumentEnd => Step::DocumentEnd,
                Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => continue,
                Event::Scalar(text, _, anchor, _) => self.scalar(text.into_owned(), anchor),
                Event::Alias(anchor) => {
                    self.anchors.get(&anchor).map_or(Step::Alias, |text| Step::Text(text.clone()))
                }
                Event::SequenceStart(..) => Step::List,
                Event::MappingStart(..) => Step::Mapping,
                Event::SequenceEnd | Event::MappingEnd => Step::Close,
            };
            if matches!(step, Step::Text(_) | Step::Alias | Step::List | Step::Mapping) {
                self.line = span.start.line();
            }
            return self.count(step);
        }
    }

    fn scalar(&mut self, text: String, anchor: usize) -> Step {
        if anchor > 0 && self.anchors.len() < ANCHORS_MAX && text.len() <= ANCHOR_BYTES_MAX {
            self.anchors.insert(anchor, text.clone());
        }
        Step::Text(text)
    }

    fn count(&mut self, step: Step) -> Result<Step, Halt> {
        match step {
            Step::List | Step::Mapping => self.depth += 1,
            Step::Close => self.depth = self.depth.saturating_sub(1),
            Step::DocumentEnd => self.anchors.clear(),
            _ => {}
        }
        if self.depth > DEPTH_MAX { Err(self.lost("it is nested too deep")) } else { Ok(step) }
    }

    /// Reads the value that comes next.
    pub(super) fn value(&mut self) -> Result<Value, Halt> {
        match self.next()? {
            Step::Text(text) => Ok(Value::Text(text)),
            Step::List => {
                let (outside, mut texts, mut plain) = (self.depth - 1, Vec::new(), true);
                while self.depth > outside {
                    match self.next()? {
                        Step::Text(text) if texts.len() < LIST_MAX => texts.push(text),
                        Step::Close => {}
                        Step::End | Step::DocumentEnd => return Ok(Value::Passed),
                        _ => plain = false,
                    }
                }
                Ok(if plain { Value::List(texts) } else { Value::Passed })
            }
            Step::Mapping => {
                let outside = self.depth - 1;
                while self.depth > outside {
                    if matches!(self.next()?, Step::End | Step::DocumentEnd) {
                        break;
                    }
                }
                Ok(Value::Passed)
            }
            _ => Ok(Value::Passed),
        }
    }

    fn lost(&self, reason: &str) -> Halt {
        let (place, _) = self.place(self.line, self.line);
        broken(place, reason, "look at the place in the exhibit; what stands before it was read")
    }
}
