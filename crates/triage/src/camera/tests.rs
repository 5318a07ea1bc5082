//! Blocks of facts made by hand, in files of each kind, whole, cut off and damaged.

use proptest::prelude::*;

use super::*;

/// A value of an entry, before the order of bytes is chosen.
#[derive(Clone)]
pub(crate) enum Stated {
    Text(&'static str),
    Fractions(Vec<(u32, u32)>),
}
use Stated::{Fractions, Text};

/// The list it stands in: the first, Exif, GPS.
type Facts = [Vec<(u16, Stated)>; 3];

/// A block with these facts.
pub(crate) fn block(facts: &Facts, is_little: bool) -> Vec<u8> {
    let short = |number: usize| {
        let number = u16::try_from(number).unwrap();
        if is_little { number.to_le_bytes() } else { number.to_be_bytes() }
    };
    let long = |number: usize| {
        let number = u32::try_from(number).unwrap();
        if is_little { number.to_le_bytes() } else { number.to_be_bytes() }
    };
    let mut block = if is_little { b"II\x2A\0".to_vec() } else { b"MM\0\x2A".to_vec() };
    block.extend(long(8));
    let len = |count: usize| 2 + 12 * count + 4;
    let exif = 8 + len(facts[0].len() + 2);
    let gps = exif + len(facts[1].len());
    let mut heap_at = gps + len(facts[2].len());
    let mut heap = Vec::new();
    for (list, entries) in facts.iter().enumerate() {
        let below: &[(u16, usize)] = if list == 0 { &[(0x8769, exif), (0x8825, gps)] } else { &[] };
        block.extend(short(entries.len() + below.len()));
        for (tag, stated) in entries {
            let (form, count, bytes) = match stated {
                Text(text) => (2, text.len() + 1, [text.as_bytes(), &[0]].concat()),
                Fractions(all) => {
                    let numbers = all.iter().flat_map(|(above, below)| [*above, *below]);
                    (5, all.len(), numbers.flat_map(|number| long(number as usize)).collect())
                }
            };
            block.extend([short(usize::from(*tag)), short(form)].concat());
            block.extend(long(count));
            if bytes.len() <= 4 {
                block.extend(bytes.iter().chain(&[0; 4]).take(4));
            } else {
                block.extend(long(heap_at));
                heap_at += bytes.len();
                heap.extend(bytes);
            }
        }
        for (tag, place) in below {
            block.extend([short(usize::from(*tag)), short(4)].concat());
            block.extend([long(1), long(*place)].concat());
        }
        block.extend([0; 4]);
    }
    block.extend(heap);
    block
}

/// Facts of a camera that does not exist.
pub(crate) fn facts() -> Facts {
    [
        vec![
            (0x010F, Text("Example Works ")),
            (0x0110, Text("Model 1")),
            (0x0131, Text("Firmware 1.02")),
            (0x0132, Text("2024:03:02 01:02:03")),
        ],
        vec![
            (0x9003, Text("2024:02:29 23:59:58")),
            (0x9291, Text("071")),
            (0x9011, Text("+01:00")),
            (0xA420, Text("00ff")),
            (0xA431, Text("A-0012")),
            (0xA434, Text("Lens 24-70")),
        ],
        vec![
            (0x0001, Text("S")),
            (0x0002, Fractions(vec![(43, 1), (28, 1), (2814, 100)])),
            (0x0003, Text("E")),
            (0x0004, Fractions(vec![(11, 1), (53, 1), (645_599_999, 100_000_000)])),
            (0x0007, Fractions(vec![(22, 1), (59, 1), (585, 10)])),
            (0x001D, Text("2024:02:29")),
        ],
    ]
}

pub(crate) fn in_jpeg(block: &[u8]) -> Vec<u8> {
    let segment = |marker: u8, body: &[u8]| {
        let len = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker], &len[..], body].concat()
    };
    let app1 = segment(0xE1, &[b"Exif\0\0", block].concat());
    [
        &[0xFF, 0xD8][..],
        &segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        &app1,
        &[0xFF, 0xFF, 0xD9],
    ]
    .concat()
}

