//! The command line as types; the doc comments are the help.

use std::path::PathBuf;
use std::process::ExitCode;

use casebook::Language;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::commands;
use crate::needs::Asked;
use crate::words;

/// Investigation workbench for those who protect children online.
///
/// Seals exhibits, reads them into records, lays them into tables, asks questions of them, and
/// writes a report in which every sentence cites its source. It has no network.
#[derive(Debug, Parser)]
#[command(name = "tutela", version, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub(crate) global: Global,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// Folder of the case.
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub(crate) case: PathBuf,
    /// Language of words, en or it; otherwise that of the case or of the system.
    #[arg(long, global = true, value_name = "LANG", value_parser = parse_language)]
    pub(crate) lang: Option<Language>,
    /// Print data as JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Print no progress and no remarks.
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
    /// Why this is done; kept in the custody log.
    #[arg(long, global = true, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Show who stands behind the pseudonyms that a lift in force names; needs --reason.
    #[arg(long, global = true)]
    pub(crate) unveiled: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(about = "Make a synthetic case and run the whole job on it")]
    Demo(commands::demo::Demo),
    #[command(about = "Make a case")]
    Init(commands::init::Init),
    #[command(about = "Seal files and read them into records; run again to go on")]
    Ingest(commands::ingest::Ingest),
    #[command(about = "Guess, show and save an import mapping")]
    Map(commands::map::Map),
    #[command(about = "Show exhibits, counts, coverage and what is to be done")]
    Status(commands::status::Status),
    #[command(about = "Show what may mean a child at risk now; take it upon yourself")]
    Tasks(commands::tasks::Tasks),
    #[command(about = "Decide on findings and parties, and sign as a second person")]
    Decide(commands::decide::Decide),
    #[command(about = "Write notes and tags beside findings, records and parties")]
    Note(commands::note::Noting),
    #[command(about = "Ask every question and build the search index")]
    Build(commands::build::Build),
    #[command(about = "Search texts and identifiers")]
    Search(commands::search::Search),
    #[command(about = "Ask one question and show its findings")]
    Ask(commands::ask::Ask),
    #[command(about = "Show who may be one, and decide on it")]
    Resolve(commands::resolve::Resolve),
    #[command(about = "Show who paid whom")]
    Flow(commands::flow::Flow),
    #[command(about = "Show who is tied with whom, by which records")]
    Network(commands::network::Connected),
    #[command(about = "Show journeys, stays and what happened during them")]
    Travel(commands::travel::Travel),
    #[command(about = "Show the records of identities in order of time")]
    Timeline(commands::timeline::Timeline),
    #[command(about = "Compare a profile with what the search found")]
    Compare(commands::compare::Compare),
    #[command(about = "Propose which office takes over a target")]
    Assign(commands::assign::Assign),
    #[command(about = "Test whether payments and sessions meet more than chance")]
    Coincide(commands::coincide::Coincide),
    #[command(about = "Keep the known sets of this workstation")]
    Sets(commands::sets::Sets),
    #[command(about = "Compare every file with the known sets; decide on the rest")]
    Triage(commands::triage::Triage),
    #[command(about = "Hand over what leaves the case for other programs")]
    Export(commands::export::Export),
    #[command(about = "Write counts of people for the public, with nobody to be singled out")]
    Summary(commands::summary::Summary),
    #[command(about = "Write the cited report; say what it still lacks")]
    Report(commands::report::Report),
    #[command(about = "Check every exhibit and the custody log")]
    Verify(commands::verify::Verify),
    #[command(about = "Make every finding again from the exhibits, and compare")]
    Replay(commands::replay::Replay),
    #[command(about = "Have an authority stamp the custody log with its time")]
    Stamp(commands::stamp::Stamp),
    #[command(about = "Erase a record of the custody log by two persons; its proof stays")]
    Erase(commands::erase::Erase),
    #[command(about = "Have others witness that the custody log only grows")]
    Witness(commands::witness::Witness),
    #[command(about = "Keep who may do what in the case; say why you read")]
    Members(commands::members::Members),
    #[command(about = "Lift a pseudonym: a reason, a second person, a time")]
    Unveil(commands::unveil::Unveil),
    #[command(about = "Show who read what in the case, when and why")]
    Audit(commands::audit::Audit),
    #[command(about = "Show the registers that data protection asks for")]
    Register(commands::register::Register),
    #[command(about = "Check what this machine offers")]
    Doctor(commands::doctor::Doctor),
    #[command(about = "Print completions for a shell")]
    Completions(commands::completions::Completions),
    #[command(hide = true)]
    Worker(commands::worker::Worker),
    #[command(hide = true)]
    Decode(commands::decode::Decode),
}

/// Parses the command line, with help in the language asked for; gives what was asked by names as well.
pub(crate) fn parse() -> Result<(Cli, Asked), ExitCode> {
    let mut command = Cli::command();
    if words::asked_language() == Language::It {
        command = words::translate_help(command);
    }
    let parsed = command
        .try_get_matches_from_mut(std::env::args_os())
        .and_then(|matches| Ok((Cli::from_arg_matches(&matches)?, Asked::of(&command, &matches))));
    parsed.map_err(|stop| {
        // Help and version are no faults; clap prints each to its own stream.
        let _ = stop.print();
        ExitCode::from(if stop.use_stderr() { 2 } else { 0 })
    })
}

fn parse_language(text: &str) -> Result<Language, String> {
    match text {
        "en" => Ok(Language::En),
        "it" => Ok(Language::It),
        _ => Err("use en or it".to_owned()),
    }
}
