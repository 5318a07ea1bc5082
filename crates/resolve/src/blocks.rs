//! Which pairs are looked at: rows that share a key, and, where too many share it, two or three keys.
//!
//! A key is a column's value or a part of it that survives a usual fault. A group of rows with one
//! key is compared as it is while it is small; a large one is divided by further keys (after McNeill,
//! Kardes & Borthwick 2012). So a rare surname is enough to meet, and a common one is not, without
//! any rule for a particular data set.

use rayon::prelude::*;

use crate::columns::{Column, Folded, Records, hash, mixed};
use crate::compare;
use crate::schema::Kind;

/// Pairs up to which every pair is compared: no block, and nothing missed.
const ALL_PAIRS_MAX: u64 = 3_000_000;

/// Rows of one group that are compared with each other; half of it where the rows are many.
const GROUP_MAX: usize = 100;

/// Rows from which groups are half as large: the pairs would fill hours.
const MANY_ROWS: usize = 300_000;

/// Keys combined at most.
const DEPTH_MAX: usize = 3;

/// A rule: rows that agree in one, two or three keys.
#[derive(Debug, Clone)]
struct Rule {
    /// The keys combined, ascending.
    keys: Vec<usize>,
    /// The groups that are too large, as (group, row), by group.
    heavy: Vec<(u64, u32)>,
}

/// A part of a column by which rows meet.
struct Key {
    column: usize,
    /// The hash of each row's part; 0 where there is none.
    parts: Vec<u64>,
}

/// The groups of rows that are compared.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// Rows of all groups, one group after the other.
    members: Vec<u32>,
    /// Where each group begins and ends.
    groups: Vec<(u32, u32)>,
    /// The groups of each row: `of_row[starts[row]..starts[row + 1]]`.
    starts: Vec<u32>,
    of_row: Vec<u32>,
    /// Whether every pair is compared.
    pub(crate) whole: bool,
}

impl Blocks {
    pub(crate) fn of(records: &Records) -> Self {
        if records.pairs() <= ALL_PAIRS_MAX {
            return Self { whole: true, ..Self::default() };
        }
        let keys = keys(records);
        let mut found = Found::default();
        let mut rules: Vec<Rule> = Vec::new();
        let singles: Vec<Grouped> =
            keys.par_iter().map(|key| grouped(records, rows_of(&key.parts))).collect();
        for (at, grouped) in singles.into_iter().enumerate() {
            let heavy = found.take(grouped);
            rules.push(Rule { keys: vec![at], heavy });
        }
        let mut deepest = rules.clone();
        for _ in 1..DEPTH_MAX {
            let wider: Vec<(Vec<usize>, Grouped)> = deepest
                .par_iter()
                .flat_map_iter(|rule| {
                    let last = rule.keys.last().copied().unwrap_or(0);
                    (last + 1..keys.len()).map(move |next| (rule, next))
                })
                .filter_map(|(rule, next)| {
                    Some((joined(&keys, rule, next)?, divided(records, &keys, &rules, rule, next)))
                })
                .collect();
            deepest.clear();
            for (keys, grouped) in wider {
                let heavy = found.take(grouped);
                if !heavy.is_empty() {
                    deepest.push(Rule { keys, heavy });
                }
            }
        }
        found.blocks(records.len())
    }

    /// The groups of a row, ascending.
    fn groups_of(&self, row: u32) -> &[u32] {
        let bound = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        let (from, until) = (bound(row as usize), bound(row as usize + 1));
        self.of_row.get(from..until).unwrap_or_default()
    }

    /// Whether two rows meet.
    pub(crate) fn share(&self, records: &Records, a: u32, b: u32) -> bool {
        let other = self.groups_of(b);
        let met = || self.groups_of(a).iter().any(|group| other.binary_search(group).is_ok());
        records.may_meet(a, b) && (self.whole || met())
    }

    /// The rows above `row` that share a group with it, ascending, once for each group.
    pub(crate) fn meet(&self, records: &Records, row: u32, into: &mut Vec<u32>) {
        into.clear();
        let count = u32::try_from(records.len()).unwrap_or(u32::MAX);
        if self.whole {
            into.extend((row + 1..count).filter(|other| records.may_meet(row, *other)));
            return;
        }
        for group in self.groups_of(row) {
            let Some((from, until)) = self.groups.get(*group as usize) else { continue };
            let members = self.members.get(*from as usize..*until as usize).unwrap_or_default();
            let above = members.partition_point(|member| *member <= row);
            into.extend(members.get(above..).unwrap_or_default());
        }
        if !records.sides.is_empty() {
            into.retain(|other| records.may_meet(row, *other));
        }
        into.sort_unstable();
    }
}

/// Small groups and large ones of a rule.
struct Grouped {
    small: Vec<(u64, u32)>,
    heavy: Vec<(u64, u32)>,
}

