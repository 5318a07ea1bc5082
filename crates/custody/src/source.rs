//! Opens what was received: read-only, without following a link, and files alone.
//!
//! Where the kernel allows it, the access time of the source stays as it was.

use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fd::OwnedFd;
use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat, fstat, open, openat, statat};
use rustix::io::Errno;

use crate::exhibit::Skipped;
use crate::fault::{Doing, Fault};
use crate::name::escape;

/// Deepest folder taken. Deeper ones come from loops and attacks, and paths beyond 4,096 bytes
/// cannot be opened by name anywhere.
pub(crate) const FOLDER_DEPTH_MAX: usize = 512;

/// Most files taken from one folder, so that the list of them fits in memory.
pub(crate) const FOLDER_FILES_MAX: usize = 4_000_000;

/// A file that was opened to be sealed.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) file: File,
    /// The path as given, escaped.
    pub(crate) shown: String,
    pub(crate) size_bytes: u64,
    pub(crate) modified_at_us: Option<i64>,
    stamp: Stamp,
}

/// What changes when somebody writes to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    size: i64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    fn of(file: &File) -> std::io::Result<Self> {
        let data = file.metadata()?;
        Ok(Self {
            size: data.size().cast_signed(),
            modified: (data.mtime(), data.mtime_nsec()),
            changed: (data.ctime(), data.ctime_nsec()),
        })
    }
}

impl Source {
    /// Opens a file by its path.
    pub(crate) fn open(path: &Path) -> Result<Self, Fault> {
        Self::open_at(&CWD, path, &escape(path.as_os_str().as_bytes()))
    }

    fn open_at(dir: &impl rustix::fd::AsFd, path: &Path, shown: &str) -> Result<Self, Fault> {
        let stat = statat(dir, path, AtFlags::SYMLINK_NOFOLLOW)
            .map_err(Into::into)
            .doing("looking at", shown)?;
        only_files(&stat, shown)?;
        let flags =
            OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let opened = openat(dir, path, flags | OFlags::NOATIME, Mode::empty());
        let opened = match opened {
            Err(Errno::PERM) => openat(dir, path, flags, Mode::empty()),
            other => other,
        };
        let opened = opened.map_err(Into::into).doing("opening", shown)?;
        // Looked at again, now that nobody can put another file in its place.
        only_files(&fstat(&opened).map_err(Into::into).doing("looking at", shown)?, shown)?;
        let file = File::from(opened);
        let stamp = Stamp::of(&file).doing("looking at", shown)?;
        let (seconds, nanoseconds) = stamp.modified;
        let modified_at_us =
            seconds.checked_mul(1_000_000).and_then(|us| us.checked_add(nanoseconds / 1000));
        let size_bytes = stamp.size.cast_unsigned();
        Ok(Self { file, shown: shown.to_owned(), size_bytes, modified_at_us, stamp })
    }

    /// Its modification time as the disk has it: seconds and nanoseconds.
    pub(crate) fn modified(&self) -> (i64, u32) {
        let (seconds, nanoseconds) = self.stamp.modified;
        (seconds, u32::try_from(nanoseconds).unwrap_or(0))
    }

    /// Refuses where the file was written to since it was opened, or gave another number of bytes.
    pub(crate) fn check_unchanged(&self, read_bytes: u64) -> Result<(), Fault> {
        let now = Stamp::of(&self.file).doing("looking at", self.shown.as_str())?;
        if now != self.stamp || read_bytes != self.size_bytes {
            return Err(Fault::ChangedWhileRead(self.shown.clone()));
        }
        Ok(())
    }
}

fn only_files(stat: &Stat, shown: &str) -> Result<(), Fault> {
    let is = match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => return Ok(()),
        FileType::Symlink => return Err(Fault::Link(shown.to_owned())),
        FileType::Directory => "a folder",
        FileType::CharacterDevice | FileType::BlockDevice => "a device",
        FileType::Fifo => "a pipe",
        FileType::Socket => "a socket",
        FileType::Unknown => "of unknown kind",
    };
    Err(Fault::NotAFile { path: shown.to_owned(), is })
}

/// A file found in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Path below the folder, as bytes.
    pub(crate) relative: Vec<u8>,
    pub(crate) size_bytes: u64,
}

/// A folder that is being sealed.
pub(crate) struct Folder {
    root: OwnedFd,
    shown: String,
    /// In the order of their paths, byte by byte.
    pub(crate) files: Vec<Found>,
    pub(crate) skipped: Vec<Skipped>,
}

const FOLDER: OFlags =
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

impl Folder {
    /// Opens a folder and lists nothing yet; a link to one is refused.
    pub(crate) fn enter_root(path: &Path) -> Result<Self, Fault> {
        let shown = escape(path.as_os_str().as_bytes());
        let root = match open(path, FOLDER, Mode::empty()) {
            Err(Errno::LOOP | Errno::NOTDIR) if path.is_symlink() => {
                return Err(Fault::Link(shown));
            }
            other => other.map_err(Into::into).doing("opening", shown.as_str())?,
        };
        Ok(Self { root, shown, files: Vec::new(), skipped: Vec::new() })
    }

