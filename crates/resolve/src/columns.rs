//! Rows as columns of numbers: each text once, folded once, and rows in an order of their own, so
//! that the order in which they came does not matter.

use rayon::prelude::*;

use crate::fold;
use crate::quick::{Cell, Sketch};
use crate::schema::{Field, Kind, Schema};

/// Rows being gathered.
#[derive(Debug, Clone)]
pub struct Rows {
    schema: Schema,
    texts: Vec<String>,
    added: Vec<Row>,
}

#[derive(Debug, Clone)]
struct Row {
    key: String,
    side: u8,
    first: usize,
    head: u64,
}

/// The first letters of a text as a number of the same order: most texts are sorted by it alone.
fn head(text: &str) -> u64 {
    let bytes = text.bytes().chain(std::iter::repeat(0)).take(8);
    bytes.fold(0, |number, byte| number << 8 | u64::from(byte))
}

impl Rows {
    /// No rows yet.
    pub fn new(schema: Schema) -> Self {
        Self { schema, texts: Vec::new(), added: Vec::new() }
    }

    /// Adds a row under a stable key, with a text a column (empty: not stated; too few count as not
    /// stated). Two rows of one key are told apart by what they state.
    pub fn add<'a>(&mut self, key: &str, texts: impl IntoIterator<Item = &'a str>) {
        self.add_on_side(key, 0, texts);
    }

    /// Adds a row of one of two files that are linked: each states a party once, so that rows of one
    /// side are neither compared nor joined, unless a person decides so.
    pub fn add_on_side<'a>(
        &mut self,
        key: &str,
        side: u8,
        texts: impl IntoIterator<Item = &'a str>,
    ) {
        let first = self.texts.len();
        let width = self.schema.fields().len();
        self.texts.extend(texts.into_iter().take(width).map(|text| text.trim().to_owned()));
        self.texts.resize(first + width, String::new());
        self.added.push(Row { key: key.to_owned(), side, first, head: head(key) });
    }

    fn stated(&self, row: &Row) -> &[String] {
        self.texts.get(row.first..row.first + self.schema.fields().len()).unwrap_or_default()
    }

    /// The rows as columns, in the order of side, key and texts.
    pub fn records(mut self) -> Records {
        let mut rows = std::mem::take(&mut self.added);
        rows.par_sort_unstable_by(|a, b| {
            let heads = (a.side, a.head).cmp(&(b.side, b.head));
            let keys = heads.then_with(|| a.key.cmp(&b.key));
            keys.then_with(|| self.stated(a).cmp(self.stated(b))).then(a.first.cmp(&b.first))
        });
        let columns: Vec<Column> = self
            .schema
            .fields()
            .par_iter()
            .enumerate()
            .map(|(at, field)| {
                let text = |row: &Row| self.texts.get(row.first + at).map_or("", String::as_str);
                Column::of(field, &rows.iter().map(text).collect::<Vec<_>>())
            })
            .collect();
        let linked = rows.first().map(|row| row.side) != rows.last().map(|row| row.side);
        let sides = if linked { rows.iter().map(|row| row.side).collect() } else { Vec::new() };
        let keys = rows.into_iter().map(|row| row.key).collect();
        let cells = cells(&columns);
        Records { schema: self.schema, keys, sides, columns, cells }
    }
}

/// The values of all columns row by row, so that a row lies in one place.
fn cells(columns: &[Column]) -> Vec<Cell> {
    let width = columns.len();
    let rows = columns.first().map_or(0, |column| column.cells.len());
    let mut cells = vec![Cell::default(); rows * width];
    for (at, column) in columns.iter().enumerate() {
        let of_value = column.values.iter().zip(0u32..);
        let of_value: Vec<Cell> =
            of_value.map(|(value, number)| Cell::of(column.kind, number, value)).collect();
        for (slot, number) in cells.iter_mut().skip(at).step_by(width).zip(&column.cells) {
            *slot = of_value.get(*number as usize).copied().unwrap_or_default();
        }
    }
    cells
}

/// Rows that can be compared.
#[derive(Debug, Clone)]
pub struct Records {
    pub(crate) schema: Schema,
    pub(crate) keys: Vec<String>,
    /// Side of each row; empty where all rows are of one.
    pub(crate) sides: Vec<u8>,
    pub(crate) columns: Vec<Column>,
    cells: Vec<Cell>,
}

