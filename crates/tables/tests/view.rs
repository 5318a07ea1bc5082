//! The case view of a tiny case made by hand, whole.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod made;

use std::fmt::Write as _;

use made::{Made, amount, day, second};
use model::record::Kind;
use model::records::{Account, Contact, Entry, Lease, Login, Message, Session, Transfer, Trip};
use model::views::{CaseView, Event, KeyId, When};
use model::{ExhibitId, RecordRef};
use tutela_tables::{Engine, EngineSettings, StatedCoverage, TablesFault, ViewSettings};

/// 2025-06-01T10:00:00Z, noon in Rome.
const NOON_S: i64 = 1_748_772_000;

fn transfers() -> Vec<Transfer> {
    let mut plain = Transfer::default();
    plain.reference.set("MT1");
    plain.status.set("paid");
    second(&mut plain.sent, NOON_S);
    amount(&mut plain.principal, "100.00", "EUR");
    amount(&mut plain.fee, "4.90", "EUR");
    amount(&mut plain.pay_out, "6100", "PHP");
    plain.payer.phone.set("+390266334455");
    plain.payer.email.set("p@example.org");
    plain.payee.name.set("Dela Cruz,  Ana");

    // The same row again, then one refunded, known only by its pay-out, then one without a time.
    let mut paid_out = Transfer::default();
    paid_out.status.set("Refunded");
    second(&mut paid_out.paid_out, NOON_S + 61);
    amount(&mut paid_out.pay_out, "50", "PHP");
    paid_out.payer.phone.set("+390266334455");
    paid_out.payer.email.set("p@example.org");
    let mut timeless = Transfer::default();
    amount(&mut timeless.principal, "1", "EUR");
    vec![plain.clone(), plain, paid_out, timeless]
}

fn entries() -> Vec<Entry> {
    let mut debit = Entry::default();
    debit.holder.account.set("iban:IT60X0542811101000000123456");
    debit.counterparty.name.set("MTO-A");
    day(&mut debit.booked, 20_240);
    amount(&mut debit.amount, "-104.90", "EUR");
    debit.end_to_end_reference.set("NOTPROVIDED");
    debit.uetr.set("u-1");
    let mut credit = debit.clone();
    amount(&mut credit.amount, "104.90", "EUR");
    credit.reversal.set("yes");
    vec![debit, credit]
}

fn session(start_s: i64, duration_s: Option<i64>) -> Session {
    let mut session = Session::default();
    second(&mut session.start, start_s);
    session.duration_s = duration_s;
    session.caller.account.set("chat:1");
    session.callee.handle.set("ana");
    session
}

fn message(authority: &str) -> Message {
    let mut message = Message::default();
    second(&mut message.sent, NOON_S - 3600);
    message.sender.account.set("chat:1");
    message.sender.handle.set("pino");
    message.authority.set(authority);
    message
}

fn case() -> Made {
    let mut made = Made::new();
    let rows = transfers();
    made.exhibit(1, &rows.iter().map(|row| row as _).collect::<Vec<_>>());
    let rows = entries();
    made.exhibit(2, &rows.iter().map(|row| row as _).collect::<Vec<_>>());
    let mut ended = session(NOON_S + 60, None);
    second(&mut ended.end, NOON_S + 660);
    let mut contact = Contact::default();
    contact.owner.account.set("chat:1");
    contact.contact.handle.set("ana");
    contact.contact.phone.set("+639171234567");
    let mut login = Login::default();
    login.account.account.set("chat:1");
    second(&mut login.at, NOON_S);
    login.address.set("198.51.100.7");
    login.port = Some(40_001);
    let mut lease = Lease::default();
    lease.subscriber.name.set("Pino Rossi");
    lease.address.set("198.51.100.7");
    second(&mut lease.start, NOON_S - 60);
    let mut trip = Trip::default();
    trip.traveller.document.set("passport:YA1");
    trip.origin.set("MXP");
    trip.destination.set("MNL");
    trip.status.set("flown");
    day(&mut trip.departs, 20_250);
    let mut account = Account::default();
    account.holder.account.set("chat:1");
    account.holder.phone.set("+390266334455");
    made.exhibit(
        3,
        &[
            &session(NOON_S, Some(0)),
            &ended,
            &session(NOON_S - 7200, Some(30)),
            &message(""),
            &message("decree 1/2025"),
            &contact,
            &login,
            &account,
            &lease,
            &trip,
        ],
    );
    made
}

fn settings() -> ViewSettings {
    let stated = |exhibit, account: &str| StatedCoverage {
        inside: String::new(),
        exhibit: ExhibitId(exhibit),
        account: account.to_owned(),
        from_us: 0,
        until_us: 1,
    };
    ViewSettings {
        coverage: vec![
            stated(2, "iban:IT60X0542811101000000123456"),
            // It covers a period and holds nothing.
            stated(9, ""),
        ],
    }
}

