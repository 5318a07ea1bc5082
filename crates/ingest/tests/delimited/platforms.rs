//! Tables of platforms and of officers, known by their header or chosen by name.

use model::record::Kind;
use tutela_ingest::Settings;

use crate::pot::{kinds, read, read_with, settings, whole};

#[test]
fn a_message_of_kik_gives_the_use_of_its_address_beside_it() {
    let pot = whole(
        "kik-content",
        "id,content_id,filename,message,sender_id,receiver_id,ip,port,parent_id,sent_at,sent_at_ts,app_name\n\
         7,,,\"filler, one\",u1@talk.kik.com,u2@talk.kik.com,198.51.100.7,50123,,2026-01-10 08:00:00 UTC,1768032000000,\n\
         8,,,filler,u1@talk.kik.com,u2@talk.kik.com,,,,2026-01-10 08:00:01 UTC,1768032001000,\n",
    );
    assert_eq!(kinds(&pot), [Kind::Message, Kind::Login, Kind::Message]);
    let (message, login) = (&pot.rows[0], &pot.rows[1]);
    assert_eq!(message.get("receiver.account"), "kik:u2@talk.kik.com");
    assert!(message.get("extra").contains("\"ip\":\"198.51.100.7\""), "{}", pot.page());
    assert_eq!(login.get("account.account"), "kik:u1@talk.kik.com");
    assert_eq!((login.get("address"), login.get("port")), ("198.51.100.7", "50123"));
    assert_eq!(login.get("at"), message.get("sent"));
    assert_eq!(login.place.bytes_start, message.place.bytes_start);
    assert_eq!(login.get("extra"), "", "the message keeps what no field takes");
}

#[test]
fn the_logs_of_a_kik_return_are_known_by_their_headers() {
    for (name, text, wanted) in [
        (
            "kik-chats",
            "user_jid,friend_user_jid,ip,ts,words\na@talk.kik.com,b@talk.kik.com,198.51.100.7,2026/01/10 08:00:00 UTC,4\n",
            "198.51.100.7",
        ),
        (
            "kik-chats-platform",
            "user_jid,friend_user_jid,ip,ts,app_name,cid\na@talk.kik.com,b@talk.kik.com,198.51.100.7,2026-01-10 08:00:00.123,Camera,c-1\n",
            "c-1",
        ),
        (
            "kik-groups",
            "sender,receiver,ts,group_jid,sender_ip,sender_device_type,cid,app_name,app,receive_ip,dt,epoch\na@talk.kik.com,b@talk.kik.com,2026-01-10 08:00:00,g@groups.kik.com,198.51.100.7,android,c-1,Camera,,198.51.100.8,2026-01-10,1768032000000\n",
            "g@groups.kik.com",
        ),
        (
            "kik-friends",
            "user_jid,friend_user_jid,ts\na@k,b@k,2026-01-10 08:00:00 UTC\n",
            "kik:b@k",
        ),
        ("kik-blocked", "user_jid,block_user_jid,ts\na@k,b@k,2026-01-10 08:00:00 UTC\n", "kik:b@k"),
        (
            "kik-binds",
            "user_jid,ip,port,ts,device\na@k,198.51.100.7,50123,2026-01-10 08:00:00 UTC,iPhone\n",
            "50123",
        ),
        (
            "kik-group-legend",
            "gid,name,code,public,deleted,last_join_ts,last_activity\ng1,Filler,#f,1,0,2026-01-10 08:00:00 UTC,\n",
            "Filler",
        ),
    ] {
        let page = whole(name, text).page();
        assert!(page.contains(wanted) && page.contains("2026-01-10T08:00:00"), "{name}: {page}");
    }
}

