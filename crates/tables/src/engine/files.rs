//! Files that records tell of, with their digests, as a stream.

use model::RecordRef;
use model::record::Kind;
use model::views::When;

use super::Engine;
use super::cells::{Cells, stamp_columns};
use super::members::MEMBER_JOINT;
use super::scan::{RowOrder, select};
use crate::fault::TablesFault;

/// A file as a record tells of it; a text that is not stated is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToldFile<'a> {
    /// The record.
    pub record: RecordRef,
    /// Members from the outside in, joined by `!/`; empty for the exhibit itself.
    pub inside: &'a str,
    /// Its path.
    pub path: &'a str,
    /// Its size in bytes.
    pub size: Option<i64>,
    /// MD5 in hexadecimal.
    pub md5: &'a str,
    /// SHA-1 in hexadecimal.
    pub sha1: &'a str,
    /// SHA-256 in hexadecimal.
    pub sha256: &'a str,
    /// Creation.
    pub created: Option<When>,
    /// Last change of content.
    pub modified: Option<When>,
    /// Last read.
    pub accessed: Option<When>,
    /// `active`, `deleted`, or the source's own word.
    pub state: &'a str,
    /// Permission bits as stated; of a folder they begin with `d` where the source says so.
    pub mode: &'a str,
    /// The list that names it, where the record is a line of a list of digests.
    pub listed_by: &'a str,
}

impl ToldFile<'_> {
    /// Whether it is a folder by what its source states.
    pub fn is_folder(&self) -> bool {
        self.mode.starts_with('d') || self.path.ends_with('/')
    }

    /// Where it is: its members and its path in one chain.
    pub fn locator(&self) -> String {
        let is_chain = !self.inside.is_empty() && !self.path.is_empty();
        [self.inside, if is_chain { MEMBER_JOINT } else { "" }, self.path].concat()
    }
}

/// Columns that are read beside the times, in no order.
const COLUMNS: [&str; 11] = [
    "exhibit",
    "row",
    "inside",
    "path",
    "size",
    "md5",
    "sha1",
    "sha256",
    "state",
    "mode",
    "listed_by",
];

/// Times that are read.
const TIMES: [&str; 3] = ["created", "modified", "accessed"];

impl Engine {
    /// Hands on every file that a record tells of, in the order of the parts. Memory stays flat.
    pub fn files<F>(&self, mut each: impl FnMut(ToldFile<'_>) -> Result<(), F>) -> Result<(), F>
    where
        F: From<TablesFault>,
    {
        if !self.has(Kind::Media) {
            return Ok(());
        }
        let table = Kind::Media.table();
        let times = TIMES.into_iter().flat_map(stamp_columns);
        let columns: Vec<String> = COLUMNS.map(str::to_owned).into_iter().chain(times).collect();
        let sql = select(table, &columns);
        self.each_batch(table, &sql, RowOrder::Fixed, |batch| {
            let cells = Cells { table, batch };
            let (records, size) = (cells.record()?, cells.integer("size")?);
            let text = |name| cells.text(name);
            let (inside, path, state) = (text("inside")?, text("path")?, text("state")?);
            let (md5, sha1, sha256) = (text("md5")?, text("sha1")?, text("sha256")?);
            let (mode, listed_by) = (text("mode")?, text("listed_by")?);
            let [created, modified, accessed] = TIMES.map(|time| cells.stamp(time));
            let (created, modified, accessed) = (created?, modified?, accessed?);
            for row in 0..cells.rows() {
                each(ToldFile {
                    record: records.get(row),
                    inside: inside.get(row),
                    path: path.get(row),
                    size: size.get(row),
                    md5: md5.get(row),
                    sha1: sha1.get(row),
                    sha256: sha256.get(row),
                    created: created.get(row),
                    modified: modified.get(row),
                    accessed: accessed.get(row),
                    state: state.get(row),
                    mode: mode.get(row),
                    listed_by: listed_by.get(row),
                })?;
            }
            Ok::<_, F>(())
        })
    }
}
