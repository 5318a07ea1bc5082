//! CyberTipline reports: what a provider reported to the clearing house, and whom and what it names.
//!
//! The report becomes an activity (`report`, with the report's number), every person or user a
//! mention with the role the report gives it, every account an account, every captured address a
//! login, every captured device an activity, every estimated location a position without
//! coordinates, and every uploaded file a file with its digests, never with its content.
//!
//! - **Versions:** the XML of the reporting interface (`report`, `fileDetails`), the same names in
//!   JSON as client libraries write them, and the JSON in which law enforcement receives reports
//!   (`reportedInformation`).
//! - **Recognised by:** `incidentSummary` with `incidentType` in it, or `reportId` beside
//!   `fileId`, whatever the order of the keys.
//! - **Specification:** CyberTipline Reporting API technical documentation
//!   (<https://report.cybertip.org/ispws/documentation>), appendix B, for the interface. For the
//!   JSON of law enforcement no document is public: its keys are those that public parsers read
//!   (itslily88/cybertipParser and an extractor with synthetic reports of that form).
//! - **Compulsory:** only the type of the incident and its time; everything else may be missing.
//! - **A victim** is mentioned under a pseudonym made of the report's number; what the report states
//!   of a victim stays in the exhibit, and `extra` names the fields that are withheld.
//! - **Fields kept:** the type as the report words it, only in `extra`; further e-mail addresses,
//!   phones and names of one person beside the first; everything no field takes.
//! - **Times** state their zone; one that does not is read in the zone of the exhibit.
//! - **Known limits:** no real report was at hand, nor may one be. printed reports (PDF) are not read. What the centre adds on its own, such as
//!   look-ups of addresses, is an activity and never a position of a person.

mod file;
mod person;
mod report;

use model::Place;

use super::outline::{Context, Layout, Prologue, Section, read_elements};
use super::xml::{Faults, Piece, XmlReader, broken};
use super::xml_tree::Tree;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};
use model::RejectKind;

/// None of these lies in another of its name.
const FLAT: &[&str] = &["report", "fileDetails"];

/// Elements looked at to recognise the format.
const ELEMENTS_LOOKED_AT: usize = 40;

/// Keys of a person or of a file that are known and have no field of their own.
const KNOWN: &[&str] = &[
    "id",
    "associationsEntityType",
    "additionalInfo",
    "additionalInformations",
    "priorCTReports",
    "priorCybertipReports",
    "groupIdentifier",
    "groupIdentifiers",
    "profileBio",
    "profileUrl",
    "profileUrls",
    "espService",
    "compromisedAccount",
    "thirdPartyUserReported",
    "allEmailsReported",
    "vehicleDescription",
    "associatedAccount",
    "accountTemporarilyDisabled",
    "accountPermanentlyDisabled",
    "age",
    "approximateAge",
    "gender",
    "verified",
    "possibleProxy",
    "valueType",
    "fileId",
    "reportId",
    "filename",
    "verificationHash",
    "industryClassification",
    "fileRelevance",
    "fileAnnotations",
    "fileViewedByEsp",
    "viewedByEsp",
    "exifViewedByEsp",
    "publiclyAvailable",
    "locationOfFile",
    "details",
    "ncmecTags",
    "reportAnnotations",
    "escalateToHighPriority",
    "espEscalation",
    "incidentDateTimeDescription",
    "incidentDateRange",
    "additionalIncidentTypes",
    "contactPerson",
    "contactForLawEnforcement",
    "companyTemplate",
    "termsOfService",
    "legalURL",
    "webPageIncident",
    "emailIncident",
    "newsgroupIncident",
    "chatImIncident",
    "onlineGamingIncident",
    "cellPhoneIncident",
    "nonInternetIncident",
    "peer2peerIncident",
];

macro_rules! row {
    ($path:expr, $fill:path) => {
        Section { path: $path, known: KNOWN, fill: $fill }
    };
}

/// The rows of the interface's report, below this path.
macro_rules! interface {
    ($under:literal) => {
        [
            row!(concat!($under, "incidentSummary"), report::incident),
            row!(concat!($under, "internetDetails"), report::detail),
            row!(concat!($under, "internetDetails/*/ipCaptureEvent"), person::capture),
            row!(concat!($under, "reporter"), person::reporter),
            row!(concat!($under, "lawEnforcement"), report::law_enforcement),
            row!(concat!($under, "personOrUserReported"), person::person),
            row!(concat!($under, "personOrUserReported/ipCaptureEvent"), person::capture),
            row!(concat!($under, "personOrUserReported/deviceId"), person::capture),
            row!(concat!($under, "personOrUserReported/estimatedLocation"), person::location),
            row!(concat!($under, "intendedRecipient"), person::person),
            row!(concat!($under, "intendedRecipient/ipCaptureEvent"), person::capture),
            row!(concat!($under, "intendedRecipient/deviceId"), person::capture),
            row!(concat!($under, "intendedRecipient/estimatedLocation"), person::location),
            row!(concat!($under, "victim"), person::victim),
        ]
    };
}

static WRAPPED: [Section; 14] = interface!("report/");
static BARE: [Section; 14] = interface!("");

