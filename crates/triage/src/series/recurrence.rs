//! Contents that recur at several holders: which two share how many, and who had each first.
//!
//! A content is one SHA-256, or, where pictures are compared too, a group of [`super::near_duplicates`]. It is
//! a link between the holders of records, such as the owners of two telephones; it does not say that one gave
//! it to the other: both may have it of a third, or of a place where anybody finds it. What many hold, and
//! published software, is marked by the caller ([`Standing::Common`]) and passed over.
//!
//! **Who had it first** is said only where one holder's times all lie before every other's: the latest time at
//! which the one must have had it is before the earliest at which any other can. A copy of another holder
//! without a time could be older than all, so nothing is said then. What is said stands on clocks and on what
//! copying does to times, which [`Weakness`] names; and a holder may have had copies that nobody found.

use std::collections::{BTreeMap, BTreeSet};

use super::alike::{Alike, near_duplicates};
use super::{Item, Ways};

/// A file at a holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// Its codes, where it is a picture that was read.
    pub codes: Option<Ways>,
    /// Number of the holder, as the caller has it.
    pub holder: u32,
    /// Its oldest stated time.
    pub time: Option<Time>,
    /// Whether it is counted.
    pub standing: Standing,
}

/// Whether a content is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    Counted,
    /// Too many hold it, or it is published software: one file so marked sets its content aside.
    Common,
}

/// The oldest time that is stated of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// When that can have been.
    pub interval: Interval,
    /// What states it.
    pub kind: TimeKind,
    /// Whether somebody compared the clock.
    pub clock: Clock,
}

/// From the earliest to the latest moment, both included, in microseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    earliest_us: i64,
    latest_us: i64,
}

impl Interval {
    /// `None` where the latest is before the earliest.
    pub fn new(earliest_us: i64, latest_us: i64) -> Option<Self> {
        (earliest_us <= latest_us).then_some(Self { earliest_us, latest_us })
    }

    /// The earliest moment.
    pub fn earliest_us(self) -> i64 {
        self.earliest_us
    }

    /// The latest moment.
    pub fn latest_us(self) -> i64 {
        self.latest_us
    }
}

/// What states a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeKind {
    /// A record of sending, receiving or storing, kept by a provider or a program.
    Transfer,
    /// The file system.
    FileSystem,
    /// The picture itself.
    Taken,
}

/// Whether somebody compared a clock with a known time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Yes, and the interval allows for what was found.
    Verified,
    /// No.
    Unverified,
}

/// What speaks against an order in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weakness {
    /// A clock that nobody compared.
    ClockUnverified,
    /// A time of a file system: copying, unpacking and restoring keep it or renew it.
    FileSystemTime,
    /// A time that the picture states: it goes with every copy, and says when it was taken, not held.
    TakenTime,
    /// The contents are near, not the same: one holder may have had another version first.
    NearOnly,
}

/// A content at several holders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// The file that stands for it: the leader of its group.
    pub leader: usize,
    /// Who holds it, by number.
    pub holdings: Vec<Holding>,
    /// The furthest distance of a file from the leader; 0 where all are the same bytes or codes.
    pub furthest: u32,
    /// Who had it first.
    pub first: First,
}

/// What one holder has of a content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Number of the holder.
    pub holder: u32,
    /// The files.
    pub items: Vec<usize>,
    /// The moment by which it must have been there, where any file has a time.
    pub latest_us: Option<i64>,
    /// The moment before which it cannot have been, where all files have a time.
    pub earliest_us: Option<i64>,
}

/// Who had a content first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// This holder, by what is stated.
    Holder {
        /// Number of the holder.
        holder: u32,
        /// What speaks against it.
        weakened_by: BTreeSet<Weakness>,
    },
    /// It cannot be said.
    CannotBeSaid(Unsaid),
}

/// Why it cannot be said who had a content first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsaid {
    /// A file has no time, whatever those of the others are.
    NotStated,
    /// All have times, and those of no holder lie before all others'.
    Overlap,
}

/// What two holders share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// Numbers of the two, the lower first.
    pub holders: (u32, u32),
    /// Contents of which both have the same bytes.
    pub same_bytes: usize,
    /// Contents of which both have only something near.
    pub near: usize,
    /// Contents that the lower had before the other, by what is stated.
    pub lower_first: usize,
    /// Contents that the higher had before the other.
    pub higher_first: usize,
    /// The contents, as places in [`Recurrences::contents`].
    pub contents: Vec<usize>,
}

/// All contents that recur.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recurrences {
    /// Those that most hold first; of those alike by SHA-256 of the leader.
    pub contents: Vec<Recurrence>,
    /// Each two holders that share a content, by number.
    pub pairs: Vec<Pair>,
    /// Files that were passed over, since their content is common.
    pub common: usize,
}

