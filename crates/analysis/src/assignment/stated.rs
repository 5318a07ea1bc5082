//! Facts on a target that records state.

use model::RecordRef;
use model::party::PARTY_FIELDS;

use super::{Fact, Target};
use crate::basis::Basis;

/// A target with its places of residence: those of `places` that stand as words of their own in an address
/// which records state for any key of its identity. An address that names none of them says nothing.
pub fn stated(basis: &Basis<'_>, key: &str, places: &[&str]) -> Target {
    let (view, links) = (basis.view, basis.links());
    let identity = view.keys.id(key).map(|id| links.identity(id));
    let address = PARTY_FIELDS.iter().position(|(name, _)| *name == "address").unwrap_or(0);
    let mut found: Vec<(Fact, RecordRef)> = Vec::new();
    let own = view.mentions.iter().filter(|one| Some(links.identity(one.key)) == identity);
    for mention in own {
        let text = mention.parts.get(address).map_or("", |id| view.texts.text(*id)).to_lowercase();
        let named = places.iter().filter(|place| holds(&text, &place.to_lowercase()));
        found.extend(
            named.map(|place| (Fact::Residence { place: (*place).to_owned() }, mention.record)),
        );
    }
    found.sort_unstable();
    let of_fact = found.chunk_by(|a, b| a.0 == b.0);
    let facts = of_fact.filter_map(|same| {
        let records = same.iter().map(|(_, record)| *record).collect();
        Some((same.first()?.0.clone(), records))
    });
    Target { key: key.to_owned(), facts: facts.collect() }
}

/// Whether a text holds words, with nothing of a longer word beside them.
fn holds(text: &str, words: &str) -> bool {
    let is_edge = |beside: Option<char>| beside.is_none_or(|c| !c.is_alphanumeric());
    !words.is_empty()
        && text.match_indices(words).any(|(at, found)| {
            let (before, after) = (text.get(..at), text.get(at + found.len()..));
            is_edge(before.and_then(|text| text.chars().next_back()))
                && is_edge(after.and_then(|text| text.chars().next()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made::{Made, Said};
    use crate::question::AskSettings;

    #[test]
    fn an_address_names_a_place_only_as_words_of_its_own() {
        let told = |key, address| Said { key, address, ..Said::default() };
        let made = Made {
            mentions: vec![
                told("mto:1", "Via Esempio 1, 20121 Milano"),
                told("app:2", "Via Torino 5, Milanottere"),
            ],
            together: vec![("mto:1", "app:2")],
            ..Made::default()
        };
        let (view, settings) = (made.view(), AskSettings::default());
        let found = stated(&Basis::new(&view, &settings), "app:2", &["Milano", "Torino", "Como"]);
        let places: Vec<&Fact> = found.facts.iter().map(|(fact, _)| fact).collect();
        let at = |place: &str| Fact::Residence { place: place.to_owned() };
        assert_eq!(places, [&at("Milano"), &at("Torino")]);
        assert!(stated(&Basis::new(&view, &settings), "none", &["Milano"]).facts.is_empty());
    }
}
