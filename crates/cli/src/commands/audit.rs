//! `tutela audit`: who read what in a case, when and why.

use casebook::access::gate::{self, Filter, Noted};
use casebook::{Exit, Fault};
use clap::Args;
use report::Teller;
use report::exports::records::Period;
use serde_json::Value;

use super::members::worded;
use super::{Desk, account};
use crate::Done;
use crate::words::say;

/// Show the access log of a case with members: who was shown what, when and why, and who was refused. Of a command the
/// log has its name and the names of its options, never what was looked for. That somebody reads it, and for what,
/// is written into it first; the reason is given with --reason.
///
/// Examples:
///   tutela --case milan-2026 audit --reason "monthly review"
///   tutela --case milan-2026 audit --person ada --from 2026-01-01 --reason "complaint 7" --json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Audit {
    /// Acts of this person alone, by account.
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) person: Option<String>,
    /// Acts of this command alone, such as `search` or `decide sign`.
    #[arg(long = "command", id = "command", value_name = "COMMAND")]
    pub(crate) command: Option<String>,
    /// Acts from this day of the case's zone on, or this instant.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Acts up to this day, or this instant.
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    /// Acts to show at most, the last ones; --json has all.
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) limit: usize,
}

impl Audit {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let zone = &case.facts().time_zone;
        let period = Period::read(self.from.as_deref(), self.until.as_deref(), zone);
        let period = period.map_err(|fault| super::hand_over::no_period(&fault))?;
        let filter = Filter {
            person: self.person.clone(),
            command: self.command.clone(),
            from_us: period.from_us,
            until_us: period.until_us,
        };
        let by = account();
        let noted = gate::audit(&case, &filter, &desk.visit(&by))?;
        if desk.json() {
            desk.console.json(&noted)?;
            return Ok(Exit::Done);
        }
        let teller = super::report::teller(desk, &case)?;
        for one in noted.iter().skip(noted.len().saturating_sub(self.limit)) {
            desk.console.data(&line(desk, &teller, one)?);
        }
        let key = if noted.is_empty() { "audit-none" } else { "audit-count" };
        desk.console.remark(key, &[("count", &noted.len().to_string())]);
        Ok(Exit::Done)
    }
}

/// One act: when, who, what, why.
fn line(desk: &Desk<'_>, teller: &Teller, one: &Noted) -> Result<String, Fault> {
    let told = serde_json::to_value(one).map_err(|e| {
        Fault::new(Exit::Bug, "an act of the access log cannot be shown", "report this")
            .caused_by(e)
    })?;
    let text = |name: &str| match told.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(texts)) => {
            let texts: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
            if name == "families" { worded(desk, "family", &texts) } else { texts.join(", ") }
        }
        Some(Value::Number(us)) => {
            us.as_i64().and_then(|us| teller.instant(us)).unwrap_or_default()
        }
        _ => String::new(),
    };
    let event = text("event");
    let values = ["command", "options", "families", "reason", "until_us", "person"];
    let values: Vec<(&str, String)> = values.iter().map(|name| (*name, text(name))).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(name, text)| (*name, &**text)).collect();
    let what = say(desk.console.language(), &format!("audit-{event}"), &values);
    let at = teller.instant(one.at_us).unwrap_or_default();
    Ok(format!("{at}  {:16} {what}", one.by))
}
