//! Known sets: which digests are listed, by whom, as what.
//!
//! A set is read once, streaming, and taken whole or refused whole ([`refusal`]). All sets lie merged
//! in one sorted index file a kind of digest ([`index`]), which is read where it lies: nothing is in
//! memory but what look-ups touch. Changes are written aside as a new generation ([`store`]).

mod build;
pub mod card;
pub mod digests;
pub mod formats;
pub mod index;
mod mapped;
pub mod refusal;
mod source;
pub mod store;
mod update;

pub use self::card::{Count, DeltaCard, Feedback, Mark, SetCard, SetClaim, SetKind};
pub use self::digests::{DigestKind, Digests};
pub use self::index::{Found, Index};
pub use self::refusal::{Fault, KnownError, Refusal};
pub use self::source::Source;
pub use self::store::{Hit, KnownSets};
pub use self::update::{ROOM_BYTES, Staged, Update};
