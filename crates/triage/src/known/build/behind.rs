//! A file written by a thread of its own, which takes the SHA-256 of what it writes.
//!
//! A further thread brings what is written to the disk meanwhile, so that little is left for the end.

use std::fs::File;
use std::io::{self, Write as _};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{Builder, JoinHandle};

use model::Digest;
use sha2::{Digest as _, Sha256};

/// Bytes written at once: so few that they are still in the processor's cache when their digest is
/// taken.
const BLOCK_BYTES: usize = 256 << 10;

/// Blocks that wait at most.
const BLOCKS_MOST: usize = 8;

/// Blocks after which what is written is brought to the disk.
const SYNC_BLOCKS: u64 = 64;

/// Bytes on their way to a file.
#[derive(Debug)]
pub(super) struct Behind {
    block: Vec<u8>,
    file: File,
    /// The thread, once there is a block for it.
    writer: Option<Writer>,
}

#[derive(Debug)]
struct Writer {
    blocks: SyncSender<Vec<u8>>,
    /// Blocks that may be filled again.
    empty: Receiver<Vec<u8>>,
    thread: JoinHandle<io::Result<Digest>>,
}

impl Writer {
    fn begin(file: File) -> io::Result<Self> {
        let (blocks, full) = sync_channel(BLOCKS_MOST);
        let (spent, empty) = channel();
        let thread = Builder::new().spawn(move || write_all(file, &full, &spent))?;
        Ok(Self { blocks, empty, thread })
    }
}

impl Behind {
    /// Writes from where the file stands.
    pub(super) fn begin(file: File) -> Self {
        Self { block: Vec::new(), file, writer: None }
    }

    /// Writes bytes.
    #[inline]
    pub(super) fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.block.extend_from_slice(bytes);
        if self.block.len() < BLOCK_BYTES { Ok(()) } else { self.send() }
    }

    #[cold]
    fn send(&mut self) -> io::Result<()> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => Writer::begin(self.file.try_clone()?)?,
        };
        let mut next = writer.empty.try_recv().unwrap_or_default();
        next.clear();
        next.reserve(BLOCK_BYTES);
        // The thread may have ended because the disk is full: `finish` tells.
        let _ = writer.blocks.send(std::mem::replace(&mut self.block, next));
        self.writer = Some(writer);
        Ok(())
    }

    /// Waits until all is written, and gives the file and the SHA-256 of what was.
    pub(super) fn finish(mut self) -> io::Result<(File, Digest)> {
        let Some(Writer { blocks, thread, .. }) = self.writer else {
            self.file.write_all(&self.block)?;
            return Ok((self.file, Digest(Sha256::digest(&self.block).into())));
        };
        let _ = blocks.send(self.block);
        drop(blocks);
        let lost = || io::Error::other("what writes the file was lost");
        let sum = thread.join().unwrap_or_else(|_| Err(lost()))?;
        Ok((self.file, sum))
    }
}

fn write_all(
    mut file: File,
    full: &Receiver<Vec<u8>>,
    spent: &Sender<Vec<u8>>,
) -> io::Result<Digest> {
    let (mut sum, mut syncing) = (Sha256::new(), None);
    for (number, block) in (1..).zip(full) {
        sum.update(&block);
        file.write_all(&block)?;
        // Whoever fills blocks may have filled the last.
        let _ = spent.send(block);
        if number % SYNC_BLOCKS == 0 {
            let (wishes, _) = match &mut syncing {
                Some(syncing) => syncing,
                empty => empty.insert(sync_behind(file.try_clone()?)?),
            };
            // A wish that waits already is as good.
            let _ = wishes.try_send(());
        }
    }
    if let Some((wishes, syncer)) = syncing {
        drop(wishes);
        syncer.join().unwrap_or_else(|_| Err(io::Error::other("what syncs the file was lost")))?;
    }
    Ok(Digest(sum.finalize().into()))
}

type Syncing = (SyncSender<()>, JoinHandle<io::Result<()>>);

/// A thread that brings what is written to the disk whenever it is wished.
fn sync_behind(file: File) -> io::Result<Syncing> {
    let (wishes, wished) = sync_channel(1);
    let sync = move || wished.into_iter().try_for_each(|()| file.sync_data());
    Ok((wishes, Builder::new().spawn(sync)?))
}
