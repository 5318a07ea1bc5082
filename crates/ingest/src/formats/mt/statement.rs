//! One statement of an account: whose it is, its balances and sums, and whether they hold.

use model::identifier;
use model::money::{Amount, Currency};
use model::time::{Stamp, StampReader};
use model::{Money, Party, Phrase, Text, say};

use super::fields::{Envelope, Field};
use super::{sums, values};
use crate::formats::camt::amount::Side;
use crate::formats::camt::statement::show;
use crate::sink::{Halt, Note, Sink};

/// Characters of the text of an account's statement told in a remark.
const REMARK_CHARS_MAX: usize = 400;

/// What the lines of one side add up to.
#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    count: u64,
    minor: i128,
}

/// A sum that a statement states of its lines (`:90C:`, `:90D:`; in `:86:`).
#[derive(Debug)]
pub(super) struct Stated {
    pub(super) side: Side,
    pub(super) count: String,
    pub(super) amount: Option<Money>,
}

/// A statement being read.
#[derive(Debug)]
pub(super) struct Statement {
    kind: String,
    bank: String,
    reference: String,
    number: String,
    message: u64,
    /// Whose account it is.
    pub(super) holder: Party,
    currency: Option<Currency>,
    /// What a balance states for a currency that is none.
    foreign: Option<String>,
    opening: Option<(Money, Stamp)>,
    closing: Option<(Money, Stamp)>,
    stated: Vec<Stated>,
    credits: Sum,
    debits: Sum,
    first_booked_us: Option<i64>,
}

impl Statement {
    pub(super) fn new(envelope: &Envelope, message: u64) -> Self {
        Self {
            kind: envelope.kind.clone(),
            bank: envelope.sender.clone(),
            reference: String::new(),
            number: String::new(),
            message,
            holder: Party::default(),
            currency: None,
            foreign: None,
            opening: None,
            closing: None,
            stated: Vec::new(),
            credits: Sum::default(),
            debits: Sum::default(),
            first_booked_us: None,
        }
    }

    /// Its reference and number, as `:20:` and `:28C:` state them.
    pub(super) fn id(&self) -> String {
        let id = format!("{} {}", self.reference, self.number);
        let id = id.trim();
        if id.is_empty() { format!("message {}", self.message) } else { id.to_owned() }
    }

    /// The currency of the account; "none stated" where no balance and no account number names one,
    /// and the text where a balance names one that ISO 4217 does not list.
    pub(super) fn currency(&self) -> Result<Currency, &str> {
        match (&self.currency, &self.foreign) {
            (Some(currency), _) => Ok(*currency),
            (None, Some(foreign)) => Err(foreign),
            (None, None) => Ok(Currency::NONE),
        }
    }

    /// Whether it tells of a day in progress (MT942).
    pub(super) fn is_interim(&self) -> bool {
        self.kind == "942"
    }

    /// Takes a field of the head or foot.
    pub(super) fn take(
        &mut self,
        field: &Field,
        stamps: &mut StampReader,
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        let text = field.joined("");
        let text = text.trim();
        let mut day = Stamp::default();
        let read = match field.tag.as_str() {
            "20" => {
                text.clone_into(&mut self.reference);
                Ok(())
            }
            "25" | "25P" => {
                self.take_account(field.first().trim());
                Ok(())
            }
            "28" | "28C" => {
                text.clone_into(&mut self.number);
                Ok(())
            }
            "60F" | "60M" => values::balance(text, stamps, &mut day).map(|money| {
                // Lines are in the currency of the balance, whatever stands behind the account.
                self.currency = Some(money.currency);
                self.opening.get_or_insert((money, day));
            }),
            "62F" | "62M" => values::balance(text, stamps, &mut day).map(|money| {
                self.currency.get_or_insert(money.currency);
                self.closing = Some((money, day));
            }),
            "34F" => {
                if self.kind.is_empty() {
                    "942".clone_into(&mut self.kind);
                }
                self.currency = self.currency.or(text.get(..3).and_then(Currency::from_code));
                Ok(())
            }
            "90C" => self.take_sum(Side::Credit, text),
            "90D" => self.take_sum(Side::Debit, text),
            "86" => return self.take_information(&field.joined("\n"), sink),
            "21" | "13" | "13D" | "64" | "65" => Ok(()),
            _ => {
                return sink.note(&Note::UnknownField { field: format!(":{}:", field.tag) });
            }
        };
        if read == Err(model::RejectKind::UnknownCurrency) {
            self.foreign.get_or_insert_with(|| text.to_owned());
        }
        match field.fault.or(read.err()) {
            None => Ok(()),
            Some(kind) => {
                let why = Phrase::from_text(kind.fact());
                sink.remark(say::statement_field(self.id(), &field.place(), why))
            }
        }
    }

    fn take_sum(&mut self, side: Side, text: &str) -> Result<(), model::RejectKind> {
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (count, rest) = text.split_at_checked(digits).unwrap_or((text, ""));
        let mut amount = Amount::default();
        values::currency_and_amount(rest, &mut amount)?;
        if self.stated.len() < 2 {
            let count = sums::bare(count);
            self.stated.push(Stated { side, count, amount: amount.money });
        }
        Ok(())
    }

    /// What is said of the account as a whole: the sums of its lines, as Dutch banks write them
    /// there, or a text that is told.
    fn take_information(&mut self, text: &str, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let currency = self.currency.unwrap_or(Currency::NONE);
        if let Some(stated) = sums::read(text, currency).filter(|_| self.stated.is_empty()) {
            self.stated.extend(stated);
            return Ok(());
        }
        let text: String = text.chars().take(REMARK_CHARS_MAX).collect();
        sink.remark(say::statement_says(self.id(), text))
    }