fn page(view: &CaseView) -> String {
    let key = |id: KeyId| view.keys.text(id);
    let mut page = String::new();
    for p in &view.payments {
        let (payer, payee, when) = (key(p.payer), key(p.payee), time(&p.when));
        let _ = writeln!(
            page,
            "payment {} {when} [{payer}] -> [{payee}] {} {} fee {:?} out {:?} {:?} {:?} ref {:?} {:?}",
            p.record,
            p.minor,
            p.currency,
            p.fee,
            p.pay_out,
            p.side,
            p.from,
            p.reference.map(key),
            p.status
        );
    }
    let mut events = |name: &str, events: &[Event]| {
        for e in events {
            let (from, to, start) = (key(e.from), key(e.to), time(&e.start));
            let _ = writeln!(
                page,
                "{name} {} {start} until {} [{from}] -> [{to}] answered {}",
                e.record, e.end_us, e.answered
            );
        }
    };
    events("session", &view.sessions);
    events("message", &view.messages);
    events("contact", &view.contacts);
    for t in &view.together {
        let _ = writeln!(page, "together {} [{}] [{}]", t.record, key(t.key), key(t.other));
    }
    people(view, &mut page);
    for c in &view.covered {
        let account = c.account.map(key);
        let _ = writeln!(
            page,
            "covered {} {:?} {account:?} {}..{} stated {} records {}",
            c.exhibit, c.table, c.from_us, c.until_us, c.stated, c.records
        );
    }
    for c in &view.clocks {
        let _ = writeln!(page, "clock {c:?}");
    }
    for l in &view.left_out {
        let _ = writeln!(page, "left out {l:?}");
    }
    page
}

fn time(when: &When) -> String {
    format!(
        "{}+{} {:?}",
        when.earliest_us,
        when.latest_us.wrapping_sub(when.earliest_us),
        when.precision
    )
}

/// Who is mentioned how, and what the lists of people hold.
fn people(view: &CaseView, page: &mut String) {
    let (key, text) = (|id: KeyId| view.keys.text(id), |id| view.texts.text(id));
    for m in &view.mentions {
        let parts: Vec<&str> = m.parts.iter().map(|id| text(*id)).collect();
        let _ = writeln!(page, "mention {} × {} [{}] {parts:?}", m.record, m.records, key(m.key));
    }
    for l in &view.logins {
        let (at, address, port) = (time(&l.at), text(l.address), l.port);
        let _ = writeln!(page, "login {} [{}] {at} {address:?} {port:?}", l.record, key(l.account));
    }
    for l in &view.leases {
        let (start, end) = (l.start.as_ref().map(time), l.end.as_ref().map(time));
        let (who, address, ports) = (key(l.subscriber), text(l.address), l.ports);
        let _ =
            writeln!(page, "lease {} [{who}] {address:?} {ports:?} {start:?} {end:?}", l.record);
    }
    for l in &view.legs {
        let (departs, arrives) = (l.departs.as_ref().map(time), l.arrives.as_ref().map(time));
        let said = [l.origin, l.destination, l.service, l.booking, l.status].map(text);
        let who = key(l.traveller);
        let _ = writeln!(page, "leg {} [{who}] {said:?} {departs:?} {arrives:?}", l.record);
    }
}

#[test]
fn a_tiny_case_is_seen_as_its_records_say() {
    let made = case();
    let view = made.engine(2).case_view(&settings()).unwrap();
    insta::assert_snapshot!(page(&view));
    assert_eq!(view.keys.text(0), "");
    assert!(view.data_root.is_some());
}

#[test]
fn what_a_member_states_for_itself_counts_for_its_own_records() {
    let mut made = Made::new();
    let (call, message) = (session(NOON_S, Some(30)), message(""));
    made.container(
        1,
        &[
            ("a.zip!/chat.txt", &message),
            ("a.zip!/chat.txt", &message),
            ("a.zip!/calls.csv", &call),
            ("b.txt", &message),
        ],
    );
    let stated = |inside: &str| StatedCoverage {
        exhibit: ExhibitId(1),
        inside: inside.to_owned(),
        account: String::new(),
        from_us: 0,
        until_us: 1,
    };
    let of = ["a.zip!/chat.txt", "a.zip", "gone.txt"];
    let settings = ViewSettings { coverage: of.map(stated).into() };
    let view = made.engine(1).case_view(&settings).unwrap();
    let found = view.covered.iter().filter(|one| one.stated);
    let found: Vec<_> = found.map(|one| (one.inside.as_str(), one.table, one.records)).collect();
    assert_eq!(
        found,
        [
            ("gone.txt", "", 0),
            ("a.zip", "message", 2),
            ("a.zip!/chat.txt", "message", 2),
            ("a.zip", "session", 1),
        ]
    );
}

