//! What an EWF image states of itself: its geometry, who acquired it and when, and its digests.

use std::io::{self, Read};

use flate2::read::ZlibDecoder;

use model::{Phrase, Word, say};

use super::super::blocks::{BLOCK_BYTES_MAX, IMAGE_BYTES_MAX};
use super::super::bytes_at::{hex, invalid, le32, le64, read};
use super::super::stored_digests::{Algorithm, Stated};
use super::sections::Section;
use crate::format::ReadSeek;

/// Bytes of a small section: a header is a few lines, a volume 1052 bytes.
const SECTION_BYTES_MAX: usize = 1 << 20;

/// Bytes of an unpacked header.
const HEADER_BYTES_MAX: u64 = 1 << 20;

/// Bytes of a stated fact that are told.
const FACT_BYTES_MAX: usize = 1_024;

/// Bytes of the volume section that SMART wrote.
const SMART_VOLUME_BYTES: usize = 94;

/// How the content is cut into chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Volume {
    pub(super) chunks: u64,
    pub(super) chunk_bytes: u64,
    pub(super) bytes: u64,
    pub(super) sector_bytes: u32,
    pub(super) set: [u8; 16],
    pub(super) is_checksum_right: bool,
}

/// Reads a `volume`, `disk` or `data` section.
pub(super) fn volume(source: &mut dyn ReadSeek, section: &Section) -> io::Result<Volume> {
    let bytes = read(source, section.start, section.len(), SECTION_BYTES_MAX)?;
    let cut_off = || invalid("the volume section is cut off");
    let field = |at| le32(&bytes, at).ok_or_else(cut_off);
    let (chunks, sectors_a_chunk, sector_bytes) = (field(4)?, field(8)?, field(12)?);
    let is_smart = bytes.len() <= SMART_VOLUME_BYTES;
    let sectors =
        if is_smart { field(16)?.into() } else { le64(&bytes, 16).ok_or_else(cut_off)? };
    let chunk_bytes = u64::from(sectors_a_chunk) * u64::from(sector_bytes);
    if chunk_bytes == 0 || chunk_bytes > BLOCK_BYTES_MAX as u64 {
        return Err(invalid(format!("a chunk of {chunk_bytes} bytes is stated")));
    }
    let stated = sectors.checked_mul(sector_bytes.into()).filter(|bytes| *bytes <= IMAGE_BYTES_MAX);
    let stated = stated.ok_or_else(|| invalid(format!("{sectors} sectors are stated")))?;
    // Some writers state no sectors; the chunks then are all there is.
    let bytes_of_all = if stated == 0 { u64::from(chunks) * chunk_bytes } else { stated };
    let mut set = [0; 16];
    if let (false, Some(stated)) = (is_smart, bytes.get(64..80)) {
        set.copy_from_slice(stated);
    }
    let summed = bytes.len().saturating_sub(4);
    let checksum = adler2::adler32_slice(bytes.get(..summed).unwrap_or_default());
    let is_checksum_right = le32(&bytes, summed) == Some(checksum);
    let chunks = bytes_of_all.div_ceil(chunk_bytes);
    Ok(Volume { chunks, chunk_bytes, bytes: bytes_of_all, sector_bytes, set, is_checksum_right })
}

/// Reads the digests of a `hash` or `digest` section; ones that are all zero are not stated.
pub(super) fn digests(source: &mut dyn ReadSeek, section: &Section) -> io::Result<Vec<Stated>> {
    let bytes = read(source, section.start, section.len(), SECTION_BYTES_MAX)?;
    let parts = if section.kind == "digest" {
        vec![(Algorithm::Md5, bytes.get(..16)), (Algorithm::Sha1, bytes.get(16..36))]
    } else {
        vec![(Algorithm::Md5, bytes.get(..16))]
    };
    let mut found = Vec::new();
    for (algorithm, digest) in parts {
        let digest = digest.ok_or_else(|| invalid("the section of digests is cut off"))?;
        if digest.iter().any(|byte| *byte != 0) {
            found.push(Stated { algorithm, digest: hex(digest) });
        }
    }
    Ok(found)
}

/// Number of sector ranges that could not be read when the image was made.
pub(super) fn read_errors(source: &mut dyn ReadSeek, section: &Section) -> io::Result<u32> {
    let bytes = read(source, section.start, section.len().min(4), 4)?;
    le32(&bytes, 0).ok_or_else(|| invalid("the section of read errors is cut off"))
}

/// The facts of a `header` or `header2` section: words for people, in the order stated.
pub(super) fn header(source: &mut dyn ReadSeek, section: &Section) -> io::Result<Vec<Phrase>> {
    let packed = read(source, section.start, section.len(), SECTION_BYTES_MAX)?;
    let mut bytes = Vec::new();
    ZlibDecoder::new(packed.as_slice()).take(HEADER_BYTES_MAX).read_to_end(&mut bytes)?;
    let text = match bytes.as_slice() {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => encoding_rs::UTF_16LE.decode(&bytes).0,
        // The older header is in the code page of the computer that wrote it, which it does not say.
        _ => encoding_rs::WINDOWS_1252.decode(&bytes).0,
    };
    let lines: Vec<&str> = text.lines().map(|line| line.trim_end_matches('\r')).collect();
    let main = lines.iter().position(|line| line.trim() == "main");
    let main = main.ok_or_else(|| invalid("the header has no part `main`"))?;
    let row = |by: usize| lines.get(main + by).copied().unwrap_or_default().split('\t');
    let pairs = row(1).zip(row(2)).filter(|(_, value)| !value.trim().is_empty());
    Ok(pairs.map(|(key, value)| fact(key, value)).collect())
}

/// One fact in words; a key that is not known keeps its own name.
fn fact(key: &str, value: &str) -> Phrase {
    let mut end = value.len().min(FACT_BYTES_MAX);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    let value = value.get(..end).unwrap_or_default().trim();
    match key {
        "a" => say::acquired_description(value),
        "c" => say::acquired_case(value),
        "n" => say::acquired_evidence(value),
        "e" => say::acquired_examiner(value),
        "t" => say::acquired_notes(value),
        "av" => say::acquired_version(value),
        "ov" => say::acquired_platform(value),
        "md" => say::acquired_model(value),
        "sn" => say::acquired_serial(value),
        "l" => say::acquired_label(value),
        "m" => say::acquired_at(time(value)),
        "u" => say::acquired_clock(time(value)),
        // What remains of it is a checksum of a password, worth nothing to the reader.
        "p" => say::acquired_password(value),
        "pid" => say::acquired_process(value),
        "dc" => say::acquired_sum(value),
        "ext" => say::acquired_extents(value),
        "r" => say::acquired_compression(value),
        other => say::fact(other, value),
    }
}

/// A time as stated; seconds since 1970 are given in UTC beside, a local time is without a zone.
fn time(value: &str) -> Word {
    let seconds = value.parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    match seconds {
        Some(time) => format!("{value} ({time})").into(),
        None => say::time_zoneless(value).into(),
    }
}
