//! What holds for every format, whatever the bytes: no panic, rows = records + rejects, every place
//! inside the exhibit, and in XML and JSON a record's bytes are one whole element or object.

use proptest::prelude::*;

use crate::collected::{Collected, bytes_at, fixture, read};
use tutela_ingest::formats::FORMATS;

/// Bytes each format knows as its own.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let camt = r#"<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S</Id><Acct><Id><IBAN>IT60X0542811101000000123456</IBAN></Id></Acct><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-01</Dt></Dt></Bal><Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-02</Dt></BookgDt><NtryDtls><TxDtls><Amt Ccy="EUR">0.40</Amt><RmtInf><Ustrd>a &amp; b</Ustrd></RmtInf></TxDtls><TxDtls><Refs><EndToEndId>E</EndToEndId></Refs></TxDtls></NtryDtls></Ntry><Ntry><Amt Ccy="EUR">2.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Ntry></Stmt></BkToCstmrStmt></Document>"#;
    let telegram = r#"{"name":"A","type":"personal_chat","id":1,"messages":[{"id":1,"type":"message","date_unixtime":"1609459800","from":"A","from_id":"user1","text":["x",{"type":"bold","text":"y"}]},{"id":2,"type":"service","date_unixtime":"1609459900","action":"phone_call","actor_id":"user1","duration_seconds":5}]}"#;
    let chat = "30/12/21, 22:01 - A: one\ntwo\n31/12/21, 22:01 - B: <Media omitted>\n01/01/22, 10:00 - A left\n";
    let body = "0|/a|b (deleted)|5-1|r/rrwxrwxrwx|0|0|12|0|1376484808|1376484808|1376484808\n";
    let hashes = "%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## x\n622,6f4a8ac099c4fe85164b8631c7f0bd2b,2f1cf7a397bb8eed63b225d5d4fd5e2fc71788c8ae12db94147d1f5e227a4118,/a,b\n";
    vec![
        ("camt", camt.as_bytes().to_vec()),
        ("goaml", fixture("goaml/multi_party_4_0.xml")),
        ("telegram", telegram.as_bytes().to_vec()),
        ("whatsapp_text", chat.as_bytes().to_vec()),
        ("bodyfile", body.repeat(3).into_bytes()),
        ("hash_list", hashes.as_bytes().to_vec()),
    ]
}

/// How a record's bytes begin and end in each format that has marks for it.
fn check(code: &str, bytes: &[u8], found: &Collected) {
    for reject in &found.rejects {
        bytes_at(bytes, &reject.place);
    }
    for (place, _) in &found.skips {
        bytes_at(bytes, place);
    }
    for row in &found.rows {
        let own = bytes_at(bytes, &row.place);
        let whole = match code {
            "camt" | "goaml" => own.starts_with(b"<") && own.ends_with(b">"),
            "telegram" => {
                serde_json::from_slice::<serde_json::Value>(own).is_ok() || own.contains(&b'\\')
            }
            _ => true,
        };
        assert!(whole, "{code}: {} is {:?}", row.place, String::from_utf8_lossy(own));
    }
}

#[test]
fn every_sample_gives_rows_and_no_reject() {
    for (code, bytes) in samples() {
        let found = read(code, &bytes);
        assert!(found.halt.is_none() && found.rejects.is_empty(), "{code}: {:?}", found.rejects);
        assert!(!found.rows.is_empty(), "{code}");
        check(code, &bytes, &found);
    }
}

#[test]
fn a_cut_anywhere_keeps_every_row_before_it() {
    for (code, bytes) in samples() {
        let whole = read(code, &bytes);
        for cut in (0..bytes.len()).step_by(7) {
            let found = read(code, &bytes[..cut]);
            check(code, &bytes[..cut], &found);
            let complete = whole.rows.iter().filter(|row| {
                let end = row.place.bytes_start + row.place.bytes_len;
                // A cut right after a line cannot be told from its end.
                end < cut as u64 && whole.rejects.is_empty()
            });
            let lost = complete.count().saturating_sub(found.rows.len() + found.rejects.len());
            assert_eq!(lost, 0, "{code} cut at {cut}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_panic(bytes: Vec<u8>) {
        for (code, _) in samples() {
            check(code, &bytes, &read(code, &bytes));
        }
        for format in FORMATS {
            read(format.code(), &bytes);
        }
    }

    #[test]
    fn changed_samples_lose_no_row(
        which in 0usize..6,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..4), 1..6),
    ) {
        let (code, mut bytes) = samples().swap_remove(which);
        for (at, byte, how) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.remove(at)),
                _ => bytes.truncate(at),
            }
        }
        check(code, &bytes, &read(code, &bytes));
    }
}
