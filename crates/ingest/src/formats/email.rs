//! E-mail: single messages (`.eml`) and mailboxes (`.mbox`), as mail programs and providers export them.
//!
//! Each message gives one `message`: who wrote, to whom, when, and its text.
//!
//! - **Specification:** RFC 5322 and MIME (RFC 2045–2049), read by `mail-parser` (Apache-2.0 or MIT, no
//!   `unsafe`); RFC 4155 for mailboxes.
//! - **Recognised by:** header lines of a message at the beginning, or a separator `From … date` of a
//!   mailbox before them.
//! - **Fields kept:** sender, the receiver where there is exactly one, time with its offset, the plain
//!   text (made from HTML where there is no other), key, the message answered, the first message of the
//!   thread as conversation. Every header stays in `extra`, down to the way the message took
//!   (`Received`); attachments by name, type, size and SHA-256.
//! - **Fields dropped:** the content of attachments and what is said twice in HTML.
//! - **Known limits:** headers state what the sender's program wrote, and all but the last `Received`
//!   can be forged. A body longer than the limit is cut, a message longer than the limit is read to
//!   its first part; both are said in `extra`. Encrypted and Outlook messages (`.msg`, `.pst`) are not
//!   read. Who got a blind copy is stated only in the sender's own copy. A message of more than 500
//!   typed parts is set aside, also where they stand inside encoded parts; one that gets by that and
//!   exhausts the parser ends the reading process, which the cage bears and states.

mod nested;

use std::io::{BufRead, BufReader, SeekFrom};

use mail_parser::{Address, DateTime, HeaderValue, Message as Mail, MessageParser, MimeHeaders};
use model::records::Message;
use model::time::{DateOrder, StampReader, TimeFormat};
use model::{Party, Place, Record, RejectKind, identifier};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::extra::Extra;
use crate::format::{Head, ReadSeek, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// Longest message held: the largest providers take 25 to 35 MB with attachments.
const MESSAGE_BYTES_MAX: usize = 48 << 20;

/// What is read of a longer one: its headers and its first text.
const CUT_BYTES: usize = 1 << 20;

/// Longest text kept of a body.
const BODY_BYTES_MAX: usize = 512 * 1024;

/// Longest header line kept in `extra`.
const HEADER_BYTES_MAX: usize = 2 * 1024;

/// Headers and attachments of one message that are looked at.
const PARTS_MAX: usize = 300;

/// Beginning of a line that is looked at to find a separator.
const LINE_BYTES_MAX: usize = 512;

/// Messages and mailboxes; see the module.
#[derive(Debug)]
pub struct Email;

impl SourceFormat for Email {
    fn code(&self) -> &'static str {
        "email"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if head.text().is_empty() {
            return Sure::No;
        }
        let bytes = head.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head.bytes);
        let text = String::from_utf8_lossy(bytes.get(..16 * 1024).unwrap_or(bytes));
        let mut lines = text.lines().skip_while(|line| line.trim().is_empty()).peekable();
        if lines.peek().is_some_and(|line| is_separator(line.as_bytes())) {
            return Sure::Yes;
        }
        // Some programs write a separator without a time.
        lines.next_if(|line| line.starts_with("From ") && !line.contains(':'));
        let headers = lines.take_while(|line| !line.is_empty());
        let names = headers.filter(|line| !line.starts_with([' ', '\t'])).map(header_name);
        let (mut known, mut strange) = (0, 0);
        for name in names {
            let name = name.unwrap_or_default().to_ascii_lowercase();
            known += usize::from(KNOWN_HEADERS.contains(&name.as_str()));
            strange += usize::from(name.is_empty());
        }
        // One line that is no header does not make another file of five that are.
        if known >= 2 && known >= 5 * strange { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let times = source.settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown);
        let mut mails = Mails::open(source.bytes)?;
        let mut reading =
            Reading { times, record: Message::default(), parser: MessageParser::default() };
        while mails.next()? {
            let bytes_len = mails.end - mails.start;
            sink.begin(&Place { bytes_start: mails.start, bytes_len, ..Place::default() })?;
            match reading.fill(&mails) {
                Ok(()) => sink.record(&reading.record)?,
                Err((kind, field, raw)) => sink.reject(kind, field, &raw)?,
            }
        }
        Ok(())
    }
}

/// Headers that messages have and other texts with names and colons have not.
const KNOWN_HEADERS: [&str; 8] =
    ["from", "date", "message-id", "received", "mime-version", "to", "subject", "return-path"];

/// The name of a header line.
fn header_name(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    let fit = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
    fit.then_some(name)
}

/// Whether a line parts two messages of a mailbox: `From`, somebody, a weekday, a time, a year.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let text = String::from_utf8_lossy(rest);
    let words: Vec<&str> = text.split_whitespace().collect();
    let has = |fit: &dyn Fn(&str) -> bool| words.iter().any(|word| fit(word));
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_day = |word: &str| {
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].contains(&word.trim_end_matches(','))
    };
    has(&is_year) && has(&is_day) && has(&|word| word.contains(':') && word.len() >= 5)
}

