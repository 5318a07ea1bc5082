//! vCard: address cards of telephones, mail programs and messengers.
//!
//! Each card gives one `contact`; one with several telephone numbers or addresses gives one for each,
//! so that every one of them can be found.
//!
//! - **Specification:** vCard 2.1 (versit), 3.0 (RFC 2426) and 4.0 (RFC 6350).
//! - **Recognised by:** a first line `BEGIN:VCARD`.
//! - **Fields kept:** name, telephone, e-mail, postal address, birth date, nickname as handle; all
//!   others in `extra` with the first row of the card, as stated. Of pictures only their length.
//! - **Fields dropped:** none.
//! - **Known limits:** when a card was made is not stated (`REV` is its last change). Numbers without
//!   a country code are read in the region set for the exhibit.

use model::records::Contact;
use model::{Party, Record, RejectKind, identifier};

use super::app_identity::stated_owner;
use super::content_lines::{Component, Property, each_component};
use super::decoded::Invalid;
use super::extra::Extra;
use super::lines::Lines;
use super::xml::broken;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// Rows of one card; nobody has more numbers.
const ROWS_MAX: usize = 200;

/// Properties that have a field of their own or say nothing of anybody.
const TAKEN: [&str; 4] = ["VERSION", "TEL", "EMAIL", "FN"];

/// Address cards; see the module.
#[derive(Debug)]
pub struct Vcard;

impl SourceFormat for Vcard {
    fn code(&self) -> &'static str {
        "vcard"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if begins_with(head, "BEGIN:VCARD") { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let (owner, region) = (stated_owner(settings.owner.as_deref()), settings.region.as_deref());
        let mut lines = Lines::open(source, Invalid::Replace)?;
        lines.note_encoding(sink)?;
        let mut record = Contact::default();
        let cut = each_component(&mut lines, &["VCARD"], sink, &mut |_| (), &mut |card, sink| {
            read_card(card, &owner, region, &mut record, sink)
        })?;
        if cut { Err(cut_off()) } else { Ok(()) }
    }
}

/// Whether the first line that is not blank is this one.
pub(super) fn begins_with(head: &Head<'_>, wanted: &str) -> bool {
    let first = head.text().lines().map(str::trim).find(|line| !line.is_empty());
    first.is_some_and(|line| line.eq_ignore_ascii_case(wanted))
}

/// The halt of an exhibit that ends inside a component.
pub(super) fn cut_off() -> Halt {
    broken(
        model::Place::default(),
        "the exhibit ends in the middle of an entry",
        "ask the sender for the whole file; what stands before it was read",
    )
}

fn read_card(
    card: &Component,
    owner: &Party,
    region: Option<&str>,
    record: &mut Contact,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    let of = |name: &'static str| {
        card.properties.iter().filter(move |own| own.name == name && !own.value.trim().is_empty())
    };
    let phones: Vec<&Property> = of("TEL").take(ROWS_MAX).collect();
    let emails: Vec<&Property> = of("EMAIL").take(ROWS_MAX).collect();
    for number in 0..phones.len().max(emails.len()).max(1) {
        let mut place = card.place();
        if number > 0 {
            place.path = format!("entry[{}]", number + 1);
        }
        sink.begin(&place)?;
        if let Some(kind) = card.fault {
            sink.reject(kind, "", &card.text("FN"))?;
            continue;
        }
        record.clear();
        record.owner.clone_from(owner);
        let mut extra = Extra::default();
        take_name(card, &mut record.contact);
        take_contacts(
            phones.get(number),
            emails.get(number),
            region,
            &mut record.contact,
            &mut extra,
        );
        if number == 0 {
            take_rest(card, record, &mut extra);
        }
        extra.write(&mut record.extra);
        if record.contact.is_absent() {
            sink.reject(RejectKind::MissingField, "FN", "")?;
        } else {
            sink.record(record)?;
        }
    }
    Ok(())
}

fn take_name(card: &Component, party: &mut Party) {
    party.name.set(&card.text("FN"));
    if party.name.is_empty() {
        let parts = card.first("N").map(Property::parts).unwrap_or_default();
        let order = [3, 1, 2, 0, 4].into_iter().filter_map(|at| parts.get(at));
        let words: Vec<&str> = order.map(String::as_str).filter(|word| !word.is_empty()).collect();
        party.name.set(&words.join(" "));
    }
    if party.name.is_empty() {
        party.name.set(&card.text("ORG").replace(';', ", "));
    }
}

fn take_contacts(
    phone: Option<&&Property>,
    email: Option<&&Property>,
    region: Option<&str>,
    party: &mut Party,
    extra: &mut Extra,
) {
    if let Some(phone) = phone {
        let text = phone.text();
        let number = text.strip_prefix("tel:").unwrap_or(&text);
        party.phone_stated.set(number);
        party.phone.set(&identifier::phone(number, region).unwrap_or_default());
        extra.add("phone type", &phone.kinds());
    }
    if let Some(email) = email {
        let text = email.text();
        match identifier::email(&text) {
            Some(address) => party.email.set(&address),
            None => extra.add("EMAIL", &text),
        }
    }
}

fn take_rest(card: &Component, record: &mut Contact, extra: &mut Extra) {
    let party = &mut record.contact;
    record.platform.set(&card.text("PRODID"));
    party.birth_date.set(&card.text("BDAY"));
    party.handle.set(&card.text("NICKNAME"));
    if let Some(address) = card.first("ADR") {
        let parts = address.parts();
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
        party.address.set(&parts.join(", "));
    }
    let mut addresses = 0;
    for property in &card.properties {
        addresses += u32::from(property.name == "ADR");
        let taken = TAKEN.contains(&property.name.as_str())
            || matches!(property.name.as_str(), "PRODID" | "BDAY" | "NICKNAME")
            || property.name == "ADR" && addresses == 1;
        if !taken {
            extra.add(&property.name, &property.text());
        }
    }
}
