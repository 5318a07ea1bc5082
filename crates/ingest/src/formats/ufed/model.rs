//! A decoded item of a report: a `model`, its fields by name, and whatever no column took.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::formats::extra::Extra;
use crate::formats::xml_tree::Element;

/// Field of every model that says how the person at the decoding program set it: no fact on the item.
const USER_MAPPING: &str = "UserMapping";

/// Fields whose value is a secret; that one is stated is kept, the secret is not copied.
const SECRETS: [&str; 1] = ["Password"];

/// A field of a model.
struct Field<'t> {
    name: &'t str,
    element: Element<'t>,
    taken: Cell<bool>,
}

/// A model with its fields, which remembers those that a column took.
pub(super) struct Model<'t> {
    element: Element<'t>,
    fields: Vec<Field<'t>>,
}

/// A time as a report writes it: the text, and its rendering with an offset where there is one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct StatedTime<'t> {
    pub(super) text: &'t str,
    pub(super) formatted: &'t str,
    pub(super) format: &'t str,
}

impl<'t> Model<'t> {
    /// The model that stands in this element.
    pub(super) fn of(element: Element<'t>) -> Self {
        let field = |child: Element<'t>| {
            let name = child.peek_attribute("name");
            let name = if name.is_empty() { child.name() } else { name };
            Field { name, element: child, taken: Cell::new(false) }
        };
        Self { element, fields: element.children().map(field).collect() }
    }

    /// Its type: `Contact`, `Call`, ….
    pub(super) fn kind(&self) -> &'t str {
        self.element.peek_attribute("type")
    }

    /// The key the report gives it.
    pub(super) fn id(&self) -> &'t str {
        self.element.peek_attribute("id")
    }

    /// An attribute of the model itself.
    pub(super) fn attribute(&self, name: &str) -> &'t str {
        self.element.peek_attribute(name)
    }

    /// First byte and length in the exhibit.
    pub(super) fn bytes(&self) -> (u64, u64) {
        self.element.bytes()
    }

    /// Whether nothing at all is stated of it.
    pub(super) fn is_absent(&self) -> bool {
        !self.element.exists()
    }

    fn field(&self, name: &str) -> Option<&Field<'t>> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The text of a field, taken; empty where it is not stated.
    pub(super) fn take(&self, name: &str) -> Cow<'t, str> {
        let Some(field) = self.field(name) else { return Cow::Borrowed("") };
        let mut values = field.element.each("value");
        let first = values.next();
        // Further values of a field stay in `extra`.
        field.taken.set(values.next().is_none());
        first.map_or(Cow::Borrowed(""), text_of)
    }

    /// The text of the first of these fields that is stated; only that one is taken.
    pub(super) fn take_first(&self, names: &[&str]) -> Cow<'t, str> {
        let found = names.iter().find(|name| !self.peek(name).is_empty());
        found.map_or(Cow::Borrowed(""), |name| self.take(name))
    }

    /// The text of a field, only looked at.
    pub(super) fn peek(&self, name: &str) -> &'t str {
        self.field(name).map_or("", |field| field.element.peek("value"))
    }

    /// The time in the first of these fields that states one, and the name of that field.
    pub(super) fn take_time<'n>(&self, names: &[&'n str]) -> (&'n str, StatedTime<'t>) {
        for name in names {
            let Some(field) = self.field(name) else { continue };
            let value = field.element.child("value");
            let text = value.peek("");
            if !text.is_empty() {
                field.taken.set(true);
                let formatted = value.peek_attribute("formattedTimestamp");
                let format = value.peek_attribute("format");
                return (name, StatedTime { text, formatted, format });
            }
        }
        ("", StatedTime::default())
    }

    /// The models in a field. Whoever asks for them keeps what they do not take of them.
    pub(super) fn models(&self, name: &str) -> Vec<Model<'t>> {
        let mut found = Vec::new();
        for field in self.fields.iter().filter(|field| field.name == name) {
            field.taken.set(true);
            found.extend(field.element.each("model").map(Model::of));
        }
        found
    }

    /// The models in a field, only looked at.
    pub(super) fn models_stated(&self, name: &str) -> Vec<Model<'t>> {
        let fields = self.fields.iter().filter(|field| field.name == name);
        fields.flat_map(|field| field.element.each("model").map(Model::of)).collect()
    }

    /// The model in a field, or one that states nothing.
    pub(super) fn model(&self, name: &str) -> Model<'t> {
        let none = Model { element: self.element.none(), fields: Vec::new() };
        self.models(name).into_iter().next().unwrap_or(none)
    }

    /// Keeps every field that no column took, under its name, and those of models in it under
    /// `name/name`.
    pub(super) fn keep(&self, path: &str, extra: &mut Extra) {
        self.keep_new(path, extra, &mut BTreeSet::new());
    }

    /// `seen` holds the keys of the models met: some reports write one and the same model twice.
    fn keep_new(&self, path: &str, extra: &mut Extra, seen: &mut BTreeSet<&'t str>) {
        for field in self.fields.iter().filter(|field| !field.taken.replace(true)) {
            if field.name == USER_MAPPING {
                continue;
            }
            let path = if path.is_empty() {
                field.name.to_owned()
            } else {
                format!("{path}/{}", field.name)
            };
            if SECRETS.contains(&field.name) {
                let stated = !field.element.peek("value").is_empty();
                extra.add(&path, if stated { "stated, not copied" } else { "" });
                continue;
            }
            for part in field.element.children() {
                match part.name() {
                    "value" => extra.add(&path, &text_of(part)),
                    "targetid" => extra.add("jumptargets", part.peek("")),
                    "model" => keep_model(&Model::of(part), &path, extra, seen),
                    "empty" => {}
                    _ => {
                        extra.add(&path, part.peek(""));
                        part.each_untaken(|below, text| {
                            extra.add(&format!("{path}/{below}"), text);
                        });
                    }
                }
            }
        }
    }
}

fn keep_model<'t>(model: &Model<'t>, path: &str, extra: &mut Extra, seen: &mut BTreeSet<&'t str>) {
    let id = model.id();
    if !id.is_empty() && !seen.insert(id) {
        return;
    }
    if !matches!(model.attribute("deleted_state"), "" | "Intact" | "Unknown") {
        extra.add(&format!("{path}/deleted_state"), model.attribute("deleted_state"));
    }
    extra.add(&format!("{path}/file_id"), model.attribute("file_id"));
    model.keep_new(path, extra, seen);
}

/// The text of a `value`. Text with characters that XML cannot hold is written in Base64.
fn text_of(value: Element<'_>) -> Cow<'_, str> {
    let text = value.peek("");
    if !value.peek_attribute("format").eq_ignore_ascii_case("Base64String") {
        return Cow::Borrowed(text);
    }
    let decoded = STANDARD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.map_or(Cow::Borrowed(text), Cow::Owned)
}
