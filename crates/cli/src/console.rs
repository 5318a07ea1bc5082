//! What the user sees while it works: bars on a terminal, plain lines elsewhere, nothing if quiet.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use casebook::veil::Veil;
use casebook::{Fault, Language, Progress, Step};
use indicatif::{HumanBytes, HumanDuration, ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::args::Global;
use crate::words::{self, fault_in, say};

/// Seconds between two plain lines where stderr is no terminal.
const PLAIN_EVERY_S: u64 = 10;

/// Seconds of work before progress is shown at all.
const PATIENCE_S: u64 = 2;

/// Where words and data go.
pub(crate) struct Console {
    quiet: bool,
    terminal: bool,
    language: Mutex<Language>,
    stop: Arc<AtomicBool>,
    work: Mutex<Option<Work>>,
    veil: Mutex<Arc<Veil>>,
}

struct Work {
    label: String,
    began: Instant,
    said: Instant,
    bar: Option<ProgressBar>,
}

impl Console {
    /// A console for these options; from now on Ctrl-C asks to stop, and a second one ends at once.
    pub(crate) fn new(global: &Global) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            // Without a handler the signal ends the program at once, which loses nothing either.
            let _ = signal_hook::flag::register_conditional_shutdown(signal, 75, Arc::clone(&stop));
            let _ = signal_hook::flag::register(signal, Arc::clone(&stop));
        }
        Self {
            quiet: global.quiet,
            terminal: std::io::stderr().is_terminal(),
            language: Mutex::new(global.lang.unwrap_or_else(words::asked_language)),
            stop,
            work: Mutex::new(None),
            veil: Mutex::default(),
        }
    }

    /// Takes the language of the case where nobody asked for another.
    pub(crate) fn speak(&self, asked: Option<Language>, case: Language) {
        *locked(&self.language) = asked.unwrap_or(case);
    }

    /// The language spoken.
    pub(crate) fn language(&self) -> Language {
        *locked(&self.language)
    }

    /// From now on protected parties have their pseudonyms in everything that is printed.
    pub(crate) fn put_on(&self, veil: Arc<Veil>) {
        *locked(&self.veil) = veil;
    }

    /// The veil over what is printed.
    pub(crate) fn veil(&self) -> Arc<Veil> {
        Arc::clone(&locked(&self.veil))
    }

    /// Prints a line of data to stdout.
    pub(crate) fn data(&self, line: &str) {
        self.print(&self.veil().text(line));
    }

    fn print(&self, text: &str) {
        self.clear();
        // A closed pipe is the reader's choice.
        let _ = writeln!(std::io::stdout().lock(), "{text}");
    }

    /// Prints a line of words to stderr.
    fn word(&self, line: &str) {
        eprintln!("{}", self.veil().text(line));
    }

    /// Prints a value as JSON to stdout.
    pub(crate) fn json(&self, value: &impl Serialize) -> Result<(), Fault> {
        let text = serde_json::to_string_pretty(value).map_err(|e| {
            Fault::new(casebook::Exit::Bug, "the result cannot be written as JSON", "report this")
                .caused_by(e)
        })?;
        self.print(&self.veil().json(&text));
        Ok(())
    }

    /// Says something to the user, in the user's language: a key of the word list and its values.
    pub(crate) fn remark(&self, key: &str, values: &[(&str, &str)]) {
        if !self.quiet {
            self.clear();
            self.word(&say(self.language(), key, values));
        }
    }

    /// Says a text that is in no word list: what an exhibit or a library states.
    pub(crate) fn remark_text(&self, text: &str) {
        if !self.quiet {
            self.clear();
            self.word(text);
        }
    }

    /// Says what went wrong: fact, place, cause, remedy.
    pub(crate) fn fault(&self, fault: &Fault) {
        self.clear();
        let language = self.language();
        self.word(&format!("{}: {}", say(language, "error", &[]), fault_in(language, &fault.fact)));
        if !fault.place.is_empty() {
            self.word(&format!("  {}: {}", say(language, "place", &[]), fault.place));
        }
        let mut source = std::error::Error::source(fault);
        while let Some(cause) = source {
            let text = cause.to_string();
            if text != fault.fact {
                let text = fault_in(language, &text);
                self.word(&format!("  {}: {text}", say(language, "cause", &[])));
            }
            source = cause.source();
        }
        let remedy = fault_in(language, &fault.remedy);
        self.word(&format!("  {}: {remedy}", say(language, "remedy", &[])));
    }

    /// Takes the bars down.
    pub(crate) fn close(&self) {
        self.clear();
    }

    fn clear(&self) {
        if let Some(bar) = locked(&self.work).as_ref().and_then(|work| work.bar.as_ref()) {
            bar.suspend(|| ());
        }
    }

    fn plain_line(work: &mut Work, done: u64, total: u64, step: Step, note: &str) {
        let passed = work.began.elapsed();
        if passed.as_secs() < PATIENCE_S || work.said.elapsed().as_secs() < PLAIN_EVERY_S {
            return;
        }
        work.said = Instant::now();
        let left = remaining(passed, done, total);
        eprintln!(
            "  {}  {}%  {}  ETA {}  {note}",
            work.label,
            percent(done, total),
            amount(step, done),
            HumanDuration(left)
        );
    }
}

