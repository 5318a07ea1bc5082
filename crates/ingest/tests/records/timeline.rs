//! Timelines of plaso and Timesketch.

use crate::collected::{Collected, bytes_at, fixture, read, recognised};

fn real(name: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(casetest::real::path(name)?).unwrap())
}

fn whole(bytes: &[u8]) -> Collected {
    assert_eq!(recognised(bytes), Some("timeline"));
    let found = read("timeline", bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    found
}

/// The events as second, kind of time, parser, file and message, in which `l2tcsv` writes blanks
/// for commas.
fn events(found: &Collected) -> Vec<[String; 5]> {
    let mut events: Vec<[String; 5]> = Vec::new();
    for row in &found.rows {
        let second = row.get("at.earliest").get(..19).unwrap_or("").to_owned();
        let message = row.get("description").replace(',', " ");
        let [kind, parser, file] =
            ["action", "platform", "target"].map(|field| row.get(field).to_owned());
        events.push([second, kind, parser, file, message]);
    }
    events.sort();
    events
}

#[test]
fn both_outputs_of_one_run_give_the_same_events() {
    let Some(table) = real("disk-images/inventories/plaso-l2tcsv.log") else { return };
    let Some(lines) = real("disk-images/inventories/plaso-json_line.log") else { return };
    let (table, lines) = (whole(&table), whole(&lines));
    assert_eq!((table.rows.len(), lines.rows.len()), (20, 20));
    assert_eq!(events(&table), events(&lines));
    for found in [&table, &lines] {
        assert!(found.rows.iter().all(|row| row.get("at.zone") == "UTC"));
        let told = |host: &str| found.rows.iter().any(|row| row.get("subject.account") == host);
        assert!(told("host:victoria"));
    }
}

#[test]
fn events_of_one_second_keep_their_order() {
    let Some(lines) = real("disk-images/inventories/plaso-json_line.log") else { return };
    let found = whole(&lines);
    let text = |row: usize| found.rows[row].get("description");
    assert!(text(0).contains("No new content") && text(1).contains("No change in"));
    assert_eq!(found.rows[0].get("at.precision"), "second");
    assert_eq!(found.rows[19].get("at.precision"), "microsecond");
    let shown = bytes_at(&lines, &found.rows[1].place);
    assert!(shown.starts_with(b"{") && shown.ends_with(b"}"));
}

#[test]
fn a_row_for_two_kinds_of_time_is_two_events() {
    let found = whole(&fixture("timeline/l2t.csv"));
    let kinds: Vec<&str> = found.rows.iter().map(|row| row.get("action")).collect();
    let wanted = [
        "Content Modification Time",
        "Content Modification Time",
        "Metadata Modification Time",
        "Last Access Time",
    ];
    assert_eq!(kinds, wanted);
    assert_eq!(found.rows[1].place.bytes_start, found.rows[2].place.bytes_start);
    assert_eq!(found.rows[2].get("at.earliest"), "2026-01-10T10:00:00Z", "in its own zone");
    assert_eq!(found.rows[2].get("subject.handle"), "user1");
    assert!(found.rows[2].get("extra").contains("\"inode\":\"64\""));
}

#[test]
fn tables_and_lines_of_timesketch_are_read() {
    let found = whole(&fixture("timeline/dynamic.csv"));
    assert_eq!(found.rows[0].get("description"), "filler, one");
    assert_eq!(found.rows[1].get("at.earliest"), "2026-01-10T10:00:00Z");
    let found = whole(&fixture("timeline/timesketch.jsonl"));
    assert_eq!(found.rows[0].get("at.earliest"), found.rows[1].get("at.earliest"));
    assert!(found.rows[0].get("extra").contains("\"score\":3"));
    assert_eq!(found.rows[1].get("subject.account"), "host:host-1");
}

#[test]
fn a_bad_line_is_set_aside_and_no_time_stays_absent() {
    let header = "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra\n";
    let row = |date: &str, zone: &str| {
        format!("{date},10:00:00,{zone},M...,LOG,Log,Kind,-,-,s,d,2,f,-,-,p,-\n")
    };
    let text = [header, &row("00/00/0000", "UTC"), &row("13/01/2026", "UTC")].concat();
    let text = [&text, &row("01/02/2026", "Nowhere"), "01/02/2026,cut\n"].concat();
    let found = read("timeline", text.as_bytes());
    assert_eq!(found.codes(), ["ING-005", "ING-020", "ING-001"]);
    assert_eq!(found.rows[0].get("at"), "");
    let lines = "{\"timestamp_desc\":\"a\",\"timestamp\":0}\nno json\n[]\n{\"timestamp_desc\":\"a\",\"datetime\":\"soon\"}\n";
    let found = read("timeline", lines.as_bytes());
    assert_eq!(found.codes(), ["ING-013", "ING-013", "ING-005"]);
}

#[test]
fn a_summer_abbreviation_is_the_zone_it_belongs_to_and_one_of_several_is_refused() {
    let header = "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra";
    let row = |zone| {
        format!(
            "07/01/2026,10:00:00,{zone},M...,FILE,stat,Content Modification Time,-,-,a,a,2,/a,-,-,filestat,-"
        )
    };
    let text = format!("{header}\n{}\n{}\n{}\n", row("CEST"), row("PDT"), row("IST"));
    let found = read("timeline", text.as_bytes());
    let at = |number: usize| found.rows[number].get("at.earliest");
    assert_eq!((at(0), at(1)), ("2026-07-01T08:00:00Z", "2026-07-01T17:00:00Z"));
    assert_eq!(found.codes(), ["ING-020"]);
}

#[test]
fn a_table_in_tln_states_seconds_of_utc_and_keeps_its_notes() {
    let text = "Time|Source|Host|User|Description|TZ|Notes\n\
        1327218753|LOG|victoria|-|2012-01-22T07:52:33+00:00; Content Modification Time; message 1|UTC|File: OS:/a\n\
        0|FILE|-|root|message 2|UTC|-\nsoon|LOG|-|-|message 3|UTC|-\n";
    assert_eq!(recognised(text.as_bytes()), Some("timeline"));
    let found = read("timeline", text.as_bytes());
    assert_eq!(found.codes(), ["ING-005"], "{:?}", found.rejects);
    let [one, two] = &found.rows[..] else { panic!("two events") };
    assert_eq!((one.get("at.earliest"), one.get("at.zone")), ("2012-01-22T07:52:33Z", "UTC"));
    assert_eq!((one.get("action"), one.get("platform")), ("Content Modification Time", "LOG"));
    assert!(one.get("extra").contains(r#""notes":"File: OS:/a""#), "{}", one.get("extra"));
    assert_eq!((two.get("at"), two.get("subject.handle")), ("", "root"));
}
