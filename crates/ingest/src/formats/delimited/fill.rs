//! Fills a record from the cells of a row, step by step, without new memory for the usual row.

use model::identifier::document;
use model::money::{AmountFault, DecimalMark};
use model::slot::{SlotMut, Text};
use model::time::{DateOrder, StampFault, StampReader, TimeFormat, Zone};
use model::{Currency, Party, RejectKind, Stamp, ZoneSource};

use super::canonical::{self, Canonical};
use super::cells::{CellType, Cells};
use super::mapping::{DurationFormat, Mapping};
use super::money;
use super::number::{integer, number};
use super::plan::{AmountColumns, KindPlan, Step, Who, Words, push_json};
use crate::settings::Settings;

/// Zones named by the rows of one exhibit that are kept ready; there are about 600 in the world.
const ZONES_MAX: usize = 1_024;

/// Bytes of unmapped cells kept with one record; escaped sixfold they still fit the wire. The exhibit
/// keeps the whole.
const EXTRA_BYTES_MAX: usize = 128 * 1024;

/// Why a row is no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) kind: RejectKind,
    pub(crate) field: &'static str,
    pub(crate) raw: String,
}

impl Fault {
    pub(crate) fn new(kind: RejectKind, field: &'static str, raw: &str) -> Self {
        Self { kind, field, raw: raw.to_owned() }
    }
}

/// What filling needs besides the plan: readers, memory, and what the mapping says of values.
#[derive(Debug)]
pub(crate) struct Tools {
    pub(crate) mapping: Mapping,
    /// Who the exhibit comes from, as account or name.
    pub(crate) owner: Option<String>,
    canonical: Canonical,
    stamps: StampReader,
    /// For typed times of workbooks, which are calendar times whatever the mapping says.
    calendar: StampReader,
    zoned: Vec<(String, StampReader)>,
    scratch: String,
    /// Cells that could not be made canonical, on their way to `extra`.
    strays: String,
    /// Whether the duration said that nobody took the call.
    pub(crate) missed: bool,
}

/// The zone of an exhibit: what a person set for it, else for the mapping, else the operator's,
/// else that of the case.
pub(crate) fn zone(mapping: &Mapping, settings: &Settings) -> Zone {
    let base = settings.zone(mapping.operator_zone.as_deref());
    if base.source() == ZoneSource::ExhibitSetting {
        return base;
    }
    let set = mapping.zone.as_deref();
    set.and_then(|name| Zone::named(name, ZoneSource::ExhibitSetting)).unwrap_or(base)
}

impl Tools {
    pub(crate) fn new(mapping: &Mapping, settings: &Settings) -> Self {
        let zone = zone(mapping, settings);
        let order = settings.date_order.filter(|order| *order != DateOrder::Unknown);
        let order = order.unwrap_or(mapping.date_order);
        let region = settings.region.clone().or_else(|| mapping.region.clone());
        Self {
            mapping: mapping.clone(),
            owner: settings.owner.clone(),
            canonical: Canonical::new(region),
            stamps: StampReader::new(zone.clone(), mapping.time_format, order),
            calendar: StampReader::new(zone, TimeFormat::Calendar, order),
            zoned: Vec::new(),
            scratch: String::new(),
            strays: String::new(),
            missed: false,
        }
    }

    /// The exhibit's zone, if any time stated none of its own.
    pub(crate) fn zone_applied(&self) -> Option<&Zone> {
        self.stamps.zone_applied().or_else(|| self.calendar.zone_applied())
    }

