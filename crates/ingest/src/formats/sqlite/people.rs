//! Parties as programs name them: telephone numbers, addresses, accounts of a platform.

use std::collections::HashMap;

use model::{Party, identifier};

/// Telephone numbers remembered with their canonical form: most rows repeat a few correspondents.
const NUMBERS_MAX: usize = 20_000;

/// Fills parties.
pub(super) struct People {
    region: Option<String>,
    numbers: HashMap<String, Option<String>>,
    /// The owner of the device, as a person stated.
    pub(super) owner: Party,
}

impl People {
    pub(super) fn new(region: Option<&str>, owner: Option<&str>) -> Self {
        let region = region.map(str::to_owned);
        let mut people = Self { region, numbers: HashMap::new(), owner: Party::default() };
        let mut party = Party::default();
        match owner {
            Some(account) if account.contains(':') => party.account.set(account),
            Some(stated) => people.address(stated, &mut party),
            None => {}
        }
        if let Some(stated) = owner
            && party.phone.is_empty()
            && party.email.is_empty()
            && party.account.is_empty()
        {
            party.clear();
            party.name.set(stated);
        }
        people.owner = party;
        people
    }

    /// A telephone number as stated.
    pub(super) fn phone(&mut self, stated: &str, party: &mut Party) {
        if stated.is_empty() {
            return;
        }
        party.phone_stated.set(stated);
        if let Some(known) = self.numbers.get(stated) {
            if let Some(phone) = known {
                party.phone.set(phone);
            }
            return;
        }
        let phone = identifier::phone(stated, self.region.as_deref());
        if let Some(phone) = &phone {
            party.phone.set(phone);
        }
        if self.numbers.len() >= NUMBERS_MAX {
            self.numbers.clear();
        }
        self.numbers.insert(stated.to_owned(), phone);
    }

    /// A number, an e-mail address, or a name that a network sends under.
    pub(super) fn address(&mut self, stated: &str, party: &mut Party) {
        let stated = stated.trim();
        let is_number = stated.bytes().any(|byte| byte.is_ascii_digit())
            && stated.bytes().all(|byte| byte.is_ascii_digit() || b" +-.()*#/".contains(&byte));
        if is_number {
            self.phone(stated, party);
        } else if let Some(email) = identifier::email(stated) {
            party.email.set(&email);
        } else {
            party.handle.set(stated);
        }
    }

    /// A WhatsApp address (`number@s.whatsapp.net`, `number@lid`, `group@g.us`).
    pub(super) fn whatsapp(&mut self, jid: &str, party: &mut Party) {
        if jid.is_empty() {
            return;
        }
        if let Some(account) = identifier::account("whatsapp", jid) {
            party.account.set(&account);
        }
        // A device behind the number is written `number:device@…` or `number.0:device@…`.
        let number =
            jid.strip_suffix("@s.whatsapp.net").and_then(|user| user.split(['.', ':', '_']).next());
        if let Some(number) = number
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
        {
            self.phone(&format!("+{number}"), party);
            // The account states the number; nobody wrote it with a plus.
            party.phone_stated.clear();
        }
    }

    /// An account of a platform by its immutable key.
    pub(super) fn account(platform: &str, id: &str, party: &mut Party) {
        if let Some(account) = identifier::account(platform, id) {
            party.account.set(&account);
        }
    }
}
