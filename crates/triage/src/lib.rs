//! Files judged without opening them: by sets of known digests, and by codes of what a picture looks
//! like.
//!
//! Digests and codes are compared; nothing here shows a picture, and none leaves a pixel behind.

pub mod camera;
pub mod examine;
pub mod known;
pub mod near;
pub mod pdq;
pub mod picture;
pub mod series;
pub mod vpdq;
