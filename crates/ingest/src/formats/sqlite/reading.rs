//! One reading of a database by the program it belongs to: rows into records, deleted rows after the
//! live ones of their table, and in the end what was read, what was not, and what was missing.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use model::{Place, RejectKind};

use super::cursor::{Cursor, Step};
use super::database::{Database, walk};
use super::pages::{Origin, View};
use super::recover::Trace;
use super::row::{CellPlace, Row};
use super::row_view::{Columns, Fault, RowView};
use super::salvage::Salvage;
use super::schema::Table;
use super::tally::Tally;
use super::writer::{Filled, Writer};
use crate::settings::Settings;
use crate::sink::{Halt, Sink};

/// Fills a record from a row.
pub(super) type Fill<'f> = dyn FnMut(&RowView<'_>, &mut Writer) -> Result<Filled, Fault> + 'f;

/// How a row stands in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is there.
    Present,
    /// Only the write-ahead log has it.
    Added,
    /// The write-ahead log has changed it; this is the new content.
    Changed,
    /// The write-ahead log has changed it; this is the content before.
    Earlier,
    /// The write-ahead log has deleted it.
    Deleted,
    /// It is deleted, and its bytes are still there.
    Recovered(Trace),
}

impl Standing {
    fn state(self) -> &'static str {
        match self {
            Self::Present | Self::Added | Self::Changed => "active",
            Self::Earlier | Self::Deleted => "deleted",
            Self::Recovered(_) => "recovered",
        }
    }

    /// What the state does not say.
    fn detail(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Present => None,
            Self::Added => Some(("write_ahead_log", "added")),
            Self::Changed => Some(("write_ahead_log", "changed")),
            Self::Earlier => Some(("write_ahead_log", "content before the change")),
            Self::Deleted => Some(("write_ahead_log", "deleted")),
            Self::Recovered(trace) => Some(("recovered_from", trace.name())),
        }
    }
}

/// One reading; see the module.
pub(super) struct Reading<'d, 'a, 's, 'o> {
    pub(super) database: &'d mut Database<'a>,
    pub(super) sink: &'s mut Sink<'o>,
    pub(super) writer: Writer,
    pub(super) tally: Tally,
    pub(super) settings: &'s Settings,
    path: String,
    encoded: Vec<u8>,
}

/// One of two walks that are merged.
struct Side {
    cursor: Cursor,
    row: Row,
    is_over: bool,
}

impl Side {
    fn new(cursor: Cursor) -> Self {
        Self { cursor, row: Row::default(), is_over: false }
    }

    fn rowid(&self) -> Option<i64> {
        if self.is_over { None } else { self.row.rowid }
    }
}

impl<'d, 'a, 's, 'o> Reading<'d, 'a, 's, 'o> {
    pub(super) fn new(
        database: &'d mut Database<'a>,
        sink: &'s mut Sink<'o>,
        settings: &'s Settings,
    ) -> Self {
        let writer = Writer::new(settings);
        let (path, encoded) = (String::new(), Vec::new());
        Self { database, sink, writer, tally: Tally::default(), settings, path, encoded }
    }

    /// Whether the database has this table.
    pub(super) fn has(&self, table: &str) -> bool {
        self.database.schema.table(table).is_some()
    }

