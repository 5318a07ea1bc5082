//! The decoders of archives, each from a section of the archive and as often as needed.
//!
//! Crates: flate2 with zlib-rs (deflate, gzip), deflate64, bzip2 with libbz2-rs, lzma-rust2 (xz),
//! ruzstd: all Rust, all MIT or Apache-2.0.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use super::Streamed;
use super::section::Section;

/// Bytes read from an archive at a time.
const BUFFER_BYTES: usize = 64 * 1024;

/// Memory for the dictionary of one decoder: half of what xz uses at its strongest is enough for
/// files as they are sent; a larger one is refused by name.
const DICTIONARY_BYTES_MAX: u64 = 128 << 20;

/// What is said of a member whose bytes are not those it was made from.
const DIFFERS: &str = "its content is not what the archive states: length or check sum differ";

/// How bytes were compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// Not at all.
    Stored,
    /// RFC 1951.
    Deflate,
    /// Deflate with a window of 64 KiB.
    Deflate64,
    /// RFC 1952, members one after another.
    Gzip,
    /// bzip2, streams one after another.
    Bzip2,
    /// The .xz file format 1.2, streams one after another.
    Xz,
    /// RFC 8878, frames one after another.
    Zstd,
}

/// Bytes being decoded.
pub(crate) struct Decoding<'a> {
    section: Section<'a>,
    method: Method,
    decoder: Box<dyn Read + 'a>,
    /// Set where something else stands behind the last stream.
    rest: Rc<Cell<Rest>>,
    /// What the archive states of the decoded bytes, to be held against them.
    stated: Option<Stated>,
    found: flate2::Crc,
    found_len: u64,
}

/// The length and check sum an archive states of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stated {
    /// Decoded bytes.
    pub(crate) len: u64,
    /// CRC-32 (ISO 3309) of them.
    pub(crate) crc32: u32,
}

impl<'a> Decoding<'a> {
    /// Decodes a section.
    pub(crate) fn new(
        section: Section<'a>,
        method: Method,
        stated: Option<Stated>,
    ) -> io::Result<Self> {
        let rest = Rc::default();
        let decoder = open(&section, method, &rest)?;
        let found = flate2::Crc::new();
        Ok(Self { section, method, decoder, rest, stated, found, found_len: 0 })
    }

    /// What stood behind the last stream, once all of it is read.
    pub(crate) fn rest(&self) -> Rest {
        self.rest.get()
    }

    fn check(&self) -> io::Result<()> {
        let Some(stated) = self.stated else { return Ok(()) };
        if stated.len == self.found_len && stated.crc32 == self.found.sum() {
            return Ok(());
        }
        Err(io::Error::new(io::ErrorKind::InvalidData, DIFFERS))
    }
}

fn open<'a>(
    section: &Section<'a>,
    method: Method,
    rest: &Rc<Cell<Rest>>,
) -> io::Result<Box<dyn Read + 'a>> {
    let mut section = section.clone();
    io::Seek::rewind(&mut section)?;
    let buffered = BufReader::with_capacity(BUFFER_BYTES, section);
    let dictionary_kib = u32::try_from(DICTIONARY_BYTES_MAX / 1024).unwrap_or(u32::MAX);
    Ok(match method {
        Method::Stored => Box::new(buffered),
        Method::Deflate => Box::new(flate2::bufread::DeflateDecoder::new(buffered)),
        Method::Deflate64 => Box::new(deflate64::Deflate64Decoder::with_buffer(buffered)),
        Method::Gzip => Box::new(Streams::new(buffered, Stream::gzip, b"\x1F\x8B", rest)),
        Method::Bzip2 => Box::new(Streams::new(buffered, Stream::bzip2, b"BZh", rest)),
        Method::Xz => Box::new(lzma_rust2::XzReader::new_mem_limit(buffered, true, dictionary_kib)),
        Method::Zstd => Box::new(Frames { source: Some(buffered), frame: None }),
    })
}

impl Read for Decoding<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.decoder.read(bytes)?;
        if count == 0 && !bytes.is_empty() {
            self.check()?;
        }
        self.found.update(bytes.get(..count).unwrap_or_default());
        self.found_len += count as u64;
        if self.stated.is_some_and(|stated| self.found_len > stated.len) {
            // A member that goes on behind its stated length is a bomb or damaged.
            self.check()?;
        }
        Ok(count)
    }
}

impl Streamed for Decoding<'_> {
    fn restart(&mut self) -> io::Result<()> {
        self.decoder = open(&self.section, self.method, &self.rest)?;
        (self.found, self.found_len) = (flate2::Crc::new(), 0);
        Ok(())
    }
}

/// Bytes stored as they are: read from any place, and held against what the archive states of them
/// when they are first read from one end to the other.
pub(crate) struct Checked<'a> {
    section: Section<'a>,
    position: u64,
    found: flate2::Crc,
    /// How far the check has come.
    found_len: u64,
    stated: Stated,
}

impl<'a> Checked<'a> {
    /// Stored bytes.
    pub(crate) fn new(section: Section<'a>, stated: Stated) -> Self {
        Self { section, position: 0, found: flate2::Crc::new(), found_len: 0, stated }
    }
}

