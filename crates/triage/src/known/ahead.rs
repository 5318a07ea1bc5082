//! A file read ahead by a thread of its own, which takes its SHA-256 on the way.
//!
//! The thread is a few blocks ahead at most, so that memory does not grow with the file; whoever reads
//! only waits where the disk or the digest is slower than the reader of the form.

use std::fs::File;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{Builder, JoinHandle};

use model::Digest;
use sha2::{Digest as _, Sha256};

/// Bytes asked of the disk at once: so few that they are still in the processor's cache when their
/// digest is taken.
const BLOCK_BYTES: usize = 256 << 10;

/// Blocks that wait at most.
const BLOCKS_MOST: usize = 8;

/// The bytes of a file, in order.
#[derive(Debug)]
pub(super) struct Ahead {
    blocks: Receiver<io::Result<Vec<u8>>>,
    /// Blocks that may be filled again.
    spent: Sender<Vec<u8>>,
    reader: Reader,
    block: Vec<u8>,
    /// What of the block was consumed.
    at: usize,
}

/// Who reads what follows the first block.
#[derive(Debug)]
enum Reader {
    /// Nobody: the file ends with it.
    Nobody(Digest, u64),
    /// A thread, which gives the digest and the bytes of the whole file.
    Thread(JoinHandle<(Digest, u64)>),
}

impl Ahead {
    /// Begins to read.
    pub(super) fn begin(file: File) -> io::Result<Self> {
        let (full, blocks) = sync_channel(BLOCKS_MOST);
        let (spent, empty) = channel();
        let mut block = Vec::new();
        (&file).take(BLOCK_BYTES as u64).read_to_end(&mut block)?;
        let sum = Sha256::new_with_prefix(&block);
        let bytes = block.len() as u64;
        let reader = if block.len() < BLOCK_BYTES {
            Reader::Nobody(Digest(sum.finalize().into()), bytes)
        } else {
            let read = move || read_rest(file, sum, bytes, &full, &empty);
            Reader::Thread(Builder::new().spawn(read)?)
        };
        Ok(Self { blocks, spent, reader, block, at: 0 })
    }

    /// Bytes that follow, as many as are at hand; none at the end.
    pub(super) fn rest(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.block.len() {
            // Without a sender all is read, or the thread is lost, which `finish` tells.
            let next = self.blocks.recv().unwrap_or_else(|_| Ok(Vec::new()))?;
            let spent = std::mem::replace(&mut self.block, next);
            // The thread that would fill it may have ended.
            let _ = self.spent.send(spent);
            self.at = 0;
        }
        Ok(self.block.get(self.at..).unwrap_or_default())
    }

    /// Passes bytes.
    pub(super) fn consume(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Reads what is left, and gives the SHA-256 of the whole file and its bytes.
    pub(super) fn finish(mut self) -> io::Result<(Digest, u64)> {
        while !self.rest()?.is_empty() {
            self.at = self.block.len();
        }
        match self.reader {
            Reader::Nobody(sum, bytes) => Ok((sum, bytes)),
            Reader::Thread(thread) => {
                thread.join().map_err(|_| io::Error::other("what read the file ahead was lost"))
            }
        }
    }
}

fn read_rest(
    mut file: File,
    mut sum: Sha256,
    mut bytes: u64,
    full: &SyncSender<io::Result<Vec<u8>>>,
    empty: &Receiver<Vec<u8>>,
) -> (Digest, u64) {
    loop {
        let mut block = empty.try_recv().unwrap_or_default();
        block.resize(BLOCK_BYTES, 0);
        let read = match file.read(&mut block) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read,
        };
        let len = *read.as_ref().unwrap_or(&0);
        block.truncate(len);
        sum.update(&block);
        bytes += len as u64;
        // Nobody may want the rest: the set was refused.
        let is_over = len == 0;
        if full.send(read.map(|_| block)).is_err() || is_over {
            return (Digest(sum.finalize().into()), bytes);
        }
    }
}
