//! Who held an address when: the answers of providers, by network, ordered by time.

use core::net::IpAddr;
use std::collections::BTreeMap;

use model::RecordRef;
use model::views::{CaseView, KeyId, Lease, Login};

use super::Standing;

/// A second in microseconds.
const SECOND_US: i64 = 1_000_000;

/// A network: whether it is one of IPv6, its length, its first address.
type Network = (bool, u8, u128);

/// The answers, by network.
pub(super) struct Held {
    by_network: BTreeMap<Network, Vec<Lease>>,
    /// Lengths of prefix that occur, by version.
    lengths: Vec<(bool, u8)>,
    clock_us: i64,
    pub(super) unread: Vec<RecordRef>,
}

impl Held {
    pub(super) fn of(view: &CaseView, clock_s: i64) -> Self {
        let mut by_network: BTreeMap<Network, Vec<Lease>> = BTreeMap::new();
        let mut unread = Vec::new();
        for lease in &view.leases {
            match network(view.texts.text(lease.address)) {
                Some(network) => by_network.entry(network).or_default().push(*lease),
                None => unread.push(lease.record),
            }
        }
        for leases in by_network.values_mut() {
            leases.sort_by_key(|lease| (from_us(lease), lease.record));
        }
        let mut lengths: Vec<(bool, u8)> =
            by_network.keys().map(|(six, length, _)| (*six, *length)).collect();
        lengths.sort_unstable();
        lengths.dedup();
        Self { by_network, lengths, clock_us: clock_s.saturating_mul(SECOND_US), unread }
    }

    /// What the answers say of a use, its clock moved by so many seconds, and the answers that fit.
    pub(super) fn at(
        &self,
        view: &CaseView,
        login: &Login,
        shift_s: i64,
    ) -> (Standing, Vec<Lease>) {
        let Some(host) = network(view.texts.text(login.address)) else {
            return (Standing::NoAddress, Vec::new());
        };
        let moved = |us: i64| us.saturating_add(shift_s.saturating_mul(SECOND_US));
        let from = moved(login.at.earliest_us).saturating_sub(self.clock_us);
        let until = moved(login.at.latest_us).saturating_add(self.clock_us);
        let mut fit: Vec<Lease> = Vec::new();
        for (six, length) in self.lengths.iter().filter(|(six, _)| *six == host.0) {
            let wanted = (*six, *length, masked(host.2, *six, *length));
            // A use stated with a prefix fits only answers for that prefix or a wider one.
            let leases = self.by_network.get(&wanted).filter(|_| *length <= host.1);
            let leases = leases.map_or(&[][..], Vec::as_slice);
            let begun = leases.partition_point(|lease| from_us(lease) <= until);
            let held = leases.get(..begun).unwrap_or_default().iter();
            fit.extend(held.filter(|lease| until_us(lease) >= from && port_fits(lease, login)));
        }
        let mut subscribers: Vec<KeyId> = fit.iter().map(|lease| lease.subscriber).collect();
        subscribers.sort_unstable();
        subscribers.dedup();
        let standing = match subscribers.as_slice() {
            [] => Standing::None,
            [_] if covered(&fit, from, until) => Standing::Confirmed,
            [_] => Standing::Edge,
            _ if login.port.is_none() && fit.iter().any(|lease| lease.ports.is_some()) => {
                Standing::NoPort
            }
            _ => Standing::Several,
        };
        (standing, fit)
    }
}

/// Whether the answers that fit hold the address all the time from the first to the last instant; an
/// answer that may follow at once on another goes on with it.
fn covered(fit: &[Lease], from: i64, until: i64) -> bool {
    let spans = fit.iter().filter_map(|lease| Some((lease.start?, lease.end?.earliest_us)));
    let mut spans: Vec<_> = spans.collect();
    spans.sort_unstable_by_key(|(start, end)| (start.latest_us, *end));
    let mut reached = None;
    for (start, end) in spans {
        let goes_on = reached.is_some_and(|reached| start.earliest_us <= reached);
        if start.latest_us <= from || goes_on {
            reached = reached.max(Some(end.saturating_add(1)));
        }
    }
    reached.is_some_and(|reached| reached > until)
}

/// The first instant an answer can hold; from ever on where it states no start.
fn from_us(lease: &Lease) -> i64 {
    lease.start.map_or(i64::MIN, |when| when.earliest_us)
}

fn until_us(lease: &Lease) -> i64 {
    lease.end.map_or(i64::MAX, |when| when.latest_us)
}

/// A port outside the range rules an answer out; a port that is not stated rules out nothing.
fn port_fits(lease: &Lease, login: &Login) -> bool {
    match (lease.ports, login.port) {
        (Some((first, last)), Some(port)) => (first..=last).contains(&port),
        _ => true,
    }
}

/// An address or prefix as a network; an IPv4 address written in IPv6 is the IPv4 address.
fn network(text: &str) -> Option<Network> {
    let text = text.trim().trim_start_matches('[');
    let text = text.split(']').next().unwrap_or(text);
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length.parse::<u8>().ok()?)),
        None => (text, None),
    };
    let (six, number, most) = match address.parse::<IpAddr>().ok()?.to_canonical() {
        IpAddr::V4(four) => (false, u128::from(u32::from(four)), 32),
        IpAddr::V6(six) => (true, u128::from(six), 128),
    };
    let length = length.unwrap_or(most);
    (length <= most).then(|| (six, length, masked(number, six, length)))
}

/// The first address of the network of that length.
fn masked(number: u128, six: bool, length: u8) -> u128 {
    let free = u32::from(if six { 128u8 } else { 32 }.saturating_sub(length));
    number.checked_shr(free).and_then(|kept| kept.checked_shl(free)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_addresses_and_prefixes() {
        assert_eq!(network("192.0.2.7"), network("::ffff:192.0.2.7"));
        assert_eq!(network("192.0.2.7/24"), network("192.0.2.0/24"));
        assert_eq!(network("[2001:db8::1]"), network("2001:db8:0::1"));
        assert_ne!(network("2001:db8::/64"), network("2001:db8::/56"));
        for bad in ["", "192.0.2", "192.0.2.1/33", "x/8", "2001:db8::/129"] {
            assert_eq!(network(bad), None, "{bad}");
        }
        assert_eq!(network("0.0.0.0/0"), Some((false, 0, 0)));
    }
}
