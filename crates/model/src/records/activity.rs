//! Something a device, a program or a provider logged that is no other kind of record.

use crate::party::Party;
use crate::record::record;
use crate::slot::Text;
use crate::time::Stamp;

record! {
    /// A logged activity: what happened, when, on whose device or account.
    Activity is Activity {
        /// The platform, program or log that states it.
        platform: Text,
        /// What happened, in the source's own word: `report`, `visit`, `installed`, `search`.
        action: Text,
        /// When, or from when.
        at: Stamp,
        /// Until when, where the source states an end.
        until: Stamp,
        /// Whose device or account.
        subject: Party,
        /// Whom else it concerns: the other account, the reporter.
        object: Party,
        /// The source's own key.
        reference: Text,
        /// The file, address or page it concerns, as stated.
        target: Text,
        /// The line as stated.
        description: Text,
        /// `active`, `deleted`, `recovered`; absent where the source makes no difference.
        state: Text,
        /// Columns the mapping does not know, as a JSON object of header and cell.
        extra: Text,
    }
}
