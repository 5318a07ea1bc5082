//! A message: one file, one step, signed.
//!
//! `TUTELA-D` · version 1 · step · sender · 0 · number of the session (4 bytes) · digest of the charter (32) · transcript
//! before this step (32) · length of the body (8) · body · signature (64). Numbers are big-endian.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use model::Digest;
use sha2::{Digest as _, Sha256};

use crate::charter::Side;
use crate::domain::PROTOCOL;
use crate::fault::Fault;

/// What a message begins with.
pub const MAGIC: &[u8; 8] = b"TUTELA-D";

/// Version of the messages.
pub const VERSION: u8 = 1;

/// Bytes before the body.
pub const HEAD_BYTES: u64 = 88;

/// Bytes behind the body.
pub const SIGNATURE_BYTES: u64 = 64;

/// The steps; both parties send one message in each.
pub const STEPS: u8 = 5;

/// Bytes read at a time.
const BLOCK_BYTES: usize = 1 << 20;

/// What stands before the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// 1 to 5.
    pub step: u8,
    /// Whose message it is.
    pub sender: Side,
    /// Number of the session under the charter.
    pub number: u32,
    /// Digest of the charter.
    pub charter: Digest,
    /// Transcript before the step.
    pub before: Digest,
    /// Length of the body.
    pub body_bytes: u64,
}

impl Head {
    /// The 88 bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend([VERSION, self.step, self.sender.number(), 0]);
        bytes.extend(self.number.to_be_bytes());
        bytes.extend(self.charter.0);
        bytes.extend(self.before.0);
        bytes.extend(self.body_bytes.to_be_bytes());
        bytes
    }

    /// Reads the bytes before the body.
    pub fn read(from: &mut impl Read) -> Result<Self, Fault> {
        let short = |_| Fault::NotAMessage("it ends within its head".to_owned());
        let mut magic = [0; 8];
        from.read_exact(&mut magic).map_err(short)?;
        let mut four = [0; 4];
        from.read_exact(&mut four).map_err(short)?;
        let wrong = |fact: String| Err(Fault::NotAMessage(fact));
        if &magic != MAGIC {
            return wrong("it does not begin as one".to_owned());
        }
        let [version, step, sender, zero] = four;
        if version != VERSION {
            return wrong(format!("it is of version {version}; this program reads {VERSION}"));
        }
        let sender = match sender {
            0 => Side::First,
            1 => Side::Second,
            _ => return wrong(format!("no party has the number {sender}")),
        };
        if !(1..=STEPS).contains(&step) || zero != 0 {
            return wrong(format!("there is no step {step}"));
        }
        let (mut number, mut charter, mut before, mut length) = ([0; 4], [0; 32], [0; 32], [0; 8]);
        for part in [&mut number[..], &mut charter, &mut before, &mut length] {
            from.read_exact(part).map_err(short)?;
        }
        Ok(Self {
            step,
            sender,
            number: u32::from_be_bytes(number),
            charter: Digest(charter),
            before: Digest(before),
            body_bytes: u64::from_be_bytes(length),
        })
    }
}

/// Writes a message and signs it; gives the digest of what is signed. `body` writes exactly `head.body_bytes`.
pub fn write(
    head: &Head,
    key: &SigningKey,
    out: &mut impl Write,
    body: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<Digest> {
    let mut digesting = Digesting { out, hash: Sha256::new(), bytes: 0 };
    digesting.write_all(&head.to_bytes())?;
    body(&mut digesting)?;
    if digesting.bytes != HEAD_BYTES + head.body_bytes {
        return Err(io::Error::other(
            "the body of a message has another length than its head says",
        ));
    }
    let digest = Digest(digesting.hash.finalize().into());
    out.write_all(&key.sign(&signed(&digest)).to_bytes())?;
    out.flush()?;
    Ok(digest)
}

/// Reads a message whole, checks its length and its signature; gives the head and the digest of what is signed.
pub fn check(
    path: &Path,
    key_of: impl Fn(&Head) -> Result<VerifyingKey, Fault>,
) -> Result<(Head, Digest), Fault> {
    let file = File::open(path).map_err(|e| Fault::io(path, e))?;
    let size = file.metadata().map_err(|e| Fault::io(path, e))?.len();
    let mut from = BufReader::with_capacity(BLOCK_BYTES, file);
    let head = Head::read(&mut from)?;
    let key = key_of(&head)?;
    if head.body_bytes.checked_add(HEAD_BYTES + SIGNATURE_BYTES) != Some(size) {
        return Err(Fault::NotAMessage("it is longer or shorter than its head says".to_owned()));
    }
    let mut hash = Sha256::new_with_prefix(head.to_bytes());
    let body = io::copy(&mut (&mut from).take(head.body_bytes), &mut Hashing(&mut hash));
    body.map_err(|e| Fault::io(path, e))?;
    let mut signature = [0; 64];
    from.read_exact(&mut signature).map_err(|e| Fault::io(path, e))?;
    let digest = Digest(hash.finalize().into());
    let signature = Signature::from_bytes(&signature);
    key.verify_strict(&signed(&digest), &signature).map_err(|_| Fault::BadSignature)?;
    Ok((head, digest))
}

/// A reader of the body of a message that was checked.
pub fn body(path: &Path) -> Result<BufReader<File>, Fault> {
    let file = File::open(path).map_err(|e| Fault::io(path, e))?;
    let mut from = BufReader::with_capacity(BLOCK_BYTES, file);
    Head::read(&mut from)?;
    Ok(from)
}

fn signed(digest: &Digest) -> Vec<u8> {
    [PROTOCOL, b"message", &digest.0].concat()
}

struct Digesting<'a, W> {
    out: &'a mut W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Digesting<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write_all(bytes)?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

struct Hashing<'a>(&'a mut Sha256);

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
