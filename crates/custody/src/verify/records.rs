//! Examines the records: each must be the one its leaf commits to, or be erased on a logged ground.

use std::collections::BTreeSet;

use crate::event::{Act, Tombstone};
use crate::exhibit::Exhibit;
use crate::log::entry::{Kind, Line, RECORDS_BYTES_MAX, records_file};
use crate::log::tree::{TILE_WIDTH, leaf_hash};
use crate::witness::{Policy, WitnessKey};

use super::leaves::Truth;
use super::{Examiner, ProblemKind};

/// What the records say, as far as they hold.
#[derive(Default)]
pub(crate) struct RecordsFound {
    pub(crate) exhibits: Vec<Exhibit>,
    /// Records that do not hold and may be those of exhibits.
    pub(crate) doubtful: usize,
    /// Everybody on whom was agreed as a witness.
    pub(crate) witnesses: Vec<WitnessKey>,
    /// Leaves without a record, each with the leaf that should say why.
    erased: BTreeSet<(u64, u64)>,
    /// Leaves that were to be erased, each with the leaf that says so.
    tombstones: BTreeSet<(u64, u64)>,
}

/// Leaves of a bundle in a log of `size`.
pub(crate) fn width(size: u64, number: u64) -> usize {
    let rest = size.saturating_sub(number.saturating_mul(256));
    usize::try_from(rest).unwrap_or(TILE_WIDTH).min(TILE_WIDTH)
}

/// Lines of a bundle of records; one that is no text stays absent.
pub(crate) fn read(
    examiner: &mut Examiner<'_>,
    file: &str,
    width: usize,
    unfinished: bool,
) -> Vec<Option<String>> {
    let Some(bytes) = examiner.read(file, RECORDS_BYTES_MAX) else { return Vec::new() };
    let (lines, end) = split(&bytes);
    if lines.len() < width || !end.is_empty() {
        let fact = format!("{} of {width} records are there whole", lines.len());
        examiner.note(ProblemKind::Truncated, file, fact);
    } else if lines.len() > width && !unfinished {
        examiner.changed(file, format!("it has {} records in place of {width}", lines.len()));
    }
    lines.into_iter().map(|line| String::from_utf8(line.to_vec()).ok()).collect()
}

/// Whole lines, and what stands after the last line end.
fn split(bytes: &[u8]) -> (Vec<&[u8]>, &[u8]) {
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let end = lines.pop().unwrap_or_default();
    (lines, end)
}

/// Compares every record with its leaf; bundle by bundle, so that memory stays small.
pub(crate) fn examine(examiner: &mut Examiner<'_>, size: u64, truth: &Truth) -> RecordsFound {
    let mut found = RecordsFound::default();
    for number in 0..size.div_ceil(256) {
        let file = records_file(number);
        let width = width(size, number);
        // What cannot be read was noted when the witnesses were heard.
        let bytes = examiner.disk.read(&file, RECORDS_BYTES_MAX).unwrap_or_default();
        let (lines, _) = split(&bytes);
        for (at, leaf) in truth.tile(0, number, width).iter().enumerate() {
            let place = format!("line {}", at + 1);
            let text = lines.get(at).and_then(|line| std::str::from_utf8(line).ok());
            let Some(line) = text.and_then(Line::read) else {
                found.doubtful += 1;
                examiner.changed_unless_named(&file, format!("{place} is not a record"));
                continue;
            };
            if line.leaf().is_some_and(|here| leaf_hash(&here) != *leaf) {
                found.doubtful += 1;
                examiner.changed(&file, format!("{place} is not the record in the tree"));
                continue;
            }
            if let Err(fact) = found.take(number * 256 + at as u64, &line) {
                examiner.changed(&file, format!("{place}: {fact}"));
            }
        }
    }
    found.compare_erasures(examiner);
    found
}

impl RecordsFound {
    /// Takes in a record that holds; says what is wrong with what it states.
    fn take(&mut self, index: u64, line: &Line<'_>) -> Result<(), String> {
        match *line {
            Line::Kept { kind: Kind::Exhibit, record, .. } => {
                let exhibit: Exhibit = serde_json::from_str(record).map_err(|it| it.to_string())?;
                let number = self.exhibits.len() + 1;
                let stated = usize::try_from(exhibit.id.0).unwrap_or(usize::MAX);
                let fits = (number..=number + self.doubtful).contains(&stated);
                let id = exhibit.id;
                self.exhibits.push(exhibit);
                if !fits {
                    return Err(format!("{id} is not the next number"));
                }
            }
            Line::Kept { kind: Kind::Tombstone, record, .. } => {
                let tombstone: Tombstone =
                    serde_json::from_str(record).map_err(|it| it.to_string())?;
                self.tombstones.insert((tombstone.erased, index));
            }
            Line::Kept { kind: Kind::Event, record, .. } => {
                let act: Act = serde_json::from_str(record).map_err(|it| it.to_string())?;
                self.witnesses.extend(Policy::of(&act.event).unwrap_or_default().witnesses);
            }
            Line::Erased { by_leaf, .. } => {
                self.erased.insert((index, by_leaf));
            }
        }
        Ok(())
    }

    fn compare_erasures(&self, examiner: &mut Examiner<'_>) {
        for (index, by_leaf) in self.erased.difference(&self.tombstones) {
            let fact = format!("record {index} was erased, and leaf {by_leaf} is no ground for it");
            examiner.changed(&records_file(index / 256), fact);
        }
        for (index, _) in self.tombstones.difference(&self.erased) {
            let fact = format!("record {index} was to be erased and is still there");
            examiner.note(ProblemKind::Unfinished, &records_file(index / 256), fact);
        }
    }
}
