//! What the custody log records besides exhibits: acts on the case, and who did them when.

mod parts;

use std::collections::BTreeMap;

use model::{Digest, ExhibitId, RecordRef};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::exhibit::Exhibit;
pub use parts::{FileDigest, FoundTask, NotedOn};

/// An act on the case. The list only grows: an older program reads a newer act as
/// [`Event::Unknown`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// The case was made.
    CaseOpened {
        /// Its identifier.
        case: String,
        /// The authority that leads it.
        authority: String,
        /// The ground on which it is led.
        legal_basis: String,
        /// Its time zone (IANA name).
        time_zone: String,
        /// Its language.
        language: String,
        /// Program and version.
        tool: String,
    },
    /// A setting of the case was changed.
    SettingChanged {
        /// Its name.
        name: String,
        /// Before.
        from: Value,
        /// After.
        to: Value,
    },
    /// A person confirmed an import mapping.
    MappingSaved {
        /// Its name.
        name: String,
        /// Digest of the mapping file.
        sha256: Digest,
    },
    /// An exhibit was read into records.
    Ingested {
        /// The exhibit.
        exhibit: ExhibitId,
        /// Format code; empty where nobody recognised it.
        format: String,
        /// Program and version of the reader.
        reader: String,
        /// Parsed, partial, unsupported, failed or unread.
        state: String,
        /// Rows of the source.
        rows: u64,
        /// Rows that became records.
        records: u64,
        /// Rows that were set aside.
        rejects: u64,
        /// What the reading was told (mapping, zone and its source).
        settings: Value,
        /// The tables that were written.
        tables: Vec<FileDigest>,
    },
    /// The questions were asked of the tables.
    Built {
        /// Program and version.
        tool: String,
        /// [`crate::Custody::digest_root`] at that moment.
        data_root: Digest,
        /// Findings that were written.
        findings: Vec<FileDigest>,
    },
    /// The files of the case were compared with known sets.
    Triaged {
        /// Program and version.
        tool: String,
        /// The generation of the known sets.
        generation: u64,
        /// The sets by name, with the digests of the files they were read from.
        sets: Vec<FileDigest>,
        /// Files by verdict.
        verdicts: BTreeMap<String, u64>,
        /// What was written.
        files: Vec<FileDigest>,
    },
    /// A person decided on files that no set decides.
    Decided {
        /// Number of the decision in the case, from 1.
        number: u64,
        /// What was decided.
        decision: String,
        /// The group that was decided on.
        group: String,
        /// The ground.
        reason: String,
        /// Files that it covers.
        files: u64,
        /// The list of these files.
        list: FileDigest,
    },
    /// A person decided whether two identifiers or names are one identity.
    IdentityDecided {
        /// Number of the decision among those on identities, from 1.
        number: u64,
        /// `same`, `not_same`, `unsure`, or `undecided` where a former one is taken back.
        verdict: String,
        /// The one, as a key.
        left: String,
        /// The other, as a key.
        right: String,
        /// The ground.
        reason: String,
    },
    /// A person decided on a finding.
    FindingDecided {
        /// Number of the decision among those on findings and persons, from 1.
        number: u64,
        /// Code of the question.
        question: String,
        /// Key of the finding.
        finding: String,
        /// `accepted`, `rejected`, `doubted`, or `open` where a former one is taken back.
        ruling: String,
        /// Digest over the records that its statement rests on.
        rests_on: Digest,
        /// The ground.
        reason: String,
    },
    /// A person put a party into a category.
    PersonCategorised {
        /// Number of the decision among those on findings and persons, from 1.
        number: u64,
        /// The party, by key.
        key: String,
        /// `under_investigation`, `convicted`, `victim`, `witness`, `contact`, `other`, or `unclassified`.
        category: String,
        /// The ground.
        reason: String,
    },
    /// A second person signed a decision.
    Countersigned {
        /// Its number.
        decision: u64,
        /// The ground.
        reason: String,
    },
    /// A person took a task upon themselves.
    Acknowledged {
        /// The task, by its stable name.
        task: String,
        /// What is done about it.
        reason: String,
    },
    /// A person was made a member of the case, or their place in it was changed; a second person signs.
    MemberSet {
        /// Number of the change among those of members, from 1.
        number: u64,
        /// The person, by account.
        person: String,
        /// Their unit, by name.
        unit: String,
        /// `national_centre`, `local_unit`, `prosecutors_office` or `liaison_desk`.
        unit_kind: String,
        /// Their roles.
        roles: Vec<String>,
        /// What they may see.
        families: Vec<String>,
        /// The ground.
        reason: String,
    },
    /// A person was taken off the list of members; a second person signs.
    MemberRemoved {
        /// Number of the change among those of members, from 1.
        number: u64,
        /// The person, by account.
        person: String,
        /// The ground.
        reason: String,
    },
    /// A second person signed a change of members.
    MemberSigned {
        /// Its number.
        change: u64,
        /// The ground.
        reason: String,
    },
    /// Pseudonyms were given to protected parties; it names none of them.
    PseudonymsGiven {
        /// How many there are.
        given: u64,
        /// Digest of the file that has them, as far as these.
        sha256: Digest,
    },
    /// A person asked to be shown who stands behind pseudonyms; a second person signs.
    UnveilAsked {
        /// Number of the lift among those of the case, from 1.
        number: u64,
        /// The numbers of the pseudonyms.
        pseudonyms: Vec<u64>,
        /// Who is to be shown them besides the author, by account.
        readers: Vec<String>,
        /// Until when, microseconds of UTC.
        until_us: i64,
        /// For what.
        reason: String,
    },
    /// A second person signed it: from now on it is in force.
    UnveilSigned {
        /// Its number.
        unveil: u64,
        /// The ground.
        reason: String,
    },
    /// It ended before its time.
    UnveilEnded {
        /// Its number.
        unveil: u64,
        /// The ground.
        reason: String,
    },
    /// It was used: a command showed what it lifts.
    Unveiled {
        /// The numbers of the lifts.
        unveils: Vec<u64>,
        /// The command.
        command: String,
        /// The reason that was given with it.
        reason: String,
    },
    /// How far the access log stood: what it had then, it has for good.
    AccessCounted {
        /// Its leaves.
        leaves: u64,
        /// Its root.
        root: Digest,
    },
    /// A person wrote a note beside something.
    NoteWritten {
        /// Its number among notes and tags, from 1.
        number: u64,
        /// Beside what.
        on: NotedOn,
        /// The note.
        text: String,
        /// `unit`, or `report` where it stands in the report as well.
        audience: String,
    },
    /// A person put a tag of the case's list on something.
    TagPut {
        /// Its number among notes and tags, from 1.
        number: u64,
        /// On what.
        on: NotedOn,
        /// The tag.
        tag: String,
    },
    /// A note or tag was taken back.
    NoteWithdrawn {
        /// Its number.
        note: u64,
        /// The ground.
        reason: String,
    },
    /// A tag was put on the case's list, or its meaning stated anew.
    TagListed {
        /// The tag.
        tag: String,
        /// What it means.
        meaning: String,
    },
    /// In the access log: content of the case was shown.
    Read {
        /// The command.
        command: String,
        /// The options that were given, by name and without their values.
        options: Vec<String>,
        /// What it shows.
        families: Vec<String>,
        /// Why.
        reason: String,
    },
    /// In the access log: a person stated why they read for the next hours.
    ReadingOpened {
        /// Why.
        reason: String,
        /// Until when, microseconds of UTC.
        until_us: i64,
    },
    /// In the access log: a command was refused.
    Denied {
        /// The command.
        command: String,
        /// What it does.
        action: String,
        /// What it shows.
        families: Vec<String>,
    },
    /// In the access log: the access log itself was read.
    LogRead {
        /// Acts of this person alone.
        person: Option<String>,
        /// Acts of this command alone.
        command: Option<String>,
        /// Acts from then on, microseconds of UTC.
        from_us: Option<i64>,
        /// Acts up to then, microseconds of UTC.
        until_us: Option<i64>,
        /// Why.
        reason: String,
    },
    /// A build found tasks that none had found before.
    TasksFound {
        /// The tasks.
        tasks: Vec<FoundTask>,
    },
    /// A task was handed on; it stays its owner's until it is received.
    TaskHandedOn {
        /// The task, by its stable name.
        task: String,
        /// To which account; empty where a unit alone is named.
        to: String,
        /// To which unit; empty where an account alone is named.
        unit: String,
        /// Why.
        reason: String,
    },
    /// A person received a task that was handed on.
    TaskReceived {
        /// The task, by its stable name.
        task: String,
        /// What is done about it.
        reason: String,
    },
    /// A task was closed.
    TaskClosed {
        /// The task, by its stable name.
        task: String,
        /// What was done.
        reason: String,
    },
    /// The content of a file was handed out to be opened.
    Opened {
        /// The exhibit.
        exhibit: ExhibitId,
        /// The record that tells of it; none for the exhibit itself.
        record: Option<RecordRef>,
        /// As what it is opened.
        role: String,
        /// Why.
        reason: String,
        /// Bytes that were handed out.
        bytes: u64,
        /// Their SHA-256.
        sha256: Digest,
    },
    /// Something left the house.
    Exported {
        /// The form.
        form: String,
        /// To whom.
        recipient: String,
        /// For what.
        purpose: String,
        /// Items in it.
        items: u64,
        /// SHA-256 of what was written.
        sha256: Digest,
    },
    /// A report was written.
    ReportMade {
        /// Language.
        language: String,
        /// Its files.
        files: Vec<FileDigest>,
    },
    /// It was agreed who witnesses the log.
    WitnessesAgreed {
        /// How many must sign.
        required: u64,
        /// Their keys (vkey).
        witnesses: Vec<String>,
    },
    /// An authority stamped a checkpoint with its time (RFC 3161).
    Stamped {
        /// Leaves of that checkpoint.
        leaves: u64,
        /// The time that it stated, in its own words.
        time: String,
        /// What was stamped, and the reply.
        files: Vec<FileDigest>,
        /// SHA-256 of the certificates by which it was judged.
        authority: Digest,
    },
    /// A person asked that a record be erased; another one must agree.
    ErasureAsked {
        /// The leaf.
        leaf: u64,
        /// The ground.
        ground: String,
    },
    /// Exhibits and log were verified.
    Verified {
        /// Exhibits that were hashed again.
        exhibits: u64,
        /// Bytes that were hashed again.
        bytes: u64,
        /// Leaves of the log.
        leaves: u64,
        /// Problems that were named.
        problems: u64,
    },
    /// Every finding was made again from the exhibits and compared.
    Replayed {
        /// Program and version.
        tool: String,
        /// Exhibits that were read again.
        exhibits: u64,
        /// Questions that were asked again.
        questions: u64,
        /// Exhibits and questions that came out otherwise.
        differences: u64,
    },
    /// An act that this version of the program does not know.
    #[serde(other)]
    Unknown,
}

/// An act with its author and time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// When, in microseconds UTC, by the clock of the caller: a claim of that machine.
    pub at_us: i64,
    /// Who.
    pub by: String,
    /// What.
    #[serde(flatten)]
    pub event: Event,
}

/// An erasure: which leaf lost its record, on which ground. It does not repeat what was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// When, in microseconds UTC.
    pub at_us: i64,
    /// Who.
    pub by: String,
    /// On which ground.
    pub ground: String,
    /// The leaf whose record and salt were removed.
    pub erased: u64,
}

/// One leaf of the log with what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Logged {
    /// An exhibit was sealed.
    Exhibit(Box<Exhibit>),
    /// An act on the case.
    Act(Box<Act>),
    /// A record was erased.
    Tombstone(Tombstone),
    /// The record was erased; the leaf with this number says why.
    Erased {
        /// Leaf of the tombstone.
        by_leaf: u64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_act_of_a_later_version_as_unknown() {
        let text = r#"{"at_us":5,"by":"A","event":"weighed","grams":3}"#;
        let act: Act = serde_json::from_str(text).unwrap();
        assert_eq!(act, Act { at_us: 5, by: "A".to_owned(), event: Event::Unknown });
    }
}
