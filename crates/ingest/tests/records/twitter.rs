//! Archives of X accounts.

use model::record::Kind;
use tutela_ingest::sink::{Halt, Note};

use crate::collected::{Collected, bytes_at, read, recognised};

fn fixture(bytes: &[u8]) -> Collected {
    assert_eq!(recognised(bytes), Some("twitter"));
    let found = read("twitter", bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    found
}

#[test]
fn direct_messages_are_read_out_of_the_script() {
    let bytes = include_bytes!("../fixtures/twitter/direct-messages.js");
    let found = fixture(bytes);
    let messages = found.of(Kind::Message);
    assert_eq!(messages.len(), 3);
    let first = messages[0];
    assert_eq!(
        (first.get("sender.account"), first.get("receiver.account")),
        ("twitter:1", "twitter:2")
    );
    assert_eq!((first.get("conversation"), first.get("content")), ("1-2", "media"));
    assert!(bytes_at(bytes, &first.place).starts_with(b"{\"messageCreate\""));
    assert_eq!((messages[1].get("conversation"), messages[1].get("receiver.account")), ("900", ""));
    assert_eq!(found.of(Kind::Activity)[0].get("action"), "joinConversation");
    let told =
        |note: &Note| matches!(note, Note::UnknownField { field } if field.ends_with("newField"));
    assert!(found.notes.iter().any(told));
}

#[test]
fn the_audit_of_addresses_gives_logins_with_ports() {
    let found = fixture(include_bytes!("../fixtures/twitter/ip-audit.js"));
    let logins = found.of(Kind::Login);
    assert_eq!((logins[0].get("address"), logins[0].get("port")), ("198.51.100.7", "50123"));
    assert_eq!(logins[1].get("account.account"), "twitter:1");
}

#[test]
fn the_account_followers_and_posts_are_read() {
    let found = fixture(include_bytes!("../fixtures/twitter/account.js"));
    assert_eq!(found.of(Kind::Account)[0].get("holder.email"), "One@example.org");
    assert_eq!(found.of(Kind::Contact)[0].get("contact.account"), "twitter:2");
    let post = found.of(Kind::Activity)[0].clone();
    assert_eq!(
        (post.get("at.earliest"), post.get("at.zone_source")),
        ("2026-01-10T08:00:00Z", "in_value")
    );
    assert_eq!(post.get("at"), "Sat Jan 10 08:00:00 +0000 2026");
}

#[test]
fn a_script_of_another_kind_is_refused_with_a_remedy() {
    let found = read("twitter", b"window.other = [1]");
    assert!(matches!(found.halt, Some(Halt::Broken { .. })));
    assert_eq!(recognised(b"window.other = [1]"), None);
}

#[test]
fn a_signed_return_holds_the_same_items() {
    let script = include_str!("../fixtures/twitter/direct-messages.js");
    let list = script.split_once(" = ").unwrap().1;
    let signed = format!(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{list}\n-----BEGIN PGP SIGNATURE-----\n\nfiller\n-----END PGP SIGNATURE-----\n"
    );
    let found = fixture(signed.as_bytes());
    assert_eq!(found.of(Kind::Message).len(), 3);
    assert!(bytes_at(signed.as_bytes(), &found.rows[0].place).starts_with(b"{\"messageCreate\""));
    let other = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n[{\"a\": 1}]\n";
    assert_eq!(recognised(other.as_bytes()), None);
}

#[test]
fn other_lists_of_a_signed_return_are_known_by_their_items() {
    for (list, kind) in [
        (r#"[{"follower": {"accountId": "2", "userLink": "x"}}]"#, Kind::Contact),
        (r#"[{"muting": {"accountId": "2"}}]"#, Kind::Contact),
        (
            r#"[{"accountCreationIp": {"accountId": "1", "userCreationIp": "198.51.100.7"}}]"#,
            Kind::Login,
        ),
        (
            r#"[{"deviceToken": {"clientApplicationId": "1", "createdAt": "2026-01-10T08:00:00.000Z"}}]"#,
            Kind::Activity,
        ),
        (
            r#"[{"screenNameChange": {"accountId": "1", "screenNameChange": {"changedAt": "2026-01-10T08:00:00.000Z", "changedFrom": "a", "changedTo": "b"}}}]"#,
            Kind::Activity,
        ),
    ] {
        let signed = format!(
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{list}\n-----BEGIN PGP SIGNATURE-----\n"
        );
        let found = fixture(signed.as_bytes());
        assert_eq!(found.rows[0].kind, kind, "{list}");
        if kind == Kind::Activity {
            assert_eq!(found.rows[0].get("at.earliest"), "2026-01-10T08:00:00Z", "{list}");
        }
    }
}

#[test]
fn a_change_of_a_group_names_its_conversation_and_who_came() {
    let bytes = br#"window.YTD.direct_messages_group.part0 = [{"dmConversation": {"conversationId": "900", "messages": [{"participantsJoin": {"initiatingUserId": "1", "userIds": ["2"], "createdAt": "2026-01-10T08:00:00.000Z"}}]}}]"#;
    let found = fixture(bytes);
    let change = found.of(Kind::Activity)[0].clone();
    assert_eq!((change.get("target"), change.get("subject.account")), ("900", "twitter:1"));
    assert_eq!(
        (change.get("object.account"), change.get("action")),
        ("twitter:2", "participantsJoin")
    );
}
