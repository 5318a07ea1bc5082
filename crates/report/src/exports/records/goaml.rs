//! goAML: transfers of a case as one report, for a financial intelligence unit.
//!
//! - **Specification:** UNODC goAML report schema 5.0.2 (`goAMLSchema.xsd`); what it supports since 5.1
//!   is not used. Codes differ by country: they are given, never chosen here.
//! - **Asked for** with `--facts`: `rentity_id`, `report_code`, `currency_code_local`, `indicators` (codes
//!   with commas between), `transmode_code`, `from_funds_code`, `to_funds_code`, `from_country` and
//!   `to_country` (`-` where they are not known); if wanted `submission_code` (else `E`),
//!   `entity_reference` (else the id of the case), `fiu_ref_number`, `reason`, `action`.
//! - **Amounts:** `amount_local` is the principal. A transfer in another currency than the report's is
//!   left out and counted: no rate is stated.
//! - **Persons:** a source states one name, the schema wants two: the whole name stands as `last_name`
//!   and `full_name_frn`, `-` as `first_name`. A name with characters that the schema's pattern does not
//!   take stands as `full_name_frn` alone. Where an account is stated, it is the side, and the person
//!   its signatory.
//! - **Times** have no zone in the schema: they stand in the case's zone; a day without a clock time
//!   stands at its first second, and `comments` say so.
//! - **Locators:** `comments` of each transaction name the record, its place and what has no element of
//!   its own. A text longer than its element is left out there and stands in `comments`.

use std::fmt::{self, Write as _};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::Row;
use model::party::PartyRef;
use model::record::Kind;
use model::time::Precision;
use model::wire::StampOf;

use super::flat::decimal;
use super::{Fate, Handing, Job, Reason, RecordExport, Target};
use crate::exports::ExportError;
use crate::exports::xml::escaped;

/// Longest comment.
const COMMENT_CHARS_MAX: usize = 8000;

/// What a unit writes where something is not known.
const UNKNOWN: &str = "-";

/// Reports; see the module.
#[derive(Debug)]
pub(super) struct GoAml;

impl RecordExport for GoAml {
    fn code(&self) -> &'static str {
        "goaml"
    }

    fn form(&self) -> &'static str {
        "goAML 5.0.2"
    }

    fn target(&self) -> Target {
        Target::File
    }

    fn carries(&self, kind: Kind) -> bool {
        kind == Kind::Transfer
    }

    fn write(&self, job: &mut Job<'_, '_>) -> Result<(), ExportError> {
        let facts = Facts::of(job.asked)?;
        job.out.begin("")?;
        job.out.text(&facts.opening)?;
        let mut cut = 0;
        for kind in job.kinds() {
            job.each(kind, &mut |row, out| {
                let mut xml = Xml::default();
                if let Some(reason) = facts.transaction(row, &mut xml) {
                    return Ok(Fate::LeftOut(reason));
                }
                cut += u64::from(xml.is_cut);
                out.text(&xml.text)?;
                out.row();
                Ok(Fate::Written)
            })?;
        }
        job.note("comments_cut", cut);
        job.out.text(&facts.closing)
    }
}

/// What the report says besides its transactions.
struct Facts {
    opening: String,
    closing: String,
    currency: String,
    transmode: String,
    /// Funds and country of the paying and of the receiving side.
    sides: [(String, String); 2],
    zone: TimeZone,
}

