//! Rows made of labels and values.

use model::records::{Account, Activity, Contact, Login, Message};
use model::time::{Stamp, TimeFormat};
use model::{Party, Place};

use super::fields::Field;
use crate::formats::extra::Extra;
use crate::formats::outline::{Context, Fault, set_account, set_email, whole};
use crate::sink::{Halt, Sink};

/// Fields of one row; a message with many attachments has dozens.
const FIELDS_MAX: usize = 2_000;

/// Labels that stand for an item of their section.
const ITEMS: [&str; 5] = ["Message", "Call", "Event", "Thread", "Events"];

/// Sections that list other people of the platform.
const CONTACTS: [&str; 9] = [
    "followers",
    "following",
    "incoming_follow_requests",
    "outgoing_follow_requests",
    "friends",
    "friend_requests",
    "removed_friends",
    "blocked_users",
    "close_friends",
];

/// Sections that state the account itself.
const ACCOUNT: [&str; 12] = [
    "request_parameters",
    "name",
    "emails",
    "emails_info",
    "vanity",
    "vanity_name",
    "registration_date",
    "registration_ip",
    "account_end_date",
    "phone_numbers",
    "date_of_birth",
    "gender",
];

/// Makes rows of fields; see the module.
pub(super) struct Rows<'c> {
    context: &'c mut Context,
    account: Account,
    account_extra: Extra,
    account_place: Option<(u64, u64)>,
    account_fault: Option<Fault>,
    platform: String,
    fields: Vec<Field>,
    thread: Vec<(String, String)>,
    call: Vec<(String, String)>,
    number: u64,
    poured: bool,
}

impl<'c> Rows<'c> {
    pub(super) fn new(context: &'c mut Context) -> Self {
        Self {
            context,
            account: Account::default(),
            account_extra: Extra::default(),
            account_place: None,
            account_fault: None,
            platform: "meta".to_owned(),
            fields: Vec::new(),
            thread: Vec::new(),
            call: Vec::new(),
            number: 0,
            poured: false,
        }
    }

    /// Takes in what a field states of the account itself.
    pub(super) fn learn(&mut self, field: &Field) {
        if !ACCOUNT.contains(&field.section.as_str()) || field.label.ends_with("Definition") {
            return;
        }
        if self.account_place.is_none() {
            self.account_place = Some((field.start, field.end.saturating_sub(field.start)));
        }
        let label = field.label.to_lowercase();
        let value = field.value.as_str();
        let holder = &mut self.account.holder;
        match (field.section.as_str(), label.as_str()) {
            (_, "service") => self.platform = value.to_lowercase(),
            ("name", _) if holder.name.is_empty() && label != "name" => holder.name.set(value),
            ("emails" | "emails_info", _) if holder.email.is_empty() => set_email(holder, value),
            ("vanity" | "vanity_name", _) => holder.handle.set(value),
            ("phone_numbers", _) if holder.phone_stated.is_empty() => {
                self.context.set_phone(holder, value);
            }
            ("date_of_birth", _) => holder.birth_date.set(value),
            ("registration_date", _) => {
                let opened = &mut self.account.opened;
                let read = self.context.stamp(value, "opened", TimeFormat::Calendar, opened);
                self.account_fault = read.err();
            }
            _ => {}
        }
        self.account_extra.add(&format!("{}/{}", field.section, field.label), value);
        if field.section == "request_parameters" && matches!(label.as_str(), "target") {
            self.account.holder.account.set(value);
        }
    }

    /// All that states the account is known.
    pub(super) fn settle(&mut self) {
        let id = self.account.holder.account.to_string();
        self.account.holder.account.clear();
        set_account(&mut self.account.holder, &self.platform, id.trim_start_matches('+'));
        if self.platform == "whatsapp" && !id.is_empty() {
            // The account of WhatsApp is its number.
            let number = format!("+{}", id.trim_start_matches('+'));
            self.context.set_phone(&mut self.account.holder, &number);
        }
        self.account.platform.set(&self.platform);
        self.context.owner.account.clone_from(&self.account.holder.account);
        self.context.owner.phone.clone_from(&self.account.holder.phone);
    }

    /// A label that holds further labels.
    pub(super) fn group(&mut self, label: &str, sink: &mut Sink<'_>) -> Result<(), Halt> {
        if !ITEMS.contains(&label) {
            return Ok(());
        }
        self.flush(sink)?;
        match label {
            "Call" => self.call.clear(),
            "Thread" => self.thread.clear(),
            _ => {}
        }
        Ok(())
    }

