//! Files of the case that the casebook itself writes, and those that leave it: whole or not at all.

use std::fs::{self, File};
use std::io::{BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use custody::FileDigest;
use model::Digest;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use crate::fault::{Exit, Fault};

/// A file written aside and synced; it takes its name once it is published.
#[must_use = "a staged file is not there until it is published"]
pub(crate) struct Staged {
    path: PathBuf,
    aside: PathBuf,
    sha256: Digest,
}

impl Staged {
    /// Its name within the case, and its digest, for the log.
    pub(crate) fn digest(&self, name: &str) -> FileDigest {
        FileDigest { file: name.to_owned(), sha256: self.sha256 }
    }

    /// Gives the file its name, in place of what had it.
    pub(crate) fn publish(self) -> Result<PathBuf, Fault> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let put = || {
            fs::rename(&self.aside, &self.path)?;
            File::open(folder)?.sync_all()
        };
        put().map_err(|e| Fault::io(&self.path, e))?;
        Ok(self.path)
    }
}

/// Writes a file aside. What is logged is staged first and published last, so that a file of the
/// case is at every moment one whose digest the log knows.
pub(crate) fn stage(path: PathBuf, bytes: &[u8]) -> Result<Staged, Fault> {
    let aside = aside_of(&path);
    let put = || {
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        let mut file = File::create(&aside)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    put().map_err(|e| Fault::io(&path, e))?;
    Ok(Staged { path, aside, sha256: Digest(Sha256::digest(bytes).into()) })
}

/// A file of lines being written aside, digested as it grows.
pub(crate) struct Lines {
    path: PathBuf,
    aside: PathBuf,
    out: BufWriter<File>,
    sha256: Sha256,
}

impl Lines {
    /// Begins a file.
    pub(crate) fn begin(path: PathBuf) -> Result<Self, Fault> {
        let aside = aside_of(&path);
        let open = || {
            fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
            File::create(&aside)
        };
        let out = BufWriter::new(open().map_err(|e| Fault::io(&path, e))?);
        Ok(Self { path, aside, out, sha256: Sha256::new() })
    }

    /// Adds a value as a line of JSON.
    pub(crate) fn add(&mut self, value: &impl Serialize) -> Result<(), Fault> {
        let line = line_of(value, &self.path)?;
        self.sha256.update(&line);
        self.out.write_all(&line).map_err(|e| Fault::io(&self.path, e))
    }

    /// Ends the file, which is not there before it is published.
    pub(crate) fn end(mut self) -> Result<Staged, Fault> {
        let Self { path, aside, out, sha256 } = &mut self;
        let sync = |out: &mut BufWriter<File>| {
            out.flush()?;
            out.get_ref().sync_all()
        };
        sync(out).map_err(|e| Fault::io(path, e))?;
        let sha256 = Digest(std::mem::take(sha256).finalize().into());
        Ok(Staged { path: std::mem::take(path), aside: std::mem::take(aside), sha256 })
    }
}

fn aside_of(path: &Path) -> PathBuf {
    let mut aside = path.to_owned().into_os_string();
    aside.push(".unfinished");
    PathBuf::from(aside)
}

/// A value as a line of JSON.
pub(crate) fn line_of(value: &impl Serialize, path: &Path) -> Result<Vec<u8>, Fault> {
    let mut line = serde_json::to_vec(value).map_err(|e| no_json(path, e))?;
    line.push(b'\n');
    Ok(line)
}

fn no_json(path: &Path, error: serde_json::Error) -> Fault {
    Fault::new(Exit::Bug, "a value cannot be written as JSON", "report this")
        .at(path.display())
        .caused_by(error)
}

/// Opens a file at its end, to add to; it is made where there is none.
pub(crate) fn append(path: &Path) -> Result<File, Fault> {
    let open = || {
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        File::options().create(true).append(true).open(path)
    };
    open().map_err(|e| Fault::io(path, e))
}

/// What is on its way out of the case: written beside its name, which it gets once all of it is there.
/// One that is dropped before leaves nothing; what a kill leaves ends in `.unfinished`.
#[must_use = "what is written aside is not there until it is published"]
pub(crate) struct Outside {
    to: PathBuf,
    aside: PathBuf,
    /// Files that were begun and are not known to be on the disk.
    files: Vec<PathBuf>,
    is_folder: bool,
}

impl Outside {
    /// A file to be; one that has its name already stays.
    pub(crate) fn file(to: &Path) -> Result<Self, Fault> {
        Self::begin(to, false)
    }

    /// A folder to be, with files in it.
    pub(crate) fn folder(to: &Path) -> Result<Self, Fault> {
        let begun = Self::begin(to, true)?;
        fs::create_dir(&begun.aside).map_err(|e| Fault::io(to, e))?;
        Ok(begun)
    }

    fn begin(to: &Path, is_folder: bool) -> Result<Self, Fault> {
        free(to)?;
        let begun = Self { to: to.to_owned(), aside: aside_of(to), files: Vec::new(), is_folder };
        begun.clear().map_err(|e| Fault::io(&begun.aside, e))?;
        Ok(begun)
    }

    /// Begins the file of this name in the folder; of a file, the file itself.
    pub(crate) fn open(&mut self, name: &str) -> std::io::Result<File> {
        let path = if self.is_folder { self.aside.join(name) } else { self.aside.clone() };
        let file = File::options().write(true).create_new(true).open(&path)?;
        self.files.push(path);
        Ok(file)
    }

    /// Brings everything to the disk, so that only the name is missing.
    pub(crate) fn sync(&mut self) -> Result<(), Fault> {
        let files = std::mem::take(&mut self.files);
        let sync = || {
            files.iter().try_for_each(|path| File::open(path)?.sync_all())?;
            if self.is_folder { File::open(&self.aside)?.sync_all() } else { Ok(()) }
        };
        sync().map_err(|e| Fault::io(&self.to, e))
    }

    /// Gives it its name.
    pub(crate) fn publish(mut self) -> Result<(), Fault> {
        self.sync()?;
        free(&self.to)?;
        let folder = self.to.parent().filter(|path| !path.as_os_str().is_empty());
        let put = || {
            fs::rename(&self.aside, &self.to)?;
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
        };
        put().map_err(|e| Fault::io(&self.to, e))
    }

    /// Takes away what was written aside, now or by a run that was killed.
    fn clear(&self) -> std::io::Result<()> {
        let cleared = match fs::symlink_metadata(&self.aside) {
            Ok(found) if found.is_dir() && self.is_folder => fs::remove_dir_all(&self.aside),
            Ok(_) => fs::remove_file(&self.aside),
            Err(e) => Err(e),
        };
        match cleared {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        // Published, there is nothing aside; else it says by its name that it is not whole.
        let _ = self.clear();
    }
}

/// Whether a name is free; what is there already stays.
fn free(path: &Path) -> Result<(), Fault> {
    match fs::symlink_metadata(path) {
        Ok(_) => Err(Fault::io(path, std::io::ErrorKind::AlreadyExists.into())),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(Fault::io(path, e)),
    }
}

/// Reads what the log names as JSON, where it still is what was logged.
pub(crate) fn read_logged<T: DeserializeOwned>(
    dir: &Path,
    logged: &FileDigest,
) -> Result<T, Fault> {
    let bytes = bytes_logged(dir, logged)?;
    serde_json::from_slice(&bytes).map_err(|e| not_as_logged(logged).caused_by(e))
}

/// Reads a text that the log names, where it still is what was logged.
pub(crate) fn text_logged(dir: &Path, logged: &FileDigest) -> Result<String, Fault> {
    String::from_utf8(bytes_logged(dir, logged)?).map_err(|e| not_as_logged(logged).caused_by(e))
}

fn bytes_logged(dir: &Path, logged: &FileDigest) -> Result<Vec<u8>, Fault> {
    let path = dir.join(&logged.file);
    let bytes = fs::read(&path).map_err(|e| Fault::io(&path, e))?;
    let found = Digest(Sha256::digest(&bytes).into());
    if found == logged.sha256 { Ok(bytes) } else { Err(not_as_logged(logged)) }
}

fn not_as_logged(logged: &FileDigest) -> Fault {
    Fault::new(
        Exit::Integrity,
        "the file is not the one that was logged",
        "run `tutela verify`; take the file from a copy of the case",
    )
    .at(&logged.file)
}

/// SHA-256 of a file from where it stands; `each` is given what was read.
pub(crate) fn sha256_of(
    source: &mut File,
    mut each: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> std::io::Result<Digest> {
    let mut sha256 = Sha256::new();
    let mut block = vec![0u8; 1 << 20];
    loop {
        let count = source.read(&mut block)?;
        if count == 0 {
            return Ok(Digest(sha256.finalize().into()));
        }
        let bytes = block.get(..count).unwrap_or_default();
        sha256.update(bytes);
        each(bytes)?;
    }
}

/// SHA-256 of the file of this name.
pub(crate) fn sha256_at(path: &Path) -> std::io::Result<Digest> {
    sha256_of(&mut File::open(path)?, |_| Ok(()))
}

/// Takes a file away that can be made again.
pub(crate) fn forget(path: &Path) -> Result<(), Fault> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Fault::io(path, e)),
        _ => Ok(()),
    }
}

