//! Rows of an artifact as records.

use model::records::{Account, Activity, Contact, Message, Position, Session};
use model::time::{DateOrder, Stamp, StampReader, TimeFormat, Zone};
use model::{Party, Record as _, RejectKind};

use super::artifact::RowKind;
use super::columns::{
    ACCURACY, ATTACHMENT, BEGIN, BODY, CALL_OTHER, CALLEE, CALLER, CONVERSATION, CORRESPONDENT,
    DELETED, DESCRIPTION, DIRECTION, DURATION, END, PERSON, PLACE, RECEIVER, REFERENCE, SENDER,
    STATUS, TARGET, is_secret,
};
use super::people;
use crate::formats::app_identity::stated_owner;
use crate::formats::coordinates::metres;
use crate::formats::degrees::{self, Axis};
use crate::formats::delimited::NamedRow;
use crate::formats::extra::Extra;
use crate::settings::Settings;

/// Why a row is no record: kind, field, text.
pub(super) type Fault = (RejectKind, String, String);

/// What the rows of a table become.
pub(super) struct Made {
    pub(super) kind: RowKind,
    /// The module that wrote the table, or the name of the table.
    pub(super) module: String,
    /// The platform of its identifiers; empty where rows state it or none is known.
    pub(super) platform: &'static str,
    /// Columns whose numbers are seconds since 1970.
    pub(super) counted: Vec<String>,
    /// What a cell under the name of a time does to its row where it is none.
    pub(super) bad_times: BadTimes,
}

/// What a cell under the name of a time does to its row where it is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadTimes {
    /// It sets the row aside: the artifact is known to have times there.
    SetAside,
    /// A bare number stays in `extra`, as nothing says what it counts; anything else sets the row aside.
    NumbersStayBeside,
    /// It stays in `extra`: the name alone says little.
    StayBeside,
}

/// Fills the record that an artifact's rows become.
pub(super) struct Filler {
    made: Made,
    /// For times, which the LEAPPs write in UTC.
    utc: StampReader,
    /// For columns that say they are local.
    local: StampReader,
    /// For columns that count seconds.
    epoch: StampReader,
    region: Option<String>,
    owner: Party,
    /// Names of the columns that a field took.
    taken: Vec<String>,
    /// Numbers under the name of a time that could not be read as one.
    pub(super) bare_times: u64,
    pub(super) session: Session,
    pub(super) message: Message,
    pub(super) contact: Contact,
    pub(super) account: Account,
    pub(super) position: Position,
    pub(super) activity: Activity,
}

/// Which way something went, seen from the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Out,
    In,
    NotStated,
}

impl Filler {
    pub(super) fn new(made: Made, settings: &Settings) -> Self {
        let reader = |zone| settings.stamp_reader(zone, TimeFormat::Calendar, DateOrder::Unknown);
        Self {
            made,
            utc: reader(Some("UTC")),
            local: reader(None),
            epoch: StampReader::utc(TimeFormat::UnixSeconds),
            region: settings.region.clone(),
            owner: stated_owner(settings.owner.as_deref()),
            taken: Vec::new(),
            bare_times: 0,
            session: Session::default(),
            message: Message::default(),
            contact: Contact::default(),
            account: Account::default(),
            position: Position::default(),
            activity: Activity::default(),
        }
    }

    /// The zone of times without an offset, if there were any.
    pub(super) fn zone_applied(&self) -> Option<&Zone> {
        self.utc.zone_applied().or_else(|| self.local.zone_applied())
    }

    /// Fills the record of the artifact's kind.
    pub(super) fn fill(&mut self, row: NamedRow<'_>) -> Result<(), Fault> {
        self.taken.clear();
        match self.made.kind {
            RowKind::Session => self.fill_session(row),
            RowKind::Message => self.fill_message(row),
            RowKind::Contact => self.fill_contact(row),
            RowKind::Account => self.fill_account(row),
            RowKind::Position => self.fill_position(row),
            RowKind::Activity => self.fill_activity(row),
        }
    }

