//! Files judged without opening them: by sets of known digests, and by codes of what a picture looks
//! like.
//!
//! Digests and codes are compared; nothing here shows a picture, and none leaves a pixel behind.

pub mod known;
pub mod near;
pub mod pdq;
pub mod picture;
pub mod vpdq;
