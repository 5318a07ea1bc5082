//! The custody of one case: opened once, by one writer.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Seek};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::{Digest, ExhibitId};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use crate::disk::{Disk, OsDisk, Trust, Writes, open_to_read};
use crate::event::{Act, Event, Logged, Tombstone};
use crate::exhibit::{Exhibit, Origin};
use crate::fault::{Doing, Fault};
use crate::hash::{Watch, digest_stream};
use crate::lock::{Share, take};
use crate::log::entry::{Entry, Kind, Line};
use crate::log::note::{Checkpoint, VerifierKey};
use crate::log::proof::{Consistency, Inclusion};
use crate::log::{Access, CHECKPOINT, Log};
use crate::name::unescape;
use crate::verify::{Verification, verify_on};

/// The store and the log of one case.
pub struct Custody {
    pub(crate) dir: PathBuf,
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) log: Log,
    exhibits: Vec<Exhibit>,
    by_sha256: BTreeMap<Digest, usize>,
    sizes: BTreeSet<u64>,
    /// Held for as long as this value lives.
    _lock: Option<File>,
}

impl Custody {
    /// Makes store and log in a folder, which is made where it is absent. `origin` names the log in
    /// every checkpoint, such as `tutela.case/milan-2026`: no spaces, no plus.
    pub fn create(dir: &Path, origin: &str) -> Result<Self, Fault> {
        let disk = OsDisk::make(dir).doing("making", dir.display().to_string())?;
        let is_made = || disk.status(CHECKPOINT).is_ok();
        if is_made() {
            return Err(Fault::AlreadyACase(dir.to_owned()));
        }
        let mut writes = Writes::new(&disk, Trust::Nothing);
        writes.make_dirs("log").and_then(|()| writes.sync()).doing("making", "log")?;
        let lock = take(dir, Share::InLine)?;
        // Asked again under the lock: of two who make it at once, the second finds it made.
        if is_made() {
            return Err(Fault::AlreadyACase(dir.to_owned()));
        }
        Self::create_on(Arc::new(disk), dir, Some(lock), origin)
    }

    pub(crate) fn create_on(
        disk: Arc<dyn Disk>,
        dir: &Path,
        lock: Option<File>,
        origin: &str,
    ) -> Result<Self, Fault> {
        let mut writes = Writes::new(disk.as_ref(), Trust::Nothing);
        writes.make_dirs("exhibits").and_then(|()| writes.sync()).doing("making", "exhibits")?;
        let log = Log::create(Arc::clone(&disk), origin)?;
        Ok(Self::new(dir, disk, log, lock))
    }

    /// Opens a case to write; finishes what a crash cut off. Another writer is an error.
    pub fn open(dir: &Path) -> Result<Self, Fault> {
        let disk = Self::disk_of(dir)?;
        let lock = take(dir, Share::Alone)?;
        Self::open_on(disk, dir, Some(lock), Access::Write)
    }

    /// Opens a case to read, beside a writer if need be: shows what the last checkpoint vouches
    /// for, and changes nothing on disk.
    pub fn view(dir: &Path) -> Result<Self, Fault> {
        Self::open_on(Self::disk_of(dir)?, dir, None, Access::Read)
    }

    /// Logs an act without reading what the log holds: the cost does not grow with it. An erasure that a crash cut
    /// off stays for the next [`Custody::open`]. For logs that nobody holds for longer than one append: stands in line
    /// for a minute where others write.
    pub fn log_at_end(dir: &Path, at_us: i64, by: &str, event: &Event) -> Result<u64, Fault> {
        let disk = Self::disk_of(dir)?;
        let lock = take(dir, Share::InLine)?;
        let log = Log::open(Arc::clone(&disk), Access::Write)?;
        Self::new(dir, disk, log, Some(lock)).log(at_us, by, event)
    }

    fn disk_of(dir: &Path) -> Result<Arc<dyn Disk>, Fault> {
        let disk = OsDisk::new(dir);
        if disk.status(CHECKPOINT).is_err() {
            return Err(Fault::NotACase(dir.to_owned()));
        }
        Ok(Arc::new(disk))
    }

    pub(crate) fn open_on(
        disk: Arc<dyn Disk>,
        dir: &Path,
        lock: Option<File>,
        access: Access,
    ) -> Result<Self, Fault> {
        let log = Log::open(Arc::clone(&disk), access)?;
        let mut custody = Self::new(dir, disk, log, lock);
        let unfinished = custody.load()?;
        if access == Access::Write {
            custody.remove_staged()?;
            for (index, by_leaf) in unfinished {
                custody.log.erase(index, by_leaf)?;
            }
        }
        Ok(custody)
    }

    fn new(dir: &Path, disk: Arc<dyn Disk>, log: Log, lock: Option<File>) -> Self {
        Self {
            dir: dir.to_owned(),
            disk,
            log,
            exhibits: Vec::new(),
            by_sha256: BTreeMap::new(),
            sizes: BTreeSet::new(),
            _lock: lock,
        }
    }

