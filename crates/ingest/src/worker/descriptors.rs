//! Descriptors of companions, passed over the channel of the job before the worker locks itself in.

use std::fs::File;
use std::io::{self, IoSlice, IoSliceMut, Seek, SeekFrom};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;

use rustix::cmsg_space;
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, recvmsg, sendmsg,
};

/// Companions get the numbers from here on, far above everything else a worker holds, so that the
/// filter of system calls can tell them by one comparison.
pub(crate) const FIRST: u32 = 256;

/// Most companions of one exhibit: an image of a terabyte in segments of two gigabytes, and below
/// the number of descriptors a process may have.
pub(crate) const COMPANIONS_MAX: usize = 700;

/// Descriptors in one message; the kernel takes up to 253.
const BATCH: usize = 64;

/// Sends descriptors, in order.
pub(crate) fn send(channel: &UnixStream, files: &[File]) -> io::Result<()> {
    for batch in files.chunks(BATCH) {
        let borrowed: Vec<BorrowedFd<'_>> = batch.iter().map(AsFd::as_fd).collect();
        let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(BATCH))];
        let mut message = SendAncillaryBuffer::new(&mut space);
        if !message.push(SendAncillaryMessage::ScmRights(&borrowed)) {
            return Err(io::Error::other("the descriptors do not fit into a message"));
        }
        sendmsg(channel, &[IoSlice::new(b"F")], &mut message, SendFlags::NOSIGNAL)?;
    }
    Ok(())
}

/// Receives as many descriptors as were announced, each with a number from [`FIRST`] on.
pub(super) fn receive(channel: &UnixStream, count: usize) -> io::Result<Vec<File>> {
    if count > COMPANIONS_MAX {
        return Err(io::Error::other("more companions than an exhibit may have"));
    }
    let mut files = Vec::with_capacity(count);
    while files.len() < count {
        let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(BATCH))];
        let mut message = RecvAncillaryBuffer::new(&mut space);
        let mut byte = [0];
        let received = recvmsg(
            channel,
            &mut [IoSliceMut::new(&mut byte)],
            &mut message,
            RecvFlags::CMSG_CLOEXEC,
        )?;
        if received.bytes == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let before = files.len();
        for part in message.drain() {
            if let RecvAncillaryMessage::ScmRights(descriptors) = part {
                for descriptor in descriptors {
                    files.push(lifted(&descriptor)?);
                }
            }
        }
        if files.len() == before {
            return Err(io::Error::other("a message without its descriptors"));
        }
    }
    Ok(files)
}

/// The same file under a number from [`FIRST`] on, at its beginning.
fn lifted(descriptor: &OwnedFd) -> io::Result<File> {
    let first = i32::try_from(FIRST).unwrap_or(i32::MAX);
    let mut file = File::from(rustix::io::fcntl_dupfd_cloexec(descriptor, first)?);
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}