    /// Fills the slots of a record that was cleared.
    pub(crate) fn fill(
        &mut self,
        plan: &KindPlan,
        cells: &Cells<'_>,
        slots: &mut [SlotMut<'_>],
    ) -> Result<(), Fault> {
        self.strays.clear();
        self.missed = false;
        let owner_acts = direction(plan, cells)?;
        for step in &plan.steps {
            self.step(plan, step, cells, slots, owner_acts)?;
        }
        if let (Some(who), Some(owner)) = (plan.owner, self.owner.as_deref())
            && let Some(party) = party(slots, plan, who, owner_acts)
        {
            let slot = if owner.contains(':') { &mut party.account } else { &mut party.name };
            slot.set(owner);
        }
        if let Some(SlotMut::Text(extra)) = slots.last_mut() {
            self.write_extra(plan, cells, extra);
        }
        Ok(())
    }

    fn step(
        &mut self,
        plan: &KindPlan,
        step: &Step,
        cells: &Cells<'_>,
        slots: &mut [SlotMut<'_>],
        owner_acts: bool,
    ) -> Result<(), Fault> {
        match step {
            Step::Text { slot, columns, joint, words, first } => {
                if let Some(SlotMut::Text(text)) = slots.get_mut(*slot) {
                    join(cells, columns, joint, text);
                    if *first && let Some((own, _)) = text.split_once(',') {
                        let end = own.trim_end().len();
                        text.buffer().truncate(end);
                    }
                    translate(text, words);
                }
            }
            Step::Integer { slot, column } => {
                if let Some(SlotMut::Integer(value)) = slots.get_mut(*slot) {
                    **value = number(cells.get(*column), name(plan, *slot))?;
                }
            }
            Step::Duration { slot, column } => {
                if let Some(SlotMut::Integer(value)) = slots.get_mut(*slot) {
                    **value = self.duration(cells.get(*column), name(plan, *slot))?;
                }
            }
            Step::Stamp { slot, date, clock, zone, zones } => {
                if let Some(SlotMut::Stamp(stamp)) = slots.get_mut(*slot) {
                    let columns = (*date, *clock, *zone);
                    self.stamp(cells, columns, zones, stamp, name(plan, *slot))?;
                }
            }
            Step::Amount { slot, columns, currency, default } => {
                if let Some(SlotMut::Amount(amount)) = slots.get_mut(*slot) {
                    let code = currency.map_or("", |column| cells.get(column));
                    let field = name(plan, *slot);
                    let currency = self.currency(code, *default, field);
                    self.amount(cells, *columns, currency, amount, field)?;
                }
            }
            Step::Name { who, .. }
            | Step::Account { who, .. }
            | Step::Handle { who, .. }
            | Step::Phone { who, .. }
            | Step::Email { who, .. }
            | Step::Document { who, .. }
            | Step::Address { who, .. }
            | Step::BirthDate { who, .. } => {
                if let Some(party) = party(slots, plan, *who, owner_acts) {
                    self.party_step(plan, step, cells, party);
                }
            }
        }
        Ok(())
    }

    fn party_step(&mut self, plan: &KindPlan, step: &Step, cells: &Cells<'_>, party: &mut Party) {
        match step {
            Step::Name { columns, .. } => join(cells, columns, " ", &mut party.name),
            Step::Address { columns, .. } => join(cells, columns, ", ", &mut party.address),
            Step::Handle { column, .. } => party.handle.set(cells.get(*column)),
            Step::BirthDate { column, .. } => party.birth_date.set(cells.get(*column)),
            Step::Account { column, .. } => {
                let platform = match plan.platform {
                    Some(column) => cells.get(column),
                    None => self.mapping.account_platform.as_deref().unwrap_or(""),
                };
                canonical::account(platform, cells.get(*column), &mut party.account);
            }
            Step::Phone { column, .. } => {
                let stated = cells.get(*column);
                if !stated.is_empty() {
                    self.canonical.phone(stated, party);
                }
            }
            Step::Email { column, key, .. } => {
                let stated = cells.get(*column);
                if !stated.is_empty() && !self.canonical.email(stated, party) {
                    push_member(&mut self.strays, key, stated);
                }
            }
            Step::Document { number, kind, country, issued_in, .. } => {
                let cell = |column: &Option<usize>| column.map_or("", |column| cells.get(column));
                put_document(cell(number), cell(kind), &mut party.document);
                let state = cell(country);
                if !state.is_empty() {
                    push_member(&mut self.strays, issued_in, &document::state(state));
                }
            }
            _ => {}
        }
    }

    fn stamp(
        &mut self,
        cells: &Cells<'_>,
        (date, clock, zone): (usize, Option<usize>, Option<usize>),
        zones: &Words,
        stamp: &mut Stamp,
        field: &'static str,
    ) -> Result<(), Fault> {
        let date_text = cells.get(date);
        let clock_text = clock.map_or("", |column| cells.get(column));
        let stated_zone = zone.map_or("", |column| word(cells.get(column), zones));
        let typed = cells.cell_type(date) == CellType::Time;
        let mut text = date_text;
        let offset = is_offset(stated_zone);
        if !clock_text.is_empty() || offset {
            self.scratch.clear();
            for part in [date_text, clock_text, if offset { stated_zone } else { "" }] {
                if !part.is_empty() && !self.scratch.is_empty() {
                    self.scratch.push(' ');
                }
                self.scratch.push_str(part);
            }
            text = &self.scratch;
        }
        let reader = if !stated_zone.is_empty() && !offset {
            let found = zoned(&mut self.zoned, stated_zone, &self.mapping);
            found.ok_or_else(|| Fault::new(RejectKind::UnknownValue, field, stated_zone))?
        } else if typed {
            &mut self.calendar
        } else {
            &mut self.stamps
        };
        reader.read(text, stamp).map_err(|fault| Fault::new(stamp_kind(fault), field, text))
    }

    fn duration(&mut self, text: &str, field: &'static str) -> Result<Option<i64>, Fault> {
        if self.mapping.missed_duration.as_deref() == Some(text) {
            self.missed = true;
            return Ok(Some(0));
        }
        let fault = || Fault::new(RejectKind::BadInteger, field, text);
        let value = match self.mapping.duration_format {
            // Three parts of a clock are hours, minutes and seconds, whatever the others are.
            DurationFormat::Seconds if text.matches(':').count() == 2 => {
                Some(clock_seconds(text).ok_or_else(fault)?)
            }
            DurationFormat::Seconds => integer(text, field)?,
            DurationFormat::Millis => integer(text, field)?.map(|millis| millis / 1_000),
            DurationFormat::Minutes => integer(text, field)?.and_then(|n| n.checked_mul(60)),
            DurationFormat::Clock if text.is_empty() => None,
            DurationFormat::Clock => Some(clock_seconds(text).ok_or_else(fault)?),
        };
        if value.is_some_and(i64::is_negative) { Err(fault()) } else { Ok(value) }
    }

    fn currency(
        &mut self,
        code: &str,
        default: Currency,
        field: &'static str,
    ) -> Result<Currency, Fault> {
        if code.is_empty() {
            return Ok(default);
        }
        let unknown = |()| Fault::new(RejectKind::UnknownCurrency, field, code);
        self.canonical.currency(code).map_err(unknown)
    }

    fn amount(
        &mut self,
        cells: &Cells<'_>,
        columns: AmountColumns,
        currency: Result<Currency, Fault>,
        amount: &mut model::money::Amount,
        field: &'static str,
    ) -> Result<(), Fault> {
        let (column, sign) = match columns {
            AmountColumns::One(column) => (column, None),
            AmountColumns::Two { debit, credit } => {
                let Some(chosen) = money::choose_side(cells, debit, credit, field)? else {
                    return Ok(());
                };
                chosen
            }
        };
        let text = cells.get(column);
        if text.is_empty() {
            return Ok(());
        }
        let mark = match cells.cell_type(column) {
            CellType::Number => DecimalMark::Point,
            _ => self.mapping.decimal_mark,
        };
        money::read(text, mark, currency?, amount).map_err(|kind| Fault::new(kind, field, text))?;
        if let (Some(sign), Some(money)) = (sign, &mut amount.money) {
            money.minor = money.minor.abs() * sign;
        }
        Ok(())
    }

    fn write_extra(&self, plan: &KindPlan, cells: &Cells<'_>, extra: &mut Text) {
        let buffer = extra.buffer();
        for (column, key) in &plan.extra {
            let cell = cells.get(*column);
            let room = buffer.len() + key.len() + cell.len() < EXTRA_BYTES_MAX;
            if !cell.is_empty() && room {
                push_member(buffer, key, cell);
            }
        }
        if !self.strays.is_empty() {
            buffer.push_str(if buffer.is_empty() { "{" } else { "," });
            buffer.push_str(self.strays.get(1..).unwrap_or(""));
        }
        if !buffer.is_empty() {
            buffer.push('}');
        }
    }
}

/// Appends a member to a JSON object that is being written.
fn push_member(object: &mut String, key: &str, value: &str) {
    object.push_str(if object.is_empty() { "{" } else { "," });
    object.push_str(key);
    push_json(value, object);
}

/// The name of a field, for rejects.
fn name(plan: &KindPlan, slot: usize) -> &'static str {
    plan.kind.fields().get(slot).map_or("", |field| field.name)
}

/// Whether the owner of the log is the first of the two parties.
fn direction(plan: &KindPlan, cells: &Cells<'_>) -> Result<bool, Fault> {
    let Some((column, words)) = &plan.direction else { return Ok(true) };
    let stated = cells.get(*column);
    match word(stated, words) {
        "out" => Ok(true),
        "in" => Ok(false),
        "" => Err(Fault::new(RejectKind::MissingField, "direction", "")),
        _ => Err(Fault::new(RejectKind::UnknownValue, "direction", stated)),
    }
}

fn party<'s>(
    slots: &'s mut [SlotMut<'_>],
    plan: &KindPlan,
    who: Who,
    owner_acts: bool,
) -> Option<&'s mut Party> {
    let index = match (who, plan.pair) {
        (Who::Slot(index), _) => index,
        (Who::Owner, Some(pair)) => {
            if owner_acts {
                pair.first
            } else {
                pair.second
            }
        }
        (Who::Other, Some(pair)) => {
            if owner_acts {
                pair.second
            } else {
                pair.first
            }
        }
        (_, None) => return None,
    };
    match slots.get_mut(index) {
        Some(SlotMut::Party(party)) => Some(party),
        _ => None,
    }
}

