//! What a word may sound like: letters of many spellings folded into few classes, and what it costs to
//! take one for the other.
//!
//! One sound is written differently from language to language (`Sh`, `Ch`, `Sch`, `Sz`, `Ш`), and one
//! letter is read differently (`j`). So a word becomes a row of classes, and the distance between two rows
//! is an edit distance with weights: vowels cost less than consonants, neighbours in sound less than
//! strangers. Limits: stress, tone and length are not looked at; the weights are the same for all
//! languages, because a name does not say which language it is written in.

use crate::letters::Letters;

/// What it costs to take one consonant for an unrelated one; all other costs are shares of it.
pub(crate) const WHOLE: u16 = 16;

/// `c` before e, i, y: `s`, `ch`, `ts` by language.
pub(crate) const SOFT_C: u8 = b'{';
/// `g` before e, i, y.
pub(crate) const SOFT_G: u8 = b'|';
/// `kh`, the rough breath of Arabic, Hebrew, Russian, Greek.
pub(crate) const KH: u8 = b'}';

const CLASSES: usize = 32;

/// The weights of one way to compare.
pub(crate) struct Weights {
    swap: [u8; CLASSES * CLASSES],
    vowel: u16,
    glide: u16,
}

impl Weights {
    /// Cost of leaving a sound out that costs `cost` as a rule.
    fn leave(&self, class: u8, cost: u16) -> u16 {
        match class {
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y' => cost.min(self.vowel),
            // What stands for `o` and `u` in scripts without vowels.
            b'v' => cost.min(self.glide),
            _ => cost,
        }
    }

    /// Cost of reading `a` where the other has `b`.
    fn swap(&self, a: u8, b: u8) -> u16 {
        if a == b {
            return 0;
        }
        let at = (usize::from(a) & 31) * CLASSES + (usize::from(b) & 31);
        self.swap.get(at).copied().map_or(WHOLE, u16::from)
    }
}

/// Sounds that are near each other in any pair of languages, with the cost of taking one for the other.
const NEAR: &[(u8, u8, u8)] = &[
    (b'i', b'y', 1),
    (b'i', b'j', 3),
    (b'y', b'j', 2),
    (b'e', b'y', 4),
    (b'e', b'i', 4),
    (b'o', b'u', 4),
    (b'v', b'u', 4),
    (b'v', b'f', 4),
    (b'v', b'b', 6),
    (b'p', b'b', 7),
    (b'p', b'f', 8),
    (b'v', b'o', 8),
    (b'd', b't', 7),
    (b'k', b'g', 7),
    (b'k', b'h', 8),
    (b'g', b'h', 8),
    (b'k', KH, 4),
    (b'h', KH, 2),
    (b'g', KH, 8),
    (b's', b'z', 3),
    (b's', b'x', 6),
    (b's', b'c', 8),
    (b's', b'w', 5),
    (b'z', b'w', 4),
    (b'z', b'q', 6),
    (b'z', b'x', 8),
    (b'z', b'c', 8),
    (b'x', b'c', 4),
    (b'x', b'q', 6),
    (b'c', b'q', 6),
    (b'c', b'w', 5),
    (b't', b'w', 8),
    (b'w', b'q', 5),
    (b'w', b'j', 7),
    (b't', b'c', 9),
    (b'd', b'q', 9),
    (b'k', b'c', 7),
    (b'h', b'c', 6),
    (KH, b'c', 6),
    (b'x', KH, 9),
    (b'h', b'x', 10),
    (SOFT_C, b's', 3),
    (SOFT_C, b'c', 3),
    (SOFT_C, b'k', 5),
    (SOFT_C, b'w', 3),
    (SOFT_C, b'z', 5),
    (SOFT_C, b'x', 6),
    (SOFT_G, b'g', 2),
    (SOFT_G, b'q', 3),
    (SOFT_G, b'j', 3),
    (SOFT_G, b'h', 6),
    (SOFT_G, KH, 6),
    (SOFT_G, b'x', 8),
    (SOFT_G, b'y', 6),
    (SOFT_G, b'k', 9),
    (b'j', b'q', 3),
    (b'j', b'h', 6),
    (b'j', KH, 6),
    (b'j', b'g', 8),
    (b'j', b'x', 8),
    (b'j', b'z', 8),
    (b'y', b'q', 8),
    (b'm', b'n', 10),
    (b'l', b'r', 12),
    (b'a', b'e', 5),
    (b'a', b'o', 5),
    (b'a', b'i', 7),
    (b'a', b'u', 6),
    (b'e', b'o', 6),
    (b'e', b'u', 7),
    (b'i', b'o', 8),
    (b'i', b'u', 7),
    (b'y', b'a', 8),
    (b'y', b'u', 9),
];