/// Small groups, gathered over all rules.
#[derive(Default)]
struct Found {
    members: Vec<u32>,
    groups: Vec<(u32, u32)>,
}

impl Found {
    /// Takes the small groups, and hands back the large ones.
    fn take(&mut self, grouped: Grouped) -> Vec<(u64, u32)> {
        for group in grouped.small.chunk_by(|a, b| a.0 == b.0) {
            let from = u32::try_from(self.members.len()).unwrap_or(u32::MAX);
            self.members.extend(group.iter().map(|(_, row)| *row));
            self.groups.push((from, u32::try_from(self.members.len()).unwrap_or(u32::MAX)));
        }
        grouped.heavy
    }

    fn blocks(self, rows: usize) -> Blocks {
        let Self { members, groups } = self;
        let mut starts = vec![0u32; rows + 1];
        for member in &members {
            if let Some(count) = starts.get_mut(*member as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut of_row = vec![0u32; members.len()];
        for (group, (from, until)) in (0u32..).zip(&groups) {
            for member in members.get(*from as usize..*until as usize).unwrap_or_default() {
                let Some(slot) = next.get_mut(*member as usize) else { continue };
                if let Some(cell) = of_row.get_mut(*slot as usize) {
                    *cell = group;
                }
                *slot += 1;
            }
        }
        Blocks { members, groups, starts, of_row, whole: false }
    }
}

fn rows_of(parts: &[u64]) -> Vec<(u64, u32)> {
    (0u32..).zip(parts).filter(|(_, part)| **part != 0).map(|(row, part)| (*part, row)).collect()
}

/// Sorts rows into groups; groups of one row, or of one side, are dropped.
fn grouped(records: &Records, mut rows: Vec<(u64, u32)>) -> Grouped {
    rows.sort_unstable();
    let most = if records.len() < MANY_ROWS { GROUP_MAX } else { GROUP_MAX / 2 };
    let (mut small, mut heavy) = (Vec::new(), Vec::new());
    for group in rows.chunk_by(|a, b| a.0 == b.0) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        if group.len() < 2 || !(records.sides.is_empty() || records.may_meet(first.1, last.1)) {
            continue;
        }
        if group.len() <= most { &mut small } else { &mut heavy }.extend_from_slice(group);
    }
    Grouped { small, heavy }
}

/// The keys of a rule and one more of another column; `None` where the column is already in it.
fn joined(keys: &[Key], rule: &Rule, next: usize) -> Option<Vec<usize>> {
    let column = keys.get(next)?.column;
    let free = rule.keys.iter().all(|key| keys.get(*key).is_some_and(|key| key.column != column));
    free.then(|| rule.keys.iter().copied().chain([next]).collect())
}

/// The large groups of a rule divided by a further key that is large itself.
fn divided(records: &Records, keys: &[Key], singles: &[Rule], rule: &Rule, next: usize) -> Grouped {
    let heavy = singles.get(next).map_or(&[][..], |single| &single.heavy);
    let mut wide = vec![false; if heavy.is_empty() { 0 } else { records.len() }];
    for (_, row) in heavy {
        if let Some(slot) = wide.get_mut(*row as usize) {
            *slot = true;
        }
    }
    let part = |row: u32| {
        let wide = wide.get(row as usize) == Some(&true);
        keys.get(next).and_then(|key| key.parts.get(row as usize)).filter(|_| wide)
    };
    let rows = rule.heavy.iter().filter_map(|(group, row)| {
        let part = part(*row)?;
        Some((mixed(group.rotate_left(17) ^ part), *row))
    });
    grouped(records, rows.collect())
}

/// What the keys of a column are: a way to take a part of a value.
type Part = fn(&Folded) -> u64;

fn parts(kind: Kind) -> &'static [Part] {
    match kind {
        Kind::Given | Kind::Family => &[whole, sound],
        Kind::Name => &[first_word, last_word, lowest_word],
        Kind::BirthDate => &[whole, year_month, month_day, year_day],
        Kind::Phone | Kind::Document => &[whole, front, back],
        Kind::Email | Kind::Handle => &[local, start],
        Kind::Postcode => &[whole, front],
        Kind::Place | Kind::Exact => &[whole],
        Kind::Address | Kind::Text => &[whole, first_word, last_word],
    }
}

fn keys(records: &Records) -> Vec<Key> {
    let ways =
        records.columns.iter().enumerate().flat_map(|(at, column)| {
            parts(column.kind).iter().map(move |part| (at, column, *part))
        });
    let mut keys: Vec<Key> =
        ways.map(|(column, values, part)| Key { column, parts: parts_of(values, part) }).collect();
    if let Some((given, family)) = compare::crossed(&records.schema)
        && let (Some(a), Some(b)) = (records.columns.get(given), records.columns.get(family))
    {
        keys.push(Key { column: given, parts: either_order(a, b) });
    }
    keys
}

