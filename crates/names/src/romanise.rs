//! Every script in Latin letters.
//!
//! Sources: ISO 9 and ICAO Doc 9303 part 3 (Cyrillic), ISO 843 / ELOT 743 (Greek), ISO 233 and ICAO 9303
//! (Arabic, consonants), ISO 259 (Hebrew, consonants), ISO 3602 / Hepburn (kana). Where they differ the
//! spelling common on passports is taken, since that is what the other side of a pair will show. Everything
//! else goes through `any_ascii`.

use crate::script::Script;

/// Writes one word in lower-case Latin letters.
pub(crate) fn romanise(word: &str, into: &mut String) {
    let mut last = None;
    for c in word.chars() {
        let lower = c.to_lowercase().next().unwrap_or(c);
        match Script::of(c) {
            _ if lower.is_ascii() => into.push(lower),
            Script::Cyrillic => into.push_str(table(CYRILLIC, lower)),
            Script::Greek => greek(lower, last, into),
            Script::Arabic => into.push_str(table(ARABIC, c)),
            Script::Hebrew => hebrew(c, into),
            Script::Kana => kana(c, into),
            _ => general(lower, into),
        }
        last = Some(lower);
    }
}

/// How a word is read where its Latin letters alone would hide it: Latin letters with diacritics that are
/// sounds of their own, and scripts without vowels, whose letters must not run together (`'` parts them).
pub(crate) fn heard(word: &str, script: Script) -> Option<String> {
    let mut text = String::with_capacity(word.len() * 2);
    match script {
        Script::Latin if !word.is_ascii() => {
            for c in word.chars() {
                let lower = c.to_lowercase().next().unwrap_or(c);
                match lower {
                    'č' | 'ć' => text.push_str("ch"),
                    'š' | 'ş' | 'ș' | 'ś' => text.push_str("sh"),
                    'ž' | 'ż' | 'ź' => text.push_str("zh"),
                    'ț' | 'ţ' => text.push_str("ts"),
                    _ if lower.is_ascii() => text.push(lower),
                    _ => general(lower, &mut text),
                }
            }
        }
        Script::Arabic | Script::Hebrew => {
            let mut letter = String::new();
            for c in word.chars() {
                if matches!(c, '\u{05F3}' | '\'') {
                    text.pop();
                    hebrew(c, &mut text);
                    text.push('\'');
                    continue;
                }
                letter.clear();
                romanise(c.encode_utf8(&mut [0; 4]), &mut letter);
                if letter == "sh" && text.ends_with("t'") {
                    text.truncate(text.len() - 2);
                    text.push_str("ch'");
                } else if !letter.is_empty() {
                    text.push_str(&letter);
                    text.push('\'');
                }
            }
        }
        _ => return None,
    }
    Some(text)
}

