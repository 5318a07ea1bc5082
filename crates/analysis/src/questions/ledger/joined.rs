//! Which rows of the view are one event so far: a union of rows that knows its members.

use super::event::Matched;

/// Rows joined to events. The lowest row of an event stands for it.
pub(super) struct Joined {
    root: Vec<u32>,
    /// The next member of the same event, in a ring.
    next: Vec<u32>,
    matched: Vec<Matched>,
}

impl Joined {
    /// Every row by itself.
    pub(super) fn apart(rows: usize) -> Self {
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        Self {
            root: (0..rows).collect(),
            next: (0..rows).collect(),
            matched: vec![Matched::Single; rows as usize],
        }
    }

    /// The row that stands for the event of this row.
    pub(super) fn root(&self, row: u32) -> u32 {
        let mut at = row;
        while let Some(&up) = self.root.get(at as usize) {
            if up == at {
                break;
            }
            at = up;
        }
        at
    }

    /// By what the event of a root was matched.
    pub(super) fn matched(&self, root: u32) -> Matched {
        self.matched.get(root as usize).copied().unwrap_or(Matched::Single)
    }

    /// The rows of an event, the given one first.
    pub(super) fn members(&self, row: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = Some(row);
        std::iter::from_fn(move || {
            let this = at?;
            at = self.next.get(this as usize).copied().filter(|next| *next != row);
            Some(this)
        })
    }

    /// Makes two events one.
    pub(super) fn join(&mut self, a: u32, b: u32, by: Matched) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (top, below) = (a.min(b), a.max(b));
        let weakest = self.matched(top).max(self.matched(below)).max(by);
        if let Some(matched) = self.matched.get_mut(top as usize) {
            *matched = weakest;
        }
        if let Some(up) = self.root.get_mut(below as usize) {
            *up = top;
        }
        // Crossing the two successors makes one ring of two.
        let (after_top, after_below) =
            (self.next.get(top as usize).copied(), self.next.get(below as usize).copied());
        if let (Some(after_top), Some(after_below)) = (after_top, after_below) {
            if let Some(next) = self.next.get_mut(top as usize) {
                *next = after_below;
            }
            if let Some(next) = self.next.get_mut(below as usize) {
                *next = after_top;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_knows_its_rows_and_its_weakest_match() {
        let mut joined = Joined::apart(6);
        joined.join(4, 1, Matched::Repeated);
        joined.join(5, 3, Matched::Reference);
        joined.join(3, 4, Matched::BothParties);
        joined.join(5, 1, Matched::OneParty);
        let mut members: Vec<u32> = joined.members(1).collect();
        members.sort_unstable();
        assert_eq!(members, [1, 3, 4, 5]);
        assert_eq!((joined.root(5), joined.matched(1)), (1, Matched::BothParties));
        assert_eq!(joined.members(2).collect::<Vec<_>>(), [2]);
    }
}
