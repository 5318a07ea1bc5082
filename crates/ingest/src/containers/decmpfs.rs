//! Files that macOS compressed, on HFS+ and APFS: a header in an extended attribute, and the content
//! behind it or in the resource fork (Apple's open kernel, `decmpfs.h`; chunks as The Sleuth Kit and
//! apfsprogs read them).

use std::io::{self, Read, Seek, SeekFrom};

use flate2::{Decompress, FlushDecompress, Status};

use model::Place;
use model::records::Media;

use super::blocks::{BlockReader, Blocks, Span};
use super::volume_bytes::{Fields, FileBytes, Runs, damaged, said};
use super::{Content, Members, lzfse};
use crate::format::ReadSeek;
use crate::sink::Halt;

/// The attribute that holds the header.
pub(crate) const ATTRIBUTE: &str = "com.apple.decmpfs";

/// Bytes of content in a chunk.
const CHUNK_BYTES: u64 = 64 * 1024;

/// Bytes of a packed chunk: one that does not shrink is stored behind a mark.
const PACKED_BYTES_MAX: usize = 65 * 1024;

/// Bytes of content behind the attribute's header: macOS puts one chunk there.
const INLINE_BYTES_MAX: u64 = 16 << 20;

/// Chunks of one file: content of 64 GiB, which macOS does not compress.
const CHUNKS_MAX: u64 = 1 << 20;

/// What macOS says of a file that it compressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Compression {
    method: u32,
    pub(crate) plain_bytes: u64,
    /// What stands behind its header.
    behind: Vec<u8>,
}

/// Where content stands, and how it is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// As it is, behind the header.
    Plain,
    /// Packed, behind the header.
    Inline(Packing),
    /// Packed in chunks, in the resource fork.
    Fork(Packing),
}

/// How a chunk is packed, where it is not stored behind a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    /// All chunks are stored behind a mark.
    Stored,
    Zlib,
    Lzvn,
    Lzfse,
}

impl Compression {
    /// Reads the attribute.
    pub(crate) fn parse(value: &[u8]) -> Option<Self> {
        let fields = Fields(value);
        let is_header = fields.part(0, 4) == b"fpmc" && value.len() >= 16;
        let behind = value.get(16..).unwrap_or_default().to_vec();
        is_header.then(|| Self { method: fields.le32(4), plain_bytes: fields.le64(8), behind })
    }

    /// Whether the content stands in the resource fork.
    pub(crate) fn is_in_fork(&self) -> bool {
        matches!(self.stands(), Ok(Stands::Fork(_)))
    }

    /// Where the content stands; the error says by which method nothing here unpacks it.
    fn stands(&self) -> Result<Stands, String> {
        Ok(match self.method {
            1 => Stands::Plain,
            3 => Stands::Inline(Packing::Zlib),
            4 => Stands::Fork(Packing::Zlib),
            7 => Stands::Inline(Packing::Lzvn),
            8 => Stands::Fork(Packing::Lzvn),
            9 => Stands::Inline(Packing::Stored),
            10 => Stands::Fork(Packing::Stored),
            11 => Stands::Inline(Packing::Lzfse),
            12 => Stands::Fork(Packing::Lzfse),
            13 | 14 => return Err(unread("LZBITMAP")),
            method => return Err(unread(&format!("method {method}"))),
        })
    }

    /// The content behind the header.
    fn inline(&self, packing: Option<Packing>) -> io::Result<Vec<u8>> {
        let len = Some(self.plain_bytes).filter(|len| *len <= INLINE_BYTES_MAX);
        let len = len.and_then(|len| usize::try_from(len).ok());
        let len = len.ok_or_else(|| damaged(NOT_SO_LONG))?;
        let Some(packing) = packing else {
            let bytes = self.behind.get(..len);
            return bytes.map(<[u8]>::to_vec).ok_or_else(|| damaged(NOT_SO_LONG));
        };
        let mut bytes = vec![0; len];
        packing.unpack(&self.behind, &mut bytes)?;
        Ok(bytes)
    }
}

