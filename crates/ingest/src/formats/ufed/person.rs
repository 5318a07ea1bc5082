//! Address books and accounts of a report.

use model::records::{Account, Contact, PartyMention};
use model::{Party, Record as _, identifier};

use super::fill::{Filler, finish, take_platform};
use super::model::Model;
use super::times::Fault;
use crate::formats::app_identity::{identify, platform_of, set_account, set_phone};
use crate::formats::extra::Extra;

/// A further number, address or key of a contact: a row of its own, so that each can be found.
pub(super) struct FurtherEntry {
    /// First byte and length in the exhibit.
    pub(super) bytes: (u64, u64),
    party: Party,
    category: String,
}

/// What kind of identifier an entry of a contact holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EntryKind {
    Phone,
    Email,
    Account,
    Handle,
}

/// Fills an entry of an address book; gives the identifiers that one party has no room for.
pub(super) fn fill_contact(
    model: &Model<'_>,
    filler: &mut Filler,
    contact: &mut Contact,
) -> Result<Vec<FurtherEntry>, Fault> {
    contact.clear();
    let mut extra = Extra::default();
    let platform = take_platform(model, "", &mut contact.platform);
    filler.take_time(model, &["TimeCreated"], &mut contact.added, &mut extra)?;
    let region = filler.region.as_deref();
    identify(&model.take("Account"), &platform, region, &mut contact.owner);
    if contact.owner.is_absent() {
        contact.owner.clone_from(&filler.owner);
    }
    contact.contact.name.set(model.take("Name").trim());
    let further = take_entries(model, &platform, region, &mut contact.contact, &mut extra);
    if contact.contact.account.is_empty() && !matches!(&*platform, "" | "phone" | "contacts") {
        set_account(&platform, &model.take("Id"), &mut contact.contact);
    }
    take_address(model, &mut contact.contact, &mut extra);
    finish(model, extra, &mut contact.state, &mut contact.extra);
    Ok(further)
}

/// Turns a contact that was filled into the row of one of its further entries.
pub(super) fn set_further(contact: &mut Contact, id: &str, entry: &FurtherEntry) {
    let name = std::mem::take(&mut contact.contact.name);
    contact.contact.clone_from(&entry.party);
    contact.contact.name = name;
    contact.added.clear();
    let mut extra = Extra::default();
    extra.add("further_entry_of", id);
    extra.add("Category", &entry.category);
    extra.write(&mut contact.extra);
}

/// Fills an account that is set up on the device.
pub(super) fn fill_account(
    model: &Model<'_>,
    filler: &mut Filler,
    account: &mut Account,
) -> Result<(), Fault> {
    account.clear();
    let mut extra = Extra::default();
    let service = model.peek("ServiceType").to_owned();
    let source = model.peek("Source");
    let named = if service.is_empty() { source } else { &service };
    account.platform.set(&named.to_lowercase());
    let platform = platform_of(named);
    account.account_type.set(&model.take("ServiceType"));
    filler.take_time(model, &["TimeCreated"], &mut account.opened, &mut extra)?;
    let holder = &mut account.holder;
    holder.name.set(model.take("Name").trim());
    let user = model.take("Username");
    if let Some(email) = identifier::email(&user) {
        holder.email.set(&email);
    } else if user.contains('@') || user.starts_with('+') {
        identify(&user, &platform, filler.region.as_deref(), holder);
    } else {
        holder.handle.set(user.trim());
    }
    for entry in take_entries(model, &platform, filler.region.as_deref(), holder, &mut extra) {
        let texts = entry.party.texts();
        let text = texts.iter().skip(1).find(|text| !text.is_empty());
        extra.add("Entries", text.map_or("", |text| text));
    }
    take_address(model, holder, &mut extra);
    finish(model, extra, &mut account.state, &mut account.extra);
    Ok(())
}