#[test]
fn older_tables_of_kik_are_read_where_a_person_names_them() {
    let tab = |cells: &[&str]| format!("{}\n", cells.join("\t"));
    for (name, text, records) in [
        (
            "kik-chat-platform-sent",
            tab(&["0", "u1", "u2", "app", "c-1", "198.51.100.7", "2026-01-10 08:00:00"]),
            2,
        ),
        (
            "kik-chat-platform-received",
            tab(&["u1", "u2", "198.51.100.7", "2026-01-10 08:00:00", "app", "c-1"]),
            2,
        ),
        (
            "kik-group-sent",
            tab(&["0", "u1", "g1", "u2", "x", "198.51.100.7", "2026-01-10 08:00:00"]),
            2,
        ),
        ("kik-group-received", tab(&["0", "u1", "g1", "u2", "x", "y", "2026-01-10 08:00:00"]), 1),
        (
            "kik-group-platform-sent",
            tab(&["0", "u1", "g1", "u2", "app", "c-1", "198.51.100.7", "2026-01-10 08:00:00"]),
            2,
        ),
        (
            "kik-group-platform-received",
            tab(&["0", "u1", "g1", "u2", "app", "c-1", "x", "2026-01-10 08:00:00"]),
            1,
        ),
        ("kik-binds-old", "u1,198.51.100.7,50123,2026-01-10 08:00:00,iPhone\n".to_owned(), 1),
        (
            "kik-content-old",
            "m1,x,y,filler,u1,u2,198.51.100.7,50123,z,2026-01-10 08:00:00\n".to_owned(),
            2,
        ),
    ] {
        let pot = read_with(&text, &settings(name));
        assert_eq!(pot.rows.len(), records, "{name}: {}", pot.page());
        assert!(pot.page().contains("2026-01-10T08:00:00"), "{name}: {}", pot.page());
    }
}

#[test]
fn tables_of_roblox_are_read_with_their_own_clocks() {
    let pot = whole(
        "roblox-addresses",
        "user_id,username,ip_address,first_recorded_utc,last_recorded_utc,last_observed_port,last_observed_port_utc\n\
         1001,user_1,198.51.100.7,2026-01-10 08:00:00,2026-01-11 08:00:00,50123,2026-01-11 08:00:00\n",
    );
    assert_eq!(pot.rows[0].get("port"), "", "the port is of another time than the row");
    let pot = whole(
        "roblox-chat",
        "ts,ds,conversation_id,convo_type,user_id,name,text,is_filtered_o13,is_filtered_u13,is_rewritten,request_user_id\n\
         2026-01-10T08:00:00.000Z,2026-01-10,c-1,chat/app,1001,user_1,filler,0,0,0,1001\n,,,,,,,,,,\n\
         2026-01-10T08:00:01Z,,c-1,,1002,,filler,,,,1001\n",
    );
    assert_eq!((pot.rows.len(), pot.rows[1].get("sender.account")), (2, "roblox:1002"));
    let pot = whole(
        "roblox-friends",
        "userid,frienduserid,createdutc,updatedutc\n1001,1002,01/12/2026 08:00:00,01/13/2026 08:00:00\n",
    );
    assert!(pot.rows[0].get("added").starts_with("2026-01-12T08:00:00Z"), "{}", pot.page());
    let pot = whole(
        "roblox-followers",
        "userid,followeruserid,createdutc,updatedutc\n1001,1002,1768032000000,1768032000000\n",
    );
    assert!(pot.rows[0].get("at").starts_with("2026-01-10T08:00:00Z"), "{}", pot.page());
    whole(
        "roblox-messages",
        "id,message_type_id,subject,body,author_id,author_name,recipient_id,recipient_name,is_system_message,is_read,is_archived,created_time (UTC seconds),updated_time (UTC seconds)\n\
         1,1,s,filler,1001,user_1,1002,user_2,0,1,0,1768032000,1768032000\n",
    );
    whole(
        "roblox-group-wall",
        "group_wall_post_id,group_id,user_id,post_text,createdutc,updatedutc\n1,g1,1001,filler,01/12/2026 08:00:00,\n",
    );
}

