//! The key of a witness, and its signature: over the checkpoint and the time at which it was seen.

use ed25519_dalek::{Signature, Signer, SigningKey};

use crate::fault::Fault;
use crate::log::note::{COSIGNATURE, Signed, VerifierKey, signature_line};

/// The public key of a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessKey(pub(super) VerifierKey);

impl WitnessKey {
    pub(crate) fn new(name: &str, key: ed25519_dalek::VerifyingKey) -> Result<Self, Fault> {
        VerifierKey::of(COSIGNATURE, name, key).map(Self)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// The key as one line.
    pub fn vkey(&self) -> String {
        self.0.vkey()
    }

    /// Reads a line; nothing where it is not the key of a witness.
    pub fn from_vkey(vkey: &str) -> Option<Self> {
        VerifierKey::from_vkey_of(COSIGNATURE, vkey).map(Self)
    }

    /// Whether a signature line names this key.
    pub(crate) fn made(&self, signed: &Signed) -> bool {
        self.0.made(signed)
    }

    /// The time at which the witness signed this text, in seconds since 1970, where it did.
    pub(crate) fn check(&self, body: &str, signed: &Signed) -> Option<u64> {
        let (time, signature) = signed.bytes.split_first_chunk::<8>()?;
        let at_s = u64::from_be_bytes(*time);
        let signature = Signature::from_bytes(signature.try_into().ok()?);
        let message = message(body, at_s);
        self.0.key().verify_strict(message.as_bytes(), &signature).ok().map(|()| at_s)
    }
}

/// What a witness signs.
fn message(body: &str, at_s: u64) -> String {
    format!("cosignature/v1\ntime {at_s}\n{body}")
}

/// The line by which a witness signs a checkpoint.
pub(super) fn cosign(body: &str, name: &str, key: &SigningKey, at_s: u64) -> Result<String, Fault> {
    let public = WitnessKey::new(name, key.verifying_key())?;
    let signature = key.sign(message(body, at_s).as_bytes()).to_bytes();
    let bytes = [&at_s.to_be_bytes()[..], &signature].concat();
    Ok(signature_line(name, public.0.id(), &bytes))
}
