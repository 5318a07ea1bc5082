//! One statement of an account: whose it is, what period it states, and whether its sums hold.

use std::collections::BTreeMap;

use model::money::{Amount, Currency, DecimalMark};
use model::time::{Stamp, StampReader};
use model::{Money, Party, Phrase, say};

use super::amount::{self, Side};
use super::party;
use crate::formats::xml_tree::Element;
use crate::sink::{Halt, Note, Sink};

/// Balances kept of one statement; a statement of a year of days has fewer.
const BALANCES_MAX: usize = 1000;

#[derive(Debug)]
struct Balance {
    code: String,
    money: Money,
    day: Stamp,
}

/// What the entries of one currency add up to.
#[derive(Debug, Default, Clone, Copy)]
struct Sums {
    credits: u64,
    debits: u64,
    credit_minor: i128,
    debit_minor: i128,
    /// Credits less debits of the entries that are booked.
    booked_minor: i128,
}

fn summed(which: &str) -> Phrase {
    match which {
        "credits" => say::credits(),
        "debits" => say::debits(),
        _ => say::entries(),
    }
}

/// A total of `TxsSummry`: which, how many, how much.
#[derive(Debug)]
struct Summary {
    which: &'static str,
    count: String,
    sum: String,
}

/// A statement being read.
#[derive(Debug)]
pub(super) struct Statement {
    element: String,
    number: usize,
    /// The statement's own identification.
    pub(super) id: String,
    /// Whose account it is.
    pub(super) holder: Party,
    /// Bookings begun.
    pub(super) entries: u64,
    currency: Option<Currency>,
    from: Stamp,
    until: Stamp,
    balances: Vec<Balance>,
    summaries: Vec<Summary>,
    sums: BTreeMap<Currency, Sums>,
    first_booked_us: Option<i64>,
    copy: String,
}

impl Statement {
    pub(super) fn new(element: &str, number: usize) -> Self {
        Self {
            element: element.to_owned(),
            number,
            id: String::new(),
            holder: Party::default(),
            entries: 0,
            currency: None,
            from: Stamp::default(),
            until: Stamp::default(),
            balances: Vec::new(),
            summaries: Vec::new(),
            sums: BTreeMap::new(),
            first_booked_us: None,
            copy: String::new(),
        }
    }

    /// `Stmt[2]`
    pub(super) fn path(&self) -> String {
        format!("{}[{}]", self.element, self.number)
    }

    /// Takes an element that stands directly in the statement and is no booking.
    pub(super) fn take_header(&mut self, header: Element<'_>, stamps: &mut StampReader) {
        match header.name() {
            "Id" => header.take_own().clone_into(&mut self.id),
            "Acct" => {
                party::take(header.child("Ownr"), None, &mut self.holder);
                party::take_account(header, &mut self.holder);
                if self.holder.name.is_empty() {
                    self.holder.name.set(header.take("Nm"));
                }
                self.currency = Currency::from_code(header.take("Ccy"));
            }
            "FrToDt" => {
                // A period that cannot be read is as good as none.
                let _ = stamps.read(header.take_first(&["FrDtTm", "FrDt"]), &mut self.from);
                let _ = stamps.read(header.take_first(&["ToDtTm", "ToDt"]), &mut self.until);
            }
            "Bal" => self.take_balance(header, stamps),
            "TxsSummry" => self.take_summaries(header),
            "CpyDplctInd" => header.take_own().clone_into(&mut self.copy),
            _ => {}
        }
    }

    fn take_balance(&mut self, balance: Element<'_>, stamps: &mut StampReader) {
        let mut value = Amount::default();
        let side = Side::read(balance.take("CdtDbtInd")).unwrap_or(Side::Credit);
        let mut day = Stamp::default();
        let read = amount::read(balance.child("Amt"), &mut value).is_ok()
            && amount::read_date(balance.child("Dt"), stamps, &mut day).is_ok();
        let Some(money) = value.money.filter(|_| read && self.balances.len() < BALANCES_MAX) else {
            return;
        };
        let code = balance.take_first(&["Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry", "Tp/Cd"]);
        let money = Money { minor: side.signed(money.minor), ..money };
        self.balances.push(Balance { code: code.to_owned(), money, day });
    }

    fn take_summaries(&mut self, summary: Element<'_>) {
        for (which, element) in
            [("entries", "TtlNtries"), ("credits", "TtlCdtNtries"), ("debits", "TtlDbtNtries")]
        {
            let total = summary.child(element);
            if total.exists() {
                let count = total.take("NbOfNtries").to_owned();
                let sum = total.take("Sum").to_owned();
                self.summaries.push(Summary { which, count, sum });
            }
        }
    }