fn in_png(block: &[u8]) -> Vec<u8> {
    let chunk = |name: &[u8; 4], body: &[u8]| {
        [&u32::try_from(body.len()).unwrap().to_be_bytes(), &name[..], body, &[0; 4]].concat()
    };
    let sign = &b"\x89PNG\r\n\x1A\n"[..];
    [sign, &chunk(b"IHDR", &[0; 13]), &chunk(b"IDAT", &[7; 33]), &chunk(b"eXIf", block)].concat()
}

fn in_webp(block: &[u8]) -> Vec<u8> {
    let chunk = |name: &[u8; 4], body: &[u8]| {
        let len = u32::try_from(body.len()).unwrap().to_le_bytes();
        [&name[..], &len, body, &[0][..body.len() % 2]].concat()
    };
    [b"RIFF\0\0\0\0WEBP", &chunk(b"VP8 ", &[1; 7])[..], &chunk(b"EXIF", block)].concat()
}

fn boxed(name: &[u8], body: &[u8]) -> Vec<u8> {
    [&u32::try_from(body.len() + 8).unwrap().to_be_bytes()[..], name, body].concat()
}

/// With the item in the file (`method` 0) or in `idat` (1).
fn in_heic(block: &[u8], method: u8) -> Vec<u8> {
    let item = [&[0, 0, 0, 6], &b"Exif\0\0"[..], block].concat();
    let infe = |number: u8, kind: &[u8; 4]| {
        boxed(b"infe", &[&[2, 0, 0, 0, 0, number, 0, 0], &kind[..], &[0]].concat())
    };
    let iinf =
        boxed(b"iinf", &[&[0; 4], &[0, 2][..], &infe(1, b"hvc1"), &infe(2, b"Exif")].concat());
    let ftyp = boxed(b"ftyp", b"heic\0\0\0\0mif1heic");
    let meta = |offset: usize| {
        let place = |number: u8, offset: usize, len: usize| {
            let number = [0, number, 0, method, 0, 0, 0, 1];
            let run = [offset, len].map(|it| u32::try_from(it).unwrap().to_be_bytes()).concat();
            [&number[..], &run].concat()
        };
        let places = [place(1, 0, 1), place(2, offset, item.len())].concat();
        let iloc = boxed(b"iloc", &[&[1, 0, 0, 0, 0x44, 0, 0, 2], &places[..]].concat());
        let idat = boxed(b"idat", if method == 1 { &item } else { &[] });
        boxed(b"meta", &[&[0; 4], &iinf[..], &iloc, &idat].concat())
    };
    if method == 1 {
        return [ftyp, meta(0)].concat();
    }
    let offset = ftyp.len() + meta(0).len() + 8;
    [ftyp, meta(offset), boxed(b"mdat", &item)].concat()
}

fn in_jxl(block: &[u8]) -> Vec<u8> {
    let sign = b"\0\0\0\x0CJXL \r\n\x87\n".to_vec();
    [sign, boxed(b"Exif", &[&[0; 4], block].concat()), boxed(b"jxlc", &[])].concat()
}

/// The block in a file of each kind.
fn files(block: &[u8]) -> Vec<Vec<u8>> {
    let heic = [in_heic(block, 0), in_heic(block, 1)];
    let mut files =
        vec![in_jpeg(block), in_png(block), in_webp(block), block.to_vec(), in_jxl(block)];
    files.extend(heic);
    files
}

fn of(facts: &Facts) -> Camera {
    read(&block(facts, true))
}

fn with(list: usize, tag: u16, stated: Stated) -> Camera {
    let mut facts = facts();
    facts[list].retain(|(known, _)| *known != tag);
    facts[list].push((tag, stated));
    of(&facts)
}

