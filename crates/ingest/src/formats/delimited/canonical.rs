//! Identifiers made canonical quickly: the few thousand addresses, and phones without their calling
//! code, of a file come again and again, and asking the numbering plan takes microseconds each time.

use model::slot::Text;
use model::{Currency, Party, identifier};

/// Buckets of the memory at first, so that a short exhibit costs little, …
const BUCKETS_MIN: usize = 1 << 6;

/// … and at most: about 10 MB when full. It is a matter of speed only; what is forgotten is computed
/// again.
const BUCKETS_MAX: usize = 1 << 13;

/// Texts remembered in a bucket: few enough to look through, many enough that two texts hardly ever
/// drive one another out.
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
    asked: Asked,
    stated: String,
    canonical: String,
}

/// Answers whose texts share some bits of their hashes. The hashes stand together, so that most
/// questions touch two lines of the processor's cache: this one and that of the answer.
#[derive(Debug, Clone, Default)]
struct Bucket {
    /// 0 where nothing is remembered.
    hashes: [u64; WAYS],
    answers: [Remembered; WAYS],
}

/// Canonical forms, remembered.
#[derive(Debug)]
pub(crate) struct Canonical {
    region: Option<String>,
    buckets: Vec<Bucket>,
    /// Answers remembered in them.
    remembered: usize,
    currency: (String, Currency),
}

impl Canonical {
    /// For an exhibit whose phone numbers without a country code belong to `region`.
    pub(crate) fn new(region: Option<String>) -> Self {
        Self {
            region,
            buckets: Vec::new(),
            remembered: 0,
            currency: (String::new(), Currency::NONE),
        }
    }

    /// Fills phone and stated phone.
    pub(crate) fn phone(&mut self, stated: &str, party: &mut Party) {
        party.phone_stated.set(stated);
        party.phone.clear();
        if !identifier::international(stated, party.phone.buffer()) {
            party.phone.set(self.remember(Asked::Phone, stated));
        }
    }

    /// Fills the e-mail; says whether it is one.
    pub(crate) fn email(&mut self, stated: &str, party: &mut Party) -> bool {
        party.email.set(self.remember(Asked::Email, stated));
        !party.email.is_empty()
    }

    fn remember(&mut self, asked: Asked, stated: &str) -> &str {
        if self.remembered * 2 >= self.buckets.len() * WAYS && self.buckets.len() < BUCKETS_MAX {
            self.grow();
        }
        let hash = hash(asked, stated.as_bytes());
        let count = self.buckets.len();
        let Some(bucket) = self.buckets.get_mut(position(hash, count)) else { return "" };
        let Bucket { hashes, answers } = bucket;
        let known = hashes.iter().zip(answers.iter()).position(|(own, answer)| {
            *own == hash && answer.asked == asked && answer.stated == stated
        });
        // Of a full bucket the way follows from the text, so that two runs do the same work.
        let way = known.or_else(|| hashes.iter().position(|own| *own == 0));
        let way = way.unwrap_or(usize::try_from(hash >> 48).unwrap_or(0) % WAYS);
        let (Some(own), Some(answer)) = (hashes.get_mut(way), answers.get_mut(way)) else {
            return "";
        };
        if known.is_none() {
            self.remembered += usize::from(*own == 0);
            let canonical = match asked {
                Asked::Phone => identifier::phone(stated, self.region.as_deref()),
                // A masked address is not one person's: whoever has as many letters has the same.
                Asked::Email => identifier::email(stated).filter(|_| !stated.contains("**")),
                Asked::Nothing => None,
            };
            (*own, answer.asked) = (hash, asked);
            stated.clone_into(&mut answer.stated);
            answer.canonical = canonical.unwrap_or_default();
        }
        &answer.canonical
    }

    /// Makes more room: what is remembered moves to its new bucket.
    fn grow(&mut self) {
        let before = std::mem::take(&mut self.buckets);
        let count = (before.len() * 4).clamp(BUCKETS_MIN, BUCKETS_MAX);
        self.buckets.resize(count, Bucket::default());
        self.remembered = 0;
        let kept =
            before.into_iter().flat_map(|bucket| bucket.hashes.into_iter().zip(bucket.answers));
        for (hash, answer) in kept.filter(|(hash, _)| *hash != 0) {
            let Some(bucket) = self.buckets.get_mut(position(hash, count)) else { continue };
            let Some(way) = bucket.hashes.iter().position(|own| *own == 0) else { continue };
            if let (Some(own), Some(slot)) =
                (bucket.hashes.get_mut(way), bucket.answers.get_mut(way))
            {
                (*own, *slot) = (hash, answer);
                self.remembered += 1;
            }
        }
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

/// The bucket of a hash among `count`, a power of two.
fn position(hash: u64, count: usize) -> usize {
    usize::try_from(hash >> 32).unwrap_or(0) & count.wrapping_sub(1)
}

/// A quick hash, never 0 (multiplication and rotation, as in FxHash). Texts that were made to
/// collide cost time and nothing else, and a worker's time is limited.
fn hash(asked: Asked, text: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |state: u64, word: u64| (state.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    let mut state = mix(asked as u64, text.len() as u64);
    let (words, rest) = text.as_chunks::<8>();
    for word in words {
        state = mix(state, u64::from_le_bytes(*word));
    }
    let last = rest.iter().fold(0, |last, byte| last << 8 | u64::from(*byte));
    let state = mix(state, last);
    (state ^ (state >> 29)) | 1
}

/// Fills a canonical account. The same as [`identifier::account`], and without new memory for
/// whatever cannot be an IBAN.
pub(crate) fn account(platform: &str, id: &str, out: &mut Text) {
    let mut first = id.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let may_be_iban = first.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && first.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && first.next().is_some_and(|byte| byte.is_ascii_digit());
    let plain_platform = platform.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_uppercase());
    let chain = identifier::is_chain_address(id.trim()) || identifier::chain(platform).is_some();
    if may_be_iban || chain || !plain_platform || !id.is_ascii() || id.len() > 64 {
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
    fn a_full_memory_still_gives_the_computed_phone() {
        let mut canonical = Canonical::new(None);
        let mut party = Party::default();
        for number in (0..20_000).chain(0..100) {
            let stated = format!("no phone {number}");
            canonical.phone(&stated, &mut party);
            assert_eq!((&*party.phone, &*party.phone_stated), ("", stated.as_str()));
        }
        canonical.phone("+39 347 123 4567", &mut party);
        assert_eq!(&*party.phone, "+393471234567");
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
