//! One node of a graph: its types, its own properties and those of its facets, by local names.

use serde_json::{Map, Value};

use crate::formats::extra::Extra;

/// Facets held of one node, and texts of one list; real nodes have a handful.
const FACETS_MAX: usize = 200;
const LIST_MAX: usize = 10_000;

/// The local part of a name: `phoneNumber` of `uco-observable:phoneNumber`, of a whole address of the
/// ontology too. Prefixes drifted from version to version; local names did not.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(['/', '#', ':']).next().unwrap_or(name)
}

/// A node taken apart; what is taken from it is gone from it.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Its `@id`, or nothing.
    pub(super) id: String,
    /// Local names of its types, as stated.
    pub(super) types: Vec<String>,
    own: Map<String, Value>,
    facets: Vec<(String, Map<String, Value>)>,
}

impl Node {
    /// Takes an object apart.
    pub(super) fn new(mut own: Map<String, Value>) -> Self {
        let id = own.remove("@id").or_else(|| own.remove("id"));
        let types = own.remove("@type").or_else(|| own.remove("type"));
        let mut node = Self {
            id: id.as_ref().and_then(Value::as_str).unwrap_or("").to_owned(),
            types: each(types).iter().filter_map(type_name).collect(),
            own,
            facets: Vec::new(),
        };
        // Before 2021 facets stood under `propertyBundle` or `facets`.
        for name in ["hasFacet", "facets", "facet", "propertyBundle", "hasPropertyBundle"] {
            while let Some(value) = take_from(&mut node.own, name) {
                node.add_facets(value);
            }
        }
        node
    }

    fn add_facets(&mut self, value: Value) {
        for facet in each(Some(value)) {
            let Value::Object(mut facet) = facet else { continue };
            let types = facet.remove("@type").or_else(|| facet.remove("type"));
            let name = each(types).iter().find_map(type_name).unwrap_or_default();
            facet.remove("@id");
            if self.facets.len() < FACETS_MAX {
                self.facets.push((name, facet));
            }
        }
    }

    /// Whether it is of this type.
    pub(super) fn is(&self, name: &str) -> bool {
        self.types.iter().any(|own| own == name)
    }

    /// Whether it has a facet of this type.
    pub(super) fn has_facet(&self, name: &str) -> bool {
        self.facets.iter().any(|(own, _)| own == name)
    }

    /// Its first type, for notes.
    pub(super) fn type_name(&self) -> &str {
        self.types.first().map_or("no type", String::as_str)
    }

    /// Takes the value of a property, of its facets first.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        let found = self.facets.iter_mut().find_map(|(_, facet)| take_from(facet, name));
        found.or_else(|| take_from(&mut self.own, name))
    }

    /// Takes the text of a property; empty where there is none.
    pub(super) fn text(&mut self, name: &str) -> String {
        self.take(name).and_then(|value| texts(&value).into_iter().next()).unwrap_or_default()
    }

    /// Takes the nodes a property refers to, or the texts that stand in their place.
    pub(super) fn references(&mut self, name: &str) -> Vec<String> {
        let Some(value) = self.take(name) else { return Vec::new() };
        each(Some(value)).iter().filter_map(reference).collect()
    }

    /// Keeps what was not taken.
    pub(super) fn keep_rest(self, extra: &mut Extra) {
        for (facet, properties) in self.facets {
            for (name, value) in properties {
                extra.add_value(&format!("{facet}/{}", local(&name)), value);
            }
        }
        for (name, value) in self.own {
            extra.add_value(local(&name), value);
        }
    }

    /// The nodes that stand whole under `object`, as in a bundle; references stay.
    pub(super) fn take_members(&mut self) -> Vec<Value> {
        let key = self.own.keys().find(|key| local(key) == "object").cloned();
        let Some(key) = key else { return Vec::new() };
        let whole = |value: &Value| value.get("@type").is_some() || value.get("type").is_some();
        match self.own.get(&key) {
            Some(Value::Array(list)) if list.iter().any(whole) => each(self.own.remove(&key)),
            Some(one) if whole(one) => each(self.own.remove(&key)),
            _ => Vec::new(),
        }
    }
}

fn type_name(value: &Value) -> Option<String> {
    value.as_str().map(|name| local(name).to_owned())
}

fn take_from(map: &mut Map<String, Value>, name: &str) -> Option<Value> {
    let key = map.keys().find(|key| local(key) == name).cloned()?;
    map.remove(&key)
}

/// The items of a list, or the one value.
pub(super) fn each(value: Option<Value>) -> Vec<Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(mut list)) => {
            list.truncate(LIST_MAX);
            list
        }
        Some(one) => vec![one],
    }
}

/// The texts of a value: plain, typed (`@value`), or a list of such.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Bool(flag) => vec![flag.to_string()],
        Value::Array(list) => list.iter().take(LIST_MAX).flat_map(texts).collect(),
        Value::Object(object) => object.get("@value").map(texts).unwrap_or_default(),
        Value::Null => Vec::new(),
    }
}

/// The `@id` a value refers to, or its text.
pub(super) fn reference(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => {
            let id = object.get("@id").or_else(|| object.get("@value"))?;
            id.as_str().map(str::to_owned)
        }
        other => texts(other).into_iter().next(),
    }
}
