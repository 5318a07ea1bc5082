//! One's own messages, each made of what the folder holds, and always the same.

use std::io::{self, Read as _, Write};

use model::Digest;
use serde::{Deserialize, Serialize};

use crate::charter::hex;
use crate::element::Element;
use crate::exchange::{Place, answer, common, reply_bytes};
use crate::fault::Fault;
use crate::kind::Kind;
use crate::list::identifier;
use crate::message::{self, Head, STEPS};
use crate::session::{Session, sha256};

/// An identifier that both parties have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// What both parties call it: 32 hexadecimal digits that tell nobody else anything.
    pub hit: String,
    /// Its kind.
    pub kind: Kind,
    /// Its canonical form, in one's own list. Does not leave the house.
    pub identifier: String,
    /// Its place in the masked list, by which it is opened.
    pub place: u32,
}

impl Session {
    /// Makes one's own messages as far as the partner's allow.
    pub(crate) fn go_on(&self) -> Result<(), Fault> {
        if self.folder.has("own-3") && self.folder.has("secret") {
            self.folder.erase("secret")?;
        }
        for step in 1..=STEPS {
            let before = step - 1;
            if step > 1 && !self.folder.has(&format!("theirs-{before}")) {
                return Ok(());
            }
            if self.folder.has(&format!("own-{step}")) {
                continue;
            }
            match step {
                1 => self.commit_list()?,
                2 => self.open_list()?,
                3 => self.commit_replies()?,
                4 => self.open_replies()?,
                _ => self.close()?,
            }
        }
        Ok(())
    }

    /// What a party is bound to in step 1: nonce, public element and masked list.
    pub(crate) fn list_commitment(&self, side: u8, opened: [&[u8]; 2], list: &Digest) -> Digest {
        let [nonce, public] = opened;
        self.domain.digest("list", &[&[side], nonce, public, &list.0])
    }

    /// What a party is bound to in step 3: nonce and replies.
    pub(crate) fn reply_commitment(&self, side: u8, nonce: &[u8], replies: &Digest) -> Digest {
        self.domain.digest("replies", &[&[side], nonce, &replies.0])
    }

