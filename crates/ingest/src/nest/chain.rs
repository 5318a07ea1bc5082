//! Where in the containers of an exhibit a reading stands, so that a killed one goes on there.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::sink::Counts;

/// Numbers of members from the outside in, each counted from 1 in its own container. Members are
/// counted in the order in which the container tells them, which only its bytes decide.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Chain(pub Vec<u64>);

/// A member that is done with, and what had been counted over the whole exhibit by then.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mark {
    /// The member.
    pub chain: Chain,
    /// What was counted up to its end.
    pub counts: Counts,
}

/// A member that broke its reader, not to be opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The member.
    pub chain: Chain,
    /// Rows of the exhibit that had arrived when the reader broke.
    pub rows: u64,
    /// What happened, for a person.
    pub reason: String,
}

/// Whether an earlier run has a member already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is done with, and everything inside it.
    Done,
    /// Something inside it is done with: its own record is stored, its content is not all read.
    Begun,
    /// Nothing of it is stored for certain.
    Open,
}

impl Chain {
    /// Goes on to the next member of the innermost container.
    pub(crate) fn step(&mut self) {
        if let Some(number) = self.0.last_mut() {
            *number += 1;
        }
    }

    /// How a member stands to the last one that an earlier run was done with.
    pub(crate) fn standing(&self, mark: Option<&Mark>) -> Standing {
        let Some(Mark { chain: done, .. }) = mark else { return Standing::Open };
        let differing = self.0.iter().zip(&done.0).map(|(own, done)| own.cmp(done));
        match differing.into_iter().find(|order| order.is_ne()) {
            Some(Ordering::Less) => Standing::Done,
            Some(_) => Standing::Open,
            None if self.0.len() < done.0.len() => Standing::Begun,
            None => Standing::Done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(chain: &[u64], done: &[u64]) -> Standing {
        let mark = Mark { chain: Chain(done.to_vec()), counts: Counts::default() };
        Chain(chain.to_vec()).standing(Some(&mark))
    }

    #[test]
    fn what_stands_before_the_mark_is_done_and_what_holds_it_is_begun() {
        assert_eq!(standing(&[1, 4], &[1, 5]), Standing::Done);
        assert_eq!(standing(&[1, 4, 9], &[1, 5]), Standing::Done);
        assert_eq!(standing(&[1, 5], &[1, 5]), Standing::Done);
        assert_eq!(standing(&[1, 5, 2], &[1, 5]), Standing::Done);
        assert_eq!(standing(&[1], &[1, 5]), Standing::Begun);
        assert_eq!(standing(&[1, 6], &[1, 5]), Standing::Open);
        assert_eq!(standing(&[2], &[1, 5]), Standing::Open);
        assert_eq!(Chain(vec![1]).standing(None), Standing::Open);
    }
}
