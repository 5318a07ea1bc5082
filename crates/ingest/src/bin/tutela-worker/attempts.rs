//! Attempts: what a reader that was taken over would try, under all layers of the cage, from its first
//! thread or another, under one layer, or under none (to show that the attempt would work without).

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::net::{TcpStream, UdpSocket};
use std::os::fd::AsFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};
use std::sync::Barrier;
use std::thread;

use tutela_ingest::cage::{self, Doors};
use tutela_ingest::job::Waiver;

/// Puts on `layers` and tries `what`; says `allowed` or `denied: …` on descriptor 1.
pub(crate) fn attempt(layers: &str, what: &str, rest: &[&str]) -> ExitCode {
    let target = rest.first().copied().unwrap_or_default();
    // The exhibit stands open before the cage closes, as it does for a worker.
    let Ok(exhibit) = File::open("/dev/null") else {
        return ExitCode::from(2);
    };
    // So does a file that has nothing to do with it, as a descriptor left open would be.
    let left_open = File::open(target).ok();
    let (frames, words) = (io::stdout(), io::stderr());
    let doors = Doors {
        exhibit: exhibit.as_fd(),
        companions_from: None,
        frames: frames.as_fd(),
        words: words.as_fd(),
    };
    let tried = match layers {
        "thread" => try_from_a_thread(doors, what, target, left_open),
        _ => put_on(layers, doors).map(|()| try_it(what, target, left_open)),
    };
    let said = match tried {
        Err(reason) => format!("refused: {reason}"),
        Ok(Ok(())) => "allowed".to_owned(),
        Ok(Err(error)) => format!("denied: {error}"),
    };
    let _ = writeln!(io::stdout(), "{said}");
    ExitCode::SUCCESS
}

/// Tries `what` from a further thread, which locks itself before the first one closes the cage.
fn try_from_a_thread(
    doors: Doors<'_>,
    what: &str,
    target: &str,
    left_open: Option<File>,
) -> Result<io::Result<()>, String> {
    let (locked, closed) = (Barrier::new(2), Barrier::new(2));
    thread::scope(|scope| {
        let tried = scope.spawn(|| {
            let lock = cage::lock_files_and_network();
            locked.wait();
            closed.wait();
            lock.map(|_| try_it(what, target, left_open)).map_err(|refusal| refusal.reason)
        });
        locked.wait();
        let put_on = put_on("all", doors);
        closed.wait();
        put_on.and(tried.join().unwrap_or_else(|_| Err("the thread failed".to_owned())))
    })
}

fn put_on(layers: &str, doors: Doors<'_>) -> Result<(), String> {
    let reason = |refusal: cage::Refusal| refusal.reason;
    match layers {
        "all" => {
            let state = cage::close(doors, 1 << 20, Waiver::Absent).map_err(reason)?;
            let _ = writeln!(io::stdout(), "{state:?}");
            Ok(())
        }
        "landlock" => cage::lock_files_and_network().map(|_| ()).map_err(reason),
        "system-calls" => cage::filter_system_calls(doors).map_err(reason),
        _ => Ok(()),
    }
}

/// Tries one thing that the cage denies.
pub(crate) fn try_it(what: &str, target: &str, left_open: Option<File>) -> io::Result<()> {
    match what {
        "read-a-file" => fs::read(target).map(|_| ()),
        "write-a-file" => fs::write(target, b"x"),
        "open-a-file" => File::open(target).map(|_| ()),
        "list-a-folder" => fs::read_dir(target).map(|_| ()),
        "make-a-folder" => fs::create_dir(target),
        "remove-a-file" => fs::remove_file(target),
        "rename-a-file" => fs::rename(target, format!("{target}-renamed")),
        "make-a-file-writable" => fs::set_permissions(target, fs::Permissions::from_mode(0o666)),
        "connect" => TcpStream::connect(target).map(|_| ()),
        "send-a-datagram" => {
            let socket = UdpSocket::bind("127.0.0.1:0")?;
            socket.send_to(b"x", target).map(|_| ())
        }
        // Gives back only where it was denied.
        "run-a-program" => Err(Command::new(target).exec()),
        "start-a-program" => Command::new(target).status().map(|_| ()),
        "start-a-thread" => thread::Builder::new().spawn(|| ()).map(|_| ()),
        "look-into-the-parent" => look_into_the_parent(),
        // Asks whether a signal could be sent, and sends none.
        "signal-the-parent" => rustix::process::getppid()
            .ok_or_else(|| io::Error::other("no parent"))
            .and_then(|parent| Ok(rustix::process::test_kill_process(parent)?)),
        "make-memory-a-file" => {
            let flags = rustix::fs::MemfdFlags::CLOEXEC;
            rustix::fs::memfd_create("x", flags).map(|_| ()).map_err(io::Error::from)
        }
        "set-a-limit" => {
            let limit = rustix::process::Rlimit { current: Some(64), maximum: Some(64) };
            rustix::process::setrlimit(rustix::process::Resource::Nofile, limit)
                .map_err(io::Error::from)
        }
        "read-what-was-left-open" => {
            let mut file = left_open.ok_or_else(|| io::Error::other("nothing was left open"))?;
            file.read(&mut [0]).map(|_| ())
        }
        "nothing" => Ok(()),
        _ => Err(io::Error::other("no such attempt")),
    }
}

/// Takes a descriptor out of the parent: the kernel asks the same question as for ptrace(2).
fn look_into_the_parent() -> io::Result<()> {
    use rustix::process::{PidfdFlags, PidfdGetfdFlags, getppid, pidfd_getfd, pidfd_open};
    let parent = getppid().ok_or_else(|| io::Error::other("no parent"))?;
    let parent = pidfd_open(parent, PidfdFlags::empty())?;
    pidfd_getfd(parent, 0, PidfdGetfdFlags::empty())?;
    Ok(())
}
