//! An entry of an address book or friends list.

use crate::party::Party;
use crate::record::record;
use crate::slot::Text;
use crate::time::Stamp;

record! {
    /// An entry of an address book or friends list: whose, and whom it names.
    Contact is Contact {
        /// The platform or device that holds the list.
        platform: Text,
        /// Whose list it is.
        owner: Party,
        /// Whom it names.
        contact: Party,
        /// When the entry was made.
        added: Stamp,
        /// `active`, `deleted`, `recovered`; absent where the source makes no difference.
        state: Text,
        /// Columns the mapping does not know, as a JSON object of header and cell.
        extra: Text,
    }
}
