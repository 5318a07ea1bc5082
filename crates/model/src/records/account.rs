//! An account at a platform, bank or operator, with what its provider states of its holder.

use crate::party::Party;
use crate::record::record;
use crate::slot::Text;
use crate::time::Stamp;

record! {
    /// An account at a platform, bank or operator.
    Account is Account {
        /// The platform, bank or operator.
        platform: Text,
        /// The account and what its provider states of its holder.
        holder: Party,
        /// When it was opened.
        opened: Stamp,
        /// When it was closed.
        closed: Stamp,
        /// `open`, `closed`, `blocked`, or the source's own word.
        status: Text,
        /// The kind of account, as stated.
        account_type: Text,
        /// `active`, `deleted`, `recovered`; absent where the source makes no difference.
        state: Text,
        /// Columns the mapping does not know, as a JSON object of header and cell.
        extra: Text,
    }
}
