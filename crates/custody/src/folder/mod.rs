//! A folder as one exhibit: everything in it, as one tar archive that anybody can make again.
//!
//! Recipe [`RECIPE`], so that the same folder gives the same bytes wherever it lies:
//!
//! - Entries in the order of their paths below the folder, byte by byte; the folder itself is the
//!   first, as `./`. Nothing else is added: two empty blocks end the archive.
//! - Of each: path, mode, modification time with nanoseconds; of files their bytes. Owners are
//!   left out, for they are those of the machine that holds the copy. Headers are in [`tar`].
//! - Links stay links and are never followed. Of files that are one (hard links), the first by path
//!   has the bytes and the others name it. Pipes and devices are named and never opened.
//! - Left out, and told: sockets, which have no form in an archive, and what may not be read.
//! - A file or folder that changes meanwhile ends the sealing.

mod stream;
mod tar;

use std::collections::HashMap;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::{Access, AtFlags, Dir, FileType, Stat, accessat, readlinkat, statat};
use serde::{Deserialize, Serialize};

use crate::exhibit::Skipped;
use crate::fault::{Doing, Fault};
use crate::name::escape;
use crate::source::{FOLDER_DEPTH_MAX, FOLDER_FILES_MAX, Folder};
pub(crate) use stream::FolderStream;
pub(crate) use tar::{END_BYTES, padding};

/// The recipe by which a folder becomes an archive; raised when the same folder gives other bytes.
pub const RECIPE: &str = "folder-tar-1";

/// Bytes of the names and reasons of what was left out that fit into the record of an exhibit; what
/// is beyond is counted.
const LEFT_OUT_BYTES_MAX: usize = 256 << 10;

/// Why a socket is left out.
const SOCKET: &str = "a socket, which holds nothing and has no form in an archive";

/// What stands in the record of an exhibit that was received as a folder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FolderFacts {
    /// How the archive was made: [`RECIPE`].
    pub recipe: String,
    /// Files with bytes of their own.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Folders, the one received included.
    pub folders: u64,
    /// Symbolic links, and further names of the same file.
    pub links: u64,
    /// Pipes and devices.
    pub others: u64,
    /// What was left out, by path below the folder, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<Skipped>,
    /// Further entries left out.
    #[serde(default, skip_serializing_if = "is_none")]
    pub left_out_more: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_none(count: &u64) -> bool {
    *count == 0
}

/// What a folder would be sealed as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Survey {
    /// What it holds.
    #[serde(flatten)]
    pub facts: FolderFacts,
    /// Length of its archive.
    pub archive_bytes: u64,
}

/// When an entry was modified, and when anything of it last changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Times {
    pub(super) modified: (i64, u32),
    changed: (i64, u32),
}

/// An entry of the folder, as it was found.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Path below the folder; empty for the folder itself.
    pub(super) path: Vec<u8>,
    pub(super) what: What,
    pub(super) mode: u32,
    pub(super) times: Times,
}

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    Folder,
    /// A file of this length.
    File(u64),
    /// A further name of the file at this path.
    HardLink(Vec<u8>),
    /// A link to what stands there.
    Link(Vec<u8>),
    Pipe,
    /// A device for characters or blocks, with its numbers.
    Device {
        blocks: bool,
        numbers: (u32, u32),
    },
}

/// Everything in a folder, in the order of the archive.
pub(crate) struct Plan {
    pub(super) folder: Folder,
    pub(super) entries: Vec<Entry>,
    pub(crate) survey: Survey,
}

impl Plan {
    /// Looks at everything in a folder and opens no file. `rooms` (device and number of folders) are
    /// left out.
    pub(crate) fn of(path: &Path, rooms: &[(u64, u64)]) -> Result<Self, Fault> {
        let folder = Folder::enter_root(path)?;
        let mut lister = Lister { folder, found: Vec::new(), left_out: Vec::new(), rooms };
        lister.list()?;
        let Lister { folder, mut found, mut left_out, .. } = lister;
        found.sort_by(|a, b| a.0.path.cmp(&b.0.path));
        left_out.sort_by(|a, b| a.relative_path.cmp(&b.relative_path));
        let entries = first_names(found);
        let archive_bytes = entries.iter().map(tar::bytes_of).sum::<u64>() + tar::END_BYTES;
        let survey = Survey { facts: facts(&entries, left_out), archive_bytes };
        Ok(Self { folder, entries, survey })
    }

