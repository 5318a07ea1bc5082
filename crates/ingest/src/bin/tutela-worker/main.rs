//! A worker of its own, so that the tests have one to start; the product calls the same entry from
//! its hidden command.
//!
//! ```text
//! tutela-worker                          reads with every format of the house
//! tutela-worker reader NAME              reads with one test reader, good or bad
//! tutela-worker liar NAME                says what no honest worker says
//! tutela-worker attempt LAYERS WHAT …    tries what the cage denies
//! tutela-worker without LAYER NAME       a test reader on a kernel that lacks a layer
//! tutela-worker examiner                 examines contents with the test examiner
//! tutela-worker parent NAME FILE         the parent of a test reader
//! tutela-worker parent decoder NAME FILE the parent of a test decoder
//! tutela-worker decoder SECONDS PROGRAM  runs a decoder of films in its cage
//! tutela-worker play NAME …              a test decoder, good or bad
//! ```

mod attempts;
mod examiner;
mod kernels;
mod liars;
mod parent;
mod players;
mod readers;

use std::process::ExitCode;

use tutela_ingest::SourceFormat;
use tutela_ingest::register::{HOUSE, Register};
use tutela_ingest::worker::serve;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => serve(&HOUSE),
        ["reader", name] => serve(&only(&named(name))),
        ["without", layer, "decoder", ..] => {
            kernels::lack(layer, || tutela_ingest::decoder::serve(std::env::args_os().skip(4)))
        }
        ["without", layer, name] => kernels::lack(layer, || serve(&only(&named(name)))),
        ["decoder", ..] => tutela_ingest::decoder::serve(std::env::args_os().skip(2)),
        ["play", name, rest @ ..] => players::play(name, rest),
        ["parent", "decoder", name, file] => parent::wait_for_decoder(name, file),
        ["parent", name, file] => parent::wait_for(name, file),
        ["examiner"] => serve(&Register { examiner: Some(&examiner::Measuring), ..HOUSE }),
        ["liar", name] => liars::lie(name),
        ["attempt", layers, what, rest @ ..] => attempts::attempt(layers, what, rest),
        _ => ExitCode::from(2),
    }
}

/// One test reader beside the containers of the house, so that it can be met inside them.
fn only<'r>(formats: &'r [&'static dyn SourceFormat]) -> Register<'r> {
    Register { formats, ..HOUSE }
}

fn named(name: &str) -> Vec<&'static dyn SourceFormat> {
    readers::READERS.iter().copied().filter(|reader| reader.code() == name).collect()
}
