//! Sealing: a source is read once, hashed twice, copied aside, and given its place by its content.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek, Write};
use std::ops::ControlFlow;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use model::{Digest, ExhibitId};

use crate::custody::Custody;
use crate::disk::{Trust, Writes};
use crate::exhibit::{Exhibit, Keep, Origin, Receipt, Sealed, SealedFolder, Skipped, stored_name};
use crate::fault::{Doing, Fault};
use crate::folder::{self, FolderFacts, FolderStream, Plan};
use crate::hash::{Digests, Progress, Watch, digest_bytes, digest_stream};
use crate::log::entry::{Entry, Kind};
use crate::name::escape;
use crate::source::{Folder, Source};

/// Files that become durable and are logged together.
const BATCH_FILES_MAX: usize = 1024;

/// Bytes that become durable together; bounds what a crash makes us copy again.
const BATCH_BYTES_MAX: u64 = 256 << 20;

/// Up to this size a file whose length is known already is held in memory, so that it need be read
/// only once to learn whether it is new.
const HELD_BYTES_MAX: u64 = 16 << 20;

/// Whether a name in `exhibits/` is a copy that is not sealed yet.
pub(crate) fn is_staged(name: &str) -> bool {
    name.strip_prefix("incoming-")
        .and_then(|rest| rest.strip_suffix(".new"))
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Counts what was read and asks the watcher whether to go on.
struct Meter<'a, 'w> {
    watch: &'a mut Watch<'w>,
    bytes_done: u64,
    bytes_total: u64,
    files_done: u64,
    files_total: u64,
}

impl Meter<'_, '_> {
    fn tell(&mut self, what: &str) -> Result<(), Fault> {
        let progress = Progress {
            what,
            bytes_done: self.bytes_done,
            bytes_total: self.bytes_total.max(self.bytes_done),
            files_done: self.files_done,
            files_total: self.files_total,
        };
        match (self.watch)(&progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Fault::Interrupted),
        }
    }
}

/// Files that were read and not yet logged.
#[derive(Default)]
struct Batch {
    drafts: Vec<Draft>,
    by_sha256: BTreeMap<Digest, usize>,
    sizes: BTreeSet<u64>,
    bytes: u64,
}

struct Draft {
    exhibit: Exhibit,
    /// Name of the copy, where one was made.
    staged: Option<String>,
}

impl Batch {
    fn is_full(&self) -> bool {
        self.drafts.len() >= BATCH_FILES_MAX || self.bytes >= BATCH_BYTES_MAX
    }

    fn push(&mut self, draft: Draft) {
        self.by_sha256.entry(draft.exhibit.sha256).or_insert(self.drafts.len());
        self.sizes.insert(draft.exhibit.size_bytes);
        self.bytes = self.bytes.saturating_add(draft.exhibit.size_bytes);
        self.drafts.push(draft);
    }
}

/// What was received.
struct Received {
    folder: Option<FolderFacts>,
    modified_at_us: Option<i64>,
}

/// What a file is called, and where it lies.
struct Names {
    name: String,
    relative_path: Option<String>,
    /// Absolute path, escaped.
    absolute: String,
}

impl Custody {
    /// Seals one file: reads it once to both digests, copies it into the store or registers where
    /// it lies, logs it. Content that is an exhibit already is named, and nothing is written.
    pub fn seal(
        &mut self,
        path: &Path,
        receipt: &Receipt,
        watch: &mut Watch<'_>,
    ) -> Result<Sealed, Fault> {
        let source = Source::open(path)?;
        let absolute = std::fs::canonicalize(path).doing("looking at", source.shown.as_str())?;
        let rooms = ["exhibits", "log"].map(|room| std::fs::canonicalize(self.dir.join(room)));
        if rooms.iter().flatten().any(|room| absolute.starts_with(room)) {
            return Err(Fault::InsideCase(source.shown));
        }
        let names = Names {
            name: escape(path.file_name().unwrap_or_default().as_bytes()),
            relative_path: None,
            absolute: escape(absolute.as_os_str().as_bytes()),
        };
        let (bytes_total, files_total) = (source.size_bytes, 1);
        let mut meter = Meter { watch, bytes_done: 0, bytes_total, files_done: 0, files_total };
        let mut batch = Batch::default();
        let sealed = self.receive(source, names, receipt, &mut batch, &mut meter)?;
        self.flush(&mut batch)?;
        Ok(sealed)
    }

