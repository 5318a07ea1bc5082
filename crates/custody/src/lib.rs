//! Seals exhibits, keeps the content-addressed store and the transparency log, verifies both.
