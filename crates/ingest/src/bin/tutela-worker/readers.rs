//! Test readers: one honest reader of lines, and readers that fail in every way a reader can.

use std::io::{BufRead, BufReader, SeekFrom};

use model::record::Record;
use model::records::Transfer;
use model::{Phrase, Place, RejectKind};
use tutela_ingest::format::ReadSeek;
use tutela_ingest::{Halt, Head, Sink, SkipReason, Source, SourceFormat, Sure};

/// Every test reader.
pub(crate) static READERS: &[&dyn SourceFormat] = &[
    &Reader("lines", lines),
    &Reader("joined", joined),
    &Reader("flood", flood),
    &Reader("panics", panics),
    &Reader("panics-at-once", |_, _| fail_in_our_code(None)),
    &Reader("spins", spins),
    &Reader("gluttonous", gluttonous),
    &Reader("deep", deep),
    &Reader("aborts", aborts),
    &Reader("leaves", leaves),
    &Reader("connects", connects),
    &Reader("forgets-a-row", forgets_a_row),
    &Reader("breaks", breaks),
    &Reader("too-long", too_long),
    &Reader("busy", busy),
];

/// A reader that takes whatever it is given, and is sure of what begins with `reader:`.
struct Reader(&'static str, Read2);

type Read2 = fn(&mut Source<'_>, &mut Sink<'_>) -> Result<(), Halt>;

impl SourceFormat for Reader {
    fn code(&self) -> &'static str {
        self.0
    }
    fn version(&self) -> u32 {
        7
    }
    fn recognise(&self, head: &Head<'_>) -> Sure {
        if head.bytes.starts_with(b"reader:") { Sure::Yes } else { Sure::Maybe }
    }
    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        (self.1)(source, sink)
    }
}

/// One transfer a line, by its reference; `bad…` is rejected, an empty line is none.
fn lines(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    sink.remark(Phrase::from_text("read by lines"))?;
    let mut lines = BufReader::new(&mut *source.bytes);
    let mut transfer = Transfer::default();
    let mut line = String::new();
    let mut place = Place::default();
    loop {
        line.clear();
        if lines.read_line(&mut line).map_err(Halt::Read)? == 0 {
            return Ok(());
        }
        let text = line.trim_end_matches('\n');
        place.bytes_len = len(text);
        if text.is_empty() {
            sink.skip(&place, SkipReason::Blank)?;
        } else {
            sink.begin(&place)?;
            if text.starts_with("bad") {
                sink.reject(RejectKind::BadAmount, "principal", text)?;
            } else {
                transfer.clear();
                transfer.reference.set(text);
                sink.record(&transfer)?;
            }
        }
        place.bytes_start += len(&line);
    }
}

/// One row for the exhibit and one for each companion: its first line.
fn joined(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    let companions = source.take(sink, |name| name.starts_with("part-"))?;
    let mut transfer = Transfer::default();
    let mut first_line = |bytes: &mut dyn ReadSeek, path: &str| {
        let mut line = String::new();
        BufReader::new(bytes).read_line(&mut line).map_err(Halt::Read)?;
        sink.begin(&Place { path: path.to_owned(), ..Place::default() })?;
        transfer.reference.set(line.trim_end());
        sink.record(&transfer)
    };
    first_line(&mut *source.bytes, "")?;
    for mut companion in companions {
        first_line(&mut *companion.bytes, &companion.name)?;
    }
    Ok(())
}

/// As many rows as the exhibit's first line says, without reading more: measures the pipe alone.
fn flood(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    let mut first = String::new();
    BufReader::new(&mut *source.bytes).read_line(&mut first).map_err(Halt::Read)?;
    let rows: u64 = first.trim().parse().unwrap_or(0);
    let mut transfer = Transfer::default();
    transfer.reference.set("4471920355");
    transfer.payer.name.set("Rossi Mario");
    transfer.payee.name.set("Bianchi Anna");
    let place = Place { bytes_len: 1, ..Place::default() };
    for _ in 0..rows {
        sink.begin(&place)?;
        sink.record(&transfer)?;
    }
    Ok(())
}

