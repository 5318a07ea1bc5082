//! The columns of every table: what each is called, what it holds and what it means.
//!
//! They follow from `Kind::fields()`, so that a field is added in one place. `docs/tables.md` is
//! printed from here.

use std::fmt::Write as _;

use model::party::PARTY_FIELDS;
use model::places::RESOLVED_COLUMNS;
use model::record::{Field, KINDS, Kind, Shape};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text in UTF-8.
    Text,
    /// A signed 64-bit integer.
    Integer,
    /// An unsigned 64-bit integer.
    Unsigned,
    /// An instant: microseconds since 1970 in UTC.
    Instant,
    /// Yes or no.
    Flag,
}

impl Holds {
    /// The type as a reader of Parquet sees it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "int64",
            Self::Unsigned => "uint64",
            Self::Instant => "timestamp (µs, UTC)",
            Self::Flag => "boolean",
        }
    }
}

/// How the values of a column behave from row to row; it decides how they are laid down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Few values, often the same: written once and counted.
    Repeats,
    /// Each row has its own: written as it is.
    Varies,
    /// Rises from row to row in small steps: the steps are written.
    Rises,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub holds: Holds,
    /// How its values behave.
    pub habit: Habit,
    /// Whether a row may leave it empty.
    pub nullable: bool,
    /// What it means.
    pub doc: String,
}

/// Columns before the fields of a record: where it stands and its digest.
pub const PLACE_COLUMNS: usize = 6;

/// Name of the column that holds the digest of everything a record states.
pub const STATED_HASH: &str = "stated_hash";

/// The columns of the table of `kind`, in order: place, digest, fields.
pub fn columns_of(kind: Kind) -> Vec<Column> {
    let mut columns = place_columns();
    columns.push(column(
        STATED_HASH,
        Holds::Unsigned,
        Habit::Varies,
        Needed::Always,
        "XXH64 (seed 0) over the wire form of every field: rows that state the same have the same.",
    ));
    for field in kind.fields() {
        push_field(&mut columns, field);
    }
    columns.extend(resolved_columns(kind));
    columns
}

/// Columns behind the fields of a record that no source states: what is resolved of them.
fn resolved_columns(kind: Kind) -> Vec<Column> {
    if kind != Kind::Position {
        return Vec::new();
    }
    let metres = RESOLVED_COLUMNS.len() - 1;
    let all = RESOLVED_COLUMNS.iter().enumerate();
    all.map(|(at, (name, doc))| {
        let (holds, habit) = if at == metres {
            (Holds::Integer, Habit::Varies)
        } else {
            (Holds::Text, Habit::Repeats)
        };
        column(name, holds, habit, Needed::Optional, doc)
    })
    .collect()
}

/// The columns of the table of rejects.
pub fn reject_columns() -> Vec<Column> {
    let mut columns = place_columns();
    let text = |name, habit, needed, doc| column(name, Holds::Text, habit, needed, doc);
    columns.extend([
        text("code", Habit::Repeats, Needed::Always, "The code of the reject, `ING-002`."),
        text("fact", Habit::Repeats, Needed::Always, "What is wrong."),
        text("field", Habit::Repeats, Needed::Optional, "The field to blame, where there is one."),
        text("raw", Habit::Varies, Needed::Optional, "The text that could not be read, cut."),
        text("remedy", Habit::Repeats, Needed::Always, "What a person can do about it."),
    ]);
    columns
}

