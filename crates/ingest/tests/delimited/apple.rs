//! Tables of Apple: what an account's holder downloads, and the list of an answer to legal process.

use model::record::Kind;

use crate::pot::{Pot, kinds, read, whole};

/// Reads a fixture by its header alone; every row must be read.
fn fixture(name: &str) -> Pot {
    let path = format!("{}/tests/fixtures/delimited/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    whole(name, std::fs::read(path).unwrap())
}

#[test]
fn a_purchase_is_a_transfer_with_the_use_of_its_address_beside_it() {
    let pot = fixture("apple-store-purchases");
    assert_eq!(kinds(&pot), [Kind::Transfer, Kind::Login, Kind::Transfer]);
    let (paid, login) = (&pot.rows[0], &pot.rows[1]);
    assert_eq!((paid.minor("principal"), paid.get("principal_currency")), (499, "USD"));
    assert_eq!(paid.get("payer.account"), "apple:1000000001");
    assert_eq!(paid.get("payee.name"), "", "the seller is not who got the money");
    assert!(paid.get("extra").contains("Example Studio"), "{}", pot.page());
    assert!(paid.get("sent").starts_with("2026-01-10T08:00:00Z"), "{}", pot.page());
    assert_eq!(
        (login.get("account.account"), login.get("address"), login.get("at")),
        ("apple:1000000001", "192.0.2.7", paid.get("sent"))
    );
    assert!(login.get("device").starts_with("AppStore/3.0"), "{}", pot.page());
    assert_eq!(pot.rows[2].get("reference"), "MFILLER002", "N/A is no address");
}

#[test]
fn items_without_a_price_are_activities_with_their_logins() {
    for (name, wanted) in [
        ("apple-store-free", "aLaLa"),
        ("apple-store-updates", "aLa"),
        ("apple-subscriptions", "aLa"),
        ("apple-store-history", "aa"),
    ] {
        let pot = fixture(name);
        let found: String =
            kinds(&pot).iter().map(|kind| if *kind == Kind::Login { 'L' } else { 'a' }).collect();
        assert_eq!(found, wanted, "{name}: {}", pot.page());
        let first = &pot.rows[0];
        assert!(first.get("at").starts_with("2026-01-10T08:00:00Z"), "{name}: {}", pot.page());
        assert_eq!(first.get("subject.account"), "apple:1000000001", "{name}");
        assert_eq!(first.get("description"), "Filler, a game", "{name}");
    }
}

#[test]
fn a_device_is_told_from_when_it_was_added_until_it_was_last_heard_from() {
    let pot = fixture("apple-devices");
    let (heard, silent) = (&pot.rows[0], &pot.rows[1]);
    assert!(heard.get("at").starts_with("2025-03-01T10:00:00Z"), "{}", pot.page());
    assert!(heard.get("until").starts_with("2026-01-10T08:00:00Z"), "{}", pot.page());
    assert_eq!((heard.get("target"), heard.get("subject.phone")), ("192.0.2.7", "+393471234567"));
    assert!(heard.get("extra").contains("490154203237518"), "{}", pot.page());
    assert!(!heard.get("extra").contains("N/A"), "{}", pot.page());
    assert_eq!((silent.get("target"), silent.get("until")), ("", ""));
    let wider = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/delimited/apple-devices.csv"
    ));
    let wider = wider.unwrap().replace("Language\n", "Language,Device OS Version\n");
    let pot = read(wider.replace("it-IT\n", "it-IT,18.0\n").replace("N/A\n", "N/A,\n"));
    assert!(pot.rows[0].get("extra").contains("18.0"), "{}", pot.page());
}

#[test]
fn an_account_has_its_holder_and_a_masked_address_is_nobodys() {
    let pot = fixture("apple-account");
    let (first, masked) = (&pot.rows[0], &pot.rows[1]);
    assert_eq!(first.get("holder.account"), "apple:1000000001");
    assert_eq!(
        (first.get("holder.name"), first.get("holder.email"), first.get("holder.phone")),
        ("Maria Rossi", "filler.one@example.org", "+393471234567")
    );
    assert!(first.get("opened").starts_with("2019-05-06T07:08:09Z"), "{}", pot.page());
    assert_eq!(masked.get("holder.email"), "", "two people may have as many letters");
    assert!(masked.get("extra").contains("**************@example.org"), "{}", pot.page());
    assert!(!masked.get("extra").contains("N/A"), "{}", pot.page());
}

#[test]
fn billing_devices_of_the_stores_and_requests_are_read() {
    let pot = fixture("apple-billing");
    assert_eq!(kinds(&pot), [Kind::Party, Kind::Login, Kind::Party]);
    assert_eq!(pot.rows[0].get("party.address"), "Via Roma 1, 20100, Milano, Italy");
    assert_eq!(pot.rows[1].get("address"), "192.0.2.7");
    let pot = fixture("apple-store-devices");
    assert_eq!(pot.rows[0].get("description"), "Desk computer");
    let narrower = "Apple ID Number,Device Identifier,Device Name,Enabled?,Associated Date\n\
                    1000000001,filler0002,Telephone,Yes,2026-01-10T08:00:00Z\n";
    assert_eq!(read(narrower).rows[0].get("subject.account"), "apple:1000000001");
    let pot = fixture("apple-privacy-requests");
    assert_eq!(
        (pot.rows[0].get("action"), pot.rows[0].get("description")),
        ("ACCESS", "Other Data")
    );
    assert!(pot.rows[0].get("at").starts_with("2026-01-10T08:00:00Z"), "{}", pot.page());
}

#[test]
fn pictures_of_the_cloud_have_their_dates_and_say_what_was_deleted() {
    let pot = fixture("apple-photos");
    let states: Vec<&str> = pot.rows.iter().map(|row| row.get("state")).collect();
    assert_eq!(states, ["active", "deleted"]);
    let created = pot.rows[0].get("created");
    assert!(created.starts_with("2026-01-10T08:00:00Z..2026-01-10T08:00:59"), "{created}");
    assert!(pot.rows[1].get("created").starts_with("2026-01-11T12:30:00Z"), "{}", pot.page());
}

#[test]
fn the_list_of_an_answer_gives_the_digest_of_each_file() {
    let pot = fixture("apple-production-files");
    let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(pot.rows[0].get("sha256"), digest);
    let more = "Account,File_Name,File_Size,GPG_SHA256\n1,a.zip.gpg,7,".to_owned() + digest;
    let pot = crate::pot::read_with(more, &crate::pot::settings("apple-production-files"));
    assert_eq!((pot.rows[0].get("sha256"), pot.rows[0].get("path")), (digest, "a.zip.gpg"));
}
