//! `tutela register`: the documents that data protection asks of a case, made from its log.

use std::fmt::Write as _;
use std::path::PathBuf;

use casebook::registers::{self, Register as Told};
use casebook::{Exit, release};
use clap::{Args, ValueEnum};
use report::Teller;
use serde_json::json;

use super::Desk;
use crate::Done;
use crate::words::say;

/// Show a register of the case as a document in Markdown, made from its log: the record of processing, the recipients,
/// or what an assessment of impact begins with (Directive (EU) 2016/680, arts. 24 and 27). No record is opened: kinds
/// and counts are told, never whom they speak of. What only the authority knows stands as a line to be filled in.
///
/// Examples:
///   tutela --case milan-2026 register processing
///   tutela --case milan-2026 --lang it register impact
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Register {
    /// Which one.
    #[arg(value_enum)]
    pub(crate) which: Which,
    /// Write it to this file, a new one, instead of showing it.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
}

/// A register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Which {
    /// What is processed, on which basis, for how long, and what was done.
    Processing,
    /// Everything that left, to whom and for what.
    Recipients,
    /// What an assessment of impact begins with.
    Impact,
}

impl Register {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let told = registers::register(&case)?;
        if desk.json() && self.to.is_none() {
            desk.console.json(&told)?;
            return Ok(Exit::Done);
        }
        let page = Page { desk, teller: super::report::teller(desk, &case)?, told: &told };
        let text = match self.which {
            Which::Processing => page.processing(),
            Which::Recipients => page.recipients(),
            Which::Impact => page.impact(),
        };
        self.give(desk, &text)
    }

    fn give(&self, desk: &Desk<'_>, text: &str) -> Done {
        let Some(to) = &self.to else {
            desk.console.data(text.trim_end());
            return Ok(Exit::Done);
        };
        release::bytes_outside(to, text.as_bytes())?;
        let sha256 = release::digest(text.as_bytes());
        if desk.json() {
            desk.console.json(&json!({"file": to, "sha256": sha256}))?;
        }
        desk.console.remark("register-written", &[("sha256", &sha256.to_string())]);
        Ok(Exit::Done)
    }
}

/// Facts that only the authority knows, of the record of processing.
const PROCESSING_BLANKS: [&str; 4] = ["purposes", "transfers", "processors", "officer"];

/// Questions of an assessment that only people answer.
const IMPACT_BLANKS: [&str; 4] = ["necessity", "consulted", "remaining", "opinion"];

/// Risks that the product knows of, each with what it does against it.
const RISKS: [&str; 8] =
    ["innocent", "children", "wrong", "access", "loss", "leak", "longer", "machine"];

/// A register as text.
struct Page<'p> {
    desk: &'p Desk<'p>,
    teller: Teller,
    told: &'p Told,
}

