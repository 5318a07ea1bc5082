//! Identifiers made canonical quickly: the few thousand phones, accounts and addresses of a file
//! come again and again, and asking the numbering plan takes ten microseconds each time.

use std::hash::{DefaultHasher, Hasher};

use model::slot::Text;
use model::{Currency, Party, identifier};

/// Slots of the memory: about 10 MB when full. It is a matter of speed only; what is forgotten is
/// computed again.
const MEMORY_SLOTS: usize = 1 << 16;

/// Slots among which one text may stand: few enough to look through, many enough that two texts
/// hardly ever drive one another out.
const WAYS: usize = 8;

/// What was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
enum Asked {
    #[default]
    Nothing,
    Phone,
    Email,
}

/// One remembered answer; an empty answer means "not a valid one".
#[derive(Debug, Clone, Default)]
struct Remembered {
    hash: u64,
    asked: Asked,
    stated: String,
    canonical: String,
}

/// Canonical forms, remembered.
#[derive(Debug)]
pub(crate) struct Canonical {
    region: Option<String>,
    slots: Vec<Remembered>,
    currency: (String, Currency),
}

impl Canonical {
    /// For an exhibit whose phone numbers without a country code belong to `region`.
    pub(crate) fn new(region: Option<String>) -> Self {
        Self { region, slots: Vec::new(), currency: (String::new(), Currency::NONE) }
    }

    /// Fills phone and stated phone.
    pub(crate) fn phone(&mut self, stated: &str, party: &mut Party) {
        party.phone_stated.set(stated);
        party.phone.set(self.remember(Asked::Phone, stated));
    }

    /// Fills the e-mail; says whether it is one.
    pub(crate) fn email(&mut self, stated: &str, party: &mut Party) -> bool {
        party.email.set(self.remember(Asked::Email, stated));
        !party.email.is_empty()
    }

    fn remember(&mut self, asked: Asked, stated: &str) -> &str {
        if self.slots.is_empty() {
            self.slots.resize(MEMORY_SLOTS, Remembered::default());
        }
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(asked as u8);
        hasher.write(stated.as_bytes());
        let hash = hasher.finish();
        let bucket = usize::try_from(hash % (MEMORY_SLOTS / WAYS) as u64).unwrap_or(0) * WAYS;
        let Some(ways) = self.slots.get_mut(bucket..bucket + WAYS) else { return "" };
        let same =
            |slot: &Remembered| slot.hash == hash && slot.asked == asked && slot.stated == stated;
        let known = ways.iter().position(same);
        // Which one gives way follows from the text alone, so that two runs do the same work.
        let way = known.unwrap_or(usize::try_from(hash >> 32).unwrap_or(0) % WAYS);
        let Some(slot) = ways.get_mut(way) else { return "" };
        if known.is_none() {
            let canonical = match asked {
                Asked::Phone => identifier::phone(stated, self.region.as_deref()),
                Asked::Email => identifier::email(stated),
                Asked::Nothing => None,
            };
            (slot.hash, slot.asked) = (hash, asked);
            stated.clone_into(&mut slot.stated);
            slot.canonical = canonical.unwrap_or_default();
        }
        &slot.canonical
    }

    /// The currency of this code; an empty code is none, an unknown one an error.
    pub(crate) fn currency(&mut self, code: &str) -> Result<Currency, ()> {
        if code.is_empty() {
            return Ok(Currency::NONE);
        }
        if self.currency.0 != code {
            self.currency = (code.to_owned(), Currency::from_code(code).ok_or(())?);
        }
        Ok(self.currency.1)
    }
}

/// Fills a canonical account. The same as [`identifier::account`], and without new memory for
/// whatever cannot be an IBAN.
pub(crate) fn account(platform: &str, id: &str, out: &mut Text) {
    let mut first = id.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let may_be_iban = first.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && first.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && first.next().is_some_and(|byte| byte.is_ascii_digit());
    let plain_platform = platform.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_uppercase());
    if may_be_iban || !plain_platform || !id.is_ascii() || id.len() > 64 {
        out.set(&identifier::account(platform, id).unwrap_or_default());
        return;
    }
    let id = id.trim();
    out.clear();
    if id.is_empty() {
        return;
    }
    let buffer = out.buffer();
    buffer.push_str(if platform.is_empty() { "account" } else { platform });
    buffer.push(':');
    buffer.push_str(id);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remembered_phone_is_the_computed_one() {
        let mut canonical = Canonical::new(Some("IT".into()));
        let mut party = Party::default();
        for stated in ["02 6633 4455", "+63 917 123 4567", "02 6633 4455", "n/a"] {
            canonical.phone(stated, &mut party);
            let computed = identifier::phone(stated, Some("IT")).unwrap_or_default();
            assert_eq!((&*party.phone, &*party.phone_stated), (computed.as_str(), stated));
        }
    }

    #[test]
    fn currencies_are_known_or_refused() {
        let mut canonical = Canonical::new(None);
        assert_eq!(canonical.currency("eur").map(|c| c.to_string()), Ok("EUR".into()));
        assert_eq!(canonical.currency("eur").map(|c| c.to_string()), Ok("EUR".into()));
        assert_eq!(canonical.currency(""), Ok(Currency::NONE));
        assert_eq!(canonical.currency("EURO"), Err(()));
    }

    proptest::proptest! {
        #[test]
        fn the_quick_account_is_the_account(
            platform in "[a-z-]{0,6}|[A-Z ]{1,4}",
            id in "[ -~]{0,70}|IT60X0542811101000000123456|\\PC{0,9}",
        ) {
            let mut out = Text::default();
            account(&platform, &id, &mut out);
            let slow = identifier::account(&platform, &id).unwrap_or_default();
            proptest::prop_assert_eq!(&*out, slow.as_str());
        }
    }
}
