//! Returns of Meta to authorities (`records.html`): Facebook, Instagram and WhatsApp.
//!
//! The account becomes an account, addresses and the senders' addresses of messages logins, messages
//! messages, followers and friends contacts, everything else an activity with the fields it states.
//!
//! - **Versions:** pages of nested divisions (since 2021), whatever their class names (`div_table
//!   outer`/`inner`/`most_inner`, `t o`/`t i`/`m`), and the older pages of nested tables, whose heads
//!   are the labels.
//! - **Recognised by:** an element whose id begins with `property-` and the words `request
//!   parameters` among such ids, or two such ids.
//! - **Specification:** none is published; sections and labels are those that RLEAPP (`fbig…`) and
//!   public readers of WhatsApp's records read: `ip_addresses` (IP Address, Time, Action),
//!   `unified_messages` (Thread, Author, Sent, Body), `message_log` (Timestamp, Message Id, Sender,
//!   Recipients, Sender Ip, Sender Port), `call_logs` (Call Id, Call Creator, events).
//! - **Structure:** a division with a text is a label, the division in it holds its value or further
//!   labels. A row begins where the first label of the row before comes again, or at a label that
//!   stands for an item (Message, Call, Event, Thread). Texts of page breaks are passed.
//! - **Times** state UTC, or are seconds since 1970.
//! - **Fields kept:** everything; what no field takes stays in `extra` under its label.
//! - **Fields dropped:** the definitions Meta prints before each section.
//! - **Known limits:** no file made by others was at hand; structure and keys are those that public
//!   readers name. Printed returns (PDF) are not read. Events
//!   of a call are activities: who took part in a call is stated event by event.

mod fields;
mod rows;

use self::fields::{Found, walk};
use self::rows::Rows;
use super::html::Html;
use super::outline::Context;
use super::xml::XmlReader;
use super::xml_head::first_elements;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// Elements looked at to recognise the format.
const ELEMENTS_LOOKED_AT: usize = 2_000;

/// Pages of records; see the module.
#[derive(Debug)]
pub struct MetaReturn;

impl SourceFormat for MetaReturn {
    fn code(&self) -> &'static str {
        "meta_return"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if !head.has("property-") {
            return Sure::No;
        }
        let elements = first_elements(head.bytes, ELEMENTS_LOOKED_AT);
        let attributes = elements.iter().flat_map(|(_, attributes)| attributes);
        let ids = attributes.filter(|(name, _)| name == "id").map(|(_, id)| id.as_str());
        let ids: Vec<_> = ids.filter(|id| id.starts_with("property-")).collect();
        let known = ids.contains(&"property-request_parameters") || ids.len() > 1;
        if known { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut context = Context::new("meta", Some("UTC"), source.settings);
        let mut rows = Rows::new(&mut context);
        // The account is stated in several sections; a page that breaks off does so again below.
        let mut html = Html::over(XmlReader::open(source, &[])?);
        let gathered = walk(&mut html, |found| {
            if let Found::Field(field) = found {
                rows.learn(&field);
            }
            Ok(())
        });
        if let Err(error @ (Halt::Read(_) | Halt::Outlet(_))) = gathered {
            return Err(error);
        }
        rows.settle();
        let mut html = Html::over(XmlReader::open(source, &[])?);
        html.reader().note_encoding(sink)?;
        let mut read = walk(&mut html, |found| match found {
            Found::Field(field) => rows.field(field, sink),
            Found::Group(label) => rows.group(&label, sink),
        });
        if let Err(error) = rows.flush(sink) {
            read = read.and(Err(error));
        }
        context.finish(sink)?;
        read
    }
}
