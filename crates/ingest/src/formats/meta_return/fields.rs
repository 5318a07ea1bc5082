//! The labels and values of a page, in the order in which they stand.

use model::Place;

use crate::formats::html::{Html, Step, push_words};
use crate::formats::xml::broken;
use crate::sink::Halt;

/// Longest value held; a long message takes some tens of kilobytes.
const VALUE_BYTES_MAX: usize = 1 << 20;

/// Nesting of divisions followed; real pages nest a dozen.
const DEPTH_MAX: usize = 256;

/// A label with its value.
#[derive(Debug, Clone, Default)]
pub(super) struct Field {
    /// The section, without `property-`.
    pub(super) section: String,
    /// The label.
    pub(super) label: String,
    /// The value.
    pub(super) value: String,
    /// First byte of the division of the label.
    pub(super) start: u64,
    /// The byte after the value.
    pub(super) end: u64,
}

/// What the walk came upon.
#[derive(Debug)]
pub(super) enum Found {
    /// A value.
    Field(Field),
    /// A label that holds further labels.
    Group(String),
}

/// What a division is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Not yet known: a wrapper, a label, or the inner part of a value.
    Open,
    /// Its text is the label of the division in it.
    Label,
    /// Its text is a value.
    Value,
    /// A page break.
    Passed,
}

#[derive(Debug)]
struct Division {
    depth: usize,
    start: u64,
    role: Role,
    text: String,
    told: bool,
}

/// Hands on every field and group of a page.
pub(super) fn walk(
    html: &mut Html<'_>,
    mut each: impl FnMut(Found) -> Result<(), Halt>,
) -> Result<(), Halt> {
    let mut open: Vec<Division> = Vec::new();
    let mut section = String::new();
    loop {
        match html.next()? {
            Step::Open if matches!(html.name(), "div" | "tr" | "td") => {
                if let Some(name) = html.attribute("id").strip_prefix("property-") {
                    name.clone_into(&mut section);
                }
                let class = html.attribute("class").to_ascii_lowercase();
                let role = if class == "p" || class.contains("pagebreak") {
                    Role::Passed
                } else {
                    let (role, found) = role_below(&mut open, &section, html.start());
                    found.map_or(Ok(()), &mut each)?;
                    // In a page of tables the head of a row is the label of its cell.
                    match html.name() {
                        "tr" => Role::Label,
                        "td" => Role::Value,
                        _ => role,
                    }
                };
                if open.len() < DEPTH_MAX {
                    let (depth, start, text) = (html.depth(), html.start(), String::new());
                    open.push(Division { depth, start, role, text, told: false });
                }
            }
            Step::Open if html.name() == "br" => {
                if let Some(top) = open.last_mut().filter(|top| !top.text.is_empty()) {
                    top.text.push('\n');
                }
            }
            Step::Text => {
                if let Some(top) = open.last_mut()
                    && top.text.len() < VALUE_BYTES_MAX
                {
                    push_words(&mut top.text, html.text());
                }
            }
            Step::Close => {
                while let Some(closed) = open.pop_if(|top| top.depth > html.depth()) {
                    if let Some(found) = closing(&closed, &open, &section, html.end()) {
                        each(found)?;
                    }
                }
            }
            Step::End if html.depth() > 0 => {
                let place = Place { bytes_start: html.end(), ..Place::default() };
                return Err(broken(
                    place,
                    "the exhibit ends in the middle of the page",
                    "ask the sender for the whole file; what stands before this place was read",
                ));
            }
            Step::End => return Ok(()),
            Step::Open => {}
        }
    }
}

/// The label that a value at the top of the open divisions belongs to.
fn label_of(open: &[Division]) -> Option<&Division> {
    open.iter().rfind(|division| division.role == Role::Label)
}

fn field(label: &Division, text: &str, section: &str, end: u64) -> Found {
    Found::Field(Field {
        section: section.to_owned(),
        label: label.text.trim().to_owned(),
        value: text.trim().to_owned(),
        start: label.start,
        end,
    })
}

/// What a division that opens below is, and what that tells of the one above.
fn role_below(open: &mut [Division], section: &str, here: u64) -> (Role, Option<Found>) {
    let Some((top, above)) = open.split_last_mut() else { return (Role::Open, None) };
    let is_stated = !top.text.trim().is_empty();
    match top.role {
        Role::Open if is_stated => {
            top.role = Role::Label;
            (Role::Value, None)
        }
        Role::Label => (Role::Value, None),
        Role::Value if !top.told => {
            top.told = true;
            let found = label_of(above).map(|label| {
                if is_stated {
                    field(label, &top.text, section, here)
                } else {
                    Found::Group(label.text.trim().to_owned())
                }
            });
            (Role::Open, found)
        }
        Role::Passed => (Role::Passed, None),
        Role::Open | Role::Value => (Role::Open, None),
    }
}

/// What a division that closes tells.
fn closing(closed: &Division, open: &[Division], section: &str, end: u64) -> Option<Found> {
    if closed.text.trim().is_empty() || closed.told {
        return None;
    }
    match closed.role {
        Role::Value => label_of(open).map(|label| field(label, &closed.text, section, end)),
        // A text in a wrapper inside a value is the value, or a part of it.
        Role::Open => {
            let inside = open.last().is_some_and(|top| top.role == Role::Value);
            let label = label_of(open).filter(|_| inside)?;
            Some(field(label, &closed.text, section, end))
        }
        Role::Label | Role::Passed => None,
    }
}
