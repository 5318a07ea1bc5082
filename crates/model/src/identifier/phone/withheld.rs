//! What networks, telephones and people write in place of a number that was not shown.

use crate::identifier::fold_name;

/// Such words, folded.
const WORDS: [&str; 47] = [
    "anonimo",
    "anonym",
    "anonyme",
    "anonymous",
    "appel masque",
    "blocked",
    "confidencial",
    "desconhecido",
    "desconocido",
    "hidden",
    "inconnu",
    "masque",
    "n/a",
    "n/d",
    "na",
    "nascosto",
    "nicht verfugbar",
    "no caller id",
    "no number",
    "non disponibile",
    "none",
    "null",
    "numero inconnu",
    "numero masque",
    "numero nascosto",
    "numero oculto",
    "numero privado",
    "numero privato",
    "numero prive",
    "numero sconosciuto",
    "oculto",
    "payphone",
    "privado",
    "private",
    "private number",
    "privato",
    "restricted",
    "riservato",
    "sconosciuto",
    "unavailable",
    "unbekannt",
    "unknown",
    "unknown caller",
    "unknown number",
    "unterdruckt",
    "withheld",
    "withheld number",
];

/// Whether a text stated as a telephone number is none: a word for a number that was not shown, or
/// signs without a letter or a digit above zero. Two such calls need not be of one person.
pub fn is_withheld(stated: &str) -> bool {
    let stated = stated.trim();
    let shows = |c: char| c.is_alphabetic() || c.is_numeric() && c != '0';
    // Android writes -1, -2 and -3 for an unknown, a private and a pay telephone.
    if !stated.contains(shows) || matches!(stated, "-1" | "-2" | "-3") {
        return true;
    }
    let mut folded = String::new();
    fold_name(stated.trim_matches(['<', '>', '(', ')', '[', ']']), &mut folded);
    WORDS.binary_search(&folded.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_no_number_are_no_numbers() {
        assert!(WORDS.is_sorted(), "they are searched by halves");
        for stated in [
            "Withheld",
            "ANONYMOUS",
            "<unknown>",
            "privato",
            "Número oculto",
            "masqué",
            "Unterdrückt",
            "-2",
            "0000000000",
            "",
            "?",
            "Sconosciuto",
        ] {
            assert!(is_withheld(stated), "{stated}");
        }
        for stated in ["112", "4882", "+39 02 1", "InfoService", "*100#", "-4", "Anna Nascosto"] {
            assert!(!is_withheld(stated), "{stated}");
        }
    }
}
