//! Examines the exhibits: each is hashed again by both digests, and nothing else may be there.

use std::collections::BTreeSet;
use std::io;
use std::ops::ControlFlow;

use crate::custody::open_external;
use crate::exhibit::{Exhibit, Origin};
use crate::fault::Fault;
use crate::hash::{Digests, Progress, Watch, digest_stream};
use crate::name::escape;

use super::records::RecordsFound;
use super::{Examiner, ProblemKind};

/// Gives the number of exhibits and bytes that were read.
pub(crate) fn examine(
    examiner: &mut Examiner<'_>,
    found: &RecordsFound,
    watch: &mut Watch<'_>,
) -> Result<(u64, u64), Fault> {
    let mut progress = Progress {
        what: "",
        bytes_done: 0,
        bytes_total: found.exhibits.iter().map(|exhibit| exhibit.size_bytes).sum(),
        files_done: 0,
        files_total: found.exhibits.len() as u64,
    };
    let mut seen = BTreeSet::new();
    for exhibit in &found.exhibits {
        let file = match &exhibit.origin {
            Origin::Stored => exhibit.stored_name(),
            Origin::External(path) => path.clone(),
        };
        if seen.insert((file.clone(), exhibit.sha256)) {
            let before = progress.bytes_done;
            let done = examine_one(examiner, exhibit, &file, &mut |bytes| {
                progress.bytes_done = progress.bytes_done.saturating_add(bytes);
                watch(&Progress { what: &file, ..progress })
            });
            match done {
                Err(Fault::Interrupted) => return Err(Fault::Interrupted),
                Err(fault) => {
                    examiner.note(ProblemKind::Unreadable, &file, fault.to_string());
                }
                Ok(()) => {}
            }
            progress.bytes_done = before.saturating_add(exhibit.size_bytes);
        }
        progress.files_done += 1;
    }
    examine_rest(examiner, found.doubtful > 0);
    Ok((progress.files_done, progress.bytes_done))
}

fn examine_one(
    examiner: &mut Examiner<'_>,
    exhibit: &Exhibit,
    file: &str,
    read: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let opened = match &exhibit.origin {
        Origin::Stored => {
            let Some(status) = examiner.plain(file) else { return Ok(()) };
            if status.mode & 0o222 != 0 {
                let fact = format!("mode {:04o} lets someone write to it", status.mode);
                examiner.note(ProblemKind::Permission, file, fact);
            }
            examiner.disk.open(file).map(|reader| (reader as Box<dyn io::Read>, status.size_bytes))
        }
        Origin::External(path) => open_external(path),
    };
    let (mut reader, size_bytes) = match opened {
        Ok(opened) => opened,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
            examiner.note(ProblemKind::Missing, file, format!("{} is missing", exhibit.id));
            return Ok(());
        }
        Err(fault) => {
            examiner.note(ProblemKind::Unreadable, file, fault.to_string());
            return Ok(());
        }
    };
    let digests = digest_stream(&mut reader, size_bytes, file, &mut |block| match read(
        block.len() as u64
    ) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Fault::Interrupted),
    })?;
    compare(examiner, exhibit, file, &digests);
    Ok(())
}

fn compare(examiner: &mut Examiner<'_>, exhibit: &Exhibit, file: &str, found: &Digests) {
    let sealed = exhibit.size_bytes;
    let name = format!("{} ({})", exhibit.id, exhibit.name);
    if found.size_bytes < sealed {
        let fact = format!("{name} has {} of {sealed} bytes", found.size_bytes);
        examiner.note(ProblemKind::Truncated, file, fact);
        return;
    }
    let wrong = match (found.sha256 == exhibit.sha256, found.sha512 == exhibit.sha512) {
        (true, true) => return,
        (false, false) => "SHA-256 and SHA-512",
        (false, true) => "SHA-256",
        (true, false) => "SHA-512",
    };
    examiner.changed(file, format!("{name} has another {wrong} than was sealed"));
}

/// Whatever the log does not know. Where a record does not hold, a file that is named by its own
/// content is taken to be its exhibit, so that only the record is reported.
fn examine_rest(examiner: &mut Examiner<'_>, doubtful: bool) {
    examiner.walk("exhibits", &mut |examiner, file| {
        if examiner.known.contains(file) {
            return;
        }
        let own = doubtful
            && examiner.disk.open(file).is_ok_and(|mut reader| {
                digest_stream(&mut reader, u64::MAX, file, &mut |_| Ok(()))
                    .is_ok_and(|digests| crate::exhibit::stored_name(&digests.sha256) == file)
            });
        if !own {
            let shown = escape(file.as_bytes());
            examiner.note(ProblemKind::Extra, &shown, "no record of an exhibit names it");
        }
    });
}