    /// What binds proofs of a replier to this session.
    pub(crate) fn place(&self, replier: crate::charter::Side) -> Result<Place<'_>, Fault> {
        Ok(Place { domain: &self.domain, lists: self.transcript(2)?, replier })
    }

    fn commit_list(&self) -> Result<(), Fault> {
        let path = self.folder.path("masked");
        let masked = sha256(self.folder.reader("masked")?).map_err(|e| Fault::io(&path, e))?;
        let nonce = self.secret()?.nonce(&self.domain.nonce, &[b"list"]);
        let key = self.scalar()?;
        let side = self.side.number();
        let commitment = self.list_commitment(side, [&nonce, key.public()], &masked);
        let body = [self.prepared.root.0, commitment.0].concat();
        self.write(1, body.len() as u64, |out| out.write_all(&body))
    }

    fn open_list(&self) -> Result<(), Fault> {
        let nonce = self.secret()?.nonce(&self.domain.nonce, &[b"list"]);
        let key = self.scalar()?;
        let mut masked = self.folder.reader("masked")?;
        self.write(2, 64 + 32 * u64::from(self.elements()), |out| {
            out.write_all(&nonce)?;
            out.write_all(key.public())?;
            io::copy(&mut masked, out).map(drop)
        })
    }

    /// Answers the partner's list; then the secret is needed no more.
    fn commit_replies(&self) -> Result<(), Fault> {
        if !self.folder.has("replies") {
            self.reply()?;
        }
        let path = self.folder.path("replies");
        let mut from = self.folder.reader("replies")?;
        let mut nonce = [0; 32];
        from.read_exact(&mut nonce).map_err(|e| Fault::io(&path, e))?;
        let replies = sha256(from).map_err(|e| Fault::io(&path, e))?;
        let commitment = self.reply_commitment(self.side.number(), &nonce, &replies);
        self.write(3, 32, |out| out.write_all(&commitment.0))?;
        self.folder.erase("secret")
    }

    fn reply(&self) -> Result<(), Fault> {
        let (secret, key) = (self.secret()?, self.scalar()?);
        let place = self.place(self.side)?;
        let nonce = secret.nonce(&self.domain.nonce, &[b"replies"]);
        let path = self.folder.path("theirs-2");
        let mut theirs = message::body(&path)?;
        theirs.read_exact(&mut [0; 64]).map_err(|e| Fault::io(&path, e))?;
        self.folder.put("replies", |out| {
            out.write_all(&nonce).map_err(|e| Fault::io(&path, e))?;
            answer(&key, &secret, &place, self.elements(), &mut theirs, out)
        })
    }

    fn open_replies(&self) -> Result<(), Fault> {
        let mut replies = self.folder.reader("replies")?;
        self.write(4, 32 + reply_bytes(self.elements()), |out| {
            io::copy(&mut replies, out).map(drop)
        })
    }

    fn close(&self) -> Result<(), Fault> {
        let common = self.common()?;
        let elements: Vec<Element> = common.iter().map(|(element, _)| *element).collect();
        let hits = self.name_hits(&common)?;
        let json = serde_json::to_vec(&hits).map_err(|e| Fault::NotASession(e.to_string()))?;
        self.folder.put_bytes("hits.json", &json)?;
        let body = self.result(&elements);
        self.write(5, body.len() as u64, |out| out.write_all(&body))
    }

    /// Number and digest of what is common: both parties must come to the same.
    pub(crate) fn result(&self, elements: &[Element]) -> Vec<u8> {
        let count = u32::try_from(elements.len()).unwrap_or(u32::MAX).to_be_bytes();
        let digest = self.domain.digest("result", &[&count, elements.as_flattened()]);
        [&count[..], &digest.0].concat()
    }

    fn common(&self) -> Result<Vec<(Element, u32)>, Fault> {
        let nonce = |from: &mut dyn io::Read, name: &str| {
            from.read_exact(&mut [0; 32]).map_err(|e| Fault::io(&self.folder.path(name), e))
        };
        let mut own = self.folder.reader("replies")?;
        nonce(&mut own, "replies")?;
        let mut theirs = message::body(&self.folder.path("theirs-4"))?;
        nonce(&mut theirs, "theirs-4")?;
        common(self.elements(), &mut own, &mut theirs)
    }

    /// Finds the identifiers of the places that are common. A common filling cannot be: it has 256 random bits.
    fn name_hits(&self, common: &[(Element, u32)]) -> Result<Vec<Hit>, Fault> {
        let replies = self.transcript(4)?;
        let mut places: Vec<(u32, &Element)> =
            common.iter().map(|(element, place)| (*place, element)).collect();
        places.sort_unstable();
        let mut places = places.into_iter().peekable();
        let (mut hits, mut place) = (Vec::new(), 0);
        self.each_input(|input| {
            if let Some((_, element)) = places.next_if(|(next, _)| *next == place)
                && let Some((kind, text)) = identifier(input)
            {
                let digest = self.domain.digest("hit", &[&replies.0, element]);
                let hit = hex(digest.0.get(..16).unwrap_or(&[]));
                hits.push(Hit { hit, kind, identifier: text.to_owned(), place });
            }
            place += 1;
            Ok(())
        })?;
        hits.sort_unstable_by(|a, b| a.hit.cmp(&b.hit));
        Ok(hits)
    }

    /// What is common, once the result is signed.
    pub fn hits(&self) -> Result<Vec<Hit>, Fault> {
        serde_json::from_reader(self.folder.reader("hits.json")?)
            .map_err(|e| Fault::NotASession(e.to_string()))
    }

    /// Hands over every input in the order of the masked list.
    pub(crate) fn each_input(
        &self,
        mut then: impl FnMut(&[u8]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let path = self.folder.path("inputs");
        let mut from = self.folder.reader("inputs")?;
        let mut input = Vec::new();
        for _ in 0..self.elements() {
            let mut length = [0; 2];
            from.read_exact(&mut length).map_err(|e| Fault::io(&path, e))?;
            input.resize(usize::from(u16::from_be_bytes(length)), 0);
            from.read_exact(&mut input).map_err(|e| Fault::io(&path, e))?;
            then(&input)?;
        }
        Ok(())
    }

    fn write(
        &self,
        step: u8,
        body_bytes: u64,
        body: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Fault> {
        let head = Head {
            step,
            sender: self.side,
            number: self.number,
            charter: self.charter,
            before: self.transcript(step - 1)?,
            body_bytes,
        };
        let name = format!("own-{step}");
        let path = self.folder.path(&name);
        self.folder
            .put(&name, |out| {
                message::write(&head, &self.key, out, body).map_err(|e| Fault::io(&path, e))
            })
            .map(drop)
    }
}
