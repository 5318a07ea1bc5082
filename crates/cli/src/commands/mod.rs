//! The commands, one file each; each is listed on one line here and in [`crate::args::Command`].

mod answer;
pub(crate) mod ask;
pub(crate) mod assign;
pub(crate) mod audit;
pub(crate) mod build;
mod bundle;
pub(crate) mod coincide;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod decide;
pub(crate) mod decode;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod erase;
pub(crate) mod export;
pub(crate) mod flow;
mod hand_over;
pub(crate) mod ingest;
pub(crate) mod init;
pub(crate) mod map;
pub(crate) mod members;
pub(crate) mod network;
pub(crate) mod note;
pub(crate) mod register;
pub(crate) mod replay;
pub(crate) mod report;
pub(crate) mod resolve;
pub(crate) mod search;
pub(crate) mod sets;
pub(crate) mod stamp;
pub(crate) mod status;
pub(crate) mod summary;
pub(crate) mod tasks;
pub(crate) mod timeline;
pub(crate) mod travel;
pub(crate) mod triage;
pub(crate) mod unveil;
pub(crate) mod verify;
pub(crate) mod witness;
pub(crate) mod worker;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use casebook::access::gate::{self, Visit};
use casebook::veil::{Freshness, Veil, lift};
use casebook::{Case, Fault};

use crate::Done;
use crate::args::{Cli, Command};
use crate::console::Console;
use crate::needs::Asked;

/// Runs the command that was asked for.
pub(crate) fn run(cli: &Cli, asked: &Asked, console: &Console) -> Done {
    let desk = Desk { cli, asked, console };
    match &cli.command {
        Command::Demo(command) => command.run(&desk),
        Command::Init(command) => command.run(&desk),
        Command::Ingest(command) => command.run(&desk),
        Command::Map(command) => command.run(&desk),
        Command::Status(command) => command.run(&desk),
        Command::Tasks(command) => command.run(&desk),
        Command::Decide(command) => command.run(&desk),
        Command::Note(command) => command.run(&desk),
        Command::Build(command) => command.run(&desk),
        Command::Search(command) => command.run(&desk),
        Command::Export(command) => command.run(&desk),
        Command::Ask(command) => command.run(&desk),
        Command::Resolve(command) => command.run(&desk),
        Command::Flow(command) => command.run(&desk),
        Command::Network(command) => command.run(&desk),
        Command::Travel(command) => command.run(&desk),
        Command::Timeline(command) => command.run(&desk),
        Command::Compare(command) => command.run(&desk),
        Command::Assign(command) => command.run(&desk),
        Command::Coincide(command) => command.run(&desk),
        Command::Sets(command) => command.run(&desk),
        Command::Triage(command) => command.run(&desk),
        Command::Summary(command) => command.run(&desk),
        Command::Report(command) => command.run(&desk),
        Command::Verify(command) => command.run(&desk),
        Command::Replay(command) => command.run(&desk),
        Command::Stamp(command) => command.run(&desk),
        Command::Erase(command) => command.run(&desk),
        Command::Witness(command) => command.run(&desk),
        Command::Members(command) => command.run(&desk),
        Command::Unveil(command) => command.run(&desk),
        Command::Audit(command) => command.run(&desk),
        Command::Register(command) => command.run(&desk),
        Command::Doctor(command) => command.run(&desk),
        Command::Completions(command) => command.run(),
        Command::Worker(command) => command.run(),
        Command::Decode(command) => command.run(),
    }
}

/// Commands that tell of safeguarding tasks themselves.
const SHOWS_TASKS: [&str; 3] = ["tasks", "status", "build"];

/// What every command works with.
pub(crate) struct Desk<'a> {
    pub(crate) cli: &'a Cli,
    pub(crate) asked: &'a Asked,
    pub(crate) console: &'a Console,
}

