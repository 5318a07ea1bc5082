//! A session of two parties, each in a folder of its own, whose messages are files carried on a stick.
//!
//! Five steps, one message of each party in each: commit to the masked list; open it; commit to the replies; open them;
//! sign the result. A party takes the partner's message of a step and has its own of the next. Whatever was interrupted
//! is made again from the folder when the session is opened; no step ever gives two different messages.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use model::Digest;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::charter::{Side, SignedCharter, verifying};
use crate::domain::Domain;
use crate::element::Element;
use crate::fault::{Breach, Fault};
use crate::folder::Folder;
use crate::key::{Key, Secret};
use crate::list::{Fill, List};
use crate::mask::mask;
use crate::masking::prove;
use crate::message::{self, Head, STEPS};
use crate::profile::proved_digest;
use crate::tree;

/// What a session is begun with.
pub struct Start<'a> {
    /// The charter, signed by both.
    pub charter: &'a SignedCharter,
    /// Number of the session under the charter; both parties state the same.
    pub number: u32,
    /// Today, `2026-01-31`.
    pub day: &'a str,
    /// Sessions under the charter in this year before this one, as the party's own log tells.
    pub sessions_this_year: u32,
    /// 32 random bytes for the key.
    pub secret: [u8; 32],
    /// 32 random bytes for salts and fillings.
    pub opening: [u8; 32],
}

/// What a party commits to in its own log before the first message leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// Digest of the charter.
    pub charter: Digest,
    /// Number of the session.
    pub number: u32,
    /// Root of the tree over the salted inputs.
    pub root: Digest,
    /// Identifiers that the party brings, each once. Not told to the partner.
    pub inputs: u32,
}

/// `session.json`.
#[derive(Serialize, Deserialize)]
struct Facts {
    number: u32,
    side: Side,
    prepared: Prepared,
}

/// Why a session ended before its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The party that broke the protocol, or that ended it.
    pub party: String,
    /// What it was, in words.
    pub fact: String,
    /// The step in which it was.
    pub step: u8,
    /// The file that shows it, where there is one.
    pub shown_by: Option<String>,
}

/// A session as one party has it.
pub struct Session {
    pub(crate) folder: Folder,
    pub(crate) signed: SignedCharter,
    pub(crate) charter: Digest,
    pub(crate) domain: Domain,
    pub(crate) number: u32,
    pub(crate) side: Side,
    pub(crate) key: SigningKey,
    /// What was committed to.
    pub prepared: Prepared,
}

/// Where a session stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum State {
    /// The partner's message of a step is waited for.
    Waits {
        /// The step.
        step: u8,
        /// Whose message it is.
        party: String,
    },
    /// Both signed the result.
    Done {
        /// Identifiers that are common.
        hits: u32,
    },
    /// It ended before its time.
    Ended(Ended),
}

impl Session {
    /// Begins a session: masks the list, commits to it and writes the first message.
    ///
    /// `list` is closed and in canonical form. The folder must not exist. If this is interrupted, remove the folder and
    /// begin again: nothing left the house.
    pub fn prepare(
        path: &Path,
        start: &Start<'_>,
        list: &List,
        key: SigningKey,
    ) -> Result<Self, Fault> {
        let charter = start.charter.check()?;
        let agreed = &start.charter.charter;
        agreed.allows(start.day, start.sessions_this_year)?;
        let profile = proved_digest().map_err(|vector| Fault::ProfileNotKept(vector.to_owned()))?;
        if profile != agreed.profile {
            return Err(Fault::OtherProfile);
        }
        let side = agreed.side_of(&key.verifying_key())?;
        let inputs = u32::try_from(list.len()).unwrap_or(u32::MAX);
        if inputs > agreed.inputs_max {
            let fact = format!("{inputs} identifiers; {} are allowed", agreed.inputs_max);
            return Err(Fault::OutsideCharter(fact));
        }
        list.check_kinds(&agreed.kinds)?;
        let domain = Domain::new(&charter, start.number).ok_or(Fault::NoSecret)?;
        let folder = Folder::make(path)?;
        let json =
            serde_json::to_vec(start.charter).map_err(|e| Fault::BadCharter(e.to_string()))?;
        folder.put_bytes("charter.json", &json)?;
        folder.put_bytes("secret", &start.secret)?;
        folder.put_bytes("opening", &start.opening)?;
        let root = write_list(&folder, &domain, start, list)?;
        let prepared = Prepared { charter, number: start.number, root, inputs };
        let facts = Facts { number: start.number, side, prepared };
        let json = serde_json::to_vec(&facts).map_err(|e| Fault::NotASession(e.to_string()))?;
        folder.put_bytes("session.json", &json)?;
        Self::open(path, key)
    }

