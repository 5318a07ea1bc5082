//! What platforms, networks and authorities log: calls, accounts, logins, journeys, contacts.

use std::io::Write;
use std::path::Path;

use super::{line, out};
use crate::calendar::{PAYER_ZONE, text, zone};
use crate::people::Person;
use crate::plan::{Plan, Session};

/// One pair in this many speaks over the telephone network, the others over the platform.
const PHONE_EVERY: u32 = 6;

/// The people of a call, and whether the payer called.
fn speakers<'p>(plan: &'p Plan, session: &Session) -> Option<(&'p Person, &'p Person)> {
    let pair = plan.pairs.get(session.pair as usize)?;
    let (payer, payee) =
        (plan.people.get(pair.payer as usize)?, plan.people.get(pair.payee as usize)?);
    Some(if session.start_s % 3 == 0 { (payee, payer) } else { (payer, payee) })
}

/// Rows of the platform's call log, in UTC.
pub(crate) fn calls(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut out = out(folder, "calls-a.csv")?;
    let utc = zone("UTC");
    line(
        &mut out,
        ',',
        &[
            "call_id",
            "platform",
            "type",
            "caller_id",
            "caller_handle",
            "callee_id",
            "callee_handle",
            "started_at",
            "ended_at",
            "duration_seconds",
            "result",
            "members",
            "ip_address",
        ],
    )?;
    let mut rows = 0;
    let own = |session: &&Session| session.pair % PHONE_EVERY != 1;
    for (at, session) in plan.sessions.iter().enumerate().filter(|(_, s)| own(s)) {
        let Some((caller, callee)) = speakers(plan, session) else { continue };
        let (start, end) = (session.start_s, session.start_s + session.duration_s);
        let answered = session.duration_s > 0;
        line(
            &mut out,
            ',',
            &[
                &format!("C{at:09}"),
                "platform-x",
                "video",
                &caller.account,
                "",
                &callee.account,
                "",
                &text(start, &utc, "%Y-%m-%dT%H:%M:%SZ"),
                &text(end, &utc, "%Y-%m-%dT%H:%M:%SZ"),
                &session.duration_s.to_string(),
                if answered { "answered" } else { "missed" },
                "",
                "192.0.2.17",
            ],
        )?;
        rows += 1;
    }
    out.flush()?;
    Ok(rows)
}

/// Rows of the call detail records, in local time without a zone.
pub(crate) fn call_records(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut out = out(folder, "cdr-a.csv")?;
    let home = zone(PAYER_ZONE);
    line(
        &mut out,
        ',',
        &[
            "Record ID",
            "Record Type",
            "Calling Number",
            "Called Number",
            "Date",
            "Time",
            "Duration (s)",
            "Result",
            "Cell",
            "IMEI",
            "IMSI",
        ],
    )?;
    let mut rows = 0;
    for (at, session) in plan.sessions.iter().enumerate() {
        if session.pair % PHONE_EVERY != 1 {
            continue;
        }
        let Some((caller, callee)) = speakers(plan, session) else { continue };
        line(
            &mut out,
            ',',
            &[
                &at.to_string(),
                "voice",
                &caller.phone,
                &callee.phone,
                &text(session.start_s, &home, "%Y-%m-%d"),
                &text(session.start_s, &home, "%H:%M:%S"),
                &session.duration_s.to_string(),
                if session.duration_s > 0 { "answered" } else { "no answer" },
                "222-01-7",
                "",
                "",
            ],
        )?;
        rows += 1;
    }
    out.flush()?;
    Ok(rows)
}

/// The header of an answer on accounts.
pub(crate) const ACCOUNTS: &[&str] = &[
    "platform",
    "account_id",
    "handle",
    "name",
    "email",
    "phone",
    "birth_date",
    "address",
    "created_at",
    "closed_at",
    "status",
    "account_type",
];

/// Rows of the provider's answer on accounts: what links a phone to a platform account.
pub(crate) fn accounts(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut out = out(folder, "accounts-a.csv")?;
    line(&mut out, ',', ACCOUNTS)?;
    for person in &plan.people {
        let name = person.name();
        line(
            &mut out,
            ',',
            &[
                "platform-x",
                &person.account,
                "",
                &name,
                &person.email,
                &person.phone,
                &person.born,
                "",
                "2024-06-01T10:00:00Z",
                "",
                "active",
                "person",
            ],
        )?;
    }
    out.flush()?;
    Ok(plan.people.len() as u64)
}

