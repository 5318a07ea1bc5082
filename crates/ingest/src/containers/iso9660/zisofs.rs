//! Files that were compressed before the disc was made (zisofs, as `mkzftree` writes it): a header, the
//! places of the blocks, and each block by zlib (Linux kernel, `fs/isofs/compress.c`).

use std::io::{self, Read, Seek, SeekFrom};

use flate2::{Decompress, FlushDecompress, Status};

use super::Fields;
use crate::containers::blocks::{Blocks, Span};
use crate::containers::volume_bytes::{FileBytes, damaged};

/// First bytes of a compressed file.
const MAGIC: &[u8] = b"\x37\xE4\x53\x96\xC9\xDB\xD6\x07";

/// Bytes of the header that are read.
const HEADER_BYTES: usize = 16;

/// Sizes of a block as powers of two: 32, 64 and 128 KiB.
const POWERS: std::ops::RangeInclusive<u8> = 15..=17;

/// The content of a compressed file.
pub(super) struct Zisofs<'v> {
    file: FileBytes<'v>,
    table_at: u64,
    power: u8,
    len: u64,
}

impl<'v> Zisofs<'v> {
    /// Reads the header of a file that must have `len` bytes unpacked.
    pub(super) fn open(mut file: FileBytes<'v>, len: u64) -> io::Result<Self> {
        let mut head = [0; HEADER_BYTES];
        file.read_exact(&mut head)?;
        let fields = Fields(&head);
        let power = fields.byte(13);
        if !head.starts_with(MAGIC) || !POWERS.contains(&power) {
            return Err(damaged("compressed as zisofs in a way that nothing here unpacks"));
        }
        if u64::from(fields.le32(8)) != len {
            return Err(damaged("its header and its entry state other sizes"));
        }
        Ok(Self { file, table_at: u64::from(fields.byte(12)) * 4, power, len })
    }
}

impl Blocks for Zisofs<'_> {
    fn len_bytes(&self) -> u64 {
        self.len
    }

    fn span(&mut self, at: u64) -> io::Result<Span> {
        let start = at >> self.power << self.power;
        let len = (self.len - start).min(1 << self.power);
        Ok(Span { start, len: usize::try_from(len).unwrap_or_default() })
    }

    fn decode(&mut self, span: Span, into: &mut [u8]) -> io::Result<()> {
        let mut places = [0; 8];
        self.file.seek(SeekFrom::Start(self.table_at + (span.start >> self.power) * 4))?;
        self.file.read_exact(&mut places)?;
        let (at, end) = (Fields(&places).le32(0), Fields(&places).le32(4));
        if at == end {
            into.fill(0);
            return Ok(());
        }
        let most = (2_u32 << self.power) + 1024;
        let len = end.checked_sub(at).filter(|len| *len <= most);
        let len = len.ok_or_else(|| damaged("a block is longer than one can be"))?;
        let mut packed = vec![0; usize::try_from(len).unwrap_or_default()];
        self.file.seek(SeekFrom::Start(at.into()))?;
        self.file.read_exact(&mut packed)?;
        let mut inflate = Decompress::new(true);
        let status = inflate.decompress(&packed, into, FlushDecompress::Finish);
        match status {
            Ok(Status::StreamEnd) if inflate.total_out() == into.len() as u64 => Ok(()),
            _ => Err(damaged("a block of its compressed content is damaged")),
        }
    }
}