/// What is near when one of the two is written in a script that leaves vowels out or lacks sounds.
const NEAR_ACROSS: &[(u8, u8, u8)] = &[
    (b'a', b'e', 1),
    (b'a', b'i', 2),
    (b'a', b'o', 1),
    (b'a', b'u', 2),
    (b'e', b'i', 1),
    (b'e', b'o', 2),
    (b'e', b'u', 2),
    (b'i', b'o', 3),
    (b'i', b'u', 3),
    (b'o', b'u', 1),
    (b'y', b'i', 0),
    (b'y', b'e', 1),
    (b'y', b'a', 3),
    (b'y', b'j', 2),
    (b'v', b'u', 0),
    (b'v', b'o', 0),
    (b'v', b'b', 3),
    (b'v', b'f', 2),
    (b'p', b'b', 2),
    (b'p', b'f', 3),
    (b'g', b'j', 4),
    (b'g', b'q', 4),
    (SOFT_G, b'q', 2),
    (b'k', b'g', 5),
    (b'k', KH, 3),
    (b'c', b'x', 2),
    (b'c', b't', 6),
    (b's', b'x', 3),
    (b's', b'z', 2),
    (b'd', b't', 5),
    (b'd', b'z', 5),
    (b't', b's', 7),
    (b'l', b'r', 7),
    (b'q', b'j', 1),
    (b'q', b'x', 4),
    (b'w', b't', 6),
];

const fn lay(mut swap: [u8; CLASSES * CLASSES], pairs: &[(u8, u8, u8)]) -> [u8; CLASSES * CLASSES] {
    let mut at = 0;
    while at < pairs.len() {
        #[expect(
            clippy::indexing_slicing,
            reason = "laid at compile time: out of bounds would not build"
        )]
        let (a, b, cost) = pairs[at];
        let (a, b) = ((a & 31) as usize, (b & 31) as usize);
        #[expect(clippy::indexing_slicing, reason = "both are below 32")]
        {
            swap[a * CLASSES + b] = cost;
            swap[b * CLASSES + a] = cost;
        }
        at += 1;
    }
    swap
}

static STRICT: Weights =
    Weights { swap: lay([16; CLASSES * CLASSES], NEAR), vowel: WHOLE, glide: WHOLE };
static ACROSS: Weights =
    Weights { swap: lay(lay([16; CLASSES * CLASSES], NEAR), NEAR_ACROSS), vowel: 1, glide: 8 };

/// A word as sounds, with what it costs to leave each of them out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sounds {
    classes: Letters,
    leave: Letters,
    /// The sum of `leave`.
    mass: u16,
    /// One bit a group of consonants that are far from each other.
    groups: u8,
}

impl Sounds {
    pub(crate) fn of(word: &[u8]) -> Sounds {
        let classes = classes(word);
        let mut leave = Letters::EMPTY;
        let slice = classes.as_slice();
        let mut before = None;
        for (at, class) in slice.iter().enumerate() {
            leave.push(leaving(before, *class, slice.get(at + 1).copied()));
            before = Some(*class);
        }
        let mass = leave.as_slice().iter().map(|cost| u16::from(*cost)).sum();
        let groups = slice.iter().fold(0, |groups, class| groups | group(*class));
        Sounds { classes, leave, mass, groups }
    }

    /// Each sound with what it costs to leave it out under the weights.
    fn outs<'a>(&'a self, weights: &'a Weights) -> impl Iterator<Item = (u8, u16)> + 'a {
        let pairs = self.classes.as_slice().iter().zip(self.leave.as_slice());
        pairs.map(|(class, cost)| (*class, weights.leave(*class, u16::from(*cost))))
    }

    pub(crate) fn classes(&self) -> &Letters {
        &self.classes
    }

    /// Between 0 (nothing in common) and 1 (sounds the same); 0 early where it stays below `floor`.
    pub(crate) fn likeness(&self, other: &Sounds, across: bool, floor: f32) -> f32 {
        let mass = self.mass + other.mass;
        if mass == 0 {
            return 0.0;
        }
        let mass = f32::from(mass);
        let budget = (1.0 - floor) * mass / 2.0;
        let apart = (self.groups ^ other.groups).count_ones();
        // A group that only one of them has costs a quarter of a whole at least.
        if apart as f32 * 4.0 > budget {
            return 0.0;
        }
        let apart = self.mass.abs_diff(other.mass);
        // A sound too many costs a third of its mass at least, taken for its neighbour.
        if f32::from(apart) / 3.0 > budget {
            return 0.0;
        }
        let weights = if across { &ACROSS } else { &STRICT };
        match distance(self, other, weights, budget) {
            Some(cost) => (1.0 - 2.0 * f32::from(cost) / mass).max(0.0),
            None => 0.0,
        }
    }
}

