//! Exports in JSON that are an outline of lists: what of them is a row, what is a fact on others.
//!
//! A platform's export is described by a [`Layout`]: by which keys it is known, where its rows
//! stand, which facts of the outline the rows need. The document is walked twice: once for the
//! facts, wherever they stand, once for the rows, each with its bytes. Only one row is held at a
//! time, so that keys may come in any order and an export may have any size.
//!
//! - **Specification:** RFC 8259, read by [`super::json`].
//! - **Paths:** keys parted by `/`; `*` stands for every index of a list and every key of an
//!   object, `#` for every index of a list.
//!   Where a row is looked for, a list of rows may stand as well.
//! - **Known limits:** a row inside a row that cannot be parsed is set aside with it. Facts beyond
//!   [`FACTS_MAX`] or [`FACTS_BYTES_MAX`] are not kept, and that is said.

mod context;
mod row;
mod shape;
mod tree;

use std::io::Cursor;

use model::{Place, Record, RejectKind};

pub(crate) use self::context::{Context, set_account, set_email, whole};
pub(crate) use self::row::{Row, list, number_e7, point_e7, point_in_link, text_of};
pub(crate) use self::shape::Shape;
pub(crate) use self::tree::read_elements;
use super::json::{JsonReader, RawValue};
use crate::format::{Head, ReadSeek, Source, Sure};
use crate::sink::{Halt, Sink};

/// Why a row is no record: kind, field, text.
pub(crate) type Fault = (RejectKind, &'static str, String);

/// Records that one row gives; the first stands at the row itself.
pub(crate) type Out = Vec<Box<dyn Record>>;

/// Makes the records of a row.
pub(crate) type Fill = fn(&mut Context, &Row<'_>, &mut Out) -> Result<(), Fault>;

/// Facts kept of an outline: more than the conversations of any account.
const FACTS_MAX: usize = 200_000;

/// Bytes of facts kept, a small part of the memory of the worker.
const FACTS_BYTES_MAX: usize = 32 << 20;

/// Longest single fact; a list of members of a large group takes some tens of kilobytes.
const FACT_BYTES_MAX: usize = 256 << 10;

/// Nesting of the outline walked; no layout goes deeper, and rows are held whole.
const DEPTH_MAX: usize = 16;

/// Longest path told of a row; the bytes lead to it in any case.
const PATH_BYTES_MAX: usize = 512;

/// The first line of a text with a signature in the open (RFC 9580, section 7).
pub(crate) const SIGNED: &[u8] = b"-----BEGIN PGP SIGNED MESSAGE-----";

/// Bytes looked at for the JSON of a script file.
const PROLOGUE_BYTES: u64 = 4096;

/// Stands for every key, where each kind of row has keys of its own and none is told as new.
pub(crate) const ANY: &[&str] = &["*"];

/// Where rows stand and what becomes of them.
pub(crate) struct Section {
    /// The path of a row.
    pub(crate) path: &'static str,
    /// Keys that are known and kept in `extra`; others are named once as unknown.
    pub(crate) known: &'static [&'static str],
    /// Makes the records.
    pub(crate) fill: Fill,
}

/// What stands before the JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prologue {
    /// Nothing.
    None,
    /// Nothing, and every line is a document of its own: a row of one long list.
    Lines,
    /// The beginning of an assignment in a script (`window.name = `), or the armor of a signed text.
    Assignment(&'static str),
}

/// How an export is laid out; see the module.
pub(crate) struct Layout {
    /// Sets of paths; an exhibit that has every path of one set is of this layout.
    pub(crate) signs: &'static [&'static [&'static str]],
    /// Values of the outline that rows need.
    pub(crate) facts: &'static [&'static str],
    /// Where rows stand; of several that fit the first decides.
    pub(crate) sections: &'static [&'static [Section]],
    /// What stands before the JSON.
    pub(crate) prologue: Prologue,
    /// The zone the platform is known to write in, where its times state none.
    pub(crate) operator_zone: Option<&'static str>,
    /// Draws conclusions from the facts before the first row: whose export it is.
    pub(crate) settle: fn(&mut Context),
}

impl Layout {
    /// Whether the first bytes are of this layout.
    pub(crate) fn recognise(&self, head: &Head<'_>) -> Sure {
        let Some(start) = self.start(head.bytes) else { return Sure::No };
        let assigned;
        let shape = match self.prologue {
            Prologue::Lines => head.shape_of_lines(),
            Prologue::None => head.shape(),
            Prologue::Assignment(_) => {
                assigned = Shape::of(head.bytes, start);
                &assigned
            }
        };
        let known = self.signs.iter().any(|set| set.iter().all(|path| shape.has(path)));
        if known { Sure::Yes } else { Sure::No }
    }

