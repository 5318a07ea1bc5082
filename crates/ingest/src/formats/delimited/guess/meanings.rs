//! Words of a cell that mean a word of the house, in the languages of the headers.

use std::collections::{BTreeMap, BTreeSet};

use super::super::header::canonical_name;

/// A word of the house, and the stated words that mean it, in small letters without accents.
pub(super) type Meanings = [(&'static str, &'static [&'static str])];

/// Debit and credit of a statement line.
pub(super) static SIDES: [(&str, &[&str]); 2] = [
    (
        "debit",
        &[
            "d", "dr", "db", "dbit", "debit", "dare", "addebito", "uscita", "cargo", "debe",
            "soll", "s", "af", "out", "-",
        ],
    ),
    (
        "credit",
        &[
            "c",
            "cr",
            "crdt",
            "credit",
            "avere",
            "accredito",
            "entrata",
            "abono",
            "haber",
            "haben",
            "h",
            "bij",
            "in",
            "+",
        ],
    ),
];

/// What became of a transfer.
pub(super) static OUTCOMES: [(&str, &[&str]); 5] = [
    (
        "paid",
        &[
            "paid",
            "paid out",
            "picked up",
            "collected",
            "completed",
            "complete",
            "successful",
            "success",
            "delivered",
            "pagato",
            "pagata",
            "riscosso",
            "riscossa",
            "eseguito",
            "completato",
            "pagado",
            "pagada",
            "cobrado",
            "cobrada",
            "completado",
            "completada",
            "pago",
            "paga",
            "platit",
            "platita",
            "finalizat",
            "ausgezahlt",
            "bezahlt",
            "abgeschlossen",
            "paye",
            "payee",
            "uitbetaald",
        ],
    ),
    (
        "pending",
        &[
            "pending",
            "available",
            "processing",
            "in process",
            "in attesa",
            "disponibile",
            "pendiente",
            "disponible",
            "pendente",
            "in asteptare",
            "ausstehend",
            "offen",
            "en attente",
        ],
    ),
    (
        "cancelled",
        &[
            "cancelled",
            "canceled",
            "failed",
            "rejected",
            "declined",
            "void",
            "voided",
            "expired",
            "annullato",
            "annullata",
            "fallito",
            "rifiutato",
            "cancelado",
            "cancelada",
            "anulado",
            "anulada",
            "rechazado",
            "rechazada",
            "anulat",
            "anulata",
            "storniert",
            "fehlgeschlagen",
            "annule",
            "annulee",
        ],
    ),
    (
        "refunded",
        &[
            "refunded",
            "refund",
            "rimborsato",
            "rimborsata",
            "reembolsado",
            "reembolsada",
            "devuelto",
            "devuelta",
            "rambursat",
            "erstattet",
            "rembourse",
        ],
    ),
    ("reversed", &["reversed", "charged back", "chargeback", "stornato", "stornata", "revertido"]),
];

/// Different words told as unknown; a column of free text has more, and is no list of words.
const UNKNOWN_MAX: usize = 12;

/// What is known of these words, by the word as stated in small letters, and what is not.
pub(super) fn of<'v>(
    meanings: &Meanings,
    values: impl Iterator<Item = &'v str>,
) -> (BTreeMap<String, String>, Vec<String>) {
    let stated: BTreeSet<String> = values.map(canonical_name).collect();
    let (mut known, mut unknown) = (BTreeMap::new(), Vec::new());
    for word in stated {
        let plain = super::columns::without_accents(&word);
        let meaning = meanings.iter().find(|(_, words)| words.contains(&plain.as_str()));
        match meaning {
            Some((own, _)) => {
                known.insert(word, (*own).to_owned());
            }
            None if unknown.len() < UNKNOWN_MAX => unknown.push(word),
            None => {}
        }
    }
    (known, unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_any_case_and_the_others_are_told() {
        let (known, unknown) =
            of(&OUTCOMES, ["Pagato", "ANNULLATO", "Pl\u{103}tit", "KO"].into_iter());
        let shown: Vec<_> = known.iter().map(|(from, to)| format!("{from}={to}")).collect();
        assert_eq!(shown, ["annullato=cancelled", "pagato=paid", "pl\u{103}tit=paid"]);
        assert_eq!(unknown, ["ko"]);
    }

    #[test]
    fn no_word_means_two_things() {
        for meanings in [&SIDES[..], &OUTCOMES[..]] {
            let mut seen = BTreeSet::new();
            for word in meanings.iter().flat_map(|(_, words)| words.iter()) {
                assert!(seen.insert(word), "{word}");
            }
        }
    }
}
