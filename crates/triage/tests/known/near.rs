//! Listed pictures that lie near a picture: as brute force finds them, whatever is done to the sets.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tutela_triage::known::{
    Asked, CodeIndex, Digests, Fault, Index, KnownError, KnownSets, Near, ROOM_BYTES, SetCard,
    SetClaim, SetKind, TOO_COMMON, Update,
};
use tutela_triage::near::Gate;
use tutela_triage::pdq::{Code, Turn};
use tutela_triage::picture;

use super::claim;

/// So little room that a few rows go to disk in runs.
const LITTLE_ROOM: usize = 2_000;

/// Code, quality where it is stated, category.
type Row = (Code, Option<u8>, u8);

/// A set: its rows, and how far its codes reach.
type Set = (Vec<Row>, u32);

/// Set and category → least distance, turn, and how many codes.
type Told = BTreeMap<(String, String), (u32, Turn, u64)>;

fn table(rows: &[Row]) -> String {
    let mut text = "pdq,quality,category\n".to_owned();
    for (code, quality, category) in rows {
        let quality = quality.map(|quality| quality.to_string()).unwrap_or_default();
        let _ = writeln!(text, "{code},{quality},{category}");
    }
    text
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(format!("{name}.csv"));
    fs::write(&path, text).unwrap();
    path
}

fn within(name: &str, within: u32) -> SetClaim {
    SetClaim { within, ..claim(name) }
}

fn build(folder: &Path, sets: &[Set], room: usize) -> KnownSets {
    let mut update = Update::begin(&folder.join("known"), room).unwrap();
    for (at, (rows, reach)) in sets.iter().enumerate() {
        let name = format!("s{at}");
        let card = update.add(&within(&name, *reach), &write(folder, &name, &table(rows))).unwrap();
        let open = rows.iter().filter(|(code, quality, _)| is_open(*code, *quality)).count() as u64;
        assert_eq!((card.codes, card.codes_set_aside), (open, rows.len() as u64 - open));
    }
    update.publish().unwrap()
}

fn is_open(code: Code, quality: Option<u8>) -> bool {
    (96..=160).contains(&code.ones()) && quality.is_none_or(|quality| quality >= 50)
}

/// What brute force tells of a picture.
fn expected(sets: &[(String, &Set)], asked: &Asked) -> Told {
    let mut met: BTreeMap<(String, String, Code), (u32, Turn)> = BTreeMap::new();
    for (name, (rows, reach)) in sets {
        for (code, quality, category) in rows {
            for (turn, own) in Turn::ALL.into_iter().zip(asked.codes) {
                let at = (own.distance(*code), turn);
                if is_open(*code, *quality) && at.0 <= *reach {
                    let key = (name.clone(), category.to_string(), *code);
                    met.entry(key).and_modify(|known| *known = at.min(*known)).or_insert(at);
                }
            }
        }
    }
    let mut told = Told::new();
    for ((name, category, _), (distance, turn)) in met {
        let known = told.entry((name, category)).or_insert((distance, turn, 0));
        (known.0, known.1) = (known.0, known.1).min((distance, turn));
        known.2 += 1;
    }
    told
}

/// What the sets tell of a picture.
fn told(near: &Near<'_>) -> Told {
    let Near::Hits(hits) = near else { panic!("{near:?}") };
    assert!(hits.is_sorted_by_key(|hit| hit.distance));
    let told = hits.iter().map(|hit| {
        let key = (hit.card.claim.name.clone(), hit.category.to_owned());
        (key, (hit.distance, hit.turn, hit.codes))
    });
    let map: Told = told.collect();
    assert_eq!(map.len(), hits.len(), "each set and category is told once");
    map
}

fn check(known: &KnownSets, sets: &[(String, &Set)], asked: &[Asked]) {
    let near = known.near(asked);
    assert_eq!(near.len(), asked.len());
    for (asked, near) in asked.iter().zip(&near) {
        match Gate::stated(asked.codes[0], Some(asked.quality)) {
            Gate::Open => assert_eq!(told(near), expected(sets, asked)),
            kept_out => assert_eq!(*near, Near::KeptOut(kept_out)),
        }
    }
}

