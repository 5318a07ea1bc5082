//! Short words whose part in a name is known: particles, titles, suffixes of generation, legal forms,
//! abbreviations. Facts of spelling, kept short; none is a list of people.
//!
//! Sources: ICAO Doc 9303 part 3 (prefixes and suffixes), the Philippine civil registry's usual
//! abbreviations (`Ma.`, `Sta.`), ISO 20275 (legal forms, the common ones).

/// What stands before a word and belongs to it.
const PARTICLES: &[&str] = &[
    "a", "abn", "al", "an", "and", "ap", "ar", "as", "at", "av", "az", "bar", "ben", "bin", "bint",
    "binte", "binti", "bn", "bte", "d", "da", "dal", "dall", "dalla", "das", "de", "degli", "dei",
    "del", "dela", "dell", "della", "delle", "delos", "dels", "den", "der", "des", "di", "do",
    "dos", "du", "e", "ed", "el", "es", "et", "i", "ibn", "ibni", "il", "l", "la", "las", "le",
    "les", "li", "lo", "los", "o", "of", "os", "san", "santa", "santo", "st", "ste", "ter", "the",
    "ul", "und", "ur", "van", "vande", "vanden", "vander", "vom", "von", "y", "zu", "zum", "zur",
];

/// Forms of address and ranks: they say nothing of who it is.
const TITLES: &[&str] = &[
    "atty",
    "avv",
    "capt",
    "cav",
    "col",
    "dame",
    "don",
    "dona",
    "dott",
    "dottor",
    "dottoressa",
    "dottssa",
    "dr",
    "dra",
    "engr",
    "frau",
    "gen",
    "geom",
    "gospodin",
    "haj",
    "haji",
    "hajj",
    "hajji",
    "herr",
    "hon",
    "ing",
    "lic",
    "lord",
    "lt",
    "madame",
    "maj",
    "maulana",
    "maulavi",
    "maulawi",
    "mevr",
    "mijnheer",
    "miss",
    "mister",
    "mlle",
    "mme",
    "monsieur",
    "mr",
    "mrs",
    "ms",
    "mullah",
    "prasident",
    "president",
    "presidente",
    "prof",
    "professor",
    "qari",
    "rag",
    "rev",
    "senor",
    "senora",
    "sgt",
    "shaikh",
    "sheik",
    "sheikh",
    "sig",
    "signor",
    "signora",
    "sigra",
    "sir",
    "sra",
    "srta",
    "ustad",
];

/// Legal forms of organisations, each with the one it is written as.
const FORMS: &[(&str, &str)] = &[
    ("ab", "ab"),
    ("ag", "ag"),
    ("aktiebolag", "ab"),
    ("aktiengesellschaft", "ag"),
    ("aps", "aps"),
    ("as", "as"),
    ("asa", "as"),
    ("bv", "bv"),
    ("bvba", "bv"),
    ("co", "co"),
    ("company", "co"),
    ("corp", "corp"),
    ("corporation", "corp"),
    ("cv", "cv"),
    ("eirl", "eirl"),
    ("ev", "ev"),
    ("gesellschaft", "ges"),
    ("ggmbh", "gmbh"),
    ("gmbh", "gmbh"),
    ("holding", "holding"),
    ("holdings", "holding"),
    ("inc", "inc"),
    ("incorporated", "inc"),
    ("jsc", "jsc"),
    ("kft", "kft"),
    ("kg", "kg"),
    ("limited", "ltd"),
    ("llc", "llc"),
    ("llp", "llp"),
    ("lp", "lp"),
    ("ltd", "ltd"),
    ("ltda", "ltd"),
    ("nv", "nv"),
    ("oao", "jsc"),
    ("ojsc", "jsc"),
    ("ood", "llc"),
    ("ooo", "llc"),
    ("oy", "oy"),
    ("oyj", "oy"),
    ("pao", "jsc"),
    ("pjsc", "jsc"),
    ("plc", "plc"),
    ("pt", "pt"),
    ("pte", "pte"),
    ("pty", "pty"),
    ("pvt", "pvt"),
    ("sa", "sa"),
    ("sae", "sa"),
    ("sarl", "srl"),
    ("sas", "sas"),
    ("sca", "sca"),
    ("scrl", "srl"),
    ("se", "se"),
    ("sl", "srl"),
    ("snc", "snc"),
    ("spa", "spa"),
    ("spzoo", "llc"),
    ("srl", "srl"),
    ("sro", "srl"),
    ("zao", "jsc"),
];

