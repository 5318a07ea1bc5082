//! The lists of perceptual codes, laid behind the codes themselves in the same file.
//!
//! The codes are read again from the file, for each list as they lie: none of them stays in memory.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::path::Path;

use super::super::index::header::{HEADER_BYTES, LINE_BYTES};
use crate::near::BYTES_A_CODE_MAX;
use crate::near::form::{CodeBytes, Form};
use crate::near::make::{Codes, ROOM_BYTES, write_lists};

/// Codes that are read at once.
const READ: usize = 1 << 12;

/// Lists the codes of an index of which so many bytes are written, and says how.
///
/// Lists take what is left of [`BYTES_A_CODE_MAX`].
pub(super) fn list_codes(
    path: &Path,
    entries: u64,
    written: u64,
    out: &mut dyn Write,
) -> io::Result<Form> {
    let count = usize::try_from(entries).map_err(io::Error::other)?;
    let written = usize::try_from(written).map_err(io::Error::other)?;
    let mut codes = Written { file: File::open(path)?, count };
    let beside = written.saturating_sub(count.saturating_mul(size_of::<CodeBytes>()));
    let bytes_max = BYTES_A_CODE_MAX.saturating_mul(count).saturating_sub(beside);
    let form = Form::choose(&mut codes, bytes_max)?;
    let gap = written.next_multiple_of(LINE_BYTES) - written;
    out.write_all([0; LINE_BYTES].get(..gap).unwrap_or_default())?;
    write_lists(&form, &mut codes, ROOM_BYTES, out)?;
    Ok(form)
}

/// The codes of an index that is being written.
struct Written {
    file: File,
    count: usize,
}

impl Codes for Written {
    fn count(&self) -> usize {
        self.count
    }

    fn each(&mut self, take: &mut dyn FnMut(&[CodeBytes])) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(HEADER_BYTES as u64))?;
        let mut codes = vec![[0; size_of::<CodeBytes>()]; READ.min(self.count)];
        let mut left = self.count;
        while left > 0 {
            let codes = codes.get_mut(..left.min(READ)).unwrap_or_default();
            self.file.read_exact(codes.as_flattened_mut())?;
            take(codes);
            left -= codes.len();
        }
        Ok(())
    }
}
