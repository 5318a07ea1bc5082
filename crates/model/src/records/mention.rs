//! A person or organisation mentioned by a source outside any other record.

use crate::party::Party;
use crate::record::record;
use crate::slot::Text;
use crate::time::Stamp;

record! {
    /// A person or organisation mentioned, with the identifiers stated together.
    PartyMention is Party {
        /// Who, with every identifier stated in the same place.
        party: Party,
        /// What the source calls it: person, entity, signatory, customer.
        role: Text,
        /// When the source says so.
        stated: Stamp,
        /// Columns the mapping does not know, as a JSON object of header and cell.
        extra: Text,
    }
}