/// What `any_ascii` says, letters and digits only.
fn general(c: char, into: &mut String) {
    let ascii = any_ascii::any_ascii_char(c);
    into.extend(ascii.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
}

/// Looks one letter up; what is not there is a mark without sound.
fn table(pairs: &[(char, &'static str)], c: char) -> &'static str {
    pairs
        .binary_search_by_key(&c, |(letter, _)| *letter)
        .ok()
        .and_then(|at| pairs.get(at))
        .map_or("", |p| p.1)
}

fn greek(c: char, last: Option<char>, into: &mut String) {
    let bare = table(GREEK, c);
    match (last, bare) {
        (Some('ο' | 'Ο'), "y") => into.push('u'),
        (Some('α' | 'ε' | 'η'), "y") => into.push('v'),
        (Some('γ'), "k" | "g") if into.len() > 1 && into.ends_with('g') => {
            into.pop();
            into.push_str("ng");
        }
        (Some('μ'), "p") if into == "m" => {
            into.clear();
            into.push('b');
        }
        (Some('ν'), "t") if into == "n" => {
            into.clear();
            into.push('d');
        }
        _ => into.push_str(bare),
    }
}

fn hebrew(c: char, into: &mut String) {
    if matches!(c, '\u{05F3}' | '\'') {
        let (from, to) = match into.pop() {
            Some('g') => ("", "j"),
            Some('z') => ("", "zh"),
            Some('s') if into.ends_with('t') => ("t", "ch"),
            Some(other) => {
                into.push(other);
                return;
            }
            None => return,
        };
        into.truncate(into.len() - from.len());
        into.push_str(to);
        return;
    }
    into.push_str(table(HEBREW, c));
}

/// Katakana and hiragana syllables; a small vowel takes the place of the one before.
fn kana(c: char, into: &mut String) {
    // Hiragana lies 0x60 before katakana.
    let c = match u32::from(c) {
        at @ 0x3041..=0x3096 => char::from_u32(at + 0x60).unwrap_or(c),
        _ => c,
    };
    match c {
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ャ' | 'ュ' | 'ョ' => {
            let sound = table(KANA, c);
            let palatal = matches!(c, 'ャ' | 'ュ' | 'ョ');
            into.pop();
            if palatal && !into.ends_with("sh") && !into.ends_with("ch") && !into.ends_with('j') {
                into.push('y');
            } else if into.is_empty() {
                into.push('w');
            }
            into.push_str(sound);
        }
        _ => into.push_str(table(KANA, c)),
    }
}

const CYRILLIC: &[(char, &str)] = &[
    ('а', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('д', "d"),
    ('е', "e"),
    ('ж', "zh"),
    ('з', "z"),
    ('и', "i"),
    ('й', "i"),
    ('к', "k"),
    ('л', "l"),
    ('м', "m"),
    ('н', "n"),
    ('о', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('у', "u"),
    ('ф', "f"),
    ('х', "kh"),
    ('ц', "ts"),
    ('ч', "ch"),
    ('ш', "sh"),
    ('щ', "shch"),
    ('ъ', ""),
    ('ы', "y"),
    ('ь', ""),
    ('э', "e"),
    ('ю', "iu"),
    ('я', "ia"),
    ('ѐ', "e"),
    ('ё', "e"),
    ('ђ', "dj"),
    ('ѓ', "g"),
    ('є', "ie"),
    ('ѕ', "dz"),
    ('і', "i"),
    ('ї', "i"),
    ('ј', "j"),
    ('љ', "lj"),
    ('њ', "nj"),
    ('ћ', "c"),
    ('ќ', "k"),
    ('ѝ', "i"),
    ('ў', "u"),
    ('џ', "dzh"),
    ('ґ', "g"),
    ('ғ', "g"),
    ('қ', "k"),
    ('ң', "n"),
    ('ү', "u"),
    ('ұ', "u"),
    ('ҳ', "kh"),
    ('ҷ', "j"),
    ('һ', "h"),
    ('ә', "a"),
    ('ӣ', "i"),
    ('ө', "o"),
    ('ӯ', "u"),
];

const GREEK: &[(char, &str)] = &[
    ('ΐ', "i"),
    ('ά', "a"),
    ('έ', "e"),
    ('ή', "i"),
    ('ί', "i"),
    ('ΰ', "y"),
    ('α', "a"),
    ('β', "v"),
    ('γ', "g"),
    ('δ', "d"),
    ('ε', "e"),
    ('ζ', "z"),
    ('η', "i"),
    ('θ', "th"),
    ('ι', "i"),
    ('κ', "k"),
    ('λ', "l"),
    ('μ', "m"),
    ('ν', "n"),
    ('ξ', "x"),
    ('ο', "o"),
    ('π', "p"),
    ('ρ', "r"),
    ('ς', "s"),
    ('σ', "s"),
    ('τ', "t"),
    ('υ', "y"),
    ('φ', "f"),
    ('χ', "kh"),
    ('ψ', "ps"),
    ('ω', "o"),
    ('ϊ', "i"),
    ('ϋ', "y"),
    ('ό', "o"),
    ('ύ', "y"),
    ('ώ', "o"),
];

const ARABIC: &[(char, &str)] = &[
    ('ء', ""),
    ('آ', "a"),
    ('أ', "a"),
    ('ؤ', "u"),
    ('إ', "i"),
    ('ئ', "i"),
    ('ا', "a"),
    ('ب', "b"),
    ('ة', "a"),
    ('ت', "t"),
    ('ث', "th"),
    ('ج', "j"),
    ('ح', "h"),
    ('خ', "kh"),
    ('د', "d"),
    ('ذ', "dh"),
    ('ر', "r"),
    ('ز', "z"),
    ('س', "s"),
    ('ش', "sh"),
    ('ص', "s"),
    ('ض', "d"),
    ('ط', "t"),
    ('ظ', "z"),
    ('ع', "a"),
    ('غ', "gh"),
    ('ف', "f"),
    ('ق', "k"),
    ('ك', "k"),
    ('ل', "l"),
    ('م', "m"),
    ('ن', "n"),
    ('ه', "h"),
    ('و', "w"),
    ('ى', "a"),
    ('ي', "y"),
    ('ٹ', "t"),
    ('پ', "p"),
    ('چ', "ch"),
    ('ڈ', "d"),
    ('ڑ', "r"),
    ('ژ', "zh"),
    ('ڤ', "v"),
    ('ک', "k"),
    ('ڭ', "g"),
    ('گ', "g"),
    ('ں', "n"),
    ('ھ', "h"),
    ('ہ', "h"),
    ('ۆ', "o"),
    ('ۇ', "u"),
    ('ی', "y"),
    ('ې', "e"),
    ('ے', "y"),
    ('ە', "e"),
];

const HEBREW: &[(char, &str)] = &[
    ('א', "a"),
    ('ב', "b"),
    ('ג', "g"),
    ('ד', "d"),
    ('ה', "h"),
    ('ו', "w"),
    ('ז', "z"),
    ('ח', "kh"),
    ('ט', "t"),
    ('י', "y"),
    ('ך', "kh"),
    ('כ', "k"),
    ('ל', "l"),
    ('ם', "m"),
    ('מ', "m"),
    ('ן', "n"),
    ('נ', "n"),
    ('ס', "s"),
    ('ע', "a"),
    ('ף', "f"),
    ('פ', "p"),
    ('ץ', "ts"),
    ('צ', "ts"),
    ('ק', "k"),
    ('ר', "r"),
    ('ש', "sh"),
    ('ת', "t"),
];

const KANA: &[(char, &str)] = &[
    ('ァ', "a"),
    ('ア', "a"),
    ('ィ', "i"),
    ('イ', "i"),
    ('ゥ', "u"),
    ('ウ', "u"),
    ('ェ', "e"),
    ('エ', "e"),
    ('ォ', "o"),
    ('オ', "o"),
    ('カ', "ka"),
    ('ガ', "ga"),
    ('キ', "ki"),
    ('ギ', "gi"),
    ('ク', "ku"),
    ('グ', "gu"),
    ('ケ', "ke"),
    ('ゲ', "ge"),
    ('コ', "ko"),
    ('ゴ', "go"),
    ('サ', "sa"),
    ('ザ', "za"),
    ('シ', "shi"),
    ('ジ', "ji"),
    ('ス', "su"),
    ('ズ', "zu"),
    ('セ', "se"),
    ('ゼ', "ze"),
    ('ソ', "so"),
    ('ゾ', "zo"),
    ('タ', "ta"),
    ('ダ', "da"),
    ('チ', "chi"),
    ('ヂ', "ji"),
    ('ッ', ""),
    ('ツ', "tsu"),
    ('ヅ', "zu"),
    ('テ', "te"),
    ('デ', "de"),
    ('ト', "to"),
    ('ド', "do"),
    ('ナ', "na"),
    ('ニ', "ni"),
    ('ヌ', "nu"),
    ('ネ', "ne"),
    ('ノ', "no"),
    ('ハ', "ha"),
    ('バ', "ba"),
    ('パ', "pa"),
    ('ヒ', "hi"),
    ('ビ', "bi"),
    ('ピ', "pi"),
    ('フ', "fu"),
    ('ブ', "bu"),
    ('プ', "pu"),
    ('ヘ', "he"),
    ('ベ', "be"),
    ('ペ', "pe"),
    ('ホ', "ho"),
    ('ボ', "bo"),
    ('ポ', "po"),
    ('マ', "ma"),
    ('ミ', "mi"),
    ('ム', "mu"),
    ('メ', "me"),
    ('モ', "mo"),
    ('ャ', "a"),
    ('ヤ', "ya"),
    ('ュ', "u"),
    ('ユ', "yu"),
    ('ョ', "o"),
    ('ヨ', "yo"),
    ('ラ', "ra"),
    ('リ', "ri"),
    ('ル', "ru"),
    ('レ', "re"),
    ('ロ', "ro"),
    ('ワ', "wa"),
    ('ヲ', "o"),
    ('ン', "n"),
    ('ヴ', "vu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn latin(word: &str) -> String {
        let mut text = String::new();
        romanise(word, &mut text);
        text
    }

    #[test]
    fn tables_are_sorted_so_that_every_letter_is_found() {
        for pairs in [CYRILLIC, GREEK, ARABIC, HEBREW, KANA] {
            assert!(pairs.is_sorted_by_key(|(letter, _)| *letter));
        }
    }

    #[test]
    fn writes_words_of_each_script_in_latin_letters() {
        assert_eq!(latin("Щербаков"), "shcherbakov");
        assert_eq!(latin("Γκίκας"), "gkikas");
        assert_eq!(latin("Παπαδόπουλος"), "papadopoulos");
        assert_eq!(latin("محمد"), "mhmd");
        assert_eq!(latin("שלום"), "shlwm");
        assert_eq!(latin("ジョン"), "jon");
        assert_eq!(latin("キャサリン"), "kyasarin");
        assert_eq!(latin("Łódź"), "lodz");
    }
}
