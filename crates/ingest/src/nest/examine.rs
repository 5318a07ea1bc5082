//! Examining: what somebody else says of the whole content of a member, from inside the cage.
//!
//! Some contents are looked at by rooms that readers know nothing of (pictures, by `triage`). They give
//! an [`Examiner`] to the register; a job then asks for members by name, as for places, and the
//! examiner's answer is shown in the place of the bytes. Answers cross the pipe as bytes that the parent
//! must check; contents never do.

use std::io::{self, Read};

use super::CHUNK_BYTES;

/// Longest answer.
pub const ANSWER_BYTES_MAX: usize = 48 << 10;

/// First bytes by which an examiner says whether it wants the rest.
pub const EXAMINED_HEAD_BYTES: usize = 256;

/// Looks at contents in the worker.
pub trait Examiner: Sync {
    /// The longest content that is examined; of a longer one so many bytes and one more are given.
    fn bytes_max(&self) -> usize;

    /// An answer by the first bytes alone, up to [`EXAMINED_HEAD_BYTES`]; none where the rest is wanted.
    fn by_head(&self, head: &[u8]) -> Option<Vec<u8>>;

    /// The answer by the content, up to [`ANSWER_BYTES_MAX`] bytes and never empty.
    fn examine(&self, content: &[u8]) -> Vec<u8>;
}

/// How an examination ended: an answer, or why there is none.
pub(super) type Answer = Result<Vec<u8>, String>;

/// Reads a content as far as its examiner wants it; `count` is told of every byte and may end it.
pub(super) fn examine<E>(
    examiner: &dyn Examiner,
    from: &mut dyn Read,
    mut count: impl FnMut(usize) -> Result<io::Result<()>, E>,
) -> Result<Answer, E> {
    let mut content = Vec::new();
    let wanted = examiner.bytes_max().saturating_add(1);
    for part in [EXAMINED_HEAD_BYTES, wanted] {
        while content.len() < part {
            let more = (part - content.len()).min(CHUNK_BYTES);
            if content.try_reserve(more).is_err() {
                return Ok(Err("there is no memory for its content".to_owned()));
            }
            match from.take(more as u64).read_to_end(&mut content) {
                Ok(0) => break,
                Ok(read) => {
                    if let Err(error) = count(read)? {
                        return Ok(Err(error.to_string()));
                    }
                }
                Err(error) => return Ok(Err(error.to_string())),
            }
        }
        let head = content.get(..EXAMINED_HEAD_BYTES).unwrap_or(&content);
        if part == EXAMINED_HEAD_BYTES
            && let Some(answer) = examiner.by_head(head)
        {
            return Ok(checked(answer));
        }
    }
    Ok(checked(examiner.examine(&content)))
}

fn checked(answer: Vec<u8>) -> Answer {
    match answer.len() {
        1..=ANSWER_BYTES_MAX => Ok(answer),
        len => Err(format!("the examiner answered with {len} bytes")),
    }
}
