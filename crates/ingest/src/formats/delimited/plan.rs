//! A plan: a mapping laid over one header, so that a row is read without looking up a name.

use std::collections::BTreeMap;

use model::Currency;
use model::identifier::document;
use model::record::{Kind, Shape};

use super::header::canonical_name;
use super::mapping::Mapping;
use super::paths::{self, Pair, Part, Root, Target};

/// The columns a piece of text is joined from, in order; those behind the row are constants.
pub(crate) type Columns = Box<[usize]>;

/// Words stated to words of the house, in alphabetical order.
pub(crate) type Words = Box<[(String, String)]>;

/// Which party of the record a step fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// The one with this field index.
    Slot(usize),
    /// The one whose log this is: it depends on the direction.
    Owner,
    /// The one on the other side.
    Other,
}

/// One thing to do for each row.
#[derive(Debug)]
pub(crate) enum Step {
    Text {
        slot: usize,
        columns: Columns,
        joint: &'static str,
        words: Words,
        /// Whether only the first of a list with commas is taken.
        first: bool,
    },
    Integer {
        slot: usize,
        column: usize,
    },
    Duration {
        slot: usize,
        column: usize,
    },
    Stamp {
        slot: usize,
        date: usize,
        clock: Option<usize>,
        zone: Option<usize>,
        zones: Words,
    },
    Amount {
        slot: usize,
        columns: AmountColumns,
        currency: Option<usize>,
        default: Currency,
    },
    Name {
        who: Who,
        columns: Columns,
    },
    Account {
        who: Who,
        column: usize,
    },
    Handle {
        who: Who,
        column: usize,
    },
    Phone {
        who: Who,
        column: usize,
    },
    Email {
        who: Who,
        column: usize,
        key: String,
    },
    Document {
        who: Who,
        number: Option<usize>,
        kind: Option<usize>,
        country: Option<usize>,
        /// Key in `extra` for the state that issued it.
        issued_in: String,
    },
    Address {
        who: Who,
        columns: Columns,
    },
    BirthDate {
        who: Who,
        column: usize,
    },
}

/// Where the digits of an amount stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AmountColumns {
    /// In one column.
    One(usize),
    /// In a column of debits and one of credits.
    Two { debit: Option<usize>, credit: Option<usize> },
}

/// How the rows of one kind are read.
#[derive(Debug)]
pub(crate) struct KindPlan {
    pub(crate) kind: Kind,
    pub(crate) steps: Vec<Step>,
    /// Columns kept in `extra`: column, and its header as a JSON key with its colon.
    pub(crate) extra: Vec<(usize, String)>,
    /// Where the word stands that tells who acted, and the words.
    pub(crate) direction: Option<(usize, Words)>,
    /// The two parties, where the kind has them.
    pub(crate) pair: Option<Pair>,
    /// The party that the owner of the exhibit is taken for, where no column names it.
    pub(crate) owner: Option<Who>,
    /// The column that holds the platform of account ids, where it is not the same for all rows.
    pub(crate) platform: Option<usize>,
}

/// A mapping laid over a header.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The plans of each kind of record a row can become.
    pub(crate) kinds: Vec<KindPlan>,
    /// Which column says what kind a row is, and its words in lower case.
    pub(crate) kind_column: Option<(usize, BTreeMap<String, Kind>)>,
    /// The kind that a row gives beside its own.
    pub(crate) also: Option<Kind>,
    /// Which column marks totals.
    pub(crate) total_column: Option<usize>,
    /// Columns of the header.
    pub(crate) width: usize,
    /// Constants, as columns behind the row.
    pub(crate) constants: Vec<String>,
    /// Words that stand in a cell where nothing is stated.
    pub(crate) empty_words: Vec<String>,
    /// Headers that nothing maps.
    pub(crate) unknown: Vec<String>,
    /// Mapped headers that the exhibit does not have.
    pub(crate) missing: Vec<String>,
}

/// Columns by the field part they fill.
type ByTarget = BTreeMap<(Root, Part), usize>;

/// A column kept in `extra` under its own header.
const WHOLE_EXTRA: Target = Target { root: Root::Extra, part: Part::Piece(0) };