    /// What was left out, for whoever gave the folder.
    pub(crate) fn left_out(&self) -> &[Skipped] {
        &self.survey.facts.left_out
    }

    /// When the folder itself was modified, microseconds of UTC.
    pub(crate) fn modified_at_us(&self) -> Option<i64> {
        let (seconds, nanoseconds) = self.entries.first()?.times.modified;
        seconds.checked_mul(1_000_000)?.checked_add(i64::from(nanoseconds / 1000))
    }

    /// Refuses where a folder changed since it was listed.
    pub(super) fn check_folders(&self) -> Result<(), Fault> {
        for entry in self.entries.iter().filter(|entry| entry.what == What::Folder) {
            let now = self.folder.look_at(&entry.path)?;
            if times_of(&now) != entry.times {
                return Err(Fault::ChangedWhileRead(shown(&entry.path)));
            }
        }
        Ok(())
    }
}

/// The headers of a plain file in an archive made by us, at time 0.
pub(crate) fn file_header(path: &str, size_bytes: u64, mode: u32) -> Vec<u8> {
    let times = Times { modified: (0, 0), changed: (0, 0) };
    tar::header(&Entry { path: path.into(), what: What::File(size_bytes), mode, times })
}

fn shown(path: &[u8]) -> String {
    if path.is_empty() { ".".to_owned() } else { escape(path) }
}

fn times_of(stat: &Stat) -> Times {
    // Nanoseconds are below a thousand million.
    let nanoseconds = |count| u32::try_from(count).unwrap_or(0);
    Times {
        modified: (stat.st_mtime, nanoseconds(stat.st_mtime_nsec)),
        changed: (stat.st_ctime, nanoseconds(stat.st_ctime_nsec)),
    }
}

/// Device and number of a file that may have several names.
type FileId = Option<(u64, u64)>;

struct Lister<'r> {
    folder: Folder,
    found: Vec<(Entry, FileId)>,
    left_out: Vec<Skipped>,
    rooms: &'r [(u64, u64)],
}