impl Facts {
    fn of(asked: &Handing) -> Result<Self, ExportError> {
        let given = |name: &str| asked.facts.get(name).map(|text| text.trim()).unwrap_or_default();
        let needed = |name: &'static str| match given(name) {
            "" => Err(ExportError::NoFact { form: "goAML", name: name.to_owned() }),
            text => Ok(text.to_owned()),
        };
        let or = |name: &str, other: &str| match given(name) {
            "" => other.to_owned(),
            text => text.to_owned(),
        };
        let entity = needed("rentity_id")?;
        if !entity.parse::<i32>().is_ok_and(|number| number >= 1) {
            return Err(ExportError::BadFact {
                form: "goAML",
                name: "rentity_id".to_owned(),
                text: entity,
                remedy: "give the number by which the unit knows who reports",
            });
        }
        let zone = TimeZone::get(&asked.zone).unwrap_or(TimeZone::UTC);
        let currency = needed("currency_code_local")?;
        let mut head = Xml::default();
        head.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<report>\n");
        head.element("rentity_id", &entity);
        head.element("submission_code", &or("submission_code", "E"));
        head.element("report_code", &needed("report_code")?);
        head.element("entity_reference", &or("entity_reference", &asked.case_id));
        head.stated("fiu_ref_number", given("fiu_ref_number"));
        head.element("submission_date", &local(asked.at_us, &zone));
        head.element("currency_code_local", &currency);
        head.stated("reason", given("reason"));
        head.stated("action", given("action"));
        let mut foot = Xml::default();
        foot.text.push_str("<report_indicators>\n");
        needed("indicators")?.split(',').for_each(|code| foot.element("indicator", code.trim()));
        foot.text.push_str("</report_indicators>\n</report>\n");
        Ok(Self {
            opening: head.text,
            closing: foot.text,
            currency,
            transmode: needed("transmode_code")?,
            sides: [
                (needed("from_funds_code")?, needed("from_country")?),
                (needed("to_funds_code")?, needed("to_country")?),
            ],
            zone,
        })
    }

    /// Adds a transfer; says why where it has no place in the report.
    fn transaction(&self, row: &Row<'_>, xml: &mut Xml) -> Option<Reason> {
        let Some(amount) = row.amount("principal") else { return Some(Reason::NoAmount) };
        if amount.money.currency.code() != self.currency {
            return Some(Reason::OtherCurrency);
        }
        let (Some(payer), Some(payee)) = (row.party("payer"), row.party("payee")) else {
            return Some(Reason::NoParty);
        };
        let stamps = ["sent", "available", "paid_out"];
        let Some(stamp) = stamps.into_iter().find_map(|name| row.stamp(name)) else {
            return Some(Reason::NoTime);
        };
        xml.begin(row, &stamp);
        xml.text.push_str("<transaction>\n");
        let (record, reference) = (row.record.to_string(), row.text("reference"));
        let number = xml.fitting("reference", reference, 100);
        xml.element("transactionnumber", if number.is_empty() { &record } else { number });
        xml.element("internal_ref_number", &record);
        let place = xml.fitting("send_place", row.text("send_place"), 255);
        xml.element("transaction_location", place);
        let purpose = xml.fitting("purpose", row.text("purpose"), COMMENT_CHARS_MAX);
        xml.element("transaction_description", purpose);
        xml.element("date_transaction", &local(stamp.earliest_us, &self.zone));
        xml.element("transmode_code", &self.transmode);
        xml.element("transmode_comment", UNKNOWN);
        xml.element("amount_local", &decimal(amount.money));
        for (side, party, (funds, country)) in
            [("from", payer, &self.sides[0]), ("to", payee, &self.sides[1])]
        {
            xml.tag(format_args!("t_{side}"));
            xml.element(&format!("{side}_funds_code"), funds);
            xml.side(side, &party);
            xml.element(&format!("{side}_country"), country);
            xml.tag(format_args!("/t_{side}"));
        }
        xml.comments();
        xml.text.push_str("</transaction>\n");
        None
    }
}

/// A transaction under way.
#[derive(Default)]
struct Xml {
    text: String,
    comment: String,
    is_cut: bool,
}

