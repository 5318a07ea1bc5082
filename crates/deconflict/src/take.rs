//! The partner's messages: who signed them, whether their time has come, and whether they keep the protocol.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use model::Digest;

use crate::charter::verifying;
use crate::element::{Element, decode};
use crate::exchange::{check_list, check_replies, reply_bytes};
use crate::fault::{Breach, Fault};
use crate::message::{self, HEAD_BYTES, Head, SIGNATURE_BYTES, STEPS};
use crate::session::{Session, sha256};

impl Session {
    /// Checks a message and keeps it; what is not the partner's, not of this session or not due changes nothing.
    pub(crate) fn take_in(&self, path: &Path) -> Result<(), Fault> {
        self.keep(path)?;
        let incoming = self.folder.path("incoming");
        let checked = self.check_sender(&incoming);
        if checked.as_ref().is_err_and(|fault| !fault.is_the_partners()) {
            self.folder.erase("incoming")?;
        }
        let (head, digest) = match checked {
            Err(Fault::Broken(breach @ Breach::TwoMessages(step))) => {
                return self.refuse(breach, step);
            }
            other => other?,
        };
        let step = head.step;
        match self.check_incoming(&head, &incoming) {
            Err(Fault::Broken(breach)) => self.refuse(breach, step),
            Err(other) => Err(other),
            Ok(()) => {
                self.folder.put_bytes(&format!("theirs-{step}.digest"), &digest.0)?;
                self.folder.rename("incoming", &format!("theirs-{step}"))
            }
        }
    }

    /// Whose message it is, and whether its time has come.
    fn check_sender(&self, path: &Path) -> Result<(Head, Digest), Fault> {
        let (head, digest) = message::check(path, |head| self.sender_key(head))?;
        if head.step > self.due() {
            return Err(Fault::WrongRound { due: self.due(), given: head.step });
        }
        if head.before != self.transcript(head.step - 1)? {
            return Err(Fault::OtherSession);
        }
        if head.step < self.due() {
            return Err(self.again(head.step, &digest)?);
        }
        Ok((head, digest))
    }

    fn check_incoming(&self, head: &Head, path: &Path) -> Result<(), Fault> {
        let body = self.body_bytes(head.step);
        if head.body_bytes != body {
            let other = HEAD_BYTES + SIGNATURE_BYTES;
            let (due, given) = (body + other, head.body_bytes + other);
            return Err(Breach::Size { due, given }.into());
        }
        match head.step {
            2 => self.check_opened_list(path),
            4 => self.check_opened_replies(path),
            5 => self.check_result(path),
            _ => Ok(()),
        }
    }

    /// Keeps what shows the breach, and ends the session.
    fn refuse(&self, breach: Breach, step: u8) -> Result<(), Fault> {
        self.folder.rename("incoming", "refused")?;
        Err(self.end_by_breach(breach, step, "refused"))
    }

    /// Whose key signs the message; refuses early what is one's own or of another charter or session.
    fn sender_key(&self, head: &Head) -> Result<ed25519_dalek::VerifyingKey, Fault> {
        if head.charter != self.charter {
            return Err(Fault::OtherCharter);
        }
        if head.sender == self.side {
            return Err(Fault::OwnMessage);
        }
        if head.number != self.number {
            return Err(Fault::OtherSession);
        }
        if head.body_bytes > self.body_bytes_max() {
            return Err(Fault::NotAMessage(format!(
                "its body has {} bytes, more than any message of this charter",
                head.body_bytes
            )));
        }
        verifying(&self.signed.charter.party(head.sender).key).ok_or(Fault::NotAParty)
    }

    /// A message of a step that is done: the same once more, or a second one, which nobody may sign.
    fn again(&self, step: u8, digest: &Digest) -> Result<Fault, Fault> {
        let kept = self.folder.small(&format!("theirs-{step}.digest"))?;
        if kept != digest.0 {
            return Ok(Breach::TwoMessages(step).into());
        }
        if self.due() > STEPS {
            return Ok(Fault::Over("both signed the result".to_owned()));
        }
        Ok(Fault::WrongRound { due: self.due(), given: step })
    }

