//! The records that rows are written into, with the clocks and identifiers they need.

use model::record::Record;
use model::records::{Account, Activity, Contact, Media, Message, Position, Session};

use super::clock::Clock;
use super::people::People;
use crate::formats::extra::Extra;
use crate::settings::Settings;
use crate::sink::{Halt, Sink};

/// What a row became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filled {
    /// A message.
    Message,
    /// A call.
    Session,
    /// An entry of an address book.
    Contact,
    /// An account.
    Account,
    /// Something logged.
    Activity,
    /// Where the device was.
    Position,
    /// A file.
    Media,
    /// No record of its own: it is told within another row, or says nothing.
    Part,
}

/// Where the rows of a database come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The program that made them: a row that is there was not deleted.
    Program,
    /// A tool's report of another device, or a list of known files: that a row is there says nothing
    /// of the device.
    Report,
}

/// Buffers for every kind of record; see the module.
pub(super) struct Writer {
    pub(super) message: Message,
    pub(super) session: Session,
    pub(super) contact: Contact,
    pub(super) account: Account,
    pub(super) activity: Activity,
    pub(super) position: Position,
    pub(super) media: Media,
    /// Where the rows come from.
    pub(super) origin: Origin,
    /// What no field takes.
    pub(super) extra: Extra,
    /// Reads times.
    pub(super) clock: Clock,
    /// Reads identifiers.
    pub(super) people: People,
}

impl Writer {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            message: Message::default(),
            session: Session::default(),
            contact: Contact::default(),
            account: Account::default(),
            activity: Activity::default(),
            position: Position::default(),
            media: Media::default(),
            origin: Origin::Program,
            extra: Extra::default(),
            clock: Clock::new(),
            people: People::new(settings.region.as_deref(), settings.owner.as_deref()),
        }
    }

    /// Makes every field of a kind of record absent.
    pub(super) fn clear(&mut self, filled: Filled) {
        self.extra.clear();
        match filled {
            Filled::Message => self.message.clear(),
            Filled::Session => self.session.clear(),
            Filled::Contact => self.contact.clear(),
            Filled::Account => self.account.clear(),
            Filled::Activity => self.activity.clear(),
            Filled::Position => self.position.clear(),
            Filled::Media => self.media.clear(),
            Filled::Part => {}
        }
    }

    /// Makes every field of every record absent.
    pub(super) fn clear_all(&mut self) {
        use Filled::{Account, Activity, Contact, Media, Message, Position, Session};
        for filled in [Message, Session, Contact, Account, Activity, Position, Media] {
            self.clear(filled);
        }
    }

    /// States whether the row is there, deleted or recovered; a program's own word for a row that
    /// is there stays.
    pub(super) fn set_state(&mut self, filled: Filled, state: &str) {
        let slot = match filled {
            Filled::Message => &mut self.message.state,
            Filled::Session => &mut self.session.state,
            Filled::Contact => &mut self.contact.state,
            Filled::Account => &mut self.account.state,
            Filled::Activity => &mut self.activity.state,
            Filled::Position => &mut self.position.state,
            Filled::Media => &mut self.media.state,
            Filled::Part => return,
        };
        if self.origin == Origin::Report && state == "active" {
            return;
        }
        if slot.is_empty() || state != "active" {
            slot.set(state);
        }
    }

    /// The record in its wire form, without what no field takes.
    pub(super) fn encoded(&self, filled: Filled, out: &mut Vec<u8>) {
        out.clear();
        match filled {
            Filled::Message => self.message.encode(out),
            Filled::Session => self.session.encode(out),
            Filled::Contact => self.contact.encode(out),
            Filled::Account => self.account.encode(out),
            Filled::Activity => self.activity.encode(out),
            Filled::Position => self.position.encode(out),
            Filled::Media => self.media.encode(out),
            Filled::Part => {}
        }
    }

    /// Hands the record on.
    pub(super) fn hand_on(&mut self, filled: Filled, sink: &mut Sink<'_>) -> Result<(), Halt> {
        match filled {
            Filled::Message => {
                self.extra.write(&mut self.message.extra);
                sink.record(&self.message)
            }
            Filled::Session => {
                self.extra.write(&mut self.session.extra);
                sink.record(&self.session)
            }
            Filled::Contact => {
                self.extra.write(&mut self.contact.extra);
                sink.record(&self.contact)
            }
            Filled::Account => {
                self.extra.write(&mut self.account.extra);
                sink.record(&self.account)
            }
            Filled::Activity => {
                self.extra.write(&mut self.activity.extra);
                sink.record(&self.activity)
            }
            Filled::Position => {
                self.extra.write(&mut self.position.extra);
                sink.record(&self.position)
            }
            Filled::Media => {
                self.extra.write(&mut self.media.extra);
                sink.record(&self.media)
            }
            Filled::Part => Ok(()),
        }
    }
}
