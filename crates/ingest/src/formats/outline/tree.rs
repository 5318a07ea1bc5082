//! The same layout over an XML element: attributes become keys with `@`, text beside them `#text`.

use model::Place;
use serde_json::{Map, Value};

use super::{Context, Fit, Layout, Out, Row, fit};
use crate::formats::xml_tree::{Element, Tree};
use crate::sink::{Halt, Sink};

/// Nesting followed; the reader sets deeper rows aside before.
const DEPTH_MAX: usize = 64;

/// Reads the rows of one element and all in it; `number` tells apart elements of one name.
pub(crate) fn read_elements(
    layout: &Layout,
    tree: &Tree,
    number: u64,
    context: &mut Context,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    let root = tree.root();
    let keys = vec![root.name().to_owned()];
    context.forget();
    learn(layout, root, &mut keys.clone(), context);
    (layout.settle)(context);
    let path = format!("{}[{number}]", root.name());
    visit(layout, root, &mut keys.clone(), &path, context, sink)
}

/// An element as a value.
fn value_of(element: Element<'_>, depth: usize) -> Value {
    let mut object = Map::new();
    element.each_attribute(|name, text| {
        object.insert(format!("@{name}"), Value::String(text.to_owned()));
    });
    if depth < DEPTH_MAX {
        for child in element.children() {
            let value = value_of(child, depth + 1);
            match object.get_mut(child.name()) {
                None => {
                    object.insert(child.name().to_owned(), value);
                }
                Some(Value::Array(items)) => items.push(value),
                Some(first) => {
                    let both = vec![first.take(), value];
                    *first = Value::Array(both);
                }
            }
        }
    }
    let text = element.peek("");
    if object.is_empty() {
        return Value::String(text.to_owned());
    }
    if !text.is_empty() {
        object.insert("#text".to_owned(), Value::String(text.to_owned()));
    }
    Value::Object(object)
}

fn learn(layout: &Layout, element: Element<'_>, keys: &mut Vec<String>, context: &mut Context) {
    for pattern in layout.facts {
        if fit(pattern, keys) == Fit::Here {
            let value = value_of(element, 0);
            let bytes = value.to_string().len();
            context.learn(keys, value, bytes);
        }
    }
    if layout.facts.iter().any(|pattern| fit(pattern, keys) == Fit::Above) {
        for child in element.children() {
            keys.push(child.name().to_owned());
            learn(layout, child, keys, context);
            keys.pop();
        }
    }
}

fn visit(
    layout: &Layout,
    element: Element<'_>,
    keys: &mut Vec<String>,
    path: &str,
    context: &mut Context,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    let mut inside = false;
    if let Some(section) = layout.rows().find(|s| fit(s.path, keys) == Fit::Here) {
        let value = match value_of(element, 0) {
            Value::String(text) => serde_json::json!({ "#text": text }),
            value => value,
        };
        let row = Row::new(&value, keys, section.known);
        let mut out = Out::new();
        let filled = (section.fill)(context, &row, &mut out);
        let (bytes_start, bytes_len) = element.bytes();
        let place = |path: String| Place { path, bytes_start, bytes_len, ..Place::default() };
        if let Err((kind, field, raw)) = filled {
            sink.begin(&place(path.to_owned()))?;
            sink.reject(kind, field, &raw)?;
        } else {
            for (index, record) in out.iter().enumerate() {
                let suffix = if index > 0 { format!("#{}", index + 1) } else { String::new() };
                sink.begin(&place(format!("{path}{suffix}")))?;
                sink.record(record.as_ref())?;
            }
        }
        inside = true;
    }
    let above = |keys: &[String]| layout.rows().any(|s| fit(s.path, keys) == Fit::Above);
    if !above(keys) {
        let fact = layout.facts.iter().any(|pattern| fit(pattern, keys) != Fit::Other);
        if !inside && !fact {
            context.unread(keys);
        }
        return Ok(());
    }
    let told = if inside { Some(context.hush()) } else { None };
    for (index, child) in element.children().enumerate() {
        keys.push(child.name().to_owned());
        let path = format!("{path}/{}[{}]", child.name(), index + 1);
        let done = visit(layout, child, keys, &path, context, sink);
        keys.pop();
        done?;
    }
    if let Some(told) = told {
        context.speak(told);
    }
    Ok(())
}
