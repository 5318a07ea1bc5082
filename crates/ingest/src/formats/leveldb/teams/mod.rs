//! Microsoft Teams on computers, classic (until 2024) and new: chats, people, calls.
//!
//! - **Recognised by:** the shape of values: the stores are `replychains`, `people`, `profiles`,
//!   `rawContacts`, `buddylist` and `conversations`, but their names may stand in another file.
//! - **Specification:** none published; stores and names as forensicsim (Bilz) reads them, and as they
//!   stand in its data sets of Teams 1.4 and 23306.

mod message;
mod person;

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use model::Place;
use model::time::StampReader;
use serde_json::{Map, Value};

use super::reading::{Standing, Version, set_aside};
use crate::formats::extra::Extra;
use crate::formats::outline::{Context, Fault, text_of};
use crate::formats::teams_calls;
use crate::settings::Settings;
use crate::sink::{Halt, Sink};

/// Conversations whose titles are kept for the rows of messages.
const TITLES_MAX: usize = 100_000;

/// Bytes of last messages kept; a message of Teams has some kilobytes.
const LAST_BYTES_MAX: usize = 32 << 20;

/// Rows whose sense is remembered, eight bytes each and as much again.
const TOLD_MAX: usize = 4_000_000;

/// What a value of a store is.
pub(super) enum Found<'v> {
    /// Messages that answer one another, by their keys.
    Chain(&'v Map<String, Value>),
    /// People.
    People(Vec<&'v Map<String, Value>>),
    /// A conversation: its title and its last message.
    Conversation,
    /// Something else.
    Other,
}

impl<'v> Found<'v> {
    /// What this value is, by its shape.
    pub(super) fn in_value(value: &'v Value) -> Self {
        let Value::Object(object) = value else { return Self::Other };
        let object_in = |name: &str| object.get(name).and_then(Value::as_object);
        let has = |name: &str| object.get(name).is_some_and(|value| !text_of(value).is_empty());
        if let Some(messages) = object_in("messageMap").or_else(|| object_in("messages"))
            && has("conversationId")
        {
            return Self::Chain(messages);
        }
        if let Some(Value::Array(buddies)) = object.get("buddies") {
            return Self::People(buddies.iter().filter_map(Value::as_object).collect());
        }
        if has("mri") && (has("displayName") || has("givenName") || has("userPrincipalName")) {
            return Self::People(vec![object]);
        }
        let is_thread = object.get("id").is_some_and(|id| text_of(id).contains(':'));
        if is_thread && object_in("threadProperties").or(object_in("lastMessage")).is_some() {
            return Self::Conversation;
        }
        Self::Other
    }
}

/// The last message of a conversation, until all others are told.
struct Last {
    place: Place,
    sequence: u64,
    standing: Standing,
    message: Map<String, Value>,
}

/// Makes the rows of Teams; see the module.
pub(super) struct Teams {
    context: Context,
    calls: StampReader,
    /// Titles of conversations, each with the sequence number of what stated it.
    titles: HashMap<String, (u64, String)>,
    /// What rows said that were told.
    told: HashSet<u64>,
    repeated: u64,
    last: Vec<Last>,
    last_bytes: usize,
}

impl Teams {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            context: Context::new("teams", Some("UTC"), settings),
            calls: teams_calls::times(settings),
            titles: HashMap::new(),
            told: HashSet::new(),
            repeated: 0,
            last: Vec::new(),
            last_bytes: 0,
        }
    }

    /// Whether a serialised value may state the title of a conversation.
    pub(super) fn may_name(&self, serialised: &[u8]) -> bool {
        self.titles.len() < TITLES_MAX
            && memchr::memmem::find(serialised, b"threadProperties").is_some()
    }

    /// Learns the title of a conversation.
    pub(super) fn learn(&mut self, value: &Value, sequence: u64) {
        let text = |pointer: &str| value.pointer(pointer).map(text_of).unwrap_or_default();
        let titles = ["/threadProperties/topic", "/chatTitle/longTitle", "/chatTitle/shortTitle"];
        let title = titles.iter().map(|pointer| text(pointer)).find(|title| !title.is_empty());
        let Some(title) = title else { return };
        let known = self.titles.entry(text("/id").into_owned()).or_default();
        if sequence >= known.0 {
            *known = (sequence, title.into_owned());
        }
    }

    /// How many rows of earlier versions, and last messages, say what another row says.
    pub(super) fn repeated(&self) -> u64 {
        self.repeated
    }

    /// Makes a row of a message.
    pub(super) fn message(
        &mut self,
        sink: &mut Sink<'_>,
        version: &Version<'_>,
        place: &Place,
        message: &Value,
    ) -> Result<(), Halt> {
        let Value::Object(message) = message else {
            sink.begin(place)?;
            let fault = (model::RejectKind::UnknownValue, "message", message.to_string());
            return set_aside(sink, fault);
        };
        let is_new = version.standing == Standing::Newest;
        self.pour(sink, place, (version.sequence, version.standing), message, is_new)
    }

    /// Tells a message, unless it need not be told again.
    fn pour(
        &mut self,
        sink: &mut Sink<'_>,
        place: &Place,
        (sequence, standing): (u64, Standing),
        message: &Map<String, Value>,
        is_new: bool,
    ) -> Result<(), Halt> {
        match self.fill(message, sequence, standing) {
            Ok((record, sense)) => self.tell(sink, place, &*record, sense, is_new),
            Err(fault) => {
                sink.begin(place)?;
                set_aside(sink, fault)
            }
        }
    }

    /// Tells a row, unless it is of an earlier version and says what another one says.
    fn tell(
        &mut self,
        sink: &mut Sink<'_>,
        place: &Place,
        record: &dyn model::Record,
        sense: u64,
        is_new: bool,
    ) -> Result<(), Halt> {
        if !is_new && self.told.contains(&sense) {
            self.repeated += 1;
            return Ok(());
        }
        if self.told.len() < TOLD_MAX {
            self.told.insert(sense);
        }
        sink.begin(place)?;
        sink.record(record)
    }

    /// Keeps the last message of a conversation until all others are told: it may stand nowhere else
    /// in this file.
    pub(super) fn last(
        &mut self,
        sink: &mut Sink<'_>,
        version: &Version<'_>,
        conversation: &Value,
    ) -> Result<(), Halt> {
        let Some(Value::Object(message)) = conversation.get("lastMessage") else { return Ok(()) };
        // A conversation without messages has a last one without a key.
        if ["id", "content"].iter().any(|name| !message.contains_key(*name)) {
            return Ok(());
        }
        let mut message = message.clone();
        let id = conversation.get("id").cloned().unwrap_or_default();
        message.entry("conversationId").or_insert(id);
        let place = version.place(0, "lastMessage");
        let (sequence, standing) = (version.sequence, version.standing);
        let bytes: usize = message.values().map(|value| value.to_string().len()).sum();
        self.last_bytes = self.last_bytes.saturating_add(bytes);
        if self.last_bytes > LAST_BYTES_MAX {
            // Better told twice than not at all.
            return self.pour(sink, &place, (sequence, standing), &message, false);
        }
        self.last.push(Last { place, sequence, standing, message });
        Ok(())
    }

    /// Tells the last messages that stand nowhere else in this file.
    pub(super) fn pour_last(&mut self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        for Last { place, sequence, standing, message } in std::mem::take(&mut self.last) {
            self.pour(sink, &place, (sequence, standing), &message, false)?;
        }
        Ok(())
    }
}

/// A number for what a row says: two versions with the same one differ in nothing that is told.
fn sense(said: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    said.hash(&mut hasher);
    hasher.finish()
}

fn state_of(standing: Standing) -> &'static str {
    if standing == Standing::Newest { "active" } else { "recovered" }
}

/// Keeps how the record stands in its store.
fn trace(sequence: u64, standing: Standing, extra: &mut Extra) {
    extra.add("sequence", &sequence.to_string());
    extra.add("recovered_from", standing.recovered_from().unwrap_or_default());
}

/// Keeps what no field takes.
fn keep(members: &Map<String, Value>, taken: &[&str], extra: &mut Extra) {
    for (name, value) in members.iter().filter(|(name, _)| !taken.contains(&name.as_str())) {
        match value {
            Value::String(text) => extra.add(name, text),
            Value::Array(list) if list.is_empty() => {}
            Value::Object(object) if object.is_empty() => {}
            other => extra.add_value(name, other.clone()),
        }
    }
}

/// A record with a number for what it says, or why there is none.
pub(super) type Told = Result<(Box<dyn model::Record>, u64), Fault>;
