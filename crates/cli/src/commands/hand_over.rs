//! `tutela export` of records: from the case into a form for other programs.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use analysis::questions::network::{Edge, Network, Node, TieSort};
use casebook::export::{Records, facts};
use casebook::ledger::State;
use casebook::release::{self, Leaving, Left};
use casebook::veil::Veil;
use casebook::{Case, Exhibit, Exit, Fault};
use clap::Args;
use model::record::{KINDS, Kind};
use model::{Digest, Row};
use report::exports::graph::{self, Graph, GraphEdge, GraphExport, GraphNode};
use report::exports::records::{
    HandedExhibit, Handing, OpenFile, Period, PeriodFault, Reason, RecordExport, Rows, Target,
    hand_over,
};
use report::exports::{ExportError, RecordManifest, SourceExhibit};

use super::export::Export;
use super::{Desk, account, now_us};
use crate::Done;
use crate::words::say;

/// Options of an export of records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub(crate) struct RecordOptions {
    /// Records: only of these kinds.
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kind_names())]
    pub(crate) kind: Vec<String>,
    /// Records: only those that may lie on or after this day of the case's zone, or this instant.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Records: only those that may lie on or before this day, or this instant.
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    /// Records: what the form needs and no record states, as TOML (docs/exports.md).
    #[arg(long, value_name = "FILE")]
    pub(crate) facts: Option<PathBuf>,
}

fn kind_names() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(KINDS.iter().map(|kind| kind.table()))
}

/// Writes the records of a case in a form.
pub(super) fn records(
    desk: &Desk<'_>,
    case: &Case,
    export: &Export,
    form: &dyn RecordExport,
) -> Done {
    let asked = asked(case, export)?;
    refuse_kinds(form, &asked.kinds)?;
    let veil = desk.console.veil();
    let records = Records::open(case, &veil, desk.console)?;
    let asked = with_case(asked, &veil, records.data_root(), &records.exhibits);
    let rows = OfCase(&records);
    let mut write = |open: &mut OpenFile<'_>| hand_over(form, &asked, &rows, open);
    hand_out(desk, case, export, form.target(), &mut write)
}

/// Writes the network of a case in a form.
pub(super) fn network(
    desk: &Desk<'_>,
    case: &Case,
    export: &Export,
    form: &dyn GraphExport,
) -> Done {
    let asked = asked(case, export)?;
    let veil = desk.console.veil();
    let records = Records::open(case, &veil, desk.console)?;
    let asked = with_case(asked, &veil, records.data_root(), &records.exhibits);
    let graph =
        graph_of(super::network::under(&veil, casebook::asked::ask(case, |_| {}, Network::of)?));
    let mut write = |open: &mut OpenFile<'_>| graph::hand_over(form, &asked, &graph, open);
    hand_out(desk, case, export, Target::File, &mut write)
}

/// What an export writes into, and what it tells of it.
type Writing<'a> = dyn FnMut(&mut OpenFile<'_>) -> Result<RecordManifest, ExportError> + 'a;

/// Writes aside, logs, and gives everything its name; or only tells what would be written.
fn hand_out(
    desk: &Desk<'_>,
    case: &Case,
    export: &Export,
    target: Target,
    write: &mut Writing<'_>,
) -> Done {
    let name = export.to.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    let mut manifest = |open: &mut OpenFile<'_>| {
        let mut manifest = write(open).map_err(|e| fault(e, &export.to))?;
        manifest.name_file(&name);
        Ok::<_, Fault>(manifest)
    };
    if export.dry_run {
        let told = manifest(&mut |_| Ok(Box::new(std::io::sink())))?;
        return tell(desk, &told, false);
    }
    let mut leaving = match target {
        Target::File => Leaving::file(&export.to)?,
        Target::Folder => Leaving::folder(&export.to)?,
    };
    let beside = match target {
        Target::File => Some(Leaving::file(&beside(&export.to))?),
        Target::Folder => None,
    };
    let told = manifest(&mut |name| leaving.open(name))?;
    leave(case, export, (leaving, beside), &told)?;
    tell(desk, &told, true)
}

/// Where the manifest of a file stands: `records.xlsx.manifest.json`.
fn beside(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".manifest.json");
    PathBuf::from(name)
}

