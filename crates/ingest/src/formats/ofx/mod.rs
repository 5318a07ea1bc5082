//! Account statements in Open Financial Exchange (OFX, QFX), as banks hand them to programs at home.
//!
//! Each line of a bank account or card becomes an entry, each transaction of an investment account
//! an entry over the cash it moved; each account named becomes an account.
//!
//! - **Versions:** OFX 1.0 to 1.6 (SGML, values without end tags) and 2.0 to 2.3 (XML).
//! - **Recognised by:** `OFXHEADER` before the first tag, or the outermost element `OFX`.
//! - **Specification:** Open Financial Exchange 1.6 and 2.3 (Financial Data Exchange), sections 3.2
//!   (dates, amounts), 11.4 (statements), 11.4.4 (`STMTTRN`), 13.9 (investments); the oddities of real
//!   banks as the parsers `ofxparse` and `ofxtools` (MIT) know them.
//! - **Fields kept:** account, bank, currency, day posted and day available, amount, `FITID`, type,
//!   name, memo, payee with address, the other account, check number and whatever else stands there
//!   (in `extra`); the period as coverage, the balances as remarks.
//! - **Fields dropped:** none of a row; positions and lists of securities are named, not read.
//! - **Times:** an offset in brackets counts (`[-5:EST]`); a clock without one is of Greenwich by the
//!   specification, unless a person sets the zone; a bare day is of the zone of the exhibit.
//! - **Encoding:** `CHARSET` of the header, but UTF-8 where the text is that.
//! - **Known limits:** `NAME` is "payee or description", and is read as the other side. No opening
//!   balance is stated, so that a closing balance cannot be checked.

mod row;
mod tags;
mod time;

use std::collections::BTreeSet;

use model::money::{Amount, Currency};
use model::records::{Account, Entry};
use model::time::Stamp;
use model::{Place, RejectKind, Word, say};

use self::row::{Context, Values, fill_account, fill_entry, read_amount};
use self::tags::{Piece, Tags};
use self::time::Times;
use super::extra::Extra;
use super::xml::broken;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink};

/// Aggregates open at once; the standard nests a dozen. Deeper ones are no statement.
const DEPTH_MAX: usize = 64;

/// Names told of aggregates that are not read.
const UNREAD_MAX: usize = 50;

/// Aggregates that hold others and facts of the statement.
const CONTAINERS: [&str; 33] = [
    "OFX",
    "SIGNONMSGSRSV1",
    "SONRS",
    "STATUS",
    "FI",
    "BANKMSGSRSV1",
    "STMTTRNRS",
    "STMTRS",
    "BANKTRANLIST",
    "BANKTRANLISTP",
    "LEDGERBAL",
    "AVAILBAL",
    "BALLIST",
    "BAL",
    "CREDITCARDMSGSRSV1",
    "CCSTMTTRNRS",
    "CCSTMTRS",
    "INVSTMTMSGSRSV1",
    "INVSTMTTRNRS",
    "INVSTMTRS",
    "INVTRANLIST",
    "INVBANKTRAN",
    "INVBAL",
    "SIGNUPMSGSRSV1",
    "ACCTINFOTRNRS",
    "ACCTINFORS",
    "ACCTINFO",
    "BANKACCTINFO",
    "CCACCTINFO",
    "INVACCTINFO",
    "CASHBAL",
    "MINPMTDUE",
    "REWARDINFO",
];

/// Statements of Open Financial Exchange; see the module.
#[derive(Debug)]
pub struct Ofx;

impl SourceFormat for Ofx {
    fn code(&self) -> &'static str {
        "ofx"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let text = head.text();
        let text = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n']);
        let header = text.get(..9).is_some_and(|t| t.eq_ignore_ascii_case("OFXHEADER"));
        let mut tags = text.split('<').skip(1);
        let first = tags.find(|tag| !tag.starts_with(['?', '!']));
        let ofx = first.is_some_and(|tag| {
            tag.get(..3).is_some_and(|t| t.eq_ignore_ascii_case("OFX"))
                && tag.get(3..4).is_none_or(|t| matches!(t, ">" | " " | "\r" | "\n"))
        });
        if header || ofx && text.starts_with('<') { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let times = Times::new(source.settings);
        let mut tags = Tags::open(source)?;
        tags.note_encoding(sink)?;
        let mut reading = Reading {
            sink,
            times,
            open: Vec::new(),
            row: None,
            values: Values::default(),
            context: Context::default(),
            from: Stamp::default(),
            until: Stamp::default(),
            balance: (String::new(), String::new()),
            status: Default::default(),
            extra: Extra::default(),
            unread: BTreeSet::new(),
            ended: false,
        };
        let read = reading.read(&mut tags);
        reading.finish()?;
        read
    }
}

