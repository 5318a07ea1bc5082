//! A network address held by a subscriber, as its provider answers.

use crate::party::Party;
use crate::record::record;
use crate::slot::Text;
use crate::time::Stamp;

record! {
    /// A network address, or ports of one, held by a subscriber from one time to another.
    Lease is Lease {
        /// The access provider that answers.
        provider: Text,
        /// The public address, as stated (IPv4 or IPv6, or a prefix).
        address: Text,
        /// First port held; without ports an address behind a shared gateway names nobody.
        port_first: Option<i64>,
        /// Last port held.
        port_last: Option<i64>,
        /// From when.
        start: Stamp,
        /// Until when.
        end: Stamp,
        /// Who held it.
        subscriber: Party,
        /// Address inside the provider's network, as stated.
        inner_address: Text,
        /// Equipment: IMEI, IMSI, MAC or line, as stated.
        device: Text,
        /// Cell or site, as stated.
        cell: Text,
        /// Columns the mapping does not know, as a JSON object of header and cell.
        extra: Text,
    }
}