#[test]
fn messages_of_an_older_discord_package_are_of_the_account_a_person_states() {
    let text = "ID,Timestamp,Contents,Attachments,\r\n\
                900000000000000001,2019-01-10 08:00:00.123000+00:00,\"filler, one\",,\r\n";
    let asked = read(text).halt.unwrap();
    assert!(asked.contains("--owner"), "{asked}");
    let mut owned = settings("");
    owned.owner = Some("discord:1001".into());
    let pot = read_with(text, &owned);
    assert_eq!(pot.rows[0].get("sender.account"), "discord:1001", "{}", pot.page());
    assert_eq!(pot.rows[0].get("body"), "filler, one");
}

#[test]
fn a_log_of_contacts_names_the_officer_and_the_zone_of_each_row() {
    let pot = whole(
        "contact-log-b",
        "Entry,Date,Time,Time Zone,Officer,Officer Account,Platform,Conversation,Contact Account,\
         Contact Handle,Direction,Content,Authority,Copy,Note\n\
         1,02/01/2026,20:00:05,Europe/Rome,Insp. A,cover_1,platform-x,C-1,1001,kite,sent,text,AUT-7,copy-1.png,\n\
         2,02/01/2026,19:00,UTC,Insp. A,cover_1,platform-x,C-1,1001,kite,received,text,AUT-7,,n\n",
    );
    let (sent, received) = (&pot.rows[0], &pot.rows[1]);
    assert_eq!((sent.get("sender.name"), sent.get("sender.handle")), ("Insp. A", "cover_1"));
    assert_eq!((sent.get("authority"), sent.get("attachment")), ("AUT-7", "copy-1.png"));
    assert!(sent.get("sent").starts_with("2026-01-02T19:00:05Z"), "{}", pot.page());
    assert_eq!(received.get("receiver.name"), "Insp. A");
    assert!(received.get("sent").starts_with("2026-01-02T19:00:00Z"), "{}", pot.page());
    let italian = whole(
        "contact-log-b",
        "Numero;Data;Ora;Fuso;Operatore;Account operatore;Piattaforma;Conversazione;Account interlocutore;\
         Nome utente interlocutore;Direzione;Contenuto;Autorizzazione;Copia;Nota\n\
         1;02/01/2026;20:00;+01:00;Isp. A;cover_1;platform-x;C-1;1001;kite;Inviato;testo;AUT-7;;\n",
    );
    assert_eq!(italian.rows[0].get("receiver.account"), "platform-x:1001");
}

#[test]
fn statements_of_blockchair_keep_amounts_exactly() {
    let pot = read(
        "Tx number,Effect,Ticker,Amount fiat (USD),Asset rate (USD),Type,Date,Public key,Wallet address,Third-party address,Transaction hash\n\
         1,0.500000000000000001,ETH,100,200,External receiving,2026-01-10 08:00:00,,0xaa,0xbb,t1\n\
         2,0,ETH,0,200,Inner,2026-01-10 08:00:00,,0xaa,0xaa,t2\n",
    );
    assert_eq!(pot.rows[0].get("payee.account"), "ethereum:0xaa", "{}", pot.page());
    assert!(pot.rows[0].get("extra").contains("0.500000000000000001"), "{}", pot.page());
    assert_eq!(pot.rejects.len(), 1, "a move inside the wallet has no second party");
    let pot = whole(
        "blockchair-address",
        "Tx number,Affected address/xpub,Effect,Ticker,Amount fiat (USD),Asset rate (USD),Date,Transaction hash\n\
         1,bc1qfiller,-0.5,BTC,100,200,2026-01-10 08:00:00,t1\n",
    );
    assert_eq!(pot.rows[0].get("subject.account"), "bitcoin:bc1qfiller");
}

