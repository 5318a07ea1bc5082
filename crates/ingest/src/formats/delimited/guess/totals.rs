//! Rows that are totals or balances and no rows of their own, as they show in the samples.

use super::super::header::canonical_name;

/// What such a row says of itself, in small letters; a whole cell, but for a colon behind it.
const WORDS: [&str; 34] = [
    "total",
    "totale",
    "totali",
    "totals",
    "total general",
    "total amount",
    "total debit",
    "total credit",
    "totale generale",
    "totale operazioni",
    "totaal",
    "gesamt",
    "gesamtsumme",
    "summe",
    "somme",
    "suma",
    "suma total",
    "sum",
    "grand total",
    "subtotal",
    "sub total",
    "sub-total",
    "saldo iniziale",
    "saldo finale",
    "saldo precedente",
    "saldo inicial",
    "saldo final",
    "saldo anterior",
    "opening balance",
    "closing balance",
    "ending balance",
    "balance brought forward",
    "anfangssaldo",
    "endsaldo",
];

/// The column in which totals say so, and what they say.
pub(super) fn find(rows: &[Vec<String>], width: usize) -> Option<(usize, Vec<String>)> {
    let mut best: Option<(usize, Vec<String>)> = None;
    for column in 0..width {
        let cells =
            || rows.iter().filter_map(|row| row.get(column)).map(|cell| canonical_name(cell));
        let mut words: Vec<String> = cells().filter(|cell| is_total(cell)).collect();
        words.sort_unstable();
        words.dedup();
        // A word that also begins other cells would leave rows out that are none.
        words
            .retain(|word| cells().all(|cell| is_total(&cell) || !cell.starts_with(word.as_str())));
        let more = best.as_ref().is_none_or(|(_, found)| words.len() > found.len());
        if !words.is_empty() && more {
            best = Some((column, words));
        }
    }
    best
}

fn is_total(cell: &str) -> bool {
    WORDS.contains(&cell.trim_end_matches([':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_found_where_no_other_row_begins_like_them() {
        let rows = |cells: &[&str]| -> Vec<Vec<String>> {
            cells.iter().map(|cell| vec!["1".to_owned(), (*cell).to_owned()]).collect()
        };
        let found = find(&rows(&["SALDO INIZIALE", "filler", "Saldo finale:"]), 2);
        assert_eq!(found, Some((1, vec!["saldo finale:".to_owned(), "saldo iniziale".to_owned()])));
        assert_eq!(find(&rows(&["TOTAL", "Total filler shop"]), 2), None);
        assert_eq!(find(&rows(&["filler", "saldo fattura"]), 2), None);
    }
}
