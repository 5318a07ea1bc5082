//! E-mail addresses: as they are written, and as a few providers deliver them.

use unicode_normalization::UnicodeNormalization as _;

/// Providers that deliver without dots and without what follows `+`, under one domain.
const DOTS: [&str; 2] = ["gmail.com", "googlemail.com"];

/// Providers that deliver without what follows `+`.
const PLUS: [&str; 8] = [
    "outlook.com",
    "hotmail.com",
    "live.com",
    "icloud.com",
    "me.com",
    "proton.me",
    "protonmail.com",
    "fastmail.com",
];

/// Longest local part (RFC 5321 §4.5.3.1.1), in bytes.
const LOCAL_BYTES_MAX: usize = 64;

pub(super) fn email(text: &str) -> Option<String> {
    let text: String = text.nfc().collect();
    let (local, domain) = text.rsplit_once('@')?;
    let bad = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '@' | '<' | '>' | ',' | ';' | '"')
    };
    let local = local.to_lowercase();
    if local.is_empty() || local.len() > LOCAL_BYTES_MAX || local.contains(bad) {
        return None;
    }
    let domain = idna::domain_to_ascii_strict(domain).ok()?;
    domain.contains('.').then(|| format!("{local}@{domain}"))
}

pub(super) fn folded(text: &str) -> Option<String> {
    let address = email(text)?;
    let (local, domain) = address.rsplit_once('@')?;
    let local = local.split('+').next().filter(|local| !local.is_empty())?;
    if DOTS.contains(&domain) {
        let local = local.replace('.', "");
        return (!local.is_empty()).then(|| format!("{local}@gmail.com"));
    }
    PLUS.contains(&domain).then(|| format!("{local}@{domain}"))
}
