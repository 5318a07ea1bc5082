//! A record as nodes: the object, its facet, its parties, its place.

use std::fmt::Write as _;

use model::Row;
use model::money::Money;
use model::party::PartyRef;
use model::record::Kind;
use model::wire::StampOf;
use serde_json::{Value, json};

use super::shard::{Node, Shard, reference};
use crate::exports::records::flat::{decimal, instant};
use crate::exports::times::utc;

/// Longest span that counts as an instant.
const SPAN_US_MAX: i64 = 999_999;

/// Adds the nodes of a record; `false` where it states nothing that its class demands.
pub(super) fn add(shard: &mut Shard<'_>, row: &Row<'_>) -> bool {
    match row.kind {
        Kind::Transfer => transfer(shard, row),
        Kind::Session => session(shard, row),
        Kind::Message => message(shard, row),
        Kind::Account => account(shard, row),
        Kind::Media => media(shard, row),
        _ => return contact(shard, row),
    }
    true
}

/// A facet being filled.
struct Facet {
    node: Node,
    described: Vec<String>,
}

impl Facet {
    fn new(shard: &Shard<'_>, class: &str, row: &Row<'_>) -> Self {
        let mut node = shard.node("facet", &format!("{} {}", row.kind.table(), row.record));
        node.insert("@type".to_owned(), class.into());
        Self { node, described: Vec::new() }
    }

    fn text(&mut self, property: &str, text: &str) {
        if !text.is_empty() {
            self.node.insert(property.to_owned(), text.into());
        }
    }

    fn link(&mut self, property: &str, id: Option<String>) {
        if let Some(id) = id {
            self.node.insert(property.to_owned(), reference(&id));
        }
    }

    fn number(&mut self, property: &str, number: Option<i64>) {
        if let Some(number) = number {
            self.node.insert(property.to_owned(), number.into());
        }
    }

    /// A time: an instant as the property, an interval in words.
    fn time(&mut self, property: &str, row: &Row<'_>, field: &str) {
        let Some(stamp) = row.stamp(field) else { return };
        if stamp.latest_us.saturating_sub(stamp.earliest_us) <= SPAN_US_MAX {
            self.instant(property, stamp.earliest_us);
        } else {
            self.described.push(interval(field, &stamp));
        }
    }

    fn instant(&mut self, property: &str, at_us: i64) {
        if let Some(text) = utc(at_us) {
            self.node.insert(property.to_owned(), typed("xsd:dateTime", &text));
        }
    }

    /// The first and the last instant of a time.
    fn ends(&mut self, [first, last]: [&str; 2], stamp: Option<StampOf<&str>>) {
        if let Some(stamp) = stamp {
            self.instant(first, stamp.earliest_us);
            self.instant(last, stamp.latest_us);
        }
    }

    fn amount(&mut self, [amount, currency]: [&str; 2], money: Option<Money>) {
        if let Some(money) = money {
            self.node.insert(amount.to_owned(), typed("xsd:decimal", &decimal(money)));
            self.text(currency, money.currency.code());
        }
    }
}

fn typed(datatype: &str, text: &str) -> Value {
    json!({"@type": datatype, "@value": text})
}

fn interval(field: &str, stamp: &StampOf<&str>) -> String {
    let (first, last) = (instant(stamp.earliest_us), instant(stamp.latest_us));
    format!("{}: from {first} to {last}, stated as {}", field.replace('_', " "), stamp.stated)
}

/// Adds the object of a record with its facets and its place.
fn object(shard: &mut Shard<'_>, row: &Row<'_>, class: &str, facets: Vec<Facet>) {
    let record = row.record.to_string();
    let mut node = shard.node(row.kind.table(), &record);
    node.insert("@type".to_owned(), class.into());
    let described: Vec<String> = facets.iter().flat_map(|one| one.described.clone()).collect();
    let facets: Vec<Value> = facets.into_iter().map(|one| Value::Object(one.node)).collect();
    if !facets.is_empty() {
        node.insert("uco-core:hasFacet".to_owned(), Value::Array(facets));
    }
    finish(shard, row, node, &described);
}

