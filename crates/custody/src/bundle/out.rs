//! Writes a bundle: a folder or a tar archive, under its name only when it is whole and its leaving logged.
//!
//! The archive has the files in the order of their names below `bundle/`, in the form of
//! [`crate::folder`] with time 0 and mode 0444 (0555 for the script), and nothing else.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Read, Write};
use std::ops::ControlFlow;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::plan::{BundlePlan, Part, Source, bundled_line};
use super::{BundleTarget, SEAL};
use crate::custody::Custody;
use crate::disk::{Disk, OsDisk, Trust, Writes, open_to_read, parent};
use crate::fault::{Doing, Fault};
use crate::folder::{END_BYTES, file_header, padding};
use crate::hash::{Progress, Watch, digest_stream};
use crate::log::entry::Line;

/// Folder of all files in the archive.
pub(super) const TOP: &str = "bundle/";

/// Mode of a file of this name.
pub(super) fn mode(name: &str) -> u32 {
    if name == "verify.sh" { 0o555 } else { 0o444 }
}

pub(super) fn stage(
    custody: &Custody,
    plan: &BundlePlan,
    target: BundleTarget<'_>,
    watch: &mut Watch<'_>,
) -> Result<StagedBundle, Fault> {
    let staged = StagedBundle::of(target)?;
    let mut pour = Pour { custody, plan, watch, bytes_done: 0, files_done: 0 };
    match target {
        BundleTarget::Folder(_) => pour.folder(&staged.aside)?,
        BundleTarget::Tar(_) => pour.tar(&staged.aside)?,
    }
    Ok(staged)
}

/// A bundle that is whole, on the disk, and has no name yet; removed where it never gets one.
#[must_use = "nothing is there before it is published"]
#[derive(Debug)]
pub struct StagedBundle {
    path: PathBuf,
    aside: PathBuf,
    is_published: bool,
}

impl StagedBundle {
    /// Refuses a name that is taken; what a run that was killed left beside it is removed.
    fn of(target: BundleTarget<'_>) -> Result<Self, Fault> {
        let path = match target {
            BundleTarget::Folder(path) | BundleTarget::Tar(path) => path.to_owned(),
        };
        if fs::symlink_metadata(&path).is_ok() {
            return Err(Fault::Taken(path.display().to_string()));
        }
        let mut aside = path.clone().into_os_string();
        aside.push(".unfinished");
        let staged = Self { path, aside: aside.into(), is_published: false };
        staged.remove();
        Ok(staged)
    }

    /// Gives it its name.
    pub fn publish(mut self) -> Result<(), Fault> {
        let shown = self.path.display().to_string();
        fs::rename(&self.aside, &self.path).doing("writing", shown.as_str())?;
        self.is_published = true;
        let above = self.path.parent().filter(|above| !above.as_os_str().is_empty());
        let above = File::open(above.unwrap_or(Path::new("."))).doing("writing", shown.as_str())?;
        above.sync_all().doing("writing", shown)
    }

    /// What was written so far is ours alone, and worth nothing.
    fn remove(&self) {
        let is_folder = fs::symlink_metadata(&self.aside).is_ok_and(|facts| facts.is_dir());
        let _ =
            if is_folder { fs::remove_dir_all(&self.aside) } else { fs::remove_file(&self.aside) };
    }
}

impl Drop for StagedBundle {
    fn drop(&mut self) {
        if !self.is_published {
            self.remove();
        }
    }
}

struct Pour<'a, 'w> {
    custody: &'a Custody,
    plan: &'a BundlePlan,
    watch: &'a mut Watch<'w>,
    bytes_done: u64,
    files_done: u64,
}

impl Pour<'_, '_> {
    fn folder(&mut self, aside: &Path) -> Result<(), Fault> {
        let shown = aside.display().to_string();
        let disk = OsDisk::make(aside).doing("making", shown.as_str())?;
        let mut writes = Writes::new(&disk, Trust::Folders);
        writes.touched("");
        for (name, part) in &self.plan.parts {
            let place = || format!("{shown}/{name}");
            let above = parent(name);
            if !above.is_empty() {
                writes.make_dirs(above).doing("making", place())?;
                writes.touched(above);
            }
            let mut file = disk.stage(name, mode(name)).doing("writing", place())?;
            self.part(name, part, &mut file, &shown)?;
            file.flush().doing("writing", place())?;
            writes.touched(name);
        }
        writes.sync().doing("writing", shown)
    }