const fn group(class: u8) -> u8 {
    match class {
        b'l' => 1,
        b'r' => 2,
        b'm' => 4,
        b'n' => 8,
        b'p' | b'b' | b'f' => 16,
        b't' | b'd' => 32,
        _ => 0,
    }
}

/// What it costs to leave a sound out: a consonant wholly, a vowel beside a vowel little.
fn leaving(before: Option<u8>, class: u8, after: Option<u8>) -> u8 {
    let open = |side: Option<u8>| side.is_some_and(|s| is_vowel(s) || s == b'y');
    match class {
        b'a' | b'e' | b'i' | b'o' | b'u' if open(before) || open(after) => 3,
        b'e' if after.is_none() => 4,
        b'a' | b'e' | b'i' | b'o' | b'u' => 6,
        b'y' | b'h' => 4,
        _ => 16,
    }
}

const fn is_vowel(class: u8) -> bool {
    matches!(class, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// One column of the table: a sound, what leaving it out costs, and the least cost up to here.
#[derive(Clone, Copy)]
struct Column {
    class: u8,
    out: u16,
    cost: u16,
}

/// Weighted edit distance, one row of the table at a time; none once it must exceed the budget.
fn distance(a: &Sounds, b: &Sounds, weights: &Weights, budget: f32) -> Option<u16> {
    let mut columns = [Column { class: 0, out: 0, cost: 0 }; crate::letters::LETTERS_MAX];
    let columns = columns.get_mut(..b.classes.len())?;
    let mut sum = 0;
    for (column, (class, cost)) in columns.iter_mut().zip(b.outs(weights)) {
        sum += cost;
        *column = Column { class, out: cost, cost: sum };
    }
    let mut first = 0;
    for (class, out) in a.outs(weights) {
        let mut corner = first;
        first += out;
        let (mut left, mut least) = (first, first);
        for column in columns.iter_mut() {
            let swapped = corner + weights.swap(class, column.class);
            left = swapped.min(column.cost + out).min(left + column.out);
            corner = column.cost;
            column.cost = left;
            least = least.min(left);
        }
        if f32::from(least) > budget {
            return None;
        }
    }
    Some(columns.last().map_or(first, |column| column.cost))
}

/// Longest spellings first: how many letters, and the class (or two) that they are read as.
const SPELLINGS: &[(&[u8], &[u8])] = &[
    (b"tsch", b"c"),
    (b"chzh", b"q"),
    (b"tsh", b"c"),
    (b"tsz", b"q"),
    (b"shch", b"x"),
    (b"tch", b"c"),
    (b"sch", b"x"),
    (b"dzh", b"q"),
    (b"sh", b"x"),
    (b"ch", b"c"),
    (b"cz", b"c"),
    (b"zh", b"q"),
    (b"dj", b"q"),
    (b"dz", b"w"),
    (b"kh", &[KH]),
    (b"gh", b"g"),
    (b"ph", b"f"),
    (b"th", b"t"),
    (b"dh", b"d"),
    (b"ck", b"k"),
    (b"qu", b"kv"),
    (b"ts", b"w"),
    (b"tz", b"w"),
    (b"oo", b"u"),
    (b"ou", b"u"),
    (b"ee", b"i"),
    (b"q", b"k"),
    (b"x", b"ks"),
    (b"w", b"v"),
];

/// Reads Latin letters as classes of sounds; doubled ones count once, but for those that `'` parts.
fn classes(word: &[u8]) -> Letters {
    let mut classes = Letters::EMPTY;
    let mut rest = word;
    let mut last = 0;
    while let Some((first, after)) = rest.split_first() {
        let at_start = rest.len() == word.len();
        let spelled = SPELLINGS.iter().find(|(letters, _)| rest.starts_with(letters));
        let single;
        let (read, taken): (&[u8], usize) = match (rest, spelled) {
            ([b'\'', ..], _) => (&[0], 1),
            ([b'c', b'c', b'e' | b'i' | b'y', ..], _) => (b"c", 2),
            // `Xu`, `Xhaka`, `Xavier`: at the beginning it is seldom `ks`.
            ([b'x', ..], _) if at_start => (b"x", 1),
            (_, Some((letters, read))) => (read, letters.len()),
            _ => {
                single = [single_letter(*first, after.first().copied())];
                (&single, 1)
            }
        };
        for class in read {
            if *class != last && *class != 0 {
                classes.push(*class);
            }
            last = *class;
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    classes
}

fn single_letter(letter: u8, after: Option<u8>) -> u8 {
    let soft = matches!(after, Some(b'e' | b'i' | b'y'));
    match letter {
        b'c' if soft => SOFT_C,
        b'c' => b'k',
        b'g' if soft => SOFT_G,
        b'y' if !after.is_some_and(is_vowel) => b'i',
        other => other,
    }
}