fn named(sets: &[Set]) -> Vec<(String, &Set)> {
    sets.iter().enumerate().map(|(at, set)| (format!("s{at}"), set)).collect()
}

/// A code with some bits of another turned.
fn turned(code: Code, bits: &[u8]) -> Code {
    let mut bytes = code.to_bytes();
    for bit in bits {
        bytes[usize::from(bit / 8)] ^= 0x80 >> (bit % 8);
    }
    Code::from_bytes(bytes)
}

/// The same numbers each time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed ^ (mixed >> 29)
    }

    fn code(&mut self) -> Code {
        let mut bytes = [0; 32];
        bytes.as_chunks_mut::<8>().0.iter_mut().for_each(|eight| *eight = self.next().to_le_bytes());
        Code::from_bytes(bytes)
    }

    fn bits(&mut self, count: u64) -> Vec<u8> {
        (0..count).map(|_| self.next().to_le_bytes()[0]).collect()
    }

    /// A picture of which one turn lies near a code.
    fn near(&mut self, code: Code, bits: u64) -> Asked {
        let mut codes = [(); 8].map(|()| self.code());
        let turn = self.next() as usize % 8;
        codes[turn] = turned(code, &self.bits(bits));
        Asked { quality: 100, codes }
    }
}

/// Codes of several kinds: even, skewed, blank, and of a few that all sets share.
fn code() -> impl Strategy<Value = Code> {
    let even = any::<[u8; 32]>().prop_map(Code::from_bytes);
    let skewed = any::<([u8; 32], [u8; 32])>().prop_map(|(a, b)| {
        Code::from_bytes(std::array::from_fn(|at| if at < 16 { a[at] & b[at] } else { a[at] | b[at] }))
    });
    let blank = prop::collection::vec(any::<u8>(), 0..20).prop_map(|bits| turned(Code::default(), &bits));
    let shared = (0u8..4, prop::collection::vec(any::<u8>(), 0..24)).prop_map(|(which, bits)| {
        turned(Random(u64::from(which)).code(), &bits)
    });
    prop_oneof![1 => even, 1 => skewed, 1 => blank, 6 => shared]
}

fn set() -> impl Strategy<Value = Set> {
    let quality = prop_oneof![2 => Just(None), 1 => (0u8..=100).prop_map(Some)];
    let rows = prop::collection::vec((code(), quality, 0u8..3), 1..80);
    (rows, prop_oneof![Just(31u32), 0u32..=31])
}

fn asked() -> impl Strategy<Value = Asked> {
    (prop::array::uniform8(code()), prop_oneof![4 => Just(100u8), 1 => 0u8..=100])
        .prop_map(|(codes, quality)| Asked { quality, codes })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_lies_near_is_told_as_brute_force_finds_it_also_after_changes(
        sets in prop::collection::vec(set(), 1..4),
        other in prop::option::of(set()),
        asked in prop::collection::vec(asked(), 1..40),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let known = build(folder.path(), &sets, LITTLE_ROOM);
        known.verify().unwrap();
        check(&known, &named(&sets), &asked);
        drop(known);
        let mut update = Update::begin(&folder.path().join("known"), LITTLE_ROOM).unwrap();
        let mut after = named(&sets);
        if let Some(other) = &other {
            let path = write(folder.path(), "s0", &table(&other.0));
            update.add(&within("s0", other.1), &path).unwrap();
            after[0].1 = other;
        } else {
            update.remove("s0").unwrap();
            after.remove(0);
        }
        let known = update.publish().unwrap();
        known.verify().unwrap();
        check(&known, &after, &asked);
        let open = KnownSets::open(&folder.path().join("known")).unwrap().unwrap();
        check(&open, &after, &asked);
    }
}

