//! Plain lists: one digest a line, nothing else; lines with `#` are comments.

use super::super::refusal::{Fault, Refusal};
use super::super::source::Source;
use super::columns::{any_kind, take_digest};
use super::{Entry, Pour, SetFormat, Stated, is_passed, whole_lines};
use crate::known::digests::{DigestKind, Digests, from_hex};

/// Digests that are read before the first of them is poured.
const DIGESTS_AHEAD: usize = 64;

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
        read_lines(source, pour, |line| Ok(line), line_end)
    }
}

/// Reads a list of one digest a line, all of one kind; `digest_in` finds it, or says what the line is
/// not. `behind` is for the common lines, which begin with their digest: from what follows it, it tells
/// the bytes to the end of the line, or nothing where `digest_in` has to see the whole.
pub(super) fn read_lines(
    source: &mut Source,
    pour: &mut Pour<'_>,
    digest_in: impl Fn(&[u8]) -> Result<&[u8], &'static str>,
    behind: impl Fn(&[u8]) -> Option<usize>,
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
        source.pass_lines(|rest| match kind {
            DigestKind::Md5 => pour_alike(rest, &behind, &mut entry, |all| &mut all.md5, pour),
            DigestKind::Sha1 => pour_alike(rest, &behind, &mut entry, |all| &mut all.sha1, pour),
            DigestKind::Sha256 => {
                pour_alike(rest, &behind, &mut entry, |all| &mut all.sha256, pour)
            }
        })?;
    }
    Ok(Stated::default())
}

/// Pours the lines at the front of a text that begin with a digest of `W` bytes and have an end that
/// `behind` knows; gives their bytes and their number.
fn pour_alike<const W: usize>(
    text: &[u8],
    behind: impl Fn(&[u8]) -> Option<usize>,
    entry: &mut Entry,
    slot: impl Fn(&mut Digests) -> &mut Option<[u8; W]>,
    pour: &mut Pour<'_>,
) -> Result<(usize, u64), Refusal> {
    let next = |rest: &[u8]| {
        let (digest, rest) = rest.split_at_checked(2 * W)?;
        Some((from_hex::<W>(digest)?, 2 * W + behind(rest)?))
    };
    // What was written in pieces a moment ago is slow to read at once: first all digests, then all
    // rows.
    let (mut rest, mut lines, mut digests) = (text, 0, [[0; W]; DIGESTS_AHEAD]);
    loop {
        let mut count = 0;
        for place in &mut digests {
            let Some((digest, len)) = next(rest) else { break };
            *place = digest;
            rest = rest.get(len..).unwrap_or_default();
            count += 1;
        }
        for digest in digests.iter().take(count) {
            *slot(&mut entry.digests) = Some(*digest);
            pour(entry)?;
        }
        lines += count as u64;
        if count < DIGESTS_AHEAD {
            return Ok((text.len() - rest.len(), lines));
        }
    }
}

/// The bytes of an end of line, where one stands.
fn line_end(text: &[u8]) -> Option<usize> {
    match text {
        [b'\n', ..] => Some(1),
        [b'\r', b'\n', ..] => Some(2),
        _ => None,
    }
}

/// Whether a text is a digest of a kind that is kept.
pub(super) fn is_digest(text: &[u8]) -> bool {
    DigestKind::of_hex_len(text.len()).is_some() && text.iter().all(u8::is_ascii_hexdigit)
}
