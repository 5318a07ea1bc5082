//! Two words side by side: can the one be the other?

use crate::letters::{LETTERS_MAX, Letters};
use crate::likeness::Reason;
use crate::name::{Kind, Token};
use crate::script::Script;
use crate::sound::Sounds;

/// Below this two words have nothing to do with each other.
pub(crate) const FLOOR: f32 = 0.62;

/// What two neighbours turned round count, in letters.
const TURNED: f32 = 0.6;

/// How like two words are (0 where below [`FLOOR`]), and by which reason where they are not equal.
pub(crate) fn likeness(a: &Token, b: &Token) -> (f32, Option<Reason>) {
    if let Some((x, y)) = a.glyph.zip(b.glyph) {
        // One syllable, two characters: a variant form at best (traditional, simplified).
        return match (x == y, a.letters == b.letters) {
            (true, _) => (1.0, None),
            (false, true) => (0.8, Some(Reason::Spelling)),
            (false, false) => (0.0, None),
        };
    }
    match (a.kind, b.kind) {
        (Kind::Word, Kind::Word) => words(a, b),
        (Kind::Initial, Kind::Word) => initial(a, b),
        (Kind::Word, Kind::Initial) => initial(b, a),
        _ if a.letters == b.letters => (1.0, None),
        _ => (0.0, None),
    }
}

fn initial(initial: &Token, word: &Token) -> (f32, Option<Reason>) {
    let begins = initial.letters.first() == word.letters.first()
        || (initial.script != word.script
            && initial.sounds.classes().first() == word.sounds.classes().first());
    if begins { (0.82, Some(Reason::Initial)) } else { (0.0, None) }
}

fn words(a: &Token, b: &Token) -> (f32, Option<Reason>) {
    let one_script = a.script == b.script;
    if a.mask == b.mask && a.letters == b.letters {
        return match (one_script, a.accented == b.accented) {
            (false, _) => (1.0, Some(Reason::Romanised)),
            (true, false) => (1.0, Some(Reason::Diacritics)),
            (true, true) => (1.0, None),
        };
    }
    let known = abbreviated(a, b).max(abbreviated(b, a));
    if known > 0.0 {
        return (known, Some(Reason::Abbreviation));
    }
    let (found, reason) = spelt(&a.letters, &b.letters, &a.sounds, &b.sounds, scripts(a, b));
    if a.family != 0 && a.family == b.family && found < 0.86 {
        return (0.86, Some(Reason::Nickname));
    }
    if found < FLOOR { (0.0, None) } else { (found, reason) }
}

/// `Ma.` for Maria, `Fco` for Francisco; with a full stop the beginning of any word.
fn abbreviated(short: &Token, long: &Token) -> f32 {
    if !short.also.is_empty() && (short.also == long.letters || short.also == long.also) {
        return 0.94;
    }
    let begins = short.dotted
        && short.letters.len() >= 2
        && long.letters.as_slice().starts_with(short.letters.as_slice());
    if begins { 0.88 } else { 0.0 }
}

/// Which scripts meet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scripts {
    One,
    Two,
    /// Two, and one of them leaves sounds out.
    Loose,
}

pub(crate) fn scripts(a: &Token, b: &Token) -> Scripts {
    let loose = |script: Script| script.is_loose();
    match (a.script == b.script, loose(a.script) || loose(b.script)) {
        (true, _) => Scripts::One,
        (false, false) => Scripts::Two,
        (false, true) => Scripts::Loose,
    }
}

/// The better of what the eye (letters) and the ear (sounds) say.
pub(crate) fn spelt(
    a: &Letters,
    b: &Letters,
    a_sounds: &Sounds,
    b_sounds: &Sounds,
    scripts: Scripts,
) -> (f32, Option<Reason>) {
    let heard = a_sounds.likeness(b_sounds, scripts == Scripts::Loose, FLOOR);
    if scripts != Scripts::One {
        return (heard * 0.99, Some(Reason::Romanised));
    }
    let heard = heard * 0.98;
    let seen = if heard > 0.95 { 0.0 } else { seen(a, b, heard.max(FLOOR)) };
    if heard >= 0.9 || heard > seen {
        (heard, Some(Reason::Spelling))
    } else {
        (seen, Some(Reason::Typo))
    }
}

/// One minus the share of letters that must change; 0 where it stays below `floor`.
fn seen(a: &Letters, b: &Letters, floor: f32) -> f32 {
    let longest = a.len().max(b.len());
    if longest == 0 {
        return 0.0;
    }
    let most = (1.0 - floor) * longest as f32;
    if a.len().abs_diff(b.len()) as f32 > most {
        return 0.0;
    }
    let apart = (a.mask() ^ b.mask()).count_ones().div_ceil(2);
    if apart as f32 > most {
        return 0.0;
    }
    let edits = edits(a.as_slice(), b.as_slice()) as f32;
    // Two letters turned round are the commonest slip of a fast hand, and seldom another name.
    let sum = |letters: &Letters| letters.as_slice().iter().map(|l| u32::from(*l)).sum::<u32>();
    let turned = edits < 1.5 && a.len() == b.len() && sum(a) == sum(b);
    1.0 - if turned { TURNED } else { edits } / longest as f32
}

/// Letters put in, left out, exchanged or turned round (optimal string alignment; Damerau 1964), by bits
/// (Hyyrö 2003).
fn edits(a: &[u8], b: &[u8]) -> u32 {
    if a.is_empty() || a.len() > LETTERS_MAX {
        return u32::try_from(b.len()).unwrap_or(u32::MAX);
    }
    let top = 1_u32 << (a.len() - 1);
    let (mut vp, mut vn, mut d0, mut pm_before) = (u32::MAX, 0_u32, 0_u32, 0_u32);
    let mut distance = u32::try_from(a.len()).unwrap_or(u32::MAX);
    for y in b {
        let pm = a.iter().enumerate().fold(0_u32, |bits, (at, x)| bits | u32::from(x == y) << at);
        let turned = (((!d0) & pm) << 1) & pm_before;
        d0 = ((pm & vp).wrapping_add(vp) ^ vp) | pm | vn | turned;
        let hp = vn | !(d0 | vp);
        let hn = d0 & vp;
        distance += u32::from(hp & top != 0);
        distance -= u32::from(hn & top != 0);
        let hp = (hp << 1) | 1;
        vp = (hn << 1) | !(d0 | hp);
        vn = hp & d0;
        pm_before = pm;
    }
    distance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edits_and_letters_turned_round() {
        let cases = [
            ("scholz", "schloz", 1),
            ("kitten", "sitting", 3),
            ("a", "", 1),
            ("ca", "abc", 3),
            ("abc", "abc", 0),
        ];
        for (a, b, expected) in cases {
            assert_eq!(edits(a.as_bytes(), b.as_bytes()), expected, "{a} {b}");
        }
    }
}
