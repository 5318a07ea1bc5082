//! The content of an AFF4 image: a map of the disk onto streams, and streams in chunks.

use std::collections::BTreeMap;
use std::io;

use flate2::{Decompress, FlushDecompress};

use super::super::blocks::{Blocks, Span, piece};
use super::super::bytes_at::{invalid, le32, le64, read, sign_of_life};
use super::volume::Segment;
use crate::format::ReadSeek;

/// Largest chunk: the standard makes 32 KiB.
pub(super) const CHUNK_BYTES_MAX: u64 = 16 << 20;

/// Chunks of one bevy: the standard makes 2,048 at most.
pub(super) const BEVY_CHUNKS_MAX: u64 = 1 << 20;

/// Bytes of an entry of a bevy's index, and of the map.
const INDEX_ENTRY_BYTES: usize = 12;
const MAP_ENTRY_BYTES: usize = 28;

/// Bytes of a map: four million runs, which are held in memory.
pub(super) const MAP_BYTES_MAX: usize = MAP_ENTRY_BYTES << 22;

/// How the chunks of a stream are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Stored,
    Zlib,
    Deflate,
    Snappy,
    Lz4,
}

impl Method {
    /// The method with this name; none stated means none used.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.trim_end_matches('/') {
            "" | "NullCompressor" | "compression/stored" => Self::Stored,
            "https://www.ietf.org/rfc/rfc1950.txt" => Self::Zlib,
            "https://tools.ietf.org/html/rfc1951" | "https://www.ietf.org/rfc/rfc1951.txt" => {
                Self::Deflate
            }
            "http://code.google.com/p/snappy" | "https://github.com/google/snappy" => Self::Snappy,
            "https://code.google.com/p/lz4" | "https://github.com/lz4/lz4" => Self::Lz4,
            _ => return None,
        })
    }
}

/// A stream in chunks.
#[derive(Debug, Clone)]
pub(super) struct Stream {
    pub(super) name: String,
    pub(super) len: u64,
    pub(super) chunk_bytes: u64,
    pub(super) bevy_chunks: u64,
    pub(super) method: Method,
}

/// Where a run of the map stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// Every byte of it is this one.
    Byte(u8),
    /// In the stream of this number.
    Stream(usize),
    /// It cannot be had; why.
    Missing(String),
}

/// A run of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) start: u64,
    pub(super) len: u64,
    pub(super) at: u64,
    pub(super) target: u32,
}

/// The runs of a map, in the order of the disk.
pub(super) fn runs(map: &[u8]) -> Vec<Run> {
    let run = |entry: &[u8]| {
        Some(Run {
            start: le64(entry, 0)?,
            len: le64(entry, 8)?,
            at: le64(entry, 16)?,
            target: le32(entry, 24)?,
        })
    };
    let mut runs: Vec<Run> = map.chunks_exact(MAP_ENTRY_BYTES).filter_map(run).collect();
    runs.retain(|run| run.len > 0);
    runs.sort_by_key(|run| run.start);
    runs
}

/// What is needed to decode chunks.
pub(super) struct Chunks<'a> {
    pub(super) bytes: &'a mut dyn ReadSeek,
    pub(super) segments: BTreeMap<String, Segment>,
    pub(super) streams: Vec<Stream>,
    /// The bevy whose index is at hand: stream and number.
    bevy: Option<(usize, u64)>,
    index: Vec<u8>,
    data: (u64, u64),
    /// The chunk at hand: stream and number. Runs of a map are often smaller than a chunk.
    chunk: Option<(usize, u64)>,
    content: Vec<u8>,
}

impl<'a> Chunks<'a> {
    pub(super) fn new(
        bytes: &'a mut dyn ReadSeek,
        segments: BTreeMap<String, Segment>,
        streams: Vec<Stream>,
    ) -> Self {
        let (index, content) = (Vec::new(), Vec::new());
        Self { bytes, segments, streams, bevy: None, index, data: (0, 0), chunk: None, content }
    }

    fn stream(&self, number: usize) -> io::Result<Stream> {
        self.streams.get(number).cloned().ok_or_else(|| invalid("no such stream"))
    }

    /// Bytes of a stream up to its first bevy that is not there.
    pub(super) fn placed(&self, number: usize) -> u64 {
        let Some(stream) = self.streams.get(number) else { return 0 };
        let is_there =
            |bevy: &u64| self.segments.contains_key(&format!("{}/{bevy:08}", stream.name));
        let bevies = (0..u64::from(u32::MAX)).take_while(is_there).count() as u64;
        bevies.saturating_mul(stream.bevy_chunks).saturating_mul(stream.chunk_bytes)
    }

