//! One booking (`Ntry`) and the transactions in it.
//!
//! A booking is first looked through, so that it is known how many transactions it holds and
//! whether each states its amount; a booking of many is then read a second time, one transaction
//! after the other, so that memory stays flat for the largest of batches.

use model::money::Amount;
use model::records::Entry;
use model::time::{DateOrder, Stamp, StampReader, TimeFormat};
use model::{Money, Place, RejectKind, say};

use super::amount::{self, Side};
use super::party;
use super::statement::{Statement, show};
use crate::formats::extra::Extra;
use crate::formats::xml::{Bookmark, Faults, Piece, XmlReader};
use crate::formats::xml_tree::{Element, Tree};
use crate::settings::Settings;
use crate::sink::{Halt, Note, Sink};

/// Notes on single bookings whose sum does not hold; further ones add nothing to the first.
const SUM_NOTES_MAX: u32 = 100;

/// Why a row is no record.
struct Fault {
    kind: RejectKind,
    field: &'static str,
    raw: String,
}

impl Fault {
    fn new(kind: impl Into<RejectKind>, field: &'static str, raw: &str) -> Self {
        Self { kind: kind.into(), field, raw: raw.to_owned() }
    }
}

/// What the first look at a booking found.
struct Look {
    start: u64,
    end: u64,
    transactions: u64,
    without_amount: u64,
    first: Option<Bookmark>,
    /// What is wrong with the booking itself, outside its transactions.
    fault: Option<RejectKind>,
    first_fault: Option<RejectKind>,
    complete: bool,
}

/// How a row's amount is found.
enum Share {
    /// The whole booking.
    Whole,
    /// One transaction of many.
    Part,
    /// What the transactions leave of the booking.
    Rest(i128),
}

/// Reads bookings and keeps the buffers between them.
pub(super) struct EntryReader {
    stamps: StampReader,
    region: Option<String>,
    header: Tree,
    first: Tree,
    details: Tree,
    record: Entry,
    extra: Extra,
    sum_notes: u32,
}