/// Finds the messages of a mailbox, one held at a time.
struct Mails<'a> {
    reader: BufReader<&'a mut dyn ReadSeek>,
    position: u64,
    /// The message, from its first header on; only its beginning where it is too long.
    bytes: Vec<u8>,
    /// The separator before it.
    separator: String,
    /// The separator of the next one, which has been read.
    next: Option<Separator>,
    start: u64,
    /// Byte after its last that is no line end.
    end: u64,
    is_cut: bool,
}

/// A line of which the beginning is held.
struct Line {
    start: u64,
    text: Vec<u8>,
}

/// A line that parts two messages; its text need not be as long as its bytes.
struct Separator {
    text: String,
    start: u64,
    /// Byte after its last that is no line end.
    end: u64,
}

impl Separator {
    fn of(line: &Line) -> Self {
        let text = String::from_utf8_lossy(&line.text).trim_end().to_owned();
        Self { text, start: line.start, end: line.start + line.text.trim_ascii_end().len() as u64 }
    }
}

impl<'a> Mails<'a> {
    fn open(source: &'a mut dyn ReadSeek) -> Result<Self, Halt> {
        source.seek(SeekFrom::Start(0)).map_err(Halt::Read)?;
        let mut mails = Self {
            reader: BufReader::new(source),
            position: 0,
            bytes: Vec::new(),
            separator: String::new(),
            next: None,
            start: 0,
            end: 0,
            is_cut: false,
        };
        let head = mails.reader.fill_buf().map_err(Halt::Read)?;
        if head.starts_with(b"\xef\xbb\xbf") {
            mails.reader.consume(3);
            mails.position = 3;
        }
        Ok(mails)
    }

    /// Reads on to the end of the next message.
    fn next(&mut self) -> Result<bool, Halt> {
        self.bytes.clear();
        self.is_cut = false;
        let before = self.next.take();
        let mut is_open = before.is_some();
        if let Some(separator) = before {
            self.begin(separator);
        }
        let mut line = Line { start: 0, text: Vec::new() };
        while self.line(&mut line, is_open)? {
            if is_separator(&line.text) {
                let separator = Separator::of(&line);
                if is_open {
                    self.next = Some(separator);
                    return Ok(true);
                }
                self.begin(separator);
                is_open = true;
            } else if !is_open && !line.text.trim_ascii().is_empty() {
                // A message without a separator before it: the whole file, as a rule.
                self.begin(Separator { text: String::new(), ..Separator::of(&line) });
                self.bytes.extend_from_slice(&line.text);
                is_open = true;
            }
        }
        Ok(is_open)
    }

    /// Begins a message behind its separator.
    fn begin(&mut self, separator: Separator) {
        Separator { text: self.separator, start: self.start, end: self.end } = separator;
    }

    /// Reads a line: its beginning into `line`, and all of it to the message where one is open.
    fn line(&mut self, line: &mut Line, is_open: bool) -> Result<bool, Halt> {
        line.start = self.position;
        line.text.clear();
        let (held, end_before) = (self.bytes.len(), self.end);
        loop {
            let available = self.reader.fill_buf().map_err(Halt::Read)?;
            if available.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', available);
            let count = end.map_or(available.len(), |at| at + 1);
            let part = available.get(..count).unwrap_or_default();
            let limit = if is_open { LINE_BYTES_MAX } else { CUT_BYTES };
            let room = limit.saturating_sub(line.text.len()).min(count);
            line.text.extend_from_slice(part.get(..room).unwrap_or_default());
            if is_open {
                let room = MESSAGE_BYTES_MAX.saturating_sub(self.bytes.len());
                self.is_cut |= room < count;
                self.bytes.extend_from_slice(part.get(..room.min(count)).unwrap_or_default());
            }
            let last = part.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n'));
            if let Some(last) = last.filter(|_| is_open) {
                self.end = self.position + last as u64 + 1;
            }
            self.reader.consume(count);
            self.position += count as u64;
            if end.is_some() {
                break;
            }
        }
        if is_open && is_separator(&line.text) {
            self.bytes.truncate(held);
            self.end = end_before;
        }
        Ok(self.position > line.start)
    }
}

/// Why a message is no record.
type Fault = (RejectKind, &'static str, String);

struct Reading {
    times: StampReader,
    record: Message,
    parser: MessageParser,
}

impl Reading {
    fn fill(&mut self, mails: &Mails<'_>) -> Result<(), Fault> {
        let mut bytes = mails.bytes.as_slice();
        if mails.is_cut {
            bytes = bytes.get(..CUT_BYTES).unwrap_or(bytes);
        }
        if nested::is_too_deep(bytes) {
            return Err((RejectKind::TooDeep, "", beginning(bytes)));
        }
        let unknown = || (RejectKind::UnknownLine, "", beginning(bytes));
        let mail = self.parser.parse(bytes).ok_or_else(unknown)?;
        if mail.from().is_none() && mail.date().is_none() && mail.message_id().is_none() {
            return Err(unknown());
        }
        let record = &mut self.record;
        record.clear();
        let mut extra = Extra::default();
        record.platform.set("e-mail");
        record.content.set(if mail.attachment_count() > 0 { "media" } else { "text" });
        take_people(&mail, record);
        take_keys(&mail, record);
        take_date(&mail, &mut self.times, record)?;
        extra.add("Subject", mail.subject().unwrap_or_default());
        extra.add("mailbox separator", &mails.separator);
        if mails.is_cut {
            extra.add("longer than the limit", "only its beginning was read");
        }
        take_attachments(&mail, record, &mut extra);
        take_body(&mail, record, &mut extra);
        for (name, value) in mail.headers_raw().take(PARTS_MAX) {
            let value: Vec<&str> = value.split_whitespace().collect();
            extra.add(name, upto(&value.join(" "), HEADER_BYTES_MAX));
        }
        extra.write(&mut record.extra);
        Ok(())
    }
}

fn beginning(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.get(..LINE_BYTES_MAX).unwrap_or(bytes)).into_owned()
}

