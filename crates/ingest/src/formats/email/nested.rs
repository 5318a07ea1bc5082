//! How far a message goes down, found before the library goes there: it follows messages within messages
//! one by one, and those inside an encoded part it copies whole for each level.
//!
//! What stands encoded is decoded here for a look only, wherever a part may begin, so that it does not
//! matter how the message says that it is encoded.

/// Parts of one message. The library would run out of stack in one made for that; each of them has a header
/// `Content-Type` of its own.
const TYPED_PARTS_MAX: usize = 500;

/// Encoded messages in encoded messages: the library goes down as far.
const LEVELS_MAX: usize = 3;

/// Memory for the copies that the library makes of an encoded message, one for each message within it.
const COPIES_BYTES_MAX: usize = 128 << 20;

/// Shortest encoded part that could hold too many others.
const SHORTEST_BYTES: usize = 1_024;

/// Whether a message has more parts than the library can follow.
pub(super) fn is_too_deep(message: &[u8]) -> bool {
    typed_parts(message) > TYPED_PARTS_MAX || hides_too_many(message, LEVELS_MAX)
}

/// Whether an encoded part of a message does.
fn hides_too_many(message: &[u8], levels: usize) -> bool {
    let messages = messages(message);
    if levels == 0 || messages == 0 {
        return false;
    }
    let is_hiding = |inner: &[u8], before: usize| {
        let copies = self::messages(inner).saturating_sub(before);
        typed_parts(inner) > TYPED_PARTS_MAX
            || copies.saturating_mul(inner.len()) > COPIES_BYTES_MAX
            || hides_too_many(inner, levels - 1)
    };
    let in_base64 = |begins: fn(&[u8]) -> bool| {
        let mut rest = message;
        while let Some(start) = next_start(rest, begins) {
            let (inner, read) = base64(start);
            if inner.len() >= SHORTEST_BYTES && is_hiding(&inner, 0) {
                return true;
            }
            rest = start.get(read..).unwrap_or_default();
        }
        false
    };
    // A line of blanks may end the headers or belong to one.
    if in_base64(<[u8]>::is_empty) || in_base64(|line| line.trim_ascii().is_empty()) {
        return true;
    }
    let inner = quoted(message);
    inner.len() < message.len() && is_hiding(&inner, messages)
}

/// How many headers `Content-Type` stand at the beginning of a line.
fn typed_parts(bytes: &[u8]) -> usize {
    let name = b"content-type";
    let states = |start: usize| {
        let own = bytes.get(start..start + name.len());
        own.is_some_and(|own| own.eq_ignore_ascii_case(name))
    };
    let first = usize::from(states(0));
    first + memchr::memchr2_iter(b'\n', b'\r', bytes).filter(|at| states(at + 1)).count()
}

/// How many parts may be messages: they are called so, or stand in a digest.
fn messages(bytes: &[u8]) -> usize {
    let is_name = |at: usize| {
        let before = bytes.get(..at).unwrap_or_default().trim_ascii_end();
        let behind = bytes.get(at + 1..).unwrap_or_default();
        let message = before.len().checked_sub(7).and_then(|start| before.get(start..));
        message.is_some_and(|word| word.eq_ignore_ascii_case(b"message"))
            || behind.get(..6).is_some_and(|word| word.eq_ignore_ascii_case(b"digest"))
    };
    memchr::memchr_iter(b'/', bytes).filter(|at| is_name(*at)).count()
}

/// What stands behind the next line that may end headers.
fn next_start(bytes: &[u8], begins: fn(&[u8]) -> bool) -> Option<&[u8]> {
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', bytes) {
        let line = bytes.get(start..end).unwrap_or_default();
        if begins(line.strip_suffix(b"\r").unwrap_or(line)) {
            return bytes.get(end + 1..);
        }
        start = end + 1;
    }
    None
}

/// Decodes base64 to the first byte that is none: what it gives, and the bytes read. White space counts
/// for nothing, and a sign of equality ends a group of four, as the library has it.
fn base64(bytes: &[u8]) -> (Vec<u8>, usize) {
    let (mut out, mut group, mut held) = (Vec::new(), 0_u32, 0);
    let mut read = 0;
    for byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                out.extend(flushed(group, held));
                held = 0;
                read += 1;
                continue;
            }
            b' ' | b'\t' | b'\r' | b'\n' => {
                read += 1;
                continue;
            }
            _ => break,
        };
        read += 1;
        (group, held) = (group << 6 | u32::from(value), held + 1);
        if held == 4 {
            out.extend(group.to_be_bytes().into_iter().skip(1));
            held = 0;
        }
    }
    out.extend(flushed(group, held));
    (out, read)
}

/// The bytes of a group that is not full.
fn flushed(group: u32, held: u32) -> impl Iterator<Item = u8> {
    let bytes = (group << (6 * (4 - held.min(4)))).to_be_bytes();
    bytes.into_iter().skip(1).take(held.saturating_sub(1) as usize)
}

/// Decodes every sign that is quoted, and takes out the line ends that are.
fn quoted(bytes: &[u8]) -> Vec<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for sign in memchr::memchr_iter(b'=', bytes) {
        if sign < at {
            continue;
        }
        out.extend_from_slice(bytes.get(at..sign).unwrap_or_default());
        at = match (digit(sign + 1), digit(sign + 2), bytes.get(sign + 1), bytes.get(sign + 2)) {
            (Some(high), Some(low), ..) => {
                out.extend(u8::try_from(high << 4 | low));
                sign + 3
            }
            (.., Some(b'\n'), _) => sign + 2,
            (.., Some(b'\r'), Some(b'\n')) => sign + 3,
            _ => {
                out.push(b'=');
                sign + 1
            }
        };
    }
    out.extend_from_slice(bytes.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_undone_as_far_as_they_go() {
        assert_eq!(base64(b"ZmlsbGVy--b"), (b"filler".to_vec(), 8));
        assert_eq!(base64(b"Zml\r\nsbGU=ZmlsbA==\n--b"), (b"fillefill".to_vec(), 19));
        assert_eq!(base64(b":"), (Vec::new(), 0));
        assert_eq!(quoted(b"a=3Db=\r\nc=\nd=x=4"), b"a=bcd=x=4");
    }

    #[test]
    fn messages_are_counted_however_they_are_called() {
        assert_eq!(messages(b"Content-Type: Message / RFC822; a/b multipart/DIGEST message /x"), 3);
        assert_eq!(typed_parts(b"content-type: a\r\nCONTENT-TYPE: b\n Content-Type: c"), 2);
    }

    #[test]
    fn headers_end_at_an_empty_line() {
        assert_eq!(next_start(b"a\r\n \r\nb\r\n\r\nc", <[u8]>::is_empty), Some(&b"c"[..]));
        assert_eq!(next_start(b"a\nb", <[u8]>::is_empty), None);
    }
}
