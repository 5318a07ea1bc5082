//! hashdeep: columns named in a `%%%%` line, the name last, where it may hold commas.
//!
//! - **Specification:** <https://github.com/jessek/hashdeep>, `%%%% HASHDEEP-1.0`.
//! - **Known limits:** a list joined from several may name new columns on the way; digests of other
//!   kinds (Tiger, Whirlpool) are passed.

use super::super::refusal::{Fault, Refusal};
use super::super::source::Source;
use super::columns::Columns;
use super::{Entry, Pour, SetFormat, Stated, is_passed};

/// What the first line begins with.
const MAGIC: &[u8] = b"%%%% HASHDEEP-";

/// Lists of hashdeep; see the module.
#[derive(Debug)]
pub(super) struct Hashdeep;

impl SetFormat for Hashdeep {
    fn code(&self) -> &'static str {
        "hashdeep"
    }

    fn knows(&self, head: &[u8]) -> bool {
        head.starts_with(MAGIC)
    }

    fn read(&self, source: &mut Source, pour: &mut Pour<'_>) -> Result<Stated, Refusal> {
        let (mut line, mut entry, mut columns) = (Vec::new(), Entry::default(), None);
        let mut version = String::new();
        while source.next_line(&mut line)? {
            if let Some(rest) = line.strip_prefix(MAGIC) {
                String::from_utf8_lossy(rest).trim().clone_into(&mut version);
            } else if let Some(names) = line.strip_prefix(b"%%%%") {
                let names = names.split(|byte| *byte == b',');
                columns = Some(Columns::of(names).checked(&source.place())?);
            } else if !is_passed(&line) {
                let place = || source.place();
                let Some(columns) = &mut columns else {
                    let fact = "rows come before the `%%%%` line that names the columns";
                    return Err(Refusal::new(Fault::MissingColumn, place(), fact));
                };
                let cells = line.splitn(columns.len(), |byte| *byte == b',');
                columns.take(&mut entry, cells, place)?;
                pour(&entry)?;
            }
        }
        Ok(Stated { version: format!("hashdeep {version}"), scheme: String::new() })
    }
}