/// The contents that several holders have; near ones too, where a distance is given.
///
/// Two files of one content are each within the distance of its leader, and up to twice as far from one another.
/// To know who had the same bytes first, whatever is near them, ask without a distance.
pub fn recurrences(items: &[Held], within: Option<u32>) -> Recurrences {
    let common: BTreeSet<[u8; 32]> = items
        .iter()
        .filter(|item| item.standing == Standing::Common)
        .map(|item| item.sha256)
        .collect();
    let numbers: Vec<usize> = (0..)
        .zip(items)
        .filter(|(_, item)| !common.contains(&item.sha256))
        .map(|(number, _)| number)
        .collect();
    let compared =
        |item: &Held| Item { sha256: item.sha256, codes: item.codes.filter(|_| within.is_some()) };
    let counted: Vec<Item> =
        numbers.iter().filter_map(|number| items.get(*number).map(compared)).collect();
    let number = |place: usize| numbers.get(place).copied().unwrap_or_default();
    let mut contents: Vec<Recurrence> = Vec::new();
    for group in near_duplicates(&counted, within.unwrap_or_default()) {
        let files = std::iter::once(group.leader).chain(group.members.iter().map(|it| it.item));
        let holdings = holdings(items, files.map(number));
        if holdings.len() > 1 {
            let is_same = group.members.iter().all(|member| member.alike == Alike::SameBytes);
            let first = first(items, &holdings, is_same);
            let (leader, furthest) = (number(group.leader), group.furthest);
            contents.push(Recurrence { leader, holdings, furthest, first });
        }
    }
    contents.sort_by_cached_key(|content| {
        let sha256 = items.get(content.leader).map(|item| item.sha256);
        (std::cmp::Reverse(content.holdings.len()), sha256)
    });
    let pairs = pairs(items, &contents);
    Recurrences { contents, pairs, common: items.len() - counted.len() }
}

/// What each holder has of some files, by number of the holder.
fn holdings(items: &[Held], files: impl Iterator<Item = usize>) -> Vec<Holding> {
    let mut by_holder: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for file in files {
        if let Some(item) = items.get(file) {
            by_holder.entry(item.holder).or_default().push(file);
        }
    }
    let holding = |(holder, mut files): (u32, Vec<usize>)| {
        files.sort_unstable();
        let times: Vec<Option<Interval>> = files
            .iter()
            .filter_map(|file| items.get(*file))
            .map(|item| item.time.map(|time| time.interval))
            .collect();
        let latest_us = times.iter().flatten().map(|interval| interval.latest_us).min();
        let earliest: Option<Vec<i64>> =
            times.iter().map(|interval| interval.map(|interval| interval.earliest_us)).collect();
        let earliest_us = earliest.and_then(|earliest| earliest.into_iter().min());
        Holding { holder, items: files, latest_us, earliest_us }
    };
    by_holder.into_iter().map(holding).collect()
}

impl Holding {
    /// Whether this holder had the content before another can have had it.
    fn is_before(&self, other: &Self) -> bool {
        self.latest_us.zip(other.earliest_us).is_some_and(|(latest, earliest)| latest < earliest)
    }
}

fn first(items: &[Held], holdings: &[Holding], is_same: bool) -> First {
    let is_other = |a: &Holding, b: &Holding| a.holder != b.holder;
    let mut before_all = holdings.iter().filter(|holding| {
        holdings
            .iter()
            .filter(|other| is_other(holding, other))
            .all(|other| holding.is_before(other))
    });
    let Some(found) = before_all.next() else {
        let is_missing = holdings.iter().any(|holding| holding.earliest_us.is_none());
        return First::CannotBeSaid(if is_missing { Unsaid::NotStated } else { Unsaid::Overlap });
    };
    let mut weakened_by = BTreeSet::new();
    if !is_same {
        weakened_by.insert(Weakness::NearOnly);
    }
    for holding in holdings {
        let is_asked = |time: &Time| {
            is_other(holding, found) || Some(time.interval.latest_us) == found.latest_us
        };
        let times = holding.items.iter().filter_map(|file| items.get(*file)?.time);
        for time in times.filter(is_asked) {
            weakened_by.extend(weaknesses(time));
        }
    }
    First::Holder { holder: found.holder, weakened_by }
}

fn weaknesses(time: Time) -> impl Iterator<Item = Weakness> {
    let clock = (time.clock == Clock::Unverified).then_some(Weakness::ClockUnverified);
    let kind = match time.kind {
        TimeKind::Transfer => None,
        TimeKind::FileSystem => Some(Weakness::FileSystemTime),
        TimeKind::Taken => Some(Weakness::TakenTime),
    };
    clock.into_iter().chain(kind)
}

fn pairs(items: &[Held], contents: &[Recurrence]) -> Vec<Pair> {
    let mut pairs: BTreeMap<(u32, u32), Pair> = BTreeMap::new();
    for (place, content) in contents.iter().enumerate() {
        let bytes: Vec<BTreeSet<[u8; 32]>> = content
            .holdings
            .iter()
            .map(|holding| {
                holding.items.iter().filter_map(|file| Some(items.get(*file)?.sha256)).collect()
            })
            .collect();
        let with_bytes = || content.holdings.iter().zip(&bytes);
        for (number, (a, bytes_a)) in with_bytes().enumerate() {
            for (b, bytes_b) in with_bytes().skip(number + 1) {
                let holders = (a.holder, b.holder);
                let pair = pairs.entry(holders).or_insert(Pair { holders, ..Pair::default() });
                let is_same = !bytes_a.is_disjoint(bytes_b);
                pair.same_bytes += usize::from(is_same);
                pair.near += usize::from(!is_same);
                pair.lower_first += usize::from(a.is_before(b));
                pair.higher_first += usize::from(b.is_before(a));
                pair.contents.push(place);
            }
        }
    }
    pairs.into_values().collect()
}
