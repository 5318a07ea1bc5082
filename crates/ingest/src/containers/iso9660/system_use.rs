//! What Rock Ridge writes behind a directory record: names, modes, owners, links and times of Unix.

use super::record::{Record, long_time, short_time};
use super::{Fields, Volume};

/// Fields that continue elsewhere, one after another: more are a circle.
const CONTINUATIONS_MAX: usize = 64;

/// Bytes of a continuation: a path of Unix and its times are far shorter.
const CONTINUATION_BYTES_MAX: usize = 64 * 1024;

/// Bytes of a name or a link's target: a path of Unix ends at 4,096.
const TEXT_BYTES_MAX: usize = 4 * 1024;

/// What Rock Ridge says of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Unix {
    pub(super) name: Option<Vec<u8>>,
    pub(super) mode: Option<u16>,
    pub(super) links: u32,
    pub(super) uid: u32,
    pub(super) gid: u32,
    /// The target of a link, and whether its last part is not ended.
    pub(super) target: Option<Vec<u8>>,
    is_part_open: bool,
    /// Created, modified, accessed, changed, as text.
    pub(super) times: [Option<String>; 4],
    /// The block of a folder that was moved up, where it should stand here.
    pub(super) moved_to: Option<u64>,
    /// Whether this folder was moved here from deeper below.
    pub(super) is_moved: bool,
    /// Bytes of a compressed file as they were.
    pub(super) plain_bytes: Option<u64>,
}

/// Bytes before each system use area, as the first record of the root says; `None` where there is
/// no Rock Ridge.
pub(super) fn skip_of(root: &[u8]) -> Option<usize> {
    let first = Record::parse(root, 0, 0)?;
    let fields = Fields(&first.system_use);
    let is_there = fields.part(0, 2) == b"SP" && fields.part(4, 2) == [0xBE, 0xEF];
    is_there.then(|| usize::from(fields.byte(6)))
}

impl Unix {
    /// Reads the fields behind a record and where they continue.
    pub(super) fn read(
        volume: &mut Volume<'_>,
        system_use: &[u8],
        skip: usize,
        block_bytes: u64,
    ) -> Self {
        let mut unix = Self::default();
        let mut area = system_use.get(skip..).unwrap_or_default().to_vec();
        for _ in 0..CONTINUATIONS_MAX {
            let Some((block, offset, len)) = unix.area(&area) else { break };
            let len = usize::try_from(len).unwrap_or(usize::MAX).min(CONTINUATION_BYTES_MAX);
            let at = u64::from(block) * block_bytes + u64::from(offset);
            // A continuation that is gone leaves what was read before it.
            let Ok(next) = volume.read(at, len) else { break };
            area = next;
        }
        unix
    }

    /// Reads the fields of one area; gives block, offset and length of its continuation.
    fn area(&mut self, area: &[u8]) -> Option<(u32, u32, u32)> {
        let mut continues = None;
        let mut at = 0;
        while at + 4 <= area.len() {
            let len = usize::from(Fields(area).byte(at + 2));
            if len < 4 || at + len > area.len() {
                break;
            }
            let field = Fields(Fields(area).part(at, len));
            match field.part(0, 2) {
                b"CE" => continues = Some((field.le32(4), field.le32(12), field.le32(20))),
                b"ST" => break,
                b"NM" => self.add_name(field),
                b"SL" => self.add_target(field),
                b"TF" => self.add_times(field),
                b"PX" => {
                    self.mode = u16::try_from(field.le32(4)).ok();
                    (self.links, self.uid, self.gid) =
                        (field.le32(12), field.le32(20), field.le32(28));
                }
                b"CL" => self.moved_to = Some(u64::from(field.le32(4))),
                b"RE" => self.is_moved = true,
                b"ZF" => self.plain_bytes = Some(u64::from(field.le32(8))),
                _ => {}
            }
            at += len;
        }
        continues
    }

    fn add_name(&mut self, field: Fields<'_>) {
        let text: &[u8] = match field.byte(4) & 0x6 {
            0x2 => b".",
            0x4 => b"..",
            _ => field.0.get(5..).unwrap_or_default(),
        };
        let name = self.name.get_or_insert_default();
        if name.len() < TEXT_BYTES_MAX {
            name.extend_from_slice(text);
        }
    }

    fn add_target(&mut self, field: Fields<'_>) {
        let target = self.target.get_or_insert_default();
        let mut at = 5;
        while at + 2 <= field.0.len() && target.len() < TEXT_BYTES_MAX {
            let (flags, len) = (field.byte(at), usize::from(field.byte(at + 1)));
            let is_after_root = target.last() == Some(&b'/');
            if !self.is_part_open && !target.is_empty() && !is_after_root {
                target.push(b'/');
            }
            match flags & 0xE {
                0x2 => target.extend_from_slice(b"."),
                0x4 => target.extend_from_slice(b".."),
                0x8 => target.push(b'/'),
                _ => target.extend_from_slice(field.part(at + 2, len)),
            }
            self.is_part_open = flags & 1 != 0;
            at += 2 + len;
        }
    }

    fn add_times(&mut self, field: Fields<'_>) {
        let flags = field.byte(4);
        let is_long = flags & 0x80 != 0;
        let len = if is_long { 17 } else { 7 };
        let mut at = 5;
        for bit in 0..7_u8 {
            if flags & (1 << bit) == 0 {
                continue;
            }
            let bytes = field.part(at, len);
            let time = if is_long { long_time(bytes) } else { short_time(bytes) };
            if let Some(slot) = self.times.get_mut(usize::from(bit)) {
                *slot = time;
            }
            at += len;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_put_together_from_their_parts() {
        let mut unix = Unix::default();
        let area = b"SL\x0b\x01\x01\x08\x00\x01\x02usSL\x0d\x01\x00\x00\x01r\x04\x00\x00\x01x";
        assert_eq!(unix.area(area), None);
        assert_eq!(unix.target.as_deref(), Some(b"/usr/../x".as_slice()));
    }

    #[test]
    fn fields_that_break_off_leave_what_was_read() {
        let mut unix = Unix::default();
        unix.area(b"NM\x08\x01\x00abcPX\xff\x01");
        assert_eq!((unix.name.as_deref(), unix.mode), (Some(b"abc".as_slice()), None));
        unix.area(b"NM\x00\x01");
    }
}
