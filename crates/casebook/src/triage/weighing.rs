//! From looks to a verdict, where digests leave it open.

use model::Digest;
use triage::camera::Camera;
use triage::examine::{Examined, Outcome, Seen, Why};
use triage::known::near::{Asked, Near, NearHit};
use triage::known::{FilmHit, FilmSearch, Films, KnownSets, Reach, SetKind};
use triage::near::Gate;
use triage::pdq::Code;

use super::Material;
use super::films::{FrameLook, Frames};
use super::looks::Look;
use super::told::{Told, by_digests, says};
use super::verdict::{FilmLook, Judged, Picture, Says, SetAside, Verdict, turn_name};
use crate::fault::Fault;
use crate::kept::Kept;

/// Files that are weighed together: pictures are best compared many at a time.
const TOGETHER: usize = 2048;

/// Weighs files in their order and hands each on.
pub(super) struct Weighing<'w> {
    sets: &'w KnownSets,
    /// Films that sets list, ready to be compared with.
    films: Option<FilmSearch<'w>>,
    looks: &'w Kept<Look>,
    frames: &'w Kept<Frames>,
    /// Whether looks that are kept count.
    pictures: bool,
    waiting: Vec<Judged>,
    each: &'w mut dyn FnMut(&Judged) -> Result<(), Fault>,
}

impl<'w> Weighing<'w> {
    pub(super) fn new(
        sets: &'w KnownSets,
        material: &'w Material,
        pictures: bool,
        each: &'w mut dyn FnMut(&Judged) -> Result<(), Fault>,
    ) -> Self {
        let Material { looks, frames, .. } = material;
        let films = sets.films.as_ref().filter(|_| pictures).and_then(Films::search);
        Self { sets, films, looks, frames, pictures, waiting: Vec::with_capacity(TOGETHER), each }
    }

    pub(super) fn add(&mut self, told: Told) -> Result<(), Fault> {
        self.waiting.push(by_digests(self.sets, told));
        if self.waiting.len() < TOGETHER { Ok(()) } else { self.end() }
    }

    /// Weighs what waits.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        let (mut asked, mut whose) = (Vec::new(), Vec::new());
        for (at, judged) in self.waiting.iter_mut().enumerate() {
            let sha256 = judged.sha256.parse::<Digest>().ok().filter(|_| judged.verdict.is_open());
            let sha256 = sha256.filter(|_| self.pictures);
            let look = sha256.and_then(|sha256| self.looks.get(&sha256));
            if look == Some(Look::Film) {
                let frames = sha256.and_then(|sha256| self.frames.get(&sha256));
                judged.not_decoded = frames.as_ref().and_then(|frames| frames.trouble.clone());
                take_film(judged, frames, self.sets, self.films.as_ref());
                continue;
            }
            if let Some(seen) = look.and_then(|look| take(judged, look)) {
                asked.push(Asked { quality: seen.quality, codes: seen.codes });
                whose.push(at);
            }
        }
        for (at, near) in whose.into_iter().zip(self.sets.near(&asked)) {
            if let Some(judged) = self.waiting.get_mut(at) {
                take_near(judged, &near);
            }
        }
        for judged in self.waiting.drain(..) {
            (self.each)(&judged)?;
        }
        Ok(())
    }
}

/// Takes over what was seen of an undecided file; gives what can be compared.
fn take(judged: &mut Judged, look: Look) -> Option<Seen> {
    match look {
        Look::NoPicture | Look::Film => None,
        Look::NoAnswer => {
            (judged.verdict, judged.why) = (Verdict::NotReadable, Some(Why::NoAnswer));
            None
        }
        Look::Picture(examined) => {
            let Examined { outcome, camera } = *examined;
            judged.camera = Some(Box::new(camera)).filter(|camera| **camera != Camera::default());
            match outcome {
                Outcome::NotReadable(why) => {
                    (judged.verdict, judged.why) = (Verdict::NotReadable, Some(why));
                    None
                }
                Outcome::Seen(seen) => {
                    judged.picture = Some(Picture {
                        kind: format!("{:?}", seen.kind).to_lowercase(),
                        width: seen.width,
                        height: seen.height,
                        quality: seen.quality,
                    });
                    Some(seen)
                }
            }
        }
    }
}