    fn tar(&mut self, aside: &Path) -> Result<(), Fault> {
        let shown = aside.display().to_string();
        let file = OpenOptions::new().write(true).create_new(true).mode(0o644).open(aside);
        let mut out = BufWriter::with_capacity(1 << 20, file.doing("making", shown.as_str())?);
        for (name, part) in &self.plan.parts {
            let header = file_header(&format!("{TOP}{name}"), part.size_bytes, mode(name));
            out.write_all(&header).doing("writing", shown.as_str())?;
            self.part(name, part, &mut out, &shown)?;
            fill(&mut out, padding(part.size_bytes)).doing("writing", shown.as_str())?;
        }
        fill(&mut out, END_BYTES).doing("writing", shown.as_str())?;
        let file = out.into_inner().map_err(std::io::IntoInnerError::into_error);
        file.and_then(|file| file.sync_all()).doing("writing", shown)
    }

    /// Pours one file out; what is no longer as it was planned ends the bundle.
    fn part(
        &mut self,
        name: &str,
        part: &Part,
        out: &mut dyn Write,
        shown: &str,
    ) -> Result<(), Fault> {
        match &part.source {
            Source::Bytes(bytes) => {
                out.write_all(bytes).doing("writing", shown)?;
                self.tell(name, part.size_bytes)?;
            }
            Source::Records(number) => {
                let text = self.records(*number)?;
                out.write_all(text.as_bytes()).doing("writing", shown)?;
                self.tell(name, part.size_bytes)?;
            }
            Source::Exhibit(id) => {
                let sealed = self.custody.exhibit(*id)?;
                let (sha256, sha512) = (sealed.sha256, sealed.sha512);
                let file = self.custody.open_exhibit(*id)?;
                let found = self.stream(name, file, part.size_bytes, out, shown)?;
                if (found.sha256, found.sha512) != (sha256, sha512) {
                    let fact = "its content is not what was sealed".to_owned();
                    return Err(Fault::ExhibitChanged { exhibit: *id, file: name.into(), fact });
                }
            }
            Source::File(path, sha256) => {
                let file = open_to_read(path).doing("reading", path.display().to_string())?;
                let found = self.stream(name, file, part.size_bytes, out, shown)?;
                if found.sha256 != *sha256 || found.size_bytes != part.size_bytes {
                    return Err(Fault::ChangedWhileRead(path.display().to_string()));
                }
            }
        }
        self.files_done += 1;
        Ok(())
    }

    fn stream(
        &mut self,
        name: &str,
        file: File,
        size_bytes: u64,
        out: &mut dyn Write,
        shown: &str,
    ) -> Result<crate::hash::Digests, Fault> {
        // A file that grows meanwhile would spoil what follows it in an archive.
        let mut file = file.take(size_bytes);
        digest_stream(&mut file, size_bytes, name, &mut |block| {
            out.write_all(block).doing("writing", shown)?;
            self.tell(name, block.len() as u64)
        })
    }

    fn records(&self, number: u64) -> Result<String, Fault> {
        let text = self.custody.log.records(number)?;
        let mut out = String::with_capacity(text.len());
        for (index, line) in (number * 256..self.plan.leaves).zip(text.split_terminator('\n')) {
            let read = Line::read(line)
                .ok_or_else(|| Fault::damaged(crate::log::CHECKPOINT, "the log changed"))?;
            out.push_str(&bundled_line(index, &read, &self.plan.withheld));
            out.push('\n');
        }
        Ok(out)
    }

    fn tell(&mut self, what: &str, bytes: u64) -> Result<(), Fault> {
        self.bytes_done += bytes;
        let progress = Progress {
            what,
            bytes_done: self.bytes_done,
            bytes_total: self.plan.bytes,
            files_done: self.files_done,
            files_total: self.plan.files,
        };
        match (self.watch)(&progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Fault::Interrupted),
        }
    }
}

fn fill(out: &mut impl Write, bytes: u64) -> std::io::Result<()> {
    std::io::copy(&mut std::io::repeat(0).take(bytes), out).map(|_| ())
}

/// Whether a folder holds a bundle.
pub(super) fn is_bundle(dir: &Path) -> bool {
    dir.join(SEAL).is_file()
}