impl Records {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The columns' names and kinds.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The stable key of a row.
    pub fn key(&self, row: u32) -> &str {
        self.keys.get(row as usize).map_or("", String::as_str)
    }

    /// What a row states in a column; empty where it states nothing.
    pub fn stated(&self, row: u32, column: usize) -> &str {
        let value = self.row(row).get(column).map_or(0, |cell| cell.value);
        let column = self.columns.get(column);
        column.and_then(|column| column.values.get(value as usize)).map_or("", |v| &v.stated)
    }

    /// A row's values, a column each.
    #[inline]
    pub(crate) fn row(&self, row: u32) -> &[Cell] {
        let width = self.columns.len();
        let first = row as usize * width;
        self.cells.get(first..first + width).unwrap_or_default()
    }

    /// Whether two rows may be compared: in a linkage only across the files.
    #[inline]
    pub(crate) fn may_meet(&self, a: u32, b: u32) -> bool {
        match (self.sides.get(a as usize), self.sides.get(b as usize)) {
            (Some(a), Some(b)) => a != b,
            _ => true,
        }
    }

    /// Pairs that may be compared.
    pub fn pairs(&self) -> u64 {
        let all = |n: u64| n * n.saturating_sub(1) / 2;
        let first = self.sides.first();
        let left = self.sides.iter().take_while(|side| Some(*side) == first).count() as u64;
        let n = self.len() as u64;
        if self.sides.is_empty() { all(n) } else { left * (n - left) }
    }
}

/// A column: the number of each row's value, and the values, each once.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) kind: Kind,
    pub(crate) cells: Vec<u32>,
    /// The values in ascending order; number 0 stands for not stated.
    pub(crate) values: Vec<Folded>,
    /// A number that equal values of any column share.
    pub(crate) same: Vec<u64>,
    /// Rows that state the column.
    pub(crate) stated: u64,
}

/// Words of a text that are compared at most.
const WORDS_MAX: usize = 12;

/// A value as it is compared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folded {
    pub(crate) stated: String,
    /// Letters that are compared.
    pub(crate) letters: Box<[u8]>,
    /// Where the words of `letters` end.
    pub(crate) words: Box<[u8]>,
    /// The words in short, where they are compared one by one.
    pub(crate) sketches: Box<[Sketch]>,
    /// A bit for each letter that occurs, to see at once that two values are far apart.
    pub(crate) bag: u64,
    /// A whole name, read.
    pub(crate) name: Option<Box<names::Name>>,
    /// Year, month, day of a date.
    pub(crate) date: Option<(u16, u8, u8)>,
    /// Rows that state a value which folds to this.
    pub(crate) rows: u32,
}

impl Folded {
    pub(crate) fn of(kind: Kind, stated: &str) -> Self {
        let text = match kind {
            Kind::Phone | Kind::Document | Kind::Postcode | Kind::BirthDate => {
                fold::compact(stated)
            }
            Kind::Email => stated.trim().to_lowercase(),
            _ => fold::fold(stated),
        };
        let date = if kind == Kind::BirthDate { fold::date(stated) } else { None };
        let mut letters = fold::letters(&text);
        if let Some((year, month, day)) = date {
            letters = format!("{year:04}{month:02}{day:02}").into_bytes();
        }
        if kind == Kind::Phone {
            // The trunk zeros and the two ways of writing a country code are no difference.
            let zeros = letters.iter().take_while(|b| **b == b'0').count();
            letters.drain(..zeros);
        }
        let ends = (0u8..=254).zip(&letters).filter(|(_, b)| **b == b' ').map(|(at, _)| at);
        let mut words: Vec<u8> = ends.collect();
        words.push(u8::try_from(letters.len()).unwrap_or(255));
        let bag = letters.iter().fold(0, |bag, b| bag | 1u64 << (b & 63));
        let name = (kind == Kind::Name).then(|| Box::new(names::Name::read(stated)));
        let stated = stated.to_owned();
        let (letters, words) = (letters.into(), words.into());
        let sketches = Box::default();
        let mut folded = Self { stated, letters, words, sketches, bag, name, date, rows: 0 };
        if matches!(kind, Kind::Address | Kind::Text) {
            folded.sketches = folded.words().take(WORDS_MAX).map(Sketch::of).collect();
        }
        folded
    }

