//! What the PDQ reference writes of pictures: `code,quality,file name`, or `hash=code,quality=…`.
//!
//! - **Recognised by:** `hash=` with 64 hexadecimal digits; or, where names are left out, lines of a
//!   code, a quality from 0 to 100 and a file name, of which three codes in four have as many ones as
//!   the median leaves; or at least sixteen such codes alone. Fewer digits alone may be SHA-256, and are taken as
//!   that: name the column `pdq` in a table.
//! - **Specification:** facebook/ThreatExchange, `pdq/cpp/bin/pdq-photo-hasher.cpp` and
//!   `pdq/cpp/io/hashio.cpp`: the code ends at the first comma; what follows is passed but for the
//!   quality.
//! - **Known limits:** with `--dih-across` and without names all eight codes of a picture stand on a
//!   line: not read. A file cut exactly at the end of a line shows no damage, unless the number of its
//!   rows is stated.

use std::ops::RangeInclusive;

use super::super::digests::from_hex;
use super::super::refusal::{Fault, Refusal};
use super::super::source::Source;
use super::columns::{QUALITY_MAX, take_code, take_quality};
use super::{Entry, Pour, SetFormat, Stated, is_passed, whole_lines};
use crate::pdq::Code;

/// What names the code.
const HASH: &[u8] = b"hash=";

/// What names the quality.
const QUALITY: &[u8] = b"quality=";

/// Ones that a code has, since the median divides its waves: 128, unless two of them are alike. Of
/// digests of 256 bits, one in seven has as many.
const ONES: RangeInclusive<u32> = 127..=129;

/// Codes alone from which on a list is one of codes: that three in four of so many SHA-256 have [`ONES`] happens in
/// less than one list of a million.
const ALONE_MIN: u32 = 16;

/// Lists of the PDQ reference; see the module.
#[derive(Debug)]
pub(super) struct Pdq;

impl SetFormat for Pdq {
    fn code(&self) -> &'static str {
        "pdq"
    }

    fn knows(&self, head: &[u8]) -> bool {
        if let Some(rest) = whole_lines(head).next().unwrap_or_default().strip_prefix(HASH) {
            let (code, _) = cut(rest);
            return from_hex::<32>(code).is_some();
        }
        let (mut lines, mut divided, mut alone) = (0u32, 0u32, false);
        for line in whole_lines(head) {
            let Some(ones) = bare(line) else { return false };
            lines += 1;
            divided += u32::from(ONES.contains(&ones));
            alone |= cut(line).1.is_empty();
        }
        let enough = if alone { ALONE_MIN } else { 1 };
        lines >= enough && 4 * divided >= 3 * lines
    }

    fn read(&self, source: &mut Source, pour: &mut Pour<'_>) -> Result<Stated, Refusal> {
        let (mut line, mut entry) = (Vec::new(), Entry::default());
        while source.next_line(&mut line)? {
            let text = line.trim_ascii();
            if !is_passed(text) {
                entry.clear();
                take(text, &mut entry, &|| source.place())?;
                pour(&entry)?;
            }
        }
        Ok(Stated::default())
    }
}

/// A text up to its first comma, and what follows.
fn cut(text: &[u8]) -> (&[u8], &[u8]) {
    let mut parts = text.splitn(2, |byte| *byte == b',');
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// The ones of the code of a line without names.
fn bare(line: &[u8]) -> Option<u32> {
    let (code, rest) = cut(line);
    if rest.is_empty() {
        return Some(Code::from_bytes(from_hex(code)?).ones());
    }
    let (quality, name) = cut(rest);
    let quality: u8 = std::str::from_utf8(quality).ok()?.parse().ok()?;
    let code = Code::from_bytes(from_hex(code)?);
    (quality <= QUALITY_MAX && !name.is_empty()).then(|| code.ones())
}

fn take(text: &[u8], entry: &mut Entry, place: &impl Fn() -> String) -> Result<(), Refusal> {
    if let Some(text) = text.strip_prefix(HASH) {
        let (code, mut rest) = cut(text);
        take_code(entry, code, place)?;
        // The name of the file is the last, and may hold anything.
        while !rest.is_empty() && !rest.starts_with(b"filename=") {
            let (cell, behind) = cut(rest);
            rest = behind;
            if let Some(quality) = cell.strip_prefix(QUALITY) {
                take_quality(entry, quality, place)?;
            }
        }
        return Ok(());
    }
    let (code, rest) = cut(text);
    let (quality, name) = cut(rest);
    take_code(entry, code, place)?;
    if rest.is_empty() {
        return Ok(());
    }
    if quality.is_empty() || name.is_empty() {
        let fact = "the row has not a code, a quality and a name";
        return Err(Refusal::new(Fault::WrongWidth, place(), fact));
    }
    take_quality(entry, quality, place)
}