impl Progress for Console {
    fn advance(&self, step: Step, what: &str, done: u64, total: u64, note: &str) {
        if self.quiet {
            return;
        }
        let veil = self.veil();
        let (what, note) = (&*veil.text(what), &*veil.text(note));
        let label = format!("{} {what}", say(self.language(), step_key(step), &[]));
        let mut slot = locked(&self.work);
        if slot.as_ref().is_none_or(|work| work.label != label) {
            let now = Instant::now();
            *slot = Some(Work { label, began: now, said: now, bar: None });
        }
        let Some(work) = slot.as_mut() else { return };
        if !self.terminal {
            Self::plain_line(work, done, total, step, note);
            return;
        }
        if work.began.elapsed().as_secs() < PATIENCE_S && work.bar.is_none() {
            return;
        }
        let label = work.label.clone();
        let bar = work.bar.get_or_insert_with(|| new_bar(step, total, label));
        bar.set_length(total.max(done));
        bar.set_position(done);
        bar.set_message(note.to_owned());
    }

    fn finish(&self, _: Step, _: &str) {
        if let Some(bar) = locked(&self.work).take().and_then(|work| work.bar) {
            bar.finish_and_clear();
        }
    }

    fn stop_asked(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// What is held by a lock; a thread that panicked left it whole.
fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

fn new_bar(step: Step, total: u64, label: String) -> ProgressBar {
    let units = if step.is_of_bytes() {
        "{bytes}/{total_bytes}  {bytes_per_sec}"
    } else {
        "{human_pos}/{human_len}"
    };
    let template = format!("  {{prefix}}  {{bar:16}} {{percent}}%  {units}  ETA {{eta}}  {{msg}}");
    let style =
        ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(total).with_style(style);
    bar.set_prefix(label);
    bar
}

fn step_key(step: Step) -> &'static str {
    match step {
        Step::Seal => "step-seal",
        Step::Read => "step-read",
        Step::Load => "step-load",
        Step::Ask => "step-ask",
        Step::Index => "step-index",
        Step::Verify => "step-verify",
        Step::Cite => "step-cite",
        Step::Report => "step-report",
        Step::Digest => "step-digest",
        Step::Compare => "step-compare",
        Step::Look => "step-look",
        Step::Frames => "step-frames",
        Step::Bundle => "step-bundle",
        Step::Export => "step-export",
    }
}

fn amount(step: Step, done: u64) -> String {
    if step.is_of_bytes() { HumanBytes(done).to_string() } else { done.to_string() }
}

fn percent(done: u64, total: u64) -> u64 {
    done.saturating_mul(100).checked_div(total).unwrap_or(0).min(100)
}

fn remaining(passed: Duration, done: u64, total: u64) -> Duration {
    if done == 0 {
        return Duration::ZERO;
    }
    let left = total.saturating_sub(done);
    let nanos = passed.as_nanos().saturating_mul(u128::from(left)) / u128::from(done);
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}
