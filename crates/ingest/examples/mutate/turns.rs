//! Readers in turn, each in a process of its own, several at once where there are cores: whoever has had
//! least comes next, until each has had the time that was asked for.

use std::fs;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tutela_ingest::register::HOUSE;

use crate::ledger::{Ledger, Line};
use crate::starts::{changed, starts, write_corpus};
use crate::{Asked, FINDINGS_MAX, FOLDER, tell};

/// Longest turn of one reader, so that none waits long for its first.
const TURN_S: f64 = 300.0;

/// Longest time without a sign of life from a reader's process.
const SILENCE: Duration = Duration::from_mins(1);

/// Memory of a process that coverage guides: a worker's, and its own maps.
const GUIDED_MEMORY_MIB: u64 = 512 + 256;

/// A reader's process.
struct Turn {
    line: Line,
    child: Child,
    begun: Instant,
    /// Number of the change it is at, and since when.
    at: (u64, Instant),
}

/// Gives every line of the ledger its time; gives the number of findings.
pub(crate) fn run(asked: &Asked, ledger: &mut Ledger, path: &Path) -> io::Result<u64> {
    let begun = Instant::now();
    let mut turns: Vec<Turn> = Vec::new();
    let mut findings = 0;
    loop {
        while turns.len() < asked.jobs && asked.until.is_none_or(|until| begun.elapsed() < until) {
            let is_free = |code: &str| turns.iter().all(|turn| turn.line.code != code);
            let Some(line) = ledger.least(asked.s, is_free) else { break };
            turns.push(Turn::begin(asked, line.clone())?);
        }
        if turns.is_empty() {
            return Ok(findings);
        }
        std::thread::sleep(Duration::from_millis(20));
        let mut place = 0;
        while let Some(turn) = turns.get_mut(place) {
            let Some(status) = turn.ended(asked)? else {
                place += 1;
                continue;
            };
            let line = turns.swap_remove(place).end(asked, status)?;
            if let Some(own) = ledger.lines.iter_mut().find(|own| own.code == line.code) {
                findings += line.findings - own.findings;
                *own = line;
            }
            ledger.keep(path)?;
        }
    }
}

/// Where a reader's process says at which change it is.
fn progress(code: &str) -> PathBuf {
    Path::new(FOLDER).join(format!("{code}.at"))
}

/// Where a process that coverage guides writes what it has to say.
fn log(code: &str) -> PathBuf {
    Path::new(FOLDER).join(format!("{code}.log"))
}

impl Turn {
    fn begin(asked: &Asked, line: Line) -> io::Result<Self> {
        let given_s = (asked.s - line.s).min(TURN_S);
        let child = match &asked.guided {
            Some(target) => guided(target, &line.code, given_s)?,
            None => by_chance(asked, &line, given_s)?,
        };
        let now = Instant::now();
        Ok(Self { at: (line.next, now), line, child, begun: now })
    }

    /// How it ended; one that is silent for too long is ended. A guided target sees to that itself.
    fn ended(&mut self, asked: &Asked) -> io::Result<Option<ExitStatus>> {
        if let Some(status) = self.child.try_wait()? {
            return Ok(Some(status));
        }
        let at = at(&self.line.code);
        if at != self.at.0 || asked.guided.is_some() {
            self.at = (at, Instant::now());
        } else if self.at.1.elapsed() > SILENCE {
            self.child.kill()?;
        }
        Ok(None)
    }

    /// What the reader has had now.
    fn end(self, asked: &Asked, status: ExitStatus) -> io::Result<Line> {
        let mut line = self.line;
        line.s += self.begun.elapsed().as_secs_f64().max(0.01);
        if asked.guided.is_some() {
            let said = fs::read_to_string(log(&line.code))?;
            let stated = said.lines().find_map(|own| own.strip_prefix(EXECUTIONS));
            line.next += stated.and_then(|own| own.trim().parse::<u64>().ok()).unwrap_or(0);
            if !status.success() {
                line.findings += 1;
                println!("{}: {}", line.code, words(&said));
            }
        } else if let Some(found) = status.code() {
            let found = u64::try_from(found).unwrap_or(u64::MAX);
            assert!(found <= FINDINGS_MAX, "{}: the tool itself failed", line.code);
            line.next = at(&line.code);
            line.findings += found;
        } else {
            let (starts, number) = (starts(&line.code), at(&line.code));
            let (own, bytes) = changed(&starts, asked.seed, number);
            let words = format!("ended by signal {}", status.signal().unwrap_or(0));
            tell(&line.code, own, asked.seed, number, &words, &bytes);
            line.next = number + 1;
            line.findings += 1;
        }
        if line.findings >= FINDINGS_MAX {
            // Somebody should look first.
            line.s = line.s.max(asked.s);
        }
        Ok(line)
    }
}

/// How many exhibits the target asked, as it states at its end.
const EXECUTIONS: &str = "stat::number_of_executed_units:";

/// What a target that found something said of it.
fn words(said: &str) -> String {
    let marks = ["panicked at", "ERROR: libFuzzer", "Test unit written to"];
    let mut lines = said.lines();
    let mut told = Vec::new();
    while let Some(line) = lines.next() {
        if marks.iter().any(|mark| line.contains(mark)) {
            told.push(line.trim());
            if line.contains("panicked at") {
                told.extend(lines.next());
            }
        }
    }
    told.join("\n  ")
}

/// A process that makes changes by chance.
fn by_chance(asked: &Asked, line: &Line, given_s: f64) -> io::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(given_s.to_string()).args(["--reader", &line.code]);
    command.args(["--seed", &asked.seed.to_string(), "--from", &line.next.to_string()]);
    command.arg("--progress").arg(progress(&line.code)).spawn()
}

/// A process that coverage guides; it ends at its first finding, and the next turn goes on.
fn guided(target: &Path, code: &str, given_s: f64) -> io::Result<Child> {
    let corpus = Path::new(FOLDER).join("corpus").join(code);
    if let Some(reader) = HOUSE.named(code) {
        write_corpus(reader, &corpus)?;
    }
    let mut command = Command::new(target);
    command.env("TUTELA_READER", code).arg(corpus);
    command.arg(format!("-max_total_time={}", given_s.ceil()));
    command.arg(format!("-rss_limit_mb={GUIDED_MEMORY_MIB}"));
    command.arg(format!("-timeout={}", SILENCE.as_secs()));
    command.arg(format!("-artifact_prefix={FOLDER}/{code}-"));
    command.args(["-print_final_stats=1", "-verbosity=1"]);
    command.stdout(Stdio::null()).stderr(fs::File::create(log(code))?);
    command.spawn()
}

/// The change a reader's process is at.
fn at(code: &str) -> u64 {
    let bytes = fs::read(progress(code)).unwrap_or_default();
    bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}
