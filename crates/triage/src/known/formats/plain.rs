//! Plain lists: one digest a line, nothing else; lines with `#` are comments.

use super::super::refusal::{Fault, Refusal};
use super::super::source::Source;
use super::columns::{any_kind, take_digest};
use super::{Entry, Pour, SetFormat, Stated, is_passed, whole_lines};
use crate::known::digests::DigestKind;

/// Plain lists; see the module.
#[derive(Debug)]
pub(super) struct Plain;

impl SetFormat for Plain {
    fn code(&self) -> &'static str {
        "plain"
    }

    fn knows(&self, head: &[u8]) -> bool {
        whole_lines(head).next().is_some_and(is_digest)
    }

    fn read(&self, source: &mut Source, pour: &mut Pour<'_>) -> Result<Stated, Refusal> {
        read_lines(source, pour, |line| Ok(line))
    }
}

/// Reads a list of one digest a line, all of one kind; `digest_in` finds it, or says what the line is
/// not.
pub(super) fn read_lines(
    source: &mut Source,
    pour: &mut Pour<'_>,
    digest_in: impl Fn(&[u8]) -> Result<&[u8], &'static str>,
) -> Result<Stated, Refusal> {
    let (mut line, mut entry, mut any) = (Vec::new(), Entry::default(), None);
    while source.next_line(&mut line)? {
        let text = line.trim_ascii();
        if is_passed(text) {
            continue;
        }
        let place = || source.place();
        let digest =
            digest_in(text).map_err(|fact| Refusal::new(Fault::Malformed, place(), fact))?;
        let kind = any_kind(&mut any, digest, &place)?;
        entry.clear();
        take_digest(&mut entry, kind, digest, &place)?;
        pour(&entry)?;
    }
    Ok(Stated::default())
}

/// Whether a text is a digest of a kind that is kept.
pub(super) fn is_digest(text: &[u8]) -> bool {
    DigestKind::of_hex_len(text.len()).is_some() && text.iter().all(u8::is_ascii_hexdigit)
}
