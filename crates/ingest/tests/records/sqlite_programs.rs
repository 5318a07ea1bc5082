//! SQLite databases of programs whose real files are not at hand: fixtures after the schemas that
//! public readers query.

use model::record::Kind;

use tutela_ingest::sink::Halt;

use crate::collected::{Collected, read, read_with, rome};
use crate::sqlite::said;

fn fixture(name: &str) -> Collected {
    let settings = tutela_ingest::Settings {
        owner: Some("owner".into()),
        region: Some("IT".into()),
        ..rome()
    };
    let found =
        read_with("sqlite", &crate::collected::fixture(&format!("sqlite/{name}.db")), &settings);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{name}: {:?}", found.rejects);
    found
}

/// Some fields of each record of a kind, in order.
pub(crate) fn table(found: &Collected, kind: Kind, fields: &[&str]) -> Vec<String> {
    let line = |row: &&crate::collected::Row| {
        fields.iter().map(|field| row.get(field)).collect::<Vec<_>>().join("|")
    };
    found.of(kind).iter().map(line).collect()
}

#[test]
fn android_messages_have_their_way_thread_parts_and_deleted_rows() {
    let found = fixture("android-sms");
    let fields = [
        "reference",
        "state",
        "sender.name",
        "sender.phone",
        "receiver.phone",
        "sent.earliest",
        "body",
    ];
    let rows = table(&found, Kind::Message, &fields);
    assert_eq!(
        rows,
        [
            "1|active||+390266334455||2023-11-14T22:14:18Z|message 1",
            "2|active|owner||+390266334455|2023-11-14T22:15:20Z|message 2",
            "4|active|owner||+390266334455|2023-11-14T22:17:20Z|message 4",
            "5|active||+390266334455||2023-11-14T22:18:18Z|message 5",
            "7|active||+390266334455||2023-11-14T22:20:18Z|message 7",
            "8|active|owner||+390266334455|2023-11-14T22:21:20Z|message 8",
            "|recovered|owner||+390266334455|2023-11-14T22:19:20Z|message 6",
            "|recovered||+390266334455||2023-11-14T22:16:18Z|message 3",
            "1|active||+390266334455||2023-11-14T22:28:20Z|message 10",
        ]
    );
    let last = found.rows.last().unwrap();
    assert_eq!((last.get("platform"), last.get("attachment")), ("mms", "picture1.jpg"));
    assert_eq!(last.get("conversation"), "+390266334455 · 1");
    assert!(said(&found, "sms (6 active, 2 recovered)"));
}

#[test]
fn android_contacts_and_calls_keep_every_number_and_what_became_of_it() {
    let found = fixture("android-contacts");
    let fields = ["state", "contact.name", "contact.phone", "contact.email"];
    assert_eq!(
        table(&found, Kind::Contact, &fields),
        [
            "active|Person One|+390266334455|one@example.org",
            "deleted|Person Two|+390266334455|",
            "active|Person One|+639171234567|",
        ]
    );
    assert!(found.of(Kind::Contact)[0].get("extra").contains("note 1"));
    let fields = ["medium", "status", "duration_s", "caller.name", "callee.phone", "caller.phone"];
    assert_eq!(
        table(&found, Kind::Session, &fields),
        [
            "voice|answered|65|owner|+390266334455|",
            "voice|missed|0|||+390266334455",
            "video|answered|12|||",
        ]
    );
    assert_eq!(found.of(Kind::Account)[0].get("holder.email"), "owner@example.org");
}

#[test]
fn ios_messages_have_both_units_of_time_archived_text_groups_and_reactions() {
    let found = fixture("ios-sms");
    let fields = ["platform", "sent.earliest", "sender.email", "receiver.phone", "content", "body"];
    assert_eq!(
        table(&found, Kind::Message, &fields),
        [
            "imessage|2023-11-14T22:13:20Z|||text|message 1",
            "imessage|2023-11-14T22:14:20Z||+390266334455|text|message 2",
            "sms|2023-11-14T22:15:20Z|two@example.org||media|message 3",
            "imessage|2023-11-14T22:16:20Z|two@example.org||reaction|",
            "imessage|2023-11-14T22:17:20Z||+390266334455|text|message 5 edited",
            "imessage|2023-11-14T22:18:20Z|||deleted|",
            "imessage|2023-11-14T22:19:20Z|||text|message 7",
        ]
    );
    let rows = found.of(Kind::Message);
    assert!(rows[1].get("extra").contains("attributedBody"));
    assert_eq!((rows[1].get("reply_to"), rows[3].get("reply_to")), ("G1", "G2"));
    assert_eq!(
        (rows[2].get("attachment"), rows[2].get("conversation")),
        ("picture1.jpg", "Group 1 · chat1")
    );
    assert_eq!(rows[0].get("sender.phone"), "+390266334455");
}

