//! What The Sleuth Kit tells of an image: from a stored inventory, or asked on the spot.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::members::{Body, Collected, Member};
use crate::tools;

#[derive(Debug, Clone)]
pub(crate) struct Expected {
    pub(crate) path: String,
    pub(crate) kind: char,
    pub(crate) state: &'static str,
    pub(crate) size: i64,
    /// Modified, accessed, changed, created, in whole seconds; 0 where none.
    pub(crate) times_s: [i64; 4],
    pub(crate) inode: String,
    /// As `ls` writes it, or empty.
    pub(crate) mode: String,
    /// SHA-256, or empty.
    pub(crate) sha256: String,
}

/// A name as the container gives it.
fn escaped(name: &[u8]) -> String {
    let mut text = String::new();
    for chunk in name.utf8_chunks() {
        for character in chunk.valid().chars() {
            if character.is_control() && character != '/' {
                let mut bytes = [0; 4];
                for byte in character.encode_utf8(&mut bytes).bytes() {
                    write!(text, "\\x{byte:02x}").unwrap();
                }
            } else {
                text.push(character);
            }
        }
        for byte in chunk.invalid() {
            write!(text, "\\x{byte:02x}").unwrap();
        }
    }
    text
}

/// The mode of `r/rrw-r--r--` as `ls` writes it; none where no inode stands behind a name.
fn listed_mode(cell: &str) -> String {
    let mode = cell.split_once('/').map_or("", |(_, mode)| mode);
    match mode.strip_prefix('r') {
        Some(rest) => format!("-{rest}"),
        None => mode.to_owned(),
    }
}

/// Takes a link's target and the mark of a deleted name off a path.
fn bare(path: &[u8], kind: char) -> (String, &'static str) {
    let mut path = escaped(path);
    let mut state = "active";
    for (mark, means) in [(" (deleted-realloc)", "realloc"), (" (deleted)", "deleted")] {
        if let Some(rest) = path.strip_suffix(mark) {
            (path, state) = (rest.to_owned(), means);
        }
    }
    if let Some((link, _)) = path.split_once(" -> ").filter(|_| kind == 'l') {
        path = link.to_owned();
    }
    (path.trim_start_matches('/').to_owned(), state)
}

/// The entries of a stored inventory (`/work/shared/data/disk-images/expected`).
pub(crate) fn inventory(text: &[u8]) -> Vec<Expected> {
    let lines = text.split(|byte| *byte == b'\n');
    let rows = lines.filter(|line| !line.is_empty() && !line.starts_with(b"#"));
    rows.filter_map(|line| {
        let cells: Vec<&[u8]> = line.split(|byte| *byte == b'\t').collect();
        let text = |index: usize| String::from_utf8_lossy(cells[index]).into_owned();
        let number = |index: usize| text(index).parse::<i64>().unwrap();
        let kind = text(2).chars().next().unwrap();
        let (path, mut state) = bare(cells[1], kind);
        if text(3) == "1" && state == "active" {
            state = "deleted";
        }
        (kind != 'V').then(|| Expected {
            path,
            kind,
            state,
            size: number(4),
            times_s: [number(5), number(6), number(7), number(8)],
            inode: text(9),
            mode: listed_mode(&text(2)),
            sha256: cells
                .get(10)
                .map(|cell| String::from_utf8_lossy(cell).into())
                .unwrap_or_default(),
        })
    })
    .collect()
}

/// What `fls` and `icat` say of an image now.
pub(crate) fn asked(image: &Path) -> Vec<Expected> {
    asked_with("", image)
}

