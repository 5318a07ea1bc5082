//! Returns of Meta to authorities.

use model::record::Kind;

use crate::collected::{bytes_at, read, recognised};

#[test]
fn account_messages_and_addresses_of_a_return_are_read() {
    let bytes = include_bytes!("../fixtures/meta_return/instagram.html");
    assert_eq!(recognised(bytes), Some("meta_return"));
    let found = read("meta_return", bytes);
    assert!(
        found.halt.is_none() && found.rejects.is_empty(),
        "{:?} {:?}",
        found.rejects,
        found.halt
    );
    let account = found.of(Kind::Account)[0].clone();
    assert_eq!(
        (account.get("holder.account"), account.get("holder.email")),
        ("instagram:1001", "One@example.org")
    );
    assert_eq!(account.get("opened.earliest"), "2020-01-10T08:00:00Z");
    let messages = found.of(Kind::Message);
    assert_eq!(messages.len(), 2);
    assert_eq!(
        (messages[0].get("sender.account"), messages[0].get("conversation")),
        ("Instagram:1002".to_lowercase().as_str(), "(7001)")
    );
    assert_eq!((messages[1].get("body"), messages[1].get("content")), ("filler two", "media"));
    assert_eq!(messages[1].get("attachment"), "linked_media/one.jpg");
    assert_eq!(messages[1].get("sent.earliest"), "2026-01-10T08:01:00Z");
    let logins = found.of(Kind::Login);
    assert_eq!(
        (logins.len(), logins[0].get("address"), logins[0].get("action")),
        (2, "198.51.100.7", "login")
    );
    assert_eq!(logins[1].get("account.account"), "instagram:1001");
    assert!(bytes_at(bytes, &logins[1].place).starts_with(b"<div class=\"div_table inner\">IP"));
}

#[test]
fn the_records_of_whatsapp_have_senders_with_address_and_port() {
    let field = |label: &str, value: &str| {
        format!(
            "<div class=\"t o\"><div class=\"t i\">{label}<div class=\"m\"><div>{value}<div class=\"p\"></div></div></div></div></div>"
        )
    };
    let message = [
        field("Timestamp", "2026-01-10 08:00:00 UTC"),
        field("Message Id", "M1"),
        field("Sender", "393331234567"),
        field("Recipients", "393331234568"),
        field("Sender Ip", "198.51.100.7"),
        field("Sender Port", "50123"),
        field("Type", "text"),
    ];
    let event = [
        field("Type", "offer"),
        field("Timestamp", "2026-01-10 09:00:00 UTC"),
        field("From", "393331234567"),
        field("To", "393331234568"),
        field("From Ip", "198.51.100.8"),
    ];
    let group = |label: &str, inner: &str| {
        field(label, "").replacen("<div></div>", inner, 1).replacen(
            "<div><div class=\"p\"></div></div>",
            inner,
            1,
        )
    };
    let page = format!(
        "<html><body><div id=\"property-request_parameters\">{}{}</div><div id=\"property-message_log\">{}</div><div id=\"property-call_logs\">{}</div></body></html>",
        field("Service", "WhatsApp"),
        field("Target", "+393331234567"),
        group("Message Log", &group("Message", &message.concat())),
        group(
            "Call Logs",
            &group(
                "Call",
                &(field("Call Id", "C1") + &group("Events", &group("Event", &event.concat())))
            )
        ),
    );
    assert_eq!(recognised(page.as_bytes()), Some("meta_return"));
    let found = read("meta_return", page.as_bytes());
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    let sent = found.of(Kind::Message)[0].clone();
    assert_eq!((sent.get("reference"), sent.get("sender.phone")), ("M1", "+393331234567"));
    assert_eq!(sent.get("receiver.account"), "whatsapp:393331234568");
    let logins = found.of(Kind::Login);
    assert_eq!((logins[0].get("address"), logins[0].get("port")), ("198.51.100.7", "50123"));
    assert_eq!(logins[1].get("address"), "198.51.100.8");
    let call = found.of(Kind::Activity)[0].clone();
    assert_eq!((call.get("reference"), call.get("action")), ("C1", "call_logs offer"));
}

#[test]
fn older_pages_of_tables_are_read_by_the_heads_of_their_rows() {
    let row = |label: &str, cell: &str| {
        format!("<table><tr><th>{label}</th><td>{cell}</td></tr></table>")
    };
    let devices =
        [row("Type", "iphone"), row("Id", "D-1"), row("Type", "android"), row("Id", "D-2")];
    let uses = [row("IP Address", "198.51.100.7:50123"), row("Time", "1768032000")];
    let page = format!(
        "<html><body><div id=\"property-request_parameters\">{}{}</div><div id=\"property-devices\">{}</div><div id=\"property-ip_addresses\">{}</div></body></html>",
        row("Service", "Instagram"),
        row("Target", "1001"),
        row("Devices", &devices.concat()),
        row("Ip Addresses", &uses.concat()),
    );
    assert_eq!(recognised(page.as_bytes()), Some("meta_return"));
    let found = read("meta_return", page.as_bytes());
    assert!(found.rejects.is_empty() && found.halt.is_none(), "{:?}", found.rejects);
    assert_eq!(found.of(Kind::Account)[0].get("holder.account"), "instagram:1001");
    assert_eq!(found.of(Kind::Activity).len(), 2);
    let login = found.of(Kind::Login)[0].clone();
    assert_eq!((login.get("address"), login.get("port")), ("198.51.100.7", "50123"));
    assert_eq!(login.get("at.earliest"), "2026-01-10T08:00:00Z");
}

#[test]
fn followers_are_contacts_with_the_name_of_their_list() {
    let field = |label: &str, value: &str| {
        format!(
            "<div class=\"t o\"><div class=\"t i\">{label}<div class=\"m\">{value}</div></div></div>"
        )
    };
    let followers = [
        field("User", "<div>user_2 (Instagram: 1002) [Person B]</div>"),
        field("Time", "<div>2026-01-10 08:00:00 UTC</div>"),
        field("User", "<div>user_3 (Instagram: 1003)</div>"),
        field("Time", "<div>2026-01-11 08:00:00 UTC</div>"),
    ];
    let page = format!(
        "<html><body><div id=\"property-request_parameters\">{}{}</div><div id=\"property-followers\">{}</div></body></html>",
        field("Service", "<div>Instagram</div>"),
        field("Target", "<div>1001</div>"),
        field("Followers", &followers.concat()),
    );
    let found = read("meta_return", page.as_bytes());
    let contacts = found.of(Kind::Contact);
    let told = |at: usize, field| contacts[at].get(field);
    assert_eq!((contacts.len(), told(0, "contact.account")), (2, "instagram:1002"));
    assert_eq!((told(0, "contact.handle"), told(0, "contact.name")), ("user_2", "Person B"));
    assert_eq!(
        (told(1, "added.earliest"), told(1, "owner.account")),
        ("2026-01-11T08:00:00Z", "instagram:1001")
    );
    assert!(told(1, "extra").contains("\"list\":\"followers\""));
}
