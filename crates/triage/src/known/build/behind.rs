//! A file written by a thread of its own, which takes the SHA-256 of what it writes.
//!
//! A further thread brings what is written to the disk meanwhile, so that little is left for the end.

use std::fs::File;
use std::io::{self, Write as _};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{Builder, JoinHandle};

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
    blocks: SyncSender<Vec<u8>>,
    /// Blocks that may be filled again.
    empty: Receiver<Vec<u8>>,
    writer: JoinHandle<io::Result<(File, Sha256)>>,
}

impl Behind {
    /// Begins to write, from where the file stands.
    pub(super) fn begin(file: File) -> io::Result<Self> {
        Self::go_on(file, Sha256::new())
    }

    /// Goes on with a file whose digest was begun.
    pub(super) fn go_on(file: File, sum: Sha256) -> io::Result<Self> {
        let (blocks, full) = sync_channel(BLOCKS_MOST);
        let (spent, empty) = channel();
        let writer = Builder::new().spawn(move || write_all(file, sum, &full, &spent))?;
        Ok(Self { block: Vec::new(), blocks, empty, writer })
    }

    /// Writes bytes.
    #[inline]
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.block.extend_from_slice(bytes);
        if self.block.len() >= BLOCK_BYTES {
            self.send();
        }
    }

    /// The thread may have ended because the disk is full: `finish` tells.
    fn send(&mut self) {
        let mut next = self.empty.try_recv().unwrap_or_default();
        next.clear();
        next.reserve(BLOCK_BYTES);
        let _ = self.blocks.send(std::mem::replace(&mut self.block, next));
    }

    /// Waits until all is written, and gives the file and the SHA-256 of what was, to go on or to end.
    pub(super) fn finish(mut self) -> io::Result<(File, Sha256)> {
        self.send();
        drop(self.blocks);
        self.writer
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("what writes the file was lost")))
    }
}

impl io::Write for Behind {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write_all(
    mut file: File,
    mut sum: Sha256,
    full: &Receiver<Vec<u8>>,
    spent: &Sender<Vec<u8>>,
) -> io::Result<(File, Sha256)> {
    let mut syncing = None;
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
    Ok((file, sum))
}

type Syncing = (SyncSender<()>, JoinHandle<io::Result<()>>);

/// A thread that brings what is written to the disk whenever it is wished.
fn sync_behind(file: File) -> io::Result<Syncing> {
    let (wishes, wished) = sync_channel(1);
    let sync = move || wished.into_iter().try_for_each(|()| file.sync_data());
    Ok((wishes, Builder::new().spawn(sync)?))
}