#[test]
fn a_large_set_is_listed_and_searched_as_brute_force_finds() {
    let mut random = Random(5);
    // Many are near each other, and skewed: two runs of bits are mostly alike.
    let common = random.code().to_bytes();
    let mut rows: Vec<Row> = Vec::new();
    for number in 0..200_000u32 {
        let mut bytes = random.code().to_bytes();
        if number % 3 == 0 {
            bytes[4..12].copy_from_slice(&common[4..12]);
        }
        let mut code = Code::from_bytes(bytes);
        if number % 10 == 0 && let Some((last, ..)) = rows.last() {
            code = turned(*last, &random.bits(9));
        }
        rows.push((code, None, (number % 200) as u8));
    }
    let folder = tempfile::tempdir().unwrap();
    let (few, many) = (rows.split_off(199_000), rows);
    let sets = [(many, 31), (few, 12)];
    let known = build(folder.path(), &sets, ROOM_BYTES);
    let codes = known.pdq.as_ref().unwrap();
    let bytes = codes.bytes() / codes.len();
    assert!((80..=100).contains(&bytes), "lists of 12 slots are written: {bytes} bytes a code");
    let all: Vec<&Row> = sets.iter().flat_map(|(rows, _)| rows).collect();
    let asked: Vec<Asked> =
        (0..150).map(|number| random.near(all[number * 1_333].0, number as u64 % 40)).collect();
    // Few at once are looked for in lists, many at once are compared with all.
    check(&known, &named(&sets), &asked);
    asked.iter().take(20).for_each(|asked| check(&known, &named(&sets), &[*asked]));
}

fn real() -> Option<PathBuf> {
    casetest::real::path("hashing")
}

