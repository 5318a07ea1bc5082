//! One leg of a journey.

use crate::party::Party;
use crate::record::record;
use crate::slot::Text;
use crate::time::Stamp;

record! {
    /// One leg of a journey: who, from where, to where, when.
    Trip is Trip {
        /// Who travelled or was booked.
        traveller: Party,
        /// Airline, railway, ship or border post.
        carrier: Text,
        /// Flight, train or voyage number.
        service: Text,
        /// Booking reference.
        booking: Text,
        /// Place of departure, as stated.
        origin: Text,
        /// Place of arrival, as stated.
        destination: Text,
        /// Departure.
        departs: Stamp,
        /// Arrival.
        arrives: Stamp,
        /// `booked`, `flown`, `cancelled`, `no-show`, or the source's own word.
        status: Text,
        /// Columns the mapping does not know, as a JSON object of header and cell.
        extra: Text,
    }
}
