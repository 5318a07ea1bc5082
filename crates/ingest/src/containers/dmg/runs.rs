//! The runs of a DMG, decoded one by one, and the sums over them.

use std::io::{self, Read};

use bzip2::read::BzDecoder;
use flate2::read::ZlibDecoder;
use lzma_rust2::XzReader;

use model::{Phrase, say};

use super::super::Members;
use super::super::blocks::{BLOCK_BYTES_MAX, Blocks, Span, piece};
use super::super::bytes_at::{fill, invalid, sign_of_life};
use super::super::lzfse;
use super::super::stored_digests::{Damage, is_content, nothing_max};
use super::adc;
use super::tables::{Method, Part, Run, Trailer};
use crate::format::ReadSeek;
use crate::sink::{Halt, Note};

/// What a compressed run may have more than its content.
const COMPRESSED_EXTRA_BYTES: u64 = 64 << 10;

/// Memory that unpacking a run of LZMA takes: `hdiutil` uses a dictionary of 8 MiB.
const DICTIONARY_KIB: u32 = 64 << 10;

/// The decoded content of an image.
pub(super) struct Runs<'a> {
    source: &'a mut dyn ReadSeek,
    file_bytes: u64,
    data_at: u64,
    len: u64,
    /// In the order of the disk.
    ordered: Vec<Run>,
}

impl<'a> Runs<'a> {
    pub(super) fn new(
        source: &'a mut dyn ReadSeek,
        file_bytes: u64,
        trailer: &Trailer,
        parts: &[Part],
        len: u64,
    ) -> Self {
        let mut ordered: Vec<Run> = parts.iter().flat_map(|part| &part.runs).copied().collect();
        ordered.sort_by_key(|run| run.start);
        Self { source, file_bytes, data_at: trailer.data_at, len, ordered }
    }

    /// The run that holds `at`, or the end of the gap that does.
    fn find(&self, at: u64) -> Result<Run, u64> {
        let after = self.ordered.partition_point(|run| run.start <= at);
        let run = after.checked_sub(1).and_then(|index| self.ordered.get(index));
        let next = self.ordered.get(after).map_or(self.len, |next| next.start.min(self.len));
        match run.filter(|run| at < run.end) {
            // A run that reaches into the next one ends there.
            Some(run) => Ok(Run { end: run.end.min(next), ..*run }),
            None => Err(next),
        }
    }

    fn load(&mut self, run: Run, max: u64) -> io::Result<Vec<u8>> {
        let place = self.data_at.checked_add(run.at);
        let end = place.and_then(|place| place.checked_add(run.stored));
        let (Some(place), Some(end)) = (place, end) else {
            return Err(invalid("a run is said to stand past 2^64"));
        };
        if end > self.file_bytes || run.stored > max {
            let reason = format!("a run of {} bytes at {place} is past its end", run.stored);
            return Err(invalid(reason));
        }
        let mut stored = vec![0; usize::try_from(run.stored).unwrap_or(0)];
        fill(self.source, place, &mut stored)?;
        Ok(stored)
    }
}

impl Blocks for Runs<'_> {
    fn len_bytes(&self) -> u64 {
        self.len
    }

    fn span(&mut self, at: u64) -> io::Result<Span> {
        Ok(match self.find(at) {
            Ok(Run { method: Method::Zeros | Method::Free | Method::Raw, start, end, .. }) => {
                piece(start, end.min(self.len), at)
            }
            Ok(run) => {
                let len = run.end.min(self.len) - run.start;
                let len = usize::try_from(len).ok().filter(|len| *len <= BLOCK_BYTES_MAX);
                let len = len.ok_or_else(|| invalid("a compressed run is larger than any"))?;
                Span { start: run.start, len }
            }
            Err(next) => piece(at, next, at),
        })
    }

    fn decode(&mut self, span: Span, into: &mut [u8]) -> io::Result<()> {
        let run = self.find(span.start).map_err(|_| invalid("no run holds these sectors"))?;
        let packed_max = into.len() as u64 + COMPRESSED_EXTRA_BYTES;
        match run.method {
            Method::Zeros | Method::Free => {
                sign_of_life(self.source)?;
                into.fill(0);
                Ok(())
            }
            Method::Raw => {
                let within = span.start - run.start;
                if within + into.len() as u64 > run.stored {
                    return Err(invalid("a raw run is shorter than its sectors"));
                }
                let at = run.at.saturating_add(within);
                let part = Run { at, stored: into.len() as u64, ..run };
                let stored = self.load(part, u64::MAX)?;
                into.copy_from_slice(&stored);
                Ok(())
            }
            method => {
                let stored = self.load(run, packed_max)?;
                let stored = stored.as_slice();
                let unpacked = match method {
                    Method::Zlib => ZlibDecoder::new(stored).read_exact(into),
                    Method::Bzip2 => BzDecoder::new(stored).read_exact(into),
                    Method::Lzma => {
                        XzReader::new_mem_limit(stored, true, DICTIONARY_KIB).read_exact(into)
                    }
                    Method::Lzfse => lzfse::unpack(stored, into),
                    _ => adc::unpack(stored, into),
                };
                unpacked.map_err(|error| invalid(format!("a run is damaged: {error}")))
            }
        }
    }
}

