//! People of Teams: entries of its address books, and the members of conversations.

use model::Place;
use model::records::{Contact, PartyMention};
use serde_json::{Map, Value};

use super::super::reading::{Standing, Version};
use super::{Teams, keep, sense, state_of, trace};
use crate::formats::extra::Extra;
use crate::formats::outline::{list, set_email, text_of};
use crate::sink::{Halt, Sink};

impl Teams {
    /// Makes a row of a person.
    pub(in super::super) fn person(
        &mut self,
        sink: &mut Sink<'_>,
        version: &Version<'_>,
        place: &Place,
        person: &Map<String, Value>,
    ) -> Result<(), Halt> {
        let mut contact = Contact::default();
        contact.platform.set("teams");
        contact.owner.clone_from(&self.context.owner);
        let text = |name: &str| person.get(name).map(text_of).unwrap_or_default();
        let party = &mut contact.contact;
        self.context.set_account(party, &text("mri"));
        let names = ["displayName", "givenName"].map(text);
        party.name.set(names.iter().find(|name| !name.is_empty()).map_or("", |name| name));
        // The best last: each that is an address takes the place of the one before.
        for email in ["userPrincipalName", "mail", "email"].map(text) {
            set_email(party, &email);
        }
        let phones = ["telephoneNumber", "phone"].map(text);
        if let Some(phone) = phones.iter().find(|phone| !phone.is_empty()) {
            self.context.set_phone(party, phone);
        }
        let said = sense(&(&*party.account, &*party.name, &*party.email, &*party.phone_stated));
        contact.state.set(state_of(version.standing));
        let mut extra = Extra::default();
        trace(version.sequence, version.standing, &mut extra);
        keep(person, &["mri", "displayName"], &mut extra);
        extra.write(&mut contact.extra);
        let is_new = version.standing == Standing::Newest;
        self.tell(sink, place, &contact, said, is_new)
    }

    /// Makes a row of each member of a conversation.
    pub(in super::super) fn members(
        &mut self,
        sink: &mut Sink<'_>,
        version: &Version<'_>,
        conversation: &Value,
    ) -> Result<(), Halt> {
        let id = conversation.get("id").map(text_of).unwrap_or_default();
        let title = self.conversation(&id);
        let members = list(conversation.get("members")).iter().filter_map(Value::as_object);
        for (number, member) in members.enumerate() {
            let text = |name: &str| member.get(name).map(text_of).unwrap_or_default();
            let mut mention = PartyMention::default();
            self.context.set_account(&mut mention.party, &text("id"));
            mention.party.name.set(&text("friendlyName"));
            mention.role.set("member");
            let said = sense(&("member", &id, &*mention.party.account, &*mention.party.name));
            let mut extra = Extra::default();
            extra.add("conversation", &title);
            trace(version.sequence, version.standing, &mut extra);
            keep(member, &["id", "friendlyName"], &mut extra);
            extra.write(&mut mention.extra);
            let place = version.place(number, &format!("members/{number}"));
            let is_new = version.standing == Standing::Newest;
            self.tell(sink, &place, &mention, said, is_new)?;
        }
        Ok(())
    }
}
