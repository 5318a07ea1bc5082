//! One object of a list, and which of its values a field has taken.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::Value;

use model::say;

use super::Context;
use crate::formats::extra::Extra;

/// A row; values are reached by keys parted by `/`.
#[derive(Debug)]
pub(crate) struct Row<'v> {
    value: &'v Value,
    keys: &'v [String],
    known: &'static [&'static str],
    taken: RefCell<BTreeSet<String>>,
}

/// A value as text: numbers as written, null and containers as nothing.
pub(crate) fn text_of(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text.as_str()),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Bool(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
        Value::Null | Value::Array(_) | Value::Object(_) => Cow::Borrowed(""),
    }
}

/// The items of a value that may be a list or one thing alone.
pub(crate) fn list(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(items)) => items,
        Some(Value::Null) | None => &[],
        Some(one) => std::slice::from_ref(one),
    }
}

/// Degrees written as a decimal, in ten-millionths of a degree; finer digits are cut.
pub(crate) fn number_e7(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('°').trim_end();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !plain(whole) || !plain(part) {
        return None;
    }
    let part = part.get(..7).unwrap_or(part);
    let scaled: i64 = format!("{whole}{part:0<7}").parse().ok()?;
    Some(sign * scaled)
}

/// Latitude and longitude of a point: `45.4°, 9.1°` or `geo:45.4,9.1`.
pub(crate) fn point_e7(text: &str) -> Option<(i64, i64)> {
    let text = text.trim();
    let (latitude, longitude) = text.strip_prefix("geo:").unwrap_or(text).split_once(',')?;
    Some((number_e7(latitude)?, number_e7(longitude)?))
}

/// The point in a link to a map.
pub(crate) fn point_in_link(url: &str) -> Option<(i64, i64)> {
    let rest = ["center=", "q=", "query="].iter().find_map(|key| url.split_once(key))?.1;
    point_e7(rest.split('&').next()?)
}