/// Adds a node of a record with its place.
fn finish(shard: &mut Shard<'_>, row: &Row<'_>, mut node: Node, described: &[String]) {
    let record = row.record.to_string();
    let mut source = shard.node("external-reference", &format!("{} {record}", row.kind.table()));
    let place = row.place;
    let mut found = record;
    for part in [place.inside, place.path] {
        if !part.is_empty() {
            found.push(' ');
            found.push_str(part);
        }
    }
    // Writing to a String cannot fail.
    let _ = write!(found, " bytes {}+{}", place.bytes_start, place.bytes_len);
    source.insert("@type".to_owned(), "uco-core:ExternalReference".into());
    source.insert("uco-core:definingContext".to_owned(), "record of the case and its place".into());
    source.insert("uco-core:externalIdentifier".to_owned(), found.into());
    node.insert("uco-core:externalReference".to_owned(), Value::Object(source));
    if !described.is_empty() {
        node.insert("uco-core:description".to_owned(), described.join("; ").into());
    }
    let id = node.get("@id").and_then(Value::as_str).unwrap_or_default().to_owned();
    shard.is_record(row.record, &id);
    shard.add(&node);
}

/// The id of a party, whose nodes are added where this shard has none yet.
fn party(shard: &mut Shard<'_>, row: &Row<'_>, field: &str) -> Option<String> {
    let party = row.party(field)?;
    let key = party.texts.join("\u{1f}");
    let id = shard.id("party", &key);
    if shard.is_new(&id) {
        add_party(shard, &party, &key);
    }
    Some(id)
}

fn add_party(shard: &mut Shard<'_>, party: &PartyRef<'_>, key: &str) {
    let [name, account, handle, phone, phone_stated, email, ..] = party.texts;
    let mut facets = Vec::new();
    let mut facet = |of: &str, class: &str, property: &str, text: &str| {
        if !text.is_empty() {
            let mut node = shard.node(of, key);
            node.insert("@type".to_owned(), class.into());
            node.insert(property.to_owned(), text.into());
            facets.push(Value::Object(node));
        }
    };
    let number = if phone.is_empty() { phone_stated } else { phone };
    let (account_facet, identifier) =
        ("uco-observable:AccountFacet", "uco-observable:accountIdentifier");
    facet("account-facet", account_facet, identifier, account);
    let (digital, shown) = ("uco-observable:DigitalAccountFacet", "uco-observable:displayName");
    facet("digital-account-facet", digital, shown, handle);
    let (telephone, numbered) = ("uco-observable:PhoneAccountFacet", "uco-observable:phoneNumber");
    facet("phone-facet", telephone, numbered, number);
    let (mail, value) = ("uco-observable:EmailAddressFacet", "uco-observable:addressValue");
    facet("email-facet", mail, value, email);
    let mut node = shard.node("party", key);
    node.insert("@type".to_owned(), "uco-observable:ObservableObject".into());
    if let Some(label) = [name, handle, account, number].into_iter().find(|one| !one.is_empty()) {
        node.insert("uco-core:name".to_owned(), label.into());
    }
    if !facets.is_empty() {
        node.insert("uco-core:hasFacet".to_owned(), Value::Array(facets));
    }
    let more: Vec<String> = [("document", 6), ("address", 7), ("birth date", 8)]
        .into_iter()
        .filter_map(|(name, at)| Some((name, *party.texts.get(at)?)))
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| format!("{name} as stated: {text}"))
        .collect();
    if !more.is_empty() {
        node.insert("uco-core:description".to_owned(), more.join("; ").into());
    }
    shard.add(&node);
}

fn transfer(shard: &mut Shard<'_>, row: &Row<'_>) {
    let mut facet = Facet::new(shard, "tutela:TransferFacet", row);
    facet.link("tutela:payer", party(shard, row, "payer"));
    facet.link("tutela:payee", party(shard, row, "payee"));
    for field in ["reference", "operator", "status", "purpose"] {
        facet.text(&format!("tutela:{field}"), row.text(field));
    }
    let money = |field: &str| row.amount(field).map(|amount| amount.money);
    facet.amount(["tutela:principalAmount", "tutela:principalCurrency"], money("principal"));
    facet.amount(["tutela:feeAmount", "tutela:feeCurrency"], money("fee"));
    facet.amount(["tutela:payOutAmount", "tutela:payOutCurrency"], money("pay_out"));
    facet.ends(["tutela:sentEarliest", "tutela:sentLatest"], row.stamp("sent"));
    facet.ends(["tutela:paidOutEarliest", "tutela:paidOutLatest"], row.stamp("paid_out"));
    object(shard, row, "tutela:Transfer", vec![facet]);
}

fn session(shard: &mut Shard<'_>, row: &Row<'_>) {
    let mut facet = Facet::new(shard, "uco-observable:CallFacet", row);
    facet.link("uco-observable:from", party(shard, row, "caller"));
    facet.link("uco-observable:to", party(shard, row, "callee"));
    facet.time("uco-observable:startTime", row, "start");
    facet.time("uco-observable:endTime", row, "end");
    facet.number("uco-observable:duration", row.integer("duration_s"));
    facet.text("uco-observable:callType", row.text("medium"));
    for field in ["platform", "members"] {
        if !row.text(field).is_empty() {
            facet.described.push(format!("{field}: {}", row.text(field)));
        }
    }
    object(shard, row, "uco-observable:Call", vec![facet]);
}

