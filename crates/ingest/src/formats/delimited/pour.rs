//! Pours rows of cells into the sink through a plan: the part that text and workbooks share.

use model::record::Kind;
use model::records::{
    Account, Activity, Contact, Entry, Lease, Login, Media, Message, PartyMention, Position,
    Session, Transfer, Trip,
};
use model::time::TimeFormat;
use model::{Digest, Phrase, Place, RejectKind, say};

use super::cells::{CellType, Cells};
use super::fill::{Fault, Tools, zone};
use super::finish;
use super::header::canonical_name;
use super::mapping::{Mapping, ZonePolicy};
use super::paths;
use super::plan::Plan;
use crate::settings::Settings;
use crate::sink::{Halt, Note, Sink, SkipReason};

/// One record of each kind, filled over and over.
#[derive(Debug, Default)]
struct Records {
    transfer: Transfer,
    entry: Entry,
    session: Session,
    message: Message,
    login: Login,
    account: Account,
    contact: Contact,
    media: Media,
    trip: Trip,
    party: PartyMention,
    position: Position,
    activity: Activity,
    lease: Lease,
}

/// Pours the rows below one header.
#[derive(Debug)]
pub(crate) struct Pourer {
    plan: Plan,
    tools: Tools,
    records: Records,
    /// Canonical names of the header, to know it when it comes again.
    header: Vec<String>,
    total_words: Vec<String>,
    /// The column of the reference, and how many rows state it as a number of a workbook.
    reference: Option<usize>,
    numbered: u64,
}

impl Pourer {
    /// Lays the mapping over the header `stated` and says what does not fit; refuses what cannot
    /// give a single record.
    pub(crate) fn new(
        mapping: &Mapping,
        settings: &Settings,
        stated: &[String],
        place: &Place,
        sink: &mut Sink<'_>,
    ) -> Result<Self, Halt> {
        let names = super::header::canonical_names(stated);
        let plan = Plan::new(mapping, stated, &names);
        demand_zone(mapping, settings)?;
        demand_columns(mapping, &plan, settings, place)?;
        for field in &plan.unknown {
            sink.note(&Note::UnknownField { field: field.clone() })?;
        }
        // A mapping confirmed for exactly this header may know other headers as well.
        let confirmed = mapping.fingerprints.contains(&super::header::fingerprint(stated));
        if !plan.missing.is_empty() && !confirmed {
            sink.remark(say::columns_missing(&mapping.name, plan.missing.clone()))?;
        }
        let total_words = mapping.total_words.iter().map(|word| canonical_name(word)).collect();
        Ok(Self {
            plan,
            tools: Tools::new(mapping, settings),
            records: Records::default(),
            reference: reference_column(mapping, &names),
            header: names,
            total_words,
            numbered: 0,
        })
    }

    /// Says what the rows together have shown: the zone of times that state none, and references
    /// that may have lost their zeros.
    pub(crate) fn note_facts(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        self.note_zone(sink)?;
        let Some(header) = self.reference.and_then(|column| self.header.get(column)) else {
            return Ok(());
        };
        if self.numbered == 0 {
            return Ok(());
        }
        sink.remark(say::numbers_for_texts(header, self.numbered))
    }

    /// States the zone of times that state none, if there was one.
    fn note_zone(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let Some(zone) = self.tools.zone_applied() else { return Ok(()) };
        sink.note(&Note::Zone { zone: zone.name().to_owned(), source: zone.source() })
    }

    /// Takes the holder of a statement from the lines before the header, if exactly one IBAN stands
    /// there and nobody said whose statement it is.
    pub(crate) fn take_owner_from(
        &mut self,
        preamble: &[Vec<String>],
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        let wanted = self.plan.of(Kind::Entry).is_some_and(|plan| plan.owner.is_some());
        if !wanted || self.tools.owner.is_some() {
            return Ok(());
        }
        let mut found: Vec<String> =
            preamble.iter().flatten().filter_map(|cell| iban_in(cell)).collect();
        found.sort_unstable();
        found.dedup();
        if let [iban] = found.as_slice() {
            sink.remark(say::statement_account(iban))?;
            self.tools.owner = Some(format!("iban:{iban}"));
        }
        Ok(())
    }

    /// Columns of the header.
    pub(crate) fn width(&self) -> usize {
        self.plan.width
    }

    /// Why a line of this width is no row, if it is none.
    pub(crate) fn skip_reason(&self, cells: &Cells<'_>) -> Option<SkipReason> {
        if cells.is_blank() {
            return Some(SkipReason::Blank);
        }
        if self.is_header(cells) {
            return Some(SkipReason::Header);
        }
        let marked = cells.get(self.plan.total_column?);
        let marked = if self.total_words.is_empty() { return None } else { canonical_name(marked) };
        let total = self.total_words.iter().any(|word| marked.starts_with(word.as_str()));
        total.then_some(SkipReason::Total)
    }