/// The rows of the JSON that law enforcement receives, and of details of files.
static OTHER: [Section; 18] = [
    row!("reportedInformation/incidentSummary", report::incident),
    row!("reportedInformation/incidentDetails/*", report::detail),
    row!("reportedInformation/reportingEsp", person::reporter),
    row!("reportedInformation/reportedPeople/*", person::person),
    row!("reportedInformation/reportedPeople/*/sourceInformation/*", person::capture),
    row!("reportedInformation/reportedPeople/*/espEstimatedLocations/*", person::location),
    row!("reportedInformation/intendedRecipients/*", person::person),
    row!("reportedInformation/intendedRecipients/*/sourceInformation/*", person::capture),
    row!("reportedInformation/intendedRecipients/*/espEstimatedLocations/*", person::location),
    row!("reportedInformation/childVictims/*", person::victim),
    row!("reportedInformation/uploadedFiles/*", file::file),
    row!("reportedInformation/uploadedFiles/*/sourceInformation/*", person::capture),
    row!("automatedInformation/autoGeneratedNotes/geoLookups/*", report::look_up),
    row!("fileDetails", file::file),
    row!("fileDetails/ipCaptureEvent", person::capture),
    row!("fileDetails/deviceId", person::capture),
    row!("files/*", file::file),
    row!("files/*/ipCaptureEvent", person::capture),
];

static LAYOUT: Layout = Layout {
    signs: &[
        &["reportedInformation/incidentSummary/incidentType"],
        &["report/incidentSummary/incidentType"],
        &["incidentSummary/incidentType", "incidentSummary/incidentDateTime"],
        &["fileDetails/reportId", "fileDetails/fileId"],
    ],
    facts: &[
        "reportId",
        "informational",
        "dateReceived",
        "dateMadeAvailable",
        "additionalNcmecInformation",
        "lawEnforcementContactInformation",
        "additionalInfo",
        "report/reportId",
        "report/additionalInfo",
        "report/batchedReport",
        "report/incidentSummary/platform",
        "incidentSummary/platform",
        "reportedInformation/incidentSummary/platform",
        "reportedInformation/additionalInformations",
        "reportedInformation/reportingEsp/espName",
        "reportedInformation/reportedPeople/*/priorCybertipReports",
        "reportedInformation/reportedPeople/*/*/priorCybertipReports",
        "report/personOrUserReported/priorCTReports",
        "personOrUserReported/priorCTReports",
        "fileDetails/reportId",
    ],
    sections: &[&WRAPPED, &BARE, &OTHER],
    prologue: Prologue::None,
    operator_zone: None,
    settle: |_| {},
};

/// Reports of a clearing house; see the module.
#[derive(Debug)]
pub struct CyberTip;

impl SourceFormat for CyberTip {
    fn code(&self) -> &'static str {
        "cybertip"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let elements = head.elements(ELEMENTS_LOOKED_AT);
        if elements.is_empty() {
            return LAYOUT.recognise(head);
        }
        let has = |name: &str| elements.iter().any(|(element, _)| element == name);
        let report = has("report") && has("incidentSummary") && has("incidentType");
        let details = has("fileDetails") && has("reportId") && has("fileId");
        if report || details { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        if is_xml(source)? {
            return read_xml(source, sink);
        }
        LAYOUT.read("cybertip", source, sink)
    }
}

/// Whether the first character that is no blank opens an element, in any encoding.
fn is_xml(source: &mut Source<'_>) -> Result<bool, Halt> {
    let mut head = [0; 256];
    source.bytes.seek(std::io::SeekFrom::Start(0)).map_err(Halt::Read)?;
    let count = std::io::Read::read(&mut *source.bytes, &mut head).map_err(Halt::Read)?;
    let blank = |byte: &&u8| !b" \t\r\n\0\xef\xbb\xbf\xff\xfe".contains(byte);
    Ok(head.get(..count).unwrap_or_default().iter().find(blank) == Some(&b'<'))
}

fn read_xml(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    let mut context = Context::new("cybertip", None, source.settings);
    let mut reader = XmlReader::open(source, FLAT)?;
    reader.note_encoding(sink)?;
    let read = read_reports(&mut reader, &mut context, sink);
    context.finish(sink)?;
    reader.note_unfollowed(sink)?;
    read
}

fn cut(place: u64) -> Halt {
    broken(
        Place { bytes_start: place, ..Place::default() },
        "the exhibit ends in the middle of the report",
        "ask the sender for the whole file; what stands before this place was read",
    )
}

fn read_reports(
    reader: &mut XmlReader<'_>,
    context: &mut Context,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    let mut tree = Tree::default();
    let mut number = 0;
    loop {
        match reader.next()? {
            Piece::Open if FLAT.contains(&reader.name()) => {
                number += 1;
                let before = reader.faults();
                let complete = tree.read(reader)?;
                take(&tree, number, complete, reader, before, context, sink)?;
                if !complete {
                    return Err(cut(reader.end()));
                }
            }
            Piece::End if reader.depth() > 0 => return Err(cut(reader.end())),
            Piece::End if number == 0 => {
                return Err(broken(
                    Place::default(),
                    "no report is in it",
                    "it may be cut off, or a message of another kind; ask the sender for the whole \
                     file",
                ));
            }
            Piece::End => return Ok(()),
            Piece::Open | Piece::Close | Piece::Text => {}
        }
    }
}

fn take(
    tree: &Tree,
    number: u64,
    complete: bool,
    reader: &XmlReader<'_>,
    before: Faults,
    context: &mut Context,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    let long = tree.is_overflown().then_some(RejectKind::RowTooLong);
    let torn = (!complete).then_some(RejectKind::Malformed);
    let Some(kind) = reader.faults().since(before).or(long).or(torn) else {
        return read_elements(&LAYOUT, tree, number, context, sink);
    };
    let root = tree.root();
    let (bytes_start, whole) = root.bytes();
    let bytes_len = if complete { whole } else { reader.end().saturating_sub(bytes_start) };
    let path = format!("{}[{number}]", root.name());
    sink.begin(&Place { path, bytes_start, bytes_len, ..Place::default() })?;
    sink.reject(kind, root.name(), "")
}
