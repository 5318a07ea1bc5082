//! The register of what each command needs in a case that has members. A command that is not in it is refused there,
//! and fails a test.

use casebook::access::{Action, Family, Need, RECORDS, family_of, shown_by};
use casebook::{Exit, Fault};
use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use model::record::Kind;

/// What a command was asked, by names alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The command and its act: `decide sign`.
    pub(crate) path: String,
    /// The options that were given, without their values.
    pub(crate) options: Vec<String>,
    /// The question, kinds of record or form that it is about.
    chosen: Vec<String>,
}

/// What a command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// It opens no case.
    NoCase,
    /// It does this, and shows these.
    These(Action, &'static [Family]),
    /// It does this, and shows what it is asked for.
    Chosen(Action),
    /// It asks by itself who may.
    Itself,
}

use Action::{
    Ask, Audit, Bring, Decide, Erase, HandOver, Keep, Look, Manage, Open, Safeguard, See, Sign,
};
use Family::{Findings, Identities, Log, Media, Money, Sessions, Travel};
use Needs::{Chosen, Itself, NoCase, These};

/// Everything but the log.
const CONTENT: &[Family] = &[Money, Sessions, Travel, Media, Identities, Findings];

/// What each command and act needs, in the order of the help.
pub(crate) static NEEDS: &[(&str, Needs)] = &[
    ("demo", NoCase),
    ("init", NoCase),
    ("ingest", These(Bring, &[])),
    ("map", These(Bring, &[])),
    ("status", These(See, &[Identities])),
    ("tasks list", These(Safeguard, &[Findings])),
    ("tasks acknowledge", These(Safeguard, &[Findings])),
    ("tasks hand-on", These(Safeguard, &[Findings])),
    ("tasks receive", These(Safeguard, &[Findings])),
    ("tasks close", These(Safeguard, &[Findings])),
    ("decide list", These(See, &[Findings])),
    ("decide accept", These(Decide, &[Findings])),
    ("decide reject", These(Decide, &[Findings])),
    ("decide doubt", These(Decide, &[Findings])),
    ("decide reopen", These(Decide, &[Findings])),
    ("decide categorise", These(Decide, &[Findings, Identities])),
    ("decide sign", These(Sign, &[Findings])),
    ("note list", These(See, &[Findings])),
    ("note write", These(Decide, &[Findings])),
    ("note tag", These(Decide, &[Findings])),
    ("note withdraw", These(Decide, &[Findings])),
    ("note tags", These(See, &[Findings])),
    ("note allow", These(Decide, &[Findings])),
    ("build", These(Ask, &[])),
    ("search", Chosen(See)),
    ("ask", Chosen(See)),
    ("resolve list", These(See, &[Identities])),
    ("resolve same", These(Decide, &[Identities])),
    ("resolve not-same", These(Decide, &[Identities])),
    ("resolve unsure", These(Decide, &[Identities])),
    ("resolve undecided", These(Decide, &[Identities])),
    ("flow", These(See, &[Money, Identities])),
    ("network", These(See, &[Money, Sessions, Media, Identities])),
    ("travel", These(See, &[Money, Sessions, Travel, Identities])),
    ("timeline", These(See, RECORDS)),
    ("compare", These(See, RECORDS)),
    ("assign", These(See, &[Identities])),
    ("coincide", These(See, &[Money, Sessions, Identities])),
    ("sets add", NoCase),
    ("sets update", NoCase),
    ("sets remove", NoCase),
    ("sets list", NoCase),
    ("sets verify", NoCase),
    ("triage run", These(Bring, &[Media])),
    ("triage groups", These(See, &[Media])),
    ("triage decide", These(Decide, &[Media])),
    ("triage shared", These(See, &[Media, Identities])),
    ("triage open", These(Open, &[Media])),
    ("export bodyfile", These(HandOver, &[Media])),
    ("export case", Chosen(HandOver)),
    ("export csv", Chosen(HandOver)),
    ("export ftm", Chosen(HandOver)),
    ("export gexf", These(HandOver, &[Money, Sessions, Media, Identities])),
    ("export goaml", These(HandOver, &[Money, Identities])),
    ("export graphml", These(HandOver, &[Money, Sessions, Media, Identities])),
    ("export parquet", Chosen(HandOver)),
    ("export timesketch", Chosen(HandOver)),
    ("export xlsx", Chosen(HandOver)),
    ("export vics", These(HandOver, &[Media])),
    ("export bundle", These(HandOver, Family::ALL)),
    ("summary", These(HandOver, &[])),
    ("report write", These(See, CONTENT)),
    ("report check", These(See, CONTENT)),
    ("verify", These(Keep, &[])),
    ("replay", These(Keep, &[Findings])),
    ("stamp request", These(Keep, &[])),
    ("stamp add", These(Keep, &[])),
    ("stamp list", These(Keep, &[])),
    ("erase", These(Erase, &[])),
    ("witness init", NoCase),
    ("witness agree", These(Keep, &[])),
    ("witness request", These(Keep, &[])),
    ("witness sign", NoCase),
    ("witness add", These(Keep, &[])),
    ("witness list", These(Keep, &[])),
    ("members list", These(Look, &[])),
    ("members add", These(Manage, &[])),
    ("members remove", These(Manage, &[])),
    ("members sign", Itself),
    ("members read", These(Look, &[])),
    ("unveil list", These(See, &[Identities])),
    ("unveil ask", These(See, &[Identities])),
    ("unveil sign", These(Sign, &[Identities])),
    ("unveil end", These(See, &[Identities])),
    ("audit", These(Audit, &[Log])),
    ("register", These(Keep, &[])),
    ("doctor", NoCase),
    ("completions", NoCase),
    ("worker", NoCase),
    ("decode", NoCase),
];

