//! A file by its path, size, times and digests; never by its content.

use crate::record::record;
use crate::slot::Text;
use crate::time::Stamp;

record! {
    /// A file: path, size, times and digests, no content.
    Media is Media {
        /// The path as stated, escaped where it is not valid text.
        path: Text,
        /// Size in bytes.
        size: Option<i64>,
        /// MD5 in lower-case hexadecimal.
        md5: Text,
        /// SHA-1 in lower-case hexadecimal.
        sha1: Text,
        /// SHA-256 in lower-case hexadecimal.
        sha256: Text,
        /// SHA-512 in lower-case hexadecimal, where it was asked for or is stated.
        sha512: Text,
        /// BLAKE3 in lower-case hexadecimal, where it was asked for or is stated.
        blake3: Text,
        /// Last change of content.
        modified: Stamp,
        /// Last read.
        accessed: Stamp,
        /// Last change of the directory entry.
        changed: Stamp,
        /// Creation.
        created: Stamp,
        /// `active`, `deleted`, `realloc`, or the source's own word.
        state: Text,
        /// File-system key: inode or record number.
        inode: Text,
        /// Permission bits, as stated.
        mode: Text,
        /// The hash set that lists it, where the source is a hash set.
        listed_by: Text,
        /// Category in that set, as `scheme:value`.
        category: Text,
        /// Code of the format its content was read as, where it was looked into.
        format: Text,
        /// Columns the mapping does not know, as a JSON object of header and cell.
        extra: Text,
    }
}
