//! A file as it is told, and its verdict by digests alone.

use std::fmt::Write as _;

use custody::Exhibit;
use model::ExhibitId;
use tables::ToldFile;
use triage::known::{DigestKind, Digests, Hit, KnownSets, SetCard, SetKind};

use super::verdict::{Judged, Says, Times, Verdict, interval};

/// A file that is not weighed yet: what is told of it, and its digests.
pub(super) struct Told {
    judged: Judged,
    digests: Digests,
}

fn told(exhibit: ExhibitId, locator: String, digests: Digests) -> Told {
    let judged = Judged {
        exhibit,
        record: None,
        locator,
        size: None,
        state: String::new(),
        md5: String::new(),
        sha1: String::new(),
        sha256: String::new(),
        verdict: Verdict::Unknown,
        set: None,
        category: None,
        distance: None,
        says: Vec::new(),
        set_aside: None,
        picture: None,
        film: None,
        not_decoded: None,
        why: None,
        camera: None,
        times: Times::default(),
    };
    Told { judged, digests }
}

/// A file that a record tells of.
pub(super) fn of_file(file: &ToldFile<'_>) -> Told {
    let mut digests = Digests::default();
    for (kind, text) in [
        (DigestKind::Md5, file.md5),
        (DigestKind::Sha1, file.sha1),
        (DigestKind::Sha256, file.sha256),
    ] {
        // A text that is no digest leaves it without one, and the verdict says so.
        let _ = digests.take(kind, text.as_bytes());
    }
    let mut told = told(file.record.exhibit, file.locator(), digests);
    let judged = &mut told.judged;
    judged.record = Some(file.record);
    judged.size = file.size.and_then(|size| u64::try_from(size).ok());
    file.state.clone_into(&mut judged.state);
    file.md5.clone_into(&mut judged.md5);
    file.sha1.clone_into(&mut judged.sha1);
    file.sha256.clone_into(&mut judged.sha256);
    judged.times = Times {
        created_us: interval(file.created),
        modified_us: interval(file.modified),
        accessed_us: interval(file.accessed),
    };
    told
}

/// An exhibit itself.
pub(super) fn of_exhibit(exhibit: &Exhibit, digests: &Digests) -> Told {
    let locator = exhibit.relative_path.as_ref().unwrap_or(&exhibit.name).clone();
    let mut told = told(exhibit.id, locator, *digests);
    told.judged.size = Some(exhibit.size_bytes);
    told.judged.md5 = digests.md5.map(hexadecimal).unwrap_or_default();
    told.judged.sha1 = digests.sha1.map(hexadecimal).unwrap_or_default();
    told.judged.sha256 = exhibit.sha256.to_string();
    told
}

fn hexadecimal<const W: usize>(digest: [u8; W]) -> String {
    digest.iter().fold(String::with_capacity(2 * W), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The verdict by digests alone.
pub(super) fn by_digests(sets: &KnownSets, told: Told) -> Judged {
    let Told { mut judged, digests } = told;
    judged.verdict = match () {
        () if judged.size == Some(0) || digests.of_nothing() => Verdict::Empty,
        () if digests.is_empty() => Verdict::NoDigest,
        () => {
            for hit in sets.look_up(&digests) {
                match judged.says.iter_mut().find(|one| is_same(one, &hit)) {
                    Some(same) => same.by.push(hit.by.code().to_owned()),
                    None => judged.says.push(said(&hit)),
                }
            }
            let any = |kind| judged.says.iter().any(|one| one.kind == kind);
            match () {
                () if any(SetKind::Listed) => Verdict::Listed,
                () if any(SetKind::KnownGood) => Verdict::KnownGood,
                () => Verdict::Unknown,
            }
        }
    };
    judged.attribute();
    judged
}

/// Whether a hit by another digest says the same.
fn is_same(one: &Says, hit: &Hit<'_>) -> bool {
    one.set == hit.card.claim.name
        && one.category == hit.category
        && (one.upheld, one.disputed) == (hit.feedback.upheld, hit.feedback.disputed)
}

fn said(hit: &Hit<'_>) -> Says {
    Says {
        by: vec![hit.by.code().to_owned()],
        upheld: hit.feedback.upheld,
        disputed: hit.feedback.disputed,
        ..says(hit.card, hit.category)
    }
}

/// What a set says, before it is known by what.
pub(super) fn says(card: &SetCard, category: &str) -> Says {
    let claim = &card.claim;
    Says {
        set: claim.name.clone(),
        owner: claim.owner.clone(),
        kind: claim.kind,
        scheme: claim.scheme.clone(),
        category: category.to_owned(),
        by: Vec::new(),
        distance: None,
        film_percent: None,
        turn: None,
        upheld: 0,
        disputed: 0,
    }
}
