//! The seeded synthetic case with its truth; reruns the case pages.
