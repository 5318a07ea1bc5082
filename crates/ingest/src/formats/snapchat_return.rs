//! Snapchat's returns to authorities: tables with a legend before each, several in one file (CSV).
//!
//! Messages become messages, addresses logins, places positions, the subscriber an account, calls
//! sessions, every other row an activity with what it states.
//!
//! - **Versions:** returns since 2021; columns are found by name, in any order, so that new ones do
//!   no harm (`first seen time` and `first_seen_time` are one name).
//! - **Recognised by:** a row of nothing but `=`, and behind it a header with columns of one of the
//!   tables: `ip`; `sender_username`; `latitude` and `longitude`; `username` and `created`;
//!   `call_start`; `old_value` and `new_value`.
//! - **Specification:** none is published; tables and columns are those RLEAPP reads (`snapConvN`,
//!   `snapIPd`, `snapGeo`, `snapSubinfo`, `snapCalllogsN`).
//! - **Structure:** a legend in quotes, a row of `=`, a header, rows. A row of `-` begins an inner
//!   table (who took part in a call), whose header is its first row of several cells.
//! - **Times** state UTC: `2026-01-10 08:00:00 UTC`, in older returns `Sat Jan 10 08:00:00 UTC 2026`.
//! - **Fields kept:** everything; what no field takes stays in `extra`.
//! - **Known limits:** no file made by others was at hand; structure and keys are those that public
//!   readers name. lists of plain names (`friends_list.csv`) and memories are not read. Times at
//!   which an address was first and last seen are kept in `extra` where a row states no other.

use model::records::{Account, Activity, Login, Message, Position, Session};
use model::time::TimeFormat;
use model::{Place, RejectKind};
use serde_json::{Map, Value};

use super::decoded::Invalid;
use super::extra::Extra;
use super::lines::{Lines, first_lines};
use super::outline::{Context, Fault, Out, Row, number_e7, set_account, set_email, whole};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink, SkipReason};

/// Lines of one row: a message or legend in quotes has a few dozen.
const ROW_LINES_MAX: usize = 2_000;

/// Bytes of one row, for the same reason.
const ROW_BYTES_MAX: usize = 1 << 20;

/// Columns of one table; the widest has two dozen.
const COLUMNS_MAX: usize = 512;

/// Sets of columns by which a table is known.
const TABLES: [&[&str]; 7] = [
    &["ip"],
    &["sender_username"],
    &["latitude", "longitude", "timestamp"],
    &["country", "city", "timestamp"],
    &["username", "created"],
    &["call_start"],
    &["old_value", "new_value"],
];

/// Columns that are known and have no field of their own.
const KNOWN: &[&str] = &[
    "content_type",
    "reply_to_message_id",
    "conversation_title",
    "sender_user_id",
    "recipient_user_id",
    "is_saved",
    "is_one_on_one",
    "is_encrypted",
    "is_topic_chat",
    "asn",
    "url",
    "first_seen_time",
    "last_seen_time",
    "email_status",
    "pending_email_address",
    "creation_ip",
    "phone_status",
    "pending_phone_number",
    "former_phone_number",
    "is_live_location",
    "old_value",
    "new_value",
    "reason",
];

/// Tables of a return; see the module.
#[derive(Debug)]
pub struct SnapchatReturn;

impl SourceFormat for SnapchatReturn {
    fn code(&self) -> &'static str {
        "snapchat_return"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let text = first_lines(head.bytes);
        let mut after_rule = false;
        for line in text.lines() {
            // Splitting costs, and every line of every member of an image comes by here.
            if line.contains("===") && is_rule(&cells_of(line), '=') {
                after_rule = true;
            } else if std::mem::take(&mut after_rule) && is_table(&header_of(&cells_of(line))) {
                return Sure::Yes;
            }
        }
        Sure::No
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut context = Context::new("snapchat", Some("UTC"), source.settings);
        let mut lines = Lines::open(source, Invalid::Replace)?;
        lines.note_encoding(sink)?;
        let read = read_tables(&mut lines, &mut context, sink);
        context.finish(sink)?;
        read
    }
}

fn cells_of(record: &str) -> Vec<String> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(record.as_bytes());
    let first = reader.records().next();
    let cells = first.and_then(Result::ok).unwrap_or_default();
    cells.iter().take(COLUMNS_MAX).map(str::to_owned).collect()
}

/// Whether a row is nothing but this mark.
fn is_rule(cells: &[String], mark: char) -> bool {
    let rule = |cell: &String| cell.len() > 2 && cell.chars().all(|c| c == mark);
    cells.first().is_some_and(rule) && cells.iter().all(|cell| cell.is_empty() || rule(cell))
}