/// Takes over what was seen of a film, and what sets say of its frames.
fn take_film(
    judged: &mut Judged,
    frames: Option<Frames>,
    sets: &KnownSets,
    films: Option<&FilmSearch<'_>>,
) {
    let Some(Frames { looks, decoder, .. }) = frames.filter(|one| !one.looks.is_empty()) else {
        judged.verdict = Verdict::NotDecoded;
        return;
    };
    let asked: Vec<Asked> = looks.iter().filter_map(asked_of).collect();
    let near = sets.near(&asked);
    let hits = |near: &Near<'_>| match near {
        Near::Hits(hits) => hits.iter().map(said_near).collect(),
        _ => Vec::new(),
    };
    let mut matched = 0;
    for says in near.iter().map(hits) {
        matched += u64::from(says.iter().any(|one| one.kind == SetKind::Listed));
        for one in says {
            keep_nearest(&mut judged.says, one);
        }
    }
    judged.film = Some(FilmLook { frames: looks.len() as u64, matched, decoder });
    // A film is compared as it runs, so each frame as it is.
    let as_it_is: Vec<(Code, u8)> =
        asked.iter().filter_map(|one| Some((*one.codes.first()?, one.quality))).collect();
    let seen = films.map(|films| films.near(&as_it_is, Reach::default())).unwrap_or_default();
    judged.says.extend(seen.iter().map(said_film));
    if judged.says.iter().any(|one| one.kind == SetKind::Listed && one.is_near()) {
        judged.verdict = Verdict::Near;
        judged.attribute();
    }
}

fn said_film(hit: &FilmHit<'_>) -> Says {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share is 0 to 100 percent"
    )]
    let whole = |percent: f64| percent.floor() as u8;
    let shares = (hit.shares.query.percent(), hit.shares.compared.percent());
    Says {
        by: vec!["vpdq".to_owned()],
        film_percent: Some((whole(shares.0), whole(shares.1))),
        upheld: hit.feedback.upheld,
        disputed: hit.feedback.disputed,
        ..says(hit.card, hit.category)
    }
}

fn asked_of(frame: &FrameLook) -> Option<Asked> {
    let mut codes = [Code::default(); 8];
    for (code, text) in codes.iter_mut().zip(&frame.codes) {
        *code = text.parse().ok()?;
    }
    Some(Asked { quality: frame.quality, codes })
}

/// Keeps of what one set says of many frames the nearest.
fn keep_nearest(says: &mut Vec<Says>, one: Says) {
    let is_same = |other: &&mut Says| {
        other.distance.is_some() && (&other.set, &other.category) == (&one.set, &one.category)
    };
    match says.iter_mut().find(is_same) {
        Some(same) if same.distance <= one.distance => {}
        Some(same) => *same = one,
        None => says.push(one),
    }
}

fn said_near(hit: &NearHit<'_>) -> Says {
    Says {
        by: vec!["pdq".to_owned()],
        distance: Some(hit.distance),
        turn: turn_name(hit.turn),
        upheld: hit.feedback.upheld,
        disputed: hit.feedback.disputed,
        ..says(hit.card, hit.category)
    }
}

/// Takes over what sets say of pictures that look alike.
fn take_near(judged: &mut Judged, near: &Near<'_>) {
    match near {
        Near::KeptOut(Gate::NearBlank) => judged.set_aside = Some(SetAside::NearBlank),
        Near::KeptOut(_) => judged.set_aside = Some(SetAside::PoorQuality),
        Near::TooCommon { .. } => judged.set_aside = Some(SetAside::TooCommon),
        Near::Hits(hits) => {
            judged.says.extend(hits.iter().map(said_near));
            let is_near = |one: &Says| one.kind == SetKind::Listed && one.distance.is_some();
            if judged.says.iter().any(is_near) {
                judged.verdict = Verdict::Near;
                judged.attribute();
            }
        }
    }
}
