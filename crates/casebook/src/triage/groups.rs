//! Groups of undecided files, so that one decision of a person can cover many.
//!
//! A group is offered, no more: it says that files look alike, or that one folder, camera or day is stated
//! of them. Nothing passes from one file of it to another without a decision.

use model::time::Zone;
use model::{Digest, ExhibitId, RecordRef, ZoneSource};
use serde::{Deserialize, Serialize};
use triage::examine::{Examined, Outcome};
use triage::near::DISTANCE_MAX;
use triage::series::{self, Alike, ByKey, Item, Ways};

use super::decisions::Decisions;
use super::looks::{Look, open_kept};
use super::outcome::files;
use super::verdict::{Judged, turn_name};
use crate::case::Case;
use crate::fault::Fault;
use crate::kept::Kept;

/// By what files are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The same bytes, or a look near that of one file, the leader.
    Near,
    /// One folder of one exhibit.
    Folder,
    /// One camera, as the pictures state it; a model only, where they state no serial number.
    Camera,
    /// One day: as the picture states it, or its file's last change.
    Day,
    /// One file.
    File,
}

impl By {
    /// All that gather, and the single file.
    pub const ALL: [Self; 5] = [Self::Near, Self::Folder, Self::Camera, Self::Day, Self::File];

    /// The beginning of a group's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Near => "near",
            Self::Folder => "folder",
            Self::Camera => "camera",
            Self::Day => "day",
            Self::File => "file",
        }
    }
}

/// A file of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// The record that tells of it; none for an exhibit itself.
    pub record: Option<RecordRef>,
    /// Where it is.
    pub locator: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
    /// Bits in which its look differs from the leader's; 0 for the leader and what has its bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance: Option<u32>,
    /// How the leader has to be turned to look like it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<String>,
}

/// Undecided files that one decision can cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its name for `decide`, such as `near:EX-2/14`.
    pub name: String,
    /// By what it is gathered.
    pub by: By,
    /// Its files; of those alike the leader first.
    pub files: Vec<Member>,
    /// Their sizes.
    pub bytes: u64,
    /// The furthest look from the leader's, in bits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub furthest: Option<u32>,
    /// How many of them a decision covers already.
    pub decided: usize,
}

/// Every undecided file of the last triage, and its group's key material.
struct Open {
    files: Vec<Judged>,
    decisions: Decisions,
    looks: Kept<Look>,
    zone: Zone,
}

impl Open {
    fn read(case: &Case) -> Result<Self, Fault> {
        let mut open = Vec::new();
        files(case, &mut |judged| {
            if judged.verdict.is_open() {
                open.push(judged);
            }
            Ok(())
        })?;
        let zone = Zone::named(&case.facts().time_zone, ZoneSource::ExhibitSetting);
        let zone = zone
            .ok_or_else(|| Fault::usage("the time zone of the case is none", "mend case.toml"))?;
        let (decisions, looks) = (Decisions::read(case)?, open_kept(case)?);
        Ok(Self { files: open, decisions, looks, zone })
    }

    fn item(&self, judged: &Judged) -> Item {
        let sha256 = judged.sha256.parse::<Digest>().map(|digest| digest.0).unwrap_or_default();
        Item { sha256, codes: ways(&self.looks, &Digest(sha256)) }
    }

    /// The day of a file: what the picture states, or the day in which its last change lies whole.
    fn day(&self, judged: &Judged) -> String {
        let stated = judged.camera.as_ref().and_then(|camera| camera.taken.as_ref());
        if let Some(taken) = stated.filter(|taken| !taken.local.is_empty()) {
            return taken.local.clone();
        }
        let Some((earliest, latest)) = judged.times.modified_us else { return String::new() };
        let day = self.zone.date_of(earliest);
        if day == self.zone.date_of(latest) { day } else { String::new() }
    }

    fn member(&self, at: usize) -> Option<Member> {
        let judged = self.files.get(at)?;
        Some(Member {
            exhibit: judged.exhibit,
            record: judged.record,
            locator: judged.locator.clone(),
            sha256: judged.sha256.clone(),
            size: judged.size.unwrap_or(0),
            distance: None,
            turn: None,
        })
    }

