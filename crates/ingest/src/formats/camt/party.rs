//! Parties and accounts as every version of the messages states them.

use model::Party;
use model::identifier::{self, document};

use crate::formats::xml_tree::Element;

/// Takes a party element (`Dbtr`, `Cdtr`, `Ownr`): its own children, or those of `Pty` or, for a
/// bank, of `Agt/FinInstnId`.
pub(in crate::formats) fn take(element: Element<'_>, region: Option<&str>, party: &mut Party) {
    let person = element.child("Pty");
    let bank = element.at("Agt/FinInstnId");
    let from = if person.exists() {
        person
    } else if bank.exists() {
        bank
    } else {
        element
    };
    party.name.set(from.take("Nm"));
    let mut address = String::new();
    let stated = from.child("PstlAdr");
    for line in stated.children().filter(|child| child.name() != "AdrTp") {
        line.take_all(", ", &mut address);
    }
    party.address.set(&address);
    take_contact(from.child("CtctDtls"), region, party);
    take_document(from, party);
    party.birth_date.set(from.take("Id/PrvtId/DtAndPlcOfBirth/BirthDt"));
}

fn take_contact(contact: Element<'_>, region: Option<&str>, party: &mut Party) {
    let phone = contact.take_first(&["MobNb", "PhneNb"]);
    party.phone_stated.set(phone);
    // ISO 20022 writes `+39-0266334455`.
    if let Some(canonical) = identifier::phone(&phone.replace('-', ""), region) {
        party.phone.set(&canonical);
    }
    if let Some(email) = identifier::email(contact.take("EmailAdr")) {
        party.email.set(&email);
    }
}

fn take_document(from: Element<'_>, party: &mut Party) {
    for kind in ["Id/PrvtId/Othr", "Id/OrgId/Othr"] {
        let other = from.at(kind);
        let number = other.take("Id");
        if !number.is_empty() {
            let scheme = other.take_first(&["SchmeNm/Cd", "SchmeNm/Prtry", "Issr"]);
            let scheme = if scheme.is_empty() { "id" } else { scheme };
            document::document(scheme, number, &mut party.document);
            return;
        }
    }
    let bank = from.take_first(&["Id/OrgId/AnyBIC", "Id/OrgId/BICOrBEI", "BICFI", "BIC"]);
    if !bank.is_empty() {
        party.document.set_fmt(format_args!("bic:{bank}"));
    }
}

/// Takes an account element (`Acct`, `DbtrAcct`): its IBAN, or its other number under the scheme
/// or bank it belongs to.
pub(in crate::formats) fn take_account(account: Element<'_>, party: &mut Party) {
    let id = account.child("Id");
    let stated = id.take_first(&["IBAN", "Othr/Id", "PrtryAcct/Id", "BBAN", "UPIC"]);
    let scheme = id.take_first(&["Othr/SchmeNm/Cd", "Othr/SchmeNm/Prtry"]);
    let scheme = if scheme.is_empty() {
        account.take_first(&[
            "Svcr/FinInstnId/BICFI",
            "Svcr/FinInstnId/BIC",
            "Svcr/FinInstnId/ClrSysMmbId/MmbId",
        ])
    } else {
        scheme
    };
    if let Some(canonical) = identifier::account(scheme, stated) {
        party.account.set(&canonical);
    }
}
