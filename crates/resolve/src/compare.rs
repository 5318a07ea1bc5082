//! Levels of agreement of two values, by kind of column: 0 is equal, the last is different.

use crate::columns::{Column, Folded, Records};
use crate::fold;
use crate::quick::{self, Cell, Sketch};
use crate::schema::{Kind, Schema};
use crate::similar::{edits, jaro_winkler};

/// A column that one of the two rows does not state: it says nothing for or against.
pub(crate) const ABSENT: u8 = 15;

/// Most levels of a kind.
pub(crate) const LEVELS_MAX: usize = 6;

/// Two dates of birth that no usual fault explains.
pub(crate) const DATES_DIFFER: u8 = 4;

/// How two texts of one kind agree, as a word; `None` where one of them holds nothing to compare.
pub fn agreement(kind: Kind, left: &str, right: &str) -> Option<&'static str> {
    let (a, b) = (Folded::of(kind, left), Folded::of(kind, right));
    if a.letters.is_empty() || b.letters.is_empty() {
        return None;
    }
    let at = if a.letters == b.letters { 0 } else { level(kind, &a, &b) };
    levels(kind).get(usize::from(at)).copied()
}

/// Given and family name stated in each other's place.
pub(crate) const CROSSED: u8 = 3;

/// Words for the levels of a kind, from equal to different.
pub(crate) fn levels(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Exact => &["equal", "different"],
        Kind::Given => &["equal", "close", "similar", "crossed", "different"],
        Kind::Place => &["equal", "close", "part", "different"],
        Kind::BirthDate => &["equal", "close", "two-parts", "one-part", "different"],
        Kind::Family | Kind::Phone | Kind::Document => &["equal", "close", "similar", "different"],
        Kind::Email | Kind::Handle => &["equal", "same-name", "close", "similar", "different"],
        Kind::Postcode => &["equal", "close", "same-area", "part", "different"],
        Kind::Name => &["equal", "same-words", "variant", "close", "part", "different"],
        Kind::Address | Kind::Text => &["equal", "close", "most-words", "some-words", "different"],
    }
}

/// The level of two values of one column that are both stated and not the same number.
pub(crate) fn level(kind: Kind, a: &Folded, b: &Folded) -> u8 {
    match kind {
        Kind::Exact => 1,
        Kind::Given | Kind::Family => {
            let level = name(a, b);
            if kind == Kind::Given && level == 3 { 4 } else { level }
        }
        Kind::Place => place(a, b),
        Kind::BirthDate => birth_date(a, b),
        Kind::Phone | Kind::Document => number(a, b),
        Kind::Email | Kind::Handle => email(a, b),
        Kind::Postcode => postcode(a, b),
        Kind::Name => whole_name(a, b),
        Kind::Address | Kind::Text => words(a, b).saturating_sub(1).max(1),
    }
}

/// Letters that only one of two values holds, at least: each takes an edit.
fn apart(a: &Folded, b: &Folded) -> u32 {
    (a.bag & !b.bag).count_ones().max((b.bag & !a.bag).count_ones())
}

fn within(a: &Folded, b: &Folded, most: u8) -> bool {
    apart(a, b) <= u32::from(most) && edits(&a.letters, &b.letters, most) <= most
}

fn name(a: &Folded, b: &Folded) -> u8 {
    let shorter = a.letters.len().min(b.letters.len());
    if shorter >= 4 && within(a, b, 1) {
        return 1;
    }
    // An initial, or one of several names.
    let (short, long) = if a.letters.len() <= b.letters.len() { (a, b) } else { (b, a) };
    if long.letters.starts_with(&short.letters) || held(short, long) {
        return 2;
    }
    if apart(a, b) as usize * 2 > 1 + shorter.max(4) {
        return 3;
    }
    match jaro_winkler(&a.letters, &b.letters) {
        near if near >= 0.92 => 1,
        near if near >= 0.82 => 2,
        _ => 3,
    }
}

