//! FollowTheMoney: parties, accounts, payments, calls and messages as entities, for Aleph and its kin.
//!
//! - **Specification:** the FollowTheMoney model (<https://followthemoney.tech>), JSON lines of `id`,
//!   `schema` and `properties`.
//! - **Entities:** a transfer and a bank entry with both sides are a `Payment`, a session a `Call`, a
//!   message a `Message`, an account a `UserAccount` (with an IBAN a `BankAccount`), an entry of an
//!   address book an `UnknownLink`. A party is a `LegalEntity`: no source says whether it is a person.
//! - **Ids** are digests of the case and the record, or of the case and the party's key, so that an
//!   entity is the same in every export of a case. A key that is only a name stands for all who are
//!   stated by that name and by nothing else.
//! - **Provenance:** `recordId` is the record; a party's `notes` name the record that first states it so.
//! - **Times** that leave more than a second open stand as `startDate` and `endDate`, in UTC.
//! - **Long texts** stand in parts, in their order, as the values of one property; a name or number that
//!   is longer than its type stands among the descriptions.
//! - **Left out:** payments, calls and messages without a party on either side that the model demands.

use std::collections::HashSet;

use model::party::PartyRef;
use model::record::Kind;
use model::wire::StampOf;
use model::{Digest, Row};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::flat::decimal;
use super::{Fate, Job, Outputs, Reason, RecordExport, Target};
use crate::exports::ExportError;
use crate::exports::json::json as line_of;
use crate::exports::times::utc;

/// Bytes of a digest that name an entity.
const ID_LEN: usize = 40;

/// Properties that the model holds as long texts.
const LONG: [&str; 5] = ["bodyText", "description", "notes", "purpose", "summary"];

/// Characters of one value of those.
const TEXT_CHARS_MAX: usize = 65_000;

/// Properties that the model holds as numbers of something.
const NUMBERS: [&str; 6] =
    ["accountNumber", "callerNumber", "iban", "idNumber", "phone", "receiverNumber"];

/// Characters of one value of those.
const NUMBER_CHARS_MAX: usize = 64;

/// Characters of any other value.
const WORD_CHARS_MAX: usize = 250;

/// Longest span that counts as an instant.
const SPAN_US_MAX: i64 = 999_999;

/// Entities; see the module.
#[derive(Debug)]
pub(super) struct Ftm;

impl RecordExport for Ftm {
    fn code(&self) -> &'static str {
        "ftm"
    }

    fn form(&self) -> &'static str {
        "FollowTheMoney JSON lines"
    }

    fn target(&self) -> Target {
        Target::File
    }

    fn carries(&self, kind: Kind) -> bool {
        use Kind::{Account, Contact, Entry, Message, Party, Session, Transfer};
        matches!(kind, Transfer | Entry | Session | Message | Account | Contact | Party)
    }

    fn write(&self, job: &mut Job<'_, '_>) -> Result<(), ExportError> {
        job.out.begin("")?;
        let mut writing = Writing { case_id: job.asked.case_id.clone(), told: HashSet::new() };
        for kind in job.kinds() {
            job.each(kind, &mut |row, out| writing.record(row, out))?;
        }
        job.note("parties", writing.told.len() as u64);
        Ok(())
    }
}

/// Properties of an entity, each a list of texts.
#[derive(Default)]
struct Properties(Map<String, Value>);

impl Properties {
    /// Adds a text. One that is too long for the model's type stands in parts where it is a text, else
    /// whole among the descriptions.
    fn set(&mut self, name: &str, text: &str) {
        let mut rest = text;
        let is_text = LONG.contains(&name);
        let is_number = NUMBERS.contains(&name);
        let chars_max = match (is_text, is_number) {
            (true, _) => TEXT_CHARS_MAX,
            (_, true) => NUMBER_CHARS_MAX,
            _ => WORD_CHARS_MAX,
        };
        if !is_text && text.chars().nth(chars_max).is_some() {
            return self.set("description", &format!("{name}: {text}"));
        }
        while !rest.is_empty() {
            let beyond = rest.char_indices().nth(chars_max).map_or(rest.len(), |(at, _)| at);
            let (now, after) = rest.split_at(beyond);
            let values = self.0.entry(name).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(values) = values {
                values.push(now.into());
            }
            rest = after;
        }
    }

