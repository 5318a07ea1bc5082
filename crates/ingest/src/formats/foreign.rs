//! Files of other programs that are known by their first bytes and not read: each with what can be
//! done instead.
//!
//! - **Known:** backups of WhatsApp (`msgstore.db.crypt14`, `.crypt15`) and of Signal on Android, exports
//!   of Magnet AXIOM in XML and of MSAB XRY in text.
//! - **Recognised by:** the lengths and versions at the beginning of a backup; elements `Artifact` with
//!   `Hit` and `Fragment`; entries such as `Calls #` in UTF-16. A file of whole kilobytes whose bytes are spread as evenly as chance spreads them, and
//!   which nothing else takes, is told to look encrypted, as databases of Signal and Wickr do.
//! - **Specification:** none published for the backups: they are known as WhatsApp-Chat-Exporter and signal-backup-decode read them; for AXIOM the public reader
//!   CASE-Implementation-AXIOM; for XRY that of Autopsy.
//! - **Fields kept:** none; the exhibit ends unread, with what it is and the way out.
//! - **Known limits:** XRY's own files (`.xry`), Oxygen's backups (`.ofbx`) and older backups of
//!   WhatsApp have no mark that is published; a compressed file that looks like chance may be told to
//!   look encrypted.

use crate::format::Head;

/// Bytes in which the version of a backup of WhatsApp stands.
const WHATSAPP_HEAD_BYTES: usize = 192;

/// Elements of XML looked at.
const ELEMENTS_LOOKED_AT: usize = 24;

/// Names of entries of XRY's text.
const XRY_ENTRIES: [&str; 6] = ["Calls", "Contacts", "Messages", "SMS", "MMS", "Accounts"];

/// Bytes below which chance cannot be told from order.
const CHANCE_BYTES_MIN: usize = 16 * 1024;

/// Chi-squared of 256 values that are equally likely lies between these in all but one of a million
/// files; the mean is 255, the standard deviation 22.6.
const CHANCE: std::ops::RangeInclusive<u64> = 150..=380;

/// Something known and not read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    /// What it is.
    pub(crate) reason: &'static str,
    /// What a person can do.
    pub(crate) remedy: &'static str,
}

static WHATSAPP: Foreign = Foreign {
    reason: "encrypted backup of WhatsApp; it is not read",
    remedy: "decrypt it with the key of the telephone or the 64-digit key of the account, and ingest \
             the `msgstore.db` that comes out",
};

static SIGNAL: Foreign = Foreign {
    reason: "encrypted backup of Signal for Android; it is not read",
    remedy: "decrypt it with the 30-digit passphrase of its owner, and ingest the database or the \
             export that comes out",
};

static AXIOM: Foreign = Foreign {
    reason: "XML export of Magnet AXIOM; it is not read",
    remedy: "export the artifacts as CSV or Excel, and save a mapping for each with `tutela map`",
};

static XRY: Foreign = Foreign {
    reason: "text export of MSAB XRY; it is not read",
    remedy: "export from XAMN as Excel, and save a mapping for each sheet with `tutela map`",
};

static CHANCE_LIKE: Foreign = Foreign {
    reason: "no format knows its first bytes, and they look like chance, as those of an encrypted \
             database (Signal, Wickr, a locked messenger) or an encrypted volume do",
    remedy: "have it decrypted first, with the key that the device or its owner keeps (for Signal \
             Desktop in `config.json` or the system's key store), and ingest what comes out",
};

