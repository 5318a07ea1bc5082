//! What the statements of an AFF4 volume say: its images, streams, digests, and facts in words.

use std::io;

use model::{Phrase, say};

use super::super::blocks::IMAGE_BYTES_MAX;
use super::super::bytes_at::invalid;
use super::super::stored_digests::{Algorithm, Stated, digest_of};
use super::image::{
    BEVY_CHUNKS_MAX, CHUNK_BYTES_MAX, MAP_BYTES_MAX, Method, Run, Stream, Target, runs,
};
use super::turtle::{Object, Statements};
use super::volume::Volume;

/// Kinds of objects whose facts are told in words.
const TOLD: &[&str] =
    &["DiskImage", "CaseDetails", "CaseNotes", "TimeStamps", "Image", "MemoryImage"];

/// Most sentences, and longest.
const SENTENCES_MAX: usize = 64;
const SENTENCE_CHARS_MAX: usize = 2_000;

/// Bytes of the list of a map's targets.
const IDX_BYTES_MAX: usize = 1 << 20;

/// Streams of one volume, and targets of one map.
const STREAMS_MAX: usize = 4_096;

/// Names of all objects that are of a type.
pub(super) fn of_type<'s>(
    statements: &'s Statements,
    kind: &'s str,
) -> impl Iterator<Item = &'s str> {
    let is = move |object: &Object| {
        object.get("type").is_some_and(|kinds| kinds.iter().any(|value| value.text == kind))
    };
    statements.objects.iter().filter(move |(_, object)| is(object)).map(|(name, _)| name.as_str())
}

fn text<'s>(statements: &'s Statements, name: &str, predicate: &str) -> Option<&'s str> {
    let values = statements.objects.get(name)?.get(predicate)?;
    values.first().map(|value| value.text.as_str())
}

fn number(statements: &Statements, name: &str, predicate: &str) -> Option<u64> {
    text(statements, name, predicate)?.parse().ok()
}

/// The images of disks: what has a data stream, else each map, else each stream.
pub(super) fn images(statements: &Statements) -> Vec<&str> {
    let has_data = |name: &&str| text(statements, name, "dataStream").is_some();
    let images: Vec<&str> =
        statements.objects.keys().map(String::as_str).filter(has_data).collect();
    if !images.is_empty() {
        return images;
    }
    let maps: Vec<&str> = of_type(statements, "Map").collect();
    if maps.is_empty() { of_type(statements, "ImageStream").collect() } else { maps }
}

/// All streams in chunks.
pub(super) fn streams(statements: &Statements) -> Result<Vec<Stream>, String> {
    let mut streams = Vec::new();
    for name in of_type(statements, "ImageStream") {
        let of = |predicate| number(statements, name, predicate);
        let chunk_bytes = of("chunkSize").unwrap_or(0);
        let bevy_chunks = of("chunksInSegment").unwrap_or(0);
        let absurd = !(1..=CHUNK_BYTES_MAX).contains(&chunk_bytes)
            || !(1..=BEVY_CHUNKS_MAX).contains(&bevy_chunks);
        if absurd {
            return Err(format!(
                "the stream {name} states {bevy_chunks} chunks of {chunk_bytes} bytes in a segment"
            ));
        }
        let len = of("size").unwrap_or(0);
        if len > IMAGE_BYTES_MAX {
            return Err(format!("the stream {name} states {len} bytes"));
        }
        let method = text(statements, name, "compressionMethod").unwrap_or_default();
        let method = Method::named(method)
            .ok_or_else(|| format!("the stream {name} has the unknown compression {method}"))?;
        streams.push(Stream { name: name.to_owned(), len, chunk_bytes, bevy_chunks, method });
        if streams.len() > STREAMS_MAX {
            return Err(format!("the volume has more than {STREAMS_MAX} streams"));
        }
    }
    Ok(streams)
}

/// The linear digests that are stated of an object's content.
pub(super) fn stated(statements: &Statements, name: &str) -> Vec<Stated> {
    let values = statements.objects.get(name).and_then(|object| object.get("hash"));
    let stated = values.into_iter().flatten().filter_map(|value| {
        let algorithm = algorithm(&value.kind)?;
        Some(Stated { algorithm, digest: value.text.to_lowercase() })
    });
    stated.collect()
}

fn algorithm(kind: &str) -> Option<Algorithm> {
    Some(match kind {
        "MD5" => Algorithm::Md5,
        "SHA1" => Algorithm::Sha1,
        "SHA256" => Algorithm::Sha256,
        "SHA512" => Algorithm::Sha512,
        _ => return None,
    })
}

