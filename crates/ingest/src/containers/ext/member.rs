//! One entry as a member: what its inode states, and its content.

use std::io::{self, Read};

use model::{Place, RejectKind};

use super::attributes;
use super::folder::{Entry, Life};
use super::inode::{Inode, Kind};
use super::layout::Use;
use super::map::Data;
use super::said;
use super::walk::Walk;
use crate::containers::volume_bytes::{FileBytes, HOLE_BYTES_MAX, path_text};
use crate::containers::{Content, Members};
use crate::formats::extra::Extra;
use crate::sink::Halt;

/// Bytes of a link's target: the longest path the kernel takes.
const TARGET_BYTES_MAX: u64 = 4_096;

/// Blocks of a deleted file that are held against those in use: 4 GB of blocks of 4 KiB.
const CHECKED_BLOCKS_MAX: u64 = 1_000_000;

/// The content of a member, before it is handed on.
enum Body {
    None,
    Unreadable(&'static str),
    Damaged(String),
    Bytes(Data, u64),
}

impl Walk<'_> {
    /// Tells the entry whose path stands in `self.path`, and enters it where it is a folder.
    pub(super) fn tell(
        &mut self,
        entry: &Entry,
        at: &Place,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        if entry.inode == 0 {
            return self.name_only(entry, "deleted", "no inode is named any more", at, members);
        }
        let inode = match self.layout.inode(&mut self.volume, entry.inode) {
            Ok(inode) => inode,
            Err(error) => {
                let raw = format!("{}: inode {}: {}", self.path, entry.inode, said(&error));
                return members.spoilt(at, RejectKind::Malformed, "inode", &raw);
            }
        };
        if entry.life == Life::Deleted {
            let taken = self.layout.inode_use(&mut self.volume, entry.inode).unwrap_or(Use::Taken);
            if taken == Use::Taken {
                let reason =
                    "its inode is in use: by this file under another name, or by a later one";
                return self.name_only(entry, "realloc", reason, at, members);
            }
            if !inode.was_used() {
                let reason = "its inode was cleared";
                return self.name_only(entry, "deleted", reason, at, members);
            }
            if !is_of(entry.file_type, inode.kind()) {
                let reason = "its inode belonged to another file after it";
                return self.name_only(entry, "realloc", reason, at, members);
            }
            self.remember(entry.inode);
        }
        self.with_inode(&inode, entry.life, at, members)
    }

    /// Tells a name that no inode stands behind any more.
    fn name_only(
        &mut self,
        entry: &Entry,
        state: &str,
        reason: &str,
        at: &Place,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        model::Record::clear(&mut self.media);
        self.media.path.set(&self.path);
        self.media.state.set(state);
        let mut extra = Extra::default();
        if entry.inode != 0 {
            self.media.inode.set_fmt(format_args!("{}", entry.inode));
        }
        extra.add("kind", kind_word(entry.file_type));
        extra.write(&mut self.media.extra);
        let is_file = matches!(entry.file_type, 0 | 1);
        let content = if is_file { Content::Unreadable(reason) } else { Content::None };
        members.file(&mut self.media, at, content)
    }

    /// Tells an inode under the path that stands in `self.path`.
    pub(super) fn with_inode(
        &mut self,
        inode: &Inode,
        life: Life,
        at: &Place,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        model::Record::clear(&mut self.media);
        let mut extra = Extra::default();
        self.media.path.set(&self.path);
        self.media.state.set(if life == Life::Deleted { "deleted" } else { "active" });
        inode.fill(&mut self.clock, &mut self.media, &mut extra);
        if life == Life::Deleted {
            self.add_deletion(inode, &mut extra);
        }
        let block = self.attribute_block(inode);
        attributes::keep(inode, block.as_deref(), &mut extra);
        let body = self.body(inode, life, members, &mut extra);
        extra.write(&mut self.media.extra);
        match body {
            Body::None => members.file(&mut self.media, at, Content::None)?,
            Body::Unreadable(reason) => {
                members.file(&mut self.media, at, Content::Unreadable(reason))?;
            }
            Body::Damaged(reason) => {
                members.file(&mut self.media, at, Content::Unreadable(&reason))?;
            }
            Body::Bytes(Data::Inline(mut bytes), len) => {
                bytes.truncate(usize::try_from(len).unwrap_or(usize::MAX));
                let mut bytes = io::Cursor::new(bytes);
                members.file(&mut self.media, at, Content::Seekable(&mut bytes, len))?;
            }
            Body::Bytes(Data::Blocks(runs), len) => {
                let mut bytes = FileBytes::new(self.volume.bytes(), &runs, len);
                members.file(&mut self.media, at, Content::Seekable(&mut bytes, len))?;
            }
        }
        if inode.kind() == Kind::Folder { self.enter(inode, life, members) } else { Ok(()) }
    }

