//! Listed pictures that lie near a picture: as brute force finds them, whatever is done to the sets.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tutela_triage::known::{
    Asked, Digests, KnownSets, Near, ROOM_BYTES, SetClaim, SetKind, TOO_COMMON, Update,
};
use tutela_triage::near::Gate;
use tutela_triage::pdq::{Code, Turn};
use tutela_triage::picture;

use super::claim;

/// So little room that a few rows go to disk in runs.
const LITTLE_ROOM: usize = 2_000;

/// Code, quality where it is stated, category.
pub(super) type Row = (Code, Option<u8>, u8);

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

pub(super) fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(format!("{name}.csv"));
    fs::write(&path, text).unwrap();
    path
}

pub(super) fn within(name: &str, within: u32) -> SetClaim {
    SetClaim { within, ..claim(name) }
}

pub(super) fn build(folder: &Path, sets: &[Set], room: usize) -> KnownSets {
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
        if let Some(byte) = bytes.get_mut(usize::from(bit / 8)) {
            *byte ^= 0x80 >> (bit % 8);
        }
    }
    Code::from_bytes(bytes)
}

/// The same numbers each time.
pub(super) struct Random(pub(super) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed ^ (mixed >> 29)
    }

    pub(super) fn code(&mut self) -> Code {
        let mut bytes = [0; 32];
        bytes
            .as_chunks_mut::<8>()
            .0
            .iter_mut()
            .for_each(|eight| *eight = self.next().to_le_bytes());
        Code::from_bytes(bytes)
    }

    fn bits(&mut self, count: u64) -> Vec<u8> {
        (0..count).map(|_| self.next().to_le_bytes()[0]).collect()
    }

    /// A picture of which one turn lies near a code.
    pub(super) fn near(&mut self, code: Code, bits: u64) -> Asked {
        let mut codes = [(); 8].map(|()| self.code());
        let [turn, ..] = self.next().to_le_bytes();
        if let Some(one) = codes.get_mut(usize::from(turn % 8)) {
            *one = turned(code, &self.bits(bits));
        }
        Asked { quality: 100, codes }
    }
}

/// Codes of several kinds: even, skewed, blank, and of a few that all sets share.
fn code() -> impl Strategy<Value = Code> {
    let even = any::<[u8; 32]>().prop_map(Code::from_bytes);
    let skewed = any::<([[u8; 16]; 2], [[u8; 16]; 2])>().prop_map(|([a, b], [c, d])| {
        let few = a.into_iter().zip(b).map(|(a, b)| a & b);
        let many = c.into_iter().zip(d).map(|(c, d)| c | d);
        let mut bytes = [0; 32];
        bytes.iter_mut().zip(few.chain(many)).for_each(|(to, byte)| *to = byte);
        Code::from_bytes(bytes)
    });
    let blank =
        prop::collection::vec(any::<u8>(), 0..20).prop_map(|bits| turned(Code::default(), &bits));
    let shared = (0u8..4, prop::collection::vec(any::<u8>(), 0..24))
        .prop_map(|(which, bits)| turned(Random(u64::from(which)).code(), &bits));
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
        if number % 10 == 0
            && let Some((last, ..)) = rows.last()
        {
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
        (0..60).map(|number| random.near(all[number * 3_333].0, number as u64 % 40)).collect();
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
    for line in shared.lines().filter(|line| line.starts_with("dih/") || line.starts_with("bridge"))
    {
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
    let (common, rare, far) = (random.code(), random.code(), random.code());
    let folder = tempfile::tempdir().unwrap();
    // All different, and within a distance of two.
    let pairs = (0..20).flat_map(|one| (20..=255).map(move |other| [one, other]));
    let mut codes: Vec<Code> = pairs.map(|pair| turned(common, &pair)).collect();
    codes.extend((0..20).map(|one| turned(common, &[one])));
    codes.sort_unstable();
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
        (codes.len(), 1, Ok(20)),
    ] {
        // Another set reaches as far as can be: its reach is not that of the first.
        let other = (vec![(far, None, 1)], 31);
        let known = build(folder.path(), &[(rows(count), reach), other], ROOM_BYTES);
        assert_eq!(ask(&known, common), answer, "{count} within {reach}");
    }
}
