//! Body file: the list of files of a disk image, deleted ones too, with their times.
//!
//! - **Specification:** The Sleuth Kit, "Body file", version 3
//!   (<https://wiki.sleuthkit.org/index.php?title=Body_file>): eleven fields between bars, `MD5`,
//!   name, inode, mode, user, group, size, and the times of access, change of content, change of
//!   entry and creation in seconds of UTC.
//! - **Recognised by:** a first line of that shape.
//! - **Names** may hold bars: the fields are counted from both ends. A name that is no UTF-8 is kept
//!   with its odd bytes as `\xNN`. The marks `(deleted)`, `(deleted-realloc)` and `($FILE_NAME)` that
//!   The Sleuth Kit adds go to `state` and `extra`.
//! - **Times** of 0 and −1, and empty ones, mean that the file system states none; they never become
//!   1970. Whole seconds make ties; fractions are read where a tool writes them.
//! - **Known limits:** versions 1 and 2 (sixteen fields) are set aside line by line.

use model::RejectKind;
use model::records::Media;
use model::time::{Stamp, StampReader, TimeFormat};

use super::decoded::Invalid;
use super::extra::Extra;
use super::lines::Lines;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink, SkipReason};

/// Fields after the name.
const FIELDS_AFTER_NAME: usize = 9;

/// Body files of The Sleuth Kit; see the module.
#[derive(Debug)]
pub struct Bodyfile;

impl SourceFormat for Bodyfile {
    fn code(&self) -> &'static str {
        "bodyfile"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let text = head.text();
        let first = text.lines().find(|line| !is_comment(line) && !line.trim().is_empty());
        if first.and_then(split).is_some_and(|fields| fields.is_plausible()) {
            Sure::Yes
        } else {
            Sure::No
        }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut lines = Lines::open(source, Invalid::Escape)?;
        let mut times = StampReader::utc(TimeFormat::UnixSeconds);
        let mut record = Media::default();
        while let Some(line) = lines.next()? {
            if line.text.trim().is_empty() && line.fault.is_none() {
                sink.skip(&line.place(), SkipReason::Blank)?;
                continue;
            }
            if is_comment(&line.text) {
                sink.skip(&line.place(), SkipReason::Comment)?;
                continue;
            }
            sink.begin(&line.place())?;
            // A name may hold bytes that are no text; that is no fault of the line here.
            let fault = line.fault.filter(|kind| *kind != RejectKind::BadEncoding);
            let filled = match fault {
                Some(kind) => Err((kind, "", String::new())),
                None => fill(&line.text, &mut times, &mut record),
            };
            match filled {
                Ok(()) => sink.record(&record)?,
                Err((kind, field, raw)) => {
                    let raw = if raw.is_empty() { line.text.as_str() } else { raw.as_str() };
                    sink.reject(kind, field, raw)?;
                }
            }
        }
        Ok(())
    }
}

fn is_comment(line: &str) -> bool {
    line.starts_with('#')
}

/// A line in its eleven fields.
struct Fields<'l> {
    digest: &'l str,
    name: &'l str,
    /// Inode, mode, user, group, size, and four times.
    rest: [&'l str; FIELDS_AFTER_NAME],
}

fn split(line: &str) -> Option<Fields<'_>> {
    let (digest, line) = line.split_once('|')?;
    let mut rest = [""; FIELDS_AFTER_NAME];
    let mut line = line.trim_end();
    for slot in rest.iter_mut().rev() {
        let (before, field) = line.rsplit_once('|')?;
        (line, *slot) = (before, field);
    }
    Some(Fields { digest, name: line, rest })
}

impl Fields<'_> {
    fn is_plausible(&self) -> bool {
        let [_, mode, _, _, size, times @ ..] = &self.rest;
        let is_digest = matches!(self.digest, "0" | "") || digest_bits(self.digest).is_some();
        let is_mode = mode.contains('/') || mode.len() == 10;
        let is_number = |text: &str| text.is_empty() || text.parse::<f64>().is_ok();
        is_digest && is_mode && is_number(size) && times.iter().all(|time| is_number(time))
    }
}

