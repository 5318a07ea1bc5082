//! Made-up persons with our own kinds of fault: parties, and further rows of them as people write,
//! mistype, abbreviate, leave out and change; beside them those who are easily taken for each other.

use std::error::Error;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The columns, in the order of a row.
pub(crate) const COLUMNS: [&str; 6] = ["first_name", "surname", "dob", "phone", "email", "city"];

const GIVEN: usize = 0;
const FAMILY: usize = 1;
const BORN: usize = 2;
const PHONE: usize = 3;
const EMAIL: usize = 4;
const CITY: usize = 5;

/// Given names, family names and places that there are; the first are the commonest.
const GIVEN_NAMES: usize = 4_000;
const FAMILY_NAMES: usize = 30_000;
const PLACES: usize = 1_200;

/// Share of parties that live with the one before: one family name, place and telephone.
const HOUSEHOLD: f64 = 0.06;

/// Of those, the share that also bears the other's given name, as father and son do.
const NAMESAKE: f64 = 0.1;

/// Of those, the share that was born on the same day, as twins are.
const TWIN: f64 = 0.05;

/// A row: the party it speaks of, and what it states.
pub(crate) struct Row {
    pub(crate) party: usize,
    pub(crate) stated: [String; 6],
}

/// Rows of six tenths as many parties, in an order by chance.
pub(crate) fn rows(count: usize, seed: u64) -> Vec<Row> {
    let mut made = Made(ChaCha8Rng::seed_from_u64(seed));
    let parties = (count * 6 / 10).max(1).min(count);
    let mut rows: Vec<Row> = Vec::with_capacity(count);
    for party in 0..parties {
        let before = rows.last().map(|row| &row.stated);
        let stated = made.party(party, before.cloned());
        rows.push(Row { party, stated });
    }
    for _ in parties..count {
        let party = made.0.random_range(0..parties);
        let stated = rows[party].stated.clone();
        rows.push(Row { party, stated: made.faulty(stated) });
    }
    for at in (1..rows.len()).rev() {
        let with = made.0.random_range(0..=at);
        rows.swap(at, with);
    }
    rows
}

/// Writes rows for other programs.
pub(crate) fn write(rows: &[Row], file: &str) -> Result<(), Box<dyn Error>> {
    let mut writer = csv::Writer::from_path(file)?;
    writer.write_record(["unique_id", "cluster"].iter().chain(&COLUMNS))?;
    for (at, row) in rows.iter().enumerate() {
        let ids = [at.to_string(), row.party.to_string()];
        writer.write_record(ids.iter().chain(&row.stated))?;
    }
    writer.flush()?;
    Ok(())
}

struct Made(ChaCha8Rng);

impl Made {
    fn chance(&mut self, share: f64) -> bool {
        self.0.random::<f64>() < share
    }

    fn below(&mut self, count: usize) -> usize {
        self.0.random_range(0..count)
    }

    /// A number below, the lower the more often.
    fn common(&mut self, count: usize) -> usize {
        let share: f64 = self.0.random::<f64>().powf(2.2);
        ((share * count as f64) as usize).min(count - 1)
    }

    fn party(&mut self, number: usize, before: Option<[String; 6]>) -> [String; 6] {
        let household = before.filter(|_| self.chance(HOUSEHOLD));
        let given = self.common(GIVEN_NAMES);
        let family = self.common(FAMILY_NAMES);
        let mut row = [
            name(given, 1),
            name(family, 2),
            self.day(),
            format!("+447{:09}", self.below(1_000_000_000)),
            String::new(),
            name(self.common(PLACES), 3),
        ];
        if let Some(other) = household {
            for at in [FAMILY, PHONE, CITY] {
                row[at].clone_from(&other[at]);
            }
            if self.chance(NAMESAKE) {
                row[GIVEN].clone_from(&other[GIVEN]);
            } else if self.chance(TWIN) {
                row[BORN].clone_from(&other[BORN]);
            }
        }
        let (given, family) = (row[GIVEN].to_lowercase(), row[FAMILY].to_lowercase());
        row[EMAIL] = format!("{given}.{family}{}@example.org", number % 89);
        row
    }

    fn day(&mut self) -> String {
        let (year, month, day) = (1940 + self.below(66), 1 + self.below(12), 1 + self.below(28));
        format!("{year}-{month:02}-{day:02}")
    }

    /// The same party, stated with one to three faults.
    fn faulty(&mut self, mut row: [String; 6]) -> [String; 6] {
        for _ in 0..=self.below(3) {
            let at = self.below(6);
            match self.below(100) {
                0..35 => row[at] = self.mistyped(&row[at]),
                35..58 => row[at].clear(),
                58..64 => row.swap(GIVEN, FAMILY),
                64..70 => row[GIVEN] = row[GIVEN].chars().take(1).collect(),
                70..75 => {
                    row[GIVEN] = format!("{} {}", row[GIVEN], name(self.common(GIVEN_NAMES), 1));
                }
                75..79 => row[FAMILY] = row[FAMILY].replacen('a', "á", 1).replacen('o', "ö", 1),
                79..83 => row[FAMILY] = name(self.common(FAMILY_NAMES), 2),
                83..87 => row[BORN] = turned(&row[BORN]),
                87..91 => row[PHONE] = format!("+447{:09}", self.below(1_000_000_000)),
                91..94 => row[PHONE] = row[PHONE].replacen("+44", "0", 1),
                94..97 => row[EMAIL] = row[EMAIL].replacen(".org", ".net", 1),
                _ => row[CITY] = name(self.common(PLACES), 3),
            }
        }
        row
    }

    /// A letter exchanged, left out, put in, or turned round with the next.
    fn mistyped(&mut self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        if letters.is_empty() {
            return String::new();
        }
        let at = self.below(letters.len());
        let pool = if letters[at].is_ascii_digit() { "0123456789" } else { "aeiourstlnm" };
        let other = pool.chars().nth(self.below(pool.len())).unwrap_or('x');
        match self.below(4) {
            0 => letters[at] = other,
            1 => drop(letters.remove(at)),
            2 => letters.insert(at, other),
            _ if at + 1 < letters.len() => letters.swap(at, at + 1),
            _ => {}
        }
        letters.into_iter().collect()
    }
}

/// Day and month in each other's place.
fn turned(date: &str) -> String {
    match date.split('-').collect::<Vec<_>>()[..] {
        [year, month, day] => format!("{year}-{day}-{month}"),
        _ => date.to_owned(),
    }
}

/// A made-up name of two to four syllables, another for each number of a kind.
fn name(number: usize, kind: usize) -> String {
    const FIRST: &[u8] = b"bcdfghjklmnprstvz";
    const VOWEL: &[u8] = b"aeiou";
    const SYLLABLES: usize = FIRST.len() * VOWEL.len();
    let mut text = String::new();
    // Spread, so that neighbours in number are no neighbours in spelling.
    let mut rest = (number * 3 + kind) * 40_503 + 977 * kind;
    for at in 0..2 + (number + kind) % 3 {
        let of = (rest + at * kind * 31) % SYLLABLES;
        text.push(char::from(FIRST[of / VOWEL.len()]));
        text.push(char::from(VOWEL[of % VOWEL.len()]));
        rest /= SYLLABLES;
    }
    text[..1].to_uppercase() + &text[1..]
}