    /// Reads the list of exhibits from the log; gives the erasures that a crash left half done.
    fn load(&mut self) -> Result<Vec<(u64, u64)>, Fault> {
        let (mut exhibits, mut tombstones) = (Vec::new(), Vec::new());
        let mut erased = BTreeSet::new();
        self.log.walk(|index, line| {
            match *line {
                Line::Kept { kind: Kind::Exhibit, record, .. } => {
                    exhibits.push(read_record::<Exhibit>(index, record)?);
                }
                Line::Kept { kind: Kind::Tombstone, record, .. } => {
                    let tombstone: Tombstone = read_record(index, record)?;
                    tombstones.push((tombstone.erased, index));
                }
                Line::Kept { kind: Kind::Event, .. } => {}
                Line::Erased { .. } => {
                    erased.insert(index);
                }
            }
            Ok(())
        })?;
        for exhibit in exhibits {
            self.remember(exhibit);
        }
        tombstones.retain(|(index, _)| !erased.contains(index));
        Ok(tombstones)
    }

    /// Removes copies that a crash cut off before they were sealed.
    fn remove_staged(&self) -> Result<(), Fault> {
        for name in self.disk.list("exhibits").doing("listing", "exhibits")? {
            if let Some(name) = name.to_str().filter(|name| crate::seal::is_staged(name)) {
                let name = format!("exhibits/{name}");
                self.disk.remove(&name).doing("removing", name)?;
            }
        }
        Ok(())
    }

    pub(crate) fn remember(&mut self, exhibit: Exhibit) {
        self.by_sha256.entry(exhibit.sha256).or_insert(self.exhibits.len());
        self.sizes.insert(exhibit.size_bytes);
        self.exhibits.push(exhibit);
    }

    /// The exhibit with this content.
    pub fn exhibit_by_sha256(&self, sha256: &Digest) -> Option<&Exhibit> {
        self.by_sha256.get(sha256).and_then(|at| self.exhibits.get(*at))
    }

    pub(crate) fn has_size(&self, size_bytes: u64) -> bool {
        self.sizes.contains(&size_bytes)
    }

    /// All exhibits, in the order of their numbers.
    pub fn exhibits(&self) -> &[Exhibit] {
        &self.exhibits
    }

    /// The exhibit with this number.
    pub fn exhibit(&self, id: ExhibitId) -> Result<&Exhibit, Fault> {
        self.exhibits.iter().find(|exhibit| exhibit.id == id).ok_or(Fault::NoSuchExhibit(id))
    }

    /// Logs an act and returns its leaf; when it returns, the act is durable and signed for.
    /// `at_us` is in microseconds UTC.
    pub fn log(&mut self, at_us: i64, by: &str, event: &Event) -> Result<u64, Fault> {
        let act = Act { at_us, by: by.to_owned(), event: event.clone() };
        self.log_all(&[act]).map(|leaves| leaves.start)
    }

    /// Logs many acts at the cost of one; returns their leaves.
    pub fn log_all(&mut self, acts: &[Act]) -> Result<std::ops::Range<u64>, Fault> {
        let entries = acts.iter().map(|act| Entry::new(Kind::Event, act));
        self.log.append(&entries.collect::<Result<Vec<_>, _>>()?)
    }

    /// Erases the record of an act, on a ground that is logged; returns the leaf of the tombstone.
    /// Records of exhibits stay: an original is not erased from a case.
    pub fn erase(&mut self, index: u64, at_us: i64, by: &str, ground: &str) -> Result<u64, Fault> {
        self.may_erase(index)?;
        let (by, ground) = (by.to_owned(), ground.to_owned());
        let tombstone = Tombstone { at_us, by, ground, erased: index };
        let leaf = self.log.append(&[Entry::new(Kind::Tombstone, &tombstone)?])?.start;
        self.log.erase(index, leaf)?;
        Ok(leaf)
    }

    /// Says why the record of a leaf may not be erased.
    pub fn may_erase(&self, index: u64) -> Result<(), Fault> {
        let mut found = None;
        self.log.walk(|at, line| {
            if at == index {
                found = Some((line.kind(), matches!(line, Line::Erased { .. })));
            }
            Ok(())
        })?;
        let fact = match found {
            None => return Err(Fault::NoSuchLeaf { index, size: self.log.checkpoint().size }),
            Some((_, true)) => "it is erased already",
            Some((Kind::Exhibit, _)) => "it is the record of an exhibit",
            Some((Kind::Tombstone, _)) => "it is the record of an erasure",
            Some((Kind::Event, false)) => return Ok(()),
        };
        Err(Fault::CannotErase { index, fact })
    }

