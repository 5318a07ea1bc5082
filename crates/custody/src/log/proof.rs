//! Proofs: that a leaf is in the log, and that a later log holds an earlier one whole.
//!
//! Made as RFC 6962 §2.1.1 and §2.1.2 say; checked as RFC 9162 §2.1.3.2 and §2.1.4.2 do, without
//! the log.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::Digest;

use super::tile::{Tiles, split};
use super::tree::node_hash;
use crate::fault::Fault;

/// The proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the proof does not lead to the root")]
pub struct ProofFails;

/// That a leaf is in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inclusion {
    /// The leaf, counted from 0.
    pub index: u64,
    /// Leaves of the log.
    pub size: u64,
    /// Hash of the leaf.
    pub leaf: Digest,
    /// Hashes beside the way from the leaf up to the root.
    pub path: Vec<Digest>,
}

impl Inclusion {
    /// The proof as a file (C2SP tlog-proof): it holds by itself, with the signed checkpoint in it.
    pub fn to_text(&self, checkpoint: &str) -> String {
        let path: String = self.path.iter().map(|hash| STANDARD.encode(hash.0) + "\n").collect();
        format!("c2sp.org/tlog-proof@v1\nindex {}\n{path}\n{checkpoint}", self.index)
    }

    /// Reads a proof of a leaf under this very checkpoint; nothing where it is another file.
    pub(crate) fn from_text(text: &str, leaf: Digest, size: u64, checkpoint: &str) -> Option<Self> {
        let proof = text.strip_suffix(checkpoint)?;
        let mut lines = proof.strip_prefix("c2sp.org/tlog-proof@v1\nindex ")?.split('\n');
        let index = lines.next()?.parse().ok()?;
        let hash = |line: &str| Some(Digest(STANDARD.decode(line).ok()?.try_into().ok()?));
        let path = lines.take_while(|line| !line.is_empty()).map(hash).collect::<Option<_>>()?;
        let read = Self { index, size, leaf, path };
        (read.to_text(checkpoint) == text).then_some(read)
    }

    /// Checks the proof against the root of a checkpoint of that size.
    pub fn check(&self, root: &Digest) -> Result<(), ProofFails> {
        if self.index >= self.size {
            return Err(ProofFails);
        }
        let (mut at, mut last, mut hash) = (self.index, self.size - 1, self.leaf);
        for beside in &self.path {
            if last == 0 {
                return Err(ProofFails);
            }
            if at & 1 == 1 || at == last {
                hash = node_hash(beside, &hash);
                while at & 1 == 0 && at != 0 {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node_hash(&hash, beside);
            }
            at >>= 1;
            last >>= 1;
        }
        if last == 0 && hash == *root { Ok(()) } else { Err(ProofFails) }
    }
}

/// That a log of `to` leaves begins with the log of `from` leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consistency {
    /// Leaves of the earlier log.
    pub from: u64,
    /// Leaves of the later log.
    pub to: u64,
    /// Hashes that lead to both roots.
    pub path: Vec<Digest>,
}

impl Consistency {
    /// Checks the proof against the roots of both checkpoints.
    pub fn check(&self, from_root: &Digest, to_root: &Digest) -> Result<(), ProofFails> {
        if self.from > self.to {
            return Err(ProofFails);
        }
        if self.from == self.to || self.from == 0 {
            let same = self.from == 0 || from_root == to_root;
            return if same && self.path.is_empty() { Ok(()) } else { Err(ProofFails) };
        }
        let whole = self.from.is_power_of_two().then_some(*from_root);
        let mut hashes = whole.iter().chain(&self.path);
        let (mut at, mut last) = (self.from - 1, self.to - 1);
        while at & 1 == 1 {
            at >>= 1;
            last >>= 1;
        }
        let first = *hashes.next().ok_or(ProofFails)?;
        let (mut earlier, mut later) = (first, first);
        for beside in hashes {
            if last == 0 {
                return Err(ProofFails);
            }
            if at & 1 == 1 || at == last {
                earlier = node_hash(beside, &earlier);
                later = node_hash(beside, &later);
                while at & 1 == 0 && at != 0 {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                later = node_hash(&later, beside);
            }
            at >>= 1;
            last >>= 1;
        }
        let holds = last == 0 && earlier == *from_root && later == *to_root;
        if holds { Ok(()) } else { Err(ProofFails) }
    }
}

pub(crate) fn inclusion(tiles: &Tiles<'_>, index: u64, size: u64) -> Result<Inclusion, Fault> {
    if index >= size {
        return Err(Fault::NoSuchLeaf { index, size });
    }
    let mut path = Vec::new();
    let (mut start, mut end) = (0, size);
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            path.push(tiles.range_root(middle, end)?);
            end = middle;
        } else {
            path.push(tiles.range_root(start, middle)?);
            start = middle;
        }
    }
    path.reverse();
    Ok(Inclusion { index, size, leaf: tiles.leaf(index)?, path })
}

pub(crate) fn consistency(tiles: &Tiles<'_>, from: u64, to: u64) -> Result<Consistency, Fault> {
    if from > to {
        return Err(Fault::NoSuchLeaf { index: from, size: to });
    }
    let mut path = Vec::new();
    let (mut start, mut end) = (0, to);
    while from > start && from < end {
        let middle = start + split(end - start);
        if from <= middle {
            path.push(tiles.range_root(middle, end)?);
            end = middle;
        } else {
            path.push(tiles.range_root(start, middle)?);
            start = middle;
        }
    }
    // RFC 6962: the subtree that ends where the earlier log does is left out where it is that log.
    if start > 0 && from > start {
        path.push(tiles.range_root(start, end)?);
    }
    path.reverse();
    Ok(Consistency { from, to, path })
}
