//! Checkpoints: what the log looked like, signed (C2SP tlog-checkpoint over signed-note, Ed25519).
//!
//! A checkpoint is a few lines of text that fit on paper: name of the log, number of leaves, root.
//! Signatures of keys we do not know are left standing and ignored, so that a witness can add one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use model::Digest;
use sha2::{Digest as _, Sha256};

use crate::fault::Fault;

/// Longest checkpoint that is read: the specification asks for 16 signatures of up to 5 kB.
pub(crate) const CHECKPOINT_BYTES_MAX: u64 = 128 << 10;

/// Signature type of Ed25519 in signed-note.
const ED25519: u8 = 1;

/// Signature type of a witness (tlog-cosignature, Ed25519).
pub(crate) const COSIGNATURE: u8 = 4;

/// The key that checks the checkpoints of a log, with the name of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    /// Signature type of signed-note.
    algorithm: u8,
    name: String,
    key: VerifyingKey,
}

impl VerifierKey {
    pub(crate) fn new(name: &str, key: VerifyingKey) -> Result<Self, Fault> {
        Self::of(ED25519, name, key)
    }

    /// A key for signatures of this type.
    pub(crate) fn of(algorithm: u8, name: &str, key: VerifyingKey) -> Result<Self, Fault> {
        let good = !name.is_empty()
            && name.len() <= 255
            && name.chars().all(|c| !c.is_whitespace() && !c.is_control() && c != '+');
        if !good {
            return Err(Fault::BadOrigin(crate::name::escape(name.as_bytes())));
        }
        Ok(Self { algorithm, name: name.to_owned(), key })
    }

    /// Name of the log, which is also the origin line of its checkpoints.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The Ed25519 public key, 32 bytes (RFC 8032).
    pub fn public_bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    pub(crate) fn key(&self) -> &VerifyingKey {
        &self.key
    }

    /// First four bytes of SHA-256(name ‖ 0x0A ‖ signature type ‖ public key).
    pub(crate) fn id(&self) -> [u8; 4] {
        let digest = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', self.algorithm])
            .chain_update(self.key.to_bytes())
            .finalize();
        digest.first_chunk::<4>().copied().unwrap_or_default()
    }

    /// Whether a signature line names this key.
    pub(crate) fn made(&self, signed: &Signed) -> bool {
        signed.name == self.name && signed.id == self.id()
    }

    /// The key as one line: `<name>+<id>+<base64>` (vkey).
    pub fn vkey(&self) -> String {
        let [a, b, c, d] = self.id();
        let mut key = vec![self.algorithm];
        key.extend(self.key.to_bytes());
        format!("{}+{a:02x}{b:02x}{c:02x}{d:02x}+{}", self.name, STANDARD.encode(key))
    }

    /// Reads a vkey; nothing where it is not one, or contradicts its own id.
    pub fn from_vkey(vkey: &str) -> Option<Self> {
        Self::from_vkey_of(ED25519, vkey)
    }

    /// Reads a vkey for signatures of this type.
    pub(crate) fn from_vkey_of(algorithm: u8, vkey: &str) -> Option<Self> {
        let (name, rest) = vkey.split_once('+')?;
        let (_, key) = rest.split_once('+')?;
        let key = STANDARD.decode(key).ok()?;
        let (&kind, key) = key.split_first()?;
        let key = VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
        let read = Self::of(algorithm, name, key).ok()?;
        (kind == algorithm && read.vkey() == vkey).then_some(read)
    }
}

/// State of a log: so many leaves, this root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log.
    pub origin: String,
    /// Number of leaves.
    pub size: u64,
    /// Root of the tree.
    pub root: Digest,
}

impl Checkpoint {
    /// The text that is signed.
    pub fn body(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root.0))
    }

    /// Reads the text of a checkpoint; lines after the third are ignored, as the specification has it.
    pub(crate) fn from_body(body: &str) -> Option<Self> {
        let mut lines = body.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let digits = size.bytes().all(|byte| byte.is_ascii_digit());
        if origin.is_empty() || !digits || (size.starts_with('0') && size != "0") {
            return None;
        }
        if lines.any(str::is_empty) {
            return None;
        }
        let root = Digest(STANDARD.decode(root).ok()?.try_into().ok()?);
        Some(Self { origin: origin.to_owned(), size: size.parse().ok()?, root })
    }

    /// The signed note.
    pub(crate) fn sign(&self, key: &SigningKey) -> Result<String, Fault> {
        sign(&self.body(), &self.origin, key)
    }

    /// Reads a signed note and checks the signature of `verifier`; says what is wrong otherwise.
    ///
    /// Signatures of other keys are ignored.
    pub fn read(note: &[u8], verifier: &VerifierKey) -> Result<Self, &'static str> {
        let note = Note::read(note)?;
        note.check(verifier)?;
        let checkpoint = Self::from_body(&note.body).ok_or("the text is not a checkpoint")?;
        if checkpoint.origin != verifier.name {
            return Err("it belongs to another log");
        }
        Ok(checkpoint)
    }
}

