//! Which word of one name answers to which of the other.

use crate::letters::Letters;
use crate::likeness::{Reason, Reasons};
use crate::name::{Kind, Name, Token};
use crate::pair::{self, Scripts};
use crate::sound::Sounds;
use crate::words::is_patronymic;

/// The longest text of a party's name in many payment files (ISO 20022 and its forerunners), and the least
/// that a cut there leaves once blanks at its end are taken off.
pub(crate) const FIELD_CHARS: std::ops::RangeInclusive<usize> = 33..=35;

/// From this length on a text may have been cut by a shorter field.
const LONG_TEXT_CHARS: usize = 18;

/// Two words (or a word and a run of words) that answer to each other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) likeness: f32,
    pub(crate) reason: Option<Reason>,
    /// The words of either side that are taken, one bit a word.
    a_bits: u16,
    b_bits: u16,
}

impl Pair {
    /// How many words the longer side has.
    pub(crate) fn words(&self) -> f32 {
        self.a_bits.count_ones().max(self.b_bits.count_ones()) as f32
    }
}

/// The pairs of two names, and which words are taken, one bit a word.
#[derive(Default)]
pub(crate) struct Alignment {
    pairs: Vec<Pair>,
    pub(crate) taken_a: u16,
    pub(crate) taken_b: u16,
    pub(crate) reasons: Reasons,
    /// Pairs out of order of which one says whose child it is, and the other does not.
    pub(crate) turned_patronymics: u8,
    /// A word that one name states as a given name, and the other as a surname.
    pub(crate) given_for_surname: bool,
}

impl Alignment {
    pub(crate) fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    fn push(&mut self, pair: Pair) {
        self.pairs.push(pair);
        self.taken_a |= pair.a_bits;
        self.taken_b |= pair.b_bits;
    }
}

/// Aligns: the likest words first, then words against runs of words.
pub(crate) fn align(a: &Name, b: &Name) -> Alignment {
    let mut found = Alignment::default();
    one_by_one(a, b, &mut found);
    let unsure = |pair: &Pair| pair.likeness < 0.97 && pair.reason != Some(Reason::Initial);
    if found.pairs.len() < a.words.len().max(b.words.len()) || found.pairs.iter().any(unsure) {
        join(a, b, &mut found);
    }
    order(a, b, &mut found);
    found
}

fn one_by_one(a: &Name, b: &Name, found: &mut Alignment) {
    let mut all: Vec<Pair> = Vec::new();
    for (i, x) in a.words.iter().enumerate() {
        for (j, y) in b.words.iter().enumerate() {
            let (mut likeness, mut reason) = pair::likeness(x, y);
            let here = if Some(i) == a.last { cut(x, y, a.chars) } else { 0.0 };
            let there = if Some(j) == b.last { cut(y, x, b.chars) } else { 0.0 };
            if here.max(there) > likeness {
                (likeness, reason) = (here.max(there), Some(Reason::Truncated));
            }
            if likeness > 0.0 {
                all.push(Pair { a: i, b: j, likeness, reason, a_bits: 1 << i, b_bits: 1 << j });
            }
        }
    }
    all.sort_unstable_by(|p, q| {
        let near = |p: &Pair| p.a.abs_diff(p.b);
        q.likeness
            .total_cmp(&p.likeness)
            .then(near(p).cmp(&near(q)))
            .then((p.a, p.b).cmp(&(q.a, q.b)))
    });
    for pair in all {
        if found.taken_a & pair.a_bits == 0 && found.taken_b & pair.b_bits == 0 {
            found.push(pair);
        }
    }
}

/// How like the beginning of a word is to the word, where the text ended with it: nearly sure where a field
/// of the usual length is full, and otherwise with three letters at least in a long text.
fn cut(short: &Token, long: &Token, chars: usize) -> f32 {
    let begins = short.letters.len() < long.letters.len()
        && !short.dotted
        && long.kind == Kind::Word
        && long.letters.as_slice().starts_with(short.letters.as_slice());
    match (begins, short.letters.len()) {
        (true, _) if FIELD_CHARS.contains(&chars) => 0.95,
        (true, 3..) if chars >= LONG_TEXT_CHARS => 0.8,
        _ => 0.0,
    }
}

