//! One charging record: what it is, and its values taken one by one.

use serde_json::{Map, Value};

use crate::formats::extra::Extra;

/// Wrappers around a record that are looked into: an event, its choice, the record.
const WRAPPERS_MAX: usize = 4;

/// What a charging record tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// The served subscriber called.
    CallOut,
    /// The served subscriber was called.
    CallIn,
    /// A call through an exchange between networks: nobody is served.
    Transit,
    /// The served subscriber sent a short message.
    SmsOut,
    /// The served subscriber received one.
    SmsIn,
    /// A connection for data, with the address it had.
    Data,
}

/// The sort of a record by its name: `Bx_moCall`, `mOCallRecord`, `MO_CALL_RECORD`.
fn sort_of(name: &str) -> Option<Sort> {
    let name: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let name = name.strip_prefix("bx").unwrap_or(&name);
    Some(match name.trim_end_matches("record") {
        "mocall" | "moc" => Sort::CallOut,
        "mtcall" | "mtc" => Sort::CallIn,
        "roaming" | "incgateway" | "outgateway" | "transit" | "transitcall" => Sort::Transit,
        "mosms" | "smsmo" | "scsmo" => Sort::SmsOut,
        "mtsms" | "smsmt" | "scsmt" => Sort::SmsIn,
        "pgw" | "sgw" | "ggsnpdp" | "sgsnpdp" | "egsnpdp" => Sort::Data,
        _ => return None,
    })
}

/// The same by the number of the record type (TS 32.298, `RecordType`).
fn sort_of_number(number: u64) -> Option<Sort> {
    Some(match number {
        0 => Sort::CallOut,
        1 => Sort::CallIn,
        2..=5 => Sort::Transit,
        6 => Sort::SmsOut,
        7 => Sort::SmsIn,
        18 | 19 | 70 | 84 | 85 => Sort::Data,
        _ => return None,
    })
}

/// A record; what is taken from it is gone from it.
#[derive(Debug, Default)]
pub(super) struct Record {
    values: Map<String, Value>,
}

/// What an object holds.
#[derive(Debug)]
pub(super) enum Found {
    /// A record of this sort.
    Record(Sort, Record),
    /// Records in a list, and the name of the list.
    List(String, Vec<Value>),
    /// Something else, by its type as far as it says.
    Other(String),
}

impl Record {
    /// Looks into an object for a record, through the wrappers around it.
    pub(super) fn find(mut object: Map<String, Value>) -> Found {
        let mut around = None;
        for _ in 0..WRAPPERS_MAX {
            if let Some(found) = Self::flat(&mut object) {
                return found;
            }
            let inner = object
                .iter()
                .find_map(|(key, value)| value.is_object().then(|| (key.clone(), sort_of(key))));
            let wrapped = object.keys().find(|key| sort_of(key).is_some()).cloned();
            let name = wrapped.or_else(|| inner.filter(|_| object.len() == 1).map(|(key, _)| key));
            let Some(name) = name else { break };
            let sort = sort_of(&name);
            let Some(Value::Object(own)) = object.remove(&name) else { break };
            if let Some(sort) = sort {
                let mut values = own;
                // What stands around the record belongs to it.
                for (key, value) in object {
                    values.entry(key).or_insert(value);
                }
                return Found::Record(sort, Self { values });
            }
            object = own;
            around = Some(name);
        }
        let list = object.iter().find(|(_, value)| {
            value.as_array().is_some_and(|list| list.first().is_some_and(Value::is_object))
        });
        if let Some(name) = list.map(|(name, _)| name.clone())
            && let Some(Value::Array(list)) = object.remove(&name)
        {
            return Found::List(name, list);
        }
        let inner = object.iter().find(|(_, value)| value.is_object()).map(|(name, _)| name);
        let name = around.or_else(|| inner.or(object.keys().next()).cloned());
        Found::Other(name.unwrap_or_default())
    }