#[test]
fn real_codes_have_the_neighbours_that_brute_force_found() {
    let Some(real) = real() else { return };
    let read = |name: &str| fs::read_to_string(real.join(name)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    // The line of each code as its category: every neighbour is told by itself.
    let mut text = "category,pdq_hash\n".to_owned();
    for (line, code) in (1..).zip(read("pdq/index/haystack.txt").lines()) {
        let _ = writeln!(text, "{line},{}", code.to_uppercase());
    }
    let mut update = Update::begin(folder.path(), ROOM_BYTES).unwrap();
    let card = update.add(&claim("haystack"), &write(folder.path(), "haystack", &text)).unwrap();
    assert_eq!((card.rows, card.codes, card.codes_set_aside), (card.rows, card.rows, 0));
    let known = update.publish().unwrap();
    let needles = read("pdq/index/needles.txt");
    let codes = needles.lines().map(|line| line.parse::<Code>().unwrap());
    let asked: Vec<Asked> = codes.map(|code| Asked { quality: 100, codes: [code; 8] }).collect();
    let mut found = Vec::new();
    for (line, near) in (1..).zip(known.near(&asked)) {
        let Near::Hits(hits) = near else { panic!("{near:?}") };
        found.extend(hits.iter().map(|hit| {
            assert_eq!(hit.turn, Turn::Original);
            (line, hit.category.parse().unwrap(), hit.distance)
        }));
    }
    found.sort_unstable();
    let expected = read("expected/needles-haystack-within31.tsv");
    let rows = expected.lines().filter(|line| !line.starts_with('#'));
    let mut expected: Vec<(u32, u32, u32)> = rows
        .map(|line| {
            let cells: Vec<u32> = line.split('\t').map(|cell| cell.parse().unwrap()).collect();
            (cells[0], cells[1], cells[2])
        })
        .collect();
    expected.sort_unstable();
    assert!(expected.len() > 200);
    assert_eq!(found, expected);
}

#[test]
fn a_real_picture_finds_itself_turned_and_changed() {
    let Some(real) = real() else { return };
    let shared = fs::read_to_string(real.join("expected/pdq-shared.tsv")).unwrap();
    let mut text = "category,pdq,quality\n".to_owned();
    for line in shared.lines().filter(|line| line.starts_with("dih/") || line.starts_with("bridge")) {
        let cells: Vec<&str> = line.split('\t').collect();
        let _ = writeln!(text, "{},{},{}", cells[0], cells[1], cells[2]);
    }
    let folder = tempfile::tempdir().unwrap();
    let mut update = Update::begin(folder.path(), ROOM_BYTES).unwrap();
    let path = write(folder.path(), "pictures", &text);
    let negative = SetClaim { kind: SetKind::Negative, ..claim("pictures") };
    update.add(&negative, &path).unwrap();
    let known = update.publish().unwrap();
    let bytes = fs::read(real.join("pdq/dih/bridge-1-original.jpg")).unwrap();
    let (seen, codes) = picture::look_all_ways(&bytes).unwrap();
    let near = known.near(&[Asked::from((seen.look, codes))]);
    let Near::Hits(hits) = &near[0] else { panic!("{near:?}") };
    for (file, turn) in [
        ("dih/bridge-1-original.jpg", Turn::Original),
        ("bridge-mods/blur-a-lot.jpg", Turn::Original),
        ("dih/bridge-2-rotate-90.jpg", Turn::Rotate90),
        ("dih/bridge-3-rotate-180.jpg", Turn::Rotate180),
        ("dih/bridge-4-rotate-270.jpg", Turn::Rotate270),
        ("dih/bridge-5-flipx.jpg", Turn::FlipX),
        ("dih/bridge-6-flipy.jpg", Turn::FlipY),
        ("dih/bridge-7-flip-plus-1.jpg", Turn::FlipPlus1),
        ("dih/bridge-8-flip-minus-1.jpg", Turn::FlipMinus1),
    ] {
        let hit = hits.iter().find(|hit| hit.category == file);
        let hit = hit.unwrap_or_else(|| panic!("{file} is not near"));
        assert_eq!((hit.turn, hit.card.claim.kind), (turn, SetKind::Negative), "{file}");
    }
    assert_eq!((hits[0].distance, hits[0].code), (0, seen.look.code));
}

#[test]
fn codes_that_say_too_little_are_counted_and_the_digest_of_the_row_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let code = Random(1).code();
    let md5 = |at: u8| format!("{at:02x}").repeat(16);
    let zero = "0".repeat(64);
    let text = format!(
        "md5;pdq;quality\n{};{code};100\n{};{code};49\n;{zero};\n{};;\n",
        md5(1),
        md5(2),
        md5(3),
    );
    let mut update = Update::begin(folder.path(), ROOM_BYTES).unwrap();
    let card = update.add(&claim("set"), &write(folder.path(), "set", &text)).unwrap();
    assert_eq!((card.rows, card.codes, card.codes_set_aside), (4, 1, 2));
    let known = update.publish().unwrap();
    let count = known.pdq.as_ref().unwrap().catalogue().counts[0];
    assert_eq!((count.rows, count.digests), (1, 1));
    for at in 1..=3 {
        let digests = Digests { md5: Some([at; 16]), ..Digests::default() };
        assert_eq!(known.look_up(&digests).len(), 1);
    }
    let asked = |code: Code, quality| Asked { quality, codes: [code; 8] };
    let near = known.near(&[
        asked(code, 49),
        asked(Code::default(), 100),
        asked(code, 50),
        asked(Random(2).code(), 100),
    ]);
    assert_eq!(near[0], Near::KeptOut(Gate::PoorQuality));
    assert_eq!(near[1], Near::KeptOut(Gate::NearBlank));
    assert!(matches!(&near[2], Near::Hits(hits) if hits.len() == 1 && hits[0].distance == 0));
    assert_eq!(near[3], Near::Hits(Vec::new()));
}