/// `Delacruz` against `De la Cruz`, `Jongun` against `Jong Un`.
fn join(a: &Name, b: &Name, found: &mut Alignment) {
    for at in 0..a.words.len() {
        if let Some(pair) = run_for(a, at, b, found, Side::A) {
            replace(found, pair);
        }
    }
    for at in 0..b.words.len() {
        if let Some(p) = run_for(b, at, a, found, Side::B) {
            replace(found, Pair { a: p.b, b: p.a, a_bits: p.b_bits, b_bits: p.a_bits, ..p });
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    A,
    B,
}

/// The best run of two or three words of `other` that word `at` may be, if it beats what is paired now.
fn run_for(name: &Name, at: usize, other: &Name, found: &Alignment, side: Side) -> Option<Pair> {
    let word = name
        .words
        .get(at)
        .filter(|w| w.kind == Kind::Word && w.letters.len() >= 4 && w.glyph.is_none())?;
    let now = likeness_now(found, at, side);
    if now > 0.97 {
        return None;
    }
    let mut best: Option<Pair> = None;
    for start in 0..other.words.len() {
        // Words written together begin as the first of them does.
        if other.words.get(start).is_none_or(|first| first.head != word.head) {
            continue;
        }
        for len in 1..=3 {
            let Some(run) = other.words.get(start..start + len) else { break };
            let likeness = joined(word, run);
            let bits = ((1_u16 << len) - 1) << start;
            let free =
                (start..start + len).all(|at| likeness_now(found, at, side.other()) < likeness);
            if likeness > 0.84
                && likeness > now
                && free
                && best.is_none_or(|p| p.likeness < likeness)
            {
                let reason = Some(Reason::Joined);
                best =
                    Some(Pair { a: at, b: start, likeness, reason, a_bits: 1 << at, b_bits: bits });
            }
        }
    }
    best
}

impl Side {
    fn other(self) -> Side {
        match self {
            Side::A => Side::B,
            Side::B => Side::A,
        }
    }
}

fn likeness_now(found: &Alignment, at: usize, side: Side) -> f32 {
    let here =
        |pair: &&Pair| (if side == Side::A { pair.a_bits } else { pair.b_bits }) & (1 << at) != 0;
    found.pairs().iter().find(here).map_or(0.0, |pair| pair.likeness)
}

/// How like a word is to a run of words with their particles, written together.
fn joined(word: &Token, run: &[Token]) -> f32 {
    let Some((first, rest)) = run.split_first() else { return 0.0 };
    let length = run.iter().map(|w| w.prefix.len() + w.letters.len()).sum::<usize>();
    let whole = word.prefix.len() + word.letters.len();
    let plain = rest.is_empty() && first.prefix == word.prefix;
    if plain || length > LETTERS || length.abs_diff(whole) > 3 {
        return 0.0;
    }
    let together = |words: &[Token]| {
        let mut letters = Letters::EMPTY;
        for w in words {
            letters.extend(w.prefix.as_slice());
            letters.extend(w.letters.as_slice());
        }
        letters
    };
    let (a, b) = (together(std::slice::from_ref(word)), together(run));
    if a == b {
        return 0.98;
    }
    if (a.mask() ^ b.mask()).count_ones() > 6 {
        return 0.0;
    }
    let (x, y) = (Sounds::of(a.as_slice()), Sounds::of(b.as_slice()));
    let scripts = pair::scripts(word, first);
    let (likeness, _) = pair::spelt(&a, &b, &x, &y, scripts);
    likeness * if scripts == Scripts::One { 0.97 } else { 0.96 }
}

const LETTERS: usize = crate::letters::LETTERS_MAX;

/// Puts a pair in the place of those that share words with it.
fn replace(found: &mut Alignment, pair: Pair) {
    found.pairs.retain(|kept| pair.a_bits & kept.a_bits == 0 && pair.b_bits & kept.b_bits == 0);
    found.taken_a = found.pairs.iter().fold(0, |bits, kept| bits | kept.a_bits);
    found.taken_b = found.pairs.iter().fold(0, |bits, kept| bits | kept.b_bits);
    found.push(pair);
}

/// Whether the pairs stand in the same order on both sides.
fn order(a: &Name, b: &Name, found: &mut Alignment) {
    let mut swapped = false;
    let mut turned = 0_u8;
    for (at, p) in found.pairs().iter().enumerate() {
        let crosses = |q: &Pair| (p.a < q.a) != (p.b < q.b);
        let crossed = found.pairs().iter().enumerate().any(|(other, q)| other != at && crosses(q));
        swapped |= crossed;
        let of_another = a
            .words
            .get(p.a)
            .zip(b.words.get(p.b))
            .is_some_and(|(x, y)| is_patronymic(x.particle()) != is_patronymic(y.particle()));
        turned += u8::from(crossed && of_another);
    }
    found.turned_patronymics = turned;
    if let Some((from_a, from_b)) = a.surname_at.zip(b.surname_at) {
        found.given_for_surname = found.pairs().iter().any(|p| (p.a < from_a) != (p.b < from_b));
    }
    if swapped {
        found.reasons.add(Reason::Swapped);
    }
}
