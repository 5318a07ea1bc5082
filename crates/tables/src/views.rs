//! What the questions see: the typed columns of [`model::views`], loaded by the engine.

pub use model::views::*;
