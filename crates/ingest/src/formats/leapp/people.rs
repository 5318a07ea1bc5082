//! Whom a row of an artifact names.

use model::{Party, identifier};

use super::columns::{EMAIL, HANDLE, PERSON, PHONE, Roles};
use crate::formats::app_identity::{identify, set_account, set_phone};
use crate::formats::delimited::NamedRow;

/// Takes name and identifier of a role; the columns are remembered as taken.
pub(super) fn take(
    row: NamedRow<'_>,
    roles: &Roles,
    platform: &str,
    region: Option<&str>,
    party: &mut Party,
    taken: &mut Vec<String>,
) {
    let id = pick(row, roles.id, taken);
    identify(id, platform, region, party);
    let name = pick(row, roles.name, taken);
    if name != id {
        party.name.set(name);
    }
    // A telephone number beside the key of the application belongs to the same person.
    if party.phone_stated.is_empty() || !party.account.is_empty() {
        let phone = row.first(PHONE);
        let is_new = !phone.is_empty() && !taken.iter().any(|name| row.get(name) == phone);
        if is_new && roles.id.contains(&"phone number") {
            pick(row, PHONE, taken);
            party.phone_stated.set(phone);
            if party.phone.is_empty() {
                set_phone(phone, region, party);
            }
        }
    }
}

/// Takes every identifier of the person a row is about.
pub(super) fn take_person(
    row: NamedRow<'_>,
    platform: &str,
    region: Option<&str>,
    party: &mut Party,
    taken: &mut Vec<String>,
) {
    let id = pick(row, PERSON.id, taken);
    if id.contains('@') {
        identify(id, platform, region, party);
    } else {
        set_account(platform, id, party);
    }
    let name = pick(row, PERSON.name, taken);
    party.name.set(name);
    let last = row.first(&["last name", "surname"]);
    if !last.is_empty() && name == row.first(&["first name", "given name"]) {
        pick(row, &["last name", "surname"], taken);
        party.name.set_fmt(format_args!("{name} {last}"));
    }
    let phone = pick(row, PHONE, taken);
    if !phone.is_empty() {
        party.phone_stated.set(phone);
        if party.phone.is_empty() {
            set_phone(phone, region, party);
        }
    }
    let email = row.first(EMAIL);
    if let Some(canonical) = identifier::email(email) {
        pick(row, EMAIL, taken);
        party.email.set(&canonical);
    }
    party.handle.set(pick(row, HANDLE, taken));
}

fn pick<'a>(row: NamedRow<'a>, names: &[&str], taken: &mut Vec<String>) -> &'a str {
    let free = |name: &&&str| !row.get(name).is_empty() && !taken.iter().any(|own| own == **name);
    let found = names.iter().find(free).copied();
    found.map_or("", |name| {
        taken.push(name.to_owned());
        row.get(name)
    })
}