#[test]
fn ios_messages_tell_edits_what_was_taken_back_the_deleted_and_members_of_groups() {
    let bytes = crate::collected::fixture("sqlite/ios-sms.db");
    let found = read("sqlite", &bytes);
    let rows = found.of(Kind::Message);
    let extra =
        |row: usize| -> serde_json::Value { serde_json::from_str(rows[row].get("extra")).unwrap() };
    assert_eq!(extra(2)["participants"], "+390266334455; two@example.org");
    let edits = &extra(4)["edits"];
    assert_eq!(edits[0]["text"], "message 5");
    assert_eq!(edits[0]["written"], "2023-11-14T22:17:20.5Z");
    assert_eq!(edits[1]["text"], "message 5 edited");
    let states: Vec<_> = rows.iter().map(|row| row.get("state")).collect();
    assert_eq!(states[4..], ["active", "deleted", "deleted"]);
    assert_eq!(extra(5)["parts_taken_back"], "1");
    assert_eq!(extra(6)["delete_date"], "2023-11-14T22:20:00Z");
    assert_eq!(rows[6].get("conversation"), "+390266334455");
    // Nobody said whose telephone it is: the message itself does.
    assert_eq!(rows[0].get("receiver.phone"), "+393331234567");
    assert_eq!(rows[4].get("sender.email"), "owner@example.org");
}

#[test]
fn ios_contacts_and_calls_are_read_in_utf_16_and_with_fractions() {
    let found = fixture("ios-contacts");
    let fields = ["contact.name", "contact.phone", "contact.email", "added.earliest"];
    assert_eq!(
        table(&found, Kind::Contact, &fields),
        [
            "Person One|+390266334455|one@example.org|2023-11-14T22:13:20Z",
            "Office|||2023-11-14T22:13:20Z",
            "Person One|+639171234567||",
        ]
    );
    let found = fixture("ios-calls");
    let fields = [
        "platform",
        "medium",
        "status",
        "start.earliest",
        "end.earliest",
        "caller.phone",
        "callee.email",
    ];
    assert_eq!(
        table(&found, Kind::Session, &fields),
        [
            "phone|voice|answered|2023-11-14T22:13:20.25Z|2023-11-14T22:14:20.75Z|+390266334455|",
            "facetime|video|not answered|2023-11-14T22:15:00Z|2023-11-14T22:15:00Z||two@example.org",
            "phone|voice|missed|2023-11-14T22:16:40Z|2023-11-14T22:16:40Z|+390266334455|",
            "facetime|video|answered|2023-11-14T22:18:20Z|2023-11-14T22:18:32Z||",
        ]
    );
    let group = &found.of(Kind::Session)[3];
    assert_eq!(group.get("members"), "+390266334455; two@example.org");
    assert_eq!(group.get("callee.phone"), "+390266334455");
}

