//! What can go wrong with a comparison: a code never reused, a fact, a remedy, and whose doing it is.

use std::io;
use std::path::Path;

use crate::element::BadElement;

/// Why a step did not take place.
#[derive(Debug, thiserror::Error)]
#[error("{}: {what}; {remedy}", self.code(), what = self.fact(), remedy = self.remedy())]
pub enum Fault {
    /// The operating system refused.
    Io {
        /// The file.
        file: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// What was given as a charter is none, or cannot be.
    BadCharter(String),
    /// A party did not sign the charter.
    CharterNotSigned(String),
    /// The key is not that of a party.
    NotAParty,
    /// The charter does not allow this.
    OutsideCharter(String),
    /// The folder holds no session, or is damaged.
    NotASession(String),
    /// The folder holds something already.
    Taken(String),
    /// The session is over.
    Over(String),
    /// The list cannot be compared.
    BadInput(String),
    /// The system gave no random bytes, or a tag could not be made.
    NoSecret,
    /// The file is no message of this protocol and version.
    NotAMessage(String),
    /// The message is not signed by the party that it names.
    BadSignature,
    /// The message is one of one's own.
    OwnMessage,
    /// The message belongs to another charter.
    OtherCharter,
    /// The message belongs to another session.
    OtherSession,
    /// The message comes before its time, or after it.
    WrongRound {
        /// The step that is waited for, 1 to 5.
        due: u8,
        /// The step of the message.
        given: u8,
    },
    /// The charter names another normalisation profile.
    OtherProfile,
    /// This program does not keep the profile: the vector of which it gives another form.
    ProfileNotKept(String),
    /// The partner broke the protocol, in a message that it signed.
    Broken(Breach),
}

/// How a partner broke the protocol. Each is shown by messages that the partner signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    /// The message is longer or shorter than the charter says.
    #[error("the message has {given} bytes where the charter gives {due}")]
    Size {
        /// Bytes that the charter gives.
        due: u64,
        /// Bytes that came.
        given: u64,
    },
    /// Two different messages of one step, both signed.
    #[error("two different messages of step {0} are signed")]
    TwoMessages(u8),
    /// What was opened is not what was committed to.
    #[error("what was opened in step {0} is not what was committed to")]
    Commitment(u8),
    /// The public element is none, or is one's own.
    #[error("the public element is none that a party may have")]
    PublicElement,
    /// 32 bytes are no element.
    #[error("element {at} of step {step} is {why}")]
    Element {
        /// The step.
        step: u8,
        /// Which element, counted from 0.
        at: u64,
        /// What it is.
        why: BadElement,
    },
    /// An element is there twice.
    #[error("element {0} is there twice")]
    Duplicate(u64),
    /// The elements are not in order.
    #[error("element {0} is out of order")]
    Order(u64),
    /// An element is one of one's own.
    #[error("element {0} was sent back as it came")]
    Reflected(u64),
    /// A batch was not answered with the committed key.
    #[error("batch {0} was not answered with the committed key")]
    Proof(u64),
    /// The partner states another result.
    #[error("the result that is signed is not that of the messages")]
    Result,
}

