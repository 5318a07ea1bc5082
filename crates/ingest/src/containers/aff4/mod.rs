//! AFF4: the image of a disk in a zip archive, as Evimetry, WinPmem and pyaff4 write it.
//!
//! - **Versions:** AFF4 Standard 1.0 in one volume: maps and image streams, with chunks stored or
//!   compressed by zlib, deflate, Snappy or LZ4. Logical images (AFF4-L), encrypted streams, and the
//!   layout of before the standard are refused by name; what stands in another volume of a set is an
//!   error at its place.
//! - **Recognised by:** a zip archive whose comment is an `aff4://` name, or whose first entry is
//!   `container.description`.
//! - **Specification:** Schatz, "AFF4 Standard v1.0" (2017); the reader `pyaff4` for what it leaves open.
//! - **Fields kept:** each disk image as a stream, `image` (`image 2` …); everything that is said in
//!   words of the disk, the case, the times and the acquisition as notes.
//! - **Digests:** the linear digests of each stream and of each image are computed before anything
//!   looks inside, and so are those of the map's own parts; all are told as totals.
//! - **Damage:** chunks that are missing or damaged, and runs that the acquisition could not read
//!   (`UnreadableData`, `UnknownData`), are counted and are errors at their place. Gaps and symbolic
//!   streams read as the byte they stand for, as the format says.
//! - **Fields dropped:** names of volumes and interfaces.
//! - **Known limits:** digests of single blocks, of block maps and of indexes are not checked, and
//!   said. Maps of more than four million runs are refused; so is a map onto another map.
//! - **Crates:** `zip` reads the archive, `flate2`, `snap` (BSD) and `lz4_flex` (MIT) unpack; all are
//!   in the house already. `aff4` 0.2 wants to own its source and brings ciphers; `oxttl`, a reader
//!   of Turtle, brings a source of randomness into the cage: the few forms in use are read here.

mod facts;
mod image;
#[cfg(test)]
mod tests;
mod turtle;
mod volume;

use std::io;

use model::{Phrase, Word, say};

use self::facts::{Disk, named, of_type};
use self::image::{Chunks, Mapped, Target, Whole};
use self::turtle::Statements;
use self::volume::Volume;
use super::blocks::{BlockReader, IMAGE_BYTES_MAX};
use super::bytes_at::broken;
use super::sparse::refused;
use super::stored_digests::{is_content, nothing_max, total, verify};
use super::{Container, Content, Members};
use crate::format::{Head, Source, Sure};
use crate::sink::{Halt, Note};

/// First bytes of a zip archive, and the mark of its end.
const ZIP: (&[u8], &[u8]) = (b"PK\x03\x04", b"PK\x05\x06");

/// Bytes of the statements: a disk image has some kilobytes.
const STATEMENTS_BYTES_MAX: usize = 16 << 20;

/// Images in one volume.
const IMAGES_MAX: usize = 64;

const GIVE: &str = "give the image again, unchanged and with all its volumes, or export it as raw";

/// An AFF4 image; see the module.
#[derive(Debug)]
pub struct Aff4;

impl Container for Aff4 {
    fn code(&self) -> &'static str {
        "aff4"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let (front, end) = ZIP;
        if !head.bytes.starts_with(front) {
            return Sure::No;
        }
        let end = memchr::memmem::rfind(head.tail, end);
        let comment = end.and_then(|at| head.tail.get(at + 22..)).unwrap_or_default();
        let first = head.bytes.get(30..).unwrap_or_default();
        let is = comment.starts_with(b"aff4://") || first.starts_with(b"container.description");
        if is { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let file_bytes = source.len;
        let mut volume = Volume::open(source.bytes).map_err(stop)?;
        let statements = self.statements(&mut volume, members)?;
        let mut disks = Vec::new();
        for name in facts::images(&statements).into_iter().take(IMAGES_MAX) {
            disks.push(Disk::read(&statements, &mut volume, name).map_err(stop)?);
        }
        if disks.is_empty() {
            return Err(broken(0, 0, "the volume names no image of a disk", GIVE));
        }
        let streams = facts::streams(&statements).map_err(|why| broken(0, 0, why, GIVE))?;
        let (bytes, segments) = volume.into_inner();
        let mut chunks = Chunks::new(bytes, segments, streams);
        for number in 0..chunks.streams.len() {
            check_stream(&statements, &mut chunks, number, members)?;
        }
        for (number, disk) in (1_u32..).zip(disks) {
            let name = if number == 1 { "image".to_owned() } else { format!("image {number}") };
            tell(&statements, disk, &name, &mut chunks, file_bytes, members)?;
        }
        Ok(())
    }
}