#[test]
fn tables_of_a_request_to_reddit_are_read_with_their_addresses() {
    let fixture = |name: &str| {
        let path = format!("{}/tests/fixtures/delimited/{name}.csv", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap()
    };
    let pot = whole("reddit-messages", fixture("reddit-messages"));
    let (sent, received) = (&pot.rows[0], &pot.rows[1]);
    assert_eq!((sent.get("sender.handle"), received.get("receiver.handle")), ("user_1", "user_1"));
    assert!(sent.get("extra").contains("192.0.2.7"), "{}", pot.page());
    let pot = whole("reddit-comments", fixture("reddit-comments"));
    assert!(pot.rows[1].get("at").starts_with("2026-01-10T08:01:00Z"), "{}", pot.page());
    assert!(pot.rows[1].get("extra").contains("2001:db8::7"), "{}", pot.page());
    for (name, text) in [
        (
            "reddit-posts",
            "id,permalink,date,ip,subreddit,gildings,title,url,body\n\
             p1,https://example.org/p1,2026-01-10 08:00:00 UTC,192.0.2.7,filler,0,Filler,,filler\n",
        ),
        (
            "reddit-posts",
            "id,permalink,date,ip,subreddit,gildings,url\n\
             p1,https://example.org/p1,2026-01-10 08:00:00 UTC,192.0.2.7,filler,0,\n",
        ),
        (
            "reddit-chat",
            "message_id,created_at,updated_at,username,message,thread_parent_message_id,channel_url,\
             subreddit,channel_name,conversation_type\n\
             m1,2026-01-10 08:00:00 UTC,,user_1,filler,,channel_1,,,direct\n",
        ),
    ] {
        let page = whole(name, text).page();
        assert!(page.contains("2026-01-10T08:00:00Z"), "{name}: {page}");
    }
}

#[test]
fn addresses_without_an_account_are_logins_of_whom_a_person_states() {
    let log = "date,ip\nregistration ip,192.0.2.1\n2026-01-10 08:00:00 UTC,192.0.2.7\n";
    let stated = Settings { owner: Some("reddit:user_1".into()), ..settings("") };
    let pot = read_with(log, &stated);
    assert_eq!((pot.rows[0].get("account.account"), pot.rows.len()), ("reddit:user_1", 1));
    assert_eq!(pot.rejects[0].field, "at", "{}", pot.page());
    assert!(pot.rejects[0].raw.contains("registration ip"), "{}", pot.page());
    let unstated = read(log);
    assert!(unstated.counts.rows == 0, "{}", unstated.page());
    assert!(unstated.halt.unwrap().contains("--owner"));
}

#[test]
fn a_day_of_synchronoss_is_parted_in_messages_and_calls_without_an_answer() {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/delimited/synchronoss-messages.csv");
    let pot = whole("synchronoss-messages", std::fs::read_to_string(path).unwrap());
    assert_eq!(kinds(&pot), [Kind::Message, Kind::Message, Kind::Session]);
    assert_eq!(pot.rows[0].get("sender.phone"), "+12025550101");
    assert_eq!(pot.rows[1].get("attachment"), "image0001.jpg");
    let call = &pot.rows[2];
    assert_eq!((call.get("caller.phone"), call.get("status")), ("+12025550102", ""));
    assert!(pot.rows[1].get("receiver.phone_stated").contains("2025550103"), "{}", pot.page());
}

#[test]
fn of_the_addresses_of_an_access_the_first_is_the_users() {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/delimited/synchronoss-access.csv");
    let pot = whole("synchronoss-access", std::fs::read_to_string(path).unwrap());
    let (sent, other) = (&pot.rows[0], &pot.rows[1]);
    assert_eq!((sent.get("address"), other.get("address")), ("192.0.2.7", "2001:db8::7"));
    assert!(sent.get("extra").contains("192.0.2.7 , 198.51.100.1"), "{}", pot.page());
    assert!(sent.get("extra").contains("checksum=e3b0c442"), "{}", pot.page());
    assert_eq!(sent.get("account.account"), "synchronoss:2025550101");
}
