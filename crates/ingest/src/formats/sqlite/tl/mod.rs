//! Objects in Telegram's own encoding (TL), read by the published schema.
//!
//! An object begins with the number of its constructor; the schema (`schema.tl`) says which fields
//! follow. Constructors change with every layer and old rows keep theirs, so that the schema holds all
//! of them. Where a number is not in it the reading stops, and what stands before it is kept: nothing
//! behind an unknown constructor can be found without a guess.

mod object;
mod schema;

pub(super) use self::object::{Object, Stop, Value, read, read_text};
