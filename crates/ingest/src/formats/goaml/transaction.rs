//! A transaction of a goAML report as a transfer, and everyone else in it as a mention.

use model::money::{Amount, Currency, DecimalMark};
use model::records::{PartyMention, Transfer};
use model::time::{Stamp, StampReader};
use model::{Place, RejectKind, Text};

use super::subject;
use crate::formats::extra::Extra;
use crate::formats::xml_tree::Element;
use crate::sink::{Halt, Sink};

/// Roles under which lists of codes name who paid (UNODC's own words and national codes).
const PAYER_ROLES: [&str; 6] = ["PYER", "RMITR", "PAYER", "SENDER", "REMITTER", "ORIGINATOR"];

/// Roles under which they name who was paid.
const PAYEE_ROLES: [&str; 7] =
    ["PYEE", "BNFCR", "BENF", "PAYEE", "RECEIVER", "BENEFICIARY", "RECIPIENT"];

/// What the report as a whole states for each of its rows.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Name and text of each plain element before the transactions.
    pub(super) facts: Vec<(String, String)>,
    /// The local currency.
    pub(super) currency: Option<Currency>,
    /// Whether a local currency is stated that ISO 4217 does not know.
    pub(super) currency_unknown: String,
}

impl Report {
    /// Adds what the report states of all its rows.
    pub(super) fn keep(&self, extra: &mut Extra) {
        for (name, text) in &self.facts {
            extra.add(&format!("report/{name}"), text);
        }
    }

    /// A fact by name, `-` where it is not stated.
    pub(super) fn fact(&self, name: &str) -> &str {
        self.facts.iter().find(|(fact, _)| fact == name).map_or("-", |(_, text)| text.as_str())
    }
}

/// Reads transactions and keeps the buffers between them.
pub(super) struct TransactionReader {
    pub(super) stamps: StampReader,
    pub(super) region: Option<String>,
    record: Transfer,
    extra: Extra,
}

/// Someone in a transaction who is neither its payer nor its payee.
struct Other {
    mention: PartyMention,
    bytes: (u64, u64),
    path: String,
}

/// Why a row is no record: kind, field, text.
type Fault = (RejectKind, &'static str, String);

impl TransactionReader {
    pub(super) fn new(stamps: StampReader, region: Option<String>) -> Self {
        Self { stamps, region, record: Transfer::default(), extra: Extra::default() }
    }

    /// Ends the row begun for a `transaction`, then gives a row to everyone else in it.
    pub(super) fn read(
        &mut self,
        transaction: Element<'_>,
        report: &Report,
        path: &str,
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        model::Record::clear(&mut self.record);
        let filled = self.fill(transaction, report);
        match filled {
            Ok(others) => {
                sink.record(&self.record)?;
                for other in others {
                    let (bytes_start, bytes_len) = other.bytes;
                    let path = format!("{path}/{}", other.path);
                    sink.begin(&Place { path, bytes_start, bytes_len, ..Place::default() })?;
                    sink.record(&other.mention)?;
                }
                Ok(())
            }
            Err((kind, field, raw)) => sink.reject(kind, field, &raw),
        }
    }

    fn fill(&mut self, transaction: Element<'_>, report: &Report) -> Result<Vec<Other>, Fault> {
        self.extra.clear();
        let number = transaction.take("transactionnumber");
        let stated =
            [number, transaction.peek("amount_local"), transaction.peek("date_transaction")];
        if stated.iter().all(|text| text.is_empty()) {
            return Err((RejectKind::MissingField, "transactionnumber", String::new()));
        }
        self.take_facts(transaction, report)?;
        let mut others = Vec::new();
        self.take_sides(transaction, &mut others)?;
        self.take_parties(transaction, &mut others)?;
        for other in &mut others {
            keep_report(report, number, &mut other.mention.extra);
        }
        transaction.each_untaken(|path, text| self.extra.add(path, text));
        report.keep(&mut self.extra);
        self.extra.write(&mut self.record.extra);
        Ok(others)
    }

    fn take_facts(&mut self, transaction: Element<'_>, report: &Report) -> Result<(), Fault> {
        let record = &mut self.record;
        record.reference.set(transaction.peek("transactionnumber"));
        record.status.set(transaction.take("transaction_status"));
        read_date(transaction, "date_transaction", &mut self.stamps, &mut record.sent)?;
        if !report.currency_unknown.is_empty() {
            let raw = report.currency_unknown.clone();
            return Err((RejectKind::UnknownCurrency, "currency_code_local", raw));
        }
        let currency = report.currency.unwrap_or(Currency::NONE);
        read_amount(transaction, "amount_local", currency, &mut record.principal)?;
        record.send_place.set(transaction.take_first(&["transaction_location", "agent_name"]));
        record.channel.set(transaction.take_first(&["transmode_code", "transmode_comment"]));
        record.purpose.set(transaction.take("transaction_description"));
        Ok(())
    }

    /// The two sides of a bi-party transaction.
    fn take_sides(
        &mut self,
        transaction: Element<'_>,
        others: &mut Vec<Other>,
    ) -> Result<(), Fault> {
        let region = self.region.as_deref();
        for element in transaction.children() {
            let side = match element.name() {
                "t_from" | "t_from_my_client" => Side::Payer,
                "t_to" | "t_to_my_client" => Side::Payee,
                _ => continue,
            };
            let is_client = subject::is_my_client(element);
            if is_client {
                self.extra.add("my_client", side.name());
            }
            let record = &mut self.record;
            let (party, place, country) = match side {
                Side::Payer => (&mut record.payer, &mut record.send_place, "from_country"),
                Side::Payee => (&mut record.payee, &mut record.pay_place, "to_country"),
            };
            for who in element.children() {
                if who.name() == "t_conductor" {
                    others.push(mention(who, who, "conductor", region));
                } else if party.is_absent() && subject::take(who, region, party) {
                    let bank = who.peek_first(&["institution_name", "swift"]);
                    if !bank.is_empty() && (is_client || record.operator.is_empty()) {
                        record.operator.set(bank);
                    }
                }
            }
            if place.is_empty() {
                place.set(element.take(country));
            }
            if side == Side::Payee {
                read_foreign(element.child("to_foreign_currency"), &mut record.pay_out)?;
            }
        }
        Ok(())
    }

    /// The parties of a multi-party transaction. Where exactly one has the role of a payer and one
    /// that of a payee, they are the transfer's; everyone else is mentioned with the role.
    fn take_parties(
        &mut self,
        transaction: Element<'_>,
        others: &mut Vec<Other>,
    ) -> Result<(), Fault> {
        let region = self.region.as_deref();
        let involved = transaction.child("involved_parties");
        let only = |roles: &[&str]| {
            let has = |party: &Element<'_>| {
                roles.contains(&party.peek("role").to_ascii_uppercase().as_str())
            };
            let mut found = involved.each("party").filter(has);
            found.next().filter(|_| found.next().is_none()).map(Element::bytes)
        };
        let sides = only(&PAYER_ROLES).zip(only(&PAYEE_ROLES));
        for (index, party) in involved.each("party").enumerate() {
            let Some(who) = party.children().find(|child| is_subject(*child)) else { continue };
            let side = match sides {
                Some((from, _)) if from == party.bytes() => Side::Payer,
                Some((_, to)) if to == party.bytes() => Side::Payee,
                _ => {
                    let mut other = mention(party, who, party.peek("role"), region);
                    other.path = format!("involved_parties/party[{}]", index + 1);
                    others.push(other);
                    continue;
                }
            };
            party.take("role");
            if subject::is_my_client(who) {
                self.extra.add("my_client", side.name());
            }
            let record = &mut self.record;
            let (mentioned, place) = match side {
                Side::Payer => (&mut record.payer, &mut record.send_place),
                Side::Payee => (&mut record.payee, &mut record.pay_place),
            };
            subject::take(who, region, mentioned);
            if place.is_empty() {
                place.set(party.take("country"));
            }
            if side == Side::Payee {
                read_foreign(party.child("foreign_currency"), &mut record.pay_out)?;
            }
        }
        Ok(())
    }
}