    /// Looks at every row of a table that others refer to. A row that cannot be read is counted.
    pub(super) fn look_up(
        &mut self,
        name: &'static str,
        each: &mut dyn FnMut(&RowView<'_>) -> Result<(), Fault>,
    ) -> Result<(), Halt> {
        let Some(table) = self.database.schema.table(name).cloned() else {
            self.tally.absent(name);
            return Ok(());
        };
        self.look_up_table(&table, each)
    }

    /// Looks at every row of this table.
    pub(super) fn look_up_table(
        &mut self,
        table: &Table,
        each: &mut dyn FnMut(&RowView<'_>) -> Result<(), Fault>,
    ) -> Result<(), Halt> {
        let columns = Columns::new(table, self.database.header.encoding);
        let mut cursor = walk(table, self.database.view);
        let mut row = Row::default();
        let (mut rows, mut unreadable) = (0, 0);
        loop {
            match cursor.next(&mut self.database.pages, &mut row)? {
                Step::Row => {
                    rows += 1;
                    unreadable += u64::from(each(&RowView::new(&columns, &row)).is_err());
                }
                Step::Spoilt(..) => unreadable += 1,
                Step::BadPage(page, why) => self.tally.bad_page(&table.name, page, why),
                Step::End => break,
            }
        }
        self.tally.looked_up(&table.name, rows, unreadable);
        self.tally.missing(&columns);
        Ok(())
    }

    /// Turns every row of a table into a record: the live ones in their order, then the deleted.
    pub(super) fn pour(&mut self, name: &'static str, fill: &mut Fill<'_>) -> Result<(), Halt> {
        let Some(table) = self.database.schema.table(name).cloned() else {
            self.tally.absent(name);
            return Ok(());
        };
        self.pour_table(&table, fill)
    }

    /// Turns every row of this table into a record, unless another program has done so.
    pub(super) fn pour_table(&mut self, table: &Table, fill: &mut Fill<'_>) -> Result<(), Halt> {
        // Two programs may name a table alike; its rows are told once.
        if self.tally.is_poured(&table.name) {
            return Ok(());
        }
        let columns = Columns::new(table, self.database.header.encoding);
        let mut salvage = Salvage::default();
        // Two states of a table are merged by row numbers.
        if self.database.view == View::WithLog && !table.layout.is_without_rowid {
            self.pour_merged(&columns, &mut salvage, fill)?;
        } else {
            self.pour_plain(&columns, &mut salvage, fill)?;
        }
        self.pour_salvage(&columns, salvage, fill)?;
        self.tally.kept(&columns);
        self.tally.missing(&columns);
        Ok(())
    }

    fn pour_plain(
        &mut self,
        columns: &Columns<'_>,
        salvage: &mut Salvage,
        fill: &mut Fill<'_>,
    ) -> Result<(), Halt> {
        let mut side = Side::new(walk(columns.table, self.database.view));
        while self.advance(columns, &mut side, Some(salvage))? {
            self.emit(columns, &side.row, Standing::Present, fill)?;
        }
        Ok(())
    }

    /// Walks the database with its log and without, side by side.
    fn pour_merged(
        &mut self,
        columns: &Columns<'_>,
        salvage: &mut Salvage,
        fill: &mut Fill<'_>,
    ) -> Result<(), Halt> {
        let mut now = Side::new(walk(columns.table, View::WithLog));
        // A table may stand elsewhere since, or be new.
        let old = self.database.before.as_ref();
        let old = old.and_then(|schema| schema.table(&columns.table.name)).cloned();
        let root = old.map_or(0, |table| table.root);
        let is_table = !columns.table.layout.is_without_rowid;
        let mut before = Side::new(Cursor::new(root, View::Database, is_table));
        self.advance(columns, &mut now, Some(salvage))?;
        self.advance(columns, &mut before, None)?;
        loop {
            let order = match (now.rowid(), before.rowid()) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(now), Some(before)) => now.cmp(&before),
            };
            match order {
                Ordering::Less => self.emit(columns, &now.row, Standing::Added, fill)?,
                Ordering::Greater => {
                    salvage.meet(&before.row);
                    self.emit(columns, &before.row, Standing::Deleted, fill)?;
                }
                Ordering::Equal if now.row.payload == before.row.payload => {
                    self.emit(columns, &now.row, Standing::Present, fill)?;
                }
                Ordering::Equal => {
                    salvage.meet(&before.row);
                    self.emit(columns, &now.row, Standing::Changed, fill)?;
                    self.emit(columns, &before.row, Standing::Earlier, fill)?;
                }
            }
            if order != Ordering::Greater {
                self.advance(columns, &mut now, Some(salvage))?;
            }
            if order != Ordering::Less {
                self.advance(columns, &mut before, None)?;
            }
        }
    }

    /// Goes on to the next row that can be read; `false` at the end. Only the present state of the
    /// database, for which there is a salvage, tells what is spoilt.
    fn advance(
        &mut self,
        columns: &Columns<'_>,
        side: &mut Side,
        mut salvage: Option<&mut Salvage>,
    ) -> Result<bool, Halt> {
        loop {
            let step = side.cursor.next(&mut self.database.pages, &mut side.row)?;
            let leaf = side.cursor.take_leaf();
            if let (Some(salvage), Some(leaf)) = (salvage.as_deref_mut(), leaf) {
                salvage.enter(&leaf, self.database.pages.usable_bytes);
            }
            let is_present = salvage.is_some();
            match step {
                Step::Row => {
                    if let Some(salvage) = salvage {
                        salvage.meet(&side.row);
                    }
                    return Ok(true);
                }
                Step::Spoilt(place, why) if is_present => {
                    self.tally.add(&columns.table.name, "rejected");
                    let place = self.place(columns.table, &place, None, "");
                    self.sink.begin(&place)?;
                    self.sink.reject(RejectKind::Malformed, "", why)?;
                }
                Step::BadPage(page, why) if is_present => {
                    self.tally.bad_page(&columns.table.name, page, why);
                }
                Step::Spoilt(..) | Step::BadPage(..) => {}
                Step::End => {
                    side.is_over = true;
                    return Ok(false);
                }
            }
        }
    }

