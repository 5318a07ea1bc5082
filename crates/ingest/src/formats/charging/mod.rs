//! Charging records of telephone networks in JSON: calls, short messages, connections for data.
//!
//! - **Versions:** 3GPP TS 32.298 from release 6 to 18, as decoders render its records in JSON; the
//!   standard itself is ASN.1 (TS 32.297 files in BER are decoded by the network first).
//! - **Recognised by:** JSON with a record by its name (`moCallRecord`, `Bx_mtCall`, `mOSMSRecord`,
//!   `pGWRecord` …) or its `recordType`, and a `servedIMSI`, `servedMSISDN` or `callReference`.
//! - **Specification:** 3GPP TS 32.298 (parameter descriptions), TS 32.250 (calls), TS 32.251 (data);
//!   the shape of the values after the public JSON schemata of SigScale CGF (Apache-2.0). Names are
//!   matched without regard to capitals, hyphens and underscores, because decoders differ.
//! - **Layouts:** one object to a line or one after the other, a list, or an object with a list.
//! - **What becomes what:** a call is a session from who called to who was called; a short message a
//!   message; a connection for data (PGW, SGW, GGSN, SGSN) a lease of the address it had.
//! - **Fields kept:** numbers, IMSI as account (`imsi:…`), times, duration, cause, cell, reference; all
//!   else in `extra` under the name of the parameter (IMEI, trunks, changes of cell).
//! - **Fields dropped:** none of a record; other records are passed, counted, and told by type.
//! - **Times** carry their offset by the standard. Where a rendering lost it they are read in the zone
//!   of the exhibit, and the ledger says so if nobody stated that zone: local time is normal here.
//! - **Known limits:** a list inside one object is held whole, up to 8 MiB. Numbers still packed in
//!   hexadecimal (TBCD) stay as stated. An address without ports names nobody behind a shared gateway.

mod record;
mod time;

use std::collections::BTreeMap;

use model::records::{Lease, Message, Session};
use model::time::{DateOrder, Stamp, StampReader, TimeFormat};
use model::{Party, Place, RejectKind, identifier, say};
use serde_json::Value;

use self::record::{Found, Record, Sort, cell, e164};
use super::extra::Extra;
use super::json::{JsonReader, RawValue};
use super::xml::broken;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink, SkipReason};

/// Types told by name; the standard has some hundred.
const TYPES_MAX: usize = 300;

type Fault = (RejectKind, &'static str, String);

/// Charging records in JSON; see the module.
#[derive(Debug)]
pub struct Charging;

impl SourceFormat for Charging {
    fn code(&self) -> &'static str {
        "charging_json"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if !head.is_json() {
            return Sure::No;
        }
        let lower = head.bytes.to_ascii_lowercase();
        let has = |needle: &str| memchr::memmem::find(&lower, needle.as_bytes()).is_some();
        let names =
            ["\"bx_mo", "\"bx_mt", "callrecord\"", "smsrecord\"", "pgwrecord\"", "pdprecord\""];
        let named = names.iter().any(|needle| has(needle));
        let typed = has("\"recordtype\"") || has("\"record_type\"");
        let served = ["\"servedimsi\"", "\"servedmsisdn\"", "\"callreference\""];
        let served = served.iter().any(|needle| has(needle));
        if served && (named || typed) { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let mut reading = Reading {
            sink,
            stamps: settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown),
            region: settings.region.clone(),
            extra: Extra::default(),
            told: BTreeMap::new(),
            objects: 0,
        };
        let mut reader = JsonReader::new(source.bytes)?;
        let read = reading.read(&mut reader);
        reading.finish()?;
        read
    }
}

/// One read of one exhibit.
struct Reading<'s, 'o> {
    sink: &'s mut Sink<'o>,
    stamps: StampReader,
    region: Option<String>,
    extra: Extra,
    told: BTreeMap<String, u64>,
    objects: u64,
}

impl Reading<'_, '_> {
    fn read(&mut self, reader: &mut JsonReader<'_>) -> Result<(), Halt> {
        let mut raw = RawValue::default();
        while let Some(byte) = reader.peek()? {
            match byte {
                b'[' => reader.each_item("", |reader, _| self.one(reader, &mut raw))?,
                b'{' => self.one(reader, &mut raw)?,
                _ => return Err(reader.cut("")),
            }
        }
        if self.objects == 0 {
            let remedy = "it may be cut off, or a file of another kind; ask the sender for it";
            return Err(broken(Place::default(), "no record is in it", remedy));
        }
        Ok(())
    }