/// Arguments that name what a command does.
const ACTS: [&str; 2] = ["act", "form"];

/// Arguments that name what a command shows.
const CHOOSING: [&str; 2] = ["question", "kind"];

/// Arguments that every command has.
const OF_ALL: [&str; 5] = ["case", "lang", "json", "quiet", "reason"];

impl Asked {
    /// What was asked, as the command line has it.
    pub(crate) fn of(program: &Command, matches: &ArgMatches) -> Self {
        let (mut path, mut verb, mut at) = (Vec::new(), program, matches);
        while let Some((name, below)) = at.subcommand() {
            path.push(name.to_owned());
            (verb, at) = (verb.find_subcommand(name).unwrap_or(verb), below);
        }
        let texts = |id: &str| -> Vec<String> {
            let raw = at.try_get_raw(id).ok().flatten().into_iter().flatten();
            raw.map(|text| text.to_string_lossy().into_owned()).collect()
        };
        path.extend(ACTS.iter().flat_map(|id| texts(id)));
        let own = |id: &&str| !OF_ALL.contains(id) && !ACTS.contains(id);
        let given = |id: &&str| at.value_source(id) == Some(ValueSource::CommandLine);
        let ids = verb.get_arguments().map(|arg| arg.get_id().as_str()).filter(own);
        Self {
            path: path.join(" "),
            options: ids.filter(given).map(str::to_owned).collect(),
            chosen: CHOOSING.iter().flat_map(|id| texts(id)).collect(),
        }
    }

    /// What it needs of whoever asked; none where it answers for itself.
    pub(crate) fn need(&self) -> Result<Option<Need>, Fault> {
        let listed = NEEDS.iter().find(|(path, _)| *path == self.path).map(|(_, needs)| *needs);
        match listed {
            Some(Itself) => Ok(None),
            Some(These(action, families)) => Ok(Some(Need { action, families: families.to_vec() })),
            Some(Chosen(action)) => Ok(Some(Need { action, families: self.shows() })),
            Some(NoCase) | None => Err(Fault::new(
                Exit::Bug,
                format!("it is not said what `{}` needs", self.path),
                "report this",
            )),
        }
    }

    /// What the question or the kinds of record show; every record where none is named.
    fn shows(&self) -> Vec<Family> {
        let mut families: Vec<Family> = self
            .chosen
            .iter()
            .flat_map(|name| match (analysis::questions::named(name), Kind::from_table(name)) {
                (Some(question), _) => shown_by(question.card().code),
                (None, Some(kind)) => vec![family_of(kind)],
                (None, None) => RECORDS.to_vec(),
            })
            .collect();
        if families.is_empty() {
            families = RECORDS.to_vec();
        }
        families.sort_unstable();
        families.dedup();
        families
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use casebook::access::{Member, Role, may};
    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    /// Every command with each of its acts, as clap knows them.
    fn paths() -> BTreeSet<String> {
        let mut command = Cli::command();
        command.build();
        let mut found = BTreeSet::new();
        for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
            let name = verb.get_name();
            let acts = verb.get_subcommands().map(Command::get_name);
            let acts: Vec<String> =
                acts.filter(|act| *act != "help").map(|act| format!("{name} {act}")).collect();
            let values: Vec<String> = verb
                .get_arguments()
                .filter(|arg| ACTS.contains(&arg.get_id().as_str()))
                .flat_map(clap::Arg::get_possible_values)
                .map(|value| format!("{name} {}", value.get_name()))
                .collect();
            let all = [acts, values].concat();
            found.extend(if all.is_empty() { vec![name.to_owned()] } else { all });
        }
        found
    }

