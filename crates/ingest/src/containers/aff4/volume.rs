//! The zip volume of an AFF4 image: its segments by name, and where their bytes stand.

use std::collections::BTreeMap;
use std::io::{self, Read};

use zip::{CompressionMethod, ZipArchive};

use super::super::bytes_at::invalid;
use crate::format::ReadSeek;

/// Segments of a volume: a bevy of 32 MiB has up to four, so these hold 8 TiB.
const SEGMENTS_MAX: usize = 1 << 20;

/// Bytes of a name.
const NAME_BYTES_MAX: usize = 4_096;

/// A segment of the volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment {
    index: usize,
    /// First byte in the file, and number of bytes.
    pub(super) at: u64,
    pub(super) len: u64,
    /// Whether its bytes stand in the file as they are.
    pub(super) is_plain: bool,
}

/// The segments of a volume, by their full names.
pub(super) struct Volume<'a> {
    archive: ZipArchive<&'a mut dyn ReadSeek>,
    pub(super) name: String,
    segments: BTreeMap<String, Segment>,
}

impl<'a> Volume<'a> {
    /// Reads the directory of the archive.
    pub(super) fn open(bytes: &'a mut dyn ReadSeek) -> io::Result<Self> {
        let mut archive = ZipArchive::new(bytes).map_err(zip_fault)?;
        if archive.len() > SEGMENTS_MAX {
            return Err(invalid(format!("the volume has more than {SEGMENTS_MAX} segments")));
        }
        let comment = String::from_utf8_lossy(archive.comment()).into_owned();
        let name = comment.trim_matches(['\0', ' ', '\n', '\r']).to_owned();
        let mut volume = BTreeMap::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(zip_fault)?;
            let raw = entry.name_raw();
            if raw.len() > NAME_BYTES_MAX {
                return Err(invalid("a segment has a name longer than any"));
            }
            let Some(at) = entry.data_start() else { continue };
            let is_plain = entry.compression() == CompressionMethod::Stored && !entry.encrypted();
            let segment = Segment { index, at, len: entry.compressed_size(), is_plain };
            volume.insert(full_name(&name, &decoded(raw)), segment);
        }
        Ok(Self { archive, name, segments: volume })
    }

    /// The segment with this full name.
    pub(super) fn segment(&self, name: &str) -> Option<Segment> {
        self.segments.get(name).copied()
    }

    /// The segment with this name in the volume.
    pub(super) fn own(&self, name: &str) -> Option<Segment> {
        self.segment(&full_name(&self.name, name))
    }

    /// All bytes of a segment, unpacked; `max` is named by the caller.
    pub(super) fn read(&mut self, segment: Segment, max: usize) -> io::Result<Vec<u8>> {
        let entry = self.archive.by_index(segment.index).map_err(zip_fault)?;
        let mut bytes = Vec::new();
        entry.take(max as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > max { Err(invalid("a segment is larger than any")) } else { Ok(bytes) }
    }

    /// The file under the archive.
    pub(super) fn into_inner(self) -> (&'a mut dyn ReadSeek, BTreeMap<String, Segment>) {
        (self.archive.into_inner(), self.segments)
    }
}

fn zip_fault(error: zip::result::ZipError) -> io::Error {
    match error {
        zip::result::ZipError::Io(error) => error,
        other => invalid(format!("the archive is damaged: {other}")),
    }
}

fn full_name(volume: &str, name: &str) -> String {
    if name.contains("://") {
        return name.to_owned();
    }
    format!("{volume}/{}", name.trim_start_matches('/'))
}

/// A name with its `%XX` resolved.
fn decoded(raw: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.iter().copied();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digits = (byte == b'%').then(|| [ahead.next(), ahead.next()]);
        let code = match digits {
            Some([Some(high), Some(low)]) => std::str::from_utf8(&[high, low])
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 16).ok()),
            _ => None,
        };
        if code.is_some() {
            rest = ahead;
        }
        bytes.push(code.unwrap_or(byte));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_resolved_and_made_whole() {
        assert_eq!(decoded(b"aff4%3A%2F%2Fa/%zz%"), "aff4://a/%zz%");
        assert_eq!(full_name("aff4://v", "a/map"), "aff4://v/a/map");
        assert_eq!(full_name("aff4://v", "aff4://s/map"), "aff4://s/map");
    }
}