impl Page<'_> {
    fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        say(self.desk.console.language(), &format!("register-{key}"), values)
    }

    fn at(&self, at_us: i64) -> String {
        self.teller.instant(at_us).unwrap_or_default()
    }

    fn processing(&self) -> String {
        let told = self.told;
        let mut text = self.head("processing");
        self.held(&mut text);
        self.section(&mut text, "acts");
        let _ =
            writeln!(text, "{}", self.say("accounts", &[("count", &told.accounts.to_string())]));
        for (act, count) in &told.acts {
            let _ = writeln!(text, "- {act}: {count}");
        }
        let _ = writeln!(text, "\n{}", self.readings());
        let _ = writeln!(text, "{}", self.say("erased", &[("count", &told.erased.to_string())]));
        self.section(&mut text, "left");
        let left = told.recipients.len().to_string();
        let handed = told.handed_on.len().to_string();
        let _ =
            writeln!(text, "{}", self.say("counts-left", &[("left", &left), ("handed", &handed)]));
        self.blanks(&mut text, &PROCESSING_BLANKS);
        text
    }

    fn recipients(&self) -> String {
        let mut text = self.head("recipients");
        for left in &self.told.recipients {
            let (items, sha256) = (left.items.to_string(), left.sha256.to_string());
            let values = [
                ("at", &*self.at(left.at_us)),
                ("form", &*left.form),
                ("recipient", &*one_line(&left.recipient)),
                ("purpose", &*one_line(&left.purpose)),
                ("items", &*items),
                ("by", &*left.by),
                ("sha256", &*sha256),
            ];
            let _ = writeln!(text, "- {}", self.say("recipient", &values));
        }
        for one in &self.told.handed_on {
            let to = [&*one.to, &*one.unit].into_iter().filter(|name| !name.is_empty());
            let to = one_line(&to.collect::<Vec<_>>().join(", "));
            let reason = one_line(&one.reason);
            let at = self.at(one.at_us);
            let values = [("at", &*at), ("by", &*one.by), ("to", &*to), ("reason", &*reason)];
            let _ = writeln!(text, "- {}", self.say("handed", &values));
        }
        if self.told.recipients.is_empty() && self.told.handed_on.is_empty() {
            let _ = writeln!(text, "{}", self.say("nothing-left", &[]));
        }
        text
    }

    fn impact(&self) -> String {
        let mut text = self.head("impact");
        self.held(&mut text);
        self.section(&mut text, "operations");
        let _ = writeln!(text, "{}", self.say("operations-text", &[]));
        self.section(&mut text, "risks");
        for risk in RISKS {
            let _ = writeln!(text, "- {}", self.say(&format!("risk-{risk}"), &[]));
        }
        let _ = writeln!(text, "\n{}", self.readings());
        self.blanks(&mut text, &IMPACT_BLANKS);
        text
    }

    /// Title, controller, case, basis, retention.
    fn head(&self, which: &str) -> String {
        let told = self.told;
        let mut text = format!("# {}\n\n", self.say(&format!("title-{which}"), &[]));
        let opened = self.at(told.opened_us);
        let retention = told.retention.as_deref().map_or_else(|| self.say("blank", &[]), one_line);
        let facts = [
            ("controller", one_line(&told.authority)),
            ("case", format!("{}, {opened}", told.case)),
            ("basis", one_line(&told.legal_basis)),
            ("retention", retention),
        ];
        for (key, value) in &facts {
            let _ = writeln!(text, "- **{}**: {value}", self.say(key, &[]));
        }
        text.push('\n');
        text
    }

    /// What is held: exhibits, categories of material, kinds of record with counts.
    fn held(&self, text: &mut String) {
        let told = self.told;
        self.section(text, "held");
        let values =
            [("exhibits", &*told.exhibits.to_string()), ("bytes", &*told.bytes.to_string())];
        let _ = writeln!(text, "{}", self.say("exhibits", &values));
        let families: Vec<&str> = told.families.iter().map(|family| family.code()).collect();
        if !families.is_empty() {
            let families = super::members::worded(self.desk, "family", &families);
            let _ = writeln!(text, "{}", self.say("families", &[("families", &families)]));
        }
        for (kind, count) in &told.records {
            let _ = writeln!(text, "- {kind}: {count}");
        }
    }

    fn readings(&self) -> String {
        let Some(readings) = self.told.readings else { return self.say("no-members", &[]) };
        let members = self.told.members.to_string();
        let (shown, persons) = (readings.readings.to_string(), readings.persons.to_string());
        let refused = readings.refused.to_string();
        let values = [
            ("members", &*members),
            ("readings", &*shown),
            ("persons", &*persons),
            ("refused", &*refused),
        ];
        self.say("readings", &values)
    }

    fn section(&self, text: &mut String, key: &str) {
        let _ = writeln!(text, "\n## {}\n", self.say(&format!("section-{key}"), &[]));
    }

    /// What people must state.
    fn blanks(&self, text: &mut String, blanks: &[&str]) {
        self.section(text, "blanks");
        let blank = self.say("blank", &[]);
        for one in blanks {
            let _ = writeln!(text, "- {}: {blank}", self.say(&format!("ask-{one}"), &[]));
        }
    }
}

/// A text that people wrote, as one line that Markdown takes as text.
fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let mut out = String::with_capacity(text.len());
    for c in text.chars().map(plain) {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
