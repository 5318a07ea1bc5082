//! The charter: what two agencies agreed before they compare anything, signed by both.
//!
//! A charter is canonical JSON (RFC 8785); its digest goes into every tag of the protocol, so that parties with
//! different charters have nothing in common whatever they send.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use model::Digest;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::PROTOCOL;
use crate::fault::Fault;
use crate::kind::Kind;

/// Smallest size: 2^8. A smaller one would tell the caseload.
pub const BUCKET_MIN: u8 = 8;

/// Largest size: 2^24, some 16.7 million; a message has 512 MiB.
pub const BUCKET_MAX: u8 = 24;

/// Longest charter file that is read.
pub const CHARTER_BYTES_MAX: usize = 65_536;

/// Longest text in a charter, in bytes.
const TEXT_BYTES_MAX: usize = 4_096;

/// Which of the two parties of a charter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The party that stands first.
    First,
    /// The party that stands second.
    Second,
}

impl Side {
    /// The other party.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }

    /// 0 or 1, as it stands in messages.
    pub fn number(self) -> u8 {
        match self {
            Self::First => 0,
            Self::Second => 1,
        }
    }
}

/// An agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Its name, as people know it.
    pub name: String,
    /// Whom to call about a common target.
    pub contact: String,
    /// Its public key (Ed25519, RFC 8032): 64 hexadecimal digits.
    pub key: Digest,
}

/// What two agencies agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Charter {
    /// Version of the protocol: 1.
    pub version: u32,
    /// The two agencies.
    pub first: Party,
    /// The two agencies.
    pub second: Party,
    /// What the comparison is for.
    pub purpose: String,
    /// The law it rests on, for each of them.
    pub legal_basis: String,
    /// Kinds of identifier that are compared, in the order of their numbers.
    pub kinds: Vec<Kind>,
    /// Digest of the normalisation profile.
    pub profile: Digest,
    /// Both sides send 2^bucket elements, however many identifiers they have.
    pub bucket: u8,
    /// Most identifiers a party may bring to a session.
    pub inputs_max: u32,
    /// Most sessions in a calendar year.
    pub sessions_a_year_max: u32,
    /// First day on which a session may begin, `2026-01-31`.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Days after which what a session left is erased.
    pub retention_days: u32,
}

/// A charter with what both parties signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedCharter {
    /// The charter.
    pub charter: Charter,
    /// Signature of the first party, 128 hexadecimal digits.
    pub first: Option<String>,
    /// Signature of the second party.
    pub second: Option<String>,
}

impl Charter {
    /// SHA-256 of the canonical form behind the name of the protocol.
    pub fn digest(&self) -> Result<Digest, Fault> {
        let value = serde_json::to_value(self).map_err(|e| Fault::BadCharter(e.to_string()))?;
        let text = custody::canonical(&value).map_err(|e| Fault::BadCharter(e.to_string()))?;
        Ok(Digest(
            Sha256::new_with_prefix(PROTOCOL)
                .chain_update(b"charter")
                .chain_update(text)
                .finalize()
                .into(),
        ))
    }

    /// Elements that each side sends.
    pub fn elements(&self) -> u32 {
        1 << self.bucket
    }

    /// A party.
    pub fn party(&self, side: Side) -> &Party {
        match side {
            Side::First => &self.first,
            Side::Second => &self.second,
        }
    }

    /// The side of the party with this public key.
    pub fn side_of(&self, key: &VerifyingKey) -> Result<Side, Fault> {
        let sides = [Side::First, Side::Second];
        let own = |side: &Side| self.party(*side).key.0 == key.to_bytes();
        sides.into_iter().find(own).ok_or(Fault::NotAParty)
    }

