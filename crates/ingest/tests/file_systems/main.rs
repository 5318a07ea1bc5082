//! What the file systems of Windows and of memory cards give: real images that others made, held
//! against the inventories of The Sleuth Kit, and images made here.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod damaged;
mod exfat;
mod expected;
mod fat;
mod made;
mod members;
mod ntfs;
mod tiny;