    /// Seals a folder as its files, one exhibit each, in the order of their paths. Links and
    /// devices are never followed; they are listed as skipped, as is what cannot be read.
    ///
    /// Stopped by the watcher, it seals what was read whole so far; run again, it goes on.
    pub fn seal_folder(
        &mut self,
        path: &Path,
        receipt: &Receipt,
        watch: &mut Watch<'_>,
    ) -> Result<SealedFolder, Fault> {
        let shown = escape(path.as_os_str().as_bytes());
        let mut folder = Folder::list(path, &self.rooms())?;
        let absolute = std::fs::canonicalize(path).doing("looking at", shown.as_str())?;
        let mut meter = Meter {
            watch,
            bytes_done: 0,
            bytes_total: folder.files.iter().map(|found| found.size_bytes).sum(),
            files_done: 0,
            files_total: folder.files.len() as u64,
        };
        let (mut batch, mut sealed) = (Batch::default(), Vec::new());
        for found in std::mem::take(&mut folder.files) {
            let relative = Path::new(std::ffi::OsStr::from_bytes(&found.relative));
            let names = Names {
                name: escape(relative.file_name().unwrap_or_default().as_bytes()),
                relative_path: Some(escape(&found.relative)),
                absolute: escape(absolute.join(relative).as_os_str().as_bytes()),
            };
            let received = folder
                .open(&found)
                .and_then(|source| self.receive(source, names, receipt, &mut batch, &mut meter));
            match received {
                Ok(one) => sealed.push(one),
                Err(fault) if concerns_source(&fault) => folder.skip(&found.relative, &fault),
                Err(fault) => {
                    // What was read whole is kept; the fault that stopped us is the one to tell.
                    let kept = self.flush(&mut batch);
                    return Err(if matches!(fault, Fault::Interrupted) {
                        kept.err().unwrap_or(fault)
                    } else {
                        fault
                    });
                }
            }
            meter.files_done += 1;
            if batch.is_full() {
                self.flush(&mut batch)?;
            }
        }
        self.flush(&mut batch)?;
        folder.skipped.sort_by(|a, b| a.relative_path.cmp(&b.relative_path));
        Ok(SealedFolder { sealed, skipped: folder.skipped })
    }

    /// Seals a folder as one exhibit, by the recipe of [`crate::FolderFacts`]; gives also what was
    /// left out of it, which the record of the exhibit names too.
    ///
    /// Stopped or killed, it leaves nothing; run again, it begins anew.
    pub fn seal_whole(
        &mut self,
        path: &Path,
        receipt: &Receipt,
        watch: &mut Watch<'_>,
    ) -> Result<(Sealed, Vec<Skipped>), Fault> {
        let shown = escape(path.as_os_str().as_bytes());
        if receipt.keep == Keep::InPlace {
            return Err(Fault::FolderInPlace(shown));
        }
        let plan = Plan::of(path, &self.rooms())?;
        let (bytes_total, facts) = (plan.survey.archive_bytes, &plan.survey.facts);
        let mut meter =
            Meter { watch, bytes_done: 0, bytes_total, files_done: 0, files_total: facts.files };
        let left_out = plan.left_out().to_vec();
        // An archive of that length may be here already: then it is not made a second time.
        if self.has_size(bytes_total) {
            let digests = self.pour(&plan, &shown, None, &mut meter)?;
            if let Some(known) = self.known(&Batch::default(), &digests)? {
                return Ok((Sealed::Already(known), left_out));
            }
            (meter.bytes_done, meter.files_done) = (0, 0);
        }
        let staged = "exhibits/incoming-0.new";
        let poured = self.pour(&plan, &shown, Some(staged), &mut meter);
        let digests = poured.inspect_err(|_| {
            // It is not durable and not named anywhere; the next opening removes it too.
            let _ = self.disk.remove(staged);
        })?;
        if let Some(known) = self.known(&Batch::default(), &digests)? {
            self.disk.remove(staged).doing("writing", staged)?;
            return Ok((Sealed::Already(known), left_out));
        }
        let names =
            Names { name: folder::name_of(path), relative_path: None, absolute: String::new() };
        let of = Received { folder: Some(facts.clone()), modified_at_us: plan.modified_at_us() };
        let mut batch = Batch::default();
        let exhibit = self.draft(of, names, receipt, digests, &batch);
        batch.push(Draft { exhibit: exhibit.clone(), staged: Some(staged.to_owned()) });
        self.flush(&mut batch)?;
        Ok((Sealed::New(exhibit), left_out))
    }

