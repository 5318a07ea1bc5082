//! The nest: what becomes of a container's members, however deep they lie.
//!
//! Each file gets a `media` record with its digests; what a format or a container is sure of is
//! looked into at once, its rows carrying the chain of members they stand in. Nothing is unpacked
//! to a disk. Every member ends with a [`Member`]: what took it, how far it was read, what was
//! counted. A member that breaks its reader ends as failed, and the reading goes on with the next.
//!
//! **Limits:** containers in containers to [`DEPTH_MAX`]; what is decoded, to
//! [`EXPANSION_BYTES_FREE`] and [`EXPANSION_RATIO_MAX`] times the exhibit; memory for decoded
//! members, to [`KEPT_BYTES_MAX`].

mod ahead;
mod chain;
mod digests;
mod examine;
mod logs;
mod outcome;
mod rewind;
mod scout;
mod show;

use std::io::{self, Cursor};
use std::panic::{AssertUnwindSafe, catch_unwind};

use model::records::Media;
use model::{Place, RejectKind, say};

pub(crate) use ahead::Ahead;
pub use chain::{Chain, Closed, Mark};
pub use examine::{ANSWER_BYTES_MAX, EXAMINED_HEAD_BYTES, Examiner};
pub use outcome::{Member, MemberState};
pub(crate) use scout::scout;
pub use show::Wanted;
pub(crate) use show::{Asked, Shows, examine_whole, show};

use crate::containers::{Container, Content, Members, Streamed};
use crate::format::{Companion, HEAD_BYTES, Head, ReadSeek, Source, read_ends};
use crate::formats::delimited::looks_like_table;
use crate::formats::foreign;
use crate::register::{Reader, Register};
use crate::settings::Settings;
use crate::sink::{Counts, Halt, Note, Sink};
use chain::Standing;
use digests::{Digests, Ends, Running};
use logs::{LogSeeker, Logs};
use outcome::{Ended, Rows};
use rewind::Rewinding;

/// Deepest chain of containers: an image, its volume, and archives in archives as people send them
/// stay below; deeper ones are made to tire a reader.
pub const DEPTH_MAX: usize = 8;

/// Bytes that any exhibit may unpack to.
pub(crate) const EXPANSION_BYTES_FREE: u64 = 4 << 30;

/// Further bytes it may unpack to, for each of its own: text and logs stay far below.
pub(crate) const EXPANSION_RATIO_MAX: u64 = 200;

/// Memory for decoded members, all levels together: leaves the readers their share of the worker's.
pub(crate) const KEPT_BYTES_MAX: usize = 128 << 20;

/// Bytes of a member taken at a time.
const CHUNK_BYTES: usize = 256 * 1024;

/// What an earlier run left (where to go on, what not to open again), and what further threads do.
#[derive(Clone, Copy, Default)]
pub struct Resume<'r> {
    /// The last member that is done with.
    pub mark: Option<&'r Mark>,
    /// Members that broke their reader.
    pub closed: &'r [Closed],
    /// Digests that further threads take.
    pub(crate) ahead: Option<&'r Ahead>,
}

/// The most that an exhibit of this length may unpack to.
pub(crate) fn unpacked_bytes_max(exhibit_bytes: u64) -> u64 {
    exhibit_bytes.saturating_mul(EXPANSION_RATIO_MAX).saturating_add(EXPANSION_BYTES_FREE)
}

/// Reads a container and everything inside it into the sink.
pub(crate) fn read(
    container: &dyn Container,
    register: &Register<'_>,
    source: &mut Source<'_>,
    sink: &mut Sink<'_>,
    resume: Resume<'_>,
) -> Result<(), Halt> {
    if let Some(mark) = resume.mark {
        sink.go_on_from(mark.counts)?;
    }
    let settings = source.settings;
    let chain = Chain::default();
    let mut nest = Nest {
        register,
        settings,
        sink,
        resume,
        chain,
        decoded: 0,
        decoded_max: unpacked_bytes_max(source.len),
        logs: Logs::default(),
        kept_bytes: 0,
        room: vec![0; CHUNK_BYTES],
    };
    nest.walk(container, source)
}

struct Nest<'n, 'o> {
    register: &'n Register<'n>,
    settings: &'n Settings,
    sink: &'n mut Sink<'o>,
    resume: Resume<'n>,
    chain: Chain,
    /// Bytes decoded so far, all levels together.
    decoded: u64,
    decoded_max: u64,
    /// Logs of databases in the container that is being walked.
    logs: Logs,
    /// Memory that decoded members hold now.
    kept_bytes: usize,
    /// Where pieces of members are read to.
    room: Vec<u8>,
}

