//! The sources that write of the plan, each in its own format and with the defects of its kind.

pub(crate) mod chat;
pub(crate) mod device;
pub(crate) mod logs;
pub(crate) mod people;
pub(crate) mod statements;
pub(crate) mod transfers;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::people::Person;
use crate::plan::{Pair, Payment, Plan};

/// A file being written.
pub(crate) type Out = BufWriter<File>;

/// Opens a file of the case for writing.
pub(crate) fn out(folder: &Path, name: &str) -> std::io::Result<Out> {
    Ok(BufWriter::with_capacity(1 << 18, File::create(folder.join(name))?))
}

/// Writes a line of delimited text, quoting what needs it (RFC 4180).
pub(crate) fn line(out: &mut Out, separator: char, cells: &[&str]) -> std::io::Result<()> {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            write!(out, "{separator}")?;
        }
        if cell.contains([separator, '"', '\n']) {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\n")
}

/// Cents as `12.50`, or with a comma.
pub(crate) fn decimal(minor: i64, mark: char) -> String {
    format!("{}{mark}{:02}", minor / 100, minor % 100)
}

/// A payment with its people and its reference.
#[derive(Clone, Copy)]
pub(crate) struct Told<'p> {
    pub(crate) at: usize,
    pub(crate) payment: &'p Payment,
    pub(crate) pair: &'p Pair,
    pub(crate) payer: &'p Person,
    pub(crate) payee: &'p Person,
}

impl Told<'_> {
    /// The operator's reference.
    pub(crate) fn reference(&self) -> String {
        format!("{:010}", 4_100_000_000_u64 + self.at as u64)
    }

    /// The fee in cents: fixed and a share, as operators charge.
    pub(crate) fn fee(&self) -> i64 {
        190 + self.payment.minor / 50
    }

    /// The pay-out in centavos, at an invented rate with the operator's margin.
    pub(crate) fn pay_out(&self) -> i64 {
        self.payment.minor * 6_210 / 100
    }

    /// `Paid`, or what became of it instead.
    pub(crate) fn status(&self) -> &'static str {
        match (self.payment.undone, self.at % 2) {
            (false, _) => "Paid",
            (true, 0) => "Cancelled",
            (true, _) => "Refunded",
        }
    }
}

/// Every payment with its people, in the order of the plan.
pub(crate) fn told(plan: &Plan) -> impl Iterator<Item = Told<'_>> {
    plan.payments.iter().enumerate().filter_map(|(at, payment)| {
        let pair = plan.pairs.get(payment.pair as usize)?;
        let payer = plan.people.get(pair.payer as usize)?;
        let payee = plan.people.get(pair.payee as usize)?;
        Some(Told { at, payment, pair, payer, payee })
    })
}
