//! A change to the known sets: sets added, replaced, changed, removed; all at once or not at all.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::build::bucket::Row;
use super::build::merge::{Former, Merge};
use super::build::room::Room;
use super::build::sorter::Sorter;
use super::build::tags::{Lists, Tags};
use super::build::write::{Content, write_index};
use super::card::{Catalogue, DeltaCard, Feedback, SetCard, SetClaim};
use super::digests::DigestKind;
use super::films::FilmRows;
use super::formats::{Change, Entry, SetFormat, Stated, recognise};
use super::index::Index;
use super::near::CodeIndex;
use super::refusal::{Fault, KnownError, Refusal};
use super::source::Source;
use super::store::{
    Current, KnownSets, codes_file, films_file, generation_folder, index_file, sync_folder,
    write_current,
};
use crate::near::{DISTANCE_MAX, Gate};

/// Memory for the rows of an update, where no other is given, for all kinds of digest and for perceptual
/// codes together.
pub const ROOM_BYTES: usize = 384 << 20;

/// Most files taken and sets kept in one update.
const SOURCES_MAX: usize = u16::MAX as usize;

/// A change being made; see the module. Dropped without [`Update::write`], it changes nothing; what it
/// left on the disk is removed by the next change.
#[derive(Debug)]
pub struct Update {
    folder: PathBuf,
    /// The folder of the new generation, until it is whole.
    part: PathBuf,
    generation: u64,
    former: Option<KnownSets>,
    /// The sets, former and new; nothing in the place of one that is replaced or removed.
    cards: Vec<Option<SetCard>>,
    /// The set of each source, as its place among the cards; nothing for a source refused.
    sources: Vec<Option<usize>>,
    tags: Tags,
    md5: Sorter<16>,
    sha1: Sorter<20>,
    sha256: Sorter<32>,
    pdq: Sorter<32>,
    films: FilmRows,
    /// Where runs of codes are sorted, apart from those of digests.
    codes_part: PathBuf,
    /// Held while the update lives.
    lock: File,
}

/// Counts of the rows of one source.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    added: u64,
    removed: u64,
    kept: u64,
    of_nothing: u64,
    /// Codes added, less those taken away.
    codes: i64,
    /// The same of codes that are not searched.
    codes_set_aside: i64,
    films: u64,
}

impl Tally {
    fn rows(&self) -> u64 {
        self.added + self.removed + self.kept
    }
}

/// A file that was read whole.
struct Taken {
    source: usize,
    tally: Tally,
    stated: Stated,
    format: &'static str,
    sum: model::Digest,
    bytes: u64,
}

impl Update {
    /// Begins a change to the sets of a folder, which may be new, with so much memory for rows.
    pub fn begin(folder: &Path, room_bytes: usize) -> Result<Self, KnownError> {
        let disk = |error| KnownError::disk(folder)(error);
        fs::create_dir_all(folder).map_err(disk)?;
        let lock = File::create(folder.join("lock")).map_err(disk)?;
        lock.try_lock().map_err(|error| {
            disk(match error {
                TryLockError::Error(error) => error,
                TryLockError::WouldBlock => {
                    io::Error::other("another update of these sets is under way")
                }
            })
        })?;
        let former = KnownSets::open(folder)?;
        let generation = former.as_ref().map_or(0, |sets| sets.generation) + 1;
        let part = folder.join("generation.part");
        for stale in [&part, &generation_folder(folder, generation)] {
            if stale.exists() {
                fs::remove_dir_all(stale).map_err(disk)?;
            }
        }
        let codes_part = part.join("codes");
        fs::create_dir_all(&codes_part).map_err(disk)?;
        let cards: Vec<_> = former.iter().flat_map(KnownSets::cards).cloned().map(Some).collect();
        let sources = (0..cards.len()).map(Some).collect();
        let room = Room::new(room_bytes, DigestKind::ALL.len() + 1);
        Ok(Self {
            folder: folder.to_owned(),
            generation,
            former,
            cards,
            sources,
            tags: Tags::default(),
            md5: Sorter::new(&room, room_bytes, &part),
            sha1: Sorter::new(&room, room_bytes, &part),
            sha256: Sorter::new(&room, room_bytes, &part),
            pdq: Sorter::new(&room, room_bytes, &codes_part),
            films: FilmRows::default(),
            codes_part,
            part,
            lock,
        })
    }