    fn one(&mut self, reader: &mut JsonReader<'_>, raw: &mut RawValue) -> Result<(), Halt> {
        self.objects += 1;
        reader.read_value(raw)?;
        let (bytes_start, bytes_len) = (raw.start, raw.len);
        let path = format!("/{}", self.objects - 1);
        let cut = raw.cut.then(|| reader.cut(&path));
        let place = Place { path, bytes_start, bytes_len, ..Place::default() };
        match raw.parse() {
            Ok(value) => self.take(&place, value, 0)?,
            Err(kind) => {
                self.sink.begin(&place)?;
                let start = raw.bytes.get(..512).unwrap_or(&raw.bytes);
                self.sink.reject(kind, "", &String::from_utf8_lossy(start))?;
            }
        }
        cut.map_or(Ok(()), Err)
    }

    fn take(&mut self, place: &Place, value: Value, lists: usize) -> Result<(), Halt> {
        let Value::Object(object) = value else {
            self.sink.begin(place)?;
            return self.sink.reject(RejectKind::Malformed, "", "not an object");
        };
        match Record::find(object) {
            Found::Record(sort, record) => self.record(place, sort, record),
            Found::List(name, list) if lists == 0 => {
                for (number, value) in list.into_iter().enumerate() {
                    let path = format!("{}/{name}/{number}", place.path);
                    self.take(&Place { path, ..place.clone() }, value, lists + 1)?;
                }
                Ok(())
            }
            Found::List(name, _) | Found::Other(name) => {
                let room = self.told.len() < TYPES_MAX || self.told.contains_key(&name);
                let name = if room { name } else { "other types".to_owned() };
                *self.told.entry(name).or_default() += 1;
                self.sink.skip(place, SkipReason::Comment)
            }
        }
    }

    fn record(&mut self, place: &Place, sort: Sort, mut record: Record) -> Result<(), Halt> {
        self.sink.begin(place)?;
        self.extra.clear();
        let filled = match sort {
            Sort::CallOut | Sort::CallIn | Sort::Transit => {
                let mut session = Session::default();
                let filled = self.session(sort, &mut record, &mut session);
                filled.map(|()| self.sink.record(&session))
            }
            Sort::SmsOut | Sort::SmsIn => {
                let mut message = Message::default();
                let filled = self.message(sort, &mut record, &mut message);
                filled.map(|()| self.sink.record(&message))
            }
            Sort::Data => {
                let mut lease = Lease::default();
                let filled = self.lease(&mut record, &mut lease);
                filled.map(|()| self.sink.record(&lease))
            }
        };
        match filled {
            Ok(handed_on) => handed_on,
            Err((kind, field, raw)) => self.sink.reject(kind, field, &raw),
        }
    }

