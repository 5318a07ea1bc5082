//! Each profile of the house on a small file of its layout.

use insta::assert_snapshot;
use tutela_ingest::formats::delimited::{Mapping, house};

use crate::pot::{Pot, read, read_with, settings};

/// Reads by header alone, and checks that the profile is the one that was meant.
fn golden(name: &str, text: &str) -> String {
    let pot = read(text);
    let used = |note: &tutela_ingest::Note| matches!(note, tutela_ingest::Note::Mapping { name: used, .. } if used == name);
    assert!(pot.notes.iter().any(used), "{name}: {}", pot.page());
    pot.page()
}

const MTO_A: &str = "Reference,Send Date,Send Time,Pay Date,Pay Time,Sender Name,Sender Phone,\
Sender ID Type,Sender ID Number,Sender Address,Sender City,Receiver Name,Receiver Phone,\
Receiver City,Receiver Country,Principal,Currency,Fee,Payout Amount,Payout Currency,Status,\
Send Agent,Pay Agent\n";

#[test]
fn mto_a_writes_us_dates_in_central_time() {
    let rows = format!(
        "{MTO_A}00123,01/02/2026,09:15:00,01/03/2026,18:00:00,Mario Rossi,+39 347 123 4567,\
         Passport,yb 1234567,\"Via Roma 1, int. 2\",Milano,MARIA DELA CRUZ,+639171234567,Cebu,PH,\
         150.00,EUR,4.90,\"9,412.50\",PHP,Picked up,IT-0417,PH-2209\n"
    );
    assert_snapshot!(golden("mto-a", &rows));
}

#[test]
fn wallet_c_writes_milliseconds_and_account_numbers() {
    assert_snapshot!(golden(
        "wallet-c",
        "transaction_id,created_at_ms,completed_at_ms,sender_account_id,sender_handle,sender_phone,\
         sender_email,receiver_account_id,receiver_handle,receiver_phone,receiver_email,amount,\
         currency,fee,received_amount,received_currency,status,funding,note\n\
         T-1,1767600000250,1767600090250,88001,blue.kite,,A.B@Example.ORG,88002,,,not stated,\
         25.00,EUR,0,1700,PHP,completed,card,neutral note\n"
    ));
}

#[test]
fn bank_a_holds_debits_and_credits_apart_and_its_account_before_the_header() {
    assert_snapshot!(golden(
        "bank-a",
        "Lista movimenti\nConto: IT60 X054 2811 1010 0000 0123 456\n\n\
         Data contabile;Data valuta;Descrizione;Dare;Avere;Divisa;Controparte;IBAN controparte;Riferimento\n\
         ;;Saldo iniziale;;1.000,00;EUR;;;\n\
         02/01/2026;03/01/2026;bonifico;1.250,50;;EUR;Ditta Esempio;;R1\n\
         05/01/2026;05/01/2026;\"accredito; stipendio\";;2.000,00;EUR;Datore Srl;IT60X0542811101000000123456;R2\n\
         06/01/2026;06/01/2026;entrambi;1,00;2,00;EUR;;;R3\n\
         Saldo finale al 31/01;;;;1.749,50;EUR;;;\n\
         ;;Saldo finale;;1.749,50;EUR;;;\n"
    ));
}

#[test]
fn bank_a_has_english_headers_too() {
    assert_snapshot!(golden(
        "bank-a",
        "Booking date;Value date;Description;Debit;Credit;Currency;Counterparty;Counterparty IBAN;Reference\n\
         13/01/2026;14/01/2026;transfer;10,00;;EUR;Example Ltd;;R1\n"
    ));
}

#[test]
fn bank_b_has_signed_amounts() {
    assert_snapshot!(golden(
        "bank-b",
        "Account,Booking Date,Value Date,Amount,Currency,Balance,Counterparty Name,\
         Counterparty Account,End-to-End Reference,Bank Reference,Transaction Code,\
         Remittance Information\n\
         IT60X0542811101000000123456,2026-01-02,2026-01-03,-12.50,EUR,100.00,Shop,,E2E-1,B1,PMNT,x\n\
         IT60X0542811101000000123456,2026-01-02,2026-01-03,(7.00),EUR,93.00,Shop,,E2E-2,B2,PMNT,x\n\
         IT60X0542811101000000123456,2026-01-05,2026-01-05,40.00,EUR,133.00,Friend,77,E2E-3,B3,PMNT,x\n"
    ));
}

