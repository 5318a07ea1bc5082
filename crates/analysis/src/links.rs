//! Links: which keys are one identity because a record states their exact identifiers together.
//!
//! Only typed exact identifiers link (account, phone, e-mail, document). A name never does; a
//! phone as stated, before it is canonical, never does; a handle only where it is stated with a
//! single account in the whole case, because it can change hands. An identifier stated with more
//! than [`ACCOUNTS_MAX`] accounts is weak (an agent's phone, a family's e-mail) and links nothing.
//!
//! What a person decided comes first. "Same" joins two keys, "not same" keeps them apart even where
//! an exact identifier would join them: the pair that would have joined them is not followed, and is a
//! [`Contradiction`]. Keys are named by their texts, so that a decision survives a new reading.

use std::collections::BTreeMap;

use model::RecordRef;
use model::views::{CaseView, KeyId, Keys, Together};
pub use resolve::{Decided, Verdict};

/// Most accounts one identifier may be stated with and still link them: a person holds a handful,
/// a shop's phone hundreds.
pub const ACCOUNTS_MAX: usize = 5;

/// Identities by key: a union of keys, named by its lowest key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// The identity of each key, by the key's number; keys beyond the end are their own.
    identities: Vec<KeyId>,
    weak: Vec<KeyId>,
    contradictions: Vec<Contradiction>,
}

/// Records that would join what a person decided is not the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contradiction {
    /// The keys that were not joined.
    pub keys: (KeyId, KeyId),
    /// The decision that keeps them apart.
    pub by: String,
    /// The records that state them together; none where another decision would have joined them.
    pub records: Vec<RecordRef>,
}

/// What sort of identifier a key is, by its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Account,
    Exact,
    Handle,
    Loose,
}

impl Sort {
    fn of(text: &str) -> Self {
        match text.split_once(':') {
            Some(("phone" | "email" | "document", _)) => Self::Exact,
            Some(("handle", _)) => Self::Handle,
            Some(("name" | "phone-as-stated", _)) | None => Self::Loose,
            Some(_) => Self::Account,
        }
    }
}

impl Links {
    /// Links of every pair of exact identifiers that one record states for one party.
    pub fn of(view: &CaseView) -> Self {
        Self::decided(view, &[])
    }

    /// The same, after what people decided: "not same" first, then "same", then the records.
    pub fn decided(view: &CaseView, decided: &[Decided]) -> Self {
        let held = Held::count(&view.keys, &view.together);
        let mut union = Union { up: (0..).take(view.keys.len()).collect(), apart: Vec::new() };
        let mut decided: Vec<&Decided> = decided.iter().collect();
        decided.sort_unstable();
        let both = |one: &Decided| Some((view.keys.id(&one.left)?, view.keys.id(&one.right)?));
        let of = |verdict| {
            let those = decided.iter().filter(move |one| one.verdict == verdict);
            those.filter_map(|one| Some((both(one)?, one.by.clone()))).collect::<Vec<_>>()
        };
        union.apart = of(Verdict::NotSame);
        let mut refused: BTreeMap<(KeyId, KeyId, String), Vec<RecordRef>> = BTreeMap::new();
        for ((left, right), _) in of(Verdict::Same) {
            if let Some(by) = union.join(left, right) {
                refused.entry((left.min(right), left.max(right), by)).or_default();
            }
        }
        let mut pairs: Vec<&Together> = view.together.iter().collect();
        if !union.apart.is_empty() {
            // Which pair is followed decides which is refused: the order must be that of the keys.
            pairs.sort_unstable();
        }
        for pair in pairs {
            if held.binds(pair.key)
                && held.binds(pair.other)
                && let Some(by) = union.join(pair.key, pair.other)
            {
                let keys = (pair.key.min(pair.other), pair.key.max(pair.other), by);
                refused.entry(keys).or_default().push(pair.record);
            }
        }
        let contradictions = refused
            .into_iter()
            .map(|((left, right, by), records)| Contradiction { keys: (left, right), by, records });
        let contradictions = contradictions.collect();
        Self { identities: union.flat(), weak: held.weak(), contradictions }
    }

    /// Records against decisions, by key.
    pub fn contradictions(&self) -> &[Contradiction] {
        &self.contradictions
    }

    /// The identity a key belongs to: the lowest key of its union, itself where nothing links it.
    #[inline]
    pub fn identity(&self, key: KeyId) -> KeyId {
        self.identities.get(key as usize).copied().unwrap_or(key)
    }

    /// Identifiers that were stated with too many accounts to link anything, in ascending order.
    pub fn weak(&self) -> &[KeyId] {
        &self.weak
    }
}

/// Keys being joined; each points at a lower one of its union, or at itself.
struct Union {
    up: Vec<KeyId>,
    /// Keys that stay apart, and the decision that says so.
    apart: Vec<((KeyId, KeyId), String)>,
}

impl Union {
    /// The lowest key of the union, leaving every key on the way pointing nearer to it.
    fn lowest(&mut self, mut key: KeyId) -> KeyId {
        loop {
            let up = self.above(key);
            let top = self.above(up);
            if up == top {
                return up;
            }
            if let Some(slot) = self.up.get_mut(key as usize) {
                *slot = top;
            }
            key = top;
        }
    }

    fn above(&self, key: KeyId) -> KeyId {
        self.up.get(key as usize).copied().unwrap_or(key)
    }

    /// Joins two keys; where a decision keeps their unions apart, says which.
    fn join(&mut self, left: KeyId, right: KeyId) -> Option<String> {
        let (left, right) = (self.lowest(left), self.lowest(right));
        if left != right
            && let Some(by) = self.barred(left, right)
        {
            return Some(by);
        }
        if let Some(slot) = self.up.get_mut(left.max(right) as usize) {
            *slot = left.min(right);
        }
        None
    }

