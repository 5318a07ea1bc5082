//! Timelines: Timesketch's compulsory columns, and body files read by mactime and by our own reader.

use std::process::Command;

use serde_json::Value;

use super::super::Reason;
use super::sample::sample;
use super::{asked, handed};

#[test]
fn every_stated_time_is_an_event_with_what_timesketch_demands() {
    let (manifest, files) = handed("timesketch", &asked(), &sample()).unwrap();
    let text = std::str::from_utf8(&files[""]).unwrap();
    let events: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events.len() as u64, manifest.files[0].rows);
    let described: Vec<&str> =
        events.iter().map(|event| event["timestamp_desc"].as_str().unwrap()).collect();
    let expected = [
        "transfer sent",
        "transfer sent",
        "session start",
        "session end",
        "message sent",
        "account opened",
        "media modified",
    ];
    assert_eq!(described, expected);
    for event in &events {
        let at: jiff::Timestamp = event["datetime"].as_str().unwrap().parse().unwrap();
        assert_eq!(event["timestamp"], at.as_microsecond());
        let record = event["record"].as_str().unwrap();
        assert!(record.starts_with("EX-3/") && event["bytes_start"].is_u64(), "{event}");
    }
    let said = "transfer: Mario Rossi – Maria Santos; =1+1; mto-a; 49.50 EUR";
    assert_eq!(events[0]["message"], said);
    assert_eq!(events[0]["principal_amount"], "49.50");
    assert_eq!(manifest.records["message"].left_out[&Reason::NoTime], 1);
    assert_eq!(manifest.records["contact"].left_out[&Reason::NoTime], 1);
}

#[test]
fn a_body_file_holds_the_files_and_counts_what_it_cannot_hold() {
    let (manifest, files) = handed("bodyfile", &asked(), &sample()).unwrap();
    let expected = "900150983cd24fb0d6963f7d28e17f72|/data/a\\x7cb/item 1.bin (deleted)|64-128-1|\
                    r/rrwxrwxrwx|0|0|1234|0|1768044595|0|0\n";
    assert_eq!(std::str::from_utf8(&files[""]).unwrap(), expected);
    assert_eq!((manifest.notes["names_escaped"], manifest.written()), (1, 1));
    assert_eq!(manifest.records["transfer"].left_out[&Reason::NoPlace], 2);
}

#[test]
fn mactime_reads_the_body_file() {
    let (_, files) = handed("bodyfile", &asked(), &sample()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("body");
    std::fs::write(&path, &files[""]).unwrap();
    let run = Command::new("mactime").args(["-d", "-z", "UTC", "-y", "-b"]).arg(&path).output();
    let Ok(output) = run else {
        eprintln!("skipped: mactime of The Sleuth Kit is not installed");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    let line = "2026-01-10T11:29:55Z,1234,m...,r/rrwxrwxrwx,0,0,64-128-1,";
    assert!(said.contains(line) && said.contains("a\\x7cb/item 1.bin (deleted)"), "{said}");
}
