//! The only file that writes to disk: a case folder behind a small interface.
//!
//! Everything custody writes (exhibits, records, tiles, checkpoints) goes through [`Disk`], so that
//! tests can cut it off at every single write and look at what a power failure would leave. Names
//! are paths from the case folder, with `/`; custody makes them, no name of an exhibit enters one.
//!
//! **Known limits:** Linux only. Where the file system is one whose `syncfs` is known to be
//! complete, a large batch is made durable by one such call instead of one `fsync` a file.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// What stands under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Node {
    File,
    Folder,
    Link,
    Other,
}

/// What the file system says of a name, without following a link.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Status {
    pub(crate) node: Node,
    pub(crate) size_bytes: u64,
    /// Permission bits.
    pub(crate) mode: u32,
}

/// Whether [`Disk::make_dir`] made the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    Now,
    Before,
}

/// A case folder.
pub(crate) trait Disk: Send + Sync {
    /// The content of a file; an error where it is longer than `limit_bytes`.
    fn read(&self, name: &str, limit_bytes: u64) -> io::Result<Vec<u8>>;
    /// Opens a file to read; never follows a link.
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>>;
    fn status(&self, name: &str) -> io::Result<Status>;
    /// Names in a folder, sorted; none where it is absent.
    fn list(&self, dir: &str) -> io::Result<Vec<OsString>>;
    fn make_dir(&self, dir: &str) -> io::Result<Made>;
    /// Begins a new file in place of whatever stood under the name; not durable before `sync`.
    fn stage(&self, name: &str, mode: u32) -> io::Result<Box<dyn Write + Send>>;
    /// Gives a file another name at once; durable when the folder it goes to is synced.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    fn remove(&self, name: &str) -> io::Result<()>;
    fn remove_dir(&self, dir: &str) -> io::Result<()>;
    /// Makes content of files and names in folders survive a power failure.
    fn sync(&self, names: &BTreeSet<String>) -> io::Result<()>;
}

/// The folder above a name; empty for a name in the case folder itself.
pub(crate) fn parent(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(above, _)| above)
}

/// Writes of one step, made durable together by [`Writes::sync`].
pub(crate) struct Writes<'a> {
    disk: &'a dyn Disk,
    dirty: BTreeSet<String>,
    trust: Trust,
}

/// Whether a folder that is there already is known to survive a power failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// It was synced when it was made.
    Folders,
    /// It may stem from an attempt that was cut off: sync it and all above it.
    Nothing,
}

impl<'a> Writes<'a> {
    pub(crate) fn new(disk: &'a dyn Disk, trust: Trust) -> Self {
        Self { disk, dirty: BTreeSet::new(), trust }
    }

    /// Makes a folder and all above it.
    pub(crate) fn make_dirs(&mut self, dir: &str) -> io::Result<()> {
        let mut end = 0;
        while end < dir.len() {
            let rest = dir.get(end + 1..).unwrap_or("");
            end = rest.find('/').map_or(dir.len(), |at| end + 1 + at);
            let above = dir.get(..end).unwrap_or(dir);
            if self.disk.make_dir(above)? == Made::Now || self.trust == Trust::Nothing {
                self.dirty.insert(parent(above).to_owned());
            }
        }
        Ok(())
    }

    /// Writes a whole file under its own name, which no reader looks at yet.
    pub(crate) fn write(&mut self, name: &str, bytes: &[u8], mode: u32) -> io::Result<()> {
        self.make_dirs(parent(name))?;
        let mut file = self.disk.stage(name, mode)?;
        file.write_all(bytes)?;
        file.flush()?;
        self.touched(name);
        self.touched(parent(name));
        Ok(())
    }

    /// Gives a synced file its name.
    pub(crate) fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        self.make_dirs(parent(to))?;
        self.disk.rename(from, to)?;
        self.touched(parent(to));
        Ok(())
    }

    pub(crate) fn touched(&mut self, name: &str) {
        self.dirty.insert(name.to_owned());
    }

    pub(crate) fn sync(&mut self) -> io::Result<()> {
        self.disk.sync(&self.dirty)?;
        self.dirty.clear();
        Ok(())
    }
}

/// Replaces a file at once and durably: staged aside, synced, renamed, folder synced. The folder
/// must be there.
pub(crate) fn replace(disk: &dyn Disk, name: &str, bytes: &[u8], mode: u32) -> io::Result<()> {
    let staged = format!("{name}.new");
    let mut file = disk.stage(&staged, mode)?;
    file.write_all(bytes)?;
    file.flush()?;
    drop(file);
    disk.sync(&BTreeSet::from([staged.clone()]))?;
    disk.rename(&staged, name)?;
    disk.sync(&BTreeSet::from([parent(name).to_owned()]))
}

