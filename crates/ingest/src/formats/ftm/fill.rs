//! An entity as the record its schema makes it.

use model::identifier::document;
use model::money::{Currency, DecimalMark};
use model::records::{
    Account, Activity, Media, Message, PartyMention, Position, Session, Transfer, Trip,
};
use model::time::{Stamp, StampReader};
use model::{Party, RejectKind};

use super::entity::{Entity, Index, fill_party, set_phone};
use crate::formats::caseuco::degrees_e7;
use crate::formats::extra::Extra;

/// Why an entity is no record: kind, field, text.
pub(super) type Fault = (RejectKind, &'static str, String);

/// An entity as a record.
#[derive(Debug)]
pub(super) enum Filled {
    Transfer(Box<Transfer>),
    Account(Box<Account>),
    Party(Box<PartyMention>),
    Session(Box<Session>),
    Message(Box<Message>),
    Media(Box<Media>),
    Trip(Box<Trip>),
    Activity(Box<Activity>),
    Position(Box<Position>),
    /// There is no kind of record for it.
    Nothing,
}

/// Schemata that are something that happened: nobody refers to them as a party.
pub(super) fn is_event(schema: &str) -> bool {
    matches!(schema, "Payment" | "Call" | "Message" | "Email" | "Trip" | "Event" | "Mention")
        || relation(schema).is_some()
}

/// The two ends of a relation between parties.
fn relation(schema: &str) -> Option<(&'static str, &'static str)> {
    Some(match schema {
        "Ownership" => ("owner", "asset"),
        "Directorship" => ("director", "organization"),
        "Membership" => ("member", "organization"),
        "Employment" => ("employee", "employer"),
        "Representation" => ("agent", "client"),
        "Associate" => ("person", "associate"),
        "Family" => ("person", "relative"),
        "UnknownLink" => ("subject", "object"),
        "Succession" => ("predecessor", "successor"),
        "Occupancy" => ("holder", "post"),
        _ => return None,
    })
}

/// Fills records from entities.
#[derive(Debug)]
pub(super) struct Filler {
    pub(super) stamps: StampReader,
    region: Option<String>,
    extra: Extra,
}

impl Filler {
    pub(super) fn new(stamps: StampReader, region: Option<String>) -> Self {
        Self { stamps, region, extra: Extra::default() }
    }

    /// Makes a record of an entity.
    pub(super) fn fill(&mut self, entity: Entity, index: &Index) -> Result<Filled, Fault> {
        self.extra.clear();
        match entity.schema.as_str() {
            "Payment" => self.payment(entity, index),
            "BankAccount" | "CryptoWallet" | "UserAccount" => self.account(entity, index),
            "Person" | "Company" | "LegalEntity" | "Organization" | "PublicBody" => {
                Ok(self.mention(entity))
            }
            "Identification" | "Passport" => self.identification(entity, index),
            "Call" => self.call(entity, index),
            "Message" | "Email" => self.message(entity, index),
            "Document" | "Image" | "Audio" | "Video" | "PlainText" | "HyperText" | "Pages"
            | "Table" | "Workbook" | "Package" | "Folder" => self.media(entity),
            "Trip" => self.trip(entity, index),
            "Event" => self.event(entity, index),
            "Address" => self.place(entity),
            schema => match relation(schema) {
                Some(ends) => self.relation(entity, ends, index),
                None => Ok(Filled::Nothing),
            },
        }
    }

    fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// Reads the first date that is stated. A year or month alone is finer than nothing and coarser
    /// than a day: it stays as stated.
    fn date(
        &mut self,
        entity: &mut Entity,
        names: &[&'static str],
        stamp: &mut Stamp,
    ) -> Result<(), Fault> {
        for name in names {
            let text = entity.take(name);
            if text.len() == 4 || text.len() == 7 {
                self.extra.add(name, &text);
            } else if !text.is_empty() {
                let read = self.stamps.read(&text, stamp);
                return read.map_err(|fault| (RejectKind::from(fault), *name, text));
            }
        }
        Ok(())
    }

    fn keep(&mut self, entity: Entity) -> String {
        entity.keep_rest(&mut self.extra);
        let mut slot = model::Text::default();
        self.extra.write(&mut slot);
        slot.to_string()
    }

    fn payment(&mut self, mut entity: Entity, index: &Index) -> Result<Filled, Fault> {
        let mut record = Transfer::default();
        let number = entity.take_first(&["transactionNumber", "recordId"]);
        record.reference.set(if number.is_empty() { &entity.id } else { &number });
        self.date(&mut entity, &["date", "startDate"], &mut record.sent)?;
        self.date(&mut entity, &["endDate"], &mut record.paid_out)?;
        let code = entity.take("currency");
        let currency =
            if code.is_empty() { Some(Currency::NONE) } else { Currency::from_code(&code) };
        let currency = currency.ok_or((RejectKind::UnknownCurrency, "currency", code))?;
        let amount = entity.take("amount");
        record
            .principal
            .read(&amount, DecimalMark::Point, currency)
            .map_err(|fault| (RejectKind::from(fault), "amount", amount))?;
        if record.principal.money.is_some_and(|money| money.minor < 0) {
            return Err((
                RejectKind::NegativeAmount,
                "amount",
                record.principal.stated.to_string(),
            ));
        }
        for (party, who, account) in [
            (&mut record.payer, "payer", "payerAccount"),
            (&mut record.payee, "beneficiary", "beneficiaryAccount"),
        ] {
            index.account(&entity.take(account), party);
            index.party(&entity.take(who), self.region.as_deref(), party);
        }
        record.purpose.set(&entity.take_first(&["purpose", "summary", "description"]));
        record.extra.set(&self.keep(entity));
        Ok(Filled::Transfer(Box::new(record)))
    }

    fn account(&mut self, mut entity: Entity, index: &Index) -> Result<Filled, Fault> {
        let mut record = Account::default();
        record.platform.set(&entity.take_first(&["bankName", "managingExchange"]));
        if entity.schema == "UserAccount" {
            record.platform.set(&entity.take("service"));
        }
        record.account_type.set(&entity.take("accountType"));
        self.date(&mut entity, &["openingDate", "creationDate"], &mut record.opened)?;
        self.date(&mut entity, &["closingDate"], &mut record.closed)?;
        fill_party(&mut entity, self.region(), &mut record.holder);
        let owner = entity.take_first(&["holder", "owner", "owners"]);
        index.party(&owner, self.region(), &mut record.holder);
        if record.holder.account.is_empty() {
            let id = model::identifier::account("ftm", &entity.id);
            record.holder.account.set(id.as_deref().unwrap_or(""));
        }
        if record.account_type.is_empty() {
            record.account_type.set(&entity.schema);
        }
        record.extra.set(&self.keep(entity));
        Ok(Filled::Account(Box::new(record)))
    }

    fn mention(&mut self, mut entity: Entity) -> Filled {
        let mut record = PartyMention::default();
        fill_party(&mut entity, self.region(), &mut record.party);
        if record.party.account.is_empty() {
            let id = model::identifier::account("ftm", &entity.id);
            record.party.account.set(id.as_deref().unwrap_or(""));
        }
        record.role.set(&entity.schema);
        record.extra.set(&self.keep(entity));
        Filled::Party(Box::new(record))
    }

    fn identification(&mut self, mut entity: Entity, index: &Index) -> Result<Filled, Fault> {
        let mut record = PartyMention::default();
        let holder = entity.take("holder");
        index.party(&holder, self.region(), &mut record.party);
        let number = entity.take_first(&["number", "passportNumber"]);
        let kind = entity.take("type").to_lowercase();
        let kind = match kind.as_str() {
            "" if entity.schema == "Passport" => "passport",
            "" => "id",
            stated => stated,
        };
        if number.is_empty() {
            return Err((RejectKind::MissingField, "number", String::new()));
        }
        document::document(kind, &number, &mut record.party.document);
        record.role.set(&entity.schema);
        self.date(&mut entity, &["date"], &mut record.stated)?;
        record.extra.set(&self.keep(entity));
        Ok(Filled::Party(Box::new(record)))
    }

    /// A relation mentions its first party; the other end stays beside it.
    fn relation(
        &mut self,
        mut entity: Entity,
        (from, to): (&'static str, &'static str),
        index: &Index,
    ) -> Result<Filled, Fault> {
        let mut record = PartyMention::default();
        let (first, second) = (entity.take(from), entity.take(to));
        if first.is_empty() && second.is_empty() {
            return Err((RejectKind::MissingField, from, String::new()));
        }
        index.party(&first, self.region(), &mut record.party);
        record.role.set(&entity.schema);
        self.extra.add(to, &second);
        if index.name(&second) != second {
            self.extra.add(&format!("{to}/name"), index.name(&second));
        }
        self.date(&mut entity, &["date"], &mut record.stated)?;
        record.extra.set(&self.keep(entity));
        Ok(Filled::Party(Box::new(record)))
    }

    fn call(&mut self, mut entity: Entity, index: &Index) -> Result<Filled, Fault> {
        let mut record = Session::default();
        record.reference.set(&entity.id);
        record.medium.set("voice");
        self.date(&mut entity, &["date", "startDate"], &mut record.start)?;
        self.date(&mut entity, &["endDate"], &mut record.end)?;
        for (party, who, number) in [
            (&mut record.caller, "caller", "callerNumber"),
            (&mut record.callee, "receiver", "receiverNumber"),
        ] {
            set_phone(&entity.take(number), self.region.as_deref(), party);
            index.party(&entity.take(who), self.region.as_deref(), party);
        }
        let duration = entity.take("duration");
        if !duration.is_empty() {
            let whole = duration.split('.').next().and_then(|text| text.parse::<i64>().ok());
            let whole = whole.filter(|seconds| *seconds >= 0);
            record.duration_s =
                Some(whole.ok_or((RejectKind::BadInteger, "duration", duration))?);
        }
        if let (Some(seconds), true, false) =
            (record.duration_s, record.start.is_stated(), record.end.is_stated())
        {
            record.end.set_after(&record.start, seconds);
        }
        record.extra.set(&self.keep(entity));
        Ok(Filled::Session(Box::new(record)))
    }

    fn message(&mut self, mut entity: Entity, index: &Index) -> Result<Filled, Fault> {
        let mut record = Message::default();
        let email = entity.schema == "Email";
        let id = entity.take("messageId");
        record.reference.set(if id.is_empty() { &entity.id } else { &id });
        record.platform.set(if email { "email" } else { "" });
        self.date(&mut entity, &["date", "startDate", "authoredAt"], &mut record.sent)?;
        let from = entity.take_first(&["from", "sender"]);
        if email {
            set_mailbox(&from, &mut record.sender);
            let writer = entity.take("emitters");
            index.party(&writer, self.region(), &mut record.sender);
        } else {
            index.account(&entity.take("senderAccount"), &mut record.sender);
            index.party(&from, self.region.as_deref(), &mut record.sender);
        }
        let to = entity.take_all("to");
        let known = entity.take_all("recipients");
        let accounts = entity.take_all("recipientAccount");
        if to.len().max(known.len()).max(accounts.len()) == 1 {
            set_mailbox(to.first().map_or("", String::as_str), &mut record.receiver);
            index.account(accounts.first().map_or("", String::as_str), &mut record.receiver);
            let one = known.first().map_or("", String::as_str);
            index.party(one, self.region.as_deref(), &mut record.receiver);
        } else {
            for text in &to {
                self.extra.add("to", text);
            }
            for id in known.iter().chain(&accounts) {
                self.extra.add("recipients", index.name(id));
            }
        }
        record.conversation.set(&entity.take("threadTopic"));
        record.body.set(&entity.take("bodyText"));
        record.content.set(if record.body.is_empty() { "" } else { "text" });
        record.reply_to.set(&entity.take_first(&[
            "inReplyTo",
            "inReplyToEmail",
            "inReplyToMessage",
        ]));
        record.extra.set(&self.keep(entity));
        Ok(Filled::Message(Box::new(record)))
    }

    fn media(&mut self, mut entity: Entity) -> Result<Filled, Fault> {
        let mut record = Media::default();
        record.path.set(&entity.take_first(&["fileName", "title", "name"]));
        let digest = entity.take("contentHash").to_lowercase();
        let hexadecimal = digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        match digest.len() {
            40 if hexadecimal => record.sha1.set(&digest),
            64 if hexadecimal => record.sha256.set(&digest),
            32 if hexadecimal => record.md5.set(&digest),
            _ => self.extra.add("contentHash", &digest),
        }
        let size = entity.take("fileSize");
        if !size.is_empty() {
            let bytes = size.split('.').next().and_then(|text| text.parse().ok());
            record.size = Some(bytes.ok_or((RejectKind::BadInteger, "fileSize", size))?);
        }
        self.date(&mut entity, &["modifiedAt"], &mut record.modified)?;
        self.date(&mut entity, &["createdAt", "authoredAt"], &mut record.created)?;
        self.extra.add("schema", &entity.schema);
        record.extra.set(&self.keep(entity));
        Ok(Filled::Media(Box::new(record)))
    }

    fn trip(&mut self, mut entity: Entity, index: &Index) -> Result<Filled, Fault> {
        let mut record = Trip::default();
        record.service.set(&entity.take("name"));
        let who = entity.take_first(&["involved", "organizer"]);
        index.party(&who, self.region(), &mut record.traveller);
        record.origin.set(index.name(&entity.take("startLocation")));
        record.destination.set(index.name(&entity.take("endLocation")));
        record.carrier.set(index.name(&entity.take("vehicle")));
        self.date(&mut entity, &["startDate", "date"], &mut record.departs)?;
        self.date(&mut entity, &["endDate"], &mut record.arrives)?;
        record.extra.set(&self.keep(entity));
        Ok(Filled::Trip(Box::new(record)))
    }

    fn event(&mut self, mut entity: Entity, index: &Index) -> Result<Filled, Fault> {
        let mut record = Activity::default();
        record.reference.set(&entity.id);
        record.action.set("event");
        record.description.set(&entity.take_first(&["name", "summary", "description"]));
        self.date(&mut entity, &["date", "startDate"], &mut record.at)?;
        self.date(&mut entity, &["endDate"], &mut record.until)?;
        let (who, by) = (entity.take("involved"), entity.take("organizer"));
        index.party(&who, self.region(), &mut record.subject);
        index.party(&by, self.region(), &mut record.object);
        record.target.set(&entity.take_first(&["location", "address"]));
        record.extra.set(&self.keep(entity));
        Ok(Filled::Activity(Box::new(record)))
    }

    fn place(&mut self, mut entity: Entity) -> Result<Filled, Fault> {
        let mut record = Position::default();
        let (latitude, longitude) = (entity.take("latitude"), entity.take("longitude"));
        if !latitude.is_empty() || !longitude.is_empty() {
            let bad = |field| (RejectKind::UnknownValue, field, format!("{latitude} {longitude}"));
            record.latitude_e7 = Some(degrees_e7(&latitude, 90).ok_or_else(|| bad("latitude"))?);
            record.longitude_e7 =
                Some(degrees_e7(&longitude, 180).ok_or_else(|| bad("longitude"))?);
        }
        let mut party = Party::default();
        fill_party(&mut entity, None, &mut party);
        record.place.set(if party.address.is_empty() { &party.name } else { &party.address });
        self.date(&mut entity, &["date", "startDate"], &mut record.at)?;
        self.date(&mut entity, &["endDate"], &mut record.until)?;
        record.extra.set(&self.keep(entity));
        Ok(Filled::Position(Box::new(record)))
    }
}

/// `Example One <a@example.org>`, or the address alone.
fn set_mailbox(text: &str, party: &mut Party) {
    let (name, address) = text.rsplit_once('<').unwrap_or(("", text));
    let address = address.trim().trim_end_matches('>');
    match model::identifier::email(address) {
        Some(email) => {
            party.email.set(&email);
            party.name.set(name.trim().trim_matches('"'));
        }
        None => party.name.set(text.trim()),
    }
}