/// What an exhibit is that no format takes, where its bytes tell.
pub(crate) fn find(head: &Head<'_>) -> Option<&'static Foreign> {
    if is_signal(head.bytes) {
        Some(&SIGNAL)
    } else if is_whatsapp(head.bytes) {
        Some(&WHATSAPP)
    } else if is_axiom(head) {
        Some(&AXIOM)
    } else if is_xry(head.bytes) {
        Some(&XRY)
    } else {
        looks_like_chance(head).then_some(&CHANCE_LIKE)
    }
}

/// A frame whose length stands before it, with a vector of 16 bytes and a salt of 32.
fn is_signal(bytes: &[u8]) -> bool {
    let frame = bytes.get(4..).unwrap_or_default();
    let stated = bytes.first_chunk().map(|own| u32::from_be_bytes(*own));
    stated.is_some_and(|len| (52..=128).contains(&len))
        && frame.first() == Some(&0x0a)
        && frame.get(2..4) == Some(b"\x0a\x10")
        && frame.get(20..22) == Some(b"\x12\x20")
}

/// A header whose length stands before it: the kind of key, the vector, and the version of WhatsApp.
fn is_whatsapp(bytes: &[u8]) -> bool {
    let head = bytes.get(..WHATSAPP_HEAD_BYTES).unwrap_or(bytes);
    let start = if head.get(1) == Some(&1) { 2 } else { 1 };
    let header = head.get(start..).unwrap_or_default();
    let begins = matches!(header, [0x08, 0 | 1, 0x12 | 0x1a, ..]);
    let version = |window: &[u8]| {
        let [0x0a, len @ 6..=16, b'2', b'.', rest @ ..] = window else { return false };
        let text = rest.get(..usize::from(*len) - 2).unwrap_or_default();
        !text.is_empty() && text.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
    };
    begins && header.windows(20).any(version)
}

fn is_axiom(head: &Head<'_>) -> bool {
    let elements = head.elements(ELEMENTS_LOOKED_AT);
    let has = |wanted: &str| elements.iter().any(|(name, _)| name == wanted);
    has("Artifact") && has("Hit") && has("Fragment")
}

/// Text in UTF-16, an entry of which begins as `Calls #`, a tab, and its number.
fn is_xry(bytes: &[u8]) -> bool {
    // Its text is Latin: every second byte is zero and no other, but for the mark.
    if !matches!(bytes, [_, _, low, 0, ..] if *low != 0) {
        return false;
    }
    let bytes = bytes.get(..8 * 1024).unwrap_or(bytes);
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.first_chunk());
    let units: Vec<u16> = units.map(|pair| u16::from_le_bytes(*pair)).collect();
    let text = String::from_utf16_lossy(&units);
    let is_entry = |line: &str| {
        let Some((name, number)) = line.split_once(" #\t") else { return false };
        let number = number.trim();
        XRY_ENTRIES.contains(&name)
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    text.lines().any(is_entry)
}

/// Whether the values of bytes are spread as evenly as chance spreads them.
fn looks_like_chance(head: &Head<'_>) -> bool {
    if head.bytes.len() < CHANCE_BYTES_MIN || !head.len.is_multiple_of(1024) {
        return false;
    }
    let mut counts = [0_u64; 256];
    for byte in head.bytes {
        if let Some(count) = counts.get_mut(usize::from(*byte)) {
            *count += 1;
        }
    }
    let total = head.bytes.len() as u64;
    let squares: u64 = counts.iter().map(|count| count * count).sum();
    // The sum of (count - total/256)² / (total/256).
    CHANCE.contains(&(squares * 256 / total).saturating_sub(total))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    fn told(bytes: &[u8]) -> &'static str {
        let settings = Settings::default();
        find(&Head::of(bytes, &settings)).map_or("", |known| known.reason)
    }

    /// Bytes of a generator of random numbers (xorshift).
    fn chance(len: usize) -> Vec<u8> {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_be_bytes()[0]
        };
        (0..len).map(|_| next()).collect()
    }

    #[test]
    fn backups_and_stores_are_known_by_their_marks() {
        let signal = [&b"\0\0\0\x36\x0a\x34\x0a\x10"[..], &[7; 16], b"\x12\x20", &[9; 32]].concat();
        assert!(told(&signal).contains("Signal for Android"));
        let (begin, version) = (b"\x7d\x01\x08\x01\x1a\x12\x0a\x10", b"\x22\x20\x0a\x0a2.23.13.76");
        let crypt15: [&[u8]; 4] = [begin, &[7; 16], version, &[0; 32]];
        assert!(told(&crypt15.concat()).contains("WhatsApp"));
    }

    #[test]
    fn exports_of_other_programs_are_known_by_their_outline() {
        let axiom = "<?xml version=\"1.0\"?><Report><Artifacts><Artifact name=\"Calls\"><Hits>\
                     <Hit><Fragment name=\"Partner\">1</Fragment></Hit></Hits></Artifact>";
        assert!(told(axiom.as_bytes()).contains("AXIOM"));
        let xry: Vec<u8> = "\u{feff}XRY\r\n\r\nCalls #\t1\r\nCall Type:\tMissed\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert!(told(&xry).contains("XRY"));
        assert_eq!(told(b"<a/>"), "");
    }

    #[test]
    fn only_what_is_spread_like_chance_in_whole_kilobytes_looks_encrypted() {
        assert_eq!(told(&chance(64 * 1024)), CHANCE_LIKE.reason);
        assert_eq!(told(&chance(20 * 1024)), CHANCE_LIKE.reason);
        assert_eq!(told(&chance(64 * 1024 - 1)), "");
        assert_eq!(told(&chance(8 * 1024)), "");
        let text: Vec<u8> = (b'a'..=b'z').cycle().take(64 * 1024).collect();
        assert_eq!(told(&text), "");
        // Each value as often as any other: no chance does that.
        let even: Vec<u8> = (0..=255).cycle().take(64 * 1024).collect();
        assert_eq!(told(&even), "");
    }
}