    /// A label with its value.
    pub(super) fn field(&mut self, field: Field, sink: &mut Sink<'_>) -> Result<(), Halt> {
        if field.label.ends_with("Definition") {
            return Ok(());
        }
        if ACCOUNT.contains(&field.section.as_str()) {
            return self.pour_account(sink);
        }
        let other = self
            .fields
            .first()
            .is_some_and(|first| first.section != field.section || first.label == field.label);
        if other || self.fields.len() >= FIELDS_MAX {
            self.flush(sink)?;
        }
        let fact = || (field.label.clone(), field.value.clone());
        match field.label.as_str() {
            "Thread" => {
                self.flush(sink)?;
                self.thread = vec![fact()];
                Ok(())
            }
            "Current Participants" | "Past Participants" if !self.thread.is_empty() => {
                self.thread.push(fact());
                Ok(())
            }
            "Call Id" | "Call Creator" => {
                if field.label == "Call Id" {
                    self.call.clear();
                }
                self.call.push(fact());
                Ok(())
            }
            _ => {
                self.fields.push(field);
                Ok(())
            }
        }
    }

    fn pour_account(&mut self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let Some((bytes_start, bytes_len)) = self.account_place.filter(|_| !self.poured) else {
            return Ok(());
        };
        self.poured = true;
        let path = "account".to_owned();
        sink.begin(&Place { path, bytes_start, bytes_len, ..Place::default() })?;
        if let Some((kind, field, raw)) = self.account_fault.take() {
            return sink.reject(kind, field, &raw);
        }
        self.account_extra.write(&mut self.account.extra);
        sink.record(&self.account)
    }

    fn value(&self, labels: &[&str]) -> &str {
        let is =
            |field: &&Field| labels.iter().any(|label| field.label.eq_ignore_ascii_case(label));
        self.fields.iter().find(is).map_or("", |field| field.value.as_str())
    }

    /// Ends the row that is open.
    pub(super) fn flush(&mut self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let (Some(first), Some(last)) = (self.fields.first(), self.fields.last()) else {
            return Ok(());
        };
        self.number += 1;
        let path = format!("{}[{}]", first.section, self.number);
        let (bytes_start, bytes_len) = (first.start, last.end.saturating_sub(first.start));
        let place = Place { path, bytes_start, bytes_len, ..Place::default() };
        let filled = self.fill();
        self.fields.clear();
        sink.begin(&place)?;
        match filled {
            Err((kind, field, raw)) => sink.reject(kind, field, &raw),
            Ok(records) => {
                for (index, record) in records.iter().enumerate() {
                    if index > 0 {
                        let path = format!("{}#{}", place.path, index + 1);
                        sink.begin(&Place { path, ..place.clone() })?;
                    }
                    sink.record(record.as_ref())?;
                }
                Ok(())
            }
        }
    }

    fn fill(&mut self) -> Result<Vec<Box<dyn model::Record>>, Fault> {
        let stated = self.value(&["Sent", "Timestamp", "Time", "Date", "Date Created"]).to_owned();
        let mut at = Stamp::default();
        // Some exports count seconds.
        let counted = !stated.is_empty() && stated.bytes().all(|byte| byte.is_ascii_digit());
        let format = if counted { TimeFormat::UnixSeconds } else { TimeFormat::Calendar };
        self.context.stamp(&stated, "Time", format, &mut at)?;
        let address = self.value(&["Sender Ip", "From Ip", "IP Address"]).to_owned();
        let (address, beside) = parted(&address);
        let port = self.value(&["Sender Port", "From Port", "Port"]);
        let port = whole(if port.is_empty() { beside } else { port }, "port")?;
        let mut extra = Extra::default();
        let section = self.fields.first().map_or("", |field| &field.section).to_owned();
        for field in &self.fields {
            extra.add(&field.label, &field.value);
        }
        for (label, value) in self.thread.iter().chain(&self.call) {
            extra.add(label, value);
        }
        if CONTACTS.contains(&section.as_str()) {
            return Ok(vec![Box::new(self.contact(&section, at, extra))]);
        }
        let author = self.value(&["Author", "Sender", "From"]).to_owned();
        let who = if author.is_empty() { self.context.owner.clone() } else { self.party(&author) };
        let mut login = Login::default();
        login.platform.set(&self.platform);
        login.account.clone_from(&who);
        login.at.clone_from(&at);
        login.address.set(address);
        login.port = port;
        login.action.set(self.value(&["Action", "Type"]));
        login.device.set(self.value(&["Sender Device", "Device", "User Agent"]));
        if author.is_empty() && !address.is_empty() {
            extra.write(&mut login.extra);
            return Ok(vec![Box::new(login)]);
        }
        let mut records: Vec<Box<dyn model::Record>> = Vec::new();
        if section.contains("message") {
            records.push(Box::new(self.message(who, at, extra)));
        } else {
            let mut activity = Activity::default();
            activity.platform.set(&self.platform);
            let call = self.call.iter().find(|(label, _)| label == "Call Id");
            activity.reference.set(call.map_or("", |(_, id)| id));
            activity.action.set(&match self.value(&["Type", "Action"]) {
                "" => section,
                kind => format!("{section} {kind}"),
            });
            (activity.subject, activity.at) = (who, at);
            let to = self.value(&["To", "Recipient"]).to_owned();
            if !to.is_empty() {
                activity.object = self.party(&to);
            }
            extra.write(&mut activity.extra);
            records.push(Box::new(activity));
        }
        if !address.is_empty() {
            records.push(Box::new(login));
        }
        Ok(records)
    }