impl EntryReader {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            stamps: settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown),
            region: settings.region.clone(),
            header: Tree::default(),
            first: Tree::default(),
            details: Tree::default(),
            record: Entry::default(),
            extra: Extra::default(),
            sum_notes: 0,
        }
    }

    /// The reader of times, for the statement's own dates.
    pub(super) fn stamps(&mut self) -> &mut StampReader {
        &mut self.stamps
    }

    /// Reads the booking the reader has just opened. `false` where the exhibit ends in it.
    pub(super) fn read(
        &mut self,
        reader: &mut XmlReader<'_>,
        statement: &mut Statement,
        sink: &mut Sink<'_>,
    ) -> Result<bool, Halt> {
        statement.entries += 1;
        let look = self.look(reader)?;
        let path = format!("{}/Ntry[{}]", statement.path(), statement.entries);
        let bytes_len = look.end.saturating_sub(look.start);
        let place = Place { path, bytes_start: look.start, bytes_len, ..Place::default() };
        if look.complete {
            self.count(statement);
        }
        if look.transactions > 1 {
            self.read_batch(reader, statement, &look, &place, sink)?;
        } else if look.complete {
            sink.begin(&place)?;
            let fault = look.fault.or(look.first_fault);
            let has_details = look.transactions == 1;
            self.end_row(statement, fault, has_details, None, &Share::Whole, sink)?;
        }
        if !look.complete {
            sink.begin(&place)?;
            sink.reject(RejectKind::Malformed, "Ntry", "the exhibit ends in this booking")?;
        }
        Ok(look.complete)
    }

    fn look(&mut self, reader: &mut XmlReader<'_>) -> Result<Look, Halt> {
        let mut look = Look {
            start: reader.start(),
            end: reader.end(),
            transactions: 0,
            without_amount: 0,
            first: None,
            fault: None,
            first_fault: None,
            complete: true,
        };
        let mut before: Faults = reader.faults();
        let outside = reader.depth().saturating_sub(1);
        self.header.clear();
        self.header.open(reader);
        while reader.depth() > outside {
            match reader.next()? {
                Piece::Open if reader.name() == "TxDtls" => {
                    look.fault = look.fault.or(reader.faults().since(before));
                    self.look_at_transaction(reader, &mut look)?;
                    before = reader.faults();
                }
                Piece::Open => self.header.open(reader),
                Piece::Text => self.header.push_text(reader.text()),
                Piece::Close => self.header.close(reader.end()),
                Piece::End => {
                    look.complete = false;
                    break;
                }
            }
        }
        look.end = reader.end();
        look.fault = look.fault.or(reader.faults().since(before));
        if self.header.is_overflown() {
            look.fault = Some(RejectKind::RowTooLong);
        }
        Ok(look)
    }

    fn look_at_transaction(
        &mut self,
        reader: &mut XmlReader<'_>,
        look: &mut Look,
    ) -> Result<(), Halt> {
        let before = reader.faults();
        let is_first = look.transactions == 0;
        if is_first {
            look.first = Some(reader.bookmark_element());
        }
        let tree = if is_first { &mut self.first } else { &mut self.details };
        if !tree.read(reader)? {
            look.complete = false;
            return Ok(());
        }
        look.transactions += 1;
        if is_first {
            let long = tree.is_overflown().then_some(RejectKind::RowTooLong);
            look.first_fault = reader.faults().since(before).or(long);
        }
        let currency = amount::currency(self.header.root().child("Amt")).ok();
        if amount::of_transaction(tree.root(), currency).is_none() {
            look.without_amount += 1;
        }
        Ok(())
    }

    /// Adds the booking to the sums of its statement, where it can be read.
    fn count(&mut self, statement: &mut Statement) {
        let header = self.header.root();
        let mut value = Amount::default();
        let mut booked = Stamp::default();
        let _ = amount::read_date(header.child("BookgDt"), &mut self.stamps, &mut booked);
        if amount::read(header.child("Amt"), &mut value).is_ok()
            && let (Some(money), Some(side)) = (value.money, Side::read(header.peek("CdtDbtInd")))
        {
            statement.add(side, money, status(header), &booked);
        }
    }

    fn read_batch(
        &mut self,
        reader: &mut XmlReader<'_>,
        statement: &Statement,
        look: &Look,
        place: &Place,
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        let Some(first) = &look.first else { return Ok(()) };
        let batch = self.batch_name(statement);
        let after = reader.bookmark_here();
        reader.go_to(first)?;
        let mut number = 0;
        let mut sum = 0;
        while number < look.transactions {
            if reader.next()? != Piece::Open || reader.name() != "TxDtls" {
                if reader.position() >= look.end {
                    break;
                }
                continue;
            }
            number += 1;
            let before = reader.faults();
            self.details.read(reader)?;
            let (bytes_start, bytes_len) = self.details.root().bytes();
            let path = format!("{}/TxDtls[{number}]", place.path);
            sink.begin(&Place { path, bytes_start, bytes_len, ..Place::default() })?;
            let long = self.details.is_overflown().then_some(RejectKind::RowTooLong);
            let fault = look.fault.or(reader.faults().since(before)).or(long);
            std::mem::swap(&mut self.first, &mut self.details);
            self.end_row(statement, fault, true, Some(&batch), &Share::Part, sink)?;
            sum += self.record.amount.money.map_or(0, |money| i128::from(money.minor));
        }
        reader.go_to(&after)?;
        if !look.complete {
            return Ok(());
        }
        if look.without_amount > 0 {
            sink.begin(place)?;
            let rest = Share::Rest(sum);
            return self.end_row(statement, look.fault, false, Some(&batch), &rest, sink);
        }
        self.note_sum(&batch, sum, sink)
    }

    /// What ties the rows of one booking together.
    fn batch_name(&self, statement: &Statement) -> String {
        let header = self.header.root();
        let name = header.peek_first(&[
            "NtryDtls/Btch/PmtInfId",
            "NtryDtls/Btch/MsgId",
            "AcctSvcrRef",
            "NtryRef",
        ]);
        if name.is_empty() {
            format!("{}/{}#{}", statement.path(), statement.id, statement.entries)
        } else {
            name.to_owned()
        }
    }

    /// Says so where the transactions of a booking do not add up to it.
    fn note_sum(&mut self, batch: &str, sum: i128, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let header = self.header.root();
        let mut value = Amount::default();
        let Some(side) = Side::read(header.peek("CdtDbtInd")) else { return Ok(()) };
        if amount::read(header.child("Amt"), &mut value).is_err() {
            return Ok(());
        }
        let Some(money) = value.money else { return Ok(()) };
        let stated = i128::from(side.signed(money.minor));
        if stated == sum || self.sum_notes >= SUM_NOTES_MAX {
            return Ok(());
        }
        self.sum_notes += 1;
        sink.note(&Note::Total {
            what: say::sum_of_transactions(batch),
            stated: show(stated, money.currency),
            found: show(sum, money.currency),
        })
    }

    /// Ends the row begun: a record of the booking and, where there is one, of the transaction in
    /// `first`; or a reject.
    fn end_row(
        &mut self,
        statement: &Statement,
        fault: Option<RejectKind>,
        has_details: bool,
        batch: Option<&str>,
        share: &Share,
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        self.record_clear();
        if let Some(kind) = fault {
            return sink.reject(kind, "", "");
        }
        let filled = self.fill(statement, has_details, batch, share);
        match filled {
            Ok(()) => sink.record(&self.record),
            Err(Fault { kind, field, raw }) => {
                self.record_clear();
                sink.reject(kind, field, &raw)
            }
        }
    }

    fn record_clear(&mut self) {
        model::Record::clear(&mut self.record);
    }

    fn fill(
        &mut self,
        statement: &Statement,
        has_details: bool,
        batch: Option<&str>,
        share: &Share,
    ) -> Result<(), Fault> {
        let Self { stamps, region, header, first, record, extra, .. } = self;
        let header = header.root();
        let details = if has_details { first.root() } else { header.none() };
        record.holder.clone_from(&statement.holder);
        record.statement.set(&statement.id);
        let side = take_side(header, details)?;
        take_amount(header, details, side, share, record)?;
        take_dates(header, stamps, record)?;
        take_facts(header, details, record);
        record.direction.set(if side == Side::Credit { "credit" } else { "debit" });
        record.batch.set(batch.unwrap_or_else(|| {
            header.peek_first(&["NtryDtls/Btch/PmtInfId", "NtryDtls/Btch/MsgId"])
        }));
        take_counterparty(details, side, region.as_deref(), record);
        take_purpose(header, details, batch.is_some(), record);
        take_charges(header, details, record);
        if has_details {
            details.each_untaken(|path, text| extra.add(path, text));
        }
        header.each_untaken(|path, text| extra.add(path, text));
        extra.write(&mut record.extra);
        Ok(())
    }
}