/// Names of columns, in one spelling.
fn header_of(cells: &[String]) -> Vec<String> {
    let name = |cell: &String| cell.trim().trim_start_matches('\u{feff}').to_lowercase();
    cells.iter().map(|cell| name(cell).replace(' ', "_")).collect()
}

fn is_table(header: &[String]) -> bool {
    let has = |name: &&str| header.iter().any(|column| column == *name);
    header.len() > 1 && TABLES.iter().any(|table| table.iter().all(&has))
}

/// What the next row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    /// A legend, or nothing known.
    Legend,
    /// The header of a table.
    Header,
    /// The header of an inner table, behind its label.
    InnerHeader,
    /// A row.
    Row,
}

/// A row as it stands, with its bytes.
#[derive(Debug, Default)]
struct Record {
    text: String,
    place: Place,
    fault: Option<RejectKind>,
}

/// Joins the lines of one row: a text in quotes may hold line ends.
fn next_record(lines: &mut Lines<'_>) -> Result<Option<Record>, Halt> {
    let mut record = Record::default();
    let mut quotes = 0;
    for number in 0..ROW_LINES_MAX {
        let Some(line) = lines.next()? else {
            record.fault = record.fault.or((quotes % 2 == 1).then_some(RejectKind::Malformed));
            return Ok((number > 0).then_some(record));
        };
        if number == 0 {
            record.place = line.place();
        } else {
            record.text.push('\n');
            let end = line.start + line.len;
            record.place.bytes_len = end.saturating_sub(record.place.bytes_start);
        }
        record.text.push_str(&line.text);
        record.fault = record.fault.or(line.fault);
        quotes += memchr::memchr_iter(b'"', line.text.as_bytes()).count();
        if record.text.len() > ROW_BYTES_MAX {
            break;
        }
        if quotes % 2 == 0 || record.fault.is_some() {
            return Ok(Some(record));
        }
    }
    record.fault = record.fault.or(Some(RejectKind::RowTooLong));
    Ok(Some(record))
}

fn read_tables(
    lines: &mut Lines<'_>,
    context: &mut Context,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    let mut awaited = Awaited::Legend;
    let mut header: Vec<String> = Vec::new();
    while let Some(record) = next_record(lines)? {
        let cells = cells_of(&record.text);
        let blank = cells.iter().all(|cell| cell.trim().is_empty());
        if let Some(kind) = record.fault {
            sink.begin(&record.place)?;
            sink.reject(kind, "", &record.text)?;
        } else if blank {
            sink.skip(&record.place, SkipReason::Blank)?;
        } else if is_rule(&cells, '=') || is_rule(&cells, '-') {
            let outer = is_rule(&cells, '=');
            awaited = if outer { Awaited::Header } else { Awaited::InnerHeader };
            sink.skip(&record.place, SkipReason::Comment)?;
        } else if awaited == Awaited::Header || awaited == Awaited::InnerHeader && cells.len() > 1 {
            header = header_of(&cells);
            awaited = Awaited::Row;
            sink.skip(&record.place, SkipReason::Header)?;
        } else if awaited == Awaited::Row && cells.len() > 1 {
            pour(&cells, &header, &record, context, sink)?;
        } else {
            sink.skip(&record.place, SkipReason::Comment)?;
        }
    }
    Ok(())
}

fn pour(
    cells: &[String],
    header: &[String],
    record: &Record,
    context: &mut Context,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    if cells.len() > header.len() {
        sink.begin(&record.place)?;
        return sink.reject(RejectKind::WrongWidth, "", &record.text);
    }
    let pairs = header.iter().zip(cells).map(|(name, cell)| (name.clone(), cell.trim().into()));
    let value = Value::Object(pairs.collect::<Map<String, Value>>());
    let row = Row::new(&value, &[], KNOWN);
    let mut out = Out::new();
    let has = |name: &str| header.iter().any(|column| column == name);
    let filled = if has("sender_username") {
        message(context, &row, &mut out)
    } else if has("ip") {
        login(context, &row, &mut out)
    } else if has("latitude") || has("country") && has("city") {
        position(context, &row, &mut out)
    } else if has("username") && has("created") {
        account(context, &row, &mut out)
    } else if has("call_start") {
        call(context, &row, &mut out)
    } else {
        other(context, &row, &mut out)
    };
    if let Err((kind, field, raw)) = filled {
        sink.begin(&record.place)?;
        return sink.reject(kind, field, &raw);
    }
    for made in &out {
        sink.begin(&record.place)?;
        sink.record(made.as_ref())?;
    }
    Ok(())
}