impl Read for Checked<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.section.read(bytes)?;
        if self.position == self.found_len {
            self.found.update(bytes.get(..count).unwrap_or_default());
            self.found_len += count as u64;
            if self.found_len == self.stated.len && self.found.sum() != self.stated.crc32 {
                return Err(io::Error::new(io::ErrorKind::InvalidData, DIFFERS));
            }
        }
        self.position += count as u64;
        Ok(count)
    }
}

impl io::Seek for Checked<'_> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.position = self.section.seek(to)?;
        Ok(self.position)
    }
}

/// What stands behind the last of several streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Rest {
    /// Nothing, or zeros, with which tapes and some programs fill up.
    #[default]
    Nothing,
    /// Bytes that are no such stream.
    Foreign,
}

/// One of several streams.
enum Stream<R: io::BufRead> {
    Gzip(Box<flate2::bufread::GzDecoder<R>>),
    Bzip2(bzip2::bufread::BzDecoder<R>),
}

impl<R: io::BufRead> Stream<R> {
    fn gzip(source: R) -> Self {
        Self::Gzip(Box::new(flate2::bufread::GzDecoder::new(source)))
    }

    fn bzip2(source: R) -> Self {
        Self::Bzip2(bzip2::bufread::BzDecoder::new(source))
    }

    fn into_source(self) -> R {
        match self {
            Self::Gzip(decoder) => decoder.into_inner(),
            Self::Bzip2(decoder) => decoder.into_inner(),
        }
    }
}

impl<R: io::BufRead> Read for Stream<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Gzip(decoder) => decoder.read(bytes),
            Self::Bzip2(decoder) => decoder.read(bytes),
        }
    }
}

/// Streams of gzip or bzip2 one after another, up to what is no stream any more: the tools that
/// everybody has unpack the streams and pass over the rest.
struct Streams<R: io::BufRead> {
    stream: Option<Stream<R>>,
    begin: fn(R) -> Stream<R>,
    mark: &'static [u8],
    rest: Rc<Cell<Rest>>,
}

impl<R: io::BufRead> Streams<R> {
    fn new(
        source: R,
        begin: fn(R) -> Stream<R>,
        mark: &'static [u8],
        rest: &Rc<Cell<Rest>>,
    ) -> Self {
        Self { stream: Some(begin(source)), begin, mark, rest: Rc::clone(rest) }
    }

    /// Begins the next stream, if one follows.
    fn go_on(&mut self) -> io::Result<()> {
        let Some(mut source) = self.stream.take().map(Stream::into_source) else { return Ok(()) };
        let head = source.fill_buf()?;
        if head.is_empty() {
            return Ok(());
        }
        // The buffer may end within the mark.
        let seen = head.len().min(self.mark.len());
        if head.get(..seen) == self.mark.get(..seen) {
            self.stream = Some((self.begin)(source));
        } else {
            self.rest.set(rest_of(source)?);
        }
        Ok(())
    }
}

fn rest_of(mut source: impl io::BufRead) -> io::Result<Rest> {
    loop {
        let bytes = source.fill_buf()?;
        if bytes.iter().any(|byte| *byte != 0) {
            return Ok(Rest::Foreign);
        }
        let count = bytes.len();
        if count == 0 {
            return Ok(Rest::Nothing);
        }
        source.consume(count);
    }
}

impl<R: io::BufRead> Read for Streams<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        while let Some(stream) = &mut self.stream {
            let count = stream.read(bytes)?;
            if count > 0 || bytes.is_empty() {
                return Ok(count);
            }
            self.go_on()?;
        }
        Ok(0)
    }
}

/// Frames of zstd one after another; skippable ones are passed over.
struct Frames<R: io::BufRead> {
    source: Option<R>,
    frame: Option<ruzstd::decoding::StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>,
}

/// First bytes of a skippable frame, its last four bits apart (RFC 8878 §3.1.2).
const SKIPPABLE_MAGIC: u32 = 0x184D_2A50;

impl<R: io::BufRead> Frames<R> {
    /// Starts the next frame; false at the end.
    fn start(&mut self) -> io::Result<bool> {
        loop {
            let Some(mut source) = self.source.take() else { return Ok(false) };
            let head = source.fill_buf()?;
            if head.is_empty() {
                return Ok(false);
            }
            let magic = head.first_chunk().map(|bytes| u32::from_le_bytes(*bytes));
            if magic.is_some_and(|magic| magic & 0xFFFF_FFF0 == SKIPPABLE_MAGIC) {
                let mut head = [0; 8];
                source.read_exact(&mut head)?;
                let [.., a, b, c, d] = head;
                let len = u64::from(u32::from_le_bytes([a, b, c, d]));
                io::copy(&mut (&mut source).take(len), &mut io::sink())?;
                self.source = Some(source);
                continue;
            }
            let frame = ruzstd::decoding::StreamingDecoder::new_with_max_window_size(
                source,
                DICTIONARY_BYTES_MAX,
            )
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
            self.frame = Some(frame);
            return Ok(true);
        }
    }
}

impl<R: io::BufRead> Read for Frames<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let count = frame.read(bytes)?;
                if count > 0 || bytes.is_empty() {
                    return Ok(count);
                }
                self.source = self.frame.take().map(ruzstd::decoding::StreamingDecoder::into_inner);
            }
            if !self.start()? {
                return Ok(0);
            }
        }
    }
}
