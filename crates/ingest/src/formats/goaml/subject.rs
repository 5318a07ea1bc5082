//! Persons, entities and accounts of a goAML report as parties.
//!
//! Which of several phones, addresses or documents stands in a field is the first stated; the
//! others stay with the row in `extra`.

use model::Party;
use model::identifier::{self, document};

use crate::formats::xml_tree::Element;

/// Who stands in an element that is a `person`, `entity` or `account`, also as `from_person`,
/// `account_my_client` and the like; `false` for an element of another name.
pub(super) fn take(subject: Element<'_>, region: Option<&str>, party: &mut Party) -> bool {
    let name = subject.name();
    let name = name.strip_suffix("_my_client").unwrap_or(name);
    match name.rsplit('_').next().unwrap_or(name) {
        "person" | "conductor" => take_person(subject, region, party),
        "entity" => take_entity(subject, region, party),
        "account" => take_account(subject, region, party),
        _ => return false,
    }
    true
}

/// Whether an element's name says that the subject is a client of who reported.
pub(super) fn is_my_client(element: Element<'_>) -> bool {
    element.name().ends_with("_my_client")
}

/// Takes a person, also one without a subject's name (`reporting_person`, a signatory).
pub(super) fn take_person(person: Element<'_>, region: Option<&str>, party: &mut Party) {
    let mut name = String::new();
    for part in ["first_name", "middle_name", "prefix", "last_name"] {
        append(person.take(part), " ", &mut name);
    }
    if name.is_empty() {
        name.push_str(person.take_first(&["full_name_frn", "alias"]));
    }
    party.name.set(&name);
    take_reach(person, region, party);
    take_person_document(person, party);
    party.birth_date.set(person.take("birthdate"));
    let social = person.at("social_media/social_account");
    if party.handle.is_empty() {
        party.handle.set(social.take("user_name"));
    }
}

fn append(text: &str, separator: &str, out: &mut String) {
    if !text.is_empty() {
        if !out.is_empty() {
            out.push_str(separator);
        }
        out.push_str(text);
    }
}

/// Phone, e-mail and address.
fn take_reach(from: Element<'_>, region: Option<&str>, party: &mut Party) {
    let phone = from.at("phones/phone");
    let number = phone.take("tph_number");
    if party.phone_stated.is_empty() && !number.is_empty() {
        let prefix = phone.take("tph_country_prefix");
        let prefix = prefix.trim_start_matches('+').trim_start_matches("00");
        let stated =
            if prefix.is_empty() { number.to_owned() } else { format!("+{prefix} {number}") };
        party.phone_stated.set(&stated);
        let canonical =
            identifier::phone(&stated, region).or_else(|| identifier::phone(number, region));
        if let Some(canonical) = canonical {
            party.phone.set(&canonical);
        }
    }
    if party.email.is_empty()
        && let Some(email) = identifier::email(from.take_first(&["email", "emails/email"]))
    {
        party.email.set(&email);
    }
    let stated = from.at("addresses/address");
    if party.address.is_empty() {
        let mut address = String::new();
        for part in stated.children() {
            if !matches!(part.name(), "address_type" | "comments" | "geo_location") {
                append(part.take_own(), ", ", &mut address);
            }
        }
        party.address.set(&address);
    }
}

fn take_person_document(person: Element<'_>, party: &mut Party) {
    for path in ["identification", "identifications/identification"] {
        let identification = person.at(path);
        let number = identification.take("number");
        if !number.is_empty() {
            let kind = identification.take("type");
            let kind = if kind.is_empty() || kind == "-" { "document" } else { kind };
            document::document(kind, number, &mut party.document);
            return;
        }
    }
    take_number(
        person,
        &[
            ("passport_number", "passport"),
            ("id_number", "id_number"),
            ("ssn", "ssn"),
            ("tax_number", "tax_number"),
        ],
        party,
    );
}

fn take_number(from: Element<'_>, kinds: &[(&'static str, &str)], party: &mut Party) {
    let stated = kinds.iter().find(|(element, _)| !matches!(from.peek(element), "" | "-"));
    if let Some((element, kind)) = stated.filter(|_| party.document.is_empty()) {
        document::document(kind, from.take(element), &mut party.document);
    }
}

fn take_entity(entity: Element<'_>, region: Option<&str>, party: &mut Party) {
    if party.name.is_empty() {
        party.name.set(entity.take_first(&["name", "commercial_name"]));
    }
    take_reach(entity, region, party);
    let identifier = entity.at("entity_identifications/entity_identifier");
    let number = identifier.take("number");
    if !number.is_empty() && party.document.is_empty() {
        document::document(identifier.take("type"), number, &mut party.document);
    }
    take_number(
        entity,
        &[("incorporation_number", "incorporation_number"), ("tax_number", "tax_number")],
        party,
    );
}

/// Takes an account: its number, and its holder where the account states one entity or one
/// primary or single signatory.
fn take_account(account: Element<'_>, region: Option<&str>, party: &mut Party) {
    let bank = account.peek_first(&["swift", "institution_code"]).to_owned();
    let number = account.take_first(&["iban", "account"]);
    if account.peek("account") == number {
        account.take("account");
    }
    if let Some(canonical) = identifier::account(&bank, number) {
        party.account.set(&canonical);
    }
    let holder = account.child("t_entity");
    if holder.exists() {
        take_entity(holder, region, party);
    } else if let Some(person) = holder_of(account) {
        take_person(person, region, party);
    }
    if party.name.is_empty() {
        party.name.set(account.take("account_name"));
    }
}

fn holder_of(account: Element<'_>) -> Option<Element<'_>> {
    let listed = account.child("related_persons").each("account_related_person");
    let signatories: Vec<_> = account.each("signatory").chain(listed).collect();
    let primary = |s: &&Element<'_>| matches!(s.peek("is_primary"), "true" | "1");
    let chosen = match signatories.as_slice() {
        [only] => Some(*only),
        several => several.iter().find(primary).copied(),
    };
    chosen.map(|signatory| signatory.child("t_person"))
}