#[test]
fn a_picture_near_too_many_codes_is_told_as_common_and_the_others_as_they_are() {
    let mut random = Random(3);
    let (common, rare) = (random.code(), random.code());
    let folder = tempfile::tempdir().unwrap();
    // As many as are told, all different, and within a distance of two.
    let pair = |at: usize| turned(common, &[(at / 255) as u8, 255 - (at % 255) as u8]);
    let mut codes: Vec<Code> = (0..).map(pair).take(5 * TOO_COMMON).collect();
    codes.sort_unstable();
    codes.dedup();
    let rows = |count: usize| -> Vec<Row> {
        let codes = codes[..count].iter().chain([&rare]);
        codes.map(|code| (*code, None, 1)).collect()
    };
    let ask = |known: &KnownSets, common: Code| {
        let asked = [rare, common, rare].map(|code| Asked { quality: 100, codes: [code; 8] });
        let near = known.near(&asked);
        for rare in [&near[0], &near[2]] {
            assert!(matches!(rare, Near::Hits(hits) if hits.len() == 1 && hits[0].codes == 1));
        }
        match &near[1] {
            Near::Hits(hits) => Ok(hits[0].codes),
            Near::TooCommon { codes } => Err(*codes),
            Near::KeptOut(gate) => panic!("{gate:?}"),
        }
    };
    for (count, reach, answer) in [
        (TOO_COMMON, 31, Ok(1000)),
        (TOO_COMMON + 1, 31, Err(1001)),
        (4 * TOO_COMMON, 31, Err(4000)),
        // Few are within the distance of the set: the others do not count.
        (4 * TOO_COMMON, 1, Ok(codes.iter().take(4000).filter(|c| c.distance(common) < 2).count() as u64)),
    ] {
        let known = build(folder.path(), &[(rows(count), reach)], ROOM_BYTES);
        assert_eq!(ask(&known, common), answer, "{count} within {reach}");
    }
}

fn refusal(text: &str) -> Fault {
    let folder = tempfile::tempdir().unwrap();
    let mut update = Update::begin(folder.path(), ROOM_BYTES).unwrap();
    match update.add(&claim("set"), &write(folder.path(), "set", text)) {
        Err(KnownError::Refused(refusal)) => {
            assert!(!refusal.remedy().is_empty() && !refusal.place.is_empty());
            refusal.fault
        }
        other => panic!("{text}: {other:?}"),
    }
}

fn take(text: &str) -> (SetCard, KnownSets) {
    let folder = tempfile::tempdir().unwrap();
    let mut update = Update::begin(folder.path(), ROOM_BYTES).unwrap();
    let card = update.add(&claim("set"), &write(folder.path(), "set", text)).unwrap();
    (card, update.publish().unwrap())
}

#[test]
fn what_is_no_code_refuses_the_set_whole() {
    let code = Random(1).code();
    let good = format!("pdq,quality\n{code},50\n");
    for (row, fault) in [
        (format!("{},50", &code.to_string()[1..]), Fault::BadDigest),
        (format!("{code}0,50"), Fault::BadDigest),
        (format!("g{},50", &code.to_string()[1..]), Fault::BadDigest),
        (format!("{code},101"), Fault::Malformed),
        (format!("{code},-1"), Fault::Malformed),
        (format!("{code},good"), Fault::Malformed),
        (",50".to_owned(), Fault::NoDigest),
        (format!("{code}"), Fault::WrongWidth),
    ] {
        assert_eq!(refusal(&format!("{good}{row}\n")), fault, "{row}");
    }
    for (text, fault) in [
        (format!("hash={code},quality=9,filename=a\nhash=1,filename=b\n"), Fault::BadDigest),
        (format!("hash={code},quality=900,filename=a\n"), Fault::Malformed),
        (format!("signal_type,signal_str,collab,category,tags\nurl,{code},a,b,\n"), Fault::MixedKinds),
        (format!("signal_type,signal_str,collab,category,tags\npdq,{code}0,a,b,\n"), Fault::BadDigest),
        (format!("signal_type,signal_str,collab,category,tags\npdq,{code}\n"), Fault::Malformed),
    ] {
        assert_eq!(refusal(&text), fault, "{text}");
    }
    let folder = tempfile::tempdir().unwrap();
    let mut update = Update::begin(folder.path(), ROOM_BYTES).unwrap();
    let path = write(folder.path(), "set", &good);
    assert!(matches!(
        update.add(&within("set", 32), &path),
        Err(KnownError::Refused(refusal)) if refusal.fault == Fault::Claim
    ));
}

