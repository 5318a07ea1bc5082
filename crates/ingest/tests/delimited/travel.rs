//! Bookings, border crossings, stays, vehicles and logs of positions in tables, by their headers alone.

use tutela_ingest::Note;

use crate::pot::{Pot, read};

/// Reads by header alone, and checks that the profile is the one that was meant.
fn by_header(name: &str, text: &str) -> Pot {
    let pot = read(text);
    let used = |note: &Note| matches!(note, Note::Mapping { name: used, .. } if used == name);
    assert!(pot.notes.iter().any(used), "{name}: {}", pot.page());
    assert!(pot.rejects.is_empty(), "{name}: {}", pot.page());
    pot
}

#[track_caller]
fn states(pot: &Pot, row: usize, fields: &[(&str, &str)]) {
    for (field, value) in fields {
        assert_eq!(pot.rows[row].get(field), *value, "{field}: {}", pot.page());
    }
}

#[test]
fn bookings_with_italian_headers_give_legs() {
    let pot = by_header(
        "trips-b",
        "Codice prenotazione;Cognome;Nome;Data di nascita;Tipo documento;Numero documento;Telefono;\
         E-mail;Vettore;Numero volo;Partenza da;Arrivo a;Data partenza;Ora partenza;Data arrivo;\
         Ora arrivo;Stato\n\
         AB12CD;Esempio;Ada;31/01/1980;Passaporto;YA 1;+39 347 123 4567;;XX;XX123;MXP;CEB;\
         10/01/2026;12:00;11/01/2026;10:30;Imbarcato\n",
    );
    states(
        &pot,
        0,
        &[
            ("traveller.name", "Ada Esempio"),
            ("traveller.document", "passport:YA1"),
            ("service", "XX123"),
            ("origin", "MXP"),
            ("destination", "CEB"),
            ("status", "flown"),
        ],
    );
}