/// The same with options that say where the file system is.
pub(crate) fn asked_with(options: &str, image: &Path) -> Vec<Expected> {
    let folder = image.parent().unwrap();
    let name = image.file_name().unwrap().to_str().unwrap();
    let listing = tools::shell(folder, &format!("fls {options} -r -p -m / {name}"));
    let lines = listing.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines
        .filter_map(|line| {
            let mut cells: Vec<&[u8]> = line.rsplitn(10, |byte| *byte == b'|').collect();
            cells.reverse();
            let text = |index: usize| String::from_utf8_lossy(cells[index]).into_owned();
            let number = |index: usize| text(index).parse::<i64>().unwrap();
            let kind = text(2).chars().nth(2).unwrap_or('-');
            let kind = text(2).chars().next().filter(|kind| *kind != '-').unwrap_or(kind);
            let path = cells[0].strip_prefix(b"0|").unwrap();
            let (path, state) = bare(path, kind);
            // 0 is what it says of a name that leads to no inode.
            let inode = text(1).split('-').next().unwrap().to_owned();
            let inode = if inode == "0" { String::new() } else { inode };
            // One content in ten of many alike is enough.
            let is_asked = !path.contains("a-rather-long-name") || path.ends_with('7');
            let sha256 = if kind == 'r' && state != "realloc" && !inode.is_empty() && is_asked {
                // It gives up on some deleted files; then there is nothing to hold against.
                let ask =
                    format!("icat {options} {name} {inode} >c 2>/dev/null && sha256sum <c || true");
                let told = tools::shell(folder, &ask);
                String::from_utf8(told).unwrap().split(' ').next().unwrap().to_owned()
            } else {
                String::new()
            };
            let times_s = [number(7), number(6), number(8), number(9)];
            let size = number(5);
            let mode = listed_mode(&text(2));
            (kind != 'V' && !path.contains("$OrphanFiles (V)")).then_some(Expected {
                path,
                kind,
                state,
                size,
                times_s,
                inode,
                mode,
                sha256,
            })
        })
        .collect()
}

/// What differs between the members and what was expected, one line each.
pub(crate) fn differences(expected: &[Expected], found: &Collected) -> Vec<String> {
    let mut by_key: BTreeMap<(&str, &str), Vec<&Member>> = BTreeMap::new();
    for member in &found.members {
        by_key.entry((&member.path, &member.inode)).or_default().push(member);
    }
    let mut lines = Vec::new();
    for entry in expected {
        // What stands as U+FFFD in an inventory was no text: its name is lost there.
        let is_lost = entry.path.contains('\u{FFFD}');
        let members = if is_lost {
            by_key.iter().find(|((_, inode), _)| *inode == entry.inode).map(|(_, found)| found)
        } else {
            by_key.get(&(entry.path.as_str(), entry.inode.as_str()))
        };
        let Some(member) = members.and_then(|members| {
            let same = members.iter().find(|member| member.state == entry.state);
            same.or(members.first())
        }) else {
            lines.push(format!("missing: {entry:?}"));
            continue;
        };
        if let Some(line) = differs(entry, member) {
            lines.push(line);
        }
    }
    lines
}

fn differs(entry: &Expected, member: &Member) -> Option<String> {
    let told = |what: &str| Some(format!("{what}: {entry:?} but {member:?}"));
    if member.state != entry.state {
        return told("state");
    }
    if entry.state == "realloc" || member.mode.is_empty() {
        return None;
    }
    if member.size.unwrap_or_default() != entry.size {
        return told("size");
    }
    let mut times_s = member.times_us.map(|us| us.div_euclid(1_000_000));
    // The Sleuth Kit asks for a creation time in ext4 only, though ext2 and ext3 may keep one.
    if entry.times_s[3] == 0 {
        times_s[3] = 0;
    }
    // It reads seconds before 1970 as if they had no sign.
    if times_s.map(|at_s| at_s.rem_euclid(1 << 32))
        != entry.times_s.map(|at_s| at_s.rem_euclid(1 << 32))
    {
        return told("times");
    }
    let states_bits = !entry.mode.trim_start_matches(['-', 'd', 'l']).is_empty();
    if states_bits && member.mode != "-" && member.mode != entry.mode {
        return told("mode");
    }
    match &member.body {
        Body::Read(sha256, _) if !entry.sha256.is_empty() && *sha256 != entry.sha256 => {
            told("digest")
        }
        Body::None if entry.kind == 'r' => told("no content"),
        Body::Unreadable(_) | Body::Failed(_) if entry.state == "active" => told("unreadable"),
        _ => None,
    }
}
