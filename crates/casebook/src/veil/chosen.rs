//! Which name is meant, of those that are shown: names of findings and tasks are made of keys, and two keys of one
//! party are shown alike.

use model::Language;

use super::{Veil, word};
use crate::fault::Fault;

impl Veil {
    /// Of these names the one that is shown as `given`; of several that are shown alike `given#2` is the second, in
    /// their order. A name that none is shown as is given back with the keys of its pseudonyms.
    pub fn chosen(&self, given: &str, names: &[String]) -> Result<String, Fault> {
        if names.iter().any(|name| name == given) {
            return Ok(given.to_owned());
        }
        let (shown, place) = match given.rsplit_once('#').map(|(name, at)| (name, at.parse())) {
            Some((name, Ok(at))) => (name, Some(at)),
            _ => (given, None::<usize>),
        };
        let (is, mut alike) = (in_one_language(shown), Vec::new());
        for name in names {
            if in_one_language(&self.text(name)) == is {
                alike.push(name);
            }
        }
        let chosen = match (alike.as_slice(), place) {
            ([], _) => return Ok(self.meant(given)),
            ([only], None) => Some(only),
            (all, Some(at)) => at.checked_sub(1).and_then(|at| all.get(at)),
            (_, None) => None,
        };
        chosen.map(|name| (*name).clone()).ok_or_else(|| {
            Fault::usage(
                format!("{} are shown as `{shown}`", alike.len()),
                format!("say which, in the order they are shown: `{shown}#1`, `{shown}#2`"),
            )
        })
    }
}

fn in_one_language(shown: &str) -> String {
    shown.replace(word(Language::It), word(Language::En))
}
