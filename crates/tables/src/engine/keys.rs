//! Keys by number while a view is loaded: each text once, in one block of memory.

use model::views::{KeyId, Keys};
use twox_hash::XxHash64;

use crate::fault::TablesFault;

/// Texts numbered in the order they came; [`Interner::finish`] gives their sorted numbers.
#[derive(Debug)]
pub(super) struct Interner {
    bytes: String,
    ends: Vec<usize>,
    hashes: Vec<u32>,
    /// Number of a text plus one, at its hash or after it; 0 is free. Length a power of two.
    slots: Vec<u32>,
}

/// Slots at the start; doubled whenever half of them are taken.
const SLOTS_MIN: usize = 1 << 10;

impl Default for Interner {
    fn default() -> Self {
        let mut interner = Self {
            bytes: String::new(),
            ends: Vec::new(),
            hashes: Vec::new(),
            slots: vec![0; SLOTS_MIN],
        };
        // Number 0 stands for "not stated"; it sorts first and keeps its number.
        interner.push("", hash_of(""));
        interner
    }
}

fn hash_of(text: &str) -> u32 {
    let wide = XxHash64::oneshot(0, text.as_bytes()).to_le_bytes();
    let [a, b, c, d, ..] = wide;
    u32::from_le_bytes([a, b, c, d])
}

impl Interner {
    /// The number of a text, new or known; 0 for the empty text.
    pub(super) fn id(&mut self, text: &str) -> Result<KeyId, TablesFault> {
        if text.is_empty() {
            return Ok(0);
        }
        let hash = hash_of(text);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while let Some(slot) = self.slots.get(at).copied().filter(|slot| *slot != 0) {
            let known = slot - 1;
            if self.hashes.get(known as usize) == Some(&hash) && self.text(known) == text {
                return Ok(known);
            }
            at = (at + 1) & mask;
        }
        let id = KeyId::try_from(self.ends.len()).map_err(|_| TablesFault::TooManyKeys)?;
        if id == KeyId::MAX {
            return Err(TablesFault::TooManyKeys);
        }
        self.push(text, hash);
        Ok(id)
    }

    fn push(&mut self, text: &str, hash: u32) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
        self.hashes.push(hash);
        if self.hashes.len() * 2 > self.slots.len() {
            self.slots = vec![0; self.slots.len() * 2];
            for id in 0..self.hashes.len() {
                self.place(id);
            }
        } else {
            self.place(self.hashes.len() - 1);
        }
    }

    /// Puts a text that is in no slot into the first free one.
    fn place(&mut self, id: usize) {
        let mask = self.slots.len() - 1;
        let mut at = self.hashes.get(id).map_or(0, |hash| *hash as usize) & mask;
        while self.slots.get(at).is_some_and(|slot| *slot != 0) {
            at = (at + 1) & mask;
        }
        if let Some(slot) = self.slots.get_mut(at) {
            // Below `KeyId::MAX`: checked when the number was given.
            *slot = KeyId::try_from(id + 1).unwrap_or(KeyId::MAX);
        }
    }

    pub(super) fn text(&self, id: KeyId) -> &str {
        let id = id as usize;
        let start = id.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(id).copied().unwrap_or(0);
        self.bytes.get(start.unwrap_or(0)..end).unwrap_or("")
    }

    /// The keys in ascending order, and for each number given so far its number among them.
    pub(super) fn finish(mut self) -> (Keys, Vec<KeyId>) {
        self.slots = Vec::new();
        self.hashes = Vec::new();
        let count = KeyId::try_from(self.ends.len()).unwrap_or(KeyId::MAX);
        // The first eight bytes decide nearly every comparison without touching the text.
        let mut order: Vec<(u64, KeyId)> =
            (0..count).map(|id| (first_bytes(self.text(id)), id)).collect();
        order.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| self.text(a.1).cmp(self.text(b.1)))
        });
        let mut rank = vec![0; order.len()];
        let mut texts = Vec::with_capacity(order.len());
        for (place, (_, id)) in (0..count).zip(&order) {
            texts.push(self.text(*id).to_owned());
            if let Some(rank) = rank.get_mut(*id as usize) {
                *rank = place;
            }
        }
        (Keys::from_sorted(texts), rank)
    }
}

fn first_bytes(text: &str) -> u64 {
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]
        #[test]
        fn numbers_lead_to_sorted_texts(
            texts in proptest::collection::vec("[a-c]{0,3}|\\PC{0,12}", 0..60),
        ) {
            let mut interner = Interner::default();
            let ids: Vec<_> = texts.iter().map(|text| interner.id(text).unwrap()).collect();
            let (keys, rank) = interner.finish();
            for (text, id) in texts.iter().zip(ids) {
                proptest::prop_assert_eq!(keys.text(rank[id as usize]), text);
                proptest::prop_assert_eq!(keys.id(text), Some(rank[id as usize]));
            }
            proptest::prop_assert_eq!(keys.text(0), "");
        }
    }

    #[test]
    fn grows_past_its_first_slots() {
        let mut interner = Interner::default();
        for number in 0..5_000 {
            interner.id(&format!("key {number}")).unwrap();
        }
        assert_eq!(interner.id("key 4711").unwrap(), 4712);
        assert_eq!(interner.finish().0.len(), 5_001);
    }
}
