//! Companions: exhibits that are parts of another, found by their names and read with it.
//!
//! Names only offer; the reader of the first part says by its content which it used.

use std::collections::BTreeMap;
use std::ops::Bound;

use custody::Exhibit;
use model::ExhibitId;

/// The exhibits of a case by their paths, so that those beside one are found without a look at all.
#[derive(Debug)]
pub(crate) struct Neighbours(BTreeMap<String, Vec<Exhibit>>);

impl Neighbours {
    pub(crate) fn of(exhibits: &[Exhibit]) -> Self {
        let mut by_path: BTreeMap<String, Vec<Exhibit>> = BTreeMap::new();
        for exhibit in exhibits {
            by_path.entry(path(exhibit).to_owned()).or_default().push(exhibit.clone());
        }
        Self(by_path)
    }

    /// The exhibits that may be parts of `first`, in the order of their names: in the same folder,
    /// and named as a further segment or as the log of a database.
    pub(crate) fn companions(&self, first: &Exhibit) -> Vec<Exhibit> {
        let own = path(first);
        let (folder, name) = parts(own);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let prefix = own.get(..own.len() - name.len() + stem.len()).unwrap_or(own);
        let near = self.0.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
        let near = near.take_while(|(path, _)| path.starts_with(prefix));
        let beside = near.filter(|(path, _)| parts(path).0 == folder);
        let belongs = |path: &str| relation(name, parts(path).1);
        let mut found: Vec<(Relation, &Exhibit)> = beside
            .filter_map(|(path, exhibits)| Some((belongs(path)?, exhibits.last()?)))
            .collect();
        found.sort_by_key(|(relation, _)| *relation);
        // Of numbered parts, those that follow without a gap.
        let mut expected = 2;
        found.retain(|(relation, _)| match relation {
            Relation::Segment(number) => {
                let follows = *number == expected;
                expected += u32::from(follows);
                follows
            }
            Relation::Beside => true,
        });
        found.into_iter().map(|(_, exhibit)| exhibit.clone()).collect()
    }

    /// Exhibits in groups that are read one after another, by their numbers in the list: the first
    /// part before those that may belong to it, so that these are not read as exhibits of their own.
    pub(crate) fn groups(&self, exhibits: &[&Exhibit]) -> Vec<Vec<usize>> {
        let at: BTreeMap<ExhibitId, usize> =
            exhibits.iter().enumerate().map(|(at, one)| (one.id, at)).collect();
        let mut grouped = vec![false; exhibits.len()];
        let mut take = |number: usize| {
            let slot = grouped.get_mut(number)?;
            (!std::mem::replace(slot, true)).then_some(number)
        };
        let near: Vec<Vec<Exhibit>> = exhibits.iter().map(|one| self.companions(one)).collect();
        // Those with companions first: a companion is no head of a group.
        let (heads, alone): (Vec<_>, Vec<_>) =
            near.iter().enumerate().partition(|(_, companions)| !companions.is_empty());
        let mut groups = Vec::new();
        for (head, companions) in heads.into_iter().chain(alone) {
            let parts = companions.iter().filter_map(|one| at.get(&one.id).copied());
            let group: Vec<usize> = [head].into_iter().chain(parts).filter_map(&mut take).collect();
            if !group.is_empty() {
                groups.push(group);
            }
        }
        groups
    }
}

fn path(exhibit: &Exhibit) -> &str {
    exhibit.relative_path.as_deref().unwrap_or(&exhibit.name)
}

fn parts(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// What a name says a file is to the one it may belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Relation {
    /// Its segment with this number, the first being 1.
    Segment(u32),
    /// Its log, or an extent of its own name.
    Beside,
}

fn relation(name: &str, other: &str) -> Option<Relation> {
    if other.strip_prefix(name).is_some_and(|rest| matches!(rest, "-wal" | "-journal")) {
        return Some(Relation::Beside);
    }
    let ((stem, end), (other_stem, other_end)) = (name.rsplit_once('.')?, other.rsplit_once('.')?);
    if end.eq_ignore_ascii_case("vmdk") && other_end.eq_ignore_ascii_case("vmdk") {
        let extent = other_stem.strip_prefix(stem).is_some_and(|rest| rest.starts_with('-'));
        return extent.then_some(Relation::Beside);
    }
    let number = numbered(end, other_end).or_else(|| lettered(end, other_end))?;
    (stem == other_stem && number > 1).then_some(Relation::Segment(number))
}

/// Parts numbered `.001`, `.002`, … (or from `.000`).
fn numbered(first: &str, other: &str) -> Option<u32> {
    let digits = |end: &str| end.len() >= 2 && end.bytes().all(|byte| byte.is_ascii_digit());
    if first.len() != other.len() || !digits(first) || !digits(other) {
        return None;
    }
    let start: u32 = first.parse().ok().filter(|start| *start <= 1)?;
    Some(other.parse::<u32>().ok()? + 1 - start)
}

/// Segments lettered `.E01` … `.E99`, `.EAA` … `.EZZ`, `.FAA` … (EWF), or `.Ex01` likewise.
fn lettered(first: &str, other: &str) -> Option<u32> {
    let (first, other) = (first.to_ascii_uppercase(), other.to_ascii_uppercase());
    if !matches!(first.as_str(), "E01" | "S01" | "L01" | "EX01" | "LX01") {
        return None;
    }
    let letter = first.bytes().next()?;
    let rest = other.get(1..)?.strip_prefix(if first.len() == 4 { "X" } else { "" })?;
    let bytes = <[u8; 2]>::try_from(rest.as_bytes()).ok()?;
    if other.bytes().next()? == letter && bytes.iter().all(u8::is_ascii_digit) {
        return rest.parse().ok();
    }
    if !bytes.iter().all(u8::is_ascii_uppercase) {
        return None;
    }
    let [high, low] = bytes.map(|byte| u32::from(byte - b'A'));
    let turn = u32::from(other.bytes().next()?.checked_sub(letter)?);
    Some(100 + turn * 676 + high * 26 + low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_segments_and_logs_are_told_by_their_names() {
        use Relation::{Beside, Segment};
        for (first, other, expected) in [
            ("a.E01", "a.E02", Some(Segment(2))),
            ("a.e01", "a.e99", Some(Segment(99))),
            ("a.E01", "a.EAA", Some(Segment(100))),
            ("a.E01", "a.FAB", Some(Segment(777))),
            ("a.Ex01", "a.Ex02", Some(Segment(2))),
            ("a.001", "a.002", Some(Segment(2))),
            ("a.000", "a.001", Some(Segment(2))),
            ("chat.db", "chat.db-wal", Some(Beside)),
            ("disk.vmdk", "disk-s001.vmdk", Some(Beside)),
            ("a.E02", "a.E03", None),
            ("a.002", "a.003", None),
            ("a.E01", "b.E02", None),
            ("a.E01", "a.csv", None),
            ("a.db", "b.db-wal", None),
            ("a.csv", "a.xml", None),
        ] {
            assert_eq!(relation(first, other), expected, "{first} {other}");
        }
    }
}
