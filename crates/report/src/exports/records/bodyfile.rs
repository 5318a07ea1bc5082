//! Body file: the files of a case with their times, for mactime and whatever else reads its lines.
//!
//! - **Specification:** The Sleuth Kit, "Body file", version 3
//!   (<https://wiki.sleuthkit.org/index.php?title=Body_file>): MD5, name, inode, mode, user, group,
//!   size, and the times of access, change of content, change of entry and creation in seconds of UTC.
//! - **Digest:** MD5, else SHA-1 or SHA-256 in its place, else 0.
//! - **Times** that leave more than a second open (a day, the two seconds of FAT) stand as 0, not
//!   stated, and are counted; so is a time of second 0 or −1, which mean the same.
//! - **Names:** a bar or a line break, which the form cannot hold, stands as `\x7c` or `\x0a`, and is
//!   counted. A deleted file is marked as The Sleuth Kit marks it.
//! - **Known limits:** the form has no room for exhibit and place of a record, nor for user and group.

use std::fmt::Write as _;

use model::Row;
use model::record::Kind;

use super::{Fate, Job, RecordExport, Target};
use crate::exports::ExportError;

/// Longest span that counts as an instant: a time stated to the second.
const SPAN_US_MAX: i64 = 999_999;

/// The mode where none is stated, as The Sleuth Kit writes it.
const NO_MODE: &str = "-/----------";

/// Lists of files; see the module.
#[derive(Debug)]
pub(super) struct Bodyfile;

impl RecordExport for Bodyfile {
    fn code(&self) -> &'static str {
        "bodyfile"
    }

    fn form(&self) -> &'static str {
        "body file 3"
    }

    fn target(&self) -> Target {
        Target::File
    }

    fn carries(&self, kind: Kind) -> bool {
        kind == Kind::Media
    }

    fn write(&self, job: &mut Job<'_, '_>) -> Result<(), ExportError> {
        job.out.begin("")?;
        let (mut times_left_out, mut escaped) = (0, 0);
        for kind in job.kinds() {
            job.each(kind, &mut |row, out| {
                let (line, left_out, has_escape) = line(row);
                times_left_out += left_out;
                escaped += u64::from(has_escape);
                out.text(&line)?;
                out.row();
                Ok(Fate::Written)
            })?;
        }
        job.note("times_left_out", times_left_out);
        job.note("names_escaped", escaped);
        Ok(())
    }
}

/// The line of a file, how many of its times are not in it, and whether its name was escaped.
fn line(row: &Row<'_>) -> (String, u64, bool) {
    let first_of = |texts: [&'static str; 3]| {
        texts.into_iter().map(|name| row.text(name)).find(|text| !text.is_empty())
    };
    let digest = first_of(["md5", "sha1", "sha256"]).unwrap_or("0");
    let name = safe(row.text("path"));
    let has_escape = name != row.text("path");
    let mark = match row.text("state") {
        "deleted" => " (deleted)",
        "realloc" => " (deleted-realloc)",
        _ => "",
    };
    let stated =
        |name, absent| Some(row.text(name)).filter(|text| !text.is_empty()).unwrap_or(absent);
    let (inode, mode) = (safe(stated("inode", "0")), safe(stated("mode", NO_MODE)));
    let size = row.integer("size").map(|size| size.to_string()).unwrap_or_default();
    let mut line = format!("{digest}|{name}{mark}|{inode}|{mode}|0|0|{size}");
    let mut left_out = 0;
    for field in ["accessed", "modified", "changed", "created"] {
        let stamp = row.stamp(field);
        let is_instant =
            |first: i64, last: i64| (0..=SPAN_US_MAX).contains(&last.saturating_sub(first));
        let second = stamp
            .filter(|at| is_instant(at.earliest_us, at.latest_us))
            .map(|at| at.earliest_us.div_euclid(1_000_000))
            .filter(|second| !matches!(second, -1..=0));
        left_out += u64::from(stamp.is_some() && second.is_none());
        // Writing to a String cannot fail.
        let _ = write!(line, "|{}", second.unwrap_or(0));
    }
    line.push('\n');
    (line, left_out, has_escape)
}

/// A text without bars and line breaks.
fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '|' || c.is_control() {
            let _ = write!(out, "\\x{:02x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}