    /// The words of a value.
    pub(crate) fn words(&self) -> impl Iterator<Item = &[u8]> + Clone {
        let starts = std::iter::once(0).chain(self.words.iter().map(|end| usize::from(*end) + 1));
        starts
            .zip(self.words.iter())
            .filter_map(|(from, until)| self.letters.get(from..usize::from(*until)))
            .filter(|word| !word.is_empty())
    }
}

/// A fixed hash (FNV-1a, then mixed): the same in every run and on every machine.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let fnv = bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |state, byte| {
        (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    mixed(fnv)
}

/// Spreads the bits of a number over the whole of it.
#[inline]
pub(crate) fn mixed(number: u64) -> u64 {
    let mut state = number ^ (number >> 32);
    state = state.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    state ^= state >> 29;
    state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state ^ (state >> 32)
}

impl Column {
    fn of(field: &Field, texts: &[&str]) -> Self {
        let mut numbers = vec![0u32; texts.len()];
        let mut distinct: Vec<&str> = Vec::new();
        for group in grouped(texts).chunk_by(|a, b| a.0 == b.0) {
            let Some((text, _)) = group.first() else { continue };
            distinct.push(text);
            for (_, row) in group {
                if let Some(slot) = numbers.get_mut(*row as usize) {
                    *slot = u32::try_from(distinct.len()).unwrap_or(u32::MAX);
                }
            }
        }
        let folded: Vec<Folded> =
            distinct.par_iter().map(|text| Folded::of(field.kind, text)).collect();
        let (values, of_distinct) = merged(folded);
        let value = |number: &u32| {
            let at = (*number as usize).checked_sub(1)?;
            of_distinct.get(at).copied()
        };
        let cells = numbers.iter().map(|number| value(number).unwrap_or(0)).collect();
        let same = values.iter().map(|value| hash(&value.letters)).collect();
        let mut column = Self { kind: field.kind, cells, values, same, stated: 0 };
        column.count();
        column
    }

    fn count(&mut self) {
        for cell in self.cells.iter().filter(|cell| **cell > 0) {
            self.stated += 1;
            if let Some(value) = self.values.get_mut(*cell as usize) {
                value.rows += 1;
            }
        }
    }

    /// The share of rows that state the value, of those that state any.
    pub(crate) fn share(&self, value: u32) -> f64 {
        let rows = self.values.get(value as usize).map_or(0, |value| value.rows);
        f64::from(rows) / self.stated.max(1) as f64
    }
}

/// The texts that state something, each with its row, in ascending order.
fn grouped<'a>(texts: &[&'a str]) -> Vec<(&'a str, u32)> {
    let stated = texts.iter().zip(0u32..).filter(|(text, _)| !text.is_empty());
    let mut order: Vec<(u64, &str, u32)> =
        stated.map(|(text, row)| (head(text), *text, row)).collect();
    order.par_sort_unstable();
    order.into_iter().map(|(_, text, row)| (text, row)).collect()
}

/// Values that fold alike are one, under their first spelling: the values, and the number of each of
/// those given. What folds to nothing states nothing that could be compared.
fn merged(mut folded: Vec<Folded>) -> (Vec<Folded>, Vec<u32>) {
    let mut order: Vec<usize> = (0..folded.len()).collect();
    let letters = |at: &usize| folded.get(*at).map(|value| &value.letters);
    order.par_sort_unstable_by(|a, b| letters(a).cmp(&letters(b)).then(a.cmp(b)));
    let mut numbers = vec![0u32; folded.len()];
    let mut firsts: Vec<usize> = Vec::new();
    for group in order.chunk_by(|a, b| letters(a) == letters(b)) {
        let Some(first) = group.first() else { continue };
        if letters(first).is_none_or(|letters| letters.is_empty()) {
            continue;
        }
        firsts.push(*first);
        for member in group {
            if let Some(slot) = numbers.get_mut(*member) {
                *slot = u32::try_from(firsts.len()).unwrap_or(u32::MAX);
            }
        }
    }
    let mut values = vec![Folded::default()];
    for first in firsts {
        values.extend(folded.get_mut(first).map(std::mem::take));
    }
    (values, numbers)
}