/// What a target of a map stands for.
pub(super) fn named(name: &str, streams: &[Stream]) -> Target {
    let name = name.strip_prefix("http://aff4.org/Schema#").unwrap_or(name);
    if let Some(number) = streams.iter().position(|stream| stream.name == name) {
        return Target::Stream(number);
    }
    let symbol =
        name.strip_prefix("SymbolicStream").and_then(|hex| u8::from_str_radix(hex, 16).ok());
    match (name, symbol) {
        ("Zero", _) => Target::Byte(0),
        (_, Some(byte)) => Target::Byte(byte),
        ("UnreadableData" | "UnknownData", _) => {
            Target::Missing(format!("it was not read on acquisition ({name})"))
        }
        _ => Target::Missing(format!("it stands in {name}, which is not in this volume")),
    }
}

/// An image of a disk: its map, checked.
#[derive(Debug, Default)]
pub(super) struct Disk {
    pub(super) name: String,
    /// The map or stream that holds its content.
    pub(super) data: String,
    pub(super) len: u64,
    pub(super) runs: Vec<Run>,
    pub(super) targets: Vec<String>,
    pub(super) gap: String,
    /// Digests of the map's own parts: what, as stated, as found.
    pub(super) checked: Vec<(Phrase, Stated, String)>,
}

impl Disk {
    /// Reads the map of an image.
    pub(super) fn read(
        statements: &Statements,
        volume: &mut Volume<'_>,
        name: &str,
    ) -> io::Result<Self> {
        let data = text(statements, name, "dataStream").unwrap_or(name).to_owned();
        let gap = text(statements, &data, "mapGapDefaultStream").unwrap_or("Zero").to_owned();
        let mut disk = Self { name: name.to_owned(), data, gap, ..Self::default() };
        let size = number(statements, &disk.data, "size");
        if of_type(statements, "ImageStream").any(|stream| stream == disk.data) {
            disk.len = size.unwrap_or(0);
            disk.runs = vec![Run { start: 0, len: disk.len, at: 0, target: 0 }];
            disk.targets = vec![disk.data.clone()];
            return Ok(disk);
        }
        let map = disk.part(statements, volume, "map", "mapPointHash", MAP_BYTES_MAX)?;
        let map = map.ok_or_else(|| invalid(format!("the map of {} is not there", disk.data)))?;
        let idx = disk.part(statements, volume, "idx", "mapIdxHash", IDX_BYTES_MAX)?;
        disk.part(statements, volume, "mapPath", "mapPathHash", IDX_BYTES_MAX)?;
        let idx = idx.unwrap_or_default();
        let lines = String::from_utf8_lossy(&idx);
        disk.targets = lines.lines().map(|line| line.trim().to_owned()).take(STREAMS_MAX).collect();
        disk.runs = runs(&map);
        let end = disk.runs.last().map_or(0, |run| run.start.saturating_add(run.len));
        disk.len = size.unwrap_or(end);
        Ok(disk)
    }

    /// Reads a part of the map, and checks the digest that is stated of it.
    fn part(
        &mut self,
        statements: &Statements,
        volume: &mut Volume<'_>,
        part: &str,
        predicate: &str,
        max: usize,
    ) -> io::Result<Option<Vec<u8>>> {
        let Some(segment) = volume.segment(&format!("{}/{part}", self.data)) else {
            return Ok(None);
        };
        let bytes = volume.read(segment, max)?;
        let object = statements.objects.get(&self.data);
        let stated = object.and_then(|object| object.get(predicate)).and_then(|v| v.first());
        if let Some((stated, algorithm)) = stated.and_then(|v| Some((v, algorithm(&v.kind)?))) {
            let found = digest_of(algorithm, &bytes);
            let stated = Stated { algorithm, digest: stated.text.to_lowercase() };
            self.checked.push((say::map_part(part), stated, found));
        }
        Ok(Some(bytes))
    }
}

/// What is said in words of disks, cases and times, one sentence an object.
pub(super) fn sentences(statements: &Statements) -> Vec<Phrase> {
    let mut sentences = Vec::new();
    let mut unchecked = 0;
    for object in statements.objects.values() {
        let kinds = object.get("type").map(Vec::as_slice).unwrap_or_default();
        unchecked += usize::from(kinds.iter().any(|kind| kind.text == "BlockHashes"));
        let Some(kind) = kinds.iter().find(|kind| TOLD.contains(&kind.text.as_str())) else {
            continue;
        };
        let mut facts = Vec::new();
        for (predicate, values) in object.iter().filter(|(name, _)| *name != "hash") {
            let plain = |text: &str| !text.starts_with("aff4://") && !text.is_empty();
            for value in values.iter().filter(|value| plain(&value.text) && predicate != "type") {
                facts.push(format!("{predicate}: {}", value.text));
            }
        }
        if !facts.is_empty() && sentences.len() < SENTENCES_MAX {
            let facts: String = facts.join("; ").chars().take(SENTENCE_CHARS_MAX).collect();
            sentences.push(say::states_of(&kind.text, facts));
        }
    }
    if unchecked > 0 {
        sentences.push(say::block_digests_unchecked(unchecked));
    }
    sentences
}
