//! Sizes of a workbook's parts, checked before anything unpacks them.
//!
//! A workbook is a zip archive; what an entry says of its size can be a lie, so each part is
//! unpacked once into nothing and counted.

use std::io::Read;

use model::Place;

use crate::format::ReadSeek;
use crate::sink::Halt;

/// Parts of a workbook: real ones have under 100, one for each sheet and drawing.
const PARTS_MAX: usize = 4_096;

/// Bytes of one sheet when unpacked: a million rows of thirty columns.
const SHEET_BYTES_MAX: u64 = 1 << 30;

/// Bytes of any other part: texts and styles are held in memory, and a worker has 512 MiB.
const PART_BYTES_MAX: u64 = 96 << 20;

/// Bytes at the beginning of the shared texts in which their number is stated.
const COUNT_BYTES: u64 = 4_096;

fn too_large(reason: String) -> Halt {
    Halt::Broken {
        place: Place::default(),
        reason,
        remedy: "it may be a decompression bomb; ask the sender for the table as delimited text"
            .into(),
    }
}

fn no_archive(error: &zip::result::ZipError) -> Halt {
    Halt::Broken {
        place: Place::default(),
        reason: format!("the workbook is cut off or damaged: {error}"),
        remedy: "ask the sender for the file again, or for the table as delimited text".into(),
    }
}

/// Refuses a workbook whose parts are larger, or more, than a worker can hold.
pub(crate) fn check(source: &mut dyn ReadSeek) -> Result<(), Halt> {
    let mut archive = zip::ZipArchive::new(source).map_err(|error| no_archive(&error))?;
    if archive.len() > PARTS_MAX {
        return Err(too_large(format!("the workbook has more than {PARTS_MAX} parts")));
    }
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| no_archive(&error))?;
        check_part(part)?;
    }
    Ok(())
}

fn check_part<R: Read>(mut part: zip::read::ZipFile<'_, R>) -> Result<(), Halt> {
    let name = part.name().map_err(|error| no_archive(&error))?.into_owned();
    let limit = if name.contains("worksheets/") { SHEET_BYTES_MAX } else { PART_BYTES_MAX };
    let mut beginning = Vec::new();
    let damaged = |error: std::io::Error| Halt::Broken {
        place: Place { path: name.clone(), ..Place::default() },
        reason: format!("the part is cut off or damaged: {error}"),
        remedy: "ask the sender for the file again".into(),
    };
    part.by_ref().take(COUNT_BYTES).read_to_end(&mut beginning).map_err(damaged)?;
    let rest = std::io::copy(&mut part.take(limit), &mut std::io::sink()).map_err(damaged)?;
    let size = beginning.len() as u64 + rest;
    if size > limit {
        return Err(too_large(format!("`{name}` unpacks to more than {limit} bytes")));
    }
    // Room is reserved for as many texts as the part says it has; each takes five bytes at least.
    if stated_count(&beginning).is_some_and(|count| count > size / 5) {
        return Err(too_large(format!("`{name}` states more texts than it has room for")));
    }
    Ok(())
}

/// The number of texts that shared strings say they hold.
fn stated_count(beginning: &[u8]) -> Option<u64> {
    let at = memchr::memmem::find(beginning, b"uniqueCount")?;
    let rest = beginning.get(at + b"uniqueCount".len()..)?;
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let first = rest.iter().position(is_digit)?;
    let digits = rest.get(first..)?;
    let len = digits.iter().position(|byte| !is_digit(byte)).unwrap_or(digits.len());
    let digits = std::str::from_utf8(digits.get(..len)?).ok()?;
    Some(digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    fn archive(parts: &[(&str, Vec<u8>)]) -> Cursor<Vec<u8>> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap()
    }

    fn refused(parts: &[(&str, Vec<u8>)]) -> String {
        check(&mut archive(parts)).unwrap_err().to_string()
    }

    #[test]
    fn a_part_that_unpacks_to_too_much_is_refused() {
        let zeros = vec![b' '; usize::try_from(PART_BYTES_MAX).unwrap() + 1];
        let refusal = refused(&[("xl/styles.xml", zeros)]);
        assert!(refusal.contains("unpacks to more than"), "{refusal}");
    }

    #[test]
    fn a_count_that_cannot_be_is_refused() {
        let text = br#"<sst uniqueCount="99999999999999999999"></sst>"#.to_vec();
        assert!(refused(&[("xl/sharedStrings.xml", text)]).contains("more texts than"));
        assert!(check(&mut archive(&[("a", b"uniqueCount=\"1\"     ".to_vec())])).is_ok());
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        assert!(check(&mut Cursor::new(b"PK\x03\x04 and no more".to_vec())).is_err());
    }
}
