//! A voice or video call between accounts or phone numbers.

use crate::party::Party;
use crate::record::record;
use crate::slot::Text;
use crate::time::Stamp;

record! {
    /// A voice or video call: who with whom, from when to when.
    Session is Session {
        /// Where the call took place: platform or network.
        platform: Text,
        /// `voice`, `video`, or the source's own word.
        medium: Text,
        /// When it began.
        start: Stamp,
        /// When it ended; where only a duration is stated, the start plus that duration.
        end: Stamp,
        /// Duration in seconds as stated; 0 for a call that was not answered.
        duration_s: Option<i64>,
        /// `answered`, `missed`, or the source's own word.
        status: Text,
        /// Who called, or the account whose log this is.
        caller: Party,
        /// Who was called, or the other account.
        callee: Party,
        /// Further members of a group call, separated by `; `.
        members: Text,
        /// The source's own key for the call.
        reference: Text,
        /// Network address of the session, as stated.
        address: Text,
        /// Cell or site, as stated.
        cell: Text,
        /// `active`, `deleted`, `recovered`; absent where the source makes no difference.
        state: Text,
        /// Columns the mapping does not know, as a JSON object of header and cell.
        extra: Text,
    }
}