    /// Every leaf of the log with its number, in order.
    pub fn history(&self) -> Result<Vec<(u64, Logged)>, Fault> {
        let mut all = Vec::new();
        self.log.walk(|index, line| {
            let logged = match *line {
                Line::Erased { by_leaf, .. } => Logged::Erased { by_leaf },
                Line::Kept { kind: Kind::Exhibit, record, .. } => {
                    Logged::Exhibit(Box::new(read_record(index, record)?))
                }
                Line::Kept { kind: Kind::Event, record, .. } => {
                    Logged::Act(Box::new(read_record(index, record)?))
                }
                Line::Kept { kind: Kind::Tombstone, record, .. } => {
                    Logged::Tombstone(read_record(index, record)?)
                }
            };
            all.push((index, logged));
            Ok(())
        })?;
        Ok(all)
    }

    /// Opens an exhibit to read. Its length is checked, and where a file that lies outside the case
    /// was touched since it was sealed, so is its content.
    pub fn open_exhibit(&self, id: ExhibitId) -> Result<File, Fault> {
        let exhibit = self.exhibit(id)?;
        let (path, shown) = match &exhibit.origin {
            Origin::Stored => (self.dir.join(exhibit.stored_name()), exhibit.stored_name()),
            Origin::External(path) => {
                let bytes = unescape(path).unwrap_or_default();
                (PathBuf::from(OsString::from_vec(bytes)), path.clone())
            }
        };
        let changed =
            |fact: String| Fault::ExhibitChanged { exhibit: id, file: shown.clone(), fact };
        let mut file = open_to_read(&path).map_err(|fault| changed(fault.to_string()))?;
        let data = file.metadata().doing("looking at", shown.as_str())?;
        if !data.is_file() {
            return Err(changed("it is not a file".to_owned()));
        }
        if data.len() != exhibit.size_bytes {
            let was = exhibit.size_bytes;
            return Err(changed(format!("it has {} bytes; {was} were sealed", data.len())));
        }
        let modified_at_us = data
            .mtime()
            .checked_mul(1_000_000)
            .and_then(|us| us.checked_add(data.mtime_nsec() / 1000));
        if exhibit.origin != Origin::Stored && modified_at_us != exhibit.modified_at_us {
            let name = shown.as_str();
            let now = digest_stream(&mut file, data.len(), name, &mut |_| Ok(()))?;
            if (now.sha256, now.sha512) != (exhibit.sha256, exhibit.sha512) {
                return Err(changed("its content is not what was sealed".to_owned()));
            }
            file.rewind().doing("reading", shown.as_str())?;
        }
        Ok(file)
    }

    /// One digest for all exhibits: SHA-256 of the lines `<sha256>  EX-<n>`, in order of number.
    /// Same exhibits under the same numbers, same digest, whenever and wherever they were sealed.
    pub fn digest_root(&self) -> Digest {
        let mut sha256 = Sha256::new();
        for exhibit in &self.exhibits {
            sha256.update(format!("{}  {}\n", exhibit.sha256, exhibit.id));
        }
        Digest(sha256.finalize().into())
    }

    /// The last checkpoint: size and root of the log.
    pub fn checkpoint(&self) -> &Checkpoint {
        self.log.checkpoint()
    }

    /// The last checkpoint as signed note: the text to print, to carry to a witness, to time-stamp.
    pub fn signed_checkpoint(&self) -> String {
        String::from_utf8_lossy(self.log.note()).into_owned()
    }

    /// The public key of the log.
    pub fn verifier_key(&self) -> &VerifierKey {
        self.log.verifier()
    }

    /// That a leaf is under the last checkpoint.
    pub fn prove_inclusion(&self, index: u64) -> Result<Inclusion, Fault> {
        self.log.inclusion(index)
    }

    /// That the last checkpoint continues an earlier one of `from` leaves.
    pub fn prove_consistency(&self, from: u64) -> Result<Consistency, Fault> {
        self.log.consistency(from)
    }

    /// Checks every byte of store and log; see [`crate::verify`].
    pub fn verify(&self, watch: &mut Watch<'_>) -> Result<Verification, Fault> {
        verify_on(self.disk.as_ref(), watch)
    }
}

fn read_record<T: DeserializeOwned>(index: u64, record: &str) -> Result<T, Fault> {
    serde_json::from_str(record).map_err(|fault| {
        let file = crate::log::entry::records_file(index / 256);
        Fault::damaged(file, format!("the record of leaf {index} is not understood: {fault}"))
    })
}

/// Reads an exhibit that lies outside the case to its digests.
pub(crate) fn open_external(escaped: &str) -> std::io::Result<(Box<dyn Read>, u64)> {
    let bytes = unescape(escaped).unwrap_or_default();
    let file = open_to_read(Path::new(&OsString::from_vec(bytes)))?;
    let data = file.metadata()?;
    if !data.is_file() {
        return Err(std::io::Error::other("it is not a file"));
    }
    Ok((Box::new(file), data.len()))
}
