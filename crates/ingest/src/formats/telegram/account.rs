//! What a whole Telegram account states beside its chats: its holder, contacts and devices.

use model::records::{Account, Contact, Login};
use model::{Party, identifier};
use serde_json::Value;

use super::message::{Fault, MessageReader, get, set_account};
use crate::formats::extra::Extra;

impl MessageReader {
    /// The account whose export this is.
    pub(super) fn fill_account(&self, value: &Value) -> Account {
        let mut account = Account::default();
        account.platform.set("telegram");
        self.take_person(value, &mut account.holder);
        account.holder.handle.set(&get(value, "username"));
        let mut extra = Extra::default();
        extra.add("bio", &get(value, "bio"));
        extra.write(&mut account.extra);
        account
    }

    /// An entry of the address book, or of those written to most often.
    pub(super) fn fill_contact(&mut self, value: &Value, owner: &Party) -> Result<Contact, Fault> {
        let mut contact = Contact::default();
        contact.platform.set("telegram");
        contact.owner.clone_from(owner);
        self.take_person(value, &mut contact.contact);
        let mut added = std::mem::take(&mut contact.added);
        self.read_time(value, "date", &mut added)?;
        contact.added = added;
        let mut extra = Extra::default();
        for key in ["category", "type", "rating"] {
            extra.add(key, &get(value, key));
        }
        extra.write(&mut contact.extra);
        Ok(contact)
    }

    /// A device or web page signed in to the account.
    pub(super) fn fill_login(&mut self, value: &Value, owner: &Party) -> Result<Login, Fault> {
        let mut login = Login::default();
        login.platform.set("telegram");
        login.account.clone_from(owner);
        let mut at = std::mem::take(&mut login.at);
        self.read_time(value, "last_active", &mut at)?;
        login.at = at;
        login.address.set(&get(value, "last_ip"));
        login.action.set("last active");
        let keys = [
            "device_model",
            "platform",
            "system_version",
            "application_name",
            "application_version",
            "browser",
            "domain_name",
            "bot_username",
        ];
        let mut words: Vec<_> = keys.iter().map(|key| get(value, key)).collect();
        words.retain(|word| !word.is_empty());
        login.device.set(&words.join(", "));
        let mut extra = Extra::default();
        for key in ["last_country", "last_region", "created", "created_unixtime"] {
            extra.add(key, &get(value, key));
        }
        extra.write(&mut login.extra);
        Ok(login)
    }

    fn take_person(&self, value: &Value, party: &mut Party) {
        let mut name = String::new();
        for key in ["first_name", "last_name", "name"] {
            let part = get(value, key);
            if !part.is_empty() {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(&part);
            }
        }
        party.name.set(&name);
        let phone = get(value, "phone_number");
        party.phone_stated.set(&phone);
        if let Some(canonical) = identifier::phone(&phone, self.region.as_deref()) {
            party.phone.set(&canonical);
        }
        let id = get(value, "user_id");
        if id.is_empty() {
            let id = get(value, "id");
            let kind = get(value, "type");
            let kind = match &*kind {
                "user" | "" => "user",
                "private_group" => "chat",
                _ => "channel",
            };
            if !id.is_empty() && id != "0" {
                party.account.set_fmt(format_args!("telegram:{kind}{id}"));
            }
        } else {
            set_account(&id, party);
        }
    }
}
