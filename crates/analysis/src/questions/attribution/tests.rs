//! What holds of attribution: ports and intervals tell subscribers apart, and an hour's error is said.

use proptest::prelude::*;

use super::*;
use crate::made::{Leased, Made, Used};

const USED: Used<'static> =
    Used { account: "app:1", minute: 90, address: "192.0.2.1", port: Some(2_000), device: "" };

const LEASED: Leased<'static> = Leased {
    subscriber: "isp:1",
    address: "192.0.2.1",
    ports: None,
    minutes: (0, 180),
    device: "",
};

fn asked(logins: &[Used<'_>], leases: &[Leased<'_>]) -> Attribution {
    let made = Made { logins: logins.to_vec(), leases: leases.to_vec(), ..Made::default() };
    let view = made.view();
    Attribution::of(&view, &Links::of(&view), &AttributionSettings::default())
}

fn standing(login: Used<'_>, leases: &[Leased<'_>]) -> Standing {
    *asked(&[login], leases).standing.keys().next().unwrap()
}

#[test]
fn one_subscriber_for_certain_is_confirmed() {
    assert_eq!(standing(USED, &[LEASED]), Standing::Confirmed);
    let six = Used { address: "2001:db8::7", ..USED };
    let wide = Leased { address: "2001:db8::/56", ..LEASED };
    assert_eq!(standing(six, &[wide]), Standing::Confirmed);
    assert_eq!(standing(Used { address: "192.0.2.2", ..USED }, &[LEASED]), Standing::None);
    assert_eq!(standing(Used { address: "?", ..USED }, &[LEASED]), Standing::NoAddress);
}

#[test]
fn a_shared_address_needs_a_port() {
    let leases = [
        Leased { ports: Some((1_024, 2_047)), ..LEASED },
        Leased { subscriber: "isp:2", ports: Some((2_048, 3_071)), ..LEASED },
    ];
    assert_eq!(standing(USED, &leases), Standing::Confirmed);
    assert_eq!(standing(Used { port: None, ..USED }, &leases), Standing::NoPort);
    assert_eq!(standing(Used { port: Some(9), ..USED }, &leases), Standing::None);
    let both = [LEASED, Leased { subscriber: "isp:2", ..LEASED }];
    assert_eq!(standing(USED, &both), Standing::Several);
}

#[test]
fn an_instant_at_the_edge_is_not_certain() {
    assert_eq!(standing(Used { minute: 180, ..USED }, &[LEASED]), Standing::Edge);
    let next = Leased { subscriber: "isp:2", minutes: (180, 400), ..LEASED };
    assert_eq!(standing(Used { minute: 180, ..USED }, &[LEASED, next]), Standing::Several);
    let renewed = Leased { minutes: (180, 400), ..LEASED };
    assert_eq!(standing(Used { minute: 180, ..USED }, &[LEASED, renewed]), Standing::Confirmed);
}

#[test]
fn a_clock_wrong_by_an_hour_changes_the_answer_and_that_is_said() {
    let next = Leased { subscriber: "isp:2", minutes: (181, 400), ..LEASED };
    let near = Used { minute: 150, ..USED };
    let found = asked(&[USED, near], &[LEASED, next]);
    let [one] = found.uses.as_slice() else { panic!("{:?}", found.uses) };
    assert_eq!((one.confirmed.len(), one.changed.len(), one.other.len()), (2, 1, 1));
    // The same records with the platform's clock an hour behind: another subscriber.
    let wrong = Used { minute: near.minute + 60, ..near };
    let found = asked(&[wrong], &[LEASED, next]);
    assert_eq!(found.uses[0].subscriber, "isp:2");
}

#[test]
fn equipment_and_payments_stand_beside_the_address() {
    let mut made = Made {
        logins: vec![Used { device: "D1", ..USED }],
        leases: vec![Leased { device: "D1", ..LEASED }],
        together: vec![("isp:1", "phone:+39"), ("app:1", "phone:+39")],
        ..Made::default()
    };
    made.payments.push(crate::made::Pay { payer: "app:1", ..crate::made::Pay::default() });
    let view = made.view();
    let found = Attribution::of(&view, &Links::of(&view), &AttributionSettings::default());
    let one = &found.uses[0];
    assert!(one.joined);
    assert_eq!((one.device.len(), one.payments.len()), (2, 1));
}

proptest! {
    #[test]
    fn every_use_has_one_standing_and_order_does_not_matter(
        uses in prop::collection::vec((0i64..400, 0usize..3, prop::option::of(1_000i64..4_000)), 0..12),
        leases in prop::collection::vec((0i64..400, 1i64..200, 0usize..3, any::<bool>()), 0..8),
        turn in 0usize..8,
    ) {
        const AT: [&str; 3] = ["192.0.2.1", "192.0.2.0/30", "2001:db8::1"];
        const BY: [&str; 3] = ["isp:1", "isp:2", "isp:3"];
        let logins: Vec<Used<'_>> = uses
            .iter()
            .map(|(minute, at, port)| Used { minute: *minute, address: AT[*at], port: *port, ..USED })
            .collect();
        let leases: Vec<Leased<'_>> = leases
            .iter()
            .map(|(from, long, at, shared)| Leased {
                subscriber: BY[*at],
                address: AT[*at],
                ports: shared.then_some((1_000, 2_000)),
                minutes: (*from, from + long),
                ..LEASED
            })
            .collect();
        let found = asked(&logins, &leases);
        prop_assert_eq!(found.standing.values().map(Vec::len).sum::<usize>(), logins.len());
        let view = Made { logins, leases, ..Made::default() }.view();
        let mut other = view.clone();
        other.leases.rotate_left(turn.min(view.leases.len()));
        let settings = AttributionSettings::default();
        let of = |view: &CaseView| Attribution::of(view, &Links::of(view), &settings);
        prop_assert_eq!(of(&view), of(&other));
    }
}
