//! DMG: a disk image of Apple's, in its packed form (UDIF).
//!
//! - **Versions:** UDIF 4 in one file, with runs of zeros, raw, zlib, bzip2, LZFSE, LZMA and ADC.
//!   Encrypted images, images in several files and those of before Mac OS X 10.2 (tables in a resource
//!   fork) are refused by name.
//! - **Recognised by:** `koly` at the beginning of the last 512 bytes; encrypted ones by `encrcdsa` in
//!   front or `cdsaencr` at the end. A DMG without a trailer is a raw disk, and recognised as one.
//! - **Specification:** none is published; the tables as described by J. Metz, "Universal Disk Image
//!   Format" (libmodi, documentation), and in the open sources of `apple-dmg` and dmg2img.
//! - **Fields kept:** the disk as one stream, `image`; the names of its parts as notes.
//! - **Digests:** the CRC-32 of each part is computed over its decoded bytes before anything looks
//!   inside, and told as a total; so are the CRC-32 of the packed data and the one over all parts.
//! - **Damage:** runs that are cut off or damaged, and sectors that no run holds, are counted and are
//!   errors at their place; runs of zeros and of free space read as zeros, as the format says.
//! - **Fields dropped:** the licence text and other resources, `plst`, comments between runs.
//! - **Known limits:** sums of other kinds than CRC-32 are not checked, and said.
//! - **Crates:** `flate2` and `bzip2` (MIT/Apache; over `libbz2-rs-sys`, a translation of libbzip2 into
//!   Rust under its BSD-like licence, kept by the Trifecta Tech Foundation), `lzma-rust2` (Apache-2.0) and
//!   `lzfse_rust` (MIT/Apache) unpack, `crc32fast` sums.
//!   `udif` 0.4 and `apple-dmg` 0.5 unpack whole parts at once, and bring a second XML reader.

mod adc;
mod runs;
mod tables;
#[cfg(test)]
mod tests;

use model::say;

use self::runs::Runs;
use self::tables::{KOLY_BYTES, Trailer};
use super::blocks::{BlockReader, IMAGE_BYTES_MAX};
use super::bytes_at::{broken, fill, read};
use super::sparse::refused;
use super::{Container, Content, Members};
use crate::format::{Head, Source, Sure};
use crate::sink::{Halt, Note};

/// First bytes of the trailer.
const KOLY: &[u8; 4] = b"koly";

/// Marks of an encrypted image: the second version in front, the first at the end.
const ENCRYPTED: (&[u8; 8], &[u8; 8]) = (b"encrcdsa", b"cdsaencr");

/// Largest property list: a part of 16 TiB in runs of a megabyte needs a gigabyte, but then tables do
/// not fit into memory; real ones have under one megabyte.
const XML_BYTES_MAX: usize = 32 << 20;

const CONVERT: &str = "convert it with `hdiutil convert -format UDTO` on a Mac, and give both";

const WHOLE: &str = "give the file again, unchanged and whole";

/// An image of Apple's; see the module.
#[derive(Debug)]
pub struct Dmg;

impl Container for Dmg {
    fn code(&self) -> &'static str {
        "dmg"
    }

    fn version(&self) -> u32 {
        2
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let is_whole = head.tail.len() as u64 >= KOLY_BYTES && head.tail.starts_with(KOLY);
        let (front, back) = ENCRYPTED;
        let is_encrypted = head.bytes.starts_with(front) || head.tail.ends_with(back);
        if is_whole || is_encrypted { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let trailer = self.trailer(source)?;
        members.note(&Note::Version { version: format!("UDIF {}", trailer.version) })?;
        let xml = read(source.bytes, trailer.xml_at, trailer.xml_bytes, XML_BYTES_MAX);
        let xml = xml.map_err(|error| {
            let reason = format!("the property list of the image cannot be read: {error}");
            broken(trailer.xml_at.min(source.len), 0, reason, WHOLE)
        })?;
        let parts = tables::parts(&xml)
            .map_err(|reason| broken(trailer.xml_at.min(source.len), 0, reason, WHOLE))?;
        if parts.iter().any(|part| part.has_unknown) {
            return Err(refused(self, "a DMG compressed by a method that is not known", CONVERT));
        }
        let len = trailer.sectors.checked_mul(tables::SECTOR_BYTES);
        let len = len.filter(|len| *len <= IMAGE_BYTES_MAX);
        let len = len.ok_or_else(|| {
            broken(0, 0, format!("a disk of {} sectors is stated", trailer.sectors), WHOLE)
        })?;
        for part in &parts {
            let (start, sectors) = (part.first_sector, part.sectors);
            members.remark(say::image_part(format!("{:?}", part.name), start, sectors))?;
        }
        let mut runs = Runs::new(source.bytes, source.len, &trailer, &parts, len);
        runs::verify(&mut runs, &trailer, &parts, members)?;
        members.stream("image", Content::Seekable(&mut BlockReader::new(runs), len))
    }
}

impl Dmg {
    fn trailer(&self, source: &mut Source<'_>) -> Result<Trailer, Halt> {
        let mut trailer = vec![0; usize::try_from(KOLY_BYTES).unwrap_or(0)];
        let at = source.len.checked_sub(KOLY_BYTES);
        if let Some(at) = at {
            fill(source.bytes, at, &mut trailer).map_err(Halt::Read)?;
        }
        let lost =
            || broken(at.unwrap_or(0), 0, "the end of the image, with its tables, is lost", WHOLE);
        if !trailer.starts_with(KOLY) {
            let mut front = [0; 8];
            if source.len >= 8 {
                fill(source.bytes, 0, &mut front).map_err(Halt::Read)?;
            }
            let is_encrypted = front == *ENCRYPTED.0 || trailer.ends_with(ENCRYPTED.1);
            let remedy = "decrypt it with `hdiutil convert` and its password, and give both";
            return Err(if is_encrypted {
                refused(self, "an encrypted DMG", remedy)
            } else {
                lost()
            });
        }
        let trailer = Trailer::parse(&trailer).ok_or_else(lost)?;
        if trailer.segments > 1 {
            let what = format!("a DMG in {} files", trailer.segments);
            return Err(refused(self, &what, CONVERT));
        }
        if trailer.xml_bytes == 0 {
            let what = "a DMG whose tables stand in a resource fork";
            return Err(refused(self, what, CONVERT));
        }
        Ok(trailer)
    }
}