    fn time(
        &mut self,
        record: &mut Record,
        names: &[&'static str],
        stamp: &mut Stamp,
    ) -> Result<(), Fault> {
        let text = record.text(names);
        let field = names.first().copied().unwrap_or("time");
        time::read(&text, &mut self.stamps, stamp).map_err(|kind| (kind, field, text))
    }

    /// The subscriber whose record it is: number and IMSI; the equipment stays in `extra`.
    fn served(&self, record: &mut Record, party: &mut Party) {
        // By the standard this number is international, whatever the rendering.
        let number = e164(&record.number(&["servedMSISDN", "servedNumber"]));
        self.set_phone(&number, party);
        let imsi = record.text(&["servedIMSI"]);
        party.account.set(identifier::account("imsi", &imsi).as_deref().unwrap_or(""));
    }

    fn set_phone(&self, number: &str, party: &mut Party) {
        let number = number.trim_start_matches("tel:");
        party.phone_stated.set(number);
        let canonical = identifier::phone(number, self.region.as_deref());
        party.phone.set(canonical.as_deref().unwrap_or(""));
    }

    fn duration(record: &mut Record, names: &[&str]) -> Result<Option<i64>, Fault> {
        let text = record.text(names);
        if text.is_empty() {
            return Ok(None);
        }
        let seconds = text.parse::<i64>().ok().filter(|seconds| *seconds >= 0);
        seconds.map(Some).ok_or((RejectKind::BadInteger, "duration", text))
    }

    fn session(
        &mut self,
        sort: Sort,
        record: &mut Record,
        session: &mut Session,
    ) -> Result<(), Fault> {
        session.platform.set("phone");
        session.medium.set("voice");
        self.time(record, &["answerTime"], &mut session.start)?;
        if !session.start.is_stated() {
            self.time(record, &["seizureTime", "eventTimeStamp"], &mut session.start)?;
        }
        if !session.start.is_stated() {
            return Err((RejectKind::MissingField, "answerTime", String::new()));
        }
        self.time(record, &["releaseTime"], &mut session.end)?;
        session.duration_s = Self::duration(record, &["callDuration", "duration"])?;
        if !session.end.is_stated()
            && let Some(seconds) = session.duration_s
        {
            session.end.set_after(&session.start, seconds);
        } else if session.end.is_stated() && session.end.latest_us < session.start.earliest_us {
            let raw = session.end.stated.to_string();
            return Err((RejectKind::EndBeforeStart, "releaseTime", raw));
        }
        let calling = record.number(&["callingNumber", "callingPartyNumber"]);
        let called = record.number(&["calledNumber", "calledPartyNumber", "dialledNumber"]);
        match sort {
            Sort::CallIn => {
                self.set_phone(&calling, &mut session.caller);
                self.served(record, &mut session.callee);
                self.extra.add("calledNumber", &called);
            }
            Sort::CallOut => {
                self.served(record, &mut session.caller);
                self.set_phone(&called, &mut session.callee);
                self.extra.add("callingNumber", &calling);
            }
            _ => {
                self.set_phone(&calling, &mut session.caller);
                self.set_phone(&called, &mut session.callee);
            }
        }
        session.status.set(&record.text(&["causeForTerm", "causeForTermination"]));
        session.cell.set(&cell(record.take(&["location", "cellIdentifier", "cell"])));
        session.reference.set(&record.text(&["callReference", "networkCallReference"]));
        record.keep_rest(&mut self.extra);
        self.extra.write(&mut session.extra);
        Ok(())
    }

    fn message(
        &mut self,
        sort: Sort,
        record: &mut Record,
        message: &mut Message,
    ) -> Result<(), Fault> {
        message.platform.set("phone");
        message.content.set("text");
        let times = ["originationTime", "deliveryTime", "eventTimeStamp", "eventTimestamp"];
        self.time(record, &times, &mut message.sent)?;
        if !message.sent.is_stated() {
            return Err((RejectKind::MissingField, "originationTime", String::new()));
        }
        let other = record.number(&[
            if sort == Sort::SmsOut { "destinationNumber" } else { "callingNumber" },
            "calledNumber",
            "recipientInfo",
            "originatorInfo",
        ]);
        let (own, others) = match sort {
            Sort::SmsOut => (&mut message.sender, &mut message.receiver),
            _ => (&mut message.receiver, &mut message.sender),
        };
        self.served(record, own);
        self.set_phone(&other, others);
        message.reference.set(&record.text(&["messageReference", "callReference"]));
        record.keep_rest(&mut self.extra);
        self.extra.write(&mut message.extra);
        Ok(())
    }

    fn lease(&mut self, record: &mut Record, lease: &mut Lease) -> Result<(), Fault> {
        let names =
            ["servedPDPPDNAddress", "servedPDPAddress", "servedPDPPDNAddressExt", "pdpAddress"];
        lease.address.set(&record.text(&names));
        if lease.address.is_empty() {
            return Err((RejectKind::MissingField, "servedPDPPDNAddress", String::new()));
        }
        let times = ["recordOpeningTime", "startTime"];
        self.time(record, &times, &mut lease.start)?;
        self.time(record, &["stopTime"], &mut lease.end)?;
        let duration_s = Self::duration(record, &["duration"])?;
        if let (Some(seconds), true, false) =
            (duration_s, lease.start.is_stated(), lease.end.is_stated())
        {
            lease.end.set_after(&lease.start, seconds);
        }
        self.served(record, &mut lease.subscriber);
        lease.device.set(&record.text(&["servedIMEI", "servedIMEISV"]));
        lease.cell.set(&cell(record.take(&["userLocationInformation", "cellIdentifier"])));
        lease.provider.set(&record.text(&["p-GWPLMNIdentifier", "nodeID"]));
        record.keep_rest(&mut self.extra);
        self.extra.write(&mut lease.extra);
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Halt> {
        for (name, count) in &self.told {
            self.sink.remark(say::kind_passed(*count, name))?;
        }
        if let Some(zone) = self.stamps.zone_applied() {
            let zone = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
            self.sink.note(&zone)?;
        }
        Ok(())
    }
}