    fn open_bevy(&mut self, number: usize, stream: &Stream, bevy: u64) -> io::Result<()> {
        if self.bevy == Some((number, bevy)) {
            return Ok(());
        }
        let name = format!("{}/{bevy:08}", stream.name);
        let find = |suffix: &str| {
            let segment = self.segments.get(&format!("{name}{suffix}")).copied();
            let segment = segment.ok_or_else(|| invalid(format!("{name}{suffix} is not there")))?;
            let packed =
                || invalid(format!("{name}{suffix} is packed once more, which is not read"));
            segment.is_plain.then_some(segment).ok_or_else(packed)
        };
        let (data, index) = (find("")?, find(".index")?);
        self.bevy = None;
        let max = usize::try_from(stream.bevy_chunks).unwrap_or(0) * INDEX_ENTRY_BYTES;
        let index_bytes = index.len.min(max as u64);
        self.index = read(self.bytes, index.at, index_bytes, max)?;
        let stored: u64 = self
            .index
            .chunks_exact(INDEX_ENTRY_BYTES)
            .filter_map(|entry| le32(entry, 8))
            .map(u64::from)
            .sum();
        // Chunks that share their bytes are those of an image that expands without end.
        if stored > data.len {
            return Err(invalid(format!("{name} states more chunks than it has room for")));
        }
        self.data = (data.at, data.len);
        self.bevy = Some((number, bevy));
        Ok(())
    }

    /// Decodes the chunk `chunk` of a stream into `content`.
    fn open_chunk(&mut self, number: usize, chunk: u64) -> io::Result<()> {
        if self.chunk == Some((number, chunk)) {
            return Ok(());
        }
        let stream = self.stream(number)?;
        self.open_bevy(number, &stream, chunk / stream.bevy_chunks)?;
        let lost = || invalid(format!("chunk {chunk} of {} is not there", stream.name));
        let entry = usize::try_from(chunk % stream.bevy_chunks).map_err(|_| lost())?;
        let entry = entry * INDEX_ENTRY_BYTES;
        let (Some(offset), Some(len)) = (le64(&self.index, entry), le32(&self.index, entry + 8))
        else {
            return Err(lost());
        };
        let (data_at, data_len) = self.data;
        if offset.checked_add(len.into()).is_none_or(|end| end > data_len) {
            return Err(invalid(format!("chunk {chunk} of {} ends past its bevy", stream.name)));
        }
        let max = usize::try_from(CHUNK_BYTES_MAX * 2).unwrap_or(0);
        let stored = read(self.bytes, data_at.saturating_add(offset), len.into(), max)?;
        self.chunk = None;
        self.content.resize(usize::try_from(stream.chunk_bytes).unwrap_or(0), 0);
        let count = unpack(&stream, &stored, &mut self.content);
        let count = count.map_err(|why| {
            invalid(format!("chunk {chunk} of {} is damaged: {why}", stream.name))
        })?;
        self.content.truncate(count);
        self.chunk = Some((number, chunk));
        Ok(())
    }

    /// Copies bytes of a stream that stand in one chunk.
    fn copy(&mut self, number: usize, at: u64, into: &mut [u8]) -> io::Result<()> {
        let stream = self.stream(number)?;
        self.open_chunk(number, at / stream.chunk_bytes)?;
        let offset = usize::try_from(at % stream.chunk_bytes).unwrap_or(usize::MAX);
        let from = self.content.get(offset..).and_then(|rest| rest.get(..into.len()));
        into.copy_from_slice(from.ok_or_else(|| {
            invalid(format!("the chunk at byte {at} of {} is cut off", stream.name))
        })?);
        Ok(())
    }
}

/// Unpacks a chunk; gives the number of its bytes.
fn unpack(stream: &Stream, stored: &[u8], into: &mut [u8]) -> Result<usize, String> {
    // A chunk that does not get smaller is stored as it is, whatever the method.
    if stored.len() == into.len() || stream.method == Method::Stored {
        let to = into.get_mut(..stored.len()).ok_or("it is longer than a chunk")?;
        to.copy_from_slice(stored);
        return Ok(stored.len());
    }
    let inflate = |has_header: bool, into: &mut [u8]| {
        let mut inflate = Decompress::new(has_header);
        let status = inflate.decompress(stored, into, FlushDecompress::Finish);
        status.map_err(|error| error.to_string())?;
        usize::try_from(inflate.total_out()).map_err(|error| error.to_string())
    };
    match stream.method {
        Method::Zlib => inflate(true, into),
        Method::Deflate => inflate(false, into),
        Method::Snappy => {
            snap::raw::Decoder::new().decompress(stored, into).map_err(|error| error.to_string())
        }
        Method::Lz4 => {
            lz4_flex::block::decompress_into(stored, into).map_err(|error| error.to_string())
        }
        Method::Stored => Ok(0),
    }
}

