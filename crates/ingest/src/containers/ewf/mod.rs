//! EWF (E01): the image of a disk as EnCase, FTK Imager and ewfacquire write it: compressed chunks
//! with checksums, the facts of the acquisition, and the digest of the whole.
//!
//! - **Versions:** EWF version 1: EnCase 1 to 7 (`.E01`), SMART and FTK (`.S01`). Version 2 (`.Ex01`,
//!   `.Lx01`) and logical collections (`.L01`) are recognised and refused by name.
//! - **Recognised by:** the first eight bytes (`EVF`, `LVF`, `EVF2`, `LEF2` and their control bytes).
//! - **Specification:** "Expert Witness Compression Format" by Joachim Metz (libewf, documentation),
//!   and ASR Data's "Expert Witness Compression Format Specification" (2002).
//! - **Fields kept:** the decoded bytes as one stream, `image`; facts of the acquisition (examiner,
//!   case and evidence number, description, times as stated, programme, platform, device) as notes;
//!   the geometry; the number of unreadable sector ranges.
//! - **Digests:** the stored MD5 and SHA-1 are computed over the whole content before anything looks
//!   inside, and told as a total; every chunk is held to its own checksum at each reading.
//! - **Damage:** a table that does not have its checksum is replaced by its second copy; a chunk that
//!   is missing or damaged is an error at its place and counted, never zeros.
//! - **Segments:** [`walk_set`] reads a set of segment files in order. An exhibit that is one file is
//!   read as far as it goes, and ends with the request for all segments where the set goes on.
//! - **Fields dropped:** the free CHS geometry, the palm and smart fields of the volume section;
//!   sections of other kinds (`session`, and unknown ones, which a note names).
//! - **Known limits:** the list of unreadable sectors is counted, not told one by one. An image whose
//!   tables are lost is not searched for chunks.
//! - **Crates:** `flate2` with `zlib-rs` (MIT/Apache, Zlib) inflates, `adler2` (0BSD/MIT/Apache)
//!   sums, `sha1` (MIT/Apache) digests. The crates that read EWF (`ewf`, `ewf-image`) want
//!   to own their sources across threads, which the one descriptor of our worker does not allow.

mod facts;
mod image;
mod sections;
mod set;
mod tables;
#[cfg(test)]
mod tests;

use model::{Place, say};

use self::image::Image;
use self::sections::{IMAGE_2_SIGNATURE, IMAGE_SIGNATURE, LOGICAL_2_SIGNATURE, LOGICAL_SIGNATURE};
use self::set::Set;
use super::blocks::BlockReader;
use super::segments::Segment;
use super::stored_digests::verify;
use super::{Container, Content, Members};
use crate::format::{Head, Source, Sure};
use crate::sink::{Halt, Note};

/// What to do where a part of a set is absent.
const GIVE_ALL: &str = "give all segments of the image (.E01, .E02, …) together, unchanged";

/// What to do with a version that is not read.
const EXPORT: &str =
    "export the image with the programme that made it as .E01 or raw, and keep both";

/// An EWF image; see the module.
#[derive(Debug)]
pub struct Ewf;

impl Container for Ewf {
    fn code(&self) -> &'static str {
        "ewf"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let known = [IMAGE_SIGNATURE, LOGICAL_SIGNATURE, IMAGE_2_SIGNATURE, LOGICAL_2_SIGNATURE];
        if known.iter().any(|known| head.bytes.starts_with(*known)) { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let mut signature = [0; 8];
        if source.len >= 8 {
            super::bytes_at::fill(source.bytes, 0, &mut signature).map_err(Halt::Read)?;
        }
        let refused = match &signature {
            LOGICAL_SIGNATURE => Some("a logical collection (L01), which is not read"),
            IMAGE_2_SIGNATURE => Some("an image of EWF version 2 (Ex01), which is not read"),
            LOGICAL_2_SIGNATURE => {
                Some("a logical collection of EWF version 2 (Lx01), which is not read")
            }
            _ => None,
        };
        if let Some(what) = refused {
            let remedy = EXPORT.to_owned();
            return Err(Halt::Unsupported { reason: format!("it is {what}"), remedy });
        }
        let mut further = source.take_for(members, |name| !name.ends_with("-wal"))?;
        let mut segments = vec![Segment { bytes: source.bytes, len: source.len }];
        for segment in &mut further {
            segments.push(Segment { bytes: &mut *segment.bytes, len: segment.len });
        }
        walk_set(&mut segments, members)
    }
}

/// Reads the segments of one image, in order from the first.
pub fn walk_set(segments: &mut [Segment<'_>], members: &mut dyn Members) -> Result<(), Halt> {
    let set = Set::read(segments)?;
    members.note(&Note::Version { version: "EWF 1".to_owned() })?;
    if !set.facts.is_empty() {
        members.remark(say::acquired(set.facts))?;
    }
    for remark in set.remarks {
        members.remark(remark)?;
    }
    let Some(volume) = set.volume else {
        return Err(stop(0, 0, "no section states the size of the image", GIVE_ALL));
    };
    let placed = set.tables.last().map_or(0, tables::Table::end);
    if placed == 0 && volume.chunks > 0 {
        let (segment, at, why) =
            set.missing.unwrap_or((0, 0, "no table of chunks can be read".to_owned()));
        return Err(stop(segment, at, why, GIVE_ALL));
    }
    let facts::Volume { bytes, chunks, chunk_bytes, sector_bytes, .. } = volume;
    members.remark(say::chunks(bytes, chunks, chunk_bytes, sector_bytes))?;
    let mut image = Image::new(segments, set.tables, volume);
    let placed_bytes = placed.saturating_mul(volume.chunk_bytes);
    verify(&mut image, placed_bytes, &say::the_image().into(), &set.stated, members)?;
    if set.stated.is_empty() {
        members.remark(say::digest_missing())?;
    }
    let mut reader = BlockReader::new(image);
    members.stream("image", Content::Seekable(&mut reader, volume.bytes))?;
    match set.missing {
        Some((segment, at, why)) => Err(stop(segment, at, why, GIVE_ALL)),
        None => Ok(()),
    }
}

/// The end of a set at a place of one of its segments.
fn stop(segment: usize, at: u64, reason: impl Into<String>, remedy: &str) -> Halt {
    // A place in another segment is no place in the exhibit: its number stands in the path.
    let (at, path) = match segment {
        0 => (at, String::new()),
        later => (0, format!("segment {} byte {at}", later + 1)),
    };
    let place = Place { path, bytes_start: at, ..Place::default() };
    Halt::Broken { place, reason: reason.into(), remedy: remedy.to_owned() }
}