    /// Whether its closing balance was read.
    pub(super) fn is_closed(&self) -> bool {
        self.closing.is_some()
    }

    /// `10020030/1234567`, `BIC/number`, an IBAN; with or without the currency behind it.
    fn take_account(&mut self, text: &str) {
        let mut rest = text;
        if let Some((before, code)) = text.rsplit_once('/')
            && let Some(currency) = Currency::from_code(code)
        {
            (rest, self.currency) = (before, Some(currency));
        }
        let (bank, number) = rest.rsplit_once('/').unwrap_or(("", rest));
        let number = number.trim().trim_matches('"').trim();
        let (number, currency) = split_currency(number);
        self.currency = self.currency.or(currency);
        let bank = if bank.is_empty() { &self.bank } else { bank };
        set_account(bank, number, &mut self.holder.account);
    }

    /// Counts a line towards the sums.
    pub(super) fn add(&mut self, side: Side, money: Money, booked: &Stamp) {
        let sum = if side == Side::Credit { &mut self.credits } else { &mut self.debits };
        sum.count += 1;
        sum.minor += i128::from(money.minor.unsigned_abs());
        if booked.is_stated() {
            let first = self.first_booked_us.get_or_insert(booked.earliest_us);
            *first = (*first).min(booked.earliest_us);
        }
    }

    /// States what the statement covers and whether its sums hold.
    pub(super) fn finish(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        if let Some((from_us, until_us)) = self.coverage() {
            let account = self.holder.account.to_string();
            sink.note(&Note::Coverage { account, from_us, until_us })?;
        }
        self.note_withdrawn(sink)?;
        self.note_balance(sink)?;
        self.stated.iter().try_for_each(|stated| self.note_sum(stated, sink))
    }

    /// The days of the balances. An opening balance carries the day before the period; that day
    /// counts only where something was booked on it.
    fn coverage(&self) -> Option<(i64, i64)> {
        let (opening, closing) = (&self.opening.as_ref()?.1, &self.closing.as_ref()?.1);
        let same_day = opening.earliest_us == closing.earliest_us;
        let booked = self.first_booked_us.is_some_and(|first| first <= opening.latest_us);
        let from_us = if same_day || booked {
            opening.earliest_us
        } else {
            opening.latest_us.checked_add(1)?
        };
        (from_us <= closing.latest_us).then_some((from_us, closing.latest_us))
    }

    /// Says so where a currency is stated after it was withdrawn.
    fn note_withdrawn(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let Some((money, day)) = self.closing.as_ref().or(self.opening.as_ref()) else {
            return Ok(());
        };
        let Some((year, month)) = money.currency.withdrawn() else { return Ok(()) };
        let withdrawn = format!("{year}-{month:02}");
        let iso = jiff::Timestamp::from_microsecond(day.earliest_us).unwrap_or_default();
        if iso.to_string().get(..7).is_none_or(|own| own < withdrawn.as_str()) {
            return Ok(());
        }
        sink.remark(say::currency_withdrawn(self.id(), money.currency.to_string(), withdrawn))
    }

    fn note_balance(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let (Some((opening, _)), Some((closing, _))) = (&self.opening, &self.closing) else {
            if self.is_interim() || self.kind == "941" {
                return Ok(());
            }
            return sink.remark(say::balance_missing(self.id()));
        };
        if opening.currency != closing.currency {
            let (opens, closes) = (opening.currency.to_string(), closing.currency.to_string());
            return sink.remark(say::currencies_differ(self.id(), opens, closes));
        }
        let found = i128::from(opening.minor) + self.credits.minor - self.debits.minor;
        sink.note(&Note::Total {
            what: say::closing_balance(self.id()),
            stated: closing.to_string(),
            found: show(found, opening.currency),
        })
    }

    fn note_sum(&self, stated: &Stated, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let credit = stated.side == Side::Credit;
        let sum = if credit { self.credits } else { self.debits };
        let which = if credit { say::credits } else { say::debits };
        sink.note(&Note::Total {
            what: say::number_of(which(), self.id()),
            stated: stated.count.clone(),
            found: sum.count.to_string(),
        })?;
        let Some(money) = stated.amount else { return Ok(()) };
        sink.note(&Note::Total {
            what: say::sum_of(which(), self.id()),
            stated: money.to_string(),
            found: show(sum.minor, money.currency),
        })
    }
}

/// Splits off the currency that some banks write behind the number of an account.
fn split_currency(number: &str) -> (&str, Option<Currency>) {
    let cut = number.len().saturating_sub(3);
    let Some((before, code)) = number.split_at_checked(cut) else { return (number, None) };
    let currency = Currency::from_code(code);
    match currency {
        Some(_) if before.ends_with(|c: char| c.is_ascii_digit() || c == ' ') => {
            (before.trim_end(), currency)
        }
        _ => (number, None),
    }
}

/// Writes the canonical account: an IBAN, also with a currency behind it, else the number under its
/// bank.
pub(super) fn set_account(bank: &str, number: &str, account: &mut Text) {
    let cut = number.len().saturating_sub(3);
    let bare = number
        .get(..cut)
        .filter(|_| number.get(cut..).is_some_and(|code| Currency::from_code(code).is_some()));
    if identifier::iban(number).is_none()
        && let Some(iban) = bare.and_then(identifier::iban)
    {
        account.set_fmt(format_args!("iban:{iban}"));
    } else if let Some(canonical) = identifier::account(bank, number) {
        account.set(&canonical);
    }
}
