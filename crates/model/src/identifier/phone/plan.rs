//! The numbering plans, compiled for one question: is this number valid as it stands?
//!
//! The rules are libphonenumber's `isValidNumber` and, for a number with its calling code, the one
//! condition under which `parse` leaves its digits alone: the national prefix of the code's main
//! region does not begin it.

use std::sync::{LazyLock, OnceLock};

use prost::Message;
use rlibphonenumber::{PhoneMetadata, PhoneMetadataCollection, PhoneNumberDesc, PhoneNumberUtil};

use super::pattern::Pattern;

/// libphonenumber's metadata (`data/README.md` says which and where from). Both the library and the
/// compiled rules are made of it, so they cannot differ in age.
static DATA: &[u8] = include_bytes!("../../../data/numbering-plan.bin");

/// Calling codes have one to three digits.
const CODES: usize = 1_000;

/// The plans of the world. Reading them takes some ten milliseconds, once.
pub(super) static PLAN: LazyLock<Plan> = LazyLock::new(Plan::read);

/// The library, and beside it what each calling code allows.
pub(super) struct Plan {
    library: PhoneNumberUtil,
    codes: Vec<Code>,
}

/// A calling code: its regions, the main one first, and their rules once a number asked for them.
#[derive(Default)]
struct Code {
    regions: Vec<PhoneMetadata>,
    rules: OnceLock<Rules>,
}

/// What a calling code allows.
struct Rules {
    /// What `parse` may take off the digits after the code.
    national_prefix: Option<Pattern>,
    regions: Vec<RegionRules>,
}

/// What one region allows.
struct RegionRules {
    /// First digits that are this region's alone; looked at where regions share a code.
    leading: Option<Pattern>,
    general: Kind,
    /// Mobile, fixed line, …: a number is valid if it is of one of them.
    kinds: Vec<Kind>,
}

/// A kind of number: its lengths and its pattern.
struct Kind {
    /// Bit `n` for `n` digits; 0 where the pattern alone decides.
    lengths: u32,
    /// Over the whole number; `None` matches nothing.
    pattern: Option<Pattern>,
}

impl Plan {
    #[expect(
        clippy::expect_used,
        reason = "a constant of the program, read by every test of phones"
    )]
    fn read() -> Self {
        let data = PhoneMetadataCollection::decode(DATA).expect("the numbering plan is whole");
        let mut codes: Vec<Code> = Vec::new();
        codes.resize_with(CODES, Code::default);
        for region in &data.metadata {
            let code = usize::try_from(region.country_code()).ok().and_then(|at| codes.get_mut(at));
            let Some(code) = code else { continue };
            let at = if region.main_country_for_code() { 0 } else { code.regions.len() };
            code.regions.insert(at, region.clone());
        }
        let library = PhoneNumberUtil::new_for_metadata(data).expect("the plan has regions");
        Self { library, codes }
    }

    /// The library, made of these plans.
    pub(super) fn library(&self) -> &PhoneNumberUtil {
        &self.library
    }

    /// Whether these digits, calling code first, are a valid number as they stand. `false` says only
    /// that they may be none.
    pub(super) fn knows(&self, digits: &[u8]) -> bool {
        self.split(digits).is_some_and(|(code, national)| code.rules().know(national))
    }

    /// The calling code, the shortest that some plan has, and what follows it.
    fn split<'a>(&self, digits: &'a [u8]) -> Option<(&Code, &'a [u8])> {
        let mut value = 0;
        for (length, digit) in (1..=3).zip(digits) {
            value = value * 10 + usize::from(digit.checked_sub(b'0')?);
            let code = self.codes.get(value).filter(|code| !code.regions.is_empty());
            if let Some(code) = code.filter(|_| digits.first() != Some(&b'0')) {
                return Some((code, digits.get(length..)?));
            }
        }
        None
    }
}

impl Code {
    fn rules(&self) -> &Rules {
        self.rules.get_or_init(|| Rules {
            national_prefix: self.regions.first().and_then(national_prefix),
            regions: self.regions.iter().map(RegionRules::new).collect(),
        })
    }
}

