//! The normalisation profile: one form for each identifier, or none, so that two agencies write one thing alike.
//!
//! The profile is a file with its vectors (`profile/v1.txt`, `profile/v1.tsv`); its digest stands in the charter. A program
//! proves that it keeps the profile by giving the form of every vector ([`proved_digest`]).

mod device;
mod mail;
mod wallet;

use std::sync::LazyLock;

use model::identifier::document::{document, state};
use model::slot::Text;
use model::{Digest, identifier, places};
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;

use crate::kind::Kind;
use crate::list::TEXT_BYTES_MAX;

/// The rules, word for word.
pub const RULES: &str = include_str!("../profile/v1.txt");

/// The vectors: kind, context, text, form.
pub const VECTORS: &str = include_str!("../profile/v1.tsv");

/// Digests of nothing, which many files without content share.
const EMPTY: [&str; 3] = [
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
];

/// The form of an identifier, or `None` where it is not compared. `context` is what the profile asks for beside the text.
pub fn normalise(kind: Kind, context: &str, text: &str) -> Option<String> {
    let (context, text) = (context.trim(), text.trim());
    if text.is_empty() || text.len() > TEXT_BYTES_MAX || context.len() > TEXT_BYTES_MAX {
        return None;
    }
    let form = match kind {
        Kind::Phone => identifier::phone(text, Some(context).filter(|region| !region.is_empty())),
        Kind::Email => mail::email(text),
        Kind::EmailFolded => mail::folded(text),
        Kind::Iban => identifier::iban(text),
        Kind::Account => account(context, text),
        Kind::Handle => handle(context, text),
        Kind::Document => paper(context, text),
        Kind::Imei => device::imei(text),
        Kind::Mac => device::mac(text),
        Kind::Wallet => wallet::wallet(context, text),
        Kind::Md5 => digest(text, 32),
        Kind::Sha1 => digest(text, 40),
        Kind::Sha256 => digest(text, 64),
    };
    form.filter(|form| form.len() <= TEXT_BYTES_MAX)
}

fn platform(text: &str) -> Option<String> {
    let name = text.to_lowercase();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (!name.is_empty() && name.bytes().all(plain)).then_some(name)
}

fn account(context: &str, text: &str) -> Option<String> {
    let number = text.trim_start_matches('0');
    let is_number = (1..=20).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| Some(format!("{}:{number}", platform(context)?)))?
}

fn handle(context: &str, text: &str) -> Option<String> {
    let handle: String = text.strip_prefix('@').unwrap_or(text).nfkc().collect();
    let handle = handle.to_lowercase();
    let plain = !handle.is_empty() && !handle.contains(|c: char| c.is_whitespace() || c == '@');
    plain.then(|| Some(format!("{}:{handle}", platform(context)?)))?
}

fn paper(context: &str, text: &str) -> Option<String> {
    let (issuer, kind) = context.split_once('/')?;
    let country = places::country(&state(issuer))?;
    let mut out = Text::default();
    document(kind, text, &mut out);
    let whole = out.to_string();
    let (kind, number) = whole.split_once(':')?;
    let number: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    (!number.is_empty()).then(|| format!("{}:{kind}:{number}", country.alpha3))
}

fn digest(text: &str, digits: usize) -> Option<String> {
    let form = text.to_ascii_lowercase();
    let is_one = form.len() == digits && form.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_one && !EMPTY.contains(&form.as_str())).then_some(form)
}

/// What [`prove`] found; a program does not change while it runs.
static PROVED: LazyLock<Result<Digest, &'static str>> = LazyLock::new(prove);

/// The digest of the profile, if this program keeps it: the line of the first vector that it does not, else.
pub fn proved_digest() -> Result<Digest, &'static str> {
    *PROVED
}

fn prove() -> Result<Digest, &'static str> {
    for line in VECTORS.lines() {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().ok_or(line);
        let (kind, context, text, form) = (cell()?, cell()?, cell()?, cell()?);
        let kind = Kind::of_name(kind).ok_or(line)?;
        if normalise(kind, context, text).as_deref().unwrap_or("-") != form {
            return Err(line);
        }
    }
    Ok(Digest(Sha256::new().chain_update(RULES).chain_update(VECTORS).finalize().into()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn this_program_keeps_the_profile() {
        assert!(proved_digest().is_ok(), "{:?}", proved_digest());
    }

    #[test]
    fn every_kind_has_vectors_of_both_sorts() {
        let mut counts = BTreeMap::<&str, [usize; 2]>::new();
        for line in VECTORS.lines() {
            let kind = line.split('\t').next().unwrap();
            counts.entry(kind).or_default()[usize::from(line.ends_with("\t-"))] += 1;
        }
        for kind in Kind::ALL {
            let [forms, refused] = counts[kind.name()];
            assert!(forms >= 3 && refused >= 3, "{}: {forms}, {refused}", kind.name());
        }
        assert!(VECTORS.lines().count() >= 500, "{}", VECTORS.lines().count());
    }

    proptest! {
        /// A form is its own form, so that a list normalised twice is the same list.
        #[test]
        fn no_text_panics_and_no_form_changes_again(
            text in "\\PC{0,60}", context in "[a-zA-Z/]{0,12}", kind in 0..Kind::ALL.len(),
        ) {
            let kind = Kind::ALL[kind];
            if let Some(form) = normalise(kind, &context, &text) {
                let again = match kind {
                    Kind::Account | Kind::Handle | Kind::Wallet => {
                        let (context, id) = form.split_once(':').unwrap();
                        normalise(kind, context, id)
                    }
                    Kind::Document => {
                        let mut parts = form.splitn(3, ':');
                        let mut part = || parts.next().unwrap();
                        let context = format!("{}/{}", part(), part());
                        normalise(kind, &context, part())
                    }
                    _ => normalise(kind, "", &form),
                };
                prop_assert_eq!(again, Some(form));
            }
        }
    }
}
