//! A node as the record its type and facets make it.

use model::records::{Account, Contact, Media, Message, PartyMention, Position, Session};
use model::time::{Stamp, StampReader};
use model::{Party, RejectKind};
use serde_json::Value;

use super::index::{Index, first_of, is_account, person_name, set_phone};
use super::node::{Node, each};
use crate::formats::extra::Extra;

/// Why a node is no record: kind, field, text.
pub(super) type Fault = (RejectKind, &'static str, String);

/// A node as a record.
#[derive(Debug)]
pub(super) enum Filled {
    Message(Box<Message>),
    Session(Box<Session>),
    Account(Box<Account>),
    Contact(Box<Contact>),
    Media(Box<Media>),
    Position(Box<Position>),
    Party(Box<PartyMention>),
    /// There is no kind of record for it; the type is told.
    Nothing(String),
}

/// Fills records from nodes.
#[derive(Debug)]
pub(super) struct Filler {
    pub(super) stamps: StampReader,
    pub(super) region: Option<String>,
    pub(super) owner: Option<String>,
    extra: Extra,
}

impl Filler {
    pub(super) fn new(stamps: StampReader, region: Option<String>, owner: Option<String>) -> Self {
        Self { stamps, region, owner, extra: Extra::default() }
    }

    /// Makes a record of a node.
    pub(super) fn fill(&mut self, node: Node, index: &Index) -> Result<Filled, Fault> {
        self.extra.clear();
        let is = |names: &[&str]| names.iter().any(|name| node.is(name) || node.has_facet(name));
        if is(&[
            "MessageFacet",
            "EmailMessageFacet",
            "SMSMessageFacet",
            "EmailMessage",
            "SMSMessage",
        ]) {
            self.message(node, index)
        } else if is(&["Call", "PhoneCall", "CallFacet", "PhoneCallFacet"]) {
            self.session(node, index)
        } else if is(&["Contact", "ContactFacet"]) {
            Ok(self.contact(node, index))
        } else if is_account(&node) {
            self.account(node, index)
        } else if is(&["FileFacet", "ContentDataFacet"]) {
            self.media(node)
        } else if is(&["LatLongCoordinatesFacet", "SimpleAddressFacet"]) {
            self.position(node)
        } else if is(&["Person", "Organization", "Identity", "EmailAddress"]) {
            Ok(self.mention(node, index))
        } else {
            Ok(Filled::Nothing(node.type_name().to_owned()))
        }
    }

    fn stamp(&mut self, text: &str, field: &'static str, stamp: &mut Stamp) -> Result<(), Fault> {
        let read = self.stamps.read(text, stamp);
        read.map_err(|fault| (RejectKind::from(fault), field, text.to_owned()))
    }

    fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    fn message(&mut self, mut node: Node, index: &Index) -> Result<Filled, Fault> {
        let mut record = Message::default();
        record.reference.set(&node.id);
        let sent = first_of(&mut node, &["sentTime", "receivedTime"]);
        self.stamp(&sent, "sentTime", &mut record.sent)?;
        let from = node.references("from");
        let to = [node.references("to"), node.references("cc"), node.references("bcc")].concat();
        if let Some(from) = from.first() {
            index.party(from, self.region(), &mut record.sender);
        }
        if let [one] = to.as_slice() {
            index.party(one, self.region(), &mut record.receiver);
        } else if !to.is_empty() {
            self.extra.add_value("to", to.iter().map(|id| Value::from(index.name(id))).collect());
        }
        let application = node.references("application").into_iter().next().unwrap_or_default();
        let own = from.first().map(|from| index.platform(from)).unwrap_or_default();
        let named = index.name(&application);
        let sort = match () {
            () if !application.is_empty() => named,
            () if !own.is_empty() => &own,
            () if node.is("SMSMessage") => "sms",
            () if node.is("EmailMessage") || node.has_facet("EmailMessageFacet") => "email",
            () => "",
        };
        record.platform.set(sort);
        record.conversation.set(index.thread(&node.id));
        record.body.set(&first_of(&mut node, &["messageText", "body"]));
        record.content.set(if record.body.is_empty() { "" } else { "text" });
        record.reply_to.set(&node.references("inReplyTo").into_iter().next().unwrap_or_default());
        node.keep_rest(&mut self.extra);
        self.extra.write(&mut record.extra);
        Ok(Filled::Message(Box::new(record)))
    }

    fn session(&mut self, mut node: Node, index: &Index) -> Result<Filled, Fault> {
        let mut record = Session::default();
        record.reference.set(&node.id);
        let (start, end) = (node.text("startTime"), node.text("endTime"));
        self.stamp(&start, "startTime", &mut record.start)?;
        self.stamp(&end, "endTime", &mut record.end)?;
        let duration = node.text("duration");
        if !duration.is_empty() {
            let whole = duration.split('.').next().and_then(|text| text.parse().ok());
            record.duration_s = whole.filter(|seconds: &i64| *seconds >= 0);
            if record.duration_s.is_none() {
                return Err((RejectKind::BadInteger, "duration", duration));
            }
        }
        if let (Some(seconds), false) = (record.duration_s, record.end.is_stated()) {
            record.end.set_after(&record.start, seconds);
        }
        if record.start.is_stated()
            && record.end.is_stated()
            && record.end.latest_us < record.start.earliest_us
        {
            return Err((RejectKind::EndBeforeStart, "endTime", end));
        }
        if let Some(from) = node.references("from").first() {
            index.party(from, self.region(), &mut record.caller);
        }
        let mut to = node.references("to").into_iter();
        if let Some(first) = to.next() {
            index.party(&first, self.region(), &mut record.callee);
        }
        let members: Vec<String> = to.chain(node.references("participant")).collect();
        let mut member = Party::default();
        let named: Vec<String> = members
            .iter()
            .map(|id| {
                index.party(id, self.region(), &mut member);
                let texts = [&member.account, &member.phone, &member.phone_stated, &member.name];
                texts.iter().find_map(|text| text.get()).unwrap_or(id).to_owned()
            })
            .collect();
        record.members.set(&named.join("; "));
        let application = node.references("application").into_iter().next().unwrap_or_default();
        record.platform.set(index.name(&application));
        record.medium.set("voice");
        let stated = node.text("callType");
        if matches!(stated.as_str(), "missed" | "answered") {
            record.status.set(&stated);
        } else {
            self.extra.add("callType", &stated);
        }
        node.keep_rest(&mut self.extra);
        self.extra.write(&mut record.extra);
        Ok(Filled::Session(Box::new(record)))
    }

    fn contact(&mut self, mut node: Node, index: &Index) -> Filled {
        let mut record = Contact::default();
        if let Some(owner) = self.owner.as_deref() {
            let party = &mut record.owner;
            if owner.contains(':') { &mut party.account } else { &mut party.name }.set(owner);
        }
        record.contact.name.set(&person_name(&mut node));
        record.contact.handle.set(&node.text("nickname"));
        let phones = [node.references("phoneNumber"), node.references("contactPhone")].concat();
        let emails = [node.references("emailAddress"), node.references("contactEmail")].concat();
        let mut other = Party::default();
        for id in phones.iter().chain(&emails) {
            if index.knows(id) {
                index.party(id, self.region(), &mut other);
            } else {
                // A number or address that stands there itself.
                other.clear();
                set_phone(if id.contains('@') { "" } else { id }, self.region(), &mut other);
                other.email.set(model::identifier::email(id).as_deref().unwrap_or(""));
            }
            if other.phone_stated.is_empty() && other.email.is_empty() {
                self.extra.add("reference", id);
            }
            let party = &mut record.contact;
            if party.phone_stated.is_empty() && !other.phone_stated.is_empty() {
                party.phone_stated.clone_from(&other.phone_stated);
                party.phone.clone_from(&other.phone);
            } else if party.email.is_empty() && !other.email.is_empty() {
                party.email.clone_from(&other.email);
            } else {
                self.extra.add("phone", &other.phone_stated);
                self.extra.add("email", &other.email);
            }
        }
        let application = node.references("application").into_iter().next().unwrap_or_default();
        record.platform.set(index.name(&application));
        self.extra.add("@id", &node.id);
        node.keep_rest(&mut self.extra);
        self.extra.write(&mut record.extra);
        Filled::Contact(Box::new(record))
    }

    fn account(&mut self, mut node: Node, index: &Index) -> Result<Filled, Fault> {
        let mut record = Account::default();
        let id = node.id.clone();
        index.party(&id, self.region(), &mut record.holder);
        record.platform.set(&index.platform(&id));
        for name in ["accountIdentifier", "accountLogin", "displayName", "phoneNumber", "MSISDN"]
            .iter()
            .chain(&["accountIssuer", "application", "emailAddress"])
        {
            node.take(name);
        }
        let (opened, closed) = (node.text("observableCreatedTime"), node.text("expirationTime"));
        self.stamp(&opened, "observableCreatedTime", &mut record.opened)?;
        self.extra.add("expirationTime", &closed);
        let stated = node.text("accountType");
        record.account_type.set(if stated.is_empty() { node.type_name() } else { &stated });
        let active = node.text("isActive");
        record.status.set(if active == "true" { "open" } else { "" });
        self.extra.add("isActive", if active == "false" { "false" } else { "" });
        self.extra.add("@id", &id);
        node.keep_rest(&mut self.extra);
        self.extra.write(&mut record.extra);
        Ok(Filled::Account(Box::new(record)))
    }

    fn media(&mut self, mut node: Node) -> Result<Filled, Fault> {
        let mut record = Media::default();
        let (path, name) = (node.text("filePath"), node.text("fileName"));
        record.path.set(if path.is_empty() { &name } else { &path });
        self.extra.add("fileName", if path.is_empty() { "" } else { &name });
        let size = node.text("sizeInBytes");
        record.size = size.parse().ok();
        if record.size.is_none() && !size.is_empty() {
            return Err((RejectKind::BadInteger, "sizeInBytes", size));
        }
        for value in each(node.take("hash")) {
            self.digest(value, &mut record);
        }
        for (name, stamp) in [
            ("modifiedTime", &mut record.modified),
            ("accessedTime", &mut record.accessed),
            ("metadataChangeTime", &mut record.changed),
            ("observableCreatedTime", &mut record.created),
        ] {
            let text = node.text(name);
            self.stamps
                .read(&text, stamp)
                .map_err(|fault| (RejectKind::from(fault), "time of file", text))?;
        }
        let digests = [&record.md5, &record.sha1, &record.sha256];
        if record.path.is_empty() && record.size.is_none() && digests.iter().all(|d| d.is_empty()) {
            return Ok(Filled::Nothing(format!(
                "{} without path, size or digest",
                node.type_name()
            )));
        }
        record.state.set(&node.text("allocationStatus"));
        self.extra.add("@id", &node.id);
        node.keep_rest(&mut self.extra);
        self.extra.write(&mut record.extra);
        Ok(Filled::Media(Box::new(record)))
    }

    /// `hashMethod` and `hashValue`; what is no digest of the three stays in `extra`.
    fn digest(&mut self, value: Value, record: &mut Media) {
        let Value::Object(object) = value else { return };
        let mut hash = Node::new(object);
        let (method, digest) = (hash.text("hashMethod"), hash.text("hashValue").to_lowercase());
        let (slot, len) = match method.to_ascii_uppercase().replace('-', "").as_str() {
            "MD5" => (&mut record.md5, 32),
            "SHA1" => (&mut record.sha1, 40),
            "SHA256" => (&mut record.sha256, 64),
            _ => return self.extra.add(&format!("hash/{method}"), &digest),
        };
        let whole = digest.len() == len && digest.bytes().all(|b| b.is_ascii_hexdigit());
        if whole && slot.is_empty() {
            slot.set(&digest);
        } else {
            self.extra.add(&format!("hash/{method}"), &digest);
        }
    }

    fn position(&mut self, mut node: Node) -> Result<Filled, Fault> {
        let mut record = Position::default();
        let (latitude, longitude) = (node.text("latitude"), node.text("longitude"));
        if !latitude.is_empty() || !longitude.is_empty() {
            record.latitude_e7 = Some(degrees_e7(&latitude, 90).ok_or((
                RejectKind::UnknownValue,
                "latitude",
                latitude,
            ))?);
            record.longitude_e7 = Some(degrees_e7(&longitude, 180).ok_or((
                RejectKind::UnknownValue,
                "longitude",
                longitude,
            ))?);
        }
        let mut place = node.text("name");
        for part in ["street", "postalCode", "locality", "region", "country"] {
            let text = node.text(part);
            if !text.is_empty() {
                place.push_str(if place.is_empty() { "" } else { ", " });
                place.push_str(&text);
            }
        }
        record.place.set(&place);
        self.extra.add("@id", &node.id);
        node.keep_rest(&mut self.extra);
        self.extra.write(&mut record.extra);
        Ok(Filled::Position(Box::new(record)))
    }

    fn mention(&mut self, mut node: Node, index: &Index) -> Filled {
        let mut record = PartyMention::default();
        let id = node.id.clone();
        if node.is("EmailAddress") {
            index.party(&id, self.region(), &mut record.party);
            node.take("addressValue");
        } else {
            record.party.name.set(&person_name(&mut node));
        }
        record.party.birth_date.set(&node.text("birthdate"));
        record.role.set(node.type_name());
        self.extra.add("@id", &id);
        node.keep_rest(&mut self.extra);
        self.extra.write(&mut record.extra);
        Filled::Party(Box::new(record))
    }
}

/// Degrees in ten-millionths, digit by digit; further digits are below a centimetre and cut.
pub(in crate::formats) fn degrees_e7(text: &str, most: i64) -> Option<i64> {
    let (negative, digits) = match text.trim().strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.trim().trim_start_matches('+')),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !plain(whole) || !plain(fraction) {
        return None;
    }
    let fraction: String = fraction.chars().chain("0000000".chars()).take(7).collect();
    let value = whole.parse::<i64>().ok()? * 10_000_000 + fraction.parse::<i64>().ok()?;
    let value = if negative { -value } else { value };
    (value.abs() <= most * 10_000_000).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_digit_by_digit() {
        assert_eq!(degrees_e7("48.860346", 90), Some(488_603_460));
        assert_eq!(degrees_e7("-2.33119912345", 180), Some(-23_311_991));
        assert_eq!(degrees_e7("90", 90), Some(900_000_000));
        for text in ["90.1", "", "1e1", "abc", "1.2.3", "--1"] {
            assert_eq!(degrees_e7(text, 90), None, "{text}");
        }
    }
}
