//! One entity: its schema and its properties, and what others may refer to of it.

use std::collections::BTreeMap;

use model::identifier::{self, document};
use model::{Party, RejectKind};
use serde_json::{Map, Value};

use crate::formats::extra::Extra;

/// Values kept of one property.
const VALUES_MAX: usize = 1_000;

/// Entities remembered, and bytes of their texts.
const ENTITIES_MAX: usize = 500_000;
const BYTES_MAX: usize = 96 << 20;

/// An entity; what is taken from it is gone from it.
#[derive(Debug, Default)]
pub(super) struct Entity {
    pub(super) id: String,
    pub(super) schema: String,
    properties: BTreeMap<String, Vec<String>>,
    rest: Map<String, Value>,
}

impl Entity {
    /// Reads a line.
    pub(super) fn read(line: &str) -> Result<Self, RejectKind> {
        let Ok(Value::Object(mut own)) = serde_json::from_str(line) else {
            return Err(RejectKind::Malformed);
        };
        let mut text = |name: &str| match own.remove(name) {
            Some(Value::String(text)) => text,
            _ => String::new(),
        };
        let (id, schema) = (text("id"), text("schema"));
        let mut properties = BTreeMap::new();
        if let Some(Value::Object(stated)) = own.remove("properties") {
            for (name, value) in stated {
                let mut values = Vec::new();
                push(&mut values, value);
                properties.insert(name, values);
            }
        }
        if schema.is_empty() {
            return Err(RejectKind::MissingField);
        }
        Ok(Self { id, schema, properties, rest: own })
    }

    /// Takes the first value of a property; empty where there is none. Further ones stay.
    pub(super) fn take(&mut self, name: &str) -> String {
        let Some(values) = self.properties.get_mut(name) else { return String::new() };
        if values.is_empty() { String::new() } else { values.remove(0) }
    }