/// Whether each word of the one is a word of the other.
fn held(short: &Folded, long: &Folded) -> bool {
    long.words.len() > 1
        && short.bag & !long.bag == 0
        && short.words().all(|word| long.words().any(|other| other == word))
}

/// Two whole names; a junior and a senior are two people whatever else they share.
fn whole_name(a: &Folded, b: &Folded) -> u8 {
    let (Some(left), Some(right)) = (&a.name, &b.name) else { return 5 };
    let like = names::compare(left, right);
    match like.level {
        _ if like.conflicts() => 5,
        names::Level::Same => 1,
        names::Level::Variant => 2,
        names::Level::Near => 3,
        names::Level::Part => 4,
        names::Level::Different => 5,
    }
}

fn place(a: &Folded, b: &Folded) -> u8 {
    let shorter = a.letters.len().min(b.letters.len());
    if (shorter >= 4 && within(a, b, 1)) || (shorter >= 7 && within(a, b, 2)) {
        return 1;
    }
    let (short, long) = if a.letters.len() <= b.letters.len() { (a, b) } else { (b, a) };
    if held(short, long) { 2 } else { 3 }
}

/// A date of which one is none: digits that nearly agree.
fn birth_date(a: &Folded, b: &Folded) -> u8 {
    if within(a, b, 1) {
        return 1;
    }
    if within(a, b, 2) { 2 } else { 4 }
}

fn number(a: &Folded, b: &Folded) -> u8 {
    let (short, long) = if a.letters.len() <= b.letters.len() { (a, b) } else { (b, a) };
    // A country or trunk code that only one of the two states.
    if short.letters.len() >= 7 && long.letters.ends_with(&short.letters) {
        return 1;
    }
    if within(a, b, 1) {
        return 1;
    }
    if short.letters.len() >= 6 && within(a, b, 2) { 2 } else { 3 }
}

/// The local parts; what stands behind them is mistyped and changed more often.
fn email(a: &Folded, b: &Folded) -> u8 {
    let (left, right) = (fold::local_part(&a.letters), fold::local_part(&b.letters));
    let most = if left.len().min(right.len()) >= 8 { 2 } else { 1 };
    if left == right {
        return 1;
    }
    if edits(left, right, most) <= most {
        return 2;
    }
    match jaro_winkler(left, right) {
        near if near >= 0.94 => 2,
        near if near >= 0.86 => 3,
        _ => 4,
    }
}

fn postcode(a: &Folded, b: &Folded) -> u8 {
    if within(a, b, 1) {
        return 1;
    }
    let shorter = a.letters.len().min(b.letters.len());
    let alike = a.letters.iter().zip(&*b.letters).take_while(|(x, y)| x == y).count();
    match () {
        () if shorter >= 4 && alike * 2 >= shorter => 2,
        () if alike >= 2 => 3,
        () => 4,
    }
}

/// 1 the same words in another order, 2 close, 3 most words, 4 some, 5 none.
fn words(a: &Folded, b: &Folded) -> u8 {
    if within(a, b, 1) {
        return 2;
    }
    // Words of the right that were met, a bit each.
    let mut taken = 0u16;
    let (mut equal, mut near) = (0usize, 0usize);
    for (word, sketch) in a.words().zip(&a.sketches) {
        let free = |at: &usize| taken >> at & 1 == 0;
        let same = |(_, short): &(usize, &Sketch)| sketch == *short;
        let like = |(_, short): &(usize, &Sketch)| !sketch.unlike(short, WORDS_ALIKE);
        let others = || b.sketches.iter().enumerate();
        let mut same = others().filter(same).map(|(at, _)| at).filter(free);
        let mut like = others().filter(like).map(|(at, _)| at).filter(free);
        let other = |at: &usize| b.words().nth(*at).unwrap_or_default();
        let met = if let Some(at) = same.find(|at| word == other(at)) {
            equal += 1;
            at
        } else if let Some(at) = like.find(|at| jaro_winkler(word, other(at)) >= WORDS_ALIKE) {
            near += 1;
            at
        } else {
            continue;
        };
        taken |= 1 << met;
    }
    let (left, right) = (a.sketches.len(), b.sketches.len());
    let (fewer, more) = (left.min(right), left.max(right));
    let met = equal + near;
    match () {
        () if equal == more => 1,
        () if met == more => 2,
        () if met == fewer && met >= 2 => 3,
        () if met * 3 >= more * 2 => 3,
        () if met > 0 => 4,
        () => 5,
    }
}

