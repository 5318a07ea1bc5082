//! Whom a report names.

use model::Party;

use super::model::Model;
use crate::formats::app_identity::identify;

/// Takes name and identifier of a `Party` model.
pub(super) fn take(model: &Model<'_>, platform: &str, region: Option<&str>, party: &mut Party) {
    party.clear();
    let name = model.take("Name");
    let id = model.take("Identifier");
    identify(&id, platform, region, party);
    if name.trim() != id.trim() || party.is_absent() {
        party.name.set(name.trim());
    }
}

/// Whether the report says that this is the owner of the device.
pub(super) fn is_owner(model: &Model<'_>) -> bool {
    model.peek("IsPhoneOwner").eq_ignore_ascii_case("true")
}

/// A party in one line, for lists: `name <identifier>`.
pub(super) fn in_words(model: &Model<'_>) -> String {
    let (name, id) = (model.peek("Name"), model.peek("Identifier"));
    match (name, id) {
        ("", id) => id.to_owned(),
        (name, "") => name.to_owned(),
        (name, id) if name == id => id.to_owned(),
        (name, id) => format!("{name} <{id}>"),
    }
}
