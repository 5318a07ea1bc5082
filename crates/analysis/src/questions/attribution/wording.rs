//! What is said of the uses of accounts: how many are confirmed, and what would refute it.

use model::finding::Finding;
use model::{Card, Sentence, Value};

use super::{Attribution, Standing, Use};
use crate::citing::{Cited, count, recorded};
use crate::question::AttributionSettings;

/// The findings; none where no use of an account is recorded.
pub(super) fn findings(
    card: &Card,
    found: &Attribution,
    settings: &AttributionSettings,
    shown_max: usize,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = list(card, found).into_iter().collect();
    let total = found.uses.len();
    for one in found.uses.iter().take(shown_max) {
        let others = found.subscribers.get(&one.account).map_or(0, |all| all.saturating_sub(1));
        findings.extend(of_use(card, one, settings, (others, shown_max.min(total), total)));
    }
    findings
}

fn of(found: &Attribution, standing: Standing) -> Cited {
    Cited::of(found.standing.get(&standing).into_iter().flatten().copied())
}

fn many(found: &Attribution, standing: Standing) -> usize {
    found.standing.get(&standing).map_or(0, Vec::len)
}

fn list(card: &Card, found: &Attribution) -> Option<Finding> {
    let cited = Cited::of(found.standing.values().flatten().copied());
    let ambiguous = [Standing::NoPort, Standing::Several, Standing::Edge];
    let statement = cited
        .says("attribution-list")?
        .with("uses", count(found.standing.values().map(Vec::len).sum()))
        .with("answers", count(found.leases))
        .with("confirmed", count(many(found, Standing::Confirmed)))
        .with("ambiguous", count(ambiguous.iter().map(|of| many(found, *of)).sum()))
        .with("none", count(many(found, Standing::None)));
    let mut finding = recorded(card, "list".to_owned(), statement);
    for (standing, template) in [
        (Standing::NoPort, "attribution-no-port"),
        (Standing::Several, "attribution-several"),
        (Standing::Edge, "attribution-edge"),
        (Standing::NoAddress, "attribution-no-address"),
    ] {
        let said = of(found, standing).says(template);
        finding.detail.extend(said.map(|said| said.with("uses", count(many(found, standing)))));
    }
    let unread = Cited::of(found.unread.iter().copied()).says("attribution-unread");
    finding.detail.extend(unread.map(|said| said.with("answers", count(found.unread.len()))));
    finding.detail.extend(cited.in_part());
    finding.contrary.extend(cited.says("attribution-subscriber"));
    Some(finding)
}

fn of_use(
    card: &Card,
    one: &Use,
    settings: &AttributionSettings,
    (others, shown, total): (usize, usize, usize),
) -> Option<Finding> {
    let uses = one.confirmed.iter().chain(&one.ambiguous);
    let cited = Cited::of(uses.chain(&one.leases).copied());
    let statement = cited
        .says("attribution-use")?
        .with("account", Value::Stated(one.account.clone()))
        .with("subscriber", Value::Stated(one.subscriber.clone()))
        .with("confirmed", count(one.confirmed.len()))
        .with("ambiguous", count(one.ambiguous.len()))
        .with("shown", count(shown))
        .with("total", count(total));
    let mut finding = recorded(card, format!("use-{}-{}", one.account, one.subscriber), statement);
    finding.detail = separate(one, &cited);
    finding.detail.extend(cited.in_part());
    finding.contrary = contrary(one, &cited, settings, others);
    finding.alternatives.extend(cited.says("attribution-connection"));
    finding.alternatives.extend(cited.says("attribution-relay"));
    Some(finding)
}

/// What else joins account and subscriber, or does not, apart from any address.
fn separate(one: &Use, cited: &Cited) -> Vec<Sentence> {
    let mut said = Vec::new();
    let device = Cited::of(one.device.iter().copied());
    said.extend(device.says("attribution-device"));
    let joined = if one.joined { "attribution-joined" } else { "attribution-not-joined" };
    said.extend(cited.says(joined));
    let payments = Cited::of(one.payments.iter().copied()).says("attribution-payments");
    said.extend(payments.map(|said| said.with("payments", count(one.payments.len()))));
    said
}

fn contrary(
    one: &Use,
    cited: &Cited,
    settings: &AttributionSettings,
    others: usize,
) -> Vec<Sentence> {
    let mut said = Vec::new();
    let trial = Value::Span(settings.trial_s);
    let changed = Cited::of(one.changed.iter().copied()).says("attribution-changed");
    said.extend(changed.map(|said| {
        said.with("changed", count(one.changed.len()))
            .with("confirmed", count(one.confirmed.len()))
            .with("other", count(one.other.len()))
            .with("trial", trial.clone())
    }));
    let steady = Cited::of(one.confirmed.iter().copied());
    if one.changed.is_empty() {
        said.extend(steady.says("attribution-steady").map(|said| said.with("trial", trial)));
    }
    for (records, template) in
        [(&one.no_port, "attribution-no-port"), (&one.edge, "attribution-edge")]
    {
        let uses = Cited::of(records.iter().copied()).says(template);
        said.extend(uses.map(|said| said.with("uses", count(records.len()))));
    }
    if others > 0 {
        let said_others = cited.says("attribution-others");
        said.extend(said_others.map(|said| said.with("others", count(others))));
    }
    said
}