/// Likeness from which two words of a text are one.
const WORDS_ALIKE: f32 = 0.9;

/// Compares rows column by column, remembering what it compared.
#[derive(Debug)]
pub(crate) struct Comparer<'a> {
    records: &'a Records,
    /// Columns of given and family name, where there is one of each.
    crossed: Option<(usize, usize)>,
    memory: Vec<(u64, u8)>,
    /// Rows fetched to be compared.
    fetched: Vec<Cell>,
}

/// Pairs of values remembered, a power of two: what it holds stays in the second cache.
const MEMORY: usize = 1 << 15;

/// Rows fetched at once: they wait for memory together, and stay in the first cache.
const FETCHED: usize = 64;

impl<'a> Comparer<'a> {
    pub(crate) fn new(records: &'a Records) -> Self {
        let crossed = crossed(&records.schema);
        let memory = vec![(u64::MAX, 0); MEMORY];
        Self { records, crossed, memory, fetched: Vec::new() }
    }

    /// The levels of two rows, four bits a column, the first column lowest.
    pub(crate) fn pattern(&mut self, a: u32, b: u32) -> u64 {
        self.of(self.records.row(a), self.records.row(b))
    }

    /// The patterns of a row and each of many others.
    pub(crate) fn patterns(&mut self, a: u32, others: &[u32], mut each: impl FnMut(u32, u64)) {
        let records = self.records;
        let left = records.row(a);
        let mut fetched = std::mem::take(&mut self.fetched);
        for some in others.chunks(FETCHED) {
            fetched.clear();
            for other in some {
                fetched.extend_from_slice(records.row(*other));
            }
            for (other, right) in some.iter().zip(fetched.chunks_exact(left.len().max(1))) {
                each(*other, self.of(left, right));
            }
        }
        self.fetched = fetched;
    }

    fn of(&mut self, left: &[Cell], right: &[Cell]) -> u64 {
        let mut pattern = 0u64;
        let cells = left.iter().zip(right).zip(&self.records.columns).enumerate();
        for (at, ((x, y), column)) in cells {
            pattern |= u64::from(self.cell(at, x, y, column)) << (4 * at);
        }
        match self.crossed {
            Some((given, family)) => self.uncrossed(pattern, (left, right), given, family),
            None => pattern,
        }
    }