    fn add_deletion(&self, inode: &Inode, extra: &mut Extra) {
        let at_s = inode.deleted_at_s();
        // While a file is open without a name, the field leads to the next one of these instead.
        if at_s > self.layout.inodes {
            let at = jiff::Timestamp::from_second(i64::from(at_s));
            extra.add("deleted_at", &at.map(|at| at.to_string()).unwrap_or_default());
        }
    }

    fn attribute_block(&mut self, inode: &Inode) -> Option<Vec<u8>> {
        let block = inode.attribute_block();
        if block == 0 || block >= self.layout.blocks {
            return None;
        }
        let at = block.checked_mul(self.layout.block_bytes)?;
        self.volume.read(at, usize::try_from(self.layout.block_bytes).ok()?).ok()
    }

    fn body(
        &mut self,
        inode: &Inode,
        life: Life,
        members: &dyn Members,
        extra: &mut Extra,
    ) -> Body {
        match inode.kind() {
            Kind::Link if !inode.is_encrypted() => {
                match self.target(inode) {
                    Ok(target) => extra.add("target", &path_text(&target)),
                    Err(error) => extra.add("target_unread", &said(&error)),
                }
                return Body::None;
            }
            Kind::File => {}
            _ => return Body::None,
        }
        if inode.is_encrypted() {
            return Body::Unreadable("encrypted (fscrypt); its key is not in the volume");
        }
        if inode.is_compressed() && self.layout.has_compression() {
            return Body::Unreadable("compressed in the way of e2compr, which nothing here reads");
        }
        if life == Life::Deleted && inode.size() == 0 && inode.deleted_at_s() != 0 {
            return Body::Unreadable("its size and block list were cleared when it was deleted");
        }
        if members.is_read_over() {
            return Body::None;
        }
        let len = inode.size();
        match self.mapper.data(&self.layout, &mut self.volume, inode) {
            Err(error) => Body::Damaged(said(&error)),
            Ok(Data::Inline(bytes)) if len > bytes.len() as u64 => {
                Body::Unreadable("it states more bytes than its inode holds")
            }
            Ok(Data::Inline(bytes)) => Body::Bytes(Data::Inline(bytes), len),
            Ok(Data::Blocks(runs)) => {
                if life == Life::Deleted && runs.mapped() == 0 && len > 0 {
                    return Body::Unreadable("its block list was cleared when it was deleted");
                }
                if len.saturating_sub(runs.mapped()) > HOLE_BYTES_MAX {
                    return Body::Unreadable("more of it is holes than the limit of 64 GiB");
                }
                if life == Life::Deleted {
                    self.add_overwritten(&runs, extra);
                }
                Body::Bytes(Data::Blocks(runs), len)
            }
        }
    }

    /// States how many blocks of a deleted file belong to others by now: what they hold is theirs.
    fn add_overwritten(&mut self, runs: &crate::containers::volume_bytes::Runs, extra: &mut Extra) {
        let block_bytes = self.layout.block_bytes;
        let (mut taken, mut checked) = (0_u64, 0_u64);
        for (from, len) in runs.ranges() {
            for block in (from / block_bytes)..(from.saturating_add(len) / block_bytes) {
                if checked >= CHECKED_BLOCKS_MAX {
                    break;
                }
                checked += 1;
                let now = self.layout.block_use(&mut self.volume, block);
                taken += u64::from(matches!(now, Ok(Use::Taken)));
            }
        }
        if taken > 0 {
            extra.add("blocks_in_use_by_others", &format!("{taken} of {checked}"));
        }
    }

    /// The target of a symbolic link.
    fn target(&mut self, inode: &Inode) -> io::Result<Vec<u8>> {
        let len = inode.size().min(TARGET_BYTES_MAX);
        match self.mapper.data(&self.layout, &mut self.volume, inode)? {
            Data::Inline(mut bytes) => {
                bytes.truncate(usize::try_from(len).unwrap_or_default());
                Ok(bytes)
            }
            Data::Blocks(runs) => {
                let mut target = Vec::new();
                FileBytes::new(self.volume.bytes(), &runs, len).read_to_end(&mut target)?;
                Ok(target)
            }
        }
    }
}

/// Whether an entry's kind can be that of an inode; 0 states none.
fn is_of(file_type: u8, kind: Kind) -> bool {
    match file_type {
        1 => kind == Kind::File,
        2 => kind == Kind::Folder,
        3 | 4 => kind == Kind::Device,
        5 | 6 => kind == Kind::Channel,
        7 => kind == Kind::Link,
        _ => true,
    }
}

fn kind_word(file_type: u8) -> &'static str {
    match file_type {
        1 => "file",
        2 => "folder",
        3 | 4 => "device",
        5 => "pipe",
        6 => "socket",
        7 => "link",
        _ => "",
    }
}
