//! The mappings of the house: profiles that come with the program, one line each in [`HOUSE`].
//!
//! A profile is data, not code. It is used without a question only where the header of an exhibit
//! has exactly the fingerprint that stands in it; a mapping of the case with the same name or the
//! same fingerprint stands before it.

use std::sync::LazyLock;

use crate::formats::delimited::Mapping;

/// Who confirmed the mappings of the house; a mapping that names anybody else is a person's own.
pub const HOUSE_NAME: &str = "the house";

/// A profile: its name, its text, and, once asked for, its mapping.
#[derive(Debug)]
pub struct Profile {
    name: &'static str,
    text: &'static str,
    ready: LazyLock<Option<Mapping>>,
}

impl Profile {
    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The profile as it stands on disk, to start a mapping of one's own from.
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// The mapping; `None` only if the profile is broken, which a test excludes.
    pub fn mapping(&self) -> Option<&Mapping> {
        self.ready.as_ref()
    }
}

macro_rules! profile {
    ($name:literal) => {
        Profile {
            name: $name,
            text: include_str!(concat!($name, ".toml")),
            ready: LazyLock::new(|| Mapping::from_toml(include_str!(concat!($name, ".toml"))).ok()),
        }
    };
}

/// Every profile of the house, in the order in which they are listed.
pub static HOUSE: [Profile; 94] = [
    profile!("mto-a"),
    profile!("mto-b"),
    profile!("wallet-c"),
    profile!("bank-a"),
    profile!("bank-b"),
    profile!("cdr-a"),
    profile!("calls-a"),
    profile!("logins-a"),
    profile!("trips-a"),
    profile!("trips-b"),
    profile!("border-a"),
    profile!("border-b"),
    profile!("stays-a"),
    profile!("stays-b"),
    profile!("vehicles-a"),
    profile!("tolls-a"),
    profile!("positions-a"),
    profile!("positions-b"),
    profile!("contact-log-a"),
    profile!("contact-log-b"),
    profile!("accounts-a"),
    profile!("amlsim-transactions"),
    profile!("finbench-transfers"),
    profile!("finbench-accounts"),
    profile!("finbench-logins"),
    profile!("mobile-money"),
    profile!("payment-origin"),
    profile!("payment-destination"),
    profile!("copenhagen-calls"),
    profile!("copenhagen-sms"),
    profile!("copenhagen-friends"),
    profile!("bandicoot-ego"),
    profile!("etherscan-transactions"),
    profile!("etherscan-internal"),
    profile!("etherscan-tokens"),
    profile!("chain-transfers"),
    profile!("blockchair-statement"),
    profile!("blockchair-address"),
    profile!("exchange-withdrawals"),
    profile!("exchange-withdrawals-b"),
    profile!("exchange-deposits"),
    profile!("exchange-deposits-b"),
    profile!("cgnat-leases"),
    profile!("address-leases"),
    profile!("cdr-b"),
    profile!("google-access-log"),
    profile!("kik-bind"),
    profile!("kik-chat-sent"),
    profile!("kik-chat-sent-received"),
    profile!("kik-friend-added"),
    profile!("kik-chat-platform-sent"),
    profile!("kik-chat-platform-received"),
    profile!("kik-group-sent"),
    profile!("kik-group-received"),
    profile!("kik-group-platform-sent"),
    profile!("kik-group-platform-received"),
    profile!("kik-binds-old"),
    profile!("kik-content-old"),
    profile!("kik-chats"),
    profile!("kik-chats-platform"),
    profile!("kik-groups"),
    profile!("kik-content"),
    profile!("kik-friends"),
    profile!("kik-blocked"),
    profile!("kik-binds"),
    profile!("kik-group-legend"),
    profile!("roblox-addresses"),
    profile!("roblox-chat"),
    profile!("roblox-messages"),
    profile!("roblox-friends"),
    profile!("roblox-followers"),
    profile!("roblox-group-wall"),
    profile!("discord-messages"),
    profile!("apple-signon"),
    profile!("apple-account"),
    profile!("apple-devices"),
    profile!("apple-store-purchases"),
    profile!("apple-store-free"),
    profile!("apple-store-history"),
    profile!("apple-store-updates"),
    profile!("apple-subscriptions"),
    profile!("apple-store-devices"),
    profile!("apple-billing"),
    profile!("apple-privacy-requests"),
    profile!("apple-photos"),
    profile!("apple-production-files"),
    profile!("reddit-messages"),
    profile!("reddit-chat"),
    profile!("reddit-comments"),
    profile!("reddit-posts"),
    profile!("address-log"),
    profile!("synchronoss-messages"),
    profile!("synchronoss-access"),
    profile!("path-list"),
];

/// The mappings of the house, in the order of the register.
pub fn house() -> impl Iterator<Item = &'static Mapping> {
    HOUSE.iter().filter_map(Profile::mapping)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::delimited::fingerprint;

    #[test]
    fn every_profile_is_usable_and_bears_its_name() {
        for profile in &HOUSE {
            let mapping = Mapping::from_toml(profile.text()).unwrap();
            assert_eq!(mapping.name, profile.name());
            assert_eq!(mapping.confirmed_by, HOUSE_NAME);
        }
    }

    #[test]
    fn every_profile_says_what_it_reads_and_who_confirmed_it() {
        for mapping in house() {
            assert!(mapping.title.ends_with('.'), "{}", mapping.name);
            assert!(!mapping.confirmed_at.is_empty(), "{}", mapping.name);
            assert!(!mapping.fingerprints.is_empty(), "{}", mapping.name);
            let again = Mapping::from_toml(&mapping.to_toml().unwrap()).unwrap();
            assert_eq!(&again, mapping);
        }
    }

    /// A profile for one header lists each of its columns, so the fingerprint follows from it.
    #[test]
    fn the_fingerprint_of_a_profile_is_that_of_its_columns() {
        for mapping in house().filter(|mapping| mapping.fingerprints.len() == 1) {
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