const CDR_A: &str = "Record ID,Record Type,Calling Number,Called Number,Date,Time,Duration (s),\
Result,Cell,IMEI,IMSI\n\
1,voice,+393471234567,+639171234567,2026-01-02,21:00:00,125,answered,222-01-7,35,\n\
2,SMS-MO,+393471234567,+639171234567,2026-01-02,21:05:00,,,222-01-7,,\n\
3,data,+393471234567,,2026-01-02,21:06:00,,,222-01-7,,\n";

#[test]
fn cdr_a_is_refused_until_somebody_states_its_zone() {
    assert_snapshot!(read(CDR_A).halt.unwrap(), @"`cdr-a` holds local times, and nobody stated their zone; state the zone of this exhibit with `--tz Europe/Rome`, or set `zone` in the mapping");
    let mut zoned = settings("");
    zoned.zone = Some("Asia/Manila".into());
    assert_snapshot!(read_with(CDR_A, &zoned).page());
}

#[test]
fn calls_a_states_begin_and_end() {
    assert_snapshot!(golden(
        "calls-a",
        "call_id,platform,type,caller_id,caller_handle,callee_id,callee_handle,started_at,ended_at,\
         duration_seconds,result,members,ip_address\n\
         C1,platform-x,video,1001,kite,2002,lamp,2026-01-02T20:00:00Z,2026-01-02T20:10:30Z,630,\
         completed,,192.0.2.17\n\
         C2,platform-x,audio,1001,kite,2002,lamp,2026-01-02T21:00:00+01:00,,0,missed,,\n\
         C3,platform-x,audio,1001,kite,2002,lamp,2026-01-02T21:00:00Z,2026-01-02T20:59:00Z,,,,\n"
    ));
}

#[test]
fn logins_a_states_address_and_port() {
    assert_snapshot!(golden(
        "logins-a",
        "platform,account_id,handle,email,phone,event,timestamp,ip_address,port,device\n\
         platform-x,1001,kite,k@example.org,,sign_in,2026-01-02 20:00:00,198.51.100.7,50123,phone\n\
         platform-x,1001,kite,,,login,2026-01-02 20:00:00,198.51.100.7,high,phone\n"
    ));
}

#[test]
fn trips_a_states_legs() {
    assert_snapshot!(golden(
        "trips-a",
        "Booking Reference,Surname,Given Names,Birth Date,Document Type,Document Number,Phone,\
         E-mail,Carrier,Service,From,To,Departure,Arrival,Status\n\
         AB12CD,Rossi,Mario,1970-01-01,passport,YB 123,,,XX,XX123,MXP,CEB,2026-01-02 10:00,\
         2026-01-03 06:00,flown\n"
    ));
}

#[test]
fn contact_log_a_turns_direction_into_sender_and_receiver() {
    assert_snapshot!(golden(
        "contact-log-a",
        "Entry,Date,Time,Platform,Conversation,Officer Account,Contact Account,Contact Handle,\
         Direction,Content,Authority,Note\n\
         1,02/01/2026,20:00,platform-x,C-1,9001,1001,kite,received,text,AUT-7,neutral note\n\
         2,02/01/2026,20:01,platform-x,C-1,9001,1001,kite,out,text,AUT-7,\n\
         3,02/01/2026,20:01,platform-x,C-1,9001,1001,kite,sideways,text,AUT-7,\n"
    ));
}

#[test]
fn accounts_a_links_an_account_with_what_its_holder_stated() {
    assert_snapshot!(golden(
        "accounts-a",
        "platform,account_id,handle,name,email,phone,birth_date,address,created_at,closed_at,\
         status,account_type\n\
         platform-x,1001,kite,Mario Rossi,m@example.org,+393471234567,,,2024-06-01T10:00:00Z,,\
         active,person\n"
    ));
}

