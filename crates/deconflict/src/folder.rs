//! The folder of one session of one party: every file whole or not there, so that a step that was interrupted is made
//! again from what the folder holds.
//!
//! | file | what it holds |
//! |---|---|
//! | `charter.json` | the charter with both signatures |
//! | `session.json` | number of the session, side of the party |
//! | `secret` | 32 bytes; gone once the partner's list is answered |
//! | `opening` | 32 bytes from which salts and fillings follow: kept for the supervisor |
//! | `inputs` | the inputs in the order of the masked list, each with its length in two bytes |
//! | `masked` | the masked list |
//! | `list-proof` | that the masked list is the inputs under the key: kept for the supervisor, never sent |
//! | `replies` | nonce of step 4 and the replies to the partner |
//! | `own-N`, `theirs-N` | the messages of step N |
//! | `own-N.digest`, `theirs-N.digest` | what their signatures sign |
//! | `incoming`, `refused` | a message that is being checked; one that broke the protocol |
//! | `hits.json` | what is common |
//! | `ended.json` | why the session ended before its time |

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::fault::Fault;

/// Longest small file that is read whole.
const SMALL_BYTES_MAX: u64 = 1 << 20;

/// Bytes read or written at a time.
const BLOCK_BYTES: usize = 1 << 20;

/// A folder.
#[derive(Debug, Clone)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Makes an empty folder that only its owner may read.
    pub(crate) fn make(path: &Path) -> Result<Self, Fault> {
        if path.exists() {
            return Err(Fault::Taken(path.display().to_string()));
        }
        let mut builder = fs::DirBuilder::new();
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path).map_err(|e| Fault::io(path, e))?;
        Ok(Self(path.to_owned()))
    }

    pub(crate) fn open(path: &Path) -> Self {
        Self(path.to_owned())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Writes a file aside, syncs it and gives it its name.
    pub(crate) fn put<T>(
        &self,
        name: &str,
        fill: impl FnOnce(&mut BufWriter<File>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let (path, aside) = (self.path(name), self.path(&format!("{name}.part")));
        let failed = |e: io::Error| Fault::io(&path, e);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let file = options.open(&aside).map_err(failed)?;
        let mut out = BufWriter::with_capacity(BLOCK_BYTES, file);
        let result = fill(&mut out)?;
        let file = out.into_inner().map_err(|e| failed(e.into_error()))?;
        file.sync_all().map_err(failed)?;
        fs::rename(&aside, &path).map_err(failed)?;
        File::open(&self.0).and_then(|folder| folder.sync_all()).map_err(failed)?;
        Ok(result)
    }

    pub(crate) fn put_bytes(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let path = self.path(name);
        self.put(name, |out| out.write_all(bytes).map_err(|e| Fault::io(&path, e)))
    }

    /// Gives a file another name.
    pub(crate) fn rename(&self, from: &str, to: &str) -> Result<(), Fault> {
        let path = self.path(from);
        fs::rename(&path, self.path(to)).map_err(|e| Fault::io(&path, e))?;
        File::open(&self.0).and_then(|folder| folder.sync_all()).map_err(|e| Fault::io(&self.0, e))
    }

    /// Reads a small file whole.
    pub(crate) fn small(&self, name: &str) -> Result<Vec<u8>, Fault> {
        let path = self.path(name);
        let file = File::open(&path).map_err(|e| Fault::io(&path, e))?;
        let mut bytes = Vec::new();
        file.take(SMALL_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|e| Fault::io(&path, e))?;
        if bytes.len() as u64 > SMALL_BYTES_MAX {
            return Err(Fault::NotASession(format!("`{name}` is longer than it can be")));
        }
        Ok(bytes)
    }

    /// A reader of a file.
    pub(crate) fn reader(&self, name: &str) -> Result<BufReader<File>, Fault> {
        let path = self.path(name);
        let file = File::open(&path).map_err(|e| Fault::io(&path, e))?;
        Ok(BufReader::with_capacity(BLOCK_BYTES, file))
    }

    /// Overwrites a small file and removes it; on a disk that moves its blocks, traces may stay.
    pub(crate) fn erase(&self, name: &str) -> Result<(), Fault> {
        let path = self.path(name);
        let overwrite = || {
            let length = fs::metadata(&path)?.len().min(SMALL_BYTES_MAX);
            let mut file = OpenOptions::new().write(true).open(&path)?;
            io::copy(&mut io::repeat(0).take(length), &mut file)?;
            file.sync_all()?;
            fs::remove_file(&path)
        };
        match overwrite() {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Fault::io(&path, e)),
            _ => Ok(()),
        }
    }
}
