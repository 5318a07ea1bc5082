//! Tar archives: ustar, GNU and pax.
//!
//! - **Recognised by** `ustar` at byte 257 and a header whose check sum is right; for the oldest
//!   form by the check sum and the form of its numbers.
//! - **Specification:** POSIX.1-2024 pax; GNU tar manual, "Basic Tar Format" and "Storing Sparse
//!   Files".
//! - **Fields kept:** path, size, modification time, in pax also those of reading and change with
//!   their fractions of a second, mode, link target, owner as numbers and names.
//! - **Fields dropped:** other pax keys.
//! - **Sparse members** of GNU (its own form, and 0.0, 0.1 and 1.0 in pax) are read with their holes
//!   as zeros, under their own path and length.
//! - **Known limits:** holes above 64 GiB and maps of more than 100,000 pieces are refused. The tar
//!   crate (MIT or Apache-2.0) takes the headers apart and joins long names; bytes are read in place.

mod holes;
mod pax;

use model::records::Media;
use model::time::{StampReader, TimeFormat};
use model::{Place, RejectKind};
use tar::{Archive, Entry, EntryType};

use super::name::{path_text, stated_path};
use super::section::Section;
use super::volume_bytes::{FileBytes, said};
use super::{Container, Content, Members};
use crate::format::{Head, Source, Sure};
use crate::formats::extra::Extra;
use crate::sink::Halt;
use pax::Pax;

/// Bytes of a header.
const HEADER_BYTES: u64 = 512;

/// Tar archives; see the module.
#[derive(Debug)]
pub struct Tar;

impl Container for Tar {
    fn code(&self) -> &'static str {
        "tar"
    }

    fn version(&self) -> u32 {
        2
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let Some(header) = head.bytes.first_chunk::<512>() else { return Sure::No };
        let header = tar::Header::from_byte_slice(header);
        // Both sums are in use: of unsigned bytes, and of signed ones in the oldest programs.
        let sum = |at: usize, byte: u8| if (148..156).contains(&at) { 32 } else { u32::from(byte) };
        let found: u32 =
            header.as_bytes().iter().enumerate().map(|(at, byte)| sum(at, *byte)).sum();
        let summed = header.cksum().is_ok_and(|stated| stated == found);
        let named = header.as_bytes().first().is_some_and(|byte| *byte != 0);
        if summed && named && header.size().is_ok() { Sure::Yes } else { Sure::No }
    }

    fn is_cheap_to_walk(&self) -> bool {
        true
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let whole = Section::whole(source.bytes, source.len);
        let mut archive = Archive::new(whole.clone());
        let entries = archive.entries_with_seek().map_err(Halt::Read)?;
        let mut reader = EntryReader::default();
        let mut last = 0;
        for entry in entries {
            match entry {
                Ok(mut entry) => {
                    last = entry.raw_file_position().saturating_add(entry.size());
                    reader.tell(&whole, &mut entry, members)?;
                }
                Err(error) => {
                    let place = Place { bytes_start: last, ..Place::default() };
                    let raw = error.to_string();
                    members.spoilt(&place, RejectKind::Malformed, "header", &raw)?;
                    break;
                }
            }
        }
        Ok(())
    }
}

struct EntryReader {
    media: Media,
    times: StampReader,
}

impl Default for EntryReader {
    fn default() -> Self {
        let times = StampReader::utc(TimeFormat::UnixSeconds);
        Self { media: Media::default(), times }
    }
}

impl EntryReader {
    fn tell(
        &mut self,
        whole: &Section<'_>,
        entry: &mut Entry<'_, Section<'_>>,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        let start = entry.raw_header_position();
        let place = Place { bytes_start: start, bytes_len: HEADER_BYTES, ..Place::default() };
        let pax = Pax::of(entry).unwrap_or_default();
        self.state(entry, &pax);
        let kind = entry.header().entry_type();
        if !matches!(kind, EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse) {
            return members.file(&mut self.media, &place, Content::None);
        }
        match holes::pieces(whole, entry, &pax.holes) {
            Ok(None) => {}
            Ok(Some(pieces)) => {
                self.media.size = i64::try_from(pieces.len).ok();
                let mut archive = whole.clone();
                let mut bytes = FileBytes::new(&mut archive, &pieces.runs, pieces.len);
                let content = Content::Seekable(&mut bytes, pieces.len);
                return members.file(&mut self.media, &place, content);
            }
            Err(error) => {
                let words = said(&error);
                return members.file(&mut self.media, &place, Content::Unreadable(&words));
            }
        }
        let Some(mut section) = whole.part(entry.raw_file_position(), entry.size()) else {
            let words = "the archive ends before its content does";
            return members.file(&mut self.media, &place, Content::Unreadable(words));
        };
        members.file(&mut self.media, &place, Content::Seekable(&mut section, entry.size()))
    }

    fn state(&mut self, entry: &Entry<'_, Section<'_>>, pax: &Pax) {
        let media = &mut self.media;
        model::Record::clear(media);
        let header = entry.header();
        let path = entry.path_bytes();
        let path = if pax.holes.name.is_empty() { &*path } else { &pax.holes.name };
        media.path.set(&path_text(path));
        media.size = i64::try_from(entry.size()).ok();
        media.state.set("active");
        if let Ok(mode) = header.mode() {
            media.mode.set_fmt(format_args!("{mode:o}"));
        }
        let seconds = header.mtime().ok().filter(|seconds| *seconds > 0);
        let of_header = seconds.map(|seconds| seconds.to_string()).unwrap_or_default();
        let modified = if pax.modified.is_empty() { &of_header } else { &pax.modified };
        for (stated, stamp) in [
            (modified, &mut media.modified),
            (&pax.accessed, &mut media.accessed),
            (&pax.changed, &mut media.changed),
        ] {
            if stated.is_empty() || self.times.read(stated, stamp).is_err() {
                stamp.clear();
            }
        }
        let mut extra = Extra::default();
        extra.add("path_stated", stated_path(path));
        if let Some(target) = entry.link_name_bytes() {
            extra.add("link", &path_text(&target));
        }
        for (name, value) in [("uid", header.uid().ok()), ("gid", header.gid().ok())] {
            extra.add(name, &value.map(|value| value.to_string()).unwrap_or_default());
        }
        for (name, value) in
            [("owner", header.username_bytes()), ("group", header.groupname_bytes())]
        {
            extra.add(name, &value.map(path_text).unwrap_or_default());
        }
        extra.write(&mut media.extra);
    }
}