impl Nest<'_, '_> {
    fn walk(&mut self, container: &dyn Container, source: &mut Source<'_>) -> Result<(), Halt> {
        let mut seeker = LogSeeker::default();
        if container.is_cheap_to_walk() {
            container.walk(source, &mut seeker)?;
        }
        for log in std::mem::take(&mut seeker.too_long) {
            self.sink.remark(say::log_too_long(log))?;
        }
        let outer = std::mem::replace(&mut self.logs, seeker.logs());
        self.chain.0.push(0);
        let walked = container.walk(source, self);
        self.chain.0.pop();
        self.logs = outer;
        walked
    }

    /// Counts the next member of the container that is being walked.
    fn next(&mut self) -> Standing {
        self.chain.step();
        self.chain.standing(self.resume.mark)
    }

    /// Gives a file its record, unless an earlier run has it.
    fn tell(&mut self, media: &Media, place: &Place, standing: Standing) -> Result<(), Halt> {
        if standing == Standing::Begun {
            return Ok(());
        }
        self.sink.begin(place)?;
        self.sink.record(media)
    }

    /// Ends a member.
    fn end(
        &mut self,
        name: &str,
        reader: Option<Reader>,
        since: Counts,
        ended: Ended,
    ) -> Result<(), Halt> {
        let reached = self.sink.counts();
        let mut inside = self.sink.inside().to_owned();
        if !inside.is_empty() {
            inside.push_str("!/");
        }
        inside.push_str(name);
        let member = Member {
            chain: self.chain.clone(),
            inside,
            format: reader.map(|reader| reader.code().to_owned()).unwrap_or_default(),
            state: ended.state,
            counts: match reader {
                Some(Reader::Container(_)) => Counts::default(),
                _ => reached.since(since),
            },
            reached,
            reason: ended.reason,
            remedy: ended.remedy,
        };
        self.sink.member(&member)
    }

    /// Looks into a member, where a reader is sure of it.
    fn look_into(
        &mut self,
        name: &str,
        reader: Option<Reader>,
        bytes: &mut dyn ReadSeek,
        len: u64,
    ) -> Result<Ended, Halt> {
        let Some(reader) = reader else { return Ok(Ended::unread()) };
        if self.logs.is_paired(name) {
            // Its rows are told with those of its database.
            return Ok(Ended::parsed());
        }
        if self.chain.0.len() >= DEPTH_MAX && matches!(reader, Reader::Container(_)) {
            return Ok(Ended::too_deep());
        }
        if let Some(closed) = self.resume.closed.iter().find(|one| one.chain == self.chain) {
            let mut counts = self.sink.counts();
            if closed.rows > counts.rows {
                counts.records += closed.rows - counts.rows;
                counts.rows = closed.rows;
                self.sink.go_on_from(counts)?;
            }
            return Ok(Ended::closed(closed));
        }
        if let Err(error) = bytes.rewind() {
            return Ok(Ended::unreadable(&error));
        }
        self.sink.opening(&self.chain)?;
        let (depth, kept_bytes) = (self.chain.0.len(), self.kept_bytes);
        let outside = self.sink.enter(name);
        let log = self.logs.remove(name).map(|log| Companion {
            name: format!("{}{}", name.rsplit('/').next().unwrap_or(name), logs::SUFFIX),
            len: log.len() as u64,
            bytes: Box::new(Cursor::new(log)),
        });
        let mut source = Source::new(bytes, len, self.settings).with(log.into_iter().collect());
        let before = self.sink.rows();
        let read = catch_unwind(AssertUnwindSafe(|| match reader {
            Reader::Format(format) => format.read(&mut source, self.sink),
            Reader::Container(container) => self.walk(container, &mut source),
        }));
        self.chain.0.truncate(depth);
        self.kept_bytes = kept_bytes;
        self.sink.leave(outside)?;
        let rows = if self.sink.rows() > before { Rows::Some } else { Rows::None };
        match read {
            Ok(Ok(())) => Ok(Ended::parsed()),
            Ok(Err(halt @ Halt::Outlet(_))) => Err(halt),
            Ok(Err(halt)) => Ok(Ended::halted(&halt, rows)),
            Err(panic) => Ok(Ended::panicked(&*panic, rows)),
        }
    }

