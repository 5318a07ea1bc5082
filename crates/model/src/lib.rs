//! The words of a case: value types only, one noun a file.
//!
//! Nothing here opens a file, reads a clock, or draws a random number; everything can be read by
//! every other room of the house, and depends on none of them.

pub mod card;
pub mod digest;
pub mod exhibit;
pub mod finding;
pub mod identifier;
pub mod language;
pub mod locator;
pub mod money;
pub mod party;
pub mod phrase;
pub mod places;
pub mod record;
pub mod records;
pub mod reject;
pub mod row;
pub mod say;
pub mod sentence;
pub mod slot;
pub mod time;
pub mod views;
pub mod wire;

pub use card::Card;
pub use digest::Digest;
pub use exhibit::ExhibitId;
pub use finding::{Finding, Support};
pub use language::Language;
pub use locator::{Locator, Place, PlaceRef, RecordRef};
pub use money::{Currency, Money};
pub use party::Party;
pub use phrase::{Phrase, Piece, Word};
pub use record::{Field, Kind, Record, Shape};
pub use reject::{Reject, RejectKind};
pub use row::Row;
pub use sentence::{Sentence, Slot, Value};
pub use slot::Text;
pub use time::{Precision, Stamp, ZoneSource};
