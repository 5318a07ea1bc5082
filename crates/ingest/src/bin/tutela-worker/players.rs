//! Players: decoders as the parent of one meets them, honest or taken over. They read the film from
//! descriptor 0 and write greymaps to descriptor 1.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::attempts::try_it;

/// Plays the decoder of this name.
pub(crate) fn play(name: &str, rest: &[&str]) -> ExitCode {
    match played(name, rest) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("the player failed: {error}");
            ExitCode::from(74)
        }
    }
}

fn played(name: &str, rest: &[&str]) -> io::Result<u8> {
    let number = rest.first().and_then(|number| number.parse().ok()).unwrap_or(3);
    match name {
        "frames" => frames(number)?,
        "shows-the-film" => shows_the_film()?,
        "counts-its-surroundings" => {
            eprintln!("{} variables", std::env::vars_os().count());
            eprintln!("{} arguments", std::env::args_os().count());
            frames(1)?;
        }
        "attempt" => {
            let target = rest.get(1).copied().unwrap_or_default();
            let said = match try_it(rest.first().copied().unwrap_or_default(), target, None) {
                Ok(()) => "allowed".to_owned(),
                Err(error) => format!("denied: {error}"),
            };
            eprintln!("{said}");
            frames(1)?;
        }
        _ => return played_badly(name, number),
    }
    Ok(0)
}

/// What no honest decoder does.
fn played_badly(name: &str, number: u8) -> io::Result<u8> {
    match name {
        "falls-silent" => {
            frames(number)?;
            std::thread::sleep(Duration::from_hours(1));
        }
        "spins" => spin(Duration::from_hours(1)),
        "drips" => loop {
            frames(1)?;
            std::thread::sleep(Duration::from_millis(20));
        },
        "floods" => loop {
            frames(200)?;
        },
        "talks" => loop {
            io::stderr().write_all(&[b'x'; 4096])?;
        },
        "talks-and-plays" => {
            io::stderr().write_all(&vec![b'x'; 1 << 20])?;
            frames(number)?;
        }
        "cut-off" => frames(number).and_then(|()| say(b"P5\n9 9\n255\nxyz"))?,
        "garbage" => frames(number).and_then(|()| say(&[0xA5; 4096]))?,
        "huge-frame" => frames(number).and_then(|()| say(b"P5\n99999 99999\n255\n"))?,
        "huge-head" => loop {
            say(b"P5\n000000000000000000000000000000")?;
        },
        "closes-and-stays" => {
            frames(number)?;
            nix::unistd::close(libc::STDOUT_FILENO)?;
            std::thread::sleep(Duration::from_hours(1));
        }
        "aborts" => {
            frames(number)?;
            std::process::abort();
        }
        "gives-up" => {
            frames(number)?;
            eprintln!("moov atom not found");
            return Ok(3);
        }
        "hoards" => hoard(),
        "many-threads" => many_threads(),
        _ => return Ok(2),
    }
    Ok(0)
}

/// Small frames, each with its number as its light.
fn frames(count: u8) -> io::Result<()> {
    for number in 0..count {
        say(&[b"P5\n4 2\n255\n".as_slice(), &[number; 8]].concat())?;
    }
    Ok(())
}

/// The film as it stands at descriptor 0, and as it is when opened again and read from its second byte.
fn shows_the_film() -> io::Result<()> {
    let mut first = Vec::new();
    io::stdin().read_to_end(&mut first)?;
    let mut again = File::open("/dev/fd/0")?;
    again.seek(SeekFrom::Start(1))?;
    let mut second = Vec::new();
    again.read_to_end(&mut second)?;
    for bytes in [first, second] {
        say(format!("P5\n{} 1\n255\n", bytes.len()).as_bytes())?;
        say(&bytes)?;
    }
    Ok(())
}

fn say(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(bytes)?;
    out.flush()
}

/// Computes without a word.
fn spin(long: Duration) {
    let start = Instant::now();
    while start.elapsed() < long {
        std::hint::spin_loop();
    }
}

/// Asks for memory until there is none; the limit counts what was promised.
fn hoard() {
    let mut hoard: Vec<Vec<u8>> = Vec::new();
    loop {
        hoard.push(Vec::with_capacity(1 << 20));
        std::hint::black_box(&hoard);
    }
}

/// Starts threads that stay, until no more can be started.
fn many_threads() {
    let stay = || std::thread::sleep(Duration::from_hours(1));
    while std::thread::Builder::new().stack_size(64 << 10).spawn(stay).is_ok() {}
    stay();
}
