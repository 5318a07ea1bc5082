//! Films that sets list by their frames: told as comparing each with each tells, whatever is done to the sets.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tutela_triage::known::{
    Fault, Films, KnownError, KnownSets, ROOM_BYTES, Reach, SetCard, Update,
};
use tutela_triage::pdq::Code;

use super::near::{Random, within, write};
use super::{claim, every_damage_is_found};

/// The frames of a film: codes and qualities.
type Film = Vec<(Code, u8)>;

const HEADER: &str = "signal_type,signal_str,collab,category,tags\n";

/// One film as the reference writes it.
fn as_text(film: &Film) -> String {
    let mut text = String::new();
    for (number, (code, quality)) in film.iter().enumerate() {
        let _ = writeln!(text, "{number},{quality},{code},{number}.033");
    }
    text
}

/// Films as ThreatExchange's program lists them, the category being the number of the film.
fn as_list(films: &[Film]) -> String {
    let mut text = HEADER.to_owned();
    for (number, film) in films.iter().enumerate() {
        let frames = film.iter().map(|(code, quality)| format!("\"\"{code},{quality},1.2e+02\"\""));
        let frames = frames.collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "video_vpdq,\"[{frames}]\",a collaboration,{number},");
    }
    text
}

fn publish(folder: &Path, change: impl FnOnce(&mut Update)) -> KnownSets {
    let mut update = Update::begin(folder, ROOM_BYTES).unwrap();
    change(&mut update);
    update.publish().unwrap()
}

fn refusal(text: &str) -> Fault {
    let folder = tempfile::tempdir().unwrap();
    let mut update = Update::begin(folder.path(), ROOM_BYTES).unwrap();
    match update.add(&claim("set"), &write(folder.path(), "set", text)) {
        Err(KnownError::Refused(refusal)) => refusal.fault,
        other => panic!("{text}: {other:?}"),
    }
}

/// Set and category, and of the film asked about and of the listed one: frames seen, and frames.
type Told = BTreeSet<(String, String, [usize; 4])>;

fn told(sets: &KnownSets, asked: &Film, reach: Reach) -> Told {
    let Some(search) = sets.films.as_ref().and_then(Films::search) else { return Told::new() };
    let hits = search.near(asked, reach);
    let one = |hit: &tutela_triage::known::FilmHit<'_>| {
        let (query, listed) = (hit.shares.query, hit.shares.compared);
        let shares = [query.matched, query.frames, listed.matched, listed.frames];
        (hit.card.claim.name.clone(), hit.category.to_owned(), shares)
    };
    let told: Told = hits.iter().map(one).collect();
    assert_eq!(told.len(), hits.len());
    told
}

/// The same by comparing each frame with each.
fn expected(sets: &BTreeMap<String, (Vec<Film>, u32)>, asked: &Film, reach: Reach) -> Told {
    let kept = |film: &Film| -> BTreeSet<Code> {
        film.iter().filter(|(_, quality)| *quality >= 50).map(|(code, _)| *code).collect()
    };
    let query = kept(asked);
    let mut told = Told::new();
    for (name, (films, within)) in sets {
        for (number, film) in films.iter().enumerate() {
            let listed = kept(film);
            let seen = |ours: &BTreeSet<Code>, others: &BTreeSet<Code>| {
                let is_near = |code: &&Code| others.iter().any(|it| it.distance(**code) <= *within);
                ours.iter().filter(is_near).count()
            };
            let (one, other) = (seen(&query, &listed), seen(&listed, &query));
            let reaches = |seen: usize, of: usize, percent: u8| {
                seen > 0 && seen * 100 >= of * usize::from(percent)
            };
            if reaches(one, query.len(), reach.query_percent)
                && reaches(other, listed.len(), reach.listed_percent)
            {
                let shares = [one, query.len(), other, listed.len()];
                told.insert((name.clone(), number.to_string(), shares));
            }
        }
    }
    told
}

