//! One line of a statement: `:61:` and the `:86:` behind it.

use model::money::Currency;
use model::records::Entry;
use model::time::StampReader;
use model::{Place, RejectKind, Text, identifier};

use super::fields::Field;
use super::narrative::Narrative;
use super::statement::{Statement, set_account};
use super::values;
use crate::formats::camt::amount::Side;
use crate::formats::extra::Extra;
use crate::sink::{Halt, Sink};

/// Fields kept behind one line; a bank writes one or two.
const BEHIND_MAX: usize = 50;

/// Characters of a line of a name in `?32` and `?33`.
const NAME_CHARS: usize = 27;

type Fault = (RejectKind, &'static str, String);

/// Reads lines and keeps the buffers between them.
#[derive(Debug, Default)]
pub(super) struct EntryReader {
    line: Option<Field>,
    behind: Vec<Field>,
    record: Entry,
    extra: Extra,
}

/// `:61:` taken apart.
#[derive(Debug)]
struct Line<'t> {
    value: &'t str,
    entry: &'t str,
    side: Side,
    reversal: bool,
    expected: bool,
    funds_code: &'t str,
    amount: &'t str,
    code: &'t str,
    reference: &'t str,
    bank_reference: &'t str,
}

impl EntryReader {
    /// Whether a line waits for what stands behind it.
    pub(super) fn is_open(&self) -> bool {
        self.line.is_some()
    }

    /// Begins a line.
    pub(super) fn begin(&mut self, field: Field) {
        self.line = Some(field);
        self.behind.clear();
    }

    /// Adds a field that stands behind the line.
    pub(super) fn add(&mut self, field: Field) {
        if self.behind.len() < BEHIND_MAX {
            self.behind.push(field);
        } else if let Some(line) = &mut self.line {
            line.fault = Some(RejectKind::RowTooLong);
            line.end = line.end.max(field.end);
        }
    }

    /// Ends the line that waits: a record or a reject.
    pub(super) fn flush(
        &mut self,
        statement: &mut Statement,
        stamps: &mut StampReader,
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        let Some(line) = self.line.take() else { return Ok(()) };
        let end = self.behind.iter().map(|field| field.end).fold(line.end, u64::max);
        let bytes_len = end.saturating_sub(line.start);
        sink.begin(&Place { bytes_start: line.start, bytes_len, ..Place::default() })?;
        let fault = self.behind.iter().find_map(|field| field.fault).or(line.fault);
        self.extra.clear();
        model::Record::clear(&mut self.record);
        if let Some(kind) = fault {
            return sink.reject(kind, ":61:", line.first());
        }
        match self.fill(&line, statement, stamps) {
            Ok(()) => sink.record(&self.record),
            Err((kind, field, raw)) => sink.reject(kind, field, &raw),
        }
    }

    fn fill(
        &mut self,
        field: &Field,
        statement: &mut Statement,
        stamps: &mut StampReader,
    ) -> Result<(), Fault> {
        let Self { behind, record, extra, .. } = self;
        // Some banks break the line before the amount.
        let broken = read_line(field.first()).is_none() && field.lines.len() > 1;
        let taken = if broken { 2 } else { 1 };
        let text = field.lines.get(..taken).unwrap_or_default().concat();
        let line = read_line(&text)
            .ok_or_else(|| (RejectKind::Malformed, ":61:", field.first().to_owned()))?;
        let details = field.lines.get(taken..).unwrap_or_default().join("\n");
        record.holder.clone_from(&statement.holder);
        record.statement.set(&statement.id());
        if let Err(kind) = values::day(line.value, stamps, &mut record.valued) {
            // Where every month has thirty days for interest, money has a value on 30 February.
            if line.entry.is_empty() || !values::is_bank_day(line.value) {
                return Err((kind, "value date", line.value.to_owned()));
            }
            extra.add("61/value_date", line.value);
        }
        if !line.entry.is_empty() {
            values::entry_day(line.entry, line.value, stamps, &mut record.booked)
                .map_err(|kind| (kind, "entry date", line.entry.to_owned()))?;
        }
        let currency = statement
            .currency()
            .map_err(|stated| (RejectKind::UnknownCurrency, ":60F:", stated.to_owned()))?;
        take_amount(&line, currency, record)?;
        record.direction.set(if line.side == Side::Credit { "credit" } else { "debit" });
        record.status.set(match (line.expected, statement.is_interim()) {
            (true, _) => "pending",
            (false, true) => "interim",
            (false, false) => "booked",
        });
        if line.reversal {
            record.reversal.set("yes");
        }
        record.bank_reference.set(line.bank_reference);
        record.code.set(line.code.trim_end());
        extra.add("61/funds_code", line.funds_code);
        if line.reference != "NONREF" {
            extra.add("61/reference", line.reference);
        }
        extra.add("61/details", details.trim());
        let ibans = [details.trim(), line.reference];
        for field in behind.iter() {
            if field.tag == "86" {
                take_narrative(Narrative::read(field), line.side, record, extra);
            } else {
                extra.add(&field.tag, &field.joined("\n"));
            }
        }
        settle_other_account(ibans, record, extra);
        extra.write(&mut record.extra);
        if let Some(money) = record.amount.money {
            let booked = if record.booked.is_stated() { &record.booked } else { &record.valued };
            statement.add(line.side, money, booked);
        }
        Ok(())
    }
}