fn upto(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

fn take_people(mail: &Mail<'_>, record: &mut Message) {
    if let Some(from) = mail.from().and_then(Address::first).or_else(|| mail.sender()?.first()) {
        set_person(from.name(), from.address(), &mut record.sender);
    }
    let all = [mail.to(), mail.cc(), mail.bcc()];
    let mut all = all.into_iter().flatten().flat_map(Address::iter);
    if let (Some(only), None) = (all.next(), all.next()) {
        set_person(only.name(), only.address(), &mut record.receiver);
    }
}

fn set_person(name: Option<&str>, address: Option<&str>, party: &mut Party) {
    let address = address.unwrap_or_default();
    party.name.set(name.unwrap_or_default());
    match identifier::email(address) {
        Some(email) => party.email.set(&email),
        None => party.handle.set(address),
    }
}

/// The key of the message, of the one it answers, and of the first of the thread.
fn take_keys(mail: &Mail<'_>, record: &mut Message) {
    let own = mail.message_id().unwrap_or_default();
    let answered = first_text(mail.in_reply_to());
    let thread = first_text(mail.references());
    record.reference.set(own);
    record.reply_to.set(&answered);
    let first = [thread.as_str(), answered.as_str(), own].into_iter().find(|key| !key.is_empty());
    record.conversation.set(first.unwrap_or_default());
}

fn first_text(value: &HeaderValue<'_>) -> String {
    let text = match value {
        HeaderValue::Text(text) => Some(text),
        HeaderValue::TextList(all) => all.first(),
        _ => None,
    };
    text.map(ToString::to_string).unwrap_or_default()
}

fn take_date(mail: &Mail<'_>, times: &mut StampReader, record: &mut Message) -> Result<(), Fault> {
    let stated = mail.header_raw("Date").unwrap_or_default().trim().to_owned();
    if stated.is_empty() {
        return Ok(());
    }
    let bad = |kind| (kind, "Date", stated.clone());
    let (with_offset, date) = if states_offset(&stated) {
        (true, mail.date().copied())
    } else {
        // The parser wants an offset; the reader of times does not get it.
        (false, DateTime::parse_rfc822(&format!("{stated} +0000")))
    };
    let date = date.filter(DateTime::is_valid).ok_or_else(|| bad(RejectKind::BadTime))?;
    let text = if with_offset { date.to_rfc3339() } else { local(&date) };
    times.read(&text, &mut record.sent).map_err(|fault| bad(fault.into()))?;
    record.sent.stated.set(&stated);
    Ok(())
}

/// Whether a date of RFC 5322 states its offset from UTC, by number or by name.
fn states_offset(date: &str) -> bool {
    let date = date.split('(').next().unwrap_or(date).trim_end();
    let last = date.rsplit(' ').next().unwrap_or_default();
    last.starts_with(['+', '-']) || last.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn local(date: &DateTime) -> String {
    let DateTime { year, month, day, hour, minute, second, .. } = date;
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

fn take_attachments(mail: &Mail<'_>, record: &mut Message, extra: &mut Extra) {
    let mut names = Vec::new();
    let mut all = Vec::new();
    for part in mail.attachments().take(PARTS_MAX) {
        let name = upto(part.attachment_name().unwrap_or_default(), HEADER_BYTES_MAX);
        if !name.is_empty() {
            names.push(name.to_owned());
        }
        let kind = part.content_type().map(|own| {
            let sub = own.c_subtype.as_deref().unwrap_or_default();
            format!("{}/{sub}", own.c_type)
        });
        let digest = model::Digest(Sha256::digest(part.contents()).into());
        all.push(json!({
            "name": name,
            "type": kind.unwrap_or_default(),
            "size": part.contents().len(),
            "sha256": digest.to_string(),
        }));
    }
    record.attachment.set(&names.join("; "));
    if !all.is_empty() {
        extra.add_value("attachments", Value::Array(all));
    }
}

fn take_body(mail: &Mail<'_>, record: &mut Message, extra: &mut Extra) {
    let Some(body) = mail.body_text(0) else { return };
    let body = body.trim_end();
    let kept = upto(body, BODY_BYTES_MAX);
    if kept.len() < body.len() {
        extra.add("body in bytes", &body.len().to_string());
    }
    record.body.set(kept);
}
