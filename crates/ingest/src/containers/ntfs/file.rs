//! A file as its records tell it: the first one, and those that a list of attributes leads to.

use std::collections::BTreeSet;
use std::io::Read as _;

use super::super::clusters::{
    RunReader, Runs, Volume, le16, le32, le64, size, text_of_bytes, text_of_units,
};
use super::pairs;
use super::record::{Attribute, Body, Record, Reference, kind};
use super::table::Table;

/// Bytes of a list of attributes; Windows stops at 256 KiB.
const LIST_BYTES_MAX: u64 = 256 * 1024;

/// Bytes kept of the records of one file: room for a file in a million pieces.
const FILE_BYTES_MAX: usize = 4 << 20;

/// Names of one file: 1,024 hard links are the most that Windows makes, each with one for DOS.
const NAMES_MAX: usize = 2_048;

/// Streams of one file.
const STREAMS_MAX: usize = 65_536;

/// What `$STANDARD_INFORMATION` states. Times are in ticks: created, modified, changed, accessed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Info {
    pub(super) times: [u64; 4],
    pub(super) attributes: u32,
}

/// A name of a file, from `$FILE_NAME`; times as in [`Info`].
#[derive(Debug, Clone)]
pub(super) struct Name {
    pub(super) parent: Reference,
    pub(super) text: String,
    pub(super) is_dos: bool,
    pub(super) times: [u64; 4],
}

/// Where a file leads instead of having content of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Reparse {
    pub(super) tag: u32,
    pub(super) target: String,
}

/// The content of a stream.
pub(super) enum Stored {
    /// In the record.
    Resident(Vec<u8>),
    /// In clusters.
    Runs(Runs),
    /// Nowhere it could be found; why.
    Broken(&'static str),
}

/// An attribute that holds content: data, or an index that is not of names.
pub(super) struct Stream {
    pub(super) kind: u32,
    pub(super) id: u16,
    pub(super) name: String,
    pub(super) flags: u16,
    pub(super) unit_power: u16,
    pub(super) len: u64,
    pub(super) valid_len: u64,
    pub(super) stored: Stored,
}

impl Stream {
    /// Whether it is what a program reads when it opens the file.
    pub(super) fn is_content(&self) -> bool {
        self.kind == kind::DATA && self.name.is_empty()
    }

    /// Whether it is the index of a folder's names.
    pub(super) fn is_names(&self) -> bool {
        self.name == "$I30"
    }
}

/// Everything the records of a file state.
#[derive(Default)]
pub(super) struct File {
    pub(super) info: Option<Info>,
    pub(super) names: Vec<Name>,
    pub(super) streams: Vec<Stream>,
    pub(super) reparse: Option<Reparse>,
    pub(super) object_id: String,
    pub(super) volume_label: String,
    pub(super) version: Option<(u8, u8)>,
    /// What of the file could not be found.
    pub(super) fault: Option<&'static str>,
}

/// A part of an attribute in clusters.
struct Piece {
    first_vcn: u64,
    pairs: Vec<u8>,
    /// The stream it belongs to.
    stream: usize,
}

/// Gathers a file from its records.
struct Gatherer<'t> {
    file: File,
    pieces: Vec<Piece>,
    kept_bytes: usize,
    list: Option<Runs>,
    listed: Vec<u8>,
    table: &'t mut Table,
}

/// Gathers the file that this record is the first of.
pub(super) fn collect(record: &Record, table: &mut Table, volume: &mut Volume<'_>) -> File {
    let mut gatherer = Gatherer {
        file: File::default(),
        pieces: Vec::new(),
        kept_bytes: 0,
        list: None,
        listed: Vec::new(),
        table,
    };
    gatherer.take(record, volume);
    gatherer.follow(record, volume);
    gatherer.join(volume);
    gatherer.file
}

