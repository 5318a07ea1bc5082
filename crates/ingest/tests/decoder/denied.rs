//! What the cage of a decoder denies: each attempt fails inside and works outside, so that the denial is the
//! cage's and not the machine's.

use std::fs::File;
use std::io::Write;
use std::net::{TcpListener, UdpSocket};
use std::os::fd::AsRawFd;
use std::process::{Command, Stdio};

use rustix::io::{FdFlags, fcntl_setfd};
use tutela_ingest::decoder::{Film, FilmState, FilmTroubleKind, Limits};
use tutela_ingest::outcome::Layer;

use crate::played::{Kept, play, play_with, player, program, worker};

/// What a decoder says of an attempt, or what became of it.
fn inside(what: &str, target: &str) -> String {
    let (_, decoded) = play(&["attempt", what, target]);
    match decoded.trouble {
        Some(trouble) if trouble.kind == FilmTroubleKind::Damaged => decoded.words,
        Some(trouble) if trouble.kind == FilmTroubleKind::Denied => format!("denied: {trouble}"),
        other => panic!("{what}: {other:?}"),
    }
}

/// The same attempt in no cage.
fn outside(what: &str, target: &str) -> String {
    let output = Command::new(program())
        .args(["attempt", "none", what, target])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    // A program that was run in the attempt's place says nothing.
    let said = String::from_utf8(output.stdout).unwrap();
    said.lines().last().unwrap_or("allowed").to_owned()
}

#[test]
fn every_way_out_is_denied_inside_and_open_outside() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let file = |name: &str| {
        let path = folder.path().join(name).display().to_string();
        std::fs::write(&path, b"secret").unwrap();
        path
    };
    let attempts = [
        ("read-a-file", file("secret")),
        ("write-a-file", file("written")),
        ("write-a-file", folder.path().join("new").display().to_string()),
        ("list-a-folder", folder.path().display().to_string()),
        ("make-a-folder", folder.path().join("folder").display().to_string()),
        ("remove-a-file", file("removed")),
        ("rename-a-file", file("renamed")),
        ("make-a-file-writable", file("changed")),
        ("connect", listener.local_addr().unwrap().to_string()),
        ("send-a-datagram", socket.local_addr().unwrap().to_string()),
        ("run-a-program", "/bin/true".to_owned()),
        ("run-a-program", program().display().to_string()),
        ("start-a-program", "/bin/true".to_owned()),
        ("signal-the-parent", String::new()),
        ("look-into-the-parent", String::new()),
        ("make-memory-a-file", String::new()),
        ("set-a-limit", String::new()),
        ("read-a-file", "/etc/passwd".to_owned()),
        ("read-a-file", "/proc/self/environ".to_owned()),
        ("list-a-folder", "/usr/lib".to_owned()),
    ];
    for (what, target) in attempts {
        let said = inside(what, &target);
        println!("{what} {target}: {said}");
        assert!(said.starts_with("denied"), "{what} {target}: {said}");
        let said = outside(what, &target);
        // Looking into another process is denied outside too on machines with Yama.
        assert!(said == "allowed" || what == "look-into-the-parent", "{what} {target}: {said}");
    }
    assert_eq!(std::fs::read(folder.path().join("written")).unwrap(), b"x", "outside alone");
}

#[test]
fn what_a_decoder_needs_is_allowed() {
    assert_eq!(inside("nothing", ""), "allowed");
    assert_eq!(inside("start-a-thread", ""), "allowed");
    assert_eq!(
        inside("read-a-file", "/etc/ld.so.cache"),
        outside("read-a-file", "/etc/ld.so.cache")
    );
}

#[test]
fn a_film_can_be_read_and_read_again_and_not_be_written_or_run() {
    let copied = Film::copied(&mut b"a film".as_slice()).unwrap();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"a film").unwrap();
    let sealed = Film::exhibit(File::open(file.path()).unwrap()).unwrap();
    for film in [copied, sealed] {
        let limits = Limits::of(&film);
        for _twice in 0..2 {
            let (kept, decoded) =
                play_with(&worker(), &player(&["shows-the-film"]), &film, &limits).unwrap();
            assert_eq!(decoded.state, FilmState::Decoded);
            let shown = |bytes: &[u8]| Kept { width: bytes.len(), height: 1, grey: bytes.to_vec() };
            assert_eq!(kept, [shown(b"a film"), shown(b" film")]);
        }
        for what in ["write-a-file", "run-a-program"] {
            let player = player(&["attempt", what, "/dev/fd/0"]);
            let (_, decoded) = play_with(&worker(), &player, &film, &limits).unwrap();
            let is_denied = decoded.trouble.unwrap().kind == FilmTroubleKind::Denied;
            assert!(is_denied || decoded.words.starts_with("denied"), "{what}: {}", decoded.words);
        }
    }
    assert_eq!(std::fs::read(file.path()).unwrap(), b"a film");
}

#[test]
fn a_decoder_is_given_its_arguments_and_nothing_else() {
    let (kept, decoded) = play(&["counts-its-surroundings"]);
    assert_eq!(decoded.words, "0 variables; 3 arguments");
    assert_eq!(kept, [Kept { width: 4, height: 2, grey: vec![0; 8] }]);
    let cage = decoded.cage;
    println!("{cage:?}");
    assert_eq!((cage.landlock, cage.system_calls), (Layer::Full, Layer::Full));
}

#[test]
fn a_descriptor_left_open_by_others_is_closed() {
    // A pipe has no path that Landlock could deny.
    let (left_open, _other_end) = std::io::pipe().unwrap();
    fcntl_setfd(&left_open, FdFlags::empty()).unwrap();
    let name = format!("/dev/fd/{}", left_open.as_raw_fd());
    assert_eq!(outside("open-a-file", &name), "allowed");
    let said = inside("open-a-file", &name);
    assert!(said.contains("No such file"), "{said}");
    let (_, decoded) = play(&["frames"]);
    assert_eq!(decoded.state, FilmState::Decoded);
}
