//! Links: which keys are one identity because a record states their exact identifiers together.
//!
//! Only typed exact identifiers link (account, phone, e-mail, document). A name never does; a
//! phone as stated, before it is canonical, never does; a handle only where it is stated with a
//! single account in the whole case, because it can change hands. An identifier stated with more
//! than [`ACCOUNTS_MAX`] accounts is weak (an agent's phone, a family's e-mail) and links nothing.

use std::collections::BTreeMap;

use model::views::{CaseView, KeyId, Keys, Together};

/// Most accounts one identifier may be stated with and still link them: a person holds a handful,
/// a shop's phone hundreds.
pub const ACCOUNTS_MAX: usize = 5;

/// Identities by key: a union of keys, named by its lowest key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    root: BTreeMap<KeyId, KeyId>,
    weak: Vec<KeyId>,
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
        let held = Held::count(&view.keys, &view.together);
        let mut links = Self::default();
        for pair in &view.together {
            if held.binds(&view.keys, pair.key) && held.binds(&view.keys, pair.other) {
                links.join(pair.key, pair.other);
            }
        }
        links.weak = held.weak();
        links
    }

    /// The identity a key belongs to: the lowest key of its union, itself where nothing links it.
    pub fn identity(&self, key: KeyId) -> KeyId {
        let mut at = key;
        while let Some(up) = self.root.get(&at) {
            at = *up;
        }
        at
    }

    /// Identifiers that were stated with too many accounts to link anything, in ascending order.
    pub fn weak(&self) -> &[KeyId] {
        &self.weak
    }

    /// The identity of a key, leaving every key on the way pointing straight at it.
    fn shorten(&mut self, key: KeyId) -> KeyId {
        let top = self.identity(key);
        let mut at = key;
        while at != top {
            let up = self.root.insert(at, top);
            at = up.unwrap_or(top);
        }
        top
    }

    fn join(&mut self, left: KeyId, right: KeyId) {
        let (left, right) = (self.shorten(left), self.shorten(right));
        if left != right {
            self.root.insert(left.max(right), left.min(right));
        }
    }
}

/// With how many accounts each identifier is stated.
struct Held(BTreeMap<KeyId, usize>);

impl Held {
    fn count(keys: &Keys, together: &[Together]) -> Self {
        let mut pairs: Vec<(KeyId, KeyId)> = together
            .iter()
            .flat_map(|pair| [(pair.key, pair.other), (pair.other, pair.key)])
            .filter(|&(_, account)| Sort::of(keys.text(account)) == Sort::Account)
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut accounts = BTreeMap::new();
        for (identifier, _) in pairs {
            *accounts.entry(identifier).or_insert(0) += 1;
        }
        Self(accounts)
    }

    fn binds(&self, keys: &Keys, key: KeyId) -> bool {
        let accounts = self.0.get(&key).copied().unwrap_or(0);
        match Sort::of(keys.text(key)) {
            Sort::Account | Sort::Exact => accounts <= ACCOUNTS_MAX,
            Sort::Handle => accounts == 1,
            Sort::Loose => false,
        }
    }

    fn weak(&self) -> Vec<KeyId> {
        self.0.iter().filter(|(_, count)| **count > ACCOUNTS_MAX).map(|(key, _)| *key).collect()
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