impl Gatherer<'_> {
    fn take(&mut self, record: &Record, volume: &Volume<'_>) {
        for attribute in record.attributes() {
            match (attribute.kind, attribute.body) {
                (kind::ATTRIBUTE_LIST, Body::Resident(bytes)) => self.listed = bytes.to_vec(),
                (kind::ATTRIBUTE_LIST, Body::Mapped(mapped)) => {
                    let mut runs = Runs::default();
                    let (cluster, volume_len) = self.table.boot.bounds(volume);
                    let unpacked = pairs::unpack(mapped.pairs, cluster, volume_len, &mut runs);
                    if unpacked.is_err() || mapped.len > LIST_BYTES_MAX.min(runs.len()) {
                        self.file.fault = Some("its list of attributes is broken");
                    } else {
                        self.listed = vec![0; size(mapped.len)];
                        self.list = Some(runs);
                    }
                }
                (kind::DATA | kind::INDEX_ROOT | kind::INDEX_ALLOCATION, _) => {
                    self.take_stream(&attribute);
                }
                (_, Body::Resident(bytes)) => self.file.take_resident(attribute.kind, bytes),
                _ => {}
            }
        }
    }

    fn take_stream(&mut self, attribute: &Attribute<'_>) {
        let Attribute { kind, id, flags, body, .. } = *attribute;
        let name = attribute.name.clone();
        let bytes = match body {
            Body::Resident(bytes) => bytes,
            Body::Mapped(mapped) => mapped.pairs,
        };
        self.kept_bytes += bytes.len();
        if self.kept_bytes > FILE_BYTES_MAX || self.file.streams.len() >= STREAMS_MAX {
            self.file.fault = Some("it has more attributes than a file may have");
            return;
        }
        let mut stream =
            Stream { kind, id, name, flags, unit_power: 0, len: 0, valid_len: 0, stored: EMPTY };
        match body {
            Body::Resident(bytes) => {
                stream.len = bytes.len() as u64;
                stream.valid_len = stream.len;
                stream.stored = Stored::Resident(bytes.to_vec());
            }
            Body::Mapped(mapped) => {
                let same =
                    |other: &Stream| (other.kind, &other.name) == (stream.kind, &stream.name);
                let known = self.file.streams.iter().rposition(same);
                let index = match known.filter(|_| mapped.first_vcn > 0) {
                    Some(known) => known,
                    None => self.file.streams.len(),
                };
                let (first_vcn, pairs) = (mapped.first_vcn, mapped.pairs.to_vec());
                self.pieces.push(Piece { first_vcn, pairs, stream: index });
                if index < self.file.streams.len() {
                    return;
                }
                (stream.len, stream.valid_len) = (mapped.len, mapped.valid_len);
                stream.unit_power = mapped.unit_power;
                stream.stored = Stored::Runs(Runs::default());
            }
        }
        self.file.streams.push(stream);
    }

    /// Reads the other records of the file.
    fn follow(&mut self, record: &Record, volume: &mut Volume<'_>) {
        if let Some(runs) = self.list.take() {
            let len = self.listed.len() as u64;
            let mut reader = RunReader::new(volume, &runs, len, len);
            if reader.read_exact(&mut self.listed).is_err() {
                self.file.fault = Some("its list of attributes cannot be read");
                return;
            }
        }
        let listed = std::mem::take(&mut self.listed);
        let mut seen = BTreeSet::from([record.number]);
        let mut rest = listed.as_slice();
        while let (Some(len), Some(reference)) = (le16(rest, 4), Reference::read(rest, 16)) {
            if seen.insert(reference.number) {
                match self.table.record(volume, reference.number) {
                    Ok(Some(other)) if goes_on_from(&other, record) => self.take(&other, volume),
                    _ => self.file.fault = Some("a record of it is lost"),
                }
            }
            let Some(after) = rest.get(usize::from(len)..).filter(|_| len >= 24) else { break };
            rest = after;
        }
    }

    /// Joins the parts of each stream.
    fn join(&mut self, volume: &Volume<'_>) {
        let (cluster, volume_len) = self.table.boot.bounds(volume);
        self.pieces.sort_by_key(|piece| (piece.stream, piece.first_vcn));
        for piece in &self.pieces {
            let Some(stream) = self.file.streams.get_mut(piece.stream) else { continue };
            let Stored::Runs(runs) = &mut stream.stored else { continue };
            let joined = if piece.first_vcn.checked_mul(cluster) == Some(runs.len()) {
                pairs::unpack(&piece.pairs, cluster, volume_len, runs)
            } else {
                Err("a part of its runs is lost")
            };
            if let Err(fault) = joined {
                stream.stored = Stored::Broken(fault);
            }
        }
    }
}

