//! Writes the synthetic case: the sources in one folder, the truth in another.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::people::Population;
use crate::plan::{Journey, Plan};
use crate::sources::{chat, device, logs, people, statements, transfers};
use crate::truth::{self, IntroductionTruth, LeaseTruth, PersonTruth};

/// Seed of the demonstration.
pub const DEMO_SEED: u64 = 7;

/// What is true of a synthetic case, kept apart from its sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truth {
    /// Seed.
    pub seed: u64,
    /// Factor.
    pub factor: u32,
    /// Rows that each file holds.
    pub rows: BTreeMap<String, u64>,
    /// Rows of them that cannot be read.
    pub rejects: BTreeMap<String, u64>,
    /// Every pair with payments.
    pub pairs: Vec<PairTruth>,
    /// Everybody: role, accounts, and every wording of the name.
    pub persons: Vec<PersonTruth>,
    /// Who brought whom together.
    pub introductions: Vec<IntroductionTruth>,
    /// Legs of journeys.
    pub journeys: Vec<Journey>,
    /// Who held an address when an account was used from it.
    pub leases: Vec<LeaseTruth>,
}

/// What is true of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairTruth {
    /// Phone of the payer.
    pub payer: String,
    /// Phone of the payee.
    pub payee: String,
    /// What the pair is by construction.
    pub population: Population,
    /// Payments, undone ones included.
    pub payments: u64,
    /// Sum of the payments that were not undone, in euro cents.
    pub sum_minor: i64,
    /// Calls that were answered.
    pub sessions: u64,
}

/// Sources that state local times without a zone, and the zone they are in: what a person would
/// tell the product.
pub const ZONES_TO_STATE: &[(&str, &str)] = &[
    ("cdr-a.csv", "Europe/Rome"),
    ("trips-a.csv", "Europe/Rome"),
    ("WhatsApp Chat.txt", "Europe/Rome"),
    ("leases-a.csv", "Europe/Rome"),
];

/// Writes the sources of a case into `folder` and gives its truth. The same seed and factor give
/// the same bytes.
pub fn write(seed: u64, factor: u32, folder: &Path) -> std::io::Result<Truth> {
    std::fs::create_dir_all(folder)?;
    let plan = Plan::new(seed, factor);
    let (mto_a, bad) = transfers::mto_a(&plan, folder)?;
    let rows = [
        ("mto-a.csv", mto_a),
        ("mto-a-amended.csv", transfers::mto_a_amended(&plan, folder)?),
        ("mto-b.xlsx", transfers::mto_b(&plan, folder)?),
        ("wallet-c.csv", transfers::wallet_c(&plan, folder)?),
        ("bank-statements.camt053.xml", statements::camt(&plan, folder)?),
        ("bank-movements.csv", statements::bank_csv(&plan, folder)?),
        ("reported.goaml.xml", statements::goaml(&plan, folder)?),
        ("calls-a.csv", logs::calls(&plan, folder)?),
        ("cdr-a.csv", logs::call_records(&plan, folder)?),
        ("accounts-a.csv", logs::accounts(&plan, folder)?),
        ("logins-a.csv", logs::logins(&plan, folder)?),
        ("trips-a.csv", logs::trips(&plan, folder)?),
        ("contact-log-a.csv", logs::contact_log(&plan, folder)?),
        ("telegram-result.json", chat::telegram(&plan, folder)?),
        ("WhatsApp Chat.txt", chat::whatsapp(&plan, folder)?),
        ("accounts-b.csv", people::accounts(&plan, folder)?),
        ("messages-b.csv", people::meetings(&plan, folder)?),
        ("leases-a.csv", people::leases(&plan, folder)?),
        ("device.body", device::body_file(seed, folder)?),
        ("device.hashdeep.txt", device::digests(seed, folder)?),
    ];
    Ok(Truth {
        seed,
        factor,
        rows: rows.into_iter().map(|(name, count)| (name.to_owned(), count)).collect(),
        rejects: [("mto-a.csv".to_owned(), bad)].into(),
        pairs: pairs(&plan),
        persons: truth::persons(&plan),
        introductions: truth::introductions(&plan),
        leases: truth::leases(&plan),
        journeys: plan.journeys,
    })
}

/// Writes the sources into `folder` and the truth, as JSON, into a file of its own.
pub fn write_with_truth(
    seed: u64,
    factor: u32,
    folder: &Path,
    truth: &Path,
) -> std::io::Result<()> {
    let known = write(seed, factor, folder)?;
    let file = std::io::BufWriter::new(std::fs::File::create(truth)?);
    serde_json::to_writer_pretty(file, &known).map_err(std::io::Error::other)
}

fn pairs(plan: &Plan) -> Vec<PairTruth> {
    let phone = |at: u32| plan.people.get(at as usize).map(|p| p.phone.clone()).unwrap_or_default();
    let mut truths: Vec<PairTruth> = plan
        .pairs
        .iter()
        .map(|pair| PairTruth {
            payer: phone(pair.payer),
            payee: phone(pair.payee),
            population: pair.population,
            payments: 0,
            sum_minor: 0,
            sessions: 0,
        })
        .collect();
    for payment in &plan.payments {
        if let Some(truth) = truths.get_mut(payment.pair as usize) {
            truth.payments += 1;
            truth.sum_minor += if payment.undone { 0 } else { payment.minor };
        }
    }
    for session in plan.sessions.iter().filter(|session| session.duration_s > 0) {
        if let Some(truth) = truths.get_mut(session.pair as usize) {
            truth.sessions += 1;
        }
    }
    truths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let truths = folders.each_ref().map(|folder| write(7, 1, folder.path()).unwrap());
        assert_eq!(truths[0], truths[1]);
        for name in truths[0].rows.keys() {
            let bytes =
                folders.each_ref().map(|folder| std::fs::read(folder.path().join(name)).unwrap());
            assert!(bytes[0] == bytes[1], "{name} differs");
            assert!(truths[0].rows[name] > 0, "{name} has no rows");
        }
    }

    #[test]
    fn what_ties_people_together_is_there_and_true() {
        let folder = tempfile::tempdir().unwrap();
        let truth = write(7, 1, folder.path()).unwrap();
        let count = |role| truth.persons.iter().filter(|person| person.role == role).count();
        assert!(count(truth::Role::Introducer) >= 3 && count(truth::Role::CashOut) >= 3);
        assert!(count(truth::Role::PossibleVictim) >= 20);
        assert!(truth.introductions.len() >= 20);
        assert!(truth.introductions.iter().all(|one| one.told_s < one.met_s));
        let spelt = truth.persons.iter().filter(|person| person.accounts.len() == 2);
        assert!(spelt.filter(|person| person.names.len() > 2).count() > 100);
        assert!(truth.leases.iter().any(|lease| lease.unclear));
        assert!(truth.journeys.iter().any(|leg| leg.status == "booked"));
        let accounts = std::fs::read_to_string(folder.path().join("accounts-b.csv")).unwrap();
        assert_eq!(accounts.matches("+639179990001").count(), 7, "the phone of an agent");
        assert_eq!(accounts.matches("blue.kite").count(), 2, "a handle that changed hands");
    }
}
