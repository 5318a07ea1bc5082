//! A further thread's way through an exhibit: it goes into images and volumes as the nest does, takes
//! the digests of files that no other thread has taken up, and tells nothing.

use std::io::Read as _;

use model::records::Media;
use model::{Place, RejectKind};

use super::ahead::{Ahead, Claim, Over};
use super::digests::of_each;
use super::{CHUNK_BYTES, Chain, DEPTH_MAX};
use crate::containers::{Container, Content, Members};
use crate::digests::Wanted;
use crate::format::{HEAD_BYTES, Head, ReadSeek, Source, read_ends};
use crate::register::{Reader, Register};
use crate::settings::Settings;
use crate::sink::{Halt, Note};

/// Files from this length on are looked at for being containers themselves.
const IMAGE_BYTES_MIN: u64 = 16 << 20;

/// Files up to this length are read whole, so that several can be digested side by side.
const SHORT_BYTES_MAX: u64 = 8 << 20;

/// Memory for such files, and their most.
const BATCH_BYTES: usize = 16 << 20;
const BATCH_FILES: usize = 256;

/// Takes digests ahead in one exhibit, for as long as that is of use.
pub(crate) fn scout(
    container: &dyn Container,
    register: &Register<'_>,
    source: &mut Source<'_>,
    ahead: &Ahead,
) {
    let settings = source.settings;
    let (chain, room) = (Chain::default(), vec![0; CHUNK_BYTES]);
    let batch = Batch::default();
    let mut scout = Scout { register, settings, ahead, chain, room, batch };
    // What cannot be walked is told by the first thread.
    let _ = scout.walk(container, source);
    scout.digest_batch();
}

struct Scout<'s> {
    register: &'s Register<'s>,
    settings: &'s Settings,
    ahead: &'s Ahead,
    chain: Chain,
    room: Vec<u8>,
    batch: Batch<'s>,
}

/// Short files that were read and wait for their digests.
#[derive(Default)]
struct Batch<'s> {
    /// Who took them up, and where their bytes end in `bytes`.
    claims: Vec<(Claim<'s>, usize)>,
    bytes: Vec<u8>,
}

impl<'s> Batch<'s> {
    /// Reads a file; one that cannot be read, or is longer than it says, is given back.
    fn add(&mut self, claim: Claim<'s>, bytes: &mut dyn ReadSeek) {
        let start = self.bytes.len();
        let read = bytes
            .rewind()
            .and_then(|()| bytes.take(SHORT_BYTES_MAX + 1).read_to_end(&mut self.bytes));
        if read.is_ok_and(|count| count as u64 <= SHORT_BYTES_MAX) {
            self.claims.push((claim, self.bytes.len()));
        } else {
            self.bytes.truncate(start);
        }
    }

    fn is_full(&self) -> bool {
        self.claims.len() >= BATCH_FILES || self.bytes.len() >= BATCH_BYTES
    }

    /// Takes the digests of all that wait.
    fn digest(&mut self, wanted: Wanted) {
        let mut start = 0;
        let files = self.claims.iter().map(|(_, end)| {
            let file = self.bytes.get(start..*end).unwrap_or_default();
            start = *end;
            file
        });
        let digests = of_each(&files.collect::<Vec<_>>(), wanted);
        for ((claim, _), digests) in self.claims.drain(..).zip(digests) {
            claim.done(digests);
        }
        self.bytes.clear();
    }
}

impl Scout<'_> {
    fn walk(&mut self, container: &dyn Container, source: &mut Source<'_>) -> Result<(), Halt> {
        if !container.reads_from_any_place() || self.chain.0.len() >= DEPTH_MAX {
            return Ok(());
        }
        self.chain.0.push(0);
        let walked = container.walk(source, self);
        self.chain.0.pop();
        walked
    }

    fn digest_batch(&mut self) {
        self.batch.digest(self.settings.digests());
    }

    /// Goes into a member that is a container.
    fn look_into(&mut self, bytes: &mut dyn ReadSeek, len: u64) -> Result<(), Halt> {
        self.ahead.count(HEAD_BYTES as u64)?;
        let Ok((head, tail)) = read_ends(bytes, len) else { return Ok(()) };
        let head = Head::new(&head, &tail, len, self.settings);
        let Some(Reader::Container(container)) = self.register.sure_of(&head) else {
            return Ok(());
        };
        let depth = self.chain.0.len();
        let walked = self.walk(container, &mut Source::new(bytes, len, self.settings));
        self.chain.0.truncate(depth);
        // A member that breaks its reader ends alone.
        if self.ahead.is_over() { walked } else { Ok(()) }
    }
}

impl From<Over> for Halt {
    fn from(Over: Over) -> Self {
        Self::Outlet(std::io::ErrorKind::BrokenPipe.into())
    }
}

impl Members for Scout<'_> {
    fn holds_to_stored_digests(&self) -> bool {
        false
    }

    fn file(&mut self, _: &mut Media, _: &Place, content: Content<'_>) -> Result<(), Halt> {
        self.chain.step();
        let Content::Seekable(bytes, len) = content else { return Ok(()) };
        if self.ahead.is_full() {
            // The first thread may be waiting for one of these.
            self.digest_batch();
            self.ahead.wait_for_room();
        }
        match self.ahead.claim(&self.chain)? {
            Some(claim) if len <= SHORT_BYTES_MAX => {
                self.ahead.count(len)?;
                self.batch.add(claim, bytes);
                if self.batch.is_full() {
                    self.digest_batch();
                }
            }
            Some(claim) => {
                self.digest_batch();
                claim.digest(bytes, &mut self.room, self.settings.digests())?;
            }
            None => {}
        }
        if len < IMAGE_BYTES_MIN { Ok(()) } else { self.look_into(bytes, len) }
    }

    fn stream(&mut self, _: &str, content: Content<'_>) -> Result<(), Halt> {
        self.chain.step();
        match content {
            Content::Seekable(bytes, len) => self.look_into(bytes, len),
            Content::None | Content::Unreadable(_) | Content::Streamed(_) => Ok(()),
        }
    }

    fn spoilt(&mut self, _: &Place, _: RejectKind, _: &str, _: &str) -> Result<(), Halt> {
        self.chain.step();
        Ok(())
    }

    fn note(&mut self, _: &Note) -> Result<(), Halt> {
        Ok(())
    }
}
