//! Amounts in cells: digits, and now and then a currency beside them.

use model::money::{Amount, DecimalMark};
use model::{Currency, RejectKind};

use super::cells::Cells;
use super::fill::{Fault, amount_kind};

/// Signs that stand for one currency only; `$`, `¥` and `kr` stand for several.
const SYMBOLS: [(&str, &str); 9] = [
    ("€", "EUR"),
    ("£", "GBP"),
    ("₱", "PHP"),
    ("₹", "INR"),
    ("₺", "TRY"),
    ("₽", "RUB"),
    ("₫", "VND"),
    ("₦", "NGN"),
    ("R$", "BRL"),
];
/// Signs of several currencies: the column or the mapping must say which.
const SHARED_SYMBOLS: [&str; 3] = ["US$", "$", "¥"];

/// Reads a cell into an amount, with a currency code or sign before or after the digits.
///
/// A currency in the cell must be the one stated for it elsewhere, if one is.
pub(crate) fn read(
    text: &str,
    mark: DecimalMark,
    currency: Currency,
    amount: &mut Amount,
) -> Result<(), RejectKind> {
    let plain = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'(' | b')');
    let bytes = text.as_bytes();
    if bytes.first().is_some_and(plain)
        && bytes.iter().skip(1).all(|b| b.is_ascii() && !b.is_ascii_alphabetic() && *b != b'$')
    {
        return amount.read(text, mark, currency).map_err(amount_kind);
    }
    let (digits, found) = take_currency(text)?;
    let currency = match found {
        Some(found) if currency != Currency::NONE && currency != found => {
            return Err(RejectKind::UnknownValue);
        }
        Some(found) => found,
        None => currency,
    };
    amount.read(&digits, mark, currency).map_err(amount_kind)?;
    amount.stated.set(text);
    Ok(())
}

/// Takes the currency out of a text such as `-€ 12,50`, `12.50 EUR`, `PHP 1,000`.
fn take_currency(text: &str) -> Result<(String, Option<Currency>), RejectKind> {
    let sign_len = text.len() - text.trim_start_matches(['-', '+', '(', '\u{2212}', ' ']).len();
    let (sign, body) = text.split_at_checked(sign_len).unwrap_or(("", text));
    for symbol in SHARED_SYMBOLS {
        if let Some(rest) = body.strip_prefix(symbol).or_else(|| body.strip_suffix(symbol)) {
            return Ok((format!("{sign}{}", rest.trim()), None));
        }
    }
    for (symbol, code) in SYMBOLS {
        if let Some(rest) = body.strip_prefix(symbol).or_else(|| body.strip_suffix(symbol)) {
            return Ok((format!("{sign}{}", rest.trim()), Currency::from_code(code)));
        }
    }
    let letter = |c: char| c.is_ascii_alphabetic();
    let before = body.len() - body.trim_start_matches(letter).len();
    let after = body.trim_end_matches(letter).len();
    let code = match (before, body.len() - after) {
        (3, 0) => body.get(..3),
        (0, 3) => body.get(after..),
        (0, 0) => return Ok((text.to_owned(), None)),
        _ => return Err(RejectKind::BadAmount),
    };
    let currency = code.and_then(Currency::from_code).ok_or(RejectKind::UnknownCurrency)?;
    Ok((format!("{sign}{}", body.trim_matches(letter).trim()), Some(currency)))
}

/// Which of the two columns of a bank statement holds the amount, and its sign.
pub(crate) fn choose_side(
    cells: &Cells<'_>,
    debit: Option<usize>,
    credit: Option<usize>,
    field: &'static str,
) -> Result<Option<(usize, Option<i64>)>, Fault> {
    let cell = |column: Option<usize>| column.map_or("", |column| cells.get(column));
    let nothing = |text: &str| !text.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    let (debit_text, credit_text) = (cell(debit), cell(credit));
    match (nothing(debit_text), nothing(credit_text)) {
        (false, false) => {
            let raw = format!("{debit_text} / {credit_text}");
            Err(Fault::new(RejectKind::UnknownValue, field, &raw))
        }
        (false, true) => Ok(debit.map(|column| (column, Some(-1)))),
        (true, false) => Ok(credit.map(|column| (column, Some(1)))),
        // Both are zero, words or empty: one that says anything is read, or refused, as it stands.
        (true, true) if !debit_text.is_empty() => Ok(debit.map(|column| (column, Some(-1)))),
        (true, true) => Ok(credit.map(|column| (column, Some(1)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, want: &str) {
        let mut amount = Amount::default();
        let mark = if text.contains(',') { DecimalMark::Comma } else { DecimalMark::Point };
        read(text, mark, Currency::NONE, &mut amount).unwrap();
        assert_eq!(amount.money.unwrap().to_string(), want);
        assert_eq!(&*amount.stated, text);
    }

    #[test]
    fn a_currency_beside_the_digits_is_taken() {
        reads("12.50", "XXX 12.50");
        reads("€ 12,50", "EUR 12.50");
        reads("-€12,50", "EUR -12.50");
        reads("12.50 EUR", "EUR 12.50");
        reads("PHP 1000", "PHP 1000.00");
        reads("$12.50", "XXX 12.50");
        reads("₱1000.5", "PHP 1000.50");
    }

    #[test]
    fn a_currency_that_contradicts_its_column_is_refused() {
        let eur = Currency::from_code("EUR").unwrap();
        let mut amount = Amount::default();
        let mut fault = |text| read(text, DecimalMark::Point, eur, &mut amount).unwrap_err();
        assert_eq!(fault("12.50 USD"), RejectKind::UnknownValue);
        assert_eq!(fault("12.50 QQQ"), RejectKind::UnknownCurrency);
        assert_eq!(fault("twelve"), RejectKind::BadAmount);
        assert_eq!(fault("1e5"), RejectKind::BadAmount);
        assert_eq!(fault("99999999999999999999"), RejectKind::AbsurdAmount);
    }
}
