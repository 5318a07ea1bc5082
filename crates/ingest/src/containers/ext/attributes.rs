//! Extended attributes: in the inode, or in a block of their own. Small files and folders keep
//! their content in one of them.

use super::Fields;
use super::inode::Inode;
use crate::containers::volume_bytes::{name_text, path_text};
use crate::formats::extra::Extra;

const MAGIC: u32 = 0xEA02_0000;

/// Bytes of an entry before its name.
const ENTRY_BYTES: usize = 16;

/// `user.`: what programs write for people.
const INDEX_USER: u8 = 1;
/// `system.`: of the file system itself.
const INDEX_SYSTEM: u8 = 7;

/// Bytes of a value kept in `extra`; the volume keeps the whole.
const VALUE_BYTES_MAX: usize = 4 * 1024;

/// Attributes of one inode: a block of 64 KiB holds fewer.
const ATTRIBUTES_MAX: usize = 4_096;

/// An attribute: which family its name belongs to, the name, the value.
struct Attribute<'a> {
    index: u8,
    name: &'a [u8],
    /// `None` where the value has an inode of its own.
    value: Option<&'a [u8]>,
}

/// The entries that begin at `first` in `area`; values are counted from the start of `area`.
fn entries(area: &[u8], first: usize) -> Vec<Attribute<'_>> {
    let fields = Fields(area);
    let mut found = Vec::new();
    let mut at = first;
    // Four zero bytes end the list.
    while found.len() < ATTRIBUTES_MAX && at + ENTRY_BYTES <= area.len() && fields.le32(at) != 0 {
        let name_len = usize::from(fields.byte(at));
        let (offset, size) = (usize::from(fields.le16(at + 2)), fields.le32(at + 8));
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let value = (fields.le32(at + 4) == 0).then(|| fields.part(offset, size));
        let name = fields.part(at + ENTRY_BYTES, name_len);
        found.push(Attribute { index: fields.byte(at + 1), name, value });
        at += (ENTRY_BYTES + name_len).next_multiple_of(4);
    }
    found
}

/// The attributes inside an inode.
fn in_inode(inode: &Inode) -> Vec<Attribute<'_>> {
    let tail = inode.tail();
    if Fields(tail).le32(0) != MAGIC {
        return Vec::new();
    }
    entries(tail.get(4..).unwrap_or_default(), 0)
}

/// The content of a file or folder that stands in its inode: sixty bytes, and what an attribute
/// has more.
pub(super) fn inline_data(inode: &Inode) -> Vec<u8> {
    let mut data = inode.block_field().to_vec();
    let is_data = |entry: &Attribute<'_>| entry.index == INDEX_SYSTEM && entry.name == b"data";
    let rest = in_inode(inode).into_iter().find(is_data).and_then(|entry| entry.value);
    data.extend_from_slice(rest.unwrap_or_default());
    data
}

/// Keeps the attributes that programs write for people; `block` is the inode's attribute block.
pub(super) fn keep(inode: &Inode, block: Option<&[u8]>, extra: &mut Extra) {
    let in_block = block.filter(|block| Fields(block).le32(0) == MAGIC);
    let of_block = in_block.map(|block| entries(block, 32)).unwrap_or_default();
    for entry in in_inode(inode).into_iter().chain(of_block) {
        if entry.index != INDEX_USER {
            continue;
        }
        let name = format!("user.{}", name_text(entry.name));
        match entry.value {
            Some(value) => {
                extra.add(&name, &path_text(value.get(..VALUE_BYTES_MAX).unwrap_or(value)));
            }
            None => extra.add(&name, "(in an inode of its own)"),
        }
    }
}