    /// Fills and hands on one row.
    fn emit(
        &mut self,
        columns: &Columns<'_>,
        row: &Row,
        standing: Standing,
        fill: &mut Fill<'_>,
    ) -> Result<(), Halt> {
        let view = RowView::new(columns, row);
        let name = &columns.table.name;
        let filled = fill(&view, &mut self.writer);
        let is_recovered = matches!(standing, Standing::Recovered(_));
        let words = match standing {
            Standing::Recovered(_) => ", recovered",
            Standing::Deleted | Standing::Earlier => ", before the write-ahead log",
            _ => "",
        };
        match filled {
            Ok(Filled::Part) => {
                self.tally.add(name, if is_recovered { "recovered parts" } else { "parts" });
                self.writer.extra.clear();
                Ok(())
            }
            Ok(filled) => {
                if self.is_same_record(filled, standing) {
                    self.tally.add(name, "changed in no field");
                    self.writer.clear(filled);
                    return Ok(());
                }
                view.keep_rest(&mut self.writer.extra);
                self.writer.set_state(filled, standing.state());
                if let Some((key, value)) = standing.detail() {
                    self.writer.extra.add(key, value);
                }
                self.tally.add(name, standing.state());
                let place = self.place(columns.table, &row.place, row.rowid, words);
                self.sink.begin(&place)?;
                self.writer.hand_on(filled, self.sink)?;
                self.writer.clear(filled);
                Ok(())
            }
            Err((kind, field, raw)) => {
                self.writer.clear_all();
                if is_recovered {
                    // What cannot be a row of this program is rubbish that happens to fit.
                    self.tally.add(name, "recovered rubbish");
                    return Ok(());
                }
                self.tally.add(name, "rejected");
                let place = self.place(columns.table, &row.place, row.rowid, words);
                self.sink.begin(&place)?;
                self.sink.reject(kind, &field, &raw)
            }
        }
    }

    /// Whether the content before a change states nothing else than the one after it.
    fn is_same_record(&mut self, filled: Filled, standing: Standing) -> bool {
        match standing {
            Standing::Changed => {
                let mut encoded = std::mem::take(&mut self.encoded);
                self.writer.encoded(filled, &mut encoded);
                self.encoded = encoded;
                false
            }
            Standing::Earlier => {
                let mut own = Vec::new();
                self.writer.encoded(filled, &mut own);
                own == self.encoded
            }
            _ => false,
        }
    }

    fn place(&mut self, table: &Table, cell: &CellPlace, rowid: Option<i64>, words: &str) -> Place {
        use std::fmt::Write as _;
        self.path.clear();
        self.path.push_str(&table.name);
        // Writing to a String cannot fail.
        let _ = match rowid {
            Some(rowid) => write!(self.path, ", rowid {rowid}"),
            None if cell.cell == u16::MAX => write!(self.path, ", page {}", cell.page),
            None => write!(self.path, ", page {}, cell {}", cell.page, cell.cell),
        };
        self.path.push_str(words);
        let (bytes_start, bytes_len) = match cell.origin {
            Origin::Database(at) => (at, cell.len),
            Origin::Log(at) => {
                let _ = write!(self.path, ", write-ahead log bytes {at}+{}", cell.len);
                (0, 0)
            }
        };
        Place { path: self.path.clone(), bytes_start, bytes_len, ..Place::default() }
    }

    fn pour_salvage(
        &mut self,
        columns: &Columns<'_>,
        mut salvage: Salvage,
        fill: &mut Fill<'_>,
    ) -> Result<(), Halt> {
        if !salvage.begin(columns.table) {
            return Ok(());
        }
        let mut row = Row::default();
        while let Some(trace) = salvage.next(self.database, columns, &mut row)? {
            self.emit(columns, &row, Standing::Recovered(trace), fill)?;
        }
        self.tally.ambiguous += salvage.ambiguous;
        Ok(())
    }

    /// Counts the rows of every table that nobody read, and tells what was read, not read, missing.
    pub(super) fn finish(&mut self) -> Result<(), Halt> {
        let mut unread = BTreeMap::new();
        let tables = self.database.schema.tables.clone();
        for table in tables.iter().filter(|table| !self.tally.is_read(&table.name)) {
            let (rows, is_whole) = self.database.count(table)?;
            let more = if is_whole { "" } else { " or more" };
            unread.insert(table.name.clone(), format!("{rows}{more}"));
        }
        self.tally.tell(self.database, &unread, self.sink)
    }
}