    /// Makes the archive of a folder, to its digests and into a file aside where one is named.
    fn pour(
        &self,
        plan: &Plan,
        shown: &str,
        staged: Option<&str>,
        meter: &mut Meter<'_, '_>,
    ) -> Result<Digests, Fault> {
        let stage = |name| self.disk.stage(name, 0o444).doing("writing", name);
        let mut copy = staged.map(stage).transpose()?;
        let name = staged.unwrap_or_default();
        let mut stream = FolderStream::new(plan);
        let files_done = stream.files_done();
        let size = plan.survey.archive_bytes;
        let digests = digest_stream(&mut stream, size, shown, &mut |block| {
            if let Some(copy) = &mut copy {
                copy.write_all(block).doing("writing", name)?;
            }
            meter.bytes_done += block.len() as u64;
            meter.files_done = files_done.get();
            meter.tell(shown)
        });
        if let Some(fault) = stream.take_fault() {
            return Err(fault);
        }
        if let Some(copy) = &mut copy {
            copy.flush().doing("writing", name)?;
        }
        digests
    }

    /// Store and log, as the file system knows them: they are never sealed into themselves.
    fn rooms(&self) -> Vec<(u64, u64)> {
        ["exhibits", "log"]
            .iter()
            .filter_map(|room| std::fs::metadata(self.dir.join(room)).ok())
            .map(|data| (data.dev(), data.ino()))
            .collect()
    }

    /// Reads a file into the batch, unless its content is known.
    fn receive(
        &self,
        mut source: Source,
        names: Names,
        receipt: &Receipt,
        batch: &mut Batch,
        meter: &mut Meter<'_, '_>,
    ) -> Result<Sealed, Fault> {
        let counted = meter.bytes_done;
        let may_be_known =
            self.has_size(source.size_bytes) || batch.sizes.contains(&source.size_bytes);
        let mut held = None;
        let mut staged = None;
        let mut digests = None;
        if may_be_known || receipt.keep == Keep::InPlace {
            let read = read_only(&mut source, &mut held, meter)?;
            source.check_unchanged(read.size_bytes)?;
            meter.bytes_done = counted;
            if self.known(batch, &read)?.is_some() || receipt.keep == Keep::InPlace {
                digests = Some(read);
            }
        }
        let digests = if let Some(digests) = digests {
            digests
        } else {
            let aside = format!("exhibits/incoming-{}.new", batch.drafts.len());
            let copied = self.copy(&mut source, held, &aside, meter);
            if copied.is_err() {
                // It is not durable and not named anywhere; the next opening removes it too.
                let _ = self.disk.remove(&aside);
            }
            staged = Some(aside);
            copied?
        };
        meter.bytes_done = counted + digests.size_bytes;
        meter.tell(&source.shown)?;
        if let Some(known) = self.known(batch, &digests)? {
            if let Some(aside) = staged {
                self.disk.remove(&aside).doing("writing", aside)?;
            }
            return Ok(Sealed::Already(known));
        }
        let of = Received { folder: None, modified_at_us: source.modified_at_us };
        let exhibit = self.draft(of, names, receipt, digests, batch);
        batch.push(Draft { exhibit: exhibit.clone(), staged });
        Ok(Sealed::New(exhibit))
    }

    /// The exhibit that holds this content, in the case or in the batch.
    fn known(&self, batch: &Batch, digests: &Digests) -> Result<Option<Exhibit>, Fault> {
        let in_batch = batch.by_sha256.get(&digests.sha256);
        let known = in_batch
            .and_then(|at| batch.drafts.get(*at))
            .map(|draft| &draft.exhibit)
            .or_else(|| self.exhibit_by_sha256(&digests.sha256));
        match known {
            Some(known) if known.sha512 != digests.sha512 => {
                let fact = "other content of the same SHA-256 and another SHA-512 was received";
                Err(Fault::damaged(known.stored_name(), fact))
            }
            known => Ok(known.cloned()),
        }
    }

