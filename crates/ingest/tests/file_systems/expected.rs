//! Inventories that The Sleuth Kit made (`fls`, `icat`) and what differs from them.

use std::process::Command;

use crate::members::{Collected, Member};

/// Ticks of 0, which state nothing, come out of The Sleuth Kit 4.11 as this day of 2076.
const NO_TICKS_S: i64 = 3_373_865_674;

/// A line of an inventory; times are seconds of UTC, 0 for none.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) path: String,
    pub(crate) is_folder: bool,
    pub(crate) is_deleted: bool,
    pub(crate) size: i64,
    /// Change of content, last read, change of entry, creation.
    pub(crate) times_s: [i64; 4],
    pub(crate) inode: String,
    /// Of the content; empty where there is none.
    pub(crate) sha256: String,
}

/// The lines of a stored inventory that are files and folders: not the virtual ones, and not those
/// that give the times of `$FILE_NAME` again.
pub(crate) fn stored(name: &str) -> Option<Vec<Line>> {
    let path = casetest::real::path(&format!("disk-images/expected/{name}.inventory.tsv"))?;
    let text = std::fs::read_to_string(path).unwrap();
    Some(text.lines().filter(|line| !line.starts_with('#')).filter_map(line).collect())
}

fn line(text: &str) -> Option<Line> {
    let cells: Vec<&str> = text.split('\t').collect();
    let [_, path, kind, deleted, size, modified, accessed, changed, created, inode, sha256] =
        cells[..]
    else {
        panic!("an inventory has eleven columns: {text}")
    };
    if kind.starts_with(['v', 'V']) || path.contains(" ($FILE_NAME)") {
        return None;
    }
    let path = path.strip_suffix(" (deleted)").unwrap_or(path);
    let path = path.strip_suffix(" (Volume Label Entry)").unwrap_or(path).trim_end();
    let number = |cell: &str| Some(cell.parse::<i64>().unwrap()).filter(|s| *s != NO_TICKS_S);
    let number = |cell: &str| number(cell).unwrap_or(0);
    Some(Line {
        path: path.trim_start_matches('/').to_owned(),
        is_folder: kind.contains("/d"),
        is_deleted: deleted == "1",
        size: number(size),
        times_s: [modified, accessed, changed, created].map(number),
        inode: inode.to_owned(),
        sha256: sha256.trim_start_matches("recovered:").to_owned(),
    })
}

/// What differs between a line and the member that should be it.
pub(crate) fn differences(line: &Line, member: &Member) -> Vec<String> {
    let media = &member.media;
    let seconds = |us: i64, is_stated: bool| if is_stated { us.div_euclid(1_000_000) } else { 0 };
    let stamps = [&media.modified, &media.accessed, &media.changed, &media.created];
    let times = stamps.map(|stamp| seconds(stamp.earliest_us, stamp.is_stated()));
    let sha256 = member.sha256.as_deref().unwrap_or_default();
    let mut found = Vec::new();
    let mut same = |what: &str, is_same: bool, ours: String, theirs: String| {
        if !is_same {
            found.push(format!("{}: {what} {ours}, not {theirs}", line.path));
        }
    };
    same("inode", *media.inode == *line.inode, media.inode.to_string(), line.inode.clone());
    same(
        "size",
        media.size.unwrap_or(0) == line.size,
        format!("{:?}", media.size),
        line.size.to_string(),
    );
    // The hundredths of a creation may carry it into the next second.
    let is_same_time =
        times.iter().zip(&line.times_s).all(|(ours, theirs)| (0..=1).contains(&(ours - theirs)));
    same("times", is_same_time, format!("{times:?}"), format!("{:?}", line.times_s));
    let is_same_content =
        sha256 == line.sha256 || line.is_folder || media.extra.contains("volume label");
    same("content", is_same_content, sha256.to_owned(), line.sha256.clone());
    found
}

/// Holds every line that `is_meant` to a member of the same path and inode; gives how many.
#[track_caller]
pub(crate) fn hold(
    lines: &[Line],
    collected: &Collected,
    is_meant: impl Fn(&Line) -> bool,
) -> usize {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in lines.iter().filter(|line| is_meant(line)) {
        count += 1;
        let same = |member: &&Member| {
            member.path() == line.path && (member.state() != "active") == line.is_deleted
        };
        let found: Vec<Vec<String>> =
            collected.members.iter().filter(same).map(|member| differences(line, member)).collect();
        match found.into_iter().min_by_key(Vec::len) {
            Some(differences) => wrong.extend(differences),
            None => wrong.push(format!("{}: missing", line.path)),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}\n{:#?}", collected.paths());
    count
}

/// The inventory of a volume by the tools on this machine, content of files included; none where
/// they are absent.
pub(crate) fn by_tools(volume: &std::path::Path) -> Option<Vec<Line>> {
    let fls = Command::new("fls").args(["-r", "-p", "-m", "/", "-z", "UTC"]).arg(volume).output();
    let Ok(said) = fls else {
        eprintln!("skipped: no fls (sleuthkit)");
        return None;
    };
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    let lines = text.lines().filter_map(|entry| {
        // MD5|name|inode|mode|user|group|size|atime|mtime|ctime|crtime
        let cells: Vec<&str> = entry.split('|').collect();
        let is_deleted = cells[1].ends_with("(deleted)") || cells[1].ends_with("(deleted-realloc)");
        let path = cells[1].replace("(deleted-realloc)", "(deleted)");
        let deleted = if is_deleted { "1" } else { "0" };
        let has_data = cells[2].contains('-') || !path.contains("/OrphanFile-");
        let is_file = cells[3].contains("/r") && !path.contains("($FILE_NAME)") && has_data;
        let content = if is_file { icat(volume, cells[2], is_deleted) } else { String::new() };
        line(&format!(
            "0\t{path}\t{}\t{deleted}\t{}\t{}\t{}\t{}\t{}\t{}\t{content}",
            cells[3], cells[6], cells[8], cells[7], cells[9], cells[10], cells[2]
        ))
    });
    Some(lines.collect())
}

fn icat(volume: &std::path::Path, inode: &str, is_deleted: bool) -> String {
    let mut icat = Command::new("icat");
    if is_deleted {
        icat.arg("-r");
    }
    let said = icat.arg(volume).arg(inode).output().unwrap();
    crate::members::sha256(&said.stdout)
}
