//! Who is protected, and by which spellings they can be known.

use std::collections::{BTreeMap, BTreeSet};

use analysis::Basis;
use model::RecordRef;
use model::views::{KeyId, Mention};
use serde::{Deserialize, Serialize};

use super::spell::Collected;
use super::table::Table;

/// Fewest letters of a handle or of the number of an account that is sought in texts.
const WORD_MIN: usize = 3;

/// Fewest digits of one that is digits alone: shorter ones are amounts and days as well.
const DIGITS_MIN: usize = 5;

/// Shortest address that is sought in texts.
const ADDRESS_MIN: usize = 8;

/// What people decided of parties, as far as it says who is protected.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Ruled {
    /// Keys that a person put into the category of victims, signed or not.
    pub(crate) victims: BTreeSet<String>,
    /// Keys of which two persons said that they are something else.
    pub(crate) others: BTreeSet<String>,
}

/// A protected party with everything it is known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Party {
    /// The number of its pseudonym.
    pub(crate) number: u64,
    /// The key by which findings name it.
    pub(crate) name: String,
    /// Its keys.
    pub(crate) keys: Vec<String>,
    /// Names as records state them.
    names: BTreeSet<String>,
    /// Handles, numbers of accounts and documents, e-mail addresses.
    words: BTreeSet<String>,
    /// Addresses that nobody else is stated with.
    addresses: BTreeSet<String>,
    /// Digits of telephone numbers, as they are written.
    phones: BTreeSet<String>,
}

/// The identities that are protected, with the first record of each, in the order of these records.
pub(crate) fn protected(
    basis: &Basis<'_>,
    ruled: &Ruled,
    table: &Table,
) -> Vec<(RecordRef, KeyId)> {
    let (keys, links) = (&basis.view.keys, basis.links());
    let of = |names: &BTreeSet<String>| -> BTreeSet<KeyId> {
        names.iter().filter_map(|name| keys.id(name)).map(|key| links.identity(key)).collect()
    };
    let (victims, others) = (of(&ruled.victims), of(&ruled.others));
    let given: BTreeSet<String> = table.given.iter().map(|one| one.key.clone()).collect();
    let mut held: BTreeSet<KeyId> = of(&given);
    held.extend(basis.guard().keys().iter().map(|key| links.identity(*key)));
    let held = held.into_iter().filter(|identity| !others.contains(identity));
    let mut held: BTreeSet<KeyId> = held.chain(victims).collect();
    if !held.is_empty() {
        let too = maybe_the_same(basis, &held).into_iter().filter(|one| !others.contains(one));
        held.extend(too.collect::<Vec<KeyId>>());
    }
    let mut first: BTreeMap<KeyId, RecordRef> = BTreeMap::new();
    for mention in &basis.view.mentions {
        let identity = links.identity(mention.key);
        if held.contains(&identity) {
            let slot = first.entry(identity).or_insert(mention.record);
            *slot = (*slot).min(mention.record);
        }
    }
    let last = RecordRef { exhibit: model::ExhibitId(u32::MAX), row: u64::MAX };
    let mut all: Vec<(RecordRef, KeyId)> =
        held.into_iter().map(|key| (first.get(&key).copied().unwrap_or(last), key)).collect();
    all.sort_unstable();
    all
}

/// Parties that are proposed as one person with one of these: what is said of the proposal would tell who that is.
fn maybe_the_same(basis: &Basis<'_>, held: &BTreeSet<KeyId>) -> BTreeSet<KeyId> {
    let identity = |key: &str| basis.view.keys.id(key).map(|key| basis.links().identity(key));
    let pairs = basis.persons().candidates.iter();
    let pairs = pairs.filter_map(|one| Some([identity(&one.left)?, identity(&one.right)?]));
    pairs.filter(|pair| pair.iter().any(|one| held.contains(one))).flatten().collect()
}

