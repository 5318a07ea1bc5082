//! The tables of the synthetic case that tie people together, read by the mappings of the house.

use model::record::Kind;

use crate::pot::{Pot, read_with, settings};

fn table(name: &str) -> (Pot, u64) {
    let folder = tempfile::tempdir().unwrap();
    let truth = casetest::case::write(7, 1, folder.path()).unwrap();
    let zone = casetest::case::ZONES_TO_STATE.iter().find(|(file, _)| *file == name);
    let mut settings = settings("");
    settings.zone = zone.map(|(_, zone)| (*zone).to_owned());
    let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
    (read_with(&text, &settings), truth.rows[name])
}

#[test]
fn every_row_that_ties_people_together_is_a_record() {
    for (name, kind, field) in [
        ("accounts-b.csv", Kind::Account, "holder.account"),
        ("messages-b.csv", Kind::Message, "sender.phone"),
        ("leases-a.csv", Kind::Lease, "subscriber.phone"),
        ("trips-a.csv", Kind::Trip, "departs"),
    ] {
        let (pot, rows) = table(name);
        assert!(pot.rejects.is_empty() && pot.halt.is_none(), "{name}: {:?}", pot.rejects.first());
        assert_eq!(pot.rows.len() as u64, rows, "{name}");
        assert!(pot.rows.iter().all(|row| row.kind == kind), "{name}");
        assert!(pot.rows.iter().all(|row| !row.get(field).is_empty()), "{name}: no {field}");
    }
}