    fn group(&self, by: By, key: &str, files: Vec<Member>) -> Group {
        let is_decided = |one: &&Member| self.decisions.on(one).is_some();
        Group {
            name: format!("{}:{key}", by.code()),
            by,
            bytes: files.iter().map(|one| one.size).sum(),
            furthest: files.iter().filter_map(|one| one.distance).max(),
            decided: files.iter().filter(is_decided).count(),
            files,
        }
    }

    /// Files alike; one without a digest is like no other.
    fn near(&self) -> Vec<Group> {
        let files = (0..).zip(&self.files).filter(|(_, one)| !one.sha256.is_empty());
        let (places, items): (Vec<usize>, Vec<Item>) =
            files.map(|(at, judged)| (at, self.item(judged))).unzip();
        let member = |item: usize| self.member(*places.get(item)?);
        let groups = series::near_duplicates(&items, DISTANCE_MAX).into_iter();
        let of = groups.filter_map(|group| {
            let leader = member(group.leader)?;
            let key = label(&leader);
            let others = group.members.into_iter().filter_map(|one| {
                let (distance, turn) = match one.alike {
                    Alike::SameBytes => (0, None),
                    Alike::Near { distance, turn } => (distance, turn_name(turn)),
                };
                Some(Member { distance: Some(distance), turn, ..member(one.item)? })
            });
            let files = std::iter::once(leader).chain(others).collect();
            Some(self.group(By::Near, &key, files))
        });
        of.collect()
    }

    fn keyed(&self, by: By, keyed: ByKey) -> Vec<Group> {
        let groups = keyed.groups.into_iter().map(|group| {
            let files = group.items.into_iter().filter_map(|at| self.member(at)).collect();
            self.group(by, &group.key, files)
        });
        groups.collect()
    }

    fn by(&self, by: By) -> Vec<Group> {
        match by {
            By::Near => self.near(),
            By::Folder => {
                let paths = self.files.iter().map(|one| format!("{}:{}", one.exhibit, one.locator));
                let paths: Vec<String> = paths.collect();
                self.keyed(by, series::by_folder(paths.iter().map(String::as_str)))
            }
            By::Camera => {
                let keys = self.files.iter().map(|one| one.camera.as_ref()?.key());
                let keys: Vec<Option<String>> = keys.collect();
                self.keyed(by, series::by_camera(keys.iter().map(Option::as_deref)))
            }
            By::Day => {
                let days: Vec<String> = self.files.iter().map(|one| self.day(one)).collect();
                self.keyed(by, series::by_day(days.iter().map(String::as_str)))
            }
            By::File => {
                let single = (0..self.files.len()).filter_map(|at| self.member(at));
                single.map(|one| self.group(by, &label(&one), vec![one])).collect()
            }
        }
    }
}

/// The codes of a content, where it is a picture that was decoded.
pub(super) fn ways(looks: &Kept<Look>, sha256: &Digest) -> Option<Ways> {
    match looks.get(sha256)? {
        Look::Picture(examined) => match *examined {
            Examined { outcome: Outcome::Seen(seen), .. } => {
                Some(Ways { codes: seen.codes, quality: seen.quality })
            }
            Examined { outcome: Outcome::NotReadable(_), .. } => None,
        },
        _ => None,
    }
}

/// The number by which a file is named.
fn label(member: &Member) -> String {
    member.record.map_or_else(|| member.exhibit.to_string(), |record| record.to_string())
}

/// The groups of undecided files, the largest first; of at least so many files.
pub fn groups(case: &Case, by: By, files_min: usize) -> Result<Vec<Group>, Fault> {
    let mut groups = Open::read(case)?.by(by);
    groups.retain(|group| group.files.len() >= files_min);
    Ok(groups)
}

/// The group of a name.
pub(super) fn named(case: &Case, name: &str) -> Result<Group, Fault> {
    let by = By::ALL.into_iter().find(|by| name.starts_with(&format!("{}:", by.code())));
    let open = Open::read(case)?;
    let found = by.and_then(|by| open.by(by).into_iter().find(|group| group.name == name));
    found.ok_or_else(|| {
        Fault::usage(
            "no group of undecided files has this name",
            "take a name from `tutela triage groups`; a new triage may have changed them",
        )
        .at(name)
    })
}
