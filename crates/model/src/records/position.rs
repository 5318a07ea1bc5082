//! Where a device or an account was, as a source states it.

use crate::party::Party;
use crate::record::record;
use crate::slot::Text;
use crate::time::Stamp;

record! {
    /// A position: which device or account, where, when, and how it was found.
    Position is Position {
        /// The platform, program or network that states it.
        platform: Text,
        /// The device, account or person that was there.
        subject: Party,
        /// When.
        at: Stamp,
        /// Until when, where a stay is stated.
        until: Stamp,
        /// Latitude in ten-millionths of a degree, north positive (WGS 84).
        latitude_e7: Option<i64>,
        /// Longitude in ten-millionths of a degree, east positive (WGS 84).
        longitude_e7: Option<i64>,
        /// Radius in metres within which the source puts it.
        accuracy_m: Option<i64>,
        /// The place as stated: name, address, cell.
        place: Text,
        /// How it was found: `gps`, `wifi`, `cell`, `check-in`, or the source's own word.
        method: Text,
        /// `active`, `deleted`, `recovered`; absent where the source makes no difference.
        state: Text,
        /// Columns the mapping does not know, as a JSON object of header and cell.
        extra: Text,
    }
}
