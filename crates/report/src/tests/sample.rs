//! A report's input with every figure, every strength, unread exhibits and hostile text; made of
//! plain arithmetic, so that every build of it is equal.

use std::collections::BTreeMap;

use model::finding::{Answer, Figure, Finding, Strength};
use model::record::Kind;
use model::{
    Card, Currency, Digest, ExhibitId, Locator, Money, Place, RecordRef, RejectKind, Sentence,
    Support, Value, ZoneSource,
};

use super::measured::measured;
use crate::input::*;

/// Monday, 2 February 2026, 09:00 UTC.
pub(super) const START_US: i64 = 1_770_022_800_000_000;
pub(super) const DAY_US: i64 = 86_400_000_000;
/// Rows of the transfer exhibit.
const TRANSFERS: u64 = 240;

/// Text that tries to become markup, to turn the line, and to be a formula.
pub(super) const HOSTILE: &str = "=HYPERLINK(\"http://example.invalid\")<script>alert(1)</script><svg onload=alert(2)>\u{202e}txt";

pub(super) fn at(exhibit: u32, row: u64) -> RecordRef {
    RecordRef { exhibit: ExhibitId(exhibit), row }
}

pub(super) fn support(exhibit: u32, rows: impl IntoIterator<Item = u64>) -> Support {
    Support::new(rows.into_iter().map(|row| at(exhibit, row)).collect()).unwrap()
}

fn digest(seed: u64) -> Digest {
    Digest(std::array::from_fn(|i| (seed * 31 + 7 * i as u64).to_le_bytes()[0]))
}

fn euro(minor: i64) -> Value {
    Value::Money(Money { minor, currency: Currency::from_code("EUR").unwrap() })
}

fn stated(text: &str) -> Value {
    Value::Stated(text.to_owned())
}

fn term(key: &str) -> Value {
    Value::Term(key.to_owned())
}

pub(super) static LEDGER: Card = Card {
    code: "ANA-901",
    name: "sample-ledger",
    version: 2,
    question: "Who paid whom, how much and when?",
    assumes: &["each source states its own rows once", "a cancelled transfer is stated as such"],
    cannot_show: &["why money was sent", "payments through operators that gave no return"],
    parameters: &[("match_window_s", "Seconds within which two sides of one transfer may differ.")],
    sources: &["ISO 20022, camt.053"],
    error_rates: &["two-sided matching on 2,714 made transfers: 0.2 % wrong joins"],
};

pub(super) static COINCIDENCE: Card = Card {
    code: "ANA-903",
    name: "sample-coincidence",
    version: 1,
    question: "Do payments and sessions fall close together in time more often than chance gives?",
    assumes: &["both clocks are right to within a minute", "coverage is known on both sides"],
    cannot_show: &["what was said or shown in a session", "what a payment was for"],
    parameters: &[
        ("surrogates", "Repetitions with shuffled days."),
        ("q", "Expected share of false findings."),
    ],
    sources: &["Galbraith, Smyth & Stern, JRSS-A 2020", "Donges et al. 2016"],
    error_rates: &["unrelated pairs of a public set called at .05: 1.4 %"],
};

static JOURNEYS: Card = Card {
    code: "ANA-906",
    name: "sample-journeys",
    version: 1,
    question: "Do journeys of a payer meet the place of a recipient?",
    assumes: &[],
    cannot_show: &[],
    parameters: &[],
    sources: &[],
    error_rates: &[],
};

/// The whole input.
pub(crate) fn input() -> ReportInput {
    ReportInput {
        case: CaseFacts {
            id: "2026/0417".to_owned(),
            authority: "Procura della Repubblica, sezione di prova".to_owned(),
            legal_basis: "artt. 244, 247 c.p.p.; decreto 12/2026".to_owned(),
            zone: "Europe/Rome".to_owned(),
            classification: Some("TEST – synthetic records".to_owned()),
            made_at_us: START_US + 280 * DAY_US,
        },
        exhibits: exhibits(),
        coverage: coverage(),
        clocks: clocks(),
        asked: vec![ledger(), coincidence()],
        not_asked: vec![NotAsked { card: JOURNEYS, reason: None }],
        cited: cited(),
        data_root: Some(digest(77)),
        custody: custody(),
        software: vec![Software {
            name: "tutela".to_owned(),
            version: "0.1.0".to_owned(),
            detail: "sha256:1f0e…".to_owned(),
        }],
        scale: None,
        decisions: vec![super::people::decision()],
        disclosures: Vec::new(),
        tasks: OpenTasks::default(),
        notes: Vec::new(),
        readings: None,
        triage: None,
    }
}

