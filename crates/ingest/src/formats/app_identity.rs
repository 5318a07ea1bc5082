//! Identifiers as applications on a telephone know people: which of them are numbers, addresses or
//! keys of the application itself.

use model::{Party, identifier};

/// Sources whose identifiers are telephone numbers; an empty source is the telephone itself.
const BY_NUMBER: [&str; 17] = [
    "",
    "native",
    "native messages",
    "phone",
    "recents",
    "call log",
    "callhistory",
    "contacts",
    "sms",
    "mms",
    "imessage",
    "facetime",
    "signal",
    "viber",
    "sim",
    "sim card",
    "google messages",
];

/// Ends of a WhatsApp identifier whose first part is the telephone number.
const WHATSAPP_PERSONS: [&str; 2] = ["@s.whatsapp.net", "@c.us"];

/// Name of a platform as accounts bear it: the source in lower case; `iMessage: +39…` is `imessage`.
pub(crate) fn platform_of(source: &str) -> String {
    source.split(':').next().unwrap_or(source).trim().to_lowercase()
}

/// Takes an identifier under the platform it belongs to.
pub(crate) fn identify(stated: &str, platform: &str, region: Option<&str>, party: &mut Party) {
    let stated = stated.trim();
    if stated.is_empty() {
        return;
    }
    let number = WHATSAPP_PERSONS.iter().find_map(|end| stated.strip_suffix(end));
    if let Some(number) = number {
        party.phone_stated.set(number);
        set_phone(&format!("+{number}"), None, party);
        set_account("whatsapp", stated, party);
        return;
    }
    if let Some(email) = identifier::email(stated).filter(|_| platform != "whatsapp") {
        party.email.set(&email);
        return;
    }
    if stated.starts_with('+') || (BY_NUMBER.contains(&platform) && looks_dialled(stated)) {
        party.phone_stated.set(stated);
        set_phone(stated, region, party);
        return;
    }
    if BY_NUMBER.contains(&platform) {
        // The sender of a service message: a word in place of a number.
        party.handle.set(stated);
    } else {
        set_account(platform, stated, party);
    }
}

fn looks_dialled(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || " +-().*#/\u{a0}".contains(c);
    text.chars().all(is_part) && text.contains(|c: char| c.is_ascii_digit())
}

/// Sets the canonical phone where the number is one.
pub(crate) fn set_phone(stated: &str, region: Option<&str>, party: &mut Party) {
    if let Some(canonical) = identifier::phone(stated, region) {
        party.phone.set(&canonical);
    }
}

/// Sets the account where the identifier can be one.
pub(crate) fn set_account(platform: &str, id: &str, party: &mut Party) {
    if let Some(account) = identifier::account(platform, id) {
        party.account.set(&account);
    }
}

/// Whom a person named as the owner of the exhibit: an account, or a name.
pub(crate) fn stated_owner(owner: Option<&str>) -> Party {
    let mut party = Party::default();
    match owner {
        Some(stated) if stated.contains(':') => party.account.set(stated),
        Some(stated) => party.name.set(stated),
        None => {}
    }
    party
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(stated: &str, source: &str) -> Party {
        let mut party = Party::default();
        identify(stated, &platform_of(source), Some("IT"), &mut party);
        party
    }

    #[test]
    fn an_identifier_is_what_its_application_makes_of_it() {
        let whatsapp = party("393331234567@s.whatsapp.net", "WhatsApp");
        assert_eq!(&*whatsapp.account, "whatsapp:393331234567@s.whatsapp.net");
        assert_eq!(&*whatsapp.phone, "+393331234567");
        assert_eq!(&*party("1203630@g.us", "WhatsApp").account, "whatsapp:1203630@g.us");
        let telegram = party("3331234567", "Telegram");
        assert_eq!((&*telegram.account, &*telegram.phone), ("telegram:3331234567", ""));
        assert_eq!(&*party("333 123 4567", "").phone, "+393331234567");
        assert_eq!(&*party("333 123 4567", "iMessage: +393330000000").phone, "+393331234567");
        assert_eq!(&*party("A.B@Example.org", "iMessage").email, "A.B@example.org");
        assert_eq!(&*party("Bank", "SMS").handle, "Bank");
        let short = party("40404", "SMS");
        assert_eq!((&*short.phone_stated, &*short.phone), ("40404", ""));
    }
}
