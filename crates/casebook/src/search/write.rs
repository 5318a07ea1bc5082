//! Writing the index: every record of the tables as one document, beside the old index, which it
//! replaces when it is whole.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use model::record::{KINDS, Kind};
use tables::{Engine, StatedText, TablesFault, TextRecord, TextRole};
use tantivy::indexer::{NoMergePolicy, UserOperation};
use tantivy::{Index, IndexWriter, TantivyDocument};

use super::words::APART;
use super::{FOLDER, Fields, index_fault, register, schema};
use crate::case::Case;
use crate::fault::Fault;
use crate::keeper::tables_fault;

/// Memory of the index writer in bytes. A segment is closed when it is used up; a million records
/// fill it about once, so that segments need not be merged.
const WRITER_BYTES: usize = 256 << 20;

/// Documents handed over at once, so that two threads need not meet for every one.
const BATCH: usize = 8;

/// Bytes of text after which the index is brought to the disk. Thousands of documents wait for the
/// thread that indexes them, however long they are: this bounds what they hold.
const COMMIT_BYTES: usize = 256 << 20;

/// Room for the texts of a record; most have less.
const WORDS_BYTES: usize = 256;

/// How far the work is, and whether it should stop; it may be watched from another thread.
#[derive(Debug, Default)]
pub(crate) struct Renewal {
    /// Records handed to the index so far.
    pub(crate) done: AtomicU64,
    /// Set to stop the work.
    pub(crate) stop: AtomicBool,
}

/// Why indexing stopped.
enum Stop {
    Tables(TablesFault),
    Index(tantivy::TantivyError),
    Asked,
}

impl From<TablesFault> for Stop {
    fn from(fault: TablesFault) -> Self {
        Self::Tables(fault)
    }
}

impl From<tantivy::TantivyError> for Stop {
    fn from(fault: tantivy::TantivyError) -> Self {
        Self::Index(fault)
    }
}

/// Builds the index anew, beside the old one, and takes its place when it is whole. Same tables,
/// same index: one thread writes it, and its segments are not merged.
pub(crate) fn renew(case: &Case, engine: &Engine, renewal: &Renewal) -> Result<u64, Fault> {
    let aside = case.path("index.unfinished");
    let place = case.path(FOLDER);
    let clear = |path: &Path| match fs::remove_dir_all(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        done => done.map_err(|e| Fault::io(path, e)),
    };
    clear(&aside)?;
    fs::create_dir_all(&aside).map_err(|e| Fault::io(&aside, e))?;
    fill(&aside, engine, renewal).map_err(|stop| match stop {
        Stop::Tables(fault) => tables_fault(&fault),
        Stop::Index(fault) => match has_room(&aside) {
            Ok(()) => index_fault(fault),
            Err(full) => Fault::io(&aside, full),
        },
        Stop::Asked => Fault::interrupted("index"),
    })?;
    clear(&place)?;
    fs::rename(&aside, &place).map_err(|e| Fault::io(&place, e))?;
    Ok(renewal.done.load(Ordering::Relaxed))
}

/// Whether the disk still takes a file. The library says of a thread that could not write only that
/// it failed; a full disk is told apart by asking it.
fn has_room(folder: &Path) -> std::io::Result<()> {
    const PROBE_BYTES: usize = 1 << 20;
    let probe = folder.join("probe");
    let written = fs::write(&probe, vec![0; PROBE_BYTES]);
    // What is left over is cleared by the next build.
    let _ = fs::remove_file(&probe);
    written
}

fn fill(folder: &Path, engine: &Engine, renewal: &Renewal) -> Result<(), Stop> {
    let (schema, fields) = schema();
    let index = Index::create_in_dir(folder, schema)?;
    register(&index);
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, WRITER_BYTES)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let mut batch = Vec::with_capacity(BATCH);
    let mut bytes = 0;
    for kind in KINDS {
        engine.texts(*kind, |record| {
            let document = document(&fields, *kind, &record);
            batch.push(UserOperation::Add(document));
            bytes += record.texts.iter().map(|stated| stated.text.len()).sum::<usize>();
            if bytes >= COMMIT_BYTES {
                bytes = 0;
                hand_over(&writer, &mut batch, renewal)?;
                writer.commit()?;
            } else if batch.len() == BATCH {
                hand_over(&writer, &mut batch, renewal)?;
            }
            Ok::<(), Stop>(())
        })?;
    }
    hand_over(&writer, &mut batch, renewal)?;
    writer.commit()?;
    Ok(writer.wait_merging_threads()?)
}

/// The document of a record. What two of its columns state alike (a phone as stated that is
/// canonical already) is one word of it, not two. All its texts are one text of the index.
fn document(fields: &Fields, kind: Kind, record: &TextRecord<'_>) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_u64(fields.kind, u64::from(kind as u8));
    document.add_u64(fields.exhibit, u64::from(record.record.exhibit.0));
    document.add_u64(fields.row, record.record.row);
    let mut words = String::with_capacity(WORDS_BYTES);
    for (at, stated) in record.texts.iter().enumerate() {
        let before = record.texts.get(..at).unwrap_or_default();
        let mut alike = before.iter().filter(|other| other.text == stated.text).peekable();
        if alike.peek().is_none() {
            words.push_str(own_words(stated));
            words.push(APART);
        }
        let is_key = |stated: &StatedText<'_>| stated.role != TextRole::Words;
        if is_key(stated) && !alike.any(is_key) {
            document.add_text(fields.key, stated.text);
        }
    }
    document.add_text(fields.text, &words);
    document
}

/// What the source states of a text: all but the house's name of the platform before an account.
fn own_words<'a>(stated: &StatedText<'a>) -> &'a str {
    match stated.role {
        TextRole::Account => stated.text.split_once(':').map_or(stated.text, |(_, id)| id),
        TextRole::Words | TextRole::Identifier => stated.text,
    }
}

fn hand_over(
    writer: &IndexWriter,
    batch: &mut Vec<UserOperation>,
    renewal: &Renewal,
) -> Result<(), Stop> {
    let records = batch.len() as u64;
    writer.run(std::mem::replace(batch, Vec::with_capacity(BATCH)))?;
    renewal.done.fetch_add(records, Ordering::Relaxed);
    if renewal.stop.load(Ordering::Relaxed) { Err(Stop::Asked) } else { Ok(()) }
}
