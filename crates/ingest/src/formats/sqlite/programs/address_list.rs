//! Address books that keep a person in one table and numbers and addresses in another.
//!
//! A person is one contact with the first number and the first e-mail address; every further number
//! or address is a contact of its own with the same name, so that each can be matched.

use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::people::People;
use crate::formats::sqlite::writer::Writer;

/// What a detail of a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// Anything else.
    Other,
}

/// The details of one person.
#[derive(Debug, Default)]
pub(super) struct Details {
    phone: Option<(i64, String)>,
    email: Option<(i64, String)>,
    others: Vec<(String, String)>,
}

/// Keeps a detail under its person.
pub(super) fn keep(
    details: &mut Known<Details>,
    person: i64,
    id: i64,
    detail: Detail,
    label: &str,
    value: String,
) {
    let Some(own) = details.grow(person, label.len() + value.len()) else { return };
    match detail {
        Detail::Phone if own.phone.is_none() => own.phone = Some((id, value)),
        Detail::Email if own.email.is_none() => own.email = Some((id, value)),
        // Further numbers are contacts of their own.
        Detail::Phone | Detail::Email => {}
        Detail::Other => own.others.push((label.to_owned(), value)),
    }
}

/// Whether this detail is told with its person.
pub(super) fn is_told(details: &Known<Details>, person: i64, id: i64, detail: Detail) -> bool {
    let Some(own) = details.get(Some(person)) else { return false };
    let first = match detail {
        Detail::Phone => own.phone.as_ref(),
        Detail::Email => own.email.as_ref(),
        Detail::Other => return true,
    };
    first.is_some_and(|(first, _)| *first == id)
}

/// Fills a contact with what is kept of a person.
pub(super) fn fill_person(writer: &mut Writer, details: Option<&Details>) {
    let Writer { contact, people, extra, .. } = writer;
    let Some(own) = details else { return };
    if let Some((_, phone)) = &own.phone {
        people.phone(phone, &mut contact.contact);
    }
    if let Some((_, email)) = &own.email {
        put_email(people, email, contact);
    }
    for (label, value) in &own.others {
        extra.add(label, value);
    }
}

fn put_email(people: &mut People, email: &str, contact: &mut model::records::Contact) {
    let mut party = model::Party::default();
    people.address(email, &mut party);
    if party.email.is_empty() {
        contact.contact.handle.set(email);
    } else {
        contact.contact.email = party.email;
    }
}

/// Fills a contact with one further number or address.
pub(super) fn fill_detail(writer: &mut Writer, detail: Detail, value: &str) {
    let Writer { contact, people, .. } = writer;
    match detail {
        Detail::Phone => people.phone(value, &mut contact.contact),
        _ => put_email(people, value, contact),
    }
}
