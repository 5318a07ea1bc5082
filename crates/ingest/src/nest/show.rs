//! Showing: what stands at given places inside the members of a container, so that a record can be
//! cited with its bytes.
//!
//! The walk is that of the reading, without records and digests: it enters only containers in which
//! a place is asked for, and ends when every place is answered. Bytes are those of the member as its
//! reader had them, unpacked and not decoded.
//!
//! **Limits:** those of the nest; a place counts as so many unpacked bytes.

use std::collections::BTreeMap;
use std::io::{self, Read, SeekFrom};
use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};

use model::records::Media;
use model::{Place, RejectKind};
use serde::{Deserialize, Serialize};

use super::examine::{Examiner, examine};
use super::rewind::Rewinding;
use super::{CHUNK_BYTES, DEPTH_MAX, KEPT_BYTES_MAX, too_much, unpacked_bytes_max};
use crate::containers::{Container, Content, Members, Streamed};
use crate::format::{Head, ReadSeek, Source, Sure, read_ends};
use crate::register::Register;
use crate::sink::{Halt, MEMBER_JOINT, Note};

/// Places in one member of a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The chain of members by names, as in [`Place::inside`].
    pub inside: String,
    /// Which of the members of this name, from 1, in the order in which they are told.
    pub nth: u64,
    /// First byte and length of each place, which is not 0.
    pub spans: Vec<(u64, u64)>,
}

impl Wanted {
    /// A member as a whole; the exhibit itself has the empty name.
    pub fn whole(inside: String, nth: u64) -> Self {
        Self { inside, nth, spans: vec![(0, u64::MAX)] }
    }
}

/// What is asked of a walk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The places.
    pub(crate) wanted: &'a [Wanted],
    /// Whether their members are examined whole.
    pub(crate) examined: bool,
}

/// Takes what is shown; places have the number they have in the job, from 0.
pub(crate) trait Shows {
    /// The next bytes of a place.
    fn bytes(&mut self, place: u64, bytes: &[u8]) -> Result<(), Halt>;
    /// A place that is not there, and why.
    fn missing(&mut self, place: u64, reason: &str) -> Result<(), Halt>;
    /// A member is done with: what was shown of it should be on its way.
    fn answered(&mut self) -> Result<(), Halt>;
    /// The walk goes on; so many bytes were unpacked so far.
    fn alive(&mut self, unpacked_bytes: u64) -> Result<(), Halt>;
}

/// Shows every place that is wanted; each is answered.
pub(crate) fn show(
    container: &dyn Container,
    register: &Register<'_>,
    source: &mut Source<'_>,
    asked: Asked<'_>,
    shows: &mut dyn Shows,
) -> Result<(), Halt> {
    let examiner = if asked.examined { Some(examiner(register)?) } else { None };
    let mut showing = Showing::new(register, asked.wanted, source.len, (examiner, shows));
    let reason = match container.walk(source, &mut showing) {
        Err(Halt::Outlet(error)) if showing.open > 0 => return Err(Halt::Outlet(error)),
        Err(halt) => halt.to_string(),
        Ok(()) => "the container has no such member".to_owned(),
    };
    showing.end(&reason)
}

/// Examines the content of the exhibit itself.
pub(crate) fn examine_whole(
    register: &Register<'_>,
    source: &mut Source<'_>,
    wanted: &[Wanted],
    shows: &mut dyn Shows,
) -> Result<(), Halt> {
    let examiner = Some(examiner(register)?);
    let mut showing = Showing::new(register, wanted, source.len, (examiner, shows));
    match showing.look("", Content::Seekable(&mut *source.bytes, source.len)) {
        Err(Halt::Outlet(_)) if showing.open == 0 => Ok(()),
        looked => looked,
    }
}

fn examiner<'r>(register: &Register<'r>) -> Result<&'r dyn Examiner, Halt> {
    let nobody = || Halt::Outlet(io::Error::other("this program examines no contents"));
    register.examiner.ok_or_else(nobody)
}

/// A place: its number, first byte, and the byte behind its last.
#[derive(Debug, Clone, Copy)]
struct Span {
    number: u64,
    start: u64,
    end: u64,
}

/// What is wanted of members of one name.
#[derive(Default)]
struct Named {
    /// Members of the name that were told.
    told: u64,
    /// Places by which of them they are in; taken out when it is told.
    open: BTreeMap<u64, Vec<Span>>,
}

