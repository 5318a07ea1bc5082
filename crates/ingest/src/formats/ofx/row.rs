//! One row of a statement: the values of an aggregate, and the entry or account made of them.

use model::money::{Amount, Currency, DecimalMark};
use model::records::{Account, Entry};
use model::{Party, RejectKind, Text, identifier};

use super::time::Times;
use crate::formats::extra::Extra;

/// Values held of one row; the longest of the standard have some forty.
const VALUES_MAX: usize = 400;

/// Bytes held of one row.
const BYTES_MAX: usize = 1 << 20;

/// Why a row is no record: kind, field, text.
pub(super) type Fault = (RejectKind, &'static str, String);

/// The values of a row by their path below it.
#[derive(Debug, Default)]
pub(super) struct Values {
    list: Vec<(String, String)>,
    bytes: usize,
    /// Whether there were more than are held.
    pub(super) overflow: bool,
}

impl Values {
    pub(super) fn clear(&mut self) {
        self.list.clear();
        (self.bytes, self.overflow) = (0, false);
    }

    pub(super) fn push(&mut self, path: String, text: &str) {
        self.bytes += path.len() + text.len();
        if self.list.len() >= VALUES_MAX || self.bytes > BYTES_MAX {
            self.overflow = true;
        } else if !text.is_empty() {
            self.list.push((path, text.to_owned()));
        }
    }

    /// Takes the value at this path; empty where there is none.
    fn take(&mut self, path: &str) -> String {
        let at = self.list.iter().position(|(own, _)| own == path);
        at.map(|at| self.list.remove(at).1).unwrap_or_default()
    }

    /// Takes the first value that stands at one of these paths or deeper under a path that ends so.
    fn take_first(&mut self, paths: &[&str]) -> String {
        paths.iter().map(|path| self.take(path)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// Takes the value whose path ends with this name, whatever aggregate it stands in.
    fn take_named(&mut self, name: &str) -> String {
        let at = self.list.iter().position(|(path, _)| path.rsplit('/').next() == Some(name));
        at.map(|at| self.list.remove(at).1).unwrap_or_default()
    }

    fn rest_into(&mut self, extra: &mut Extra, slot: &mut Text) {
        for (path, text) in self.list.drain(..) {
            extra.add(&path, &text);
        }
        extra.write(slot);
    }
}

/// What the statement says of all its rows.
#[derive(Debug, Default)]
pub(super) struct Context {
    /// The institution, as the sign-on states it.
    pub(super) institution: String,
    /// The account.
    pub(super) holder: Party,
    /// The currency of its amounts.
    pub(super) currency: Option<Currency>,
    /// The answer it stands in.
    pub(super) answer: String,
}

/// OFX allows both marks and no groups: a comma alone is the mark.
pub(super) fn read_amount(
    text: &str,
    currency: Currency,
    amount: &mut Amount,
) -> Result<(), RejectKind> {
    let comma = text.contains(',') && !text.contains('.');
    let mark = if comma { DecimalMark::Comma } else { DecimalMark::Point };
    amount.read(text, mark, currency).map_err(RejectKind::from)
}

/// Fills an entry from `STMTTRN` or from a transaction of securities.
pub(super) fn fill_entry(
    kind: &str,
    values: &mut Values,
    context: &Context,
    times: &mut Times,
    extra: &mut Extra,
    record: &mut Entry,
) -> Result<(), Fault> {
    record.holder.clone_from(&context.holder);
    record.statement.set(&context.answer);
    let securities = !kind.starts_with("STMTTRN");
    let day = if securities { values.take_named("DTTRADE") } else { values.take("DTPOSTED") };
    if day.is_empty() {
        return Err((RejectKind::MissingField, "DTPOSTED", String::new()));
    }
    times.read(&day, &mut record.booked).map_err(|kind| (kind, "DTPOSTED", day))?;
    let valued = if securities { values.take_named("DTSETTLE") } else { values.take("DTAVAIL") };
    times.read(&valued, &mut record.valued).map_err(|kind| (kind, "DTAVAIL", valued))?;
    let amount = if securities { values.take_named("TOTAL") } else { values.take("TRNAMT") };
    let stated = values.take_first(&[
        "CURRENCY/CURSYM",
        "INVBUY/CURRENCY/CURSYM",
        "INVSELL/CURRENCY/CURSYM",
    ]);
    let currency = if stated.is_empty() {
        context.currency.unwrap_or(Currency::NONE)
    } else {
        Currency::from_code(&stated)
            .ok_or_else(|| (RejectKind::UnknownCurrency, "CURSYM", stated.clone()))?
    };
    if amount.is_empty() && !securities {
        return Err((RejectKind::MissingField, "TRNAMT", String::new()));
    }
    read_amount(&amount, currency, &mut record.amount).map_err(|kind| (kind, "TRNAMT", amount))?;
    if let Some(money) = record.amount.money {
        record.direction.set(if money.minor < 0 { "debit" } else { "credit" });
    }
    record.status.set(if kind == "STMTTRNP" { "pending" } else { "booked" });
    record.bank_reference.set(&values.take_named("FITID"));
    let code = values.take("TRNTYPE");
    record.code.set(if securities { kind } else { &code });
    take_counterparty(values, record);
    let memo = values.take_named("MEMO");
    record.purpose.set(if memo.is_empty() { &record.counterparty.name } else { &memo });
    values.rest_into(extra, &mut record.extra);
    Ok(())
}

fn take_counterparty(values: &mut Values, record: &mut Entry) {
    let party = &mut record.counterparty;
    let name = values.take_first(&["EXTDNAME", "PAYEE/NAME", "NAME"]);
    party.name.set(&name);
    let parts = ["ADDR1", "ADDR2", "ADDR3", "POSTALCODE", "CITY", "STATE", "COUNTRY"];
    let address: Vec<String> = parts
        .iter()
        .map(|part| values.take(&format!("PAYEE/{part}")))
        .filter(|part| !part.is_empty())
        .collect();
    party.address.set(&address.join(", "));
    party.phone_stated.set(&values.take("PAYEE/PHONE"));
    for account in ["BANKACCTTO", "CCACCTTO"] {
        let bank = values.take(&format!("{account}/BANKID"));
        let number = values.take(&format!("{account}/ACCTID"));
        if let Some(canonical) = identifier::account(&bank, &number) {
            party.account.set(&canonical);
        }
    }
}

/// Fills an account from `BANKACCTFROM`, `CCACCTFROM` or `INVACCTFROM`.
pub(super) fn fill_account(
    kind: &str,
    values: &mut Values,
    institution: &str,
    extra: &mut Extra,
    record: &mut Account,
) -> Result<(), Fault> {
    let number = values.take("ACCTID");
    let bank = values.take_first(&["BANKID", "BROKERID"]);
    let platform = if bank.is_empty() { institution } else { &bank };
    let canonical = identifier::account(platform, &number)
        .ok_or_else(|| (RejectKind::MissingField, "ACCTID", number.clone()))?;
    record.holder.account.set(&canonical);
    record.platform.set(if institution.is_empty() { &bank } else { institution });
    let stated = values.take("ACCTTYPE");
    record.account_type.set(match kind {
        _ if !stated.is_empty() => &stated,
        "CCACCTFROM" => "CREDITCARD",
        "INVACCTFROM" => "INVESTMENT",
        _ => "",
    });
    values.rest_into(extra, &mut record.extra);
    Ok(())
}
