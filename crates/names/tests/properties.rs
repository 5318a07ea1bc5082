//! What holds for any two texts.

use proptest::prelude::*;
use tutela_names::{
    Level, Likeness, Name, WORDS_MAX, blocking_keys, compare, dates, handles, masked,
};

/// Pieces that names are made of, and some that they are not.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "Maria",
            "DE LA",
            "Cruz",
            "D'",
            "al-",
            "Jr.",
            "III",
            ",",
            "J.",
            "S.A.",
            "Ltd",
            "García",
            "Сергей",
            "محمد",
            "عبد ال",
            "דוד",
            "マリア",
            "王小明",
            "이재명",
            "ÇĞ",
            "-",
            "Ma.",
            "van",
            "Dr",
            "2007-1",
            "Sech1n",
            "ß",
            "\u{301}",
            "\u{200D}",
            "ﷺ",
            "Γκ",
            "x",
            "נ׳",
        ])
        .prop_map(str::to_owned),
        "[A-Za-z]{1,12}",
        "\\PC{0,6}",
    ];
    let sign = prop::sample::select(vec![" ", "", "-", ", ", "."]);
    prop::collection::vec((piece, sign), 0..8)
        .prop_map(|parts| parts.into_iter().map(|(piece, sign)| piece + sign).collect())
}

fn like(a: &str, b: &str) -> Likeness {
    compare(&Name::read(a), &Name::read(b))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn comparing_does_not_depend_on_which_comes_first(a in text(), b in text()) {
        prop_assert_eq!(like(&a, &b), like(&b, &a));
    }

    #[test]
    fn a_name_is_the_same_as_itself(a in text()) {
        let found = like(&a, &a);
        let words = Name::read(&a);
        if words.words().iter().any(|w| w.text().len() > 1 && w.kind() == tutela_names::Kind::Word) {
            prop_assert!(found.score >= 0.5, "{:?}", found);
        }
        if words.is_empty() {
            prop_assert_eq!(found, Likeness::NONE);
        }
    }

    #[test]
    fn a_score_is_a_share_and_fits_its_level(a in text(), b in text()) {
        let found = like(&a, &b);
        prop_assert!((0.0..=1.0).contains(&found.score));
        if found.level >= Level::Variant {
            prop_assert!(found.score >= tutela_names::MATCH);
        }
    }

    #[test]
    fn case_and_outer_blanks_change_nothing_for_single_case_words(words in prop::collection::vec("[a-z]{2,10}", 1..5)) {
        let text = words.join(" ");
        let found = like(&text, &format!("  {}  ", text.to_uppercase()));
        prop_assert!(found.score > 0.9, "{text}: {found:?}");
    }

    #[test]
    fn order_of_words_costs_little(mut words in prop::collection::vec("[bcdfgklmnprst][aeiou][bcdfgklmnprst]{2}[aeiou]{3}", 2..5)) {
        let text = words.join(" ");
        words.reverse();
        let found = like(&text, &words.join(" "));
        prop_assert!(found.score >= 0.95, "{text}: {found:?}");
    }

    #[test]
    fn any_text_is_read_within_bounds(text in "\\PC{0,400}", more in ".{0,400}") {
        for text in [text, more] {
            let name = Name::read(&text);
            prop_assert!(name.words().len() <= WORDS_MAX);
            prop_assert!(name.words().iter().all(|w| w.text().len() <= 24 && w.particle().len() <= 24));
            prop_assert!(blocking_keys(&name).len() <= WORDS_MAX * 8);
            prop_assert_eq!(blocking_keys(&name).is_empty(), name.is_empty());
        }
    }

    #[test]
    fn the_rest_is_symmetric_too(a in "\\PC{0,40}", b in "\\PC{0,40}", x in any::<(u16, Option<u8>, Option<u8>)>(), y in any::<(u16, Option<u8>, Option<u8>)>()) {
        prop_assert_eq!(handles::compare(&a, &b), handles::compare(&b, &a));
        let (m, n) = (masked::Masked::read(&a), masked::Masked::read(&b));
        prop_assert_eq!(masked::compare(&m, &n), masked::compare(&n, &m));
        let date = |(year, month, day)| dates::BirthDate { year, month, day };
        prop_assert_eq!(dates::compare(date(x), date(y)), dates::compare(date(y), date(x)));
    }
}