#[test]
fn whatsapp_on_android_is_read_in_its_newer_and_older_form() {
    let found = fixture("whatsapp-android");
    let fields = [
        "reference",
        "conversation",
        "sender.name",
        "sender.phone",
        "receiver.account",
        "content",
        "attachment",
        "reply_to",
        "body",
    ];
    assert_eq!(
        table(&found, Kind::Message, &fields),
        [
            "K2|390266334455@s.whatsapp.net||+390266334455||text|||message 2",
            "K3|390266334455@s.whatsapp.net|owner||whatsapp:390266334455@s.whatsapp.net|media|picture1.jpg||",
            "K4|Group 1 · 1203630@g.us||+390266334455||text||K2|message 4",
        ]
    );
    assert_eq!(found.of(Kind::Message)[2].get("sender.account"), "whatsapp:77@lid");
    let members = "\"participants\":\"390266334455@s.whatsapp.net; 77@lid\"";
    assert!(found.of(Kind::Message)[2].get("extra").contains(members));
    let fields = ["medium", "status", "duration_s", "callee.phone", "caller.phone"];
    assert_eq!(
        table(&found, Kind::Session, &fields),
        ["video|answered|61|+390266334455|", "voice|missed|0||+390266334455"]
    );
    assert_eq!(
        table(&found, Kind::Contact, &["contact.name", "contact.phone", "contact.phone_stated"]),
        ["Person One|+390266334455|02 6633 4455"]
    );
    let found = fixture("whatsapp-android-old");
    let fields = ["reference", "sender.phone", "receiver.phone", "content", "attachment", "body"];
    assert_eq!(
        table(&found, Kind::Message, &fields),
        [
            "K2||+390266334455|text||message 2",
            "K3|+390266334455||media|picture1.jpg|caption 1",
            "K4|+639171234567||text||message 4",
        ]
    );
}

#[test]
fn whatsapp_on_an_iphone_and_skype_have_their_members() {
    let found = fixture("whatsapp-ios");
    let fields = ["conversation", "sender.name", "receiver.phone", "content", "attachment"];
    assert_eq!(
        table(&found, Kind::Message, &fields),
        [
            "Person One · 390266334455@s.whatsapp.net|Person One||text|",
            "Person One · 390266334455@s.whatsapp.net|owner|+390266334455|media|picture1.jpg",
            "Group 1 · 1203@g.us|Person Two||location|",
        ]
    );
    let members = "\"participants\":\"639171234567@s.whatsapp.net\"";
    assert!(found.rows[2].get("extra").contains(members));
    let found = fixture("skype");
    let fields = ["sender.account", "receiver.account", "content", "attachment", "body"];
    assert_eq!(
        table(&found, Kind::Message, &fields),
        [
            "skype:owner.one|skype:person.two|text||message 1",
            "skype:person.two||text||message 2",
            "||sms||message 3",
            "skype:person.two||media|file1.txt|",
        ]
    );
    let call = found.of(Kind::Session)[0].clone();
    assert_eq!((call.get("duration_s"), call.get("caller.account")), ("30", "skype:person.two"));
    assert_eq!((call.get("medium"), call.get("end.earliest")), ("video", "2014-05-13T16:55:35Z"));
}

#[test]
fn viber_gives_messages_calls_and_contacts_on_both_systems() {
    let message =
        ["sent.earliest", "sender.phone", "receiver.phone", "content", "attachment", "body"];
    let call = ["medium", "status", "duration_s", "caller.phone", "callee.phone"];
    let contact = ["contact.name", "contact.phone", "contact.phone_stated"];
    let found = fixture("viber-android");
    assert_eq!(
        table(&found, Kind::Message, &message),
        [
            "2023-11-14T22:13:20Z|+390266334455||text||message 1",
            "2023-11-14T22:14:20Z|+393331234567|+390266334455|media|picture1.jpg|",
        ]
    );
    assert_eq!(found.of(Kind::Message)[0].get("sender.account"), "viber:em::2");
    assert_eq!(table(&found, Kind::Session, &call), ["video|answered|42||+390266334455"]);
    let want = ["Person Two|+390266334455|+390266334455"];
    assert_eq!(table(&found, Kind::Contact, &contact), want);
    assert!(said(&found, "version: Viber for Android") && !said(&found, "Android call log"));
    let found = fixture("viber-ios");
    assert_eq!(
        table(&found, Kind::Message, &message),
        [
            "2023-11-14T22:13:20.5Z|+390266334455||text||message 1",
            "2023-11-14T22:14:20Z||+390266334455|media|picture1.jpg|",
        ]
    );
    assert_eq!(table(&found, Kind::Session, &call), ["video|answered|33|+390266334455|"]);
    assert_eq!(table(&found, Kind::Contact, &contact), ["Person Two|+390266334455|02 6633 4455"]);
}