fn exhibit(id: u32, name: &str, format: Option<&str>, counts: (u64, u64)) -> ExhibitFacts {
    let (records, rejects) = counts;
    let state = match (format, rejects) {
        (None, _) => ExhibitState::Unread,
        (Some(_), 0) => ExhibitState::Parsed,
        (Some(_), _) => ExhibitState::Partial,
    };
    ExhibitFacts {
        id: ExhibitId(id),
        name: name.to_owned(),
        sha256: digest(u64::from(id)),
        sha512: format!("{}{}", digest(u64::from(id) + 40), digest(u64::from(id) + 80)),
        size_bytes: 18_204 * u64::from(id),
        legal_basis: "art. 256 c.p.p., request 31/2026".to_owned(),
        giver: "Operator A, compliance office".to_owned(),
        received_us: START_US + 200 * DAY_US,
        format: format.map(str::to_owned),
        state,
        rows: records + rejects,
        records,
        rejects,
        skipped: 1,
        rejects_by_kind: BTreeMap::new(),
        zone: Some("America/Chicago".to_owned()),
        zone_source: Some(ZoneSource::OperatorDefault),
        notes: Vec::new(),
    }
}

fn exhibits() -> Vec<ExhibitFacts> {
    let mut first = exhibit(1, "return-operator-a.csv", Some("delimited"), (TRANSFERS, 3));
    first.rejects_by_kind = BTreeMap::from([(RejectKind::BadAmount, 1), (RejectKind::BadTime, 2)]);
    let note = |template: &str, slots: &[(&str, Value)]| ExhibitNote {
        template: template.to_owned(),
        slots: slots.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
    };
    first.notes = vec![
        note(
            "note-encoding",
            &[("encoding", stated("windows-1252")), ("set", term("encoding-detected"))],
        ),
        note("note-mapping", &[("name", stated("mto-a")), ("fingerprint", stated("9f3c…"))]),
        note("note-unknown-field", &[("field", stated("loyalty_no"))]),
    ];
    let mut third = exhibit(3, "statement.zip", Some("camt.053"), (12, 0));
    third.zone_source = Some(ZoneSource::InValue);
    vec![
        first,
        exhibit(2, "sessions.xlsx", Some("sessions-csv"), (80, 0)),
        third,
        exhibit(4, HOSTILE, None, (0, 0)),
    ]
}

fn coverage() -> Vec<CoverageFacts> {
    let covered = |exhibit, table: &str, stated, gaps_us| CoverageFacts {
        inside: String::new(),
        exhibit: ExhibitId(exhibit),
        table: table.to_owned(),
        account: None,
        from_us: START_US,
        until_us: START_US + 240 * DAY_US,
        stated,
        records: 240,
        gaps_us,
    };
    let gap = (START_US + 60 * DAY_US, START_US + 74 * DAY_US);
    vec![covered(1, "transfer", true, Vec::new()), covered(2, "session", false, vec![gap])]
}

fn clocks() -> Vec<ClockFacts> {
    vec![ClockFacts {
        exhibit: ExhibitId(1),
        column: "transfer.sent".to_owned(),
        zone: "America/Chicago".to_owned(),
        zone_source: ZoneSource::OperatorDefault,
        stated: 240,
        day_only: 4,
        on_hour: 11,
        on_noon: 9,
        on_midnight: 0,
        in_fold: 1,
        duplicates: 0,
        offset: Some((ExhibitId(3), -42)),
    }]
}

