//! What a worker answers of files: `examine FILE…` prints a line of JSON for each.

#![expect(clippy::print_stdout, reason = "an answer is printed")]

use std::error::Error;
use std::{env, fs};

use tutela_triage::examine::{HEAD_BYTES, examine, is_film, takes};

fn main() -> Result<(), Box<dyn Error>> {
    for path in env::args().skip(1) {
        let bytes = fs::read(&path)?;
        let head = bytes.get(..HEAD_BYTES).unwrap_or(&bytes);
        let kind = match (takes(head), is_film(head)) {
            (true, _) => "picture",
            (_, true) => "film",
            _ => "other",
        };
        println!("{path}\t{kind}\t{}", examine(&bytes).to_json()?);
    }
    Ok(())
}
