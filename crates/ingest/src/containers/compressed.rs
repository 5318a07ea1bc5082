//! A single file compressed: gzip, bzip2, xz, Zstandard.
//!
//! - **Recognised by** the first bytes of each (1F 8B 08; `BZh` and a block's mark; FD `7zXZ` 00;
//!   28 B5 2F FD).
//! - **Specification:** RFC 1952; bzip2 1.0; The .xz File Format 1.2.1; RFC 8878. Members, streams
//!   and frames that follow each other are one content. Other bytes behind those of gzip and bzip2
//!   are noted; zeros are padding.
//! - **Fields kept:** of gzip the name and the time of the compressed file. Of the others nothing
//!   is stated: the member is called `content`.
//! - **Known limits:** dictionaries above 128 MiB are refused by name; the old .lzma and .Z are not
//!   read.

use model::records::Media;
use model::time::{StampReader, TimeFormat};
use model::{Place, say};

use super::decoding::{Decoding, Method, Rest};
use super::name::path_text;
use super::section::Section;
use super::{Container, Content, Members};
use crate::format::{Head, Source, Sure};
use crate::sink::Halt;

/// Longest name looked for in a gzip header.
const NAME_BYTES_MAX: usize = 4096;

/// A compressed file; see the module.
pub struct Compressed {
    code: &'static str,
    method: Method,
    magic: &'static [u8],
}

/// RFC 1952.
pub static GZIP: Compressed =
    Compressed { code: "gzip", method: Method::Gzip, magic: &[0x1F, 0x8B, 8] };
/// bzip2.
pub static BZIP2: Compressed = Compressed { code: "bzip2", method: Method::Bzip2, magic: b"BZh" };
/// The .xz file format.
pub static XZ: Compressed =
    Compressed { code: "xz", method: Method::Xz, magic: &[0xFD, b'7', b'z', b'X', b'Z', 0] };
/// RFC 8878.
pub static ZSTD: Compressed =
    Compressed { code: "zstd", method: Method::Zstd, magic: &[0x28, 0xB5, 0x2F, 0xFD] };

/// Marks of a first block and of an empty stream in bzip2, behind the level.
const BZIP2_BLOCKS: [[u8; 6]; 2] =
    [[0x31, 0x41, 0x59, 0x26, 0x53, 0x59], [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]];

impl Container for Compressed {
    fn code(&self) -> &'static str {
        self.code
    }

    fn version(&self) -> u32 {
        2
    }

    fn reads_from_any_place(&self) -> bool {
        false
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let is_block = |mark: &[u8]| BZIP2_BLOCKS.iter().any(|block| block == mark);
        let begins = head.bytes.starts_with(self.magic);
        let fits = self.method != Method::Bzip2 || head.bytes.get(4..10).is_some_and(is_block);
        if begins && fits { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let mut section = Section::whole(source.bytes, source.len);
        let head = section.read_at(0, NAME_BYTES_MAX).map_err(Halt::Read)?;
        let mut media = Media::default();
        media.path.set("content");
        media.state.set("active");
        if self.method == Method::Gzip {
            state_gzip(&head, &mut media);
        }
        let place = Place { bytes_len: section.len(), ..Place::default() };
        let decoding = Decoding::new(section, self.method, None);
        let mut decoding = match decoding {
            Ok(decoding) => decoding,
            Err(error) => {
                let words = error.to_string();
                return members.file(&mut media, &place, Content::Unreadable(&words));
            }
        };
        members.file(&mut media, &place, Content::Streamed(&mut decoding))?;
        if decoding.rest() == Rest::Foreign {
            members.remark(say::foreign_behind(self.code))?;
        }
        Ok(())
    }
}

/// What a gzip header states: FLG bits 2 (extra field) and 3 (name), MTIME (RFC 1952 §2.3).
fn state_gzip(head: &[u8], media: &mut Media) -> Option<()> {
    let flags = *head.get(3)?;
    let seconds = u32::from_le_bytes(*head.get(4..8)?.first_chunk()?);
    if seconds > 0 {
        let mut times = StampReader::utc(TimeFormat::UnixSeconds);
        // A count of seconds in 32 bits is always a time.
        let _ = times.read(&seconds.to_string(), &mut media.modified);
    }
    let mut rest = head.get(10..)?;
    if flags & 4 != 0 {
        let len = u16::from_le_bytes(*rest.first_chunk()?);
        rest = rest.get(2 + usize::from(len)..)?;
    }
    if flags & 8 != 0 {
        let end = rest.iter().position(|byte| *byte == 0)?;
        let name = path_text(rest.get(..end)?);
        if !name.is_empty() {
            media.path.set(&name);
        }
    }
    Some(())
}