fn parts_of(column: &Column, part: Part) -> Vec<u64> {
    let of_value: Vec<u64> = column.values.iter().map(part).collect();
    let of = |cell: &u32| {
        if *cell == 0 { 0 } else { of_value.get(*cell as usize).copied().unwrap_or(0) }
    };
    column.cells.iter().map(of).collect()
}

/// Given and family name in whatever order.
fn either_order(given: &Column, family: &Column) -> Vec<u64> {
    let same =
        |column: &Column, cell: u32| column.same.get(cell as usize).filter(|_| cell > 0).copied();
    let cells = given.cells.iter().zip(&family.cells);
    cells
        .map(|(a, b)| match (same(given, *a), same(family, *b)) {
            (Some(a), Some(b)) => mixed(a.wrapping_add(b)),
            _ => 0,
        })
        .collect()
}

fn whole(value: &Folded) -> u64 {
    some(Some(&value.letters))
}

fn some(letters: Option<&[u8]>) -> u64 {
    letters.filter(|letters| !letters.is_empty()).map_or(0, |letters| hash(letters) | 1)
}

fn front(value: &Folded) -> u64 {
    let half = value.letters.len().div_ceil(2);
    some(value.letters.get(..half).filter(|_| half >= 3))
}

fn back(value: &Folded) -> u64 {
    let half = value.letters.len() / 2;
    some(value.letters.get(half..).filter(|rest| rest.len() >= 3))
}

fn local(value: &Folded) -> u64 {
    some(value.letters.split(|b| *b == b'@').next())
}

fn start(value: &Folded) -> u64 {
    some(value.letters.get(..5))
}

fn first_word(value: &Folded) -> u64 {
    some(value.words().next())
}

fn last_word(value: &Folded) -> u64 {
    some(value.words().last())
}

/// The word that comes first in the alphabet, whatever the order they stand in.
fn lowest_word(value: &Folded) -> u64 {
    some(value.words().filter(|word| word.len() > 2).min())
}

fn year_month(value: &Folded) -> u64 {
    value.date.map_or(0, |(year, month, _)| mixed(u64::from(year) << 8 | u64::from(month)) | 1)
}

fn month_day(value: &Folded) -> u64 {
    // Month and day in whichever order they are stated.
    let pair = |month: u8, day: u8| u64::from(month.min(day)) << 8 | u64::from(month.max(day));
    value.date.map_or(0, |(_, month, day)| mixed(pair(month, day) | 1 << 40) | 1)
}

fn year_day(value: &Folded) -> u64 {
    value
        .date
        .map_or(0, |(year, _, day)| mixed(u64::from(year) << 8 | u64::from(day) | 1 << 50) | 1)
}

/// A code of how a name sounds: its first letter and the next three classes of consonants (Russell's
/// Soundex, on the whole alphabet that was folded).
fn sound(value: &Folded) -> u64 {
    let class = |letter: u8| match letter {
        b'b' | b'f' | b'p' | b'v' => 1u64,
        b'c' | b'g' | b'j' | b'k' | b'q' | b's' | b'x' | b'z' => 2,
        b'd' | b't' => 3,
        b'l' => 4,
        b'm' | b'n' => 5,
        b'r' => 6,
        b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'h' | b'w' | b' ' => 0,
        other => u64::from(other),
    };
    let Some(first) = value.letters.first() else { return 0 };
    let (mut code, mut before, mut taken) = (u64::from(*first), class(*first), 0);
    for letter in value.letters.iter().skip(1) {
        let now = class(*letter);
        if now != 0 && now != before && taken < 3 {
            code = code << 8 | now;
            taken += 1;
        }
        before = now;
    }
    mixed(code | 1 << 60) | 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::Rows;
    use crate::schema::Schema;

    #[test]
    fn a_common_value_is_divided_and_a_rare_one_is_not() {
        let mut rows = Rows::new(Schema::new([("family", Kind::Family), ("place", Kind::Place)]));
        for n in 0..3_000 {
            let (family, place) = (format!("f{}", n % 7), format!("p{}", n % 11));
            rows.add(&format!("{n:05}"), [family.as_str(), place.as_str()]);
        }
        rows.add("a", ["rare", ""]);
        rows.add("b", ["rare", "p1"]);
        let records = rows.records();
        let blocks = Blocks::of(&records);
        assert!(!blocks.whole);
        let mut met: Vec<u32> = Vec::new();
        let at = |key: &str| (0..3_002u32).find(|row| records.key(*row) == key).unwrap();
        let mut meet = |key: &str| {
            blocks.meet(&records, at(key), &mut met);
            met.dedup();
            met.clone()
        };
        assert_eq!(meet("a"), [at("b")]);
        assert_eq!(meet("00000").len(), 38, "rows that share both");
    }
}
