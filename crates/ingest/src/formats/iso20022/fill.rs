//! One transaction of a message as a transfer.

use model::records::Transfer;
use model::time::{Stamp, StampReader};
use model::{Party, RejectKind};

use super::Message;
use crate::formats::camt::{amount, party};
use crate::formats::extra::Extra;
use crate::formats::xml_tree::Element;

/// Why a row is no record: kind, field, text.
type Fault = (RejectKind, &'static str, String);

/// Fills transfers and keeps the buffers between them.
#[derive(Debug)]
pub(super) struct Filler {
    region: Option<String>,
    extra: Extra,
    /// What the head and the group state and no field takes: the same for each of their rows.
    common: Option<Vec<(String, String)>>,
}

/// Where a transaction states its parties.
struct Sides<'t> {
    payer: Element<'t>,
    payer_account: Element<'t>,
    payer_bank: Element<'t>,
    payee: Element<'t>,
    payee_account: Element<'t>,
    payee_bank: Element<'t>,
}

impl Filler {
    pub(super) fn new(region: Option<String>) -> Self {
        Self { region, extra: Extra::default(), common: None }
    }

    /// Forgets what the rows so far had in common, where another group or message begins.
    pub(super) fn forget_common(&mut self) {
        self.common = None;
    }

    /// Fills `record` from a transaction, the group it stands in and the head of its message.
    pub(super) fn fill(
        &mut self,
        message: Message,
        row: Element<'_>,
        group: Element<'_>,
        header: Element<'_>,
        stamps: &mut StampReader,
        record: &mut Transfer,
    ) -> Result<(), Fault> {
        model::Record::clear(record);
        self.extra.clear();
        // A status report and a return repeat what they answer in one element.
        let origin = row.child("OrgnlTxRef");
        let origin = if origin.exists() { origin } else { row };
        take_reference(row, record, &mut self.extra);
        take_amount(message, row, origin, record)?;
        take_day(row, origin, group, header, stamps, record)?;
        take_status(message, row, group, record);
        take_operator(row, header, record);
        let sides = sides(message, row, origin, group);
        take_side(sides.payer, sides.payer_account, self.region.as_deref(), &mut record.payer);
        take_side(sides.payee, sides.payee_account, self.region.as_deref(), &mut record.payee);
        record.send_place.set(bank(sides.payer_bank));
        record.pay_place.set(bank(sides.payee_bank));
        take_fee(row, record, &mut self.extra);
        take_purpose(row, origin, record);
        row.each_untaken(|path, text| self.extra.add(path, text));
        let common = self.common.get_or_insert_with(|| {
            let mut common = Vec::new();
            header.each_untaken(|path, text| common.push((format!("GrpHdr/{path}"), text.into())));
            let name = group.name();
            group.each_untaken(|path, text| common.push((format!("{name}/{path}"), text.into())));
            common
        });
        for (path, text) in common.iter() {
            self.extra.add(path, text);
        }
        self.extra.write(&mut record.extra);
        Ok(())
    }
}

fn take_reference(row: Element<'_>, record: &mut Transfer, extra: &mut Extra) {
    let ids = [
        "PmtId/UETR",
        "OrgnlUETR",
        "PmtId/EndToEndId",
        "OrgnlEndToEndId",
        "PmtId/TxId",
        "OrgnlTxId",
        "PmtId/InstrId",
        "OrgnlInstrId",
        "OrgnlPmtInfId",
    ];
    for path in ids {
        let id = row.take(path);
        if id.is_empty() || id == "NOTPROVIDED" {
            continue;
        }
        if record.reference.is_empty() {
            record.reference.set(id);
        } else {
            extra.add(path, id);
        }
    }
}

fn take_amount(
    message: Message,
    row: Element<'_>,
    origin: Element<'_>,
    record: &mut Transfer,
) -> Result<(), Fault> {
    let paths: &[&'static str] = match message {
        Message::Return => &["RtrdIntrBkSttlmAmt", "RtrdInstdAmt"],
        Message::Status => &["Amt/InstdAmt", "Amt/EqvtAmt/Amt", "InstdAmt", "IntrBkSttlmAmt"],
        _ => &["InstdAmt", "Amt/InstdAmt", "Amt/EqvtAmt/Amt", "IntrBkSttlmAmt"],
    };
    let from = if message == Message::Status { origin } else { row };
    let found = paths.iter().map(|path| (*path, from.at(path))).find(|(_, e)| e.exists());
    let Some((path, element)) = found else {
        return if message == Message::Status {
            Ok(())
        } else {
            Err((RejectKind::MissingField, "Amt", String::new()))
        };
    };
    let stated = element.peek("").to_owned();
    amount::read(element, &mut record.principal).map_err(|kind| (kind, path, stated))?;
    if record.principal.money.is_none() && message != Message::Status {
        return Err((RejectKind::MissingField, path, String::new()));
    }
    Ok(())
}

/// An instant of acceptance, else a day of settlement or execution.
fn take_day(
    row: Element<'_>,
    origin: Element<'_>,
    group: Element<'_>,
    header: Element<'_>,
    stamps: &mut StampReader,
    record: &mut Transfer,
) -> Result<(), Fault> {
    let accepted = row.child("AccptncDtTm");
    let days = [
        accepted,
        row.child("IntrBkSttlmDt"),
        origin.child("IntrBkSttlmDt"),
        origin.child("ReqdExctnDt"),
        group.child("ReqdExctnDt"),
        group.child("ReqdColltnDt"),
        origin.child("ReqdColltnDt"),
        header.child("IntrBkSttlmDt"),
    ];
    for element in days {
        read_day(element, stamps, &mut record.sent)?;
        if record.sent.is_stated() {
            return Ok(());
        }
    }
    Ok(())
}