fn take_amount(line: &Line<'_>, currency: Currency, record: &mut Entry) -> Result<(), Fault> {
    values::amount(line.amount, currency, &mut record.amount)
        .map_err(|kind| (kind, "amount", line.amount.to_owned()))?;
    if line.side == Side::Debit {
        record.amount.negate();
    }
    Ok(())
}

/// Takes `6!n[4!n]2a[1!a]15d1!a3!c16x[//16x]` apart.
fn read_line(text: &str) -> Option<Line<'_>> {
    let text = text.trim();
    let (value, rest) = text.split_at_checked(6)?;
    let has_entry = rest.get(..4).is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()));
    let (entry, rest) = if has_entry { rest.split_at_checked(4)? } else { ("", rest) };
    // Some banks fill the place of a day of entry that they do not state with blanks.
    let rest = rest.trim_start();
    let (mark, mut rest) = ["RC", "RD", "EC", "ED", "C", "D"]
        .iter()
        .find_map(|mark| Some((*mark, rest.strip_prefix(mark)?)))?;
    let credit = matches!(mark, "C" | "EC" | "RD");
    let mut funds_code = "";
    if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        (funds_code, rest) = rest.split_at_checked(1)?;
    }
    let (amount, rest) = values::split_amount(rest.trim_start());
    let coded = rest.len() >= 4 && rest.starts_with(|c: char| c.is_ascii_uppercase());
    // Without a type and a decimal mark the line was cut in the middle of its amount.
    if amount.is_empty() || !value.is_ascii() || !(coded || amount.contains(',')) {
        return None;
    }
    let (code, rest) = if coded { rest.split_at_checked(4)? } else { ("", rest) };
    let (reference, bank_reference) = rest.split_once("//").unwrap_or((rest, ""));
    Some(Line {
        value,
        entry,
        side: if credit { Side::Credit } else { Side::Debit },
        reversal: mark.starts_with('R'),
        expected: mark.starts_with('E'),
        funds_code,
        amount,
        code,
        reference: reference.trim(),
        bank_reference: bank_reference.trim(),
    })
}

fn take_narrative(mut text: Narrative, side: Side, record: &mut Entry, extra: &mut Extra) {
    if !text.code.is_empty() {
        let code = format!("{}+{}", &*record.code, text.code);
        record.code.set(code.trim_matches('+'));
    }
    if let Some(reference) = text.take("EREF") {
        match reference.as_str() {
            "NOTPROVIDED" | "NONREF" => {}
            _ => record.end_to_end_reference.set(&reference),
        }
    }
    take_counterparty(&mut text, side, record, extra);
    if let Some(purpose) = text.take("SVWZ").or_else(|| text.take("REMI")).or_else(|| text.take(""))
    {
        let plain = purpose.strip_prefix("USTD//").unwrap_or(&purpose);
        record.purpose.set(plain);
    }
    for (key, text) in &text.parts {
        let name = if key.is_empty() { "86".to_owned() } else { format!("86/{key}") };
        extra.add(&name, text);
    }
}