fn take_side(header: Element<'_>, details: Element<'_>) -> Result<Side, Fault> {
    let stated = header.take("CdtDbtInd");
    let own = details.take("CdtDbtInd");
    let text = if own.is_empty() { stated } else { own };
    let kind = if text.is_empty() { RejectKind::MissingField } else { RejectKind::UnknownValue };
    Side::read(text).ok_or_else(|| Fault::new(kind, "CdtDbtInd", text))
}

fn take_amount(
    header: Element<'_>,
    details: Element<'_>,
    side: Side,
    share: &Share,
    record: &mut Entry,
) -> Result<(), Fault> {
    let booked = header.child("Amt");
    let currency = amount::currency(booked)
        .map_err(|kind| Fault::new(kind, "Amt", booked.peek_attribute("Ccy")))?;
    let own = match share {
        Share::Part => amount::of_transaction(details, Some(currency)),
        Share::Whole | Share::Rest(_) => Some(booked),
    };
    // A transaction that repeats the booking's amount adds nothing to it.
    let repeated = details.child("Amt");
    if repeated.peek("") == booked.peek("")
        && repeated.peek_attribute("Ccy") == booked.peek_attribute("Ccy")
    {
        repeated.attribute("Ccy");
        repeated.take_own();
    }
    booked.take_own();
    let Some(own) = own else { return Ok(()) };
    amount::read(own, &mut record.amount)
        .map_err(|kind| Fault::new(kind, "Amt", own.take_own()))?;
    let Some(money) = record.amount.money else {
        return Err(Fault::new(RejectKind::MissingField, "Amt", ""));
    };
    let mut minor = side.signed(money.minor);
    if let Share::Rest(others) = share {
        let rest = i128::from(minor) - others;
        minor = i64::try_from(rest)
            .map_err(|_| Fault::new(RejectKind::AbsurdAmount, "Amt", own.take_own()))?;
    }
    record.amount.money = Some(Money { minor, ..money });
    Ok(())
}

