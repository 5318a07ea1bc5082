//! Exhibits in which one line, text or value goes on and on: made while they are read, so that a
//! gibibyte costs nothing, and the most memory that reading them took.

use std::io::{self, Read, Seek, SeekFrom};

use tutela_ingest::Settings;

/// An exhibit whose middle is one byte over and over.
#[derive(Debug, Clone)]
pub(crate) struct Endless {
    /// What it shows, and the format that reads it.
    pub(crate) name: &'static str,
    /// The code of the format.
    pub(crate) code: &'static str,
    /// The mapping a person chose, for tables.
    pub(crate) mapping: Option<&'static str>,
    before: &'static str,
    over_and_over: u8,
    middle_len: u64,
    after: &'static str,
    at: u64,
}

impl Endless {
    /// Its length in bytes.
    pub(crate) fn len(&self) -> u64 {
        self.before.len() as u64 + self.middle_len + self.after.len() as u64
    }

    /// The settings to read it with.
    pub(crate) fn settings(&self) -> Settings {
        let mapping = self.mapping.map(str::to_owned);
        Settings { case_zone: "Europe/Rome".into(), mapping, ..Settings::default() }
    }
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let middle = self.before.len() as u64;
        let after = middle + self.middle_len;
        let rest = |text: &'static str, from: u64| {
            text.as_bytes().get(usize::try_from(from).unwrap_or(usize::MAX)..).unwrap_or_default()
        };
        let count = if self.at < middle {
            rest(self.before, self.at).read(into)?
        } else if self.at < after {
            let room = usize::try_from(after - self.at).unwrap_or(usize::MAX).min(into.len());
            let part = into.get_mut(..room).unwrap_or_default();
            part.fill(self.over_and_over);
            room
        } else {
            rest(self.after, self.at - after).read(into)?
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let moved =
            |from: u64, by: i64| from.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput);
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(by) => moved(self.at, by)?,
            SeekFrom::End(by) => moved(self.len(), by)?,
        };
        Ok(self.at)
    }
}

const CAMT: &str = r#"<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S</Id><Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-01-02</Dt></BookgDt><AddtlNtryInf>"#;
const CAMT_END: &str = r#"</AddtlNtryInf></Ntry><Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-01-02</Dt></BookgDt></Ntry></Stmt></BkToCstmrStmt></Document>"#;
const CHAT: &str = r#"{"name":"A","type":"personal_chat","id":1,"messages":[{"id":1,"type":"message","date_unixtime":"1609459800","from":"A","from_id":"user1","text":""#;
const CHAT_END: &str = r#""},{"id":2,"type":"message","date_unixtime":"1609459801","from":"A","from_id":"user1","text":"x"}]}"#;
const GOAML: &str = "<report><rentity_id>1</rentity_id><transaction><transactionnumber>1</transactionnumber><transaction_description>";
const UFED: &str = r#"<project xmlns="http://pa.cellebrite.com/report/2.0"><decodedData><modelType type="Chat"><model type="Chat" id="1"><multiModelField name="Messages" type="InstantMessage"><model type="InstantMessage" id="2"><field name="Body" type="String"><value type="String">"#;
const UFED_END: &str =
    "</value></field></model></multiModelField></model></modelType></decodedData></project>";
const LISTING_XML: &str = "<dfxml><fileobject><filename>a</filename><libmagic>";
const LISTING_XML_END: &str =
    "</libmagic></fileobject><fileobject><filename>b</filename></fileobject></dfxml>";
const EVENT: &str = "{\"timestamp_desc\":\"a\",\"timestamp\":1,\"message\":\"";
const EVENT_END: &str = "\"}\n{\"timestamp_desc\":\"a\",\"timestamp\":1}\n";
const MEDIA: &str = r#"{"odata.metadata":"http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media","value":[{"MD5":"d41d8cd98f00b204e9800998ecf8427e","Comments":""#;
const MEDIA_END: &str = r#""},{"MD5":"d41d8cd98f00b204e9800998ecf8427e"}]}"#;
const CALLS: &str = "Starting Timestamp\tEnding Timestamp\tDuration H:M:S\tDirection\tDisconnected cause\tContact ID\n\t\t\t\t\t";
const CALLS_END: &str = "\n\t\t\tOutgoing\t\t1\n";
const TRANSFERS: &str = "fromId|toId|amount|createTime\n7|8|1.5|2020-06-29 02:33:46.538\n";
const TRANSFERS_END: &str = "\n7|8|1.5|2020-06-29 02:33:46.538\n";
const LISTING: &str = "0|/a|5|r/rrwxrwxrwx|0|0|12|1376484808|1376484808|1376484808|1376484808\n";
const LISTING_END: &str =
    "\n0|/b|6|r/rrwxrwxrwx|0|0|12|1376484808|1376484808|1376484808|1376484808\n";
const HASHES: &str = "6f4a8ac099c4fe85164b8631c7f0bd2b  /a\n";
const HASHES_END: &str = "\n6f4a8ac099c4fe85164b8631c7f0bd2b  /b\n";
const TEXT: &str = "30/12/2021, 22:01 - A: one\n";
const TEXT_END: &str = "\n31/12/2021, 22:01 - B: two\n";

/// The exhibits, with `middle_len` bytes in one piece.
pub(crate) fn exhibits(middle_len: u64) -> Vec<Endless> {
    let one = |name, code, mapping, before, over_and_over, after| Endless {
        name,
        code,
        mapping,
        before,
        over_and_over,
        middle_len,
        after,
        at: 0,
    };
    vec![
        one(
            "a line of a table",
            "delimited",
            Some("finbench-transfers"),
            TRANSFERS,
            b'x',
            TRANSFERS_END,
        ),
        one(
            "a row of separators",
            "delimited",
            Some("finbench-transfers"),
            TRANSFERS,
            b'|',
            TRANSFERS_END,
        ),
        one(
            "a quote never closed",
            "delimited",
            Some("finbench-transfers"),
            "fromId|toId|amount|createTime\n\"",
            b'x',
            "",
        ),
        one("zeros", "delimited", Some("finbench-transfers"), TRANSFERS, 0, TRANSFERS_END),
        one("a line of a body file", "bodyfile", None, LISTING, b'x', LISTING_END),
        one("a line of a hash list", "hash_list", None, HASHES, b'x', HASHES_END),
        one("a line of a chat", "whatsapp_text", None, TEXT, b'x', TEXT_END),
        one("a text of a statement", "camt", None, CAMT, b'x', CAMT_END),
        one("tags never closed", "camt", None, CAMT, b'<', CAMT_END),
        one(
            "a text of a report",
            "goaml",
            None,
            GOAML,
            b'x',
            "</transaction_description></transaction></report>",
        ),
        one("a text of a file in a list", "dfxml", None, LISTING_XML, b'x', LISTING_XML_END),
        one("a text of an event", "timeline", None, EVENT, b'x', EVENT_END),
        one("a text of a set of files", "vics", None, MEDIA, b'x', MEDIA_END),
        one("a cell of a parsed artifact", "leapp", None, CALLS, b'x', CALLS_END),
        one("a text of a chat in a telephone's report", "ufed", None, UFED, b'x', UFED_END),
        one("a text of a message", "telegram", None, CHAT, b'x', CHAT_END),
        one("brackets never closed", "telegram", None, "{\"messages\":", b'[', ""),
    ]
}