fn message(shard: &mut Shard<'_>, row: &Row<'_>) {
    let mut facet = Facet::new(shard, "uco-observable:MessageFacet", row);
    facet.link("uco-observable:from", party(shard, row, "sender"));
    facet.link("uco-observable:to", party(shard, row, "receiver"));
    facet.time("uco-observable:sentTime", row, "sent");
    facet.text("uco-observable:messageText", row.text("body"));
    facet.text("uco-observable:messageID", row.text("reference"));
    facet.text("uco-observable:messageType", row.text("content"));
    facet.text("uco-observable:sessionID", row.text("conversation"));
    if !row.text("platform").is_empty() {
        facet.described.push(format!("platform: {}", row.text("platform")));
    }
    object(shard, row, "uco-observable:Message", vec![facet]);
}

fn account(shard: &mut Shard<'_>, row: &Row<'_>) {
    let holder = row.party("holder").unwrap_or_default();
    let [name, own, handle, ..] = holder.texts;
    let mut facet = Facet::new(shard, "uco-observable:AccountFacet", row);
    facet.text("uco-observable:accountIdentifier", if own.is_empty() { handle } else { own });
    facet.time("uco-observable:observableCreatedTime", row, "opened");
    if !name.is_empty() {
        let mut owner = shard.node("identity", &row.record.to_string());
        owner.insert("@type".to_owned(), "uco-identity:Identity".into());
        owner.insert("uco-core:name".to_owned(), name.into());
        facet.node.insert("uco-observable:owner".to_owned(), Value::Object(owner));
    }
    for field in ["platform", "status", "account_type", "state"] {
        if !row.text(field).is_empty() {
            facet.described.push(format!("{field}: {}", row.text(field)));
        }
    }
    object(shard, row, "uco-observable:Account", vec![facet]);
}

fn contact(shard: &mut Shard<'_>, row: &Row<'_>) -> bool {
    let owner = party(shard, row, "owner");
    let (Some(owner), Some(contact)) = (owner, party(shard, row, "contact")) else { return false };
    let mut node = shard.node("relationship", &row.record.to_string());
    node.insert("@type".to_owned(), "uco-observable:ObservableRelationship".into());
    node.insert("uco-core:source".to_owned(), reference(&owner));
    node.insert("uco-core:target".to_owned(), reference(&contact));
    node.insert("uco-core:isDirectional".to_owned(), true.into());
    node.insert("uco-core:kindOfRelationship".to_owned(), "entry of a list of contacts".into());
    finish(shard, row, node, &[]);
    true
}

fn media(shard: &mut Shard<'_>, row: &Row<'_>) {
    let mut file = Facet::new(shard, "uco-observable:FileFacet", row);
    let path = row.text("path");
    file.text("uco-observable:filePath", path);
    file.text("uco-observable:fileName", path.rsplit(['/', '\\']).next().unwrap_or_default());
    file.number("uco-observable:sizeInBytes", row.integer("size"));
    file.time("uco-observable:modifiedTime", row, "modified");
    file.time("uco-observable:accessedTime", row, "accessed");
    file.time("uco-observable:metadataChangeTime", row, "changed");
    file.time("uco-observable:observableCreatedTime", row, "created");
    if !row.text("state").is_empty() {
        file.described.push(format!("state: {}", row.text("state")));
    }
    let names = [("md5", "MD5"), ("sha1", "SHA1"), ("sha256", "SHA256"), ("sha512", "SHA512")];
    let hashes: Vec<Value> = names
        .into_iter()
        .filter(|(field, _)| !row.text(field).is_empty())
        .map(|(field, name)| {
            let mut hash = shard.node("hash", &format!("{} {name}", row.record));
            hash.insert("@type".to_owned(), "uco-types:Hash".into());
            hash.insert("uco-types:hashMethod".to_owned(), name.into());
            let value = typed("xsd:hexBinary", row.text(field));
            hash.insert("uco-types:hashValue".to_owned(), value);
            Value::Object(hash)
        })
        .collect();
    let mut facets = vec![file];
    if !hashes.is_empty() {
        let mut content = shard.node("content-facet", &row.record.to_string());
        content.insert("@type".to_owned(), "uco-observable:ContentDataFacet".into());
        content.insert("uco-observable:hash".to_owned(), Value::Array(hashes));
        facets.push(Facet { node: content, described: Vec::new() });
    }
    object(shard, row, "uco-observable:File", facets);
}
