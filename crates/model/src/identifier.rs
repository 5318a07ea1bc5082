//! Identifiers: typed, and canonical so that two spellings of one number are one number.
//!
//! - **Phone:** ITU-T E.164, through libphonenumber's numbering plans.
//! - **IBAN:** ISO 13616 with the mod-97 check and the national length.
//! - **E-mail:** RFC 5321: the domain folds case, the local part does not.
//! - **Addresses of chains:** `bitcoin:…`, `ethereum:…`; see [`chain`].
//! - **Documents:** `passport:…`; see [`document`].

mod chain;
pub mod document;
mod phone;

pub use chain::{chain, is_chain_address};
pub use phone::{international, is_withheld, phone};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longest text looked at for an identifier; real ones are far shorter.
const IDENTIFIER_BYTES_MAX: usize = 320;

/// Canonical IBAN in capitals without spaces, or `None` where the check digits or length fail.
pub fn iban(text: &str) -> Option<String> {
    if text.len() > IDENTIFIER_BYTES_MAX {
        return None;
    }
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let iban: iban::Iban = compact.to_ascii_uppercase().parse().ok()?;
    Some(iban::IbanLike::electronic_str(&iban).to_owned())
}

/// E-mail with its domain in lower case, or `None` for what cannot be an address.
pub fn email(text: &str) -> Option<String> {
    let text = text.trim();
    let (local, domain) = text.rsplit_once('@')?;
    let plausible = !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && text.len() <= IDENTIFIER_BYTES_MAX
        && !text.contains(char::is_whitespace);
    plausible.then(|| format!("{local}@{}", domain.to_lowercase()))
}

/// Canonical account: an IBAN where it is one, else `platform:id` with the id as stated.
pub fn account(platform: &str, id: &str) -> Option<String> {
    let id = id.trim();
    if id.is_empty() || id.len() > IDENTIFIER_BYTES_MAX {
        return None;
    }
    if let Some(iban) = iban(id) {
        return Some(format!("iban:{iban}"));
    }
    let platform = platform.trim().to_lowercase();
    if is_chain_address(id) {
        let id = id.to_ascii_lowercase();
        let platform = chain(&platform).unwrap_or(&platform);
        return Some(format!("{}:{id}", if platform.is_empty() { "account" } else { platform }));
    }
    let platform = chain(&platform).unwrap_or(&platform).to_owned();
    Some(format!("{}:{id}", if platform.is_empty() { "account" } else { &platform }))
}

/// Appends a name folded for comparison: no accents, lower case, single spaces.
pub fn fold_name(name: &str, out: &mut String) {
    let start = out.len();
    let mut gap = false;
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)) {
        if c.is_whitespace() || matches!(c, ',' | '.') {
            gap = out.len() > start;
        } else {
            if std::mem::take(&mut gap) {
                out.push(' ');
            }
            out.extend(c.to_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ibans_are_checked() {
        let good = "it60 x054 2811 1010 0000 0123 456";
        assert_eq!(iban(good).as_deref(), Some("IT60X0542811101000000123456"));
        assert_eq!(iban("IT61X0542811101000000123456"), None);
        assert_eq!(account("bank", good).as_deref(), Some("iban:IT60X0542811101000000123456"));
        assert_eq!(account("MTO-A", " 77 ").as_deref(), Some("mto-a:77"));
    }

    #[test]
    fn names_fold_without_losing_words() {
        let mut out = String::new();
        fold_name("  DE LA CRUZ,  Peña ", &mut out);
        assert_eq!(out, "de la cruz pena");
    }

    #[test]
    fn emails_fold_only_the_domain() {
        assert_eq!(email("A.B@Example.ORG").as_deref(), Some("A.B@example.org"));
        assert_eq!(email("not an address"), None);
    }
}
