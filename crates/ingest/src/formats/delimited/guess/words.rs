//! Words by which headers are understood: `words.txt`, read once. They only propose; a person
//! confirms.

use std::sync::LazyLock;

use model::record::{Kind, Shape};

const TEXT: &str = include_str!("words.txt");

/// The section of words that serve every kind of record.
const EVERY_KIND: &str = "every kind";
/// The section of words for the parts of a party.
const PARTS: &str = "parts of a party";

/// A field and the phrases that name it.
#[derive(Debug)]
pub(crate) struct Phrases {
    pub(crate) path: &'static str,
    /// An empty phrase stands for no word of the field's own.
    pub(crate) phrases: Vec<&'static str>,
}

impl Phrases {
    /// The field of the record, without the part of it.
    pub(crate) fn field(&self) -> &'static str {
        self.path.split('.').next().unwrap_or(self.path)
    }
}

struct Section {
    name: &'static str,
    lines: Vec<Phrases>,
}

static SECTIONS: LazyLock<Vec<Section>> = LazyLock::new(|| read(TEXT));

/// Reads the sections; a line that is none of theirs is left out, which a test excludes.
fn read(text: &'static str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            sections.push(Section { name, lines: Vec::new() });
            continue;
        }
        let Some(section) = sections.last_mut() else { continue };
        let words = match line.split_once(": ") {
            Some((path, words)) => {
                section.lines.push(Phrases { path, phrases: Vec::new() });
                words
            }
            None => line,
        };
        let Some(last) = section.lines.last_mut() else { continue };
        let phrases = words.split(',').map(str::trim).filter(|phrase| !phrase.is_empty());
        last.phrases.extend(phrases.map(|phrase| if phrase == "*" { "" } else { phrase }));
    }
    sections
}

fn section(name: &str) -> &'static [Phrases] {
    let found = SECTIONS.iter().find(|section| section.name == name);
    found.map_or(&[], |section| section.lines.as_slice())
}

/// Words for the parts of a party.
pub(crate) fn parts() -> &'static [Phrases] {
    section(PARTS)
}

/// Words for the fields of one shape, or of several.
pub(crate) fn fields(kind: Kind, shapes: &[Shape]) -> impl Iterator<Item = &'static Phrases> {
    section(kind.table()).iter().filter(move |line| {
        let field = kind.fields().iter().find(|field| field.name == line.field());
        field.is_some_and(|field| shapes.contains(&field.shape))
    })
}

/// Words that serve every kind: `date`, `clock`, `instant` (both at once), `zone`, `currency`.
pub(crate) fn of_every_kind(what: &str) -> &'static [&'static str] {
    let found = section(EVERY_KIND).iter().find(|line| line.path == what);
    found.map_or(&[], |line| line.phrases.as_slice())
}

#[cfg(test)]
mod tests {
    use model::record::KINDS;

    use super::super::columns::tokens;
    use super::*;
    use crate::formats::delimited::paths;

    #[test]
    fn every_line_names_a_field_and_every_section_is_known() {
        for own in SECTIONS.iter() {
            assert!(!own.lines.is_empty(), "[{}] has no lines", own.name);
            for line in &own.lines {
                let known = match (own.name, Kind::from_table(own.name)) {
                    (EVERY_KIND, _) => {
                        ["date", "clock", "instant", "zone", "currency"].contains(&line.path)
                    }
                    (PARTS, _) => {
                        paths::parse(Kind::Transfer, &format!("payer.{}", line.path)).is_some()
                    }
                    // A party is named by its parts, so it is no path by itself.
                    (_, Some(kind)) => {
                        let party = kind
                            .fields()
                            .iter()
                            .any(|field| field.name == line.path && field.shape == Shape::Party);
                        party || paths::parse(kind, line.path).is_some()
                    }
                    _ => false,
                };
                assert!(known, "[{}] {} is no field", own.name, line.path);
            }
        }
        for kind in KINDS {
            assert!(!section(kind.table()).is_empty(), "no words for {}", kind.table());
        }
    }

    #[test]
    fn every_line_of_the_file_is_read_and_every_phrase_can_stand_in_a_header() {
        let words = TEXT.lines().filter(|line| !line.starts_with(['#', '[']));
        let stated: usize =
            words.map(|line| line.split(',').filter(|w| !w.trim().is_empty()).count()).sum();
        let read: usize =
            SECTIONS.iter().flat_map(|own| &own.lines).map(|line| line.phrases.len()).sum();
        assert_eq!(read, stated);
        for line in SECTIONS.iter().flat_map(|own| &own.lines) {
            let mut seen = Vec::new();
            for phrase in &line.phrases {
                let words = tokens(phrase);
                assert!(phrase.is_empty() || !words.is_empty(), "{}: `{phrase}`", line.path);
                assert_eq!(phrase.to_lowercase(), **phrase, "{}", line.path);
                assert!(!seen.contains(&words), "{}: `{phrase}` says nothing new", line.path);
                seen.push(words);
            }
        }
    }
}
