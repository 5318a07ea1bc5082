//! The key files of a log: private key, and public key in the two spellings outsiders use.
//!
//! `log/keys/signer.pem` is PKCS #8 (RFC 8410), readable by its owner alone; it does not leave with
//! a copy of the case. `log/keys/verifier.pem` is what `openssl` takes, `log/keys/verifier.txt`
//! what tools for signed notes take.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;

use super::note::VerifierKey;
use crate::disk::{Disk, Node, replace};
use crate::fault::{Doing, Fault};

pub(crate) const SIGNER: &str = "log/keys/signer.pem";
pub(crate) const VERIFIER_PEM: &str = "log/keys/verifier.pem";
pub(crate) const VERIFIER_TXT: &str = "log/keys/verifier.txt";

/// Longest key file that is read.
pub(crate) const KEY_BYTES_MAX: u64 = 4096;

/// What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410 §7).
const PRIVATE_HEAD: [u8; 16] =
    [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// What stands before the 32 bytes of an Ed25519 public key (RFC 8410 §4).
const PUBLIC_HEAD: [u8; 12] = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];

fn pem(label: &str, head: &[u8], key: &[u8; 32]) -> String {
    let der = [head, key].concat();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
}

fn key_of_pem(text: &[u8], label: &str, head: &[u8]) -> Option<[u8; 32]> {
    let text = std::str::from_utf8(text).ok()?;
    let base64 = text.strip_prefix(&format!("-----BEGIN {label}-----\n"))?;
    let der = STANDARD.decode(base64.strip_suffix(&format!("\n-----END {label}-----\n"))?).ok()?;
    der.strip_prefix(head)?.try_into().ok()
}

pub(crate) fn public_pem(key: &VerifierKey) -> String {
    pem("PUBLIC KEY", &PUBLIC_HEAD, &key.public_bytes())
}

pub(crate) fn private_pem(seed: &[u8; 32]) -> String {
    pem("PRIVATE KEY", &PRIVATE_HEAD, seed)
}

/// The public key in a PEM file; nothing where it is not one.
pub(crate) fn public_of_pem(text: &[u8]) -> Option<ed25519_dalek::VerifyingKey> {
    let key = key_of_pem(text, "PUBLIC KEY", &PUBLIC_HEAD)?;
    ed25519_dalek::VerifyingKey::from_bytes(&key).ok()
}

/// The private key in a PEM file; nothing where it is not one.
pub(crate) fn private_of_pem(text: &[u8]) -> Option<SigningKey> {
    key_of_pem(text, "PRIVATE KEY", &PRIVATE_HEAD).map(|seed| SigningKey::from_bytes(&seed))
}

/// Makes the keys of a new log.
pub(crate) fn make(disk: &dyn Disk, origin: &str) -> Result<(SigningKey, VerifierKey), Fault> {
    let mut seed = [0; 32];
    random(&mut seed)?;
    let signer = SigningKey::from_bytes(&seed);
    let verifier = VerifierKey::new(origin, signer.verifying_key())?;
    let private = private_pem(&seed);
    replace(disk, SIGNER, private.as_bytes(), 0o600).doing("writing", SIGNER)?;
    let vkey = format!("{}\n", verifier.vkey());
    replace(disk, VERIFIER_TXT, vkey.as_bytes(), 0o444).doing("writing", VERIFIER_TXT)?;
    let public = public_pem(&verifier);
    replace(disk, VERIFIER_PEM, public.as_bytes(), 0o444).doing("writing", VERIFIER_PEM)?;
    Ok((signer, verifier))
}

/// Reads the public key of a log.
pub(crate) fn verifier(disk: &dyn Disk) -> Result<VerifierKey, Fault> {
    let text = disk.read(VERIFIER_TXT, KEY_BYTES_MAX).doing("reading", VERIFIER_TXT)?;
    std::str::from_utf8(&text)
        .ok()
        .and_then(|text| VerifierKey::from_vkey(text.strip_suffix('\n')?))
        .ok_or_else(|| Fault::damaged(VERIFIER_TXT, "it is not the public key of a log"))
}

/// Reads the private key of a log and checks that it is the one of `verifier`.
pub(crate) fn signer(disk: &dyn Disk, verifier: &VerifierKey) -> Result<SigningKey, Fault> {
    if !matches!(disk.status(SIGNER), Ok(status) if status.node == Node::File) {
        return Err(Fault::NoSigningKey);
    }
    let text = disk.read(SIGNER, KEY_BYTES_MAX).doing("reading", SIGNER)?;
    private_of_pem(&text)
        .filter(|key| key.verifying_key() == *verifier.key())
        .ok_or_else(|| Fault::damaged(SIGNER, "it is not the private key of this log"))
}

/// Random bytes of the operating system.
pub(crate) fn random(bytes: &mut [u8]) -> Result<(), Fault> {
    getrandom::fill(bytes)
        .map_err(|fault| std::io::Error::other(fault.to_string()))
        .doing("drawing random bytes from", "the operating system")
}
