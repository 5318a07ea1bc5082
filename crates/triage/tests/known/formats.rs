//! Sets in every form: taken whole with all their rows, or refused whole with what, where and why.

use std::fs;
use std::path::{Path, PathBuf};

use tutela_triage::known::{
    DigestKind, Digests, Fault, KnownError, KnownSets, ROOM_BYTES, Refusal, SetCard, SetClaim,
    Update,
};

use super::claim;

const MD5: &str = "92E792C43C35e96fed3f9566083326fc";
const MD5_B: &str = "4d46e4ef07fd0c7fa82bd5008b06db37";
const SHA1: &str = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
const SHA256: &str = "2f1cf7a397bb8eed63b225d5d4fd5e2fc71788c8ae12db94147d1f5e227a4118";

fn take(path: &Path) -> Result<(SetCard, KnownSets, tempfile::TempDir), KnownError> {
    let folder = tempfile::tempdir().unwrap();
    let mut update = Update::begin(folder.path(), ROOM_BYTES)?;
    let card = update.add(&claim("set"), path)?;
    Ok((card, update.publish()?, folder))
}

fn take_text(
    text: impl AsRef<[u8]>,
) -> Result<(SetCard, KnownSets, tempfile::TempDir), KnownError> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    take(file.path())
}

fn refusal(text: impl AsRef<[u8]>) -> Refusal {
    match take_text(text) {
        Err(KnownError::Refused(refusal)) => {
            assert!(!refusal.remedy().is_empty() && !refusal.place.is_empty());
            refusal
        }
        Err(other) => panic!("another error: {other}"),
        Ok((card, ..)) => panic!("taken: {card:?}"),
    }
}

fn digests(text: &str) -> Digests {
    let mut digests = Digests::default();
    let kind = DigestKind::of_hex_len(text.len()).unwrap();
    assert!(digests.take(kind, text.as_bytes()));
    digests
}

fn categories(sets: &KnownSets, digest: &str) -> Vec<String> {
    let hits = sets.look_up(&digests(digest));
    hits.iter().map(|hit| format!("{}:{}", hit.card.claim.scheme, hit.category)).collect()
}

#[test]
fn real_lists_are_taken_with_every_row() {
    for (name, format, rows, counts) in [
        ("NSRL-2.0.txt", "nsrl_text", 218, [218, 218, 0]),
        ("hashdeep.txt", "hashdeep", 3, [3, 0, 3]),
        ("ilookv4.hsh", "ilook", 5, [5, 5, 0]),
        ("md5deep.txt", "md5deep", 4, [4, 0, 0]),
        ("md5deep-size.txt", "md5deep", 4, [4, 0, 0]),
    ] {
        let Some(path) = casetest::real::path(&format!("hashing/hashsets/{name}")) else { return };
        let (card, sets, _folder) = take(&path).unwrap();
        assert_eq!((card.format.as_str(), card.rows), (format, rows), "{name}");
        assert_eq!(card.source_bytes, fs::metadata(&path).unwrap().len());
        let catalogues = [sets.md5.catalogue(), sets.sha1.catalogue(), sets.sha256.catalogue()];
        assert_eq!(catalogues.map(|catalogue| catalogue.counts[0].rows), counts, "{name}");
        let lens = [sets.md5.len(), sets.sha1.len(), sets.sha256.len()];
        assert_eq!(catalogues.map(|catalogue| catalogue.counts[0].digests), lens, "{name}");
    }
}

#[test]
fn lists_of_text_are_taken_in_either_case() {
    for (text, format, rows) in [
        (format!("{MD5}\n# comment\n\n{MD5_B}\r\n"), "plain", 2),
        (format!("{MD5}  /a b\n{MD5_B} *c\n"), "md5deep", 2),
        (format!("MD5 (a (1)) = {MD5}\nMD5 (b) = {MD5_B}"), "md5deep", 2),
        (format!("Path;MD5 Hash;Category\n\"a;b\";{MD5};2\n/c;{MD5_B};\n"), "table", 2),
        (format!("\u{feff}md5,upvotes,downvotes\n{MD5},4,1\n"), "table", 1),
        (format!("{MD5_B}\n{MD5}\n{MD5}\n"), "plain", 3),
    ] {
        let (card, sets, _folder) = take_text(&text).unwrap();
        assert_eq!((card.format.as_str(), card.rows), (format, rows), "{text}");
        assert!(!sets.look_up(&digests(&MD5.to_lowercase())).is_empty(), "{text}");
        let count = sets.md5.catalogue().counts[0];
        assert_eq!((count.rows, count.digests), (rows, sets.md5.len()));
        assert_eq!(count.duplicates(), rows - sets.md5.len());
    }
}

