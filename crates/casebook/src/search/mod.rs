//! Search: full text and identifiers over every record, in an index that can be rebuilt.
//!
//! Words are found whatever their case and accents; an identifier (phone, e-mail, IBAN, account) is
//! found as a whole, in any spelling that canonicalises to the same.

use std::fs;

use model::identifier;
use model::record::{KINDS, Kind};
use model::{ExhibitId, RecordRef};
use serde::Serialize;
use tables::{Engine, TablesFault};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, QueryParser, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer,
};
use tantivy::{Index, TantivyDocument, Term};

use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::keeper::tables_fault;
use crate::progress::{Progress, Step};

/// Folder of the index.
const FOLDER: &str = "index";

/// Memory of the index writer in bytes: the library's own recommendation for one thread.
const WRITER_BYTES: usize = 64 << 20;

/// Name of the tokenizer that folds case and accents.
const FOLDING: &str = "folding";

/// Records between two reports of progress.
const REPORT_EVERY: u64 = 10_000;

/// Longest word that is indexed, in bytes; longer ones are encoded data.
const WORD_BYTES_MAX: usize = 100;

struct Fields {
    text: Field,
    key: Field,
    kind: Field,
    exhibit: Field,
    row: Field,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(FOLDING)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let fields = Fields {
        text: builder.add_text_field("text", TextOptions::default().set_indexing_options(indexing)),
        key: builder.add_text_field("key", tantivy::schema::STRING),
        kind: builder.add_u64_field("kind", STORED | INDEXED | FAST),
        exhibit: builder.add_u64_field("exhibit", STORED | INDEXED | FAST),
        row: builder.add_u64_field("row", STORED | FAST),
    };
    (builder.build(), fields)
}

fn register(index: &Index) {
    let folding = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(WORD_BYTES_MAX))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build();
    index.tokenizers().register(FOLDING, folding);
}

/// A record found.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// The record.
    pub record: RecordRef,
    /// Table of its kind.
    pub kind: &'static str,
    /// Where it stands.
    pub place: model::Place,
    /// What it states.
    pub fields: Vec<(String, String)>,
}

