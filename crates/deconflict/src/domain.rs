//! The tags of a session: every one carries the digest of the charter and the number of the session, so that nothing
//! of one session means anything in another.

use model::Digest;
use sha2::{Digest as _, Sha256};

use crate::expand::Tag;

/// What every tag begins with: name and version of the protocol.
pub const PROTOCOL: &[u8] = b"TutelaDeconflictV1";

/// The tags of one session.
#[derive(Clone)]
pub struct Domain {
    /// `PROTOCOL ‖ charter ‖ number`: 18, 32 and 4 bytes.
    base: Vec<u8>,
    /// For inputs to elements.
    pub(crate) group: Tag,
    /// For the secret to the key.
    pub(crate) key: Tag,
    /// For the secret to nonces.
    pub(crate) nonce: Tag,
    /// For the opening secret to salts.
    pub(crate) salt: Tag,
    /// For the opening secret to fillings.
    pub(crate) filling: Tag,
}

impl Domain {
    /// The tags of session `number` under the charter with this digest.
    ///
    /// Nothing only if a tag were longer than RFC 9380 allows; these have at most 90 bytes.
    pub fn new(charter: &Digest, number: u32) -> Option<Self> {
        let base = [PROTOCOL, &charter.0, &number.to_be_bytes()].concat();
        let tag = |purpose: &[u8]| Tag::new(&[purpose, &base]);
        Some(Self {
            group: tag(b"HashToGroup-ristretto255-SHA512-")?,
            key: tag(b"Key-")?,
            nonce: tag(b"Nonce-")?,
            salt: tag(b"Salt-")?,
            filling: tag(b"Filling-")?,
            base,
        })
    }

    /// The tag under which inputs become elements.
    pub fn group(&self) -> &Tag {
        &self.group
    }

    /// What the context of every proof begins with.
    pub(crate) fn base(&self) -> &[u8] {
        &self.base
    }

    /// SHA-256 of parts for one purpose: `base ‖ I2OSP(length of purpose, 1) ‖ purpose ‖ parts`.
    pub(crate) fn digest(&self, purpose: &str, parts: &[&[u8]]) -> Digest {
        let mut hash = Sha256::new_with_prefix(&self.base);
        hash.update([u8::try_from(purpose.len()).unwrap_or(u8::MAX)]);
        hash.update(purpose);
        for part in parts {
            hash.update(part);
        }
        Digest(hash.finalize().into())
    }
}