/// A row that is open: its aggregate, its depth, where it begins, what was wrong before.
struct OpenRow {
    kind: String,
    depth: usize,
    start: u64,
    faults: (u64, u64),
}

/// One read of one exhibit.
struct Reading<'s, 'o> {
    sink: &'s mut Sink<'o>,
    times: Times,
    open: Vec<String>,
    row: Option<OpenRow>,
    values: Values,
    context: Context,
    from: Stamp,
    until: Stamp,
    balance: (String, String),
    /// Code, severity and message of the `STATUS` that is open.
    status: [String; 3],
    extra: Extra,
    unread: BTreeSet<String>,
    ended: bool,
}

impl Reading<'_, '_> {
    fn read(&mut self, tags: &mut Tags<'_>) -> Result<(), Halt> {
        let mut any = false;
        loop {
            match tags.next()? {
                Piece::Open => {
                    any |= tags.name() == "OFX";
                    self.open(tags)?;
                }
                Piece::Value => self.value(tags),
                Piece::Close => self.close(tags)?,
                Piece::End => {
                    self.end_row(tags, tags.end(), Some(RejectKind::Malformed))?;
                    return match (any, self.ended) {
                        (true, true) => Ok(()),
                        (true, false) => Err(cut(tags.end())),
                        (false, _) => Err(no_statement()),
                    };
                }
            }
        }
    }

    fn open(&mut self, tags: &Tags<'_>) -> Result<(), Halt> {
        let name = tags.name();
        let parent = self.open.last().map_or("", String::as_str);
        let stated = matches!(name, "STMTTRN" | "STMTTRNP");
        let securities = parent == "INVTRANLIST" && name != "INVBANKTRAN";
        let own = matches!(name, "BANKACCTFROM" | "CCACCTFROM" | "INVACCTFROM");
        if stated || self.row.is_none() && (securities || own) {
            // A row inside a row: the end of the first was lost.
            self.end_row(tags, tags.start(), Some(RejectKind::Malformed))?;
            self.values.clear();
            let (kind, depth) = (name.to_owned(), self.open.len());
            self.row = Some(OpenRow { kind, depth, start: tags.start(), faults: tags.faults() });
        } else if self.row.is_none()
            && !CONTAINERS.contains(&name)
            && self.unread.len() < UNREAD_MAX
            && self.open.iter().all(|open| CONTAINERS.contains(&open.as_str()))
        {
            self.unread.insert(name.to_owned());
        }
        if matches!(name, "STMTTRNRS" | "CCSTMTTRNRS" | "INVSTMTTRNRS" | "ACCTINFO") {
            self.context.holder.clear();
            self.context.currency = None;
            self.context.answer.clear();
        }
        self.open.push(name.to_owned());
        if self.open.len() > DEPTH_MAX {
            let place = Place { bytes_start: tags.start(), ..Place::default() };
            let reason = format!("aggregates are nested deeper than {DEPTH_MAX}");
            return Err(broken(place, &reason, "this is no statement of a bank; look at it"));
        }
        Ok(())
    }

    fn value(&mut self, tags: &Tags<'_>) {
        let (name, text) = (tags.name(), tags.text());
        if let Some(row) = &self.row {
            let mut path = String::new();
            for part in self.open.get(row.depth + 1..).unwrap_or_default() {
                path.push_str(part);
                path.push('/');
            }
            path.push_str(name);
            self.values.push(path, text);
            return;
        }
        let parent = self.open.last().map_or("", String::as_str);
        match (parent, name) {
            ("FI", "ORG") => text.clone_into(&mut self.context.institution),
            (_, "TRNUID") => text.clone_into(&mut self.context.answer),
            (_, "CURDEF") => self.context.currency = Currency::from_code(text),
            ("LEDGERBAL", "BALAMT") => text.clone_into(&mut self.balance.0),
            ("LEDGERBAL", "DTASOF") => text.clone_into(&mut self.balance.1),
            ("STATUS", "CODE") => text.clone_into(&mut self.status[0]),
            ("STATUS", "SEVERITY") => text.clone_into(&mut self.status[1]),
            ("STATUS", "MESSAGE") => text.clone_into(&mut self.status[2]),
            (_, "DTSTART") => {
                // A period that cannot be read is as good as none.
                let _ = self.times.read(text, &mut self.from);
            }
            (_, "DTEND") => {
                let _ = self.times.read(text, &mut self.until);
            }
            _ => {}
        }
    }

