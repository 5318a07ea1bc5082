//! What two texts beside payments share: words in order, the last one perhaps cut off, each weighed
//! by how rare it is among the records.

use std::collections::HashMap;

/// Words compared of one text; bank texts hold fewer.
const WORDS_MAX: usize = 12;

/// Bits of shared words are told apart up to this many steps.
const SHARED_STEPS: usize = 14;

/// Bits in one step.
const STEP_BITS: f32 = 3.0;

/// Conflicts, and omissions, told apart: none, one, more.
const FAULTS: usize = 3;

/// Kinds of likeness that two texts can have; the last is "one of them is empty".
pub(super) const KINDS: usize = SHARED_STEPS * FAULTS * FAULTS + 1;

/// A text as the numbers of its words.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    ids: Vec<u32>,
    /// Bits that the last word says when it is read as the beginning of a longer one.
    cut_bits: f32,
}

/// The words of all texts.
pub(super) struct Vocabulary {
    /// Distinct words, ascending.
    texts: Vec<String>,
    /// Bits that sharing each says.
    bits: Vec<f32>,
}

impl Vocabulary {
    /// The words of both sides, and each text in them.
    pub(super) fn of<'t>(memos: impl Iterator<Item = &'t str> + Clone) -> (Self, Vec<Words>) {
        let mut counts: HashMap<String, u64> = HashMap::new();
        for word in memos.clone().flat_map(words) {
            *counts.entry(word).or_insert(0) += 1;
        }
        let mut counted: Vec<(String, u64)> = counts.into_iter().collect();
        counted.sort_unstable();
        let mut total = 0u64;
        // Words before each, so that those with a common beginning are a difference of two.
        let mut before = vec![0u64];
        for (_, count) in &counted {
            total += count;
            before.push(total);
        }
        let bits = |count: u64| -> f32 { (total.max(1) as f32 / count.max(1) as f32).log2() };
        let vocabulary = Self {
            bits: counted.iter().map(|(_, count)| bits(*count)).collect(),
            texts: counted.into_iter().map(|(word, _)| word).collect(),
        };
        let read = |memo: &str| {
            let list: Vec<String> = words(memo).collect();
            let ids = list.iter().filter_map(|word| vocabulary.id(word)).collect();
            let cut_bits = list.last().map_or(0.0, |last| {
                let from = vocabulary.texts.partition_point(|word| word < last);
                let rest = vocabulary.texts.get(from..).unwrap_or(&[]);
                let to = from + rest.partition_point(|word| word.starts_with(last.as_str()));
                let at = |n: usize| before.get(n).copied().unwrap_or(total);
                bits(at(to) - at(from))
            });
            Words { ids, cut_bits }
        };
        let read: Vec<Words> = memos.map(read).collect();
        (vocabulary, read)
    }

    fn id(&self, word: &str) -> Option<u32> {
        let at = self.texts.binary_search_by(|probe| probe.as_str().cmp(word)).ok()?;
        u32::try_from(at).ok()
    }

    fn bits(&self, id: u32) -> f32 {
        self.bits.get(id as usize).copied().unwrap_or(0.0)
    }

    /// Whether one word begins another.
    fn begins(&self, short: u32, long: u32) -> bool {
        let text = |id: u32| self.texts.get(id as usize).map_or("", String::as_str);
        text(long).starts_with(text(short))
    }

    /// Which kind of likeness two texts have.
    pub(super) fn kind(&self, a: &Words, b: &Words) -> usize {
        if a.ids.is_empty() || b.ids.is_empty() {
            return KINDS - 1;
        }
        let likeness = self.likeness(a, b);
        let steps = f32::from(u8::try_from(SHARED_STEPS - 1).unwrap_or(u8::MAX));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the number of steps"
        )]
        let shared = (likeness.bits / STEP_BITS).clamp(0.0, steps) as usize;
        let conflicts = likeness.conflicts.min(FAULTS - 1);
        let omissions = likeness.omissions.min(FAULTS - 1);
        (shared * FAULTS + conflicts) * FAULTS + omissions
    }

    /// What a kind says before anything is learnt, in bits: half of what is shared, and three
    /// against it for each conflict.
    pub(super) fn first_guess(kind: usize) -> f64 {
        if kind == KINDS - 1 {
            return 0.0;
        }
        let (shared, conflicts) = (kind / (FAULTS * FAULTS), kind / FAULTS % FAULTS);
        0.5 * f64::from(STEP_BITS) * shared as f64 - 3.0 * conflicts as f64
    }

    fn likeness(&self, a: &Words, b: &Words) -> Likeness {
        let mut found = Likeness::default();
        let (mut i, mut j) = (0, 0);
        while let (Some(&left), Some(&right)) = (a.ids.get(i), b.ids.get(j)) {
            let (left_last, right_last) = (i + 1 == a.ids.len(), j + 1 == b.ids.len());
            if left == right {
                found.bits += self.bits(left);
            } else if left_last && self.begins(left, right) {
                found.bits += a.cut_bits;
            } else if right_last && self.begins(right, left) {
                found.bits += b.cut_bits;
            } else if b.ids.get(j + 1) == Some(&left) {
                found.omissions += 1;
                j += 1;
                continue;
            } else if a.ids.get(i + 1) == Some(&right) {
                found.omissions += 1;
                i += 1;
                continue;
            } else {
                found.conflicts += 1;
            }
            i += 1;
            j += 1;
        }
        found.omissions += a.ids.len() - i + b.ids.len() - j;
        found
    }
}

#[derive(Debug, Default, PartialEq)]
struct Likeness {
    bits: f32,
    conflicts: usize,
    omissions: usize,
}

fn words(memo: &str) -> impl Iterator<Item = String> + '_ {
    memo.split_whitespace().take(WORDS_MAX).map(str::to_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> (bool, usize, usize) {
        let (vocabulary, read) = Vocabulary::of([a, b].into_iter());
        let found = vocabulary.likeness(&read[0], &read[1]);
        (found.bits > 0.0, found.conflicts, found.omissions)
    }

    #[test]
    fn words_are_compared_in_order_and_the_last_may_be_cut_off() {
        assert_eq!(alike("ann reyes rent", "Ann Reyes re"), (true, 0, 0));
        assert_eq!(alike("ann reyes rent BGC", "ann reyes BGC"), (true, 0, 1));
        assert_eq!(alike("ann r", "bo s"), (false, 2, 0));
        assert_eq!(alike("ann reyes", "ann santos"), (true, 1, 0));
    }

    #[test]
    fn an_empty_text_says_nothing() {
        let (vocabulary, read) = Vocabulary::of(["", "ann"].into_iter());
        assert_eq!(vocabulary.kind(&read[0], &read[1]), KINDS - 1);
    }

    #[test]
    fn a_rare_word_says_more() {
        let memos = ["ann x", "ann y", "ann z", "bo x", "ann q"];
        let (vocabulary, read) = Vocabulary::of(memos.into_iter());
        let bits = |a: usize, b: usize| vocabulary.likeness(&read[a], &read[b]).bits;
        assert!(bits(0, 3) < bits(3, 3) && bits(0, 1) < bits(3, 3) - bits(0, 3) + 1e-6);
    }
}
