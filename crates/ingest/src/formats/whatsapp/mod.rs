//! WhatsApp chats exported as text ("Export chat"), from Android and iOS, in any language.
//!
//! A message is a line that begins with date and time and every line after it that does not.
//!
//! - **Specification:** none; the form follows the language of the phone. Styles were taken from
//!   public test sets (chat-miner, whatstk) and from Unicode CLDR.
//! - **Recognised by:** a first line that begins with such a date and time and goes on ` - ` (Android)
//!   or stands in brackets (iOS), and further ones among the first lines. Lines of old iPhones, where a
//!   colon follows the time, are taken where a person hands over the file itself.
//! - **Signal:** signal-export writes the same lines, in brackets with the year first and without seconds
//!   (`[2026-01-10, 08:00]`), as WhatsApp does on no phone; such a chat is of the platform `signal`.
//! - **Day or month first** is decided from all dates of the chat together, or refused: then each
//!   date that reads both ways is a reject until `--date-order` says which it is.
//! - **Times** state no zone and follow the phone: they are read in the zone of the exhibit.
//! - **Lines without a name** are the program's own: their content is `system`. A name with colon and
//!   nothing after it is an empty message.
//! - **Known limits:** the export states neither the chat nor its members: `conversation` lists who
//!   wrote, where they are few. Who received a message is not stated. Notes on calls, deleted and
//!   left out media are told apart in some languages only; otherwise they are text. Years of other
//!   calendars than the Gregorian are set aside.

mod body;
mod header;

use std::collections::BTreeSet;

use model::records::Message;
use model::time::{DateOrder, StampReader, TimeFormat};
use model::{Party, Place, RejectKind, identifier, say};

use self::header::{Header, Style, is_mark};
use super::date_order::{Order, OrderVotes, Sequence};
use super::decoded::Invalid;
use super::extra::Extra;
use super::lines::{Line, Lines};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink, SkipReason};

/// Longest message held; WhatsApp allows 65,536 characters.
const MESSAGE_BYTES_MAX: usize = 1 << 20;

/// Names remembered of those who wrote; a group has at most 1,024 members.
const SENDERS_MAX: usize = 4096;

/// Up to how many writers are listed as the conversation.
const LISTED_MAX: usize = 8;

/// Lines looked at to recognise the format.
const LINES_LOOKED_AT: usize = 60;

/// Chats exported as text; see the module.
#[derive(Debug)]
pub struct WhatsApp;

impl SourceFormat for WhatsApp {
    fn code(&self) -> &'static str {
        "whatsapp_text"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let text = head.text();
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(LINES_LOOKED_AT);
        let Some(first) = lines.next().and_then(header::find) else { return Sure::No };
        let sender = |rest: &str| body::split_sender(rest, |_| false).is_some();
        let others: Vec<_> = lines.filter_map(header::find).collect();
        let written = sender(first.rest) || others.iter().any(|header| sender(header.rest));
        // Programs write logs that look like a chat of a phone that dates in ISO 8601, or of an old one.
        let like_a_log =
            first.date.year_first && first.clock.second.is_some() || first.style == Style::Colon;
        match (written, like_a_log) {
            (true, false) => Sure::Yes,
            (true, true) => Sure::Maybe,
            (false, _) => Sure::No,
        }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let stamps = settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown);
        let mut lines = Lines::open(source, Invalid::Replace)?;
        lines.note_encoding(sink)?;
        let zone = stamps.zone();
        sink.note(&Note::Zone { zone: zone.name().to_owned(), source: zone.source() })?;
        let survey = Survey::of(&mut lines)?;
        let order = survey.votes.decide(settings.date_order);
        note_order(&survey, order, settings.date_order, sink)?;
        let region = settings.region.clone();
        let mut reader = Reader {
            stamps,
            order,
            region,
            style: survey.style,
            senders: survey.senders,
            platform: if survey.of_signal { "signal" } else { "whatsapp" },
            message: Message::default(),
            open: None,
            text: String::new(),
        };
        while let Some(line) = lines.next()? {
            reader.take_line(line, sink)?;
        }
        reader.end_message(sink)
    }
}

/// What the chat shows as a whole.
struct Survey {
    /// The mark behind the first header: a chat keeps to one, and a line with another is text.
    style: Option<Style>,
    /// Whether every line has the form of signal-export, which WhatsApp writes on no phone.
    of_signal: bool,
    votes: OrderVotes,
    senders: BTreeSet<String>,
}

impl Survey {
    fn of(lines: &mut Lines<'_>) -> Result<Self, Halt> {
        let votes = OrderVotes::new(Sequence::Ascending);
        let mut survey = Self { style: None, of_signal: true, votes, senders: BTreeSet::new() };
        while let Some(line) = lines.next()? {
            let Some(header) = header_of(&line.text, survey.style) else { continue };
            survey.style.get_or_insert(header.style);
            survey.of_signal &= header.date.year_first
                && header.style == Style::Brackets
                && header.clock.second.is_none();
            survey.votes.see(header.date);
            if let Some((name, _)) = body::split_sender(header.rest, |_| false)
                && survey.senders.len() < SENDERS_MAX
            {
                survey.senders.insert(clean(name).to_owned());
            }
        }
        lines.rewind()?;
        Ok(survey)
    }
}

/// The header of a line in a chat of this style; a colon counts only where the first line has one.
fn header_of(line: &str, style: Option<Style>) -> Option<Header<'_>> {
    let by_colon = style.map(|style| style == Style::Colon);
    header::find(line)
        .filter(|header| by_colon.is_none_or(|own| own == (header.style == Style::Colon)))
}

