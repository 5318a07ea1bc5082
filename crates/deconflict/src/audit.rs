//! What a party opens for its supervisor, or for a court: chosen inputs of a session, each shown to be what was committed
//! to before the session began.

use std::io::Read as _;

use custody::{Inclusion, leaf_hash};
use model::Digest;
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::key::Secret;
use crate::kind::Kind;
use crate::list::{Fill, identifier};
use crate::session::Session;
use crate::tree;

/// An input, opened. It shows one identifier of the list, and nothing of the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Place in the masked list, counted from 0.
    pub place: u32,
    /// Kind and identifier; nothing for a filling.
    pub identifier: Option<(Kind, String)>,
    /// The bytes that were hashed: a kind and a text.
    pub input: Vec<u8>,
    /// The salt of the place.
    pub salt: [u8; 32],
    /// Elements of the list.
    pub size: u32,
    /// Hashes beside the way from the leaf up to the root.
    pub path: Vec<Digest>,
}

impl Opened {
    /// Whether this input was committed to at this place under a root.
    pub fn holds(&self, root: &Digest) -> bool {
        let same = identifier(&self.input).map(|(kind, text)| (kind, text.to_owned()));
        let proof = Inclusion {
            index: self.place.into(),
            size: self.size.into(),
            leaf: leaf_hash(&[&self.salt, &self.input[..]].concat()),
            path: self.path.clone(),
        };
        same == self.identifier && proof.check(root).is_ok()
    }
}

impl Session {
    /// Opens the inputs at chosen places, after checking that the folder still leads to what was committed to.
    ///
    /// Memory: 64 bytes for each element of the list.
    pub fn open_inputs(&self, places: &[u32]) -> Result<Vec<Opened>, Fault> {
        let opening = self.folder.small("opening")?.try_into();
        let damaged = |what: &str| Fault::NotASession(format!("`{what}` is damaged"));
        let opening = Secret::new(opening.map_err(|_| damaged("opening"))?);
        let fill = Fill { opening: &opening, domain: &self.domain };
        let (mut leaves, mut chosen) = (Vec::new(), vec![None; places.len()]);
        let mut place = 0;
        self.each_input(|input| {
            leaves.push(fill.leaf(place, input));
            for (_, slot) in places.iter().zip(&mut chosen).filter(|(at, _)| **at == place) {
                *slot = Some(input.to_vec());
            }
            place += 1;
            Ok(())
        })?;
        if tree::root(&leaves) != Some(self.prepared.root) {
            return Err(damaged("inputs"));
        }
        let open = |(place, input): (&u32, Option<Vec<u8>>)| {
            let none = || Fault::BadInput(format!("the list has no place {place}"));
            let input = input.ok_or_else(none)?;
            let proof = tree::opening(&leaves, *place as usize).ok_or_else(none)?;
            Ok(Opened {
                place: *place,
                identifier: identifier(&input).map(|(kind, text)| (kind, text.to_owned())),
                salt: fill.salt(*place),
                size: self.elements(),
                path: proof.path,
                input,
            })
        };
        places.iter().zip(chosen).map(open).collect()
    }

    /// The root that the partner holds: that of one's own first message, which one's own log has as well.
    pub fn committed_root(&self) -> Result<Digest, Fault> {
        let path = self.folder.path("own-1");
        let mut from = crate::message::body(&path)?;
        let mut root = [0; 32];
        from.read_exact(&mut root).map_err(|e| Fault::io(&path, e))?;
        Ok(Digest(root))
    }
}