/// Writes the manifest into the folder or beside the file, logs that this left, and gives everything
/// its name.
fn leave(
    case: &Case,
    export: &Export,
    (mut leaving, mut beside): (Leaving, Option<Leaving>),
    manifest: &RecordManifest,
) -> Result<(), Fault> {
    let text = manifest.to_json();
    let out = match &mut beside {
        Some(beside) => beside.open(""),
        None => leaving.open("manifest.json"),
    };
    let write = |mut out: Box<dyn Write + Send>| {
        out.write_all(text.as_bytes())?;
        out.flush()
    };
    out.and_then(write).map_err(|e| Fault::io(&export.to, e))?;
    leaving.sync()?;
    beside.as_mut().map_or(Ok(()), Leaving::sync)?;
    let left = Left {
        form: manifest.export.to_owned(),
        recipient: export.recipient.clone(),
        purpose: export.purpose.clone(),
        items: manifest.items(),
        sha256: release::digest(text.as_bytes()),
        by: account(),
        at_us: now_us(),
    };
    release::leave(case, &left)?;
    leaving.publish()?;
    beside.map_or(Ok(()), Leaving::publish)
}

/// The network as plain values.
fn graph_of(network: Network) -> Graph {
    let node = |node: Node| GraphNode { key: node.key, label: node.label };
    let edge = |edge: Edge| GraphEdge {
        from: edge.from,
        to: edge.to,
        sort: edge.sort.term().strip_prefix("network-sort-").unwrap_or_default(),
        // Either side may have begun a call.
        is_directed: edge.sort.is_direct() && edge.sort != TieSort::Call,
        count: edge.count,
        first_us: edge.first_us,
        last_us: edge.last_us,
        records: edge.records,
    };
    Graph {
        nodes: network.nodes.into_iter().map(node).collect(),
        edges: network.edges.into_iter().map(edge).collect(),
    }
}

fn asked(case: &Case, export: &Export) -> Result<Handing, Fault> {
    release::check_copy(&export.recipient, &export.purpose, export.expires.as_deref())?;
    let options = &export.records;
    let zone = &case.facts().time_zone;
    let period = Period::read(options.from.as_deref(), options.until.as_deref(), zone);
    let period = period.map_err(|fault| no_period(&fault))?;
    let facts = options.facts.as_deref().map_or(Ok(BTreeMap::new()), facts)?;
    Ok(Handing {
        case_id: case.facts().id.clone(),
        authority: case.facts().authority.clone(),
        language: case.facts().language,
        zone: zone.clone(),
        recipient: export.recipient.clone(),
        purpose: export.purpose.clone(),
        expires: export.expires.clone(),
        at_us: now_us(),
        kinds: options.kind.iter().filter_map(|name| Kind::from_table(name)).collect(),
        period,
        facts,
        ..Handing::default()
    })
}

/// A period that is none.
pub(super) fn no_period(fault: &PeriodFault) -> Fault {
    Fault::usage(
        format!("`{}` is no day or instant of such a period", fault.0),
        "state days as 2026-01-31 or instants as 2026-01-31T12:00:00Z, the earlier with --from",
    )
}

fn with_case(
    asked: Handing,
    veil: &Veil,
    data_root: Digest,
    exhibits: &[(Exhibit, State)],
) -> Handing {
    let exhibits = exhibits.iter().map(|(exhibit, state)| HandedExhibit {
        source: SourceExhibit {
            id: exhibit.id,
            name: veil.text(exhibit.relative_path.as_ref().unwrap_or(&exhibit.name)).into_owned(),
            sha256: exhibit.sha256,
        },
        state: state.name(),
    });
    let unveiled = veil.lifted().iter().map(|number| veil.name(*number)).collect();
    Handing { data_root: Some(data_root), exhibits: exhibits.collect(), unveiled, ..asked }
}

/// Refuses kinds that were asked for by name and that the form has no place for.
fn refuse_kinds(form: &dyn RecordExport, kinds: &[Kind]) -> Result<(), Fault> {
    match kinds.iter().find(|kind| !form.carries(**kind)) {
        None => Ok(()),
        Some(kind) => {
            let carried = KINDS.iter().filter(|kind| form.carries(**kind));
            let carried: Vec<&str> = carried.map(|kind| kind.table()).collect();
            Err(Fault::usage(
                format!("{} has no place for records of `{}`", form.form(), kind.table()),
                format!("ask for: {}", carried.join(", ")),
            ))
        }
    }
}