/// Rows of the provider's log of logins.
pub(crate) fn logins(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut out = out(folder, "logins-a.csv")?;
    line(
        &mut out,
        ',',
        &[
            "platform",
            "account_id",
            "handle",
            "email",
            "phone",
            "event",
            "timestamp",
            "ip_address",
            "port",
            "device",
        ],
    )?;
    let utc = zone("UTC");
    let mut rows = 0;
    for login in &plan.logins {
        let Some(person) = plan.people.get(login.person as usize) else { continue };
        line(
            &mut out,
            ',',
            &[
                "platform-x",
                &person.account,
                "",
                &person.email,
                "",
                "login",
                &text(login.at_s, &utc, "%Y-%m-%dT%H:%M:%SZ"),
                &login.address,
                &login.port.to_string(),
                "phone",
            ],
        )?;
        rows += 1;
    }
    out.flush()?;
    Ok(rows)
}

/// Rows of the journeys: tourists, a few of the others, and what is booked beyond the year.
pub(crate) fn trips(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut out = out(folder, "trips-a.csv")?;
    line(
        &mut out,
        ',',
        &[
            "Booking Reference",
            "Surname",
            "Given Names",
            "Birth Date",
            "Document Type",
            "Document Number",
            "Phone",
            "E-mail",
            "Carrier",
            "Service",
            "From",
            "To",
            "Departure",
            "Arrival",
            "Status",
        ],
    )?;
    let home = zone(PAYER_ZONE);
    let mut rows = 0;
    for leg in &plan.journeys {
        let Some(payer) = plan.people.get(leg.traveller as usize) else { continue };
        line(
            &mut out,
            ',',
            &[
                &format!("B{:05}", leg.pair),
                &payer.family,
                &payer.given,
                "",
                "ID",
                &payer.document,
                &payer.phone,
                &payer.email,
                "XX",
                "XX123",
                &leg.from,
                &leg.to,
                &text(leg.departs_s, &home, "%Y-%m-%d %H:%M"),
                &text(leg.departs_s + 57_600, &home, "%Y-%m-%d %H:%M"),
                &leg.status,
            ],
        )?;
        rows += 1;
    }
    out.flush()?;
    Ok(rows)
}

/// Contacts that one officers' log holds at most.
const CONTACTS_MAX: usize = 200;

/// Rows of the officers' log: lawful first contacts some days before a first payment.
pub(crate) fn contact_log(plan: &Plan, folder: &Path) -> std::io::Result<u64> {
    let mut out = out(folder, "contact-log-a.csv")?;
    let home = zone(PAYER_ZONE);
    line(
        &mut out,
        ',',
        &[
            "Entry",
            "Date",
            "Time",
            "Platform",
            "Conversation",
            "Officer Account",
            "Contact Account",
            "Contact Handle",
            "Direction",
            "Content",
            "Authority",
            "Note",
        ],
    )?;
    let mut rows = 0;
    for (at, pair) in plan.pairs.iter().enumerate().step_by(9).take(CONTACTS_MAX) {
        let Some(payee) = plan.people.get(pair.payee as usize) else { continue };
        // Payments stand in the order of their pairs.
        let first = plan.payments.partition_point(|payment| (payment.pair as usize) < at);
        let Some(first) = plan.payments.get(first) else { continue };
        let when = first.at_s - 5 * 86_400;
        line(
            &mut out,
            ',',
            &[
                &format!("L{at:05}"),
                &text(when, &home, "%d/%m/%Y"),
                &text(when, &home, "%H:%M"),
                "platform-x",
                &format!("conversation {at}"),
                "OFFICER-7",
                &payee.account,
                "",
                if at % 2 == 0 { "in" } else { "out" },
                "text",
                "decree 1/2025",
                "neutral filler",
            ],
        )?;
        rows += 1;
    }
    out.flush()?;
    Ok(rows)
}