    fn close(&mut self, tags: &Tags<'_>) -> Result<(), Halt> {
        let Some(at) = self.open.iter().rposition(|open| open == tags.name()) else {
            return Ok(());
        };
        if let Some(row) = &self.row
            && at <= row.depth
        {
            let whole = at == row.depth;
            let end = if whole { tags.end() } else { tags.start() };
            self.end_row(tags, end, (!whole).then_some(RejectKind::Malformed))?;
        }
        match tags.name() {
            "BANKTRANLIST" | "INVTRANLIST" => self.note_period()?,
            "LEDGERBAL" => self.note_balance()?,
            "STATUS" => self.note_status()?,
            "OFX" => self.ended = true,
            _ => {}
        }
        self.open.truncate(at);
        Ok(())
    }

    fn end_row(
        &mut self,
        tags: &Tags<'_>,
        end: u64,
        fault: Option<RejectKind>,
    ) -> Result<(), Halt> {
        let Some(row) = self.row.take() else { return Ok(()) };
        let bytes_len = end.saturating_sub(row.start);
        self.sink.begin(&Place { bytes_start: row.start, bytes_len, ..Place::default() })?;
        let (foreign, long) = tags.faults();
        let fault = fault
            .or((foreign > row.faults.0).then_some(RejectKind::BadEncoding))
            .or((long > row.faults.1 || self.values.overflow).then_some(RejectKind::RowTooLong));
        self.extra.clear();
        if let Some(kind) = fault {
            return self.sink.reject(kind, &row.kind, "");
        }
        if row.kind.ends_with("ACCTFROM") {
            return self.end_account(&row.kind);
        }
        let mut record = Entry::default();
        let Self { values, context, times, extra, .. } = self;
        match fill_entry(&row.kind, values, context, times, extra, &mut record) {
            Ok(()) => self.sink.record(&record),
            Err((kind, field, raw)) => self.sink.reject(kind, field, &raw),
        }
    }

    fn end_account(&mut self, kind: &str) -> Result<(), Halt> {
        let mut record = Account::default();
        let Self { values, context, extra, .. } = self;
        match fill_account(kind, values, &context.institution, extra, &mut record) {
            Ok(()) => {
                self.context.holder.clone_from(&record.holder);
                self.sink.record(&record)
            }
            Err((kind, field, raw)) => self.sink.reject(kind, field, &raw),
        }
    }

    fn note_period(&mut self) -> Result<(), Halt> {
        let (from, until) = (std::mem::take(&mut self.from), std::mem::take(&mut self.until));
        if !from.is_stated() || !until.is_stated() || from.earliest_us > until.latest_us {
            return Ok(());
        }
        let account = self.context.holder.account.to_string();
        let (from_us, until_us) = (from.earliest_us, until.latest_us);
        self.sink.note(&Note::Coverage { account, from_us, until_us })
    }

    /// A bank that could not answer says so in place of a statement.
    fn note_status(&mut self) -> Result<(), Halt> {
        let [code, severity, message] = std::mem::take(&mut self.status);
        if severity != "ERROR" {
            return Ok(());
        }
        self.sink.remark(say::bank_silent(code, message))
    }

    fn note_balance(&mut self) -> Result<(), Halt> {
        let (amount, day) = std::mem::take(&mut self.balance);
        let mut value = Amount::default();
        let currency = self.context.currency.unwrap_or(Currency::NONE);
        let _ = read_amount(&amount, currency, &mut value);
        let Some(money) = value.money else { return Ok(()) };
        let account = &self.context.holder.account;
        let account = account.get().map_or_else(|| say::without_number().into(), Word::from);
        self.sink.remark(say::balance_alone(account, money.to_string(), day))
    }

    fn finish(&mut self) -> Result<(), Halt> {
        for field in std::mem::take(&mut self.unread) {
            self.sink.note(&Note::UnknownField { field })?;
        }
        for zone in self.times.readers().iter().filter_map(|reader| reader.zone_applied()) {
            let note = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
            self.sink.note(&note)?;
        }
        Ok(())
    }
}

fn cut(end: u64) -> Halt {
    broken(
        Place { bytes_start: end, ..Place::default() },
        "the exhibit ends in the middle of the document",
        "ask the sender for the whole file; what stands before this place was read",
    )
}

fn no_statement() -> Halt {
    broken(
        Place::default(),
        "no document of Open Financial Exchange is in it",
        "it may be cut off, or a file of another kind; ask the sender for the whole file",
    )
}