    /// Checks what a charter must be, before anything is signed or compared.
    pub fn check(&self) -> Result<(), Fault> {
        let wrong = |fact: &str| Err(Fault::BadCharter(fact.to_owned()));
        if self.version != 1 {
            return wrong("its version is not 1");
        }
        let texts = [&self.first, &self.second].into_iter().flat_map(|p| [&p.name, &p.contact]);
        let mut texts = texts.chain([&self.purpose, &self.legal_basis]);
        if texts.any(|text| text.trim().is_empty() || text.len() > TEXT_BYTES_MAX) {
            return wrong("a name, a contact, the purpose or the legal basis is empty or too long");
        }
        if self.first.key == self.second.key {
            return wrong("both parties have the same key");
        }
        if [&self.first, &self.second].iter().any(|party| verifying(&party.key).is_none()) {
            return wrong("a key is no Ed25519 key");
        }
        if self.kinds.is_empty() || self.kinds.windows(2).any(|pair| pair.first() >= pair.last()) {
            return wrong("its kinds are none, or out of order, or twice the same");
        }
        if !(BUCKET_MIN..=BUCKET_MAX).contains(&self.bucket) {
            return wrong("its bucket is not between 8 and 24");
        }
        if self.inputs_max == 0 || self.inputs_max > self.elements() {
            return wrong("more identifiers are allowed than the bucket holds, or none");
        }
        if !is_day(&self.from) || !is_day(&self.until) || self.from > self.until {
            return wrong("its days are not `2026-01-31`, or end before they begin");
        }
        Ok(())
    }

    /// Whether a session may begin on a day (`2026-01-31`), after so many in that year.
    pub fn allows(&self, day: &str, sessions_this_year: u32) -> Result<(), Fault> {
        if !is_day(day) || day < self.from.as_str() || day > self.until.as_str() {
            return Err(Fault::OutsideCharter(format!(
                "{day} is not between {} and {}",
                self.from, self.until
            )));
        }
        if sessions_this_year >= self.sessions_a_year_max {
            return Err(Fault::OutsideCharter(format!(
                "{sessions_this_year} sessions were held this year, and {} are allowed",
                self.sessions_a_year_max
            )));
        }
        Ok(())
    }
}

impl SignedCharter {
    /// A charter that nobody signed yet.
    pub fn new(charter: Charter) -> Self {
        Self { charter, first: None, second: None }
    }

    /// Reads a charter and checks it; signatures are checked by [`Self::check`].
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        if bytes.len() > CHARTER_BYTES_MAX {
            return Err(Fault::BadCharter("it has more than 65,536 bytes".to_owned()));
        }
        let signed: Self =
            serde_json::from_slice(bytes).map_err(|e| Fault::BadCharter(e.to_string()))?;
        signed.charter.check()?;
        Ok(signed)
    }

    /// Signs for the party whose key this is.
    pub fn sign(&mut self, key: &SigningKey) -> Result<Side, Fault> {
        self.charter.check()?;
        let side = self.charter.side_of(&key.verifying_key())?;
        let signature = Some(hex(&key.sign(&self.signed_bytes()?).to_bytes()));
        match side {
            Side::First => self.first = signature,
            Side::Second => self.second = signature,
        }
        Ok(side)
    }

    /// Checks the charter and both signatures; gives the digest.
    pub fn check(&self) -> Result<Digest, Fault> {
        self.charter.check()?;
        let bytes = self.signed_bytes()?;
        for (side, signature) in [(Side::First, &self.first), (Side::Second, &self.second)] {
            let party = self.charter.party(side);
            let holds = signature.as_deref().and_then(unhex).and_then(|signature| {
                let signature = Signature::from_bytes(&signature);
                verifying(&party.key)?.verify_strict(&bytes, &signature).ok()
            });
            if holds.is_none() {
                return Err(Fault::CharterNotSigned(party.name.clone()));
            }
        }
        self.charter.digest()
    }

    fn signed_bytes(&self) -> Result<Vec<u8>, Fault> {
        Ok([PROTOCOL, b"charter signature", &self.charter.digest()?.0].concat())
    }
}

/// The key of a party.
pub(crate) fn verifying(key: &Digest) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(&key.0).ok().filter(|key| !key.is_weak())
}

/// Whether a text has the shape `2026-01-31`; such texts are ordered as the days are.
fn is_day(text: &str) -> bool {
    let digit = |at: usize, byte: u8| {
        if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
    };
    text.len() == 10 && text.bytes().enumerate().all(|(at, byte)| digit(at, byte))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn unhex(text: &str) -> Option<[u8; 64]> {
    let digits = text.bytes().map(|digit| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    });
    let digits: Vec<u8> = digits.collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(high << 4 | low),
            _ => None,
        })
        .collect::<Option<_>>()?;
    bytes.try_into().ok()
}
