//! File systems as containers, held against The Sleuth Kit and against images made on the spot.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails loudly"
)]

mod apfs;
mod apfs_image;
mod damage;
mod expected;
mod ext;
mod fixtures;
mod hfs_image;
mod hfsplus;
mod iso9660;
mod members;
mod tools;
mod unread;