    fn is_header(&self, cells: &Cells<'_>) -> bool {
        let first = self.header.first().map_or("", String::as_str);
        let own = cells.get(0);
        let own_len = if own.is_ascii() { own.len() } else { own.trim_matches('\u{feff}').len() };
        let likely = own_len == first.len();
        likely && super::header::canonical_names(&cells.to_names()) == self.header
    }

    /// Pours the row at this place as a record or a reject, and what it gives beside.
    pub(crate) fn pour(
        &mut self,
        cells: Cells<'_>,
        place: &Place,
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        sink.begin(place)?;
        let Self { plan: whole, tools, records, .. } = self;
        let plan = &*whole;
        let mut recorded = false;
        let cells = cells.with_constants(&plan.constants).with_empty_words(&plan.empty_words);
        let numbered = self.reference.is_some_and(|at| cells.cell_type(at) == CellType::Number);
        self.numbered += u64::from(numbered);
        let kind = match row_kind(plan, &cells) {
            Ok(kind) => kind,
            Err(fault) => return sink.reject(fault.kind, fault.field, &fault.raw),
        };
        let Some(plan) = plan.of(kind) else {
            return sink.reject(RejectKind::UnknownValue, "kind", kind.table());
        };
        macro_rules! pour {
            ($field:ident) => {{
                let record = &mut records.$field;
                model::Record::clear(record);
                let filled = tools.fill(plan, &cells, &mut record.slots_mut());
                match filled.and_then(|()| finish::$field(record, tools)) {
                    Ok(()) => {
                        recorded = true;
                        sink.record(record)
                    }
                    Err(fault) => sink.reject(fault.kind, fault.field, &fault.raw),
                }
            }};
        }
        let poured = match kind {
            Kind::Transfer => pour!(transfer),
            Kind::Entry => pour!(entry),
            Kind::Session => pour!(session),
            Kind::Message => pour!(message),
            Kind::Login => pour!(login),
            Kind::Account => pour!(account),
            Kind::Contact => pour!(contact),
            Kind::Media => pour!(media),
            Kind::Trip => pour!(trip),
            Kind::Party => pour!(party),
            Kind::Position => pour!(position),
            Kind::Activity => pour!(activity),
            Kind::Lease => pour!(lease),
        };
        poured?;
        // The use of an address that the row states beside its own record.
        let Some(plan) = whole.also.and_then(|kind| whole.of(kind)).filter(|_| recorded) else {
            return Ok(());
        };
        let login = &mut records.login;
        model::Record::clear(login);
        let filled = tools.fill(plan, &cells, &mut login.slots_mut());
        if login.address.is_empty() {
            return Ok(());
        }
        sink.begin(&Place { path: format!("{}#2", place.path), ..place.clone() })?;
        match filled.and_then(|()| finish::login(login, tools)) {
            Ok(()) => sink.record(login),
            Err(fault) => sink.reject(fault.kind, fault.field, &fault.raw),
        }
    }
}

/// The IBAN a line of a preamble states, alone or behind a colon.
fn iban_in(cell: &str) -> Option<String> {
    let behind_colon = cell.rsplit(':').next().unwrap_or(cell);
    let mut words = std::iter::once(behind_colon).chain(cell.split_whitespace());
    words.find_map(model::identifier::iban)
}

/// States which mapping reads the exhibit, and what the mapping has to say.
pub(crate) fn state_facts(
    mapping: &Mapping,
    fingerprint: Digest,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    let name = mapping.name.clone();
    sink.note(&Note::Mapping { name, fingerprint: fingerprint.to_string() })?;
    if !mapping.remark.is_empty() {
        sink.remark(Phrase::from_text(&mapping.remark))?;
    }
    Ok(())
}

/// What kind of record a row is.
fn row_kind(plan: &Plan, cells: &Cells<'_>) -> Result<Kind, Fault> {
    let Some((column, words)) = &plan.kind_column else {
        let only = plan.kinds.iter().map(|plan| plan.kind).find(|kind| plan.also != Some(*kind));
        return only.ok_or_else(|| Fault::new(RejectKind::UnknownValue, "kind", ""));
    };
    let stated = cells.get(*column);
    if stated.is_empty() {
        return Err(Fault::new(RejectKind::MissingField, "kind", ""));
    }
    let found = words.get(stated).or_else(|| words.get(&stated.to_lowercase()));
    found.copied().ok_or_else(|| Fault::new(RejectKind::UnknownValue, "kind", stated))
}

