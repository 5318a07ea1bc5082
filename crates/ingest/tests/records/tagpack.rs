//! Attribution of addresses: what a pack states, and what YAML can do to a reader.

use std::fmt::Write as _;

use model::record::Kind;
use tutela_ingest::sink::Halt;

use crate::collected::{bytes_at, fixture, read, recognised};

fn text() -> String {
    String::from_utf8(fixture("tagpack/pack.yaml")).unwrap()
}

#[test]
fn each_tag_is_an_account_of_its_chain_with_what_the_head_states() {
    let bytes = fixture("tagpack/pack.yaml");
    assert_eq!(recognised(&bytes), Some("tagpack"));
    let found = read("tagpack", &bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    let [first, second, third] = found.rows.as_slice() else { panic!("{:?}", found.rows) };
    assert_eq!(first.get("holder.account"), "bitcoin:1Archive1n2C579dMsAu3iC6tWzuQJz8dN");
    assert_eq!((first.get("platform"), first.get("account_type")), ("bitcoin", "organization"));
    assert_eq!(first.get("holder.name"), "");
    let extra: serde_json::Value = serde_json::from_str(first.get("extra")).unwrap();
    assert_eq!(
        (&extra["label"], &extra["confidence"]),
        (&"Example Service".into(), &"web_crawl".into())
    );
    assert_eq!(extra["lastmod"], "2026-01-10");
    assert_eq!(second.get("holder.account"), "ethereum:0xfa8e3920daf271dab92be9b87d9998ddd94fef08");
    let extra: serde_json::Value = serde_json::from_str(second.get("extra")).unwrap();
    assert_eq!(
        (&extra["label"], &extra["context"]),
        (&"Example Contract".into(), &"filler description".into())
    );
    assert_eq!(second.get("account_type"), "organization; exchange; organization");
    assert!(bytes_at(&bytes, &second.place).starts_with(b"  - address: \"0xFA"));
    assert!(bytes_at(&bytes, &second.place).ends_with(b"context: *about"));
    assert_eq!((third.kind, third.get("description")), (Kind::Activity, "Example Transaction"));
}

#[test]
fn a_head_behind_its_tags_counts_too() {
    let text = "title: a\ncreator: b\ntags:\n- address: 1Archive1n2C579dMsAu3iC6tWzuQJz8dN\ncurrency: BTC\nlabel: late\n";
    let found = read("tagpack", text.as_bytes());
    assert_eq!(found.rows[0].get("platform"), "bitcoin");
    assert!(found.rows[0].get("extra").contains("late"));
}

#[test]
fn a_tag_that_cannot_be_read_is_set_aside_alone() {
    for (from, to, code) in [
        ("    context: *about\n", "    context: {deep: 1}\n", "ING-020"),
        ("    context: *about\n", "    <<: *nothing\n", ""),
        (
            "  - address: \"0xFA8E3920daF271daB92Be9B87d9998DDd94FEF08\"\n",
            "  - label: x\n",
            "ING-009",
        ),
        (
            "  - address: \"0xFA8E3920daF271daB92Be9B87d9998DDd94FEF08\"\n    network: ETH\n    currency: ETH\n    label: Example Contract\n    concepts:\n      - exchange\n      - organization\n    context: *about\n",
            "  - filler\n",
            "ING-013",
        ),
    ] {
        let found = read("tagpack", text().replace(from, to).as_bytes());
        if code.is_empty() {
            assert!(matches!(found.halt, Some(Halt::Broken { .. })), "{to}");
        } else {
            assert_eq!((found.codes(), found.rows.len()), (vec![code.to_owned()], 2), "{to}");
        }
    }
}

#[test]
fn a_bomb_of_aliases_stays_small() {
    let mut bomb = String::from("title: a\ncreator: b\na0: &a0 [x, x, x]\n");
    for level in 1..40 {
        let before = format!("*a{}, ", level - 1).repeat(9);
        writeln!(bomb, "a{level}: &a{level} [{before}x]").unwrap();
    }
    bomb.push_str(
        "tags:\n- address: x1\n  currency: BTC\n  label: *a39\n- address: x2\n  currency: BTC\n",
    );
    let found = read("tagpack", bomb.as_bytes());
    assert_eq!((found.codes(), found.rows.len()), (vec!["ING-020".to_owned()], 1));
    let deep = format!("title: a\ncreator: b\ntags:\n- address: {}\n", "[".repeat(5_000));
    assert!(matches!(read("tagpack", deep.as_bytes()).halt, Some(Halt::Broken { .. })));
    let long =
        format!("title: a\ncreator: b\ntags:\n- address: |\n{}", "    filler\n".repeat(300_000));
    assert!(matches!(read("tagpack", long.as_bytes()).halt, Some(Halt::Broken { .. })));
}