#[test]
fn the_facts_of_a_block_are_read_from_files_of_every_kind_in_both_orders_of_bytes() {
    let expected = Camera {
        make: "Example Works".into(),
        model: "Model 1".into(),
        serial: "A-0012".into(),
        lens: "Lens 24-70".into(),
        software: "Firmware 1.02".into(),
        image_id: "00ff".into(),
        taken: Some(Taken {
            moment: Moment::Original,
            stated: "2024:02:29 23:59:58".into(),
            local: "2024-02-29T23:59:58".into(),
            fraction: "071".into(),
            offset: "+01:00".into(),
        }),
        gps: Some(Gps {
            position: Some(Position { latitude: -43.474_483_3, longitude: 11.885_126_7 }),
            latitude: "43/1 28/1 2814/100 S".into(),
            longitude: "11/1 53/1 645599999/100000000 E".into(),
            utc: "2024-02-29T22:59:58Z".into(),
        }),
        flaws: BTreeSet::new(),
    };
    assert!(expected.is_sound());
    assert_eq!(expected.key().as_deref(), Some("Example Works | Model 1 | A-0012"));
    for is_little in [true, false] {
        for (number, file) in files(&block(&facts(), is_little)).iter().enumerate() {
            assert_eq!(read(file), expected, "{number} {is_little}");
        }
    }
}

#[test]
fn a_file_that_is_cut_off_states_what_is_left_of_it() {
    let block = block(&facts(), false);
    for file in files(&block) {
        for end in 0..file.len() {
            let camera = read(&file[..end]);
            assert!(camera.is_sound());
        }
    }
    let file = in_jpeg(&block);
    let end = file.len() - 60;
    let camera = read(&file[..end]);
    assert_eq!((camera.make.as_str(), camera.model.as_str()), ("Example Works", "Model 1"));
    assert!(camera.flaws.contains(&Flaw::BlockCut));
}

#[test]
fn what_cannot_be_is_left_empty_and_said() {
    let flaw = |camera: &Camera| camera.flaws.iter().copied().collect::<Vec<_>>();
    for text in ["0000:00:00 00:00:00", "2023:02:29 00:00:00", "2024:01:01 24:00:00", "yesterday 1"]
    {
        let camera = with(1, 0x9003, Text(text));
        assert_eq!(flaw(&camera), [Flaw::TimeImpossible]);
        let taken = camera.taken.unwrap();
        assert_eq!((taken.moment, taken.local.as_str()), (Moment::Changed, "2024-03-02T01:02:03"));
    }
    let mut only = facts();
    only[0].pop();
    only[1][0].1 = Text("0000:00:00 00:00:00");
    let taken = of(&only).taken.unwrap();
    assert_eq!((taken.stated.as_str(), taken.local.as_str()), ("0000:00:00 00:00:00", ""));
    let unknown = with(1, 0x9003, Text("    :  :     :  :  "));
    assert_eq!(
        (unknown.taken.as_ref().map(|it| it.moment), flaw(&unknown)),
        (Some(Moment::Changed), vec![])
    );
    assert_eq!(flaw(&with(1, 0x9011, Text("+25:00"))), [Flaw::OffsetImpossible]);

    let angle = |parts: [(u32, u32); 3]| with(2, 0x0002, Fractions(parts.to_vec()));
    for (camera, expected) in [
        (angle([(0, 0), (0, 0), (0, 0)]), Flaw::PositionByZero),
        (angle([(91, 1), (0, 1), (0, 1)]), Flaw::PositionOutOfRange),
        (angle([(90, 1), (0, 1), (1, 1)]), Flaw::PositionOutOfRange),
        (angle([(9, 1), (61, 1), (0, 1)]), Flaw::PositionOutOfRange),
        (with(2, 0x0001, Text("")), Flaw::PositionIncomplete),
        (with(2, 0x0004, Text("11")), Flaw::WrongForm),
    ] {
        assert!(camera.flaws.contains(&expected), "{camera:?}");
        assert_eq!(camera.gps.as_ref().unwrap().position, None);
        assert!(!camera.gps.unwrap().utc.is_empty());
    }
    assert_eq!(flaw(&with(2, 0x001D, Text("0000:00:00"))), [Flaw::GpsTimeImpossible]);
    assert_eq!(flaw(&with(2, 0x001D, Text(""))), [Flaw::GpsTimeIncomplete]);
    let zero = vec![(0, 1); 3];
    let mut nowhere = facts();
    nowhere[2][1].1 = Fractions(zero.clone());
    nowhere[2][3].1 = Fractions(zero);
    let camera = of(&nowhere);
    assert_eq!(
        (camera.gps.as_ref().unwrap().position, flaw(&camera)),
        (None, vec![Flaw::PositionZero])
    );
}

