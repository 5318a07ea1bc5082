//! Two names side by side: each word looks for its counterpart, and what finds none decides.

use crate::align::{Alignment, FIELD_CHARS, align};
use crate::likeness::{Level, Likeness, Reason, Reasons};
use crate::name::{Kind, Name, Token};

/// From this score on two names may be one name in other clothes. Chosen on one half of a table of labelled
/// pairs and measured on the other: see `docs/names.md`.
pub const MATCH: f64 = 0.80;

/// Likeness from which on two words differ by their spelling only.
const SURE: f32 = 0.88;

/// How much faster than its likeness a pair of words below [`SURE`] falls.
const STEEP: f32 = 0.6;

/// What the least like pair takes from the whole, by each hundredth below [`SURE`].
const DOUBT: f32 = 0.5;

/// What a whole word on each side without counterpart takes from the whole, beside its weight.
const CONFLICT: f32 = 0.35;

/// The most that two names score whose suffixes of generation differ: below [`MATCH`], above chance.
const GENERATION: f32 = 0.75;

/// Compares two names; the order of the two makes no difference.
///
/// ```
/// use tutela_names::{Level, Name, Reason, compare};
/// let likeness = compare(&Name::read("Ma. Teresa Dela Cruz"), &Name::read("MARIA TERESA DE LA CRUZ"));
/// assert_eq!(likeness.level, Level::Variant);
/// assert!(likeness.reasons.has(Reason::Abbreviation));
/// ```
pub fn compare(a: &Name, b: &Name) -> Likeness {
    weigh(a, b, |_, _| 1.0)
}

/// Compares with a factor for each word: the weights of its side and place.
pub(crate) fn weigh(a: &Name, b: &Name, factor: impl Fn(&Name, usize) -> f32) -> Likeness {
    let (a, b) = if in_order(a, b) { (a, b) } else { (b, a) };
    let alignment = align(a, b);
    if alignment.pairs().is_empty() {
        return Likeness::NONE;
    }
    judge(a, b, &alignment, factor)
}

/// A fixed order of any two names, so that comparing does not depend on which comes first.
fn in_order(a: &Name, b: &Name) -> bool {
    let key =
        |name: &Name| (name.words.len(), name.chars, name.last, name.surname_at, name.generation);
    let by_word = || {
        let fields = |w: &Token| (w.letters, w.prefix, w.script, w.accented, w.dotted);
        a.words.iter().map(fields).le(b.words.iter().map(fields))
    };
    match key(a).cmp(&key(b)) {
        std::cmp::Ordering::Less => true,
        std::cmp::Ordering::Greater => false,
        std::cmp::Ordering::Equal => by_word(),
    }
}

/// What has no counterpart, on one side.
#[derive(Clone, Copy, Default)]
struct Left {
    weight: f32,
    words: usize,
    /// Whether one of them might be a particle.
    light: bool,
    numbers: usize,
    first: bool,
    last: bool,
}

fn judge(
    a: &Name,
    b: &Name,
    alignment: &Alignment,
    factor: impl Fn(&Name, usize) -> f32,
) -> Likeness {
    let mut reasons = alignment.reasons;
    let found = agreement(a, b, alignment, &factor, &mut reasons);
    let left_a = left(a, alignment.taken_a, |at| factor(a, at), b);
    let left_b = left(b, alignment.taken_b, |at| factor(b, at), a);
    let cut = cut(a, b, alignment, left_a, left_b);
    let conflict = left_a.weight.min(left_b.weight);
    let extra = (left_a.weight - left_b.weight).abs();
    let share = if cut {
        reasons.add(Reason::Truncated);
        0.0
    } else {
        surplus(left_a, left_b, &mut reasons)
    };
    if left_a.numbers > 0 || left_b.numbers > 0 {
        reasons.add(Reason::NumberConflict);
    }
    if conflict > 0.0 {
        reasons.add(Reason::Conflict);
    }
    if left_a.light != left_b.light {
        reasons.add(Reason::Particle);
    }
    if found.words < 2 {
        reasons.add(Reason::SingleWord);
    }
    let doubt = (SURE - found.weakest).max(0.0) * DOUBT;
    let score = found.agreed / (found.matched + conflict + share * extra)
        * (1.0 - CONFLICT * conflict.min(1.0))
        * (1.0 - doubt);
    let score = beside(a, b, alignment, &mut reasons, score);
    finish(score, reasons, found.words, left_a.words + left_b.words > 0)
}

/// What the pairs say together.
struct Agreement {
    /// The weights of the words that have a counterpart, and how much of it they agree.
    matched: f32,
    agreed: f32,
    /// The likeness of the two words that are least like.
    weakest: f32,
    /// Pairs of words written out.
    words: usize,
}

