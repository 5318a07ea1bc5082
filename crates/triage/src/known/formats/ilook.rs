//! iLook versions 3 and 4 (`V4Hash,HashSHA1,FileName,…`): `.hsh` files.
//!
//! - **Recognised by:** its first column.
//! - **Specification:** the samples of hashdeep, <https://github.com/jessek/hashdeep>.
//! - **Known limits:** names, sizes and times are not kept.

use super::super::refusal::Refusal;
use super::super::source::Source;
use super::table::read_table;
use super::{Pour, SetFormat, Stated};

/// Lists of iLook; see the module.
#[derive(Debug)]
pub(super) struct Ilook;

impl SetFormat for Ilook {
    fn code(&self) -> &'static str {
        "ilook"
    }

    fn knows(&self, head: &[u8]) -> bool {
        let first = head.get(..6).unwrap_or_default();
        first.eq_ignore_ascii_case(b"V4Hash") || first.eq_ignore_ascii_case(b"V3Hash")
    }

    fn read(&self, source: &mut Source, pour: &mut Pour<'_>) -> Result<Stated, Refusal> {
        let version = if source.head().starts_with(b"V3") { "iLook 3" } else { "iLook 4" };
        read_table(source, pour)?;
        Ok(Stated { version: version.to_owned(), scheme: String::new() })
    }
}