impl Fault {
    /// The code, `DEC-012`. Codes are stable: scripts quote them.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "DEC-001",
            Self::BadCharter(_) => "DEC-002",
            Self::CharterNotSigned(_) => "DEC-003",
            Self::NotAParty => "DEC-004",
            Self::OutsideCharter(_) => "DEC-005",
            Self::NotASession(_) => "DEC-006",
            Self::Taken(_) => "DEC-007",
            Self::Over(_) => "DEC-008",
            Self::BadInput(_) => "DEC-009",
            Self::NoSecret => "DEC-010",
            Self::NotAMessage(_) => "DEC-011",
            Self::BadSignature => "DEC-012",
            Self::OwnMessage => "DEC-013",
            Self::OtherCharter => "DEC-014",
            Self::OtherSession => "DEC-015",
            Self::WrongRound { .. } => "DEC-016",
            Self::Broken(_) => "DEC-017",
            Self::OtherProfile => "DEC-018",
            Self::ProfileNotKept(_) => "DEC-019",
        }
    }

    /// What is wrong, as a clause.
    pub fn fact(&self) -> String {
        match self {
            Self::Io { file, source } => format!("{file}: {source}"),
            Self::BadCharter(fact) => format!("this is no charter: {fact}"),
            Self::CharterNotSigned(name) => format!("{name} did not sign the charter"),
            Self::NotAParty => "the key is not that of a party of the charter".to_owned(),
            Self::OutsideCharter(fact) => format!("the charter does not allow it: {fact}"),
            Self::NotASession(fact) => format!("the folder holds no session: {fact}"),
            Self::Taken(path) => format!("{path} is there already"),
            Self::Over(fact) => format!("the session is over: {fact}"),
            Self::BadInput(fact) => format!("the list cannot be compared: {fact}"),
            Self::NoSecret => "no secret could be made".to_owned(),
            Self::NotAMessage(fact) => format!("this is no message: {fact}"),
            Self::BadSignature => "the message is not signed by the party it names".to_owned(),
            Self::OwnMessage => "the message is one of your own".to_owned(),
            Self::OtherCharter => "the message belongs to another charter".to_owned(),
            Self::OtherSession => "the message belongs to another session".to_owned(),
            Self::WrongRound { due, given } => {
                format!("the message is of step {given}; step {due} is waited for")
            }
            Self::OtherProfile => "the charter names another normalisation profile".to_owned(),
            Self::ProfileNotKept(line) => {
                format!("this program gives another form than the profile for `{line}`")
            }
            Self::Broken(breach) => format!("the partner broke the protocol: {breach}"),
        }
    }

    /// What a person can do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Io { .. } => "check path, rights and room, and run the same command again",
            Self::BadCharter(_) => "mend the charter and have both parties sign it",
            Self::CharterNotSigned(_) => "have both parties sign the same charter",
            Self::NotAParty => "give the key whose public half stands in the charter",
            Self::OutsideCharter(_) => "agree on another charter",
            Self::NotASession(_) => "name the folder of a session, or begin one",
            Self::Taken(_) => "name a folder that does not exist yet",
            Self::Over(_) => "begin another session",
            Self::BadInput(_) => "mend the list and begin again",
            Self::NoSecret => "check the system's source of random bytes",
            Self::NotAMessage(_) => "fetch the file again from the partner",
            Self::BadSignature => {
                "fetch the file again; if it stays so, ask the partner by telephone"
            }
            Self::OwnMessage => "give the partner's file, not your own",
            Self::OtherCharter => "compare the digests of the charter by telephone",
            Self::OtherSession => "give the file of this session",
            Self::WrongRound { .. } => "give the files in the order in which they came",
            Self::OtherProfile => "have both parties use the program of the charter, or agree anew",
            Self::ProfileNotKept(_) => "compare nothing with this program, and report it",
            Self::Broken(_) => "keep the folder as it is, and speak with the partner's supervisor",
        }
    }

    /// Whether it is shown, by messages that the partner signed, to be the partner's doing.
    pub fn is_the_partners(&self) -> bool {
        matches!(self, Self::Broken(_))
    }

    pub(crate) fn io(file: &Path, source: io::Error) -> Self {
        Self::Io { file: file.display().to_string(), source }
    }
}

impl From<Breach> for Fault {
    fn from(breach: Breach) -> Self {
        Self::Broken(breach)
    }
}

#[cfg(test)]
mod tests {
    use model::{Language, Phrase};

    use super::*;

    fn every() -> Vec<Fault> {
        let word = || "x".to_owned();
        let why = [BadElement::NotCanonical, BadElement::Identity];
        let breaches = [
            Breach::Size { due: 1, given: 2 },
            Breach::TwoMessages(1),
            Breach::Commitment(2),
            Breach::PublicElement,
            Breach::Element { step: 2, at: 3, why: why[0] },
            Breach::Element { step: 4, at: 3, why: why[1] },
            Breach::Duplicate(1),
            Breach::Order(1),
            Breach::Reflected(1),
            Breach::Proof(1),
            Breach::Result,
        ];
        let mut all = vec![
            Fault::BadCharter(word()),
            Fault::CharterNotSigned(word()),
            Fault::NotAParty,
            Fault::OutsideCharter(word()),
            Fault::NotASession(word()),
            Fault::Over(word()),
            Fault::BadInput(word()),
            Fault::NoSecret,
            Fault::NotAMessage(word()),
            Fault::BadSignature,
            Fault::OwnMessage,
            Fault::OtherCharter,
            Fault::OtherSession,
            Fault::WrongRound { due: 1, given: 2 },
            Fault::OtherProfile,
            Fault::ProfileNotKept(word()),
        ];
        all.extend(breaches.map(Fault::Broken));
        all
    }

    #[test]
    fn every_fault_and_remedy_is_said_in_italian() {
        for fault in every() {
            for text in [fault.fact(), fault.remedy().to_owned()] {
                let phrase = Phrase::from_text(&text);
                assert!(phrase.code().is_some(), "{text}");
                assert_ne!(phrase.say(Language::It), text);
            }
        }
        let breach = Fault::Broken(Breach::Element { step: 2, at: 3, why: BadElement::Identity });
        let said = Phrase::from_text(&breach.fact()).say(Language::It);
        assert_eq!(
            said,
            "la controparte ha violato il protocollo: l'elemento 3 del passo 2 è l'identità"
        );
    }

    #[test]
    fn codes_are_of_one_fault_each() {
        let mut codes: Vec<_> = every().iter().map(Fault::code).collect();
        codes.dedup();
        assert_eq!(codes.len(), 17);
    }
}