fn agreement(
    a: &Name,
    b: &Name,
    alignment: &Alignment,
    factor: &impl Fn(&Name, usize) -> f32,
    reasons: &mut Reasons,
) -> Agreement {
    let mut found = Agreement { matched: 0.0, agreed: 0.0, weakest: 1.0, words: 0 };
    for pair in alignment.pairs() {
        let (Some(x), Some(y)) = (a.words.get(pair.a), b.words.get(pair.b)) else { continue };
        let weight =
            (x.weight * factor(a, pair.a)).min(y.weight * factor(b, pair.b)) * pair.words();
        found.matched += weight;
        // One word far off is worse than two that are a little off.
        found.agreed += weight * (pair.likeness - (SURE - pair.likeness).max(0.0) * STEEP).max(0.0);
        found.weakest = found.weakest.min(pair.likeness);
        found.words += usize::from(x.kind == Kind::Word && y.kind == Kind::Word && !x.light);
        if let Some(reason) = pair.reason {
            reasons.add(reason);
        }
        if x.prefix != y.prefix && pair.reason != Some(Reason::Joined) {
            reasons.add(Reason::Particle);
        }
    }
    found
}

fn left(name: &Name, taken: u16, factor: impl Fn(usize) -> f32, other: &Name) -> Left {
    let mut left = Left::default();
    for (at, word) in name.words.iter().enumerate() {
        if taken & (1 << at) != 0 {
            continue;
        }
        // `De` read as a word here, and as the particle of a word there.
        let is_particle =
            word.light && other.words.iter().any(|w| contains(w.prefix.as_str(), word.text()));
        if is_particle {
            continue;
        }
        left.weight += word.weight * factor(at);
        left.words += usize::from(!word.light);
        left.light |= word.light;
        left.numbers += usize::from(word.kind == Kind::Number);
        left.first |= at == 0 && !word.light;
        left.last |= at + 1 == name.words.len();
    }
    left
}

fn contains(text: &str, part: &str) -> bool {
    !part.is_empty() && text.contains(part)
}

/// Names why one side has more words, and gives the share of their weight that counts against the pair.
fn surplus(a: Left, b: Left, reasons: &mut Reasons) -> f32 {
    let left = match (a.words, b.words) {
        (1.., 0) => a,
        (0, 1..) => b,
        _ => return 0.15,
    };
    let reason = match left {
        Left { first: true, .. } | Left { words: 3.., last: true, .. } => Reason::Extra,
        Left { last: true, .. } => Reason::SecondSurname,
        Left { last: false, .. } => Reason::MiddleName,
    };
    reasons.add(reason);
    if reason == Reason::Extra { 0.25 } else { 0.15 }
}

/// Whether the shorter text fills a field, and only what would stand behind its end is missing.
fn cut(a: &Name, b: &Name, alignment: &Alignment, left_a: Left, left_b: Left) -> bool {
    let fits = |short: &Name, long: &Name, of_short: Left, of_long: Left| {
        FIELD_CHARS.contains(&short.chars)
            && long.chars > short.chars
            && of_short.words == 0
            && of_long.words > 0
    };
    let ordered = !alignment.reasons.has(Reason::Swapped);
    ordered
        && (fits(a, b, left_a, left_b) && left_b.last || fits(b, a, left_b, left_a) && left_a.last)
}

/// What stands beside the words: order, suffixes, titles, forms.
fn beside(a: &Name, b: &Name, alignment: &Alignment, reasons: &mut Reasons, score: f32) -> f32 {
    let mut score = score;
    if reasons.has(Reason::Swapped) {
        // Father and son: `A bin B`, `B bin A`; or both say which is the surname, and say otherwise.
        let patronymic = alignment.turned_patronymics >= 2;
        score *= if alignment.given_for_surname || patronymic { 0.78 } else { 0.98 };
    }
    if reasons.has(Reason::Particle) {
        score *= 0.99;
    }
    match (a.generation, b.generation) {
        (Some(x), Some(y)) if x != y => {
            reasons.add(Reason::SuffixConflict);
            score = score.min(GENERATION);
        }
        (None, None) | (Some(_), Some(_)) => {}
        _ => {
            reasons.add(Reason::SuffixMissing);
            score *= 0.97;
        }
    }
    if a.titled != b.titled {
        reasons.add(Reason::Title);
    }
    if a.forms != b.forms {
        reasons.add(Reason::Form);
        score *= if a.forms.is_empty() || b.forms.is_empty() { 0.98 } else { 0.93 };
    }
    score
}

fn finish(score: f32, reasons: Reasons, words: usize, surplus: bool) -> Likeness {
    let mut score = f64::from(score.clamp(0.0, 1.0));
    if words == 0 {
        score = score.min(0.5);
    } else if words == 1 && (surplus || reasons.has(Reason::Initial)) {
        // One word in common, and the rest is missing or an initial.
        score = score.min(if surplus { 0.6 } else { 0.86 });
    }
    let any = |list: &[Reason]| list.iter().any(|r| reasons.has(*r));
    let level = if score < 0.3 {
        Level::Different
    } else if reasons.has(Reason::SuffixConflict) && score >= f64::from(GENERATION) * 0.9 {
        Level::Near
    } else if reasons.has(Reason::Conflict) || score < MATCH {
        Level::Part
    } else if any(&[Reason::Typo, Reason::NumberConflict]) {
        Level::Near
    } else if any(VARIANT) {
        Level::Variant
    } else {
        Level::Same
    };
    Likeness { score, level, reasons }
}

/// Reasons by which two names are one name written in two ways.
const VARIANT: &[Reason] = &[
    Reason::Truncated,
    Reason::Initial,
    Reason::Abbreviation,
    Reason::Nickname,
    Reason::Romanised,
    Reason::Spelling,
    Reason::SecondSurname,
    Reason::MiddleName,
    Reason::Extra,
];