#[test]
fn visits_of_browsers_are_activities_in_the_unit_of_each() {
    let fields = ["platform", "action", "at.earliest", "until.earliest", "target", "description"];
    for (name, want) in [
        (
            "chromium",
            "chromium|visit|2023-11-14T22:13:20.000005Z|2023-11-14T22:13:22.500005Z|https://example.org/1|page 1",
        ),
        ("firefox", "firefox|visit|2023-11-14T22:13:20.000007Z||https://example.org/2|page 2"),
        ("safari", "safari|visit|2023-11-14T22:13:20.125Z||https://example.org/3|page 3"),
    ] {
        assert_eq!(table(&fixture(name), Kind::Activity, &fields), [want]);
    }
}

#[test]
fn a_cut_database_gives_the_rows_of_its_whole_pages_and_says_what_is_missing() {
    let whole = fixture("android-sms");
    let bytes = crate::collected::fixture("sqlite/android-sms.db");
    let wanted: Vec<_> =
        whole.rows.iter().map(|row| (row.place.bytes_start, &row.fields)).collect();
    let settings = tutela_ingest::Settings {
        owner: Some("owner".into()),
        region: Some("IT".into()),
        ..rome()
    };
    for pages in 2..bytes.len() / 512 {
        let found = read_with("sqlite", &bytes[..pages * 512], &settings);
        let Some(Halt::Broken { reason, .. }) = &found.halt else { panic!("{pages}") };
        assert!(
            reason.contains("pages of the database cannot be read")
                || reason.contains("unsupported"),
            "{reason}"
        );
        for row in found.rows.iter().filter(|row| row.get("platform") == "sms") {
            let same = |(start, fields): &&(u64, &std::collections::BTreeMap<String, String>)| {
                *start == row.place.bytes_start && fields.get("body") == row.fields.get("body")
            };
            assert!(wanted.iter().any(|one| same(&one)), "{}", row.place);
        }
    }
}

#[test]
fn teams_is_read_on_both_systems() {
    let fields =
        ["state", "conversation", "sent.earliest", "sender.account", "sender.name", "body"];
    assert_eq!(
        table(&fixture("teams-android"), Kind::Message, &fields),
        [
            "active|Group 1 · 19:1@thread|2023-11-14T22:13:20Z|teams:8:orgid:2|Person Two|<p>message 1</p>",
            "deleted|Group 1 · 19:1@thread|2023-11-14T22:14:20Z|teams:8:orgid:2|Person Two|",
        ]
    );
    let found = fixture("teams-ios");
    assert_eq!(
        table(&found, Kind::Message, &fields),
        ["active|19:1@thread|2023-11-14T22:13:20.5Z|teams:8:orgid:2|Person Two|message 1"]
    );
    assert_eq!(
        table(&found, Kind::Contact, &["contact.name", "contact.phone"]),
        ["Person Two|+390266334455", "Person Three|+390266334466"]
    );
}

#[test]
fn calls_of_teams_stand_among_the_properties_of_messages() {
    let fields = ["reference", "status", "duration_s", "start.earliest", "end.earliest"];
    let sides = ["caller.account", "caller.name", "callee.account", "callee.name"];
    let first = "C1|answered|65|2023-11-14T22:20:00.5Z|2023-11-14T22:21:10.25Z";
    let second = "C2|missed|0|2023-11-14T22:20:00.5Z|2023-11-14T22:21:10.25Z";
    let found = fixture("teams-android");
    assert_eq!(table(&found, Kind::Session, &fields), [first]);
    assert!(said(&found, "MessagePropertyAttribute (1 active, 1 parts)"));
    let found = fixture("teams-ios");
    assert_eq!(table(&found, Kind::Session, &fields), [first, second]);
    assert_eq!(
        table(&found, Kind::Session, &sides),
        [
            "teams:8:orgid:1|Owner|teams:8:orgid:2|Person Two",
            "teams:8:orgid:2|Person Two|teams:8:orgid:1|Owner",
        ]
    );
}

#[test]
fn a_table_that_two_programs_know_is_told_once() {
    let mut bytes = crate::collected::fixture("sqlite/viber-android.db");
    let at = memchr::memmem::find(&bytes, b"viber_call_type").unwrap();
    bytes[at..at + 15].copy_from_slice(b"viber_call_kind");
    let found = read("sqlite", &bytes);
    assert!(said(&found, "Android call log; Viber for Android"));
    assert_eq!(found.of(Kind::Session).len(), 1);
}