    /// Copies a message into the folder, reading it once: what is checked is what is kept, whatever a stick gives when it is
    /// read again. No more is copied than a message may have.
    fn keep(&self, path: &Path) -> Result<(), Fault> {
        let from = fs::File::open(path).map_err(|e| Fault::io(path, e))?;
        let mut from = from.take(self.body_bytes_max() + HEAD_BYTES + SIGNATURE_BYTES + 1);
        let copy = |out: &mut _| io::copy(&mut from, out).map_err(|e| Fault::io(path, e));
        self.folder.put("incoming", copy).map(drop)
    }

    /// Longest body that is looked at: twice that of the longest message, so that one somewhat too long is shown to be
    /// the partner's.
    fn body_bytes_max(&self) -> u64 {
        self.body_bytes(2).max(self.body_bytes(4)).saturating_mul(2)
    }

    fn body_bytes(&self, step: u8) -> u64 {
        match step {
            1 => 64,
            2 => 64 + 32 * u64::from(self.elements()),
            3 => 32,
            4 => 32 + reply_bytes(self.elements()),
            _ => 36,
        }
    }

    fn check_opened_list(&self, path: &Path) -> Result<(), Fault> {
        let mut from = message::body(path)?;
        let [nonce, public] = [part(&mut from, path)?, part(&mut from, path)?];
        let size = 32 * u64::from(self.elements());
        let list = sha256(from.take(size)).map_err(|e| Fault::io(path, e))?;
        let side = self.side.other().number();
        let committed = self.committed("theirs-1", 32)?;
        if self.list_commitment(side, [&nonce, &public], &list).0 != committed {
            return Err(Breach::Commitment(2).into());
        }
        if decode(&public).is_err() || public == self.own_public()? {
            return Err(Breach::PublicElement.into());
        }
        let mut from = message::body(path)?;
        from.read_exact(&mut [0; 64]).map_err(|e| Fault::io(path, e))?;
        check_list(&mut from, &mut self.folder.reader("masked")?, self.elements())
    }

    fn check_opened_replies(&self, path: &Path) -> Result<(), Fault> {
        let mut from = message::body(path)?;
        let nonce = part(&mut from, path)?;
        let size = reply_bytes(self.elements());
        let replies = sha256(from.take(size)).map_err(|e| Fault::io(path, e))?;
        let side = self.side.other();
        if self.reply_commitment(side.number(), &nonce, &replies).0
            != self.committed("theirs-3", 0)?
        {
            return Err(Breach::Commitment(4).into());
        }
        let mut from = message::body(path)?;
        part(&mut from, path)?;
        let mut own = self.folder.reader("masked")?;
        let place = self.place(side)?;
        check_replies(&self.their_public()?, &place, self.elements(), &mut own, &mut from)
    }

    fn check_result(&self, path: &Path) -> Result<(), Fault> {
        let read = |path: &Path| {
            let mut result = [0; 36];
            message::body(path)?.read_exact(&mut result).map_err(|e| Fault::io(path, e))?;
            Ok::<_, Fault>(result)
        };
        if read(path)? == read(&self.folder.path("own-5"))? {
            Ok(())
        } else {
            Err(Breach::Result.into())
        }
    }

    fn own_public(&self) -> Result<Element, Fault> {
        let path = self.folder.path("own-2");
        let mut from = message::body(&path)?;
        part(&mut from, &path)?;
        part(&mut from, &path)
    }

    fn committed(&self, name: &str, skip: u64) -> Result<[u8; 32], Fault> {
        let path = self.folder.path(name);
        let mut from = message::body(&path)?;
        io::copy(&mut (&mut from).take(skip), &mut io::sink()).map_err(|e| Fault::io(&path, e))?;
        part(&mut from, &path)
    }
}

fn part(from: &mut impl Read, path: &Path) -> Result<[u8; 32], Fault> {
    let mut part = [0; 32];
    from.read_exact(&mut part).map_err(|e| Fault::io(path, e))?;
    Ok(part)
}