/// Computes the sums of the parts and of the packed data, and counts what cannot be decoded.
pub(super) fn verify(
    runs: &mut Runs<'_>,
    trailer: &Trailer,
    parts: &[Part],
    members: &mut dyn Members,
) -> Result<(), Halt> {
    if !members.holds_to_stored_digests() {
        return Ok(());
    }
    let mut damage = Damage::default();
    let mut zeros_left = nothing_max(runs.file_bytes);
    let mut sums = crc32fast::Hasher::new();
    for part in parts {
        let before = damage.blocks;
        let found = sum_of(runs, part, &mut zeros_left, &mut damage)?;
        let found = match (found, damage.blocks - before) {
            (_, 1..) => Err(say::runs_damaged()),
            (None, _) => Err(say::too_many_zeros()),
            (Some(sum), _) => Ok(sum),
        };
        if let Some(stated) = part.sum {
            sums.update(&stated.to_be_bytes());
            members.note(&total(say::named_part(format!("{:?}", part.name)), stated, found))?;
        }
    }
    if let Some(stated) = trailer.parts_sum {
        members.note(&total(say::sums_of_parts(), stated, Ok(sums.finalize())))?;
    } else {
        members.remark(say::parts_sum_missing())?;
    }
    if let Some(stated) = trailer.data_sum {
        members.note(&total(say::packed_data(), stated, data_sum(runs, trailer)?))?;
    }
    match damage.sentence() {
        Some(sentence) => members.remark(sentence),
        None => Ok(()),
    }
}

fn total(what: Phrase, stated: u32, found: Result<u32, Phrase>) -> Note {
    let is_right = found.as_ref().is_ok_and(|found| *found == stated);
    Note::Total {
        what: if is_right {
            say::digest_matches("CRC-32", what)
        } else {
            say::digest_differs("CRC-32", what)
        },
        stated: format!("{stated:08x}"),
        found: found.map_or_else(|why| why.to_string(), |sum| format!("{sum:08x}")),
    }
}

/// The sum over the decoded bytes of a part; `None` where that is too much work.
fn sum_of(
    runs: &mut Runs<'_>,
    part: &Part,
    zeros_left: &mut u64,
    damage: &mut Damage,
) -> Result<Option<u32>, Halt> {
    let mut sum = crc32fast::Hasher::new();
    let mut buffer = Vec::new();
    for run in part.runs.iter().filter(|run| run.method != Method::Free) {
        if run.method == Method::Zeros {
            let len = run.end - run.start;
            let Some(left) = zeros_left.checked_sub(len) else { return Ok(None) };
            *zeros_left = left;
        }
        let mut at = run.start;
        while at < run.end.min(runs.len) {
            let span = match runs.span(at) {
                Ok(span) => span,
                Err(error) => {
                    damage.add(Span { start: at, len: 0 }, &error);
                    break;
                }
            };
            buffer.resize(span.len, 0);
            match runs.decode(span, &mut buffer) {
                Ok(()) => sum.update(&buffer),
                Err(error) if is_content(&error) => damage.add(span, &error),
                Err(error) => return Err(Halt::Read(error)),
            }
            at = span.start + (span.len as u64).max(1);
        }
        if at < run.end {
            damage.add(Span { start: at, len: 0 }, &invalid("a run ends past the disk"));
        }
    }
    Ok(Some(sum.finalize()))
}

fn data_sum(runs: &mut Runs<'_>, trailer: &Trailer) -> Result<Result<u32, Phrase>, Halt> {
    let end = trailer.data_at.checked_add(trailer.data_bytes);
    if end.is_none_or(|end| end > runs.file_bytes) {
        return Ok(Err(say::data_cut_off()));
    }
    let mut sum = crc32fast::Hasher::new();
    let mut buffer = vec![0; 64 << 10];
    runs.source.seek(io::SeekFrom::Start(trailer.data_at)).map_err(Halt::Read)?;
    let mut data = (&mut *runs.source).take(trailer.data_bytes);
    loop {
        match data.read(&mut buffer).map_err(Halt::Read)? {
            0 => return Ok(Ok(sum.finalize())),
            count => sum.update(buffer.get(..count).unwrap_or_default()),
        }
    }
}
