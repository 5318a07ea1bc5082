//! Currencies that stand in a header: `Amount (PHP)`, `Importo \u{20ac}`.

use model::Currency;

/// Signs that stand for one currency only.
const SIGNS: [(char, &str); 6] = [
    ('\u{20ac}', "EUR"),
    ('\u{a3}', "GBP"),
    ('\u{20b1}', "PHP"),
    ('\u{20b9}', "INR"),
    ('\u{20ba}', "TRY"),
    ('\u{20a6}', "NGN"),
];

/// The only currency a header names, by its sign or by its code in brackets.
pub(super) fn of(header: &str) -> Option<Currency> {
    let signs = SIGNS.iter().filter(|(sign, _)| header.contains(*sign));
    let codes = in_brackets(header).into_iter().filter_map(|code| code.get(1..4));
    let mut found: Vec<Currency> =
        signs.map(|(_, code)| *code).chain(codes).filter_map(Currency::from_code).collect();
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// The header without them, so that its words are told from the currency.
pub(super) fn without(header: &str) -> String {
    let codes = in_brackets(header).into_iter();
    codes.fold(header.to_owned(), |header, code| header.replace(code, " "))
}

/// Codes of currencies with their brackets.
fn in_brackets(header: &str) -> Vec<&str> {
    let open = header.match_indices(['(', '[']);
    let code = |at: usize| {
        let text = header.get(at..at + 5)?;
        let letters = text.get(1..4)?;
        let known = letters.bytes().all(|b| b.is_ascii_uppercase()) && text.ends_with([')', ']']);
        (known && Currency::from_code(letters).is_some()).then_some(text)
    };
    open.filter_map(|(at, _)| code(at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_names_its_currency_by_sign_or_code_in_brackets() {
        let named = |header| of(header).map(|currency| currency.code().to_owned());
        assert_eq!(named("Amount (PHP)").as_deref(), Some("PHP"));
        assert_eq!(named("Importo inviato \u{20ac}").as_deref(), Some("EUR"));
        for header in
            ["Amount", "Date (UTC)", "TOP", "Amount (EUR/USD)", "\u{20ac} or \u{a3}", "(\u{e9})"]
        {
            assert_eq!(named(header), None, "{header}");
        }
        assert_eq!(without("Amount (PHP)").trim(), "Amount");
        assert_eq!(without("Date (UTC)"), "Date (UTC)");
    }
}
