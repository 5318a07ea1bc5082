//! What a row states and no field of a record takes: kept as one JSON object, never dropped.

use std::collections::BTreeMap;

use model::Text;
use serde_json::{Map, Value};

/// Bytes of names and texts kept for one row; the exhibit keeps the whole.
const EXTRA_BYTES_MAX: usize = 64 * 1024;

/// Collects names and texts, in the end as a JSON object with sorted names.
#[derive(Debug, Default)]
pub(crate) struct Extra {
    object: Map<String, Value>,
    bytes: usize,
    /// How often a name has occurred that occurred again.
    again: BTreeMap<String, u32>,
}

impl Extra {
    /// Goes on from what a slot already holds.
    pub(crate) fn resume(slot: &Text) -> Self {
        let object = slot.get().and_then(|text| serde_json::from_str(text).ok());
        Self { object: object.unwrap_or_default(), bytes: slot.len(), ..Self::default() }
    }

    /// Keeps a text; a name that occurs again becomes `name[2]`, `name[3]`, ….
    pub(crate) fn add(&mut self, name: &str, text: &str) {
        if text.is_empty() || self.bytes > EXTRA_BYTES_MAX {
            return;
        }
        self.bytes += name.len() + text.len();
        let mut key = name.to_owned();
        if self.object.contains_key(name) {
            // From where it was left: thousands of one name are counted once.
            let count = self.again.entry(key.clone()).or_insert(1);
            while self.object.contains_key(&key) {
                *count += 1;
                key = format!("{name}[{count}]");
            }
        }
        self.object.insert(key, Value::String(text.to_owned()));
    }

    /// Keeps a value of a JSON source as it stands.
    pub(crate) fn add_value(&mut self, name: &str, value: Value) {
        let bytes = name.len() + value.to_string().len();
        if value.is_null() || self.bytes + bytes > EXTRA_BYTES_MAX {
            return;
        }
        self.bytes += bytes;
        self.object.insert(name.to_owned(), value);
    }

    /// Forgets what is kept, where a row before was set aside.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Whether anything is kept.
    pub(crate) fn has_any(&self) -> bool {
        !self.object.is_empty()
    }

    /// Writes the object into a record's slot and starts anew; nothing kept leaves the slot absent.
    pub(crate) fn write(&mut self, slot: &mut Text) {
        slot.clear();
        if !self.object.is_empty() {
            slot.set(&Value::Object(std::mem::take(&mut self.object)).to_string());
        }
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_occur_again_are_numbered_in_the_order_they_come() {
        let mut extra = Extra::default();
        for name in ["a", "a[2]", "a", "b", "a", "b"] {
            extra.add(name, "x");
        }
        let mut slot = Text::default();
        extra.write(&mut slot);
        let names = r#"{"a":"x","a[2]":"x","a[3]":"x","a[4]":"x","b":"x","b[2]":"x"}"#;
        assert_eq!(&*slot, names);
        extra.add("a", "y");
        extra.write(&mut slot);
        assert_eq!(&*slot, r#"{"a":"y"}"#, "a new row counts anew");
        let mut resumed = Extra::resume(&slot);
        resumed.add("a", "z");
        resumed.write(&mut slot);
        assert_eq!(&*slot, r#"{"a":"y","a[2]":"z"}"#);
    }
}
