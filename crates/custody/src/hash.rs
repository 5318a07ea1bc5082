//! Both digests of a stream in one pass, the second on a thread of its own where that pays.

use std::collections::VecDeque;
use std::io::Read;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use model::Digest;
use sha2::{Digest as _, Sha256, Sha512};

use crate::exhibit::Digest512;
use crate::fault::{Doing, Fault};

/// How far a long act has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// What is being read, escaped.
    pub what: &'a str,
    /// Bytes read so far, over all files.
    pub bytes_done: u64,
    /// Bytes to read, over all files, as far as known at the start.
    pub bytes_total: u64,
    /// Files done.
    pub files_done: u64,
    /// Files to do.
    pub files_total: u64,
}

/// Told of progress some times a second; `Break` stops the act with [`Fault::Interrupted`].
pub type Watch<'a> = dyn FnMut(&Progress<'_>) -> ControlFlow<()> + 'a;

/// Bytes read at once: large enough that the cost of a system call vanishes.
pub(crate) const BLOCK_BYTES: usize = 1 << 20;

/// Smallest block: a file that is longer than was thought is not read byte by byte.
const BLOCK_BYTES_MIN: usize = 4 << 10;

/// From this size on, a second thread for SHA-512 pays for its start.
const TWO_THREADS_FROM_BYTES: u64 = 4 << 20;

/// Blocks that may wait for the second thread.
const BLOCKS_AHEAD: usize = 4;

/// Digests and length of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digests {
    pub(crate) size_bytes: u64,
    pub(crate) sha256: Digest,
    pub(crate) sha512: Digest512,
}

/// Digests of bytes in memory.
pub(crate) fn digest_bytes(bytes: &[u8]) -> Digests {
    Digests {
        size_bytes: bytes.len() as u64,
        sha256: Digest(Sha256::digest(bytes).into()),
        sha512: Digest512(Sha512::digest(bytes).into()),
    }
}

/// Reads a stream once to its end; every block is also handed to `each`.
pub(crate) fn digest_stream(
    source: &mut dyn Read,
    size_hint_bytes: u64,
    name: &str,
    each: &mut dyn FnMut(&[u8]) -> Result<(), Fault>,
) -> Result<Digests, Fault> {
    // One byte more than is to be read, so that the end is met in the same block.
    let block_bytes = usize::try_from(size_hint_bytes.saturating_add(1)).unwrap_or(BLOCK_BYTES);
    let block_bytes = block_bytes.clamp(BLOCK_BYTES_MIN, BLOCK_BYTES);
    if size_hint_bytes < TWO_THREADS_FROM_BYTES {
        return digest_serial(source, block_bytes, name, each);
    }
    std::thread::scope(|scope| {
        let (blocks, to_hash) = channel::<Arc<Vec<u8>>>();
        let (done, hashed) = channel();
        let second = std::thread::Builder::new()
            .name("sha-512".to_owned())
            .spawn_scoped(scope, move || hash_second(&to_hash, &done));
        let Ok(second) = second else {
            return digest_serial(source, block_bytes, name, each);
        };
        let first = digest_first(source, name, each, &blocks, &hashed);
        drop(blocks);
        let sha512 = second.join().map_err(|_| thread_ended(name))?;
        let (size_bytes, sha256) = first?;
        Ok(Digests { size_bytes, sha256, sha512 })
    })
}

fn thread_ended(name: &str) -> Fault {
    let source = std::io::Error::other("the second thread ended early");
    Fault::Io { doing: "hashing", file: name.to_owned(), source }
}

fn hash_second(blocks: &Receiver<Arc<Vec<u8>>>, done: &Sender<()>) -> Digest512 {
    let mut sha512 = Sha512::new();
    for block in blocks {
        sha512.update(block.as_slice());
        drop(block);
        // The first thread may have ended with a fault; then nobody waits for this.
        let _ = done.send(());
    }
    Digest512(sha512.finalize().into())
}

