//! What leaves the house: the report, every sentence cited.