#[test]
fn lists_of_codes_are_known_by_what_stands_in_them() {
    let text = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
    let (code, upper) = (text.parse::<Code>().unwrap(), text.to_uppercase());
    assert_eq!(code.ones(), 128);
    for (list, format, rows, codes) in [
        (format!("MD5,PDQ Hash\n,{upper}\n,{text}\n"), "table", 2, 2),
        (format!("hash_pdq\n{upper}\n"), "table", 1, 1),
        (format!("{upper},100,a, b.jpg\n{text},20,b.jpg\n"), "pdq", 2, 1),
        (format!("hash={text},norm=128,delta=0,quality=100,filename=a,quality=1\n"), "pdq", 1, 1),
        (format!("hash={text},xform=rot90,filename=a\nhash={upper}\n"), "pdq", 2, 2),
        (
            format!(
                "signal_type,signal_str,collab,category,tags\r\npdq,{text},\"a,b\",POSITIVE_CLASS,\r\n\
                 video_md5,{},c,NEGATIVE_CLASS,t u\r\n",
                "a".repeat(32)
            ),
            "threatexchange",
            2,
            1,
        ),
        // Digits alone are SHA-256, as is a column of digests of any kind.
        (format!("{text}\n{upper}\n"), "plain", 2, 0),
        (format!("hash,quality\n{text},high\n"), "table", 1, 0),
    ] {
        let (card, known) = take(&list);
        assert_eq!((card.format.as_str(), card.rows, card.codes), (format, rows, codes), "{list}");
        let near = known.near(&[Asked { quality: 100, codes: [code; 8] }]);
        let found = matches!(&near[0], Near::Hits(hits) if hits.iter().any(|hit| hit.distance == 0));
        assert_eq!(found, codes > 0, "{list}");
    }
    // Digests with a number and a name, of which the median does not divide the bits.
    let mut random = Random(11);
    let list: String = (0..40).map(|_| format!("{},7,name\n", random.code())).collect();
    assert_eq!(refusal(&list), Fault::Unknown);
}

fn some_codes(folder: &Path) -> PathBuf {
    let mut random = Random(4);
    let rows: Vec<Row> = (0..40).map(|at| (random.code(), None, at % 3)).collect();
    drop(build(folder, &[(rows, 31)], ROOM_BYTES));
    folder.join("known/generation-000001/pdq.index")
}

#[test]
fn every_flipped_byte_of_the_codes_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = some_codes(folder.path());
    let whole = fs::read(&path).unwrap();
    let aside = folder.path().join("flipped.index");
    let refused = |bytes: &[u8]| {
        let _ = fs::remove_file(&aside);
        fs::write(&aside, bytes).unwrap();
        CodeIndex::open(&aside).and_then(|index| index.verify()).is_err()
    };
    assert!(!refused(&whole));
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        assert!(refused(&bytes), "byte {at}");
    }
    for len in [0, 1, 4095, 4096, whole.len() - 1] {
        assert!(refused(&whole[..len]), "cut at {len}");
    }
    assert!(refused(&[whole.as_slice(), &[0]].concat()));
    assert!(Index::<32>::open(&path).is_err());
    assert!(CodeIndex::open(&path.with_file_name("sha256.index")).is_err());
    let known = folder.path().join("known");
    fs::remove_file(&path).unwrap();
    assert!(KnownSets::open(&known).is_err());
}

#[test]
fn damaged_codes_that_are_not_verified_answer_within_their_bounds() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random(8);
    let rows: Vec<Row> = (0..200_000u32).map(|at| (random.code(), None, (at % 3) as u8)).collect();
    let asked = [random.near(rows[5].0, 4)];
    drop(build(folder.path(), &[(rows, 31)], ROOM_BYTES));
    let path = folder.path().join("known/generation-000001/pdq.index");
    let whole = fs::read(&path).unwrap();
    let aside = folder.path().join("flipped.index");
    // Codes, references and lists; the catalogue is compared with its sum on opening.
    let end = whole.len() - 20_000;
    for (from, to, byte) in [(4096, end, 0xFF), (7_000_000, end, 0xFF), (7_000_000, end, 0x55)] {
        let mut bytes = whole.clone();
        bytes[from..to].fill(byte);
        let _ = fs::remove_file(&aside);
        fs::write(&aside, bytes).unwrap();
        if let Ok(index) = CodeIndex::open(&aside) {
            assert_eq!(index.near(&asked).len(), 1);
        }
    }
}

