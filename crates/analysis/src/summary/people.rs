//! The people of a summary as a unit writes them down: a TOML file of provinces, ages and measures.
//!
//! There is no field for a name, a key or anything of a victim: a file that has one is refused.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Counted, K_MIN, SummarySettings};

/// Bytes of a file of people at most: a hundred thousand of them with room to spare.
const BYTES_MAX: usize = 32 << 20;

/// Ages above which a figure is a slip of the pen.
const AGE_MAX: u32 = 130;

/// What is wrong with a file of people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("people of a summary: {fact}; {remedy}")]
pub struct PeopleFault {
    /// What is wrong, and where.
    pub fact: String,
    /// What to do.
    pub remedy: &'static str,
}

/// The people to count, and what the unit fixed for the summary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// The people.
    pub people: Vec<Counted>,
    /// What the unit fixed.
    pub settings: SummarySettings,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default = "k")]
    k: u64,
    #[serde(default = "bands")]
    bands: Vec<u32>,
    #[serde(default)]
    provinces: BTreeSet<String>,
    #[serde(default)]
    measures: BTreeSet<String>,
    #[serde(default, rename = "person")]
    people: Vec<Person>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    province: Option<String>,
    age: Option<u32>,
    #[serde(default)]
    measures: BTreeSet<String>,
}

fn k() -> u64 {
    SummarySettings::default().k
}

fn bands() -> Vec<u32> {
    SummarySettings::default().bands
}

impl People {
    /// Reads the file.
    pub fn read(text: &str) -> Result<Self, PeopleFault> {
        if text.len() > BYTES_MAX {
            let fact = format!("{} bytes, at most {BYTES_MAX}", text.len());
            return Err(PeopleFault { fact, remedy: "count the people of one summary only" });
        }
        let file: File = toml::from_str(text).map_err(|error| PeopleFault {
            fact: error.to_string().trim().replace('\n', " "),
            remedy: "write them as docs/assignment.md shows: province, age and measures, and no name",
        })?;
        if file.k < K_MIN {
            let fact = format!("k is {}", file.k);
            return Err(PeopleFault { fact, remedy: "set k to 3 or more" });
        }
        if !file.bands.is_sorted_by(|low, high| low < high) {
            let fact = "the bands do not ascend".to_owned();
            return Err(PeopleFault {
                fact,
                remedy: "give the ages from which bands begin, in order",
            });
        }
        if let Some(age) = file.people.iter().filter_map(|one| one.age).find(|age| *age > AGE_MAX) {
            let fact = format!("an age of {age} years");
            return Err(PeopleFault { fact, remedy: "leave out an age that is not known" });
        }
        let File { k, bands, provinces, measures, people } = file;
        let counted = people.into_iter().map(|one| Counted {
            province: one.province,
            age: one.age,
            measures: one.measures,
        });
        Ok(Self {
            people: counted.collect(),
            settings: SummarySettings { k, bands, provinces, measures },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_read_with_what_the_unit_fixed() {
        let text = "k = 4\nprovinces = [\"MI\"]\n[[person]]\nprovince = \"MI\"\nage = 41\n\
                    measures = [\"search\"]\n[[person]]\n";
        let read = People::read(text).unwrap();
        assert_eq!((read.people.len(), read.settings.k), (2, 4));
        assert_eq!(read.settings.bands, SummarySettings::default().bands);
        assert_eq!(read.people[1], Counted::default());
    }

    #[test]
    fn what_must_not_come_in_is_refused() {
        for (text, of) in [
            ("[[person]]\nname = \"filler\"", "name"),
            ("[[person]]\nkey = \"phone:+39\"", "key"),
            ("k = 2", "k is 2"),
            ("bands = [30, 30]", "bands"),
            ("[[person]]\nage = 1971", "1971"),
        ] {
            let fault = People::read(text).unwrap_err();
            assert!(fault.fact.contains(of), "{text}: {fault}");
        }
    }
}