fn ask_owner() -> Halt {
    Halt::Asks {
        reason: "the table does not name the account it is of".into(),
        remedy: "state it with `--owner`, such as `--owner platform:id`".into(),
    }
}

fn broken(place: &Place, reason: String, remedy: String) -> Halt {
    Halt::Broken { place: place.clone(), reason, remedy }
}

/// Refuses local times whose zone nobody stated, where the mapping demands it.
fn demand_zone(mapping: &Mapping, settings: &Settings) -> Result<(), Halt> {
    let local = matches!(mapping.time_format, TimeFormat::Calendar | TimeFormat::SheetDays);
    let assumed = zone(mapping, settings).source() == model::ZoneSource::Assumed;
    let by_row = mapping.columns.values().flat_map(super::mapping::Targets::paths);
    let by_row = by_row.into_iter().any(|path| path.rsplit('.').next() == Some("zone"));
    if mapping.zone_policy == ZonePolicy::Demanded && local && assumed && !by_row {
        return Err(Halt::Asks {
            reason: format!("`{}` holds local times, and nobody stated their zone", mapping.name),
            remedy: "state the zone of this exhibit with `--tz Europe/Rome`, or set `zone` in the \
                     mapping"
                .into(),
        });
    }
    Ok(())
}

/// The column that the mapping takes the reference from.
fn reference_column(mapping: &Mapping, names: &[String]) -> Option<usize> {
    let is_reference =
        |path: &str| matches!(path, "reference" | "bank_reference" | "end_to_end_reference");
    let mut headers = mapping
        .columns
        .iter()
        .filter(|(_, targets)| targets.paths().iter().any(|path| is_reference(path)));
    headers.find_map(|(header, _)| names.iter().position(|own| *own == canonical_name(header)))
}

/// Whether rows under this header can become records.
pub(crate) fn fits(mapping: &Mapping, stated: &[String], settings: &Settings) -> bool {
    let plan = Plan::new(mapping, stated, &super::header::canonical_names(stated));
    let lacks = demand_columns(mapping, &plan, settings, &Place::default());
    matches!(lacks, Ok(()) | Err(Halt::Asks { .. }))
}

/// Refuses a header in which every row would lack something it cannot do without.
fn demand_columns(
    mapping: &Mapping,
    plan: &Plan,
    settings: &Settings,
    place: &Place,
) -> Result<(), Halt> {
    let missing = |header: &String| plan.missing.contains(header);
    if let Some(header) = mapping.kind_column.as_ref().filter(|header| missing(header)) {
        return Err(broken(
            place,
            format!("the column `{header}`, which says what a row is, is missing"),
            remedy(mapping),
        ));
    }
    for kind in &plan.kinds {
        for group in finish::needed(kind.kind) {
            let fills = |path: &str| {
                let Some(target) = paths::parse(kind.kind, path) else { return false };
                match target.root {
                    paths::Root::Field(slot) => kind
                        .kind
                        .fields()
                        .get(slot)
                        .is_some_and(|field| group.contains(&field.name)),
                    paths::Root::Owner | paths::Root::Other => kind.pair.is_some_and(|pair| {
                        [pair.first, pair.second].iter().any(|slot| {
                            let field = kind.kind.fields().get(*slot);
                            field.is_some_and(|field| group.contains(&field.name))
                        })
                    }),
                    // An amount on a public chain stands in `extra`.
                    paths::Root::Extra => {
                        path.starts_with("extra.") && group.contains(&"principal")
                    }
                    _ => false,
                }
            };
            let mapped = |(header, targets): (&String, &super::mapping::Targets)| {
                (targets.paths().iter().any(|path| fills(path))).then(|| header.clone())
            };
            let headers: Vec<String> = mapping.columns.iter().filter_map(mapped).collect();
            let constant = mapping.constants.keys().any(|path| fills(path));
            let is_party = ["account", "sender", "caller"].iter().any(|one| group.contains(one));
            let is_owner = kind.owner.is_some() && headers.is_empty() && is_party;
            let given = is_owner && settings.owner.is_some();
            if constant || given || headers.iter().any(|header| !missing(header)) {
                continue;
            }
            if is_owner {
                return Err(ask_owner());
            }
            let reason = if headers.is_empty() {
                format!("the mapping `{}` fills none of: {}", mapping.name, group.join(", "))
            } else {
                format!(
                    "no column fills {}: `{}` is missing",
                    group.join(" or "),
                    headers.join("`, `")
                )
            };
            return Err(broken(place, reason, remedy(mapping)));
        }
    }
    Ok(())
}

fn remedy(mapping: &Mapping) -> String {
    format!(
        "compare the header with the mapping (`tutela map --show {}`), or save one for this file with \
         `tutela map`",
        mapping.name
    )
}