struct Showing<'s> {
    containers: &'s [&'static dyn Container],
    /// Who says what is shown, where it is not the bytes.
    examiner: Option<&'s dyn Examiner>,
    shows: &'s mut dyn Shows,
    wanted: BTreeMap<String, Named>,
    /// Members that are wanted and were not told.
    open: usize,
    /// The members entered, and how many they are.
    inside: String,
    depth: usize,
    /// Why a container that was entered could not be walked to its end.
    trouble: Option<String>,
    decoded: u64,
    decoded_max: u64,
    /// Memory that decoded members hold now.
    kept_bytes: usize,
}

impl<'s> Showing<'s> {
    fn new(
        register: &Register<'s>,
        asked: &[Wanted],
        len: u64,
        (examiner, shows): (Option<&'s dyn Examiner>, &'s mut dyn Shows),
    ) -> Self {
        let mut wanted: BTreeMap<String, Named> = BTreeMap::new();
        let mut numbers = 0u64..;
        for one in asked {
            let spans = wanted.entry(one.inside.clone()).or_default().open.entry(one.nth);
            let numbered = one.spans.iter().zip(&mut numbers);
            spans.or_default().extend(numbered.map(|((start, len), number)| Span {
                number,
                start: *start,
                end: start.saturating_add(*len),
            }));
        }
        let open = wanted.values().map(|named| named.open.len()).sum();
        for spans in wanted.values_mut().flat_map(|named| named.open.values_mut()) {
            spans.sort_by_key(|span| span.start);
        }
        Self {
            containers: register.containers,
            examiner,
            shows,
            wanted,
            open,
            inside: String::new(),
            depth: 0,
            trouble: None,
            decoded: 0,
            decoded_max: unpacked_bytes_max(len),
            kept_bytes: 0,
        }
    }

    /// Answers what was not found.
    fn end(mut self, reason: &str) -> Result<(), Halt> {
        let reason = self.trouble.as_deref().unwrap_or(reason);
        let open = std::mem::take(&mut self.wanted).into_values().flat_map(|named| named.open);
        for span in open.flat_map(|(_, spans)| spans) {
            self.shows.missing(span.number, reason)?;
        }
        self.shows.answered()
    }

    /// A member is told: the places in it, and whether there are places in members of its own.
    fn meet(&mut self, name: &str) -> (Vec<Span>, bool, usize) {
        let outside = self.inside.len();
        if outside > 0 {
            self.inside.push_str(MEMBER_JOINT);
        }
        self.inside.push_str(name);
        let own = self.wanted.get_mut(&self.inside).and_then(|named| {
            named.told += 1;
            named.open.remove(&named.told)
        });
        self.open -= usize::from(own.is_some());
        let joint = format!("{}{MEMBER_JOINT}", self.inside);
        let from = (Bound::Excluded(joint.as_str()), Bound::Unbounded);
        let behind = self.wanted.range::<str, _>(from);
        let holds = behind
            .take_while(|(name, _)| name.starts_with(&joint))
            .any(|(_, named)| !named.open.is_empty());
        (own.unwrap_or_default(), holds, outside)
    }

    /// Shows a member and walks it, where anything in it is wanted.
    fn look(&mut self, name: &str, content: Content<'_>) -> Result<(), Halt> {
        let (spans, holds, outside) = self.meet(name);
        let looked = if spans.is_empty() && !holds {
            Ok(())
        } else {
            self.look_into(&spans, holds, content)
        };
        self.inside.truncate(outside);
        looked?;
        if self.open == 0 { Err(Halt::Outlet(io::Error::other(ENOUGH))) } else { Ok(()) }
    }

    fn look_into(&mut self, spans: &[Span], holds: bool, content: Content<'_>) -> Result<(), Halt> {
        match content {
            Content::None => self.all_missing(spans, "it has no content"),
            Content::Unreadable(reason) => self.all_missing(spans, reason),
            Content::Seekable(bytes, len) => {
                for span in spans {
                    self.show_from(bytes, *span)?;
                }
                self.shows.answered()?;
                if holds { self.enter(bytes, len) } else { Ok(()) }
            }
            Content::Streamed(streamed) if holds => self.decode(spans, streamed),
            Content::Streamed(streamed) => self.show_stream(spans, streamed),
        }
    }

