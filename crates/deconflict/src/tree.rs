//! The tree over what a party brings: its root is committed before the session, its leaves open one by one.
//!
//! The hashes are those of RFC 6962 §2.1, as in the custody log; there are always 2^k leaves.

use custody::{Inclusion, node_hash};
use model::Digest;
use rayon::prelude::*;

/// Leaves under which one core works alone.
const SUBTREE: usize = 4096;

/// The root over a power of two of leaves; nothing for any other number.
pub fn root(leaves: &[Digest]) -> Option<Digest> {
    if !leaves.len().is_power_of_two() {
        return None;
    }
    let tops: Vec<Digest> =
        leaves.par_chunks(SUBTREE).filter_map(|some| small(some.to_vec())).collect();
    small(tops)
}

fn small(mut row: Vec<Digest>) -> Option<Digest> {
    while row.len() > 1 {
        row = above(&row);
    }
    row.first().copied()
}

fn above(row: &[Digest]) -> Vec<Digest> {
    let pair = |pair: &[Digest]| match pair {
        [left, right] => Some(node_hash(left, right)),
        _ => None,
    };
    row.chunks(2).filter_map(pair).collect()
}

/// The proof that a leaf is under the root; nothing where there is no such leaf.
pub fn opening(leaves: &[Digest], index: usize) -> Option<Inclusion> {
    let leaf = *leaves.get(index)?;
    let (mut row, mut at, mut path) = (leaves.to_vec(), index, Vec::new());
    while row.len() > 1 {
        path.push(*row.get(at ^ 1)?);
        row = above(&row);
        at >>= 1;
    }
    let (index, size) = (u64::try_from(index).ok()?, u64::try_from(leaves.len()).ok()?);
    Some(Inclusion { index, size, leaf, path })
}

#[cfg(test)]
mod tests {
    use custody::leaf_hash;

    use super::*;

    #[test]
    fn every_leaf_opens_and_no_other_does() {
        let leaves: Vec<Digest> = (0..16_u8).map(|at| leaf_hash(&[at])).collect();
        let top = root(&leaves).unwrap();
        for at in 0..16 {
            let mut proof = opening(&leaves, at).unwrap();
            assert!(proof.check(&top).is_ok());
            proof.leaf = leaf_hash(b"another");
            assert!(proof.check(&top).is_err());
        }
        assert!(opening(&leaves, 16).is_none());
        assert!(root(&leaves[..15]).is_none());
    }

    #[test]
    fn a_large_root_is_that_of_its_halves() {
        let leaves: Vec<Digest> = (0..16_384_u32).map(|at| leaf_hash(&at.to_be_bytes())).collect();
        let halves = (root(&leaves[..8192]).unwrap(), root(&leaves[8192..]).unwrap());
        assert_eq!(root(&leaves), Some(node_hash(&halves.0, &halves.1)));
    }
}
