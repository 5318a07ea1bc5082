//! Two parties on one machine: honest sessions, interrupted ones, and a partner who breaks the protocol.

mod audited;
mod honest;
mod interrupted;
mod leaks;
mod misuse;
mod strays;

use std::fs;
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use model::Digest;
use tempfile::TempDir;

use crate::charter::{Charter, Party, Side, SignedCharter};
use crate::kind::Kind;
use crate::list::List;
use crate::message::{self, Head};
use crate::profile::proved_digest;
use crate::session::{Session, Start, State};

/// The keys of the two agencies.
fn keys() -> [SigningKey; 2] {
    [SigningKey::from_bytes(&[11; 32]), SigningKey::from_bytes(&[22; 32])]
}

fn party(name: &str, key: &SigningKey) -> Party {
    let key = Digest(key.verifying_key().to_bytes());
    Party { name: name.to_owned(), contact: format!("desk@{name}.example"), key }
}

fn charter(bucket: u8) -> SignedCharter {
    let [first, second] = keys();
    let charter = Charter {
        version: 1,
        first: party("north", &first),
        second: party("south", &second),
        purpose: "to see which accounts both follow".to_owned(),
        legal_basis: "an example".to_owned(),
        kinds: vec![Kind::Phone, Kind::Email],
        profile: proved_digest().unwrap(),
        bucket,
        inputs_max: 1 << bucket,
        sessions_a_year_max: 12,
        from: "2026-01-01".to_owned(),
        until: "2026-12-31".to_owned(),
        retention_days: 30,
    };
    let mut signed = SignedCharter::new(charter);
    assert_eq!(signed.sign(&first).unwrap(), Side::First);
    assert_eq!(signed.sign(&second).unwrap(), Side::Second);
    signed
}

fn list(numbers: impl IntoIterator<Item = u32>) -> List {
    let mut list = List::default();
    for number in numbers {
        list.push(Kind::Phone, &format!("+39347{number:07}")).unwrap();
    }
    list.close();
    list
}

/// Two parties in the middle of a session.
struct Pair {
    dir: TempDir,
    charter: SignedCharter,
    parties: [Session; 2],
}

impl Pair {
    fn new(bucket: u8, lists: [&List; 2]) -> Self {
        Self::numbered(bucket, lists, 1, 0)
    }

    /// A session with its number; `salt` makes its secrets differ from those of others.
    fn numbered(bucket: u8, lists: [&List; 2], number: u32, salt: u8) -> Self {
        let (dir, charter) = (TempDir::new().unwrap(), charter(bucket));
        let [first, second] = keys();
        let begin = |name: &str, byte: u8, list: &List, key: SigningKey| {
            let start = Start {
                charter: &charter,
                number,
                day: "2026-11-24",
                sessions_this_year: 0,
                secret: [byte ^ salt; 32],
                opening: [byte ^ salt ^ 0x80; 32],
            };
            Session::prepare(&dir.path().join(name), &start, list, key).unwrap()
        };
        let parties = [begin("north", 1, lists[0], first), begin("south", 2, lists[1], second)];
        Self { dir, charter, parties }
    }

    fn small() -> Self {
        Self::new(8, [&list(0..100), &list(60..150)])
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Opens a party's session anew, as its next command does.
    fn reopen(&mut self, side: usize) {
        let name = ["north", "south"][side];
        self.parties[side] = Session::open(&self.path(name), keys()[side].clone()).unwrap();
    }

    /// Both take each other's message of a step.
    fn step(&self, step: u8) -> [State; 2] {
        let [first, second] = &self.parties;
        let own = |party: &str| self.path(&format!("{party}/own-{step}"));
        [first.take(&own("south")).unwrap(), second.take(&own("north")).unwrap()]
    }

    /// Takes steps 1 to `last`.
    fn steps(&self, last: u8) {
        for step in 1..=last {
            self.step(step);
        }
    }
}

/// A message with its head and body changed, signed anew by its sender.
fn forged(from: &Path, to: &Path, change: impl FnOnce(&mut Head, &mut Vec<u8>)) {
    let bytes = fs::read(from).unwrap();
    let mut head = Head::read(&mut &bytes[..]).unwrap();
    let mut body = bytes[88..bytes.len() - 64].to_vec();
    change(&mut head, &mut body);
    head.body_bytes = body.len() as u64;
    let mut out = Vec::new();
    let key = &keys()[usize::from(head.sender.number())];
    message::write(&head, key, &mut out, |out| out.write_all(&body)).unwrap();
    fs::write(to, out).unwrap();
}
