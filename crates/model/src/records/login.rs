//! An account used from a network address.

use crate::party::Party;
use crate::record::record;
use crate::slot::Text;
use crate::time::Stamp;

record! {
    /// An account used from a network address at a time.
    Login is Login {
        /// The platform whose log this is.
        platform: Text,
        /// The account that was used.
        account: Party,
        /// When.
        at: Stamp,
        /// The network address, as stated (IPv4 or IPv6).
        address: Text,
        /// The source port; without it an address behind a shared gateway names nobody.
        port: Option<i64>,
        /// `login`, `logout`, or the source's own word.
        action: Text,
        /// Device or program, as stated.
        device: Text,
        /// Columns the mapping does not know, as a JSON object of header and cell.
        extra: Text,
    }
}
