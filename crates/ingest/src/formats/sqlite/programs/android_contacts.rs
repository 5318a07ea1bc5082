//! The address book of Android: `raw_contacts`, `data`, `mimetypes`, `accounts` in `contacts2.db`.
//!
//! - **Recognised by:** `raw_contacts`, and `data` with `mimetype_id` and `data1`.
//! - **Specification:** `ContactsContract` of the Android developers' reference; columns as ALEAPP
//!   (`contacts.py`) reads them.
//! - **Fields kept:** names, numbers, e-mail addresses; other details (notes, organisations, addresses)
//!   in `extra` under their type. `raw_contacts.deleted` is told as `deleted`.

use super::Program;
use super::address_list::{Detail, Details, fill_detail, fill_person, is_told, keep};
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// The address book; see the module.
pub(super) struct Contacts;

/// Names of the details that are told with their person.
type Kinds = Known<String>;

impl Program for Contacts {
    fn name(&self) -> &'static str {
        "Android contacts"
    }

    fn knows(&self, schema: &Schema) -> bool {
        schema.has("raw_contacts", &["_id"])
            && schema.has("data", &["raw_contact_id", "mimetype_id", "data1"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        let mut kinds = Kinds::default();
        reading.look_up("mimetypes", &mut |row| {
            let kind = row.text("mimetype")?.into_owned();
            if let Some(id) = row.integer("_id")? {
                let bytes = kind.len();
                kinds.insert(id, kind, bytes);
            }
            Ok(())
        })?;
        let mut names: Known<String> = Known::default();
        reading.look_up("raw_contacts", &mut |row| {
            let name = row.text("display_name")?.into_owned();
            if let Some(id) = row.integer("_id")? {
                let bytes = name.len();
                names.insert(id, name, bytes);
            }
            Ok(())
        })?;
        let mut details: Known<Details> = Known::default();
        reading.look_up("data", &mut |row| {
            let (Some(id), Some(person)) = (row.integer("_id")?, row.integer("raw_contact_id")?)
            else {
                return Ok(());
            };
            let kind = kinds.name(row.integer("mimetype_id")?);
            keep(
                &mut details,
                person,
                id,
                detail(kind),
                label(kind),
                row.text("data1")?.into_owned(),
            );
            Ok(())
        })?;
        reading.pour("raw_contacts", &mut |row, writer| fill_contact(row, writer, &details))?;
        reading
            .pour("data", &mut |row, writer| fill_data(row, writer, &kinds, &names, &details))?;
        if reading.has("accounts") {
            reading.pour("accounts", &mut fill_account)?;
        }
        Ok(())
    }
}

fn detail(kind: &str) -> Detail {
    match label(kind) {
        "phone_v2" => Detail::Phone,
        "email_v2" => Detail::Email,
        _ => Detail::Other,
    }
}

/// The last part of a type such as `vnd.android.cursor.item/phone_v2`.
fn label(kind: &str) -> &str {
    kind.rsplit('/').next().unwrap_or(kind)
}

fn fill_contact(
    row: &RowView<'_>,
    writer: &mut Writer,
    details: &Known<Details>,
) -> Result<Filled, Fault> {
    let id = row.integer("_id")?;
    fill_person(writer, details.get(id));
    let Writer { contact, people, .. } = writer;
    contact.platform.set("android");
    contact.owner.clone_from(&people.owner);
    contact.contact.name.set(&row.text_of(&["display_name", "display_name_alt"])?);
    if row.integer("deleted")?.unwrap_or(0) != 0 {
        contact.state.set("deleted");
    }
    Ok(Filled::Contact)
}

fn fill_data(
    row: &RowView<'_>,
    writer: &mut Writer,
    kinds: &Kinds,
    names: &Known<String>,
    details: &Known<Details>,
) -> Result<Filled, Fault> {
    let (id, person) = (row.integer("_id")?, row.integer("raw_contact_id")?);
    let kind = kinds.name(row.integer("mimetype_id")?);
    let detail = detail(kind);
    let value = row.text("data1")?;
    let is_alone = names.get(person).is_none();
    let is_told = is_told(details, person.unwrap_or(-1), id.unwrap_or(-1), detail);
    if detail == Detail::Other || value.is_empty() || is_told && !is_alone {
        return Ok(Filled::Part);
    }
    fill_detail(writer, detail, &value);
    let Writer { contact, people, .. } = writer;
    contact.platform.set("android");
    contact.owner.clone_from(&people.owner);
    contact.contact.name.set(names.name(person));
    Ok(Filled::Contact)
}

fn fill_account(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { account, people, .. } = writer;
    let name = row.text("account_name")?;
    let kind = row.text("account_type")?;
    // The account of what is kept on the telephone itself has neither.
    if name.is_empty() && kind.is_empty() {
        return Ok(Filled::Part);
    }
    account.platform.set(&kind);
    account.account_type.set(&kind);
    people.address(&name, &mut account.holder);
    Ok(Filled::Account)
}
