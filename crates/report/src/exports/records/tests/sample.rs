//! Records made for the tests: neutral, and with what forms stumble over.

use model::money::DecimalMark;
use model::record::{Kind, Record};
use model::records::{Account, Contact, Media, Message, Session, Transfer, Trip};
use model::time::{Precision, Stamp, ZoneSource};
use model::wire::read_slots;
use model::{Currency, ExhibitId, PlaceRef, RecordRef, Row};

use super::super::Rows;
use crate::exports::ExportError;

/// Records as a case would hold them.
#[derive(Default)]
pub(super) struct Sample {
    rows: Vec<(Kind, RecordRef, Vec<u8>)>,
    /// Records that are counted and never told.
    pub(super) missing: u64,
}

impl Sample {
    pub(super) fn add(&mut self, record: &impl Record) -> &mut Self {
        let row = self.rows.len() as u64 + 1;
        let mut wire = Vec::new();
        record.encode(&mut wire);
        self.rows.push((record.kind(), RecordRef { exhibit: ExhibitId(3), row }, wire));
        self
    }
}

impl Rows for Sample {
    fn held(&self, kind: Kind) -> u64 {
        let held = self.rows.iter().filter(|(own, ..)| *own == kind).count() as u64;
        if held > 0 { held + self.missing } else { 0 }
    }

    fn each(
        &self,
        kind: Kind,
        take: &mut dyn FnMut(&Row<'_>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        self.rows.iter().filter(|(own, ..)| *own == kind).try_for_each(|(_, record, wire)| {
            let mut slots = Vec::new();
            read_slots(kind, wire, |_, slot| slots.push(slot)).unwrap();
            let place = PlaceRef {
                inside: "archive.zip!/part.csv",
                row: record.row,
                bytes_start: 100 * record.row,
                bytes_len: 99,
                ..PlaceRef::default()
            };
            take(&Row { kind, record: *record, place, slots: &slots })
        })
    }

    fn parquet(
        &self,
        kind: Kind,
        keep: &mut dyn FnMut(&Row<'_>) -> bool,
        out: &mut (dyn std::io::Write + Send),
    ) -> Result<(), ExportError> {
        self.each(kind, &mut |row| {
            if keep(row) {
                out.write_all(row.record.to_string().as_bytes()).unwrap();
            }
            Ok(())
        })
    }
}

/// A time stated to the second.
pub(super) fn second(at_s: i64) -> Stamp {
    let earliest_us = at_s * 1_000_000;
    let mut stamp = Stamp {
        earliest_us,
        latest_us: earliest_us + 999_999,
        precision: Precision::Second,
        zone_source: ZoneSource::InValue,
        ..Stamp::default()
    };
    stamp.zone.set("UTC");
    stamp.stated.set("as stated");
    stamp
}

pub(super) fn transfer(reference: &str, at_s: i64, amount: &str, currency: &str) -> Transfer {
    let mut one = Transfer { sent: second(at_s), ..Transfer::default() };
    one.reference.set(reference);
    one.operator.set("mto-a");
    let currency = Currency::from_code(currency).unwrap();
    one.principal.read(amount, DecimalMark::Point, currency).unwrap();
    one.payer.name.set("Mario Rossi");
    one.payer.phone.set("+393470000001");
    one.payee.name.set("Maria Santos");
    one.payee.account.set("mto-a:00123456");
    one
}

/// 2026-01-10 11:30:00 UTC.
pub(super) const NOON_S: i64 = 1_768_044_600;

/// Two transfers, a call, messages, a file, an account, a contact and a journey.
pub(super) fn sample() -> Sample {
    let mut all = Sample::default();
    all.add(&transfer("=1+1", NOON_S, "49.50", "EUR"));
    let mut second_one = transfer("'quoted", NOON_S + 86_400, "1250", "PHP");
    second_one.purpose.set("line one\nline two, \"two\"");
    second_one.payer.name.set("@SUM(A1) _x0041_ \u{1}end");
    all.add(&second_one);
    let mut call = Session { start: second(NOON_S + 60), ..Session::default() };
    call.platform.set("platform-x");
    call.medium.set("video");
    call.end = second(NOON_S + 360);
    call.duration_s = Some(300);
    call.caller.account.set("platform-x:P1");
    call.callee.account.set("platform-x:R1");
    all.add(&call);
    let mut message = Message { sent: second(NOON_S - 60), ..Message::default() };
    message.platform.set("platform-x");
    message.sender.account.set("platform-x:P1");
    message.receiver.account.set("platform-x:R1");
    message.body.set(&"filler è ".repeat(8_000));
    all.add(&message);
    // One that states no time.
    message.sent.clear();
    message.body.set("filler");
    all.add(&message);
    let mut file = Media { modified: second(NOON_S - 5), ..Media::default() };
    file.path.set("/data/a|b/item 1.bin");
    file.size = Some(1234);
    file.md5.set("900150983cd24fb0d6963f7d28e17f72");
    file.sha256.set("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    file.inode.set("64-128-1");
    file.mode.set("r/rrwxrwxrwx");
    file.state.set("deleted");
    all.add(&file);
    let mut account = Account { opened: second(NOON_S - 864_000), ..Account::default() };
    account.platform.set("platform-x");
    account.holder.account.set("platform-x:P1");
    account.holder.name.set("Mario Rossi");
    account.holder.email.set("p1@example.org");
    all.add(&account);
    let mut contact = Contact::default();
    contact.owner.account.set("platform-x:P1");
    contact.contact.account.set("platform-x:R1");
    all.add(&contact);
    let mut trip = Trip::default();
    trip.traveller.name.set("Mario Rossi");
    all.add(&trip);
    all
}