    /// Every section.
    fn rows(&self) -> impl Iterator<Item = &'static Section> {
        self.sections.iter().copied().flatten()
    }

    /// The byte at which the JSON begins.
    fn start(&self, head: &[u8]) -> Option<u64> {
        let Prologue::Assignment(name) = self.prologue else { return Some(0) };
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        if text.starts_with(SIGNED) {
            // RFC 9580, section 7: the text follows the first empty line behind the armor headers.
            let ends = [b"\n\n".as_slice(), b"\r\n\r\n"];
            let found =
                ends.iter().filter_map(|end| Some(memchr::memmem::find(text, end)? + end.len()));
            return found.min().map(|at| (head.len() - text.len() + at) as u64);
        }
        let rest = text.strip_prefix(name.as_bytes())?;
        let at = memchr::memchr(b'=', rest.get(..256).unwrap_or(rest))?;
        Some((head.len() - rest.len() + at + 1) as u64)
    }

    /// Reads the whole exhibit.
    pub(crate) fn read(
        &self,
        platform: &'static str,
        source: &mut Source<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        let mut head = Vec::new();
        source.bytes.seek(std::io::SeekFrom::Start(0)).map_err(Halt::Read)?;
        let mut beginning = std::io::Read::take(&mut *source.bytes, PROLOGUE_BYTES);
        std::io::Read::read_to_end(&mut beginning, &mut head).map_err(Halt::Read)?;
        let Some(start) = self.start(&head) else {
            return Err(super::xml::broken(
                Place::default(),
                "the script does not begin with the assignment of an archive",
                "ask the sender for the file as it was downloaded",
            ));
        };
        let mut context = Context::new(platform, self.operator_zone, source.settings);
        // A document that breaks off does so again in the second walk, which says it.
        let gathered = self.walk(Aim::Facts, &mut *source.bytes, start, &mut context, sink);
        if let Err(error @ (Halt::Read(_) | Halt::Outlet(_))) = gathered {
            return Err(error);
        }
        (self.settle)(&mut context);
        let read = self.walk(Aim::Rows, &mut *source.bytes, start, &mut context, sink);
        context.finish(sink)?;
        read
    }

    fn walk(
        &self,
        aim: Aim,
        bytes: &mut dyn ReadSeek,
        start: u64,
        context: &mut Context,
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        let mut reader = JsonReader::starting_at(bytes, start)?;
        let (keys, shown) = (Vec::new(), Vec::new());
        let mut walk = Walk { layout: self, aim, context, sink, keys, shown, base: 0 };
        if self.prologue != Prologue::Lines {
            return walk.node(&mut reader);
        }
        let mut index = 0u64;
        while reader.peek()?.is_some() {
            walk.below(&mut reader, format!("#{index}"), index.to_string())?;
            index += 1;
        }
        Ok(())
    }
}

/// What a walk is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    Facts,
    Rows,
}

/// One walk through one document.
struct Walk<'w, 's, 'o> {
    layout: &'w Layout,
    aim: Aim,
    context: &'w mut Context,
    sink: &'s mut Sink<'o>,
    /// The path as patterns know it.
    keys: Vec<String>,
    /// The path with the indices of lists that stand where one row may stand alone.
    shown: Vec<String>,
    /// First byte in the exhibit of what the reader reads.
    base: u64,
}

/// How a path stands to a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Other,
    /// The pattern goes on below the path.
    Above,
    Here,
}

fn fit(pattern: &str, keys: &[String]) -> Fit {
    let mut keys = keys.iter();
    for step in pattern.split('/').filter(|step| !step.is_empty()) {
        match keys.next() {
            None => return Fit::Above,
            Some(key) if step == "*" || step == key => {}
            Some(key) if step == "#" && key.starts_with('#') => {}
            Some(_) => return Fit::Other,
        }
    }
    if keys.next().is_none() { Fit::Here } else { Fit::Other }
}

