//! How fast a telephone's report is read: `cargo run --release --example read_report -p tutela-ingest
//! -- [megabytes]`.
//!
//! Writes a report of one chat over and over to a temporary file, reads it with full provenance into
//! an outlet that only counts, and prints megabytes a second of processor time and the peak of memory.

#![expect(clippy::print_stdout, reason = "a figure is printed")]

use std::fs::File;
use std::io::{self, BufWriter, Write};

use casetest::usage::{first_thread, peak_bytes};
use model::record::Kind;
use model::{Place, Reject};
use tutela_ingest::formats::ufed::Ufed;
use tutela_ingest::{Note, Outlet, Settings, Sink, SkipReason, Source, SourceFormat};

/// Counts bytes and drops them.
#[derive(Default)]
struct Counter(u64);

impl Outlet for Counter {
    fn record(&mut self, _: Kind, _: &Place, slots: &[u8]) -> io::Result<()> {
        self.0 += slots.len() as u64;
        Ok(())
    }
    fn reject(&mut self, _: &Reject) -> io::Result<()> {
        Ok(())
    }
    fn note(&mut self, _: &Note) -> io::Result<()> {
        Ok(())
    }
    fn skip(&mut self, _: &Place, _: SkipReason) -> io::Result<()> {
        Ok(())
    }
}

/// The beginning of the report, up to the messages of its chat.
const BEFORE: &str = r#"<project reportVersion="5.3" xmlns="http://pa.cellebrite.com/report/2.0"><decodedData><modelType type="Chat"><model type="Chat" id="1" deleted_state="Intact"><field name="Source" type="String"><value type="String">WhatsApp</value></field><multiModelField name="Participants" type="Party" /><multiModelField name="Messages" type="InstantMessage">"#;
const AFTER: &str = "</multiModelField></model></modelType></decodedData></project>";

/// Writes a report of at least this many bytes; gives its length and the number of messages.
fn write_report(file: &mut File, bytes_min: u64) -> io::Result<(u64, u64)> {
    let mut out = BufWriter::with_capacity(1 << 20, file);
    out.write_all(BEFORE.as_bytes())?;
    let (mut len, mut count) = (BEFORE.len() as u64, 0u64);
    while len < bytes_min {
        let (minute, second) = (count / 60 % 60, count % 60);
        let message = format!(
            r#"
        <model type="InstantMessage" id="00000000-0000-4000-8000-{count:012}" deleted_state="Intact" decoding_confidence="High" isrelated="False" source_index="{count}" extractionId="2">
            <field name="UserMapping" type="DecodingSourceOptions">
                <value type="DecodingSourceOptions"><![CDATA[Decoding]]></value>
            </field>
            <field name="Source" type="String">
                <value type="String"><![CDATA[WhatsApp]]></value>
            </field>
            <field name="ServiceIdentifier" type="String">
                <empty />
            </field>
            <modelField name="From" type="Party">
                <model type="Party" id="00000000-0000-4000-9000-{count:012}" deleted_state="Unknown" decoding_confidence="High" isrelated="False" source_index="{count}" extractionId="2">
                    <field name="Identifier" type="String">
                        <value type="String"><![CDATA[393331234502@s.whatsapp.net]]></value>
                    </field>
                    <field name="Role" type="PartyRole">
                        <value type="PartyRole"><![CDATA[From]]></value>
                    </field>
                    <field name="Name" type="String">
                        <value type="String"><![CDATA[Person B]]></value>
                    </field>
                    <field name="IsPhoneOwner" type="Boolean">
                        <value type="Boolean"><![CDATA[False]]></value>
                    </field>
                </model>
            </modelField>
            <multiModelField name="To" type="Party" />
            <field name="Body" type="String">
                <value type="String"><![CDATA[message {count} with some words of filler behind it]]></value>
            </field>
            <field name="Identifier" type="String">
                <value type="String"><![CDATA[MSG{count}]]></value>
            </field>
            <field name="TimeStamp" type="TimeStamp">
                <value type="TimeStamp" format="TimeStampKnown" formattedTimestamp="2026-01-10T10:{minute:02}:{second:02}+00:00">2026-01-10T10:{minute:02}:{second:02}.000+00:00</value>
            </field>
            <field name="Status" type="MessageStatus">
                <value type="MessageStatus"><![CDATA[Read]]></value>
            </field>
            <field name="Type" type="InstantMessageType">
                <value type="InstantMessageType"><![CDATA[AppMessage]]></value>
            </field>
        </model>"#
        );
        out.write_all(message.as_bytes())?;
        len += message.len() as u64;
        count += 1;
    }
    out.write_all(AFTER.as_bytes())?;
    out.flush()?;
    Ok((len + AFTER.len() as u64, count))
}

fn main() -> io::Result<()> {
    let megabytes = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1_000u64);
    let mut file = tempfile::tempfile()?;
    let (len, messages) = write_report(&mut file, megabytes * 1_000_000)?;
    let settings = Settings { case_zone: "Europe/Rome".into(), ..Settings::default() };
    let mut counter = Counter::default();
    let mut sink = Sink::new(&mut counter);
    let begun = first_thread();
    let mut source = Source::new(&mut file, len, &settings);
    let read = Ufed.read(&mut source, &mut sink).and_then(|()| sink.finish());
    let counts = read.map_err(io::Error::other)?;
    let s = first_thread().saturating_sub(begun).as_secs_f64();
    println!("{messages} messages, {} records, {} rejects", counts.records, counts.rejects);
    println!("{s:.2} s of processor time, {:.0} MB/s", len as f64 / 1e6 / s);
    println!("peak {} MiB", peak_bytes() >> 20);
    Ok(())
}