#[test]
fn border_crossings_are_positions_at_the_post() {
    let english = by_header(
        "border-a",
        "Crossing Date,Crossing Time,Border Post,Direction,Surname,Given Names,Birth Date,\
         Document Type,Document Number,Issuing Country,Coming From,Going To,Transport,Vehicle Plate\n\
         2026-01-10,14:05,Post 1,Entry,Example,Ada,1980-01-31,Passport,YA1,IT,MXP,,air,\n",
    );
    let italian = by_header(
        "border-b",
        "Data transito;Ora transito;Valico;Direzione;Cognome;Nome;Data di nascita;Tipo documento;\
         Numero documento;Stato di rilascio;Provenienza;Destinazione;Mezzo;Targa\n\
         10/01/2026;14:05;Post 1;Ingresso;Example;Ada;31/01/1980;Passport;YA1;IT;MXP;;aereo;\n",
    );
    for pot in [&english, &italian] {
        states(
            pot,
            0,
            &[
                ("place", "Post 1"),
                ("method", "border entry"),
                ("subject.name", "Ada Example"),
                ("subject.document", "passport:YA1"),
            ],
        );
    }
    for (pot, said) in [(&english, r#""Coming From":"MXP""#), (&italian, "")] {
        let extra = pot.rows[0].get("extra");
        assert!(extra.contains(said), "{extra}");
        assert!(extra.contains(r#""document issued in":"IT""#), "{extra}");
    }
}

#[test]
fn stays_are_positions_until_the_check_out() {
    let english = by_header(
        "stays-a",
        "Check-in,Check-out,Hotel,Address,City,Country,Guest Surname,Guest Given Names,Birth Date,\
         Document Type,Document Number,Phone,Room,Reservation\n\
         2026-01-11 15:00,2026-01-13,Harbour Inn,Street 1,Cebu,PH,Example,Ada,,passport,YA1,,12,R1\n",
    );
    let italian = by_header(
        "stays-b",
        "Data arrivo;Data partenza;Struttura;Indirizzo;Comune;Cognome;Nome;Data di nascita;\
         Tipo documento;Numero documento;Camera\n\
         11/01/2026;13/01/2026;Harbour Inn;Via 1;Cebu;Example;Ada;;passport;YA1;12\n",
    );
    for pot in [&english, &italian] {
        states(
            pot,
            0,
            &[
                ("place", "Harbour Inn"),
                ("method", "check-in"),
                ("subject.document", "passport:YA1"),
            ],
        );
        assert!(
            pot.rows[0].get("until").starts_with("2026-01-1")
                || pot.rows[0].get("until").starts_with("13/01")
        );
    }
}

#[test]
fn vehicles_are_known_by_their_plates() {
    let seen = by_header(
        "vehicles-a",
        "Timestamp,Plate,Plate Country,Site,Latitude,Longitude,Reading,Direction,Lane\n\
         2026-01-10T12:00:00Z,AB123CD,IT,Gate 4,45.4642,9.19,ANPR,north,2\n",
    );
    let place = [("latitude_e7", "454642000"), ("longitude_e7", "91900000")];
    states(&seen, 0, &place);
    states(&seen, 0, &[("subject.account", "plate:AB123CD"), ("method", "plate camera")]);
    let passed = by_header(
        "tolls-a",
        "Targa;Data ingresso;Ora ingresso;Casello ingresso;Data uscita;Ora uscita;Casello uscita;\
         Numero dispositivo;Classe;Importo\n\
         AB123CD;10/01/2026;12:00:01;Gate 4;10/01/2026;13:10:00;Gate 9;55;A;7,20\n",
    );
    states(
        &passed,
        0,
        &[("traveller.account", "plate:AB123CD"), ("origin", "Gate 4"), ("destination", "Gate 9")],
    );
}

#[test]
fn logs_of_positions_are_read_exactly_in_degrees_or_ten_millionths() {
    let pot = by_header(
        "positions-a",
        "timestamp,latitude,longitude,accuracy,source,device\n\
         2026-01-10T12:00:00Z,45.4642035,-9.1900001,12.3,gps,phone 1\n\
         2026-01-10T12:01:00Z,454642035,-91900001,5,wifi,phone 1\n",
    );
    for row in 0..2 {
        states(&pot, row, &[("latitude_e7", "454642035"), ("longitude_e7", "-91900001")]);
    }
    states(&pot, 0, &[("accuracy_m", "13"), ("method", "gps"), ("subject.handle", "phone 1")]);
    let pot = by_header(
        "positions-b",
        "Data;Ora;Latitudine;Longitudine;Precisione;Fonte;Dispositivo;Indirizzo\n\
         10/01/2026;12:00:00;45,4642;9,19;10;gps;telefono 1;Via Roma 1\n",
    );
    states(&pot, 0, &[("latitude_e7", "454642000"), ("place", "Via Roma 1")]);
}

#[test]
fn degrees_off_the_globe_are_set_aside() {
    let pot = read(
        "timestamp,latitude,longitude,accuracy,source,device\n\
         2026-01-10T12:00:00Z,95.5,9.19,,gps,\n2026-01-10T12:00:00Z,45.5,9.19,,gps,\n",
    );
    assert_eq!((pot.rows.len(), pot.rejects.len()), (1, 1), "{}", pot.page());
    assert_eq!(pot.rejects[0].kind.code(), "ING-020");
}

/// Reads a file of call records in the zone of Rome.
fn calls(rows: &str) -> Pot {
    let header = "Record ID,Record Type,Calling Number,Called Number,Date,Time,Duration (s),Result,Cell,IMEI,IMSI";
    let settings = tutela_ingest::Settings {
        zone: Some("Europe/Rome".into()),
        region: Some("IT".into()),
        ..tutela_ingest::Settings::default()
    };
    crate::pot::read_with(format!("{header}\n{rows}"), &settings)
}

#[test]
fn call_records_of_several_styles_are_read_or_refused_but_never_bent() {
    let pot = calls(
        "1,MOC,+39 333 123 4567,0039 02 6633 4455,2026-01-10,10:00:00,65,answered,222-01-1-2,352099001761481,\n\
         2,MTC,02 66334455,3331234567,2026-01-10,10:05:00,00:01:05,answered,,35209900176148-1,\n\
         3,FORWARDED,+393331234567,+390266334455,2026-01-10,10:10:00,10,answered,,,\n\
         4,DATA,3331234567,example.org,2026-01-10,10:09:00,3600,completed,222-01-1-2,,\n\
         5,MTC,Withheld,3331234567,2026-10-25,02:30:00,12,answered,,,\n\
         6,MOC,3331234567,112,2026-03-29,02:30:00,10,answered,,,\n\
         7,MOC,3331234567,112,10/11/2026,10:00:00,10,answered,,,\n\
         8,MOC,3331234567,112,2026-01-10,10:00:00,-5,answered,,,\n",
    );
    let codes: Vec<String> = pot.rejects.iter().map(|reject| reject.kind.code()).collect();
    // A skipped hour, a date that reads both ways, a length below nothing.
    assert_eq!(codes, ["ING-007", "ING-006", "ING-014"], "{}", pot.page());
    for row in [0, 1] {
        let pair = ["+393331234567", "+390266334455"];
        let [caller, callee] = if row == 0 { pair } else { [pair[1], pair[0]] };
        states(
            &pot,
            row,
            &[("caller.phone", caller), ("callee.phone", callee), ("duration_s", "65")],
        );
    }
    states(&pot, 2, &[("medium", "FORWARDED"), ("duration_s", "10")]);
    states(
        &pot,
        3,
        &[("action", "DATA"), ("subject.phone", "+393331234567"), ("target", "example.org")],
    );
    states(&pot, 4, &[("caller.phone", ""), ("caller.phone_stated", "Withheld")]);
}

#[test]
fn stamps_with_years_of_two_digits_are_refused_until_the_order_is_said() {
    let text = "Crossing Date,Crossing Time,Border Post,Direction,Surname,Given Names,Birth Date,\
        Document Type,Document Number,Issuing Country,Coming From,Going To,Transport,Vehicle Plate\n\
        10/01/26,14:05,Post 1,in,Example,Ada,31/01/80,P,ya 1,D<<,,,,\n\
        31/01/26,14:05,Post 1,out,Example,Ada,31/01/80,Passaporto,YA1,Germania,,,,\n\
        12 GEN 2026,14:05,Post 1,out,Example,Ada,31/01/80,passport,YA1,D,,,,\n";
    let settings =
        |order| tutela_ingest::Settings { date_order: order, ..tutela_ingest::Settings::default() };
    let pot = crate::pot::read_with(text, &settings(None));
    let codes: Vec<String> = pot.rejects.iter().map(|reject| reject.kind.code()).collect();
    assert_eq!(
        codes,
        ["ING-006"],
        "a day above twelve and a named month read one way: {}",
        pot.page()
    );
    let pot = crate::pot::read_with(text, &settings(Some(model::time::DateOrder::DayFirst)));
    assert!(pot.rejects.is_empty(), "{}", pot.page());
    for row in [0, 1, 2] {
        states(&pot, row, &[("subject.document", "passport:YA1")]);
        let extra = pot.rows[row].get("extra");
        assert!(extra.contains(r#""document issued in":"DE""#), "{extra}");
    }
}