const EMPTY: Stored = Stored::Resident(Vec::new());

/// Whether a record goes on from another; the sequence of a deleted one has moved on by one.
fn goes_on_from(other: &Record, first: &Record) -> bool {
    let own = first.reference();
    other.base.number == own.number
        && (other.base.sequence == own.sequence
            || (!first.is_in_use() && other.base.sequence.wrapping_add(1) == own.sequence))
}

impl File {
    fn take_resident(&mut self, kind: u32, bytes: &[u8]) {
        match kind {
            kind::STANDARD_INFORMATION if self.info.is_none() => {
                let attributes = le32(bytes, 32).unwrap_or(0);
                self.info = times(bytes, 0).map(|times| Info { times, attributes });
            }
            kind::FILE_NAME if self.names.len() < NAMES_MAX => {
                self.names.extend(Name::read(bytes));
            }
            kind::OBJECT_ID => self.object_id = guid(bytes).unwrap_or_default(),
            kind::REPARSE_POINT => self.reparse = Reparse::read(bytes),
            kind::VOLUME_NAME => {
                let units = bytes.chunks_exact(2).filter_map(|unit| le16(unit, 0));
                self.volume_label =
                    if bytes.is_empty() { String::new() } else { text_of_units(units) };
            }
            kind::VOLUME_INFORMATION => {
                self.version = bytes.get(8).copied().zip(bytes.get(9).copied());
            }
            _ => {}
        }
    }
}

/// Created, modified, changed and accessed, which stand in a row.
fn times(bytes: &[u8], at: usize) -> Option<[u64; 4]> {
    Some([le64(bytes, at)?, le64(bytes, at + 8)?, le64(bytes, at + 16)?, le64(bytes, at + 24)?])
}

impl Name {
    fn read(bytes: &[u8]) -> Option<Self> {
        let len = usize::from(*bytes.get(64)?) * 2;
        let units = bytes.get(66..)?.get(..len)?.chunks_exact(2);
        let text = text_of_units(units.filter_map(|unit| le16(unit, 0)));
        let parent = Reference::read(bytes, 0)?;
        Some(Self { parent, text, is_dos: *bytes.get(65)? == 2, times: times(bytes, 8)? })
    }
}

impl Reparse {
    fn read(bytes: &[u8]) -> Option<Self> {
        let tag = le32(bytes, 0)?;
        let target = match tag {
            // A junction and a symbolic link: where the substitute name stands.
            0xa000_0003 => named(bytes, 16),
            0xa000_000c => named(bytes, 20),
            // A symbolic link of the Subsystem for Linux: UTF-8 after a version.
            0xa000_001d => {
                bytes.get(12..).map(|name| text_of_bytes(name, Some(encoding_rs::UTF_8)))
            }
            _ => None,
        };
        Some(Self { tag, target: target.unwrap_or_default() })
    }
}

fn named(bytes: &[u8], names_at: usize) -> Option<String> {
    let at = names_at + usize::from(le16(bytes, 8)?);
    let units = bytes.get(at..)?.get(..usize::from(le16(bytes, 10)?))?.chunks_exact(2);
    Some(text_of_units(units.filter_map(|unit| le16(unit, 0))))
}

/// A GUID as Windows writes it.
fn guid(bytes: &[u8]) -> Option<String> {
    let (first, second, third) = (le32(bytes, 0)?, le16(bytes, 4)?, le16(bytes, 6)?);
    let rest: Vec<String> = bytes.get(8..16)?.iter().map(|byte| format!("{byte:02x}")).collect();
    let (head, tail) = rest.split_at(2);
    Some(format!("{first:08x}-{second:04x}-{third:04x}-{}-{}", head.concat(), tail.concat()))
}