/// Films of a few scenes, in which frames are repeated, changed and poor.
fn film() -> impl Strategy<Value = Film> {
    let frame = (
        0u64..6,
        proptest::collection::vec(any::<u8>(), 0..20),
        prop_oneof![Just(49u8), Just(50), Just(100)],
    );
    proptest::collection::vec(frame, 1..12).prop_map(|frames| {
        let code = |(scene, bits, quality): &(u64, Vec<u8>, u8)| {
            let mut bytes = Random(*scene).code().to_bytes();
            for bit in bits {
                *bytes.get_mut(usize::from(bit / 8)).unwrap() ^= 0x80 >> (bit % 8);
            }
            (Code::from_bytes(bytes), *quality)
        };
        frames.iter().map(code).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn films_are_told_as_each_compared_with_each_also_after_changes(
        (first, second, third) in (
            proptest::collection::vec(film(), 1..5),
            proptest::collection::vec(film(), 1..5),
            proptest::collection::vec(film(), 1..5),
        ),
        asked in film(),
        (query_percent, listed_percent) in (0u8..=100, 0u8..=100),
        reach_second in 0u32..=31,
    ) {
        let (folder, reach) = (tempfile::tempdir().unwrap(), Reach { query_percent, listed_percent });
        let known = folder.path().join("known");
        let list = |name: &str, films: &[Film]| write(folder.path(), name, &as_list(films));
        let mut sets = BTreeMap::new();
        let open = publish(&known, |update| {
            update.add(&claim("a"), &list("a", &first)).unwrap();
            let card: SetCard = update.add(&within("b", reach_second), &list("b", &second)).unwrap();
            assert_eq!((card.rows, card.films), (second.len() as u64, second.len() as u64));
        });
        sets.insert("a".to_owned(), (first, 31));
        sets.insert("b".to_owned(), (second, reach_second));
        prop_assert_eq!(told(&open, &asked, reach), expected(&sets, &asked, reach));
        let open = publish(&known, |update| {
            update.add(&claim("a"), &list("a", &third)).unwrap();
        });
        sets.insert("a".to_owned(), (third, 31));
        prop_assert_eq!(told(&open, &asked, reach), expected(&sets, &asked, reach));
        open.verify().unwrap();
        publish(&known, |update| update.remove("a").unwrap());
        sets.remove("a");
        let open = KnownSets::open(&known).unwrap().unwrap();
        prop_assert_eq!(told(&open, &asked, reach), expected(&sets, &asked, reach));
        let open = publish(&known, |update| update.remove("b").unwrap());
        prop_assert!(open.films.is_none());
    }
}

#[test]
fn a_real_film_is_near_itself_in_any_form_of_a_list() {
    let Some(path) = casetest::real::path("hashing/vpdq/pattern-sd-grey-bar.vpdq.txt") else {
        return;
    };
    let frames = tutela_triage::vpdq::read(&fs::read_to_string(&path).unwrap()).unwrap();
    let film: Film = frames.iter().map(|frame| (frame.code, frame.quality)).collect();
    let folder = tempfile::tempdir().unwrap();
    let known = folder.path().join("known");
    let old = film.iter().enumerate().map(|(number, (code, quality))| {
        format!("\"\"{number}\"\": {{\"\"quality\"\": {quality}, \"\"hash\"\": \"\"{code}\"\", \"\"timestamp\"\": 0.1}}")
    });
    let old = old.collect::<Vec<_>>().join(", ");
    let old = format!("{HEADER}video_vpdq,\"{{{old}}}\",a,0,\n");
    let sets = publish(&known, |update| {
        let card = update.add(&claim("as it is"), &path).unwrap();
        assert_eq!((card.format.as_str(), card.rows, card.films), ("vpdq", 1, 1));
        let list = write(folder.path(), "list", &as_list(std::slice::from_ref(&film)));
        assert_eq!(update.add(&claim("list"), &list).unwrap().format, "threatexchange");
        update.add(&claim("old"), &write(folder.path(), "old", &old)).unwrap();
    });
    assert_eq!(sets.films.as_ref().map(Films::len), Some(3));
    let hits = told(&sets, &film, Reach::default());
    let names: Vec<&str> = hits.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, ["as it is", "list", "old"]);
    for (_, _, [seen, frames, seen_listed, frames_listed]) in hits {
        assert!(seen == frames && seen_listed == frames_listed && seen == seen_listed && seen > 10);
    }
    // A third of the film is in the whole, but the whole is not in it.
    let part: Film = film.iter().take(film.len() / 3).copied().collect();
    let of_query = Reach { query_percent: 80, listed_percent: 0 };
    assert!(told(&sets, &part, Reach::default()).is_empty());
    assert_eq!(told(&sets, &part, of_query).len(), 3);
}

#[test]
fn what_is_no_film_refuses_the_set_whole() {
    let code = Random(1).code();
    let good = format!("0,100,{code},0.000\n");
    for (row, fault) in [
        (format!("1,100,{code}"), Fault::Malformed),
        (format!("1,101,{code},1"), Fault::Malformed),
        (format!("1,100,{code}0,1"), Fault::BadDigest),
        (format!("1,100,{code},-1"), Fault::Malformed),
    ] {
        assert_eq!(refusal(&format!("{good}{row}\n")), fault, "{row}");
    }
    for (signal, fault) in [
        ("[]".to_owned(), Fault::NoDigest),
        ("[1]".to_owned(), Fault::Malformed),
        (format!("\"[\"\"{code},100\"\"]\""), Fault::Malformed),
        (format!("\"[\"\"{code},100,inf\"\"]\""), Fault::Malformed),
        ("\"[\"\"ff,100,0.1\"\"]\"".to_owned(), Fault::BadDigest),
    ] {
        assert_eq!(refusal(&format!("{HEADER}video_vpdq,{signal},a,b,\n")), fault, "{signal}");
    }
}

#[test]
fn every_flipped_byte_of_the_films_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let known = folder.path().join("known");
    let film: Film = (0..130).map(|scene| (Random(scene).code(), 90)).collect();
    let text = write(folder.path(), "film", &as_text(&film));
    drop(publish(&known, |update| drop(update.add(&claim("a"), &text).unwrap())));
    let path = known.join("generation-000001/films.index");
    every_damage_is_found(&path, |path| Films::open(path).and_then(|films| films.verify()).is_ok());
    fs::remove_file(&path).unwrap();
    assert!(KnownSets::open(&known).is_err());
}