fn digest_first(
    source: &mut dyn Read,
    name: &str,
    each: &mut dyn FnMut(&[u8]) -> Result<(), Fault>,
    blocks: &Sender<Arc<Vec<u8>>>,
    hashed: &Receiver<()>,
) -> Result<(u64, Digest), Fault> {
    let mut sha256 = Sha256::new();
    let mut size_bytes = 0;
    let mut waiting: VecDeque<Arc<Vec<u8>>> = VecDeque::new();
    loop {
        let mut buffer = if waiting.len() < BLOCKS_AHEAD {
            Vec::new()
        } else {
            hashed.recv().map_err(|_| thread_ended(name))?;
            waiting.pop_front().and_then(|block| Arc::try_unwrap(block).ok()).unwrap_or_default()
        };
        read_block(source, &mut buffer, BLOCK_BYTES).doing("reading", name)?;
        if buffer.is_empty() {
            return Ok((size_bytes, Digest(sha256.finalize().into())));
        }
        let block = Arc::new(buffer);
        blocks.send(Arc::clone(&block)).map_err(|_| thread_ended(name))?;
        sha256.update(block.as_slice());
        size_bytes += block.len() as u64;
        each(&block)?;
        waiting.push_back(block);
    }
}

fn digest_serial(
    source: &mut dyn Read,
    block_bytes: usize,
    name: &str,
    each: &mut dyn FnMut(&[u8]) -> Result<(), Fault>,
) -> Result<Digests, Fault> {
    let (mut sha256, mut sha512, mut size_bytes) = (Sha256::new(), Sha512::new(), 0);
    let mut block = Vec::new();
    loop {
        read_block(source, &mut block, block_bytes).doing("reading", name)?;
        if block.is_empty() {
            return Ok(Digests {
                size_bytes,
                sha256: Digest(sha256.finalize().into()),
                sha512: Digest512(sha512.finalize().into()),
            });
        }
        sha256.update(&block);
        sha512.update(&block);
        size_bytes += block.len() as u64;
        each(&block)?;
    }
}

/// Fills a block as far as the stream reaches; empty at its end.
fn read_block(source: &mut dyn Read, block: &mut Vec<u8>, bytes: usize) -> std::io::Result<()> {
    block.resize(bytes, 0);
    let mut filled = 0;
    while let Some(room) = block.get_mut(filled..).filter(|room| !room.is_empty()) {
        match source.read(room) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(fault) if fault.kind() == std::io::ErrorKind::Interrupted => {}
            Err(fault) => {
                block.clear();
                return Err(fault);
            }
        }
    }
    block.truncate(filled);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_threads_and_one_give_the_digests_of_the_standard() {
        let bytes: Vec<u8> =
            (0..9_000_001_u32).map(|at| ((at * 31) >> 3).to_le_bytes()[0]).collect();
        let want = digest_bytes(&bytes);
        for hint in [0, u64::MAX] {
            let mut copy = Vec::new();
            let got = digest_stream(&mut bytes.as_slice(), hint, "x", &mut |block| {
                copy.extend_from_slice(block);
                Ok(())
            });
            assert_eq!(got.unwrap(), want);
            assert_eq!(copy, bytes);
        }
        let abc = digest_bytes(b"abc");
        assert_eq!(
            abc.sha256.to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert!(abc.sha512.to_string().starts_with("ddaf35a193617abacc417349ae204131"));
    }

    #[test]
    fn a_fault_in_the_middle_ends_both_threads() {
        let mut source = std::io::repeat(7).take(64 << 20);
        let mut blocks = 0;
        let got = digest_stream(&mut source, 64 << 20, "x", &mut |_| {
            blocks += 1;
            if blocks == 9 { Err(Fault::Interrupted) } else { Ok(()) }
        });
        assert!(matches!(got, Err(Fault::Interrupted)));
    }
}