    #[test]
    fn every_command_and_act_says_what_it_needs() {
        let listed: BTreeSet<String> = NEEDS.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(listed.len(), NEEDS.len(), "one line each");
        let known = paths();
        assert!(known.len() > 60, "{known:?}");
        assert_eq!(known.difference(&listed).collect::<Vec<_>>(), Vec::<&String>::new());
        assert_eq!(listed.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new());
    }

    fn asked(line: &str) -> Asked {
        let words = std::iter::once("tutela").chain(line.split(' '));
        let mut program = Cli::command();
        let matches = program.try_get_matches_from_mut(words).unwrap();
        Asked::of(&program, &matches)
    }

    #[test]
    fn a_command_line_is_known_by_names_alone() {
        let one = asked("--case x search --reason why secret --kind transfer");
        assert_eq!(
            (one.path.as_str(), one.chosen.clone()),
            ("search", vec!["transfer".to_owned()])
        );
        assert_eq!(one.options, ["words", "kind"]);
        assert_eq!(one.need().unwrap().unwrap().families, [Money]);
        assert_eq!(asked("decide").path, "decide list");
        assert_eq!(asked("decide sign 3").path, "decide sign");
        assert_eq!(asked("witness list").path, "witness list");
        let csv = "export csv --to a --recipient b --purpose c";
        assert_eq!(asked(csv).path, "export csv");
        assert_eq!(asked(csv).need().unwrap().unwrap().families, RECORDS);
        let both = asked(&format!("{csv} --kind transfer,trip")).need().unwrap().unwrap();
        assert_eq!(both.families, [Money, Travel]);
        let roles = asked("ask roles").need().unwrap().unwrap();
        assert_eq!(roles.families, [Money, Sessions, Identities, Findings]);
        assert_eq!(asked("ask frobnicate").need().unwrap().unwrap().families, RECORDS);
    }

    /// Every command by role, as the table of docs/members.md shows it.
    fn by_role() -> String {
        use std::fmt::Write as _;
        let mut text = String::from("| command | does | shows | who |\n|---|---|---|---|\n");
        for (path, needs) in NEEDS {
            let (action, shows) = match needs {
                NoCase => continue,
                Itself => {
                    let _ = writeln!(text, "| `{path}` | sign | – | see above |");
                    continue;
                }
                Chosen(action) => (*action, vec![]),
                These(action, families) => (*action, families.to_vec()),
            };
            let able = |role: &&Role| {
                let families = Family::ALL.iter().copied().collect();
                let [person, unit] = ["a", "b"].map(str::to_owned);
                let roles = [**role].into_iter().collect();
                let unit_kind = casebook::access::UnitKind::LocalUnit;
                let one = Member { person, unit, unit_kind, roles, families, by_change: 1 };
                let shows = if *needs == Chosen(action) { RECORDS.to_vec() } else { shows.clone() };
                may(&one, &Need { action, families: shows }).is_ok()
            };
            let who: Vec<&str> = Role::ALL.iter().filter(able).map(|role| role.code()).collect();
            let shows: Vec<&str> = shows.iter().map(|family| family.code()).collect();
            let shows = match (*needs == Chosen(action), shows.is_empty()) {
                (true, _) => "what is asked for".to_owned(),
                (false, true) => "–".to_owned(),
                (false, false) => shows.join(", "),
            };
            let who = if who.len() == Role::ALL.len() {
                "every member".to_owned()
            } else {
                who.join(", ")
            };
            let _ = writeln!(text, "| `{path}` | {} | {shows} | {who} |", action.code());
        }
        text
    }

    #[test]
    fn the_page_says_who_may_do_what() {
        let page = include_str!("../../../docs/members.md");
        let table = by_role();
        assert!(page.contains(&table), "docs/members.md should have:\n{table}");
    }

    /// Lines of the command line's source that open a case.
    fn openings(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                openings(&path, found);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                let opens = concat!("Case::", "open(");
                found.extend(text.lines().filter(|line| line.contains(opens)).map(str::to_owned));
            }
        }
    }

    #[test]
    fn no_command_opens_a_case_past_the_gate() {
        let mut found = Vec::new();
        openings(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        assert_eq!(found.len(), 1, "the desk alone opens a case: {found:?}");
    }
}