/// Three good rows, as a start for what follows.
fn three_rows(sink: &mut Sink<'_>) -> Result<(), Halt> {
    for start in 0..3 {
        sink.begin(&Place { bytes_start: start, bytes_len: 1, ..Place::default() })?;
        sink.record(&Transfer::default())?;
    }
    Ok(())
}

#[expect(clippy::panic, reason = "this reader is there to fail")]
fn fail_in_our_code(row: Option<u64>) -> Result<(), Halt> {
    panic!("row {row:?} is one too many");
}

fn panics(_: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    three_rows(sink)?;
    fail_in_our_code(Some(sink.rows()))
}

#[expect(clippy::infinite_loop, reason = "this reader is there to hang")]
fn spins(_: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    three_rows(sink)?;
    loop {
        std::hint::spin_loop();
    }
}

fn gluttonous(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    three_rows(sink)?;
    // More reads than outcomes, so that the pulse has sent what was gathered.
    wait_for_pulse(source)?;
    let mut hoard: Vec<Vec<u8>> = Vec::new();
    for _ in 0..4096 {
        // Asked for but not touched: the limit counts what was promised.
        hoard.push(Vec::with_capacity(1 << 20));
    }
    sink.begin(&Place { row: len(&hoard.len().to_string()), ..Place::default() })
}

/// Reads the exhibit's first byte until the worker has told its parent what it has.
fn wait_for_pulse(source: &mut Source<'_>) -> Result<(), Halt> {
    let start = std::time::Instant::now();
    while start.elapsed().as_millis() < 250 {
        source.bytes.seek(SeekFrom::Start(0)).map_err(Halt::Read)?;
        source.bytes.read(&mut [0]).map_err(Halt::Read)?;
    }
    Ok(())
}

fn deep(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    three_rows(sink)?;
    wait_for_pulse(source)?;
    let depth = descend(source.len);
    sink.begin(&Place { row: depth, ..Place::default() })
}

/// Goes down for ever, keeping each level alive.
#[expect(unconditional_recursion, reason = "this reader is there to overflow its stack")]
fn descend(level: u64) -> u64 {
    let level = std::hint::black_box(level);
    descend(level + 1) + std::hint::black_box(level)
}

fn aborts(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    three_rows(sink)?;
    wait_for_pulse(source)?;
    std::process::abort()
}

fn leaves(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    three_rows(sink)?;
    wait_for_pulse(source)?;
    std::process::exit(3)
}

fn connects(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    three_rows(sink)?;
    wait_for_pulse(source)?;
    std::net::TcpStream::connect(("127.0.0.1", 9)).map(|_| ()).map_err(Halt::Read)
}

fn forgets_a_row(_: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    three_rows(sink)?;
    sink.begin(&Place::default())?;
    three_rows(sink)?;
    sink.begin(&Place::default())
}

fn breaks(_: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    three_rows(sink)?;
    Err(Halt::Broken {
        place: Place { row: 4, bytes_start: 3, bytes_len: 1, ..Place::default() },
        reason: "the table of contents is cut off".into(),
        remedy: "ask the sender for the whole file".into(),
    })
}

/// A record longer than any frame, between good ones.
fn too_long(_: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    three_rows(sink)?;
    let mut transfer = Transfer::default();
    let text = "x".repeat(model::wire::TEXT_BYTES_MAX);
    for party in [&mut transfer.payer, &mut transfer.payee] {
        party.name.set(&text);
        party.phone.set(&text);
        party.email.set(&text);
    }
    sink.begin(&Place::default())?;
    sink.record(&transfer)?;
    three_rows(sink)
}

/// Works without a word for longer than the tests' patience, but reads while it does.
fn busy(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    for _ in 0..6 {
        wait_for_pulse(source)?;
    }
    three_rows(sink)
}

fn len(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}