impl<'v> Row<'v> {
    pub(crate) fn new(
        value: &'v Value,
        keys: &'v [String],
        known: &'static [&'static str],
    ) -> Self {
        Self { value, keys, known, taken: RefCell::default() }
    }

    /// The same row where other keys are known.
    pub(crate) fn knowing(&self, known: &'static [&'static str]) -> Self {
        Self { known, taken: RefCell::default(), ..*self }
    }

    /// What stands at a key, as a row of its own.
    pub(crate) fn inner(&self, key: &str) -> Option<Row<'v>> {
        let value = self.value.get(key)?;
        Some(Row { value, keys: self.keys, known: self.known, taken: RefCell::default() })
    }

    /// The keys that lead to the row.
    pub(crate) fn keys(&self) -> &'v [String] {
        self.keys
    }

    /// The key at this step of the path.
    pub(crate) fn key(&self, step: usize) -> &'v str {
        self.keys.get(step).map_or("", String::as_str)
    }

    /// The value at a path, only looked at.
    pub(crate) fn peek(&self, path: &str) -> Option<&'v Value> {
        path.split('/').try_fold(self.value, |value, key| value.get(key))
    }

    /// The value at a path, taken by a field.
    pub(crate) fn value(&self, path: &str) -> Option<&'v Value> {
        let found = self.peek(path);
        if found.is_some() {
            self.taken.borrow_mut().insert(path.to_owned());
        }
        found
    }

    /// The text at a path, taken by a field; empty where there is none. A container is not taken.
    pub(crate) fn text(&self, path: &str) -> Cow<'v, str> {
        match self.peek(path) {
            None | Some(Value::Array(_) | Value::Object(_)) => Cow::Borrowed(""),
            Some(value) => {
                self.taken.borrow_mut().insert(path.to_owned());
                text_of(value)
            }
        }
    }

    /// The first text that is stated; only that one is taken.
    pub(crate) fn first(&self, paths: &[&str]) -> Cow<'v, str> {
        let stated = |path: &&&str| self.peek(path).is_some_and(|value| !text_of(value).is_empty());
        paths.iter().find(stated).map_or(Cow::Borrowed(""), |path| self.text(path))
    }

    /// Every text of these that is stated, separated by commas: a place, an address.
    pub(crate) fn joined(&self, paths: &[&str]) -> String {
        let mut joined = String::new();
        for text in paths.iter().map(|path| self.text(path)).filter(|text| !text.is_empty()) {
            let separator = if joined.is_empty() { "" } else { ", " };
            joined.push_str(separator);
            joined.push_str(&text);
        }
        joined
    }

    /// The names of its keys.
    pub(crate) fn names(&self) -> Vec<String> {
        let object = self.value.as_object();
        let stated = |value: &&(&String, &Value)| !is_empty(value.1);
        object
            .into_iter()
            .flatten()
            .filter(|pair| stated(&pair))
            .map(|(key, _)| key.clone())
            .collect()
    }

    /// Keeps in `extra` whatever no field took, and has keys that nobody knows named once.
    pub(crate) fn rest(&self, context: &mut Context, extra: &mut Extra) {
        let taken = self.taken.borrow();
        self.keep(self.value, "", &taken, context, extra);
    }

    fn keep(
        &self,
        value: &Value,
        prefix: &str,
        taken: &BTreeSet<String>,
        context: &mut Context,
        extra: &mut Extra,
    ) {
        let Value::Object(object) = value else { return };
        for (key, value) in object {
            let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}/{key}") };
            if taken.contains(&path) || is_empty(value) {
                continue;
            }
            let below = format!("{path}/");
            let next = taken.range(below.clone()..).next();
            if next.is_some_and(|next| next.starts_with(&below)) {
                self.keep(value, &path, taken, context, extra);
                continue;
            }
            let first = path.split('/').next().unwrap_or(&path);
            let known = |key| self.known.contains(&key);
            if !known(path.as_str()) && !known(first) && self.known != super::ANY {
                context.unknown(self.keys, &path);
            }
            match value {
                Value::String(text) => extra.add(&path, text),
                other if is_short(other) => extra.add_value(&path, other.clone()),
                _ => context.remark(say::values_too_long()),
            }
        }
    }
}

/// Longest value of a list or object copied into `extra`, which holds no more.
const COPIED_BYTES_MAX: usize = 64 * 1024;

/// Whether a value is short enough to be copied; looks at no more of it than that.
fn is_short(value: &Value) -> bool {
    struct Room(usize);
    impl std::io::Write for Room {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let full = || std::io::Error::from(std::io::ErrorKind::StorageFull);
            self.0 = self.0.checked_sub(bytes.len()).ok_or_else(full)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    serde_json::to_writer(Room(COPIED_BYTES_MAX), value).is_ok()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_without_floating_point() {
        assert_eq!(number_e7("45.4642035°"), Some(454_642_035));
        assert_eq!(number_e7("-8.5"), Some(-85_000_000));
        assert_eq!(number_e7("9.12345678"), Some(91_234_567));
        assert_eq!(number_e7("north"), None);
        assert_eq!(number_e7(""), None);
    }

    #[test]
    fn a_value_is_copied_only_where_it_is_short() {
        assert!(is_short(&serde_json::json!([1, 2, 3])));
        assert!(!is_short(&Value::Array(vec![Value::Bool(true); COPIED_BYTES_MAX])));
    }

    #[test]
    fn points_are_read_in_every_way_they_are_written() {
        assert_eq!(point_e7("45.4642°, 9.19°"), Some((454_642_000, 91_900_000)));
        assert_eq!(point_e7("geo:-45.5,9"), Some((-455_000_000, 90_000_000)));
        assert_eq!(point_e7("somewhere"), None);
        let link = "https://www.google.com/maps/@?api=1&map_action=map&center=45.5,9.1&zoom=12";
        assert_eq!(point_in_link(link), Some((455_000_000, 91_000_000)));
        let short = "https://maps.google.com/?q=45.5,9.1";
        assert_eq!(point_in_link(short), Some((455_000_000, 91_000_000)));
    }
}