/// Joins the cells that are not empty.
fn join(cells: &Cells<'_>, columns: &[usize], joint: &str, text: &mut Text) {
    if let [column] = columns {
        text.set(cells.get(*column));
        return;
    }
    let buffer = text.buffer();
    for piece in columns.iter().map(|column| cells.get(*column)).filter(|piece| !piece.is_empty()) {
        if !buffer.is_empty() {
            buffer.push_str(joint);
        }
        buffer.push_str(piece);
    }
}

/// The house's word for a stated one, in any case; the stated one where there is none.
fn word<'a>(stated: &'a str, words: &'a Words) -> &'a str {
    if words.is_empty() || stated.is_empty() {
        return stated;
    }
    let same = |word: &str| {
        word.eq_ignore_ascii_case(stated) || (!stated.is_ascii() && word == stated.to_lowercase())
    };
    words.iter().find(|(from, _)| same(from)).map_or(stated, |(_, to)| to)
}

fn translate(text: &mut Text, words: &Words) {
    let to = word(text, words);
    if !words.is_empty() && to != &**text {
        let to = to.to_owned();
        text.set(&to);
    }
}

/// `1:02:03` or `02:03` in seconds.
fn clock_seconds(text: &str) -> Option<i64> {
    let mut seconds: i64 = 0;
    let mut parts = 0;
    for part in text.split(':') {
        let value: i64 = part.trim().parse().ok().filter(|value| *value >= 0)?;
        if parts > 0 && value > 59 {
            return None;
        }
        seconds = seconds.checked_mul(60)?.checked_add(value)?;
        parts += 1;
    }
    (2..=3).contains(&parts).then_some(seconds)
}