/// A date as text of the element, or newer as `Dt` or `DtTm` below it.
fn read_day(
    element: Element<'_>,
    stamps: &mut StampReader,
    stamp: &mut Stamp,
) -> Result<(), Fault> {
    let own = element.peek("");
    let read = if own.is_empty() {
        amount::read_date(element, stamps, stamp)
    } else {
        stamps.read(element.take_own(), stamp)
    };
    let raw = || element.peek_first(&["", "Dt", "DtTm"]).to_owned();
    read.map_err(|fault| (RejectKind::from(fault), "day", raw()))
}

fn take_status(message: Message, row: Element<'_>, group: Element<'_>, record: &mut Transfer) {
    let stated = row.take_first(&["TxSts", "PmtInfSts"]);
    let stated = if stated.is_empty() { group.peek("PmtInfSts") } else { stated };
    record.status.set(match (message, stated) {
        (Message::Order | Message::Collection, "") => "instructed",
        (Message::Return, "") => "returned",
        (_, "RJCT") => "rejected",
        (_, "PDNG") => "pending",
        (_, "CANC") => "cancelled",
        (_, own) => own,
    });
}

fn take_operator(row: Element<'_>, header: Element<'_>, record: &mut Transfer) {
    let own = bank(row.child("InstgAgt"));
    record.operator.set(if own.is_empty() { peek_bank(header.child("InstgAgt")) } else { own });
}

const BANK: [&str; 4] =
    ["FinInstnId/BICFI", "FinInstnId/BIC", "FinInstnId/ClrSysMmbId/MmbId", "FinInstnId/Nm"];

fn bank(agent: Element<'_>) -> &str {
    agent.take_first(&BANK)
}

fn peek_bank(agent: Element<'_>) -> &str {
    agent.peek_first(&BANK)
}

/// Which elements are the payer's and which the payee's.
fn sides<'t>(
    message: Message,
    row: Element<'t>,
    origin: Element<'t>,
    group: Element<'t>,
) -> Sides<'t> {
    let cover = row.child("UndrlygCstmrCdtTrf");
    let chain = row.child("RtrChain");
    let from = if message == Message::Institution && cover.exists() {
        cover
    } else if message == Message::Return && chain.exists() {
        chain
    } else {
        origin
    };
    let pick = |name: &'static str, ultimate: &'static str| {
        [from.child(name), group.child(name), from.child(ultimate)]
            .into_iter()
            .find(|element| element.exists())
            .unwrap_or(from.none())
    };
    let (debtor, creditor) = (pick("Dbtr", "UltmtDbtr"), pick("Cdtr", "UltmtCdtr"));
    let (debtor_account, creditor_account) =
        (pick("DbtrAcct", "DbtrAcct"), pick("CdtrAcct", "CdtrAcct"));
    let (debtor_bank, creditor_bank) = (pick("DbtrAgt", "DbtrAgt"), pick("CdtrAgt", "CdtrAgt"));
    let sides = Sides {
        payer: debtor,
        payer_account: debtor_account,
        payer_bank: debtor_bank,
        payee: creditor,
        payee_account: creditor_account,
        payee_bank: creditor_bank,
    };
    if message == Message::Return && !chain.exists() {
        // The payment goes back the way it came.
        return Sides {
            payer: sides.payee,
            payer_account: sides.payee_account,
            payer_bank: sides.payee_bank,
            payee: sides.payer,
            payee_account: sides.payer_account,
            payee_bank: sides.payer_bank,
        };
    }
    sides
}

fn take_side(element: Element<'_>, account: Element<'_>, region: Option<&str>, into: &mut Party) {
    party::take(element, region, into);
    if into.name.is_empty() && into.document.is_empty() {
        // A bank as payer or payee is an institution by its own element.
        let institution = element.child("FinInstnId");
        party::take(institution, region, into);
    }
    party::take_account(account, into);
}

fn take_fee(row: Element<'_>, record: &mut Transfer, extra: &mut Extra) {
    let mut charges = row.each("ChrgsInf").map(|one| one.child("Amt")).filter(|e| e.exists());
    if let (Some(one), None) = (charges.next(), charges.next()) {
        // A charge that is no amount is no reason to set the payment aside.
        if amount::read(one, &mut record.fee).is_err() {
            extra.add("ChrgsInf/Amt", one.peek(""));
        }
    }
}

fn take_purpose(row: Element<'_>, origin: Element<'_>, record: &mut Transfer) {
    let mut purpose = String::new();
    for from in [row, origin] {
        let remittance = from.child("RmtInf");
        for text in remittance.each("Ustrd") {
            text.take_all("\n", &mut purpose);
        }
        for block in remittance.each("Strd") {
            block.at("CdtrRefInf/Ref").take_all("\n", &mut purpose);
            for text in block.each("AddtlRmtInf") {
                text.take_all("\n", &mut purpose);
            }
        }
        if !purpose.is_empty() {
            break;
        }
    }
    record.purpose.set(&purpose);
}