    /// The first filled cell of these columns; it is taken.
    fn take<'a>(&mut self, row: NamedRow<'a>, names: &[&str]) -> &'a str {
        let found = names.iter().find(|name| !row.get(name).is_empty());
        found.map_or("", |name| {
            self.taken.push((*name).to_owned());
            row.get(name)
        })
    }

    fn read_time(
        &mut self,
        row: NamedRow<'_>,
        names: &[&str],
        stamp: &mut Stamp,
    ) -> Result<(), Fault> {
        stamp.clear();
        // `Timestamp [Local Time]` and the like stand beside the plain names.
        let local = row.columns().find(|(name, text)| {
            !text.is_empty() && name.contains("local time") && name.contains("time")
        });
        let plain = names.iter().find(|name| !row.get(name).is_empty());
        let (reader, name) = match (plain, local) {
            (Some(name), _) => (&mut self.utc, *name),
            (None, Some((name, _))) => (&mut self.local, name),
            (None, None) => return Ok(()),
        };
        let text = row.get(name);
        if matches!(text, "0" | "None" | "N/A") {
            return Ok(());
        }
        let is_number = text.parse::<f64>().is_ok();
        let is_counted = is_number && self.made.counted.iter().any(|c| c == name);
        let reader = if is_counted { &mut self.epoch } else { reader };
        let read = reader.read(text, stamp);
        let is_bare = is_number && self.made.bad_times == BadTimes::NumbersStayBeside;
        if read.is_err() && (is_bare || self.made.bad_times == BadTimes::StayBeside) {
            self.bare_times += u64::from(is_bare);
            stamp.clear();
            return Ok(());
        }
        self.taken.push(name.to_owned());
        read.map_err(|fault| (fault.into(), name.to_owned(), text.to_owned()))
    }

    /// Everything no field took, as JSON.
    fn extra(&mut self, row: NamedRow<'_>) -> Extra {
        let mut extra = Extra::default();
        for (name, text) in row.columns() {
            if is_secret(name) {
                extra.add(name, if text.is_empty() { "" } else { "stated, not copied" });
            } else if !self.taken.iter().any(|taken| taken == name) {
                extra.add(name, text);
            }
        }
        extra
    }

    /// `deleted` where a column says so; absent where the artifact makes no difference.
    fn state(&mut self, row: NamedRow<'_>) -> &'static str {
        let text = row.first(DELETED).to_lowercase();
        let is_yes = matches!(text.as_str(), "1" | "true" | "yes" | "deleted");
        if is_yes {
            self.take(row, DELETED);
        }
        if is_yes { "deleted" } else { "" }
    }

    /// Which way it went. The column stays in `extra`: its own words say more than that.
    fn way(row: NamedRow<'_>) -> Way {
        for name in DIRECTION {
            let text = row.get(name).to_lowercase();
            let yes = matches!(text.as_str(), "1" | "true" | "yes");
            match text.as_str() {
                "" => {}
                _ if matches!(*name, "from me" | "outgoing") => {
                    return if yes { Way::Out } else { Way::In };
                }
                text if text.contains("out") || text.contains("sent") => return Way::Out,
                text if text.starts_with("in") || text.contains("receiv") => return Way::In,
                text if text.contains("missed") || text.contains("reject") => return Way::In,
                _ => {}
            }
        }
        Way::NotStated
    }

    fn platform(&self, row: NamedRow<'_>) -> String {
        let stated = row.first(&["service provider", "service", "application bundle id"]);
        let own = self.made.platform;
        let platform = if own.is_empty() || (own == "phone" && !stated.is_empty()) {
            stated.to_lowercase()
        } else {
            own.to_owned()
        };
        if platform.is_empty() { self.made.module.to_lowercase() } else { platform }
    }

    fn fill_session(&mut self, row: NamedRow<'_>) -> Result<(), Fault> {
        let mut session = std::mem::take(&mut self.session);
        session.clear();
        let platform = self.platform(row);
        session.platform.set(&platform);
        self.read_time(row, CALL_OTHER.begin, &mut session.start)?;
        self.read_time(row, CALL_OTHER.end, &mut session.end)?;
        session.duration_s = seconds(row.first(DURATION));
        if session.duration_s.is_some() {
            self.take(row, DURATION);
        }
        if let Some(length_s) = session.duration_s
            && session.start.is_stated()
            && !session.end.is_stated()
        {
            session.end.set_after(&session.start, length_s);
        }
        (session.caller, session.callee) = self.call_parties(row, &platform);
        session.medium.set(match row.first(&["video call", "video call?"]) {
            "1" | "True" | "true" | "Yes" | "yes" => "video",
            _ => "",
        });
        let status = self.take(row, STATUS);
        session.status.set(status);
        session.reference.set(self.take(row, REFERENCE));
        session.state.set(self.state(row));
        self.extra(row).write(&mut session.extra);
        self.session = session;
        Ok(())
    }

    /// Caller and callee: as the row names them, else the other one and the owner of the device.
    fn call_parties(&mut self, row: NamedRow<'_>, platform: &str) -> (Party, Party) {
        let region = self.region.clone();
        let mut take = |roles| {
            let mut party = Party::default();
            people::take(row, roles, platform, region.as_deref(), &mut party, &mut self.taken);
            party
        };
        let (caller, callee) = (take(&CALLER), take(&CALLEE));
        if !caller.is_absent() && !callee.is_absent() {
            return (caller, callee);
        }
        let other = [caller, callee].into_iter().find(|party| !party.is_absent());
        let other = other.unwrap_or_else(|| take(&CALL_OTHER));
        match Self::way(row) {
            Way::In => (other, self.owner.clone()),
            Way::Out | Way::NotStated => (self.owner.clone(), other),
        }
    }

    fn fill_message(&mut self, row: NamedRow<'_>) -> Result<(), Fault> {
        let mut message = std::mem::take(&mut self.message);
        message.clear();
        let platform = self.platform(row);
        message.platform.set(&platform);
        self.read_time(row, BEGIN, &mut message.sent)?;
        let region = self.region.clone();
        let region = region.as_deref();
        let taken = &mut self.taken;
        people::take(row, &SENDER, &platform, region, &mut message.sender, taken);
        people::take(row, &RECEIVER, &platform, region, &mut message.receiver, taken);
        let mut other = Party::default();
        if message.sender.is_absent() || message.receiver.is_absent() {
            people::take(row, &CORRESPONDENT, &platform, region, &mut other, taken);
        }
        let (sender, receiver) = match Self::way(row) {
            Way::Out => (&self.owner, &other),
            Way::In => (&other, &self.owner),
            Way::NotStated => (&other, &Party::default()),
        };
        if message.sender.is_absent() {
            message.sender.clone_from(sender);
        }
        if message.receiver.is_absent() {
            message.receiver.clone_from(receiver);
        }
        message.body.set(self.take(row, BODY));
        message.attachment.set(self.take(row, ATTACHMENT));
        message.content.set(if message.attachment.is_empty() { "text" } else { "media" });
        message.conversation.set(self.take(row, CONVERSATION));
        message.reference.set(self.take(row, REFERENCE));
        message.state.set(self.state(row));
        self.extra(row).write(&mut message.extra);
        self.message = message;
        Ok(())
    }

    fn fill_contact(&mut self, row: NamedRow<'_>) -> Result<(), Fault> {
        let mut contact = std::mem::take(&mut self.contact);
        contact.clear();
        let platform = self.platform(row);
        contact.platform.set(&platform);
        contact.owner.clone_from(&self.owner);
        self.read_time(row, PERSON.begin, &mut contact.added)?;
        let region = self.region.clone();
        let taken = &mut self.taken;
        people::take_person(row, &platform, region.as_deref(), &mut contact.contact, taken);
        contact.state.set(self.state(row));
        self.extra(row).write(&mut contact.extra);
        self.contact = contact;
        Ok(())
    }

    fn fill_account(&mut self, row: NamedRow<'_>) -> Result<(), Fault> {
        let mut account = std::mem::take(&mut self.account);
        account.clear();
        let platform = self.platform(row);
        account.platform.set(&platform);
        self.read_time(row, PERSON.begin, &mut account.opened)?;
        let region = self.region.clone();
        let taken = &mut self.taken;
        people::take_person(row, &platform, region.as_deref(), &mut account.holder, taken);
        account.account_type.set(self.take(row, &["account type"]));
        account.state.set(self.state(row));
        self.extra(row).write(&mut account.extra);
        self.account = account;
        Ok(())
    }

    fn fill_position(&mut self, row: NamedRow<'_>) -> Result<(), Fault> {
        let mut position = std::mem::take(&mut self.position);
        position.clear();
        position.platform.set(&self.platform(row));
        position.subject.clone_from(&self.owner);
        self.read_time(row, BEGIN, &mut position.at)?;
        self.read_time(row, END, &mut position.until)?;
        position.latitude_e7 = self.degrees_e7(row, "latitude", Axis::Latitude)?;
        position.longitude_e7 = self.degrees_e7(row, "longitude", Axis::Longitude)?;
        position.accuracy_m = metres(row.first(ACCURACY));
        if position.accuracy_m.is_some() {
            self.take(row, ACCURACY);
        }
        position.place.set(self.take(row, PLACE));
        position.method.set(&self.made.module);
        position.state.set(self.state(row));
        self.extra(row).write(&mut position.extra);
        self.position = position;
        Ok(())
    }

    fn degrees_e7(
        &mut self,
        row: NamedRow<'_>,
        name: &'static str,
        axis: Axis,
    ) -> Result<Option<i64>, Fault> {
        let text = self.take(row, &[name]);
        if matches!(text, "" | "None" | "N/A") {
            return Ok(None);
        }
        let value = degrees::e7(text, axis);
        value.map(Some).map_err(|kind| (kind, name.to_owned(), text.to_owned()))
    }

    fn fill_activity(&mut self, row: NamedRow<'_>) -> Result<(), Fault> {
        let mut activity = std::mem::take(&mut self.activity);
        activity.clear();
        activity.platform.set(self.made.platform);
        activity.action.set(&self.made.module);
        activity.subject.clone_from(&self.owner);
        self.read_time(row, BEGIN, &mut activity.at)?;
        self.read_time(row, END, &mut activity.until)?;
        activity.target.set(self.take(row, TARGET));
        activity.description.set(self.take(row, DESCRIPTION));
        activity.reference.set(self.take(row, REFERENCE));
        activity.state.set(self.state(row));
        self.extra(row).write(&mut activity.extra);
        self.activity = activity;
        Ok(())
    }
}

/// Seconds of `h:mm:ss` or of a whole number; what is neither stays in `extra`.
fn seconds(text: &str) -> Option<i64> {
    let number = |text: &str| text.parse::<i64>().ok().filter(|n| (0..100_000_000).contains(n));
    let text = text.split('.').next().unwrap_or(text);
    let mut parts = text.split(':');
    let first = number(parts.next()?)?;
    match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => Some(first),
        (Some(minutes), Some(seconds), None) => {
            Some(first * 3_600 + number(minutes)? * 60 + number(seconds)?)
        }
        _ => None,
    }
}
