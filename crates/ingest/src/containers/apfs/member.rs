//! One inode as a member: what it states, and its content.

use std::io::{self, Read};

use model::Place;

use super::Fields;
use super::record::{Attribute, EXTENT, Extent, Inode, Name, Stands, owner};
use super::said;
use super::walk::Walk;
use crate::containers::decmpfs::{self, Compression};
use crate::containers::volume_bytes::{
    FileBytes, HOLE_BYTES_MAX, Runs, damaged, keep_attribute, path_text,
};
use crate::containers::{Content, Members};
use crate::formats::extra::Extra;
use crate::sink::Halt;

/// Attributes with a meaning: the target of a symbolic link, and the resource fork.
const TARGET: &str = "com.apple.fs.symlink";
const RESOURCE_FORK: &str = "com.apple.ResourceFork";

/// Bytes of an attribute in a stream that are read: macOS keeps lists of properties in them.
const STREAM_BYTES_MAX: u64 = 128 * 1024;

/// What the attributes of a file say of its content.
#[derive(Default)]
struct Packed {
    compression: Option<Compression>,
    fork: Option<Stands>,
}

impl Walk<'_, '_> {
    /// Tells an inode under the path that stands in `self.path`.
    pub(super) fn tell(
        &mut self,
        inode: &Inode,
        name: Option<&Name>,
        attributes: Vec<Attribute>,
        at: &Place,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        model::Record::clear(&mut self.media);
        let mut extra = Extra::default();
        self.media.path.set(&self.path);
        self.media.state.set(self.state);
        inode.fill(&mut self.clock, &mut self.media, &mut extra);
        if let Some(name) = name {
            name.keep(&mut extra);
        }
        let Packed { compression, fork } = self.keep(inode, attributes, &mut extra);
        let is_packed = inode.is_compressed() && inode.size.unwrap_or_default() == 0;
        if let Some(compression) = compression.as_ref().filter(|_| is_packed) {
            self.media.size = i64::try_from(compression.plain_bytes).ok();
        }
        extra.write(&mut self.media.extra);
        if inode.is_dataless() && inode.is_file() {
            let reason = "its content was moved to a server (iCloud) and is not on the volume";
            members.file(&mut self.media, at, Content::Unreadable(reason))?;
        } else if is_packed {
            let in_fork = compression.as_ref().is_some_and(Compression::is_in_fork);
            let mut runs = Ok((Runs::default(), 0));
            if in_fork && !members.is_read_over() {
                runs = match &fork {
                    Some(Stands::Stream(stream, len)) => {
                        self.runs(*stream).map(|runs| (runs, *len))
                    }
                    _ => Err(damaged("its resource fork, which holds its content, is missing")),
                };
            }
            let volume = self.store.volume().bytes();
            decmpfs::tell(compression.as_ref(), runs, volume, &mut self.media, at, members)?;
            if in_fork {
                return Ok(());
            }
        } else if inode.is_file() && !members.is_read_over() {
            self.content(inode.stream, inode.size.unwrap_or_default(), at, members)?;
        } else {
            members.file(&mut self.media, at, Content::None)?;
        }
        self.resource_fork(fork, at, members)
    }

    /// Keeps what the attributes say in `extra`; what concerns the content is given back.
    fn keep(&mut self, inode: &Inode, attributes: Vec<Attribute>, extra: &mut Extra) -> Packed {
        let mut packed = Packed::default();
        for attribute in attributes {
            let Attribute { name, content } = attribute;
            if name == RESOURCE_FORK {
                packed.fork = Some(content);
                continue;
            }
            let value = match self.value(content) {
                Ok(value) => value,
                Err(error) => {
                    extra.add(&format!("{name}_unread"), &said(&error));
                    continue;
                }
            };
            match name.as_str() {
                decmpfs::ATTRIBUTE => packed.compression = Compression::parse(&value),
                TARGET if inode.is_symbolic_link() => {
                    extra.add("target", &path_text(value.strip_suffix(&[0]).unwrap_or(&value)));
                }
                _ => keep_attribute(&name, &value, extra),
            }
        }
        packed
    }

    /// The content of an attribute.
    fn value(&mut self, content: Stands) -> io::Result<Vec<u8>> {
        let (stream, len) = match content {
            Stands::Here(bytes) => return Ok(bytes),
            Stands::Stream(stream, len) => (stream, len),
        };
        if len > STREAM_BYTES_MAX {
            return Err(damaged(&format!("it has {len} bytes")));
        }
        let runs = self.runs(stream)?;
        let mut value = Vec::new();
        FileBytes::new(self.store.volume().bytes(), &runs, len).read_to_end(&mut value)?;
        Ok(value)
    }

    fn content(
        &mut self,
        stream: u64,
        len: u64,
        at: &Place,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        let runs = self.runs(stream).and_then(|runs| {
            let is_hollow = len.saturating_sub(runs.mapped()) > HOLE_BYTES_MAX;
            if is_hollow {
                Err(damaged("more of it is holes than the limit of 64 GiB"))
            } else {
                Ok(runs)
            }
        });
        match runs {
            Ok(runs) => {
                let mut bytes = FileBytes::new(self.store.volume().bytes(), &runs, len);
                members.file(&mut self.media, at, Content::Seekable(&mut bytes, len))
            }
            Err(error) => {
                let reason = said(&error);
                members.file(&mut self.media, at, Content::Unreadable(&reason))
            }
        }
    }

    /// Tells the resource fork of a file as a member of its own.
    fn resource_fork(
        &mut self,
        fork: Option<Stands>,
        at: &Place,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        let Some(fork) = fork else { return Ok(()) };
        let len = match &fork {
            Stands::Here(bytes) => bytes.len() as u64,
            Stands::Stream(_, len) => *len,
        };
        self.path.push_str(":rsrc");
        self.media.path.set(&self.path);
        self.media.size = i64::try_from(len).ok();
        self.media.extra.clear();
        if members.is_read_over() {
            return members.file(&mut self.media, at, Content::None);
        }
        match fork {
            Stands::Here(bytes) => {
                let mut bytes = io::Cursor::new(bytes);
                members.file(&mut self.media, at, Content::Seekable(&mut bytes, len))
            }
            Stands::Stream(stream, len) => self.content(stream, len, at, members),
        }
    }

    /// Where a stream lies: its extents stand in the tree of files, or in one of their own where the
    /// volume is sealed. What no extent holds is a hole.
    fn runs(&mut self, stream: u64) -> io::Result<Runs> {
        let mut runs = Runs::default();
        let tree = self.extents.unwrap_or(self.files);
        let is_sealed = self.extents.is_some();
        let is_before = |key: &[u8]| {
            if is_sealed { Fields(key).le64(0) < stream } else { owner(key) < (stream, EXTENT) }
        };
        let mut cursor = tree.seek(self.store, is_before)?;
        while let Some(record) = cursor.next(self.store)? {
            let is_its_own = if is_sealed {
                Fields(&record.key).le64(0) == stream
            } else {
                owner(&record.key) == (stream, EXTENT)
            };
            if !is_its_own {
                break;
            }
            let extent = Extent::parse(&record);
            if extent.block != 0 {
                runs.push(extent.at, extent.len, self.store.place_of(extent.block)?)?;
            }
        }
        Ok(runs)
    }
}