    /// Somebody in a list, such as that of followers, which the section names.
    fn contact(&self, section: &str, added: Stamp, mut extra: Extra) -> Contact {
        let mut contact = Contact::default();
        contact.platform.set(&self.platform);
        contact.owner.clone_from(&self.context.owner);
        let mut parties = self.fields.iter().map(|field| self.party(&field.value));
        let known = parties.find(|party| !party.account.is_empty());
        let first = || self.fields.first().map(|field| self.party(&field.value));
        contact.contact = known.or_else(first).unwrap_or_default();
        contact.added = added;
        extra.add("list", section);
        extra.write(&mut contact.extra);
        contact
    }

    fn message(&self, sender: Party, sent: Stamp, mut extra: Extra) -> Message {
        let mut message = Message::default();
        message.platform.set(&self.platform);
        let thread = self.thread.iter().find(|(label, _)| label == "Thread");
        message.conversation.set(thread.map_or("", |(_, id)| id));
        message.reference.set(self.value(&["Message Id"]));
        (message.sender, message.sent) = (sender, sent);
        let recipients = self.value(&["Recipients", "Recipient", "To"]);
        if !recipients.is_empty() && !recipients.contains([',', '\n', ';']) {
            message.receiver = self.party(recipients);
        }
        message.body.set(self.value(&["Body"]));
        message.attachment.set(self.value(&["Linked Media File:", "Linked Media File"]));
        let is_media = self.fields.iter().any(|field| field.label.starts_with("Attachment"))
            || !message.attachment.is_empty();
        message.content.set(match self.value(&["Type"]) {
            _ if is_media => "media",
            kind if self.platform == "whatsapp" && !kind.is_empty() => kind,
            _ => "text",
        });
        extra.write(&mut message.extra);
        message
    }

    /// Somebody as a page names them: `Name (Facebook: 123)`, `user (Instagram: 123) [Name]`, or a number.
    fn party(&self, text: &str) -> Party {
        let mut party = Party::default();
        let inner = text.rsplit_once('(').and_then(|(name, rest)| {
            let (platform, id) = rest.split_once(')')?.0.split_once(':')?;
            Some((name.trim(), platform.trim(), id.trim()))
        });
        if let Some((name, platform, id)) = inner {
            // Instagram states the user name, and the name in brackets behind.
            if platform.eq_ignore_ascii_case("instagram") {
                party.handle.set(name);
                let behind = text.rsplit_once('[').and_then(|(_, rest)| rest.split_once(']'));
                party.name.set(behind.map_or("", |(name, _)| name));
            } else {
                party.name.set(name);
            }
            set_account(&mut party, platform, id);
        } else if self.platform == "whatsapp" {
            set_account(&mut party, "whatsapp", text.trim_start_matches('+'));
            self.context.set_phone(&mut party, &format!("+{}", text.trim_start_matches('+')));
        } else {
            party.handle.set(text);
        }
        party
    }
}

/// An address and the port that may stand behind it: `198.51.100.7:50123`, `[2001:db8::7]:50123`.
fn parted(text: &str) -> (&str, &str) {
    if let Some((address, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return (address, rest.strip_prefix(':').unwrap_or_default());
    }
    match text.split_once(':') {
        Some((address, port)) if address.contains('.') && !port.contains(':') => (address, port),
        _ => (text, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_parted_from_its_address() {
        assert_eq!(parted("198.51.100.7:50123"), ("198.51.100.7", "50123"));
        assert_eq!(parted("[2001:db8::7]:50123"), ("2001:db8::7", "50123"));
        assert_eq!(parted("2001:db8::7"), ("2001:db8::7", ""));
        assert_eq!(parted("198.51.100.7"), ("198.51.100.7", ""));
    }
}
