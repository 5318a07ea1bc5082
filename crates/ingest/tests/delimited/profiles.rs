//! Each profile of the house on a small file of its layout.