/// The records of the case, as the exports ask for them.
struct OfCase<'r, 'c>(&'r Records<'c>);

impl Rows for OfCase<'_, '_> {
    fn held(&self, kind: Kind) -> u64 {
        self.0.held(kind)
    }

    fn each(
        &self,
        kind: Kind,
        take: &mut dyn FnMut(&Row<'_>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let mut refused = None;
        let read = self.0.each(kind, &mut |row| {
            take(row).map_err(|error| {
                refused = Some(error);
                Fault::new(Exit::Bug, "the export took no more", "see its own words")
            })
        });
        refused.map_or_else(|| read.map_err(|fault| not_read(kind, fault)), Err)
    }

    fn parquet(
        &self,
        kind: Kind,
        keep: &mut dyn FnMut(&Row<'_>) -> bool,
        out: &mut (dyn Write + Send),
    ) -> Result<(), ExportError> {
        let copied = self.0.parquet(kind, &mut |row| Ok(keep(row)), out);
        copied.map_err(|fault| not_read(kind, fault))
    }
}

fn not_read(kind: Kind, fault: Fault) -> ExportError {
    ExportError::NotRead { table: kind.table(), fault: Box::new(fault) }
}

/// What a person is told of an export that was not written to its end.
pub(super) fn fault(error: ExportError, to: &Path) -> Fault {
    match error {
        ExportError::NotTaken { fault, .. } => Fault::io(to, fault),
        ExportError::NotRead { fault, table } => match fault.downcast::<Fault>() {
            Ok(fault) => *fault,
            Err(other) => Fault::new(Exit::Bug, other.to_string(), "report this").at(table),
        },
        ExportError::NoFact { .. } | ExportError::BadFact { .. } | ExportError::Nothing => {
            of_words(Exit::Usage, &error)
        }
        other => of_words(Exit::Bug, &other),
    }
}

/// A fault whose words end in `; ` and the remedy.
fn of_words(exit: Exit, error: &ExportError) -> Fault {
    let words = error.to_string();
    let (fact, remedy) = words.rsplit_once("; ").unwrap_or((&words, "run the same command again"));
    Fault::new(exit, fact, remedy)
}

/// Tells what was written; the exit says whether the form could not take a record it was asked for.
fn tell(desk: &Desk<'_>, manifest: &RecordManifest, is_written: bool) -> Done {
    let left_out = manifest.left_out();
    let is_short = left_out.keys().any(|reason| !reason.is_as_asked());
    let exit = if is_short { Exit::RejectedInPart } else { Exit::Done };
    if desk.json() {
        desk.console.json(manifest)?;
        return Ok(exit);
    }
    let language = desk.console.language();
    if let (Some(nodes), Some(edges)) = (manifest.notes.get("nodes"), manifest.notes.get("edges")) {
        let values = [("nodes", &*nodes.to_string()), ("edges", &*edges.to_string())];
        let key = if is_written { "handed-over-network" } else { "handed-over-network-dry" };
        desk.console.data(&say(language, key, &values));
        return Ok(exit);
    }
    let (records, files) = (manifest.written().to_string(), manifest.files.len().to_string());
    let key = if is_written { "handed-over" } else { "handed-over-dry" };
    let values = [("records", &*records), ("files", &*files)];
    desk.console.data(&say(language, key, &values));
    for (table, count) in &manifest.records {
        for (reason, number) in &count.left_out {
            let number = number.to_string();
            let why = say(language, reason_key(*reason), &[]);
            let values = [("kind", *table), ("count", &*number), ("why", &*why)];
            desk.console.data(&say(language, "handed-over-left-out", &values));
        }
    }
    Ok(exit)
}

fn reason_key(reason: Reason) -> &'static str {
    match reason {
        Reason::NotAsked => "left-out-not-asked",
        Reason::NoPlace => "left-out-no-place",
        Reason::OutsidePeriod => "left-out-outside-period",
        Reason::NoTime => "left-out-no-time",
        Reason::NoAmount => "left-out-no-amount",
        Reason::OtherCurrency => "left-out-other-currency",
        Reason::NoParty => "left-out-no-party",
        Reason::NoReference => "left-out-no-reference",
    }
}