    fn all_missing(&mut self, spans: &[Span], reason: &str) -> Result<(), Halt> {
        for span in spans {
            self.shows.missing(span.number, reason)?;
        }
        self.shows.answered()
    }

    /// Counts unpacked bytes against the limit, and says that the walk goes on.
    fn count(&mut self, bytes: usize) -> Result<io::Result<()>, Halt> {
        self.decoded = self.decoded.saturating_add(bytes as u64);
        self.shows.alive(self.decoded)?;
        Ok(if self.decoded > self.decoded_max { Err(too_much()) } else { Ok(()) })
    }

    /// Shows what the examiner says of a member. A first answer of no bytes tells the parent what was
    /// begun, should it break the worker.
    fn examine(
        &mut self,
        examiner: &dyn Examiner,
        span: Span,
        from: &mut dyn Read,
    ) -> Result<(), Halt> {
        self.shows.bytes(span.number, &[])?;
        self.shows.answered()?;
        match examine(examiner, from, |bytes| self.count(bytes))? {
            Ok(answer) => self.shows.bytes(span.number, &answer),
            Err(reason) => self.shows.missing(span.number, &reason),
        }
    }

    /// Shows a place of a member whose bytes can be read from any place.
    fn show_from(&mut self, bytes: &mut dyn ReadSeek, span: Span) -> Result<(), Halt> {
        if let Err(error) = bytes.seek(SeekFrom::Start(span.start)) {
            return self.shows.missing(span.number, &error.to_string());
        }
        if let Some(examiner) = self.examiner {
            return self.examine(examiner, span, bytes);
        }
        let mut feed = Feed::new(std::slice::from_ref(&span), span.start);
        let mut within = bytes.take(span.end - span.start);
        self.feed(&mut feed, &mut within)
    }

    /// Shows the places of a member that is decoded from its beginning on.
    fn show_stream(&mut self, spans: &[Span], streamed: &mut dyn Streamed) -> Result<(), Halt> {
        if let (Some(examiner), [span, ..]) = (self.examiner, spans) {
            self.examine(examiner, *span, streamed)?;
            return self.shows.answered();
        }
        let mut feed = Feed::new(spans, 0);
        self.feed(&mut feed, streamed)?;
        self.shows.answered()
    }