    /// Adds a set, in place of one of the same name.
    pub fn add(&mut self, claim: &SetClaim, path: &Path) -> Result<SetCard, KnownError> {
        if claim.name.trim().is_empty() || claim.owner.trim().is_empty() {
            let fact = "a set has to have a name and an owner who answers for it";
            return Err(Refusal::new(Fault::Claim, "what is stated", fact).into());
        }
        if claim.within > DISTANCE_MAX {
            let fact = format!(
                "codes count up to a distance of {}, where {DISTANCE_MAX} is the largest",
                claim.within
            );
            return Err(Refusal::new(Fault::Claim, "what is stated", fact).into());
        }
        let taken = self.take(path, false)?;
        let rows = taken.tally.rows();
        if let Some(stated) = claim.rows_stated.filter(|stated| *stated != rows) {
            let fact = format!("{rows} rows where {stated} are stated");
            return Err(Refusal::new(Fault::Cut, "the end of the file", fact).into());
        }
        let mut claim = claim.clone();
        for (claimed, stated) in
            [(&mut claim.version, taken.stated.version), (&mut claim.scheme, taken.stated.scheme)]
        {
            if claimed.is_empty() {
                *claimed = stated;
            }
        }
        let card = SetCard {
            format: taken.format.to_owned(),
            source: taken.sum,
            source_bytes: taken.bytes,
            rows,
            codes: u64::try_from(taken.tally.codes).unwrap_or(0),
            codes_set_aside: u64::try_from(taken.tally.codes_set_aside).unwrap_or(0),
            films: taken.tally.films,
            rows_of_nothing: taken.tally.of_nothing,
            deltas: Vec::new(),
            claim,
        };
        self.leave_out(&card.claim.name);
        self.assign(taken.source, self.cards.len());
        self.cards.push(Some(card.clone()));
        Ok(card)
    }

    /// Applies a file of changes to a set.
    pub fn change(&mut self, name: &str, path: &Path) -> Result<DeltaCard, KnownError> {
        let Some(at) = self.place_of(name) else {
            return Err(KnownError::NoSuchSet(name.to_owned()));
        };
        let taken = self.take(path, true)?;
        let Tally { added, removed, kept, codes, codes_set_aside, .. } = taken.tally;
        let delta = DeltaCard { source: taken.sum, added, removed, unchanged: kept };
        let has_codes = |card: &SetCard| card.codes + card.codes_set_aside > 0;
        if removed > 0
            && self.cards.get(at).is_some_and(|card| card.as_ref().is_some_and(has_codes))
        {
            let fact = "rows are taken away from a set with perceptual codes, which are not named";
            let place = path.display().to_string();
            return Err(Refusal::new(Fault::NotApplicable, place, fact).into());
        }
        self.assign(taken.source, at);
        if let Some(card) = self.cards.get_mut(at).and_then(Option::as_mut) {
            card.rows = (card.rows + added).saturating_sub(removed);
            card.codes = card.codes.saturating_add_signed(codes);
            card.codes_set_aside = card.codes_set_aside.saturating_add_signed(codes_set_aside);
            card.deltas.push(delta.clone());
        }
        Ok(delta)
    }

    /// Removes a set.
    pub fn remove(&mut self, name: &str) -> Result<(), KnownError> {
        if self.leave_out(name) { Ok(()) } else { Err(KnownError::NoSuchSet(name.to_owned())) }
    }

    fn place_of(&self, name: &str) -> Option<usize> {
        let is_it = |card: &Option<SetCard>| card.as_ref().is_some_and(|c| c.claim.name == name);
        self.cards.iter().position(is_it)
    }

    fn leave_out(&mut self, name: &str) -> bool {
        let at = self.place_of(name);
        if let Some(card) = at.and_then(|at| self.cards.get_mut(at)) {
            *card = None;
        }
        at.is_some()
    }

    fn assign(&mut self, source: usize, card: usize) {
        if let Some(source) = self.sources.get_mut(source) {
            *source = Some(card);
        }
    }

    /// Takes the rows of a file; they belong to no set until it is read whole.
    fn take(&mut self, path: &Path, wants_delta: bool) -> Result<Taken, KnownError> {
        let mut source = Source::open(path)?;
        let Some(format) = recognise(source.head()) else {
            let fact = "the file is in none of the forms of a set";
            return Err(Refusal::new(Fault::Unknown, path.display().to_string(), fact).into());
        };
        if format.is_delta() != wants_delta {
            let fact = if wants_delta {
                "this is a set, not a list of changes"
            } else {
                "this is a list of changes, not a set"
            };
            return Err(Refusal::new(Fault::Claim, path.display().to_string(), fact).into());
        }
        let number = self.sources.len();
        let Some(id) = u16::try_from(number).ok().filter(|id| usize::from(*id) < SOURCES_MAX)
        else {
            return Err(KnownError::TooMany { what: "sets and changes", most: SOURCES_MAX as u64 });
        };
        self.sources.push(None);
        let (tally, stated) = self.pour(format, &mut source, id)?;
        if tally.rows() == 0 {
            let fact = "there is no row in it";
            return Err(Refusal::new(Fault::Empty, path.display().to_string(), fact).into());
        }
        let (sum, bytes) = source.finish()?;
        Ok(Taken { source: number, tally, stated, format: format.code(), sum, bytes })
    }

