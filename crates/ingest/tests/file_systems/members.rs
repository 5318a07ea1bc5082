//! Collects the members of a container, each with the digest of its content, and holds them to
//! what holds for every container: places inside the volume, no two at one place, paths that are
//! names and lead nowhere.

use std::collections::BTreeSet;
use std::io::{self, Cursor, SeekFrom};
use std::process::{Command, Stdio};

use model::records::Media;
use model::{Place, RejectKind};
use sha2::{Digest, Sha256};
use tutela_ingest::containers::{CONTAINERS, Container, Content, Members};
use tutela_ingest::format::{ReadSeek, TAIL_BYTES};
use tutela_ingest::{Halt, Head, Note, Settings, Source, Sure};

/// Content kept for a test to look at.
const KEPT_BYTES_MAX: usize = 1 << 20;

/// A member as a test sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// What the container states.
    pub(crate) media: Media,
    /// Where its entry stands.
    pub(crate) place: Place,
    /// SHA-256 of the content, where it has one that can be read.
    pub(crate) sha256: Option<String>,
    /// The content, if it is small.
    pub(crate) bytes: Vec<u8>,
    /// Why the content cannot be had.
    pub(crate) unreadable: Option<String>,
}

impl Member {
    /// Its path.
    pub(crate) fn path(&self) -> &str {
        &self.media.path
    }

    /// Its state.
    pub(crate) fn state(&self) -> &str {
        &self.media.state
    }

    /// MD5 of its content by the tool of the system, or none where that is absent.
    pub(crate) fn md5(&self) -> Option<String> {
        let mut child = Command::new("md5sum")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|_| eprintln!("skipped: no md5sum"))
            .ok()?;
        io::Write::write_all(&mut child.stdin.take()?, &self.bytes).ok()?;
        let said = child.wait_with_output().ok()?.stdout;
        String::from_utf8_lossy(&said).split_whitespace().next().map(str::to_owned)
    }
}

/// Everything a container told.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Collected {
    pub(crate) members: Vec<Member>,
    pub(crate) spoilt: Vec<(Place, RejectKind, String)>,
    pub(crate) notes: Vec<Note>,
    pub(crate) halt: Option<String>,
    volume_len: u64,
    places: BTreeSet<(u64, u64, String)>,
}

impl Collected {
    /// The member of this path; the first where there are several.
    #[track_caller]
    pub(crate) fn at(&self, path: &str) -> &Member {
        let found = self.members.iter().find(|member| member.path() == path);
        found.unwrap_or_else(|| panic!("no `{path}` among {:#?}", self.paths()))
    }

    /// Every path with its state, as they were told.
    pub(crate) fn paths(&self) -> Vec<(&str, &str)> {
        self.members.iter().map(|member| (member.path(), member.state())).collect()
    }

    fn inside(&mut self, place: &Place) {
        let end = place.bytes_start.checked_add(place.bytes_len);
        assert!(end.is_some_and(|end| end <= self.volume_len), "{place} is outside the volume");
    }
}

impl Members for Collected {
    fn file(&mut self, media: &mut Media, place: &Place, content: Content<'_>) -> Result<(), Halt> {
        self.inside(place);
        let at = (place.bytes_start, place.bytes_len, place.path.clone());
        assert!(self.places.insert(at), "two members at {place}: {}", &*media.path);
        let parts = || media.path.split('/');
        assert!(parts().all(|part| !matches!(part, "" | "." | "..") || &*media.path == "."));
        assert!(matches!(&*media.state, "active" | "deleted" | "realloc"));
        let mut member = Member {
            media: media.clone(),
            place: place.clone(),
            sha256: None,
            bytes: Vec::new(),
            unreadable: None,
        };
        match content {
            Content::None => {}
            Content::Unreadable(reason) => member.unreadable = Some(reason.to_owned()),
            Content::Seekable(bytes, len) => {
                assert_eq!(media.size, i64::try_from(len).ok(), "{}", &*media.path);
                match digest(bytes, len, &mut member.bytes) {
                    Ok(sha256) => member.sha256 = Some(sha256),
                    Err(error) => member.unreadable = Some(error.to_string()),
                }
            }
            Content::Streamed(_) => panic!("no file system here streams"),
        }
        self.members.push(member);
        Ok(())
    }