fn message(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut message = Message::default();
    message.platform.set(context.platform);
    message.conversation.set(&row.text("conversation_id"));
    message.reference.set(&row.text("message_id"));
    message.reply_to.set(&row.text("reply_to_message_id"));
    context.time(row, "timestamp", TimeFormat::Calendar, &mut message.sent)?;
    set_account(&mut message.sender, "snapchat", &row.text("sender_user_id"));
    message.sender.handle.set(&row.text("sender_username"));
    let receiver = row.text("recipient_username");
    // A group lists its members there.
    if !receiver.contains([',', ';']) {
        message.receiver.handle.set(&receiver);
        set_account(&mut message.receiver, "snapchat", &row.text("recipient_user_id"));
    }
    message.content.set(&row.text("message_type").to_lowercase());
    message.body.set(&row.text("text"));
    message.attachment.set(&row.text("media_id"));
    let mut extra = Extra::default();
    if message.receiver.handle.is_empty() {
        extra.add("recipients", &receiver);
    }
    row.rest(context, &mut extra);
    extra.write(&mut message.extra);
    out.push(Box::new(message));
    Ok(())
}

fn login(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut login = Login::default();
    login.platform.set(context.platform);
    login.account.clone_from(&context.owner);
    login.address.set(&row.text("ip"));
    login.port = whole(&row.first(&["port", "source_port"]), "port")?;
    login.action.set(&row.first(&["type", "event_type"]));
    context.time(row, "timestamp", TimeFormat::Calendar, &mut login.at)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut login.extra);
    out.push(Box::new(login));
    Ok(())
}

/// A number with its uncertainty in metres, `45.46 ± 20.5`.
fn degrees(text: &str, field: &'static str) -> Result<(Option<i64>, Option<i64>), Fault> {
    if text.is_empty() {
        return Ok((None, None));
    }
    let mut words = text.split(|c: char| c.is_whitespace() || c == '±').filter(|w| !w.is_empty());
    let value = words.next().and_then(number_e7);
    let metres = words.next().and_then(|word| word.split('.').next()?.parse().ok());
    match value {
        Some(value) => Ok((Some(value), metres)),
        None => Err((RejectKind::UnknownValue, field, text.to_owned())),
    }
}

fn position(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut position = Position::default();
    position.platform.set(context.platform);
    position.subject.clone_from(&context.owner);
    let (latitude, first) = degrees(&row.text("latitude"), "latitude")?;
    let (longitude, second) = degrees(&row.text("longitude"), "longitude")?;
    (position.latitude_e7, position.longitude_e7) = (latitude, longitude);
    let stated = row.text("accuracy").split('.').next().and_then(|metres| metres.parse().ok());
    position.accuracy_m = stated.or(first.max(second));
    context.time(row, "timestamp", TimeFormat::Calendar, &mut position.at)?;
    let words: Vec<_> = ["city", "region", "country"]
        .iter()
        .map(|key| row.text(key))
        .filter(|word| !word.is_empty())
        .collect();
    position.place.set(&words.join(", "));
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut position.extra);
    out.push(Box::new(position));
    Ok(())
}

fn account(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut account = Account::default();
    account.platform.set(context.platform);
    set_account(&mut account.holder, "snapchat", &row.first(&["user_id", "id"]));
    account.holder.handle.set(&row.text("username"));
    account.holder.name.set(&row.text("display_name"));
    set_email(&mut account.holder, &row.text("email_address"));
    let phone = row.text("phone_number");
    if !phone.is_empty() {
        context.set_phone(&mut account.holder, &phone);
    }
    account.status.set(&row.text("status").to_lowercase());
    context.time(row, "created", TimeFormat::Calendar, &mut account.opened)?;
    // The tables behind it are of this account.
    context.owner.account.clone_from(&account.holder.account);
    context.owner.handle.clone_from(&account.holder.handle);
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut account.extra);
    out.push(Box::new(account));
    Ok(())
}

fn call(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut session = Session::default();
    session.platform.set(context.platform);
    session.medium.set(&row.first(&["call_type", "type"]));
    session.reference.set(&row.first(&["call_id", "id"]));
    session.caller.handle.set(&row.first(&["creator_username", "creator"]));
    context.time(row, "call_start", TimeFormat::Calendar, &mut session.start)?;
    context.time(row, "call_end", TimeFormat::Calendar, &mut session.end)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut session.extra);
    out.push(Box::new(session));
    Ok(())
}

fn other(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.subject.clone_from(&context.owner);
    activity.action.set(&row.text("action"));
    let at = row.first(&["timestamp", "date", "join_time"]);
    context.stamp(&at, "timestamp", TimeFormat::Calendar, &mut activity.at)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}