/// Says how day and month were told apart.
fn note_order(
    survey: &Survey,
    order: Option<Order>,
    set: Option<DateOrder>,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    if !survey.votes.is_needed() {
        return Ok(());
    }
    let is_set = !matches!(set, Some(DateOrder::Unknown) | None);
    sink.remark(match (order, is_set) {
        (Some(Order::DayMonthYear), false) => say::dates_day_first(),
        (Some(Order::MonthDayYear), false) => say::dates_month_first(),
        (Some(Order::YearMonthDay), false) => say::dates_year_first(),
        (Some(Order::DayMonthYear), true) => say::dates_day_first_set(),
        (Some(Order::MonthDayYear), true) => say::dates_month_first_set(),
        (Some(Order::YearMonthDay), true) => say::dates_year_first_set(),
        (None, _) => say::dates_open(),
    })
}

fn clean(name: &str) -> &str {
    name.trim_matches(|c: char| is_mark(c) || c.is_whitespace())
}

/// A message whose lines are still being gathered.
struct OpenMessage {
    place: Place,
    /// Year, month, day, where the order is known.
    date: Option<[i64; 3]>,
    clock: header::Clock,
    stated: String,
    sender: Option<String>,
    fault: Option<RejectKind>,
}

/// Gathers lines into messages.
struct Reader {
    stamps: StampReader,
    order: Option<Order>,
    region: Option<String>,
    style: Option<Style>,
    senders: BTreeSet<String>,
    platform: &'static str,
    message: Message,
    open: Option<OpenMessage>,
    text: String,
}

impl Reader {
    fn take_line(&mut self, line: &Line, sink: &mut Sink<'_>) -> Result<(), Halt> {
        match header_of(&line.text, self.style) {
            Some(header) => {
                self.end_message(sink)?;
                self.begin_message(line, &header);
                Ok(())
            }
            None => self.go_on(line, sink),
        }
    }

    fn begin_message(&mut self, line: &Line, header: &Header<'_>) {
        let known = |name: &str| self.senders.contains(clean(name));
        let (sender, text) = match body::split_sender(header.rest, known) {
            Some((name, text)) => (Some(clean(name).to_owned()), text),
            None => (None, header.rest),
        };
        self.text.clear();
        self.text.push_str(text);
        self.open = Some(OpenMessage {
            place: line.place(),
            date: header.date.resolve(self.order),
            clock: header.clock,
            stated: header.stated.clone(),
            sender,
            fault: line.fault,
        });
    }

    /// A line that belongs to the message before it.
    fn go_on(&mut self, line: &Line, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let Some(open) = &mut self.open else {
            if line.text.trim().is_empty() && line.fault.is_none() {
                return sink.skip(&line.place(), SkipReason::Blank);
            }
            sink.begin(&line.place())?;
            let kind = line.fault.unwrap_or(RejectKind::UnknownLine);
            return sink.reject(kind, "", &line.text);
        };
        open.place.bytes_len = (line.start + line.len).saturating_sub(open.place.bytes_start);
        open.fault = open.fault.or(line.fault);
        if self.text.len() + line.text.len() > MESSAGE_BYTES_MAX {
            open.fault = open.fault.or(Some(RejectKind::RowTooLong));
        } else {
            self.text.push('\n');
            self.text.push_str(&line.text);
        }
        Ok(())
    }

    fn end_message(&mut self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let Some(open) = self.open.take() else { return Ok(()) };
        sink.begin(&open.place)?;
        match self.fill(&open) {
            Ok(()) => sink.record(&self.message),
            Err((kind, field)) => sink.reject(kind, field, &open.stated),
        }
    }

    fn fill(&mut self, open: &OpenMessage) -> Result<(), (RejectKind, &'static str)> {
        if let Some(kind) = open.fault {
            return Err((kind, ""));
        }
        let message = &mut self.message;
        model::Record::clear(message);
        let [year, month, day] = open.date.ok_or((RejectKind::AmbiguousDate, "sent"))?;
        let header::Clock { hour, minute, second } = open.clock;
        let mut text = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}");
        if let Some(second) = second {
            text = format!("{text}:{second:02}");
        }
        self.stamps.read(&text, &mut message.sent).map_err(|fault| (fault.into(), "sent"))?;
        message.sent.stated.set(&open.stated);
        message.platform.set(self.platform);
        if self.senders.len() <= LISTED_MAX {
            let names: Vec<&str> = self.senders.iter().map(String::as_str).collect();
            message.conversation.set(&names.join(" · "));
        }
        let body = body::look(&self.text);
        message.attachment.set(body.attachment);
        message.body.set(self.text.trim_matches(|c: char| is_mark(c) || c.is_whitespace()));
        match &open.sender {
            Some(name) => {
                message.content.set(body.content);
                take_sender(name, self.region.as_deref(), &mut message.sender);
            }
            None => message.content.set("system"),
        }
        if body.edited {
            let mut extra = Extra::default();
            extra.add("edited", "yes");
            extra.write(&mut message.extra);
        }
        Ok(())
    }
}

/// A sender is a name of the address book, or the number where it has none; `~` marks a name that
/// its owner chose.
fn take_sender(name: &str, region: Option<&str>, party: &mut Party) {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let is_number = digits >= 5
        && name
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_whitespace() || "+-().‑".contains(c) || is_mark(c));
    if is_number {
        let plain: String = name.chars().filter(|c| !is_mark(*c)).collect();
        party.phone_stated.set(plain.trim());
        if let Some(canonical) = identifier::phone(&plain, region) {
            party.phone.set(&canonical);
        }
    } else if let Some(chosen) = name.strip_prefix('~') {
        party.handle.set(chosen.trim());
    } else {
        party.name.set(name);
    }
}