    #[inline]
    fn cell(&mut self, at: usize, x: &Cell, y: &Cell, column: &Column) -> u8 {
        if x.value == 0 || y.value == 0 {
            return ABSENT;
        }
        if x.value == y.value {
            return 0;
        }
        if let Some(level) = quick::level(column.kind, x, y) {
            return level;
        }
        let (low, high) = (x.value.min(y.value), x.value.max(y.value));
        let key = (at as u64) << 60 ^ u64::from(low) << 30 ^ u64::from(high);
        let spread = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - MEMORY.trailing_zeros());
        let slot = usize::try_from(spread).unwrap_or(0);
        if let Some((known, level)) = self.memory.get(slot)
            && *known == key
        {
            return *level;
        }
        let value = |at: u32| column.values.get(at as usize);
        let (Some(left), Some(right)) = (value(low), value(high)) else { return ABSENT };
        let level = level(column.kind, left, right);
        if let Some(slot) = self.memory.get_mut(slot) {
            *slot = (key, level);
        }
        level
    }

    /// Names in each other's place, where they do not agree in their own.
    #[inline]
    fn uncrossed(
        &self,
        pattern: u64,
        (left, right): (&[Cell], &[Cell]),
        given: usize,
        family: usize,
    ) -> u64 {
        let at = |column: usize| (pattern >> (4 * column) & 15) as u8;
        if matches!(at(given), 0 | 1) || matches!(at(family), 0 | 1) {
            return pattern;
        }
        let value = |row: &[Cell], at: usize| {
            let number = row.get(at).map(|cell| cell.value).filter(|number| *number > 0)? as usize;
            let column = self.records.columns.get(at)?;
            column.same.get(number).map(|same| (*same, column.values.get(number)))
        };
        let one = value(left, given).zip(value(right, family));
        let two = value(left, family).zip(value(right, given));
        let equal = |pair: &((u64, _), (u64, _))| pair.0.0 == pair.1.0;
        let crossed = match (one, two) {
            (Some(one), Some(two)) => match (equal(&one), equal(&two)) {
                (true, true) => true,
                (true, false) => two.0.1.zip(two.1.1).is_some_and(|(a, b)| name(a, b) <= 1),
                (false, true) => one.0.1.zip(one.1.1).is_some_and(|(a, b)| name(a, b) <= 1),
                (false, false) => false,
            },
            (Some(pair), None) | (None, Some(pair)) => equal(&pair),
            (None, None) => false,
        };
        if !crossed {
            return pattern;
        }
        let cleared = pattern & !(15 << (4 * given) | 15 << (4 * family));
        cleared | u64::from(CROSSED) << (4 * given) | u64::from(ABSENT) << (4 * family)
    }
}

/// The columns of given and family name, where a schema has one of each.
pub(crate) fn crossed(schema: &Schema) -> Option<(usize, usize)> {
    schema.only(Kind::Given).zip(schema.only(Kind::Family))
}

/// The level of a column in a pattern.
#[inline]
pub(crate) fn level_in(pattern: u64, column: usize) -> u8 {
    (pattern >> (4 * column) & 15) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::Rows;
    use crate::schema::Schema;

    fn told(kind: Kind, a: &str, b: &str) -> &'static str {
        let mut rows = Rows::new(Schema::new([("x", kind)]));
        rows.add("1", [a]);
        rows.add("2", [b]);
        let records = rows.records();
        let level = Comparer::new(&records).pattern(0, 1);
        levels(kind).get(usize::try_from(level).unwrap()).copied().unwrap_or("absent")
    }

    #[test]
    fn tells_what_a_detective_would() {
        assert_eq!(told(Kind::Given, "María", "maria"), "equal");
        assert_eq!(told(Kind::Family, "Santos", "Sontos"), "close");
        assert_eq!(told(Kind::Given, "J", "Jonas"), "similar");
        assert_eq!(told(Kind::Family, "Garcia Lopez", "Lopez"), "similar");
        assert_eq!(told(Kind::Family, "Rossi", "Bianchi"), "different");
        assert_eq!(told(Kind::BirthDate, "1971-06-24", "24/06/1971"), "equal");
        assert_eq!(told(Kind::BirthDate, "1971-06-05", "1971-05-06"), "close");
        assert_eq!(told(Kind::BirthDate, "1971-06-24", "1971-06-01"), "two-parts");
        assert_eq!(told(Kind::BirthDate, "1971-06-24", "1971-01-01"), "one-part");
        assert_eq!(told(Kind::Phone, "+44 7700 900123", "07700900123"), "close");
        assert_eq!(told(Kind::Phone, "+447700900123", "+447700900223"), "close");
        assert_eq!(told(Kind::Email, "a.b@x.org", "a.b@y.org"), "same-name");
        assert_eq!(told(Kind::Name, "Rossi Maria", "maria rossi"), "same-words");
        assert_eq!(told(Kind::Name, "Maria Anna Rossi", "Rossi Maria"), "variant");
        assert_eq!(told(Kind::Name, "Juan Reyes Jr", "Juan Reyes Sr"), "different");
        assert_eq!(told(Kind::Postcode, "SE1 7SG", "SE1 9AA"), "same-area");
        assert_eq!(told(Kind::Exact, "a", ""), "absent");
    }
}