    /// Takes the first value that is stated of these properties.
    pub(super) fn take_first(&mut self, names: &[&str]) -> String {
        names.iter().map(|name| self.take(name)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// Takes all values of a property.
    pub(super) fn take_all(&mut self, name: &str) -> Vec<String> {
        self.properties.remove(name).unwrap_or_default()
    }

    /// Keeps what was not taken.
    pub(super) fn keep_rest(self, extra: &mut Extra) {
        extra.add("id", &self.id);
        for (name, values) in self.properties {
            for value in values {
                extra.add(&name, &value);
            }
        }
        for (name, value) in self.rest {
            extra.add_value(&name, value);
        }
    }
}

/// Values are texts; an entity that stands whole inside another is its id.
fn push(values: &mut Vec<String>, value: Value) {
    if values.len() >= VALUES_MAX {
        return;
    }
    match value {
        Value::String(text) => values.push(text),
        Value::Number(number) => values.push(number.to_string()),
        Value::Bool(flag) => values.push(flag.to_string()),
        Value::Array(list) => list.into_iter().for_each(|one| push(values, one)),
        Value::Object(mut object) => {
            if let Some(id) = object.remove("id") {
                push(values, id);
            }
        }
        Value::Null => {}
    }
}

/// What others may refer to.
#[derive(Debug, Default)]
pub(super) struct Index {
    parties: BTreeMap<String, Box<[String; 6]>>,
    bytes: usize,
    /// Entities for which there was no room.
    pub(super) left_out: u64,
}

impl Index {
    /// Remembers name, account, phone, e-mail, address and birth date.
    pub(super) fn add(&mut self, mut entity: Entity, region: Option<&str>) {
        let mut party = Party::default();
        let id = std::mem::take(&mut entity.id);
        if id.is_empty() || super::fill::is_event(&entity.schema) {
            return;
        }
        fill_party(&mut entity, region, &mut party);
        let texts = [
            &party.name,
            &party.account,
            &party.phone_stated,
            &party.email,
            &party.address,
            &party.birth_date,
        ]
        .map(|text| text.to_string());
        let bytes = id.len() + texts.iter().map(String::len).sum::<usize>();
        if self.parties.len() >= ENTITIES_MAX || self.bytes + bytes > BYTES_MAX {
            self.left_out += 1;
            return;
        }
        self.bytes += bytes;
        self.parties.insert(id, Box::new(texts));
    }

    /// Fills a party from the entity of this id. Its own id is its account where none is stated.
    pub(super) fn party(&self, id: &str, region: Option<&str>, party: &mut Party) {
        if id.is_empty() {
            return;
        }
        if let Some(texts) = self.parties.get(id) {
            let [name, account, phone, email, address, birth] = &**texts;
            for (slot, text) in [
                (&mut party.name, name),
                (&mut party.account, account),
                (&mut party.email, email),
                (&mut party.address, address),
                (&mut party.birth_date, birth),
            ] {
                if slot.is_empty() {
                    slot.set(text);
                }
            }
            if party.phone_stated.is_empty() {
                set_phone(phone, region, party);
            }
        }
        if party.account.is_empty() {
            party.account.set(&identifier::account("ftm", id).unwrap_or_default());
        }
    }

    /// Fills only the account of a party, from the bank account or user account of this id.
    pub(super) fn account(&self, id: &str, party: &mut Party) {
        let stated = self.parties.get(id).map(|texts| {
            let [_, account, ..] = &**texts;
            account.as_str()
        });
        if let Some(account) = stated.filter(|account| !account.is_empty()) {
            party.account.set(account);
        }
    }

    /// The name or address of an entity; its id where neither is stated.
    pub(super) fn name<'t>(&'t self, id: &'t str) -> &'t str {
        let Some(texts) = self.parties.get(id) else { return id };
        let [name, _, _, _, address, _] = &**texts;
        [address, name].into_iter().find(|text| !text.is_empty()).map_or(id, String::as_str)
    }
}

/// Sets a phone as stated and, where it is one, in its canonical form.
pub(super) fn set_phone(stated: &str, region: Option<&str>, party: &mut Party) {
    party.phone_stated.set(stated);
    party.phone.set(identifier::phone(stated, region).as_deref().unwrap_or(""));
}

/// Takes what an entity states of itself as a party.
pub(super) fn fill_party(entity: &mut Entity, region: Option<&str>, party: &mut Party) {
    let mut name = entity.take("name");
    if name.is_empty() {
        let parts = [entity.take("firstName"), entity.take("middleName"), entity.take("lastName")];
        name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    }
    party.name.set(&name);
    let platform = match entity.schema.as_str() {
        "CryptoWallet" => entity.take_first(&["currencySymbol", "currency"]),
        "UserAccount" => entity.take("service"),
        _ => entity.take("bic"),
    };
    let stated = entity.take_first(&["iban", "accountNumber", "publicKey"]);
    party.account.set(identifier::account(&platform, &stated).as_deref().unwrap_or(""));
    party.handle.set(&entity.take("username"));
    let phone = entity.take_first(&["phone", "number", "callerNumber"]);
    set_phone(&phone, region, party);
    let email = entity.take("email");
    party.email.set(identifier::email(&email).as_deref().unwrap_or(&email));
    let mut address = entity.take_first(&["address", "full"]);
    if address.is_empty() {
        let parts = ["street", "street2", "postalCode", "city", "region", "country"];
        let given: Vec<String> = if entity.schema == "Address" {
            parts.map(|part| entity.take(part)).into()
        } else {
            Vec::new()
        };
        address = given.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    }
    party.address.set(&address);
    party.birth_date.set(&entity.take("birthDate"));
    for (kind, property) in [
        ("passport", "passportNumber"),
        ("id", "idNumber"),
        ("tax", "taxNumber"),
        ("registration", "registrationNumber"),
    ] {
        if party.document.is_empty() {
            let number = entity.take(property);
            if !number.is_empty() {
                document::document(kind, &number, &mut party.document);
            }
        }
    }
}