/// Number of columns a field of this shape takes.
pub fn width(shape: Shape) -> usize {
    match shape {
        Shape::Text | Shape::Integer => 1,
        Shape::Stamp => STAMP_PARTS.len(),
        Shape::Amount => AMOUNT_PARTS.len(),
        Shape::Party => 1 + PARTY_FIELDS.len(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Needed {
    Always,
    Optional,
}

fn column(name: &str, holds: Holds, habit: Habit, needed: Needed, doc: &str) -> Column {
    let (name, doc) = (name.to_owned(), doc.trim().to_owned());
    Column { name, holds, habit, nullable: needed == Needed::Optional, doc }
}

fn place_columns() -> Vec<Column> {
    use Habit::{Repeats, Rises, Varies};
    use Needed::{Always, Optional};
    vec![
        column(
            "exhibit",
            Holds::Text,
            Repeats,
            Always,
            "The exhibit the row was read from, `EX-7`.",
        ),
        column("row", Holds::Unsigned, Rises, Always, "Row of the source, from 1."),
        column(
            "inside",
            Holds::Text,
            Repeats,
            Optional,
            "Container members from the outside in, joined by `!/`; empty for the exhibit itself.",
        ),
        column(
            "place_path",
            Holds::Text,
            Varies,
            Optional,
            "Path within the format: XML path, JSON pointer, sheet and row.",
        ),
        column("bytes_start", Holds::Unsigned, Rises, Always, "First byte of the row in the file."),
        column(
            "bytes_len",
            Holds::Unsigned,
            Repeats,
            Always,
            "Number of bytes of the row; 0 where it has none of its own.",
        ),
    ]
}

const STAMP_PARTS: [(&str, Holds, Habit, &str); 6] = [
    ("earliest", Holds::Instant, Habit::Varies, "First instant it can mean."),
    ("latest", Holds::Instant, Habit::Varies, "Last instant it can mean, its precision included."),
    ("precision", Holds::Text, Habit::Repeats, "How finely it was stated: microsecond … day."),
    ("zone", Holds::Text, Habit::Repeats, "Zone it was read in: IANA name, or the stated offset."),
    (
        "zone_source",
        Holds::Text,
        Habit::Repeats,
        "Where the zone came from: in_value, exhibit_setting, place, operator_default, assumed.",
    ),
    ("stated", Holds::Text, Habit::Varies, "The characters of the source."),
];

const AMOUNT_PARTS: [(&str, Holds, Habit, &str); 4] = [
    ("minor", Holds::Integer, Habit::Varies, "Minor units (cents); negative the other way."),
    ("currency", Holds::Text, Habit::Repeats, "ISO 4217 code; XXX where none is stated."),
    ("stated", Holds::Text, Habit::Repeats, "The characters of the source."),
    ("rounded", Holds::Flag, Habit::Repeats, "Whether digits beyond the minor unit were rounded."),
];

/// Text fields that hold a key, a sentence or a place of its own in nearly every row.
const VARYING_FIELDS: &[&str] = &[
    "reference",
    "end_to_end_reference",
    "uetr",
    "bank_reference",
    "body",
    "reply_to",
    "attachment",
    "purpose",
    "extra",
    "md5",
    "sha1",
    "sha256",
    "inode",
    "path",
];

fn push_field(columns: &mut Vec<Column>, field: &Field) {
    let habit = if VARYING_FIELDS.contains(&field.name) { Habit::Varies } else { Habit::Repeats };
    let (name, doc) = (field.name, field.doc.trim());
    let mut push = |part: &str, holds, habit, part_doc: &str| {
        columns.push(column(
            &format!("{name}_{part}"),
            holds,
            habit,
            Needed::Optional,
            &format!("{doc} {part_doc}"),
        ));
    };
    match field.shape {
        Shape::Text => columns.push(column(name, Holds::Text, habit, Needed::Optional, doc)),
        Shape::Integer => {
            columns.push(column(name, Holds::Integer, Habit::Varies, Needed::Optional, doc));
        }
        Shape::Stamp => STAMP_PARTS.iter().for_each(|(part, h, b, d)| push(part, *h, *b, d)),
        Shape::Amount => AMOUNT_PARTS.iter().for_each(|(part, h, b, d)| push(part, *h, *b, d)),
        Shape::Party => {
            push(
                "key",
                Holds::Text,
                Habit::Repeats,
                "Key it is counted under: its strongest identifier, else its folded name.",
            );
            for (part, part_doc) in PARTY_FIELDS {
                push(part, Holds::Text, Habit::Repeats, part_doc);
            }
        }
    }
}

/// The documentation of all tables, as committed in `docs/tables.md`.
pub fn documentation() -> String {
    let mut page = String::from(PREFACE);
    for kind in KINDS {
        push_table(&mut page, kind.table(), kind.doc().trim(), &columns_of(*kind));
    }
    push_table(&mut page, REJECT_TABLE, "A row that could not be read.", &reject_columns());
    page
}

/// Name of the table of rejects: the folder under `tables/`.
pub const REJECT_TABLE: &str = "reject";

const PREFACE: &str = "# Tables

<!-- Printed from `crates/tables/src/columns.rs`; change it there. -->

Each kind of record is a folder of Parquet files, `tables/<kind>/EX-<exhibit>-<part>.parquet`, with
at most 1,048,576 rows each. Any reader of Parquet opens them:

```text
duckdb -c \"SELECT payer_key, count(*) FROM 'tables/transfer/*.parquet' GROUP BY 1\"
python3 -c \"import polars; print(polars.scan_parquet('tables/transfer/*.parquet').collect())\"
```

An empty cell means that the source does not state it, never zero. Times are intervals of UTC: a day
without a clock time runs from its first to its last microsecond in its zone. Money is counted in
minor units of its currency. What is `_stated` stands as in the source, character by character; what
is `resolved_` is not stated but found by the program, and no part of `stated_hash`. The files that
count are those in `tables/ledger/`; a file that is not listed there is left over from an ingest that
was stopped, and the next one removes it.
";

fn push_table(page: &mut String, name: &str, doc: &str, columns: &[Column]) {
    // Writing to a String cannot fail.
    let _ = write!(page, "\n## {name}\n\n{doc}\n\n| column | holds | empty? | meaning |\n");
    page.push_str("|---|---|---|---|\n");
    for column in columns {
        let empty = if column.nullable { "may be" } else { "never" };
        let doc = column.doc.replace('|', "\\|");
        let _ = writeln!(page, "| `{}` | {} | {empty} | {doc} |", column.name, column.holds.name());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_page_is_what_the_columns_say() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/tables.md");
        if std::env::var_os("TUTELA_BLESS").is_some() {
            std::fs::write(path, documentation()).unwrap();
        }
        let committed = std::fs::read_to_string(path).unwrap();
        assert!(
            committed == documentation(),
            "docs/tables.md is out of date: TUTELA_BLESS=1 cargo test -p tutela-tables columns"
        );
    }

    #[test]
    fn no_table_has_two_columns_of_one_name() {
        for kind in KINDS {
            let columns = columns_of(*kind);
            let mut names: Vec<_> = columns.iter().map(|c| c.name.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), columns.len(), "{}", kind.table());
        }
    }

    #[test]
    fn a_field_takes_as_many_columns_as_its_shape_says() {
        for kind in KINDS {
            let fields: usize = kind.fields().iter().map(|field| width(field.shape)).sum();
            let resolved = resolved_columns(*kind).len();
            assert_eq!(columns_of(*kind).len(), PLACE_COLUMNS + 1 + fields + resolved);
        }
    }
}