impl Lister<'_> {
    fn list(&mut self) -> Result<(), Fault> {
        let stat = self.folder.look_at(b"")?;
        self.keep(Vec::new(), What::Folder, &stat, None)?;
        let mut ahead = vec![Vec::new()];
        while let Some(below) = ahead.pop() {
            self.list_one(&below, &mut ahead)?;
        }
        Ok(())
    }

    fn leave_out(&mut self, path: &[u8], reason: &dyn std::fmt::Display) {
        let (relative_path, reason) = (escape(path), reason.to_string());
        self.left_out.push(Skipped { relative_path, reason });
    }

    fn list_one(&mut self, below: &[u8], ahead: &mut Vec<Vec<u8>>) -> Result<(), Fault> {
        if below.split(|byte| *byte == b'/').count() > FOLDER_DEPTH_MAX {
            let fact = format!("is deeper than {FOLDER_DEPTH_MAX} folders");
            return Err(Fault::FolderTooLarge { path: self.folder.shown().to_owned(), fact });
        }
        let dir = match self.folder.enter(below) {
            Ok(dir) => dir,
            Err(fault) if below.is_empty() => return Err(fault),
            Err(fault) => {
                // The folder itself stands in the archive; what it holds cannot be told.
                self.leave_out(below, &fault);
                return Ok(());
            }
        };
        let name = self.folder.shown().to_owned();
        for entry in Dir::read_from(&dir).map_err(Into::into).doing("listing", &name)? {
            let entry = entry.map_err(Into::into).doing("listing", &name)?;
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            let mut path = below.to_vec();
            if !path.is_empty() {
                path.push(b'/');
            }
            path.extend_from_slice(name.to_bytes());
            let looked = statat(&dir, name, AtFlags::SYMLINK_NOFOLLOW).map_err(Into::into);
            match looked.doing("looking at", escape(&path)) {
                Ok(stat) => self.take(&dir, name, path, &stat, ahead)?,
                Err(fault) => self.leave_out(&path, &fault),
            }
        }
        Ok(())
    }

    fn take(
        &mut self,
        dir: &rustix::fd::OwnedFd,
        name: &std::ffi::CStr,
        path: Vec<u8>,
        stat: &Stat,
        ahead: &mut Vec<Vec<u8>>,
    ) -> Result<(), Fault> {
        let mut id = None;
        let what = match FileType::from_raw_mode(stat.st_mode) {
            FileType::Directory if self.rooms.contains(&(stat.st_dev, stat.st_ino)) => {
                self.leave_out(&path, &Fault::InsideCase(escape(&path)));
                return Ok(());
            }
            FileType::Directory => {
                ahead.push(path.clone());
                What::Folder
            }
            FileType::RegularFile => {
                let may = accessat(dir, name, Access::READ_OK, AtFlags::EACCESS);
                if let Err(fault) = may.map_err(Into::into).doing("opening", escape(&path)) {
                    self.leave_out(&path, &fault);
                    return Ok(());
                }
                id = (stat.st_nlink > 1).then_some((stat.st_dev, stat.st_ino));
                What::File(stat.st_size.cast_unsigned())
            }
            FileType::Symlink => match readlinkat(dir, name, Vec::new()) {
                Ok(target) => What::Link(target.into_bytes()),
                Err(errno) => {
                    let fault = Err::<(), _>(errno.into()).doing("reading", escape(&path));
                    fault.unwrap_or_else(|fault| self.leave_out(&path, &fault));
                    return Ok(());
                }
            },
            FileType::Fifo => What::Pipe,
            kind @ (FileType::BlockDevice | FileType::CharacterDevice) => {
                let numbers = (rustix::fs::major(stat.st_rdev), rustix::fs::minor(stat.st_rdev));
                What::Device { blocks: kind == FileType::BlockDevice, numbers }
            }
            FileType::Socket | FileType::Unknown => {
                self.leave_out(&path, &SOCKET);
                return Ok(());
            }
        };
        self.keep(path, what, stat, id)
    }

    fn keep(&mut self, path: Vec<u8>, what: What, stat: &Stat, id: FileId) -> Result<(), Fault> {
        if self.found.len() >= FOLDER_FILES_MAX {
            let fact = format!("holds more than {FOLDER_FILES_MAX} entries");
            return Err(Fault::FolderTooLarge { path: self.folder.shown().to_owned(), fact });
        }
        let (mode, times) = (stat.st_mode & 0o7777, times_of(stat));
        self.found.push((Entry { path, what, mode, times }, id));
        Ok(())
    }
}

/// Of files that are one, the first by path keeps the bytes.
fn first_names(found: Vec<(Entry, FileId)>) -> Vec<Entry> {
    let mut first: HashMap<(u64, u64), Vec<u8>> = HashMap::new();
    let named = |(mut entry, id): (Entry, FileId)| {
        if let Some(id) = id {
            match first.get(&id) {
                Some(path) => entry.what = What::HardLink(path.clone()),
                None => {
                    first.insert(id, entry.path.clone());
                }
            }
        }
        entry
    };
    found.into_iter().map(named).collect()
}

fn facts(entries: &[Entry], mut left_out: Vec<Skipped>) -> FolderFacts {
    let mut bytes = 0;
    let named = left_out.iter().take_while(|one| {
        bytes += one.relative_path.len() + one.reason.len();
        bytes <= LEFT_OUT_BYTES_MAX
    });
    let named = named.count();
    let left_out_more = (left_out.len() - named) as u64;
    left_out.truncate(named);
    let recipe = RECIPE.to_owned();
    let mut facts = FolderFacts { recipe, left_out, left_out_more, ..FolderFacts::default() };
    for entry in entries {
        match &entry.what {
            What::Folder => facts.folders += 1,
            What::File(len) => {
                facts.files += 1;
                facts.bytes = facts.bytes.saturating_add(*len);
            }
            What::HardLink(_) | What::Link(_) => facts.links += 1,
            What::Pipe | What::Device { .. } => facts.others += 1,
        }
    }
    facts
}

/// What a folder would be sealed as; opens no file and writes nothing.
pub fn survey_folder(path: &Path) -> Result<Survey, Fault> {
    Plan::of(path, &[]).map(|plan| plan.survey)
}

/// The name of a folder as given.
pub(crate) fn name_of(path: &Path) -> String {
    let absolute = std::fs::canonicalize(path);
    let absolute = absolute.as_deref().unwrap_or(path);
    escape(absolute.file_name().unwrap_or_default().as_bytes())
}