#[test]
fn a_reference_set_of_the_nsrl_gives_each_file_with_its_package() {
    let found = fixture("nsrl");
    let fields = ["path", "size", "md5", "sha1", "sha256", "listed_by", "state"];
    let row = |name: &str, size, signs: [&str; 3]| {
        let [md5, sha1, sha256] = signs;
        let (md5, sha1, sha256) = (md5.repeat(32), sha1.repeat(40), sha256.repeat(64));
        format!("{name}|{size}|{md5}|{sha1}|{sha256}|NSRL RDS 3|")
    };
    assert_eq!(
        table(&found, Kind::Media, &fields),
        [row("one.dll", 5, ["c", "b", "a"]), row("two.dll", 6, ["0", "f", "e"])]
    );
    assert!(found.rows[0].get("extra").contains(r#""package":"Suite 2.1""#));
}

#[test]
fn kik_is_read_on_both_systems_with_groups_and_their_authors() {
    let fields = [
        "reference",
        "sent.earliest",
        "conversation",
        "sender.name",
        "sender.account",
        "receiver.account",
        "content",
        "attachment",
    ];
    let (two, group) = ("Person Two · two_abc@talk.kik.com", "Group 1 · 1100@groups.kik.com");
    let account = "kik:two_abc@talk.kik.com";
    let found = fixture("kik-ios");
    assert_eq!(
        table(&found, Kind::Message, &fields),
        [
            format!("S1|2023-11-14T22:13:20.5Z|{two}|owner||{account}|text|"),
            format!("S2|2023-11-14T22:14:20Z|{two}|Person Two|{account}||text|"),
            format!("S3|2023-11-14T22:15:20Z|{group}|Person Two|{account}||media|picture1"),
            format!("S4|2023-11-14T22:16:20Z|{group}||||system|"),
        ]
    );
    let fields_of_contact = ["contact.name", "contact.account", "contact.handle", "contact.email"];
    assert_eq!(
        table(&found, Kind::Contact, &fields_of_contact)[0],
        format!("Person Two|{account}|two|two@example.org")
    );
    let found = fixture("kik-android");
    assert_eq!(
        table(&found, Kind::Message, &fields),
        [
            format!("U1|2023-11-14T22:13:20Z|{two}|owner||{account}|text|"),
            format!("U2|2023-11-14T22:14:20Z|{group}|Person Two|{account}||media|picture1.jpg"),
            format!("U3|2023-11-14T22:15:20Z|{group}||||system|"),
        ]
    );
    assert_eq!(found.of(Kind::Contact).len(), 2);
}

#[test]
fn google_messages_have_their_parts_and_the_number_of_the_owner() {
    let bytes = crate::collected::fixture("sqlite/google-messages.db");
    let found = read("sqlite", &bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty());
    let fields = [
        "platform",
        "sent.earliest",
        "conversation",
        "sender.phone",
        "receiver.phone",
        "content",
        "attachment",
        "body",
    ];
    assert_eq!(
        table(&found, Kind::Message, &fields),
        [
            "sms|2023-11-14T22:13:20Z|Person Two · 1|+393331234567|+390266334455|text||message 1",
            "mms|2023-11-14T22:14:20Z|Person Two · 1|+390266334455||media|picture1.jpg|message 2",
            "rcs|2023-11-14T22:15:20Z|Group 1 · 2|+390266334466||text||message 3",
        ]
    );
    let members = "\"participants\":\"+390266334455; +390266334466\"";
    assert!(found.rows[2].get("extra").contains(members));
}

#[test]
fn accounts_of_an_iphone_are_accounts_and_credentials_are_left_alone() {
    let found = fixture("ios-accounts");
    let fields = ["platform", "account_type", "holder.email", "holder.handle", "opened.earliest"];
    assert_eq!(
        table(&found, Kind::Account, &fields),
        [
            "icloud|com.apple.account.AppleAccount|owner@example.org||2023-11-14T22:13:20.5Z",
            "|||local|2023-11-14T22:14:20Z",
        ]
    );
    assert!(said(&found, "Tables not read, with their rows: ZCREDENTIALITEM (0)"));
}