impl Walk<'_, '_, '_> {
    fn path(&self) -> String {
        let mut path = String::new();
        for key in &self.shown {
            path.push('/');
            path.push_str(key);
        }
        let mut end = path.len().min(PATH_BYTES_MAX);
        while !path.is_char_boundary(end) {
            end -= 1;
        }
        path.truncate(end);
        path
    }

    /// The value that comes next: a fact, a row, a part of the outline, or neither.
    fn node(&mut self, reader: &mut JsonReader<'_>) -> Result<(), Halt> {
        let layout = self.layout;
        let mut fact = Fit::Other;
        for pattern in layout.facts {
            match fit(pattern, &self.keys) {
                Fit::Here => fact = Fit::Here,
                Fit::Above if fact == Fit::Other => fact = Fit::Above,
                Fit::Above | Fit::Other => {}
            }
        }
        if self.aim == Aim::Facts {
            return match fact {
                Fit::Here => self.fact(reader),
                Fit::Above => self.descend(reader),
                Fit::Other => reader.pass(&self.path()),
            };
        }
        // The first section that fits decides, so that a layout can list the particular before
        // the general.
        let fits = |section: &&Section| fit(section.path, &self.keys) != Fit::Other;
        let section = layout.rows().find(fits);
        match section.map(|section| (section, fit(section.path, &self.keys))) {
            Some((section, Fit::Here)) => {
                if reader.peek()? != Some(b'[') {
                    return self.row(reader, section);
                }
                reader.each_item(&self.path(), |reader, index| {
                    self.shown.push(index.to_string());
                    let done = self.row(reader, section);
                    self.shown.pop();
                    done
                })
            }
            Some(_) if fact != Fit::Here => self.descend(reader),
            _ => {
                if fact == Fit::Other {
                    self.context.unread(&self.keys);
                }
                reader.pass(&self.path())
            }
        }
    }

    fn descend(&mut self, reader: &mut JsonReader<'_>) -> Result<(), Halt> {
        let path = self.path();
        if self.keys.len() >= DEPTH_MAX {
            return reader.pass(&path);
        }
        match reader.peek()? {
            Some(b'{') => reader.each_member(&path, |reader, key| {
                self.below(reader, key.to_owned(), key.to_owned())
            }),
            Some(b'[') => reader.each_item(&path, |reader, index| {
                self.below(reader, format!("#{index}"), index.to_string())
            }),
            _ => reader.pass(&path),
        }
    }

    fn below(
        &mut self,
        reader: &mut JsonReader<'_>,
        key: String,
        shown: String,
    ) -> Result<(), Halt> {
        self.shown.push(shown);
        self.keys.push(key);
        let done = self.node(reader);
        self.keys.pop();
        self.shown.pop();
        done
    }

    fn fact(&mut self, reader: &mut JsonReader<'_>) -> Result<(), Halt> {
        let mut raw = RawValue::default();
        reader.read_value(&mut raw)?;
        if raw.cut {
            return Err(reader.cut(&self.path()));
        }
        if let Ok(value) = raw.parse() {
            self.context.learn(&self.keys, value, raw.bytes.len());
        }
        Ok(())
    }

    fn row(&mut self, reader: &mut JsonReader<'_>, section: &Section) -> Result<(), Halt> {
        let mut raw = RawValue::default();
        reader.read_value(&mut raw)?;
        let path = self.path();
        let cut = raw.cut.then(|| reader.cut(&path));
        let place = Place {
            path: path.clone(),
            bytes_start: self.base + raw.start,
            bytes_len: raw.len,
            ..Place::default()
        };
        let value = match raw.parse() {
            Ok(value) if value.is_object() => value,
            // A list of words under a key that nobody knows is told of, not set aside.
            Ok(value) if section.path.starts_with("*/") && !value.is_array() && !raw.cut => {
                if !value.is_null() {
                    self.context.unread(&self.keys);
                }
                return Ok(());
            }
            // What is not stated is no row.
            Ok(serde_json::Value::Null) if !raw.cut => return Ok(()),
            Ok(_) => {
                self.sink.begin(&place)?;
                return self.sink.reject(RejectKind::Malformed, "", "not an object");
            }
            Err(kind) => {
                self.sink.begin(&place)?;
                let shown = raw.bytes.get(..512).unwrap_or(&raw.bytes);
                self.sink.reject(kind, "", &String::from_utf8_lossy(shown))?;
                return cut.map_or(Ok(()), Err);
            }
        };
        let row = Row::new(&value, &self.keys, section.known);
        let mut out = Out::new();
        match (section.fill)(self.context, &row, &mut out) {
            Err((kind, field, raw)) => {
                self.sink.begin(&place)?;
                self.sink.reject(kind, field, &raw)?;
            }
            Ok(()) => {
                for (index, record) in out.iter().enumerate() {
                    let mut place = place.clone();
                    if index > 0 {
                        place.path = format!("{path}#{}", index + 1);
                    }
                    self.sink.begin(&place)?;
                    self.sink.record(record.as_ref())?;
                }
            }
        }
        self.inside(&raw)
    }

    /// Rows that stand inside a row.
    fn inside(&mut self, raw: &RawValue) -> Result<(), Halt> {
        let layout = self.layout;
        if !layout.rows().any(|section| fit(section.path, &self.keys) == Fit::Above) {
            return Ok(());
        }
        let outer = self.base;
        let mut cursor = Cursor::new(raw.bytes.as_slice());
        let mut reader = JsonReader::starting_at(&mut cursor, 0)?;
        self.base += raw.start;
        // What stands beside the inner rows was taken or kept by the row itself.
        let told = self.context.hush();
        let done = self.descend(&mut reader);
        self.context.speak(told);
        let base = std::mem::replace(&mut self.base, outer);
        done.map_err(|halt| match halt {
            Halt::Broken { mut place, reason, remedy } => {
                place.bytes_start += base;
                Halt::Broken { place, reason, remedy }
            }
            other => other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_its_path_and_no_other() {
        let keys = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(fit("a/*/b", &keys("a/7/b")), Fit::Here);
        assert_eq!(fit("a/*/b", &keys("a/7")), Fit::Above);
        assert_eq!(fit("a/*/b", &keys("a/7/b/c")), Fit::Other);
        assert_eq!(fit("a/*/b", &keys("x/7/b")), Fit::Other);
        assert_eq!(fit("", &[]), Fit::Here);
        assert_eq!(fit("*", &[]), Fit::Above);
        assert_eq!((fit("#", &keys("#7")), fit("#", &keys("a"))), (Fit::Here, Fit::Other));
    }
}