/// One stream by itself, to check its digests.
pub(super) struct Whole<'c, 'a>(pub(super) &'c mut Chunks<'a>, pub(super) usize);

impl Blocks for Whole<'_, '_> {
    fn len_bytes(&self) -> u64 {
        self.0.streams.get(self.1).map_or(0, |stream| stream.len)
    }

    fn span(&mut self, at: u64) -> io::Result<Span> {
        let stream = self.0.stream(self.1)?;
        let start = at - at % stream.chunk_bytes;
        let len = stream.chunk_bytes.min(stream.len.saturating_sub(start));
        Ok(Span { start, len: usize::try_from(len).unwrap_or(usize::MAX) })
    }

    fn decode(&mut self, span: Span, into: &mut [u8]) -> io::Result<()> {
        self.0.copy(self.1, span.start, into)
    }
}

/// A disk, mapped onto streams.
pub(super) struct Mapped<'c, 'a> {
    pub(super) chunks: &'c mut Chunks<'a>,
    pub(super) runs: Vec<Run>,
    pub(super) targets: Vec<Target>,
    /// What stands where no run is.
    pub(super) gap: Target,
    pub(super) len: u64,
}

impl Mapped<'_, '_> {
    /// The run or gap that holds `at`: its bounds, its target, and where in that it stands.
    fn find(&self, at: u64) -> (u64, u64, Target, u64) {
        let after = self.runs.partition_point(|run| run.start <= at);
        let next = self.runs.get(after).map_or(self.len, |next| next.start).min(self.len);
        let run = after.checked_sub(1).and_then(|index| self.runs.get(index));
        let run = run.filter(|run| at - run.start < run.len);
        let Some(run) = run else {
            let before = after.checked_sub(1).and_then(|index| self.runs.get(index));
            let start = before.map_or(0, |run| run.start.saturating_add(run.len));
            return (start.min(at), next, self.gap.clone(), 0);
        };
        let target = usize::try_from(run.target).ok().and_then(|index| self.targets.get(index));
        let target = target.cloned();
        let unknown = || Target::Missing(format!("no stream has the number {}", run.target));
        let end = run.start.saturating_add(run.len).min(next);
        (run.start, end, target.unwrap_or_else(unknown), run.at)
    }

    /// The number of bytes that are one value over and over, which no chunk holds.
    pub(super) fn bytes_of_nothing(&self) -> u64 {
        let in_streams = self.runs.iter().filter(|run| {
            let target = usize::try_from(run.target).ok().and_then(|at| self.targets.get(at));
            matches!(target, Some(Target::Stream(_)))
        });
        let placed = in_streams.fold(0_u64, |sum, run| sum.saturating_add(run.len));
        self.len.saturating_sub(placed)
    }
}

impl Blocks for Mapped<'_, '_> {
    fn len_bytes(&self) -> u64 {
        self.len
    }

    fn span(&mut self, at: u64) -> io::Result<Span> {
        let (start, end, target, in_target) = self.find(at);
        let Target::Stream(number) = target else { return Ok(piece(start, end, at)) };
        let chunk_bytes = self.chunks.stream(number)?.chunk_bytes;
        let in_stream = in_target.checked_add(at - start);
        let within = in_stream.ok_or_else(|| invalid("a run leads past 2^64"))? % chunk_bytes;
        let first = at.saturating_sub(within).max(start);
        let last = at.saturating_add(chunk_bytes - within).min(end);
        Ok(Span { start: first, len: usize::try_from(last - first).unwrap_or(usize::MAX) })
    }

    fn decode(&mut self, span: Span, into: &mut [u8]) -> io::Result<()> {
        let (start, _, target, in_target) = self.find(span.start);
        match target {
            Target::Byte(byte) => {
                sign_of_life(self.chunks.bytes)?;
                into.fill(byte);
                Ok(())
            }
            Target::Missing(why) => Err(invalid(why)),
            Target::Stream(number) => {
                let at = in_target.checked_add(span.start - start);
                let at = at.ok_or_else(|| invalid("a run leads past 2^64"))?;
                self.chunks.copy(number, at, into)
            }
        }
    }
}