fn custody() -> CustodyFacts {
    let step = |command: &str, expect: &str| VerifyStep {
        command: command.to_owned(),
        expect: expect.to_owned(),
    };
    CustodyFacts {
        checkpoint:
            "tutela.example/2026-0417\n318\nq2V0y1rWm0l7Jm6mF6t2c3Zs0m0h8w0fT0tqv3bD9b0=\n\n\
                     — tutela.example/2026-0417 9d1c0aAB…\n"
                .to_owned(),
        root: "q2V0y1rWm0l7Jm6mF6t2c3Zs0m0h8w0fT0tqv3bD9b0=".to_owned(),
        size: 318,
        key_fingerprint: "tutela.example/2026-0417+9d1c0a52".to_owned(),
        steps: vec![
            step("tutela verify milan-2026/", "4 exhibits, 318 entries: nothing has changed"),
            step("sha256sum exhibits/*/*", "the digests of section 3"),
        ],
    }
}

fn cited() -> BTreeMap<RecordRef, CitedRecord> {
    let transfers = (1..=TRANSFERS).map(|row| (at(1, row), transfer(row)));
    let sessions = (1..=80).map(|row| (at(2, row), session(row)));
    let entries = (1..=12).map(|row| (at(3, row), entry(row)));
    transfers.chain(sessions).chain(entries).collect()
}

fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn transfer(row: u64) -> CitedRecord {
    let name = if row == 7 { HOSTILE.to_owned() } else { "Maria Dela Peña".to_owned() };
    let reference = format!("A{:07}", row * 7_919 % 10_000_000);
    let amount = format!("{}.50", 20 + row * 13 % 90);
    let raw = format!(
        "{reference};2026-03-{:02} 14:0{};{amount};EUR;{name};R-0003",
        1 + row % 28,
        row % 10
    );
    CitedRecord {
        kind: Kind::Transfer,
        locator: Locator {
            exhibit: ExhibitId(1),
            place: Place {
                row,
                bytes_start: 96 + 90 * row,
                bytes_len: raw.len() as u64,
                ..Place::default()
            },
        },
        fields: fields(&[
            ("reference", &reference),
            ("principal_stated", &amount),
            ("payer_name", &name),
            ("payee_account", "mto-a:R-0003"),
        ]),
        quote: Quote::of_bytes(raw.as_bytes(), digest(row)),
    }
}

fn session(row: u64) -> CitedRecord {
    CitedRecord {
        kind: Kind::Session,
        locator: Locator {
            exhibit: ExhibitId(2),
            place: Place { path: format!("Sheet1!A{}", row + 1), row, ..Place::default() },
        },
        fields: fields(&[
            ("caller_handle", "user_7"),
            ("duration_s", "1260"),
            ("start_stated", "45,731.58"),
        ]),
        quote: Quote {
            text: "user_7 | user_3 | 45731.58 | 1260".to_owned(),
            source: QuoteSource::Cells,
        },
    }
}

fn entry(row: u64) -> CitedRecord {
    let raw =
        format!("<Ntry><Amt Ccy=\"EUR\">{}.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Ntry>", 40 + row);
    CitedRecord {
        kind: Kind::Entry,
        locator: Locator {
            exhibit: ExhibitId(3),
            place: Place {
                inside: "2026/statement-03.xml".to_owned(),
                path: format!("/Document/BkToCstmrStmt/Stmt/Ntry[{row}]"),
                row,
                bytes_start: 2_000 + 400 * row,
                bytes_len: raw.len() as u64,
            },
        },
        fields: fields(&[("amount_stated", "52.00"), ("direction", "debit")]),
        quote: Quote::of_bytes(raw.as_bytes(), digest(row + 100)),
    }
}

