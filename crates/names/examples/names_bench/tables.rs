//! The tables that are measured on.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

/// Two names and what is known of them.
pub(crate) struct Pair {
    pub(crate) a: String,
    pub(crate) b: String,
    pub(crate) same: bool,
    pub(crate) person: bool,
    /// Looked at while the rules were made.
    pub(crate) seen: bool,
}

pub(crate) fn pairs(path: &Path) -> Result<Vec<Pair>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(path)?;
    let mut pairs = Vec::new();
    for (at, row) in reader.records().enumerate() {
        let row = row?;
        let cell = |column: usize| row.get(column).unwrap_or_default().to_owned();
        let (a, b) = (cell(2), cell(3));
        let seen = at < 19 || crc32(format!("{a}|{b}").as_bytes()).is_multiple_of(2);
        pairs.push(Pair { a, b, same: cell(4) == "true", person: cell(1) == "Person", seen });
    }
    Ok(pairs)
}

pub(crate) fn column(path: &Path, name: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(path)?;
    let at =
        reader.headers()?.iter().position(|header| header == name).ok_or("a column is missing")?;
    reader.records().map(|row| Ok(row?.get(at).unwrap_or_default().to_owned())).collect()
}

/// Given name and surname of each person of one table, with those of the same person in the other.
pub(crate) fn febrl(a: &Path, b: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut other = BTreeMap::new();
    for (id, name) in people(b)? {
        other.insert(id, name);
    }
    Ok(people(a)?.into_iter().filter_map(|(id, name)| Some((name, other.remove(&id)?))).collect())
}

/// `rec-N-org` and `rec-N-dup-0` are one person.
fn people(path: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path)?;
    let row = |row: csv::StringRecord| {
        let cell = |column: usize| row.get(column).unwrap_or_default();
        let id = cell(0).split('-').nth(1).unwrap_or_default();
        (id.to_owned(), format!("{} {}", cell(1), cell(2)))
    };
    reader.records().map(|record| Ok(row(record?))).collect()
}

/// Words of a transliteration table, whose letters are parted by blanks.
pub(crate) fn words(path: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let cells = |line: &str| {
        let mut cells = line.split('\t').map(|cell| cell.replace(' ', ""));
        Some((cells.next()?, cells.next()?))
    };
    Ok(text.lines().filter_map(cells).collect())
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _: u32| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}
