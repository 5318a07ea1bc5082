//! The mappings of the house: profiles that come with the program, one line each in [`HOUSE`].
//!
//! A profile is data, not code. It is used without a question only where the header of an exhibit
//! has exactly the fingerprint that stands in it; a mapping of the case with the same name or the
//! same fingerprint stands before it.

use std::sync::LazyLock;

use crate::formats::delimited::Mapping;

/// The profiles, as they stand on disk.
const HOUSE: &[&str] = &[
    include_str!("mto-a.toml"),
    include_str!("mto-b.toml"),
    include_str!("wallet-c.toml"),
    include_str!("bank-a.toml"),
    include_str!("bank-b.toml"),
    include_str!("cdr-a.toml"),
    include_str!("calls-a.toml"),
    include_str!("logins-a.toml"),
    include_str!("trips-a.toml"),
    include_str!("contact-log-a.toml"),
    include_str!("accounts-a.toml"),
    include_str!("amlsim-transactions.toml"),
    include_str!("finbench-transfers.toml"),
    include_str!("finbench-accounts.toml"),
    include_str!("finbench-logins.toml"),
    include_str!("mobile-money.toml"),
    include_str!("payment-origin.toml"),
    include_str!("payment-destination.toml"),
    include_str!("copenhagen-calls.toml"),
    include_str!("copenhagen-sms.toml"),
    include_str!("copenhagen-friends.toml"),
    include_str!("bandicoot-ego.toml"),
];

static READY: LazyLock<Vec<Mapping>> =
    LazyLock::new(|| HOUSE.iter().filter_map(|text| Mapping::from_toml(text).ok()).collect());

/// The mappings of the house, in the order of the register.
pub fn house() -> &'static [Mapping] {
    &READY
}

/// The text of a profile, to start a mapping of one's own from.
pub fn house_text(name: &str) -> Option<&'static str> {
    let at =
        HOUSE.iter().position(|text| Mapping::from_toml(text).is_ok_and(|m| m.name == name))?;
    HOUSE.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::delimited::fingerprint;
    use std::collections::BTreeSet;

    #[test]
    fn every_profile_is_usable_and_named_once() {
        let names: BTreeSet<String> =
            HOUSE.iter().map(|text| Mapping::from_toml(text).unwrap().name).collect();
        assert_eq!(names.len(), HOUSE.len());
        assert_eq!(house().len(), HOUSE.len());
    }

    #[test]
    fn every_profile_says_what_it_reads_and_who_confirmed_it() {
        for mapping in house() {
            assert!(mapping.title.ends_with('.'), "{}", mapping.name);
            assert!(!mapping.confirmed_by.is_empty() && !mapping.confirmed_at.is_empty());
            assert!(!mapping.fingerprints.is_empty(), "{}", mapping.name);
            let again = Mapping::from_toml(&mapping.to_toml().unwrap()).unwrap();
            assert_eq!(&again, mapping);
        }
    }

    /// A profile for one header lists each of its columns, so the fingerprint follows from it.
    #[test]
    fn the_fingerprint_of_a_profile_is_that_of_its_columns() {
        for mapping in house().iter().filter(|mapping| mapping.fingerprints.len() == 1) {
            let headers: Vec<&String> = mapping.columns.keys().collect();
            assert_eq!(
                fingerprint(&headers).to_string(),
                mapping.fingerprints[0].to_string(),
                "{}",
                mapping.name
            );
        }
    }
}
