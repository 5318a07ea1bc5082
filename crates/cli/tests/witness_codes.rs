//! A witness is asked and answers on paper: what a scanner reads from the codes is what the files hold.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod support;

use std::path::Path;

use support::{Run, init};

/// What a scanner reads: the picture drawn on a grid of its own units, then found and decoded.
fn scanned(picture: &Path) -> String {
    let svg = std::fs::read_to_string(picture).unwrap();
    let number = |text: &str| -> usize {
        text.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
    };
    let side = number(svg.split_once(" width=\"").unwrap().1);
    let mut dark = vec![false; side * side];
    let path = svg.split_once(" d=\"").unwrap().1.split_once('"').unwrap().0;
    for rectangle in path.split('M').skip(1) {
        let (left, rest) = rectangle.split_once(' ').unwrap();
        let (top, rest) = rest.split_once('h').unwrap();
        let (width, rest) = rest.split_once('v').unwrap();
        let (left, top, width, height) = (number(left), number(top), number(width), number(rest));
        for row in top..top + height {
            dark[row * side + left..][..width].fill(true);
        }
    }
    let grey = |x, y| if dark[y * side + x] { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, grey);
    image.detect_grids()[0].decode().unwrap().1
}

#[test]
fn a_request_and_its_answer_travel_as_codes() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (case, witness) = (folder.path().join("case"), path("w1"));
    init(&case);
    let key = Run::new(&["witness", "init", &witness, "--name", "court.example/w1"]).expect(0);
    Run::on(&case, &["witness", "agree", "--need", "1", key.stdout.trim()]).expect(0);
    let ask = path("ask.txt");
    let request = ["witness", "request", "--name", "court.example/w1", "--to", &ask, "--qr"];
    Run::on(&case, &request).expect(0);
    let read = scanned(Path::new(&path("ask.txt.svg")));
    assert_eq!(read, std::fs::read_to_string(&ask).unwrap());
    // The witness has the paper alone.
    let (carried, answer) = (path("carried.txt"), path("answer.txt"));
    std::fs::write(&carried, read).unwrap();
    let log = case.join("log/keys/verifier.txt");
    let log = log.to_str().unwrap();
    let sign =
        ["witness", "sign", &carried, "--with", &witness, "--log", log, "--to", &answer, "--qr"];
    Run::new(&sign).expect(0);
    let returned = path("returned.txt");
    std::fs::write(&returned, scanned(Path::new(&path("answer.txt.svg")))).unwrap();
    Run::on(&case, &["witness", "add", &returned]).expect(0);
    let standing = Run::on(&case, &["witness", "list", "--json"]).json();
    assert_eq!(standing["witnessed"][0]["by"][0]["name"], "court.example/w1");
}

#[test]
fn a_code_never_replaces_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (case, witness) = (folder.path().join("case"), path("w1"));
    init(&case);
    let key = Run::new(&["witness", "init", &witness, "--name", "court.example/w1"]).expect(0);
    Run::on(&case, &["witness", "agree", "--need", "1", key.stdout.trim()]).expect(0);
    std::fs::write(path("ask.txt.svg"), "kept").unwrap();
    let ask = path("ask.txt");
    let request = ["witness", "request", "--name", "court.example/w1", "--to", &ask, "--qr"];
    Run::on(&case, &request).expect(2);
    assert_eq!(std::fs::read_to_string(path("ask.txt.svg")).unwrap(), "kept");
}