impl Rules {
    fn know(&self, national: &[u8]) -> bool {
        if self.national_prefix.as_ref().is_some_and(|prefix| prefix.is_match(national)) {
            return false;
        }
        if let [only] = self.regions.as_slice() {
            return only.allows(national);
        }
        let answer = self.regions.iter().find_map(|region| {
            let allowed = region.allows(national);
            let own = || region.leading.as_ref().is_some_and(|own| own.is_match(national));
            (allowed || own()).then_some(allowed)
        });
        answer.unwrap_or(false)
    }
}

impl RegionRules {
    #[expect(deprecated, reason = "meant for the library's wrapper, which empties these fields")]
    fn new(region: &PhoneMetadata) -> Self {
        let kinds = [
            &region.mobile,
            &region.fixed_line,
            &region.voip,
            &region.toll_free,
            &region.premium_rate,
            &region.shared_cost,
            &region.personal_number,
            &region.pager,
            &region.uan,
            &region.voicemail,
        ];
        Self {
            leading: region.leading_digits.as_deref().and_then(at_start),
            general: Kind::new(region.general_desc.as_ref()),
            kinds: kinds
                .into_iter()
                .map(|kind| Kind::new(kind.as_ref()))
                .filter(|kind| kind.pattern.is_some())
                .collect(),
        }
    }

    fn allows(&self, national: &[u8]) -> bool {
        self.general.fits(national) && self.kinds.iter().any(|kind| kind.fits(national))
    }
}

impl Kind {
    #[expect(deprecated, reason = "meant for the library's wrapper, which empties this field")]
    fn new(kind: Option<&PhoneNumberDesc>) -> Self {
        let Some(kind) = kind else { return Self { lengths: 0, pattern: None } };
        let lengths = kind.possible_length.iter().flat_map(|length| u32::try_from(*length));
        Self {
            lengths: lengths.filter_map(|n| 1_u32.checked_shl(n)).fold(0, |all, bit| all | bit),
            pattern: kind.national_number_pattern.as_deref().and_then(Pattern::new),
        }
    }

    fn fits(&self, national: &[u8]) -> bool {
        let length_fits = self.lengths == 0
            || u32::try_from(national.len())
                .is_ok_and(|n| self.lengths.checked_shr(n).unwrap_or(0) & 1 == 1);
        length_fits && self.pattern.as_ref().is_some_and(|pattern| pattern.is_match(national))
    }
}

#[expect(deprecated, reason = "meant for the library's wrapper, which empties this field")]
fn national_prefix(region: &PhoneMetadata) -> Option<Pattern> {
    region.national_prefix_for_parsing.as_deref().and_then(at_start)
}

/// The data hold each pattern as `^(?:…)$`; these questions are about the beginning alone.
fn at_start(pattern: &str) -> Option<Pattern> {
    Pattern::new(pattern.strip_suffix('$').unwrap_or(pattern))
}

/// An example of each kind of number of each region, in E.164.
#[cfg(test)]
#[expect(deprecated, reason = "meant for the library's wrapper, which empties these fields")]
pub(super) fn examples() -> Vec<String> {
    let mut examples = Vec::new();
    for region in PLAN.codes.iter().flat_map(|code| &code.regions) {
        let kinds = [&region.mobile, &region.fixed_line, &region.toll_free, &region.voip];
        for number in kinds.into_iter().flatten().filter_map(|kind| kind.example_number.as_ref()) {
            examples.push(format!("+{}{number}", region.country_code()));
        }
    }
    examples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_of_every_plan_compiles_and_knows_its_examples() {
        let known = examples().iter().filter(|text| PLAN.knows(&text.as_bytes()[1..])).count();
        let compiled =
            PLAN.codes.iter().filter(|code| !code.regions.is_empty()).map(Code::rules).count();
        assert!(compiled > 200 && known > 600, "{compiled} codes, {known} examples");
    }
}
