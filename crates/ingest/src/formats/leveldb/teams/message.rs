//! One message of Teams, or the call that it tells of.

use std::borrow::Cow;

use model::RejectKind;
use model::records::{Message, Session};
use model::time::{Stamp, TimeFormat};
use serde_json::{Map, Value};

use super::{Standing, Teams, Told, keep, sense, state_of, trace};
use crate::formats::extra::Extra;
use crate::formats::outline::{Fault, text_of};
use crate::formats::skype::{Call, content_of};
use crate::formats::teams_calls;

/// Names that fields take, of the classic and of the new program.
const TAKEN: &[&str] = &[
    "id",
    "conversationId",
    "creator",
    "content",
    "imdisplayname",
    "imDisplayName",
    "originalarrivaltime",
    "originalArrivalTime",
    "parentMessageId",
    // The text once more, without its marks, for the search of the program.
    "trimmedMessageContent",
];

/// Times of a message, the best first; `clientArrivalTime` says when this computer fetched it.
const TIMES: &[&str] =
    &["originalarrivaltime", "originalArrivalTime", "composetime", "createdTime"];

/// A message as it is stated.
struct Stated<'v> {
    members: &'v Map<String, Value>,
    properties: Cow<'v, Value>,
}

impl<'v> Stated<'v> {
    fn new(members: &'v Map<String, Value>) -> Self {
        let properties = match members.get("properties") {
            Some(Value::String(json)) => Cow::Owned(serde_json::from_str(json).unwrap_or_default()),
            Some(other) => Cow::Borrowed(other),
            None => Cow::Owned(Value::Null),
        };
        Self { members, properties }
    }

    /// The first of these members that states anything.
    fn text(&self, names: &[&str]) -> Cow<'v, str> {
        let stated = names.iter().filter_map(|name| self.members.get(*name)).map(text_of);
        stated.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    }

    fn property(&self, name: &str) -> Cow<'_, str> {
        self.properties.get(name).map(text_of).unwrap_or_default()
    }

    /// Who wrote it: `8:orgid:…`, `8:live:…`; older entries have it behind an address.
    fn author(&self) -> Cow<'v, str> {
        let creator = self.text(&["creator"]);
        if !creator.is_empty() {
            return creator;
        }
        let from = self.text(&["from"]).into_owned();
        Cow::Owned(from.rsplit('/').next().unwrap_or_default().to_owned())
    }

    /// Whether the program marks it as deleted.
    fn is_deleted(&self) -> bool {
        let marks = ["deletetime", "hardDeleteTime"].map(|name| self.property(name));
        marks.iter().any(|time| !matches!(&**time, "" | "0"))
            || self.members.get("isForceDelete") == Some(&Value::Bool(true))
            || self.members.get("deletionInfo").is_some_and(|info| !info.is_null())
    }

    /// Names of the files sent with it.
    fn files(&self) -> String {
        let files = match self.properties.get("files") {
            Some(Value::String(json)) => serde_json::from_str(json).unwrap_or_default(),
            Some(other) => other.clone(),
            None => Value::Null,
        };
        let names = files.as_array().into_iter().flatten().filter_map(|file| {
            let names = ["fileName", "title", "objectUrl"].map(|name| file.get(name));
            names.into_iter().flatten().map(text_of).find(|name| !name.is_empty())
        });
        names.map(Cow::into_owned).collect::<Vec<_>>().join("; ")
    }
}

impl Teams {
    /// The record that a message becomes, and a number for what it says.
    pub(super) fn fill(
        &mut self,
        members: &Map<String, Value>,
        sequence: u64,
        standing: Standing,
    ) -> Told {
        let stated = Stated::new(members);
        let mut extra = Extra::default();
        if let Some(log) = stated.properties.get("call-log").filter(|log| !log.is_null()) {
            let call = match log {
                Value::String(json) => serde_json::from_str(json)
                    .map_err(|_| (RejectKind::Malformed, "call-log", json.clone()))?,
                other => other.clone(),
            };
            let fact = |outer: &str, inner: &str| teams_calls::fact_in(&call, outer, inner);
            let mut session = Session::default();
            teams_calls::fill(&fact, &mut session, &mut extra, &mut self.calls)?;
            extra.add("conversation", &self.conversation(&stated.text(&["conversationId"])));
            extra.add("reference", &stated.text(&["id"]));
            return Ok(ended(session, &stated, extra, (sequence, standing)));
        }
        let mut message = Message::default();
        self.fill_message(&stated, &mut message)?;
        let kind = stated.text(&["messagetype", "messageType"]);
        let text = stated.text(&["content"]);
        if let Some(call) = call_in(&kind, &text) {
            extra.add("conversation", &message.conversation);
            extra.add("reference", &message.reference);
            extra.add("content", &text);
            let session = session_of(message, &call);
            return Ok(ended(session, &stated, extra, (sequence, standing)));
        }
        message.state.set(state(&stated, standing));
        let sense = sense_of(&stated, &message);
        keep_all(&stated, &mut extra, (sequence, standing));
        extra.write(&mut message.extra);
        Ok((Box::new(message), sense))
    }