fn take_entries(
    model: &Model<'_>,
    platform: &str,
    region: Option<&str>,
    party: &mut Party,
    extra: &mut Extra,
) -> Vec<FurtherEntry> {
    let mut further = Vec::new();
    for entry in model.models("Entries") {
        let Some(kind) = kind_of(&entry) else {
            entry.keep(&format!("Entries/{}", entry.kind()), extra);
            continue;
        };
        let value = entry.take("Value");
        let category = entry.take("Category");
        let taken = match kind {
            EntryKind::Phone => !party.phone_stated.is_empty(),
            EntryKind::Email => !party.email.is_empty(),
            EntryKind::Account => !party.account.is_empty(),
            EntryKind::Handle => !party.handle.is_empty(),
        };
        if taken {
            let mut other = Party::default();
            set_entry(kind, &value, &category, platform, region, &mut other);
            let category = category.into_owned();
            if !other.is_absent() && !repeats(&other, party) {
                further.push(FurtherEntry { bytes: entry.bytes(), party: other, category });
            }
        } else {
            set_entry(kind, &value, &category, platform, region, party);
            extra.add(&format!("Entries/{}/Category", entry.kind()), &category);
        }
        entry.keep(&format!("Entries/{}", entry.kind()), extra);
    }
    further
}

/// Whether a further entry says nothing that the contact does not say already.
fn repeats(other: &Party, party: &Party) -> bool {
    other.texts().iter().zip(party.texts()).all(|(own, known)| own.is_empty() || **own == *known)
}

fn kind_of(entry: &Model<'_>) -> Option<EntryKind> {
    match entry.kind() {
        "PhoneNumber" => Some(EntryKind::Phone),
        "EmailAddress" => Some(EntryKind::Email),
        "UserID" => {
            let category = entry.peek("Category").to_lowercase();
            let named = category.contains("name") || category.contains("handle");
            Some(if named { EntryKind::Handle } else { EntryKind::Account })
        }
        _ => None,
    }
}

fn set_entry(
    kind: EntryKind,
    value: &str,
    category: &str,
    platform: &str,
    region: Option<&str>,
    party: &mut Party,
) {
    let value = value.trim();
    match kind {
        EntryKind::Phone => {
            party.phone_stated.set(value);
            set_phone(value, region, party);
        }
        EntryKind::Email => match identifier::email(value) {
            Some(email) => party.email.set(&email),
            None => party.email.set(value),
        },
        EntryKind::Handle => party.handle.set(value),
        EntryKind::Account if value.contains("@s.whatsapp.net") => {
            set_account("whatsapp", value, party);
        }
        EntryKind::Account => {
            let named = category.to_lowercase();
            let named = named.trim_end_matches(" id").trim_end_matches(" user");
            set_account(if platform.is_empty() { named } else { platform }, value, party);
        }
    }
}

/// Takes the first address; further ones stay in `extra`.
fn take_address(model: &Model<'_>, party: &mut Party, extra: &mut Extra) {
    for address in model.models("Addresses") {
        if party.address.is_empty() {
            let parts = ["Street1", "Street2", "HouseNumber", "PostalCode", "City", "State"]
                .iter()
                .chain(&["Country"])
                .map(|name| address.take(name))
                .filter(|part| !part.is_empty());
            party.address.set(&parts.collect::<Vec<_>>().join(", "));
        }
        address.keep("Addresses", extra);
    }
}

/// The device of the report, by its numbers, as the section on it states them.
pub(super) fn fill_device(items: &[(String, String)], filler: &Filler, mention: &mut PartyMention) {
    mention.clear();
    mention.role.set("device");
    let mut extra = Extra::default();
    for (name, text) in items {
        let party = &mut mention.party;
        match name.as_str() {
            "MSISDN" | "LastUsedMSISDN" if party.phone_stated.is_empty() => {
                party.phone_stated.set(text);
                set_phone(text, filler.region.as_deref(), party);
            }
            "IMEI" | "DeviceInfoIMEI" if party.document.is_empty() => {
                party.document.set_fmt(format_args!("imei:{}", text.trim()));
            }
            "DeviceInfoDetectedPhoneModel" | "DeviceInfoSelectedDeviceName"
                if party.name.is_empty() =>
            {
                party.name.set(text);
            }
            _ => extra.add(name, text),
        }
    }
    extra.write(&mut mention.extra);
}