/// Takes a folder away with all that is in it, all of which can be made again.
pub(crate) fn forget_folder(path: &Path) -> Result<(), Fault> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Fault::io(path, e)),
        _ => Ok(()),
    }
}

/// Writes a file so that a crash leaves the old content or the new, never half.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    stage(path.to_owned(), bytes)?.publish().map(|_| ())
}

/// Writes a value as JSON, indented so that a person can read it and a diff can show it.
pub(crate) fn write_json(path: &Path, value: &impl Serialize) -> Result<(), Fault> {
    stage_json(path.to_owned(), value)?.publish().map(|_| ())
}

/// The same, aside.
pub(crate) fn stage_json(path: PathBuf, value: &impl Serialize) -> Result<Staged, Fault> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|e| no_json(&path, e))?;
    bytes.push(b'\n');
    stage(path, &bytes)
}

/// Reads a value from JSON; `None` where the file is absent.
pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Fault> {
    let bytes = match fs::read(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        bytes => bytes.map_err(|e| Fault::io(path, e))?,
    };
    serde_json::from_slice(&bytes).map(Some).map_err(|e| {
        Fault::new(
            Exit::Integrity,
            format!("the file is not what the case wrote: {e}"),
            "run `tutela verify`; remove the file and run the command again, it can be rebuilt",
        )
        .at(path.display())
    })
}
