//! Search: full text and identifiers over every record, in an index that can be rebuilt.
//!
//! Words are found whatever their case and accents; an identifier (phone, e-mail, IBAN, account) is
//! found as a whole, in any spelling that canonicalises to the same.

use model::identifier;
use model::record::Kind;
use model::{ExhibitId, RecordRef};
use serde::Serialize;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, QueryParser, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{DocAddress, Index, Searcher, Term};

use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::keeper::tables_fault;
use crate::veil::Veil;

pub(crate) use write::{Renewal, renew};

mod words;
mod write;

/// Folder of the index.
const FOLDER: &str = "index";

/// Name of the field that holds the number of the exhibit.
const EXHIBIT: &str = "exhibit";

/// Name of the field that holds the row.
const ROW: &str = "row";

/// Name of the tokenizer that folds case and accents.
const FOLDING: &str = "folding";

struct Fields {
    text: Field,
    key: Field,
    kind: Field,
    exhibit: Field,
    row: Field,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = TextFieldIndexing::default()
        .set_tokenizer(FOLDING)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    // An identifier is there or not; nothing about it is ranked.
    let whole = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    let fields = Fields {
        text: builder.add_text_field("text", TextOptions::default().set_indexing_options(words)),
        key: builder.add_text_field("key", TextOptions::default().set_indexing_options(whole)),
        kind: builder.add_u64_field("kind", INDEXED),
        exhibit: builder.add_u64_field(EXHIBIT, FAST),
        row: builder.add_u64_field(ROW, FAST),
    };
    (builder.build(), fields)
}

fn register(index: &Index) {
    index.tokenizers().register(FOLDING, words::Words::new());
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

impl Hits {
    /// As they are shown: pseudonyms in place of protected parties, who are found by what they are called all the same.
    pub fn veil(&mut self, veil: &Veil) {
        for hit in &mut self.hits {
            let Some(kind) = Kind::from_table(hit.kind) else { continue };
            let own = veil.fields(kind, &mut hit.fields);
            for text in [&mut hit.place.inside, &mut hit.place.path] {
                *text = veil.own_text(text, &own).into_owned();
            }
        }
    }
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
    let found = top
        .into_iter()
        .map(|(_, address)| record_at(&searcher, address))
        .collect::<tantivy::Result<Vec<_>>>()
        .map_err(index_fault)?;
    Ok(Hits { total, hits: show(case, &found)? })
}

/// The record that a document of the index stands for.
fn record_at(searcher: &Searcher, at: DocAddress) -> tantivy::Result<RecordRef> {
    let columns = searcher.segment_reader(at.segment_ord).fast_fields();
    let number = |name| columns.u64(name).map(|column| column.first(at.doc_id).unwrap_or(0));
    let exhibit = ExhibitId(u32::try_from(number(EXHIBIT)?).unwrap_or(0));
    Ok(RecordRef { exhibit, row: number(ROW)? })
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