/// Tells a file that macOS compressed; `fork` says where its resource fork lies and how long it is,
/// where the content stands in it.
pub(crate) fn tell(
    compression: Option<&Compression>,
    fork: io::Result<(Runs, u64)>,
    volume: &mut dyn ReadSeek,
    media: &mut Media,
    at: &Place,
    members: &mut dyn Members,
) -> Result<(), Halt> {
    let stands = compression.ok_or_else(|| unread("an unknown method"));
    let stands = stands.and_then(|one| Ok((one, one.stands()?)));
    if stands.is_ok() && members.is_read_over() {
        return members.file(media, at, Content::None);
    }
    let reason = match stands {
        Err(reason) => reason,
        Ok((one, Stands::Fork(packing))) => {
            let len = one.plain_bytes;
            let chunks = fork.and_then(|(runs, fork_len)| {
                let chunks = Chunks::open(FileBytes::new(volume, &runs, fork_len), packing, len)?;
                let content = &mut BlockReader::new(chunks);
                Ok(members.file(media, at, Content::Seekable(content, len)))
            });
            match chunks {
                Ok(told) => return told,
                Err(error) => said(&error),
            }
        }
        Ok((one, stands)) => {
            let packing = if let Stands::Inline(packing) = stands { Some(packing) } else { None };
            match one.inline(packing) {
                Ok(bytes) => {
                    let len = one.plain_bytes;
                    let content = &mut io::Cursor::new(bytes);
                    return members.file(media, at, Content::Seekable(content, len));
                }
                Err(error) => said(&error),
            }
        }
    };
    members.file(media, at, Content::Unreadable(&reason))
}

/// Why the content of a file is not had whose header is missing or names no method that is read.
fn unread(method: &str) -> String {
    format!("compressed by macOS ({method}), which nothing here unpacks")
}

impl Packing {
    /// Whether the first byte of a chunk marks one that is stored.
    fn is_mark(self, first: u8) -> bool {
        match self {
            Self::Stored => true,
            Self::Zlib => first & 0x0F == 0x0F,
            // The code that ends a stream of LZVN: an empty one would be no chunk.
            Self::Lzvn => first == 0x06,
            Self::Lzfse => first == 0xFF,
        }
    }

    /// Unpacks a chunk, which must have the length of `into`.
    fn unpack(self, packed: &[u8], into: &mut [u8]) -> io::Result<()> {
        if packed.first().is_some_and(|first| self.is_mark(*first)) {
            let stored = packed.get(1..=into.len()).ok_or_else(|| damaged(NOT_SO_LONG))?;
            into.copy_from_slice(stored);
            return Ok(());
        }
        let unpacked = match self {
            Self::Stored => Err(damaged(NOT_SO_LONG)),
            Self::Zlib => inflate(packed, into),
            Self::Lzvn => lzfse::unpack_lzvn(packed, into),
            Self::Lzfse => lzfse::unpack(packed, into),
        };
        unpacked.map_err(|_| damaged("a chunk of its compressed content is damaged"))
    }
}