/// Lays a mapping over the canonical names of a header.
struct Layer<'m> {
    mapping: &'m Mapping,
    names: &'m [String],
    stated: &'m [String],
    /// Canonical header to its column.
    columns: BTreeMap<&'m str, usize>,
    constants: Vec<(String, usize)>,
}

impl Plan {
    /// Lays `mapping` over a header: its names as stated, and in canonical form.
    pub(crate) fn new(mapping: &Mapping, stated: &[String], names: &[String]) -> Self {
        let columns = names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let constants: Vec<(String, usize)> = mapping
            .constants
            .keys()
            .enumerate()
            .map(|(at, path)| (path.clone(), names.len() + at))
            .collect();
        let layer = Layer { mapping, names, stated, columns, constants };
        let column =
            |header: &Option<String>| header.as_deref().and_then(|header| layer.column(header));
        let mut missing: Vec<String> = mapping
            .columns
            .keys()
            .filter(|header| layer.column(header).is_none())
            .cloned()
            .collect();
        for header in [&mapping.kind_column, &mapping.total_column].into_iter().flatten() {
            if layer.column(header).is_none() && !missing.contains(header) {
                missing.push(header.clone());
            }
        }
        let kind_words = || {
            let words = mapping.kind_words.iter();
            words.map(|(word, kind)| (word.trim().to_lowercase(), kind.0)).collect()
        };
        let also = mapping.also.map(|kind| kind.0);
        let mut kinds: Vec<KindPlan> =
            mapping.kinds().into_iter().map(|kind| layer.kind_plan(kind)).collect();
        for plan in kinds.iter_mut().filter(|plan| also == Some(plan.kind)) {
            // The record of the row itself keeps what no field takes.
            plan.extra.clear();
        }
        Self {
            kinds,
            also,
            kind_column: column(&mapping.kind_column).map(|column| (column, kind_words())),
            total_column: column(&mapping.total_column),
            width: names.len(),
            constants: mapping.constants.values().cloned().collect(),
            empty_words: mapping.empty_words.clone(),
            unknown: layer.unknown(),
            missing,
        }
    }

    /// The plan of a kind.
    pub(crate) fn of(&self, kind: Kind) -> Option<&KindPlan> {
        self.kinds.iter().find(|plan| plan.kind == kind)
    }
}

