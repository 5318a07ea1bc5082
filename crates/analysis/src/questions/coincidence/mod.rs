//! Do payments and sessions of a pair meet more often than their daily rhythms alone would make
//! them meet?

pub mod days;
pub mod placement;
pub mod reading;
pub mod trial;