#[test]
fn small_public_layouts_are_known_by_their_header() {
    let page = |text: &str| read(text).page();
    assert_snapshot!(
        "amlsim",
        page("sourceNodeId,targetNodeId,value,time\r\n360,18984,103.55,1\r\n")
    );
    assert_snapshot!(
        "finbench",
        page("fromId|toId|amount|createTime\n7|8|544595.7886430753|2020-06-29 02:33:46.538\n")
    );
    assert_snapshot!(
        "mobile-money",
        page(
            "txn_type,caller_id,recipient_id,timestamp,amount,sender_balance_before,\
             sender_balance_after,recipient_balance_before,recipient_balance_after\n\
             cashin,00180474788,,2020-01-01 00:28:17,29.225047276110267,98.6,127.8,,\n"
        )
    );
    assert_snapshot!(
        "copenhagen-calls",
        page("timestamp,caller,callee,duration\n184,300,301,121\n9252,401,457,-1\n")
    );
}

#[test]
fn columns_in_another_order_read_the_same() {
    let row = |mapping: &Mapping, reversed: bool| {
        let mut headers: Vec<&String> = mapping.columns.keys().collect();
        if reversed {
            headers.reverse();
        }
        let cells: Vec<String> = headers.iter().map(|header| sample(header)).collect();
        let line = |cells: Vec<String>| cells.join(&mapping.separator.unwrap_or(',').to_string());
        let header = line(headers.into_iter().cloned().collect());
        read(format!("{header}\n{}\n", line(cells)))
    };
    let fields = |pot: &Pot| pot.rows.first().map(|row| row.fields.clone());
    for name in ["mto-a", "wallet-c", "calls-a", "trips-a", "logins-a"] {
        let mapping = house().find(|mapping| mapping.name == name).unwrap();
        let (ahead, reversed) = (row(mapping, false), row(mapping, true));
        assert!(fields(&ahead).is_some(), "{name}: {}", ahead.page());
        assert_eq!(fields(&ahead), fields(&reversed), "{name}");
    }
}

/// A plausible cell for a header.
fn sample(header: &str) -> String {
    let header = header.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| header.contains(word));
    let cell = match () {
        () if has(&["_ms"]) => "1767600000250",
        () if has(&["currency"]) => "EUR",
        () if has(&["birth"]) => "1970-01-01",
        () if has(&["date", "timestamp", "_at", "departure", "arrival"]) => "2026-01-31",
        () if has(&["time"]) => "10:00:00",
        () if has(&["amount", "principal", "fee", "port", "duration"]) => "12",
        () => "x",
    };
    cell.to_owned()
}

#[test]
fn the_access_log_of_google_is_known_in_each_of_its_widths() {
    let page = golden(
        "google-access-log",
        "Gaia ID,Activity Timestamp,IP Address,Proxiedhost IP Address,Is Non-routable IP Address,\
         User Agent String,Product Name\n\
         1001,2026-03-11 02:49:39 UTC,2001:db8::7,,No,App : APP.,Mail\n",
    );
    assert!(page.contains("google:1001") && page.contains("2001:db8::7"), "{page}");
}

#[test]
fn sign_ons_of_an_apple_export_are_read_in_utc() {
    let page = golden(
        "apple-signon",
        "Application,Logged In Date,IP Address\nMail,2026-01-10 08:00:00,198.51.100.7\n",
    );
    assert!(page.contains("198.51.100.7") && page.contains("2026-01-10T08:00:00"), "{page}");
}

#[test]
fn tables_of_kik_without_a_header_are_read_where_a_person_names_them() {
    for (name, text, wanted) in [
        (
            "kik-bind",
            "1768032000000\tuser_1\t198.51.100.7\t50123\t2026-01-10 08:00:00 UTC\tinfo\n",
            "198.51.100.7",
        ),
        (
            "kik-chat-sent",
            "1768032000000\tuser_1\tuser_2\t1\t198.51.100.7\t2026-01-10 08:00:00 UTC\n",
            "user_2",
        ),
        (
            "kik-chat-sent-received",
            "1768032000000\tuser_1\tuser_2\t1\t2\t2026-01-10 08:00:00 UTC\n",
            "user_2",
        ),
        ("kik-friend-added", "1768032000000\tuser_1\tuser_2\t2026-01-10 08:00:00 UTC\n", "user_2"),
    ] {
        let page = read_with(text, &settings(name)).page();
        assert!(page.contains(wanted) && page.contains("2026-01-10"), "{name}: {page}");
    }
}
