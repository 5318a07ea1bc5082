//! A file written by a thread of its own, which takes the SHA-256 of what it writes.
//!
//! A further thread brings what is written to the disk meanwhile, so that little is left for the end.

use std::fs::File;
use std::io::{self, Seek as _, Write as _};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{Builder, JoinHandle};

use sha2::{Digest as _, Sha256};

/// Bytes written at once, from one multiple of them in the file to the next: the system keeps them as one
/// large page, of which a processor remembers the address of more than it does of small ones. Measured on
/// a Zen 5, look-ups in 100 million digests: 59 to 61 ns each in bulk, 134 to 142 singly; 68 to 70 and 163
/// to 166 of a file that was written by 256 KiB.
const BLOCK_BYTES: usize = 2 << 20;

/// Blocks that wait at most.
const BLOCKS_MOST: usize = 2;

/// Blocks after which what is written is brought to the disk.
const SYNC_BLOCKS: u64 = 8;

/// Bytes on their way to a file.
#[derive(Debug)]
pub(super) struct Behind {
    block: Vec<u8>,
    /// Bytes that go into the block.
    room: usize,
    file: File,
    /// Of what was written before.
    sum: Sha256,
    /// The thread, once there is a block for it.
    writer: Option<Writer>,
}

#[derive(Debug)]
struct Writer {
    blocks: SyncSender<Vec<u8>>,
    /// Blocks that may be filled again.
    empty: Receiver<Vec<u8>>,
    thread: JoinHandle<io::Result<Sha256>>,
}

impl Writer {
    fn begin(file: File, sum: Sha256) -> io::Result<Self> {
        let (blocks, full) = sync_channel(BLOCKS_MOST);
        let (spent, empty) = channel();
        let thread = Builder::new().spawn(move || write_all(file, sum, &full, &spent))?;
        Ok(Self { blocks, empty, thread })
    }
}

impl Behind {
    /// Writes from where the file stands.
    pub(super) fn begin(file: File) -> Self {
        Self::go_on(file, Sha256::new())
    }

    /// Goes on with a file whose digest was begun.
    pub(super) fn go_on(file: File, sum: Sha256) -> Self {
        // One that cannot tell where it stands is written all the same.
        let at = (&file).stream_position().unwrap_or(0) % BLOCK_BYTES as u64;
        let room = BLOCK_BYTES - usize::try_from(at).unwrap_or(0);
        Self { block: Vec::new(), room, file, sum, writer: None }
    }

    /// Writes bytes.
    #[inline]
    pub(super) fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.block.extend_from_slice(bytes);
        if self.block.len() < self.room { Ok(()) } else { self.send() }
    }

    #[cold]
    fn send(&mut self) -> io::Result<()> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => Writer::begin(self.file.try_clone()?, self.sum.clone())?,
        };
        while self.block.len() >= self.room {
            let mut next = writer.empty.try_recv().unwrap_or_default();
            next.clear();
            next.reserve(BLOCK_BYTES);
            next.extend_from_slice(self.block.get(self.room..).unwrap_or_default());
            self.block.truncate(self.room);
            self.room = BLOCK_BYTES;
            // The thread may have ended because the disk is full: `finish` tells.
            let _ = writer.blocks.send(std::mem::replace(&mut self.block, next));
        }
        self.writer = Some(writer);
        Ok(())
    }

    /// Waits until all is written, and gives the file and the SHA-256 of what was, to go on or to end.
    pub(super) fn finish(mut self) -> io::Result<(File, Sha256)> {
        let Some(Writer { blocks, thread, .. }) = self.writer else {
            self.file.write_all(&self.block)?;
            self.sum.update(&self.block);
            return Ok((self.file, self.sum));
        };
        let _ = blocks.send(self.block);
        drop(blocks);
        let lost = || io::Error::other("what writes the file was lost");
        let sum = thread.join().unwrap_or_else(|_| Err(lost()))?;
        Ok((self.file, sum))
    }
}

impl io::Write for Behind {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(bytes)?;
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
) -> io::Result<Sha256> {
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
    Ok(sum)
}

type Syncing = (SyncSender<()>, JoinHandle<io::Result<()>>);

/// A thread that brings what is written to the disk whenever it is wished.
fn sync_behind(file: File) -> io::Result<Syncing> {
    let (wishes, wished) = sync_channel(1);
    let sync = move || wished.into_iter().try_for_each(|()| file.sync_data());
    Ok((wishes, Builder::new().spawn(sync)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_all_bytes_in_order_however_they_come() {
        let bytes: Vec<u8> = (0..7_000_000u32).map(|at| (at / 251).to_le_bytes()[0]).collect();
        for (begun, piece) in [(0, 7), (5, 1 << 20), (100, 5_000_000), (3, bytes.len())] {
            let mut file = tempfile::tempfile().unwrap();
            let (start, rest) = bytes.split_at(begun);
            file.write_all(start).unwrap();
            let mut behind = Behind::begin(file);
            rest.chunks(piece).try_for_each(|piece| behind.add(piece)).unwrap();
            let (mut file, sum) = behind.finish().unwrap();
            let mut written = Vec::new();
            file.rewind().unwrap();
            io::Read::read_to_end(&mut file, &mut written).unwrap();
            assert!(written == bytes, "{begun} bytes, then by {piece}");
            assert_eq!(sum.finalize(), Sha256::digest(rest));
        }
    }
}