fn take_dates(
    header: Element<'_>,
    stamps: &mut StampReader,
    record: &mut Entry,
) -> Result<(), Fault> {
    for (field, stamp) in [("BookgDt", &mut record.booked), ("ValDt", &mut record.valued)] {
        let element = header.child(field);
        amount::read_date(element, stamps, stamp)
            .map_err(|fault| Fault::new(fault, field, element.peek_first(&["Dt", "DtTm"])))?;
    }
    Ok(())
}

fn status(header: Element<'_>) -> &str {
    match header.take_first(&["Sts/Cd", "Sts/Prtry", "Sts"]) {
        "BOOK" => "booked",
        "PDNG" => "pending",
        "INFO" => "information",
        other => other,
    }
}

fn is_reversal(header: Element<'_>) -> bool {
    matches!(header.take("RvslInd"), "true" | "1")
}

fn take_facts(header: Element<'_>, details: Element<'_>, record: &mut Entry) {
    record.status.set(status(header));
    if is_reversal(header) {
        record.reversal.set("yes");
    }
    let reference = details.peek("Refs/EndToEndId");
    if !reference.is_empty() && reference != "NOTPROVIDED" {
        record.end_to_end_reference.set(details.take("Refs/EndToEndId"));
    }
    record.uetr.set(details.take("Refs/UETR"));
    let own = details.take("Refs/AcctSvcrRef");
    record.bank_reference.set(if own.is_empty() { header.take("AcctSvcrRef") } else { own });
    let mut code = String::new();
    let source = if details.child("BkTxCd").exists() { details } else { header }.child("BkTxCd");
    source.child("Domn").take_all("/", &mut code);
    if code.is_empty() {
        code.push_str(source.take("Prtry/Cd"));
    }
    record.code.set(&code);
    // The booking's own code is the same fact for the whole batch.
    if header.peek("BkTxCd/Prtry/Cd") == code {
        header.take("BkTxCd/Prtry/Cd");
    }
}

fn take_counterparty(details: Element<'_>, side: Side, region: Option<&str>, record: &mut Entry) {
    let parties = details.child("RltdPties");
    let reversed = record.reversal.get().is_some();
    let payer = (side == Side::Credit) != reversed;
    let (party_name, ultimate, account) =
        if payer { ("Dbtr", "UltmtDbtr", "DbtrAcct") } else { ("Cdtr", "UltmtCdtr", "CdtrAcct") };
    let stated = parties.child(party_name);
    let from = if stated.exists() { stated } else { parties.child(ultimate) };
    party::take(from, region, &mut record.counterparty);
    party::take_account(parties.child(account), &mut record.counterparty);
}

fn take_purpose(header: Element<'_>, details: Element<'_>, is_part: bool, record: &mut Entry) {
    let mut purpose = String::new();
    let remittance = details.child("RmtInf");
    for text in remittance.each("Ustrd") {
        text.take_all("\n", &mut purpose);
    }
    for block in remittance.each("Strd") {
        for element in [block.at("CdtrRefInf/Ref"), block.at("CdtrRefInf/CdtrRef")] {
            element.take_all("\n", &mut purpose);
        }
        for text in block.each("AddtlRmtInf") {
            text.take_all("\n", &mut purpose);
        }
    }
    details.child("AddtlTxInf").take_all("\n", &mut purpose);
    if !is_part {
        header.child("AddtlNtryInf").take_all("\n", &mut purpose);
    }
    record.purpose.set(&purpose);
}

/// Takes the charges where they are one amount: a total, or a single record.
fn take_charges(header: Element<'_>, details: Element<'_>, record: &mut Entry) {
    for charges in [details.child("Chrgs"), header.child("Chrgs")] {
        let total = charges.child("TtlChrgsAndTaxAmt");
        let mut records = charges.each("Rcrd").map(|one| one.child("Amt"));
        let mut single = charges.child("Amt");
        if !single.exists() {
            single = records.next().unwrap_or(single);
        }
        let chosen = if total.exists() { total } else { single };
        let one = total.exists() || records.next().is_none();
        if chosen.exists() && one && amount::read(chosen, &mut record.charges).is_ok() {
            return;
        }
    }
}