/// Length of a digest in bits, by its hexadecimal digits.
fn digest_bits(text: &str) -> Option<usize> {
    let known = matches!(text.len(), 32 | 40 | 64);
    (known && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(text.len() * 4)
}

fn fill(
    line: &str,
    times: &mut StampReader,
    record: &mut Media,
) -> Result<(), (RejectKind, &'static str, String)> {
    model::Record::clear(record);
    let Some(fields) = split(line) else {
        return Err((RejectKind::WrongWidth, "", String::new()));
    };
    if !matches!(fields.digest, "0" | "") {
        let slot = match digest_bits(fields.digest) {
            Some(128) => &mut record.md5,
            Some(160) => &mut record.sha1,
            Some(_) => &mut record.sha256,
            None => return Err((RejectKind::BadDigest, "MD5", fields.digest.to_owned())),
        };
        slot.set(&fields.digest.to_ascii_lowercase());
    }
    if fields.name.is_empty() {
        return Err((RejectKind::MissingField, "name", String::new()));
    }
    let [inode, mode, user, group, size, accessed, modified, changed, created] = fields.rest;
    let mut extra = Extra::default();
    take_name(fields.name, record, &mut extra);
    record.inode.set(inode);
    record.mode.set(mode);
    extra.add("uid", user);
    extra.add("gid", group);
    if !size.trim().is_empty() {
        let number = size.trim().parse().ok().filter(|size| *size >= 0);
        record.size =
            Some(number.ok_or_else(|| (RejectKind::BadInteger, "size", size.to_owned()))?);
    }
    for (field, text, stamp) in [
        ("atime", accessed, &mut record.accessed),
        ("mtime", modified, &mut record.modified),
        ("ctime", changed, &mut record.changed),
        ("crtime", created, &mut record.created),
    ] {
        read_time(text, times, stamp).map_err(|kind| (kind, field, text.to_owned()))?;
    }
    extra.write(&mut record.extra);
    Ok(())
}

fn read_time(text: &str, times: &mut StampReader, stamp: &mut Stamp) -> Result<(), RejectKind> {
    let text = text.trim();
    let whole = text.split('.').next().unwrap_or(text);
    if matches!(whole, "0" | "-1") && text.trim_matches(['0', '.', '-', '1']).is_empty() {
        stamp.clear();
        return Ok(());
    }
    times.read(text, stamp).map_err(RejectKind::from)
}

/// Takes the marks off a name: `(deleted)`, `(deleted-realloc)`, `($FILE_NAME)`.
fn take_name(name: &str, record: &mut Media, extra: &mut Extra) {
    let mut path = name;
    let mut state = "active";
    loop {
        if let Some(rest) = path.strip_suffix(" (deleted)") {
            (path, state) = (rest, "deleted");
        } else if let Some(rest) = path.strip_suffix(" (deleted-realloc)") {
            (path, state) = (rest, "realloc");
        } else if let Some(rest) = path.strip_suffix(" ($FILE_NAME)") {
            path = rest;
            extra.add("times_of", "$FILE_NAME");
        } else {
            break;
        }
    }
    record.path.set(if path.is_empty() { name } else { path });
    record.state.set(state);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(line: &str) -> Result<Media, (RejectKind, &'static str, String)> {
        let mut times = StampReader::utc(TimeFormat::UnixSeconds);
        let mut record = Media::default();
        fill(line, &mut times, &mut record).map(|()| record)
    }

    #[test]
    fn bars_in_a_name_and_marks_after_it_are_told_apart() {
        let record =
            filled("0|/a|b (deleted-realloc)|5-128-1|r/rrwxrwxrwx|0|0|12|0||-1|1376484808")
                .unwrap();
        assert_eq!((&*record.path, &*record.state), ("/a|b", "realloc"));
        assert_eq!((record.size, &*record.md5), (Some(12), ""));
        assert!(!record.accessed.is_stated() && !record.modified.is_stated());
        assert!(!record.changed.is_stated() && record.created.is_stated());
        let named = filled("0|/x ($FILE_NAME) (deleted)|5|r/r|0|0|1|1|1|1|1").unwrap();
        assert_eq!((&*named.path, &*named.state), ("/x", "deleted"));
        assert!(named.extra.contains("$FILE_NAME"));
    }

    #[test]
    fn a_corrupt_line_says_which_field_is_wrong() {
        let kind = |line| filled(line).map_err(|(kind, field, _)| (kind, field));
        assert_eq!(kind("0|/a|5|r/r|0|0|1|1|1|1").unwrap_err().0, RejectKind::WrongWidth);
        assert_eq!(
            kind("0|/a|5|r/r|0|0|big|1|1|1|1").unwrap_err(),
            (RejectKind::BadInteger, "size")
        );
        assert_eq!(
            kind("0|/a|5|r/r|0|0|1|1|soon|1|1").unwrap_err(),
            (RejectKind::BadTime, "mtime")
        );
        assert_eq!(kind("zz|/a|5|r/r|0|0|1|1|1|1|1").unwrap_err(), (RejectKind::BadDigest, "MD5"));
    }
}