    /// Reads on until every place is fed; those that end early are missing.
    fn feed(&mut self, feed: &mut Feed<'_>, from: &mut dyn Read) -> Result<(), Halt> {
        let mut chunk = vec![0; CHUNK_BYTES];
        let ended = loop {
            if feed.is_done() {
                return Ok(());
            }
            match from.read(&mut chunk) {
                Ok(0) => break ENDS_BEFORE.to_owned(),
                Ok(count) => {
                    if let Err(error) = self.count(count)? {
                        break error.to_string();
                    }
                    feed.take(chunk.get(..count).unwrap_or_default(), self.shows)?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => break error.to_string(),
            }
        };
        feed.give_up(&ended, self.shows)
    }

    /// Decodes a member once, showing the places in it, and walks it.
    fn decode(&mut self, spans: &[Span], streamed: &mut dyn Streamed) -> Result<(), Halt> {
        let budget_bytes = KEPT_BYTES_MAX.saturating_sub(self.kept_bytes) / 2;
        let fed = if self.examiner.is_some() { &[] } else { spans };
        let mut feed = Feed::new(fed, 0);
        let mut gone = None;
        let decoding = Rewinding::decode(streamed, budget_bytes, |chunk| {
            let taken = self.count(chunk.len()).and_then(|within| match within {
                Ok(()) => feed.take(chunk, self.shows).map(Ok),
                over => Ok(over),
            });
            taken.unwrap_or_else(|halt| {
                gone = Some(halt);
                Err(io::ErrorKind::BrokenPipe.into())
            })
        });
        if let Some(halt) = gone {
            return Err(halt);
        }
        match decoding {
            Ok(mut rewinding) => {
                feed.give_up(ENDS_BEFORE, self.shows)?;
                if let (Some(examiner), [span, ..]) = (self.examiner, spans) {
                    self.examine(examiner, *span, &mut rewinding)?;
                }
                self.shows.answered()?;
                let (len, kept_bytes) = (rewinding.len(), rewinding.kept_bytes());
                self.kept_bytes += kept_bytes;
                let walked = self.enter(&mut rewinding, len);
                self.kept_bytes -= kept_bytes;
                walked
            }
            Err(error) => {
                self.trouble = Some(error.to_string());
                if self.examiner.is_some() {
                    return self.all_missing(spans, &error.to_string());
                }
                feed.give_up(&error.to_string(), self.shows)?;
                self.shows.answered()
            }
        }
    }

    /// Walks a member that holds members in which places are wanted. Formats are not asked: that
    /// records stand in members of it says that a container took it.
    fn enter(&mut self, bytes: &mut dyn ReadSeek, len: u64) -> Result<(), Halt> {
        let settings = crate::Settings::default();
        let (head, tail) = match read_ends(bytes, len) {
            Ok(ends) => ends,
            Err(error) => {
                self.in_trouble(error.to_string());
                return Ok(());
            }
        };
        let head = Head::new(&head, &tail, len, &settings);
        let container = self.containers.iter().find(|one| one.recognise(&head) == Sure::Yes);
        let Some(container) = container.filter(|_| self.depth + 1 < DEPTH_MAX) else {
            self.in_trouble(format!("{} is no container that is opened", self.inside));
            return Ok(());
        };
        let mut source = Source::new(bytes, len, &settings);
        let (outside, depth) = (self.inside.len(), self.depth);
        self.depth += 1;
        let walked = catch_unwind(AssertUnwindSafe(|| container.walk(&mut source, &mut *self)));
        self.inside.truncate(outside);
        self.depth = depth;
        match walked {
            Ok(Err(halt @ Halt::Outlet(_))) => return Err(halt),
            Ok(Err(halt)) => self.in_trouble(halt.to_string()),
            Err(_) => self.in_trouble(format!("the reader of {} failed", self.inside)),
            Ok(Ok(())) => {}
        }
        Ok(())
    }

    /// Keeps why a container could not be walked; what was wanted in it stays unanswered.
    fn in_trouble(&mut self, reason: String) {
        self.trouble = Some(reason);
    }
}

/// By what a walk ends of which nothing more is wanted.
const ENOUGH: &str = "every place was shown";

/// Why a place is missing that begins or goes on behind the last byte.
const ENDS_BEFORE: &str = "the member ends before the place does";

impl Members for Showing<'_> {
    fn holds_to_stored_digests(&self) -> bool {
        false
    }

    fn file(&mut self, media: &mut Media, _: &Place, content: Content<'_>) -> Result<(), Halt> {
        self.look(&media.path, content)
    }

    fn stream(&mut self, name: &str, content: Content<'_>) -> Result<(), Halt> {
        self.look(name, content)
    }

    fn spoilt(&mut self, _: &Place, _: RejectKind, _: &str, _: &str) -> Result<(), Halt> {
        Ok(())
    }

    fn note(&mut self, _: &Note) -> Result<(), Halt> {
        Ok(())
    }
}

/// The places of one member, by their first bytes, fed with its bytes in their order.
struct Feed<'f> {
    spans: &'f [Span],
    /// Where the next bytes stand.
    at: u64,
}

impl<'f> Feed<'f> {
    fn new(spans: &'f [Span], at: u64) -> Self {
        Self { spans, at }
    }

    /// Whether no place goes on.
    fn is_done(&self) -> bool {
        self.spans.is_empty()
    }

    /// Takes the next bytes of the member.
    fn take(&mut self, bytes: &[u8], shows: &mut dyn Shows) -> Result<(), Halt> {
        let end = self.at.saturating_add(bytes.len() as u64);
        let offset = |at: u64| usize::try_from(at.saturating_sub(self.at)).unwrap_or(usize::MAX);
        for span in self.spans.iter().take_while(|span| span.start < end) {
            if span.end > self.at {
                let own = bytes.get(offset(span.start)..offset(span.end.min(end)));
                shows.bytes(span.number, own.unwrap_or_default())?;
            }
        }
        self.at = end;
        // Places that end here are not looked at again, as far as they stand first.
        while let Some((_, rest)) = self.spans.split_first().filter(|(one, _)| one.end <= end) {
            self.spans = rest;
        }
        Ok(())
    }

    /// No bytes follow: the places that are not whole are missing.
    fn give_up(&self, reason: &str, shows: &mut dyn Shows) -> Result<(), Halt> {
        for span in self.spans.iter().filter(|span| span.end > self.at) {
            shows.missing(span.number, reason)?;
        }
        Ok(())
    }
}
