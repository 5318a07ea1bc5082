//! Known sets: which digests are listed, by whom, as what.
//!
//! A set is read once, streaming, and taken whole or refused whole ([`refusal`]). All sets lie merged
//! in one sorted index file a kind of digest ([`index`]), one of perceptual codes ([`near`]) and one of
//! films ([`films`]), which are read where they lie: nothing is in memory but what look-ups touch. Changes are written aside as
//! a new generation ([`store`]).
//!
//! **Limits:** 4,294,967,295 digests of a kind, 65,535 sets and changes; [`ROOM_BYTES`] of memory for
//! building, whatever the size of the sets, and up to 128 MiB for the directory of the largest; for
//! perceptual codes [`crate::near`]'s own 256 MiB after that.

mod ahead;
mod build;
pub mod card;
pub mod digests;
pub mod films;
pub mod formats;
pub mod index;
mod mapped;
pub mod near;
pub mod refusal;
mod source;
pub mod store;
mod update;

pub use self::card::{Count, DeltaCard, Feedback, Mark, SetCard, SetClaim, SetKind};
pub use self::digests::{DigestKind, Digests};
pub use self::films::{FilmHit, FilmSearch, Films, Reach};
pub use self::index::{Found, Index};
pub use self::near::{Asked, CodeIndex, Near, NearHit, TOO_COMMON};
pub use self::refusal::{Fault, KnownError, Refusal};
pub use self::source::Source;
pub use self::store::{Hit, KnownSets};
pub use self::update::{ROOM_BYTES, Staged, Update};
