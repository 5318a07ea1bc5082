//! The trailer of a DMG, and the tables of its parts in the property list.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::bytes_at::{be32, be64};

/// Bytes of the trailer.
pub(super) const KOLY_BYTES: u64 = 512;

/// Bytes of a sector; all tables count in them.
pub(super) const SECTOR_BYTES: u64 = 512;

/// Bytes in front of the runs of a table, and of a run.
const TABLE_HEADER_BYTES: usize = 204;
const RUN_BYTES: usize = 40;

/// The kind of a sum that is a CRC-32.
const CRC_32: u32 = 2;

/// Parts of a disk: partitions, their tables and the gaps between.
const PARTS_MAX: usize = 4_096;

/// Bytes of a name that are kept.
const NAME_CHARS_MAX: usize = 200;

/// What a trailer states.
#[derive(Debug, Clone, Default)]
pub(super) struct Trailer {
    pub(super) version: u32,
    pub(super) data_at: u64,
    pub(super) data_bytes: u64,
    pub(super) segments: u32,
    pub(super) xml_at: u64,
    pub(super) xml_bytes: u64,
    pub(super) sectors: u64,
    /// CRC-32 of the packed data, where one is stated.
    pub(super) data_sum: Option<u32>,
    /// CRC-32 of the sums of all parts, where one is stated.
    pub(super) parts_sum: Option<u32>,
}

impl Trailer {
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        Some(Self {
            version: be32(bytes, 4)?,
            data_at: be64(bytes, 24)?,
            data_bytes: be64(bytes, 32)?,
            segments: be32(bytes, 60)?,
            xml_at: be64(bytes, 216)?,
            xml_bytes: be64(bytes, 224)?,
            sectors: be64(bytes, 492)?,
            data_sum: sum(bytes, 80),
            parts_sum: sum(bytes, 352),
        })
    }
}

/// A sum of 32 bits at `at`; one of another kind counts as none.
fn sum(bytes: &[u8], at: usize) -> Option<u32> {
    let is_crc = be32(bytes, at)? == CRC_32 && be32(bytes, at + 4)? == 32;
    is_crc.then(|| be32(bytes, at + 8))?
}

/// How a run is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Zeros,
    /// Free space that was not kept: zeros, and left out of the sums.
    Free,
    Raw,
    Zlib,
    Bzip2,
    Lzma,
    Lzfse,
    /// Apple Data Compression.
    Adc,
}

/// A run of sectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) method: Method,
    /// First decoded byte of the disk, and the one after its last.
    pub(super) start: u64,
    pub(super) end: u64,
    /// Where its stored bytes stand in the packed data, and their number.
    pub(super) at: u64,
    pub(super) stored: u64,
}

/// A part of the disk: a partition, a table, free space.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) first_sector: u64,
    pub(super) sectors: u64,
    pub(super) sum: Option<u32>,
    pub(super) runs: Vec<Run>,
    /// Whether a run has a method of compression that is not known.
    pub(super) has_unknown: bool,
}

impl Part {
    fn parse(table: &[u8], name: &str) -> Result<Self, String> {
        let cut_off = || format!("the table of the part {name:?} is cut off");
        if !table.starts_with(b"mish") {
            return Err(format!("the part {name:?} has no table"));
        }
        let field = |at| be64(table, at).ok_or_else(cut_off);
        let (first_sector, sectors, base) = (field(8)?, field(16)?, field(24)?);
        let count = be32(table, 200).ok_or_else(cut_off)? as usize;
        let runs = table.get(TABLE_HEADER_BYTES..).ok_or_else(cut_off)?;
        if runs.len() / RUN_BYTES < count {
            return Err(format!("the part {name:?} states {count} runs and has no room for them"));
        }
        let mut part = Self {
            name: name.chars().take(NAME_CHARS_MAX).collect(),
            first_sector,
            sectors,
            sum: sum(table, 64),
            ..Self::default()
        };
        for run in runs.chunks_exact(RUN_BYTES).take(count) {
            if !part
                .run(run, base)
                .ok_or_else(|| format!("a run of {name:?} lies beyond any disk"))?
            {
                break;
            }
        }
        Ok(part)
    }

    /// Takes a run; `false` where it is the last.
    fn run(&mut self, run: &[u8], base: u64) -> Option<bool> {
        let method = match be32(run, 0)? {
            0 => Method::Zeros,
            2 => Method::Free,
            1 => Method::Raw,
            0x8000_0004 => Method::Adc,
            0x8000_0005 => Method::Zlib,
            0x8000_0006 => Method::Bzip2,
            0x8000_0007 => Method::Lzfse,
            0x8000_0008 => Method::Lzma,
            0x7FFF_FFFE => return Some(true),
            0xFFFF_FFFF => return Some(false),
            _ => {
                self.has_unknown = true;
                return Some(true);
            }
        };
        let start = self.first_sector.checked_add(be64(run, 8)?)?.checked_mul(SECTOR_BYTES)?;
        let end = start.checked_add(be64(run, 16)?.checked_mul(SECTOR_BYTES)?)?;
        let at = base.checked_add(be64(run, 24)?)?;
        let stored = be64(run, 32)?;
        if end > start {
            self.runs.push(Run { method, start, end, at, stored });
        }
        Some(true)
    }
}

/// The parts that the property list names under `blkx`, in its order.
pub(super) fn parts(xml: &[u8]) -> Result<Vec<Part>, String> {
    let xml = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&xml);
    let mut parts = Vec::new();
    let mut state = List::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => state.open(tag.name().as_ref()),
            Ok(Event::End(tag)) => {
                if let Some((name, table)) = state.close(tag.name().as_ref()) {
                    if parts.len() >= PARTS_MAX {
                        return Err(format!("the image has more than {PARTS_MAX} parts"));
                    }
                    let packed: Vec<u8> =
                        table.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
                    let table = STANDARD.decode(packed);
                    let table = table.map_err(|_| format!("the table of {name:?} is damaged"))?;
                    parts.push(Part::parse(&table, &name)?);
                }
            }
            Ok(Event::Text(text)) => state.text.push_str(&text),
            Ok(Event::GeneralRef(entity)) => {
                state.text.extend(["&", &*entity, ";"]);
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => return Err(format!("the property list is damaged: {error}")),
        }
    }
    if parts.is_empty() { Err("the property list names no part".to_owned()) } else { Ok(parts) }
}

/// Where in the property list the reading is.
#[derive(Debug, Default)]
struct List {
    text: String,
    key: String,
    depth: usize,
    /// The depth of the array under `blkx`.
    blkx: Option<usize>,
    name: String,
    data: Option<String>,
}

impl List {
    fn open(&mut self, tag: &str) {
        self.depth += 1;
        self.text.clear();
        if tag == "array" && self.key == "blkx" {
            self.blkx = Some(self.depth);
        }
    }

    /// Takes the end of an element; gives name and table of a part that ends with it.
    fn close(&mut self, tag: &str) -> Option<(String, String)> {
        let within = self.blkx.is_some();
        match tag {
            "key" => self.key = std::mem::take(&mut self.text),
            "string" if within && self.name.is_empty() && self.key.ends_with("Name") => {
                self.name = std::mem::take(&mut self.text);
            }
            "data" if within && self.key == "Data" => {
                self.data = Some(std::mem::take(&mut self.text));
            }
            "array" if self.blkx == Some(self.depth) => self.blkx = None,
            _ => {}
        }
        self.depth = self.depth.saturating_sub(1);
        let is_part = tag == "dict" && within;
        let data = if is_part { self.data.take() } else { None };
        data.map(|data| (std::mem::take(&mut self.name), data))
    }
}
