//! One payment: MT103, or MT202 with the customer's payment it covers.

use model::records::Transfer;
use model::time::StampReader;
use model::{Party, Place, RejectKind};

use super::fields::{Envelope, Field};
use super::statement::set_account;
use super::values;
use crate::formats::extra::Extra;
use crate::sink::{Halt, Sink};

/// Characters of a line of a name or address.
const LINE_CHARS: usize = 35;

type Fault = (RejectKind, &'static str, String);

/// Reads payments and keeps the buffers between them.
#[derive(Debug)]
pub(super) struct PaymentReader {
    region: Option<String>,
    record: Transfer,
    extra: Extra,
}

/// Hands out the fields of a message by their tags, each once.
struct Fields<'f> {
    left: Vec<Option<&'f Field>>,
}

impl<'f> Fields<'f> {
    /// Takes the first field of one of these tags.
    fn take(&mut self, tags: &[&str]) -> Option<&'f Field> {
        let slot = self
            .left
            .iter_mut()
            .find(|slot| slot.is_some_and(|field| tags.contains(&field.tag.as_str())))?;
        slot.take()
    }

    fn take_text(&mut self, tags: &[&str]) -> String {
        self.take(tags).map(|field| field.joined("\n").trim().to_owned()).unwrap_or_default()
    }
}

impl PaymentReader {
    pub(super) fn new(region: Option<String>) -> Self {
        Self { region, record: Transfer::default(), extra: Extra::default() }
    }

    /// Reads the fields of a message as one row.
    pub(super) fn read(
        &mut self,
        fields: &[Field],
        envelope: &Envelope,
        fault: Option<RejectKind>,
        stamps: &mut StampReader,
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        let (Some(first), Some(last)) = (fields.first(), fields.last()) else { return Ok(()) };
        let bytes_len = last.end.saturating_sub(first.start);
        sink.begin(&Place { bytes_start: first.start, bytes_len, ..Place::default() })?;
        self.extra.clear();
        model::Record::clear(&mut self.record);
        let fault = fault.or_else(|| fields.iter().find_map(|field| field.fault));
        if let Some(kind) = fault {
            return sink.reject(kind, &format!(":{}:", first.tag), first.first());
        }
        let known = matches!(envelope.kind.as_str(), "" | "103" | "202" | "205");
        let has = |tag: &str| fields.iter().any(|field| field.tag == tag);
        if !known || !has("32A") && !has("23B") && !has("33B") {
            let raw = if known { first.first() } else { envelope.kind.as_str() };
            return sink.reject(RejectKind::UnknownValue, "type of message", raw);
        }
        match self.fill(fields, envelope, stamps) {
            Ok(()) => sink.record(&self.record),
            Err((kind, field, raw)) => sink.reject(kind, field, &raw),
        }
    }

    fn fill(
        &mut self,
        fields: &[Field],
        envelope: &Envelope,
        stamps: &mut StampReader,
    ) -> Result<(), Fault> {
        let Self { region, record, extra } = self;
        let mut fields = Fields { left: fields.iter().map(Some).collect() };
        let own = fields.take_text(&["20"]);
        if envelope.uetr.is_empty() {
            record.reference.set(&own);
        } else {
            record.reference.set(&envelope.uetr);
            extra.add("20", &own);
        }
        record.operator.set(&envelope.sender);
        extra.add("receiver", &envelope.receiver);
        extra.add("type", &envelope.kind);
        take_amounts(&mut fields, stamps, record, extra)?;
        let mut cut = Vec::new();
        // The customers of an MT103 or of a cover; else the institutions that pay each other.
        let payer = fields.take(&["50A", "50F", "50K", "50"]);
        let payee = fields.take(&["59A", "59F", "59"]);
        let sending = fields.take(&["52A", "52D", "52"]);
        let paying = fields.take(&["57A", "57B", "57C", "57D", "57"]);
        let last = fields.take(&["58A", "58D"]);
        take_side(payer, sending, "payer.name", &mut record.payer, &mut cut);
        take_side(payee, last, "payee.name", &mut record.payee, &mut cut);
        if let (Some(_), Some(field)) = (payee, last) {
            extra.add(&field.tag, &field.joined("\n"));
        }
        record.send_place.set(&sending.map(|f| f.joined("\n")).unwrap_or_default());
        record.pay_place.set(&paying.map(|f| f.joined("\n")).unwrap_or_default());
        for (party, region) in [(&mut record.payer, &region), (&mut record.payee, &region)] {
            let phone = model::identifier::phone(&party.phone_stated, region.as_deref());
            party.phone.set(phone.as_deref().unwrap_or(""));
        }
        let purpose = fields.take_text(&["70"]);
        record.purpose.set(&purpose);
        for field in fields.left.iter().flatten() {
            extra.add(&field.tag, &field.joined("\n"));
        }
        extra.add("may_be_cut", &cut.join(", "));
        extra.write(&mut record.extra);
        Ok(())
    }
}

