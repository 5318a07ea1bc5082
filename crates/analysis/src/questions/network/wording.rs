//! What the network says: the whole, its communities, who and what holds it together, payers with
//! payees in common, files, and who stands around the named.

use std::collections::{BTreeMap, BTreeSet};

use model::finding::{Finding, Strength};
use model::{Card, ExhibitId, RecordRef, Value};

use super::{BridgeStated, CommonPayees, Edge, Network, NetworkSettings, SORTS, Step, figure};
use crate::citing::{Cited, count, recorded, with_figures};

/// Identities named in one sentence; the typed result names all.
const NAMED_MAX: usize = 8;

/// Smaller side of a bridge from which it is told: one or two identities hang on any network.
const SIDE_MIN: usize = 3;

/// The findings of the network; none where nothing ties two identities.
pub(super) fn findings(
    card: &Card,
    network: &Network,
    settings: &NetworkSettings,
    seed: u64,
) -> Vec<Finding> {
    let page = Page { card, network, settings, tied: Tied::of(network) };
    let mut findings: Vec<Finding> = page.list(seed).into_iter().collect();
    findings.extend(page.around());
    let steps = network.around.iter().filter(|step| step.independent > 0);
    findings.extend(steps.take(settings.shown_max).filter_map(|step| page.step(step)));
    if network.nodes.len() < settings.nodes_min {
        findings.extend(page.few());
    } else {
        findings.extend(page.communities());
        findings.extend(page.between());
    }
    let wide = network.bridges.iter().filter(|bridge| bridge.smaller >= SIDE_MIN);
    findings.extend(wide.take(settings.shown_max).filter_map(|bridge| page.bridge(bridge)));
    let payers = network.payers.iter().filter(|pair| pair.payees.len() > 1);
    findings.extend(payers.take(settings.shown_max).filter_map(|pair| page.payers(pair)));
    findings.extend(super::held::findings(card, network, settings.shown_max));
    findings
}

/// Edges by the place of either end.
struct Tied<'a>(Vec<Vec<&'a Edge>>);

impl<'a> Tied<'a> {
    fn of(network: &'a Network) -> Self {
        let mut tied = vec![Vec::new(); network.nodes.len()];
        for edge in &network.edges {
            for end in [edge.from, edge.to] {
                if let Some(own) = tied.get_mut(end as usize) {
                    own.push(edge);
                }
            }
        }
        Self(tied)
    }

    fn to(&self, place: u32) -> &[&'a Edge] {
        self.0.get(place as usize).map_or(&[], Vec::as_slice)
    }

    fn records(&self, place: u32) -> impl Iterator<Item = RecordRef> {
        self.to(place).iter().flat_map(|edge| edge.records.iter().copied())
    }
}

struct Page<'a> {
    card: &'a Card,
    network: &'a Network,
    settings: &'a NetworkSettings,
    tied: Tied<'a>,
}

pub(super) fn stated(text: &str) -> Value {
    Value::Stated(text.to_owned())
}

fn number(value: f64, decimals: u8) -> Value {
    Value::Number { value, decimals }
}

/// Names of a list, the first ones where they are many.
pub(super) fn named<'a>(keys: impl Iterator<Item = &'a str>) -> Value {
    let mut shown: Vec<&str> = keys.take(NAMED_MAX + 1).collect();
    let more = if shown.len() > NAMED_MAX { ", …" } else { "" };
    shown.truncate(NAMED_MAX);
    Value::Stated(format!("{}{more}", shown.join(", ")))
}