    fn barred(&mut self, left: KeyId, right: KeyId) -> Option<String> {
        let ends = |(a, b): (KeyId, KeyId)| (a.min(b), a.max(b));
        let wanted = ends((left, right));
        for at in 0..self.apart.len() {
            let Some(((a, b), by)) = self.apart.get(at).cloned() else { continue };
            if ends((self.lowest(a), self.lowest(b))) == wanted {
                return Some(by);
            }
        }
        None
    }

    /// The lowest key of the union of every key.
    fn flat(mut self) -> Vec<KeyId> {
        (0..).take(self.up.len()).map(|key| self.lowest(key)).collect()
    }
}

/// What each key is, and with how many accounts it is stated.
struct Held(Vec<(Sort, usize)>);

impl Held {
    fn count(keys: &Keys, together: &[Together]) -> Self {
        let mut held: Vec<(Sort, usize)> =
            (0..).take(keys.len()).map(|key| (Sort::of(keys.text(key)), 0)).collect();
        let is_account =
            |key: KeyId| held.get(key as usize).is_some_and(|(sort, _)| *sort == Sort::Account);
        let mut pairs: Vec<(KeyId, KeyId)> = together
            .iter()
            .flat_map(|pair| [(pair.key, pair.other), (pair.other, pair.key)])
            .filter(|&(_, account)| is_account(account))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        for (identifier, _) in pairs {
            if let Some((_, accounts)) = held.get_mut(identifier as usize) {
                *accounts += 1;
            }
        }
        Self(held)
    }

    fn binds(&self, key: KeyId) -> bool {
        match self.0.get(key as usize) {
            Some((Sort::Account | Sort::Exact, accounts)) => *accounts <= ACCOUNTS_MAX,
            Some((Sort::Handle, accounts)) => *accounts == 1,
            Some((Sort::Loose, _)) | None => false,
        }
    }

    fn weak(&self) -> Vec<KeyId> {
        let keys = (0..).zip(&self.0);
        keys.filter(|(_, (_, accounts))| *accounts > ACCOUNTS_MAX).map(|(key, _)| key).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{ExhibitId, RecordRef};

    fn view(together: &[(&str, &str)]) -> CaseView {
        let mut texts: Vec<String> =
            together.iter().flat_map(|(a, b)| [(*a).to_owned(), (*b).to_owned()]).collect();
        texts.sort_unstable();
        texts.dedup();
        let keys = Keys::from_sorted(texts);
        let record = RecordRef { exhibit: ExhibitId(1), row: 1 };
        let id = |text: &str| keys.id(text).unwrap();
        let together =
            together.iter().map(|(a, b)| Together { key: id(a), other: id(b), record }).collect();
        CaseView { keys, together, ..CaseView::default() }
    }

    fn same(view: &CaseView, a: &str, b: &str) -> bool {
        let links = Links::of(view);
        let id = |text: &str| links.identity(view.keys.id(text).unwrap());
        id(a) == id(b)
    }

    #[test]
    fn exact_identifiers_link_over_steps() {
        let view =
            view(&[("mto:7", "phone:+39"), ("app:9", "phone:+39"), ("app:9", "email:a@b.c")]);
        assert!(same(&view, "mto:7", "email:a@b.c"));
    }

    #[test]
    fn what_a_person_decided_comes_before_the_records() {
        let view = view(&[
            ("mto:7", "phone:+39"),
            ("app:9", "phone:+39"),
            ("app:9", "email:a@b.c"),
            ("net:1", "name:ann"),
        ]);
        let decided = |left: &str, right: &str, verdict| Decided {
            left: left.to_owned(),
            right: right.to_owned(),
            verdict,
            by: format!("D-{left}"),
        };
        let links = Links::decided(
            &view,
            &[
                decided("mto:7", "app:9", Verdict::NotSame),
                decided("net:1", "app:9", Verdict::Same),
                decided("mto:7", "net:1", Verdict::Unsure),
                decided("gone:1", "app:9", Verdict::Same),
            ],
        );
        let of = |text: &str| links.identity(view.keys.id(text).unwrap());
        assert_ne!(of("mto:7"), of("app:9"));
        assert_eq!(of("net:1"), of("email:a@b.c"));
        let [found] = links.contradictions() else { panic!("{:?}", links.contradictions()) };
        assert_eq!((found.by.as_str(), found.records.len()), ("D-mto:7", 1));
    }

    #[test]
    fn a_name_never_links() {
        let view = view(&[("mto:7", "name:ann"), ("app:9", "name:ann")]);
        assert!(!same(&view, "mto:7", "app:9"));
    }

    #[test]
    fn an_identifier_of_many_links_nothing() {
        let many: Vec<String> = (0..6).map(|i| format!("mto:{i}")).collect();
        let pairs: Vec<(&str, &str)> = many.iter().map(|a| (a.as_str(), "phone:+1")).collect();
        let all = view(&pairs);
        assert!(!same(&all, "mto:0", "mto:1"));
        assert_eq!(Links::of(&all).weak(), [all.keys.id("phone:+1").unwrap()]);
        assert!(same(&view(&pairs[..5]), "mto:0", "mto:4"));
    }

    #[test]
    fn a_handle_links_only_where_it_is_stated_with_one_account() {
        let one = view(&[("app:9", "handle:sky"), ("app:9", "phone:+39")]);
        assert!(same(&one, "handle:sky", "phone:+39"));
        let two = view(&[("app:9", "handle:sky"), ("net:4", "handle:sky")]);
        assert!(!same(&two, "app:9", "net:4"));
    }
}