/// A text signed by the key of that name.
pub(crate) fn sign(body: &str, name: &str, key: &SigningKey) -> Result<String, Fault> {
    let verifier = VerifierKey::new(name, key.verifying_key())?;
    let signature = key.sign(body.as_bytes()).to_bytes();
    Ok(format!("{body}\n{}", signature_line(name, verifier.id(), &signature)))
}

/// A line of signature, with its end.
pub(crate) fn signature_line(name: &str, id: [u8; 4], signature: &[u8]) -> String {
    format!("— {name} {}\n", STANDARD.encode([&id, signature].concat()))
}

/// A signature under a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signed {
    pub(crate) name: String,
    pub(crate) id: [u8; 4],
    /// What follows the key id.
    pub(crate) bytes: Vec<u8>,
}

/// A signed note taken apart (C2SP signed-note): its text and its signatures, not checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    /// The text, with its last line end.
    pub(crate) body: String,
    pub(crate) signatures: Vec<Signed>,
}

impl Note {
    pub(crate) fn read(note: &[u8]) -> Result<Self, &'static str> {
        let note = std::str::from_utf8(note).map_err(|_| "the checkpoint is not UTF-8")?;
        if note.chars().any(|c| c < ' ' && c != '\n') {
            return Err("the checkpoint holds control characters");
        }
        let (body, signatures) =
            note.rsplit_once("\n\n").ok_or("the checkpoint is cut off: it has no signature")?;
        let lines = signatures.strip_suffix('\n').ok_or("the checkpoint is cut off")?;
        let signatures = lines.split('\n').map(Self::signature).collect::<Result<_, _>>()?;
        Ok(Self { body: format!("{body}\n"), signatures })
    }

    fn signature(line: &str) -> Result<Signed, &'static str> {
        let (name, signature) = line
            .strip_prefix("— ")
            .and_then(|line| line.split_once(' '))
            .ok_or("a signature line is malformed")?;
        let signature = STANDARD.decode(signature).map_err(|_| "a signature is not in base64")?;
        let (id, bytes) = signature.split_first_chunk::<4>().ok_or("a signature is cut off")?;
        Ok(Signed { name: name.to_owned(), id: *id, bytes: bytes.to_vec() })
    }

    /// Checks that the note bears a signature of this key, and that every one of it fits.
    pub(crate) fn check(&self, verifier: &VerifierKey) -> Result<(), &'static str> {
        let mut known = 0;
        for signed in self.signatures.iter().filter(|signed| verifier.made(signed)) {
            let bytes =
                signed.bytes.as_slice().try_into().map_err(|_| "the signature is cut off")?;
            verifier
                .key
                .verify_strict(self.body.as_bytes(), &Signature::from_bytes(bytes))
                .map_err(|_| "the signature does not fit the text")?;
            known += 1;
        }
        if known == 0 { Err("it bears no signature of this log's key") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_example_key_of_the_specification() {
        let vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
        assert_eq!(VerifierKey::from_vkey(vkey).unwrap().vkey(), vkey);
        let wrong = vkey.replace("530d903a", "530d903b");
        assert_eq!(VerifierKey::from_vkey(&wrong), None);
    }

    #[test]
    fn a_signature_of_a_witness_may_stand_beside_ours() {
        let key = SigningKey::from_bytes(&[5; 32]);
        let verifier = VerifierKey::new("tutela.case/a", key.verifying_key()).unwrap();
        let checkpoint =
            Checkpoint { origin: "tutela.case/a".to_owned(), size: 7, root: Digest([9; 32]) };
        let note = checkpoint.sign(&key).unwrap();
        assert_eq!(Checkpoint::read(note.as_bytes(), &verifier), Ok(checkpoint.clone()));
        let witnessed = format!("{note}— witness.example/w AAAAAQAAAAE=\n");
        assert_eq!(Checkpoint::read(witnessed.as_bytes(), &verifier), Ok(checkpoint));
        let alone = note.replace("— tutela.case/a", "— tutela.case/b");
        assert_eq!(
            Checkpoint::read(alone.as_bytes(), &verifier),
            Err("it bears no signature of this log's key")
        );
    }
}