impl Layer<'_> {
    fn column(&self, header: &str) -> Option<usize> {
        self.columns.get(canonical_name(header).as_str()).copied()
    }

    /// Whether the mapping says anything of this column, directly or as a marker column.
    fn unknown(&self) -> Vec<String> {
        let mapping = self.mapping;
        let marks = [&mapping.kind_column, &mapping.total_column].into_iter().flatten();
        let known: Vec<usize> =
            mapping.columns.keys().chain(marks).filter_map(|header| self.column(header)).collect();
        let names = self.stated.iter().enumerate();
        names
            .filter(|(at, _)| !known.contains(at))
            .map(|(at, stated)| {
                let name = stated.trim();
                if name.is_empty() {
                    self.names.get(at).cloned().unwrap_or_default()
                } else {
                    name.to_owned()
                }
            })
            .collect()
    }

    fn kind_plan(&self, kind: Kind) -> KindPlan {
        let mut by_target = ByTarget::new();
        let mut used = vec![false; self.names.len()];
        for (header, targets) in &self.mapping.columns {
            let Some(column) = self.column(header) else { continue };
            let targets: Vec<Target> =
                targets.paths().iter().filter_map(|path| paths::parse(kind, path)).collect();
            let kept = targets.is_empty() || targets.contains(&WHOLE_EXTRA);
            if let Some(used) = used.get_mut(column) {
                *used = !kept;
            }
            for target in targets {
                by_target.entry(key(target)).or_insert(column);
            }
        }
        if let Some(column) = self.mapping.kind_column.as_deref().and_then(|name| self.column(name))
            && let Some(used) = used.get_mut(column)
        {
            *used = true;
        }
        for (path, column) in &self.constants {
            if let Some(target) = paths::parse(kind, path) {
                by_target.entry(key(target)).or_insert(*column);
            }
        }
        let pair = Pair::of(kind);
        let direction = by_target
            .get(&(Root::Direction, Part::Piece(0)))
            .filter(|_| pair.is_some())
            .map(|column| (*column, self.words("direction")));
        KindPlan {
            kind,
            steps: self.steps(kind, &by_target),
            extra: self.extra(&used, &by_target),
            owner: owner_without_column(kind, &by_target, direction.is_some()),
            direction,
            pair,
            platform: self.platform(kind, &by_target),
        }
    }

    /// The column of the platform that account ids belong to; a constant counts as a column.
    fn platform(&self, kind: Kind, by_target: &ByTarget) -> Option<usize> {
        if self.mapping.account_platform.is_some() {
            return None;
        }
        ["platform", "operator", "provider"].iter().find_map(|name| {
            let slot = paths::field_index(kind, name)?;
            by_target.get(&(Root::Field(slot), Part::Piece(0))).copied()
        })
    }

    fn extra(&self, used: &[bool], by_target: &ByTarget) -> Vec<(usize, String)> {
        let named = paths::CHAIN_NAMES.iter().zip(1..).filter_map(|((name, _), piece)| {
            let column = by_target.get(&(Root::Extra, Part::Piece(piece)))?;
            Some((*column, json_key(name)))
        });
        let columns = used.iter().enumerate().filter(|(_, used)| !**used);
        columns
            .map(|(column, _)| {
                let stated = self.stated.get(column).map_or("", |name| name.trim());
                let canonical = self.names.get(column).map_or("", String::as_str);
                // A name that comes twice, or none at all, is told apart by its canonical form.
                let own = canonical_name(stated) == canonical;
                (column, json_key(if own { stated } else { canonical }))
            })
            .chain(named)
            .collect()
    }

    fn words(&self, field: &str) -> Words {
        let Some(words) = self.mapping.words.get(field) else { return Box::default() };
        let mut words: Vec<(String, String)> = words
            .iter()
            .map(|(stated, word)| (stated.trim().to_lowercase(), word.clone()))
            .collect();
        words.sort_unstable();
        words.into_boxed_slice()
    }

    /// The steps of a kind, in the order of its fields.
    fn steps(&self, kind: Kind, by_target: &ByTarget) -> Vec<Step> {
        let mut steps = Vec::new();
        for (slot, field) in kind.fields().iter().enumerate() {
            let at = |part| by_target.get(&(Root::Field(slot), part)).copied();
            match field.shape {
                Shape::Text => steps.extend(self.text_step(slot, field.name, by_target)),
                Shape::Integer => steps.extend(at(Part::Piece(0)).map(|column| {
                    if field.name == "duration_s" {
                        Step::Duration { slot, column }
                    } else {
                        Step::Integer { slot, column }
                    }
                })),
                Shape::Stamp => {
                    let date = at(Part::Date).or(at(Part::Piece(0))).or(at(Part::Clock));
                    let clock = at(Part::Clock).filter(|clock| Some(*clock) != date);
                    let zones = self.words(&format!("{}.zone", field.name));
                    steps.extend(date.map(|date| Step::Stamp {
                        slot,
                        date,
                        clock,
                        zone: at(Part::Zone),
                        zones,
                    }));
                }
                Shape::Amount => steps.extend(self.amount_step(slot, by_target)),
                Shape::Party => {
                    // The one party of a kind needs no name.
                    let named = if Pair::of(kind).is_some() { field.name } else { "" };
                    let at = (Who::Slot(slot), Root::Field(slot), named);
                    party_steps(at, by_target, self, &mut steps);
                }
            }
        }
        party_steps((Who::Owner, Root::Owner, "owner"), by_target, self, &mut steps);
        party_steps((Who::Other, Root::Other, "other"), by_target, self, &mut steps);
        steps
    }

    fn text_step(&self, slot: usize, name: &str, by_target: &ByTarget) -> Option<Step> {
        let columns = pieces(by_target, Root::Field(slot), |part| matches!(part, Part::Piece(_)));
        if columns.is_empty() {
            return None;
        }
        let joint = if name == "members" { "; " } else { " " };
        let is_list = |column: &usize| {
            let mut lists = self.mapping.first_of_list.iter();
            lists.any(|header| self.column(header) == Some(*column))
        };
        let first = columns.iter().any(is_list);
        Some(Step::Text { slot, columns, joint, words: self.words(name), first })
    }

    fn amount_step(&self, slot: usize, by_target: &ByTarget) -> Option<Step> {
        let at = |part| by_target.get(&(Root::Field(slot), part)).copied();
        let (debit, credit) = (at(Part::Debit), at(Part::Credit));
        let columns = match at(Part::Piece(0)) {
            Some(column) => AmountColumns::One(column),
            None if debit.is_some() || credit.is_some() => AmountColumns::Two { debit, credit },
            None => return None,
        };
        let default = self.mapping.constants.get("currency");
        let default = default.and_then(|code| Currency::from_code(code)).unwrap_or(Currency::NONE);
        Some(Step::Amount { slot, columns, currency: at(Part::Currency), default })
    }

    fn header(&self, column: usize) -> &str {
        self.stated.get(column).map_or("", |name| name.trim())
    }
}