    fn pour(
        &mut self,
        format: &dyn SetFormat,
        source: &mut Source,
        id: u16,
    ) -> Result<(Tally, Stated), KnownError> {
        let (mut tally, mut fault, mut last) = (Tally::default(), None, LastTag::default());
        let read = format.read(source, &mut |entry| {
            let taken = self.take_entry(entry, id, &mut tally, &mut last);
            taken.map_err(|error| {
                let refusal = Refusal::new(Fault::Unread, "the row", error.to_string());
                fault = Some(error);
                refusal
            })
        });
        match (read, fault) {
            (_, Some(fault)) => Err(fault),
            (Ok(stated), None) => Ok((tally, stated)),
            (Err(mut refusal), None) => {
                refusal.rows_before = tally.rows();
                Err(refusal.into())
            }
        }
    }

    fn take_entry(
        &mut self,
        entry: &Entry,
        id: u16,
        tally: &mut Tally,
        last: &mut LastTag,
    ) -> Result<(), KnownError> {
        let weight = match entry.change {
            Change::Add => {
                tally.added += 1;
                1
            }
            Change::Remove => {
                tally.removed += 1;
                -1
            }
            Change::Keep => {
                tally.kept += 1;
                return Ok(());
            }
        };
        tally.films += self.films.take(id, entry)?;
        tally.of_nothing += u64::from(entry.digests.of_nothing());
        let tag = last.tag(&mut self.tags, id, entry, weight)?;
        if let Some(digest) = entry.digests.md5 {
            self.md5.push(Row { digest, tag })?;
        }
        if let Some(digest) = entry.digests.sha1 {
            self.sha1.push(Row { digest, tag })?;
        }
        if let Some(digest) = entry.digests.sha256 {
            self.sha256.push(Row { digest, tag })?;
        }
        match entry.pdq.map(|code| (code, Gate::stated(code, entry.quality))) {
            Some((code, Gate::Open)) => {
                tally.codes += weight;
                self.pdq.push(Row { digest: code.to_bytes(), tag })?;
            }
            Some(_) => tally.codes_set_aside += weight,
            None => {}
        }
        Ok(())
    }

    /// Writes the new generation, whole and synced; it is not yet the present one.
    pub fn write(mut self) -> Result<Staged, KnownError> {
        let mut places: Vec<Option<u16>> = Vec::with_capacity(self.cards.len());
        let mut next = 0;
        for card in &self.cards {
            places.push(card.as_ref().map(|_| next));
            next += u16::from(card.is_some());
        }
        let of = |card: &Option<usize>| card.and_then(|at| places.get(at).copied().flatten());
        let places: Vec<Option<u16>> = self.sources.iter().map(of).collect();
        let cards: Vec<SetCard> = self.cards.into_iter().flatten().collect();
        let former = self.former.as_ref();
        let tags = &mut self.tags;
        let codes = former.and_then(|sets| sets.pdq.as_ref());
        let md5 = former_tags(former.map(|sets| sets.md5.catalogue()), tags)?;
        let sha1 = former_tags(former.map(|sets| sets.sha1.catalogue()), tags)?;
        let sha256 = former_tags(former.map(|sets| sets.sha256.catalogue()), tags)?;
        let pdq = former_tags(codes.map(CodeIndex::catalogue), tags)?;
        let plan = Plan { tags: &self.tags, places: &places, cards: &cards };
        let of = |kind| (index_file(&self.part, kind), Content::Digests);
        plan.write(of(DigestKind::Md5), self.md5, former.map(|sets| &sets.md5), &md5)?;
        plan.write(of(DigestKind::Sha1), self.sha1, former.map(|sets| &sets.sha1), &sha1)?;
        plan.write(of(DigestKind::Sha256), self.sha256, former.map(|sets| &sets.sha256), &sha256)?;
        let of_codes = (codes_file(&self.part), Content::Codes);
        plan.write(of_codes, self.pdq, codes.map(CodeIndex::index), &pdq)?;
        let films = former.and_then(|sets| sets.films.as_ref());
        self.films.write(&films_file(&self.part), films, &places, plan.cards)?;
        fs::remove_dir(&self.codes_part).map_err(KnownError::disk(&self.codes_part))?;
        sync_folder(&self.part).map_err(KnownError::disk(&self.part))?;
        let (folder, part, generation) = (self.folder, self.part, self.generation);
        Ok(Staged { folder, part, generation, _lock: self.lock })
    }

