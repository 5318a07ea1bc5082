//! Special service requests of a booking: documents, addresses, visas, contacts and seats.
//!
//! - **Specification:** IATA Resolution 1785 and AIRIMP: `DOCS` is type, issuing country, number,
//!   nationality, birth date, gender, expiry, surname and given names between slashes; `DOCA` an
//!   address, `DOCO` a visa; `CTCM` and `CTCE` a contact.
//! - **Whose it is:** of the traveller it names by reference, unless the document is made out to the
//!   name of exactly one other; else of the traveller in whose group it stands. A document of an
//!   infant (`MI`, `FI`) is never given to an adult. A contact in a free text of the booking is that of
//!   its traveller where it has one alone.

use model::identifier::{self, document};

use super::journey::{Traveller, keep};
use super::lexer::Segment;
use crate::formats::travel::names;

/// Fields of `DOCS` that are looked at.
const DOCS_FIELDS: usize = 10;

/// Requests that belong to one traveller.
pub(super) fn is_personal(segment: &Segment) -> bool {
    matches!(segment.at(0, 0), "DOCS" | "DOCA" | "DOCO" | "CTCM" | "CTCE")
}

/// The text of a request.
fn text(segment: &Segment) -> &str {
    segment.at(0, 8)
}

/// The reference of the traveller a request names.
fn reference(segment: &Segment) -> &str {
    segment.at(1, 2)
}

/// The fields of a `DOCS`, without the slash before the first.
fn fields(text: &str) -> [&str; DOCS_FIELDS] {
    let mut out = [""; DOCS_FIELDS];
    let text = text.strip_prefix('/').unwrap_or(text);
    for (slot, field) in out.iter_mut().zip(text.split('/')) {
        *slot = field.trim();
    }
    out
}

/// Letters of a name, for comparison: airlines break lines in the middle of one.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase).collect()
}

/// Gives a personal request to its traveller; `group` is the one in whose group it stands. `false`
/// where it cannot be said whose it is.
pub(super) fn give(segment: &Segment, group: Option<usize>, travellers: &mut [Traveller]) -> bool {
    let stated = reference(segment);
    let referred = travellers.iter().position(|who| !stated.is_empty() && who.reference == stated);
    let mut owner = referred.or(group);
    if segment.at(0, 0) == "DOCS" {
        let [_, _, _, _, _, gender, _, surname, given, ..] = fields(text(segment));
        let (surname, given) = (letters(surname), letters(names::without_title(given).0));
        let is_named = |who: &Traveller| {
            let own = letters(&who.given);
            !surname.is_empty()
                && letters(&who.surname) == surname
                && !own.is_empty()
                && (own.starts_with(&given) || given.starts_with(&own))
        };
        let named: Vec<usize> = (0..travellers.len())
            .filter(|number| travellers.get(*number).is_some_and(is_named))
            .collect();
        match named.as_slice() {
            [one] => owner = Some(*one),
            _ if gender.len() == 2 && gender.ends_with('I') => owner = None,
            _ => {}
        }
    }
    let Some(who) = owner.and_then(|number| travellers.get_mut(number)) else { return false };
    take(segment, who);
    true
}

fn take(segment: &Segment, who: &mut Traveller) {
    let (kind, text) = (segment.at(0, 0), text(segment));
    keep(&mut who.facts, &format!("SSR {kind}"), text);
    match kind {
        "DOCS" => {
            let [kind, issued_in, number, _, birth_date, ..] = fields(text);
            if who.party.document.is_empty() {
                document::document(kind, number, &mut who.party.document);
                keep(&mut who.facts, document::ISSUED_IN, &document::state(issued_in));
            }
            if who.party.birth_date.is_empty() {
                who.party.birth_date.set(birth_date);
            }
        }
        "DOCA" => {
            let [kind, country, street, city, region, postcode, ..] = fields(text);
            let parts = [street, city, region, postcode, country];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            if kind.eq_ignore_ascii_case("R") && who.party.address.is_empty() {
                who.party.address.set(&parts.join(", "));
            }
        }
        _ => take_contact(kind, text, who),
    }
}

/// A telephone number or an e-mail address of a traveller.
pub(super) fn take_contact(kind: &str, text: &str, who: &mut Traveller) {
    match kind {
        "CTCM" => take_phone(text, who),
        "CTCE" => {
            let address = text.trim_matches('/').replace("//", "@").replace("..", "_");
            let address = address.replace("./", "-");
            if let Some(email) = identifier::email(&address).filter(|_| who.party.email.is_empty())
            {
                who.party.email.set(&email);
            }
        }
        _ => {}
    }
}

/// The contact that a free text of a booking states (`CTCE A.B//EXAMPLE.ORG`, `YY CTC M 4412345`): its
/// kind and its text.
pub(super) fn contact(segment: &Segment) -> Option<(&'static str, String)> {
    let words: Vec<&str> = segment.at(1, 0).split_whitespace().collect();
    let after = |kind: &'static str, at: usize| Some((kind, words.get(at..)?.join(" ")));
    words.iter().enumerate().find_map(|(at, word)| {
        let next = words.get(at + 1).copied();
        match (*word, next) {
            ("CTCM", Some(_)) => after("CTCM", at + 1),
            ("CTCE", Some(_)) => after("CTCE", at + 1),
            ("CTC", Some("M")) => after("CTCM", at + 2),
            ("CTC", Some("E")) => after("CTCE", at + 2),
            _ => None,
        }
    })
}

/// The telephone number of a `CTCM`, which stands in international form without a plus.
fn take_phone(text: &str, who: &mut Traveller) {
    let number = text.trim_matches('/').split('/').next().unwrap_or_default().trim();
    if number.is_empty() || !who.party.phone_stated.is_empty() {
        return;
    }
    who.party.phone_stated.set(number);
    let digits = number.trim_start_matches('+');
    let digits = digits.strip_prefix("00").unwrap_or(digits);
    if let Some(phone) = identifier::phone(&format!("+{digits}"), None) {
        who.party.phone.set(&phone);
    }
}

/// The address of a segment `ADD`, without its purpose and without the telephone number.
pub(super) fn address(segment: &Segment) -> String {
    let parts = (1..7).map(|component| segment.at(1, component));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Takes the seats of a leg: `15A` of the traveller with this reference. Whether all of them are
/// somebody's.
pub(super) fn seats(
    segment: &Segment,
    travellers: &[Traveller],
    own_facts: &mut Vec<(usize, String, String)>,
) -> bool {
    if !matches!(segment.at(0, 0), "SEAT" | "NSST" | "RQST") {
        return false;
    }
    let mut is_whole = segment.elements() > 1;
    for element in 1..segment.elements() {
        let (seat, reference) = (segment.at(element, 0), segment.at(element, 2));
        let number =
            travellers.iter().position(|who| !reference.is_empty() && who.reference == reference);
        if let Some(number) = number.filter(|_| !seat.is_empty()) {
            own_facts.push((number, "seat".to_owned(), seat.to_owned()));
        } else {
            is_whole = false;
        }
    }
    is_whole
}