#[test]
fn feedback_and_the_digest_of_no_bytes_are_told() {
    let text = format!("md5,sha1,category,upheld,disputed\n{MD5},{SHA1},1,4,2\n");
    let (card, sets, _folder) = take_text(text).unwrap();
    assert_eq!(card.rows_of_nothing, 1);
    let hits = sets.look_up(&Digests { sha1: digests(SHA1).sha1, ..digests(MD5) });
    let told: Vec<_> = hits.iter().map(|hit| (hit.by, hit.feedback.upheld)).collect();
    assert_eq!(told, [(DigestKind::Md5, 4), (DigestKind::Sha1, 4)]);
    assert_eq!((hits[0].feedback.disputed, hits[0].category), (2, "1"));
}

#[test]
fn names_with_odd_quotes_do_not_spoil_the_reference_data_set() {
    let header =
        r#""SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode""#;
    let row = |name: &str, code: &str| {
        format!("\"{SHA1}\",\"{MD5}\",\"CABEC7CD\",\"{name}\",503,1,\"WIN\",\"{code}\"\n")
    };
    let text = format!(
        "{header}\n{}{}{header}\n{}",
        row("a\",\"b", ""),
        row("\"\"c\"", "M"),
        row("d", "")
    );
    let (card, sets, _folder) = take_text(&text).unwrap();
    assert_eq!((card.format.as_str(), card.rows), ("nsrl_text", 3));
    assert_eq!(categories(&sets, MD5), ["nsrl-special-code:", "nsrl-special-code:M"]);
    // Version 1 has the name before the MD5.
    let first = "\"SHA-1\",\"FileName\",\"FileSize\",\"ProductCode\",\"OpSystemCode\",\"MD4\",\"MD5\",\"CRC32\",\"SpecialCode\"";
    let text =
        format!("{first}\n\"{SHA1}\",\"a,\"b\",503,1,\"WIN\",\"\",\"{MD5}\",\"CABEC7CD\",\"\"\n");
    let (_, sets, _folder) = take_text(&text).unwrap();
    assert_eq!((sets.md5.len(), sets.sha1.len()), (1, 1));
    for cut in [2, 4, 14, 30, 80] {
        let cut = &row("d", "")[..row("d", "").len() - cut];
        let refused = refusal(format!("{header}\n{}{cut}", row("e", "")));
        assert_eq!((refused.place.as_str(), refused.rows_before), ("line 3", 1), "{cut}");
    }
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ingest/tests/fixtures").join(name)
}

#[test]
fn project_vic_is_taken_with_scheme_and_category() {
    let (card, sets, _folder) = take(&fixture("vics/case.json")).unwrap();
    assert_eq!((card.format.as_str(), card.rows), ("vics", 2));
    assert_eq!(card.claim.version, "Project VIC 2.0");
    assert_eq!(categories(&sets, "d41d8cd98f00b204e9800998ecf8427e"), ["projectvic-us:5"]);
    let (card, sets, _folder) = take(&fixture("vics/set.json")).unwrap();
    assert_eq!((card.rows, sets.md5.len(), sets.sha1.len()), (2, 1, 1));
    assert_eq!(categories(&sets, SHA1), ["projectvic:1"]);
    let other = fs::read_to_string(fixture("vics/set.json")).unwrap().replace("1.3.xml", "1.2.xml");
    let (card, ..) = take_text(other).unwrap();
    assert_eq!((card.format.as_str(), card.rows), ("caid", 2));
}

#[test]
fn other_digests_of_a_medium_are_taken() {
    let text = format!(
        r#"{{"value":[{{"AlternativeHashes":[{{"HashName":"SHA-256","HashValue":"{SHA256}"}},
        {{"HashName":"PhotoDNA","HashValue":"AAAA"}}],"MD5":"{MD5}","Category":null}}],
        "@odata.context":"http://x/ProjectVic/DataModels/2.0.xml/UK/$metadata#Media"}}"#
    );
    let (card, sets, _folder) = take_text(text).unwrap();
    assert_eq!((card.rows, sets.md5.len(), sets.sha256.len()), (1, 1, 1));
    assert_eq!(categories(&sets, SHA256), ["projectvic-uk:"]);
}

#[test]
fn a_cut_export_is_refused_wherever_it_is_cut() {
    let whole = fs::read(fixture("vics/case.json")).unwrap();
    let end = whole.trim_ascii_end().len();
    for cut in 0..end {
        assert!(take_text(&whole[..cut]).is_err(), "cut at {cut}");
    }
    let refused = refusal(&whole[..end - 3]);
    assert_eq!((refused.fault, refused.rows_before), (Fault::Cut, 2));
    assert!(refused.place.starts_with("line 3"), "{refused}");
}