    /// The digests and ends of a file whose bytes can be read from any place; the inner error is the
    /// file's own.
    fn digest(&mut self, bytes: &mut dyn ReadSeek) -> Result<io::Result<(Digests, Ends)>, Halt> {
        let (sink, decoded) = (&mut *self.sink, &mut self.decoded);
        let taken = match self.resume.ahead {
            Some(ahead) => ahead.take(&self.chain, || sink.alive(*decoded))?,
            None => None,
        };
        if let Some(digests) = taken {
            *decoded = decoded.saturating_add(digests.len);
            let ends = Ends::of(bytes, digests.len);
            return Ok(self.within_limit().and(ends).map(|ends| (digests, ends)));
        }
        let (mut ends, mut over) = (Ends::default(), None);
        let mut room = std::mem::take(&mut self.room);
        let read = Running::read(bytes, &mut room, self.settings.digests(), |piece| {
            ends.take(piece);
            self.decoded = self.decoded.saturating_add(piece.len() as u64);
            if let Err(error) = self.within_limit() {
                over = Some(error);
                return Err(None);
            }
            self.sink.alive(self.decoded).map_err(Some)
        });
        self.room = room;
        match (read, over) {
            (Ok(digests), _) => Ok(digests.map(|digests| (digests, ends))),
            (Err(Some(halt)), _) => Err(halt),
            (Err(None), over) => Ok(Err(over.unwrap_or_else(too_much))),
        }
    }

    /// Files may share their bytes, and holes cost none: the sum of what is read has a limit too.
    fn within_limit(&self) -> io::Result<()> {
        if self.decoded > self.decoded_max { Err(too_much()) } else { Ok(()) }
    }

    /// A file whose bytes are at hand: its record, its content, its end.
    fn file_with(
        &mut self,
        media: &mut Media,
        place: &Place,
        standing: Standing,
        (digests, ends): &(Digests, Ends),
        bytes: &mut dyn ReadSeek,
    ) -> Result<(), Halt> {
        let name = media.path.to_string();
        digests.state(media);
        let head = ends.head(digests.len, self.settings);
        let reader = self.register.sure_of(&head);
        let foreign = if reader.is_none() { foreign::find(&head) } else { None };
        let unmapped = reader.is_none() && foreign.is_none() && looks_like_table(&head);
        media.format.set(reader.map_or("", Reader::code));
        self.tell(media, place, standing)?;
        let since = self.sink.counts();
        let ended = match foreign {
            Some(known) => Ended::foreign(known),
            None if unmapped => Ended::unmapped(),
            None => self.look_into(&name, reader, bytes, digests.len)?,
        };
        self.end(&name, reader, since, ended)
    }

    /// A file without bytes to look at.
    fn file_without(
        &mut self,
        media: &Media,
        place: &Place,
        standing: Standing,
        ended: Ended,
    ) -> Result<(), Halt> {
        self.tell(media, place, standing)?;
        self.end(&media.path, None, self.sink.counts(), ended)
    }