impl Xml {
    fn element(&mut self, name: &str, text: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "<{name}>{}</{name}>", escaped(text));
    }

    /// The begin of an element, or with a slash before its name the end.
    fn tag(&mut self, name: fmt::Arguments<'_>) {
        let _ = writeln!(self.text, "<{name}>");
    }

    /// An element, where there is something to stand in it.
    fn stated(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.element(name, text);
        }
    }

    /// Begins the comment: which record this is and where it stands.
    fn begin(&mut self, row: &Row<'_>, stamp: &StampOf<&str>) {
        self.comment = format!("{} {}", row.record, place(row));
        if stamp.precision != Precision::Second {
            self.say("precision of the time", stamp.precision.name());
        }
        self.say("time as stated", stamp.stated);
        for field in ["operator", "status", "channel", "pay_place", "extra"] {
            self.say(field, row.text(field));
        }
        for field in ["fee", "pay_out"] {
            if let Some(amount) = row.amount(field) {
                self.say(field, &amount.money.to_string());
            }
        }
    }

    fn say(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            let _ = write!(self.comment, "; {name}: {text}");
        }
    }

    /// A text where its element has room for it, else a word of it in the comment.
    fn fitting<'t>(&mut self, name: &str, text: &'t str, chars_max: usize) -> &'t str {
        if text.chars().count() <= chars_max {
            return text;
        }
        self.say(name, text);
        ""
    }

    /// Who stands on a side.
    fn side(&mut self, side: &str, party: &PartyRef<'_>) {
        let [_, account, handle, _, phone_stated, _, _, address, birth_date] = party.texts;
        let name = |part: &str| format!("{side} {part}");
        self.say(&name("handle"), handle);
        self.say(&name("number as stated"), phone_stated);
        self.say(&name("address"), address);
        self.say(&name("birth date"), birth_date);
        match account.split_once(':') {
            None => {
                self.tag(format_args!("{side}_person"));
                self.person(side, party);
                self.tag(format_args!("/{side}_person"));
            }
            Some((institution, number)) => {
                self.tag(format_args!("{side}_account"));
                let is_iban = institution == "iban";
                self.element("institution_code", if is_iban { UNKNOWN } else { institution });
                self.element("account", number);
                self.element("account_name", in_pattern(party.texts[0]));
                self.stated("iban", if is_iban { number } else { "" });
                self.text.push_str("<signatory>\n<t_person>\n");
                self.person(side, party);
                self.text.push_str("</t_person>\n</signatory>\n");
                self.tag(format_args!("/{side}_account"));
            }
        }
    }

    fn person(&mut self, side: &str, party: &PartyRef<'_>) {
        let [name, _, _, phone, _, email, document, ..] = party.texts;
        self.element("first_name", UNKNOWN);
        self.element("last_name", in_pattern(name));
        let full = self.fitting(&format!("{side} name"), name, 255);
        self.stated("full_name_frn", full);
        let document = self.fitting(&format!("{side} document"), document, 255);
        self.stated("id_number", document);
        if !phone.is_empty() {
            self.text.push_str("<phones>\n<phone>\n");
            self.element("tph_contact_type", UNKNOWN);
            self.element("tph_communication_type", UNKNOWN);
            self.element("tph_number", phone);
            self.text.push_str("</phone>\n</phones>\n");
        }
        if is_address(email) {
            self.element("email", email);
        } else {
            self.say(&format!("{side} e-mail"), email);
        }
    }

    fn comments(&mut self) {
        let comment = std::mem::take(&mut self.comment);
        // Escapes of what XML cannot hold count as well.
        let shown: String = comment.chars().filter(|c| !c.is_control()).collect();
        let kept: String = shown.chars().take(COMMENT_CHARS_MAX).collect();
        self.is_cut = kept.len() < shown.len();
        self.element("comments", &kept);
    }
}

/// Where a record stands, in words.
fn place(row: &Row<'_>) -> String {
    let place = row.place;
    let mut said = String::new();
    for part in [place.inside, place.path] {
        if !part.is_empty() {
            said.push_str(part);
            said.push(' ');
        }
    }
    format!("{said}bytes {}+{}", place.bytes_start, place.bytes_len)
}

/// An instant as the schema has it, in this zone.
fn local(at_us: i64, zone: &TimeZone) -> String {
    let instant = Timestamp::from_microsecond(at_us).unwrap_or(Timestamp::UNIX_EPOCH);
    instant.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// A name where the schema's pattern takes it, else the mark of what is not known.
fn in_pattern(name: &str) -> &str {
    let takes = |c: char| c.is_ascii_alphanumeric() || " .'-".contains(c);
    if (1..=100).contains(&name.len()) && name.chars().all(takes) { name } else { UNKNOWN }
}

/// Whether the schema's pattern takes an address of mail.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let plain = |part: &str, more: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    let labels: Vec<&str> = domain.split('.').collect();
    text.len() <= 255
        && local.split('.').all(|part| plain(part, "_-+"))
        && labels.len() > 1
        && labels.iter().all(|part| plain(part, "-"))
        && labels.last().is_some_and(|last| {
            (2..=15).contains(&last.len()) && last.chars().all(|c| c.is_ascii_alphabetic())
        })
}