fn ledger() -> Asked {
    let paid = |payer: &str, payee: &str, count: u64, rows: std::ops::RangeInclusive<u64>| {
        Sentence::new("sample-paid", support(1, rows.clone()))
            .with("payer", stated(payer))
            .with("payee", stated(payee))
            .with("sum", euro(count.cast_signed() * 8_450))
            .with("count", Value::Count(count))
            .with_cited("first", Value::Instant(START_US), support(1, [*rows.start()]))
            .with_cited("last", Value::Instant(START_US + 230 * DAY_US), support(1, [*rows.end()]))
    };
    let mut first = recorded("P-0007→R-0003", paid("mto-a:P-0007", "mto-a:R-0003", 188, 1..=188));
    first.detail = vec![
        Sentence::new("sample-month", support(1, 20..=52))
            .with("month", Value::Date("2026-03".to_owned()))
            .with("sum", euro(123_450))
            .with("median", euro(5_050)),
        Sentence::new("sample-undone", support(1, [5])).with("count", Value::Count(1)),
        Sentence::new("sample-name", support(1, [7])).with("name", stated(HOSTILE)),
    ];
    first.contrary = vec![
        Sentence::new("sample-payday", support(1, 30..=70))
            .with("count", Value::Count(41))
            .with("share", Value::Share(0.218)),
    ];
    first.figures = vec![week_hours(), flows(), network()];
    let second = recorded("P-0009→R-0003", paid("mto-a:P-0009", "mto-a:R-0003", 52, 189..=240));
    asked(&LEDGER, vec![first, second], &[("match_window_s", "300")], None)
}

fn recorded(id: &str, statement: Sentence) -> Finding {
    finding(id, "ANA-901", statement, Strength::Recorded)
}

fn finding(id: &str, question: &str, statement: Sentence, strength: Strength) -> Finding {
    Finding {
        id: id.to_owned(),
        question: question.to_owned(),
        statement,
        detail: Vec::new(),
        contrary: Vec::new(),
        alternatives: Vec::new(),
        strength,
        figures: Vec::new(),
    }
}

fn asked(
    card: &Card,
    findings: Vec<Finding>,
    parameters: &[(&str, &str)],
    seed: Option<u64>,
) -> Asked {
    Asked {
        card: *card,
        answer: Answer {
            question: card.code.to_owned(),
            version: card.version,
            parameters: fields(parameters).into_iter().collect(),
            seed,
            findings,
        },
        measures: measured(card),
        asked_by: Some("sost. comm. B. Esempio".to_owned()),
        asked_at_us: Some(START_US + 270 * DAY_US),
    }
}

fn near(payer: &str, rows: std::ops::RangeInclusive<u64>) -> Sentence {
    let records = rows.clone().map(|row| at(1, row)).chain((1..=60).map(|row| at(2, row)));
    Sentence::new("sample-near", Support::new(records.collect()).unwrap())
        .with_cited("near", Value::Count(41), support(1, rows.clone().take(41)))
        .with("count", Value::Count(52))
        .with("payer", stated(payer))
        .with("payee", stated("mto-a:R-0003"))
        .with("before", Value::Span(86_400))
        .with("after", Value::Span(7_200))
        .with("expected", Value::Number { value: 9.8, decimals: 1 })
        .with("null", term("sample-null-days"))
}

fn coincidence() -> Asked {
    let tested =
        |p, rejected, lr| Strength::Tested { p, m: 38, rejected, lr, lr_cap: lr.map(|_| 412.0) };
    let mut above = finding(
        "P-0007→R-0003",
        "ANA-903",
        near("mto-a:P-0007", 1..=52),
        tested(0.0001, true, Some(320.4)),
    );
    above.detail =
        vec![Sentence::new("sample-median", support(2, 1..=40)).with("span", Value::Span(-2_460))];
    above.contrary = vec![
        Sentence::new("sample-payday", support(1, 30..=48))
            .with("count", Value::Count(19))
            .with("share", Value::Share(0.365_4)),
        Sentence::new("sample-zone", support(1, 1..=52)).with("count", Value::Count(52)),
    ];
    above.alternatives = vec![
        Sentence::new("sample-kin", support(3, 1..=12))
            .with("share", Value::Share(0.083))
            .with("p", Value::PValue(0.412)),
    ];
    above.figures = vec![lag_curve(), surrogates(), quantiles()];
    let within = finding(
        "P-0009→R-0003",
        "ANA-903",
        near("mto-a:P-0009", 189..=240),
        tested(0.2841, false, None),
    );
    let few = Sentence::new("sample-few", support(3, 1..=4))
        .with("payer", stated("iban:IT60X0542811101000000123456"))
        .with("payee", stated("mto-a:R-0011"))
        .with("count", Value::Count(4));
    let few = finding("P-0012→R-0011", "ANA-903", few, Strength::InsufficientData);
    let parameters = [("surrogates", "9999"), ("q", "0.05"), ("window", "−24 h … +2 h")];
    asked(&COINCIDENCE, vec![above, within, few], &parameters, Some(7))
}