    /// Sets a time: an instant by its name, an interval by its ends.
    fn time(&mut self, stamp: Option<StampOf<&str>>) {
        let Some(at) = stamp else { return };
        let text = |at_us: i64| utc(at_us).map(|text| text.chars().take(19).collect::<String>());
        let (first, last) = (text(at.earliest_us), text(at.latest_us));
        if at.latest_us.saturating_sub(at.earliest_us) <= SPAN_US_MAX {
            self.set("date", &first.unwrap_or_default());
        } else {
            self.set("startDate", &first.unwrap_or_default());
            self.set("endDate", &last.unwrap_or_default());
        }
    }
}

struct Writing {
    case_id: String,
    /// Parties as they were told, by digest: each is told once as it is stated.
    told: HashSet<[u8; 16]>,
}

impl Writing {
    fn id(&self, of: &str, key: &str) -> String {
        let digest = Sha256::digest(format!("{}\0{of}\0{key}", self.case_id));
        Digest(digest.into()).to_string().chars().take(ID_LEN).collect()
    }

    /// The id of a party, which is told where it was not told before in these words.
    fn party(
        &mut self,
        out: &mut Outputs<'_>,
        row: &Row<'_>,
        field: &str,
    ) -> Result<Option<String>, ExportError> {
        let Some(party) = row.party(field) else { return Ok(None) };
        let mut key = String::new();
        party.key_into(&mut key);
        if key.is_empty() {
            return Ok(None);
        }
        let id = self.id("party", &key);
        let digest = Sha256::digest(format!("{id}\0{}", party.texts.join("\0")));
        let short = digest.first_chunk::<16>().copied().unwrap_or_default();
        if self.told.insert(short) {
            let mut properties = stated(&party);
            properties.set("notes", &format!("stated in {}", row.record));
            entity(out, (&id, "LegalEntity"), &properties)?;
        }
        Ok(Some(id))
    }

    fn record(&mut self, row: &Row<'_>, out: &mut Outputs<'_>) -> Result<Fate, ExportError> {
        match row.kind {
            Kind::Transfer => self.payment(row, out, ("payer", "payee", "principal")),
            Kind::Entry => {
                let is_debit = row.amount("amount").is_some_and(|amount| amount.money.minor < 0);
                let sides = if is_debit {
                    ("holder", "counterparty", "amount")
                } else {
                    ("counterparty", "holder", "amount")
                };
                self.payment(row, out, sides)
            }
            Kind::Session => self.call(row, out),
            Kind::Message => self.message(row, out),
            Kind::Contact => self.contact(row, out),
            Kind::Account => self.account(row, out),
            _ => match self.party(out, row, "party")? {
                Some(_) => Ok(Fate::Written),
                None => Ok(Fate::LeftOut(Reason::NoParty)),
            },
        }
    }

    /// An entity of a record, with its number.
    fn of_record(
        &self,
        row: &Row<'_>,
        out: &mut Outputs<'_>,
        schema: &str,
        mut properties: Properties,
    ) -> Result<Fate, ExportError> {
        let record = row.record.to_string();
        properties.set("recordId", &record);
        let id = self.id(row.kind.table(), &record);
        entity(out, (&id, schema), &properties)?;
        Ok(Fate::Written)
    }