#[test]
fn texts_are_cut_and_cannot_write_on_a_screen() {
    let long: &'static str = Box::leak("é".repeat(300).into_boxed_str());
    let camera = with(0, 0x010F, Text(long));
    assert_eq!(camera.make, "é".repeat(TEXT_CHARS_MAX));
    assert!(camera.flaws.contains(&Flaw::TextCut));
    let camera = with(0, 0x010F, Text("a\u{1B}[2Jb\u{202E}c\n"));
    assert_eq!(camera.make, "a\\u{1b}[2Jb\\u{202e}c");
    assert!(camera.is_sound());
}

#[test]
fn a_serial_number_of_zeros_is_none_and_the_key_is_then_a_model() {
    let camera = with(1, 0xA431, Text("000000"));
    assert!(camera.serial.is_empty() && camera.flaws.contains(&Flaw::SerialZero));
    assert_eq!(camera.key().as_deref(), Some("Example Works | Model 1"));
    assert_eq!(Camera::default().key(), None);
}

#[test]
fn lists_that_lie_over_one_another_cost_no_more_than_their_bytes() {
    // Each of the first 2,700 entries names a list, at places a byte apart: a reader that follows all of
    // them makes millions of entries of 64 KiB.
    let mut block = b"MM\0\x2A\0\0\0\x08\x0A\x8C".to_vec();
    for number in 0..2700u32 {
        block.extend([0x87, 0x69, 0, 4, 0, 0, 0, 1]);
        block.extend((32_500 + number).to_be_bytes());
    }
    block.resize(65_500, 0x0A);
    let start = std::time::Instant::now();
    assert_eq!(read(&in_jpeg(&block)).make, "");
    assert!(start.elapsed().as_secs() < 2);
}

#[test]
fn real_pictures_without_facts_state_nothing() {
    let Some(folder) = casetest::real::path("hashing/pdq/misc") else { return };
    let camera = read(&std::fs::read(folder.join("c.png")).unwrap());
    assert_eq!(camera, Camera::default());
}

proptest! {
    #[test]
    fn bytes_that_are_turned_never_stop_the_reading(
        number in 0usize..7,
        turned in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        is_little in any::<bool>(),
    ) {
        let mut file = files(&block(&facts(), is_little)).swap_remove(number);
        for (at, byte) in turned {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let camera = read(&file);
        prop_assert!(camera.is_sound(), "{camera:?}");
        let json = serde_json::to_string(&camera).unwrap();
        prop_assert_eq!(serde_json::from_str::<Camera>(&json).unwrap(), camera);
    }

    #[test]
    fn any_bytes_after_a_sign_are_read_within_limits(
        sign in prop::sample::select(vec![
            &b"II\x2A\0"[..], b"MM\0\x2A", b"IIRO", b"\xFF\xD8\xFF\xE1", b"\x89PNG\r\n\x1A\n",
            b"RIFF\0\0\0\0WEBPEXIF", b"\0\0\0\x10ftypheic\0\0\0\0\0\0\0\x80meta",
        ]),
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        prop_assert!(read(&[sign, &bytes].concat()).is_sound());
    }

    #[test]
    fn every_text_is_clean_and_stays_so(text in ".{0,300}") {
        let (text, _) = clean(text.as_bytes());
        prop_assert!(is_clean(&text), "{text:?}");
        prop_assert_eq!(clean(text.as_bytes()), (text.clone(), false));
    }
}