/// What a search found.
#[derive(Debug, Clone, Serialize)]
pub struct Hits {
    /// Records in all.
    pub total: usize,
    /// The best of them, at most as many as asked for.
    pub hits: Vec<Hit>,
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

/// Builds the index anew, beside the old one, and takes its place when it is whole.
pub(crate) fn renew(case: &Case, engine: &Engine, progress: &dyn Progress) -> Result<u64, Fault> {
    let aside = case.path("index.unfinished");
    let place = case.path(FOLDER);
    let clear = |path: &std::path::Path| match fs::remove_dir_all(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        done => done.map_err(|e| Fault::io(path, e)),
    };
    clear(&aside)?;
    fs::create_dir_all(&aside).map_err(|e| Fault::io(&aside, e))?;
    let indexed = fill(&aside, engine, progress).map_err(|stop| match stop {
        Stop::Tables(fault) => tables_fault(&fault),
        Stop::Index(fault) => index_fault(fault),
        Stop::Asked => Fault::interrupted("index"),
    })?;
    progress.finish(Step::Index, "");
    clear(&place)?;
    fs::rename(&aside, &place).map_err(|e| Fault::io(&place, e))?;
    Ok(indexed)
}

fn fill(folder: &std::path::Path, engine: &Engine, progress: &dyn Progress) -> Result<u64, Stop> {
    let (schema, fields) = schema();
    let index = Index::create_in_dir(folder, schema).map_err(Stop::Index)?;
    register(&index);
    let mut writer =
        index.writer_with_num_threads::<TantivyDocument>(1, WRITER_BYTES).map_err(Stop::Index)?;
    let total: u64 = engine.counts().values().sum();
    let mut done = 0;
    for kind in KINDS {
        engine.texts(*kind, |record| {
            let mut document = TantivyDocument::default();
            document.add_u64(fields.kind, u64::from(*kind as u8));
            document.add_u64(fields.exhibit, u64::from(record.record.exhibit.0));
            document.add_u64(fields.row, record.record.row);
            for (column, text) in record.texts {
                document.add_text(fields.text, text);
                if is_key(column) {
                    document.add_text(fields.key, text);
                }
            }
            writer.add_document(document).map_err(Stop::Index)?;
            done += 1;
            if done % REPORT_EVERY == 0 {
                progress.advance(Step::Index, "", done, total, "");
                if progress.stop_asked() {
                    return Err(Stop::Asked);
                }
            }
            Ok::<(), Stop>(())
        })?;
    }
    writer.commit().map_err(Stop::Index)?;
    writer.wait_merging_threads().map_err(Stop::Index)?;
    Ok(done)
}

/// Columns whose content is an identifier and is searched as a whole.
fn is_key(column: &str) -> bool {
    [
        "_key",
        "_account",
        "_phone",
        "_email",
        "_document",
        "_handle",
        "reference",
        "uetr",
        "sha256",
        "md5",
        "sha1",
        "address",
    ]
    .iter()
    .any(|suffix| column.ends_with(suffix))
}

/// Searches the case for words or an identifier.
pub fn search(case: &Case, words: &str, limit: usize, kind: Option<Kind>) -> Result<Hits, Fault> {
    let folder = case.path(FOLDER);
    if !folder.exists() {
        return Err(Fault::usage("the case has no search index yet", "run `tutela build`"));
    }
    let index = Index::open_in_dir(&folder).map_err(index_fault)?;
    register(&index);
    let (_, fields) = schema();
    let reader = index.reader().map_err(index_fault)?;
    let searcher = reader.searcher();
    let query = query(case, &index, &fields, words, kind);
    let collectors = (TopDocs::with_limit(limit.max(1)).order_by_score(), Count);
    let (top, total) = searcher.search(&query, &collectors).map_err(index_fault)?;
    let mut found = Vec::new();
    for (_, address) in top {
        let document: TantivyDocument = searcher.doc(address).map_err(index_fault)?;
        let number =
            |field| document.get_first(field).and_then(|value| value.as_u64()).unwrap_or(0);
        let exhibit = ExhibitId(u32::try_from(number(fields.exhibit)).unwrap_or(0));
        found.push(RecordRef { exhibit, row: number(fields.row) });
    }
    Ok(Hits { total, hits: show(case, &found)? })
}

fn show(case: &Case, found: &[RecordRef]) -> Result<Vec<Hit>, Fault> {
    let ledgers = crate::asking::ledgers(case)?;
    let engine = crate::asking::open_tables(case, &ledgers)?;
    let located = engine.locate(None, found).map_err(|e| tables_fault(&e))?;
    let mut hits = Vec::new();
    for record in found {
        if let Some(one) = located.iter().find(|one| one.record == *record) {
            hits.push(Hit {
                record: *record,
                kind: one.kind.table(),
                place: one.place.clone(),
                fields: one.fields.clone(),
            });
        }
    }
    Ok(hits)
}

fn query(
    case: &Case,
    index: &Index,
    fields: &Fields,
    words: &str,
    kind: Option<Kind>,
) -> Box<dyn Query> {
    let mut parser = QueryParser::for_index(index, vec![fields.text]);
    parser.set_conjunction_by_default();
    let (parsed, _) = parser.parse_query_lenient(words);
    let mut either: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Should, parsed)];
    for key in spellings(words, case.facts().region.as_deref()) {
        let term = Term::from_field_text(fields.key, &key);
        either.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::Basic))));
    }
    let either: Box<dyn Query> = Box::new(BooleanQuery::new(either));
    match kind {
        None => either,
        Some(kind) => {
            let term = Term::from_field_u64(fields.kind, u64::from(kind as u8));
            let only = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
            Box::new(BooleanQuery::new(vec![(Occur::Must, either), (Occur::Must, only)]))
        }
    }
}

/// The canonical forms that the words may stand for as an identifier.
fn spellings(words: &str, region: Option<&str>) -> Vec<String> {
    let words = words.trim();
    let mut keys = vec![words.to_owned(), words.to_lowercase()];
    if let Some(phone) = identifier::phone(words, region) {
        keys.push(format!("phone:{phone}"));
        keys.push(phone);
    }
    if let Some(iban) = identifier::iban(words) {
        keys.push(format!("iban:{iban}"));
    }
    if let Some(email) = identifier::email(words) {
        keys.push(email);
    }
    keys
}

fn index_fault(fault: tantivy::TantivyError) -> Fault {
    Fault::new(
        Exit::Bug,
        "the search index cannot be used",
        "run `tutela build`: the index is built anew from the tables",
    )
    .caused_by(fault)
}