/// A folder of the operating system.
#[derive(Debug)]
pub(crate) struct OsDisk {
    root: PathBuf,
    whole: WholeSync,
}

/// Whether `syncfs` on this file system makes everything durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WholeSync {
    Complete,
    Unknown,
}

/// Up to this many files, one `fsync` each is quicker and does not wait for strangers' writes.
const FSYNC_NAMES_MAX: usize = 2;

/// File systems whose `syncfs` writes data, names and the device cache (`statfs(2)` magic numbers):
/// ext2-4, XFS, btrfs, tmpfs, F2FS. FUSE and network file systems are left out on purpose.
const COMPLETE_SYNCFS: [u64; 5] = [0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0xF2F5_2010];

impl OsDisk {
    pub(crate) fn new(root: &Path) -> Self {
        let magic = rustix::fs::statfs(root).map(|status| status.f_type.cast_unsigned());
        let whole = match magic {
            Ok(magic) if COMPLETE_SYNCFS.contains(&magic) => WholeSync::Complete,
            _ => WholeSync::Unknown,
        };
        Self { root: root.to_owned(), whole }
    }

    /// Makes the folder where it is absent.
    pub(crate) fn make(root: &Path) -> io::Result<Self> {
        fs::create_dir_all(root)?;
        Ok(Self::new(root))
    }

    fn path(&self, name: &str) -> PathBuf {
        if name.is_empty() { self.root.clone() } else { self.root.join(name) }
    }
}

impl Disk for OsDisk {
    fn read(&self, name: &str, limit_bytes: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open(name)?.take(limit_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
        if u64::try_from(bytes.len()).is_ok_and(|len| len > limit_bytes) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("longer than {limit_bytes} bytes"),
            ));
        }
        Ok(bytes)
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(open_to_read(&self.path(name))?))
    }

    fn status(&self, name: &str) -> io::Result<Status> {
        let data = fs::symlink_metadata(self.path(name))?;
        let kind = data.file_type();
        let node = if kind.is_symlink() {
            Node::Link
        } else if kind.is_dir() {
            Node::Folder
        } else if kind.is_file() {
            Node::File
        } else {
            Node::Other
        };
        Ok(Status { node, size_bytes: data.len(), mode: data.permissions().mode() & 0o7777 })
    }

    fn list(&self, dir: &str) -> io::Result<Vec<OsString>> {
        let entries = match fs::read_dir(self.path(dir)) {
            Ok(entries) => entries,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(fault) => return Err(fault),
        };
        let mut names =
            entries.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    }

    fn make_dir(&self, dir: &str) -> io::Result<Made> {
        match fs::create_dir(self.path(dir)) {
            Ok(()) => Ok(Made::Now),
            Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => Ok(Made::Before),
            Err(fault) => Err(fault),
        }
    }

    fn stage(&self, name: &str, mode: u32) -> io::Result<Box<dyn Write + Send>> {
        let path = self.path(name);
        match fs::remove_file(&path) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(fault),
            _ => {}
        }
        let file = OpenOptions::new().write(true).create_new(true).mode(mode).open(&path)?;
        file.set_permissions(Permissions::from_mode(mode))?;
        Ok(Box::new(file))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.path(from), self.path(to))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.path(name))
    }

    fn remove_dir(&self, dir: &str) -> io::Result<()> {
        fs::remove_dir(self.path(dir))
    }

    fn sync(&self, names: &BTreeSet<String>) -> io::Result<()> {
        if names.len() > FSYNC_NAMES_MAX && self.whole == WholeSync::Complete {
            return Ok(rustix::fs::syncfs(File::open(&self.root)?)?);
        }
        names.iter().try_for_each(|name| open_to_read(&self.path(name))?.sync_all())
    }
}

/// Opens a file or folder to read; a link in the last place is refused.
pub(crate) fn open_to_read(path: &Path) -> io::Result<File> {
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let flags = flags.bits().cast_signed();
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

/// Opens a file to lock it, making it where it is absent; its content stays as it is.
pub(crate) fn open_or_make_empty(path: &Path) -> io::Result<File> {
    let flags = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
    OpenOptions::new().write(true).create(true).truncate(false).custom_flags(flags).open(path)
}