/// Legal forms written as several words.
pub(crate) const LONG_FORMS: &[(&[&str], &str)] = &[
    (&["open", "joint", "stock", "company"], "jsc"),
    (&["public", "joint", "stock", "company"], "jsc"),
    (&["closed", "joint", "stock", "company"], "jsc"),
    (&["joint", "stock", "company"], "jsc"),
    (&["public", "limited", "company"], "plc"),
    (&["limited", "liability", "company"], "llc"),
    (&["sp", "z", "o", "o"], "llc"),
    (&["societa", "per", "azioni"], "spa"),
    (&["societa", "a", "responsabilita", "limitata"], "srl"),
    (&["societatea", "cu", "raspundere", "limitata"], "srl"),
    (&["obshchestvo", "s", "ogranichennoi", "otvetstvennostiu"], "llc"),
    (&["societe", "anonyme"], "sa"),
    (&["sociedad", "anonima"], "sa"),
    (&["sociedad", "limitada"], "srl"),
];

/// Abbreviations that do not merely leave the end out, or that are written without a dot.
const SHORT_FOR: &[(&str, &str)] = &[
    ("alej", "alejandro"),
    ("bto", "benito"),
    ("chas", "charles"),
    ("edw", "edward"),
    ("fco", "francisco"),
    ("fdo", "fernando"),
    ("geo", "george"),
    ("gio", "giovanni"),
    ("gius", "giuseppe"),
    ("gpe", "guadalupe"),
    ("hnos", "hermanos"),
    ("jas", "james"),
    ("jno", "john"),
    ("jos", "joseph"),
    ("ma", "maria"),
    ("md", "mohammad"),
    ("mhd", "mohammad"),
    ("mohd", "mohammad"),
    ("mtro", "maestro"),
    ("muhd", "mohammad"),
    ("robt", "robert"),
    ("saml", "samuel"),
    ("sta", "santa"),
    ("sto", "santo"),
    ("thos", "thomas"),
    ("wm", "william"),
    ("xavr", "xavier"),
    ("xtina", "christina"),
];

/// A suffix of generation: two that differ are two people of one name, as a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Generation {
    /// `Sr`, `Senior`, `père`, `padre`: the elder.
    Elder,
    /// `Jr`, `Junior`, `II`, `hijo`, `filho`, `fils`: the second of the name.
    Second,
    /// `III`, `3rd`, `neto`.
    Third,
    /// `IV` and later.
    Later,
}

pub(crate) fn generation(word: &str) -> Option<Generation> {
    Some(match word {
        "sr" | "senior" | "pere" | "padre" | "snr" => Generation::Elder,
        "jr" | "junior" | "jnr" | "ii" | "2nd" | "hijo" | "filho" | "fils" => Generation::Second,
        "iii" | "3rd" | "neto" => Generation::Third,
        "iv" | "4th" => Generation::Later,
        _ => return None,
    })
}

/// First halves of names of two words, in one spelling: `ʿAbd al-`, `Abū`. They are no particles, since they
/// tell two people apart, and say little by themselves.
pub(crate) fn first_half(word: &str) -> Option<&'static str> {
    match word {
        "abd" | "abdal" | "abdel" | "abdol" | "abdoul" | "abdu" | "abdul" => Some("abdul"),
        "abou" | "abu" | "abw" | "ebu" => Some("abu"),
        _ => None,
    }
}

/// Whether particles say whose child somebody is.
pub(crate) fn is_patronymic(particles: &str) -> bool {
    ["bin", "ben", "ibn", "bn", "abn", "bint", "binti", "binte"]
        .iter()
        .any(|p| particles.starts_with(p))
}

pub(crate) fn is_particle(word: &str) -> bool {
    PARTICLES.binary_search(&word).is_ok()
}

pub(crate) fn is_title(word: &str) -> bool {
    TITLES.binary_search(&word).is_ok()
}

pub(crate) fn form(word: &str) -> Option<&'static str> {
    find(FORMS, word)
}

pub(crate) fn short_for(word: &str) -> Option<&'static str> {
    find(SHORT_FOR, word)
}

fn find(pairs: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    pairs
        .binary_search_by_key(&word, |(from, _)| *from)
        .ok()
        .and_then(|at| pairs.get(at))
        .map(|p| p.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_so_that_every_word_is_found() {
        assert!(PARTICLES.is_sorted() && TITLES.is_sorted());
        assert!(FORMS.is_sorted() && SHORT_FOR.is_sorted());
    }
}