/// The parties of these identities, in their order, with what their keys and the records that state them say of each;
/// their numbers are given later.
pub(crate) fn parties(basis: &Basis<'_>, identities: &[(RecordRef, KeyId)]) -> Vec<Party> {
    if identities.is_empty() {
        return Vec::new();
    }
    let (view, links) = (basis.view, basis.links());
    let place: BTreeMap<KeyId, usize> =
        identities.iter().enumerate().map(|(at, (_, identity))| (*identity, at)).collect();
    let new = |(_, identity): &(RecordRef, KeyId)| Party::new(view.keys.text(*identity));
    let mut all: Vec<Party> = identities.iter().map(new).collect();
    let party = |key: KeyId| place.get(&links.identity(key)).copied();
    for key in (0..).take(view.keys.len()) {
        if let Some(party) = party(key).and_then(|at| all.get_mut(at)) {
            let key = view.keys.text(key);
            party.keys.push(key.to_owned());
            party.take_key(key);
        }
    }
    let is_weak =
        |key: &str| view.keys.id(key).is_some_and(|key| links.weak().binary_search(&key).is_ok());
    let mut of_others: BTreeSet<&str> = BTreeSet::new();
    for mention in &view.mentions {
        let texts = texts(basis, mention);
        match party(mention.key).and_then(|at| all.get_mut(at)) {
            Some(party) => party.take_mention(&texts, &is_weak),
            None => drop(of_others.insert(texts[7])),
        }
    }
    // A house has several doors: an address of others as well would put a pseudonym on them.
    for party in &mut all {
        party.addresses.retain(|address| !of_others.contains(address.as_str()));
    }
    all
}

fn texts<'b>(basis: &Basis<'b>, mention: &Mention) -> [&'b str; 9] {
    mention.parts.map(|part| if part == 0 { "" } else { basis.view.texts.text(part) })
}

impl Party {
    /// A party of this name, without a number yet.
    fn new(name: &str) -> Self {
        Self {
            number: 0,
            name: name.to_owned(),
            keys: Vec::new(),
            names: BTreeSet::new(),
            words: BTreeSet::new(),
            addresses: BTreeSet::new(),
            phones: BTreeSet::new(),
        }
    }

    /// A party of whom no record speaks any more.
    pub(crate) fn of_key(number: u64, key: &str) -> Self {
        let mut party = Self { number, keys: vec![key.to_owned()], ..Self::new(key) };
        party.take_key(key);
        party
    }

    fn take_key(&mut self, key: &str) {
        match key.split_once(':') {
            Some(("phone" | "phone-as-stated", phone)) => self.take_phone(phone),
            Some(("name", name)) => self.take_name(name),
            Some((_, id)) => self.take_word(id),
            None => self.take_word(key),
        }
    }

    fn take_mention(&mut self, parts: &[&str; 9], is_weak: &dyn Fn(&str) -> bool) {
        let [name, account, handle, phone, phone_stated, email, document, address, _] = *parts;
        self.take_name(name);
        if !account.is_empty() {
            self.take_key(account);
        }
        if !handle.is_empty() && !is_weak(&format!("handle:{handle}")) {
            self.take_word(handle);
        }
        if !is_weak(&format!("phone:{phone}"))
            && !is_weak(&format!("phone-as-stated:{phone_stated}"))
        {
            self.take_phone(phone);
            self.take_phone(phone_stated);
        }
        if !is_weak(&format!("email:{email}")) {
            self.take_word(email);
        }
        if !is_weak(&format!("document:{document}")) {
            self.take_word(document.split_once(':').map_or(document, |(_, number)| number));
        }
        if address.chars().count() >= ADDRESS_MIN {
            self.addresses.insert(address.to_owned());
        }
    }

    /// A name of one word is a word of the language as well: it is sought in the fields of its party alone.
    fn take_name(&mut self, name: &str) {
        if name_words(name).len() > 1 {
            self.names.insert(name.trim().to_owned());
        }
    }

    fn take_word(&mut self, word: &str) {
        let word = word.trim();
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
        let digits = word.chars().filter(char::is_ascii_digit).count();
        if letters < WORD_MIN || (letters == digits && digits < DIGITS_MIN) {
            return;
        }
        if letters == digits {
            self.take_phone(word);
        }
        self.words.insert(word.to_owned());
    }