    /// Counts a booking towards the sums.
    pub(super) fn add(&mut self, side: Side, money: Money, status: &str, booked: &Stamp) {
        let sums = self.sums.entry(money.currency).or_default();
        match side {
            Side::Credit => {
                sums.credits += 1;
                sums.credit_minor += i128::from(money.minor);
            }
            Side::Debit => {
                sums.debits += 1;
                sums.debit_minor += i128::from(money.minor);
            }
        }
        if matches!(status, "booked" | "") {
            sums.booked_minor += i128::from(side.signed(money.minor));
        }
        if booked.is_stated() {
            let first = self.first_booked_us.get_or_insert(booked.earliest_us);
            *first = (*first).min(booked.earliest_us);
        }
    }

    /// States what the statement covers and whether its sums hold.
    pub(super) fn finish(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        if !self.copy.is_empty() {
            sink.remark(say::duplicate(&self.id, &self.copy))?;
        }
        if let Some((from_us, until_us)) = self.coverage() {
            let account = self.holder.account.to_string();
            sink.note(&Note::Coverage { account, from_us, until_us })?;
        }
        self.note_balance(sink)?;
        self.summaries.iter().try_for_each(|summary| self.note_summary(summary, sink))
    }

    /// The first balance of these kinds, the earlier kind first.
    fn balance(&self, codes: &[&str]) -> Option<&Balance> {
        codes.iter().find_map(|code| self.balances.iter().find(|balance| balance.code == *code))
    }

    fn opening(&self) -> Option<&Balance> {
        self.balance(&["OPBD", "PRCD"])
    }

    fn closing(&self) -> Option<&Balance> {
        self.balance(&["CLBD", "ITBD"])
    }

    /// The period stated, else the days of the balances. An opening balance may carry the day
    /// before the period; that day counts only where something was booked on it.
    fn coverage(&self) -> Option<(i64, i64)> {
        if self.from.is_stated() && self.until.is_stated() {
            let (from_us, until_us) = (self.from.earliest_us, self.until.latest_us);
            return (from_us <= until_us).then_some((from_us, until_us));
        }
        let opening = &self.opening()?.day;
        let closing = &self.closing()?.day;
        if !opening.is_stated() || !closing.is_stated() {
            return None;
        }
        let same_day = opening.earliest_us == closing.earliest_us;
        let booked = self.first_booked_us.is_some_and(|first| first <= opening.latest_us);
        let from_us = if same_day || booked {
            opening.earliest_us
        } else {
            opening.latest_us.checked_add(1)?
        };
        (from_us <= closing.latest_us).then_some((from_us, closing.latest_us))
    }

    fn note_balance(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let (Some(opening), Some(closing)) = (self.opening(), self.closing()) else {
            return Ok(());
        };
        let currency = opening.money.currency;
        if closing.money.currency != currency {
            let closes = closing.money.currency.to_string();
            return sink.remark(say::currencies_differ(&self.id, currency.to_string(), closes));
        }
        let booked = self.sums.get(&currency).map_or(0, |sums| sums.booked_minor);
        let found = i128::from(opening.money.minor) + booked;
        sink.note(&Note::Total {
            what: say::closing_balance(&self.id),
            stated: closing.money.to_string(),
            found: show(found, currency),
        })
    }

    fn note_summary(&self, summary: &Summary, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let currency = self.currency.or_else(|| self.sums.keys().next().copied());
        let sums = currency.and_then(|c| self.sums.get(&c)).copied().unwrap_or_default();
        let (count, minor) = match summary.which {
            "credits" => (sums.credits, sums.credit_minor),
            "debits" => (sums.debits, sums.debit_minor),
            _ => (self.entries, sums.credit_minor + sums.debit_minor),
        };
        if !summary.count.is_empty() {
            sink.note(&Note::Total {
                what: say::number_of(summed(summary.which), &self.id),
                stated: summary.count.clone(),
                found: count.to_string(),
            })?;
        }
        let Some(currency) = currency.filter(|_| !summary.sum.is_empty()) else { return Ok(()) };
        let mut stated = Amount::default();
        let read = stated.read(&summary.sum, DecimalMark::Point, currency).ok();
        let shown = read.and(stated.money).map(|money| money.to_string());
        sink.note(&Note::Total {
            what: say::sum_of(summed(summary.which), &self.id),
            stated: shown.unwrap_or_else(|| summary.sum.clone()),
            found: show(minor, currency),
        })
    }
}

/// Minor units as money; a sum beyond 64 bits is printed as bare units.
pub(in crate::formats) fn show(minor: i128, currency: Currency) -> String {
    match i64::try_from(minor) {
        Ok(minor) => Money { minor, currency }.to_string(),
        Err(_) => format!("{currency} {minor} minor units"),
    }
}