    /// Opens a session and makes what was interrupted.
    pub fn open(path: &Path, key: SigningKey) -> Result<Self, Fault> {
        let folder = Folder::open(path);
        if !folder.has("session.json") {
            return Err(Fault::NotASession("`session.json` is not there".to_owned()));
        }
        let signed = SignedCharter::read(&folder.small("charter.json")?)?;
        let charter = signed.check()?;
        let facts: Facts = serde_json::from_slice(&folder.small("session.json")?)
            .map_err(|e| Fault::NotASession(e.to_string()))?;
        if signed.charter.side_of(&key.verifying_key())? != facts.side {
            return Err(Fault::NotAParty);
        }
        let domain = Domain::new(&charter, facts.number).ok_or(Fault::NoSecret)?;
        let Facts { number, side, prepared } = facts;
        let session = Self { folder, signed, charter, domain, number, side, key, prepared };
        if session.ended()?.is_none() {
            session.go_on_or_end()?;
        }
        Ok(session)
    }

    /// Where the session stands.
    pub fn state(&self) -> Result<State, Fault> {
        if let Some(ended) = self.ended()? {
            return Ok(State::Ended(ended));
        }
        let step = self.due();
        if step > STEPS {
            return Ok(State::Done { hits: self.hits()?.len().try_into().unwrap_or(u32::MAX) });
        }
        Ok(State::Waits { step, party: self.partner().to_owned() })
    }

    /// The newest message for the partner.
    pub fn outgoing(&self) -> Option<PathBuf> {
        let own = |step: &u8| self.folder.has(&format!("own-{step}"));
        (1..=STEPS).rev().find(own).map(|step| self.folder.path(&format!("own-{step}")))
    }

    /// Takes a message of the partner and makes one's own next.
    ///
    /// A message that is not the partner's, or of another session or step, changes nothing. One that the partner signed
    /// and that breaks the protocol ends the session; it is kept, and the transcript names the partner.
    pub fn take(&self, path: &Path) -> Result<State, Fault> {
        if let Some(ended) = self.ended()? {
            return Err(Fault::Over(ended.fact));
        }
        self.take_in(path)?;
        self.go_on_or_end()?;
        self.state()
    }

    /// Goes on; where the partner's list turns out to break the protocol, ends the session.
    fn go_on_or_end(&self) -> Result<(), Fault> {
        self.go_on().map_err(|fault| match fault {
            Fault::Broken(breach) => {
                let step = self.due().saturating_sub(1);
                self.end_by_breach(breach, step, &format!("theirs-{step}"))
            }
            other => other,
        })
    }

    /// Ends a session that the partner left; the key is erased.
    pub fn abandon(&self, reason: &str) -> Result<Ended, Fault> {
        match self.state()? {
            State::Waits { step, party } => {
                let fact = format!("the message of step {step} did not come: {reason}");
                let ended = Ended { party, fact, step, shown_by: None };
                self.end(&ended)?;
                Ok(ended)
            }
            State::Done { .. } => Err(Fault::Over("both signed the result".to_owned())),
            State::Ended(ended) => Err(Fault::Over(ended.fact)),
        }
    }

    /// The step whose message of the partner is due; 6 where all are there.
    pub(crate) fn due(&self) -> u8 {
        (1..=STEPS).find(|step| !self.folder.has(&format!("theirs-{step}"))).unwrap_or(STEPS + 1)
    }

    pub(crate) fn partner(&self) -> &str {
        &self.signed.charter.party(self.side.other()).name
    }

    pub(crate) fn elements(&self) -> u32 {
        self.signed.charter.elements()
    }

    pub(crate) fn secret(&self) -> Result<Secret, Fault> {
        read_secret(&self.folder, "secret")
    }

    pub(crate) fn scalar(&self) -> Result<Key, Fault> {
        Key::derive(&self.secret()?, &self.domain.key).ok_or(Fault::NoSecret)
    }