#[test]
fn sets_of_a_former_version_open_without_codes_and_take_them_with_the_next_change() {
    let folder = tempfile::tempdir().unwrap();
    let known = folder.path().join("known");
    let md5 = "a".repeat(32);
    let mut update = Update::begin(&known, ROOM_BYTES).unwrap();
    update.add(&claim("old"), &write(folder.path(), "old", &format!("{md5}\n"))).unwrap();
    drop(update.publish().unwrap());
    // As the former version left it: three files, three sums.
    fs::remove_file(known.join("generation-000001/pdq.index")).unwrap();
    let current = fs::read(known.join("current")).unwrap();
    let mut current: serde_json::Value = serde_json::from_slice(&current).unwrap();
    current["sums"].as_array_mut().unwrap().pop();
    fs::write(known.join("current"), current.to_string()).unwrap();

    let code = Random(1).code();
    let asked = [Asked { quality: 100, codes: [code; 8] }];
    let sets = KnownSets::open(&known).unwrap().unwrap();
    sets.verify().unwrap();
    assert!(sets.pdq.is_none());
    assert_eq!(sets.near(&asked), [Near::Hits(Vec::new())]);
    drop(sets);
    let mut update = Update::begin(&known, ROOM_BYTES).unwrap();
    let path = write(folder.path(), "new", &format!("pdq\n{code}\n"));
    update.add(&claim("new"), &path).unwrap();
    let sets = update.publish().unwrap();
    assert_eq!((sets.cards().len(), sets.md5.len()), (2, 1));
    let near = sets.near(&asked);
    assert!(matches!(&near[0], Near::Hits(hits) if hits[0].card.claim.name == "new"));
}

#[test]
fn a_card_of_a_former_version_reads() {
    let (card, _) = take("md5\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n");
    let mut json = serde_json::to_value(&card).unwrap();
    for (at, name) in [("", "codes"), ("", "codes_set_aside"), ("/claim", "within")] {
        let object = json.pointer_mut(at).unwrap().as_object_mut().unwrap();
        assert!(object.remove(name).is_some());
    }
    assert_eq!(serde_json::from_value::<SetCard>(json).unwrap(), card);
}

#[test]
fn changes_leave_codes_and_none_are_taken_away_unnamed() {
    let folder = tempfile::tempdir().unwrap();
    let known = folder.path().join("known");
    let [sha256, sha1, md5] = [64, 40, 32].map(|len| "ab".repeat(len / 2));
    let code = Random(1).code();
    let text = format!("sha256,sha1,md5,pdq\n{sha256},{sha1},{md5},{code}\n");
    let mut update = Update::begin(&known, ROOM_BYTES).unwrap();
    update.add(&claim("set"), &write(folder.path(), "set", &text)).unwrap();
    drop(update.publish().unwrap());
    let change = |sql: &str| {
        let path = folder.path().join("delta.sql");
        fs::write(&path, sql).unwrap();
        let mut update = Update::begin(&known, ROOM_BYTES)?;
        update.change("set", &path)?;
        update.publish()
    };
    let other = "cd".repeat(16);
    let sets = change(&format!("INSERT INTO FILE(md5) VALUES('{other}');")).unwrap();
    assert_eq!((sets.md5.len(), sets.pdq.as_ref().unwrap().len(), sets.cards()[0].codes), (2, 1, 1));
    drop(sets);
    let sql =
        format!("DELETE FROM FILE WHERE sha256='{sha256}' AND sha1='{sha1}' AND md5='{md5}';");
    assert!(matches!(
        change(&sql),
        Err(KnownError::Refused(refusal)) if refusal.fault == Fault::NotApplicable
    ));
    assert_eq!(KnownSets::open(&known).unwrap().unwrap().generation, 2);
}