/// `:32A:` day and amount settled, `:33B:` amount ordered, `:71F:` charges.
fn take_amounts(
    fields: &mut Fields<'_>,
    stamps: &mut StampReader,
    record: &mut Transfer,
    extra: &mut Extra,
) -> Result<(), Fault> {
    let settled = fields.take_text(&["32A"]);
    let (day, amount) = settled
        .split_at_checked(6)
        .ok_or_else(|| (RejectKind::MissingField, "32A", settled.clone()))?;
    values::day(day, stamps, &mut record.sent).map_err(|kind| (kind, "32A", settled.clone()))?;
    let ordered = fields.take_text(&["33B"]);
    let (field, stated) = if ordered.is_empty() { ("32A", amount) } else { ("33B", &*ordered) };
    values::currency_and_amount(stated, &mut record.principal)
        .map_err(|kind| (kind, field, stated.to_owned()))?;
    if !ordered.is_empty() {
        extra.add("32A", &settled);
    }
    let charges: Vec<&Field> = std::iter::from_fn(|| fields.take(&["71F", "71G"])).collect();
    match charges.as_slice() {
        [one] => values::currency_and_amount(one.first(), &mut record.fee)
            .map_err(|kind| (kind, "71F", one.first().to_owned()))?,
        several => several.iter().for_each(|one| extra.add(&one.tag, one.first())),
    }
    Ok(())
}

fn take_side(
    customer: Option<&Field>,
    institution: Option<&Field>,
    name: &'static str,
    party: &mut Party,
    cut: &mut Vec<&'static str>,
) {
    let Some(field) = customer.or(institution) else { return };
    let mut lines: Vec<&str> =
        field.lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    if lines.iter().any(|line| line.chars().count() >= LINE_CHARS) {
        cut.push(name);
    }
    let coded = field.tag.ends_with('F');
    if let Some(account) = lines.first().and_then(|line| line.strip_prefix('/')) {
        let account = account.strip_prefix("C/").or(account.strip_prefix("D/")).unwrap_or(account);
        let bank = if field.tag.ends_with('A') { lines.get(1).copied() } else { None };
        set_account(bank.unwrap_or(""), account, &mut party.account);
        lines.remove(0);
    } else if coded && lines.first().is_some_and(|line| line.get(4..5) == Some("/")) {
        // `CCPT/IT/AB1234567`: a document instead of an account.
        take_document(lines.remove(0), party);
    }
    if field.tag.ends_with('A') {
        // An institution or company by its BIC alone.
        if let Some(bic) = lines.first() {
            party.document.set_fmt(format_args!("bic:{bic}"));
        }
    } else if coded {
        take_coded(&lines, party);
    } else {
        party.name.set(lines.first().copied().unwrap_or(""));
        party.address.set(&lines.get(1..).unwrap_or_default().join(", "));
    }
}

/// `CCPT/IT/AB1234567` or, without the code, `IT/AB1234567`.
fn take_document(text: &str, party: &mut Party) {
    let (kind, number) = text.split_once('/').unwrap_or(("id", text));
    party.document.set_fmt(format_args!("{kind}:{number}"));
}

/// The numbered lines of `:50F:` and `:59F:`.
fn take_coded(lines: &[&str], party: &mut Party) {
    let (mut name, mut address) = (Vec::new(), Vec::new());
    for line in lines {
        match line.split_once('/') {
            Some(("1", text)) => name.push(text),
            Some(("2" | "3", text)) => address.push(text),
            Some(("4", text)) => party.birth_date.set(text),
            Some(("6", text)) if party.document.is_empty() => {
                take_document(&format!("CUST/{text}"), party);
            }
            Some(("7", text)) if party.document.is_empty() => {
                take_document(&format!("NIDN/{text}"), party);
            }
            _ => address.push(line),
        }
    }
    party.name.set(&name.join(" "));
    party.address.set(&address.join(", "));
}