impl Desk<'_> {
    /// Opens the case of `--case` for whoever may do what was asked, and speaks its language where nobody asked for
    /// another. The one way to a case: no command opens one past it.
    pub(crate) fn case(&self) -> Result<Case, Fault> {
        let case = Case::open(&self.cli.global.case)?;
        self.console.speak(self.cli.global.lang, case.facts().language);
        if let Some(need) = self.asked.need()? {
            let by = account();
            gate::enter(&case, &self.visit(&by), &need)?;
        }
        self.veil(&case)?;
        // A build may change which tasks there are, and says so behind it; `tasks` and `status` show them.
        if !SHOWS_TASKS.iter().any(|verb| self.asked.path.starts_with(verb)) {
            self.alarm(&case);
        }
        Ok(case)
    }

    /// Puts the veil of a case over everything that is printed from now on, and gives it: protected parties have their
    /// pseudonyms, but for those whose veil was lifted for whoever asks with `--unveiled`.
    pub(crate) fn veil(&self, case: &Case) -> Result<Arc<Veil>, Fault> {
        let by = account();
        let who = (by.as_str(), now_us());
        let lifted = if self.cli.global.unveiled {
            lift::enter(case, &self.asked.path, self.reason(), who)?
        } else {
            BTreeSet::new()
        };
        let need = self.asked.need().ok().flatten();
        let shows = need.is_none_or(|need| !need.families.is_empty());
        let freshness = if shows { Freshness::OfNow } else { Freshness::AsKept };
        let veil = Veil::of(case, self.console.language(), freshness, &lifted, who)?;
        let veil = Arc::new(veil);
        self.console.put_on(Arc::clone(&veil));
        Ok(veil)
    }

    /// A key or a name that a person gave, as the case knows it: pseudonyms in it are the keys of their parties.
    pub(crate) fn meant(&self, text: &str) -> String {
        self.console.veil().meant(text)
    }

    /// The key of the finding of a question that is shown as the one that a person gave.
    pub(crate) fn finding(
        &self,
        case: &Case,
        question: &str,
        given: &str,
    ) -> Result<String, Fault> {
        let veil = self.console.veil();
        if veil.is_open() {
            return Ok(given.to_owned());
        }
        veil.chosen(given, &casebook::decisions::keys_of(case, question)?)
    }

    /// Says that safeguarding tasks wait, where any does. A case whose findings cannot be read is a matter of the
    /// command itself.
    pub(crate) fn alarm(&self, case: &Case) {
        let open = casebook::tasks::open(case, now_us()).unwrap_or_default();
        if open.waiting > 0 {
            let (waiting, overdue) = (open.waiting.to_string(), open.overdue.to_string());
            self.console.remark("alarm", &[("waiting", &waiting), ("overdue", &overdue)]);
        }
    }

    /// Who comes, with what and why.
    pub(crate) fn visit<'v>(&'v self, by: &'v str) -> Visit<'v> {
        let Asked { path, options, .. } = self.asked;
        Visit { by, at_us: now_us(), command: path, options, reason: self.reason() }
    }

    /// Whether data is to be printed as JSON.
    pub(crate) fn json(&self) -> bool {
        self.cli.global.json
    }

    /// Who works here, for the log: the account of the system, and the reason where one is given.
    pub(crate) fn person(&self) -> String {
        match self.reason() {
            Some(reason) => format!("{}: {reason}", account()),
            None => account(),
        }
    }

    /// Why this is done, where that was given.
    pub(crate) fn reason(&self) -> Option<&str> {
        self.cli.global.reason.as_deref()
    }
}

/// A small file that a person wrote.
pub(crate) fn read_text(path: &std::path::Path) -> Result<String, Fault> {
    std::fs::read_to_string(path).map_err(|e| Fault::io(path, e))
}

/// The account of the system.
pub(crate) fn account() -> String {
    ["TUTELA_USER", "USER", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_else(|| "unknown".to_owned())
}

/// Now, in microseconds of UTC, by the clock of this machine: a claim, written as such.
///
/// `TUTELA_NOW_US` sets it, so that a case can be rebuilt to the same bytes.
pub(crate) fn now_us() -> i64 {
    if let Some(set) = std::env::var("TUTELA_NOW_US").ok().and_then(|text| text.parse().ok()) {
        return set;
    }
    #[expect(clippy::disallowed_methods, reason = "the one place where the product reads a clock")]
    let now = SystemTime::now();
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
