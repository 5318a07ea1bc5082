//! Snapchat's returns to authorities: tables with a legend before each, several in one file (CSV).
//!
//! Messages become messages, addresses logins, places positions, the subscriber an account, friends
//! contacts, calls sessions, memories and stories activities (with a position where one is stated, and a
//! login where the upload's address is), every other row an activity with what it states.
//!
//! - **Versions:** returns since 2021; columns are found by name, in any order, so that new ones do
//!   no harm (`first seen time` and `first_seen_time` are one name).
//! - **Recognised by:** a row of nothing but `=`, and behind it a header with columns of one of the
//!   tables in `TABLES`; or, for the list of friends, the one name `friends` in a file that names Snap.
//! - **Specification:** none is published; tables and columns are those RLEAPP reads (`snapConvN`,
//!   `snapConvlistN`, `snapIPd`, `snapGeo`, `snapSubinfo`, `snapCalllogsN`, `snapFriendsN`, `snapMemN`,
//!   `snapStoryN`, `snapRepconN`, `snapIncCom`, `snapLocprivsets`).
//! - **Structure:** a legend in quotes, a row of `=`, a header, rows. A row of `-` begins an inner
//!   table (who took part in a call), whose header is its first row of several cells.
//! - **Times** state UTC: `2026-01-10 08:00:00 UTC`, `Jan 10 2026 08:00:00 UTC`, in older returns `Sat Jan 10
//!   08:00:00 UTC 2026`. An address of which only the first and the last use are stated gives a login
//!   for each of them, so that either instant can be asked of the access provider.
//! - **Fields kept:** everything; what no field takes stays in `extra`.
//! - **Known limits:** no file made by others was at hand; structure and keys are those that public
//!   readers name. Whether somebody took part in a call to its end is not stated.

mod rows;

use model::{Place, RejectKind};
use serde_json::{Map, Value};

use super::decoded::Invalid;
use super::lines::Lines;
use super::outline::{Context, Out, Row};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink, SkipReason};

/// Lines of one row: a message or legend in quotes has a few dozen.
const ROW_LINES_MAX: usize = 2_000;

/// Bytes of one row, for the same reason.
const ROW_BYTES_MAX: usize = 1 << 20;

/// Columns of one table; the widest has two dozen.
const COLUMNS_MAX: usize = 512;

/// Sets of columns by which a table is known.
const TABLES: [&[&str]; 14] = [
    &["ip"],
    &["sender_username"],
    &["latitude", "longitude", "timestamp"],
    &["country", "city", "timestamp"],
    &["username", "created"],
    &["call_start"],
    &["old_value", "new_value"],
    &["media_id", "timestamp"],
    &["conversation_id", "last_event_timestamp"],
    &["creation_time", "last_event_timestamp"],
    &["campaign_name", "event_timestamp"],
    &["vendor", "message_timestamp"],
    &["appeal_id", "created_timestamp"],
    &["audience", "ghost_mode"],
];

/// Names of the one column of a list of friends.
const FRIENDS: [&str; 4] = ["friends", "friend", "friends_list", "friend_username"];

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
    "id",
    "encrypted",
    "source_type",
    "duration",
    "media_type",
    "filter_id",
    "last_event_timestamp",
    "context",
    "reporter_user_id",
    "reported_user_id",
    "reported_profile_type",
    "reported_message_id",
    "message_timestamp",
    "username",
    "user_id",
    "email_address",
    "phone_number",
    "user_agent",
    "campaign_name",
    "type",
    "strategy",
    "feature",
    "vendor",
    "vendor_status",
    "message_id",
    "message_tracker_id",
    "appeal_id",
    "appeal_justification",
    "requester_user_id",
    "requester_username",
    "requester_mutable_username",
    "requester_email",
    "audience",
    "allowlist",
    "blocklist",
    "ghost_mode",
    "ghost_mode_expiration",
    "live_session_ids",
    "live_session_expirations",
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
        let of_snap = || head.text().to_ascii_lowercase().contains("snap");
        let mut after_rule = false;
        for line in head.text().lines() {
            let begins = line.trim_start_matches('"').starts_with("===");
            if begins && is_rule(&cells_of(line), '=') {
                after_rule = true;
            } else if std::mem::take(&mut after_rule) {
                let header = header_of(&cells_of(line));
                if is_table(&header) || is_list(&header) && of_snap() {
                    return Sure::Yes;
                }
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

/// Whether this is the header of a list of friends.
fn is_list(header: &[String]) -> bool {
    matches!(header, [name] if FRIENDS.contains(&name.as_str()))
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
        } else if awaited == Awaited::Row && (cells.len() > 1 || is_friend(&header, &cells)) {
            pour(&cells, &header, &record, context, sink)?;
        } else {
            sink.skip(&record.place, SkipReason::Comment)?;
        }
    }
    Ok(())
}

/// A name in a list of friends; a legend behind the list has words.
fn is_friend(header: &[String], cells: &[String]) -> bool {
    let word = |cell: &String| !cell.trim().contains(char::is_whitespace);
    is_list(header) && cells.iter().all(word)
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
        rows::message(context, &row, &mut out)
    } else if has("ip") {
        rows::login(context, &row, &mut out)
    } else if is_list(header) {
        rows::friend(context, &row, header, &mut out);
        Ok(())
    } else if has("media_id") {
        rows::kept_media(context, &row, &mut out)
    } else if has("latitude") || has("country") && has("city") {
        rows::position(context, &row, &mut out)
    } else if has("username") && has("created") {
        rows::account(context, &row, &mut out)
    } else if has("call_start") {
        rows::call(context, &row, &mut out)
    } else {
        rows::other(context, &row, &mut out)
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