    fn payment(
        &mut self,
        row: &Row<'_>,
        out: &mut Outputs<'_>,
        (payer, payee, amount): (&str, &str, &str),
    ) -> Result<Fate, ExportError> {
        let payer = self.party(out, row, payer)?;
        let (Some(payer), Some(payee)) = (payer, self.party(out, row, payee)?) else {
            return Ok(Fate::LeftOut(Reason::NoParty));
        };
        let mut properties = Properties::default();
        properties.set("payer", &payer);
        properties.set("beneficiary", &payee);
        if let Some(amount) = row.amount(amount) {
            properties.set("amount", decimal(amount.money).trim_start_matches('-'));
            properties.set("currency", amount.money.currency.code());
        }
        let first = |fields: [&'static str; 3]| fields.into_iter().find_map(|name| row.stamp(name));
        let times = ["sent", "available", "paid_out"];
        properties.time(first(times).or_else(|| first(["booked", "valued", ""])));
        properties.set("purpose", row.text("purpose"));
        let reference = [row.text("reference"), row.text("end_to_end_reference")];
        properties.set("transactionNumber", &reference.concat());
        self.of_record(row, out, "Payment", properties)
    }

    fn call(&mut self, row: &Row<'_>, out: &mut Outputs<'_>) -> Result<Fate, ExportError> {
        let (caller, callee) = (self.party(out, row, "caller")?, self.party(out, row, "callee")?);
        if caller.is_none() && callee.is_none() {
            return Ok(Fate::LeftOut(Reason::NoParty));
        }
        let mut properties = Properties::default();
        properties.set("caller", &caller.unwrap_or_default());
        properties.set("receiver", &callee.unwrap_or_default());
        let number = |side: &str| row.party(side).map(|party| party.texts[3]).unwrap_or_default();
        properties.set("callerNumber", number("caller"));
        properties.set("receiverNumber", number("callee"));
        properties.time(row.stamp("start"));
        if let Some(seconds) = row.integer("duration_s") {
            properties.set("duration", &seconds.to_string());
        }
        properties.set("summary", &[row.text("platform"), row.text("medium")].join(" "));
        self.of_record(row, out, "Call", properties)
    }

    fn message(&mut self, row: &Row<'_>, out: &mut Outputs<'_>) -> Result<Fate, ExportError> {
        let Some(sender) = self.party(out, row, "sender")? else {
            return Ok(Fate::LeftOut(Reason::NoParty));
        };
        let mut properties = Properties::default();
        properties.set("sender", &sender);
        properties.set("recipients", &self.party(out, row, "receiver")?.unwrap_or_default());
        properties.set("bodyText", row.text("body"));
        properties.set("threadTopic", row.text("conversation"));
        properties.set("fileName", row.text("attachment"));
        properties.time(row.stamp("sent"));
        self.of_record(row, out, "Message", properties)
    }

    fn contact(&mut self, row: &Row<'_>, out: &mut Outputs<'_>) -> Result<Fate, ExportError> {
        let owner = self.party(out, row, "owner")?;
        let (Some(owner), Some(contact)) = (owner, self.party(out, row, "contact")?) else {
            return Ok(Fate::LeftOut(Reason::NoParty));
        };
        let mut properties = Properties::default();
        properties.set("subject", &owner);
        properties.set("object", &contact);
        properties.set("role", "entry of a list of contacts");
        properties.time(row.stamp("added"));
        self.of_record(row, out, "UnknownLink", properties)
    }

    fn account(&mut self, row: &Row<'_>, out: &mut Outputs<'_>) -> Result<Fate, ExportError> {
        let holder = row.party("holder").unwrap_or_default();
        let [name, account, handle, ..] = holder.texts;
        let own = if account.is_empty() { handle } else { account };
        if own.is_empty() {
            return Ok(Fate::LeftOut(Reason::NoReference));
        }
        let owner = self.party(out, row, "holder")?.unwrap_or_default();
        let mut properties = Properties::default();
        properties.set("name", name);
        properties.set("notes", &format!("stated in {}", row.record));
        let id = self.id("account", &row.record.to_string());
        if let Some(iban) = account.strip_prefix("iban:") {
            properties.set("iban", iban);
            properties.set("accountNumber", iban);
            properties.set("bankName", row.text("platform"));
            entity(out, (&id, "BankAccount"), &properties)?;
        } else {
            properties.set("owner", &owner);
            properties.set("username", own);
            properties.set("service", row.text("platform"));
            properties.set("email", holder.texts[5]);
            properties.set("phone", holder.texts[3]);
            entity(out, (&id, "UserAccount"), &properties)?;
        }
        Ok(Fate::Written)
    }
}

/// Writes an entity.
fn entity(
    out: &mut Outputs<'_>,
    (id, schema): (&str, &str),
    properties: &Properties,
) -> Result<(), ExportError> {
    let entity = json!({"id": id, "schema": schema, "properties": properties.0});
    out.text(&line_of(&entity))?;
    out.text("\n")?;
    out.row();
    Ok(())
}

/// What a source states of a party, in the model's words.
fn stated(party: &PartyRef<'_>) -> Properties {
    let [name, account, handle, phone, _, email, document, address, birth_date] = party.texts;
    let mut properties = Properties::default();
    let known = [name, handle, account].into_iter().find(|text| !text.is_empty());
    properties.set("name", known.unwrap_or_default());
    properties.set("alias", handle);
    properties.set("phone", phone);
    properties.set("email", email);
    properties.set("address", address);
    let document = document.split_once(':').map_or(document, |(_, number)| number);
    properties.set("idNumber", document);
    if !birth_date.is_empty() {
        properties.set("description", &format!("birth date as stated: {birth_date}"));
    }
    properties.set("summary", account);
    properties
}
