//! What states who is who: a second platform's accounts with names as people write them, messages of a
//! telephone, and an access provider's answer on shared addresses.

use std::io::Write;
use std::path::Path;

use super::{line, out};
use crate::calendar::{PAYER_ZONE, text, zone};
use crate::people::{Person, Side};
use crate::plan::Plan;

/// One person in this many has an account at the second platform.
const SECOND_EVERY: u32 = 5;

/// Accounts that state one agent's telephone.
const AGENT_ACCOUNTS: usize = 7;

/// The telephone of an agent in a town where few have their own.
const AGENT_PHONE: &str = "+639179990001";

/// A handle that two people held, one after the other.
const RECYCLED_HANDLE: &str = "blue.kite";

/// An account of the second platform, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Second {
    /// Index of the person.
    pub(crate) person: u32,
    /// Number at the platform.
    pub(crate) account: String,
    /// The name as the person wrote it.
    pub(crate) name: String,
    handle: String,
    email: String,
    phone: String,
    born: String,
    closed: &'static str,
}

/// The accounts of the second platform, in the order of the people.
pub(crate) fn second_accounts(plan: &Plan) -> Vec<Second> {
    let chosen = plan.people.iter().filter(|person| person.number % SECOND_EVERY == 2);
    let mut agents = 0;
    let mut recycled = 0;
    let mut accounts = Vec::new();
    for person in chosen {
        let turn = person.number / SECOND_EVERY;
        let by_agent = person.side == Side::Payee && turn % 3 == 1 && agents < AGENT_ACCOUNTS;
        agents += usize::from(by_agent);
        let takes_handle = turn % 11 == 4 && recycled < 2;
        recycled += usize::from(takes_handle);
        let (email, phone) = match (by_agent, turn % 4) {
            (true, _) => (String::new(), AGENT_PHONE.to_owned()),
            (false, 0) => (person.email.clone(), String::new()),
            (false, 1) => (String::new(), person.phone.clone()),
            // Neither: only name and birth date tell whose account it is.
            (false, _) => (String::new(), String::new()),
        };
        accounts.push(Second {
            person: person.number,
            account: format!("Y{}", 700_000_000 + u64::from(person.number)),
            name: written(person, turn % 6),
            handle: if takes_handle { RECYCLED_HANDLE.to_owned() } else { String::new() },
            email,
            phone,
            born: person.born.clone(),
            closed: if takes_handle && recycled == 1 { "2025-02-01T00:00:00Z" } else { "" },
        });
    }
    accounts
}

/// A name as people and clerks write it.
pub(crate) fn written(person: &Person, way: u32) -> String {
    let plain = |text: &str| text.replace('ñ', "n");
    match way {
        0 => person.name(),
        1 => person.name_in_capitals(),
        2 => format!("{}, {}", person.family, person.given),
        3 => {
            let family: String = person.family.split([' ', '\'']).collect();
            format!("{} {}", person.given.replace("Ma.", "Maria"), plain(&family))
        }
        4 => {
            let initial: String = person.given.chars().take(1).collect();
            format!("{initial}. {}", person.family)
        }
        _ => {
            // A vowel doubled by a slip of the hand.
            let slip = plain(&person.family).replacen('a', "aa", 1);
            format!("{} {slip}", person.given)
        }
    }
}

/// Rows of the second platform's accounts, in the layout of the first.
pub(crate) fn accounts(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut out = out(folder, "accounts-b.csv")?;
    line(&mut out, ',', super::logs::ACCOUNTS)?;
    let accounts = second_accounts(plan);
    for one in &accounts {
        line(
            &mut out,
            ',',
            &[
                "platform-y",
                &one.account,
                &one.handle,
                &one.name,
                &one.email,
                &one.phone,
                &one.born,
                "",
                "2024-08-01T10:00:00Z",
                one.closed,
                if one.closed.is_empty() { "active" } else { "closed" },
                "person",
            ],
        )?;
    }
    out.flush()?;
    Ok(accounts.len() as u64)
}

/// Rows of the messages between people who are no pair, as a network's return states them.
pub(crate) fn meetings(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut out = out(folder, "messages-b.csv")?;
    let utc = zone("UTC");
    let header =
        ["Date", "Type", "Direction", "Sender", "Recipients", "Body", "Attachments", "Message ID"];
    line(&mut out, ',', &header)?;
    let mut rows = 0;
    for (at, meeting) in plan.meetings.iter().enumerate() {
        let person = |index: u32| plan.people.get(index as usize);
        let (Some(from), Some(to)) = (person(meeting.from), person(meeting.to)) else { continue };
        let when = text(meeting.at_s, &utc, "%Y-%m-%d %H:%M:%S");
        let number = format!("m-{at}");
        line(&mut out, ',', &[&when, "sms", "out", &from.phone, &to.phone, "filler", "", &number])?;
        rows += 1;
    }
    out.flush()?;
    Ok(rows)
}

/// Log-ins for which an access provider answers: one in this many.
const LEASED_EVERY: usize = 3;

/// Answers in which two subscribers held the ports at the same time by the provider's own words.
const UNCLEAR_EVERY: usize = 17;

/// A use of an account, who held the address and port then, and whether the answer leaves it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    /// Number of the log-in.
    pub(crate) login: usize,
    /// Whether another subscriber is named as well.
    pub(crate) unclear: bool,
}

/// The log-ins that the provider answers for.
pub(crate) fn held(plan: &Plan) -> Vec<Held> {
    let logins = (0..plan.logins.len()).step_by(LEASED_EVERY);
    logins.map(|login| Held { login, unclear: login % UNCLEAR_EVERY == 6 }).collect()
}

/// Rows of the access provider's answer, in local time without a zone.
pub(crate) fn leases(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut out = out(folder, "leases-a.csv")?;
    line(
        &mut out,
        ',',
        &[
            "Provider",
            "Public IP",
            "Port from",
            "Port to",
            "Start",
            "End",
            "Private IP",
            "Subscriber",
            "Account",
            "MSISDN",
            "Email",
            "Address",
            "IMSI",
            "IMEI",
            "Cell",
        ],
    )?;
    let home = zone(PAYER_ZONE);
    let mut rows = 0;
    for held in held(plan) {
        let Some(login) = plan.logins.get(held.login) else { continue };
        let holder = plan.people.get(login.person as usize);
        // The neighbour on the same address, named where the provider's clock leaves it open.
        let next =
            plan.logins.get(held.login + 2).and_then(|next| plan.people.get(next.person as usize));
        for holder in holder.into_iter().chain(next.filter(|_| held.unclear)) {
            let (first, last) = (login.port / 512 * 512, login.port / 512 * 512 + 511);
            let port = |port: i64| if held.unclear { String::new() } else { port.to_string() };
            line(
                &mut out,
                ',',
                &[
                    "isp-x",
                    &login.address,
                    &port(first),
                    &port(last),
                    &text(login.at_s - 1_800, &home, "%Y-%m-%d %H:%M:%S"),
                    &text(login.at_s + 5_400, &home, "%Y-%m-%d %H:%M:%S"),
                    "",
                    &holder.name_in_capitals(),
                    &format!("S{:07}", holder.number),
                    &holder.phone,
                    "",
                    "Via Esempio 1",
                    "",
                    "",
                    "",
                ],
            )?;
            rows += 1;
        }
    }
    out.flush()?;
    Ok(rows)
}
