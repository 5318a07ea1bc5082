//! What the guard says: how many payers were looked at, and each possible victim with every sign.

use model::finding::Finding;
use model::{Card, Money, Sentence, Value};

use super::{Band, Guard, Holds, PayerSigns};
use crate::basis::Basis;
use crate::citing::{Cited, count, recorded};

/// The findings; none where no payer is known.
pub(super) fn findings(card: &Card, basis: &Basis<'_>) -> Vec<Finding> {
    let guard = basis.guard();
    let shown_max = basis.settings.money.shown_max;
    let mut findings: Vec<Finding> = list(card, guard).into_iter().collect();
    let total = guard.possible_victims().count();
    let shown = guard.possible_victims().take(shown_max);
    findings.extend(shown.filter_map(|payer| of_payer(card, basis, payer, total)));
    findings
}

fn list(card: &Card, guard: &Guard) -> Option<Finding> {
    let cited = Cited::of(guard.some.iter().copied());
    let statement = cited
        .says("guard-list")?
        .with("payers", count(guard.looked_at))
        .with("aged", count(guard.with_age))
        .with("fit", count(guard.possible_victims().count()));
    let mut finding = recorded(card, "list".to_owned(), statement);
    finding.detail.extend(cited.in_part());
    let adults = guard.payers.iter().filter(|payer| {
        payer.age.band == Band::Adult && payer.signs.held() == payer.signs.each().len()
    });
    let adults: Vec<&PayerSigns> = adults.collect();
    let records = adults.iter().flat_map(|payer| payer.records.iter().copied());
    finding.contrary.extend(
        Cited::of(records)
            .says("guard-adults")
            .map(|said| said.with("payers", count(adults.len()))),
    );
    Some(finding)
}

fn of_payer(card: &Card, basis: &Basis<'_>, payer: &PayerSigns, total: usize) -> Option<Finding> {
    let cited = Cited::of(payer.records.iter().copied());
    let settings = basis.settings;
    let statement = cited
        .says("guard-payer")?
        .with("payer", Value::Stated(payer.payer.clone()))
        .with("payments", count(payer.payments))
        .with("first", Value::Instant(payer.first_us))
        .with("last", Value::Instant(payer.last_us))
        .with("held", count(payer.signs.held()))
        .with("shown", count(total.min(settings.money.shown_max)))
        .with("total", count(total));
    let mut finding = recorded(card, format!("payer-{}", payer.payer), statement);
    for (holds, sentence) in signs(basis, payer, &cited) {
        match holds {
            Holds::Yes => finding.detail.push(sentence),
            Holds::No | Holds::NotComputed => finding.contrary.push(sentence),
        }
    }
    let age = if payer.age.records.is_empty() {
        cited.clone()
    } else {
        Cited::of(payer.age.records.iter().copied())
    };
    let said = age.says("guard-age").map(|said| {
        said.with("band", Value::Term(payer.age.band.term().to_owned()))
            .with("years", Value::Count(settings.signs.young_years.unsigned_abs().into()))
    });
    match payer.age.band {
        Band::Young => finding.detail.extend(said),
        Band::MayBeYoung | Band::NotStated | Band::Adult => finding.contrary.extend(said),
    }
    finding.detail.extend(cited.in_part());
    finding.alternatives.extend(other_payers(basis, payer, &cited));
    finding.alternatives.extend(acquainted(basis, payer, &cited));
    Some(finding)
}

fn signs(basis: &Basis<'_>, payer: &PayerSigns, cited: &Cited) -> Vec<(Holds, Sentence)> {
    let (signs, settings) = (&payer.signs, &basis.settings.signs);
    let money = |minor| Value::Money(Money { minor, currency: signs.currency });
    let burst = cited.says(by(signs.burst, ["guard-burst", "guard-no-burst", "guard-no-burst"]));
    let burst = burst.map(|said| {
        said.with("most", count(signs.burst_payments))
            .with("payments", count(payer.payments))
            .with("window", Value::Span(settings.burst_window_s))
    });
    let small = match signs.total_minor {
        Some(total) => cited
            .says(by(signs.small, ["guard-small", "guard-not-small", "guard-small-not-computed"]))
            .map(|said| said.with("first", money(signs.first_minor)).with("sum", money(total))),
        None => cited.says("guard-currencies"),
    };
    let stop =
        cited.says(by(signs.stop, ["guard-stop", "guard-no-stop", "guard-stop-not-computed"]));
    let stop = stop.map(|said| {
        said.with("last", Value::Instant(payer.last_us))
            .with("silence", Value::Span(signs.silence_s))
            .with("quiet", Value::Span(settings.quiet_s))
    });
    let all = [(signs.burst, burst), (signs.small, small), (signs.stop, stop)];
    all.into_iter().filter_map(|(holds, said)| Some((holds, said?))).collect()
}

fn by(holds: Holds, [yes, no, not_computed]: [&'static str; 3]) -> &'static str {
    match holds {
        Holds::Yes => yes,
        Holds::No => no,
        Holds::NotComputed => not_computed,
    }
}

/// A shop, a game or a charity is paid by many: how many others pay the same payees.
fn other_payers(basis: &Basis<'_>, payer: &PayerSigns, cited: &Cited) -> Option<Sentence> {
    let dealings = basis.dealings();
    let paid = payer.payee_keys.iter().flat_map(|payee| dealings.paid_to(*payee));
    let others: Vec<_> = paid.filter(|paid| paid.payer != payer.key).collect();
    let mut payers: Vec<u32> = others.iter().map(|paid| paid.payer).collect();
    payers.sort_unstable();
    payers.dedup();
    let records = Cited::of(others.iter().map(|paid| paid.record));
    let cited = if others.is_empty() { cited.clone() } else { records };
    Some(
        cited
            .says("guard-other-payers")?
            .with("others", count(payers.len()))
            .with("payees", count(payer.payees.len())),
    )
}

/// Help for somebody known for long: how long before the first payment the two were in touch.
fn acquainted(basis: &Basis<'_>, payer: &PayerSigns, cited: &Cited) -> Option<Sentence> {
    let dealings = basis.dealings();
    let met = payer.payee_keys.iter().flat_map(|payee| dealings.between(payer.key, *payee));
    let before: Vec<_> = met.filter(|met| met.latest_us < payer.first_us).collect();
    let Some(first_us) = before.iter().map(|met| met.at_us).min() else {
        return cited.says("guard-not-acquainted");
    };
    Some(
        Cited::of(before.iter().map(|met| met.record))
            .says("guard-acquainted")?
            .with("touches", count(before.len()))
            .with("span", Value::Span(payer.first_us.saturating_sub(first_us) / 1_000_000)),
    )
}
