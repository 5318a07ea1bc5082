//! What the cage denies: each attempt fails inside and works outside, so that the denial is the
//! cage's and not the machine's.

use std::net::{TcpListener, UdpSocket};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};

/// Tries `what` on `target` under `layers`; gives what happened, in words.
fn attempt(layers: &str, what: &str, target: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_tutela-worker"))
        .args(["attempt", layers, what, target])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    if let Some(signal) = output.status.signal() {
        return format!("killed by signal {signal}");
    }
    let said = String::from_utf8(output.stdout).unwrap();
    // A program that was run in the attempt's place says nothing.
    said.lines().last().unwrap_or("allowed").to_owned()
}

fn is_denied(said: &str) -> bool {
    said.starts_with("denied") || said == format!("killed by signal {}", libc::SIGSYS)
}

/// The six attempts, each with a target that exists.
struct Targets {
    folder: tempfile::TempDir,
    listener: TcpListener,
    socket: UdpSocket,
}

impl Targets {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("secret"), b"secret").unwrap();
        Self {
            folder,
            listener: TcpListener::bind("127.0.0.1:0").unwrap(),
            socket: UdpSocket::bind("127.0.0.1:0").unwrap(),
        }
    }

    fn six(&self) -> [(&'static str, String); 6] {
        let file = |name: &str| self.folder.path().join(name).display().to_string();
        [
            ("read-a-file", file("secret")),
            ("write-a-file", file("new")),
            ("connect", self.listener.local_addr().unwrap().to_string()),
            ("send-a-datagram", self.socket.local_addr().unwrap().to_string()),
            ("run-a-program", "/bin/true".to_owned()),
            ("look-into-the-parent", String::new()),
        ]
    }
}

#[test]
fn all_six_ways_out_are_denied_in_the_cage_and_open_outside() {
    let targets = Targets::new();
    for (what, target) in targets.six() {
        let (inside, outside) = (attempt("all", what, &target), attempt("none", what, &target));
        let thread = attempt("thread", what, &target);
        println!("{what}: inside: {inside}; in a further thread: {thread}; outside: {outside}");
        assert!(is_denied(&inside), "{what}: {inside}");
        assert!(is_denied(&thread), "{what}: {thread}");
        // Looking into another process is denied outside too on machines with Yama.
        assert!(outside == "allowed" || what == "look-into-the-parent", "{what}: {outside}");
    }
    assert_eq!(attempt("all", "nothing", ""), "allowed");
    assert_eq!(attempt("thread", "nothing", ""), "allowed");
}

#[test]
fn each_layer_denies_by_itself_what_it_is_there_for() {
    let targets = Targets::new();
    for (what, target) in targets.six() {
        let landlock = attempt("landlock", what, &target);
        let system_calls = attempt("system-calls", what, &target);
        println!("{what}: Landlock alone: {landlock}; system calls alone: {system_calls}");
        assert!(is_denied(&system_calls), "{what}: {system_calls}");
        // Landlock knows nothing of datagrams.
        assert!(is_denied(&landlock) || what == "send-a-datagram", "{what}: {landlock}");
    }
}

#[test]
fn a_descriptor_left_open_by_others_is_of_no_use() {
    let targets = Targets::new();
    let file = targets.folder.path().join("secret").display().to_string();
    assert!(is_denied(&attempt("all", "read-what-was-left-open", &file)));
    assert!(is_denied(&attempt("system-calls", "read-what-was-left-open", &file)));
    assert_eq!(attempt("none", "read-what-was-left-open", &file), "allowed");
}