    /// Writes the new generation and makes it the present one.
    pub fn publish(self) -> Result<KnownSets, KnownError> {
        self.write()?.publish()
    }
}

/// The tag given last: neighbouring rows mostly say the same.
#[derive(Debug, Default)]
struct LastTag {
    category: String,
    feedback: Feedback,
    weight: i64,
    tag: u32,
}

impl LastTag {
    fn tag(
        &mut self,
        tags: &mut Tags,
        id: u16,
        entry: &Entry,
        weight: i64,
    ) -> Result<u32, KnownError> {
        // No row weighs nothing: the first is never taken for the same.
        let is_same = self.weight == weight
            && self.feedback == entry.feedback
            && is_alike(&self.category, &entry.category);
        if !is_same {
            self.tag = tags.tag(id, &entry.category, entry.feedback, weight)?;
            self.category.clone_from(&entry.category);
            (self.feedback, self.weight) = (entry.feedback, weight);
        }
        Ok(self.tag)
    }
}

/// Whether two texts are alike, of which mostly both are empty: comparing these byte by byte costs 100
/// nanoseconds, because the library then reads a place that is not there, under a mask.
fn is_alike(one: &str, other: &str) -> bool {
    one.len() == other.len() && (one.is_empty() || one == other)
}

/// The tags that the lists of a former index become.
fn former_tags(former: Option<&Catalogue>, tags: &mut Tags) -> Result<Vec<Vec<u32>>, KnownError> {
    let Some(former) = former else { return Ok(Vec::new()) };
    let mut out = Vec::with_capacity(former.lists.len());
    for list in (0..).take(former.lists.len()) {
        let mut own = Vec::new();
        for mark in former.marks_of(list) {
            let rows = i64::try_from(mark.rows).unwrap_or(i64::MAX);
            own.push(tags.tag(mark.set, &mark.category, mark.feedback, rows)?);
        }
        out.push(own);
    }
    Ok(out)
}

/// What the indexes of a generation have in common.
struct Plan<'p> {
    tags: &'p Tags,
    places: &'p [Option<u16>],
    cards: &'p [SetCard],
}

impl Plan<'_> {
    fn write<const W: usize>(
        &self,
        (path, content): (PathBuf, Content),
        sorter: Sorter<W>,
        former: Option<&Index<W>>,
        former_tags: &[Vec<u32>],
    ) -> Result<(), KnownError> {
        let rows_most = sorter.count() + former.map_or(0, Index::len);
        let runs = sorter.finish()?;
        let paths: Vec<PathBuf> = runs.iter().filter_map(|run| run.path().cloned()).collect();
        let merge = Merge::new(runs, former.map(|index| Former::new(index, former_tags)));
        let lists = Lists::new(self.tags, self.places);
        write_index((&path, content), merge, lists, self.cards.to_vec(), rows_most)?;
        for path in paths {
            fs::remove_file(&path).map_err(KnownError::disk(&path))?;
        }
        Ok(())
    }
}

/// A generation that is written and waits to become the present one.
#[derive(Debug)]
pub struct Staged {
    folder: PathBuf,
    part: PathBuf,
    generation: u64,
    _lock: File,
}

impl Staged {
    /// Makes it the present generation. The one before stays for those who have it open; older ones
    /// are removed.
    pub fn publish(self) -> Result<KnownSets, KnownError> {
        let target = generation_folder(&self.folder, self.generation);
        fs::rename(&self.part, &target).map_err(KnownError::disk(&target))?;
        sync_folder(&self.folder).map_err(KnownError::disk(&self.folder))?;
        let sets = KnownSets::open_generation(&self.folder, self.generation)?;
        let current = Current { generation: self.generation, sums: sets.sums() };
        write_current(&self.folder, &current)?;
        remove_older(&self.folder, self.generation);
        Ok(sets)
    }
}

/// Removes the generations before the last two. One that cannot be removed, because it is open, goes
/// with a later change.
fn remove_older(folder: &Path, generation: u64) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix("generation-"));
        let number = number.and_then(|number| number.parse::<u64>().ok());
        if number.is_some_and(|number| number + 1 < generation) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
