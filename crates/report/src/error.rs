//! Why a report was not built: a sentence that cannot be said, or a source that cannot be shown.

use model::{ExhibitId, RecordRef};

/// Why a report was not built. A report is built whole or not at all: one sentence that cannot be
/// traced would cast doubt on all others.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    /// The word list has no such template.
    #[error("REP-001 at {place}: no template `{template}` in `{lang}`; add it to locales/{lang}")]
    UnknownTemplate {
        /// Finding and sentence.
        place: String,
        /// Key of the template.
        template: String,
        /// Language that was asked for.
        lang: &'static str,
    },
    /// The template uses a slot that the sentence does not fill.
    #[error(
        "REP-002 at {place}: template `{template}` uses the slot `{slot}`, which the sentence does \
         not fill; fill it in the question or take it out of the template"
    )]
    MissingSlot {
        /// Finding and sentence.
        place: String,
        /// Key of the template.
        template: String,
        /// Name of the slot.
        slot: String,
    },
    /// The sentence fills a slot that the template does not use.
    #[error(
        "REP-003 at {place}: template `{template}` does not use the slot `{slot}`, which the \
         sentence fills; a value that is not said is not to be passed"
    )]
    UnusedSlot {
        /// Finding and sentence.
        place: String,
        /// Key of the template.
        template: String,
        /// Name of the slot.
        slot: String,
    },
    /// A record that supports a sentence is not among the records that can be shown.
    #[error(
        "REP-004 at {place}: template `{template}`, slot `{slot}` rests on record {record}, which \
         is not among the cited records; pass its locator and its quotation"
    )]
    NotLocatable {
        /// Finding and sentence.
        place: String,
        /// Key of the template.
        template: String,
        /// Name of the slot; `-` for the sentence as a whole.
        slot: String,
        /// The record.
        record: RecordRef,
    },
    /// A value that cannot be printed truthfully.
    #[error("REP-005 at {place}: template `{template}`, slot `{slot}`: {fact}")]
    BadValue {
        /// Finding and sentence.
        place: String,
        /// Key of the template.
        template: String,
        /// Name of the slot.
        slot: String,
        /// What is wrong with the value and what to do.
        fact: String,
    },
    /// The case names a time zone that is not in the IANA database.
    #[error("REP-006 in the case: `{zone}` is not an IANA time zone; write it as Europe/Rome")]
    UnknownZone {
        /// The name.
        zone: String,
    },
    /// A locale file does not hold what it must.
    #[error("REP-007 in locales/{file}: {fact}")]
    BadWords {
        /// Language and file.
        file: String,
        /// What is wrong and what to do.
        fact: String,
    },
    /// A cited record whose locator leads elsewhere, or to no exhibit of the case.
    #[error(
        "REP-008 at {record}: its locator names {named}, which is not its exhibit in this case; \
         pass the locator as the tables hold it"
    )]
    WrongLocator {
        /// The record.
        record: RecordRef,
        /// The exhibit its locator names.
        named: ExhibitId,
    },
    /// The counts of an exhibit do not add up.
    #[error(
        "REP-009 at {exhibit}: {rows} rows are not {records} records and {rejects} rejects; \
         read the exhibit again"
    )]
    CountsDisagree {
        /// The exhibit.
        exhibit: ExhibitId,
        /// Rows of the source.
        rows: u64,
        /// Records read.
        records: u64,
        /// Rows set aside.
        rejects: u64,
    },
    /// An answer and the card beside it belong to different questions.
    #[error("REP-010 at {answer}: the card passed with it is that of {card}; pass its own")]
    WrongCard {
        /// Code in the answer.
        answer: String,
        /// Code of the card.
        card: String,
    },
    /// The counts of files do not add up.
    #[error("REP-011 in the comparison with known sets: {fact}; count the files again")]
    FilesDisagree {
        /// What does not add up.
        fact: String,
    },
}
