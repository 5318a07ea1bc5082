//! Logs of receivers for satellite positions.

use tutela_ingest::sink::SkipReason;

use crate::collected::{Row, bytes_at, fixture, read, recognised};

fn point(row: &Row) -> [&str; 3] {
    ["latitude_e7", "longitude_e7", "at.earliest"].map(|field| row.get(field))
}

#[test]
fn the_sentences_of_one_time_are_one_position() {
    let bytes = fixture("nmea/receiver.nmea");
    assert_eq!(recognised(&bytes), Some("nmea"));
    let found = read("nmea", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none());
    let points: Vec<[&str; 3]> = found.rows.iter().map(point).collect();
    assert_eq!(
        points,
        [
            ["454641667", "91900000", ""],
            ["454642017", "91900100", "2026-01-10T10:00:00Z"],
            ["454642167", "91900167", "2026-01-10T10:00:01.25Z"],
            ["-17", "-1799999983", "2026-01-10T10:00:03Z"],
            ["454642333", "91900333", "2026-01-10T10:00:04Z"],
        ]
    );
    assert!(found.rows[0].get("extra").contains(r#""time":"095958.000""#), "no date was known");
    let extra = found.rows[1].get("extra");
    for kept in [r#""sentences":"GGA RMC""#, r#""hdop":"1.1""#, r#""speed_knots":"0.20""#] {
        assert!(extra.contains(kept), "{kept}: {extra}");
    }
    let own = bytes_at(&bytes, &found.rows[1].place);
    assert!(own.starts_with(b"$GPGGA,100000") && own.ends_with(b"*6A"));
    let blank = found.skips.iter().filter(|(_, reason)| *reason == SkipReason::Blank).count();
    assert_eq!((found.skips.len(), blank), (5, 1), "a title, ZDA, GSA, a void RMC");
}

#[test]
fn a_damaged_sentence_is_set_aside_and_midnight_makes_no_date() {
    let text = String::from_utf8(fixture("nmea/receiver.nmea")).unwrap();
    let found = read(
        "nmea",
        text.replace("4527.8530,N,00911.4010,E,0.20", "4528.8530,N,00911.4010,E,0.20").as_bytes(),
    );
    assert_eq!((found.rows.len(), found.codes()), (5, vec!["ING-013".to_owned()]));
    assert_eq!(found.rejects[0].field, "checksum");
    let late = "$GPRMC,235959,A,4527.8540,N,00911.4020,E,,,100126,,,A\n\
                $GPGGA,000000,4527.8540,N,00911.4020,E,1,07,1.1,121.5,M,47.0,M,,0000\n\
                $GPRMC,000001,A,4527.8540,N,00911.4020,E,,,110126,,,A\n";
    let found = read("nmea", late.as_bytes());
    let times: Vec<&str> = found.rows.iter().map(|row| row.get("at.earliest")).collect();
    assert_eq!(times, ["2026-01-10T23:59:59Z", "", "2026-01-11T00:00:01Z"]);
}
