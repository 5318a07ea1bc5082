//! What it costs to ask every reader about one member of an image: `cargo run --release --example
//! recognise_speed -p tutela-ingest -- [rounds]`.
//!
//! An image holds a hundred thousand files, and each is shown to the whole register. For every kind
//! of content that is common there, prints microseconds of processor time a member, and the readers
//! that take most of it.

#![expect(clippy::print_stdout, reason = "figures are printed")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use casetest::usage::first_thread;
use tutela_ingest::format::{HEAD_BYTES, Head, Sure};
use tutela_ingest::recognise::{Recognised, recognise};
use tutela_ingest::register::HOUSE;
use tutela_ingest::settings::Settings;

/// Readers named beside each kind of content.
const NAMED: usize = 3;

/// The same bytes in every run, with nothing in them that a program could recognise.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    std::iter::repeat_with(|| next().to_le_bytes()).flatten().take(len).collect()
}

/// As many numbered lines as a head holds.
fn lines(first: &str, line: impl Fn(usize) -> String) -> Vec<u8> {
    let mut text = first.to_owned();
    let mut number = 0;
    while text.len() < HEAD_BYTES {
        number += 1;
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", line(number));
    }
    text.into_bytes()
}

fn photo() -> Vec<u8> {
    let mut bytes =
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x48\x00\x48\x00\x00".to_vec();
    bytes.extend(noise(HEAD_BYTES));
    bytes
}

fn document() -> Vec<u8> {
    let mut bytes = lines("%PDF-1.7\n", |at| format!("{at} 0 obj << /Length {at} >> endobj"));
    bytes.truncate(4_096);
    bytes.extend(noise(HEAD_BYTES));
    bytes
}

/// What members of images are: each kind with its bytes.
fn contents() -> Vec<(&'static str, Vec<u8>)> {
    let prose =
        |at| format!("Line {at} of a text, with some words; nothing that any program wrote.");
    let code =
        |at| format!("    let value_{at} = call(\"name\", {at}, date); // says what it does");
    let element =
        |at| format!("  <entry id=\"{at}\"><title lang=\"en\">Title {at}</title></entry>");
    let tags = |at| format!("<div class=\"row\"><p>Paragraph {at} &amp; more</p></div>");
    let item = |at| {
        format!("  {{\"id\": {at}, \"label\": \"item {at}\", \"parts\": [1, 2, {{\"a\": null}}]}},")
    };
    let cells = |at| format!("{at},item {at},12.50,2026-01-10,\"some, words\"");
    let latin = |at| format!("Riga {at} di un testo con citt\u{e0} e perch\u{e9}.");
    let latin = String::from_utf8(lines("", latin)).unwrap_or_default();
    let latin = latin.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect();
    vec![
        ("nothing", Vec::new()),
        ("zeros", vec![0; HEAD_BYTES]),
        ("a small file", b"key=value\nother=1\n".to_vec()),
        ("noise", noise(HEAD_BYTES)),
        ("a photo", photo()),
        ("a PDF", document()),
        ("prose", lines("", prose)),
        ("latin-1", latin),
        ("code", lines("", code)),
        ("XML", lines("<?xml version=\"1.0\"?>\n<catalog>\n", element)),
        ("HTML", lines("<!DOCTYPE html>\n<html><head><title>Page</title></head><body>\n", tags)),
        ("JSON", lines("[\n", item)),
        ("JSON settings", lines("{\"a\": {\"b\": [\n", item)),
        ("CSV", lines("number,label,price,day,words\n", cells)),
    ]
}

/// Processor time of one call, over `rounds` of them.
fn one_of(rounds: u32, mut call: impl FnMut()) -> Duration {
    let begun = first_thread();
    for _ in 0..rounds {
        call();
    }
    first_thread().saturating_sub(begun) / rounds.max(1)
}

fn main() {
    let rounds = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(200);
    let settings = Settings::default();
    for (name, bytes) in contents() {
        let whole = one_of(rounds, || {
            let taken = recognise(&HOUSE, None, &Head::of(black_box(&bytes), &settings));
            black_box(matches!(taken, Recognised::Taken(_, Sure::Yes)));
        });
        let mut readers: Vec<_> = HOUSE
            .readers()
            .map(|reader| {
                let cost = one_of(rounds, || {
                    black_box(reader.recognise(&Head::of(black_box(&bytes), &settings)));
                });
                (cost, reader.code())
            })
            .collect();
        readers.sort_unstable_by(|one, other| other.cmp(one));
        let slow: Vec<String> = readers
            .iter()
            .take(NAMED)
            .map(|(cost, code)| format!("{code} {:.1}", cost.as_secs_f64() * 1e6))
            .collect();
        println!("{name:14} {:9.1} us   {}", whole.as_secs_f64() * 1e6, slow.join(", "));
    }
}
