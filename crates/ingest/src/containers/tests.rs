//! What a container told, collected for tests.

use std::io::{Cursor, Read, SeekFrom};

use model::records::Media;
use model::{Place, RejectKind};

use super::{Container, Content, Members};
use crate::format::{Head, Source, Sure};
use crate::settings::Settings;
use crate::sink::{Halt, Note};

/// Bytes of a stream kept; the rest is only counted.
const KEPT_BYTES: u64 = 300 << 20;

/// The same where only the ending counts.
const GLANCE_BYTES: u64 = 1 << 20;

/// A stream as it was told.
pub(crate) struct Stream {
    pub(crate) name: String,
    pub(crate) len: u64,
    pub(crate) bytes: Result<Vec<u8>, String>,
}

/// Everything a container told.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) streams: Vec<Stream>,
    pub(crate) notes: Vec<Note>,
    pub(crate) halt: Option<String>,
    kept_max: u64,
}

impl Told {
    /// What `walk` tells; each halt must name a place and a remedy.
    pub(crate) fn of(walk: impl FnOnce(&mut dyn Members) -> Result<(), Halt>) -> Self {
        let mut told = Self { kept_max: KEPT_BYTES, ..Self::default() };
        told.halt = walk(&mut told).err().map(|halt| halt.to_string());
        told
    }

    /// The notes, one a line.
    pub(crate) fn words(&self) -> String {
        self.notes.iter().map(|note| note.to_string() + "\n").collect()
    }

    /// The bytes of the stream with this name.
    pub(crate) fn stream(&self, name: &str) -> &[u8] {
        let found = self.streams.iter().find(|stream| stream.name == name);
        found.unwrap_or_else(|| panic!("no {name}: {:?}", self.halt)).bytes.as_ref().unwrap()
    }
}

impl Members for Told {
    fn file(&mut self, _: &mut Media, _: &Place, _: Content<'_>) -> Result<(), Halt> {
        panic!("an image has no files")
    }

    fn stream(&mut self, name: &str, content: Content<'_>) -> Result<(), Halt> {
        let (bytes, len) = match content {
            Content::Seekable(bytes, len) => (bytes, len),
            Content::Unreadable(why) => {
                let (name, bytes) = (name.to_owned(), Err(why.to_owned()));
                self.streams.push(Stream { name, len: 0, bytes });
                return Ok(());
            }
            _ => panic!("{name} cannot be read from any place"),
        };
        assert_eq!(bytes.seek(SeekFrom::End(0)).unwrap(), len);
        bytes.seek(SeekFrom::Start(0)).unwrap();
        let mut kept = Vec::new();
        let read = bytes.take(self.kept_max).read_to_end(&mut kept);
        if read.is_ok() {
            assert_eq!(kept.len() as u64, len.min(self.kept_max), "{name} ends early");
        }
        let bytes = read.map(|_| kept).map_err(|error| error.to_string());
        self.streams.push(Stream { name: name.to_owned(), len, bytes });
        Ok(())
    }

    fn spoilt(&mut self, _: &Place, _: RejectKind, _: &str, _: &str) -> Result<(), Halt> {
        panic!("an image has no entries")
    }

    fn note(&mut self, note: &Note) -> Result<(), Halt> {
        self.notes.push(note.clone());
        Ok(())
    }
}

/// What `container` makes of `bytes`; each halt must name a place inside and a remedy.
pub(crate) fn tell(container: &dyn Container, bytes: &[u8]) -> Told {
    tell_up_to(container, bytes, KEPT_BYTES)
}

/// The same, with at most `kept_max` bytes of a stream read.
pub(crate) fn tell_up_to(container: &dyn Container, bytes: &[u8], kept_max: u64) -> Told {
    let settings = Settings::default();
    let mut told = Told { kept_max, ..Told::default() };
    let mut cursor = Cursor::new(bytes);
    let len = bytes.len() as u64;
    let mut source = Source::new(&mut cursor, len, &settings);
    if let Err(halt) = container.walk(&mut source, &mut told) {
        if let Halt::Broken { place, reason, remedy } = &halt {
            assert!(place.bytes_start <= len && !reason.is_empty() && !remedy.is_empty(), "{halt}");
        }
        told.halt = Some(halt.to_string());
    }
    told
}

/// How sure `container` is of `bytes`.
pub(crate) fn sure(container: &dyn Container, bytes: &[u8]) -> Sure {
    container.recognise(&Head::of(bytes, &Settings::default()))
}

/// A real file of `disk-images`, or nothing where it is absent.
pub(crate) fn real(name: &str) -> Option<Vec<u8>> {
    let path = casetest::real::path(&format!("disk-images/{name}"))?;
    Some(std::fs::read(path).unwrap())
}