    /// A record that states its type among its values.
    fn flat(object: &mut Map<String, Value>) -> Option<Found> {
        let key = ["recordType", "record_type", "callEventRecordType", "RecordType"]
            .into_iter()
            .find(|key| object.contains_key(*key))?;
        let stated = object.get(key)?.clone();
        let number = stated.as_u64().or_else(|| stated.as_str()?.parse().ok());
        let sort = number.and_then(sort_of_number).or_else(|| sort_of(stated.as_str()?));
        let values = std::mem::take(object);
        Some(match sort {
            Some(sort) => Found::Record(sort, Self { values }),
            None => Found::Other(stated.to_string().trim_matches('"').to_owned()),
        })
    }

    /// Takes the first of these values that is stated, whatever the case of its name.
    pub(super) fn take(&mut self, names: &[&str]) -> Option<Value> {
        names.iter().find_map(|name| {
            let key = self.values.keys().find(|key| same(key, name)).cloned()?;
            self.values.remove(&key).filter(|value| !value.is_null())
        })
    }

    /// Takes a text or number; of an object its only or first plain value.
    pub(super) fn text(&mut self, names: &[&str]) -> String {
        self.take(names).map(|value| plain(&value)).unwrap_or_default()
    }

    /// Takes a telephone number: a text, or an address with its nature.
    pub(super) fn number(&mut self, names: &[&str]) -> String {
        let Some(value) = self.take(names) else { return String::new() };
        let Value::Object(object) = &value else { return plain(&value) };
        let part = |names: &[&str]| {
            let found = object.iter().find(|(key, _)| names.iter().any(|name| same(key, name)));
            found.map(|(_, value)| plain(value)).unwrap_or_default()
        };
        let address = part(&["address", "number", "digits", "isdnAddress"]);
        let address = if address.is_empty() { plain(&value) } else { address };
        let international =
            part(&["natureOfAddress", "typeOfNumber", "ton", "nai"]).to_ascii_lowercase();
        if international.starts_with("international") {
            return e164(&address);
        }
        address
    }

    /// Keeps what was not taken.
    pub(super) fn keep_rest(&mut self, extra: &mut Extra) {
        for (name, value) in std::mem::take(&mut self.values) {
            extra.add_value(&name, value);
        }
    }
}

/// Whether two names are one: renderings differ in capitals, hyphens and underscores.
fn same(key: &str, name: &str) -> bool {
    let letters = |text: &str| -> Vec<u8> {
        let own = text.bytes().filter(u8::is_ascii_alphanumeric);
        own.map(|byte| byte.to_ascii_lowercase()).collect()
    };
    key == name || key.len() < 64 && letters(key) == letters(name)
}

/// Digits of an international number with the plus sign before them.
pub(super) fn e164(digits: &str) -> String {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain && !digits.starts_with("00") { format!("+{digits}") } else { digits.to_owned() }
}

/// A text or number; of a list or object the first that stands in it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Array(list) => list.first().map(plain).unwrap_or_default(),
        Value::Object(object) => object.values().next().map(plain).unwrap_or_default(),
        Value::Null => String::new(),
    }
}

/// The cell of a location: network, area and cell as stated, joined by hyphens.
pub(super) fn cell(value: Option<Value>) -> String {
    let Some(value) = value else { return String::new() };
    let Value::Object(object) = &value else { return plain(&value) };
    let mut parts = Vec::new();
    for names in [
        &["mCC-MNC", "mccMnc", "plmn"][..],
        &["locationAreaCode", "lac", "trackingAreaCode", "tac"],
        &["cellId", "cellIdentifier", "cell", "eci", "ci"],
    ] {
        let found = object.iter().find(|(key, _)| names.iter().any(|name| same(key, name)));
        parts.extend(found.map(|(_, value)| plain(value)).filter(|text| !text.is_empty()));
    }
    if parts.is_empty() { value.to_string() } else { parts.join("-") }
}
