//! What passenger lists, bookings and boarding passes have in common: local times of airports,
//! names with titles, flight numbers. No format of its own.

pub(crate) mod local_times;
pub(crate) mod names;
