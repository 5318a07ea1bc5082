//! Sets that carry perceptual codes: what is taken and refused, and the file they are kept in.

use std::fs;
use std::path::{Path, PathBuf};

use tutela_triage::known::{
    Asked, CodeIndex, Fault, Index, KnownError, KnownSets, Near, ROOM_BYTES, SetCard, Update,
};
use tutela_triage::pdq::Code;

use super::near::{Random, Row, build, within, write};
use super::{claim, every_damage_is_found};

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
        (
            format!("signal_type,signal_str,collab,category,tags\nurl,{code},a,b,\n"),
            Fault::MixedKinds,
        ),
        (
            format!("signal_type,signal_str,collab,category,tags\npdq,{code}0,a,b,\n"),
            Fault::BadDigest,
        ),
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
        let found =
            matches!(&near[0], Near::Hits(hits) if hits.iter().any(|hit| hit.distance == 0));
        assert_eq!(found, codes > 0, "{list}");
    }
    // Digests with a number and a name, of which the median does not divide the bits.
    let mut random = Random(11);
    let lines: Vec<String> = (0..40).map(|_| format!("{},7,name", random.code())).collect();
    assert_eq!(refusal(&lines.join("\n")), Fault::Unknown);
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
    every_damage_is_found(&path, |path| {
        CodeIndex::open(path).and_then(|index| index.verify()).is_ok()
    });
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
    assert_eq!(
        (sets.md5.len(), sets.pdq.as_ref().unwrap().len(), sets.cards()[0].codes),
        (2, 1, 1)
    );
    drop(sets);
    let sql =
        format!("DELETE FROM FILE WHERE sha256='{sha256}' AND sha1='{sha1}' AND md5='{md5}';");
    assert!(matches!(
        change(&sql),
        Err(KnownError::Refused(refusal)) if refusal.fault == Fault::NotApplicable
    ));
    assert_eq!(KnownSets::open(&known).unwrap().unwrap().generation, 2);
}
