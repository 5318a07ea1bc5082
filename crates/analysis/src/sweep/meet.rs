//! Transfers and meetings of one pair: the last meeting before a transfer, the transfers around a
//! meeting. Both lie in the order of payer, payee and time, so that one pass meets them all.

#![expect(clippy::indexing_slicing, reason = "by entries of the layout's own slices")]

use rayon::prelude::*;

use super::layout::{Entry, Layout, Meetings};

/// A meeting with the transfers near its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around<'a> {
    /// Who paid.
    pub payer: u32,
    /// The meeting; its `other` is the payee.
    pub meeting: Entry,
    /// The transfers, by time.
    pub transfers: &'a [Entry],
    /// How many of them lie around no earlier meeting of the pair.
    pub unmet: usize,
}

/// For each transfer that has one, the last meeting of the same pair that began at or before it:
/// transfer, then meeting. Gives the workers' accounts in order of the payers.
pub fn last_before<A: Default + Send>(
    layout: &Layout,
    meetings: &Meetings,
    tell: impl Fn(&mut A, &Entry, &Entry) + Sync,
) -> Vec<A> {
    sweep(layout, meetings, |account, _, transfers, meetings| {
        let mut next = 0;
        for transfer in transfers {
            while next < meetings.len() && meetings[next].at_us <= transfer.at_us {
                next += 1;
            }
            if next > 0 {
                tell(account, transfer, &meetings[next - 1]);
            }
        }
    })
}

/// For each meeting, the transfers of the same pair within `reach_us` before or after its start.
/// Gives the workers' accounts in order of the payers.
pub fn around<A: Default + Send>(
    layout: &Layout,
    meetings: &Meetings,
    reach_us: i64,
    tell: impl Fn(&mut A, Around<'_>) + Sync,
) -> Vec<A> {
    sweep(layout, meetings, |account, payer, transfers, meetings| {
        let (mut from, mut to, mut met) = (0, 0, 0);
        for meeting in meetings {
            let (first_us, last_us) =
                (meeting.at_us.saturating_sub(reach_us), meeting.at_us.saturating_add(reach_us));
            while from < transfers.len() && transfers[from].at_us < first_us {
                from += 1;
            }
            to = to.max(from);
            while to < transfers.len() && transfers[to].at_us <= last_us {
                to += 1;
            }
            let unmet = to - from.max(met).min(to);
            met = met.max(to);
            let transfers = &transfers[from..to];
            tell(account, Around { payer, meeting: *meeting, transfers, unmet });
        }
    })
}

/// Hands over the transfers and the meetings of every pair that has both.
fn sweep<A: Default + Send>(
    layout: &Layout,
    meetings: &Meetings,
    pair: impl Fn(&mut A, u32, &[Entry], &[Entry]) + Sync,
) -> Vec<A> {
    let work = |payers: std::ops::Range<u32>| {
        let mut account = A::default();
        for payer in payers {
            let (mut transfers, mut met) = (layout.paid_by(payer), meetings.of_payer(payer));
            while let (Some(transfer), Some(meeting)) = (transfers.first(), met.first()) {
                let payee = transfer.other.max(meeting.other);
                transfers = &transfers[transfers.iter().take_while(|e| e.other < payee).count()..];
                met = &met[met.iter().take_while(|e| e.other < payee).count()..];
                let (own, theirs) = (run(transfers, payee), run(met, payee));
                if own > 0 && theirs > 0 {
                    pair(&mut account, payer, &transfers[..own], &met[..theirs]);
                    transfers = &transfers[own..];
                    met = &met[theirs..];
                }
            }
        }
        account
    };
    layout.payer_tasks().into_par_iter().map(work).collect()
}

fn run(entries: &[Entry], payee: u32) -> usize {
    entries.iter().take_while(|entry| entry.other == payee).count()
}
