//! Reports of Cellebrite Physical Analyzer and Reader: what was decoded from a telephone, in XML.
//!
//! - **Versions:** the report of Physical Analyzer 4 to 10 (`report.xml` at the root of a UFDR
//!   archive, or as an export of its own), and single models cut out of one.
//! - **Recognised by:** a root `project` in the namespace `http://pa.cellebrite.com/report/2.0`, or
//!   with the sections of such a report; or a root `model` or `modelType` with the attributes
//!   `deleted_state` and `decoding_confidence`.
//! - **Specification:** none is published. Names of models and fields follow the public readers
//!   UFEDLib (<https://github.com/SEilers/UFEDLib>), IPED (`UfedXmlReader`, `iped.parsers.ufed`) and
//!   CASE-Implementation-UFED-XML (<https://github.com/casework/CASE-Implementation-UFED-XML>).
//! - **Fields kept:** `Call` gives sessions; `InstantMessage`, `SMS`, `MMS` and `Email` messages;
//!   `Contact` contacts, one row more for each further number, address or key; `UserAccount`
//!   accounts; `Location`, and networks and cells with coordinates, positions; files and extraction
//!   images media; the device a mention with its numbers; a `Chat` itself, the case, the extraction
//!   and every other model, known or not, an activity under its own name. Fields without a column
//!   stand in `extra` under their path, models in them as `field/field`.
//! - **State:** `Intact` is `active`; `Deleted`, `Unknown` and other words stand in lower case; what
//!   was carved is `recovered`. The confidence of the decoding is in `extra`.
//! - **Times:** the six forms these programs write, see `times`. An offset in the value counts; a
//!   value without one takes that of its rendering, unless the report says that the zone is unknown
//!   (`DateTimeOnly`): then it is read in the zone of the exhibit. Dates as `03/11/2024` on a clock
//!   of 24 hours are day first, which is noted; with AM or PM they are refused unless a person says
//!   which it is. The beginnings of the calendars (year 1, 1601, 1970) are no times.
//! - **A chat** is read message by message, however long. Each message bears its name and key, its
//!   participants, and the sender's `IsPhoneOwner`; in a chat of two the other one is the receiver.
//! - **Fields dropped:** `UserMapping` and the types of fields; passwords, of which only that they
//!   are stated is kept; the list of places in the device's files from which each item was decoded
//!   (`extraInfos`) and bookmarks made at the examination, which are counted and named.
//! - **Library:** Base64 values, in which reports write text that XML cannot hold, are decoded by
//!   `base64`.
//! - **Known limits:** newer reports (8.5 on) leave the section on the device to a database beside
//!   the report, which is not read here.

mod activity;
mod chat;
mod file;
mod fill;
mod message;
mod model;
mod party;
mod person;
mod place;
mod reading;
mod session;
mod times;

use self::reading::Reading;
use super::xml::XmlReader;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// Namespace of the reports.
const NAMESPACE: &str = "http://pa.cellebrite.com/report/2.0";

/// Elements looked at to recognise the format.
const ELEMENTS_LOOKED_AT: usize = 6;

/// None of these lies in another of its name. A model lies in a field of another model only, which
/// [`reading`] sees to.
const FLAT: &[&str] = &["project", "decodedData", "taggedFiles", "modelType", "field", "value"];

/// Sections that stand directly in a report and in nothing else.
const SECTIONS: [&str; 3] = ["sourceExtractions", "caseInformation", "decodedData"];

/// Reports of Cellebrite Physical Analyzer; see the module.
#[derive(Debug)]
pub struct Ufed;

impl SourceFormat for Ufed {
    fn code(&self) -> &'static str {
        "ufed"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let elements = head.elements(ELEMENTS_LOOKED_AT);
        let has = |element: usize, name: &str, value: Option<&str>| {
            let attributes = elements.get(element).map(|(_, attributes)| attributes.as_slice());
            let found = |(own, text): &(String, String)| {
                own == name && value.is_none_or(|value| text == value)
            };
            attributes.unwrap_or_default().iter().any(found)
        };
        let is_model = |at| has(at, "deleted_state", None) && has(at, "decoding_confidence", None);
        let section = |(name, _): &(String, _)| SECTIONS.contains(&name.as_str());
        let known = match elements.first().map(|(name, _)| name.as_str()) {
            Some("project") => {
                has(0, "xmlns", Some(NAMESPACE))
                    || (has(0, "extractionType", None) || has(0, "containsGarbage", None))
                        && elements.iter().any(section)
            }
            Some("model") => is_model(0),
            Some("modelType") => is_model(1),
            _ => false,
        };
        if known { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let mut reader = XmlReader::open(source, FLAT)?;
        reader.note_encoding(sink)?;
        let mut reading = Reading::new(&mut reader, sink, settings);
        let read = reading.read();
        reading.note_facts()?;
        reader.note_unfollowed(sink)?;
        read
    }
}