    fn stream(&mut self, name: &str, _: Content<'_>) -> Result<(), Halt> {
        panic!("a file system has no stream `{name}`")
    }

    fn spoilt(
        &mut self,
        place: &Place,
        kind: RejectKind,
        _field: &str,
        raw: &str,
    ) -> Result<(), Halt> {
        self.inside(place);
        let at = (place.bytes_start, place.bytes_len, place.path.clone());
        assert!(self.places.insert(at), "two rows at {place}: {raw}");
        self.spoilt.push((place.clone(), kind, raw.to_owned()));
        Ok(())
    }

    fn note(&mut self, note: &Note) -> Result<(), Halt> {
        self.notes.push(note.clone());
        Ok(())
    }
}

/// Length from on a content is read at its ends only.
const WHOLE_BYTES_MAX: u64 = 1 << 30;

/// SHA-256 of a content, which must have exactly the stated length; the same from the middle on.
/// Of a very large one, of its first and its last bytes.
fn digest(bytes: &mut dyn ReadSeek, len: u64, kept: &mut Vec<u8>) -> io::Result<String> {
    if len > WHOLE_BYTES_MAX {
        let half = KEPT_BYTES_MAX / 2;
        kept.resize(KEPT_BYTES_MAX, 0);
        bytes.read_exact(&mut kept[..half])?;
        bytes.seek(SeekFrom::End(-i64::try_from(half).unwrap()))?;
        bytes.read_exact(&mut kept[half..])?;
        assert_eq!(bytes.read(&mut [0])?, 0);
        return Ok(sha256(kept));
    }
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    let mut read = 0;
    loop {
        let count = bytes.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        hash.update(&buffer[..count]);
        read += count as u64;
        if kept.len() + count <= KEPT_BYTES_MAX {
            kept.extend_from_slice(&buffer[..count]);
        }
    }
    assert_eq!(read, len, "the content is not as long as stated");
    if kept.len() as u64 == len && len > 0 {
        let middle = len / 2;
        bytes.seek(SeekFrom::Start(middle))?;
        let mut rest = Vec::new();
        bytes.read_to_end(&mut rest)?;
        assert_eq!(rest, kept[usize::try_from(middle).unwrap()..], "reads otherwise from within");
    }
    Ok(hex(&hash.finalize()))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| {
        [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
    };
    bytes.iter().flat_map(digits).collect()
}

/// SHA-256 of a text.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Settings of a case in this zone.
pub(crate) fn zone(name: &str) -> Settings {
    Settings { case_zone: name.to_owned(), ..Settings::default() }
}

/// The container of this code.
pub(crate) fn container(code: &str) -> &'static dyn Container {
    *CONTAINERS.iter().find(|container| container.code() == code).unwrap()
}

/// Walks a volume that its container must know.
#[track_caller]
pub(crate) fn walk(code: &str, volume: &[u8], settings: &Settings) -> Collected {
    let container = container(code);
    assert_eq!(container.recognise(&Head::of(volume, settings)), Sure::Yes);
    walk_any(container, &mut Cursor::new(volume), volume.len() as u64, settings)
}

/// Walks a file by path, which may be larger than memory.
#[track_caller]
pub(crate) fn walk_file(code: &str, path: &std::path::Path, settings: &Settings) -> Collected {
    let mut file = std::fs::File::open(path).unwrap();
    let len = file.metadata().unwrap().len();
    walk_any(container(code), &mut file, len, settings)
}

/// Walks any bytes: no panic, and everything told is sound.
pub(crate) fn walk_any(
    container: &dyn Container,
    bytes: &mut dyn ReadSeek,
    len: u64,
    settings: &Settings,
) -> Collected {
    let mut collected = Collected { volume_len: len, ..Collected::default() };
    let mut source = Source::new(bytes, len, settings);
    if let Err(halt) = container.walk(&mut source, &mut collected) {
        collected.halt = Some(halt.to_string());
    }
    collected
}

/// Whether a container takes these bytes.
pub(crate) fn takes(container: &dyn Container, bytes: &[u8], settings: &Settings) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(TAIL_BYTES)..];
    let head = Head::new(bytes, tail, bytes.len() as u64, settings);
    container.recognise(&head) != Sure::No
}