impl Page<'_> {
    fn all(&self) -> Cited {
        Cited::of(self.network.edges.iter().flat_map(|edge| edge.records.iter().copied()))
    }

    fn list(&self, seed: u64) -> Option<Finding> {
        let network = self.network;
        let cited = self.all();
        let statement = cited
            .says("network-list")?
            .with("nodes", count(network.nodes.len()))
            .with("pairs", count(network.pairs))
            .with("parts", count(network.parts));
        let mut finding = recorded(self.card, "list".to_owned(), statement);
        for sort in SORTS {
            let own = || network.edges.iter().filter(move |edge| edge.sort == sort);
            let cited = Cited::of(own().flat_map(|edge| edge.records.iter().copied()));
            finding.detail.extend(cited.says("network-sort").map(|said| {
                said.with("sort", Value::Term(sort.term().to_owned()))
                    .with("pairs", count(own().count()))
                    .with("events", Value::Count(own().map(|edge| edge.count).sum()))
            }));
        }
        finding.detail.extend(cited.in_part());
        finding.contrary.extend(self.thin());
        finding.contrary.extend(self.weak());
        let figure = figure::picture(network, self.settings.drawn_max, seed);
        Some(with_figures(finding, figure.into_iter().collect()))
    }

    /// How many pairs rest on one record.
    fn thin(&self) -> Option<model::Sentence> {
        let mut pairs: BTreeMap<(u32, u32), Vec<RecordRef>> = BTreeMap::new();
        for edge in &self.network.edges {
            let pair = (edge.from.min(edge.to), edge.from.max(edge.to));
            let records = pairs.entry(pair).or_default();
            // Two are enough to know that it is not one.
            records.extend(edge.records.iter().take(2));
        }
        let total = pairs.len();
        let single: Vec<RecordRef> =
            pairs.into_values().filter(|records| records.len() == 1).flatten().collect();
        let one = single.len();
        let said = Cited::of(single).says("network-single-record")?;
        Some(said.with("single", count(one)).with("pairs", count(total)))
    }

    /// What many share, and that it counts little.
    fn weak(&self) -> Option<model::Sentence> {
        let weak = || self.network.shared.iter().filter(|item| !item.is_strong);
        let most = weak().max_by_key(|item| item.holders.len())?;
        let said = Cited::of(weak().flat_map(|item| item.records.iter().copied()));
        Some(
            said.says("network-shared-by-many")?
                .with("things", count(weak().count()))
                .with("shared_max", count(self.settings.shared_max))
                .with("untied", count(weak().filter(|item| !item.ties).count()))
                .with("hub_max", count(self.settings.hub_max))
                .with("most", stated(&most.name))
                .with("holders", count(most.holders.len())),
        )
    }

    fn few(&self) -> Option<Finding> {
        let statement = self
            .all()
            .says("network-few")?
            .with("nodes", count(self.network.nodes.len()))
            .with("nodes_min", count(self.settings.nodes_min));
        let mut finding = recorded(self.card, "few".to_owned(), statement);
        finding.strength = Strength::InsufficientData;
        Some(finding)
    }

    fn communities(&self) -> Option<Finding> {
        let division = &self.network.division;
        let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (node, place) in self.network.nodes.iter().zip(0u32..) {
            members.entry(node.community).or_default().push(place);
        }
        let cited = self.all();
        let statement = cited
            .says("network-communities")?
            .with("communities", count(division.count))
            .with("nodes", count(self.network.nodes.len()))
            .with("modularity", number(division.modularity, 3));
        let mut finding = recorded(self.card, "communities".to_owned(), statement);
        let several = members.iter().filter(|(_, places)| places.len() > 1);
        for (community, places) in several.take(self.settings.shown_max) {
            finding.detail.extend(self.community(*community, places));
        }
        finding.contrary.extend(cited.says("network-agreement").map(|said| {
            said.with("runs", count(division.runs))
                .with("agreement", number(division.agreement, 2))
                .with("lowest", number(division.lowest, 3))
        }));
        if let [low, .., high] = division.rewired.as_slice() {
            finding.alternatives.extend(cited.says("network-rewired").map(|said| {
                said.with("times", count(division.rewired.len()))
                    .with("low", number(*low, 3))
                    .with("high", number(*high, 3))
            }));
        }
        Some(finding)
    }

    fn community(&self, community: u32, places: &[u32]) -> Option<model::Sentence> {
        let is_inside = |edge: &&&Edge| {
            let own = |at: u32| self.network.node(at).is_some_and(|n| n.community == community);
            own(edge.from) && own(edge.to)
        };
        let edges = || places.iter().flat_map(|place| self.tied.to(*place));
        // An edge inside stands with both its ends.
        let inside = edges().filter(is_inside).count() / 2;
        let outside = edges().filter(|edge| !is_inside(edge)).count();
        let cited = Cited::of(edges().filter(is_inside).flat_map(|edge| edge.records.clone()));
        let keys = places.iter().filter_map(|at| self.network.node(*at));
        Some(
            cited
                .says("network-community")?
                .with("number", Value::Count(u64::from(community) + 1))
                .with("members", count(places.len()))
                .with("named", named(keys.map(|node| node.key.as_str())))
                .with("inside", count(inside))
                .with("outside", count(outside)),
        )
    }

    fn between(&self) -> Vec<Finding> {
        let mut order: Vec<u32> = (0u32..).take(self.network.nodes.len()).collect();
        let share = |at: &u32| self.network.node(*at).map_or(0.0, |node| node.between);
        order.retain(|at| share(at) > 0.0);
        order.sort_by(|a, b| share(b).total_cmp(&share(a)).then(a.cmp(b)));
        let total = order.len();
        let shown = order.iter().take(self.settings.shown_max);
        shown.filter_map(|at| self.on_the_way(*at, total)).collect()
    }

    fn on_the_way(&self, at: u32, total: usize) -> Option<Finding> {
        let node = self.network.node(at)?;
        let cited = Cited::of(self.tied.records(at));
        let statement = cited
            .says("network-between")?
            .with("identity", stated(&node.key))
            .with("share", Value::Share(node.between))
            .with("neighbours", count(node.degree))
            .with("shown", count(total.min(self.settings.shown_max)))
            .with("total", count(total));
        let mut finding = recorded(self.card, format!("between-{}", node.key), statement);
        if node.between_error > 0.0 {
            finding.detail.extend(cited.says("network-between-sampled").map(|said| {
                said.with("starts", count(self.network.between_starts))
                    .with("nodes", count(self.network.nodes.len()))
                    .with("error", Value::Share(node.between_error.min(1.0)))
            }));
        }
        if node.is_cut {
            finding.detail.extend(cited.says("network-cut-point"));
        }
        let single = self.tied.to(at).iter().filter(|edge| edge.records.len() == 1).count();
        finding.contrary.extend(cited.says("network-between-thin").map(|said| {
            said.with("single", count(single)).with("ties", count(self.tied.to(at).len()))
        }));
        finding.alternatives.extend(self.alike(at, &cited));
        finding.detail.extend(cited.in_part());
        Some(finding)
    }

    /// What others with about as many neighbours have: being busy puts anybody on many ways.
    fn alike(&self, at: u32, cited: &Cited) -> Option<model::Sentence> {
        let own = self.network.node(at)?;
        let alike = self.network.nodes.iter().zip(0u32..).filter(|(node, place)| {
            *place != at && node.degree * 2 >= own.degree && node.degree <= own.degree * 2
        });
        let mut shares: Vec<f64> = alike.map(|(node, _)| node.between).collect();
        shares.sort_by(f64::total_cmp);
        let median = shares.get(shares.len() / 2).copied().unwrap_or(0.0);
        let by_payment: BTreeSet<u32> = self
            .tied
            .to(at)
            .iter()
            .filter(|edge| edge.sort == super::TieSort::Payment)
            .flat_map(|edge| [edge.from, edge.to])
            .filter(|end| *end != at)
            .collect();
        Some(
            cited
                .says("network-between-alike")?
                .with("alike", count(shares.len()))
                .with("median", Value::Share(median))
                .with("paid", count(by_payment.len()))
                .with("neighbours", count(own.degree)),
        )
    }

    fn bridge(&self, bridge: &BridgeStated) -> Option<Finding> {
        let cited = Cited::of(bridge.records.iter().copied());
        let (from, to) = (self.network.node(bridge.from)?, self.network.node(bridge.to)?);
        let statement = cited
            .says("network-bridge")?
            .with("one", stated(&from.key))
            .with("other", stated(&to.key))
            .with("smaller", count(bridge.smaller))
            .with("larger", count(bridge.larger));
        let id = format!("bridge-{}-{}", from.key, to.key);
        let mut finding = recorded(self.card, id, statement);
        let exhibits: BTreeSet<ExhibitId> = bridge.records.iter().map(|r| r.exhibit).collect();
        finding.contrary.extend(cited.says("network-bridge-records").map(|said| {
            said.with("events", Value::Count(bridge.count)).with("exhibits", count(exhibits.len()))
        }));
        Some(finding)
    }

    fn payers(&self, pair: &CommonPayees) -> Option<Finding> {
        let cited = Cited::of(pair.records.iter().copied());
        let statement = cited
            .says("network-payers")?
            .with("one", stated(&pair.one))
            .with("other", stated(&pair.other))
            .with("payees", count(pair.payees.len()))
            .with("named", named(pair.payees.iter().map(|(payee, _)| payee.as_str())))
            .with("weight", number(pair.weight_permille as f64 / 1_000.0, 2));
        let mut finding =
            recorded(self.card, format!("payers-{}-{}", pair.one, pair.other), statement);
        let crowd = pair.payees.iter().map(|(_, payers)| *payers);
        let (fewest, most) = (crowd.clone().min().unwrap_or(0), crowd.max().unwrap_or(0));
        let said = if fewest == most {
            cited.says("network-payers-crowd-each").map(|said| said.with("payers", count(most)))
        } else {
            let said = cited.says("network-payers-crowd");
            said.map(|said| said.with("fewest", count(fewest)).with("most", count(most)))
        };
        finding.contrary.extend(said.map(|said| said.with("direct", Value::Count(pair.direct))));
        finding.alternatives.extend(
            cited
                .says("network-payers-chance")
                .map(|said| said.with("expected", number(pair.expected, 2))),
        );
        finding.detail.extend(cited.in_part());
        Some(finding)
    }

    fn around(&self) -> Option<Finding> {
        if self.settings.named.is_empty() {
            return None;
        }
        let steps = &self.network.around;
        let cited = Cited::of(steps.iter().flat_map(|step| step.records.iter().copied()));
        let statement = cited
            .says("network-around")?
            .with("named", named(self.settings.named.iter().map(String::as_str)))
            .with("found", count(steps.len()))
            .with("weak", count(steps.iter().filter(|step| step.independent == 0).count()))
            .with("unknown", count(self.network.unknown.len()));
        Some(recorded(self.card, "around".to_owned(), statement))
    }

    fn step(&self, step: &Step) -> Option<Finding> {
        let cited = Cited::of(step.records.iter().copied());
        let statement = cited
            .says("network-step")?
            .with("identity", stated(&step.key))
            .with("named", named(step.tied_to.iter().map(String::as_str)))
            .with("independent", Value::Count(step.independent))
            .with("exhibits", count(step.exhibits))
            .with("total", count(self.network.around.len()));
        let mut finding = recorded(self.card, format!("step-{}", step.key), statement);
        for (sort, events) in &step.sorts {
            finding.detail.extend(cited.says("network-step-sort").map(|said| {
                said.with("sort", Value::Term(sort.term().to_owned()))
                    .with("events", Value::Count(*events))
            }));
        }
        finding.contrary.extend(
            cited.says("network-step-weak").map(|said| said.with("weak", Value::Count(step.weak))),
        );
        Some(finding)
    }
}