    /// Copies a file aside, hashing on the way.
    fn copy(
        &self,
        source: &mut Source,
        held: Option<Vec<u8>>,
        staged: &str,
        meter: &mut Meter<'_, '_>,
    ) -> Result<Digests, Fault> {
        let mut copy = self.disk.stage(staged, 0o444).doing("writing", staged)?;
        let shown = source.shown.clone();
        let mut each = |block: &[u8]| {
            copy.write_all(block).doing("writing", staged)?;
            meter.bytes_done += block.len() as u64;
            meter.tell(&shown)
        };
        let digests = match held {
            Some(bytes) => {
                each(&bytes)?;
                digest_bytes(&bytes)
            }
            None => digest_stream(&mut source.file, source.size_bytes, &shown, &mut each)?,
        };
        copy.flush().doing("writing", staged)?;
        source.check_unchanged(digests.size_bytes)?;
        Ok(digests)
    }

    fn draft(
        &self,
        received: Received,
        names: Names,
        receipt: &Receipt,
        digests: Digests,
        batch: &Batch,
    ) -> Exhibit {
        let origin = match receipt.keep {
            Keep::Copy => Origin::Stored,
            Keep::InPlace => Origin::External(names.absolute),
        };
        let number = self.exhibits().len() + batch.drafts.len() + 1;
        Exhibit {
            id: ExhibitId(u32::try_from(number).unwrap_or(u32::MAX)),
            name: names.name,
            relative_path: names.relative_path,
            size_bytes: digests.size_bytes,
            sha256: digests.sha256,
            sha512: digests.sha512,
            origin,
            modified_at_us: received.modified_at_us,
            folder: received.folder,
            giver: receipt.giver.clone(),
            legal_basis: receipt.legal_basis.clone(),
            received_at_us: receipt.received_at_us,
            settings: receipt.settings.clone(),
        }
    }

    /// Makes the copies of a batch durable, gives them their names, logs them.
    fn flush(&mut self, batch: &mut Batch) -> Result<(), Fault> {
        let batch = std::mem::take(batch);
        if batch.drafts.is_empty() {
            return Ok(());
        }
        let entries = batch.drafts.iter().map(|draft| Entry::new(Kind::Exhibit, &draft.exhibit));
        let entries = entries.collect::<Result<Vec<_>, _>>()?;
        self.place(&batch).doing("writing", "exhibits")?;
        self.log.append(&entries)?;
        for draft in batch.drafts {
            self.remember(draft.exhibit);
        }
        Ok(())
    }

    fn place(&self, batch: &Batch) -> std::io::Result<()> {
        let staged: BTreeSet<String> =
            batch.drafts.iter().filter_map(|draft| draft.staged.clone()).collect();
        self.disk.sync(&staged)?;
        let mut writes = Writes::new(self.disk.as_ref(), Trust::Nothing);
        for draft in &batch.drafts {
            if let Some(staged) = &draft.staged {
                writes.rename(staged, &stored_name(&draft.exhibit.sha256))?;
            }
        }
        writes.sync()
    }
}

/// Reads a file to its digests and copies nothing; small files are held for a copy to follow,
/// larger ones rewound.
fn read_only(
    source: &mut Source,
    held: &mut Option<Vec<u8>>,
    meter: &mut Meter<'_, '_>,
) -> Result<Digests, Fault> {
    let shown = source.shown.clone();
    if source.size_bytes <= HELD_BYTES_MAX {
        let mut bytes = Vec::new();
        let limit = HELD_BYTES_MAX + 1;
        (&source.file).take(limit).read_to_end(&mut bytes).doing("reading", shown.as_str())?;
        meter.tell(&shown)?;
        let digests = digest_bytes(&bytes);
        *held = Some(bytes);
        return Ok(digests);
    }
    let digests = digest_stream(&mut source.file, source.size_bytes, &shown, &mut |block| {
        meter.bytes_done += block.len() as u64;
        meter.tell(&shown)
    })?;
    source.file.rewind().doing("reading", shown)?;
    Ok(digests)
}

/// Whether a fault lies in the file that was given, so that the others can still be sealed.
fn concerns_source(fault: &Fault) -> bool {
    match fault {
        Fault::Link(_) | Fault::NotAFile { .. } | Fault::ChangedWhileRead(_) => true,
        Fault::Io { doing, .. } => matches!(*doing, "reading" | "opening" | "looking at"),
        _ => false,
    }
}