    /// Decodes a member once, within the limits; the inner error is the member's own.
    fn decode<'b>(
        &mut self,
        streamed: &'b mut dyn Streamed,
        mut each: impl FnMut(&[u8]),
    ) -> Result<io::Result<Rewinding<'b>>, Halt> {
        let budget_bytes = KEPT_BYTES_MAX.saturating_sub(self.kept_bytes) / 2;
        let mut gone = None;
        let decoding = Rewinding::decode(streamed, budget_bytes, |chunk| {
            self.decoded = self.decoded.saturating_add(chunk.len() as u64);
            if self.decoded > self.decoded_max {
                return Err(too_much());
            }
            each(chunk);
            self.sink.alive(self.decoded).map_err(|halt| {
                gone = Some(halt);
                io::ErrorKind::BrokenPipe.into()
            })
        });
        match gone {
            Some(halt) => Err(halt),
            None => Ok(decoding),
        }
    }

    fn streamed_file(
        &mut self,
        media: &mut Media,
        place: &Place,
        standing: Standing,
        streamed: &mut dyn Streamed,
    ) -> Result<(), Halt> {
        let mut running = Running::new(self.settings.digests());
        let mut ends = Ends::default();
        let decoding = self.decode(streamed, |chunk| {
            running.take(chunk);
            ends.take(chunk);
        });
        match decoding? {
            Ok(mut rewinding) => {
                let seen = (running.end(), ends);
                media.size.get_or_insert(i64::try_from(seen.0.len).unwrap_or(i64::MAX));
                let kept_bytes = rewinding.kept_bytes();
                self.kept_bytes += kept_bytes;
                let told = self.file_with(media, place, standing, &seen, &mut rewinding);
                self.kept_bytes -= kept_bytes;
                told
            }
            Err(error) => self.file_without(media, place, standing, Ended::unreadable(&error)),
        }
    }

    fn streamed_stream(&mut self, name: &str, streamed: &mut dyn Streamed) -> Result<(), Halt> {
        let since = self.sink.counts();
        match self.decode(streamed, |_| ())? {
            Ok(mut rewinding) => {
                let (len, kept_bytes) = (rewinding.len(), rewinding.kept_bytes());
                self.kept_bytes += kept_bytes;
                let told = self.stream_with(name, &mut rewinding, len);
                self.kept_bytes -= kept_bytes;
                told
            }
            Err(error) => self.end(name, None, since, Ended::unreadable(&error)),
        }
    }

    /// What reads an image's content or a volume, by its ends.
    fn stream_with(&mut self, name: &str, bytes: &mut dyn ReadSeek, len: u64) -> Result<(), Halt> {
        let since = self.sink.counts();
        // A volume costs no decoding, but a table whose every partition leads back to the table tells
        // more of them than anybody can wait for.
        self.decoded = self.decoded.saturating_add(HEAD_BYTES as u64);
        if let Err(error) = self.within_limit() {
            return self.end(name, None, since, Ended::unreadable(&error));
        }
        self.sink.alive(self.decoded)?;
        let (reader, ended) = match read_ends(bytes, len) {
            Ok((head, tail)) => {
                let head = Head::new(&head, &tail, len, self.settings);
                let reader = self.register.sure_of(&head);
                (reader, self.look_into(name, reader, bytes, len)?)
            }
            Err(error) => (None, Ended::unreadable(&error)),
        };
        self.end(name, reader, since, ended)
    }
}

/// What a bomb is told.
fn too_much() -> io::Error {
    let text = "the exhibit unpacks to more than its limit";
    io::Error::new(io::ErrorKind::FileTooLarge, text)
}

impl Members for Nest<'_, '_> {
    fn is_read_over(&self) -> bool {
        let mut next = self.chain.clone();
        next.step();
        next.standing(self.resume.mark) == Standing::Done
    }

    fn file(&mut self, media: &mut Media, place: &Place, content: Content<'_>) -> Result<(), Halt> {
        let standing = self.next();
        if standing == Standing::Done {
            return Ok(());
        }
        match content {
            Content::None => self.file_without(media, place, standing, Ended::empty()),
            Content::Unreadable(reason) => {
                let ended = Ended::unreadable_in(&media.state, &reason);
                self.file_without(media, place, standing, ended)
            }
            Content::Seekable(bytes, len) => {
                media.size.get_or_insert(i64::try_from(len).unwrap_or(i64::MAX));
                match self.digest(bytes)? {
                    Ok(seen) => self.file_with(media, place, standing, &seen, bytes),
                    Err(error) => {
                        let ended = Ended::unreadable_in(&media.state, &error);
                        self.file_without(media, place, standing, ended)
                    }
                }
            }
            Content::Streamed(streamed) => self.streamed_file(media, place, standing, streamed),
        }
    }

    fn stream(&mut self, name: &str, content: Content<'_>) -> Result<(), Halt> {
        if self.next() == Standing::Done {
            return Ok(());
        }
        let since = self.sink.counts();
        match content {
            Content::Seekable(bytes, len) => self.stream_with(name, bytes, len),
            Content::Streamed(streamed) => self.streamed_stream(name, streamed),
            Content::None => self.end(name, None, since, Ended::empty()),
            Content::Unreadable(reason) => self.end(name, None, since, Ended::unreadable(&reason)),
        }
    }

    fn spoilt(
        &mut self,
        place: &Place,
        kind: RejectKind,
        field: &str,
        raw: &str,
    ) -> Result<(), Halt> {
        if self.next() == Standing::Done {
            return Ok(());
        }
        let since = self.sink.counts();
        self.sink.begin(place)?;
        self.sink.reject(kind, field, raw)?;
        self.end(&place.path.clone(), None, since, Ended::spoilt())
    }

    fn note(&mut self, note: &Note) -> Result<(), Halt> {
        self.sink.note(note)
    }
}

#[cfg(test)]
mod tests;
