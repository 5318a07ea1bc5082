//! The film as a decoder is given it: bytes that nobody can change while it reads them.

use std::fs::File;
use std::io::{self, Read, Write};
use std::process::Stdio;

use rustix::fs::{
    MemfdFlags, Mode, OFlags, SealFlags, fchmod, fcntl_add_seals, fcntl_getfl, memfd_create,
};

use crate::cage::decoder::is_sealed;

/// Bytes of a member that are copied into memory: a telephone's 4K film of four minutes. A film that was
/// sealed by itself is read where it lies, however long.
pub const FILM_BYTES_MAX: u64 = 1 << 30;

/// A film, opened for nothing but reading.
#[derive(Debug)]
pub struct Film {
    file: File,
    bytes: u64,
}

/// Why a film cannot be given to a decoder.
#[derive(Debug, thiserror::Error)]
pub enum FilmFault {
    /// Its file is none.
    #[error("the film is no plain file; seal it first")]
    NotAFile,
    /// Its file could be written by the decoder.
    #[error("the film is open for writing; open the sealed exhibit for reading alone")]
    Writable,
    /// More than [`FILM_BYTES_MAX`].
    #[error(
        "the film has more than the {FILM_BYTES_MAX} bytes that are copied out of a container; extract it \
         and ingest it as an exhibit of its own"
    )]
    TooLong,
    /// Its bytes could not be read or held.
    #[error("the film's bytes could not be read, or there is no memory left to hold them")]
    Bytes(#[from] io::Error),
}

impl Film {
    /// An exhibit, opened read-only.
    pub fn exhibit(file: File) -> Result<Self, FilmFault> {
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(FilmFault::NotAFile);
        }
        let access = fcntl_getfl(&file).map_err(io::Error::from)? & OFlags::RWMODE;
        if access != OFlags::RDONLY && !is_sealed(&file) {
            return Err(FilmFault::Writable);
        }
        Ok(Self { file, bytes: metadata.len() })
    }

    /// A copy in memory of what a reader gives, of at most [`FILM_BYTES_MAX`]; sealed, so that from then on
    /// nobody can change it, not even we, and of a mode that no kernel runs as a program.
    pub fn copied(from: &mut dyn Read) -> Result<Self, FilmFault> {
        Self::copied_up_to(FILM_BYTES_MAX, from)
    }

    fn copied_up_to(bytes_max: u64, from: &mut dyn Read) -> Result<Self, FilmFault> {
        let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
        let memory = memfd_create("film", flags).map_err(io::Error::from)?;
        let mut file = File::from(memory);
        let bytes = io::copy(&mut from.take(bytes_max + 1), &mut file)?;
        if bytes > bytes_max {
            return Err(FilmFault::TooLong);
        }
        file.flush()?;
        fchmod(&file, Mode::RUSR).map_err(io::Error::from)?;
        let seals = SealFlags::SHRINK | SealFlags::GROW | SealFlags::WRITE | SealFlags::SEAL;
        fcntl_add_seals(&file, seals).map_err(io::Error::from)?;
        Ok(Self { file, bytes })
    }

    /// Its length.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The same film as a decoder's descriptor 0.
    pub(super) fn input(&self) -> io::Result<Stdio> {
        self.file.try_clone().map(Stdio::from)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, SeekFrom};

    use super::*;

    #[test]
    fn a_copied_film_is_whole_and_cannot_be_changed() {
        let mut film = Film::copied(&mut b"a film".as_slice()).unwrap();
        assert_eq!(film.bytes(), 6);
        assert!(film.file.seek(SeekFrom::Start(0)).is_ok());
        let mut text = String::new();
        film.file.read_to_string(&mut text).unwrap();
        assert_eq!(text, "a film");
        assert!(film.file.write_all(b"more").is_err());
        assert!(film.file.set_len(0).is_err());
        assert!(Film::exhibit(film.file).is_ok());
    }

    #[test]
    fn a_film_that_could_be_written_or_is_no_file_is_refused() {
        let file = tempfile::tempfile().unwrap();
        assert!(matches!(Film::exhibit(file), Err(FilmFault::Writable)));
        let folder = File::open("/").unwrap();
        assert!(matches!(Film::exhibit(folder), Err(FilmFault::NotAFile)));
        let path = std::env::current_exe().unwrap();
        assert!(Film::exhibit(File::open(path).unwrap()).is_ok());
    }

    #[test]
    fn a_film_longer_than_memory_may_hold_is_refused() {
        assert_eq!(Film::copied_up_to(6, &mut b"a film".as_slice()).unwrap().bytes(), 6);
        let longer = Film::copied_up_to(5, &mut b"a film".as_slice());
        assert!(matches!(longer, Err(FilmFault::TooLong)));
    }
}