fn stop(error: io::Error) -> Halt {
    let reason = || Phrase::of_fault(&error).to_string();
    if is_content(&error) { broken(0, 0, reason(), GIVE) } else { Halt::Read(error) }
}

impl Aff4 {
    fn statements(
        &self,
        volume: &mut Volume<'_>,
        members: &mut dyn Members,
    ) -> Result<Statements, Halt> {
        let version = volume.own("version.txt").map(|segment| volume.read(segment, 4_096));
        let version = version.transpose().map_err(stop)?.unwrap_or_default();
        let words =
            String::from_utf8_lossy(&version).split_whitespace().collect::<Vec<_>>().join(" ");
        members.note(&Note::Version { version: format!("AFF4 {words}").trim_end().to_owned() })?;
        let Some(segment) = volume.own("information.turtle") else {
            return Err(broken(0, 0, "the volume holds no statements (information.turtle)", GIVE));
        };
        let text = volume.read(segment, STATEMENTS_BYTES_MAX).map_err(stop)?;
        let statements = turtle::read(&String::from_utf8_lossy(&text));
        if let Some(fault) = &statements.fault {
            members.remark(say::statements_cut(Phrase::from_text(fault)))?;
        }
        for sentence in facts::sentences(&statements) {
            members.remark(sentence)?;
        }
        if of_type(&statements, "FileImage").next().is_some() {
            return Err(refused(self, "a logical AFF4 image (AFF4-L)", GIVE));
        }
        if of_type(&statements, "EncryptedStream").next().is_some() {
            return Err(refused(self, "an encrypted AFF4 image", GIVE));
        }
        Ok(statements)
    }
}

/// Checks the digests of a stream, and counts its damage.
fn check_stream(
    statements: &Statements,
    chunks: &mut Chunks<'_>,
    number: usize,
    members: &mut dyn Members,
) -> Result<(), Halt> {
    let Some(stream) = chunks.streams.get(number) else { return Ok(()) };
    let name = stream.name.clone();
    let stated = facts::stated(statements, &name);
    let placed = chunks.placed(number);
    verify(&mut Whole(chunks, number), placed, &say::the_stream(&name).into(), &stated, members)?;
    Ok(())
}

/// Tells one image.
fn tell(
    statements: &Statements,
    disk: Disk,
    name: &str,
    chunks: &mut Chunks<'_>,
    file_bytes: u64,
    members: &mut dyn Members,
) -> Result<(), Halt> {
    if disk.len > IMAGE_BYTES_MAX {
        return Err(broken(0, 0, format!("an image of {} bytes is stated", disk.len), GIVE));
    }
    for (what, stated, found) in disk.checked {
        members.note(&total(what, &stated, found))?;
    }
    let targets: Vec<Target> =
        disk.targets.iter().map(|target| named(target, &chunks.streams)).collect();
    let lost: u64 = disk
        .runs
        .iter()
        .filter(|run| {
            let target = usize::try_from(run.target).ok().and_then(|at| targets.get(at));
            !matches!(target, Some(Target::Byte(_) | Target::Stream(_)))
        })
        .fold(0, |sum, run| sum.saturating_add(run.len));
    if lost > 0 {
        members.remark(say::bytes_not_acquired(lost))?;
    }
    let gap = named(&disk.gap, &chunks.streams);
    let mut image = Mapped { chunks, runs: disk.runs, targets, gap, len: disk.len };
    let mut stated = facts::stated(statements, &disk.name);
    // A map may state the same digest as the image that it is of.
    let of_map = facts::stated(statements, &disk.data);
    let is_stream = image.chunks.streams.iter().any(|stream| stream.name == disk.data);
    stated.extend(of_map.into_iter().filter(|_| !is_stream));
    stated.dedup();
    if !stated.is_empty() {
        if image.bytes_of_nothing() > nothing_max(file_bytes) {
            members.remark(say::digest_not_computed())?;
        } else {
            let len = disk.len;
            verify(&mut image, len, &Word::from(name), &stated, members)?;
        }
    }
    members.stream(name, Content::Seekable(&mut BlockReader::new(image), disk.len))
}
