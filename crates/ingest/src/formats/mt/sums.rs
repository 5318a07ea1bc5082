//! The sums of its lines that a bank writes into the text on the account as a whole.

use model::money::Currency;

use super::statement::Stated;
use super::values;
use crate::formats::camt::amount::Side;

/// Reads `/SUM/18/1/4445,32/9998,43/` or `D000004C000002D25,24C28,71`: how many debits and credits,
/// and how much of each. Nothing where it is another text.
pub(super) fn read(text: &str, currency: Currency) -> Option<[Stated; 2]> {
    let text = text.trim();
    let [debits, credits, debit, credit] = slashed(text).or_else(|| lettered(text))?;
    let one = |side, count: &str, sum: &str| {
        let mut amount = model::money::Amount::default();
        values::amount(sum, currency, &mut amount).ok()?;
        let digits = !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| Stated { side, count: bare(count), amount: amount.money })
    };
    Some([one(Side::Debit, debits, debit)?, one(Side::Credit, credits, credit)?])
}

/// A count without leading zeros.
pub(super) fn bare(count: &str) -> String {
    let digits = count.trim_start_matches('0');
    if digits.is_empty() { "0" } else { digits }.to_owned()
}

fn slashed(text: &str) -> Option<[&str; 4]> {
    let mut parts = text.strip_prefix("/SUM/")?.trim_end_matches('/').split('/');
    let found = [parts.next()?, parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(found)
}

fn lettered(text: &str) -> Option<[&str; 4]> {
    let (debits, rest) = text.strip_prefix('D')?.split_once('C')?;
    let (credits, rest) = rest.split_once('D')?;
    let (debit, credit) = rest.split_once('C')?;
    Some([debits, credits, debit, credit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_and_any_other_text_is_none() {
        let euro = Currency::from_code("EUR").unwrap();
        for text in ["/SUM/4/2/25,24/28,71/", "D000004C000002D25,24C28,71"] {
            let found = read(text, euro).unwrap();
            let shown = found.map(|own| (own.count, own.amount.unwrap().minor));
            assert_eq!(shown, [("4".to_owned(), 2524), ("2".to_owned(), 2871)], "{text}");
        }
        for text in ["", "Dear Customer", "/SUM/4/2/25,24/", "D4C2Dx,C1,", "/SUM//2/1,/1,/"] {
            assert!(read(text, euro).is_none(), "{text}");
        }
    }
}