fn key(target: Target) -> (Root, Part) {
    (target.root, target.part)
}

/// The columns of the parts of a slot that satisfy `is`, in the order of the parts.
fn pieces(by_target: &ByTarget, root: Root, is: impl Fn(Part) -> bool) -> Columns {
    let of_root = by_target.iter().filter(|((at, part), _)| *at == root && is(*part));
    of_root.map(|(_, column)| *column).collect()
}

/// The steps of a party: who it is, where it stands, and its name in `extra`.
fn party_steps(
    (who, root, named): (Who, Root, &str),
    by_target: &ByTarget,
    layer: &Layer<'_>,
    steps: &mut Vec<Step>,
) {
    let at = |part| by_target.get(&(root, part)).copied();
    let columns = pieces(by_target, root, |part| matches!(part, Part::Name(_)));
    if !columns.is_empty() {
        steps.push(Step::Name { who, columns });
    }
    steps.extend(at(Part::Account).map(|column| Step::Account { who, column }));
    steps.extend(at(Part::Handle).map(|column| Step::Handle { who, column }));
    steps.extend(at(Part::Phone).map(|column| Step::Phone { who, column }));
    steps.extend(at(Part::Email).map(|column| Step::Email {
        who,
        column,
        key: json_key(layer.header(column)),
    }));
    let document = [Part::Document(0), Part::Document(1), Part::Document(2)].map(at);
    if let [number, kind, country] = document
        && (number.is_some() || kind.is_some())
    {
        let issued_in = json_key(format!("{named} {}", document::ISSUED_IN).trim_start());
        steps.push(Step::Document { who, number, kind, country, issued_in });
    }
    let columns = pieces(by_target, root, |part| matches!(part, Part::Address(_)));
    if !columns.is_empty() {
        steps.push(Step::Address { who, columns });
    }
    steps.extend(at(Part::BirthDate).map(|column| Step::BirthDate { who, column }));
}

/// Which party the owner of the exhibit stands for, where the columns leave it open.
fn owner_without_column(kind: Kind, by_target: &ByTarget, directed: bool) -> Option<Who> {
    let has = |root: Root| by_target.keys().any(|(at, _)| *at == root);
    let field = |name| paths::field_index(kind, name);
    match kind {
        Kind::Entry => field("holder").filter(|slot| !has(Root::Field(*slot))).map(Who::Slot),
        Kind::Contact => field("owner").filter(|slot| !has(Root::Field(*slot))).map(Who::Slot),
        Kind::Login => field("account").filter(|slot| !has(Root::Field(*slot))).map(Who::Slot),
        _ => (directed && !has(Root::Owner)).then_some(Who::Owner),
    }
}

/// A header as a JSON key with its colon.
fn json_key(header: &str) -> String {
    let mut key = String::new();
    push_json(header, &mut key);
    key.push(':');
    key
}

/// Appends a JSON string.
pub(crate) fn push_json(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => {
                // Writing to a String cannot fail.
                let _ = std::fmt::Write::write_fmt(out, format_args!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
