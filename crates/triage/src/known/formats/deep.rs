//! Lists of md5deep, md5sum and their kin: `[size]  digest  name` or `MD5 (name) = digest`.
//!
//! - **Specification:** <https://github.com/jessek/hashdeep>; GNU coreutils (`md5sum`), BSD (`--tag`),
//!   OpenSSL (`MD5(name)= digest`).
//! - **Known limits:** names are not kept; digests other than MD5, SHA-1, SHA-256 are refused.

use memchr::memchr;

use super::super::refusal::Refusal;
use super::super::source::Source;
use super::plain::{is_digest, read_lines};
use super::{Pour, SetFormat, Stated, whole_lines};

/// Lists of md5deep and its kin; see the module.
#[derive(Debug)]
pub(super) struct Deep;

impl SetFormat for Deep {
    fn code(&self) -> &'static str {
        "md5deep"
    }

    fn knows(&self, head: &[u8]) -> bool {
        whole_lines(head).next().and_then(digest_in).is_some_and(is_digest)
    }

    fn read(&self, source: &mut Source, pour: &mut Pour<'_>) -> Result<Stated, Refusal> {
        let fact = "the line is not `digest  name`";
        read_lines(source, pour, |line| digest_in(line).ok_or(fact), name_end)
    }
}

/// The bytes of a name behind a digest, with the end of the line: two blanks, or one and `*`, and no
/// third blank.
fn name_end(text: &[u8]) -> Option<usize> {
    match text {
        [b' ', b' ' | b'*', first, ..] if !first.is_ascii_whitespace() => {
            memchr(b'\n', text).map(|at| at + 1)
        }
        _ => None,
    }
}

/// The digest of a line with a name.
fn digest_in(line: &[u8]) -> Option<&[u8]> {
    let line = line.strip_prefix(b"\\").unwrap_or(line);
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let (first, second) = (words.next()?, words.next()?);
    // A name may look like the other form: `digest  a (b) = c`.
    if is_digest(first) {
        return Some(first);
    }
    if let Some(digest) = after_name(line) {
        return Some(digest);
    }
    if !first.iter().all(u8::is_ascii_digit) {
        return Some(first);
    }
    // A size stands before the digest, and a name has to follow.
    words.next().map(|_| second)
}

/// The digest behind `) = ` or `)= `.
fn after_name(line: &[u8]) -> Option<&[u8]> {
    let mut words = line.rsplitn(2, |byte| *byte == b' ');
    let (digest, name) = (words.next()?, words.next()?);
    let is_tagged = name.ends_with(b")=") || name.ends_with(b") =");
    (is_tagged && name.contains(&b'(')).then_some(digest)
}

#[cfg(test)]
mod tests {
    use super::digest_in;

    #[test]
    fn the_digest_is_found_in_every_kind_of_line() {
        let md5 = "92e792c43c35e96fed3f9566083326fc";
        for line in [
            format!("{md5}  /a b"),
            format!("{md5} */a"),
            format!("\\{md5}  a\\nb"),
            format!("669416  {md5}  /a"),
            format!("MD5 (/a (1)) = {md5}"),
            format!("MD5(/a (1))= {md5}"),
            format!("{md5}  a (b) = c"),
        ] {
            assert_eq!(digest_in(line.as_bytes()), Some(md5.as_bytes()), "{line}");
        }
        assert_eq!(digest_in(b"word"), None);
    }
}