#[test]
fn members_are_told_by_rows_of_their_names() {
    let mut made = Made::new();
    let file = |path: &str| {
        let mut media = model::records::Media::default();
        media.path.set(path);
        media
    };
    let (archive, inner) = (file("a.zip"), file("one.txt"));
    made.container(
        1,
        &[("", &archive), ("a.zip", &inner), ("", &archive), ("a.zip", &inner), ("", &inner)],
    );
    let chains = ["a.zip", "a.zip!/one.txt", "gone"].into();
    let rows = made.engine(1).member_rows(ExhibitId(1), &chains).unwrap();
    let rows: Vec<_> = rows.into_iter().collect();
    let expected = [("a.zip".to_owned(), vec![1, 3]), ("a.zip!/one.txt".to_owned(), vec![2, 4])];
    assert_eq!(rows, expected);
}

#[test]
fn the_view_does_not_depend_on_threads() {
    let made = case();
    let views = [1, 2].map(|threads| made.engine(threads).case_view(&settings()).unwrap());
    assert_eq!(views[0].keys, views[1].keys);
    assert_eq!(page(&views[0]), page(&views[1]));
}

#[test]
fn a_case_without_a_part_answers_with_nothing() {
    let engine = Made::new().engine(2);
    let view = engine.case_view(&ViewSettings::default()).unwrap();
    assert!(view.payments.is_empty() && view.covered.is_empty() && view.clocks.is_empty());
    assert!(engine.counts().is_empty());
    assert!(engine.rejects(ExhibitId(1), 5).unwrap().is_empty());
    let none = RecordRef { exhibit: ExhibitId(1), row: 1 };
    assert!(engine.locate(None, &[none]).unwrap().is_empty());
    engine.texts::<TablesFault>(Kind::Message, |_| panic!("there is no message")).unwrap();
}

#[test]
fn records_are_found_by_their_numbers() {
    let engine = case().engine_kept();
    let at = |exhibit, row| RecordRef { exhibit: ExhibitId(exhibit), row };
    let found = engine.1.locate(None, &[at(3, 6), at(1, 3), at(1, 99), at(1, 1)]).unwrap();
    let shown: Vec<_> = found.iter().map(|f| (f.record, f.kind, f.place.bytes_start)).collect();
    assert_eq!(
        shown,
        [
            (at(1, 1), Kind::Transfer, 100),
            (at(1, 3), Kind::Transfer, 300),
            (at(3, 6), Kind::Contact, 600)
        ]
    );
    let fields: Vec<String> =
        found[0].fields.iter().map(|(name, text)| format!("{name}: {text}")).collect();
    insta::assert_snapshot!(fields.join("\n"), @r"
    reference: MT1
    status: paid
    sent: 1748772000
    principal: 100.00 EUR
    fee: 4.90 EUR
    pay_out: 6100 PHP
    payer_phone: +390266334455
    payer_email: p@example.org
    payee_name: Dela Cruz,  Ana
    ");
    assert!(engine.1.locate(Some(Kind::Entry), &[at(1, 1)]).unwrap().is_empty());
}

#[test]
fn texts_come_in_the_order_of_the_rows_and_stop_when_refused() {
    let (_made, engine) = case().engine_kept();
    let mut seen = Vec::new();
    let all = engine.texts::<TablesFault>(Kind::Message, |record| {
        let texts: Vec<_> = record.texts.iter().map(|one| (one.role, one.text)).collect();
        seen.push(format!("{} {texts:?}", record.record));
        Ok(())
    });
    all.unwrap();
    insta::assert_snapshot!(seen.join("\n"), @r#"
    EX-3/4 [(Account, "chat:1"), (Identifier, "pino")]
    EX-3/5 [(Account, "chat:1"), (Identifier, "pino"), (Words, "decree 1/2025")]
    "#);
    let mut count = 0;
    let stopped = engine.texts(Kind::Transfer, |_| {
        count += 1;
        Err(Stop)
    });
    assert!(stopped.is_err());
    assert_eq!(count, 1);
}

#[derive(Debug)]
struct Stop;

impl From<TablesFault> for Stop {
    fn from(fault: TablesFault) -> Self {
        panic!("{fault}")
    }
}

impl Made {
    /// The engine with the folder it reads from.
    fn engine_kept(self) -> (Self, Engine) {
        let settings = EngineSettings::new(self.folder.path().join("spill"));
        let engine = Engine::open(&self.tables(), &self.parts, &settings).unwrap();
        (self, engine)
    }
}