    /// The transcript after a step, from the messages in the folder; 0 is the beginning.
    pub(crate) fn transcript(&self, step: u8) -> Result<Digest, Fault> {
        let mut transcript = self.domain.digest("transcript", &[]);
        for step in 1..=step {
            let own = self.message_digest(&format!("own-{step}"), self.side)?;
            let theirs = self.message_digest(&format!("theirs-{step}"), self.side.other())?;
            let [first, second] = match self.side {
                Side::First => [own, theirs],
                Side::Second => [theirs, own],
            };
            transcript = self.domain.digest("transcript", &[&transcript.0, &first.0, &second.0]);
        }
        Ok(transcript)
    }

    fn message_digest(&self, name: &str, side: Side) -> Result<Digest, Fault> {
        let digest = self.folder.small(&format!("{name}.digest"));
        if let Some(digest) = digest.ok().and_then(|bytes| bytes.try_into().ok()) {
            return Ok(Digest(digest));
        }
        let key =
            |_: &Head| verifying(&self.signed.charter.party(side).key).ok_or(Fault::NotAParty);
        let (_, digest) = message::check(&self.folder.path(name), key)?;
        self.folder.put_bytes(&format!("{name}.digest"), &digest.0)?;
        Ok(digest)
    }

    fn ended(&self) -> Result<Option<Ended>, Fault> {
        if !self.folder.has("ended.json") {
            return Ok(None);
        }
        let ended = serde_json::from_slice(&self.folder.small("ended.json")?);
        ended.map(Some).map_err(|e| Fault::NotASession(e.to_string()))
    }

    /// Writes down who broke the protocol, and erases the key.
    pub(crate) fn end_by_breach(&self, breach: Breach, step: u8, shown_by: &str) -> Fault {
        let ended = self.end(&Ended {
            party: self.partner().to_owned(),
            fact: breach.to_string(),
            step,
            shown_by: Some(shown_by.to_owned()),
        });
        ended.err().unwrap_or(breach.into())
    }

    fn end(&self, ended: &Ended) -> Result<(), Fault> {
        let json = serde_json::to_vec(ended).map_err(|e| Fault::NotASession(e.to_string()))?;
        self.folder.put_bytes("ended.json", &json)?;
        self.folder.erase("secret")
    }
}

fn read_secret(folder: &Folder, name: &str) -> Result<Secret, Fault> {
    let bytes = folder.small(name)?.try_into();
    bytes.map(Secret::new).map_err(|_| Fault::NotASession(format!("`{name}` is damaged")))
}

/// Masks the list; writes `inputs`, `masked` and `list-proof` in the order of the masked elements; gives the root.
fn write_list(
    folder: &Folder,
    domain: &Domain,
    start: &Start<'_>,
    list: &List,
) -> Result<Digest, Fault> {
    let (secret, opening) = (Secret::new(start.secret), Secret::new(start.opening));
    let key = Key::derive(&secret, &domain.key).ok_or(Fault::NoSecret)?;
    let fill = Fill { opening: &opening, domain };
    let count = start.charter.charter.elements();
    let masked = mask(&key, &domain.group, count, |number, out| list.input(number, &fill, out));
    let leaves = folder.put("inputs", |out| list.write(&masked, &fill, out))?;
    let root = tree::root(&leaves).ok_or(Fault::NoSecret)?;
    drop(leaves);
    let (elements, inputs): (Vec<Element>, Vec<u32>) =
        masked.into_iter().map(|one| (one.element, one.input)).unzip();
    folder.put_bytes("masked", elements.as_flattened())?;
    let input = |place: usize, out: &mut Vec<u8>| {
        if let Some(number) = inputs.get(place) {
            list.input(*number, &fill, out);
        }
    };
    folder.put("list-proof", |out| prove(&key, &secret, domain, &elements, input, out))?;
    Ok(root)
}

/// SHA-256 of what a reader gives.
pub(crate) fn sha256(mut from: impl std::io::Read) -> std::io::Result<Digest> {
    let (mut hash, mut block) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        match from.read(&mut block)? {
            0 => return Ok(Digest(hash.finalize().into())),
            read => hash.update(block.get(..read).unwrap_or(&[])),
        }
    }
}

impl Session {
    /// The partner's public element, from its message of step 2.
    pub(crate) fn their_public(&self) -> Result<Element, Fault> {
        let path = self.folder.path("theirs-2");
        let mut both = [0; 64];
        message::body(&path)?.read_exact(&mut both).map_err(|e| Fault::io(&path, e))?;
        let (_, public) = both.split_at(32);
        public.try_into().map_err(|_| Fault::NotASession("`theirs-2` is damaged".to_owned()))
    }
}