fn inflate(packed: &[u8], into: &mut [u8]) -> io::Result<()> {
    let mut inflate = Decompress::new(true);
    let status = inflate.decompress(packed, into, FlushDecompress::Finish);
    let is_whole = inflate.total_out() == into.len() as u64;
    match status {
        Ok(Status::StreamEnd) if is_whole => Ok(()),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// Content in chunks of the resource fork.
struct Chunks<'v> {
    fork: FileBytes<'v>,
    packing: Packing,
    /// Where the packed chunks stand in the fork, and their lengths.
    table: Vec<(u64, usize)>,
    len: u64,
}

impl<'v> Chunks<'v> {
    /// Reads the table of the chunks that make `len` bytes.
    fn open(mut fork: FileBytes<'v>, packing: Packing, len: u64) -> io::Result<Self> {
        let count = len.div_ceil(CHUNK_BYTES);
        if count > CHUNKS_MAX {
            return Err(damaged("the table of its chunks does not fit its length"));
        }
        let table = match packing {
            Packing::Zlib | Packing::Stored => of_resource(&mut fork, count)?,
            Packing::Lzvn | Packing::Lzfse => of_offsets(&mut fork, count)?,
        };
        Ok(Self { fork, packing, table, len })
    }
}

/// The table that stands as a resource: the place and length of every chunk.
fn of_resource(fork: &mut FileBytes<'_>, count: u64) -> io::Result<Vec<(u64, usize)>> {
    let mut head = [0; 4];
    fork.read_exact(&mut head)?;
    let from = u64::from(Fields(&head).be32(0)) + 4;
    fork.seek(SeekFrom::Start(from))?;
    fork.read_exact(&mut head)?;
    if u64::from(Fields(&head).le32(0)) != count {
        return Err(damaged("the table of its chunks does not fit its length"));
    }
    let mut entry = [0; 8];
    (0..count)
        .map(|_| {
            fork.read_exact(&mut entry)?;
            let (at, packed) = (Fields(&entry).le32(0), Fields(&entry).le32(4));
            Ok((from + u64::from(at), packed_len(u64::from(packed))?))
        })
        .collect()
}

/// The table that begins the fork: the place of every chunk, and where the last one ends.
fn of_offsets(fork: &mut FileBytes<'_>, count: u64) -> io::Result<Vec<(u64, usize)>> {
    let mut next = move || {
        let mut entry = [0; 4];
        fork.read_exact(&mut entry)?;
        Ok::<u64, io::Error>(u64::from(Fields(&entry).le32(0)))
    };
    let mut at = next()?;
    (0..count)
        .map(|_| {
            let end = next()?;
            let len = end.checked_sub(at).ok_or_else(|| damaged("its chunks are out of order"))?;
            Ok((std::mem::replace(&mut at, end), packed_len(len)?))
        })
        .collect()
}

fn packed_len(len: u64) -> io::Result<usize> {
    let len = usize::try_from(len).ok().filter(|len| *len <= PACKED_BYTES_MAX);
    len.ok_or_else(|| damaged("a chunk is longer than one can be"))
}

impl Blocks for Chunks<'_> {
    fn len_bytes(&self) -> u64 {
        self.len
    }

    fn span(&mut self, at: u64) -> io::Result<Span> {
        let start = at - at % CHUNK_BYTES;
        let len = (self.len - start).min(CHUNK_BYTES);
        Ok(Span { start, len: usize::try_from(len).unwrap_or_default() })
    }

    fn decode(&mut self, span: Span, into: &mut [u8]) -> io::Result<()> {
        let index = usize::try_from(span.start / CHUNK_BYTES).unwrap_or(usize::MAX);
        let &(at, len) = self.table.get(index).ok_or_else(|| damaged("it has no such chunk"))?;
        let mut packed = vec![0; len];
        self.fork.seek(SeekFrom::Start(at))?;
        self.fork.read_exact(&mut packed)?;
        self.packing.unpack(&packed, into)
    }
}

const NOT_SO_LONG: &str = "its compressed content is not as long as stated";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_is_unpacked_whole_or_not_at_all() {
        let mut into = [0; 4];
        for (packing, mark) in [
            (Packing::Zlib, 0xFF),
            (Packing::Lzvn, 0x06),
            (Packing::Lzfse, 0xFF),
            (Packing::Stored, 0xCC),
        ] {
            let stored = [&[mark][..], b"abcd"].concat();
            packing.unpack(&stored, &mut into).unwrap();
            assert_eq!(&std::mem::take(&mut into), b"abcd", "{packing:?}");
            for wrong in [b"", &stored[..4], b"xyz", b"\x78\x9c", b"bvx2"] {
                assert!(packing.unpack(wrong, &mut into).is_err(), "{packing:?} {wrong:?}");
            }
        }
        let long = Compression { method: 1, plain_bytes: u64::MAX, behind: Vec::new() };
        assert!(long.inline(None).is_err());
    }

    #[test]
    fn methods_are_known_by_their_numbers_and_others_are_named() {
        let of = |method| Compression { method, plain_bytes: 0, behind: Vec::new() }.stands();
        assert_eq!(of(8), Ok(Stands::Fork(Packing::Lzvn)));
        assert!(of(13).unwrap_err().contains("LZBITMAP") && of(99).unwrap_err().contains("99"));
    }
}
