//! The address book of the iPhone: `ABPerson` and `ABMultiValue` in `AddressBook.sqlitedb`.
//!
//! - **Recognised by:** `ABPerson` and `ABMultiValue`.
//! - **Specification:** none published; tables and properties as iLEAPP (`addressBook.py`) reads them.
//! - **Fields kept:** names, organisation, numbers (property 3), e-mail addresses (property 4),
//!   `CreationDate` (seconds since 2001); other details in `extra` under their property.
//! - **Known limits:** addresses and accounts in parts (`ABMultiValueEntry`) are not joined.

use model::Text;

use super::Program;
use super::address_list::{Detail, Details, fill_detail, fill_person, is_told, keep};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// The address book; see the module.
pub(super) struct Contacts;

impl Program for Contacts {
    fn name(&self) -> &'static str {
        "iOS address book"
    }

    fn knows(&self, schema: &Schema) -> bool {
        schema.has("ABPerson", &["First", "Last"])
            && schema.has("ABMultiValue", &["record_id", "property", "value"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        let mut names: Known<String> = Known::default();
        reading.look_up("ABPerson", &mut |row| {
            let name = name(row)?;
            if let Some(id) = row.rowid() {
                let bytes = name.len();
                names.insert(id, name, bytes);
            }
            Ok(())
        })?;
        let mut details: Known<Details> = Known::default();
        reading.look_up("ABMultiValue", &mut |row| {
            let (Some(id), Some(person)) = (row.rowid(), row.integer("record_id")?) else {
                return Ok(());
            };
            let property = row.integer("property")?;
            let value = row.text("value")?.into_owned();
            if !value.is_empty() {
                keep(&mut details, person, id, detail(property), &label(property), value);
            }
            Ok(())
        })?;
        reading.pour("ABPerson", &mut |row, writer| fill_contact(row, writer, &details))?;
        reading.pour("ABMultiValue", &mut |row, writer| fill_value(row, writer, &names, &details))
    }
}

fn detail(property: Option<i64>) -> Detail {
    match property {
        Some(3) => Detail::Phone,
        Some(4) => Detail::Email,
        _ => Detail::Other,
    }
}

fn label(property: Option<i64>) -> String {
    match property {
        Some(22) => "url".to_owned(),
        Some(23) => "related name".to_owned(),
        other => format!("property {}", other.unwrap_or(-1)),
    }
}

/// The parts of a name, else the organisation.
fn name(row: &RowView<'_>) -> Result<String, Fault> {
    let mut name = String::new();
    for column in ["Prefix", "First", "Middle", "Last", "Suffix"] {
        let part = row.text(column)?;
        if !part.is_empty() {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(&part);
        }
    }
    for column in ["DisplayName", "Organization"] {
        if name.is_empty() {
            name = row.text(column)?.into_owned();
        }
    }
    Ok(name)
}

fn fill_contact(
    row: &RowView<'_>,
    writer: &mut Writer,
    details: &Known<Details>,
) -> Result<Filled, Fault> {
    fill_person(writer, row.rowid().and_then(|id| details.get(Some(id))));
    let Writer { contact, people, clock, .. } = writer;
    contact.platform.set("ios");
    contact.owner.clone_from(&people.owner);
    contact.contact.name = Text::from(name(row)?.as_str());
    clock.read(row, &["CreationDate"], Unit::AppleSeconds, &mut contact.added)?;
    Ok(Filled::Contact)
}

fn fill_value(
    row: &RowView<'_>,
    writer: &mut Writer,
    names: &Known<String>,
    details: &Known<Details>,
) -> Result<Filled, Fault> {
    let person = row.integer("record_id")?;
    let detail = detail(row.integer("property")?);
    let value = row.text("value")?;
    let is_alone = names.get(person).is_none();
    let is_told = is_told(details, person.unwrap_or(-1), row.rowid().unwrap_or(-1), detail);
    if detail == Detail::Other || value.is_empty() || is_told && !is_alone {
        return Ok(Filled::Part);
    }
    fill_detail(writer, detail, &value);
    let Writer { contact, people, .. } = writer;
    contact.platform.set("ios");
    contact.owner.clone_from(&people.owner);
    contact.contact.name.set(names.name(person));
    Ok(Filled::Contact)
}
