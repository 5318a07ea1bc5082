//! What a filled record of each kind must still satisfy, and what follows from its own fields.

use model::RejectKind;
use model::money::Amount;
use model::records::{
    Account, Activity, Contact, Entry, Lease, Login, Media, Message, PartyMention, Position,
    Session, Transfer, Trip,
};

use super::fill::{Fault, Tools};
use super::mapping::SignRule;

type Outcome = Result<(), Fault>;

fn missing(field: &'static str) -> Outcome {
    Err(Fault::new(RejectKind::MissingField, field, ""))
}

/// Money goes from payer to payee: an amount below zero says something a status must say.
fn not_negative(amount: &Amount, field: &'static str) -> Outcome {
    match amount.money {
        Some(money) if money.minor < 0 => {
            Err(Fault::new(RejectKind::NegativeAmount, field, &amount.stated))
        }
        _ => Ok(()),
    }
}

/// A transfer states a time, an amount and a party.
pub(crate) fn transfer(record: &mut Transfer, _: &Tools) -> Outcome {
    if ![&record.sent, &record.available, &record.paid_out].iter().any(|stamp| stamp.is_stated()) {
        return missing("sent");
    }
    let stated = record.principal.money.is_some() || record.pay_out.money.is_some();
    if !stated && !states_chain_amount(&record.extra) {
        return missing("principal");
    }
    if record.payer.is_absent() && record.payee.is_absent() {
        return missing("payer");
    }
    not_negative(&record.principal, "principal")?;
    not_negative(&record.fee, "fee")?;
    not_negative(&record.pay_out, "pay_out")
}

/// Whether `extra` holds an amount on a public chain. A quote inside a cell is escaped there, so that
/// only a key can look like one.
fn states_chain_amount(extra: &str) -> bool {
    extra.starts_with("{\"crypto_amount") || extra.contains(",\"crypto_amount")
}

/// A statement line states a day and an amount; sign and direction say the same thing.
pub(crate) fn entry(record: &mut Entry, tools: &Tools) -> Outcome {
    if !record.booked.is_stated() && !record.valued.is_stated() {
        return missing("booked");
    }
    let Some(money) = &mut record.amount.money else { return missing("amount") };
    let unknown = |word: &str| Err(Fault::new(RejectKind::UnknownValue, "direction", word));
    match (&*record.direction, tools.mapping.sign) {
        ("credit", _) | ("", SignRule::AllCredit) if money.minor < 0 => {
            return not_negative(&record.amount, "amount");
        }
        ("credit", _) | ("", SignRule::CreditPositive | SignRule::AllCredit) => {}
        ("debit", _) | ("", SignRule::AllDebit) => money.minor = -money.minor.abs(),
        ("", SignRule::DebitPositive) => money.minor = -money.minor,
        (word, _) => return unknown(word),
    }
    let negative = money.minor < 0;
    if record.direction.is_empty() {
        record.direction.set(if negative { "debit" } else { "credit" });
    }
    Ok(())
}

/// A call states its beginning and somebody; its end follows from its duration.
pub(crate) fn session(record: &mut Session, tools: &Tools) -> Outcome {
    if !record.start.is_stated() {
        return missing("start");
    }
    if record.caller.is_absent() && record.callee.is_absent() {
        return missing("caller");
    }
    if tools.missed {
        record.status.set("missed");
    } else if tools.mapping.missed_duration.is_some() && record.status.is_empty() {
        record.status.set("answered");
    }
    if !record.end.is_stated() {
        if let Some(duration_s) = record.duration_s {
            record.end.set_after(&record.start, duration_s);
        }
    } else if record.end.latest_us < record.start.earliest_us {
        return Err(Fault::new(RejectKind::EndBeforeStart, "end", &record.end.stated));
    }
    Ok(())
}

/// A message states its time and its writer or its reader.
pub(crate) fn message(record: &mut Message, _: &Tools) -> Outcome {
    if !record.sent.is_stated() {
        return missing("sent");
    }
    if record.sender.is_absent() && record.receiver.is_absent() {
        return missing("sender");
    }
    Ok(())
}

