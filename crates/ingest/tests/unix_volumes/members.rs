//! Collects the members of a container: what a test compares.

use std::fmt::Write as _;
use std::io::{Cursor, Read};

use model::records::Media;
use model::time::Stamp;
use model::{Place, RejectKind};
use sha2::{Digest, Sha256};
use tutela_ingest::containers::{CONTAINERS, Container, Content, Members};
use tutela_ingest::{Halt, Head, Note, Settings, Source, Sure};

/// Bytes of content that are digested of one member; a damaged size could ask for years of zeros.
const DIGEST_BYTES_MAX: u64 = 256 << 20;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Body {
    None,
    Unreadable(String),
    /// SHA-256 and bytes read.
    Read(String, u64),
    Failed(String),
}

#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) path: String,
    pub(crate) size: Option<i64>,
    pub(crate) state: String,
    pub(crate) mode: String,
    pub(crate) inode: String,
    /// Modified, accessed, changed, created, in microseconds; 0 where not stated.
    pub(crate) times_us: [i64; 4],
    pub(crate) extra: String,
    pub(crate) place: Place,
    pub(crate) body: Body,
}

#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub(crate) members: Vec<Member>,
    pub(crate) spoilt: Vec<(Place, RejectKind, String)>,
    pub(crate) notes: Vec<String>,
    pub(crate) halt: Option<String>,
    read_over: bool,
}

impl Collected {
    #[track_caller]
    pub(crate) fn get(&self, path: &str) -> &Member {
        let found = self.members.iter().find(|member| member.path == path);
        found.unwrap_or_else(|| panic!("no member `{path}` among {}", self.members.len()))
    }

    pub(crate) fn paths(&self) -> Vec<&str> {
        self.members.iter().map(|member| member.path.as_str()).collect()
    }
}

fn us(stamp: &Stamp) -> i64 {
    if stamp.is_stated() {
        assert_eq!(stamp.zone_source, model::ZoneSource::InValue);
        stamp.earliest_us
    } else {
        0
    }
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// The body of a member with this content.
pub(crate) fn read(content: &[u8]) -> Body {
    Body::Read(hex(&Sha256::digest(content)), content.len() as u64)
}

fn digest(bytes: &mut dyn Read) -> Body {
    let (mut sha, mut len) = (Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        match bytes.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => {
                sha.update(&buffer[..count]);
                len += count as u64;
            }
            Err(error) => return Body::Failed(error.to_string()),
        }
        if len >= DIGEST_BYTES_MAX {
            return Body::Failed("longer than a test reads".to_owned());
        }
    }
    let hex = hex(&sha.finalize());
    Body::Read(hex, len)
}

impl Members for Collected {
    fn is_read_over(&self) -> bool {
        self.read_over
    }

    fn file(&mut self, media: &mut Media, place: &Place, content: Content<'_>) -> Result<(), Halt> {
        let body = match content {
            Content::None => Body::None,
            Content::Unreadable(reason) => Body::Unreadable(reason.to_owned()),
            Content::Seekable(bytes, len) => {
                let body = digest(bytes);
                if let Body::Read(_, read) = &body {
                    assert_eq!(*read, len, "{:?}", media.path);
                }
                body
            }
            Content::Streamed(mut bytes) => digest(&mut bytes),
        };
        self.members.push(Member {
            path: media.path.to_string(),
            size: media.size,
            state: media.state.to_string(),
            mode: media.mode.to_string(),
            inode: media.inode.to_string(),
            times_us: [&media.modified, &media.accessed, &media.changed, &media.created].map(us),
            extra: media.extra.to_string(),
            place: place.clone(),
            body,
        });
        Ok(())
    }

    fn stream(&mut self, _name: &str, _content: Content<'_>) -> Result<(), Halt> {
        Ok(())
    }

    fn spoilt(
        &mut self,
        place: &Place,
        kind: RejectKind,
        _field: &str,
        raw: &str,
    ) -> Result<(), Halt> {
        self.spoilt.push((place.clone(), kind, raw.to_owned()));
        Ok(())
    }

    fn note(&mut self, note: &Note) -> Result<(), Halt> {
        self.notes.push(note.to_string());
        Ok(())
    }
}

/// The container of this code.
pub(crate) fn container(code: &str) -> &'static dyn Container {
    let found = CONTAINERS.iter().find(|container| container.code() == code);
    *found.unwrap_or_else(|| panic!("no container `{code}`"))
}

/// The code of the container that is sure of these bytes.
pub(crate) fn recognised(image: &[u8]) -> Option<&'static str> {
    let settings = Settings::default();
    let head = Head::of(image, &settings);
    let found = CONTAINERS.iter().find(|container| container.recognise(&head) == Sure::Yes);
    found.map(|container| container.code())
}

/// All members, with their contents digested.
pub(crate) fn walk(code: &str, image: &[u8]) -> Collected {
    walk_as(code, image, Collected::default())
}

/// All members, without their contents, as a resumed run asks for them.
pub(crate) fn walk_over(code: &str, image: &[u8]) -> Collected {
    walk_as(code, image, Collected { read_over: true, ..Collected::default() })
}

fn walk_as(code: &str, image: &[u8], mut collected: Collected) -> Collected {
    let settings = Settings::default();
    let mut bytes = Cursor::new(image);
    let mut source = Source::new(&mut bytes, image.len() as u64, &settings);
    let ended = container(code).walk(&mut source, &mut collected);
    collected.halt = ended.err().map(|halt| halt.to_string());
    for member in &collected.members {
        let end = member.place.bytes_start + member.place.bytes_len;
        assert!(end <= image.len() as u64, "{} stands outside the image", member.path);
    }
    collected
}