    /// The path as given, escaped.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    /// What the file system says of the folder itself or of what stands below.
    pub(crate) fn look_at(&self, below: &[u8]) -> Result<Stat, Fault> {
        let looked = if below.is_empty() {
            fstat(&self.root)
        } else {
            let path = Path::new(std::ffi::OsStr::from_bytes(below));
            statat(&self.root, path, AtFlags::SYMLINK_NOFOLLOW)
        };
        looked.map_err(Into::into).doing("looking at", escape(below))
    }

    /// Lists a folder and all below it, following no link. `rooms`
    /// (device and number of folders) are left out.
    pub(crate) fn list(path: &Path, rooms: &[(u64, u64)]) -> Result<Self, Fault> {
        let mut folder = Self::enter_root(path)?;
        let mut ahead = vec![Vec::new()];
        while let Some(below) = ahead.pop() {
            folder.list_one(&below, rooms, &mut ahead)?;
        }
        folder.files.sort_by(|a, b| a.relative.cmp(&b.relative));
        folder.skipped.sort_by(|a, b| a.relative_path.cmp(&b.relative_path));
        Ok(folder)
    }

    fn list_one(
        &mut self,
        below: &[u8],
        rooms: &[(u64, u64)],
        ahead: &mut Vec<Vec<u8>>,
    ) -> Result<(), Fault> {
        if below.split(|byte| *byte == b'/').count() > FOLDER_DEPTH_MAX {
            let fact = format!("is deeper than {FOLDER_DEPTH_MAX} folders");
            return Err(Fault::FolderTooLarge { path: self.shown.clone(), fact });
        }
        let dir = match self.enter(below) {
            Ok(dir) => dir,
            Err(fault) if below.is_empty() => return Err(fault),
            Err(fault) => {
                self.skip(below, &fault);
                return Ok(());
            }
        };
        let reader = Dir::read_from(&dir).map_err(Into::into);
        for entry in reader.doing("listing", self.shown.as_str())? {
            let entry = entry.map_err(Into::into).doing("listing", self.shown.as_str())?;
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            let mut relative = below.to_vec();
            if !relative.is_empty() {
                relative.push(b'/');
            }
            relative.extend_from_slice(name.to_bytes());
            match statat(&dir, name, AtFlags::SYMLINK_NOFOLLOW) {
                Err(errno) => {
                    let shown = escape(&relative);
                    let fault = Err::<(), _>(errno.into()).doing("looking at", shown);
                    fault.unwrap_or_else(|fault| self.skip(&relative, &fault));
                }
                Ok(stat) => self.sort_in(relative, &stat, rooms, ahead)?,
            }
        }
        Ok(())
    }

    fn sort_in(
        &mut self,
        relative: Vec<u8>,
        stat: &Stat,
        rooms: &[(u64, u64)],
        ahead: &mut Vec<Vec<u8>>,
    ) -> Result<(), Fault> {
        if FileType::from_raw_mode(stat.st_mode) == FileType::Directory {
            if rooms.contains(&(stat.st_dev, stat.st_ino)) {
                self.skip(&relative, &Fault::InsideCase(escape(&relative)));
            } else {
                ahead.push(relative);
            }
            return Ok(());
        }
        if let Err(fault) = only_files(stat, &escape(&relative)) {
            self.skip(&relative, &fault);
            return Ok(());
        }
        if self.files.len() >= FOLDER_FILES_MAX {
            let fact = format!("holds more than {FOLDER_FILES_MAX} files");
            return Err(Fault::FolderTooLarge { path: self.shown.clone(), fact });
        }
        self.files.push(Found { relative, size_bytes: stat.st_size.cast_unsigned() });
        Ok(())
    }

    pub(crate) fn skip(&mut self, relative: &[u8], fault: &Fault) {
        self.skipped.push(Skipped { relative_path: escape(relative), reason: fault.to_string() });
    }

    /// Opens a folder below, step by step, so that no link on the way is followed.
    pub(crate) fn enter(&self, below: &[u8]) -> Result<OwnedFd, Fault> {
        let mut dir = openat(&self.root, ".", FOLDER, Mode::empty());
        for step in below.split(|byte| *byte == b'/').filter(|step| !step.is_empty()) {
            dir = dir.and_then(|dir| openat(&dir, step, FOLDER, Mode::empty()));
        }
        dir.map_err(Into::into).doing("opening", escape(below))
    }

    /// Opens a file below.
    pub(crate) fn open(&self, found: &Found) -> Result<Source, Fault> {
        let cut = found.relative.iter().rposition(|byte| *byte == b'/');
        let (above, name) = cut.map_or((&[][..], found.relative.as_slice()), |at| {
            let (above, name) = found.relative.split_at(at);
            (above, name.strip_prefix(b"/").unwrap_or(name))
        });
        let dir = self.enter(above)?;
        Source::open_at(
            &dir,
            Path::new(std::ffi::OsStr::from_bytes(name)),
            &escape(&found.relative),
        )
    }
}