    fn take_phone(&mut self, phone: &str) {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        if phone.chars().any(char::is_alphabetic) || digits.is_empty() {
            if !phone.is_empty() {
                self.words.insert(phone.to_owned());
            }
            return;
        }
        self.phones.insert(digits.trim_start_matches("00").to_owned());
        self.phones.insert(digits);
    }

    /// Adds every spelling of it.
    pub(crate) fn spell(&self, all: &mut Collected) {
        for key in &self.keys {
            all.key(key, self.number);
        }
        for name in &self.names {
            for spelling in name_spellings(name) {
                all.word(&spelling, self.number);
            }
        }
        for word in self.words.iter().chain(&self.addresses) {
            all.word(word, self.number);
            if let Some(spelling) = grouped(word) {
                all.word(&spelling, self.number);
            }
        }
        for digits in &self.phones {
            for written in phone_spellings(digits) {
                all.phone(&written, self.number);
            }
        }
    }
}

fn name_words(name: &str) -> Vec<&str> {
    name.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect()
}

/// What joins the parts of a name in texts, tables and names of files.
const JOINTS: [&str; 8] = [" ", ", ", ",", ";", "_", ".", "-", ""];

/// A name as stated, with its last part first, and with its first part last, in each way to join them.
fn name_spellings(name: &str) -> BTreeSet<String> {
    let words = name_words(name);
    let mut spellings = BTreeSet::from([name.to_owned()]);
    for at in 0..words.len() {
        let (head, tail) = words.split_at(at);
        let turned: Vec<&str> = tail.iter().chain(head).copied().collect();
        for joint in JOINTS {
            spellings.insert(turned.join(joint));
        }
        spellings.insert(format!("{}, {}", tail.join(" "), head.join(" ")));
    }
    spellings.retain(|one| one.chars().filter(|c| c.is_alphanumeric()).count() > WORD_MIN);
    spellings
}

/// An international account number as papers print it, in groups of four.
fn grouped(word: &str) -> Option<String> {
    let iban = model::identifier::iban(word)?;
    let groups: Vec<String> = iban
        .as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    Some(groups.join(" "))
}

/// Digits of a number with its calling code, with `00` before it, and without it (one to three digits less).
fn phone_spellings(digits: &str) -> BTreeSet<String> {
    /// Shortest number that is sought without its calling code.
    const NATIONAL_MIN: usize = 8;
    let mut spellings = BTreeSet::from([digits.to_owned(), format!("00{digits}")]);
    for code in 1..=3 {
        if let Some(national) = digits.get(code..).filter(|rest| rest.len() >= NATIONAL_MIN) {
            spellings.insert(national.to_owned());
            spellings.insert(format!("0{national}"));
        }
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_sought_in_every_order_and_a_single_word_not_at_all() {
        let spellings = name_spellings("Maria  Dela Cruz");
        for one in ["Maria Dela Cruz", "Dela Cruz, Maria", "Cruz Maria Dela", "maria_dela_cruz"] {
            assert!(
                spellings.iter().any(|own| own.eq_ignore_ascii_case(one)),
                "{one}: {spellings:?}"
            );
        }
        let mut party = Party::of_key(1, "name:anna");
        party.take_mention(
            &["Anna", "app:51", "a1", "+393471234567", "", "", "passport:YA1", "", ""],
            &|_| false,
        );
        assert_eq!((party.names.len(), party.words.len()), (0, 1), "{party:?}");
        assert_eq!(party.phones.len(), 1);
    }

    #[test]
    fn a_number_of_a_shop_is_not_the_childs() {
        let mut party = Party::of_key(1, "app:51");
        let parts = ["", "app:51", "", "+390212345678", "", "", "", "", ""];
        party.take_mention(&parts, &|key| key == "phone:+390212345678");
        assert!(party.phones.is_empty());
    }
}