fn week_hours() -> Figure {
    let counts = (0..168u64).map(|i| {
        let (day, hour) = (i / 24, i % 24);
        let evening = if (18..=22).contains(&hour) { 3 + day } else { 0 };
        let noon = if hour == 12 { 2 } else { 0 };
        (evening + noon + (i * 7 % 11) / 8).saturating_sub(u64::from(hour < 7) * 2)
    });
    Figure::WeekHours { title: "sample-title-week".to_owned(), counts: counts.collect() }
}

fn flows() -> Figure {
    let links = (0..41i64).map(|i| {
        let payer = match i % 9 {
            3 => "iban:IT60X0542811101000000123456".to_owned(),
            n => format!("mto-a:P-{:04}", 7 + n),
        };
        (payer, format!("mto-a:R-{:04}", 1 + i * 5 % 11), 700 + i * 7_919 % 30_011 * (1 + i % 3))
    });
    Figure::Flows {
        title: "sample-title-flows".to_owned(),
        currency: "EUR".to_owned(),
        links: links.chain([("R-0001".to_owned(), HOSTILE.to_owned(), 9_000)]).collect(),
    }
}

fn network() -> Figure {
    let nodes = (0..12u32).map(|i| {
        let key = if i == 5 { HOSTILE.to_owned() } else { format!("mto-a:P-{i:04}") };
        (key, i % 5, i * 7_919 % 10_001, i * 3_571 % 10_001, 3)
    });
    let sorts = ["network-sort-payment", "network-sort-call", "network-sort-identifier"];
    let ties = (0..18u32)
        .map(|i| (i % 12, (i * 5 + 1) % 12, sorts[i as usize % 3].to_owned(), u64::from(i) + 1));
    Figure::Network {
        title: "sample-title-network".to_owned(),
        nodes: nodes.collect(),
        ties: ties.filter(|tie| tie.0 != tie.1).collect(),
    }
}

fn lag_curve() -> Figure {
    let points = (-48..=48i32).map(|hour| {
        let h = f64::from(hour);
        let seen = 2.0 + 9.0 * (-(h + 2.0).powi(2) / 40.0).exp() + 0.4 * (h / 3.0).sin();
        let daily = 0.8 * (h / 24.0 * std::f64::consts::TAU).cos();
        (i64::from(hour) * 3_600, seen, 1.1 + daily, 3.6 + daily)
    });
    Figure::LagCurve { title: "sample-title-lag".to_owned(), points: points.collect() }
}

fn surrogates() -> Figure {
    let counts = [
        4, 13, 36, 87, 185, 348, 580, 859, 1129, 1318, 1366, 1257, 1027, 745, 480, 274, 139, 62,
        25, 8, 2, 0, 0, 0, 0, 0,
    ];
    Figure::Surrogates {
        title: "sample-title-surrogates".to_owned(),
        bins: (0..26u32).map(f64::from).zip(counts).collect(),
        width: 1.0,
        observed: 41.0,
    }
}

fn quantiles() -> Figure {
    let points = (1..=142u32).map(|i| {
        let expected = f64::from(i) / 143.0;
        (expected, (expected + 0.03 * (f64::from(i) * 0.7).sin()).clamp(0.001, 1.0))
    });
    Figure::Quantiles { title: "sample-title-quantiles".to_owned(), points: points.collect() }
}