/// Whether a zone is stated as an offset that can stand behind a time.
fn is_offset(zone: &str) -> bool {
    zone.starts_with(['+', '-', '\u{2212}'])
        || matches!(zone, "Z" | "z" | "UTC" | "GMT")
        || zone.starts_with("UTC+")
        || zone.starts_with("UTC-")
        || zone.starts_with("GMT+")
        || zone.starts_with("GMT-")
}

fn zoned<'z>(
    readers: &'z mut Vec<(String, StampReader)>,
    zone: &str,
    mapping: &Mapping,
) -> Option<&'z mut StampReader> {
    let known = readers.iter().position(|(name, _)| name == zone);
    let index = match known {
        Some(index) => index,
        None if readers.len() >= ZONES_MAX => return None,
        None => {
            let found = Zone::named(zone, ZoneSource::InValue)?;
            let reader = StampReader::new(found, mapping.time_format, mapping.date_order);
            readers.push((zone.to_owned(), reader));
            readers.len() - 1
        }
    };
    readers.get_mut(index).map(|(_, reader)| reader)
}

fn stamp_kind(fault: StampFault) -> RejectKind {
    match fault {
        StampFault::NotATime => RejectKind::BadTime,
        StampFault::AmbiguousDate => RejectKind::AmbiguousDate,
        StampFault::InGap => RejectKind::TimeInGap,
        StampFault::OutOfRange => RejectKind::TimeOutOfRange,
    }
}

pub(crate) fn amount_kind(fault: AmountFault) -> RejectKind {
    match fault {
        AmountFault::NotDecimal => RejectKind::BadAmount,
        AmountFault::TooLarge => RejectKind::AbsurdAmount,
    }
}

/// Writes a document: a number that states its type itself (`passport:YA1`) does so first.
fn put_document(number: &str, kind: &str, out: &mut Text) {
    match number.split_once(':') {
        Some((own, number)) => document::document(own, number, out),
        None => document::document(kind, number, out),
    }
}