/// The two sides of a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Payer,
    Payee,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::Payer => "payer",
            Self::Payee => "payee",
        }
    }
}

/// Whether an element of a party is the person, entity or account it is about.
pub(super) fn is_subject(element: Element<'_>) -> bool {
    let name = element.name();
    matches!(name.strip_suffix("_my_client").unwrap_or(name), "person" | "entity" | "account")
}

/// A mention of the subject `who` of `element`.
fn mention(element: Element<'_>, who: Element<'_>, role: &str, region: Option<&str>) -> Other {
    let mut mention = PartyMention::default();
    if element.name() == "t_conductor" {
        subject::take_person(who, region, &mut mention.party);
    } else {
        subject::take(who, region, &mut mention.party);
    }
    element.take("role");
    mention.role.set(role);
    let mut extra = Extra::default();
    if subject::is_my_client(who) {
        extra.add("my_client", "yes");
    }
    element.each_untaken(|path, text| extra.add(path, text));
    extra.write(&mut mention.extra);
    Other { mention, bytes: element.bytes(), path: element.name().to_owned() }
}

/// Adds to a mention's `extra` which transaction of which report it stands in.
fn keep_report(report: &Report, number: &str, slot: &mut Text) {
    let mut extra = Extra::resume(slot);
    extra.add("transactionnumber", number);
    report.keep(&mut extra);
    extra.write(slot);
}

fn read_date(
    from: Element<'_>,
    field: &'static str,
    stamps: &mut StampReader,
    stamp: &mut Stamp,
) -> Result<(), Fault> {
    let text = from.take(field);
    stamps.read(text, stamp).map_err(|fault| (fault.into(), field, text.to_owned()))
}

fn read_amount(
    from: Element<'_>,
    field: &'static str,
    currency: Currency,
    amount: &mut Amount,
) -> Result<(), Fault> {
    let text = from.take(field);
    let fault = |kind| (kind, field, text.to_owned());
    amount.read(text, DecimalMark::Point, currency).map_err(|own| fault(own.into()))?;
    // From whom to whom money went is said by the sides, never by a sign.
    if amount.money.is_some_and(|money| money.minor < 0) {
        return Err(fault(RejectKind::NegativeAmount));
    }
    Ok(())
}

fn read_foreign(foreign: Element<'_>, amount: &mut Amount) -> Result<(), Fault> {
    if !foreign.exists() {
        return Ok(());
    }
    let code = foreign.take("foreign_currency_code");
    let currency = Currency::from_code(code)
        .ok_or_else(|| (RejectKind::UnknownCurrency, "foreign_currency_code", code.to_owned()))?;
    read_amount(foreign, "foreign_amount", currency, amount)
}