/// The other side: payee of a debit, payer of a credit.
fn take_counterparty(text: &mut Narrative, side: Side, record: &mut Entry, extra: &mut Extra) {
    let party = &mut record.counterparty;
    let cut = ["?32", "?33"].iter().filter(|key| {
        text.parts.iter().any(|(own, t)| own == *key && t.chars().count() >= NAME_CHARS)
    });
    // The second line takes up what the first has no room for; only a full second line may be cut.
    let (first_full, second_full) = cut.fold((false, false), |(first, second), key| {
        (first || *key == "?32", second || *key == "?33")
    });
    let glue = if first_full { "" } else { " " };
    if second_full {
        extra.add("may_be_cut", "counterparty.name");
    }
    if let Some(name) = text.take_joined(&["?32", "?33"], glue) {
        party.name.set(name.trim());
    }
    let role = if side == Side::Credit { "ORDP/NAME" } else { "BENM/NAME" };
    for key in [role, "NAME"] {
        if party.name.is_empty()
            && let Some(name) = text.take(key)
        {
            party.name.set(&name);
        }
    }
    take_contract_party(text, party);
    take_account(text, &mut party.account);
}

/// `/CNTP/account/BIC/name/city/`, as Dutch banks write the other side in one tag.
fn take_contract_party(text: &mut Narrative, party: &mut model::Party) {
    let Some(stated) = text.take("CNTP") else { return };
    let mut parts = stated.split('/').map(str::trim);
    let (account, bank) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    set_account(bank, account, &mut party.account);
    if let Some(name) = parts.next().filter(|_| party.name.is_empty()) {
        party.name.set(name);
    }
    party.address.set(&parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "));
}

fn take_account(text: &mut Narrative, account: &mut Text) {
    if !account.is_empty() {
        return;
    }
    let stated = |key: &str| {
        let found = text.parts.iter().find(|(own, text)| own == key && !text.trim().is_empty());
        found.map(|(_, text)| text.trim().to_owned())
    };
    let is_iban = |key: &&str| stated(key).is_some_and(|own| identifier::iban(&own).is_some());
    // A mark in free text may be broken by the end of a line: what is an IBAN goes first.
    let key = ["?38", "IBAN", "?31"].into_iter().find(is_iban);
    let key = key.or_else(|| ["IBAN", "?31"].into_iter().find(|key| stated(key).is_some()));
    let Some((key, own)) = key.and_then(|key| Some((key, stated(key)?))) else { return };
    set_account(&stated("?30").unwrap_or_default(), &own, account);
    text.take(key);
}

/// Takes the other account from where Dutch banks write it alone (supplementary details, or the
/// reference of the account's owner), and leaves out what is the holder's own.
fn settle_other_account(ibans: [&str; 2], record: &mut Entry, extra: &mut Extra) {
    let number = |account: &str| account.rsplit(':').next().unwrap_or_default().to_owned();
    let own = number(&record.holder.account);
    let other = &mut record.counterparty.account;
    if !other.is_empty() && number(other) == own {
        extra.add("86/own_account", other);
        other.clear();
    }
    let found = ibans.into_iter().filter_map(identifier::iban).find(|iban| *iban != own);
    if let Some(iban) = found.filter(|_| other.is_empty()) {
        other.set_fmt(format_args!("iban:{iban}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_funds_codes_are_told_apart() {
        let line = |text| {
            let line = read_line(text).unwrap();
            (line.side, line.reversal, line.funds_code, line.amount)
        };
        assert_eq!(line("0709040904CR300,NTRFX"), (Side::Credit, false, "R", "300,"));
        assert_eq!(line("0709040904RCR204,88NRTIX"), (Side::Debit, true, "R", "204,88"));
        assert_eq!(line("070904RD1,NMSC"), (Side::Credit, true, "", "1,"));
        assert_eq!(line("070904ED1,NMSC"), (Side::Debit, false, "", "1,"));
        let line = read_line("1105240524D9,N192NONREF//A").unwrap();
        assert_eq!((line.entry, line.code, line.bank_reference), ("0524", "N192", "A"));
    }

    #[test]
    fn a_line_cut_in_its_amount_is_none() {
        for text in ["", "1105", "110524D", "110524D9", "110524X9,00NTRF", "é10524D9,0"] {
            assert!(read_line(text).is_none(), "{text}");
        }
    }
}