/// Cuts and overwrites `bytes` in many places; the container must end each time, without a panic.
pub(crate) fn damage(container: &dyn Container, bytes: &[u8], spots: impl Iterator<Item = usize>) {
    for spot in spots.filter(|spot| *spot < bytes.len()) {
        let mut changed = bytes.to_vec();
        for value in [0x00, 0xFF, changed[spot] ^ 0x40] {
            changed[spot] = value;
            sure(container, &changed);
            tell_up_to(container, &changed, GLANCE_BYTES);
        }
    }
    for part in 1..16 {
        let cut = &bytes[..bytes.len() * part / 16];
        sure(container, cut);
        tell_up_to(container, cut, GLANCE_BYTES);
    }
}

/// Bytes of a disk of three MiB and a half: runs that pack, ones that do not, and zeros.
pub(crate) fn pattern() -> Vec<u8> {
    let mut state = 7_u32;
    let byte = |at: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        match at >> 17 & 3 {
            0 => u8::try_from(state >> 24).unwrap(),
            1 => u8::try_from(at >> 9 & 0x7F).unwrap(),
            _ => 0,
        }
    };
    (0..7 << 19).map(byte).collect()
}

/// `raw` as `qemu-img convert` writes it, which is the oracle; `None` where it is absent.
pub(crate) fn convert(raw: &[u8], options: &[&str]) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("raw"), folder.path().join("image"));
    std::io::Write::write_all(&mut std::fs::File::create(&from).unwrap(), raw).unwrap();
    let mut command = std::process::Command::new("qemu-img");
    command.args(["convert", "-f", "raw"]).args(options).arg(from).arg(&to);
    let Ok(made) = command.output() else {
        eprintln!("skipped: no qemu-img here (Debian: qemu-utils)");
        return None;
    };
    assert!(made.status.success(), "{made:?}");
    Some(std::fs::read(to).unwrap())
}

mod every_container {
    use super::super::CONTAINERS;
    use super::*;

    #[test]
    fn each_real_image_goes_to_its_own_container_first() {
        for (name, code) in [
            ("ext2.E01", Some("ewf")),
            ("ext2.qcow2", Some("qcow2")),
            ("ext2.vhd", Some("vhd")),
            ("ext2.vmdk", Some("vmdk")),
            ("hfsplus_zlib.dmg", Some("dmg")),
            ("aff4/Base-Linear.aff4", Some("aff4")),
        ] {
            let Some(image) = real(name) else { return };
            let first = CONTAINERS.iter().find(|one| sure(**one, &image) == Sure::Yes);
            assert_eq!(first.map(|one| one.code()), code, "{name}");
        }
    }

    #[test]
    fn no_container_takes_an_empty_file_or_breaks_on_it() {
        for container in CONTAINERS {
            for bytes in [&b""[..], b"\0", &[0; 600], &[0xFF; 600]] {
                assert_eq!(sure(*container, bytes), Sure::No, "{}", container.code());
            }
        }
    }

    /// Changes images at random, from a seed: for two seconds, or as long as `TUTELA_MUTATE_S` says.
    #[test]
    fn random_changes_end_without_a_panic() {
        let seconds = std::env::var("TUTELA_MUTATE_S").ok().and_then(|s| s.parse().ok());
        let end = std::time::Duration::from_secs(seconds.unwrap_or(2));
        let small = &pattern()[(1 << 17) - 8_192..(1 << 17) + 8_192];
        let mut images: Vec<(&str, Vec<u8>)> = Vec::new();
        for (code, options) in [
            ("qcow2", &["-O", "qcow2", "-c", "-o", "cluster_size=512"][..]),
            ("vhd", &["-O", "vpc"]),
            ("vhdx", &["-O", "vhdx", "-o", "log_size=1M"]),
            ("vmdk", &["-O", "vmdk", "-o", "subformat=streamOptimized"]),
            ("vmdk", &["-O", "vmdk"]),
        ] {
            images.extend(convert(small, options).map(|image| (code, image)));
        }
        for (code, name) in [("ewf", "ext2.E01"), ("dmg", "hfsplus_zlib.dmg")] {
            images.extend(real(name).map(|image| (code, image)));
        }
        let start = std::time::Instant::now();
        let mut state = 11_u64;
        let mut next = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below.max(1)
        };
        let mut rounds = 0;
        while start.elapsed() < end && !images.is_empty() {
            let (code, image) = &images[next(images.len())];
            let container = CONTAINERS.iter().find(|one| one.code() == *code).unwrap();
            let mut changed = image.clone();
            // Tables stand where bytes are: most of an image is empty.
            let used: Vec<usize> = (0..image.len() / 8)
                .filter(|at| image[at * 8] | image[at * 8 + 7] | image[at * 8 + 3] != 0)
                .collect();
            for _ in 0..=next(4) {
                let at = used[next(used.len())] * 8 + next(8);
                let value = [0, 1, 0x7F, 0x80, 0xFF, u8::try_from(next(256)).unwrap()][next(6)];
                let len = [1, 2, 4, 8][next(4)].min(changed.len() - at);
                changed[at..at + len].fill(value);
            }
            let one = std::time::Instant::now();
            tell_up_to(*container, &changed, GLANCE_BYTES);
            if one.elapsed().as_secs() >= 5 {
                println!("{code}: {:?}", one.elapsed());
            }
            rounds += 1;
        }
        println!("{rounds} rounds");
    }
}