/// A login states its time and the account.
pub(crate) fn login(record: &mut Login, _: &Tools) -> Outcome {
    if !record.at.is_stated() {
        return missing("at");
    }
    if record.account.is_absent() { missing("account") } else { Ok(()) }
}

/// An account states its holder or its own id.
pub(crate) fn account(record: &mut Account, _: &Tools) -> Outcome {
    if record.holder.is_absent() { missing("holder") } else { Ok(()) }
}

/// A contact states whom the list names.
pub(crate) fn contact(record: &mut Contact, _: &Tools) -> Outcome {
    if record.contact.is_absent() { missing("contact") } else { Ok(()) }
}

/// A file states its path or a digest, and a digest is one.
pub(crate) fn media(record: &mut Media, _: &Tools) -> Outcome {
    let digests = [
        (&mut record.md5, 32, "md5"),
        (&mut record.sha1, 40, "sha1"),
        (&mut record.sha256, 64, "sha256"),
    ];
    let mut any = !record.path.is_empty();
    for (digest, len, field) in digests {
        if digest.is_empty() {
            continue;
        }
        if digest.len() != len || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Fault::new(RejectKind::BadDigest, field, digest));
        }
        digest.buffer().make_ascii_lowercase();
        any = true;
    }
    if any { Ok(()) } else { missing("path") }
}

/// A leg states who travelled, and when or between which places.
pub(crate) fn trip(record: &mut Trip, _: &Tools) -> Outcome {
    if record.traveller.is_absent() {
        return missing("traveller");
    }
    let placed = !record.origin.is_empty() || !record.destination.is_empty();
    if !record.departs.is_stated() && !record.arrives.is_stated() && !placed {
        return missing("departs");
    }
    Ok(())
}

/// A position states when, and where by degrees or by name.
pub(crate) fn position(record: &mut Position, _: &Tools) -> Outcome {
    if !record.at.is_stated() {
        return missing("at");
    }
    let placed = record.latitude_e7.is_some() && record.longitude_e7.is_some();
    if placed || !record.place.is_empty() { Ok(()) } else { missing("latitude_e7") }
}

/// An activity states when and what.
pub(crate) fn activity(record: &mut Activity, _: &Tools) -> Outcome {
    if !record.at.is_stated() {
        return missing("at");
    }
    if record.action.is_empty() && record.description.is_empty() {
        return missing("action");
    }
    Ok(())
}

/// A lease states the address and who held it.
pub(crate) fn lease(record: &mut Lease, _: &Tools) -> Outcome {
    if record.address.is_empty() {
        return missing("address");
    }
    if record.subscriber.is_absent() { missing("subscriber") } else { Ok(()) }
}

/// A mention states whom it mentions.
pub(crate) fn party(record: &mut PartyMention, _: &Tools) -> Outcome {
    if record.party.is_absent() { missing("party") } else { Ok(()) }
}

/// Fields of a kind without which no row can become a record, in groups of which one suffices.
pub(crate) fn needed(kind: model::Kind) -> &'static [&'static [&'static str]] {
    use model::Kind;
    match kind {
        Kind::Transfer => &[&["sent", "available", "paid_out"], &["principal", "pay_out"]],
        Kind::Entry => &[&["booked", "valued"], &["amount"]],
        Kind::Session => &[&["start"], &["caller", "callee"]],
        Kind::Message => &[&["sent"], &["sender", "receiver"]],
        Kind::Login => &[&["at"], &["account"]],
        Kind::Account => &[&["holder"]],
        Kind::Contact => &[&["contact"]],
        Kind::Media => &[&["path", "md5", "sha1", "sha256"]],
        Kind::Trip => &[&["traveller"]],
        Kind::Party => &[&["party"]],
        Kind::Position => &[&["at"], &["latitude_e7", "place"]],
        Kind::Activity => &[&["at"], &["action", "description"]],
        Kind::Lease => &[&["address"], &["subscriber"]],
    }
}
