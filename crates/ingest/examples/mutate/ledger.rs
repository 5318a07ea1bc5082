//! What each reader has had so far, kept from run to run: a run over all readers takes days, is killed,
//! and goes on with whoever has had least.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use tutela_ingest::register::Reader;

/// What one reader has had with one seed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// The reader and its version: another version begins anew.
    pub(crate) code: String,
    version: u32,
    /// Seed of the changes; none where coverage guided them.
    seed: Option<u64>,
    /// Number of the next change, which is how many were made.
    pub(crate) next: u64,
    /// Seconds so far.
    pub(crate) s: f64,
    /// What was found so far.
    pub(crate) findings: u64,
}

impl Line {
    fn new(reader: Reader, seed: Option<u64>) -> Self {
        let (code, version) = (reader.code().to_owned(), reader.version());
        Self { code, version, seed, next: 0, s: 0.0, findings: 0 }
    }

    /// Whether both say of the same.
    fn is_of(&self, other: &Self) -> bool {
        (&self.code, self.seed) == (&other.code, other.seed)
    }

    fn parse(line: &str) -> Option<Self> {
        let mut cells = line.split('\t');
        let mut next = || cells.next();
        Some(Self {
            code: next()?.to_owned(),
            version: next()?.parse().ok()?,
            seed: match next()? {
                "guided" => None,
                seed => Some(seed.parse().ok()?),
            },
            next: next()?.parse().ok()?,
            s: next()?.parse().ok()?,
            findings: next()?.parse().ok()?,
        })
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, version, seed, next, s, findings } = self;
        let seed = seed.map_or("guided".to_owned(), |seed| seed.to_string());
        write!(f, "{code}\t{version}\t{seed}\t{next}\t{s:.1}\t{findings}")
    }
}

/// The lines of the readers that are asked.
pub(crate) struct Ledger {
    pub(crate) lines: Vec<Line>,
    /// Lines of other readers and seeds, which are kept.
    others: Vec<Line>,
}

impl Ledger {
    /// What is known of these readers.
    pub(crate) fn open(path: &Path, readers: &[Reader], seed: Option<u64>) -> Self {
        let text = fs::read_to_string(path).unwrap_or_default();
        let mut others: Vec<Line> = text.lines().filter_map(Line::parse).collect();
        let lines = readers.iter().map(|reader| {
            let new = Line::new(*reader, seed);
            let at = others.iter().position(|line| line.is_of(&new));
            at.map(|at| others.swap_remove(at))
                .filter(|line| line.version == new.version)
                .unwrap_or(new)
        });
        Self { lines: lines.collect(), others }
    }

    /// Writes it beside and puts it in place, so that a kill leaves one or the other.
    pub(crate) fn keep(&self, path: &Path) -> io::Result<()> {
        let mut lines: Vec<String> =
            self.lines.iter().chain(&self.others).map(Line::to_string).collect();
        lines.sort();
        let beside = path.with_extension("new");
        fs::write(&beside, lines.join("\n"))?;
        fs::rename(beside, path)
    }

    /// The reader that has had least, of those that have not had `s` seconds yet.
    pub(crate) fn least(&mut self, s: f64, is_free: impl Fn(&str) -> bool) -> Option<&mut Line> {
        let open = self.lines.iter_mut().filter(|line| line.s < s && is_free(&line.code));
        open.min_by(|one, other| one.s.total_cmp(&other.s))
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<18}{:>12}{:>10}{:>10}{:>10}",
            "reader", "exhibits", "s", "each s", "found"
        )?;
        for Line { code, next, s, findings, .. } in &self.lines {
            let rate = *next as f64 / s.max(0.1);
            writeln!(f, "{code:<18}{next:>12}{s:>10.0}{rate:>10.0}{findings:>10}")?;
        }
        Ok(())
    }
}