    fn fill_message(&mut self, stated: &Stated<'_>, message: &mut Message) -> Result<(), Fault> {
        message.platform.set("teams");
        message.reference.set(&stated.text(&["id"]));
        message.conversation.set(&self.conversation(&stated.text(&["conversationId"])));
        self.read_time(stated, &mut message.sent)?;
        let author = stated.author();
        self.context.set_account(&mut message.sender, &author);
        message.sender.name.set(&stated.text(&["imdisplayname", "imDisplayName"]));
        // A chat of two is named after both.
        if let Some(other) = other_of(&stated.text(&["conversationId"]), &author) {
            self.context.set_account(&mut message.receiver, &other);
        }
        let answered = stated.text(&["parentMessageId"]);
        if *answered != *message.reference {
            message.reply_to.set(&answered);
        }
        message.attachment.set(&stated.files());
        message.body.set(&stated.text(&["content"]));
        let kind = stated.text(&["messagetype", "messageType"]);
        message.content.set(match &*kind {
            "RichText/Html" | "Text"
                if message.body.is_empty() && !message.attachment.is_empty() =>
            {
                "media"
            }
            "RichText/Html" => "text",
            kind => content_of(kind),
        });
        Ok(())
    }

    /// A conversation by its title, where this file states it, and its key.
    pub(super) fn conversation(&self, id: &str) -> String {
        match self.titles.get(id) {
            Some((_, title)) => format!("{title} · {id}"),
            None => id.to_owned(),
        }
    }

    fn read_time(&mut self, stated: &Stated<'_>, stamp: &mut Stamp) -> Result<(), Fault> {
        for name in TIMES {
            let text = stated.text(&[name]);
            if matches!(&*text, "" | "0" | "-1") || text.starts_with("0001-") {
                continue;
            }
            let is_count = text.bytes().all(|byte| byte.is_ascii_digit());
            let format = if is_count { TimeFormat::UnixMillis } else { TimeFormat::Calendar };
            return self.context.stamp(&text, name, format, stamp);
        }
        Ok(())
    }
}

/// The other one of a chat of two: `19:<key>_<key>@unq.gbl.spaces` names both.
fn other_of(conversation: &str, author: &str) -> Option<String> {
    let pair = conversation.strip_prefix("19:")?.strip_suffix("@unq.gbl.spaces")?;
    let (one, two) = pair.split_once('_')?;
    let own = author.strip_prefix("8:orgid:")?;
    let other = if own == one { two } else { Some(one).filter(|_| own == two)? };
    Some(format!("8:orgid:{other}"))
}

/// A call that ended or was missed, from its list of parts; what became of it stands before the list.
fn call_in(kind: &str, content: &str) -> Option<Call> {
    let list = (kind == "Event/Call").then(|| content.find("<partlist")).flatten()?;
    let (before, list) = content.split_at_checked(list)?;
    let mut call = Call::of(list)?;
    if call.kind.is_empty() {
        let word = before.trim().strip_prefix('<')?.split(['/', ' ', '>']).next()?;
        word.clone_into(&mut call.kind);
    }
    matches!(&*call.kind, "ended" | "missed").then_some(call)
}

fn session_of(message: Message, call: &Call) -> Session {
    let mut session = Session { platform: message.platform, ..Session::default() };
    session.reference.set(if call.id.is_empty() { &message.reference } else { &call.id });
    session.caller = message.sender;
    session.callee = message.receiver;
    session.status.set(if call.kind == "ended" { "answered" } else { &call.kind });
    let length_s = call.seconds.map(|seconds| seconds.max(0));
    session.duration_s = length_s.or((call.kind == "missed").then_some(0));
    session.end = message.sent;
    session.start.set_after(&session.end, length_s.unwrap_or(0).saturating_neg());
    session.members.set(&call.people.join("; "));
    session
}

/// A call, with what no field takes.
fn ended(
    mut session: Session,
    stated: &Stated<'_>,
    mut extra: Extra,
    (sequence, standing): (u64, Standing),
) -> (Box<dyn model::Record>, u64) {
    session.state.set(state(stated, standing));
    let times = (session.start.earliest_us, session.end.earliest_us, session.duration_s);
    let said = sense(&(&*session.reference, &*session.status, times));
    keep_all(stated, &mut extra, (sequence, standing));
    extra.write(&mut session.extra);
    (Box::new(session), said)
}

fn state(stated: &Stated<'_>, standing: Standing) -> &'static str {
    let is_there = standing == Standing::Newest;
    if is_there && stated.is_deleted() { "deleted" } else { state_of(standing) }
}

fn keep_all(stated: &Stated<'_>, extra: &mut Extra, (sequence, standing): (u64, Standing)) {
    trace(sequence, standing, extra);
    let content = stated.members.get("content");
    let shown = stated.members.get("renderContent");
    let mut taken = TAKEN.to_vec();
    if shown == content {
        taken.push("renderContent");
    }
    keep(stated.members, &taken, extra);
}

/// A number for what a message says.
fn sense_of(stated: &Stated<'_>, message: &Message) -> u64 {
    let texts = [&message.reference, &message.body, &message.content, &message.attachment];
    let key = (stated.text(&["conversationId"]), message.sent.earliest_us);
    let marks = (stated.is_deleted(), stated.property("edittime"));
    sense(&(texts.map(|text| &**text), key, &*message.sender.account, marks))
}