#[test]
fn what_is_wrong_is_refused_with_its_place() {
    let vics = |media: &str| {
        let context = "http://x/ProjectVic/DataModels/1.3.xml#Media";
        format!(r#"{{"odata.metadata":"{context}","value":[{{"MD5":"{MD5}"}},{media}]}}"#)
    };
    let no_list = vics("{}").replace("value", "values");
    for (text, fault, place) in [
        (String::new(), Fault::Unknown, ""),
        ("hello\n".to_owned(), Fault::Unknown, ""),
        (format!("{MD5}\n{MD5}0\n"), Fault::BadDigest, "line 2"),
        (format!("{MD5}\n{}\n", MD5.replace('9', "x")), Fault::BadDigest, "line 2"),
        (format!("{MD5}\n{SHA1}\n"), Fault::MixedKinds, "line 2"),
        (format!("{MD5}  a\n{SHA1}  b\n"), Fault::MixedKinds, "line 2"),
        (format!("{MD5}  a\n{}", &MD5[..20]), Fault::Malformed, "line 2"),
        (format!("hash,name\n{MD5},a\n{SHA1},b\n"), Fault::MixedKinds, "line 3"),
        (format!("md5,name\n{MD5},a\n{SHA1},b\n"), Fault::BadDigest, "line 3"),
        (format!("md5,name\n{MD5},a\n{MD5}\n"), Fault::WrongWidth, "line 3"),
        (format!("md5,name\n{MD5},a\n,b\n"), Fault::NoDigest, "line 3"),
        (format!("md5,upheld\n{MD5},many\n"), Fault::Malformed, "line 2"),
        ("md5,name\n".to_owned(), Fault::Empty, ""),
        (format!("%%%% HASHDEEP-1.0\n1,{MD5},a\n"), Fault::MissingColumn, "line 2"),
        ("%%%% HASHDEEP-1.0\n%%%% size,filename\n".to_owned(), Fault::MissingColumn, "line 2"),
        (
            format!("%%%% HASHDEEP-1.0\n%%%% size,md5,filename\n1,{MD5}\n"),
            Fault::WrongWidth,
            "line 3",
        ),
        (vics(r#"{"Category":1}"#), Fault::NoDigest, "/value/1"),
        (vics(r#"{"MD5":"00"}"#), Fault::BadDigest, "/value/1/MD5"),
        (vics(r#"{"MD5":["00"]}"#), Fault::Malformed, "line 1, column"),
        (vics("7"), Fault::Malformed, "line 1, column"),
        (
            format!("{} {{}}", vics(r#"{"MD5":""}"#).replace(r#",{"MD5":""}"#, "")),
            Fault::Malformed,
            "line 1",
        ),
        (no_list, Fault::MissingColumn, "the outermost object"),
    ] {
        let refused = refusal(&text);
        assert_eq!(refused.fault, fault, "{text}: {refused}");
        assert!(refused.place.starts_with(place), "{text}: {refused}");
    }
}

#[test]
fn a_refused_set_leaves_no_row_behind_and_the_others_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let mut update = Update::begin(&folder.path().join("known"), ROOM_BYTES).unwrap();
    update.add(&claim("good"), &path("good", MD5_B)).unwrap();
    let bad = path("bad", &format!("{MD5}\n{MD5_B}\nword\n"));
    assert!(matches!(update.add(&claim("bad"), &bad), Err(KnownError::Refused(_))));
    let stated = SetClaim { rows_stated: Some(3), ..claim("short") };
    let short = update.add(&stated, &path("short", &format!("{MD5}\n{SHA1}\n"))).unwrap_err();
    assert!(matches!(short, KnownError::Refused(_)));
    let short = update.add(&stated, &path("short", &format!("{MD5}\n{MD5_B}\n"))).unwrap_err();
    assert!(short.to_string().contains("2 rows where 3 are stated"), "{short}");
    let sets = update.publish().unwrap();
    assert_eq!((sets.cards().len(), sets.md5.len()), (1, 1));
    assert_eq!(sets.look_up(&digests(MD5_B)).len(), 1);
}

#[test]
fn codes_alone_are_codes_where_they_are_many_and_digests_stay_digests() {
    if let Some(path) = casetest::real::path("hashing/pdq/index/haystack.txt") {
        let (card, sets, _folder) = take(&path).unwrap();
        assert_eq!((card.format.as_str(), card.rows, card.codes), ("pdq", 1350, 1350));
        assert_eq!(sets.sha256.len(), 0);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("digests.txt");
    // Numbers of SplitMix64 have as many ones as digests have.
    let word = |at: u64| {
        let mixed = at.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed ^ mixed >> 27
    };
    let line = |at: u64| {
        let [a, b] = [at * 4, at * 4 + 2];
        format!("{:016x}{:016x}{:016x}{:016x}", word(a), word(a + 1), word(b), word(b + 1))
    };
    let digests: Vec<String> = (1..=64).map(line).collect();
    fs::write(&path, digests.join("\n")).unwrap();
    let (card, sets, _folder) = take(&path).unwrap();
    assert_eq!((card.format.as_str(), sets.sha256.len()), ("plain", 64));
}
